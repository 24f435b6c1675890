//! What one key wants to hear of one feed, and from when on it does.

use chrono::{DateTime, Utc};

use super::{SUBSCRIPTION_ACTS_AFTER, Spec};

/// One key's subscription to one feed.
#[derive(Debug, Default)]
pub(crate) struct Subscription {
    /// Each event with the instant from which on it acts.
    events: Vec<(&'static str, DateTime<Utc>)>,
    /// The departments of which it hears; all of them when there are none.
    departments: Vec<u64>,
}

impl Subscription {
    /// Subscribes to an event, or to all usual ones. The departments are replaced whole.
    pub(crate) fn add(
        &mut self,
        spec: &Spec,
        event: Option<&'static str>,
        departments: Vec<u64>,
        now: DateTime<Utc>,
    ) {
        self.departments = departments;
        let one = event.map(|event| vec![event]);
        for event in one.unwrap_or_else(|| spec.events.to_vec()) {
            if !self.names().any(|own| own == event) {
                self.events.push((event, now + SUBSCRIPTION_ACTS_AFTER));
            }
        }
    }

    /// Ends an event's subscription, or all.
    pub(crate) fn drop(&mut self, event: Option<&str>) {
        self.events.retain(|(own, _)| event.is_some_and(|event| event != *own));
    }

    /// The events, in the order of their subscription.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.events.iter().map(|(name, _)| *name)
    }

    pub(crate) fn departments(&self) -> &[u64] {
        &self.departments
    }

    pub(crate) fn is_none(&self) -> bool {
        self.events.is_empty()
    }

    /// Whether any of it acts yet.
    pub(crate) fn acts(&self, now: DateTime<Utc>) -> bool {
        self.events.iter().any(|(_, from)| *from <= now)
    }

    /// Whether an event is told.
    pub(crate) fn hears(&self, event: &str, department: Option<u64>, at: DateTime<Utc>) -> bool {
        let place = self.departments.is_empty()
            || department.is_none_or(|department| self.departments.contains(&department));
        place && self.events.iter().any(|(own, from)| *own == event && *from <= at)
    }

    /// The interface's word for how much is subscribed to.
    pub(crate) fn status(&self, spec: &Spec) -> &'static str {
        let all = spec.events.iter().all(|event| self.names().any(|own| own == *event));
        match (self.is_none(), all) {
            (true, _) => "INACTIVE",
            (_, true) => "ACTIVE",
            _ => "Partial",
        }
    }
}
