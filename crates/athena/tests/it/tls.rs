//! Servers that speak TLS, with certificates that are made here.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::crypto::ring::{default_provider, sign::any_supported_type};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::SigningKey;
use rustls::{ServerConfig, ServerConnection, SignatureScheme, SupportedProtocolVersion};

const SEQUENCE: u8 = 0x30;
const ED25519: [u8; 5] = [0x06, 0x03, 0x2b, 0x65, 0x70];
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x1d, 0x11];
const TRUE: [u8; 3] = [0x01, 0x01, 0xff];
const BASIC_CONSTRAINTS: [u8; 5] = [0x06, 0x03, 0x55, 0x1d, 0x13];
/// PKCS #8 around a seed of Ed25519.
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// Until when a certificate is good.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    Later,
    LongAgo,
}

/// Who signs certificates, or serves under one.
#[derive(Clone, Copy)]
pub(crate) struct Party {
    seed: [u8; 32],
    name: &'static str,
}

impl Party {
    pub(crate) const ROOT: Self = Self { seed: [1; 32], name: "A root of a test" };
    pub(crate) const SERVER: Self = Self { seed: [2; 32], name: "A server of a test" };

    fn private(self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from([PKCS8.as_slice(), &self.seed].concat()).into()
    }

    fn key(self) -> Arc<dyn SigningKey> {
        any_supported_type(&self.private()).expect("a key")
    }

    fn x501(self) -> Vec<u8> {
        let name = der(0x0c, &[self.name.as_bytes()]);
        der(SEQUENCE, &[&der(0x31, &[&der(SEQUENCE, &[&COMMON_NAME, &name])])])
    }

    /// What this one states of another, or of itself.
    fn certifies(self, whom: Self, extension: &[u8], until: Until) -> CertificateDer<'static> {
        let algorithm = der(SEQUENCE, &[&ED25519]);
        let until = match until {
            Until::Later => b"491231235959Z",
            Until::LongAgo => b"210101000000Z",
        };
        let lives = der(SEQUENCE, &[&der(0x17, &[b"200101000000Z"]), &der(0x17, &[until])]);
        let public = whom.key().public_key().expect("of Ed25519").to_vec();
        let extensions = der(0xa3, &[&der(SEQUENCE, &[extension])]);
        let (version, serial) = ([0xa0, 3, 2, 1, 2], [2, 1, 7]);
        let stated = der(
            SEQUENCE,
            &[&version, &serial, &algorithm, &self.x501(), &lives, &whom.x501(), &public, &extensions],
        );
        let signer = self.key().choose_scheme(&[SignatureScheme::ED25519]).expect("of Ed25519");
        let signature = der(0x03, &[&[0], &signer.sign(&stated).expect("signed")]);
        der(SEQUENCE, &[&stated, &algorithm, &signature]).into()
    }

    /// The certificate of a server at an address, by this one.
    pub(crate) fn certifies_server(self, address: [u8; 4], until: Until) -> CertificateDer<'static> {
        let names = der(0x04, &[&der(SEQUENCE, &[&der(0x87, &[&address])])]);
        self.certifies(Self::SERVER, &der(SEQUENCE, &[&SUBJECT_ALT_NAME, &names]), until)
    }

    /// What this one states of itself: whoever trusts it trusts whatever it certifies.
    pub(crate) fn itself(self) -> CertificateDer<'static> {
        let may_sign = der(0x04, &[&der(SEQUENCE, &[&TRUE])]);
        self.certifies(self, &der(SEQUENCE, &[&BASIC_CONSTRAINTS, &TRUE, &may_sign]), Until::Later)
    }
}

fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = u16::try_from(content.len()).expect("short").to_be_bytes();
    let head = match (high, low) {
        (0, ..0x80) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, content].concat()
}

/// A server that answers one connection, and gives what of a request it could read.
pub(crate) fn serving(
    chain: Vec<CertificateDer<'static>>,
    version: &'static SupportedProtocolVersion,
) -> (u16, JoinHandle<Vec<u8>>) {
    let config = ServerConfig::builder_with_provider(default_provider().into())
        .with_protocol_versions(&[version])
        .expect("it is spoken")
        .with_no_client_auth()
        .with_single_cert(chain, Party::SERVER.private())
        .expect("a certificate of this key");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let served = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().expect("a caller");
        let mut connection = ServerConnection::new(config.into()).expect("a connection");
        let mut asked = vec![0; 8_192];
        let mut stream = rustls::Stream::new(&mut connection, &mut socket);
        let read = stream.read(&mut asked).unwrap_or(0);
        asked.truncate(read);
        if read > 0 {
            stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").expect("an answer");
        }
        asked
    });
    (port, served)
}
