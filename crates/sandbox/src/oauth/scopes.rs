//! Scopes: which there are, who may ask for which, and what each says to a person.

use crate::PRACTICE_ID;

const SERVICE: &str = "athena/service/Athenanet.MDP.";

/// The scopes of a grant, in the order in which they were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scopes(Vec<String>);

impl Scopes {
    /// Reads scopes; nothing when one is not configured for the kind of app, or none is named.
    pub(crate) fn read(text: &str, of_people: bool) -> Option<Self> {
        let mut scopes: Vec<String> = Vec::new();
        for scope in text.split(' ').filter(|scope| !scope.is_empty()) {
            if !is_known(scope, of_people) {
                return None;
            }
            if !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
        (!scopes.is_empty()).then_some(Scopes(scopes))
    }

    /// Whether a scope is among them.
    pub(crate) fn has(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }

    /// Whether they hold the one that the practice's interface needs.
    pub(crate) fn hold_practice(&self) -> bool {
        self.0.iter().any(|scope| is_of_practice(scope))
    }

    /// Whether each of them is among others.
    pub(crate) fn within(&self, others: &Scopes) -> bool {
        self.0.iter().all(|scope| others.has(scope))
    }

    /// Each, with what it says to a person.
    pub(crate) fn in_words(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.0.iter().map(|scope| (scope.as_str(), words(scope)))
    }

    /// As they are written.
    pub(crate) fn text(&self) -> String {
        self.0.join(" ")
    }
}

fn is_of_practice(scope: &str) -> bool {
    scope.strip_prefix(SERVICE).is_some_and(|practice| practice == "*" || practice == PRACTICE_ID)
}

fn is_known(scope: &str, of_people: bool) -> bool {
    let of_person = matches!(scope, "openid" | "profile" | "fhirUser" | "offline_access");
    let context = if of_people { "user/" } else { "system/" };
    of_people && of_person || is_of_practice(scope) || scope.strip_prefix(context).is_some_and(is_of_fhir)
}

/// A resource and a right, as SMART writes them in its first and its second version.
fn is_of_fhir(text: &str) -> bool {
    let Some((resource, right)) = text.split_once('.') else { return false };
    let named = resource.chars().next().is_some_and(|first| first.is_ascii_uppercase())
        && resource.chars().all(|letter| letter.is_ascii_alphabetic());
    let mut order = "cruds".chars();
    let second = !right.is_empty() && right.chars().all(|letter| order.any(|known| known == letter));
    (resource == "*" || named) && (matches!(right, "read" | "write" | "*") || second)
}

fn words(scope: &str) -> &'static str {
    match scope {
        "openid" => "Know that it is you",
        "profile" => "Know your name",
        "fhirUser" => "Know your record among the staff",
        "offline_access" => "Stay signed in until you sign out",
        _ if scope.starts_with(SERVICE) => "Work with the practice's records as you may",
        _ if scope.ends_with(".read") => "Read clinical records as you may",
        _ => "Read or change clinical records as you may",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_app_has_its_own_scopes() {
        for (text, of_people, good) in [
            ("openid fhirUser offline_access user/*.read", true, true),
            ("user/Patient.rs user/Observation.cruds", true, true),
            ("athena/service/Athenanet.MDP.*", true, true),
            ("athena/service/Athenanet.MDP.195900 system/Patient.read", false, true),
            ("athena/service/Athenanet.MDP.195901", true, false),
            ("openid", false, false),
            ("system/Patient.read", true, false),
            ("user/Patient.sr", true, false),
            ("user/patient.read", true, false),
            ("openid admin", true, false),
            ("", true, false),
        ] {
            assert_eq!(Scopes::read(text, of_people).is_some(), good, "{text}");
        }
        let twice = Scopes::read("openid  openid", true).unwrap();
        assert_eq!(twice.text(), "openid", "once is enough");
    }
}
