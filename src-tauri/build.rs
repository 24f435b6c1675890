//! Feeds Tauri's permission list from the contract, so that no second list is kept.

use std::path::PathBuf;

fn main() {
    let names: Vec<&'static str> = ipc::COMMANDS.iter().map(|spec| spec.name).collect();
    let capabilities = write_capability(&names);
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(Box::leak(names.into_boxed_slice())))
        .capabilities_path_pattern(Box::leak(capabilities.into_boxed_str()));
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the window's configuration does not build: {error:#}");
    }
}

/// The one capability of the one window: our commands, and hearing events.
fn write_capability(names: &[&str]) -> String {
    let mut permissions: Vec<String> =
        vec!["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()];
    permissions.extend(names.iter().map(|name| format!("allow-{}", name.replace('_', "-"))));
    let list = permissions.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let text = format!(
        "{{\"identifier\": \"main\", \"description\": \"What the window may ask.\", \"windows\": [\"main\"], \"permissions\": [{list}]}}"
    );
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("window");
    let path = folder.join("main.json");
    std::fs::create_dir_all(&folder)
        .and_then(|()| {
            if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
                Ok(())
            } else {
                std::fs::write(&path, &text)
            }
        })
        .unwrap_or_else(|error| panic!("the capability cannot be written: {error}"));
    folder.join("*.json").to_string_lossy().into_owned()
}
