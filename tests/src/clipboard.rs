//! A clipboard for tests, the bridge and the benches: one that no other program sees.

use std::sync::{Mutex, MutexGuard, PoisonError};

use console::{Clipboard, Offer};
use model::Secret;
use tokio::sync::mpsc::UnboundedSender;

/// A clipboard in this process.
#[derive(Debug, Default)]
pub struct Pasteboard(Mutex<Board>);

#[derive(Debug, Default)]
struct Board {
    text: Option<String>,
    /// What the program offers in a form that is no text, or has selected.
    offers: Vec<Offer>,
    watching: Vec<(Offer, UnboundedSender<()>)>,
}

impl Pasteboard {
    /// Puts a text on it, as any program may.
    pub fn put(&self, text: &str) {
        self.board().text = Some(text.to_owned());
    }

    /// What is pasted from it.
    pub fn paste(&self) -> Option<String> {
        self.board().text.clone()
    }

    /// Has the program offer something that is no text, or select something.
    pub fn offer(&self, offer: Offer) {
        let mut board = self.board();
        board.offers.push(offer);
        for (_, told) in board.watching.iter().filter(|(watched, _)| *watched == offer) {
            // A console that has closed hears nothing.
            let _ = told.send(());
        }
    }

    /// Whether the program still offers it.
    pub fn offers(&self, offer: Offer) -> bool {
        self.board().offers.contains(&offer)
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clipboard for Pasteboard {
    fn text(&self) -> Option<Secret> {
        self.paste().map(Secret::new)
    }

    fn clear(&self) {
        self.board().text = None;
    }

    fn take_back(&self, offer: Offer) {
        self.board().offers.retain(|offered| *offered != offer);
    }

    fn watch(&self, offer: Offer, told: UnboundedSender<()>) {
        self.board().watching.push((offer, told));
    }
}
