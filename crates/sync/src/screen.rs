//! What is on screen.
//!
//! Nobody tells when something leaves the screen. But whatever is on it is asked for again when it
//! is told to have changed: what is not asked for then is no longer there.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::handle::Look;

/// How much is kept: a day with those beside it, which may be asked for in advance, and a card.
const MOST: usize = 4;
/// How long after a change is told it may take until what is on screen is asked for again.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug)]
struct Looked {
    at: Look,
    first: Instant,
    last: Instant,
}

/// What people look at, by what they ask for.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    looked: VecDeque<Looked>,
    told: Option<Instant>,
}

impl Screen {
    /// Notes that something was asked for to be shown.
    pub fn look(&mut self, at: Look) {
        let now = Instant::now();
        let known = self.looked.iter().position(|looked| looked.at == at);
        let first = known.and_then(|place| self.looked.remove(place)).map_or(now, |looked| looked.first);
        self.looked.push_front(Looked { at, first, last: now });
        self.looked.truncate(MOST);
    }

    /// Notes that whatever is on screen was told to have changed.
    pub fn told(&mut self) {
        let now = Instant::now();
        self.clear(now);
        if self.told.is_none_or(|told| now.duration_since(told) >= GRACE) {
            self.told = Some(now);
        }
    }

    /// What is on screen, and since when it is looked at.
    pub fn shown(&mut self) -> impl Iterator<Item = (&Look, Duration)> {
        let now = Instant::now();
        self.clear(now);
        self.looked.iter().map(move |looked| (&looked.at, now.duration_since(looked.first)))
    }

    fn clear(&mut self, now: Instant) {
        if let Some(told) = self.told.filter(|told| now.duration_since(*told) >= GRACE) {
            self.looked.retain(|looked| looked.last >= told);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use model::PatientId;

    use super::{GRACE, Screen};
    use crate::handle::Look;

    fn card(id: &str) -> Look {
        Look::Card(PatientId::new(id))
    }

    fn shown(screen: &mut Screen) -> Vec<Look> {
        screen.shown().map(|(at, _)| at.clone()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_asked_for_again_after_a_change_is_no_longer_shown() {
        let mut screen = Screen::default();
        screen.look(card("1"));
        screen.look(card("2"));
        tokio::time::advance(Duration::from_secs(3_600)).await;
        assert_eq!(shown(&mut screen).len(), 2, "nothing changed, so nobody asked again");
        screen.told();
        tokio::time::advance(GRACE / 2).await;
        screen.look(card("2"));
        screen.told();
        tokio::time::advance(GRACE / 2).await;
        assert_eq!(shown(&mut screen), [card("2")]);
        let since: Vec<Duration> = screen.shown().map(|(_, since)| since).collect();
        assert_eq!(since, [Duration::from_secs(3_600) + GRACE], "it was there all the while");
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_last_few_are_kept() {
        let mut screen = Screen::default();
        for id in 0..50 {
            screen.look(card(&id.to_string()));
        }
        assert_eq!(shown(&mut screen), ["49", "48", "47", "46"].map(card));
    }
}
