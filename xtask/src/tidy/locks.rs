//! What the lock files may name: public registries, and no crate that the design keeps out.

use crate::tidy::source::{Complaint, Source};

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM: &str = "https://registry.npmjs.org/";

/// One TLS, one cryptography: rustls with ring, and the system's OpenSSL under SQLCipher.
const BANNED: [&str; 5] = ["aws-lc-rs", "aws-lc-sys", "native-tls", "openssl-src", "openssl-sys"];

/// Packages come from crates.io and npm's registry, never from a mirror or a repository.
pub fn packages_come_from_the_registry(source: &Source) -> Vec<Complaint> {
    let (key, wanted) = match source.path.as_str() {
        "Cargo.lock" => ("source = \"", CRATES_IO),
        "ui/package-lock.json" => ("\"resolved\": \"", NPM),
        _ => return Vec::new(),
    };
    let found = source.lines().filter_map(|(line, text)| Some((line, text.trim_start().strip_prefix(key)?)));
    let foreign = found.filter(|(_, value)| !value.starts_with(wanted));
    foreign
        .map(|(line, _)| Complaint::at(source, line, format!("comes from elsewhere than {wanted}")))
        .collect()
}

/// No second TLS or cryptography library comes in through a dependency's default features.
pub fn banned_crates_stay_out(source: &Source) -> Vec<Complaint> {
    if source.path != "Cargo.lock" {
        return Vec::new();
    }
    let named = source.lines().filter_map(|(line, text)| Some((line, text.strip_prefix("name = \"")?)));
    let banned = named.filter(|(_, name)| BANNED.contains(&name.trim_end_matches('"')));
    banned
        .map(|(line, name)| Complaint::at(source, line, format!("\"{name} is kept out of the graph")))
        .collect()
}

/// A package made for another system is locked too; without it `npm ci` refuses the whole lock.
pub fn every_platform_is_locked(source: &Source) -> Vec<Complaint> {
    if source.path != "ui/package-lock.json" {
        return Vec::new();
    }
    let mut is_list = false;
    let mut found = Vec::new();
    for (line, text) in source.lines().map(|(line, text)| (line, text.trim())) {
        let name = text.split('"').nth(1).filter(|_| is_list && !text.starts_with('}'));
        if let Some(name) = name.filter(|name| !source.text.contains(&format!("node_modules/{name}\": {{"))) {
            found.push(Complaint::at(source, line, format!("{name} is not locked: npm ci will refuse")));
        }
        is_list = text.starts_with("\"optionalDependencies\"") || is_list && !text.starts_with('}');
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::tells_apart;

    #[test]
    fn another_registry_is_found() {
        let good = format!("source = \"{CRATES_IO}\"\n");
        let bad = "source = \"git+https://example.org/serde\"\n";
        tells_apart(packages_come_from_the_registry, ("Cargo.lock", bad), ("Cargo.lock", &good));
        let good = "  \"resolved\": \"https://registry.npmjs.org/react/-/react-19.tgz\",\n";
        let bad = "  \"resolved\": \"http://mirror.example/react-19.tgz\",\n";
        tells_apart(
            packages_come_from_the_registry,
            ("ui/package-lock.json", bad),
            ("ui/package-lock.json", good),
        );
    }

    #[test]
    fn a_platform_that_is_not_locked_is_found() {
        let list =
            "\"optionalDependencies\": {\n  \"tool-linux\": \"1\",\n  \"tool-mac\": \"1\"\n},\n\"x\": {}\n";
        let half = format!("{list}\"node_modules/tool-linux\": {{\n");
        let whole = format!("{half}\"node_modules/a/node_modules/tool-mac\": {{\n");
        let path = "ui/package-lock.json";
        tells_apart(every_platform_is_locked, (path, &half), (path, &whole));
    }

    #[test]
    fn a_second_cryptography_is_found() {
        let (bad, good) = ("name = \"aws-lc-sys\"\n", "name = \"ring\"\n");
        tells_apart(banned_crates_stay_out, ("Cargo.lock", bad), ("Cargo.lock", good));
    }
}
