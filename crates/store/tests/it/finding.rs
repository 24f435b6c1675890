//! Search: who is found, in which order, and that the index gives what a whole scan gives.

use model::{Coverage, CoverageId, Patient, PatientId, PatientStatus, Phi};
use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use store::search::{MatchField, MatchKind, Person, Query, Why, rank, scan};
use store::{Cache, Detail};

use crate::desk::{Desk, minute};
use crate::people::{Dice, born, named, people, typed};

fn put(cache: &Cache, batch: Vec<Patient>) {
    cache
        .write_blocking("put", move |writer| writer.put_patients(&batch, minute(0), Detail::Full))
        .expect("the patients are put");
}

fn found(cache: &Cache, text: &str, limit: usize) -> Vec<PatientId> {
    let query = Query::parse(text);
    let page = cache.read_blocking(|reader| reader.search(&query, limit, None)).expect("the search runs");
    page.hits.into_iter().map(|hit| hit.patient.id).collect()
}

fn scanned(everyone: &[Person], text: &str, limit: usize) -> Vec<PatientId> {
    scan(everyone, &Query::parse(text), limit).into_iter().map(|(_, person)| person.id().clone()).collect()
}

/// What a scan would go through: everyone but the deleted.
fn persons(patients: &[Patient]) -> Vec<Person> {
    let seen = patients.iter().filter(|patient| patient.status != PatientStatus::Deleted);
    seen.map(|patient| Person::of(patient, &[])).collect()
}

#[track_caller]
fn assert_finds(cache: &Cache, text: &str, ids: &[&str]) {
    let ids: Vec<PatientId> = ids.iter().map(|id| PatientId::from(*id)).collect();
    assert_eq!(found(cache, text, 20), ids, "what {text:?} finds");
}

#[test]
fn a_name_without_end_takes_little_room_and_is_found_by_its_beginning() {
    let desk = Desk::new();
    let cache = desk.cache();
    let letters = || 'a'..='p';
    let syllables = letters().flat_map(|one| letters().map(move |two| format!("k{one}{two}mo")));
    let words = syllables.flat_map(|one| letters().map(move |two| format!("{one}{two}"))).collect::<Vec<_>>();
    let words = words.join(" ");
    let mut long = born("1", &"Abcdefghij".repeat(300), &words, (1979, 3, 14));
    long.previous_ids = (0..2000).map(|count| PatientId::new(format!("9{count}"))).collect();
    let everyone = [long, born("2", "Okafor", "Ada", (1980, 1, 1))];
    put(&cache, everyone.to_vec());
    let size: usize = desk.files().iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size < 2_000_000, "the files take {size} bytes");
    let scanned_people = persons(&everyone);
    let whole = "Abcdefghij".repeat(300);
    for text in ["abcdefghijab", "kaamoa kaamod", "91", &whole[..39], &whole[..40], &whole[..41], &whole] {
        assert_eq!(found(&cache, text, 20), [PatientId::from("1")], "what {text:?} finds");
        assert_eq!(found(&cache, text, 20), scanned(&scanned_people, text, 20), "{text:?}");
    }
}

#[test]
fn whom_another_system_found_is_told_with_the_reasons_there_are() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(&cache, vec![born("1", "Ada", "Okafor", (1979, 3, 14)), named("2", "Ben", "Ross")]);
    let ids = ["2", "1", "9", "1"].map(PatientId::from);
    let query = Query::parse("okafor 3/14/79");
    let hits = cache.read_blocking(|reader| reader.hits(&query, &ids)).expect("a read");
    let told: Vec<_> = hits.into_iter().map(|hit| (hit.patient.id.to_string(), hit.why)).collect();
    let exact = |field| Why { field, kind: MatchKind::Exact };
    let why = vec![exact(MatchField::LastName), exact(MatchField::Dob)];
    assert_eq!(told, [("2".to_owned(), Vec::new()), ("1".to_owned(), why)]);
}

