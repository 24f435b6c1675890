//! What must be found in no memory once a console is locked, and the work that brings it there.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use acceptance::{Bridged, Canaries, Server, memory_of, misspelt, say, served, until};
use anyhow::{Context, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID, PUBLIC_CLIENT_ID, Sandbox};
use serde_json::{Value, json};
use store::{FileId, MasterKey};

/// As long as a PIN may be, so that it stands nowhere by chance.
pub(crate) const PIN: &str = "482915730264";
/// How long reading a practice of one provider may take, and how long what was under way at a lock.
const FILLED: Duration = Duration::from_secs(120);
const SETTLED: Duration = Duration::from_secs(60);
/// More bytes than the longest word has.
const OVERLAP: usize = 1024;
/// Bytes of a token that are looked for by themselves: a part of one is left where others lie over it.
const PART: usize = 32;

pub(crate) type Found = BTreeMap<(&'static str, String), usize>;

/// What must not be there, by what it is.
pub(crate) struct Sought {
    by_kind: Vec<(&'static str, Canaries)>,
    /// All of them at once: where none of it is, nothing else is looked for.
    any: Canaries,
}

impl Sought {
    pub(crate) fn new(profile: &Path, practices: &Practices, searched: &[String]) -> anyhow::Result<Self> {
        let (of_person, of_client) = (&practices.of_person.0, &practices.of_client.0);
        let truth = of_client.truth();
        let people = searched.iter().fold(Canaries::of(&truth, usize::MAX), |people, word| people.and(word));
        ensure!(people.count() >= 500, "there are words enough to look for: {}", people.count());
        let tokens = [of_person.tokens(), of_client.tokens()].concat();
        ensure!(tokens.len() >= 3, "an access token of each, and one to refresh: {}", tokens.len());
        let tokens = tokens.iter().flat_map(|token| parts(token));
        let basic = STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
        let by_kind = vec![
            ("keys", Canaries::of_bytes(keys(profile)?.iter().flat_map(forms))),
            ("tokens", Canaries::of_bytes(tokens)),
            ("the client's secret", Canaries::new([CLIENT_SECRET.to_owned(), basic])),
            ("the PIN", Canaries::new([PIN.to_owned()])),
            ("people", people),
        ];
        let any = Canaries::of_bytes(by_kind.iter().flat_map(|(_, words)| words.words().map(<[u8]>::to_vec)));
        Ok(Self { by_kind, any })
    }

    /// How often each is found in which part of a process's memory; `None` where nobody may look.
    pub(crate) async fn found(&self, process: u32) -> anyhow::Result<Option<Found>> {
        let mut found = Found::new();
        let seen = memory_of(process, OVERLAP, |mapping, piece| {
            if self.any.found_in(piece) == 0 {
                return;
            }
            for (what, words) in &self.by_kind {
                let count = words.found_in(piece);
                if count > 0 {
                    *found.entry((*what, mapping.to_owned())).or_default() += count;
                }
            }
        });
        let Some(seen) = seen.await? else { return Ok(None) };
        say(&format!("{seen} bytes of memory: {found:?}"));
        Ok(Some(found))
    }

    /// Waits until none of it is left: what was under way at a lock ends when it hears of it.
    pub(crate) async fn is_gone_from(&self, process: u32) -> anyhow::Result<()> {
        let mut left = Found::new();
        let settled = until("nothing is left in memory", SETTLED, async || {
            left = self.found(process).await?.context("it was let look before")?;
            Ok(left.is_empty().then_some(()))
        });
        settled.await.with_context(|| format!("left after the lock: {left:?}"))
    }
}

/// The profile's key, and those of its files and its audit.
fn keys(profile: &Path) -> anyhow::Result<Vec<Vec<u8>>> {
    let keychain = std::fs::read(profile.join("bridge-keychain.json"))?;
    let accounts: BTreeMap<String, Vec<u8>> = serde_json::from_slice(&keychain)?;
    let kept = accounts.iter().find(|(account, _)| account.starts_with("profile ")).context("a key")?.1;
    let master = MasterKey::from_kept(kept).context("a key of ours")?;
    let described: Value = serde_json::from_slice(&std::fs::read(profile.join("profile.json"))?)?;
    let vault = described["vault"].as_str().context("a vault")?;
    let files = described["files"].as_object().context("its files")?;
    ensure!(files.len() >= 2, "a vault and a copy: {}", files.len());
    let of_files = files.keys().map(|file| master.derive(&FileId::from_hex(file)).expose().to_vec());
    let audit = master.audit(&FileId::from_hex(vault)).to_bytes();
    Ok(of_files.chain(audit.chunks(32).map(<[u8]>::to_vec)).chain([kept.clone()]).collect())
}

/// A key, halves of it, as HMAC pads it, and as text of it is written.
fn forms(key: &Vec<u8>) -> Vec<Vec<u8>> {
    let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let listed = key.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
    let padded = |pad: u8| key[..key.len() / 2].iter().map(|byte| byte ^ pad).collect();
    let halves = key.chunks(key.len() / 2).map(<[u8]>::to_vec);
    let texts = [digits.to_uppercase(), digits, listed, STANDARD.encode(key)].map(String::into_bytes);
    halves.chain(texts).chain([padded(0x36), padded(0x5c)]).collect()
}

/// Parts of a token from its end, which no other token shares.
fn parts(token: &str) -> Vec<Vec<u8>> {
    token.as_bytes().rchunks(PART).filter(|part| part.len() == PART).take(4).map(<[u8]>::to_vec).collect()
}

/// Two practices with the same people: somebody signs in to the one, and a client by its secret to the other.
pub(crate) struct Practices {
    of_person: (Sandbox, Server, String),
    pub(crate) of_client: (Sandbox, Server, String),
}

/// A manager who looks for people and at them. Gives what was looked for.
pub(crate) async fn working(bridge: &Bridged, practices: &Practices) -> anyhow::Result<Vec<String>> {
    bridge.ask("profile_open", json!({})).await?;
    let (practice, _, address) = &practices.of_person;
    let person = json!({
        "environment": {"kind": "other", "address": address}, "practice": PRACTICE_ID,
        "clientId": PUBLIC_CLIENT_ID, "clientSecret": "", "signIn": "person",
    });
    bridge.connect_person(practice, person).await?;
    bridge.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": PIN})).await?;
    let (practice, _, address) = &practices.of_client;
    let client = json!({
        "environment": {"kind": "other", "address": address}, "practice": PRACTICE_ID, "clientId": CLIENT_ID,
        "clientSecret": CLIENT_SECRET,
    });
    bridge.ask("connection_add", client).await?;
    until("the practice is read", FILLED, async || {
        let sync = bridge.ask("sync_read", json!({})).await?;
        Ok((sync["fill"]["phase"] == "fresh").then_some(()))
    })
    .await?;
    let names: Vec<String> = practice.truth().patients().take(20).map(|patient| patient.last_name).collect();
    for name in &names {
        let found = bridge.ask("patient_search", json!({"text": misspelt(name), "limit": 20})).await?;
        if let Some(patient) = found["rows"][0]["id"].as_str() {
            bridge.ask("patient_open", json!({"patient": patient})).await?;
        }
        bridge.ask("patient_ask", json!({"text": name})).await?;
    }
    bridge.ask("schedule_day", json!({})).await?;
    Ok(names.iter().map(|name| misspelt(name)).collect())
}

impl Practices {
    /// Both, served over the loopback.
    pub(crate) async fn open() -> anyhow::Result<Self> {
        Ok(Self { of_person: served().await?, of_client: served().await? })
    }
}
