//! Somebody who came back from signing in at athenahealth: who they are here, kept with what they were given
//! and on record in the same transaction.

use ipc::{AuditEntry, AuditKind, Call, Caller, Failure, Outcome, Role};
use model::Phi;
use store::{AthenaUser, Connection, FileId, Person, Reader, Vault, VaultFile, Writer};

use crate::console::Console;
use crate::failure::unexpected;
use crate::ledger::{Along, Beside, Desk};
use crate::profile;

/// Who signed in, as athenahealth tells it.
#[derive(Clone, Default)]
pub(crate) struct Told {
    /// athenahealth's id of them; nothing where it does not tell.
    pub subject: Option<Phi<String>>,
    /// Their name; an empty one where it does not tell.
    pub name: Phi<String>,
}

/// Somebody who is to be kept.
pub(crate) struct Arrival {
    /// Who.
    pub user: AthenaUser,
    /// Who sat at the desktop.
    seated: String,
    record: Along,
}

/// What is to be told once they are kept.
pub(crate) struct Came {
    beside: Beside,
    /// Who did it.
    pub caller: Caller,
}

/// Whoever comes back with what tokens of a name are for: as they are known here, or anew.
pub(crate) async fn of(
    console: &Console,
    call: &Call,
    command: &'static str,
    (connection, vault): (&Connection, &Vault),
    (token_name, told): (&str, Told),
) -> Result<(Arrival, Came), Failure> {
    let entropy = console.ports().entropy.as_ref();
    let fresh = FileId::generate(entropy).map_err(|error| unexpected(&error, entropy))?;
    // Every name begins with whose tokens they are.
    let origin = token_name.split(' ').next().unwrap_or_default().to_owned();
    let found = vault.read(move |vault| known(vault, fresh.as_str(), origin, told)).await;
    let user = found.map_err(|error| profile::used(&error, entropy))?;
    let caller = match console.guard().people().is_empty() {
        true => Caller { person: user.id.clone(), role: Role::Manager },
        false => call.caller.clone(),
    };
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let over = Some((connection.id.to_string(), connection.practice.to_string()));
    let entry = entry(command, caller.clone(), user.id.clone());
    let (record, beside) = console.ledger().along(&place, entry, Desk { over, emergency: None });
    let seated = call.caller.person.clone();
    Ok((Arrival { user, seated, record }, Came { beside, caller }))
}

impl Came {
    /// They are kept.
    pub(crate) fn kept(&self, console: &Console) {
        console.ledger().kept_beside(&self.beside);
    }
}

impl Arrival {
    /// Keeps who came, under the name of their tokens.
    pub(crate) fn keep(self, vault: &mut Writer<'_, VaultFile>, name: &str) -> Result<(), store::Error> {
        vault.put_sign_in(name, &self.user)?;
        learn(vault, &self.user, &self.seated)?;
        (self.record)(vault)
    }
}

#[cfg(test)]
impl Arrival {
    /// Somebody of a name, whose sign-in is nowhere on record.
    pub(crate) fn named(name: &str) -> Self {
        let (subject, person) = (Some(Phi::new(name.to_owned())), None);
        let (id, origin, name) = (name.to_owned(), String::new(), Phi::new(name.to_owned()));
        let record: Along = Box::new(|_| Ok(()));
        Self { user: AthenaUser { id, origin, subject, name, person }, seated: String::new(), record }
    }
}

fn known(
    vault: &Reader<'_, VaultFile>,
    fresh: &str,
    origin: String,
    told: Told,
) -> Result<AthenaUser, store::Error> {
    let before = told.subject.as_ref().map(|subject| vault.athena_user(&origin, subject)).transpose()?;
    let Told { subject, name } = told;
    Ok(match before.flatten() {
        Some(before) => AthenaUser { name, ..before },
        None => AthenaUser { id: fresh.to_owned(), origin, subject, name, person: None },
    })
}

fn entry(command: &'static str, caller: Caller, user: String) -> AuditEntry {
    AuditEntry {
        command,
        words: "signed in at athenahealth",
        kind: AuditKind::SignIn,
        caller,
        outcome: Outcome::Done,
        patient: None,
        searched: None,
        about: Some(user),
    }
}

/// Learns which person of the desktop somebody is: the one who sat there when they signed in. A browser may
/// have been somebody else's, so that who is known to be another, or goes by another's name, is not learnt anew.
fn learn(vault: &mut Writer<'_, VaultFile>, user: &AthenaUser, seated: &str) -> Result<(), store::Error> {
    let mut people = vault.people()?;
    people.retain(|person| !person.removed);
    if is_learnt(&people, user, seated) {
        vault.put_athena_user_person(&user.id, seated)?;
    }
    Ok(())
}

fn is_learnt(people: &[Person], user: &AthenaUser, seated: &str) -> bool {
    let namesakes = || people.iter().filter(|person| is_called(person, user));
    let is_namesake = |id: &str| namesakes().any(|person| person.id == id);
    let sits_here = people.iter().any(|person| person.id == seated);
    match user.person.as_deref() {
        _ if !sits_here => false,
        Some(known) => known != seated && is_namesake(seated) && !is_namesake(known),
        None => is_namesake(seated) || namesakes().next().is_none(),
    }
}

/// Learns that the first person of a desktop is who sat there signed in, where they go by the same name.
pub(crate) fn learn_first(
    vault: &mut Writer<'_, VaultFile>,
    person: &Person,
    seated: &str,
) -> Result<(), store::Error> {
    let users = vault.athena_users()?;
    match users.iter().find(|user| user.id == seated && is_called(person, user)) {
        Some(user) => vault.put_athena_user_person(&user.id, &person.id),
        None => Ok(()),
    }
}

fn is_called(person: &Person, user: &AthenaUser) -> bool {
    let folded = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let name = folded(user.name.expose());
    !name.is_empty() && folded(&person.name) == name
}

#[cfg(test)]
mod tests {
    use model::Phi;
    use store::{AthenaUser, Person};

    use super::is_learnt;

    fn person(id: &str, name: &str) -> Person {
        Person { id: id.to_owned(), name: name.to_owned(), role: "manager".to_owned(), removed: false }
    }

    fn user(name: &str, person: Option<&str>) -> AthenaUser {
        AthenaUser {
            id: "u".to_owned(),
            origin: "https://athena.example".to_owned(),
            subject: None,
            name: Phi::new(name.to_owned()),
            person: person.map(str::to_owned),
        }
    }

    #[test]
    fn who_sits_there_is_learnt_unless_the_browser_was_known_to_be_anothers() {
        let people = [person("ana", "Ana Lee"), person("ben", "Ben  Ross"), person("ben2", "ben ross")];
        for (name, known, seated, learnt) in [
            ("A. Lee, MD", None, "ana", true),
            ("", None, "ana", true),
            ("Ben Ross", None, "ana", false),
            ("Ben Ross", None, "ben", true),
            ("A. Lee, MD", Some("ana"), "ben", false),
            ("Ana Lee", Some("ben"), "ana", true),
            ("Ben Ross", Some("ben"), "ben2", false),
            ("A. Lee, MD", None, "desktop", false),
        ] {
            let user = user(name, known);
            assert_eq!(is_learnt(&people, &user, seated), learnt, "{name:?} {known:?} {seated}");
        }
    }
}
