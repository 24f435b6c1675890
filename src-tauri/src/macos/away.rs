//! Whether the session is locked, as macOS answers it.

use console::AskedDesktop;
use objc2_core_foundation::{CFBoolean, CFString, CFType};
use objc2_core_graphics::CGSessionCopyCurrentDictionary;

/// Is there while the session is locked.
const LOCKED: &str = "CGSSessionScreenIsLocked";

/// The desktop that the program runs on.
pub fn desktop() -> AskedDesktop {
    AskedDesktop(is_locked)
}

#[allow(unsafe_code, reason = "the system's dictionary does not say what is in it")]
fn is_locked() -> bool {
    let Some(session) = CGSessionCopyCurrentDictionary() else { return false };
    // SAFETY: a session's keys are strings, and every value of the system's dictionaries is an object.
    let session = unsafe { session.cast_unchecked::<CFString, CFType>() };
    let locked = session.get(&CFString::from_static_str(LOCKED));
    locked.and_then(|locked| locked.downcast::<CFBoolean>().ok()).is_some_and(|locked| locked.as_bool())
}
