//! What Linux alone needs.

#[path = "linux/away.rs"]
mod away;
#[path = "linux/keychain.rs"]
mod keychain;
#[cfg(test)]
#[path = "linux/noticed.rs"]
mod noticed;
#[path = "linux/offers.rs"]
mod offers;

use std::ffi::OsString;
use std::path::Path;

pub use away::desktop;
pub use keychain::{keychain, keychain_name};
pub use offers::{take_back, watch_offers};
use rustix::fs::Mode;
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask};
use tauri::webview::PlatformWebview;
use webkit2gtk::{
    ContextMenuAction, ContextMenuExt, ContextMenuItemExt, HardwareAccelerationPolicy, HitTestResultExt,
    SettingsExt, WebProcessTerminationReason, WebViewExt,
};

/// What of the webview's own menu edits text, and nothing else.
const EDITS: [ContextMenuAction; 5] = [
    ContextMenuAction::Cut,
    ContextMenuAction::Copy,
    ContextMenuAction::Paste,
    ContextMenuAction::Delete,
    ContextMenuAction::SelectAll,
];

/// A crash may leave the memory on the disk, and with it what was decrypted and its key. Of this
/// process and of all that it starts, the webview among them, no part of the memory is kept; and no
/// other program of the same user may look into this one's.
pub fn keep_memory_to_itself() {
    // There is no log yet to say it in; a system that refuses keeps its own rules. The filter comes
    // first: its file is the administrator's once nobody may look in.
    let _ = std::fs::write("/proc/self/coredump_filter", "0");
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Whatever this process makes is its owner's alone, the log of a first start among it.
pub fn keep_files_to_its_owner() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// Where there is no graphics card the page is drawn into the window's picture at once. WebKit would have a card
/// imitated, which puts together what is painted already, and takes as much memory as the page.
pub fn draw_with_what_there_is(webview: PlatformWebview) {
    if !has_a_graphics_card(Path::new("/dev/dri"))
        && let Some(settings) = webview.inner().settings()
    {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

/// Whether a program may have a card draw for it without having the screen.
fn has_a_graphics_card(devices: &Path) -> bool {
    let draws = |name: OsString| name.as_encoded_bytes().starts_with(b"renderD");
    std::fs::read_dir(devices).is_ok_and(|found| found.flatten().any(|device| draws(device.file_name())))
}

/// Ends the process that draws the page, and has another draw it anew: of what the one before was told nothing is
/// left, whatever it had freed and not wiped.
pub fn begin_anew(webview: PlatformWebview) {
    let page = webview.inner();
    page.terminate_web_process();
    page.reload();
}

/// Tells when the process that draws the page ended though nobody here ended it.
pub fn watch_drawing(webview: PlatformWebview, ended: impl Fn() + 'static) {
    webview.inner().connect_web_process_terminated(move |_, why| {
        if why != WebProcessTerminationReason::TerminatedByApi {
            ended();
        }
    });
}

/// Leaves of the webview's own menu what edits text, where text is edited: it would save and copy what is drawn, on no
/// record.
pub fn keep_menus(webview: PlatformWebview) {
    webview.inner().connect_context_menu(|_, menu, _, at| {
        for item in menu.items() {
            if !EDITS.contains(&item.stock_action()) {
                menu.remove(&item);
            }
        }
        // A menu that is said to be done with is not shown.
        !at.context_is_editable()
    });
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use rustix::process::{DumpableBehavior, Resource, Rlimit, dumpable_behavior, getrlimit};

    use super::{has_a_graphics_card, keep_memory_to_itself};

    #[test]
    fn a_card_that_draws_for_nobody_but_the_screen_is_none() {
        let devices = tempfile::tempdir().expect("a folder");
        assert!(!has_a_graphics_card(&devices.path().join("none")));
        let made = |name: &str| std::fs::write(devices.path().join(name), "").expect("a file");
        made("card0");
        assert!(!has_a_graphics_card(devices.path()));
        made("renderD128");
        assert!(has_a_graphics_card(devices.path()));
    }

    #[test]
    fn no_memory_is_kept_of_this_process_or_of_what_it_starts_and_nobody_may_look_in() {
        keep_memory_to_itself();
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
        assert_eq!(getrlimit(Resource::Core), Rlimit { current: Some(0), maximum: Some(0) });
        let started = Command::new("cat").args(["/proc/self/limits", "/proc/self/coredump_filter"]).output();
        let told = String::from_utf8(started.expect("it starts").stdout).expect("text");
        let core = told.lines().find_map(|line| line.strip_prefix("Max core file size")).expect("a limit");
        assert_eq!(core.split_whitespace().collect::<Vec<_>>(), ["0", "0", "bytes"]);
        assert!(told.ends_with("00000000\n"), "{told}");
    }
}
