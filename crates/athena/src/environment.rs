//! Where athenahealth is reached.

use std::net::IpAddr;

use url::{Host, Url};

/// An athenahealth environment. Ids, keys and people of one mean nothing in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Environment {
    /// athenahealth's shared test environment.
    Preview,
    /// Real practices.
    Production,
    /// Another origin that speaks the same protocol, such as the demo practice.
    Address(Url),
}

/// Why a text is no address of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is no URL with a host.
    #[error("not a web address")]
    NotAnAddress,
    /// It would send a secret in the clear beyond this machine.
    #[error("an address beyond this machine must begin with https")]
    NotEncrypted,
    /// It carries a path, a query, a fragment or credentials.
    #[error("an address is a scheme, a host and a port, nothing more")]
    NotAnOrigin,
}

/// The host that names itself as the issuer of athenahealth's tokens. Each environment has an
/// authorization server of its own there, of which only preview's name is known.
const ISSUERS: &str = "https://athena.okta.com/oauth2/";

const PREVIEW: &str = "https://api.preview.platform.athenahealth.com/";
const PRODUCTION: &str = "https://api.platform.athenahealth.com/";

impl Environment {
    /// Reads an origin: `https` anywhere, `http` on the loopback only. The two hosts of
    /// athenahealth itself give their named environments.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::NotAnAddress)?;
        let host = url.host().ok_or(AddressError::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&host) => {}
            "http" => return Err(AddressError::NotEncrypted),
            _ => return Err(AddressError::NotAnAddress),
        }
        let credentials = !url.username().is_empty() || url.password().is_some();
        if credentials || url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(AddressError::NotAnOrigin);
        }
        Ok(match url.as_str() {
            PREVIEW => Self::Preview,
            PRODUCTION => Self::Production,
            _ => Self::Address(url),
        })
    }

    /// The origin, ending in a slash.
    pub fn base(&self) -> Url {
        let known = |text| Url::parse(text).ok();
        match self {
            Self::Preview => known(PREVIEW),
            Self::Production => known(PRODUCTION),
            Self::Address(url) => Some(url.clone()),
        }
        .unwrap_or_else(|| unreachable!("the hosts above are addresses"))
    }

    /// An address of the sign-in, by its documented path. It is never taken from an answer.
    pub(crate) fn oauth(&self, name: &str) -> Url {
        let mut url = self.base();
        url.set_path(&format!("/oauth2/v1/{name}"));
        url
    }

    /// Whether an answer that says who issued it comes from here (RFC 9207).
    pub(crate) fn is_issuer(&self, issuer: &str) -> bool {
        match self {
            Self::Preview | Self::Production => issuer.starts_with(ISSUERS),
            Self::Address(url) => issuer == url.origin().ascii_serialization(),
        }
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => IpAddr::from(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::from(*address).is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::{AddressError, Environment};

    #[test]
    fn reads_origins_and_knows_athenahealth_by_its_hosts() {
        assert_eq!(
            Environment::parse(" https://API.platform.athenahealth.com "),
            Ok(Environment::Production)
        );
        assert_eq!(Environment::parse(super::PREVIEW), Ok(Environment::Preview));
        let demo = Environment::parse("http://127.0.0.1:8080").expect("a loopback address");
        assert_eq!(demo.base().as_str(), "http://127.0.0.1:8080/");
    }

    #[test]
    fn an_answer_of_another_issuer_is_told() {
        let here = Environment::parse("http://127.0.0.1:8080").expect("a loopback address");
        for (place, issuer, is_ours) in [
            (&Environment::Preview, "https://athena.okta.com/oauth2/aus2hfei6ookPyyCA297", true),
            (&Environment::Preview, "https://athena.okta.com.example.com/oauth2/x", false),
            (&Environment::Production, "http://athena.okta.com/oauth2/x", false),
            (&here, "http://127.0.0.1:8080", true),
            (&here, "http://127.0.0.1:8080/", false),
            (&here, "http://127.0.0.1:80801", false),
            (&here, "", false),
        ] {
            assert_eq!(place.is_issuer(issuer), is_ours, "{issuer}");
        }
    }

    #[test]
    fn refuses_what_would_leak_or_mislead() {
        for (text, why) in [
            ("http://example.com", AddressError::NotEncrypted),
            ("http://127.0.0.1.example.com", AddressError::NotEncrypted),
            ("ftp://127.0.0.1", AddressError::NotAnAddress),
            ("practice", AddressError::NotAnAddress),
            ("https://example.com/v1/1", AddressError::NotAnOrigin),
            ("https://key:secret@example.com", AddressError::NotAnOrigin),
            ("https://example.com/?a=b", AddressError::NotAnOrigin),
        ] {
            assert_eq!(Environment::parse(text), Err(why), "{text}");
        }
    }
}
