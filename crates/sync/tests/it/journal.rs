//! Writes on their way: what a person is told of each, and how often the practice applied it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use model::{PatientField as F, PatientId};
use sandbox::Fault;
use store::{ConnectionId, JournalRow, Merge, Resolution, VaultFile, WriteReason, WriteState, Writer};
use sync::{Entry, Made, PatientWrite, Refused, Shown};

use crate::office::{Office, mail, newcomer};

const PHONE: &str = "5855550142";
const MAIL: &str = "somebody.new@example.org";

#[tokio::test(start_paused = true)]
async fn a_registration_is_confirmed_by_its_answer_and_what_was_kept_is_read_back() {
    let office = Office::open();
    let id = office.create(PHONE).await;
    let ended = office.ended(&id).await;
    assert_eq!((ended.state, ended.resolution), (WriteState::Confirmed, Some(Resolution::Answer)));
    let read = office.until(&id, |entry| entry.shown.is_some()).await;
    let Some(Shown::Made(made)) = read.shown else { panic!("{:?}", read.shown) };
    assert_eq!(made.len(), newcomer(PHONE).fields().count());
    assert_eq!(made[&F::MobilePhone], Made::Kept);
    let patient = office.patient(&ended.subject.expect("a number")).await;
    assert_eq!(patient.name.last.expose(), "Quixworth");
    assert_eq!(office.applied("mobilephone", PHONE), 1);
}

