//! What was given out: codes, access tokens, refresh tokens. All that came of one sign-in is a family, and falls
//! together when a code or a refresh token is shown a second time (RFC 9700 §4.14.2).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::registrations::App;
use super::scopes::Scopes;
use super::staff::StaffMember;

/// What an app was given, and on whose word.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) app: &'static App,
    pub(crate) scopes: Scopes,
    /// Nobody, when the app signed in as itself.
    pub(crate) person: Option<&'static StaffMember>,
    /// When the person signed in.
    pub(crate) since: DateTime<Utc>,
    family: u64,
}

/// What was asked with a code, and must be shown again for it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) redirect: String,
    pub(crate) challenge: String,
    pub(crate) nonce: Option<String>,
}

/// A code that was given out.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) shown: Shown,
    pub(crate) ends: DateTime<Utc>,
    spent: bool,
}

#[derive(Debug)]
struct Token {
    grant: Grant,
    from: DateTime<Utc>,
    ends: DateTime<Utc>,
    spent: bool,
}

/// Which kind of token something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Access,
    Refresh,
}

/// A token that is good.
#[derive(Debug)]
pub(crate) struct Good<'a> {
    pub(crate) kind: Kind,
    pub(crate) grant: &'a Grant,
    pub(crate) from: DateTime<Utc>,
    pub(crate) ends: DateTime<Utc>,
}

/// Everything given out that may still matter.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    codes: HashMap<String, Code>,
    access: HashMap<String, Token>,
    refresh: HashMap<String, Token>,
    revoked: HashSet<u64>,
    families: u64,
}

impl Ledger {
    /// Begins a family.
    pub(crate) fn begin(
        &mut self,
        app: &'static App,
        scopes: Scopes,
        person: Option<&'static StaffMember>,
        now: DateTime<Utc>,
    ) -> Grant {
        self.sweep(now);
        self.families += 1;
        Grant { app, scopes, person, since: now, family: self.families }
    }

    /// Notes a code.
    pub(crate) fn note_code(&mut self, code: String, grant: Grant, shown: Shown, ends: DateTime<Utc>) {
        self.codes.insert(code, Code { grant, shown, ends, spent: false });
    }

    /// Notes a token.
    pub(crate) fn note(
        &mut self,
        kind: Kind,
        token: String,
        grant: Grant,
        from: DateTime<Utc>,
        ends: DateTime<Utc>,
    ) {
        let book = match kind {
            Kind::Access => &mut self.access,
            Kind::Refresh => &mut self.refresh,
        };
        book.insert(token, Token { grant, from, ends, spent: false });
    }

    /// Spends a code, whatever comes of it. One that was spent before brings its family down.
    pub(crate) fn spend_code(&mut self, code: &str) -> Option<Code> {
        let code = self.codes.get_mut(code)?;
        if code.spent {
            self.revoked.insert(code.grant.family);
            return None;
        }
        code.spent = true;
        Some(code.clone())
    }

    /// What a refresh token stands for, when it is good in an app's hands. One that was spent before brings its
    /// family down.
    pub(crate) fn refreshable(&mut self, token: &str, app: &App, now: DateTime<Utc>) -> Option<Grant> {
        let token = self.refresh.get(token).filter(|token| token.grant.app == app)?;
        let family = token.grant.family;
        if token.spent {
            self.revoked.insert(family);
        }
        let good = !self.revoked.contains(&family) && now < token.ends;
        good.then(|| token.grant.clone())
    }

    /// Spends a refresh token.
    pub(crate) fn spend_refresh(&mut self, token: &str) {
        if let Some(token) = self.refresh.get_mut(token) {
            token.spent = true;
        }
    }

    /// What an access token stands for, when it is good.
    pub(crate) fn access(&self, token: &str, now: DateTime<Utc>) -> Option<&Grant> {
        let token = self.access.get(token).filter(|token| self.is_good(token, now))?;
        Some(&token.grant)
    }

    /// A token of either kind, when it is good.
    pub(crate) fn good(&self, token: &str, now: DateTime<Utc>) -> Option<Good<'_>> {
        let (kind, token) = match self.access.get(token) {
            Some(found) => (Kind::Access, found),
            None => (Kind::Refresh, self.refresh.get(token)?),
        };
        let good = self.is_good(token, now) && !token.spent;
        good.then_some(Good { kind, grant: &token.grant, from: token.from, ends: token.ends })
    }

    /// Whose a token is, good or not.
    pub(crate) fn owner(&self, token: &str) -> Option<&'static App> {
        self.access.get(token).or_else(|| self.refresh.get(token)).map(|token| token.grant.app)
    }

    /// Revokes an access token alone, or a refresh token with its family.
    pub(crate) fn revoke(&mut self, token: &str) {
        self.access.remove(token);
        if let Some(token) = self.refresh.get(token) {
            self.revoked.insert(token.grant.family);
        }
    }

    /// Revokes every family of a person.
    pub(crate) fn revoke_people(&mut self) {
        let tokens = self.access.values().chain(self.refresh.values()).map(|token| &token.grant);
        let grants = tokens.chain(self.codes.values().map(|code| &code.grant));
        self.revoked.extend(grants.filter(|grant| grant.person.is_some()).map(|grant| grant.family));
    }

    /// How many sign-ins of people something is still good of.
    pub(crate) fn sign_ins(&self, now: DateTime<Utc>) -> usize {
        let tokens = self.access.values().chain(self.refresh.values());
        let good = tokens.filter(|token| self.is_good(token, now) && !token.spent);
        let of_people = good.filter(|token| token.grant.person.is_some());
        of_people.map(|token| token.grant.family).collect::<HashSet<_>>().len()
    }

    /// Every token that is remembered, good or not.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.access.keys().chain(self.refresh.keys()).cloned().collect()
    }

    /// Whether a family was brought down.
    pub(crate) fn is_revoked(&self, grant: &Grant) -> bool {
        self.revoked.contains(&grant.family)
    }

    /// Ends every access token.
    pub(crate) fn expire(&mut self) {
        self.access.clear();
    }

    fn is_good(&self, token: &Token, now: DateTime<Utc>) -> bool {
        now < token.ends && !self.revoked.contains(&token.grant.family)
    }

    /// Forgets what can matter no more. A spent code is kept as long as anything that came of it.
    fn sweep(&mut self, now: DateTime<Utc>) {
        self.access.retain(|_, token| now < token.ends);
        self.refresh.retain(|_, token| now < token.ends);
        let alive: HashSet<u64> =
            self.access.values().chain(self.refresh.values()).map(|token| token.grant.family).collect();
        self.codes.retain(|_, code| now < code.ends || alive.contains(&code.grant.family));
        let waiting: HashSet<u64> = self.codes.values().map(|code| code.grant.family).collect();
        self.revoked.retain(|family| alive.contains(family) || waiting.contains(family));
    }
}
