//! The client of a connection.

use std::sync::Arc;

use athena::{Client, Config, Environment as Place, Grant, Pace, TokenKey, Transport};
use ipc::connection::{DemoSize, Environment};
use ipc::{Failure, Field};
use model::{PracticeId, Secret};

use crate::{Ports, failure};

/// The origin under which the demo practice's tokens are kept. Nothing is ever sent there.
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
}

/// Says which field of a key cannot be taken, before anything is sent.
pub(crate) fn check(key: &Key) -> Result<(), Failure> {
    let invalid = |field| Err(Failure::Invalid { field });
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
    if key.client_secret.is_empty() || key.client_secret.expose().contains(char::is_control) {
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
    let (key, transport, pace) = way(ports, key)?;
    let config = Config {
        environment: place(&key.environment)?,
        practice: PracticeId::new(key.practice),
        client_id: key.client_id,
        grant: Grant::ClientCredentials { secret: key.client_secret },
        scope: Config::SCOPE.to_owned(),
        pace,
    };
    let (clock, random) = (Arc::clone(&ports.clock), Arc::clone(&ports.random));
    Ok(Client::new(config, athena::Ports { transport, tokens, clock, random }))
}

fn way(ports: &Ports, key: &Key) -> Result<(Key, Arc<dyn Transport>, Pace), Failure> {
    if let Environment::Demo { size } = key.environment {
        let demo = ports.network.demo(size);
        let key = Key {
            environment: key.environment.clone(),
            practice: demo.practice,
            client_id: demo.client_id,
            client_secret: demo.client_secret,
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
    Place::parse(text).map_err(|_| Failure::Invalid { field: Field::Address })
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

/// Under which name tokens of a key are kept. The demo's are known to its practice alone.
pub(crate) fn token_key(environment: &Environment, client_id: &str) -> Result<TokenKey, Failure> {
    Ok(TokenKey {
        origin: place(environment)?.base().origin().ascii_serialization(),
        client_id: client_id.to_owned(),
        scope: Config::SCOPE.to_owned(),
    })
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
    use ipc::connection::Environment;
    use ipc::{Failure, Field};
    use model::Secret;

    use super::{Key, check};

    fn key(address: &str, practice: &str, id: &str, secret: &str) -> Key {
        Key {
            environment: Environment::Other { address: address.to_owned() },
            practice: practice.to_owned(),
            client_id: id.to_owned(),
            client_secret: Secret::new(secret),
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
        assert_eq!(check(&key("http://127.0.0.1:8080", "195900", "id", "s")), Ok(()));
    }
}
