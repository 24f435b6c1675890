//! Makes what nobody else can: codes and tokens, drawn from the seed, and a signature under each token. The key is
//! an Ed25519 one, since it can be made from a seed; athenahealth's are RSA. No app should look into an access token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::seed::{Seed, Stream};

/// The length of what is huge.
const HUGE: usize = 16 * 1024;
const KEY_ID: &str = "sandbox-1";

/// The maker of codes and tokens.
pub(crate) struct Mint {
    seed: Seed,
    key: Ed25519KeyPair,
    count: u64,
}

impl Mint {
    /// Takes up work; the same seed has the same key.
    pub(crate) fn new(seed: Seed) -> Self {
        let bytes = draw(seed, u64::MAX);
        let key = Ed25519KeyPair::from_seed_unchecked(&bytes)
            .unwrap_or_else(|_| unreachable!("a seed of 32 bytes makes a key"));
        Mint { seed, key, count: 0 }
    }

    /// What cannot be guessed from anything given out before.
    pub(crate) fn opaque(&mut self, now: DateTime<Utc>, huge: bool) -> String {
        self.count += 1;
        let text = URL_SAFE_NO_PAD.encode(draw(self.seed, self.count ^ now.timestamp().unsigned_abs() << 20));
        if huge { padded(text) } else { text }
    }

    /// An access token: a signed one, as the gateway's are, which is known again as a whole.
    pub(crate) fn access(&mut self, mut claims: Value, now: DateTime<Utc>, huge: bool) -> String {
        claims["jti"] = json!(self.opaque(now, false));
        if huge {
            claims["pad"] = json!("0".repeat(HUGE * 3 / 4));
        }
        self.sign(&claims)
    }

    /// Signs claims (RFC 7515, compact).
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let head = json!({"alg": "EdDSA", "kid": KEY_ID, "typ": "JWT"});
        let [head, claims] = [head.to_string(), claims.to_string()].map(|part| URL_SAFE_NO_PAD.encode(part));
        let signed = format!("{head}.{claims}");
        let seal = URL_SAFE_NO_PAD.encode(self.key.sign(signed.as_bytes()));
        format!("{signed}.{seal}")
    }

    /// The public key, as a set.
    pub(crate) fn keys(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.key.public_key());
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": KEY_ID, "x": x}]})
    }
}

/// The challenge that belongs to a verifier (RFC 7636, S256); nothing for what is no verifier.
pub(crate) fn challenge(verifier: &str) -> Option<String> {
    let fits = (43..=128).contains(&verifier.len());
    let plain = verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    (fits && plain).then(|| URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())))
}

fn draw(seed: Seed, index: u64) -> [u8; 32] {
    let mut dice = seed.dice(Stream::Token, index);
    let mut bytes = [0; 32];
    for part in bytes.chunks_mut(8) {
        part.copy_from_slice(&dice.next().to_be_bytes());
    }
    bytes
}

fn padded(mut text: String) -> String {
    while text.len() < HUGE {
        text.push('0');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_the_one_of_the_standard() {
        let challenged = challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenged.as_deref(), Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), "RFC 7636 B");
        assert_eq!(challenge("too-short"), None, "43 letters at least");
        assert_eq!(challenge(&"a".repeat(129)), None, "128 at most");
        assert_eq!(challenge(&"+".repeat(43)), None, "and none that is reserved");
    }

    #[test]
    fn a_signature_is_good_under_the_key_that_is_shown() {
        use ring::signature::{ED25519, UnparsedPublicKey};
        let mint = Mint::new(Seed(1));
        let token = mint.sign(&json!({"sub": "x"}));
        let (signed, seal) = token.rsplit_once('.').unwrap();
        let [key, seal] = [mint.keys()["keys"][0]["x"].as_str().unwrap(), seal]
            .map(|text| URL_SAFE_NO_PAD.decode(text).unwrap());
        assert!(
            UnparsedPublicKey::new(&ED25519, key).verify(signed.as_bytes(), &seal).is_ok(),
            "it verifies"
        );
    }
}
