//! A person does something with a visit, and other desks meanwhile.

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use sandbox::{Deed, Sandbox};
use store::{WriteId, WriteState};
use sync::{Entry, Refused};

use super::visits::{self, Intent};
use super::{End, PAGE, Press, Run};

impl Run {
    /// Something to be done with a visit, and sometimes what is pressed at once after it.
    pub(super) fn at_a_visit(&mut self, busy: &mut BTreeSet<u64>) -> Vec<Press> {
        let truth = self.practice.truth();
        let chosen = self.counter.choose(&mut self.dice, &truth, busy, self.asked + 1);
        let Some(write) = chosen else { return Vec::new() };
        if self.dice.one_in(10) {
            let rival = Intent::of(&write, &truth).rival(&mut self.dice);
            act(&self.practice, rival);
        }
        let after = visits::at_once(&mut self.dice, &write);
        [Some(write), after].into_iter().flatten().map(|write| Press::Visit(Box::new(write))).collect()
    }

    /// A person presses until it is taken. Whose press fails looks whether it was taken before pressing again.
    pub(super) async fn press(&mut self, press: Press) -> anyhow::Result<WriteId> {
        let write = match press {
            Press::Draft(id) => return self.release(&id).await.map(|()| id),
            Press::Visit(write) => *write,
        };
        self.asked += 1;
        let intent = Intent::of(&write, &self.practice.truth());
        for _ in 0..3 {
            let id = match self.hand.journal.act(write.clone(), "ana").await {
                Ok(id) => Some(id),
                Err(_) => {
                    self.restart().await?;
                    self.new_one(|entry| entry.write.visit().is_some_and(|one| one.deed == write.deed))
                        .await?
                }
            };
            if let Some(id) = id {
                self.ends.insert(id.clone(), End::Visit(Box::new(intent)));
                return Ok(id);
            }
        }
        bail!("what is done with a visit is not taken")
    }

    /// The latest write that is like that, and of which nobody knew: the list begins with what asks for a person.
    async fn new_one(&self, is_it: impl Fn(&Entry) -> bool) -> anyhow::Result<Option<WriteId>> {
        let (mut new, mut after) = (Vec::new(), None);
        loop {
            let listed = self.hand.journal.list(None, after, PAGE).await?;
            let unknown = |entry: &Entry| !self.ends.contains_key(&entry.id) && is_it(entry);
            new.extend(listed.entries.into_iter().filter(unknown));
            after = listed.next;
            if after.is_none() {
                break;
            }
        }
        Ok(new.into_iter().max_by_key(|entry| entry.place.number).map(|entry| entry.id))
    }

    /// A person takes back at once what was done with a visit, while all sorts of things go wrong anew.
    pub(super) async fn undo(&mut self, id: &WriteId) -> anyhow::Result<()> {
        let entry = self.entry(id).await?;
        let back = entry.undoing().and_then(|write| write.visit().cloned());
        let Some(back) = back.filter(|_| entry.state == WriteState::Confirmed) else { return Ok(()) };
        let intent = Intent::of(&back, &self.practice.truth());
        self.trouble();
        let undone = match self.hand.journal.undo(id, "ana").await {
            Ok(undone) => Some(undone),
            Err(Refused::Store(_)) => {
                self.restart().await?;
                self.new_one(|entry| entry.follows.as_ref() == Some(id)).await?
            }
            Err(_) => None,
        };
        if let Some(undone) = undone {
            self.asked += 1;
            self.ends.insert(undone.clone(), End::Visit(Box::new(intent)));
            let entry = self.rested(&undone).await?;
            self.calm();
            self.take_up(entry).await?;
            self.is_over(&undone).await?;
        }
        self.calm();
        Ok(())
    }

    /// Nothing more comes of a write.
    pub(super) async fn is_over(&mut self, id: &WriteId) -> anyhow::Result<()> {
        let entry = self.entry(id).await?;
        let truth = self.practice.truth();
        if let Some(End::Visit(intent)) = self.ends.get_mut(id) {
            intent.look(&truth);
            intent.ends(&truth);
            let here = intent.visit().filter(|_| intent.comes() && entry.state == WriteState::Confirmed);
            here.into_iter().for_each(|visit| self.counter.comes(visit));
        }
        Ok(())
    }

    /// Another desk does something about the visit of a write.
    pub(super) fn meddle(&mut self, id: &WriteId) {
        let Some(End::Visit(intent)) = self.ends.get_mut(id) else { return };
        intent.look(&self.practice.truth());
        let rival = intent.rival(&mut self.dice);
        if act(&self.practice, rival) {
            intent.is_contested();
        }
        intent.look(&self.practice.truth());
    }

    /// Has written again what was not carried out.
    pub(super) async fn again(&mut self, id: &WriteId) -> anyhow::Result<()> {
        let end = match self.ends.get(id).context("nobody asked for it")? {
            End::Mark(mark) => End::Mark(mark.clone()),
            End::Visit(intent) => {
                let truth = self.practice.truth();
                End::Visit(Box::new(intent.anew(&truth)))
            }
        };
        self.is_over(id).await?;
        let again = self.hand.journal.write_again(id, "ana").await?;
        self.asked += 1;
        self.ends.insert(again.clone(), end);
        let entry = self.rested(&again).await?;
        if entry.state == WriteState::Drafted {
            self.hand.journal.withdraw(&again, "ana").await?;
        }
        self.is_over(&again).await
    }

    /// What a person finds who looks at athenahealth itself.
    pub(super) fn is_there(&self, id: &WriteId) -> bool {
        let truth = self.practice.truth();
        match self.ends.get(id) {
            Some(End::Mark(mark)) => {
                ["email", "mobilephone"].iter().any(|name| truth.applied(&[(name, mark)]) > 0)
            }
            Some(End::Visit(intent)) => intent.was_so() || intent.applied(&truth) > 0,
            None => false,
        }
    }
}

/// Lets another desk do something; gives whether it could be done.
fn act(practice: &Sandbox, deed: Option<Deed>) -> bool {
    deed.is_some_and(|deed| practice.act(&deed).is_some())
}
