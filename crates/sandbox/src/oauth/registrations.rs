//! The apps that are registered. An app signs in as itself (two-legged) or people sign in through it (three-legged),
//! never both.

use crate::{
    CLIENT_ID, CLIENT_SECRET, CONFIDENTIAL_CLIENT_ID, CONFIDENTIAL_CLIENT_SECRET, PUBLIC_CLIENT_ID,
    SECOND_CLIENT_ID, SECOND_CLIENT_SECRET,
};

/// One registration.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct App {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// A public app has none.
    pub(crate) secret: Option<&'static str>,
    /// Whether people sign in through it.
    pub(crate) of_people: bool,
    /// Where people may be sent back to.
    redirects: &'static [&'static str],
}

static APPS: [App; 4] = [
    App {
        id: CLIENT_ID,
        name: "Daybook, for the whole office",
        secret: Some(CLIENT_SECRET),
        of_people: false,
        redirects: &[],
    },
    App {
        id: SECOND_CLIENT_ID,
        name: "Another program of the office",
        secret: Some(SECOND_CLIENT_SECRET),
        of_people: false,
        redirects: &[],
    },
    App {
        id: PUBLIC_CLIENT_ID,
        name: "Daybook",
        secret: None,
        of_people: true,
        redirects: &["http://127.0.0.1/callback", "http://[::1]/callback"],
    },
    App {
        id: CONFIDENTIAL_CLIENT_ID,
        name: "Daybook, with a secret",
        secret: Some(CONFIDENTIAL_CLIENT_SECRET),
        of_people: true,
        redirects: &[
            "http://127.0.0.1/callback",
            "http://[::1]/callback",
            "https://office.example/signed-in",
        ],
    },
];

/// The registration with an id.
pub(crate) fn find(id: &str) -> Option<&'static App> {
    APPS.iter().find(|app| app.id == id)
}

impl App {
    /// Whether people may be sent back to an address: letter by letter, but for the port of an IP literal of the
    /// loopback (RFC 8252 §7.3). `localhost` is a name, and no such literal.
    pub(crate) fn may_return_to(&self, address: &str) -> bool {
        let portless = without_port(address);
        self.redirects.iter().any(|own| *own == address || portless.as_deref() == Some(*own))
    }
}

/// An address of the loopback without its port.
fn without_port(address: &str) -> Option<String> {
    ["http://127.0.0.1", "http://[::1]"].iter().find_map(|origin| {
        let (port, path) = address.strip_prefix(origin)?.strip_prefix(':')?.split_once('/')?;
        let plain = port.bytes().all(|digit| digit.is_ascii_digit()) && !port.starts_with('0');
        (plain && port.parse::<u16>().is_ok()).then(|| format!("{origin}/{path}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_port_of_the_loopback_is_free() {
        let app = find(CONFIDENTIAL_CLIENT_ID).unwrap();
        for good in [
            "http://127.0.0.1/callback",
            "http://127.0.0.1:1/callback",
            "http://127.0.0.1:65535/callback",
            "http://[::1]:49217/callback",
            "https://office.example/signed-in",
        ] {
            assert!(app.may_return_to(good), "{good} is registered");
        }
        for bad in [
            "",
            "http://localhost:49217/callback",
            "http://127.0.0.2:49217/callback",
            "https://127.0.0.1:49217/callback",
            "http://127.0.0.1:0/callback",
            "http://127.0.0.1:08080/callback",
            "http://127.0.0.1:65536/callback",
            "http://127.0.0.1:+80/callback",
            "http://127.0.0.1:80@evil.example/callback",
            "http://127.0.0.1:49217/callback/",
            "http://127.0.0.1:49217/Callback",
            "http://127.0.0.1:49217/callback?x=1",
            "http://127.0.0.1:49217/callback#x",
            "http://127.0.0.1:49217",
            "http://127.0.0.1.evil.example/callback",
            "https://office.example:8443/signed-in",
            "https://office.example/signed-in/../x",
        ] {
            assert!(!app.may_return_to(bad), "{bad} is not");
        }
    }
}
