//! The protocol of the feeds over real files and the sandbox practice.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use athena::Feed;
use model::{DepartmentId, PatientId};
use sandbox::{Deed, Fault, Limits, Options, SUBSCRIPTION_ACTS_AFTER, Sandbox, Size, Telling};
use store::{Cache, ConnectionId, FileId, GapReason, MasterKey, NoHooks, ProfileFolder, Vault};
use sync::{CacheShelf, ClientSource, Ledger, Poll, Polled, Rules, Trouble};

use crate::desk::{Desk, Hands, Meddle, client};
use crate::office::CrashAt;

pub const NOON: &str = "2026-11-23T17:00:00Z";

/// A copy and a vault on the disk, and a practice whose feeds tell what is done here alone.
pub struct Room {
    pub practice: Sandbox,
    pub clock: Arc<Hands>,
    client: athena::Client,
    pub crash: Arc<CrashAt>,
    pub cache: Cache,
    vault: Vault,
    folder: ProfileFolder,
    _temp: tempfile::TempDir,
}

fn open(folder: &ProfileFolder, crash: &Arc<CrashAt>) -> (Cache, Vault) {
    let key = MasterKey::from_bytes([7; 32]);
    let cache = Cache::open(folder, &FileId::from_hex("aa01"), &key, crash.clone()).expect("the copy opens");
    let vault =
        Vault::open(folder, &FileId::from_hex("bb02"), &key, Arc::new(NoHooks)).expect("the vault opens");
    (cache.store, vault.store)
}

impl Room {
    fn new(meddle: Meddle) -> Self {
        let clock = Hands::at(NOON);
        let options =
            Options { size: Size::Solo, limits: Limits::none(), feeds: Telling::Deeds, ..Options::default() };
        let practice = Sandbox::new(options, clock.clone());
        let temp = tempfile::tempdir().expect("a folder");
        let folder = ProfileFolder::open(temp.path()).expect("a profile");
        let crash = Arc::new(CrashAt::default());
        let (cache, vault) = open(&folder, &crash);
        let client = client(&practice, &clock, meddle);
        Self { practice, clock, client, crash, cache, vault, folder, _temp: temp }
    }

    /// One whose subscriptions are in effect and whose gaps from before that are read.
    pub async fn listening() -> Self {
        Self::meddled(Arc::new(|_, _| {})).await
    }

    /// As [`Self::listening`], with answers that are changed on their way.
    pub async fn meddled(meddle: Meddle) -> Self {
        let mut room = Self::new(meddle);
        for feed in Feed::ALL {
            assert!(!room.poll(feed).await.expect("it answers").in_effect, "not yet is not nothing");
        }
        room.clock.forward(SUBSCRIPTION_ACTS_AFTER.to_std().expect("ahead"));
        for feed in Feed::ALL {
            assert!(room.poll(feed).await.expect("it answers").in_effect);
        }
        room.close_gaps().await;
        room
    }

