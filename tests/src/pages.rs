//! The browser port of whoever has no browser of its own: pages go to those who listen.

use console::{Browser, NoBrowser, WebPage};
use ipc::Event;
use tokio::sync::broadcast;

/// Pages that wait for a slow listener.
const PAGES: usize = 16;

/// Passes pages on as events. Clones pass them to the same listeners.
#[derive(Clone, Debug)]
pub struct Pages(broadcast::Sender<Event>);

impl Pages {
    /// Hears of each page from here on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}

impl Default for Pages {
    fn default() -> Self {
        Self(broadcast::Sender::new(PAGES))
    }
}

impl Browser for Pages {
    fn open(&self, page: &WebPage) -> Result<(), NoBrowser> {
        let told = self.0.send(Event::Browser { url: page.address().to_owned() });
        told.map(drop).map_err(|_| NoBrowser)
    }
}

#[cfg(test)]
mod tests {
    use console::{Browser, NoBrowser, WebPage};
    use ipc::Event;

    use super::Pages;

    #[tokio::test]
    async fn a_page_reaches_everybody_who_listens_and_somebody_must() {
        let (pages, page) =
            (Pages::default(), WebPage::parse("https://athena.example/a?b=c").expect("a page"));
        assert_eq!(pages.open(&page), Err(NoBrowser), "there is nobody to open it");
        let (mut one, mut other) = (pages.subscribe(), pages.clone().subscribe());
        assert_eq!(pages.open(&page), Ok(()));
        let event = Event::Browser { url: "https://athena.example/a?b=c".to_owned() };
        assert_eq!((one.recv().await, other.recv().await), (Ok(event.clone()), Ok(event)));
    }
}
