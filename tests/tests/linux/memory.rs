//! What a core dump of the program would hold: before it is locked, and after.

use std::path::Path;

use acceptance::{Bridged, left_out};
use anyhow::Context;
use serde_json::json;

use crate::sought::{PIN, Practices, Sought, working};

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");

#[tokio::test]
async fn a_core_dump_after_the_lock_holds_no_key_no_token_and_nobody() -> anyhow::Result<()> {
    let practices = Practices::open().await?;
    let folder = tempfile::tempdir()?;
    let profile = folder.path().join("profile");
    let bridge = Bridged::start(Path::new(BRIDGE), &profile, &[]).await?;
    let searched = working(&bridge, &practices).await?;
    let process = bridge.process().context("it runs")?;
    let sought = Sought::new(&profile, &practices, &searched)?;
    let Some(open) = sought.found(process).await? else {
        left_out(
            "a_core_dump_after_the_lock_holds_no_key_no_token_and_nobody",
            "the system lets nobody look into the memory of a process that they started",
        );
        return bridge.end().await;
    };
    for what in ["keys", "tokens", "the client's secret", "people"] {
        assert!(
            open.keys().any(|(found, _)| *found == what),
            "{what}: found while it is open, or the look is blind"
        );
    }

    bridge.ask("console_lock", json!({})).await?;
    sought.is_gone_from(process).await?;

    let session = bridge.ask("session_read", json!({})).await?;
    let ana = session["seat"]["people"][0]["id"].clone();
    bridge.ask("person_sign_in", json!({"person": ana, "pin": PIN})).await?;
    bridge.ask("patient_search", json!({"text": searched[0], "limit": 20})).await?;
    let sought = Sought::new(&profile, &practices, &searched)?;
    let again = sought.found(process).await?.context("as before")?;
    assert!(again.keys().any(|(found, _)| *found == "people"), "people are back: {again:?}");
    bridge.ask("console_lock", json!({})).await?;
    sought.is_gone_from(process).await?;
    bridge.end().await
}
