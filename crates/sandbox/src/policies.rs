//! Insurance policies: invented plans, sequence numbers that cannot be trusted, eligibility as last heard.

use chrono::NaiveDate;

use crate::eastern::shift;
use crate::people::{People, Person};
use crate::seed::{Dice, Seed, Stream};

/// One policy of one patient.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) id: u64,
    pub(crate) plan: &'static Plan,
    pub(crate) member: Option<String>,
    pub(crate) group: Option<String>,
    /// Missing on most rows; cancelled rows keep theirs.
    pub(crate) sequence: Option<u32>,
    pub(crate) issued: Option<NaiveDate>,
    pub(crate) expires: Option<NaiveDate>,
    pub(crate) cancelled: Option<NaiveDate>,
    /// The policyholder's place in the list of people, when it is somebody else.
    pub(crate) holder: Option<u32>,
    pub(crate) eligibility: &'static str,
    pub(crate) checked: Option<NaiveDate>,
    pub(crate) message: Option<&'static str>,
    pub(crate) copay: Option<i64>,
}

/// An invented plan of an invented payer.
#[derive(Debug)]
pub(crate) struct Plan {
    /// `0` is self-pay; negative ones are athenahealth's own.
    pub(crate) package: i64,
    pub(crate) name: &'static str,
    pub(crate) payer: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) phone: &'static str,
}

const fn plan(package: i64, words: [&'static str; 4]) -> Plan {
    Plan { package, name: words[0], payer: words[1], kind: words[2], phone: words[3] }
}

static PLANS: [Plan; 10] = [
    plan(1352, ["HARBOR HEALTH PPO", "Harbor Health", "Commercial", "(888) 555-0111"]),
    plan(20814, ["NORTHSTAR MUTUAL HMO", "Northstar Mutual", "Commercial", "(888) 555-0122"]),
    plan(159_571, ["CEDAR STATE MEDICAID", "Cedar State Medicaid", "Medicaid", "(888) 555-0133"]),
    plan(90, ["MEDICARE-PART B", "Medicare", "Medicare Part B", "(888) 555-0144"]),
    plan(49_875, ["SUMMIT ADVANTAGE PLUS", "Summit Advantage", "Medicare Advantage", "(888) 555-0155"]),
    plan(31_002, ["PIONEER EMPLOYEES' TRUST", "Pioneer Trust", "Commercial", "(888) 555-0166"]),
    plan(7_740, ["BLUE MESA EXCHANGE SILVER", "Blue Mesa", "Commercial", "(888) 555-0177"]),
    plan(11_250, ["VETERANS COMMUNITY NETWORK", "Veterans Community", "Other", "(888) 555-0188"]),
    plan(0, ["*SELF PAY*", "Self Pay", "Self Pay", ""]),
    plan(-500, ["*UNSPECIFIED*", "Unspecified", "Other", ""]),
];

/// How a policy's coverage was last heard of: status, message.
const ANSWERS: [(&str, Option<&str>); 5] = [
    ("Eligible", Some("Electronic eligibility checking is available for the provider.")),
    ("Eligible", None),
    ("Ineligible", Some("The subscriber was not found by the payer.")),
    ("Ineligible", Some("Coverage ended.")),
    ("Unverified", None),
];

/// Draws the policies of a patient as of a day, cancelled ones included.
pub(crate) fn of(seed: Seed, people: &People, patient: u32, today: NaiveDate) -> Vec<Policy> {
    let person = people.at(patient);
    if person.registered.is_some() {
        return Vec::new();
    }
    let person = person.made();
    let mut dice = seed.dice(Stream::Policy, u64::from(patient));
    let count = match dice.below(100) {
        0..=5 => 0,
        6..=64 => 1,
        65..=87 => 2,
        88..=95 => 3,
        _ => 4,
    };
    let maker = Maker { people, patient, person, today };
    (0..count).map(|place| maker.policy(place, count, &mut dice)).collect()
}

struct Maker<'a> {
    people: &'a People,
    patient: u32,
    person: &'a Person,
    today: NaiveDate,
}

impl Maker<'_> {
    /// The later a row stands, the older it is: the last rows are the cancelled ones.
    fn policy(&self, place: u64, count: u64, dice: &mut Dice) -> Policy {
        let over = place > 0 && place + 1 >= count && dice.chance(700);
        let plan = self.plan(dice);
        let issued = shift(self.today, -dice.between(100, 2000));
        let cancelled = over.then(|| shift(self.today, -dice.between(10, 900)));
        let (eligibility, message) = *dice.pick(&ANSWERS);
        let checked = dice.chance(480).then(|| shift(self.today, -dice.between(0, 400)));
        let real = plan.package > 0;
        Policy {
            id: 4000 + 9 * u64::from(self.patient) + place * 2,
            plan,
            member: real.then(|| member(dice)),
            group: (real && dice.chance(500)).then(|| format!("GRP{:05}", dice.below(100_000))),
            sequence: self.sequence(place, over, dice),
            issued: dice.chance(600).then_some(issued),
            expires: dice.chance(120).then(|| shift(self.today, dice.between(-300, 300))),
            cancelled,
            holder: self.holder(dice),
            eligibility: if checked.is_some() && real { eligibility } else { "Unverified" },
            checked: checked.filter(|_| real),
            message: message.filter(|_| checked.is_some() && real),
            copay: dice.chance(550).then(|| *dice.pick(&[0, 10, 15, 20, 25, 30, 35, 40, 50])),
        }
    }

    fn plan(&self, dice: &mut Dice) -> &'static Plan {
        let senior = shift(self.person.born, 65 * 365) < self.today;
        let plans: &[usize] = if senior { &[3, 3, 4, 0, 7] } else { &[0, 1, 2, 5, 6, 0, 1, 2, 6, 8, 9] };
        &PLANS[*dice.pick(plans)]
    }

    fn sequence(&self, place: u64, over: bool, dice: &mut Dice) -> Option<u32> {
        let kept = if over { dice.chance(500) } else { dice.chance(420) };
        kept.then_some(if over { 1 } else { place as u32 + 1 })
    }

    /// A child is covered by somebody of the household, and now and then a spouse is.
    fn holder(&self, dice: &mut Dice) -> Option<u32> {
        let child = shift(self.person.born, 18 * 365) > self.today;
        let head = self.person.household;
        let grown = shift(self.people.at(head).made().born, 18 * 365) <= self.today;
        let other = head != self.patient && grown && (child || dice.chance(200));
        other.then_some(head)
    }
}

fn member(dice: &mut Dice) -> String {
    let letters: String = (0..3).map(|_| char::from(b'A' + dice.below(26) as u8)).collect();
    if dice.chance(500) {
        format!("{letters}{:09}", dice.below(1_000_000_000))
    } else {
        format!("{:010}", dice.below(10_000_000_000))
    }
}
