//! The committed TypeScript equals what the contract says. `DAYBOOK_WRITE_BINDINGS=1` writes it.

use std::path::Path;

use ipc::{Access, COMMANDS, Tag};

#[test]
fn the_committed_bindings_are_what_the_contract_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/bindings.ts");
    let wanted = ipc::bindings();
    if std::env::var_os("DAYBOOK_WRITE_BINDINGS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(&path, &wanted).expect("writable");
    }
    let found = std::fs::read_to_string(&path).expect("ui/src/ipc/bindings.ts is committed");
    assert!(found == wanted, "ui/src/ipc/bindings.ts has drifted: run `cargo xtask bindings`");
}

#[test]
fn nothing_is_bigint_or_unknown_on_the_other_side() {
    let text = ipc::bindings();
    for word in ["bigint", ": any", ": unknown", "<unknown"] {
        assert!(!text.contains(word), "JSON carries no {word}");
    }
}

#[test]
fn every_tag_that_is_written_is_read_by_some_command() {
    let tags = |wanted: fn(&Access) -> Option<&'static [Tag]>| -> Vec<Tag> {
        COMMANDS.iter().filter_map(|spec| wanted(&spec.access)).flatten().copied().collect()
    };
    let read = tags(|access| if let Access::Reads(tags) = access { Some(tags) } else { None });
    let written = tags(|access| if let Access::Writes(tags) = access { Some(tags) } else { None });
    for tag in written {
        assert!(read.contains(&tag), "{tag:?} is written and read by nobody");
    }
}

#[test]
fn commands_stand_in_order_of_their_noun() {
    let nouns: Vec<&str> =
        COMMANDS.iter().map(|spec| spec.name.split('_').next().unwrap_or_default()).collect();
    let mut sorted = nouns.clone();
    sorted.sort_unstable();
    assert_eq!(nouns, sorted);
}

/// Lists of responses that are no pages: the command, the list, and what bounds it.
const BOUNDED: &[(&str, &str, &str)] = &[
    ("audit_check", "people", "those who worked at the desktop that it was exported from"),
    ("audit_found", "wrong", "one of each kind"),
    ("audit_read", "people", "one for each person of the practice"),
    ("audit_verify", "troubles", "no more than are told one by one"),
    ("connection_add", "probes", "one for each capability"),
    ("patient_open", "flags", "one of each kind"),
    ("patient_open", "previousIds", "those that were merged into one person"),
    ("patient_alike", "rows", "athenahealth's best five, and no more than twenty of one name and birth"),
    ("patient_form", "flags", "one of each kind"),
    ("patient_form", "fields", "one for each field"),
    ("write_again", "troubles", "one for each field"),
    ("write_create", "troubles", "one for each field"),
    ("write_edit", "troubles", "one for each field"),
    ("write_redraft", "troubles", "one for each field"),
    ("write_undo", "troubles", "one for each field"),
    ("patient_ask", "rows", "as many as a page has, and it says whether there are more"),
    ("patient_recent", "rows", "as many as are remembered"),
    ("schedule_day", "zones", "one for each zone"),
    ("schedule_day", "columns", "one for each provider who works on the day, which is shown whole"),
    ("schedule_week", "days", "seven"),
    ("connection_remove", "left", "twenty folders at most"),
    ("packet_end", "left", "twenty folders at most"),
    ("packet_make", "left", "twenty folders at most"),
    ("packet_read", "left", "twenty folders at most"),
    ("packet_set", "left", "twenty folders at most"),
    ("parked_list", "rows", "fifty at most"),
    ("plan_make", "rows", "those of a provider's day, sixty at most"),
    ("plan_make", "stays", "those of a provider's day"),
    ("people_list", "people", "those who work at one desktop"),
    ("role_list", "roles", "one for each role"),
    ("sync_read", "feeds", "one for each feed"),
    ("sync_read", "parts", "one for each part"),
    ("vault_list", "rows", "the latest hundred"),
    ("view_list", "rows", "one for each key"),
    ("slot_day", "rows", "one day's, a thousand at most, and it says whether there are more"),
    ("slot_find", "rows", "as many as were asked for, a hundred at most, and it says whether there are more"),
    ("slot_find", "days", "one for each day that was asked for, 62 at most"),
    ("slot_form", "departments", "one for each department"),
    ("slot_form", "kinds", "those that a practice has set up"),
    ("slot_form", "providers", "one for each provider"),
    ("slot_reasons", "rows", "those that a practice has set up"),
    ("slot_sheet", "rows", "one day's, two thousand at most, and it says whether there are more"),
    ("visit_gates", "rows", "one of each kind"),
    ("visit_required", "rows", "one for each field that athenahealth can want"),
    ("waitlist_freed", "rows", "those of the last quarter of an hour, twenty at most"),
    ("waitlist_match", "rows", "those who wait for such a time, twenty at most"),
    ("visit_cancel_reasons", "rows", "those that a practice has set up, which athenahealth gives whole"),
];

/// The fields of a type with theirs, as the window knows them.
fn fields(text: &str, name: &str) -> Vec<(String, String)> {
    let start = format!("export type {name} = {{");
    let declared = text.split(&start).nth(1).and_then(|rest| rest.split("};").next());
    let mut plain = String::new();
    for part in declared.unwrap_or_default().split("/**") {
        plain.push_str(part.split_once("*/").map_or(part, |(_, after)| after));
    }
    let field =
        |field: &str| field.split_once(':').map(|(name, kind)| (name.trim().into(), kind.trim().into()));
    plain.split(',').filter_map(field).collect()
}

#[test]
fn every_list_is_a_page_with_a_cursor_or_is_bounded() {
    let text = ipc::bindings();
    let mut bounded = BOUNDED.to_vec();
    for spec in COMMANDS {
        let response = fields(&text, spec.response);
        let has = |fields: &[(String, String)], name: &str| fields.iter().any(|(field, _)| field == name);
        let goes_on = has(&response, "cursor") && has(&fields(&text, spec.request), "cursor?");
        for (list, _) in response.iter().filter(|(_, kind)| kind.starts_with("Array<")) {
            let known = bounded.iter().position(|(command, name, _)| *command == spec.name && name == list);
            if let Some(known) = known {
                bounded.remove(known);
            } else {
                assert!(list == "rows" && goes_on, "{}: `{list}` has no end and no cursor", spec.name);
            }
        }
    }
    assert_eq!(bounded, [], "what is no list any more");
}

#[test]
fn the_fields_of_a_type_are_told_from_what_is_said_of_them() {
    let text =
        "export type Page = { rows: Array<Row>, \n/**\n * Where: it, ends.\n */\ncursor: string | null, };";
    let found = fields(text, "Page");
    let wanted = [("rows", "Array<Row>"), ("cursor", "string | null")];
    assert_eq!(found, wanted.map(|(name, kind)| (name.to_owned(), kind.to_owned())));
}