#[test]
fn the_index_gives_what_a_whole_scan_gives() {
    let desk = Desk::new();
    let cache = desk.cache();
    let everyone = people(1, 6000);
    for batch in everyone.chunks(700) {
        put(&cache, batch.to_vec());
    }
    let scanned_people = persons(&everyone);
    let mut dice = Dice(99);
    let fixed = [
        "s",
        "j",
        "a",
        "m",
        "sm",
        "sm j",
        "s j",
        "j s",
        "jo",
        "ma",
        "son",
        "ohn",
        "smith",
        "james",
        "smith j",
        "j smith",
        "mary ann",
        "maryann",
        "garcia lopez",
        "garcialopez",
        "oneil",
        "o'neil",
        "555",
        "5550",
        "7045550",
        "1979",
        "3/14",
        "smith 1979",
        "james smith 1",
        "10",
        "100",
        "s s s",
        "jr",
        "jr smith",
        "thomas thomas",
        "li",
        "l",
        "Nguyen",
        "müller",
        "mueller",
        "st john",
        "de la",
        "delacruz",
        "zzzz",
        "smiht",
        "garcai",
        "rpss",
        "mar 14",
        "mar 14 1979",
        "feb 1979",
        "2/1979",
        "1979-02",
        "smith feb 1979",
        "may 1979",
        "s feb 79",
        "st. john",
        "st. jo",
        "st john m",
        "john st",
        "van s",
        "van sant j",
        "garcia l",
        "garcia lopez m",
        "de la cruz cruz",
        "dr smith",
        "Mr. Smith, J",
        "mrs",
        "ms garcia lopez",
        "mr van sant 1979",
        "(704)",
        "(555)",
        "(704) smith",
        "704 555",
        "(704) 555",
        "+1 704 555",
        "704 555 01",
        "17.8.1974",
        "dob 3/14",
        "smith dob 1979",
    ];
    let log = fixed.iter().map(|text| (*text).to_owned());
    let queries: Vec<String> = log.chain((0..1500).map(|_| typed(&mut dice, &everyone))).collect();
    for text in queries {
        let limit = [20, 20, 1, 50][dice.below(4)];
        assert_eq!(
            found(&cache, &text, limit),
            scanned(&scanned_people, &text, limit),
            "first {limit} of {text:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn it_does_so_after_any_changes(seed in any::<u64>()) {
        let desk = Desk::new();
        let cache = desk.cache();
        let mut dice = Dice(seed);
        let mut everyone = people(seed, 300);
        put(&cache, everyone.clone());
        let others = people(seed ^ 1, 300);
        for round in 1..40 {
            let at = dice.below(everyone.len());
            let mut changed = others[dice.below(300)].clone();
            changed.id = everyone[at].id.clone();
            changed.previous_ids = Vec::new();
            everyone[at] = changed.clone();
            cache.write_blocking("change", move |writer| {
                writer.put_patients(&[changed], minute(round), Detail::Full)
            }).expect("the change is put");
        }
        let scanned_people = persons(&everyone);
        for _ in 0..60 {
            let text = typed(&mut dice, &everyone);
            prop_assert_eq!(found(&cache, &text, 20), scanned(&scanned_people, &text, 20), "{}", text);
        }
    }

    #[test]
    fn nothing_that_is_typed_fails(text in "\\PC{0,24}") {
        let query = Query::parse(&text);
        let person = Person::of(&named("1", "Ana", "Ng"), &[]);
        scan(&[person], &query, 1);
    }
}

#[test]
fn pages_follow_each_other_without_a_gap() {
    let desk = Desk::new();
    let cache = desk.cache();
    let everyone = people(5, 2500);
    put(&cache, everyone.clone());
    let scanned_people = persons(&everyone);
    for text in ["s", "smith", "j s", "son", "1979", "ann", "garcia m"] {
        let query = Query::parse(text);
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page =
                cache.read_blocking(|reader| reader.search(&query, 7, after.as_ref())).expect("a page");
            all.extend(page.hits.into_iter().map(|hit| hit.patient.id));
            let Some(next) = page.next else { break };
            after = store::search::Cursor::parse(&next.to_string());
            assert_eq!(after, Some(next), "a cursor survives being text");
        }
        assert_eq!(all, scanned(&scanned_people, text, usize::MAX), "all pages of {text:?}");
    }
}

