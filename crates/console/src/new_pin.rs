//! Another PIN: for whoever knows the one they have, and for a manager who forgot theirs.

use ipc::people::{PinChange, PinReset};
use ipc::session::Session;
use ipc::{AuditEntry, AuditKind, Call, Done, Failure, Field, Outcome, SecretText};
use store::{RecoveryCode, Vault};

use crate::console::Console;
use crate::{people, pin, profile, unlock};

/// Gives whoever calls another PIN. The one they say they have is a guess like any other: it is counted, and
/// a wrong one is on record as a failed unlock.
pub(crate) async fn by_the_one_before(
    console: &Console,
    call: &Call,
    request: PinChange,
) -> Result<Done, Failure> {
    let _turn = console.guard().changing().await;
    let person = call.caller.person.clone();
    if !console.guard().people().iter().any(|known| known.id == person) {
        return Err(Failure::NobodyToUnlock);
    }
    let another = pin::hashed(&console.ports().entropy, &request.new_pin).await?;
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    guess(console, call, &place.vault, &request.pin).await?;
    let of = person.clone();
    let done =
        people::change(console, call, call.entry(), move |vault| vault.change_pin(&of, &another)).await?;
    pin::forgiven(console, &person).await;
    Ok(done)
}

/// Asks whoever calls for their PIN once more, before what cannot be taken back; nothing where nobody is told
/// apart, or whoever signed in at athenahealth sits here.
pub(crate) async fn again(console: &Console, call: &Call, pin: Option<&SecretText>) -> Result<(), Failure> {
    let person = call.caller.person.clone();
    if !console.guard().people().iter().any(|known| known.id == person) {
        return Ok(());
    }
    let pin = pin.ok_or(Failure::Invalid { field: Field::Pin })?;
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    guess(console, call, &place.vault, pin).await?;
    let of = person.clone();
    let forgiven = place.vault.write("pin forgiven", move |vault| pin::forgive(vault, &of)).await;
    forgiven.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    pin::forgiven(console, &person).await;
    Ok(())
}

/// Tries the PIN that whoever calls says they have. A wrong one is on record as a failed unlock.
async fn guess(console: &Console, call: &Call, vault: &Vault, pin: &SecretText) -> Result<(), Failure> {
    let tried = pin::check(console, vault, &call.caller.person, pin).await;
    if tried.is_err()
        && let Some(entry) = call.entry()
    {
        let (kind, outcome) = (AuditKind::FailedUnlock, Outcome::Failed);
        console.ledger().note(AuditEntry { kind, outcome, ..entry }).await;
        call.kept();
    }
    tried
}

/// Gives a manager another PIN by the recovery code, and unlocks the console for them.
pub(crate) async fn by_code(console: &Console, call: &Call, request: PinReset) -> Result<Session, Failure> {
    let code = RecoveryCode::read(request.code.expose());
    let code = code.ok_or(Failure::Invalid { field: Field::RecoveryCode })?;
    let another = pin::hashed(&console.ports().entropy, &request.new_pin).await?;
    unlock::by_code(console, call, &request.person, code, another).await
}
