//! Those on their way through the pages: what their app asked for, and how far they have come. A ticket in the form
//! takes the place of a cookie; it is good for one step.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::registrations::App;
use super::scopes::Scopes;
use super::staff::StaffMember;

/// How long somebody may take over one page.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// How many may be on their way at once; the one who came first gives way.
const MOST: usize = 200;
/// How often a password may be wrong.
pub(crate) const TRIES: u8 = 5;

/// What an app asked for, once it may be answered.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) app: &'static App,
    pub(crate) redirect: String,
    pub(crate) state: String,
    pub(crate) scopes: Scopes,
    pub(crate) challenge: String,
    pub(crate) nonce: Option<String>,
}

/// Somebody on their way.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) wish: Wish,
    /// Who they are, once they have signed in.
    pub(crate) person: Option<&'static StaffMember>,
    /// How often the password was wrong.
    pub(crate) wrong: u8,
    ends: DateTime<Utc>,
}

impl Visitor {
    /// Somebody who has just come.
    pub(crate) fn new(wish: Wish) -> Self {
        Visitor { wish, person: None, wrong: 0, ends: DateTime::UNIX_EPOCH }
    }
}

/// Everybody on their way, by ticket.
#[derive(Debug, Default)]
pub(crate) struct Visitors(HashMap<String, Visitor>);

impl Visitors {
    /// Lets somebody wait for their next step.
    pub(crate) fn wait(&mut self, ticket: String, visitor: Visitor, now: DateTime<Utc>) {
        self.0.retain(|_, visitor| now < visitor.ends);
        if self.0.len() >= MOST {
            let first =
                self.0.iter().min_by_key(|(_, visitor)| visitor.ends).map(|(ticket, _)| ticket.clone());
            first.and_then(|ticket| self.0.remove(&ticket));
        }
        self.0.insert(ticket, Visitor { ends: now + PATIENCE, ..visitor });
    }

    /// Takes a ticket in, with whoever holds it.
    pub(crate) fn take(&mut self, ticket: &str, now: DateTime<Utc>) -> Option<Visitor> {
        self.0.remove(ticket).filter(|visitor| now < visitor.ends)
    }
}
