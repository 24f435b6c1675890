//! How a command fails. A variant exists while a screen branches on it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A field of a form that cannot be taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The address of another environment.
    Address,
    /// The practice's number.
    PracticeId,
    /// The client id of the app registration.
    ClientId,
    /// The client secret of the app registration.
    ClientSecret,
    /// The scopes that are asked for.
    Scopes,
    /// The port that a person comes back to.
    Port,
    /// The passphrase.
    Passphrase,
    /// The recovery code: it is mistyped, or there is none.
    RecoveryCode,
    /// A number of days.
    Days,
    /// A date.
    Date,
    /// A department.
    Department,
    /// A provider.
    Provider,
    /// A person, or their name.
    Person,
    /// A person's role.
    Role,
    /// A person's PIN.
    Pin,
    /// A number of minutes.
    Minutes,
    /// A number of hours.
    Hours,
    /// Why emergency access is wanted.
    Reason,
    /// A patient's number.
    Patient,
    /// A visit of a day.
    Visit,
    /// By what a person made sure of whom they write.
    Identifiers,
    /// A folder.
    Folder,
    /// The words that open the packet for an outage: there are none yet.
    PacketWords,
    /// A page's cursor.
    Cursor,
    /// The request as a whole: a caller that is not the window.
    Request,
}

/// Why nobody was signed in. What was signed in before stays so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInStop {
    /// The person, or athenahealth, said no.
    Denied,
    /// The waiting was ended here.
    Cancelled,
    /// Nobody came back within five minutes.
    Late,
    /// No browser opens.
    NoBrowser,
    /// No port to come back to is free.
    NoPort,
    /// The registration does not allow a scope that was asked for.
    Scopes,
    /// The registration is not one that people sign in through.
    Registration,
    /// The sign-in page is out of order.
    OutOfOrder,
    /// The answer came from another server than the one that was asked.
    OtherIssuer,
    /// What came back was not taken, or no reason was told.
    NotTaken,
}

/// Why a command was not answered. The kind is decided here, the words by the window; the cause is
/// in the log under a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Failure {
    /// A field cannot be taken.
    Invalid {
        /// Which.
        field: Field,
    },
    /// The console is locked.
    Locked,
    /// The caller may not do that.
    Forbidden {
        /// What they would need.
        permission: crate::Permission,
    },
    /// The PIN is not that person's.
    WrongPin,
    /// The PIN was wrong too often: it is not tried for a while.
    #[serde(rename_all = "camelCase")]
    TooManyTries {
        /// When to try again, in milliseconds.
        retry_after_ms: u64,
    },
    /// The passphrase was wrong too often: none is tried for a while.
    #[serde(rename_all = "camelCase")]
    PassphraseRests {
        /// When to try again, in milliseconds.
        retry_after_ms: u64,
    },
    /// The recovery code is none of this profile's.
    WrongRecoveryCode,
    /// The exported vault was not restored.
    NotRestored {
        /// Why.
        why: crate::keys::RestoreStop,
    },
    /// Somebody else here has that name.
    NameTaken,
    /// Nobody would be left who can manage people.
    LastManager,
    /// Nobody has a PIN to unlock it with.
    NobodyToUnlock,
    /// It was not shown, because it could not be written down that it was.
    Unrecorded,
    /// No practice is connected.
    NoPractice,
    /// The copy stays closed until athenahealth was reached.
    LeaseOver,
    /// The copy is open by emergency access, for what is needed at the desk alone.
    NotInEmergency,
    /// The copy does not hold that patient.
    NotHeld,
    /// The patient has died: nothing is booked for them.
    Deceased,
    /// Fields of a patient cannot be written as they are.
    BadFields {
        /// Which, and why; none where nothing is to be written at all.
        troubles: Vec<crate::write::FieldTrouble>,
    },
    /// The write moved meanwhile: it does not stand where this could be done with it.
    OutOfTurn,
    /// Nobody knows yet what became of something that was sent to the practice: it cannot be removed.
    WritesAtLarge {
        /// Of how many writes.
        count: u32,
    },
    /// athenahealth may still be at work on the write: nobody can say yet that it is not there.
    TooSoon,
    /// The change was undone by another.
    AlreadyUndone,
    /// Another change is drafted or on its way that undoes it.
    BeingUndone,
    /// Nothing takes it back: a registration, a check-out.
    CannotBeUndone,
    /// What was done with a visit is ten seconds old: others rely on it.
    TooLate,
    /// athenahealth cannot be reached.
    Offline,
    /// Something between here and athenahealth answers in its place: a sign-in page of the network.
    CaptivePortal,
    /// The connection cannot be trusted: the certificate was refused.
    Untrusted,
    /// The address answers, but not in TLS.
    NoTls,
    /// Whatever answers at the address is not athenahealth.
    NotAthena,
    /// athenahealth answers with an outage.
    Outage,
    /// The server at an address that was typed in answers with an error, or breaks off.
    ServerTrouble,
    /// The client id or the secret is refused.
    SignInRefused,
    /// Nobody is signed in, or the sign-in has ended: a person signs in again. Everything is kept.
    SignInNeeded,
    /// Whoever adds the first person did not sign in to a practice that is here.
    SignInFirst {
        /// What it is called here.
        practice: String,
    },
    /// Nobody was signed in.
    SignInStopped {
        /// Why.
        why: SignInStop,
    },
    /// athenahealth does not know the practice.
    PracticeUnknown,
    /// The key has no right to the practice.
    PracticeNotAllowed,
    /// athenahealth cannot be asked for that: it takes a name, a whole date of birth, a whole phone
    /// or a patient id.
    NotAskable,
    /// More than a thousand people match.
    TooManyMatches,
    /// The calls of this second, minute or day are used up.
    #[serde(rename_all = "camelCase")]
    RateLimited {
        /// When to try again, in milliseconds.
        retry_after_ms: u64,
    },
    /// athenahealth answered what cannot be read.
    Unreadable {
        /// For the log.
        reference: String,
    },
    /// No printer of this system took what was to be printed.
    NotPrinted,
    /// That connection exists already.
    AlreadyConnected,
    /// What the profile says of the connection is not what its secret belongs to.
    ConnectionChanged,
    /// The profile cannot be opened.
    Profile {
        /// Why.
        trouble: crate::session::Trouble,
    },
    /// The copy on this computer is damaged and is being made anew.
    CopyDamaged,
    /// Something nobody foresaw.
    Unexpected {
        /// For the log.
        reference: String,
    },
}
