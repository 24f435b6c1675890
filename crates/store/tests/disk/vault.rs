//! Work on a vault in steps, each of which is one write: a drain of writes with an audit row each.

use model::{PatientId, Phi};
use store::{
    Anchor, AuditCheck, AuditDraft, AuditKey, ConnectionId, Ending, Error, NewWrite, Resolution, Vault,
    WriteId, WriteState, Writer,
};

use crate::profile::{at, key, vault_id};

/// The steps of one write.
const STEPS: u64 = 4;
const STATES: [WriteState; 4] =
    [WriteState::Drafted, WriteState::Intent, WriteState::Sent, WriteState::Confirmed];

fn audit() -> AuditKey {
    key().audit(&vault_id())
}

fn id(write: u64) -> WriteId {
    WriteId::new(format!("write {write}"))
}

/// As long as a form that somebody filled in, or longer than a page.
fn payload(write: u64) -> Phi<String> {
    Phi::new(format!("{write} ").repeat(if write.is_multiple_of(2) { 300 } else { 3000 }))
}

fn draft(step: u64) -> AuditDraft {
    AuditDraft {
        at: at(step.cast_signed()),
        person: "ana".to_owned(),
        device: "bb02".to_owned(),
        connection: Some("one".to_owned()),
        practice: Some("195900".to_owned()),
        kind: "write".to_owned(),
        command: "patient_update".to_owned(),
        words: "changed somebody".to_owned(),
        outcome: "done".to_owned(),
        patient: Some("7".to_owned()),
        search: None,
        about: None,
        emergency: None,
        reason: None,
    }
}

/// Does the step of that number.
pub(crate) fn step(vault: &Vault, number: u64) -> Result<Anchor, Error> {
    vault.write_blocking("drain", move |writer| {
        journal(writer, number)?;
        writer.append_audit(&audit(), &[draft(number)])
    })
}

fn journal(writer: &mut Writer<'_, store::VaultFile>, number: u64) -> Result<(), Error> {
    let (write, when) = (number / STEPS, at(number.cast_signed()));
    let id = id(write);
    match number % STEPS {
        0 => {
            let drafted = NewWrite {
                id: id.clone(),
                connection: ConnectionId::new("one"),
                kind: "patient-update".to_owned(),
                subject: Some(PatientId::new("7")),
                payload: payload(write),
                before: Phi::new("{}".to_owned()),
                follows: None,
                by: "ana".to_owned(),
                at: when,
            };
            writer.journal_draft(&drafted)?;
            writer.journal_release(&id, "ana", when)
        }
        1 => writer.journal_intend(&id, &payload(write), &payload(write), when).map(drop),
        2 => writer.journal_send(&id, when),
        _ => {
            let ending = Ending { resolution: Resolution::Answer, by: None, at: when };
            writer.journal_confirm(&id, None, None, &ending)
        }
    }
}

/// How many steps a vault holds, all of which it holds whole.
pub(crate) fn steps(vault: &Vault, told: &str) -> u64 {
    let done = vault.read_blocking(|reader| {
        let done = reader.audit_head()?.count;
        let check = reader.verify_audit(&audit(), None)?;
        assert!(check.findings.is_empty() && check.entries == done, "{told}: {check:?}");
        for write in 0..=done / STEPS {
            let row = reader.journal_row(&id(write))?;
            let steps = (done - write * STEPS).min(STEPS);
            let state = steps.checked_sub(1).map(|last| STATES[usize::try_from(last).expect("few")]);
            assert_eq!(row.as_ref().map(|row| row.state), state, "{told}: write {write} of {done} steps");
            assert!(row.is_none_or(|row| row.payload == payload(write)), "{told}: write {write}");
        }
        Ok(done)
    });
    done.unwrap_or_else(|error| panic!("{told}: {error}"))
}

/// What the audit says of a vault whose chain once stood at an anchor.
pub(crate) fn held_against(vault: &Vault, anchor: &Anchor) -> AuditCheck {
    vault.read_blocking(|reader| reader.verify_audit_end(&audit(), anchor)).expect("the chain is read")
}
