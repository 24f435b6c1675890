//! Migrations: the schema they come to, an older file brought up, a newer one left alone.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{CACHE, Migration, Projection, Schema, VAULT, check, create, migrate};
use crate::connection::{Durability, writer};
use crate::{Error, FileId, MasterKey, Moment, OpenError};

const FIRST: Migration = Migration { name: "0001_first", sql: "CREATE TABLE one (x TEXT) STRICT;" };
const SECOND: Migration = Migration { name: "0002_second", sql: "ALTER TABLE one ADD COLUMN y TEXT;" };

static OLD: Schema = Schema { application: 1, migrations: &[FIRST], projections: &[], precious: true };
static NEW: Schema =
    Schema { application: 1, migrations: &[FIRST, SECOND], projections: &[], precious: true };
static CHANGED: Schema = Schema {
    application: 1,
    migrations: &[Migration { name: "0001_first", sql: "CREATE TABLE one (x INTEGER) STRICT;" }],
    projections: &[],
    precious: true,
};

fn open(dir: &Path) -> Connection {
    let key = MasterKey::from_bytes([7; 32]).derive(&FileId::from_hex("aa"));
    writer(&dir.join("a.db"), &key, Durability::Full).expect("the file opens")
}

fn quiet(_: Moment) {}

fn dump(schema: &Schema) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, schema, 1, quiet).expect("the file is made");
    let mut statement = sql
        .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
        .expect("the schema reads");
    let texts = statement.query_map([], |row| row.get::<_, String>(0)).expect("the schema reads");
    texts.map(|text| text.expect("a text") + ";\n").collect()
}

fn assert_golden(name: &str, schema: &Schema) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let made = dump(schema);
    if std::env::var_os("DAYBOOK_BLESS").is_some() {
        fs::write(&path, &made).expect("the golden file is written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(made, golden, "{name} differs; if that is meant, run again with DAYBOOK_BLESS=1");
}

#[test]
fn the_migrations_come_to_the_committed_schemas() {
    assert_golden("cache.sql", &CACHE);
    assert_golden("vault.sql", &VAULT);
}

#[test]
fn an_older_file_is_copied_aside_and_brought_up() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &OLD, 1, quiet).expect("made");
    sql.execute("INSERT INTO one (x) VALUES ('kept')", []).expect("a row");
    check(&sql, &NEW, 1).expect("an older file is in order");
    migrate(&mut sql, &NEW, &dir.path().join("copy"), quiet).expect("migrated");
    let row = sql.query_row("SELECT x, y FROM one", [], |row| Ok((row.get(0)?, row.get(1)?)));
    assert_eq!(row, Ok(("kept".to_owned(), None::<String>)));
    assert_eq!(check(&sql, &OLD, 1), Err(OpenError::Newer { found: 2, known: 1 }), "the older program stops");
    let copy = fs::read(dir.path().join("copy-1")).expect("the copy is there");
    assert!(!copy.is_empty() && !copy.starts_with(b"SQLite format 3"), "and encrypted");
}

#[test]
fn a_migration_that_is_cut_off_leaves_the_file_as_it_was() {
    static BROKEN: Schema = Schema {
        application: 1,
        migrations: &[FIRST, Migration { name: "0002_broken", sql: "ALTER TABLE one ADD COLUMN y; BROKEN;" }],
        projections: &[],
        precious: true,
    };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &OLD, 1, quiet).expect("made");
    migrate(&mut sql, &BROKEN, &dir.path().join("copy"), quiet).expect_err("it is broken");
    check(&sql, &OLD, 1).expect("nothing changed");
    assert!(sql.prepare("SELECT y FROM one").is_err(), "not even the part before the break");
}

#[test]
fn a_migration_that_changed_after_it_ran_stops_the_start() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &OLD, 1, quiet).expect("made");
    assert_eq!(check(&sql, &CHANGED, 1), Err(OpenError::ChangedMigration(1)));
}

