//! Whether the session is locked, as Windows answers it.

use std::ptr::null_mut;

use console::AskedDesktop;
use windows_sys::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTS_SESSIONSTATE_LOCK, WTSFreeMemory, WTSINFOEXW,
    WTSQuerySessionInformationW, WTSSessionInfoEx,
};

/// The desktop that the program runs on.
pub fn desktop() -> AskedDesktop {
    AskedDesktop(is_locked)
}

#[allow(unsafe_code, reason = "the system fills in a structure of its own")]
fn is_locked() -> bool {
    let (mut told, mut bytes) = (null_mut(), 0);
    // SAFETY: both places outlive the call, which fills them in.
    let answered = unsafe {
        WTSQuerySessionInformationW(
            WTS_CURRENT_SERVER_HANDLE,
            WTS_CURRENT_SESSION,
            WTSSessionInfoEx,
            &mut told,
            &mut bytes,
        )
    };
    if answered == 0 || told.is_null() {
        return false;
    }
    let is_whole = usize::try_from(bytes).is_ok_and(|bytes| bytes >= size_of::<WTSINFOEXW>());
    // SAFETY: the system said that there are as many bytes as the structure has, and level 1 names what is in it.
    let locked = is_whole
        && unsafe {
            let info = told.cast::<WTSINFOEXW>().read_unaligned();
            info.Level == 1 && info.Data.WTSInfoExLevel1.SessionFlags.cast_unsigned() == WTS_SESSIONSTATE_LOCK
        };
    // SAFETY: the system gave it to be freed by this.
    unsafe { WTSFreeMemory(told.cast()) };
    locked
}
