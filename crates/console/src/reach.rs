//! The client of a connection.

use std::sync::Arc;

use athena::{Client, Config, Environment as Place, Grant, Pace, Transport};
use ipc::connection::{DemoSize, Environment, SignInKind};
use ipc::{Failure, Field, SignInStop};
use model::{PracticeId, Secret};

use crate::{DemoPages, Ports, failure};

/// The origin of a demo practice whose pages no browser needs to reach. Nothing is ever sent there.
const DEMO_ORIGIN: &str = "https://demo.invalid";

/// A key at a practice in an environment, as it was typed in or kept.
#[derive(Clone)]
pub(crate) struct Key {
    /// Where.
    pub environment: Environment,
    /// The practice's number.
    pub practice: String,
    /// The key's id.
    pub client_id: String,
    /// The key's secret.
    pub client_secret: Secret,
    /// How its registration signs in.
    pub sign_in: SignInKind,
    /// The scopes that are asked for; those of its kind where there are none.
    pub scopes: String,
}

impl Key {
    /// How the client signs in. A person's registration may be without a secret.
    fn grant(&self) -> Grant {
        let secret = self.client_secret.clone();
        match self.sign_in {
            SignInKind::App => Grant::ClientCredentials { secret },
            SignInKind::Person => {
                Grant::AuthorizationCode { secret: Some(secret).filter(|secret| !secret.is_empty()) }
            }
        }
    }

    /// The scopes that are asked for.
    fn scope(&self) -> String {
        scope(self.sign_in, &self.scopes)
    }

    /// Under which name its tokens are kept: a key may span practices, and so do they. What a demo
    /// practice gave is known to that one alone.
    pub(crate) fn token_name(&self) -> Result<String, Failure> {
        if let Environment::Demo { size } = self.environment {
            let kind = if self.sign_in == SignInKind::App { "app" } else { "people" };
            return Ok(format!("demo {} {kind}", size_name(size)));
        }
        let origin = place(&self.environment)?.base().origin().ascii_serialization();
        Ok(format!("{origin} {} {}", self.client_id, self.scope()))
    }
}

/// The scopes that are asked for, with one blank between two.
pub(crate) fn scope(sign_in: SignInKind, scopes: &str) -> String {
    let words: Vec<&str> = scopes.split_ascii_whitespace().collect();
    match (words.is_empty(), sign_in) {
        (false, _) => words.join(" "),
        (true, SignInKind::App) => Config::SCOPE.to_owned(),
        (true, SignInKind::Person) => Config::PERSON_SCOPE.to_owned(),
    }
}

/// The longest scopes, which go to the browser as part of an address.
const LONGEST_SCOPES: usize = 4 * 1_024;

/// What RFC 6749 lets stand in a scope, and the blanks between two.
fn is_of_scopes(letter: char) -> bool {
    letter.is_ascii_graphic() && !matches!(letter, '"' | '\\') || letter == ' '
}

/// Says which field of a key cannot be taken, before anything is sent.
pub(crate) fn check(key: &Key) -> Result<(), Failure> {
    let invalid = |field| Err(Failure::Invalid { field });
    if key.scopes.len() > LONGEST_SCOPES || !key.scopes.chars().all(is_of_scopes) {
        return invalid(Field::Scopes);
    }
    if let Environment::Demo { .. } = key.environment {
        return Ok(());
    }
    place(&key.environment)?;
    if key.practice.is_empty() || !key.practice.bytes().all(|byte| byte.is_ascii_digit()) {
        return invalid(Field::PracticeId);
    }
    if key.client_id.is_empty() || key.client_id.contains(|letter: char| letter.is_control() || letter == ':')
    {
        return invalid(Field::ClientId);
    }
    let no_secret = key.client_secret.is_empty() && key.sign_in == SignInKind::App;
    if no_secret || key.client_secret.expose().contains(char::is_control) {
        return invalid(Field::ClientSecret);
    }
    Ok(())
}

/// Makes the client of a key.
pub(crate) fn client(
    ports: &Ports,
    key: &Key,
    tokens: Arc<dyn athena::TokenStore>,
) -> Result<Client, Failure> {
    client_at(ports, key, tokens, None)
}

/// Makes the client of a key; that of a demo practice at the origin at which its pages are reached.
pub(crate) fn client_at(
    ports: &Ports,
    key: &Key,
    tokens: Arc<dyn athena::TokenStore>,
    pages: Option<&DemoPages>,
) -> Result<Client, Failure> {
    let (key, transport, pace) = way(ports, key)?;
    let environment = match pages {
        Some(DemoPages { origin, .. }) => parsed(origin)?,
        None => place(&key.environment)?,
    };
    let config = Config {
        grant: key.grant(),
        scope: key.scope(),
        environment,
        practice: PracticeId::new(key.practice),
        client_id: key.client_id,
        pace,
    };
    let (clock, random) = (Arc::clone(&ports.clock), Arc::clone(&ports.random));
    Ok(Client::new(config, athena::Ports { transport, tokens, clock, random }))
}

fn way(ports: &Ports, key: &Key) -> Result<(Key, Arc<dyn Transport>, Pace), Failure> {
    if let Environment::Demo { size } = key.environment {
        let demo = ports.network.demo(size);
        let (client_id, client_secret) = match key.sign_in {
            SignInKind::App => (demo.client_id, demo.client_secret),
            SignInKind::Person => (demo.people, Secret::default()),
        };
        let key = Key {
            environment: key.environment.clone(),
            practice: demo.practice,
            client_id,
            client_secret,
            sign_in: key.sign_in,
            scopes: key.scopes.clone(),
        };
        return Ok((key, demo.transport, demo.pace));
    }
    let transport =
        ports.network.athenahealth().map_err(|error| failure::unexpected(&error, ports.entropy.as_ref()))?;
    Ok((key.clone(), transport, Pace::default()))
}

