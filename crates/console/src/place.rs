//! Where in the window its person is, so that they find it again after a lock.
//!
//! What the window says of it is nobody's business here: it may name a patient. While the console is
//! open it is in memory; a lock puts it into the vault, and whoever unlocks takes it out again.

use ipc::place::PlaceNote;
use ipc::{Done, Failure, Field};
use model::Phi;
use serde::{Deserialize, Serialize};
use store::{Error, VaultFile, Writer};

use crate::console::Console;

/// The setting that keeps it while the console is locked.
const SETTING: &str = "place";
/// The longest that the window may say.
const LONGEST: usize = 8 * 1024;

/// Where the window is, as it said last.
#[derive(Default)]
pub(crate) struct Places(Option<Place>);

/// A place, and whose it is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Place {
    person: String,
    text: Phi<String>,
}

impl Places {
    /// Gives what nobody was told apart by to the first who is.
    pub(crate) fn belong_to(&mut self, person: &str) {
        if let Some(place) = &mut self.0 {
            place.person = person.to_owned();
        }
    }

    /// Takes what was said last, for the vault to keep.
    pub(crate) fn take(&mut self) -> Option<Place> {
        self.0.take()
    }
}

/// Notes where the window is.
pub(crate) fn note(console: &Console, request: &PlaceNote) -> Result<Done, Failure> {
    if request.place.expose().len() > LONGEST {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let place = Place { person: console.guard().whose(), text: Phi::new(request.place.expose().to_owned()) };
    console.guard().places(|places| places.0 = Some(place));
    Ok(Done {})
}

/// Has the vault keep a place; nothing where there is none.
pub(crate) fn keep(vault: &mut Writer<'_, VaultFile>, place: Option<&Place>) -> Result<(), Error> {
    match place {
        Some(place) => vault.put_setting(SETTING, place),
        None => vault.clear_setting(SETTING),
    }
}

/// Takes out what was kept, and gives it to whoever it is of: anybody else begins at the first page.
pub(crate) fn give_back(
    vault: &mut Writer<'_, VaultFile>,
    person: &str,
) -> Result<Option<Phi<String>>, Error> {
    let kept = vault.setting::<Place>(SETTING)?;
    vault.clear_setting(SETTING)?;
    Ok(kept.filter(|kept| kept.person == person).map(|kept| kept.text))
}
