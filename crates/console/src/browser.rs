//! The system's own browser: where a person signs in to athenahealth. No page of somebody else is
//! ever shown in our window.

use std::fmt;

use url::{Host, Url};

/// A page that the browser may be sent to: over `https`, or on this machine's loopback.
#[derive(Clone, PartialEq, Eq)]
pub struct WebPage(Url);

impl WebPage {
    /// Takes an address; `None` where no browser is sent to it.
    pub fn parse(address: &str) -> Option<Self> {
        let page = Url::parse(address).ok()?;
        let may = match page.scheme() {
            "https" => page.has_host(),
            "http" => page.host().is_some_and(is_loopback),
            _ => false,
        };
        let names_nobody = page.username().is_empty() && page.password().is_none();
        (may && names_nobody).then_some(Self(page))
    }

    /// The address, for the browser alone: what follows its `?` may be secret.
    pub fn address(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for WebPage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "<page of {}>", self.0.origin().ascii_serialization())
    }
}

fn is_loopback(host: Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// No browser comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no browser opens")]
pub struct NoBrowser;

/// Shows a page in the system's own browser. The sign-in of a person at athenahealth asks for it.
pub trait Browser: Send + Sync {
    /// Opens a page and does not wait for what comes of it.
    fn open(&self, page: &WebPage) -> Result<(), NoBrowser>;
}

#[cfg(test)]
mod tests {
    use super::WebPage;

    #[test]
    fn a_browser_is_sent_nowhere_but_to_the_web_and_to_this_machine() {
        for address in [
            "https://athena.example/authorize?state=a%20b",
            "http://127.0.0.1:8400/authorize",
            "http://[::1]:8400/",
            "http://localhost/",
        ] {
            assert!(WebPage::parse(address).is_some(), "{address}");
        }
        for address in [
            "http://athena.example/",
            "http://127.0.0.1.example.com/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "--version",
            "https://somebody:secret@athena.example/",
            "mailto:somebody@athena.example",
            "",
        ] {
            assert_eq!(WebPage::parse(address), None, "{address}");
        }
    }

    #[test]
    fn what_an_address_asks_for_is_never_printed() {
        let page = WebPage::parse("https://athena.example/authorize?state=hunter2").expect("a page");
        assert_eq!(format!("{page:?}"), "<page of https://athena.example>");
    }
}
