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
    fn a_second_cryptography_is_found() {
        let (bad, good) = ("name = \"aws-lc-sys\"\n", "name = \"ring\"\n");
        tells_apart(banned_crates_stay_out, ("Cargo.lock", bad), ("Cargo.lock", good));
    }
}
