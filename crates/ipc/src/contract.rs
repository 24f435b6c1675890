//! The form of a command's declaration, and what is made of it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::pin::Pin;

use crate::shown::{Seen, Shows};
use crate::{Audit, AuditEntry, AuditKind, Call, Failure, Outcome, Permission, Searched, Tag};

/// Whether a command reads or writes, and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Answers from what is held; stale when one of these is.
    Reads(&'static [Tag]),
    /// Changes something; makes these stale.
    Writes(&'static [Tag]),
}

/// One command as it is declared.
#[derive(Clone, Copy, Debug)]
pub struct CommandSpec {
    /// Its name.
    pub name: &'static str,
    /// Its request's type.
    pub request: &'static str,
    /// Its response's type.
    pub response: &'static str,
    /// What it reads or writes.
    pub access: Access,
    /// What its caller must be allowed.
    pub permission: Permission,
    /// What the audit says of it; `None` where there is nothing to say but that it was refused.
    pub audit: Option<AuditWords>,
    /// What it does, in words.
    pub words: &'static str,
}

impl CommandSpec {
    /// Whether its answer shows something: it reads, or what it writes is how people are asked for.
    pub fn shows(&self) -> bool {
        let is_looking =
            self.audit.is_some_and(|audit| matches!(audit.kind, AuditKind::View | AuditKind::Search));
        is_looking || matches!(self.access, Access::Reads(_))
    }
}

/// What the audit says of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditWords {
    /// What kind of deed it is.
    pub kind: AuditKind,
    /// What it does.
    pub words: &'static str,
}

/// What the audit records of a request beyond the command's own words.
pub trait Audited {
    /// What it comes to, where that is something else than the command's own words say.
    fn words(&self) -> Option<&'static str> {
        None
    }

    /// The patient whom the request is about.
    fn patient(&self) -> Option<&str> {
        None
    }

    /// The patient whom the request names, whether or not it is about them.
    fn named(&self) -> Option<&str> {
        self.patient()
    }

    /// What is looked for.
    fn searched(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// What else it is about, which is nothing about a patient: a day, a connection, a person.
    fn about(&self) -> Option<&str> {
        None
    }

    /// The department to which that is narrowed.
    fn department(&self) -> Option<&str> {
        None
    }
}

/// Declares the commands: `name(Request) -> Response, reads|writes [Tag…], needs Permission, audit "words";`
/// (`audit (none "words")` where nothing is recorded but that it was refused). What reads is a view and what
/// writes a write, unless a kind is named: `audit (Search "words")`.
macro_rules! commands {
    (@access reads [$($tag:ident),*]) => { $crate::contract::Access::Reads(&[$($crate::Tag::$tag),*]) };
    (@access writes [$($tag:ident),*]) => { $crate::contract::Access::Writes(&[$($crate::Tag::$tag),*]) };
    (@audit $access:ident (none $words:literal)) => { None };
    (@audit $access:ident ($kind:ident $words:literal)) => {
        Some($crate::contract::AuditWords { kind: $crate::AuditKind::$kind, words: $words })
    };
    (@audit reads $words:literal) => { commands!(@audit reads (View $words)) };
    (@audit writes $words:literal) => { commands!(@audit writes (Write $words)) };
    (@words ($kind:ident $words:literal)) => { $words };
    (@words $words:literal) => { $words };
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $response:ty,
        $access:ident [$($tag:ident),*], needs $permission:ident, audit $audit:tt;)+) => {
        /// What the console can do. One method for each command.
        pub trait Api: Send + Sync {
            $($(#[$doc])* fn $name(
                &self,
                call: &$crate::Call,
                request: $request,
            ) -> impl Future<Output = Result<$response, $crate::Failure>> + Send;)+
        }

        /// Every command as it is declared, in order.
        pub const COMMANDS: &[$crate::CommandSpec] = &[$($crate::CommandSpec {
            name: stringify!($name),
            request: stringify!($request),
            response: stringify!($response),
            access: commands!(@access $access [$($tag),*]),
            permission: $crate::Permission::$permission,
            audit: commands!(@audit $access $audit),
            words: commands!(@words $audit),
        }),+];

        /// Answers a command by name: checks the lock and the permission, reads the request, calls
        /// the console, has the audit keep the entry before the answer is given. `None` where there
        /// is no such command.
        pub async fn dispatch(
            api: &impl Api,
            audit: &impl $crate::Audit,
            call: &$crate::Call,
            name: &str,
            request: &[u8],
        ) -> Option<Result<Vec<u8>, $crate::Failure>> {
            let spec = COMMANDS.iter().find(|spec| spec.name == name)?;
            match name {
                $(stringify!($name) => $crate::contract::on_heap(|| async move {
                    let request: Result<$request, _> = $crate::contract::taken(request);
                    if let Err(refusal) = $crate::contract::admit(spec, call) {
                        let refused = $crate::contract::refused(spec, call, request.as_ref().ok(), &refusal);
                        return Some(Err($crate::contract::told(audit, refused, refusal).await));
                    }
                    let request = match request {
                        Ok(request) => request,
                        Err(failure) => {
                            let call = call.with($crate::contract::entry(spec, call, None));
                            let answer: Result<$response, _> = Err(failure);
                            let answer = $crate::contract::recorded(audit, spec, &call, answer).await;
                            return Some(answer.and_then(|response| $crate::contract::write(&response)));
                        }
                    };
                    let call = call.with($crate::contract::entry(spec, call, Some(&request)));
                    if let Err(failure) = $crate::contract::recorded_before(audit, &call).await {
                        return Some(Err(failure));
                    }
                    let answer = api.$name(&call, request).await;
                    let answer = $crate::contract::recorded(audit, spec, &call, answer).await;
                    Some(answer.and_then(|response: $response| $crate::contract::write(&response)))
                }).await,)+
                _ => None,
            }
        }

        pub(crate) fn declare(types: &mut $crate::typescript::Types) {
            $(types.command::<$request, $response>(stringify!($name));)+
        }
    };
}
pub(crate) use commands;

