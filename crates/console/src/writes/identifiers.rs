//! By what a person made sure of whom a write is about. Only what is on file can agree with what they say.

use ipc::write::Identifier;
use ipc::{Failure, Field};
use model::PatientField as F;
use sync::PatientWrite;

use crate::console::Console;
use crate::journal::failed;
use crate::live::Live;

/// How many have to agree.
const ENOUGH: usize = 2;

const ALL: [(Identifier, &str); 6] = [
    (Identifier::Name, "name"),
    (Identifier::Dob, "dob"),
    (Identifier::Phone, "phone"),
    (Identifier::Address, "address"),
    (Identifier::PatientId, "id"),
    (Identifier::MemberId, "member"),
];

/// Two identifiers or more that the write's patient has, in the audit's words.
pub(crate) async fn confirmed(
    console: &Console,
    live: &Live,
    identifiers: &[Identifier],
    write: &PatientWrite,
) -> Result<String, Failure> {
    let refused = Failure::Invalid { field: Field::Identifiers };
    let mut said = Vec::new();
    for (identifier, word) in ALL.into_iter().filter(|(one, _)| identifiers.contains(one)) {
        let is_on_file = match (identifier, write) {
            (Identifier::MemberId, PatientWrite::Update { patient, .. }) => {
                let patient = patient.clone();
                let read = live.cache.read(move |reader| reader.coverages(&patient)).await;
                let held = read.map_err(|error| failed(error.into(), console))?;
                held.is_some_and(|held| held.value.iter().any(|one| !one.member_id.expose().is_empty()))
            }
            _ => is_of(identifier, write),
        };
        if !is_on_file {
            return Err(refused);
        }
        said.push(word);
    }
    if said.len() < ENOUGH {
        return Err(refused);
    }
    Ok(said.join(" "))
}

/// Whether the write, or the patient as they were, says anything of an identifier.
fn is_of(identifier: Identifier, write: &PatientWrite) -> bool {
    let fields: &[F] = match identifier {
        Identifier::Name => &[F::Last, F::First],
        Identifier::Dob => &[F::Dob],
        Identifier::Phone => &[F::MobilePhone, F::HomePhone, F::WorkPhone],
        Identifier::Address => &[F::Line1, F::City, F::Zip],
        Identifier::PatientId => return matches!(write, PatientWrite::Update { .. }),
        Identifier::MemberId => return false,
    };
    let before = match write {
        PatientWrite::Create { .. } => None,
        PatientWrite::Update { before, .. } => Some(before),
    };
    let says = |field: &F| {
        let values = [Some(write.fields()), before].into_iter().flatten().filter_map(|one| one.get(*field));
        values.into_iter().any(|value| !value.is_empty())
    };
    fields.iter().any(says)
}
