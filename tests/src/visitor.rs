//! Somebody of the practice's staff at the system's browser, who signs in there.

use bytes::Bytes;
use http::{Request, Response, header};
use ipc::Event;
use sandbox::{STAFF_PASSWORD, Sandbox, StaffMember};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::broadcast;
use url::{Url, form_urlencoded};

/// The person, the practice whose pages they see, and what their browser is told to open.
pub struct Visitor {
    /// Who it is.
    pub who: &'static StaffMember,
    /// Whose pages.
    pub practice: Sandbox,
    /// What is to be opened.
    pub pages: broadcast::Receiver<Event>,
}

impl Visitor {
    /// The next page that the browser is told to open.
    ///
    /// # Panics
    /// Where it is told nothing more.
    pub async fn page(&mut self) -> Url {
        match self.pages.recv().await {
            Ok(Event::Browser { url }) => Url::parse(&url).unwrap_or_else(|error| panic!("{error}")),
            other => panic!("no page to open: {other:?}"),
        }
    }

    /// Signs in on the next page that is opened, decides, and goes back. Gives what the console shows
    /// then.
    pub async fn decide(&mut self, decision: &str) -> String {
        let page = self.page().await;
        let ticket = ticket(&self.send(&page, None).await);
        let words =
            [("ticket", ticket.as_str()), ("username", self.who.username), ("password", STAFF_PASSWORD)];
        let ticket = self::ticket(&self.send(&at(&page, "signin"), Some(&words)).await);
        let words = [("ticket", ticket.as_str()), ("decision", decision)];
        let answer = self.send(&at(&page, "consent"), Some(&words)).await;
        let back = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
        knock(&Url::parse(back.unwrap_or_default()).unwrap_or_else(|error| panic!("no way back: {error}")))
            .await
    }

    async fn send(&self, at: &Url, form: Option<&[(&str, &str)]>) -> Response<Bytes> {
        let method = if form.is_some() { "POST" } else { "GET" };
        let body =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(form.unwrap_or_default()).finish();
        let request = Request::builder().method(method).uri(at.as_str()).body(Bytes::from(body));
        let request = request.unwrap_or_else(|error| panic!("no request: {error}"));
        self.practice.answer(request).await.unwrap_or_else(|_| panic!("the practice does not answer"))
    }
}

fn at(page: &Url, form: &str) -> Url {
    let mut at = page.clone();
    at.set_path(&format!("/oauth2/v1/authorize/{form}"));
    at.set_query(None);
    at
}

fn ticket(page: &Response<Bytes>) -> String {
    let text = String::from_utf8_lossy(page.body());
    let (_, after) =
        text.split_once("name=\"ticket\" value=\"").unwrap_or_else(|| panic!("no ticket: {text}"));
    after.split('"').next().unwrap_or_default().to_owned()
}

/// Goes to an address of this computer, as a browser does.
async fn knock(to: &Url) -> String {
    let host = format!("127.0.0.1:{}", to.port().unwrap_or_default());
    let target = format!("{}?{}", to.path(), to.query().unwrap_or_default());
    let asked = async {
        let mut stream = TcpStream::connect(&host).await?;
        stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    asked.await.unwrap_or_else(|error| panic!("nobody waits for the person: {error}"))
}
