//! One that knocks at the loopback: its request is read within bounds, and answered.

use std::time::Duration;

use http::StatusCode;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::hit::{Expected, Return};

/// How long a request may take to come whole.
const READ: Duration = Duration::from_secs(5);
/// How long an answer may take to be taken.
pub(super) const TAKEN: Duration = Duration::from_millis(500);
/// The longest request line: a code and a state are far shorter.
const LINE: usize = 8 * 1024;
/// The longest head, cookies of other pages on this machine and all.
const HEAD: usize = 32 * 1024;
/// How much of what was not asked for is read away, so that the refusal still arrives.
const REST: u64 = 256 * 1024;

/// Answers one connection, and says how the person came back, before they are answered, where it is
/// they. Gives whether it was.
pub(super) async fn answer<S>(mut stream: S, expected: &Expected, came: impl FnOnce(Return)) -> bool
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let read = timeout(READ, read_head(&mut stream)).await;
    let head = read.unwrap_or(Err(Some(StatusCode::REQUEST_TIMEOUT)));
    let judged = match head.map(|head| expected.judge(&head)) {
        Ok(judged) => judged,
        Err(Some(refused)) => Err(refused),
        Err(None) => return false,
    };
    let (text, is_person) = (page(&judged), judged.is_ok());
    if let Ok(back) = judged {
        came(back);
    }
    // A peer that does not take its answer loses it; a person who came back did so anyway.
    let _ = timeout(TAKEN, say(&mut stream, &text, !is_person)).await;
    is_person
}

/// The bytes up to the empty line; the status of a refusal, or nothing where the peer is gone.
async fn read_head<S: AsyncRead + Unpin>(stream: &mut S) -> Result<Vec<u8>, Option<StatusCode>> {
    let mut head = Vec::with_capacity(2_048);
    let mut has_line = false;
    loop {
        let seen = head.len();
        if stream.read_buf(&mut head).await.map_err(|_| None)? == 0 {
            return Err((!head.is_empty()).then_some(StatusCode::BAD_REQUEST));
        }
        has_line |= head[seen..].iter().position(|byte| *byte == b'\n').is_some_and(|at| seen + at < LINE);
        if !has_line && head.len() >= LINE {
            return Err(Some(StatusCode::URI_TOO_LONG));
        }
        let from = seen.saturating_sub(3);
        let end = head[from..].windows(4).position(|four| four == b"\r\n\r\n").map(|at| from + at + 4);
        match end {
            Some(end) if end <= HEAD => {
                head.truncate(end);
                return Ok(head);
            }
            None if head.len() <= HEAD => {}
            _ => return Err(Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)),
        }
    }
}

async fn say<S>(stream: &mut S, text: &str, refused: bool) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await?;
    if refused {
        // A socket closed over what was not read resets the connection, and the answer is lost.
        tokio::io::copy(&mut stream.take(REST), &mut tokio::io::sink()).await?;
    }
    Ok(())
}

/// The answer: a page that says what to do next and shows nothing of the request.
fn page(judged: &Result<Return, StatusCode>) -> String {
    let status = judged.as_ref().err().copied().unwrap_or(StatusCode::OK);
    let (title, words) = match judged {
        Ok(Return::Code(_)) => ("Return to Daybook", "Daybook has the answer. You may close this page."),
        Ok(_) => ("Nobody was signed in", "Return to Daybook: it says why. You may close this page."),
        Err(_) => ("Not what Daybook waits for", "Return to Daybook, and sign in again from there."),
    };
    let body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"color-scheme\" \
         content=\"light dark\"><title>{title}</title><h1>{title}</h1><p>{words}</p></html>\n"
    );
    let allow = if status == StatusCode::METHOD_NOT_ALLOWED { "Allow: GET\r\n" } else { "" };
    let reason = status.canonical_reason().unwrap_or_default();
    format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'\r\n{allow}Connection: close\r\n\r\n{body}",
        status.as_u16(),
        body.len(),
    )
}
