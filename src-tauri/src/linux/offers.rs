//! What the window's library offers to other programs: it holds what was copied, in each form of it, and what is
//! selected, which a middle click pastes. It goes on doing so when the process that drew the page has ended.

use std::sync::mpsc::channel;
use std::time::Duration;

use console::Offer;
use gtk::gdk::{SELECTION_CLIPBOARD, SELECTION_PRIMARY};
use gtk::glib::ObjectExt;
use tauri::AppHandle;
use tokio::sync::mpsc::UnboundedSender;

/// How long the window's own thread may take to hear of it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Takes back what this program offers.
pub fn take_back(app: &AppHandle, offer: Offer) {
    let (done, taken) = channel();
    let asked = app.run_on_main_thread(move || {
        // This lets go of what is this program's own, and of nothing else.
        clipboard(offer).clear();
        let _ = done.send(());
    });
    if asked.is_err() || taken.recv_timeout(PATIENCE).is_err() {
        tracing::warn!("what was copied or selected is not taken back in time");
    }
}

/// Tells whenever what is offered changes.
pub fn watch_offers(app: &AppHandle, offer: Offer, told: UnboundedSender<()>) {
    let asked = app.run_on_main_thread(move || {
        clipboard(offer).connect_local("owner-change", false, move |_| {
            // A console that is closed takes nothing back any more.
            let _ = told.send(());
            None
        });
    });
    if asked.is_err() {
        tracing::warn!("what is copied and selected is not watched");
    }
}

fn clipboard(offer: Offer) -> gtk::Clipboard {
    gtk::Clipboard::get(match offer {
        Offer::Copied => &SELECTION_CLIPBOARD,
        Offer::Selected => &SELECTION_PRIMARY,
    })
}