#[test]
fn a_projection_whose_generation_is_raised_is_filled_again() {
    const TABLES: &[&str] = &["search_person", "search_list", "search_name", "search_variant"];
    const RAISED: &[Projection] = &[Projection {
        name: "search",
        generation: CACHE.projections[0].generation + 1,
        tables: TABLES,
        sql: include_str!("../search/search.sql"),
        fill: |writer| {
            crate::table::patient::project_all(writer)?;
            writer.run("INSERT INTO tally (name, count) VALUES ('filled again', 1)", []).map(|_| ())
        },
    }];
    let later = Schema { projections: RAISED, ..CACHE };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &CACHE, 1, quiet).expect("made");
    let record = r#"{"id":"1","name":{"first":"Ana","middle":"","last":"Lee","suffix":"","preferred":""},"dob":null,
        "sex":null,"status":"Active","deceased":null,"contact":{"home_phone":"","mobile_phone":"","work_phone":"",
        "email":"","address":{"line1":"","line2":"","city":"","state":"","zip":""},"preference":null,
        "consent_to_text":null},"language":null,"department":null,"primary_department":null,
        "primary_provider":null,"balances":null,"first_visit":null,"last_visit":null,"previous_ids":[]}"#;
    sql.execute("INSERT INTO patient (id, full, full_as_of, brief_as_of) VALUES ('1', ?1, 5, 0)", [record])
        .expect("a kept record");
    migrate(&mut sql, &later, &dir.path().join("copy"), quiet).expect("projected");
    let found = crate::Reader::<crate::CacheFile>::new(&sql)
        .search(&crate::search::Query::parse("ana"), 5, None)
        .map(|found| found.hits.len());
    assert_eq!(found, Ok::<_, Error>(1), "what is kept can be found again");
    let filled =
        sql.query_row("SELECT count FROM tally WHERE name = 'filled again'", [], |row| row.get::<_, i64>(0));
    assert_eq!(filled, Ok(1), "the projection was filled by the later program");
    assert!(!dir.path().join("copy-1").exists(), "what athenahealth can give again is not copied");
}

