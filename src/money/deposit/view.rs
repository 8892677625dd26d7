//! Deposits as a shop's owner reads them, and fees as staff do.

use super::Deposit;
use crate::{
    id::{CommandId, FeeId, OrderId},
    money::{Currency, Money},
    text::Bilingual,
    trade::shop::ShopCard,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What moved a deposit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepositMove {
    PaidIn,
    TakenOut,
    Fee {
        platform: Money,
        buyer: Money,
        reason: String,
        /// The order that it is about, with its number.
        order: Option<(OrderId, String)>,
    },
}

/// One line of a deposit's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositEntry {
    /// The entry of the ledger.
    pub id: Uuid,
    pub what: DepositMove,
    /// Positive where it was paid in.
    pub change: Money,
    pub at: DateTime<Utc>,
}

/// Everything on the page of a shop's deposit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositView {
    pub shop: ShopCard,
    pub deposit: Deposit,
    /// What of the balance could be paid in now.
    pub available: Money,
    /// The newest first.
    pub entries: Vec<DepositEntry>,
    pub page: u32,
    /// Whether older ones exist.
    pub more: bool,
    /// The command ids for the next paying in and taking out.
    pub pay_command: CommandId,
    pub take_command: CommandId,
}

/// A shop that has a deposit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopDeposit {
    pub slug: String,
    pub name: Bilingual,
    pub held: Money,
}

/// A fee as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeView {
    pub id: FeeId,
    pub shop_slug: String,
    pub shop_name: Bilingual,
    pub order_number: Option<String>,
    pub platform: Money,
    pub buyer: Money,
    pub reason: String,
    /// Who of the staff charged it.
    pub charged_by: String,
    pub at: DateTime<Utc>,
}

/// Everything on the staff's page of fees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeesView {
    pub currency: Currency,
    /// The shops that can be charged.
    pub shops: Vec<ShopDeposit>,
    /// The newest first.
    pub fees: Vec<FeeView>,
    pub page: u32,
    /// Whether older ones exist.
    pub more: bool,
    /// The command id for the next fee.
    pub command: CommandId,
}
