//! The window's configuration is what the design asks: read from what the build reads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn configuration() -> Value {
    let text = fs::read_to_string(root().join("src-tauri/tauri.conf.json")).expect("the configuration");
    serde_json::from_str(&text).expect("JSON")
}

fn window() -> String {
    fs::read_to_string(root().join("src-tauri/src/window.rs")).expect("the window's source")
}

fn policy() -> BTreeMap<String, Vec<String>> {
    let configuration = configuration();
    let text = configuration["app"]["security"]["csp"].as_str().expect("a content policy").to_owned();
    let directives = text.split(';').map(|directive| {
        let mut words = directive.split_whitespace().map(str::to_owned);
        (words.next().expect("a directive has a name"), words.collect())
    });
    directives.collect()
}

#[test]
fn the_content_policy_lets_nothing_in_and_nothing_out() {
    let policy = policy();
    let sources = |name: &str| policy.get(name).unwrap_or_else(|| panic!("{name} is said")).join(" ");
    assert_eq!(sources("default-src"), "'self'");
    assert_eq!(sources("script-src"), "'self'");
    assert_eq!(sources("connect-src"), "ipc: http://ipc.localhost", "the way into the program and no other");
    for closed in ["object-src", "base-uri", "form-action", "frame-src", "frame-ancestors"] {
        assert_eq!(sources(closed), "'none'", "{closed}");
    }
    for (name, sources) in &policy {
        for source in sources {
            let known =
                matches!(source.as_str(), "'self'" | "'none'" | "data:" | "ipc:" | "http://ipc.localhost");
            assert!(known, "{name} lets {source} through");
            assert!(source != "data:" || name == "img-src", "{name}: only pictures may be inlined");
        }
    }
}

#[test]
fn prototypes_are_frozen_and_nothing_dangerous_is_on() {
    let configuration = configuration();
    let (app, security) = (&configuration["app"], &configuration["app"]["security"]);
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(app["withGlobalTauri"], false, "the program is not a global of the page");
    assert_eq!(app["windows"], serde_json::json!([]), "the one window is opened by the program, hardened");
    assert_eq!(configuration["build"]["removeUnusedCommands"], true);
    assert!(configuration["build"].get("devUrl").is_none(), "no page comes from a server");
    let text = configuration.to_string();
    for word in ["dangerous", "\"remote\"", "assetProtocol", "devtools\":true"] {
        assert!(!text.contains(word), "{word} is not to be set");
    }
}

#[test]
fn the_window_keeps_nothing_and_goes_nowhere() {
    let window = window();
    for setting in [
        ".incognito(!is_driven())",
        ".content_protected(true)",
        ".general_autofill_enabled(false)",
        ".browser_extensions_enabled(false)",
        ".on_navigation(",
        ".on_new_window(|_, _| NewWindowResponse::Deny)",
        ".on_download(",
    ] {
        assert!(window.contains(setting), "the window is opened with {setting}");
    }
    assert_eq!(window.matches("WebviewWindowBuilder::new").count(), 1, "there is one window");
    for opening in [".devtools(true)", "initialization_script", "NewWindowResponse::Allow"] {
        assert!(!window.contains(opening), "the window is not opened with {opening}");
    }
}

#[test]
fn the_window_may_ask_our_commands_and_hear_events_and_nothing_else() {
    let capability = capability();
    assert_eq!(capability["windows"], serde_json::json!(["main"]), "one capability for the one window");
    assert!(capability.get("remote").is_none(), "no page from elsewhere may ask anything");
    let listed = capability["permissions"].as_array().expect("permissions");
    let mut listed: Vec<&str> = listed.iter().map(|name| name.as_str().expect("a name")).collect();
    let commands: Vec<String> =
        ipc::COMMANDS.iter().map(|spec| format!("allow-{}", spec.name.replace('_', "-"))).collect();
    let mut wanted: Vec<&str> = commands.iter().map(String::as_str).collect();
    wanted.extend(["core:event:allow-listen", "core:event:allow-unlisten"]);
    listed.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(listed, wanted);
    assert!(!root().join("src-tauri/capabilities").exists(), "no second list beside the generated one");
}

/// The capability as build.rs makes it: read from the newest build where there is one, and held
/// against what the source writes in any case.
fn capability() -> Value {
    let source = fs::read_to_string(root().join("src-tauri/build.rs")).expect("build.rs");
    assert!(source.contains("ipc::COMMANDS"), "the list comes from the contract");
    let built = newest_capability();
    let text =
        built.unwrap_or_else(|| panic!("build the package `daybook` first: no capability was generated"));
    serde_json::from_str(&text).expect("JSON")
}

fn newest_capability() -> Option<String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let profiles = ["debug", "release"].map(|profile| target.join(profile).join("build"));
    let builds = profiles.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let files = builds.filter_map(|entry| Some(entry.ok()?.path().join("out/window/main.json")));
    let newest = files.filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path))).max()?;
    fs::read_to_string(newest.1).ok()
}

#[test]
fn the_plugins_of_the_program_ask_nothing_of_the_window() {
    let manifest = fs::read_to_string(root().join("src-tauri/Cargo.toml")).expect("the manifest");
    let plugins: Vec<&str> = manifest.lines().filter(|line| line.starts_with("tauri-plugin-")).collect();
    assert_eq!(
        plugins,
        ["tauri-plugin-single-instance.workspace = true", "tauri-plugin-window-state.workspace = true"],
        "no shell, file, HTTP or dialog plugin"
    );
    let tauri = fs::read_to_string(root().join("Cargo.toml")).expect("the workspace's manifest");
    let features = tauri.lines().find(|line| line.starts_with("tauri = ")).expect("tauri's line");
    assert!(!features.contains("devtools"), "no developer tools in a release");
}
