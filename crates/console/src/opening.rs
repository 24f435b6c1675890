//! How the console starts, and how a person opens or makes the profile.

use std::sync::Arc;

use ipc::connection::{ConnectionAdd, DemoSize, Environment, SignInKind, WayBack};
use ipc::people::Seat;
use ipc::session::{Density, HourClock, Preferences, ProfileOpen, Session, Stage, Theme, Trouble};
use ipc::{AuditEntry, AuditKind, Call, Caller, Done, Failure, Lock, Outcome, SecretText, Tag};
use model::Secret;

use crate::console::Console;
use crate::place;
use crate::profile::{self, Held, Open};
use crate::{
    connections, copied, emergency, guessed, keeping, lock, mending, overdue, packet, people, power,
    rekeying, schedule, sitter, slept, threads, unlock,
};

/// Lets calls through once it is dropped, however the start ended.
struct Starting<'c>(&'c Console);

impl Drop for Starting<'_> {
    fn drop(&mut self) {
        self.0.mark_started();
    }
}

impl Console {
    /// Opens what opens without asking anybody, and goes on with the practice in use last. With
    /// `demo`, connects the demo practice where none is connected yet.
    pub async fn start(&self, demo: bool) {
        let starting = Starting(self);
        lock::with_the_desktop(self);
        copied::with_the_clipboard(self);
        slept::watch(self);
        power::watch(self);
        self.open_unasked().await;
        lock::until_somebody_is_known(self).await;
        if let Err(failure) = connections::resume(self).await {
            tracing::error!(?failure, "the practice in use last does not open");
            self.stick(failure).await;
        }
        self.ports().tasks.begin(Box::pin(schedule::make_ahead(self.clone())));
        self.ports().tasks.begin(Box::pin(keeping::daily(self.clone())));
        self.ports().tasks.begin(Box::pin(packet::on_time(self.clone())));
        if demo && matches!(self.stage().await, Stage::FirstRun { .. } | Stage::NoPractice) {
            let request = ConnectionAdd {
                environment: Environment::Demo { size: DemoSize::Clinic },
                practice: String::new(),
                client_id: String::new(),
                client_secret: SecretText::default(),
                sign_in: SignInKind::App,
                scopes: String::new(),
                way_back: WayBack::default(),
            };
            if let Err(failure) =
                connections::add(self, &Call::of(Caller::console(), Lock::Open), request).await
            {
                tracing::error!(?failure, "the demo practice was not connected");
            }
        }
        drop(starting);
        self.announce(&Tag::ALL);
    }

    async fn open_unasked(&self) {
        let (folder, ports) = (self.folder().to_path_buf(), self.ports().clone());
        let held = threads::aside(move || profile::open_unasked(&folder, &ports)).await;
        let held = followed(self, held.unwrap_or(Held::Stuck(Trouble::Disk))).await;
        let is_open = matches!(held, Held::Open(_));
        self.state().write().await.held = held;
        if !is_open {
            return;
        }
        let ledger = self.ledger().clone();
        let noted = async move { ledger.note(unlocked()).await };
        if self.guard().people().is_empty() {
            // The first page does not wait for the disk to say so.
            self.ports().tasks.begin(Box::pin(noted));
        } else {
            noted.await;
        }
    }

    /// A profile whose practice does not open is stuck, and says why.
    pub(crate) async fn stick(&self, failure: Failure) {
        if let Failure::Profile { trouble } = failure {
            self.state().write().await.stick(trouble).await;
        }
    }

    pub(crate) async fn stage(&self) -> Stage {
        let keychain = Arc::clone(&self.ports().keychain);
        let state = self.state().read().await;
        if let Held::Open(open) = &state.held
            && self.guard().is_locked()
        {
            let recovery = open.folder.profile().has_recovery_code();
            return Stage::Locked { passphrase: false, recovery };
        }
        if let Some(emergency) = emergency::of(&state) {
            return emergency.stage(self);
        }
        if !matches!(state.held, Held::New(_)) {
            let overdue = overdue::stage(self, &state).await;
            return state.held.stage(state.live.is_some(), overdue, keychain.as_ref());
        }
        drop(state);
        let view = threads::aside(move || profile::probe(keychain.as_ref())).await;
        view.map_or(Stage::Stuck { trouble: Trouble::KeychainAbsent }, |keychain| Stage::FirstRun {
            keychain,
        })
    }
}

/// A profile whose vault, where it is open, is followed: damage that is met in use is acted on, the
/// audit is kept in it, and whoever it knows must sign in. One that does not say who that is stays shut.
pub(crate) async fn followed(console: &Console, held: Held) -> Held {
    let Held::Open(open) = &held else { return held };
    match entered(console, open).await {
        Ok(()) => {
            mending::follow(console, open.vault.damage());
            held
        }
        Err(error) => Held::Stuck(profile::trouble(&error.into())),
    }
}

/// Knows whoever the vault knows, and keeps the audit in it from here on.
pub(crate) async fn entered(console: &Console, open: &Open) -> Result<(), store::Error> {
    let place = profile::audit_place(open).await?;
    let put_right = connections::put_right(open, console.ports().entropy.as_ref()).await?;
    people::know(console, &open.vault).await?;
    let guard = console.guard();
    guard.asks_anybody(lock::asks_anybody(open), console.ports().clock.now());
    if guard.people().is_empty() {
        console.watch_idle();
    }
    let told = console.downgrade();
    let tell = move || {
        if let Some(console) = told.upgrade() {
            console.announce(&[Tag::Audit]);
        }
    };
    console.ledger().attach(place, tell);
    for entry in put_right.into_iter().chain(rekeying::found(open)) {
        console.ledger().note(entry).await;
    }
    if let Err(error) = open.folder.forget_wrong_codes() {
        tracing::warn!(%error, "recovery codes that opened nothing are told again");
    }
    guessed::forgive(&open.folder);
    Ok(())
}