#[test]
fn names_are_found_however_they_are_typed() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(
        &cache,
        vec![
            born("1", "Siobhán", "O'Neil", (1979, 3, 14)),
            born("2", "José", "García López", (1980, 1, 2)),
            born("3", "Ross", "Okafor", (2001, 12, 31)),
            named("4", "", "Prince"),
        ],
    );
    for text in
        ["oneil", "o'neil", "O’NEIL", "neil", "siobhan", "SIOBHÁN oneil", "onei", "oniel", "iobh", "neil s"]
    {
        assert_finds(&cache, text, &["1"]);
    }
    for text in
        ["garcia lopez", "garcialopez", "garcia-lopez", "lopez garcia", "lopez jose", "gracia", "jsoe"]
    {
        assert_finds(&cache, text, &["2"]);
    }
    for text in ["Rpss", "oss okafor", "okafor r", "kafor", "Rsos", "rosss"] {
        assert_finds(&cache, text, &["3"]);
    }
    for text in ["prince", "rince", "pr", "prinse"] {
        assert_finds(&cache, text, &["4"]);
    }
    for text in ["", "  ", "-", "xqz", "okafor siobhan", "of"] {
        assert_finds(&cache, text, &[]);
    }
}

#[test]
fn dates_phones_and_identifiers_find_people() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut first = born("7012345", "Ana", "Lee", (1979, 3, 14));
    first.contact.mobile_phone = Phi::new("7045550123".to_owned());
    first.previous_ids = vec![PatientId::from("88001")];
    let second = born("7099999", "Ben", "Lee", (1979, 4, 14));
    put(&cache, vec![first, second]);
    let policy = Coverage {
        id: CoverageId::new("1"),
        plan: "PPO".into(),
        payer: None,
        self_pay: false,
        member_id: Phi::new("XEA-1234567".to_owned()),
        policy_number: Phi::default(),
        sequence: None,
        cancelled: None,
        issued: None,
        expires: None,
        relationship: None,
        eligibility: None,
        copays: Vec::new(),
    };
    let owner = PatientId::from("7012345");
    cache
        .write_blocking("coverages", move |writer| writer.put_coverages(&owner, &[policy], minute(1)))
        .expect("the policy is put");
    for text in [
        "3/14/79",
        "03141979",
        "1979-03-14",
        "mar 14 1979",
        "14 March 1979",
        "lee 3/14",
        "0123",
        "(704) 555-0123",
        "704 555 0123",
        "+1 704-555-0123",
        "5501",
        "70123",
        "7012345",
        "88001",
        "xea1234567",
        "XEA-1234567",
        "xea-12",
        "ana 1979",
    ] {
        assert_finds(&cache, text, &["7012345"]);
    }
    assert_finds(&cache, "lee 1979", &["7012345", "7099999"]);
    assert_finds(&cache, "70", &["7012345", "7099999"]);
    assert_finds(&cache, "lee 1980", &[]);
}

#[test]
fn a_month_and_its_year_find_whoever_was_born_then_after_whoever_the_whole_date_finds() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(
        &cache,
        vec![
            born("1", "Ana", "Lee", (1988, 2, 14)),
            born("2", "Ben", "Lee", (1988, 2, 29)),
            born("3", "Cal", "Lee", (1988, 3, 2)),
            born("4", "Dan", "Lee", (1987, 2, 14)),
            named("5", "Feb", "Lee"),
            born("6", "May", "Ng", (1988, 5, 1)),
            born("7", "Kim", "Ng", (1988, 5, 31)),
        ],
    );
    for text in [
        "feb 1988",
        "Feb. 1988",
        "February, 1988",
        "1988 feb",
        "feb-1988",
        "feb/1988",
        "2/1988",
        "02/1988",
        "2-1988",
        "02.1988",
        "1988-02",
        "1988/2",
        "feb 88",
        "feb '88",
        "2/88",
        "lee feb 1988",
        "2/1988 lee",
    ] {
        assert_finds(&cache, text, &["1", "2"]);
        let query = Query::parse(text);
        let page = cache.read_blocking(|reader| reader.search(&query, 5, None)).expect("the search runs");
        let born = Why { field: MatchField::Dob, kind: MatchKind::Inner };
        for hit in page.hits {
            assert!(hit.why.contains(&born), "{text} says why: {:?}", hit.why);
        }
    }
    assert_finds(&cache, "may 1988", &["7", "6"]);
    assert_finds(&cache, "feb 14", &["1", "4"]);
    assert_finds(&cache, "14 feb 1988", &["1"]);
    assert_finds(&cache, "Feb. 14, 1988", &["1"]);
    assert_finds(&cache, "1988", &["1", "2", "3", "7", "6"]);
    for text in ["13/1988", "feb 1889", "2/2088", "1988-13"] {
        assert_finds(&cache, text, &[]);
    }
    let everyone = [("1", (1988, 2, 14)), ("2", (1988, 2, 29))];
    let everyone = everyone.map(|(id, dob)| Person::of(&born(id, "Ana", "Lee", dob), &[]));
    let cost = |text: &str| rank(&Query::parse(text), &everyone[0]).expect("they match");
    assert!(cost("feb 14 1988") < cost("feb 1988"), "a whole date says more");
}