/// A future where it takes no room of whoever waits for it: without this, one place on the stack for each command's
/// future would be kept at once, since a build that is not optimized lets none share it.
#[inline(never)]
pub(crate) fn on_heap<F: Future>(make: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::pin(make())
}

/// A command as it is declared; `None` where there is no such command.
pub fn declared(name: &str) -> Option<&'static CommandSpec> {
    crate::COMMANDS.iter().find(|spec| spec.name == name)
}

/// What a command makes stale; nothing where it reads or does not exist.
pub fn written(name: &str) -> &'static [Tag] {
    match declared(name).map(|spec| spec.access) {
        Some(Access::Writes(tags)) => tags,
        _ => &[],
    }
}

pub(crate) fn admit(spec: &CommandSpec, call: &Call) -> Result<(), Failure> {
    if spec.permission == Permission::Anyone {
        return Ok(());
    }
    if call.lock == crate::Lock::Locked {
        return Err(Failure::Locked);
    }
    if call.lock == crate::Lock::Emergency && !crate::AT_THE_DESK.contains(&spec.name) {
        return Err(Failure::NotInEmergency);
    }
    if call.lock == crate::Lock::SignedOut && !crate::SIGNED_OUT.contains(&spec.name) {
        return Err(Failure::SignInNeeded);
    }
    if !call.caller.role.may(spec.permission) {
        return Err(Failure::Forbidden { permission: spec.permission });
    }
    Ok(())
}

/// What the audit says of a call when it is done; nothing where it has no words.
pub(crate) fn entry(spec: &CommandSpec, call: &Call, request: Option<&dyn Audited>) -> Option<AuditEntry> {
    spec.audit.map(|audit| asked(spec, call, request, audit.kind))
}

fn asked(spec: &CommandSpec, call: &Call, request: Option<&dyn Audited>, kind: AuditKind) -> AuditEntry {
    let text = |of: fn(&dyn Audited) -> Option<&str>| request.and_then(of).map(str::to_owned);
    AuditEntry {
        command: spec.name,
        words: request.and_then(Audited::words).unwrap_or(spec.words),
        kind,
        caller: call.caller.clone(),
        outcome: Outcome::Done,
        patient: text(|request| request.patient()),
        searched: request.and_then(Audited::searched).map(|text| Searched(text.into_owned())),
        about: narrowed(text(|request| request.about()), text(|request| request.department())),
    }
}

/// One day in two departments is two things.
fn narrowed(about: Option<String>, department: Option<String>) -> Option<String> {
    let department = department.map(|id| format!("department {id}"));
    match (about, department) {
        (Some(about), Some(department)) => Some(format!("{about} {department}")),
        (about, department) => about.or(department),
    }
}

/// What the audit says of what a caller was refused, and of whom or what. What a locked console refuses is
/// recorded where its deed would be; whatever a person may not do is recorded in any case.
pub(crate) fn refused<R: Audited>(
    spec: &CommandSpec,
    call: &Call,
    request: Option<&R>,
    why: &Failure,
) -> Option<AuditEntry> {
    let is_due = matches!(why, Failure::Forbidden { .. } | Failure::NotInEmergency | Failure::SignInNeeded);
    (is_due || spec.audit.is_some()).then(|| {
        let request = request.map(|request| -> &dyn Audited { request });
        AuditEntry { outcome: Outcome::Refused, ..asked(spec, call, request, AuditKind::Refusal) }
    })
}

