//! Reconciliation: what gateway and bank say of a day, compared with what we have written.
//!
//! A statement names what has moved money: payments that were captured and what of them was given
//! back, transfers that were settled or returned. Refunds into wallets stand in neither.

use crate::money::{Currency, Money};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Who writes statements.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Provider {
    /// Of payments, and of what of them goes back.
    Gateway,
    /// Of payouts and withdrawals.
    Bank,
}

/// What has become of a payment or a transfer.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EntryState {
    /// A payment was taken.
    Captured,
    /// A payment was given back, in part or in whole.
    Refunded,
    /// A transfer has arrived.
    Settled,
    /// A transfer came back.
    Returned,
    /// Under way, or nothing has come of it.
    Open,
}

/// One line of a statement, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementEntry {
    /// The provider's name for it.
    pub id: String,
    /// Ours.
    pub reference: Uuid,
    pub amount_minor: i64,
    pub currency: Currency,
    pub state: EntryState,
}

/// How much, and what has become of it: on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    pub amount: Money,
    pub state: EntryState,
}

/// What is not the same on both sides.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum What {
    /// They name something that we do not know.
    MissingHere,
    /// We have written something that they do not name.
    MissingThere,
    OtherAmount,
    OtherState,
}

/// One thing on which the two disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub reference: Uuid,
    pub what: What,
    pub ours: Option<Side>,
    pub theirs: Option<Side>,
}

/// Our part of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ours {
    /// All that was ended on the day, and all that the statement names.
    pub sides: BTreeMap<Uuid, Side>,
    /// What was ended on the day.
    pub of_day: BTreeSet<Uuid>,
}

/// Compares a day's statement with our part. `elsewhere` is what the statements of other days name:
/// clocks differ, and what we heard of late stands in the statement of an earlier day.
pub fn compare(
    theirs: &[StatementEntry],
    elsewhere: &BTreeSet<Uuid>,
    ours: &Ours,
) -> Vec<Difference> {
    let mut sums: BTreeMap<Uuid, Side> = BTreeMap::new();
    for line in theirs {
        // Named twice it was moved twice: the sum is another amount.
        let side = sums.entry(line.reference).or_insert(Side {
            amount: Money::zero(line.currency),
            state: line.state,
        });
        side.amount.minor = side.amount.minor.saturating_add(line.amount_minor);
        side.state = line.state;
    }
    let named = sums.iter().filter_map(|(reference, theirs)| {
        let ours = ours.sides.get(reference).copied();
        let what = match ours {
            None => What::MissingHere,
            Some(ours) if ours.amount != theirs.amount => What::OtherAmount,
            Some(ours) if ours.state != theirs.state => What::OtherState,
            Some(_) => return None,
        };
        Some(Difference {
            reference: *reference,
            what,
            ours,
            theirs: Some(*theirs),
        })
    });
    let unnamed = ours
        .of_day
        .iter()
        .filter(|reference| !sums.contains_key(*reference) && !elsewhere.contains(*reference))
        .filter_map(|reference| {
            Some(Difference {
                reference: *reference,
                what: What::MissingThere,
                ours: Some(*ours.sides.get(reference)?),
                theirs: None,
            })
        });
    named.chain(unnamed).collect()
}

/// Why a day cannot be compared now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ReconciliationError {
    #[error("the provider does not answer")]
    Silent,
    #[error("the day is not over")]
    TooEarly,
}

/// A day that was compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedDay {
    pub provider: Provider,
    pub day: NaiveDate,
    /// Lines of the statement.
    pub lines: u32,
    pub checked_at: DateTime<Utc>,
    /// Differences that are still there.
    pub open: u32,
}

/// A difference with where it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundDifference {
    pub provider: Provider,
    pub day: NaiveDate,
    pub difference: Difference,
    pub cured_at: Option<DateTime<Utc>>,
}

/// Everything on the staff's page of statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementsView {
    /// The latest first.
    pub days: Vec<CheckedDay>,
    /// Those still there first, then the latest.
    pub differences: Vec<FoundDifference>,
    /// Days that can be compared, the latest first.
    pub choices: Vec<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency::Cny;
    use EntryState::{Captured, Open, Refunded, Returned, Settled};

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn side(minor: i64, state: EntryState) -> Side {
        Side {
            amount: Money::new(minor, Cny),
            state,
        }
    }

    fn line(n: u128, minor: i64, state: EntryState) -> StatementEntry {
        StatementEntry {
            id: format!("pi_{n}"),
            reference: id(n),
            amount_minor: minor,
            currency: Cny,
            state,
        }
    }

    fn ours(sides: &[(u128, i64, EntryState)]) -> Ours {
        let sides: BTreeMap<Uuid, Side> = sides
            .iter()
            .map(|(n, minor, state)| (id(*n), side(*minor, *state)))
            .collect();
        Ours {
            of_day: sides.keys().copied().collect(),
            sides,
        }
    }

    fn found(theirs: &[StatementEntry], ours: &Ours) -> Vec<(u128, What)> {
        compare(theirs, &BTreeSet::new(), ours)
            .into_iter()
            .map(|difference| (difference.reference.as_u128(), difference.what))
            .collect()
    }

    #[test]
    fn what_is_the_same_is_no_difference() {
        let here = ours(&[
            (1, 500, Captured),
            (2, 700, Settled),
            (3, 10, Returned),
            (4, 20, Refunded),
        ]);
        let there = [
            line(1, 500, Captured),
            line(2, 700, Settled),
            line(3, 10, Returned),
            line(4, 20, Refunded),
        ];
        assert_eq!(found(&there, &here), []);
        assert_eq!(found(&[], &Ours::default()), []);
    }

    #[test]
    fn each_kind_of_difference_is_found_with_both_sides() {
        let here = ours(&[(1, 500, Captured), (2, 700, Captured), (3, 10, Open)]);
        let there = [
            line(2, 701, Captured),
            line(3, 10, Captured),
            line(4, 5, Captured),
        ];
        assert_eq!(
            found(&there, &here),
            [
                (2, What::OtherAmount),
                (3, What::OtherState),
                (4, What::MissingHere),
                (1, What::MissingThere),
            ]
        );
        let all = compare(&there, &BTreeSet::new(), &here);
        assert_eq!(all[0].ours, Some(side(700, Captured)));
        assert_eq!(all[0].theirs, Some(side(701, Captured)));
        assert_eq!((all[2].ours, all[3].theirs), (None, None));
    }

    #[test]
    fn what_is_named_twice_was_moved_twice() {
        let here = ours(&[(1, 500, Settled)]);
        let there = [line(1, 500, Settled), line(1, 500, Settled)];
        assert_eq!(found(&there, &here), [(1, What::OtherAmount)]);
    }

    #[test]
    fn around_midnight_the_next_statement_may_name_it() {
        let here = ours(&[(1, 500, Captured)]);
        assert_eq!(compare(&[], &BTreeSet::from([id(1)]), &here), []);
        // And what we ended the day before is not missed today.
        let mut before = here;
        before.of_day.clear();
        assert_eq!(found(&[line(1, 500, Captured)], &before), []);
    }
}
