//! Changed-data feeds: which there are, what each key has subscribed to, and what waits for it. Reading is deleting: a
//! row that was read is processed for the key that read it, whatever became of the reply.
//!
//! Not known of the real interface, and taken the stricter way: for how long processed rows are remembered, that a
//! feed is refused until its first subscription acts, that what changed before then is never told, and that the
//! subscription shows no sign of any of it.

mod ledger;
mod shelf;
mod subscription;

use chrono::TimeDelta;

pub use ledger::{ChangeTruth, DrainKind, DrainTruth};
pub(crate) use ledger::{Feeds, News};
pub(crate) use shelf::Memory;

/// How long it takes until a subscription acts, by the practice's clock.
pub const SUBSCRIPTION_ACTS_AFTER: TimeDelta = TimeDelta::minutes(15);

/// A feed of changed records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feed {
    /// Patients.
    Patients,
    /// Appointments, cancelled ones and open slots among them.
    Appointments,
    /// Providers.
    Providers,
}

/// What is known of one feed.
#[derive(Debug)]
pub(crate) struct Spec {
    /// Its path under the practice, and, by the last part of it, the key of its rows.
    pub(crate) path: &'static str,
    pub(crate) rows: &'static str,
    /// The field that names a row.
    pub(crate) id: &'static str,
    pub(crate) events: &'static [&'static str],
    /// Events that only a subscription by name brings.
    pub(crate) on_request: &'static [&'static str],
    /// The event of an ordinary change.
    pub(crate) update: &'static str,
}

static PATIENTS: Spec = Spec {
    path: "patients",
    rows: "patients",
    id: "patientid",
    events: &["AddPatient", "DeletePatient", "UpdatePatient", "MergePatient", "UpdatePatientCustomField"],
    on_request: &[],
    update: "UpdatePatient",
};

static APPOINTMENTS: Spec = Spec {
    path: "appointments",
    rows: "appointments",
    id: "appointmentid",
    events: &[
        "ScheduleAppointment",
        "CheckIn",
        "CheckOut",
        "UpdateAppointment",
        "CancelAppointment",
        "FreezeAppointment",
        "UnfreezeAppointment",
        "DeleteAppointment",
        "AddAppointmentSlot",
    ],
    on_request: &["UpdateReminderCall", "UpdateSuggestedOverbooking"],
    update: "UpdateAppointment",
};

static PROVIDERS: Spec = Spec {
    path: "providers",
    rows: "providers",
    id: "providerid",
    events: &["ProviderAdd", "ProviderUpdate", "ProviderDelete", "ProviderUndelete"],
    on_request: &[],
    update: "ProviderUpdate",
};

impl Feed {
    /// Every feed.
    pub const ALL: [Feed; 3] = [Feed::Patients, Feed::Appointments, Feed::Providers];

    pub(crate) fn spec(self) -> &'static Spec {
        match self {
            Feed::Patients => &PATIENTS,
            Feed::Appointments => &APPOINTMENTS,
            Feed::Providers => &PROVIDERS,
        }
    }

    /// The feed that a path under the practice leads to, with what follows `changed`.
    pub(crate) fn at<'a, 'b>(path: &'b [&'a str]) -> Option<(Feed, &'b [&'a str])> {
        let changed = path.iter().position(|part| *part == "changed")?;
        let (name, rest) = (path[..changed].join("/"), &path[changed + 1..]);
        Feed::ALL.into_iter().find(|feed| feed.spec().path == name).map(|feed| (feed, rest))
    }
}

impl Spec {
    /// An event of this feed, by its name.
    pub(crate) fn event(&self, name: &str) -> Option<&'static str> {
        self.events.iter().chain(self.on_request).copied().find(|event| *event == name)
    }
}