#[test]
fn each_row_says_why() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut patient = born("41", "Maria", "Anderson", (1979, 3, 14));
    patient.contact.home_phone = Phi::new("6025550123".to_owned());
    put(&cache, vec![patient]);
    let why = |text: &str| {
        let query = Query::parse(text);
        let page = cache.read_blocking(|reader| reader.search(&query, 5, None)).expect("the search runs");
        let hit = page.hits.into_iter().next().expect("a hit");
        (hit.why, hit.phone.map(Phi::into_exposed))
    };
    let of = |field, kind| Why { field, kind };
    assert_eq!(
        why("maria ander").0,
        [of(MatchField::FirstName, MatchKind::Exact), of(MatchField::LastName, MatchKind::Prefix),]
    );
    assert_eq!(why("nders").0, [of(MatchField::LastName, MatchKind::Inner)]);
    assert_eq!(why("andreson").0, [of(MatchField::LastName, MatchKind::Typo)]);
    assert_eq!(why("3/14/1979").0, [of(MatchField::Dob, MatchKind::Exact)]);
    assert_eq!(why("41").0, [of(MatchField::PatientId, MatchKind::Exact)]);
    let by_phone = why("anderson 0123");
    assert_eq!(by_phone.0[1], of(MatchField::Phone, MatchKind::Inner));
    assert_eq!(by_phone.1.as_deref(), Some("6025550123"), "the phone that matched is told");
}

#[test]
fn twins_stand_in_the_order_of_their_ids_and_the_gone_are_flagged() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut dead = born("9", "Ann", "Lee", (1979, 3, 14));
    dead.deceased = dead.dob.clone();
    let mut left = born("8", "Ann", "Lee", (1979, 3, 14));
    left.status = PatientStatus::Inactive;
    let mut removed = born("7", "Ann", "Lee", (1979, 3, 14));
    removed.status = PatientStatus::Deleted;
    put(&cache, vec![dead, left, removed]);
    assert_finds(&cache, "ann lee", &["8", "9"]);
    let query = Query::parse("lee");
    let page = cache.read_blocking(|reader| reader.search(&query, 5, None)).expect("the search runs");
    assert_eq!(page.hits[0].patient.status, PatientStatus::Inactive, "told");
    assert!(page.hits[1].patient.deceased.expose().is_some(), "told");
    let held = cache.read_blocking(|reader| reader.held_patients()).expect("a count");
    assert_eq!(held, 2, "the deleted one is in no count");
}

#[test]
fn the_shorter_name_and_the_initial_do_not_bury_the_last_name() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut initial = named("1", "Al", "Brown");
    initial.name.middle = Phi::new("S".to_owned());
    put(
        &cache,
        vec![initial, named("2", "Al", "Smith"), named("3", "Sam", "Brown"), named("4", "Al", "Smithson")],
    );
    assert_finds(&cache, "s", &["2", "4", "3", "1"]);
    assert_finds(&cache, "smith", &["2", "4"]);
}

#[test]
fn a_whole_name_comes_before_a_part_of_a_longer_one() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(
        &cache,
        vec![
            named("1", "Jennifer", "Blackley-Lee"),
            named("2", "Zoe", "Lee"),
            named("3", "Lee", "Zander"),
            named("4", "Amy", "Leeds"),
            named("5", "Ann", "Hadham-Leeson"),
            named("6", "Leeann", "Young"),
            named("7", "Ann", "Lee Abbot"),
        ],
    );
    assert_finds(&cache, "lee", &["2", "3", "1", "7", "4", "6", "5"]);
    assert_finds(&cache, "leeabb", &["7"]);
}

