//! How people are reached, drawn when asked for. Telephone numbers lie in the 555 exchange and addresses of mail at
//! example.com; social security numbers begin with 666, which was never given out.

use crate::departments::Place;
use crate::names;
use crate::people::Person;
use crate::seed::{Seed, Stream};

/// Address, telephones, mail and number of one person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contact {
    pub(crate) address: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) zip: Option<String>,
    pub(crate) home_phone: Option<String>,
    pub(crate) mobile_phone: Option<String>,
    pub(crate) work_phone: Option<String>,
    pub(crate) email: Option<String>,
    /// Nine digits.
    pub(crate) ssn: Option<String>,
    pub(crate) may_text: bool,
    pub(crate) may_call: bool,
    pub(crate) portal: bool,
    pub(crate) married: bool,
}

/// Draws the contact of the person at a place in the list.
pub(crate) fn of(seed: Seed, at: u32, person: &Person, place: &Place) -> Contact {
    let mut home = seed.dice(Stream::Contact, u64::from(person.household));
    let mut own = seed.dice(Stream::Contact, u64::from(at) | 1 << 40);
    let address = format!("{} {}", home.between(1, 9899), home.pick(names::STREETS));
    let unit = home.chance(220).then(|| format!("APT {}", home.between(1, 60)));
    let zip = if home.chance(300) {
        format!("{}-{:04}", place.zip, home.below(9999))
    } else {
        place.zip.to_owned()
    };
    let home_phone = home.chance(550).then(|| phone(place, home.below(10_000)));
    let adult = (2025 - chrono::Datelike::year(&person.born)) >= 14;
    Contact {
        address: Some(address),
        unit,
        city: Some(place.city.to_owned()),
        state: Some(place.state.to_owned()),
        zip: Some(zip),
        home_phone,
        mobile_phone: (adult && own.chance(840)).then(|| phone(place, own.below(10_000))),
        work_phone: (adult && own.chance(180)).then(|| phone(place, own.below(10_000))),
        email: (adult && own.chance(620)).then(|| mail(person, at)),
        ssn: own.chance(700).then(|| format!("666{:02}{:04}", own.between(1, 99), own.between(1, 9999))),
        may_text: own.chance(600),
        may_call: own.chance(800),
        portal: own.chance(430),
        married: own.chance(450),
    }
}

fn phone(place: &Place, line: u64) -> String {
    format!("{}555{line:04}", place.area)
}

fn mail(person: &Person, at: u32) -> String {
    let plain =
        |name: String| name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    let first = plain(person.first_name().unwrap_or_default());
    format!("{first}.{}{}@example.com", plain(person.last_name()), at % 1000)
}