fn place(environment: &Environment) -> Result<Place, Failure> {
    let text = match environment {
        Environment::Preview {} => return Ok(Place::Preview),
        Environment::Production {} => return Ok(Place::Production),
        Environment::Demo { .. } => DEMO_ORIGIN,
        Environment::Other { address } => address,
    };
    parsed(text)
}

fn parsed(address: &str) -> Result<Place, Failure> {
    Place::parse(address).map_err(|_| Failure::Invalid { field: Field::Address })
}

/// Opens the pages of a demo practice through which a person signs in; nothing where none do.
pub(crate) fn demo_pages(ports: &Ports, key: &Key) -> Result<Option<DemoPages>, Failure> {
    match key {
        Key { environment: Environment::Demo { size }, sign_in: SignInKind::Person, .. } => {
            let pages = ports.network.demo_pages(*size);
            pages.map(Some).ok_or(Failure::SignInStopped { why: SignInStop::NoPort })
        }
        _ => Ok(None),
    }
}

/// The environment as it is kept: an address as its origin, athenahealth's own by name.
pub(crate) fn tidied(environment: &Environment) -> Result<Environment, Failure> {
    if let Environment::Demo { .. } = environment {
        return Ok(environment.clone());
    }
    Ok(match place(environment)? {
        Place::Preview => Environment::Preview {},
        Place::Production => Environment::Production {},
        Place::Address(url) => Environment::Other { address: url.origin().ascii_serialization() },
    })
}

/// Whether two environments are one, however their addresses are spelled.
pub(crate) fn is_same(one: &Environment, other: &Environment) -> bool {
    match (one, other) {
        (Environment::Demo { .. }, _) | (_, Environment::Demo { .. }) => one == other,
        _ => matches!((machine(one), machine(other)), (Ok(one), Ok(other)) if one == other),
    }
}

/// The origin, with one name for this machine.
fn machine(environment: &Environment) -> Result<String, Failure> {
    let mut url = place(environment)?.base();
    if matches!(url.host_str(), Some("localhost" | "[::1]")) {
        // An address with a host takes another host.
        let _ = url.set_host(Some("127.0.0.1"));
    }
    Ok(url.origin().ascii_serialization())
}

/// A demo practice's size by name.
pub(crate) fn size_name(size: DemoSize) -> &'static str {
    match size {
        DemoSize::Solo => "solo",
        DemoSize::Clinic => "clinic",
        DemoSize::Group => "group",
    }
}

/// A demo practice's size of a name; the usual one where the name is none of ours.
pub(crate) fn size_named(name: &str) -> DemoSize {
    match name {
        "solo" => DemoSize::Solo,
        "group" => DemoSize::Group,
        _ => DemoSize::Clinic,
    }
}

#[cfg(test)]
mod tests {
    use ipc::connection::{Environment, SignInKind};
    use ipc::{Failure, Field};
    use model::Secret;

    use super::{Key, check};

    fn key(address: &str, practice: &str, id: &str, secret: &str) -> Key {
        Key {
            environment: Environment::Other { address: address.to_owned() },
            practice: practice.to_owned(),
            client_id: id.to_owned(),
            client_secret: Secret::new(secret),
            sign_in: SignInKind::App,
            scopes: String::new(),
        }
    }

    #[test]
    fn a_field_that_cannot_be_taken_is_named_before_anything_is_sent() {
        for (key, field) in [
            (key("http://example.com", "1", "id", "s"), Field::Address),
            (key("https://example.com/v1", "1", "id", "s"), Field::Address),
            (key("https://example.com", "1/../2", "id", "s"), Field::PracticeId),
            (key("https://example.com", "", "id", "s"), Field::PracticeId),
            (key("https://example.com", "1", "", "s"), Field::ClientId),
            (key("https://example.com", "1", "id", ""), Field::ClientSecret),
            (key("https://example.com", "1", "id", "a\nb"), Field::ClientSecret),
        ] {
            assert_eq!(check(&key), Err(Failure::Invalid { field }));
        }
        let usual = key("http://127.0.0.1:8080", "195900", "id", "s");
        assert_eq!(check(&usual), Ok(()));
        let of_people = Key { sign_in: SignInKind::Person, client_secret: Secret::default(), ..usual };
        assert_eq!(check(&of_people), Ok(()), "a public client has no secret");
        let long = "a ".repeat(8 * 1_024);
        for scopes in ["openid\"", "a\\b", "openid\nfhirUser", "\u{7}", "é", &long] {
            let key = Key { scopes: scopes.to_owned(), ..of_people.clone() };
            assert_eq!(check(&key), Err(Failure::Invalid { field: Field::Scopes }), "{scopes}");
        }
    }

    #[test]
    fn scopes_are_those_of_the_registrations_kind_where_nothing_is_said() {
        for (sign_in, scopes, asked) in [
            (SignInKind::App, "", "athena/service/Athenanet.MDP.*"),
            (SignInKind::App, " a  b ", "a b"),
            (SignInKind::Person, " ", athena::Config::PERSON_SCOPE),
            (SignInKind::Person, "openid user/*.read", "openid user/*.read"),
        ] {
            assert_eq!(super::scope(sign_in, scopes), asked);
        }
    }
}
