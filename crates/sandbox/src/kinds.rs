//! The kinds of appointment and the reasons a patient may give. The words are the practice's own: no procedure
//! code and no descriptor of one.

/// One appointment type.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) short: &'static str,
    /// The name that patients see.
    pub(crate) public_name: &'static str,
    pub(crate) minutes: u16,
    /// False for types of the staff, which the list hides unless asked.
    pub(crate) patient: bool,
    pub(crate) generic: bool,
    pub(crate) template_only: bool,
    /// How often it is booked, against the others.
    pub(crate) weight: u64,
}

const fn kind(id: u32, names: [&'static str; 3], minutes: u16, weight: u64) -> Kind {
    Kind {
        id,
        name: names[0],
        short: names[1],
        public_name: names[2],
        minutes,
        patient: true,
        generic: false,
        template_only: false,
        weight,
    }
}

/// Every appointment type of the practice.
pub(crate) static KINDS: [Kind; 14] = [
    Kind { generic: true, ..kind(2, ["Office Visit", "OV", "Office Visit"], 15, 260) },
    kind(82, ["Any 15", "A15", "Established Patient"], 15, 180),
    kind(1, ["Follow Up", "FU", "Follow Up Appointment"], 20, 160),
    kind(8, ["New Patient 45", "NP45", "New Patient"], 45, 60),
    kind(61, ["Annual Physical", "PE", "Annual Physical"], 30, 90),
    kind(62, ["Well Child", "WCC", "Well Child Check"], 30, 60),
    kind(3, ["VIDEOCHAT", "VID", "VIDEO CHAT"], 20, 60),
    kind(6, ["Procedure 60", "PR60", "Procedure (time is not correct)"], 60, 25),
    kind(121, ["Medicare Wellness", "AWV", "Yearly Wellness Visit"], 45, 35),
    kind(141, ["Injection/Vaccination", "INJ", "Injection"], 15, 40),
    kind(181, ["Lab Work", "LAB", "Lab Work"], 15, 30),
    Kind { patient: false, ..kind(201, ["Nurse Telephone", "NTEL", "Nurse Telephone"], 15, 20) },
    Kind { patient: false, ..kind(202, ["Staff Meeting", "MTG", "Staff Meeting"], 60, 0) },
    Kind { template_only: true, ..kind(221, ["Same Day Hold", "SDH", "Same Day"], 15, 0) },
];

/// One reason that a patient may give for a visit.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) whom: &'static str,
    pub(crate) min_hours: u32,
    /// The appointment types that it may be seen in, by their ids.
    kinds: &'static [u32],
}

const fn reason(
    id: u32,
    words: [&'static str; 2],
    (whom, min_hours): (&'static str, u32),
    kinds: &'static [u32],
) -> Reason {
    Reason { id, name: words[0], description: words[1], whom, min_hours, kinds }
}

/// Every reason of the practice; a provider takes patients for most of them.
pub(crate) static REASONS: [Reason; 9] = [
    reason(
        563,
        ["Follow Up", "A condition that my provider already knows of."],
        ("existing", 48),
        &[1, 2, 82, 3],
    ),
    reason(841, ["Sick Visit", "I am ill. In an emergency call 911."], ("existing", 48), &[2, 82, 3]),
    reason(
        901,
        ["Annual Physical", "My yearly check-up, a year or more after the last."],
        ("existing", 24),
        &[61, 121],
    ),
    reason(902, ["Injection/Vaccination", "I need a shot."], ("existing", 24), &[141, 2]),
    reason(761, ["Exam", "My provider should examine me."], ("all", 48), &[2, 82, 6]),
    reason(541, ["New Patient", "I have not been here before."], ("new", 1), &[8]),
    reason(565, ["Lab Work", "I need blood drawn or another test."], ("existing", 24), &[181, 2]),
    reason(622, ["Well Child", "A check-up for my child."], ("all", 24), &[62]),
    reason(623, ["School & Sports Forms", "A form has to be signed."], ("existing", 24), &[2, 82]),
];

impl Kind {
    /// The place of the type with an id.
    pub(crate) fn place(id: u64) -> Option<u8> {
        KINDS.iter().position(|kind| u64::from(kind.id) == id).map(|at| at as u8)
    }

    /// Whether a visit of another type may take a slot of this one: it must not be longer.
    pub(crate) fn holds(&self, other: &Kind) -> bool {
        self.id == other.id || other.minutes <= self.minutes
    }
}

impl Reason {
    /// The reason with an id.
    pub(crate) fn find(id: u64) -> Option<&'static Reason> {
        REASONS.iter().find(|reason| u64::from(reason.id) == id)
    }

    /// Whether somebody may be seen for it in a slot of this type.
    pub(crate) fn fits(&self, kind: &Kind) -> bool {
        self.kinds.contains(&kind.id)
    }

    /// The type that it is seen in by choice.
    pub(crate) fn kind(&self) -> Option<u8> {
        self.kinds.first().and_then(|id| Kind::place(u64::from(*id)))
    }

    /// Whether a provider takes patients for it in a department.
    pub(crate) fn is_taken(&self, provider: u16, at_home: bool) -> bool {
        let place = REASONS.iter().position(|reason| reason.id == self.id).unwrap_or_default();
        at_home || (place + usize::from(provider)) % 3 != 0
    }
}

/// One reason for which a visit is cancelled.
#[derive(Debug)]
pub(crate) struct CancelReason {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) no_show: bool,
    /// Whether somebody else may have the time.
    pub(crate) slot_available: bool,
}

const fn cancel(id: u32, name: &'static str, no_show: bool, slot_available: bool) -> CancelReason {
    CancelReason { id, name, no_show, slot_available }
}

/// Every reason for which a visit is cancelled. What the schedule cancels by itself has one of the first four.
pub(crate) static CANCEL_REASONS: [CancelReason; 6] = [
    cancel(2, "PATIENT CANCELLED", false, true),
    cancel(5, "PATIENT RESCHEDULED", false, true),
    cancel(7, "PROVIDER AWAY", false, false),
    cancel(9, "NO TRANSPORT", false, true),
    cancel(11, "PATIENT NO-SHOW", true, false),
    cancel(13, "ENTERED IN ERROR", false, true),
];

impl CancelReason {
    /// The one of a visit for which nobody gave any.
    pub(crate) const USUAL: &'static CancelReason = &CANCEL_REASONS[0];
    /// The one of a visit that was moved.
    pub(crate) const MOVED: &'static CancelReason = &CANCEL_REASONS[1];

    /// The reason with an id.
    pub(crate) fn find(id: u64) -> Option<&'static CancelReason> {
        CANCEL_REASONS.iter().find(|reason| u64::from(reason.id) == id)
    }
}
