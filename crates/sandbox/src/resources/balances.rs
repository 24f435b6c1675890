//! What a patient owes, per group of providers; it has no endpoint of its own and rides on patients.

use serde_json::{Value, json};

use crate::money;
use crate::practice::Practice;
use crate::seed::Stream;

/// One row of what is owed, in cents; below zero is a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// The group of providers.
    pub group: u32,
    /// The sum in cents.
    pub cents: i64,
}

/// Draws what a patient owes; now and then the same group comes twice.
pub(crate) fn of(practice: &Practice, patient: u32) -> Vec<Owed> {
    let mut dice = practice.seed.dice(Stream::Balance, u64::from(patient));
    let last = practice.departments.iter().map(|department| department.group).max().unwrap_or(1);
    if practice.people.at(patient).registered.is_some() {
        return (1..=last).map(|group| Owed { group, cents: 0 }).collect();
    }
    let mut owed: Vec<Owed> = (1..=last)
        .map(|group| {
            let cents = match dice.below(100) {
                0..=69 => 0,
                70..=90 => dice.between(1, 30_000),
                91..=96 => -dice.between(1, 9_000),
                _ => 100 * dice.between(30, 2_400),
            };
            Owed { group, cents }
        })
        .collect();
    if dice.chance(12) {
        owed.push(Owed { group: 1, cents: 0 });
    }
    owed
}

/// A patient's `balances`.
pub(crate) fn rows(practice: &Practice, patient: u32, details: bool) -> Value {
    of(practice, patient).into_iter().map(|owed| row(practice, owed, details)).collect()
}

fn row(practice: &Practice, owed: Owed, details: bool) -> Value {
    let here = practice.departments.iter().filter(|department| department.group == owed.group);
    let list: Vec<String> = here.map(|department| department.id.to_string()).collect();
    let mut row = json!({
        "balance": money::balance(owed.cents),
        "departmentlist": list.join(","),
        "providergroupid": owed.group,
        "cleanbalance": owed.cents % 5 != 3,
    });
    if details {
        let collections = if owed.cents > 150_000 { owed.cents } else { 0 };
        row["collectionsbalance"] = money::balance(collections);
        row["paymentplanbalance"] = money::balance(0);
    }
    row
}
