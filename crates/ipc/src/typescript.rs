//! The contract as TypeScript: every type once, the commands with request and response, their tags.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

use crate::{Access, COMMANDS, Event, Failure};

/// The types that the contract reaches.
pub(crate) struct Types {
    config: Config,
    seen: HashSet<std::any::TypeId>,
    declared: BTreeMap<String, String>,
    commands: String,
}

impl Types {
    fn new() -> Self {
        let config = Config::new().with_large_int("number");
        Self { config, seen: HashSet::new(), declared: BTreeMap::new(), commands: String::new() }
    }

    /// Adds a command and all that its request and response reach.
    pub(crate) fn command<Request: TS + 'static, Response: TS + 'static>(&mut self, name: &str) {
        self.visit::<Request>();
        self.visit::<Response>();
        let (request, response) = (Request::name(&self.config), Response::name(&self.config));
        let _ = writeln!(self.commands, "  {name}: {{ request: {request}; response: {response} }};");
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(std::any::TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.declared.insert(T::ident(&self.config), format!("{docs}export {}\n", T::decl(&self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The whole contract as one TypeScript module.
pub fn bindings() -> String {
    let mut types = Types::new();
    types.visit::<Event>();
    types.visit::<Failure>();
    types.visit::<crate::Tag>();
    crate::commands::declare(&mut types);
    let declared: Vec<String> = types.declared.into_values().collect();
    format!(
        "// Made by `cargo xtask bindings` from crates/ipc. Not to be edited.\n\n{}\nexport type Commands = {{\n{}}};\n\n{}",
        declared.join("\n"),
        types.commands,
        access_table()
    )
}

fn access_table() -> String {
    let mut table = String::from(
        "export const ACCESS: { [Name in keyof Commands]: { kind: \"reads\" | \"writes\"; tags: readonly Tag[] } } = {\n",
    );
    for spec in COMMANDS {
        let (kind, tags) = match spec.access {
            Access::Reads(tags) => ("reads", tags),
            Access::Writes(tags) => ("writes", tags),
        };
        let tags = serde_json::to_string(tags).unwrap_or_default().replace(',', ", ");
        let _ = writeln!(table, "  {}: {{ kind: \"{kind}\", tags: {tags} }},", spec.name);
    }
    table.push_str("};\n");
    table
}
