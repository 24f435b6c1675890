//! Where the practice works: its departments, in several time zones, spelt as carelessly as real ones are.

use chrono_tz::Tz;

use crate::options::Size;

/// One department.
#[derive(Debug, Clone)]
pub(crate) struct Department {
    pub(crate) id: u32,
    /// The name that staff use.
    pub(crate) name: String,
    /// The name that patients see.
    pub(crate) public_name: String,
    pub(crate) zone: Tz,
    /// The zone as the interface names it: an old alias, or nothing at all.
    pub(crate) zone_name: Option<&'static str>,
    pub(crate) place: &'static Place,
    /// The financial group.
    pub(crate) group: u32,
    /// Hidden from the portal, so left out of the list unless asked for.
    pub(crate) hidden: bool,
    pub(crate) has_address: bool,
}

/// A town and its zone.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) zip: &'static str,
    pub(crate) area: &'static str,
    pub(crate) latitude: &'static str,
    pub(crate) longitude: &'static str,
    zone: Tz,
    zone_name: Option<&'static str>,
}

const fn place(
    town: [&'static str; 4],
    position: [&'static str; 2],
    zone: Tz,
    zone_name: Option<&'static str>,
) -> Place {
    Place {
        city: town[0],
        state: town[1],
        zip: town[2],
        area: town[3],
        latitude: position[0],
        longitude: position[1],
        zone,
        zone_name,
    }
}

static PLACES: [Place; 10] = [
    place(
        ["NORTH YARMOUTH", "ME", "04097", "207"],
        ["43.83", "-70.24"],
        Tz::America__New_York,
        Some("US/Eastern"),
    ),
    place(
        ["CAVE CREEK", "AZ", "85331", "480"],
        ["33.83", "-111.95"],
        Tz::America__Phoenix,
        Some("America/Phoenix"),
    ),
    place(["CEDAR FALLS", "IA", "50613", "319"], ["42.53", "-92.45"], Tz::America__Chicago, None),
    place(
        ["CEDARVILLE", "CA", "96104", "530"],
        ["41.53", "-120.17"],
        Tz::America__Los_Angeles,
        Some("America/Los_Angeles"),
    ),
    place(
        ["CEDAR LAKE", "IN", "46303", "219"],
        ["41.36", "-87.44"],
        Tz::America__Indiana__Indianapolis,
        Some("US/East-Indiana"),
    ),
    place(
        ["KAPAA", "HI", "96746", "808"],
        ["22.08", "-159.32"],
        Tz::Pacific__Honolulu,
        Some("Pacific/Honolulu"),
    ),
    place(
        ["CEDAREDGE", "CO", "81413", "970"],
        ["38.90", "-107.93"],
        Tz::America__Denver,
        Some("America/Denver"),
    ),
    place(
        ["BELFAST", "ME", "04915", "207"],
        ["44.42", "-69.02"],
        Tz::America__New_York,
        Some("America/New_York"),
    ),
    place(
        ["CEDAR RAPIDS", "IA", "52401", "319"],
        ["41.98", "-91.67"],
        Tz::America__Chicago,
        Some("US/Central"),
    ),
    place(["PALMER", "AK", "99645", "907"], ["61.60", "-149.11"], Tz::America__Anchorage, Some("US/Alaska")),
];

/// The names that staff give their departments; patients see the second.
const NAMES: [(&str, &str); 10] = [
    ("MAIN ST (HUB)", "Cedar Valley Main Street"),
    ("DESERT RIDGE FP", "Cedar Valley Desert Ridge"),
    ("RIVERSIDE PEDS & IM", "Cedar Valley Riverside"),
    ("TELEHEALTH - WEST", "Cedar Valley Telehealth"),
    ("LAKE CLINIC", "Cedar Valley Lake Clinic"),
    ("NORTH SHORE", "Cedar Valley North Shore"),
    ("MESA OFFICE", "Cedar Valley Mesa"),
    ("BELFAST PRIMARY CARE", "Cedar Valley Belfast"),
    ("RAPIDS WALK-IN", "Cedar Valley Rapids"),
    ("FRONTIER", "Cedar Valley Frontier"),
];

/// The first ids, as the recorded practice has them: neither dense nor starting together.
const IDS: [u32; 8] = [1, 21, 102, 145, 148, 150, 157, 162];

/// Makes the departments of a practice.
pub(crate) fn all(size: Size) -> Vec<Department> {
    (0..size.departments()).map(|at| department(size, at)).collect()
}

fn department(size: Size, at: usize) -> Department {
    let place = &PLACES[at % PLACES.len()];
    let (name, public_name) = NAMES[at % NAMES.len()];
    let round = at / NAMES.len();
    let numbered = |name: &str| if round == 0 { name.to_owned() } else { format!("{name} {}", round + 1) };
    Department {
        id: IDS.get(at).copied().unwrap_or(170 + 3 * at as u32),
        name: numbered(name),
        public_name: numbered(public_name),
        zone: place.zone,
        zone_name: place.zone_name,
        place,
        group: if size == Size::Solo || at % 4 < 2 { 1 } else { 2 },
        hidden: at % 8 == 3,
        has_address: at % 8 != 3,
    }
}