/// What the audit says of a vault that opened without asking anybody.
pub(crate) fn unlocked() -> AuditEntry {
    AuditEntry {
        command: "start",
        words: "opened the profile with the keychain's key",
        kind: AuditKind::Unlock,
        caller: Caller::console(),
        outcome: Outcome::Done,
        patient: None,
        searched: None,
        about: None,
    }
}

/// Says what stage the console is in, and how it should look.
pub(crate) async fn session(console: &Console) -> Result<Session, Failure> {
    let stage = console.stage().await;
    let state = console.state().read().await;
    let kept = match &state.held {
        Held::Open(open) => open.folder.profile().preferences,
        Held::New(folder) | Held::Waiting(folder) => folder.profile().preferences,
        Held::Locked(locked) => locked.folder.profile().preferences,
        Held::Closed | Held::Stuck(_) => store::Preferences::default(),
    };
    let (preferences, patience_minutes) = (view(kept), kept.patience.0);
    let seat = match console.guard().seat(console.ports().clock.now()) {
        Seat::Everybody {} => sitter::seat(&state).await,
        seat => seat,
    };
    let folder = console.folder().display().to_string();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let place = matches!(stage, Stage::Ready).then(|| place::noted(console)).flatten();
    Ok(Session { stage, preferences, patience_minutes, seat, folder, version, place })
}

/// Opens the profile, or makes it where there is none. That it was opened is on record by itself: a
/// practice that does not open after it makes no right passphrase a wrong one.
pub(crate) async fn open(console: &Console, call: &Call, request: ProfileOpen) -> Result<Session, Failure> {
    let passphrase = request.passphrase.map(|words| Secret::new(words.expose()));
    if console.guard().is_locked() {
        return unlock::by_profile(console, call, passphrase).await;
    }
    Box::pin(turn(console, passphrase)).await?;
    if let Some(entry) = call.entry().filter(|_| console.ledger().place().is_some()) {
        let caller = sitter::standing(console, call.clone()).await.caller;
        console.ledger().note(AuditEntry { caller, ..entry }).await;
        call.kept();
    }
    lock::until_somebody_is_known(console).await;
    connections::resume(console).await?;
    session(console).await
}

/// Makes the profile with the keychain's help where there is none yet.
pub(crate) async fn make_unasked(console: &Console) -> Result<(), Failure> {
    if matches!(console.state().read().await.held, Held::New(_)) { turn(console, None).await } else { Ok(()) }
}

/// Turns the key: a waiting profile with the passphrase, a new one with either, a stuck one by
/// trying again.
pub(crate) async fn turn(console: &Console, passphrase: Option<Secret>) -> Result<(), Failure> {
    let mut state = console.state().write().await;
    if let (Held::Waiting(folder), Some(_)) = (&state.held, &passphrase) {
        Box::pin(guessed::charge(console, folder)).await?;
    }
    let (path, ports) = (console.folder().to_path_buf(), console.ports().clone());
    let held = std::mem::take(&mut state.held);
    let turned = threads::aside(move || match (held, passphrase) {
        (Held::Waiting(folder), Some(words)) => profile::unlock(folder, &words, &ports),
        (Held::New(folder), words) => profile::make(folder, words.as_ref(), &ports),
        (Held::Closed | Held::Stuck(_), _) => (profile::open_unasked(&path, &ports), None),
        (held @ (Held::Waiting(_) | Held::Locked(_) | Held::Open(_)), _) => (held, None),
    });
    let (held, failure) = turned.await.unwrap_or((Held::Stuck(Trouble::Disk), None));
    let stuck = if let Held::Stuck(trouble) = &held { Some(trouble.clone()) } else { None };
    state.held = followed(console, held).await;
    match (failure, stuck) {
        (Some(failure), _) => Err(failure),
        (None, Some(trouble)) => Err(Failure::Profile { trouble }),
        (None, None) => Ok(()),
    }
}

/// Sets how the console looks.
pub(crate) async fn prefer(console: &Console, preferences: Preferences) -> Result<Done, Failure> {
    let state = console.state().read().await;
    let kept = store::Preferences {
        theme: match preferences.theme {
            Theme::System => store::Theme::System,
            Theme::Light => store::Theme::Light,
            Theme::Dark => store::Theme::Dark,
        },
        density: match preferences.density {
            Density::Dense => store::Density::Dense,
            Density::Roomy => store::Density::Roomy,
        },
        clock: match preferences.hour_clock {
            HourClock::Twelve => store::ClockStyle::Twelve,
            HourClock::TwentyFour => store::ClockStyle::TwentyFour,
        },
        quiet: preferences.quiet,
        open_times: preferences.open_times,
        ..store::Preferences::default()
    };
    connections::open(&state)?
        .folder
        .update(move |profile| {
            let patience = profile.preferences.patience;
            profile.preferences = store::Preferences { patience, ..kept };
        })
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })?;
    Ok(Done {})
}

fn view(kept: store::Preferences) -> Preferences {
    Preferences {
        theme: match kept.theme {
            store::Theme::System => Theme::System,
            store::Theme::Light => Theme::Light,
            store::Theme::Dark => Theme::Dark,
        },
        density: match kept.density {
            store::Density::Dense => Density::Dense,
            store::Density::Roomy => Density::Roomy,
        },
        hour_clock: match kept.clock {
            store::ClockStyle::Twelve => HourClock::Twelve,
            store::ClockStyle::TwentyFour => HourClock::TwentyFour,
        },
        quiet: kept.quiet,
        open_times: kept.open_times,
    }
}
