//! The Secret Service: whichever program of the desktop keeps secrets.

use std::path::Path;
use std::sync::Arc;

use keyring_core::CredentialStore;
use zbus::blocking::Connection;
use zbus::blocking::fdo::DBusProxy;
use zbus_secret_service_keyring_store::Store;

/// Under which name they all answer.
const SECRETS: &str = "org.freedesktop.secrets";

/// Connects to whoever keeps secrets on the session bus now.
pub fn keychain() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

/// By what name people know the program that keeps secrets now.
pub fn keychain_name() -> Option<String> {
    let bus = DBusProxy::new(&Connection::session().ok()?).ok()?;
    let process = bus.get_connection_unix_process_id(SECRETS.try_into().ok()?).ok()?;
    let words = std::fs::read(format!("/proc/{process}/cmdline")).ok()?;
    let program = String::from_utf8_lossy(words.split(|byte| *byte == 0).next()?).into_owned();
    named(&program)
}

fn named(program: &str) -> Option<String> {
    let name = match Path::new(program).file_name()?.to_str()? {
        "gnome-keyring-daemon" => "GNOME Keyring",
        "keepassxc" => "KeePassXC",
        "ksecretd" | "kwalletd5" | "kwalletd6" => "KDE Wallet",
        other => other,
    };
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_program_has_the_name_that_people_know() {
        let known = [
            ("/usr/bin/gnome-keyring-daemon", "GNOME Keyring"),
            ("keepassxc", "KeePassXC"),
            ("/usr/bin/ksecretd", "KDE Wallet"),
            ("/opt/pass/pass-secret-service", "pass-secret-service"),
        ];
        for (program, name) in known {
            assert_eq!(named(program).as_deref(), Some(name));
        }
        assert_eq!(named(""), None);
    }
}
