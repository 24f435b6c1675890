//! Refusals and their words.

use bytes::Bytes;
use http::{Request, StatusCode};
use sandbox::{Dialect, FOREIGN_PRACTICE_ID};
use serde_json::json;

use crate::desk::{Desk, read, sign_in};

#[tokio::test]
async fn a_request_that_lacks_fields_is_told_which() {
    let desk = Desk::open(Dialect::Typed).await;
    let lacking = [
        ("/appointments/booked", vec!["startdate", "enddate", "departmentid"]),
        ("/appointments/booked?startdate=11/18/2026&enddate=11/18/2026", vec!["departmentid"]),
        ("/appointments/booked?startdate=11/18/2026&providerid=71", vec!["enddate"]),
        ("/appointments/booked/multipledepartment?departmentid=1", vec!["startdate", "enddate"]),
        ("/patientappointmentreasons?departmentid=1", vec!["providerid"]),
        ("/patients/enhancedbestmatch?firstname=a", vec!["lastname", "dob"]),
        ("/patients/1001/customfields", vec!["departmentid"]),
    ];
    for (path, missing) in lacking {
        let refused = desk.get(path).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path} lacks fields");
        assert_eq!(refused.json()["missingfields"], json!(missing), "{path}");
        assert_eq!(refused.json()["error"], json!("Additional fields are required."), "{path}");
    }
}

#[tokio::test]
async fn a_search_is_neither_too_thin_nor_too_wide() {
    let desk = Desk::open(Dialect::Typed).await;
    let thin = desk.get("/patients?email=a@example.com&status=active").await;
    assert_eq!(thin.status, StatusCode::BAD_REQUEST, "mail and status only narrow");
    assert_eq!(thin.json()["fields"].as_array().map(Vec::len), Some(14), "any of these would do");
    let wide = desk.get("/patients?departmentid=1").await;
    assert_eq!(wide.status, StatusCode::BAD_REQUEST, "thousands of patients belong to the first department");
    let words = "The given search parameters would produce a total data set larger than 1000 records.Please refine \
                 your search and try again.";
    assert_eq!(wide.json()["error"], json!(words), "as recorded");
}

#[tokio::test]
async fn what_is_no_date_or_number_is_said_back() {
    let desk = Desk::open(Dialect::Typed).await;
    let wrong = [
        (
            "/appointments/booked?departmentid=1&startdate=2026-11-18&enddate=11/18/2026",
            "format date",
            "2026-11-18",
        ),
        (
            "/appointments/booked?departmentid=&startdate=11/18/2026&enddate=11/18/2026&providerid=7",
            "type integer",
            "",
        ),
        ("/patients?dob=1/2/1950", "format date", "1/2/1950"),
        ("/patients/x1", "type integer", "x1"),
        ("/providers?limit=many", "type integer", "many"),
        ("/departments?showalldepartments=maybe", "type boolean", "maybe"),
    ];
    for (path, kind, value) in wrong {
        let refused = desk.get(path).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path}");
        let detail = format!("Expecting {kind}, but value is {value}");
        assert_eq!(refused.json()["detailedmessage"], json!(detail), "{path}");
        assert!(refused.text.starts_with("\n\n{"), "{path}: two empty lines first, as recorded");
    }
}

#[tokio::test]
async fn practices_paths_and_ids_that_are_not_there() {
    let desk = Desk::open(Dialect::Typed).await;
    let absent = desk.ask(desk.request("/v1/424242/ping")).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND, "no such practice");
    assert_eq!(absent.json()["error"], json!("Invalid practice."), "in its own words");
    let foreign = desk.ask(desk.request(&format!("/v1/{FOREIGN_PRACTICE_ID}/ping"))).await;
    assert_eq!(foreign.status, StatusCode::UNAUTHORIZED, "the key has no right there");
    assert_eq!(
        foreign.json(),
        json!({"detailedmessage": "Bad auth.", "error": "Incorrect permissions."}),
        "words"
    );
    assert_eq!(foreign.header("www-authenticate"), None, "no new token would mend that");
    for path in ["/appointments/open/soon", "/nothing", "/patients/1001/nothing"] {
        let unknown = desk.get(path).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{path} is no path");
        assert_eq!(unknown.json()["error"], json!("An unknown API path was called"), "{path}");
    }
    for path in
        ["/patients/1002", "/appointments/7", "/departments/2", "/providers/1", "/appointmenttypes/9999"]
    {
        let unknown = desk.get(path).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{path} is nobody's id");
        assert_eq!(unknown.json()["error"], json!("The requested ID does not exist."), "{path}");
    }
}

#[tokio::test]
async fn only_the_right_key_signs_in() {
    let desk = Desk::open(Dialect::Typed).await;
    let form = |body: &'static str| {
        Request::post("https://sandbox.example/oauth2/v1/token")
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap()
    };
    let good = "client_id=0oacedarvalleydemo000&client_secret=cedar-valley-demo-key&grant_type=client_credentials&\
                scope=athena/service/Athenanet.MDP.195900";
    assert_eq!(
        desk.ask(form(good)).await.status,
        StatusCode::OK,
        "the key in the form, the scope of one practice"
    );
    let wrong = "client_id=0oacedarvalleydemo000&client_secret=guess&grant_type=client_credentials&\
                 scope=athena/service/Athenanet.MDP.*";
    let refused = desk.ask(form(wrong)).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "a wrong secret");
    assert_eq!(refused.json()["error"], json!("invalid_client"), "in OAuth's words");
    let mut scopeless = sign_in();
    *scopeless.body_mut() = Bytes::from_static(b"grant_type=client_credentials");
    let refused = desk.ask(scopeless).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "a scope is required");
    assert_eq!(refused.json()["error"], json!("invalid_scope"), "and named as missing");
    let mut strange = sign_in();
    *strange.body_mut() = Bytes::from_static(b"grant_type=password&scope=athena/service/Athenanet.MDP.*");
    assert_eq!(desk.ask(strange).await.json()["error"], json!("unsupported_grant_type"), "credentials only");
}

#[tokio::test]
async fn a_token_ends_after_an_hour() {
    let desk = Desk::open(Dialect::Typed).await;
    desk.hands.turn(chrono::TimeDelta::seconds(3599));
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "good to the last second");
    desk.hands.turn(chrono::TimeDelta::seconds(1));
    let ended = desk.get("/ping").await;
    assert_eq!(ended.status, StatusCode::UNAUTHORIZED, "and no longer");
    assert!(
        ended.header("www-authenticate").is_some_and(|text| text.contains("invalid_token")),
        "a new one helps"
    );
    assert_eq!(ended.header("x-ratelimit-limit"), None, "the gateway tells no limits");
    let bare = Request::get("https://sandbox.example/v1/195900/ping").body(Bytes::new()).unwrap();
    let bare = read(desk.sandbox.answer(bare).await.expect("no fault is on"));
    assert_eq!(bare.status, StatusCode::UNAUTHORIZED, "no token at all is refused alike");
}
