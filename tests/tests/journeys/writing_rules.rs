//! What is not sent: what cannot stand there, and what stands there already.

use acceptance::Desk;
use ipc::Failure;
use ipc::write::{FieldTrouble, FieldWhy, PatientField};
use serde_json::{Value, json};

use crate::writing::{MAIL, draft_mail, filled, newcomer, release, somebody, stage, until};

const PHONE: &str = "5855550142";

fn with(field: &str, value: &str) -> Value {
    let mut fields = newcomer(PHONE).as_array().expect("fields").clone();
    fields.retain(|known| known["field"] != field);
    fields.push(json!({"field": field, "value": value}));
    json!(fields)
}

async fn drafted(desk: &Desk, fields: Value) -> (String, Value) {
    let drafted = desk.ask("write_create", json!({"fields": fields, "ruledOut": []})).await;
    (drafted["write"].as_str().expect("an id").to_owned(), drafted["troubles"].clone())
}

fn sent(desk: &Desk) -> usize {
    desk.edges().practice.sandbox().truth().writes().len()
}

#[tokio::test(start_paused = true)]
async fn a_code_that_nobody_knows_and_a_name_without_a_letter_are_refused_and_nothing_is_sent() {
    let desk = filled().await;
    for (field, value, shown, why) in [
        ("sex", "Q", PatientField::Sex, FieldWhy::Unlisted),
        ("status", "deleted", PatientField::Status, FieldWhy::Unlisted),
        ("department", "9999", PatientField::Department, FieldWhy::Unlisted),
        ("language", "Klingon", PatientField::Language, FieldWhy::Unlisted),
        ("last", "12345", PatientField::Last, FieldWhy::Malformed),
        ("first", "-'.", PatientField::First, FieldWhy::Malformed),
    ] {
        let (write, troubles) = drafted(&desk, with(field, value)).await;
        let named = vec![FieldTrouble { field: shown, why }];
        assert_eq!(troubles, json!(named), "{field}");
        let asked = json!({"write": write, "confirmed": ["name", "dob"]});
        let refused = desk.call("write_release", asked).await.err();
        assert_eq!(refused, Some(Failure::BadFields { troubles: named }), "{field}");
        desk.ask("write_discard", json!({"write": write})).await;
    }
    assert_eq!(sent(&desk), 0);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn names_that_people_have_are_taken() {
    let desk = filled().await;
    for name in ["O'Neil", "d\u{2019}\u{C1}vila-Ruiz", "de la Cruz", "X", "\u{5DB}\u{5D4}\u{5DF}", "\u{674E}"]
    {
        let (write, troubles) = drafted(&desk, with("last", name)).await;
        assert_eq!(troubles, json!([]), "{name}");
        desk.ask("write_discard", json!({"write": write})).await;
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_draft_in_the_list_names_what_keeps_it_from_being_sent_until_it_is_whole() {
    let mut desk = filled().await;
    let (write, _) = drafted(&desk, json!([{"field": "last", "value": "Quixworth"}])).await;
    let row = until(&mut desk, &write, |row| row["stage"] == "draft").await;
    let missing: Vec<&Value> =
        row["troubles"].as_array().expect("a list").iter().map(|trouble| &trouble["field"]).collect();
    assert_eq!(missing, ["first", "dob", "mobilePhone", "department"]);
    let draft = json!({"kind": "create", "fields": newcomer(PHONE), "ruledOut": []});
    desk.ask("write_redraft", json!({"write": write, "draft": draft})).await;
    until(&mut desk, &write, |row| row["troubles"] == json!([])).await;
    release(&desk, &write).await;
    let saved = stage(&mut desk, &write, "saved").await;
    assert_eq!(saved["troubles"], json!([]));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_stands_at_athenahealth_already_says_so_and_is_not_sent() {
    for by_another in [true, false] {
        let mut desk = filled().await;
        let somebody = somebody(&desk);
        let patient = somebody.id.to_string();
        let write = if by_another {
            let write = draft_mail(&desk, &patient, MAIL).await;
            assert!(desk.edges().practice.sandbox().another_desk(somebody.id, &[("email", MAIL)]));
            write
        } else {
            let form = desk.ask("patient_form", json!({"patient": patient})).await;
            let fields = form["fields"].as_array().expect("fields");
            let city = &fields.iter().find(|field| field["field"] == "city").expect("a city")["value"];
            let changes = json!([{"field": "city", "saw": city, "value": city}]);
            let drafted = desk.ask("write_edit", json!({"patient": patient, "changes": changes})).await;
            drafted["write"].as_str().expect("an id").to_owned()
        };
        let before = sent(&desk);
        release(&desk, &write).await;
        let held = until(&mut desk, &write, |row| row["why"].is_string()).await;
        assert_eq!((&held["stage"], &held["why"]), (&json!("draft"), &json!("standsAlready")));
        assert_eq!(held["fields"][0]["theirs"], held["fields"][0]["to"]);
        assert_eq!(held["can"], json!(["redraft", "discard"]), "there is nothing to send");
        assert_eq!(sent(&desk), before, "nothing was");
        desk.ask("write_discard", json!({"write": write})).await;
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn consent_to_texts_is_saved_as_it_was_kept_and_where_it_was_not_that_is_told() {
    let mut desk = filled().await;
    let whom = somebody(&desk).id.to_string();
    let edit = async |desk: &mut Desk, values: &[(&str, &str)]| {
        let form = desk.ask("patient_form", json!({"patient": whom})).await;
        let saw = |name: &str| {
            let fields = form["fields"].as_array().expect("fields").iter();
            fields.clone().find(|field| field["field"] == name).expect("the field")["value"].clone()
        };
        let change = |(name, value): &(&str, &str)| json!({"field": name, "saw": saw(name), "value": value});
        let changes: Vec<Value> = values.iter().filter(|(name, to)| saw(name) != *to).map(change).collect();
        let asked = json!({"patient": whom, "changes": changes});
        let write = desk.ask("write_edit", asked).await["write"].as_str().expect("an id").to_owned();
        release(desk, &write).await;
        let row = until(desk, &write, |row| row["readBack"] == true).await;
        let fields = row["fields"].as_array().expect("fields").clone();
        fields.into_iter().find(|field| field["field"] == "consentToText").map(|field| field["made"].clone())
    };
    edit(&mut desk, &[("mobilePhone", "5855550199"), ("email", MAIL)]).await;
    let form = desk.ask("patient_form", json!({"patient": whom})).await;
    let fields = form["fields"].as_array().expect("fields");
    let stood = fields.iter().find(|field| field["field"] == "consentToText").expect("the field");
    let choices: Vec<&Value> =
        stood["choices"].as_array().expect("choices").iter().map(|one| &one["value"]).collect();
    assert_eq!(choices, ["true", "false"]);
    if stood["value"] == "false" {
        assert_eq!(edit(&mut desk, &[("consentToText", "true")]).await, Some(json!("kept")));
    }
    assert_eq!(edit(&mut desk, &[("consentToText", "false")]).await, Some(json!("kept")));
    // Nobody without a mobile phone agrees to texts.
    let without = [("mobilePhone", ""), ("consentToText", "true")];
    assert_eq!(edit(&mut desk, &without).await, Some(json!("ignored")));
}