#[test]
fn patients_lately_opened_of_a_practice_are_forgotten_since_two_connections_may_share_it() {
    let first = Schema { migrations: &VAULT.migrations[..1], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &first, 1, quiet).expect("made");
    sql.execute("INSERT INTO recent (practice, patient, opened) VALUES ('195900', '7', 5)", [])
        .expect("a row of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let connection = crate::ConnectionId::new("one");
    let vault = crate::Reader::<crate::handle::VaultFile>::new(&sql);
    assert_eq!(vault.recent(&connection, 9), Ok::<_, Error>(Vec::new()));
    let mut writer = crate::Writer::<crate::handle::VaultFile>::new(&sql);
    let (seven, at) = (model::PatientId::new("7"), chrono::DateTime::UNIX_EPOCH);
    writer.remember(&connection, &seven, at).expect("remembered");
    writer.remember(&crate::ConnectionId::new("two"), &seven, at).expect("remembered");
    writer.forget_recent(&connection).expect("forgotten");
    let of_the_other = vault.recent(&crate::ConnectionId::new("two"), 9);
    assert_eq!(of_the_other, Ok::<_, Error>(vec![seven]), "removing one leaves the other's");
}

#[test]
fn a_token_of_an_older_program_is_kept_with_nothing_that_renews_it() {
    let before = Schema { migrations: &VAULT.migrations[..2], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    sql.execute("INSERT INTO token (key, secret, issued, expires) VALUES ('k', 'access', 1, 2)", [])
        .expect("a row of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let kept =
        crate::Reader::<crate::handle::VaultFile>::new(&sql).tokens("k").expect("a read").expect("kept");
    assert_eq!((kept.access.expose(), kept.refresh.is_none()), ("access", true));
    let renewed = crate::StoredTokens { refresh: Some(model::Secret::new("next")), ..kept };
    let mut writer = crate::Writer::<crate::handle::VaultFile>::new(&sql);
    writer.put_tokens("k", &renewed).expect("kept");
    let kept =
        crate::Reader::<crate::handle::VaultFile>::new(&sql).tokens("k").expect("a read").expect("kept");
    assert_eq!(kept.refresh.as_ref().map(model::Secret::expose), Some("next"));
}

#[test]
fn a_vault_from_before_the_audit_begins_a_chain_and_keeps_what_it_had() {
    let before = Schema { migrations: &VAULT.migrations[..3], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    sql.execute("INSERT INTO client_secret (connection, secret) VALUES ('one', 'hunter2')", [])
        .expect("a row of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let vault = crate::Reader::<crate::handle::VaultFile>::new(&sql);
    let secret = vault.client_secret(&crate::ConnectionId::new("one")).expect("read").expect("kept");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(vault.audit_head(), Ok::<_, Error>(crate::Anchor::START));
}

#[test]
fn a_vault_of_before_the_journal_keeps_what_it_has_and_gets_one_with_a_key_of_its_own() {
    let journal = VAULT.migrations.iter().position(|migration| migration.name.ends_with("_journal"));
    let journal = journal.expect("a journal");
    let before = Schema { migrations: &VAULT.migrations[..journal], ..VAULT };
    let keys: Vec<Vec<u8>> = (0..2)
        .map(|_| {
            let dir = tempfile::tempdir().expect("a folder");
            let mut sql = open(dir.path());
            create(&mut sql, &before, 1, quiet).expect("made");
            sql.execute("INSERT INTO setting (name, value) VALUES ('kept', '1')", []).expect("a row");
            migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
            assert!(dir.path().join(format!("copy-{journal}")).exists(), "what was there is copied aside");
            let kept = sql.query_row("SELECT value FROM setting", [], |row| row.get::<_, String>(0));
            assert_eq!(kept.as_deref(), Ok("1"));
            let writes = sql.query_row("SELECT count(*) FROM journal", [], |row| row.get::<_, i64>(0));
            assert_eq!(writes, Ok(0));
            sql.query_row("SELECT key FROM journal_key", [], |row| row.get(0)).expect("a key")
        })
        .collect();
    assert_eq!(keys[0].len(), 32);
    assert_ne!(keys[0], keys[1], "another vault tells the same thing by another mark");
}

#[test]
fn a_vault_from_before_there_were_people_has_none_and_keeps_its_audit() {
    let before = Schema { migrations: &VAULT.migrations[..5], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    sql.execute(
        "INSERT INTO audit VALUES (1, 5, 'desktop', 'bb02', NULL, NULL, 'view', 'c', 'w', 'done', NULL, NULL,
            NULL, x'00', x'01')",
        [],
    )
    .expect("a row of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let vault = crate::Reader::<crate::handle::VaultFile>::new(&sql);
    assert_eq!(vault.people(), Ok::<_, Error>(Vec::new()));
    assert_eq!(vault.audit_head().map(|head| head.count), Ok::<_, Error>(1));
}

#[test]
fn a_vault_from_before_emergency_access_keeps_its_audit_and_has_no_reason_in_it() {
    let before = Schema { migrations: &VAULT.migrations[..7], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    sql.execute(
        "INSERT INTO audit VALUES (1, 5, 'desktop', 'bb02', NULL, NULL, 'view', 'c', 'w', 'done', NULL, NULL,
            NULL, x'00', x'01')",
        [],
    )
    .expect("a row of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let vault = crate::Reader::<crate::handle::VaultFile>::new(&sql);
    let rows = vault.audit_rows(&crate::AuditFilter::default(), 9).expect("read");
    let [row] = rows.as_slice() else { panic!("one row") };
    assert_eq!((row.sequence, row.entry.emergency, row.entry.reason.is_none()), (1, None, true));
}

#[test]
fn a_vault_from_before_secrets_belonged_to_anything_keeps_them_and_learns_to_what() {
    let before = Schema { migrations: &VAULT.migrations[..6], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    sql.execute("INSERT INTO client_secret (connection, secret) VALUES ('one', 'hunter2')", [])
        .expect("a row of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let (one, to) = (
        crate::ConnectionId::new("one"),
        crate::Belonging {
            environment: crate::Environment::Other { address: "https://practice.example".to_owned() },
            client_id: "key".to_owned(),
            practice: model::PracticeId::new("195900"),
            sign_in: Some(crate::SignInKind::Person),
        },
    );
    let mut writer = crate::Writer::<crate::handle::VaultFile>::new(&sql);
    let secret = writer.client_secret(&one).expect("read").expect("kept");
    assert_eq!((secret.expose(), writer.belonging(&one)), ("hunter2", Ok(None)));
    writer.put_belonging(&one, &to).expect("kept");
    assert_eq!(writer.belonging(&one), Ok(Some(to)));
    writer.clear_client_secret(&one).expect("cleared");
    assert_eq!(writer.belonging(&one), Ok(None), "it goes with its secret");
    let environments = writer.environments().expect("read");
    assert_eq!(
        environments.get("one").map(crate::Environment::name),
        Some("other"),
        "and the audit still says where"
    );
}

#[test]
fn a_vault_from_before_it_knew_how_a_connection_signs_in_learns_it() {
    let before = Schema { migrations: &VAULT.migrations[..10], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    let row = "INSERT INTO belonging VALUES ('one', '{\"kind\":\"preview\"}', 'key', '195900')";
    sql.execute(row, []).expect("a row of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let mut writer = crate::Writer::<crate::handle::VaultFile>::new(&sql);
    let one = crate::ConnectionId::new("one");
    let known = writer.belonging(&one).expect("read").expect("kept");
    assert_eq!((known.client_id.as_str(), known.sign_in), ("key", None));
    let environments = writer.environments().expect("read");
    assert_eq!(environments.get("one"), Some(&crate::Environment::Preview), "the audit says where it was");
    let learnt = crate::Belonging { sign_in: Some(crate::SignInKind::Person), ..known };
    writer.put_belonging(&one, &learnt).expect("kept");
    assert_eq!(writer.belonging(&one), Ok(Some(learnt)));
}

#[test]
fn a_copy_from_before_it_was_anybodys_is_whoevers_opens_it_first() {
    let before = Schema { migrations: &CACHE.migrations[..2], ..CACHE };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    sql.execute("INSERT INTO tally (name, count) VALUES ('kept', 7)", []).expect("a row of an older program");
    migrate(&mut sql, &CACHE, &dir.path().join("copy"), quiet).expect("migrated");
    let kept = sql.query_row("SELECT count FROM tally WHERE name = 'kept'", [], |row| row.get::<_, i64>(0));
    assert_eq!(kept, Ok(7));
    let owners = sql.query_row("SELECT count(*) FROM owner", [], |row| row.get::<_, i64>(0));
    assert_eq!(owners, Ok(0));
}

#[test]
fn whoever_was_signed_in_with_an_older_program_is_kept_by_name() {
    let before = Schema { migrations: &VAULT.migrations[..8], ..VAULT };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    sql.execute_batch(
        r#"INSERT INTO setting VALUES ('signed in https://athena.example key a b', '"Rosa Delgado"');
        INSERT INTO setting VALUES ('signed in demo solo people', '""');
        INSERT INTO setting VALUES ('idle minutes', '5');
        INSERT INTO token (key, secret, issued, expires) VALUES ('https://athena.example key a b', 's', 1, 2);"#,
    )
    .expect("rows of an older program");
    migrate(&mut sql, &VAULT, &dir.path().join("copy"), quiet).expect("migrated");
    let vault = crate::Reader::<crate::handle::VaultFile>::new(&sql);
    let rosa = vault.signed_in("https://athena.example key a b").expect("read").expect("she is");
    assert_eq!(
        (rosa.name.expose().as_str(), rosa.origin.as_str()),
        ("Rosa Delgado", "https://athena.example")
    );
    assert_eq!((rosa.subject, rosa.person, rosa.id.len()), (None, None, 32));
    let untold = vault.sign_in("demo solo people").expect("read").expect("somebody");
    assert_eq!((untold.name.expose().as_str(), untold.id != rosa.id), ("", true));
    assert_eq!(vault.signed_in("demo solo people"), Ok::<_, Error>(None), "there is no token");
    assert_eq!(vault.setting::<u32>("idle minutes"), Ok::<_, Error>(Some(5)));
    assert_eq!(vault.setting::<String>("signed in demo solo people"), Ok::<_, Error>(None));
}

#[test]
fn gaps_that_were_named_before_stand_after_and_may_be_asked_for_from_then_on() {
    let before = Schema { migrations: &CACHE.migrations[..5], projections: &[], ..CACHE };
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = open(dir.path());
    create(&mut sql, &before, 1, quiet).expect("made");
    let name = "INSERT INTO feed_gap (feed, why, since, until) VALUES ('patients', ?1, 5, 9)";
    sql.execute(name, ["outage"]).expect("a gap");
    migrate(&mut sql, &CACHE, &dir.path().join("copy"), quiet).expect("migrated");
    sql.execute(name, ["asked"]).expect("a new reason");
    sql.execute(name, ["whim"]).expect_err("none of ours");
    let mut rows = sql.prepare("SELECT number, why, until FROM feed_gap ORDER BY number").expect("reads");
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("reads");
    let rows: Vec<(i64, String, i64)> = rows.collect::<Result<_, _>>().expect("reads");
    assert_eq!(rows, [(1, "outage".to_owned(), 9), (2, "asked".to_owned(), 9)]);
}