#[test]
fn among_equals_those_seen_here_come_before_those_who_are_not_and_the_dead() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut dead = born("1", "Ann", "Lee", (1979, 3, 14));
    dead.deceased = dead.dob.clone();
    let mut left = named("2", "Bea", "Lee");
    left.status = PatientStatus::Inactive;
    let mut hyphened = named("4", "Abe", "Ng-Lee");
    hyphened.status = PatientStatus::Active;
    put(&cache, vec![dead, left, named("3", "Zoe", "Lee"), hyphened]);
    assert_finds(&cache, "lee", &["3", "2", "1", "4"]);
    assert_finds(&cache, "le", &["3", "2", "1", "4"]);
    let mut back = named("2", "Bea", "Lee");
    back.status = PatientStatus::Active;
    cache
        .write_blocking("back", move |writer| writer.put_patients(&[back], minute(1), Detail::Full))
        .expect("the change is put");
    assert_finds(&cache, "lee", &["2", "3", "1", "4"]);
}

#[test]
fn an_identifier_is_found_as_the_card_shows_it() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(&cache, vec![named("24662", "Ana", "Lee"), named("7", "Id", "Ng")]);
    for text in
        ["#24662", "# 24662", "id 24662", "ID: 24662", "id:24662", "mrn 24662", "MRN #24662", "mrn24662"]
    {
        assert_finds(&cache, text, &["24662"]);
    }
    assert_finds(&cache, "id ng", &["7"]);
}

#[test]
fn words_that_make_up_a_whole_last_name_count_as_one_name() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(
        &cache,
        vec![
            named("1", "John", "Stanland"),
            named("2", "JOHN", "STEVENS"),
            named("3", "Zoe", "St. John"),
            named("4", "Ana", "de la Cruz"),
            named("5", "Cruz", "de la Rosa"),
            named("6", "Zed", "Van Buren"),
            named("7", "Van", "Burensen"),
        ],
    );
    for text in
        ["st. john", "St John", "ST. JOHN", "stjohn", "st. joh", "st. jo", "st john zoe", "zoe st. john"]
    {
        assert_eq!(found(&cache, text, 1), [PatientId::from("3")], "{text}");
    }
    assert_finds(&cache, "st. john", &["3", "1", "2"]);
    for text in ["de la Cruz", "de la Cruz Cruz", "de la cr", "cruz de la Cruz"] {
        assert_eq!(found(&cache, text, 1), [PatientId::from("4")], "{text}");
    }
    assert_finds(&cache, "van buren", &["6", "7"]);
    let query = Query::parse("zoe st. john");
    let page = cache.read_blocking(|reader| reader.search(&query, 1, None)).expect("the search runs");
    let exact = |field| Why { field, kind: MatchKind::Exact };
    assert_eq!(page.hits[0].why, [exact(MatchField::FirstName), exact(MatchField::LastName)]);
}

#[test]
fn a_last_name_and_a_first_letter_find_those_before_a_longer_last_name() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(
        &cache,
        vec![named("1", "Al", "Smith-Jones"), named("2", "Zoe", "Smith"), named("3", "John", "Smith")],
    );
    assert_finds(&cache, "smith j", &["3", "1"]);
    assert_finds(&cache, "smith jones", &["1"]);
}

#[test]
fn a_slip_in_the_first_letter_is_forgiven() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(&cache, vec![named("1", "Ross", "Okafor"), named("2", "Ada", "Smith")]);
    for text in ["pkafor", "kOafor", "qokafor", "pkafor ross", "okafor toss", "orss", "rross", "okafor oss"] {
        assert_finds(&cache, text, &["1"]);
        assert_eq!(found(&cache, text, 20), scanned(&persons(&[named("1", "Ross", "Okafor")]), text, 20));
    }
    for text in ["pqafor", "akofar", "smith toss"] {
        assert_finds(&cache, text, &[]);
    }
}

