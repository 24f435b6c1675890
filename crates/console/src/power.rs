//! Whether the computer runs on its battery: what nobody waits for is read less often then.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::console::Console;

/// How often it is asked.
const AGAIN: Duration = Duration::from_secs(60);

/// Tells the loop that reads, for as long as there is a console.
pub(crate) fn watch(console: &Console) {
    let watched = console.downgrade();
    console.ports().tasks.begin(Box::pin(async move {
        while let Some(console) = watched.upgrade() {
            let is_so = console.ports().desktop.on_battery();
            if let Some(live) = &console.state().read().await.live {
                live.reading.on_battery(is_so);
            }
            drop(console);
            tokio::time::sleep(AGAIN).await;
        }
    }));
}

/// Whether a computer runs on its battery whose supplies a folder tells of, as Linux does: no mains gives
/// anything, and a battery gives all.
pub fn on_battery_by(folder: &Path) -> bool {
    let said = |supply: &Path, what: &str| {
        let said = fs::read_to_string(supply.join(what)).unwrap_or_default();
        said.trim().to_owned()
    };
    let Ok(supplies) = fs::read_dir(folder) else { return false };
    let supplies: Vec<_> = supplies.flatten().map(|supply| supply.path()).collect();
    let is_fed =
        supplies.iter().any(|supply| said(supply, "type") != "Battery" && said(supply, "online") == "1");
    // The battery of a mouse is none of the computer's.
    let gives = |supply: &&std::path::PathBuf| {
        said(supply, "type") == "Battery"
            && said(supply, "scope") != "Device"
            && said(supply, "status") == "Discharging"
    };
    !is_fed && supplies.iter().any(|supply| gives(&supply))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::on_battery_by;

    fn supply(folder: &Path, name: &str, says: &[(&str, &str)]) {
        let supply = folder.join(name);
        fs::create_dir_all(&supply).expect("a folder");
        for (what, said) in says {
            fs::write(supply.join(what), format!("{said}\n")).expect("a file");
        }
    }

    #[test]
    fn a_battery_that_gives_while_no_mains_does_is_what_the_computer_runs_on() {
        let temp = tempfile::tempdir().expect("a folder");
        let folder = temp.path();
        assert!(!on_battery_by(&folder.join("none")), "a computer that says nothing is on the mains");
        supply(
            folder,
            "hidpp_battery_0",
            &[("type", "Battery"), ("scope", "Device"), ("status", "Discharging")],
        );
        assert!(!on_battery_by(folder), "a mouse's");
        supply(folder, "BAT0", &[("type", "Battery"), ("status", "Discharging")]);
        assert!(on_battery_by(folder));
        supply(folder, "AC", &[("type", "Mains"), ("online", "0")]);
        assert!(on_battery_by(folder));
        supply(folder, "AC", &[("type", "Mains"), ("online", "1")]);
        assert!(!on_battery_by(folder));
        supply(folder, "AC", &[("type", "Mains"), ("online", "0")]);
        supply(folder, "BAT0", &[("type", "Battery"), ("status", "Charging")]);
        assert!(!on_battery_by(folder));
    }
}
