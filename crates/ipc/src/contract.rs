//! The form of a command's declaration, and what is made of it.

use crate::{Permission, Tag};

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
    /// What the audit says of it; `None` where there is nothing to say.
    pub audit: Option<&'static str>,
}

/// What the audit records of a request beyond the command's own words.
pub trait Audited {
    /// The patient whom the request is about.
    fn patient(&self) -> Option<&str> {
        None
    }
}

/// Declares the commands: `name(Request) -> Response, reads|writes [Tag…], needs Permission, audit "words";`
/// (`audit none` where nothing is recorded).
macro_rules! commands {
    (@access reads [$($tag:ident),*]) => { $crate::contract::Access::Reads(&[$($crate::Tag::$tag),*]) };
    (@access writes [$($tag:ident),*]) => { $crate::contract::Access::Writes(&[$($crate::Tag::$tag),*]) };
    (@audit none) => { None };
    (@audit $words:literal) => { Some($words) };
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
            audit: commands!(@audit $audit),
        }),+];

        /// Answers a command by name: checks the lock and the permission, reads the request, calls
        /// the console, hands the entry to the audit. `None` where there is no such command.
        pub async fn dispatch(
            api: &impl Api,
            audit: &dyn $crate::Audit,
            call: &$crate::Call,
            name: &str,
            request: &[u8],
        ) -> Option<Result<Vec<u8>, $crate::Failure>> {
            let spec = COMMANDS.iter().find(|spec| spec.name == name)?;
            if let Err(refusal) = $crate::contract::admit(spec, call) {
                $crate::contract::record(audit, spec, call, $crate::Outcome::Refused, None);
                return Some(Err(refusal));
            }
            match name {
                $(stringify!($name) => {
                    let request: $request = match $crate::contract::read(request) {
                        Ok(request) => request,
                        Err(failure) => {
                            $crate::contract::record(audit, spec, call, $crate::Outcome::Failed, None);
                            return Some(Err(failure));
                        }
                    };
                    let patient = $crate::contract::Audited::patient(&request).map(str::to_owned);
                    let answer = api.$name(call, request).await;
                    let outcome = if answer.is_ok() { $crate::Outcome::Done } else { $crate::Outcome::Failed };
                    $crate::contract::record(audit, spec, call, outcome, patient);
                    Some(answer.and_then(|response| $crate::contract::write(&response)))
                })+
                _ => None,
            }
        }

        pub(crate) fn declare(types: &mut $crate::typescript::Types) {
            $(types.command::<$request, $response>(stringify!($name));)+
        }
    };
}
pub(crate) use commands;

/// What a command makes stale; nothing where it reads or does not exist.
pub fn written(name: &str) -> &'static [Tag] {
    match crate::COMMANDS.iter().find(|spec| spec.name == name).map(|spec| spec.access) {
        Some(Access::Writes(tags)) => tags,
        _ => &[],
    }
}

pub(crate) fn admit(spec: &CommandSpec, call: &crate::Call) -> Result<(), crate::Failure> {
    if spec.permission == Permission::Anyone {
        return Ok(());
    }
    if call.lock == crate::Lock::Locked {
        return Err(crate::Failure::Locked);
    }
    if !call.caller.role.may(spec.permission) {
        return Err(crate::Failure::Forbidden { permission: spec.permission });
    }
    Ok(())
}

pub(crate) fn record(
    audit: &dyn crate::Audit,
    spec: &CommandSpec,
    call: &crate::Call,
    outcome: crate::Outcome,
    patient: Option<String>,
) {
    if let Some(words) = spec.audit {
        let caller = call.caller.clone();
        audit.record(crate::AuditEntry { command: spec.name, words, caller, outcome, patient });
    }
}

pub(crate) fn read<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, crate::Failure> {
    serde_json::from_slice(json).map_err(|_| crate::Failure::Invalid { field: crate::Field::Request })
}

pub(crate) fn write<T: serde::Serialize>(response: &T) -> Result<Vec<u8>, crate::Failure> {
    serde_json::to_vec(response)
        .map_err(|_| crate::Failure::Unexpected { reference: "response-not-serialisable".to_owned() })
}