#[test]
fn a_title_is_let_go_of_where_it_is_no_name() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(
        &cache,
        vec![
            named("1", "Ada", "Smith"),
            named("2", "Drew", "Smith"),
            named("3", "Zoe", "Smith"),
            named("4", "Ms", "Okafor"),
            born("5", "Ana", "St. John", (1979, 3, 14)),
        ],
    );
    for text in ["mr smith", "Mrs. Smith", "smith, ms", "Miss Smith", "MR. SMITH"] {
        assert_finds(&cache, text, &["1", "2", "3"]);
    }
    assert_finds(&cache, "dr smith", &["2", "1", "3"]);
    assert_finds(&cache, "Dr. Smith, Zoe", &["3"]);
    assert_finds(&cache, "ms", &["4"]);
    for text in ["mrs st. john", "dr st john mar 14 1979", "Ms 3/14/1979"] {
        assert_finds(&cache, text, &["5"]);
    }
    for text in ["mr", "mrs", "mr mrs", "mr xqz"] {
        assert_finds(&cache, text, &[]);
    }
}

#[test]
fn a_phone_is_found_by_its_beginning_as_people_write_it() {
    let desk = Desk::new();
    let cache = desk.cache();
    let with = |id, phone: &str| {
        let mut patient = named(id, "Ana", "Lee");
        patient.contact.mobile_phone = Phi::new(phone.to_owned());
        patient
    };
    put(&cache, vec![with("41", "2075550123"), with("42", "2079990123"), with("43", "3195552070")]);
    for text in [
        "207 555",
        "(207) 555",
        "(207)555",
        "207-555",
        "207.555",
        "+1 207 555",
        "1 207 555",
        "+1 (207) 555",
        "+1-207-555",
        "1-207-555",
        "207 555 0",
        "207 555-01",
        "(207) 555-012",
        "lee 207 555",
    ] {
        assert_finds(&cache, text, &["41"]);
    }
    for text in ["(207)", "(207", "+1 (207)", "lee (207)"] {
        assert_finds(&cache, text, &["41", "42"]);
        let query = Query::parse(text);
        let page = cache.read_blocking(|reader| reader.search(&query, 5, None)).expect("the search runs");
        let begins = Why { field: MatchField::Phone, kind: MatchKind::Prefix };
        assert_eq!(page.hits[0].why.last(), Some(&begins), "{text}");
        let phone = page.hits[1].phone.clone().map(Phi::into_exposed);
        assert_eq!(phone.as_deref(), Some("2079990123"), "{text}");
    }
    assert_finds(&cache, "555 207", &["43"]);
    for text in ["207 556", "(208)"] {
        assert_finds(&cache, text, &[]);
    }
}

#[test]
fn a_date_is_read_with_its_label_and_with_its_day_first_where_it_can_be_nothing_else() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(
        &cache,
        vec![
            born("1", "Ana", "Lee", (1974, 8, 17)),
            born("2", "Ben", "Lee", (1974, 7, 8)),
            born("3", "Cal", "Lee", (1974, 8, 7)),
        ],
    );
    for text in [
        "17.8.1974",
        "17/8/1974",
        "17-08-74",
        "17 8 1974",
        "17.8.",
        "dob 8/17/1974",
        "DOB: 8/17/1974",
        "dob:8/17/1974",
        "D.O.B. 08171974",
        "dob aug 17 1974",
        "dob 17 aug 1974",
        "lee dob 8/17/74",
        "lee, dob 17.8.1974",
    ] {
        assert_finds(&cache, text, &["1"]);
    }
    assert_finds(&cache, "8.7.1974", &["3"]);
    assert_finds(&cache, "dob 1974", &["1", "2", "3"]);
    for text in ["17.13.1974", "1974-17-08", "dob lee 1975"] {
        assert_finds(&cache, text, &[]);
    }
}

#[test]
fn a_date_with_its_month_named_matches_wholly() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(&cache, vec![born("1", "Ana", "Lee", (1981, 6, 4))]);
    for text in ["4 jun 1981", "june 4 1981", "June 4, 1981", "4 june 1981", "lee june 4 1981"] {
        let query = Query::parse(text);
        let page = cache.read_blocking(|reader| reader.search(&query, 5, None)).expect("the search runs");
        let why = page.hits[0].why.last();
        assert_eq!(why, Some(&Why { field: MatchField::Dob, kind: MatchKind::Exact }), "{text}");
    }
}
