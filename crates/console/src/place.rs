//! Where in the window each person is, so that they find it again after a lock, whoever sat here in between.
//!
//! What the window says of it is nobody's business here: it may name a patient. While the console is
//! open it is in memory; a lock puts it into the vault, and whoever unlocks takes theirs out again.

use std::collections::BTreeMap;

use ipc::place::PlaceNote;
use ipc::{Done, Failure, Field};
use model::Phi;
use store::{Error, VaultFile, Writer};

use crate::console::Console;

/// The setting that keeps a person's while the console is locked begins like that and ends with their id.
const SETTING: &str = "place of ";
/// The setting of an earlier Daybook, which kept that of whoever sat here last alone.
const OF_THE_LAST: &str = "place";
/// The longest that the window may say.
const LONGEST: usize = 8 * 1024;

/// Where the window was, as it said last, by whose it is: nobody's where nobody is told apart.
#[derive(Default)]
pub(crate) struct Places(BTreeMap<String, Phi<String>>);

impl Places {
    /// Gives what nobody was told apart by to the first who is.
    pub(crate) fn belong_to(&mut self, person: &str) {
        if let Some(place) = self.0.remove("") {
            self.0.insert(person.to_owned(), place);
        }
    }

    /// Forgets somebody's.
    pub(crate) fn forget(&mut self, person: &str) {
        self.0.remove(person);
    }

    /// Takes all of them, for the vault to keep.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// Notes where the window is.
pub(crate) fn note(console: &Console, request: &PlaceNote) -> Result<Done, Failure> {
    if request.place.expose().len() > LONGEST {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let (person, place) = (console.guard().whose(), Phi::new(request.place.expose().to_owned()));
    console.guard().places(|places| places.0.insert(person, place));
    Ok(Done {})
}

/// Where the window's person was last, for a page that begins anew.
pub(crate) fn noted(console: &Console) -> Option<String> {
    let person = console.guard().whose();
    console.guard().places(|places| places.0.get(&person).map(|place| place.expose().to_owned()))
}

/// Has the vault keep places. Whose is not among them keeps the one they had.
pub(crate) fn keep(vault: &mut Writer<'_, VaultFile>, places: &Places) -> Result<(), Error> {
    places.0.iter().try_for_each(|(person, place)| vault.put_setting(&setting(person), place))
}

/// Takes out what was kept of a person's, and gives it to them: whoever was not here before begins at the first
/// page.
pub(crate) fn give_back(
    vault: &mut Writer<'_, VaultFile>,
    person: &str,
) -> Result<Option<Phi<String>>, Error> {
    let kept = vault.setting(&setting(person))?;
    forget(vault, person)?;
    vault.clear_setting(OF_THE_LAST)?;
    Ok(kept)
}

/// Has nothing be kept of a person's.
pub(crate) fn forget(vault: &mut Writer<'_, VaultFile>, person: &str) -> Result<(), Error> {
    vault.clear_setting(&setting(person))
}

fn setting(person: &str) -> String {
    format!("{SETTING}{person}")
}