/// Has a refusal recorded. There is nothing to withhold: the caller is refused either way.
pub(crate) async fn told(audit: &impl Audit, refused: Option<AuditEntry>, refusal: Failure) -> Failure {
    if let Some(entry) = refused {
        let _ = audit.record(vec![entry]).await;
    }
    refusal
}

/// That something is about to leave the console is on record before it does: a file that was written, or a
/// page that was printed, is out of reach. How it ended is another entry.
pub(crate) async fn recorded_before(audit: &impl Audit, call: &Call) -> Result<(), Failure> {
    match call.entry().filter(|entry| leaves(entry.kind)) {
        Some(entry) => audit.record(vec![AuditEntry { outcome: Outcome::Begun, ..entry }]).await,
        None => Ok(()),
    }
}

fn leaves(kind: AuditKind) -> bool {
    matches!(kind, AuditKind::Export | AuditKind::Print)
}

/// Whether a command lets somebody in who was out: anybody may try, and to lock is none.
fn lets_in(spec: &CommandSpec) -> bool {
    spec.permission == Permission::Anyone && spec.name != "console_lock"
}

/// Has the audit keep what came of a call before its answer is given. What shows something is withheld
/// where it cannot be kept; what was written is done, and saying otherwise would have it done twice.
pub(crate) async fn recorded<T: Shows>(
    audit: &impl Audit,
    spec: &CommandSpec,
    call: &Call,
    answer: Result<T, Failure>,
) -> Result<T, Failure> {
    let asked = call.entry();
    let mut entries = seen(spec, call, asked.as_ref(), &answer);
    if let Some(entry) = asked {
        entries.insert(0, ended(entry, spec, answer.is_ok()));
    }
    if entries.is_empty() {
        return answer;
    }
    match audit.record(entries).await {
        Err(failure) if spec.shows() => answer.and(Err(failure)),
        _ => answer,
    }
}

fn ended(mut entry: AuditEntry, spec: &CommandSpec, is_done: bool) -> AuditEntry {
    if !is_done {
        entry.outcome = Outcome::Failed;
        if matches!(entry.kind, AuditKind::Unlock | AuditKind::SignIn) && lets_in(spec) {
            entry.kind = AuditKind::FailedUnlock;
        }
    }
    entry
}

/// One entry for each patient whose fields an answer shows, but for whoever was asked for: of them the
/// command's own tells.
fn seen(spec: &CommandSpec, call: &Call, asked: Option<&AuditEntry>, answer: &impl Shows) -> Vec<AuditEntry> {
    let mut known: HashSet<&str> = asked.and_then(|entry| entry.patient.as_deref()).into_iter().collect();
    let mut entries = Vec::new();
    for Seen { patient, words } in answer.seen() {
        if !known.insert(patient) {
            continue;
        }
        let own = asked.filter(|_| words.is_none());
        entries.push(AuditEntry {
            command: spec.name,
            words: words.or(own.map(|entry| entry.words)).unwrap_or(spec.words),
            kind: own.map_or(AuditKind::View, |entry| entry.kind),
            caller: call.caller.clone(),
            outcome: Outcome::Done,
            patient: Some(patient.to_owned()),
            searched: None,
            about: asked.and_then(|entry| entry.about.clone()),
        });
    }
    entries
}

/// Takes a request. What it is about goes on record: a patient and a department by their ids, anything
/// else by one short word.
pub(crate) fn taken<T: serde::de::DeserializeOwned + Audited>(json: &[u8]) -> Result<T, Failure> {
    let invalid = Failure::Invalid { field: crate::Field::Request };
    let request: T = serde_json::from_slice(json).map_err(|_| invalid.clone())?;
    let ids = [request.patient(), request.named(), request.department()];
    let is_told = ids.into_iter().flatten().all(is_id) && request.about().is_none_or(is_word);
    if is_told { Ok(request) } else { Err(invalid) }
}

/// The most digits of an id. athenahealth's have fewer than ten.
const LONGEST_ID: usize = 20;

/// The most letters of a day, a connection's id or a person's.
const LONGEST_WORD: usize = 64;

/// Whether a text is an id as athenahealth gives them.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word(text: &str) -> bool {
    text.len() <= LONGEST_WORD && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

pub(crate) fn write<T: serde::Serialize>(response: &T) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(response)
        .map_err(|_| Failure::Unexpected { reference: "response-not-serialisable".to_owned() })
}
