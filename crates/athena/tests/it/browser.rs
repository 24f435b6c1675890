//! A browser without scripts: follows redirects, keeps cookies, fills in the first form of a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use athena::Transport;
use bytes::Bytes;
use http::{Method, Request, Response, header};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::{Url, form_urlencoded};

/// Sends a GET to an address of the loopback as a browser does, and gives the whole answer.
pub async fn knock(address: &Url) -> String {
    let host = format!("{}:{}", address.host_str().expect("a host"), address.port().expect("a port"));
    let mut stream = TcpStream::connect(&host).await.expect("the port is open");
    let target = format!("{}?{}", address.path(), address.query().unwrap_or_default());
    let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

/// Whoever sits at the browser, and what they type.
pub struct Browser {
    pub transport: Arc<dyn Transport>,
    pub types: Vec<(&'static str, String)>,
}

impl Browser {
    /// Opens a page and goes on until it leads back to the program. Gives what the program shows.
    pub async fn visit(&self, page: &Url) -> String {
        let mut cookies = BTreeMap::new();
        let (mut at, mut form) = (page.clone(), None);
        for _ in 0..12 {
            let answer = self.send(&at, form.take(), &mut cookies).await;
            if let Some(to) = answer.headers().get(header::LOCATION) {
                at = at.join(to.to_str().expect("an address")).expect("an address");
                if at.path() == "/callback" {
                    return knock(&at).await;
                }
                continue;
            }
            assert!(answer.status().is_success(), "{} at {}", answer.status(), at.path());
            let text = String::from_utf8_lossy(answer.body()).into_owned();
            let page = text.split("<form").nth(1).and_then(|form| form.split("</form>").next());
            let page = page.unwrap_or_else(|| panic!("no form: {text}"));
            at = at.join(&value(page, "action").expect("an action")).expect("an address");
            form = Some(self.fill(page));
        }
        panic!("the pages do not end");
    }

    fn fill(&self, form: &str) -> String {
        let hidden = form.split("<input").filter(|input| input.contains("type=\"hidden\""));
        let hidden = hidden.filter_map(|input| Some((value(input, "name")?, value(input, "value")?)));
        let typed = self.types.iter().filter(|(name, _)| form.contains(&format!("name=\"{name}\"")));
        let typed = typed.map(|(name, text)| ((*name).to_owned(), text.clone()));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(hidden.chain(typed)).finish()
    }

    async fn send(
        &self,
        at: &Url,
        form: Option<String>,
        cookies: &mut BTreeMap<String, String>,
    ) -> Response<Bytes> {
        let method = if form.is_some() { Method::POST } else { Method::GET };
        let kept: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(at.as_str())
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, kept.join("; "))
            .body(Bytes::from(form.unwrap_or_default()))
            .expect("a request");
        let answer = self.transport.send(request).await.expect("an answer");
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a value");
            cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

/// An attribute's value; the pages in question escape nothing that a form sends.
fn value(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!("{name}=\""))?;
    after.split_once('"').map(|(value, _)| value.to_owned())
}
