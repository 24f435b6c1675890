//! Another PIN: for whoever knows the one they have, and for a manager who forgot theirs.

use ipc::people::{PinChange, PinReset};
use ipc::session::Session;
use ipc::{AuditEntry, AuditKind, Call, Done, Failure, Field, Outcome};
use store::RecoveryCode;

use crate::console::Console;
use crate::{people, pin, unlock};

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
    if let Err(failure) = pin::check(console, &place.vault, &person, &request.pin).await {
        if let Some(entry) = call.entry() {
            let (kind, outcome) = (AuditKind::FailedUnlock, Outcome::Failed);
            console.ledger().note(AuditEntry { kind, outcome, ..entry }).await;
            call.kept();
        }
        return Err(failure);
    }
    let of = person.clone();
    let done =
        people::change(console, call, call.entry(), move |vault| vault.change_pin(&of, &another)).await?;
    pin::forgiven(console, &person).await;
    Ok(done)
}

/// Gives a manager another PIN by the recovery code, and unlocks the console for them.
pub(crate) async fn by_code(console: &Console, call: &Call, request: PinReset) -> Result<Session, Failure> {
    let code = RecoveryCode::read(request.code.expose());
    let code = code.ok_or(Failure::Invalid { field: Field::RecoveryCode })?;
    let another = pin::hashed(&console.ports().entropy, &request.new_pin).await?;
    unlock::by_code(console, call, &request.person, code, another).await
}