#[tokio::test(start_paused = true)]
async fn a_draft_that_is_not_released_stays_here() {
    let office = Office::open();
    let saw = office.somebody().await;
    let id = office.journal.draft_update(&saw, mail(MAIL), "ana").await.expect("drafted");
    tokio::time::sleep(std::time::Duration::from_secs(3_600)).await;
    assert_eq!(office.entry(&id).await.state, WriteState::Drafted);
    office.journal.withdraw(&id, "ana").await.expect("withdrawn");
    assert_eq!(office.entry(&id).await.reason, Some(WriteReason::Withdrawn));
    assert_eq!(office.applied("email", MAIL), 0);
    assert_eq!(
        office.journal.release(&id, "ana").await,
        Err(Refused::OutOfTurn),
        "what was withdrawn is over"
    );
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_is_lost_is_unknown_then_found_and_never_sent_again() {
    for fault in [Fault::CommitThenDrop, Fault::CommitThenFail, Fault::CommitThenDelay, Fault::DropThenCommit]
    {
        for create in [true, false] {
            let office = Office::open();
            office.practice.set_fault_once(fault);
            let (id, applied) = if create {
                (office.create(PHONE).await, ("mobilephone", PHONE))
            } else {
                let saw = office.somebody().await;
                (office.change(&saw, MAIL).await, ("email", MAIL))
            };
            let unknown = office.until(&id, |entry| entry.state == WriteState::Unknown).await;
            assert!(unknown.reason.is_some(), "{fault}: it says why");
            let ended = office.ended(&id).await;
            let end = (ended.state, ended.resolution);
            assert_eq!(end, (WriteState::Confirmed, Some(Resolution::ReadBack)), "{fault}");
            assert!(ended.subject.is_some());
            assert_eq!(office.applied(applied.0, applied.1), 1, "{fault}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_was_lost_on_its_way_is_said_not_to_be_there_and_written_again_as_another() {
    for create in [true, false] {
        let office = Office::open();
        office.practice.set_fault_once(Fault::WriteLost);
        let (id, applied) = if create {
            (office.create(PHONE).await, ("mobilephone", PHONE))
        } else {
            let saw = office.somebody().await;
            (office.change(&saw, MAIL).await, ("email", MAIL))
        };
        let ended = office.ended(&id).await;
        let end = (ended.state, ended.reason, ended.resolution);
        assert_eq!(end, (WriteState::Rejected, Some(WriteReason::NotCarriedOut), Some(Resolution::ReadBack)));
        assert_eq!(office.applied(applied.0, applied.1), 0, "and it is not");
        let again = office.journal.write_again(&id, "ana").await.expect("another");
        let ended = office.ended(&again).await;
        assert_eq!((ended.state, ended.follows), (WriteState::Confirmed, Some(id)));
        assert_eq!(office.applied(applied.0, applied.1), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_released_offline_waits_and_is_written_once_when_athenahealth_can_be_reached() {
    for fault in [Fault::Unavailable, Fault::RateLimitStorm, Fault::Reset, Fault::GatewayHtml] {
        let office = Office::open();
        let saw = office.somebody().await;
        office.practice.set_fault(fault, true);
        let id = office.change(&saw, MAIL).await;
        let waiting = office.until(&id, |entry| entry.reason.is_some()).await;
        assert_eq!(waiting.state, WriteState::Drafted, "{fault}: nothing of it left");
        tokio::time::sleep(std::time::Duration::from_secs(3_600)).await;
        office.practice.set_fault(fault, false);
        assert_eq!(office.ended(&id).await.state, WriteState::Confirmed, "{fault}");
        assert_eq!(office.applied("email", MAIL), 1, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_somebody_else_changed_meanwhile_waits_for_a_person_with_both_sides() {
    let office = Office::open();
    let saw = office.somebody().await;
    let number: u64 = saw.id.as_str().parse().expect("a number");
    assert!(office.practice.another_desk(number, &[("email", "rival@example.org")]));
    let id = office.change(&saw, MAIL).await;
    let held = office.until(&id, |entry| entry.reason.is_some()).await;
    assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(WriteReason::ChangedMeanwhile)));
    assert_eq!(held.shown, Some(Shown::Theirs(mail("rival@example.org"))));
    assert!(held.released.is_none(), "a person says anew that it is to be written");
    let before = model::PatientFields::of(&office.patient(&saw.id).await);
    let write = PatientWrite::Update { patient: saw.id, fields: mail(MAIL), before };
    office.journal.redraft(&id, &write.into(), "ana").await.expect("changed");
    office.journal.release(&id, "ana").await.expect("released");
    assert_eq!(office.ended(&id).await.state, WriteState::Confirmed);
    assert_eq!(office.applied("email", MAIL), 1);
}

#[tokio::test(start_paused = true)]
async fn a_merge_between_the_look_and_the_sending_has_the_other_looked_at() {
    let merge = Arc::<OnceLock<Box<dyn Fn(&str) + Send + Sync>>>::default();
    let merges = Arc::clone(&merge);
    let office = Office::meddled(Arc::new(move |uri, _| {
        if let Some(merge) = merges.get() {
            merge(uri.path());
        }
    }));
    let (saw, other) = (office.somebody().await, office.nth(1).await.id);
    let left = other.clone();
    let (vault, old, done) = (office.vault(), saw.id.clone(), AtomicBool::new(false));
    let name = move |path: &str| {
        if !path.ends_with(&format!("/patients/{old}")) || done.swap(true, Ordering::SeqCst) {
            return;
        }
        let (here, merge) = (ConnectionId::new("here"), Merge { old: old.clone(), patient: other.clone() });
        let same = |row: &JournalRow| Ok(row.payload.clone());
        let told = chrono::DateTime::UNIX_EPOCH;
        let named = move |writer: &mut Writer<'_, VaultFile>| writer.name_merge(&here, &merge, told, same);
        vault.write_blocking("merge", named).expect("named");
    };
    assert!(merge.set(Box::new(name)).is_ok());
    let id = office.change(&saw, MAIL).await;
    let held = office.until(&id, |entry| entry.reason.is_some()).await;
    assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(WriteReason::ChangedMeanwhile)));
    assert_eq!(held.subject, Some(left), "it is about another by now, who has another name");
    assert_eq!(office.applied("email", MAIL), 0, "and nothing was sent about the one who is no more");
}

#[tokio::test(start_paused = true)]
async fn somebody_like_the_newcomer_is_shown_before_anything_is_written() {
    let office = Office::open();
    let first = office.create(PHONE).await;
    let twin = office.ended(&first).await.subject.expect("a number");
    let id = office.create("5855550199").await;
    let held = office.until(&id, |entry| entry.reason.is_some()).await;
    assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(WriteReason::LikelyDuplicate)));
    let Some(Shown::Alike(alike)) = held.shown else { panic!("{:?}", held.shown) };
    assert!(alike.iter().any(|one| one.patient == twin && one.score.is_some_and(|score| score >= 23)));
    let seen = alike.into_iter().map(|one| one.patient).collect();
    let write = PatientWrite::Create { fields: newcomer("5855550199"), seen };
    office.journal.redraft(&id, &write.into(), "ana").await.expect("ruled out");
    office.journal.release(&id, "ana").await.expect("released");
    assert_eq!(office.ended(&id).await.state, WriteState::Confirmed);
    assert_eq!(office.applied("lastname", "Quixworth"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_says_which_field_it_is_about() {
    let office = Office::open();
    let mut fields = newcomer(PHONE);
    fields.set(F::Department, "99999");
    let id = office.journal.draft_create(fields, Default::default(), "ana").await.expect("drafted");
    office.journal.release(&id, "ana").await.expect("released");
    let ended = office.ended(&id).await;
    assert_eq!((ended.state, ended.resolution), (WriteState::Rejected, Some(Resolution::Answer)));
    let Some(Shown::Said(said)) = ended.shown else { panic!("{:?}", ended.shown) };
    assert!(!said.expose().is_empty(), "in athenahealth's own words");
    let mut long = newcomer(PHONE);
    long.set(F::Last, "x".repeat(31));
    let id = office.journal.draft_create(long, Default::default(), "ana").await.expect("drafted");
    office.journal.release(&id, "ana").await.expect("released");
    let ended = office.ended(&id).await;
    assert_eq!((ended.reason, ended.fields), (Some(WriteReason::BadField), vec![F::Last]));
}

#[tokio::test(start_paused = true)]
async fn undoing_a_change_is_a_change_of_its_own_and_a_registration_has_none() {
    let office = Office::open();
    let saw = office.somebody().await;
    let id = office.change(&saw, MAIL).await;
    office.ended(&id).await;
    let (one, other) = tokio::join!(office.journal.undo(&id, "ana"), office.journal.undo(&id, "bo"));
    let refused = one.as_ref().err().or(other.as_ref().err()).copied();
    assert_eq!(refused, Some(Refused::BeingUndone), "of two at the same moment one is drafted");
    let undo = one.or(other).expect("drafted");
    office.journal.release(&undo, "ana").await.expect("released");
    let ended = office.ended(&undo).await;
    assert_eq!((ended.state, ended.follows), (WriteState::Confirmed, Some(id)));
    assert_eq!(office.patient(&saw.id).await.contact.email, saw.contact.email);
    let created = office.create(PHONE).await;
    office.ended(&created).await;
    assert_eq!(office.journal.undo(&created, "ana").await, Err(Refused::CannotBeUndone));
}

#[tokio::test(start_paused = true)]
async fn a_person_says_what_reading_cannot() {
    for there in [true, false] {
        let office = Office::open();
        office.practice.set_fault_once(Fault::CommitThenDrop);
        let id = office.create(PHONE).await;
        office.until(&id, |entry| entry.state == WriteState::Unknown).await;
        office.practice.set_fault(Fault::Unavailable, true);
        office.forward(std::time::Duration::from_secs(100));
        let early = office.journal.is_not_there(&id, "bo").await;
        assert_eq!(early, Err(Refused::TooSoon), "it may still be at work on it");
        assert_eq!(office.journal.write_again(&id, "bo").await, Err(Refused::TooSoon));
        office.forward(std::time::Duration::from_secs(100));
        let (state, said) = if there {
            (WriteState::Confirmed, office.journal.is_there(&id, Some(PatientId::new("7")), "bo").await)
        } else {
            (WriteState::Rejected, office.journal.is_not_there(&id, "bo").await)
        };
        said.expect("taken");
        let ended = office.entry(&id).await;
        assert_eq!((ended.state, ended.resolution), (state, Some(Resolution::Person)));
        assert_eq!(office.journal.is_there(&id, None, "bo").await, Err(Refused::OutOfTurn));
    }
}

const WEEK: std::time::Duration = std::time::Duration::from_secs(8 * 24 * 3_600);

#[tokio::test(start_paused = true)]
async fn what_stands_there_as_it_was_written_asks_for_nobody_and_leaves_the_list_by_itself() {
    for fault in [None, Some(Fault::CommitThenDrop)] {
        let office = Office::open();
        if let Some(fault) = fault {
            office.practice.set_fault_once(fault);
        }
        let saw = office.somebody().await;
        let id = office.change(&saw, MAIL).await;
        let saved = office.ended(&id).await;
        assert!(!saved.asks_to_be_seen(), "{fault:?}: nothing in it is known to be otherwise");
        assert_eq!(office.counts().await.unseen, 0, "{fault:?}");
        let read = office.until(&id, |entry| entry.shown.is_some()).await;
        assert!(!read.asks_to_be_seen(), "{fault:?}: {:?}", read.shown);
        assert_eq!(office.counts().await.unseen, 0, "{fault:?}");
        assert_eq!(office.listed().await.len(), 1, "it can be undone for a while");
        office.forward(WEEK);
        assert_eq!(office.listed().await.len(), 0, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_ended_otherwise_than_it_was_written_is_listed_until_a_person_saw_it() {
    for saved in [true, false] {
        let rival = Arc::<OnceLock<Box<dyn Fn() + Send + Sync>>>::default();
        let rivals = Arc::clone(&rival);
        let office = Office::meddled(Arc::new(move |_, _| {
            if let Some(rival) = rivals.get() {
                rival();
            }
        }));
        let saw = office.somebody().await;
        if saved {
            let number: u64 = saw.id.as_str().parse().expect("a number");
            let (practice, done) = (office.practice.clone(), AtomicBool::new(false));
            // Between the write and its reading back another desk writes.
            let write = move || {
                let is_written = practice.truth().applied(&[("email", MAIL)]) == 1;
                if is_written && !done.swap(true, Ordering::SeqCst) {
                    assert!(practice.another_desk(number, &[("email", "rival@example.org")]));
                }
            };
            assert!(rival.set(Box::new(write)).is_ok());
        } else {
            office.practice.set_fault_once(Fault::WriteLost);
        }
        let id = office.change(&saw, MAIL).await;
        let ended = office.until(&id, Entry::asks_to_be_seen).await;
        assert_eq!(ended.state == WriteState::Confirmed, saved, "{:?}", ended.shown);
        assert_eq!(office.counts().await.unseen, 1);
        office.forward(WEEK);
        assert_eq!(office.listed().await.len(), 1, "nobody saw it");
        office.journal.saw(&id, "ana").await.expect("seen");
        assert_eq!(office.counts().await.unseen, 0);
        assert_eq!(office.listed().await.len(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_back_of_one_keeps_no_other_from_being_written() {
    let garbled = Arc::new(AtomicBool::new(false));
    let (switch, whose) = (Arc::clone(&garbled), Arc::<std::sync::Mutex<String>>::default());
    let whom = Arc::clone(&whose);
    let office = Office::meddled(Arc::new(move |uri, answer| {
        let of_them = uri.path().ends_with(whom.lock().expect("not poisoned").as_str());
        if switch.load(Ordering::SeqCst) && of_them && answer.status().is_success() {
            *answer.body_mut() = bytes::Bytes::from_static(br#"[{"patientid": []}]"#);
        }
    }));
    let (saw, other) = (office.somebody().await, office.nth(1).await);
    *whose.lock().expect("not poisoned") = format!("/patients/{}", saw.id);
    office.practice.set_fault_once(Fault::CommitThenDrop);
    let id = office.change(&saw, MAIL).await;
    office.until(&id, |entry| entry.state == WriteState::Unknown).await;
    garbled.store(true, Ordering::SeqCst);
    let second = office.change(&other, "other@example.org").await;
    assert_eq!(office.ended(&second).await.state, WriteState::Confirmed);
    let told = office.until(&id, |entry| entry.reason == Some(WriteReason::CannotTell)).await;
    assert_eq!(told.state, WriteState::Unknown, "a person may look");
    garbled.store(false, Ordering::SeqCst);
    let ended = office.ended(&id).await;
    assert_eq!((ended.state, ended.resolution), (WriteState::Confirmed, Some(Resolution::ReadBack)));
}

#[tokio::test(start_paused = true)]
async fn a_vault_that_takes_nothing_more_is_tried_now_and_then_and_nothing_is_sent_twice() {
    let office = Office::open();
    let saw = office.somebody().await;
    office.crash.full_once_sent.store(true, Ordering::SeqCst);
    let id = office.change(&saw, MAIL).await;
    tokio::time::sleep(std::time::Duration::from_secs(3_600)).await;
    let refused = office.crash.refused();
    assert!((2..400).contains(&refused), "it rests between its tries: {refused} in an hour");
    office.crash.has_room();
    let ended = office.ended(&id).await;
    assert_eq!((ended.state, ended.resolution), (WriteState::Confirmed, Some(Resolution::ReadBack)));
    assert_eq!(office.applied("email", MAIL), 1);
}

#[tokio::test(start_paused = true)]
async fn a_journal_whose_vault_is_closed_ends() {
    let mut office = Office::open();
    office.practice.set_fault_once(Fault::CommitThenDrop);
    let id = office.create(PHONE).await;
    office.until(&id, |entry| entry.state == WriteState::Unknown).await;
    office.close().await;
    assert!(office.is_over().await, "nobody could tell it anything any more");
}

#[tokio::test(start_paused = true)]
async fn a_draft_stays_what_it_is_and_about_whom() {
    let office = Office::open();
    let (saw, other) = (office.somebody().await, office.nth(1).await);
    let id = office.journal.draft_update(&saw, mail(MAIL), "ana").await.expect("drafted");
    let before = model::PatientFields::of(&other);
    let of_another = PatientWrite::Update { patient: other.id, fields: mail(MAIL), before };
    let create = PatientWrite::Create { fields: newcomer(PHONE), seen: Default::default() };
    for write in [of_another, create] {
        assert_eq!(office.journal.redraft(&id, &write.into(), "ana").await, Err(Refused::OutOfTurn));
    }
    assert_eq!(office.entry(&id).await.subject, Some(saw.id));
}

#[tokio::test(start_paused = true)]
async fn the_same_newcomer_is_under_way_once_whatever_else_is_said_of_them() {
    let office = Office::open();
    office.practice.set_fault_once(Fault::DropThenCommit);
    let first = office.create(PHONE).await;
    office.until(&first, |entry| entry.state == WriteState::Unknown).await;
    let second = office.create("5855550199").await;
    let held = office.until(&second, |entry| entry.reason.is_some()).await;
    assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(WriteReason::AlreadyUnderWay)));
    assert_eq!(office.ended(&first).await.state, WriteState::Confirmed);
    assert_eq!(office.applied("lastname", "Quixworth"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_change_writes_no_department_that_nobody_changed() {
    let office = Office::open();
    let saw = office.somebody().await;
    let id = office.change(&saw, MAIL).await;
    office.ended(&id).await;
    let writes = office.practice.truth().writes();
    let asked = &writes.last().expect("a write").asked;
    assert_eq!(asked, &[("email".to_owned(), MAIL.to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_correction_of_capitals_alone_that_was_lost_is_not_called_saved() {
    let office = Office::open();
    let saw = office.somebody().await;
    let mut fields = model::PatientFields::default();
    fields.set(F::Last, saw.name.last.expose().to_uppercase());
    office.practice.set_fault_once(Fault::WriteLost);
    let id = office.journal.draft_update(&saw, fields, "ana").await.expect("drafted");
    office.journal.release(&id, "ana").await.expect("released");
    let ended = office.ended(&id).await;
    assert_eq!((ended.state, ended.reason), (WriteState::Rejected, Some(WriteReason::NotCarriedOut)));
}

/// Crashes at each point that a registration and a change pass, with and without a lost answer.
#[tokio::test(start_paused = true)]
async fn whatever_point_it_dies_at_nothing_is_lost_doubled_or_said_to_be_saved_that_is_not() {
    for fault in [None, Some(Fault::CommitThenDrop), Some(Fault::WriteLost)] {
        for create in [true, false] {
            let mut point = 1;
            while dies_at(point, create, fault).await {
                point += 1;
            }
            assert!(point > 10, "a write passes many points, and died at {point}");
        }
    }
}

/// Whether there is such a point.
async fn dies_at(point: u32, create: bool, fault: Option<Fault>) -> bool {
    let mut office = Office::open();
    let saw = office.somebody().await;
    fault.into_iter().for_each(|fault| office.practice.set_fault_once(fault));
    let fields = if create { newcomer(PHONE) } else { mail(MAIL) };
    let drafted = if create {
        office.journal.draft_create(fields, Default::default(), "ana").await
    } else {
        office.journal.draft_update(&saw, fields, "ana").await
    };
    let id = drafted.expect("drafted");
    office.crash.point.store(office.crash.passed() + point, Ordering::SeqCst);
    // A person whose press fails presses again.
    if office.journal.release(&id, "ana").await.is_err() && office.entry(&id).await.released.is_none() {
        office.restart().await;
        office.journal.release(&id, "ana").await.expect("released");
    }
    let over = |entry: &sync::Entry| {
        entry.state == WriteState::Rejected || (entry.state == WriteState::Confirmed && entry.shown.is_some())
    };
    let crashed = || office.crash.crashed();
    let entry = office.until(&id, |entry| over(entry) || crashed()).await;
    let died = crashed();
    if died && !over(&entry) {
        office.restart().await;
        office.until(&id, over).await;
    }
    let entry = office.entry(&id).await;
    let (name, value) = if create { ("mobilephone", PHONE) } else { ("email", MAIL) };
    let applied = office.applied(name, value);
    match entry.state {
        WriteState::Confirmed => assert_eq!(applied, 1, "point {point}: what is said to be saved is"),
        _ => assert_eq!(applied, 0, "point {point}: what is said not to be there is not"),
    }
    died
}
