//! A display of Linux desktops: the window on it, and the keyboard and the pointer in front of it.
//!
//! No window manager is needed.

use std::collections::BTreeMap;

use anyhow::Context;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent, ConfigureWindowAux,
    ConnectionExt, EventMask, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, MapState,
    Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::{CURRENT_TIME, NONE};

/// The keys that type no letter, as the display calls them.
const ENTER: u32 = 0xff0d;
const CONTROL: u32 = 0xffe3;
const SHIFT: u32 = 0xffe1;
const ESCAPE: u32 = 0xff1b;
const MENU: u32 = 0xff67;
/// The pointer's other button, as the display counts them.
const OTHER_BUTTON: u8 = 3;

/// A display, and who is at its keyboard.
pub struct Display {
    display: RustConnection,
    root: Window,
    /// Where the keyboard has what, and whether with Shift.
    keys: BTreeMap<u32, (u8, bool)>,
}

impl Display {
    /// The display that programs are shown on here.
    pub fn connect() -> anyhow::Result<Self> {
        let (display, screen) = RustConnection::connect(None)?;
        let setup = display.setup();
        let root = setup.roots.get(screen).context("a screen")?.root;
        let (first, count) = (setup.min_keycode, setup.max_keycode - setup.min_keycode + 1);
        let told = display.get_keyboard_mapping(first, count)?.reply()?;
        let mut keys = BTreeMap::new();
        for (code, meanings) in
            (first..=setup.max_keycode).zip(told.keysyms.chunks(told.keysyms_per_keycode.into()))
        {
            for (meaning, shifted) in meanings.iter().zip([false, true]) {
                keys.entry(*meaning).or_insert((code, shifted));
            }
        }
        Ok(Self { display, root, keys })
    }

    /// The window that is shown and can be asked to close; of several the last, since one that was ended may stand
    /// there for a moment yet.
    pub fn window(&self) -> anyhow::Result<Option<Window>> {
        let protocols = self.atom("WM_PROTOCOLS")?;
        for window in self.display.query_tree(self.root)?.reply()?.children.into_iter().rev() {
            let asked = self.display.get_property(false, window, protocols, AtomEnum::ATOM, 0, 16)?.reply();
            let shown = self.display.get_window_attributes(window)?.reply();
            // What went away between two questions is none.
            let (Ok(asked), Ok(shown)) = (asked, shown) else { continue };
            if asked.value_len > 0 && shown.map_state == MapState::VIEWABLE {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    /// Asks it to close, as the button in its frame does.
    pub fn close(&self, window: Window) -> anyhow::Result<()> {
        let data = [self.atom("WM_DELETE_WINDOW")?, CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS")?, data);
        self.display.send_event(false, window, EventMask::NO_EVENT, message)?;
        Ok(self.display.flush()?)
    }

    /// Where it is on the display, and its width and height.
    pub fn place(&self, window: Window) -> anyhow::Result<(i16, i16, u16, u16)> {
        let size = self.display.get_geometry(window)?.reply()?;
        let at = self.display.translate_coordinates(window, self.root, 0, 0)?.reply()?;
        Ok((at.dst_x, at.dst_y, size.width, size.height))
    }

    /// Puts it there, as a window manager does.
    pub fn put(&self, window: Window, (x, y, width, height): (i16, i16, u16, u16)) -> anyhow::Result<()> {
        let place = ConfigureWindowAux::new().x(i32::from(x)).y(i32::from(y));
        let place = place.width(u32::from(width)).height(u32::from(height));
        self.display.configure_window(window, &place)?.check()?;
        Ok(())
    }

    /// Whether a program offers what was copied, and whether one offers what is selected.
    pub fn offered(&self) -> anyhow::Result<[bool; 2]> {
        let owner =
            |selection| anyhow::Ok(self.display.get_selection_owner(selection)?.reply()?.owner != NONE);
        Ok([owner(self.atom("CLIPBOARD")?)?, owner(AtomEnum::PRIMARY.into())?])
    }

    /// Has it hear the keyboard.
    pub fn focus(&self, window: Window) -> anyhow::Result<()> {
        self.display.set_input_focus(InputFocus::PARENT, window, CURRENT_TIME)?.check()?;
        Ok(())
    }

    /// Types letters and digits where the focus is.
    pub fn types(&self, words: &str) -> anyhow::Result<()> {
        words.chars().try_for_each(|letter| self.press(&[], letter.into()))
    }

    /// Presses Enter.
    pub fn enter(&self) -> anyhow::Result<()> {
        self.press(&[], ENTER)
    }

    /// Presses Escape.
    pub fn escape(&self) -> anyhow::Result<()> {
        self.press(&[], ESCAPE)
    }

    /// Presses the key that opens a menu where the focus is.
    pub fn menu(&self) -> anyhow::Result<()> {
        self.press(&[], MENU)
    }

    /// Presses the pointer's other button in the middle of a window.
    pub fn click_amid(&self, window: Window) -> anyhow::Result<()> {
        let (x, y, width, height) = self.place(window)?;
        let amid = |from: i16, length: u16| anyhow::Ok(from + i16::try_from(length / 2)?);
        let (x, y): (i16, i16) = (amid(x, width)?, amid(y, height)?);
        let input = |kind, what| -> anyhow::Result<()> {
            let faked = self.display.xtest_fake_input(kind, what, CURRENT_TIME, self.root, x, y, 0)?;
            Ok(faked.check()?)
        };
        input(MOTION_NOTIFY_EVENT, 0)?;
        input(BUTTON_PRESS_EVENT, OTHER_BUTTON)?;
        input(BUTTON_RELEASE_EVENT, OTHER_BUTTON)
    }

    /// Presses a letter's key while Ctrl is held.
    pub fn control(&self, letter: char) -> anyhow::Result<()> {
        self.press(&[CONTROL], letter.into())
    }

    fn press(&self, held: &[u32], key: u32) -> anyhow::Result<()> {
        let (_, shifted) = self.key(key)?;
        let down = held.iter().copied().chain(shifted.then_some(SHIFT)).chain([key]);
        let codes = down.map(|key| Ok(self.key(key)?.0)).collect::<anyhow::Result<Vec<u8>>>()?;
        let presses = codes.iter().map(|code| (KEY_PRESS_EVENT, *code));
        let releases = codes.iter().rev().map(|code| (KEY_RELEASE_EVENT, *code));
        for (kind, code) in presses.chain(releases) {
            self.display.xtest_fake_input(kind, code, CURRENT_TIME, self.root, 0, 0, 0)?.check()?;
        }
        Ok(())
    }

    fn key(&self, key: u32) -> anyhow::Result<(u8, bool)> {
        self.keys.get(&key).copied().context("the keyboard has no such key")
    }

    fn atom(&self, name: &str) -> anyhow::Result<u32> {
        Ok(self.display.intern_atom(false, name.as_bytes())?.reply()?.atom)
    }
}
