//! The people who may sign in. They are invented, as the patients are.

/// Somebody who may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffMember {
    /// What they type.
    pub username: &'static str,
    /// First name.
    pub given_name: &'static str,
    /// Surname.
    pub family_name: &'static str,
    /// What they do at the practice. athenahealth tells no app.
    pub role: &'static str,
    /// The id that never becomes another's (`sub`).
    pub subject: &'static str,
    /// Whether the practice's interface is open to them.
    pub works_here: bool,
}

impl StaffMember {
    /// The whole name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

const fn member(
    username: &'static str,
    given_name: &'static str,
    family_name: &'static str,
    role: &'static str,
    subject: &'static str,
) -> StaffMember {
    StaffMember { username, given_name, family_name, role, subject, works_here: true }
}

/// Everybody who may sign in. The last one left the practice: the account is good, the right is gone.
pub(crate) const STAFF: [StaffMember; 5] = [
    member("rosa.delgado", "Rosa", "Delgado", "Front desk", "00ucedar01rosa"),
    member("ben.okafor", "Ben", "Okafor", "Biller", "00ucedar02ben"),
    member("lena.brandt", "Lena", "Brandt", "Clinician", "00ucedar03lena"),
    member("ines.d'angelo", "Inés", "D'Angelo", "Practice manager", "00ucedar04ines"),
    StaffMember {
        works_here: false,
        ..member("tom.ashby", "Tom", "Ashby", "Consultant, until last month", "00ucedar05tom")
    },
];

/// The password of each of them; invented, and no secret.
pub(crate) const PASSWORD: &str = "cedar-valley";

/// Finds somebody by what they typed; user names do not mind case, passwords do.
pub(crate) fn find(username: &str, password: &str) -> Option<&'static StaffMember> {
    let known = STAFF.iter().find(|member| member.username.eq_ignore_ascii_case(username.trim()));
    known.filter(|_| password == PASSWORD)
}
