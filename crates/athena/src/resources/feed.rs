//! The feeds of changed records, as the wire knows them: one row each.

/// A feed of changed records. It drains as it is read, for every desktop on the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feed {
    /// Appointments, open slots among them.
    Appointments,
    /// Patients.
    Patients,
    /// Providers.
    Providers,
}

/// What the wire calls a feed and what is in it.
pub(super) struct Row {
    /// Its path, its name in lists and the key of its rows: athenahealth uses one word for all.
    pub name: &'static str,
    /// The field that tells one record from another.
    pub id: &'static str,
    /// The events without which a subscription misses something.
    pub events: &'static [&'static str],
    /// What is asked to be told with a row.
    pub flags: &'static [&'static str],
    pub changed: &'static str,
    pub subscription: &'static str,
    pub subscribe: &'static str,
    pub unsubscribe: &'static str,
    pub listed: &'static str,
}

macro_rules! row {
    ($name:literal, $id:literal, events: $events:expr, flags: $flags:expr) => {
        Row {
            name: $name,
            id: $id,
            events: $events,
            flags: $flags,
            changed: concat!("GET /", $name, "/changed"),
            subscription: concat!("GET /", $name, "/changed/subscription"),
            subscribe: concat!("POST /", $name, "/changed/subscription"),
            unsubscribe: concat!("DELETE /", $name, "/changed/subscription"),
            listed: concat!("GET /", $name, "/changed/subscription/events"),
        }
    };
}

static APPOINTMENTS: Row = row!(
    "appointments",
    "appointmentid",
    events: &[
        "ScheduleAppointment", "CheckIn", "CheckOut", "UpdateAppointment", "CancelAppointment",
        "FreezeAppointment", "UnfreezeAppointment", "DeleteAppointment", "AddAppointmentSlot",
    ],
    flags: &["showpatientdetail", "showcopay"]
);

static PATIENTS: Row = row!(
    "patients",
    "patientid",
    events: &["AddPatient", "DeletePatient", "UpdatePatient", "MergePatient", "UpdatePatientCustomField"],
    flags: &["showinsurance", "showcustomfields", "showpreviouspatientids"]
);

static PROVIDERS: Row = row!(
    "providers",
    "providerid",
    events: &["ProviderAdd", "ProviderUpdate", "ProviderDelete", "ProviderUndelete"],
    flags: &[]
);

impl Feed {
    /// Every feed that is read.
    pub const ALL: [Self; 3] = [Self::Appointments, Self::Patients, Self::Providers];

    pub(super) fn row(self) -> &'static Row {
        match self {
            Self::Appointments => &APPOINTMENTS,
            Self::Patients => &PATIENTS,
            Self::Providers => &PROVIDERS,
        }
    }

    /// athenahealth's word for it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The feed of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feed| feed.name() == name)
    }

    /// The events without which a subscription misses something. athenahealth may have others.
    pub fn events(self) -> &'static [&'static str] {
        self.row().events
    }
}
