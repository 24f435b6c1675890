//! Who signed in.

use model::Phi;
use serde::Deserialize;

use crate::call::Call;
use crate::{Answer, Error, Session, wire};

/// The person whom a sign-in is of, as athenahealth knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// athenahealth's id of the person, which never becomes another's.
    pub subject: Phi<String>,
    /// The name to show.
    pub name: Phi<String>,
    /// The FHIR resource that the person is, where they are told it.
    pub fhir_user: Option<Phi<String>>,
}

#[derive(Deserialize)]
struct Claims {
    #[serde(deserialize_with = "wire::req")]
    sub: String,
    #[serde(default, deserialize_with = "wire::text")]
    name: String,
    #[serde(default, deserialize_with = "wire::text")]
    given_name: String,
    #[serde(default, deserialize_with = "wire::text")]
    family_name: String,
    #[serde(default, deserialize_with = "wire::text")]
    preferred_username: String,
    #[serde(default, rename = "fhirUser", deserialize_with = "wire::opt")]
    fhir_user: Option<String>,
}

impl From<Claims> for Person {
    fn from(claims: Claims) -> Self {
        let whole = format!("{} {}", claims.given_name, claims.family_name);
        let names = [claims.name, whole, claims.preferred_username, claims.sub.clone()];
        let name = names.iter().map(|name| name.trim()).find(|name| !name.is_empty());
        Self {
            name: Phi::new(name.unwrap_or_default().to_owned()),
            subject: Phi::new(claims.sub),
            fhir_user: claims.fhir_user.map(Phi::new),
        }
    }
}

impl Session {
    /// The person who signed in.
    pub async fn person(&self) -> Result<Answer<Person>, Error> {
        let address = self.environment().oauth("userinfo");
        self.one(Call::get_url("GET /oauth2/v1/userinfo", address), |claims: Claims| claims.into()).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Claims, Person};

    #[test]
    fn a_person_is_called_by_the_best_name_that_is_told() {
        for (json, name) in [
            (r#"{"sub":"7","name":"Ana Lee","given_name":"A"}"#, "Ana Lee"),
            (r#"{"sub":"7","name":" ","given_name":"Ana","family_name":"Lee"}"#, "Ana Lee"),
            (r#"{"sub":"7","family_name":"Lee"}"#, "Lee"),
            (r#"{"sub":"7","name":null,"preferred_username":"alee"}"#, "alee"),
            (r#"{"sub":7}"#, "7"),
        ] {
            let person = Person::from(serde_json::from_str::<Claims>(json).expect("claims"));
            assert_eq!(
                (person.name.expose().as_str(), person.subject.expose().as_str()),
                (name, "7"),
                "{json}"
            );
            assert!(!format!("{person:?}").contains("Lee"), "a name never prints");
        }
        assert!(serde_json::from_str::<Claims>(r#"{"name":"Ana Lee"}"#).is_err(), "nobody without an id");
    }
}