    async fn close_gaps(&self) {
        let now = self.clock.read();
        let close = move |writer: &mut store::Writer<'_>| {
            for gap in writer.open_gaps()? {
                writer.close_gaps(&gap.feed, gap.until, now)?;
            }
            Ok(())
        };
        self.cache.write("gaps closed", close).await.expect("closed");
    }

    fn ledger(&self) -> Ledger {
        Ledger { vault: self.vault.clone(), connection: ConnectionId::new("here") }
    }

    pub async fn poll(&mut self, feed: Feed) -> Result<Polled, Trouble> {
        self.clock.forward(Duration::from_secs(60));
        self.poll_at_once(feed).await
    }

    async fn poll_at_once(&self, feed: Feed) -> Result<Polled, Trouble> {
        let source = ClientSource { client: self.client.clone(), clock: self.clock.clone() };
        let shelf = CacheShelf { cache: self.cache.clone(), ledger: Some(self.ledger()) };
        let poll = Poll { source: &source, shelf: &shelf, rules: Rules::ALL, most: 3 };
        let departments: Vec<DepartmentId> = self
            .practice
            .truth()
            .departments()
            .iter()
            .map(|one| DepartmentId::new(one.id.to_string()))
            .collect();
        poll.run(feed, &departments).await
    }

    /// Reads somebody by their number.
    pub async fn read(&self, patient: u64) {
        let (client, cache, ledger) = (self.client.clone(), self.cache.clone(), Some(self.ledger()));
        let whom = vec![PatientId::new(patient.to_string())];
        let reading = sync::Desk { client, cache, ledger };
        assert_eq!(reading.patients(whom, athena::Lane::Fill).await.expect("it answers"), []);
    }

    /// Ends as a crash does, and opens what is on the disk.
    pub async fn reopen(&mut self) {
        self.cache.close().await;
        self.vault.close().await;
        (self.cache, self.vault) = open(&self.folder, &self.crash);
    }

    /// Patients who may be seen, and whom nothing was merged with.
    pub fn known(&self, count: usize) -> Vec<u64> {
        let truth = self.practice.truth();
        let merged = truth.merged();
        let is_merged = |id: u64| merged.iter().any(|(one, two, three)| [*one, *two, *three].contains(&id));
        let seen =
            truth.patients().filter(|one| !one.restricted && one.standing == sandbox::Standing::Active);
        seen.map(|one| one.id).filter(|id| !is_merged(*id)).take(count).collect()
    }

    pub fn edit(&self, patient: u64, mail: &str) {
        let fields = vec![("email".to_owned(), mail.to_owned())];
        self.practice.act(&Deed::EditPatient { patient, fields }).expect("it can be done");
    }

    pub fn mail(&self, patient: u64) -> Option<String> {
        let id = PatientId::new(patient.to_string());
        let held = self.cache.read_blocking(move |reader| reader.patient(&id)).expect("the copy reads")?;
        Some(held.patient.contact.email.expose().clone())
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_lost_is_read_again_by_a_desktop_that_does_not_know_yet_how_late_it_is_there() {
    let mut room = Room::listening().await;
    let id = room.known(1)[0];
    room.clock.forward(Duration::from_secs(1_200));
    room.poll(Feed::Patients).await.expect("it answers");
    room.edit(id, "lost@example.org");
    for is_lost in [true, false] {
        let late = room.clock.read() - chrono::TimeDelta::minutes(20);
        room.client = client(&room.practice, &Hands::at(&late.to_rfc3339()), Arc::new(|_, _| {}));
        if is_lost {
            room.practice.set_fault_once(Fault::DrainThenDrop);
        }
        assert_eq!(room.poll(Feed::Patients).await.is_err(), is_lost);
    }
    assert_eq!(room.mail(id).as_deref(), Some("lost@example.org"));
}

#[tokio::test(start_paused = true)]
async fn what_changed_is_in_the_copy_after_a_poll_and_nothing_is_left_in_the_feed() {
    let mut room = Room::listening().await;
    let known = room.known(8);
    known.iter().for_each(|id| room.edit(*id, &format!("new{id}@example.org")));
    let polled = room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!((polled.in_effect, polled.taken), (true, 8), "three pages, each from the head");
    for id in known {
        assert_eq!(room.mail(id), Some(format!("new{id}@example.org")));
    }
    let waiting = room.practice.truth().waiting(sandbox::CLIENT_ID, sandbox::Feed::Patients);
    assert_eq!(waiting, Vec::<u64>::new());
    let state = room.cache.read_blocking(|reader| reader.feed("patients")).expect("reads").expect("known");
    assert!(state.clean && state.intent.is_none() && state.emptied == state.watermark, "{state:?}");
    assert_eq!(state.drained, 8);
}

#[tokio::test(start_paused = true)]
async fn whatever_point_it_dies_at_every_change_is_in_the_copy() {
    let mut points = 0;
    loop {
        let mut room = Room::listening().await;
        let known = room.known(7);
        known.iter().for_each(|id| room.edit(*id, &format!("w{points}.{id}@example.org")));
        let before = room.crash.passed();
        room.crash.point.store(before + points + 1, Ordering::SeqCst);
        let died = room.poll(Feed::Patients).await.is_err();
        assert_eq!(died, room.crash.crashed());
        if !died {
            break;
        }
        points += 1;
        room.reopen().await;
        room.poll(Feed::Patients).await.expect("it goes on");
        for id in known {
            let mail = format!("w{}.{id}@example.org", points - 1);
            assert_eq!(room.mail(id), Some(mail), "point {points}");
        }
    }
    assert!(points >= 8, "an intent, three pages and their ends: {points}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_lost_garbled_or_of_another_kind_loses_no_change() {
    for fault in [
        Fault::DrainThenDrop,
        Fault::DrainThenTruncate,
        Fault::DrainThenFail,
        Fault::DrainThenHtml,
        Fault::FeedWrongResource,
    ] {
        let mut room = Room::listening().await;
        let known = room.known(2);
        known.iter().for_each(|id| room.edit(*id, "lost@example.org"));
        room.practice.set_fault_once(fault);
        room.poll(Feed::Patients).await.expect_err("no page came");
        assert!(known.iter().all(|id| room.mail(*id).as_deref() != Some("lost@example.org")), "{fault:?}");
        let state =
            room.cache.read_blocking(|reader| reader.feed("patients")).expect("reads").expect("known");
        assert!(!state.clean && state.intent.is_some(), "{fault:?}: it is known that something is missing");
        room.poll(Feed::Patients).await.expect("it answers");
        for id in known {
            assert_eq!(room.mail(id).as_deref(), Some("lost@example.org"), "{fault:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_another_desktop_on_the_key_takes_out_is_read_again_and_then_at_every_poll() {
    let mut room = Room::listening().await;
    let known = room.known(2);
    room.edit(known[0], "theirs@example.org");
    let rival = client(&room.practice, &room.clock, Arc::new(|_, _| {}));
    rival.lane(athena::Lane::Feed).drain(Feed::Patients, 100).await.expect("they take it");
    for _ in 0..6 {
        room.poll(Feed::Patients).await.expect("it answers");
    }
    assert_eq!(room.mail(known[0]).as_deref(), Some("theirs@example.org"));
    let state = room.cache.read_blocking(|reader| reader.feed("patients")).expect("reads").expect("known");
    assert!(state.rival.is_some(), "another has shown itself");
    room.edit(known[1], "again@example.org");
    rival.lane(athena::Lane::Feed).drain(Feed::Patients, 100).await.expect("they take it");
    room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!(room.mail(known[1]).as_deref(), Some("again@example.org"), "at the next poll");
}

#[tokio::test(start_paused = true)]
async fn whoever_is_renamed_or_merged_shows_no_other_desktop_and_a_visit_that_one_takes_out_does() {
    let mut room = Room::listening().await;
    let (today, known) = (room.clock.read().date_naive(), room.known(usize::MAX));
    let coming = room.practice.truth().visits(today, today + chrono::Days::new(60));
    let mut booked: Vec<_> =
        coming.filter(|visit| visit.state.letter() == "f" && known.contains(&visit.patient)).collect();
    booked.sort_by_key(|visit| visit.patient);
    booked.dedup_by_key(|visit| visit.patient);
    let book = |room: &Room, of: usize, minute: u16| {
        let sandbox::VisitTruth { patient, provider, department, .. } = booked[of];
        let day = today + chrono::Days::new(3);
        let deed = Deed::Book { patient, provider, department, day, minute };
        room.practice.act(&deed).expect("booked")
    };
    let rival_seen = |room: &Room| {
        let state = room.cache.read_blocking(|reader| reader.feed("appointments"));
        state.expect("reads").expect("known").rival
    };
    let theirs = [(0, 490), (1, 520)].map(|(of, minute)| book(&room, of, minute));
    room.poll(Feed::Appointments).await.expect("it answers");
    let [one, two, three] = [0, 1, 2].map(|of| booked[of].patient);
    let fields = vec![("lastname".to_owned(), "Elsewhere".to_owned())];
    room.practice.act(&Deed::EditPatient { patient: one, fields }).expect("renamed");
    room.practice.act(&Deed::Merge { patient: two, into: three }).expect("merged");
    for _ in 0..6 {
        room.poll(Feed::Appointments).await.expect("it answers");
    }
    let id = |number: u64| model::AppointmentId::new(number.to_string());
    let held = |room: &Room, number| {
        room.cache.read_blocking(move |reader| reader.appointment(&id(number))).expect("reads").expect("held")
    };
    let name = held(&room, theirs[0]).appointment.patient_name.expect("named");
    assert_eq!(name.last.expose(), "Elsewhere", "the copy says what came");
    assert_eq!(rival_seen(&room), None, "and nobody else took anything out");
    let rival = client(&room.practice, &room.clock, Arc::new(|_, _| {}));
    let taken = book(&room, 3, 550);
    rival.lane(athena::Lane::Feed).drain(Feed::Appointments, 100).await.expect("they take it");
    for _ in 0..6 {
        room.poll(Feed::Appointments).await.expect("it answers");
    }
    held(&room, taken);
    assert!(rival_seen(&room).is_some(), "another has shown itself");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_proven_of_which_another_desktop_took_out_after_what_was_read_again_ended() {
    let mut room = Room::listening().await;
    let id = room.known(1)[0];
    let state = |room: &Room| {
        room.cache.read_blocking(|reader| reader.feed("patients")).expect("reads").expect("known")
    };
    let seconds = Duration::from_secs;
    while state(&room).polls != 4 {
        room.poll(Feed::Patients).await.expect("it answers");
    }
    let own = Hands::at(&room.clock.read().to_rfc3339());
    let both = |room: &Room, time| [&room.clock, &own].iter().for_each(|hands| hands.forward(time));
    room.client = client(&room.practice, &own, Arc::new(|_, _| {}));
    both(&room, seconds(60));
    room.edit(id, "theirs@example.org");
    let made = room.clock.read();
    both(&room, seconds(4));
    let rival = client(&room.practice, &room.clock, Arc::new(|_, _| {}));
    rival.lane(athena::Lane::Feed).drain(Feed::Patients, 100).await.expect("they take it");
    both(&room, seconds(1));
    room.poll_at_once(Feed::Patients).await.expect("it answers");
    // Its own clock goes back by less than the clocks of the servers may differ.
    own.put(&(made + chrono::TimeDelta::seconds(3)).to_rfc3339());
    room.clock.forward(seconds(2));
    room.poll_at_once(Feed::Patients).await.expect("it answers");
    assert_ne!(room.mail(id).as_deref(), Some("theirs@example.org"), "it was read again up to before that");
    assert!(state(&room).proven < Some(made), "{:?} is proven, of {made}", state(&room).proven);
    for _ in 0..6 {
        both(&room, seconds(60));
        room.poll_at_once(Feed::Patients).await.expect("it answers");
    }
    assert_eq!(room.mail(id).as_deref(), Some("theirs@example.org"));
    assert!(state(&room).proven > Some(made));
}

#[tokio::test(start_paused = true)]
async fn an_outage_longer_than_the_feed_remembers_is_a_gap_with_a_name() {
    let mut room = Room::listening().await;
    room.clock.forward(Duration::from_secs(11 * 3_600));
    room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!(room.cache.read_blocking(|reader| reader.open_gaps()).expect("reads"), []);
    room.clock.forward(Duration::from_secs(13 * 3_600));
    room.poll(Feed::Patients).await.expect("it answers");
    let gaps = room.cache.read_blocking(|reader| reader.open_gaps()).expect("reads");
    assert_eq!(gaps.iter().map(|gap| gap.why).collect::<Vec<_>>(), [GapReason::Outage]);
    assert!(gaps[0].until - gaps[0].since > chrono::TimeDelta::hours(12));
}

#[tokio::test(start_paused = true)]
async fn merges_in_a_chain_are_followed_in_the_vault_and_the_copy_and_finished_where_cut_off() {
    for cut_off in [false, true] {
        let mut room = Room::listening().await;
        let [a, b, c] = <[u64; 3]>::try_from(room.known(3)).expect("three");
        let id = |number: u64| PatientId::new(number.to_string());
        [a, b, c].iter().for_each(|one| room.edit(*one, "here@example.org"));
        room.poll(Feed::Patients).await.expect("it answers");
        let here = ConnectionId::new("here");
        let (at, opened) = (room.clock.read(), [id(a), id(b)]);
        let remember = move |writer: &mut store::Writer<'_, store::VaultFile>| {
            opened.iter().try_for_each(|one| writer.remember(&ConnectionId::new("here"), one, at))
        };
        room.vault.write("opened", remember).await.expect("remembered");
        room.practice.act(&Deed::Merge { patient: a, into: b }).expect("merged");
        room.poll(Feed::Patients).await.expect("it answers");
        room.practice.act(&Deed::Merge { patient: b, into: c }).expect("merged");
        if cut_off {
            // The intent passes two points; the rows are not kept.
            room.crash.point.store(room.crash.passed() + 3, Ordering::SeqCst);
            room.poll(Feed::Patients).await.expect_err("it dies before the copy follows");
            room.reopen().await;
            let left =
                room.vault.read_blocking(|reader| reader.unfollowed_merges(&ConnectionId::new("here")));
            assert!(!left.expect("reads").is_empty(), "the vault was first");
        }
        room.poll(Feed::Patients).await.expect("it answers");
        for old in [a, b] {
            let found = room.cache.read_blocking(|reader| reader.survivor(&id(old))).expect("reads");
            assert_eq!(found, id(c), "a number is good for ever");
            let named =
                room.vault.read_blocking(|reader| reader.merged_into(&here, &id(old))).expect("reads");
            assert_eq!(named, id(c));
        }
        assert_eq!(room.vault.read_blocking(|reader| reader.recent(&here, 9)).expect("reads"), [id(c)]);
        assert_eq!(room.vault.read_blocking(|reader| reader.unfollowed_merges(&here)).expect("reads"), []);
    }
}

#[tokio::test(start_paused = true)]
async fn the_loop_subscribes_waits_reads_what_it_missed_before_and_then_keeps_up() {
    let clock = Hands::at(NOON);
    let desk = Desk::listening(Size::Solo, &clock);
    desk.filled().await;
    pass(&clock, 21 * 60).await;
    let gaps = desk.read(|reader| reader.gaps());
    let named: BTreeSet<&str> = gaps.iter().map(|gap| gap.feed.as_str()).collect();
    assert_eq!(named, BTreeSet::from(["appointments", "patients", "providers"]), "what came before is named");
    pass(&clock, 45 * 60).await;
    assert_eq!(desk.read(|reader| reader.open_gaps()), [], "and read anew");
    let patient = desk
        .practice
        .truth()
        .patients()
        .find(|one| !one.restricted && one.standing == sandbox::Standing::Active);
    let patient = patient.expect("somebody").id;
    let fields = vec![("email".to_owned(), "kept.up@example.org".to_owned())];
    desk.practice.act(&Deed::EditPatient { patient, fields }).expect("it can be done");
    pass(&clock, 180).await;
    let held = desk.read(|reader| reader.patient(&PatientId::new(patient.to_string()))).expect("held");
    assert_eq!(held.patient.contact.email.expose(), "kept.up@example.org");
}

/// Lets time pass on the wall and in the loop alike.
pub async fn pass(clock: &Hands, seconds: u64) {
    for _ in 0..seconds / 10 {
        clock.forward(Duration::from_secs(10));
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
}
