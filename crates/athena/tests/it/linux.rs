//! What a server's certificate must be where its root is trusted, which a process on Linux can be told.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::SupportedProtocolVersion;
use rustls::pki_types::CertificateDer;
use rustls::version::{TLS12, TLS13};

use crate::network::get;
use crate::tls::{Party, Until, serving};

const PORT: &str = "DAYBOOK_TLS_PORT";
/// The file in which the process says what it was told.
const TOLD: &str = "DAYBOOK_TLS_TOLD";
const HERE: [u8; 4] = [127, 0, 0, 1];

#[tokio::test]
#[ignore = "is run by the tests below in a process of its own"]
async fn who_trusts_the_root_asks() {
    let (Ok(port), Some(told)) = (env::var(PORT), env::var_os(TOLD)) else { return };
    let answer = get(&format!("https://127.0.0.1:{port}/v1/1/ping?canary=1")).await;
    fs::write(told, format!("{:?}", answer.map(|answer| answer.status().as_u16()))).expect("told");
}

/// The root as it stands in a file of what a computer trusts.
fn root() -> String {
    let text = STANDARD.encode(Party::ROOT.itself());
    let mut file = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in text.as_bytes().chunks(64) {
        writeln!(file, "{}", String::from_utf8_lossy(line)).expect("text");
    }
    file + "-----END CERTIFICATE-----\n"
}

/// What somebody is told who trusts the root and asks such a server, and what of their request reached it.
fn asked(
    certificate: CertificateDer<'static>,
    version: &'static SupportedProtocolVersion,
) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let (trusted, told) = (folder.path().join("trusted.pem"), folder.path().join("told"));
    fs::write(&trusted, root()).expect("written");
    let (port, served) = serving(vec![certificate], version);
    let mut asker = Command::new(env::current_exe().expect("this program"));
    asker.args(["--exact", "linux::who_trusts_the_root_asks", "--ignored"]);
    let output = asker
        .env_remove("SSL_CERT_DIR")
        .env("SSL_CERT_FILE", trusted)
        .env(PORT, port.to_string())
        .env(TOLD, &told)
        .output()
        .expect("the process runs");
    let said = || String::from_utf8_lossy(&output.stdout);
    let told = fs::read_to_string(told).unwrap_or_else(|error| panic!("it tells: {error}, {}", said()));
    let reached = served.join().expect("the server");
    (told, String::from_utf8_lossy(&reached).into_owned())
}

#[test]
fn a_certificate_of_a_trusted_root_for_this_host_is_taken_over_tls_1_2_and_1_3() {
    for version in [&TLS12, &TLS13] {
        let (told, reached) = asked(Party::ROOT.certifies_server(HERE, Until::Later), version);
        assert_eq!(told, "Ok(204)");
        assert!(reached.starts_with("GET /v1/1/ping?canary=1 HTTP/1.1"), "{reached}");
    }
}

#[test]
fn no_byte_of_a_request_reaches_a_server_whose_certificate_ended_or_is_for_another() {
    for (why, address, until) in
        [("it ended", HERE, Until::LongAgo), ("it is for another host", [127, 0, 0, 2], Until::Later)]
    {
        for version in [&TLS12, &TLS13] {
            let (told, reached) = asked(Party::ROOT.certifies_server(address, until), version);
            assert_eq!((told.as_str(), reached.as_str()), ("Err(NotSent(Tls))", ""), "{why}");
        }
    }
}
