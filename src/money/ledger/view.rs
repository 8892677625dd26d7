//! The ledger as people read it.

use super::Rule;
use crate::{
    id::{LedgerAccountId, OrderId, TransferId},
    money::{BasisPoints, Money},
    trade::shop::ShopCard,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One line of an account's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    pub transfer: TransferId,
    pub rule: Rule,
    /// Positive where the account was credited.
    pub change: Money,
    /// The balance after it.
    pub balance: Money,
    pub order: Option<OrderId>,
    /// The order's number, where there is one.
    pub order_number: Option<String>,
    pub at: DateTime<Utc>,
}

/// An account with its latest entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub account: Option<LedgerAccountId>,
    pub balance: Money,
    pub lines: Vec<StatementLine>,
    /// Whether older ones exist.
    pub more: bool,
}

/// A shop's money, as its owner reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopBalanceView {
    pub shop: ShopCard,
    pub statement: Statement,
    pub page: u32,
    /// Paid by buyers and held until they confirm receipt, before commission.
    pub held: Money,
    /// Orders that this is held for.
    pub open_orders: u32,
    /// What the platform keeps of the goods' price on new orders.
    pub commission: BasisPoints,
}
