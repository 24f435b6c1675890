//! Sheets of a day on paper and as rows, and what the audit says of them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use acceptance::{Desk, Edges, full_name, somebody_on};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, NaiveDate};
use ipc::{Failure, Field};
use serde_json::{Value, json};

const TODAY: &str = "2026-11-23";
const KINDS: [&str; 4] = ["dayByProvider", "dayByDepartment", "routeSlips", "callList"];

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

/// What a PDF says, with no regard for blanks.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    let file = lopdf::Document::load_mem(pdf).expect("a PDF that reads back");
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    file.extract_text(&pages).expect("text").split_whitespace().collect()
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}

async fn leaving(desk: &Desk, kind: &str) -> Vec<Value> {
    let page = desk.ask("audit_read", json!({"limit": 200, "kind": kind})).await;
    let rows = page["rows"].as_array().expect("rows").iter();
    let own = rows.filter(|row| row["patient"].is_null());
    own.map(|row| json!([row["words"], row["outcome"], row["about"]])).collect()
}

#[tokio::test(start_paused = true)]
async fn each_sheet_of_a_day_is_seen_before_it_is_saved_and_both_are_on_record() {
    let desk = filled().await;
    let date = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    let somebody = somebody_on(&desk.edges().practice.sandbox().truth(), date);
    for kind in KINDS {
        let sheet = json!({"kind": kind, "date": TODAY});
        let seen = desk.ask("print_preview", json!({"sheet": sheet, "page": 0})).await;
        let png = BASE64_STANDARD.decode(seen["png"].as_str().expect("a picture")).expect("Base64");
        assert!(png.starts_with(b"\x89PNG"), "{kind}");
        let made = desk.ask("print_save", json!({"sheet": sheet})).await;
        assert_eq!(made["count"], seen["pages"], "{kind}");
        let file = Path::new(made["file"].as_str().expect("a file")).to_owned();
        assert!(file.starts_with(desk.folder().join("exports")), "{kind}");
        let text = text_of(&fs::read(file).expect("a PDF"));
        for words in [
            full_name(&somebody).as_str(),
            "Monday, November 23, 2026",
            "DEMO PRACTICE: everybody here is invented",
            "Demo practice: ",
            "As of 11/23/2026",
            "Printed by whoever sits at this desktop, 11/23/2026",
            &format!("Page 1 of {}", made["count"]),
            "Contains patient information",
        ] {
            assert!(text.contains(&plain(words)), "{kind} says {words}: {text}");
        }
    }
    let printed = leaving(&desk, "print").await;
    assert_eq!(printed.len(), KINDS.len(), "each once, as it ended");
    assert_eq!(printed[0], json!(["printed a call list", "done", TODAY]));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_page_says_first_what_it_is_and_whose() {
    let desk = filled().await;
    let day = desk.ask("schedule_day", json!({"date": TODAY})).await;
    let columns = day["columns"].as_array().expect("columns");
    let saved = async |kind: &str, provider: Option<&Value>| {
        let mut sheet = json!({"kind": kind, "date": TODAY});
        if let Some(provider) = provider {
            sheet["provider"] = provider.clone();
        }
        // Names of files are told apart by when they were made.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let made = desk.ask("print_save", json!({"sheet": sheet})).await;
        text_of(&fs::read(made["file"].as_str().expect("a file")).expect("a PDF"))
    };
    let all = saved("dayByProvider", None).await;
    for column in columns {
        let title = format!("Day sheet · {}", column["name"].as_str().expect("a name"));
        assert!(all.contains(&plain(&title)), "{title}");
    }
    let one = saved("dayByProvider", Some(&columns[0]["provider"])).await;
    let named = |column: &Value| plain(&format!("Day sheet · {}", column["name"].as_str().expect("a name")));
    assert!(one.contains(&named(&columns[0])));
    for (kind, title) in
        [("routeSlips", "Route slip"), ("callList", "Call list"), ("dayByDepartment", "Day sheet")]
    {
        let text = saved(kind, None).await;
        assert!(text.contains(&plain(title)), "{kind} says {title}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn who_prints_stands_on_the_page_by_name() {
    let desk = filled().await;
    desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": "482915"})).await;
    let made = desk.ask("print_save", json!({"sheet": {"kind": "callList", "date": TODAY}})).await;
    let text = text_of(&fs::read(made["file"].as_str().expect("a file")).expect("a PDF"));
    assert!(text.contains(&plain("Printed by Ana Lee")));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn who_stands_in_a_sheet_or_in_rows_is_found_by_who_saw_this_patient() {
    let desk = filled().await;
    let day = desk.ask("schedule_day", json!({"date": TODAY})).await;
    let visits = day["columns"].as_array().expect("columns").iter().flat_map(|column| {
        column["visits"].as_array().expect("visits").iter().filter(|visit| visit["patient"].is_string())
    });
    let ids: std::collections::BTreeSet<&str> =
        visits.map(|visit| visit["patient"].as_str().expect("an id")).collect();
    let saw = async |patient: &str| {
        let page = desk.ask("audit_read", json!({"limit": 50, "patient": patient})).await;
        let rows = page["rows"].as_array().expect("rows").iter();
        // That somebody asked is itself on record.
        let rows = rows.filter(|row| row["words"] != "read the audit");
        rows.map(|row| json!([row["kind"], row["words"], row["outcome"], row["about"]])).collect::<Vec<_>>()
    };
    let somebody = *ids.first().expect("somebody");
    assert!(saw(somebody).await.is_empty());
    desk.ask("print_preview", json!({"sheet": {"kind": "callList", "date": TODAY}, "page": 0})).await;
    assert!(saw(somebody).await.is_empty(), "a list on the screen is one entry");
    desk.ask("print_save", json!({"sheet": {"kind": "routeSlips", "date": TODAY}})).await;
    desk.ask("schedule_export", json!({"date": TODAY})).await;
    for id in &ids {
        let expected = [
            json!(["export", "exported a day of the schedule", "done", TODAY]),
            json!(["print", "printed route slips", "done", TODAY]),
        ];
        assert_eq!(saw(id).await, expected, "{id}");
    }
    let slip = json!({"sheet": {"kind": "routeSlips", "date": TODAY}, "page": 0});
    desk.ask("print_preview", slip).await;
    let mut looked = Vec::new();
    for id in &ids {
        let seen = saw(id).await;
        looked.extend(seen.first().filter(|row| row[0] == "view").cloned());
    }
    assert_eq!(
        looked,
        [json!(["view", "looked at route slips to print", "done", TODAY])],
        "one slip, one person"
    );
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_slip_of_one_visit_is_on_record_of_its_patient_alone() {
    let desk = filled().await;
    let day = desk.ask("schedule_day", json!({"date": TODAY})).await;
    let columns = day["columns"].as_array().expect("columns").iter();
    let visits = columns.flat_map(|column| column["visits"].as_array().expect("visits"));
    let visits: Vec<&Value> = visits.filter(|visit| visit["patient"].is_string()).collect();
    let (visit, patient) = (&visits[0]["id"], visits[0]["patient"].as_str().expect("an id"));
    let slip = json!({"kind": "routeSlips", "date": TODAY, "visit": visit});
    let seen = desk.ask("print_preview", json!({"sheet": slip, "page": 0})).await;
    let made = desk.ask("print_save", json!({"sheet": slip})).await;
    assert_eq!((&seen["pages"], &made["count"]), (&json!(1), &json!(1)));
    let file = made["file"].as_str().expect("a file");
    assert!(file.contains("demo-route-slip-2026-11-23-"), "{file}");
    let text = text_of(&fs::read(file).expect("a PDF"));
    assert!(text.contains(&plain(visits[0]["name"].as_str().expect("a name"))), "{text}");
    let ids: std::collections::BTreeSet<&str> =
        visits.iter().map(|visit| visit["patient"].as_str().expect("an id")).collect();
    for id in ids {
        let page = desk.ask("audit_read", json!({"limit": 50, "patient": id})).await;
        let rows = page["rows"].as_array().expect("rows").iter();
        let words = rows.map(|row| row["words"].as_str().expect("words"));
        let of_slip: Vec<&str> = words.filter(|words| words.contains("slip")).collect();
        let both = ["printed a route slip", "looked at a route slip to print"];
        assert_eq!(of_slip, if id == patient { both.to_vec() } else { Vec::new() }, "{id}");
    }
    for sheet in [
        json!({"kind": "routeSlips", "date": TODAY, "visit": "987654321"}),
        json!({"kind": "callList", "date": TODAY, "visit": visit}),
    ] {
        let refused = desk.call("print_save", json!({"sheet": sheet})).await;
        assert_eq!(refused.err(), Some(Failure::Invalid { field: Field::Visit }), "{sheet}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_day_with_nobody_is_a_page_that_says_so_and_what_is_no_day_or_page_is_refused() {
    let desk = filled().await;
    for kind in KINDS {
        let sheet = json!({"kind": kind, "date": "2026-11-22"});
        let made = desk.ask("print_save", json!({"sheet": sheet})).await;
        let text = text_of(&fs::read(made["file"].as_str().expect("a file")).expect("a PDF"));
        assert!(text.contains(&plain("Nobody is booked.")), "{kind}");
        let beyond = desk.call("print_preview", json!({"sheet": sheet, "page": 99})).await;
        assert_eq!(beyond.err(), Some(Failure::Invalid { field: Field::Request }), "{kind}");
    }
    let sheet = json!({"kind": "callList", "date": "2026-13-01"});
    let refused = desk.call("print_save", json!({"sheet": sheet})).await;
    assert_eq!(refused.err(), Some(Failure::Invalid { field: Field::Date }));
    // A sheet of nobody would say that nobody is booked.
    for (name, field) in [("provider", Field::Provider), ("department", Field::Department)] {
        let sheet = json!({"kind": "dayByProvider", "date": TODAY, name: "987654"});
        let refused = desk.call("print_save", json!({"sheet": sheet})).await;
        assert_eq!(refused.err(), Some(Failure::Invalid { field }), "{name}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_day_is_saved_as_rows_and_that_is_on_record_before_it_is() {
    let desk = filled().await;
    let day = desk.ask("schedule_day", json!({"date": TODAY})).await;
    let columns = day["columns"].as_array().expect("columns");
    let visits: usize = columns.iter().map(|column| column["visits"].as_array().expect("visits").len()).sum();
    let made = desk.ask("schedule_export", json!({"date": TODAY})).await;
    assert_eq!(made["count"], json!(visits));
    let bytes = fs::read(made["file"].as_str().expect("a file")).expect("rows");
    let text =
        std::str::from_utf8(&bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("the mark of UTF-8");
    assert!(text.starts_with("Environment,Date,Time,Minutes,Department,"));
    assert!(
        text.lines()
            .skip(1)
            .all(|line| line.starts_with("\"Demo practice\",") || line.starts_with("Demo practice,"))
    );
    let name = columns[0]["visits"][0]["name"].as_str().expect("a name");
    assert!(text.contains(&format!("\"{name}\"")), "{name}");
    let as_of =
        day["asOf"].as_str().and_then(|at| DateTime::parse_from_rfc3339(at).ok()).expect("an instant");
    for line in text.lines().skip(1).filter(|line| line.contains(TODAY)) {
        let last = line.rsplit(',').next().expect("a cell").trim_matches('"');
        let stamp = DateTime::parse_from_rfc3339(last).expect("ISO 8601 with an offset");
        assert_eq!(stamp.timestamp(), as_of.timestamp(), "{last}");
        assert!(
            last.starts_with("2026-11-2") && !last.ends_with("+00:00"),
            "on the practice's clock: {last}"
        );
    }
    let exported = leaving(&desk, "export").await;
    let words = "exported a day of the schedule";
    assert_eq!(exported, [json!([words, "done", TODAY])]);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_a_file_cannot_be_written_that_is_said_and_on_record() {
    let desk = filled().await;
    let folder = desk.folder().join("exports");
    fs::create_dir_all(desk.folder()).expect("a folder");
    fs::write(&folder, b"in its place").expect("a file where the folder would be");
    let failed = desk.call("print_save", json!({"sheet": {"kind": "callList", "date": TODAY}})).await;
    assert!(matches!(failed, Err(Failure::Profile { .. })), "{failed:?}");
    let printed = leaving(&desk, "print").await;
    let words = "printed a call list";
    assert_eq!(printed, [json!([words, "failed", TODAY])]);
    desk.close().await;
}
