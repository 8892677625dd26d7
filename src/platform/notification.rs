//! What people are told, in a form that reads in either language.

mod headline;
mod parcel;

pub use parcel::ParcelNews;

use crate::{
    id::{NoticeId, OrderId, QuestionId, ShopId},
    money::{
        Money, card_refund::CardRefundNotice, deposit::notice::DepositNotice, payment::Method,
        reconciliation::Provider, withdrawal::WithdrawalNotice,
    },
    text::Bilingual,
    trade::order::Extender,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What happened, told to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// To the shop: pack this.
    OrderToShip {
        order: OrderId,
        shop: ShopId,
        number: String,
        total: Money,
    },
    /// To the buyer: the money is held.
    OrderPaid {
        order: OrderId,
        number: String,
        shop_name: Bilingual,
        total: Money,
    },
    /// To the buyer.
    OrderShipped {
        order: OrderId,
        number: String,
        shop_name: Bilingual,
        carrier: String,
        tracking: String,
    },
    /// About one parcel of an order.
    Parcel {
        order: OrderId,
        number: String,
        tracking: String,
        news: ParcelNews,
    },
    /// To the side that did not ask: the clock confirms later.
    OrderExtended {
        order: OrderId,
        number: String,
        by: Extender,
        confirm_by: DateTime<Utc>,
    },
    /// To the buyer: confirmed by themselves or by the clock.
    OrderCompleted {
        order: OrderId,
        number: String,
        by_clock: bool,
    },
    /// To the shop: the money is yours.
    OrderReleased {
        order: OrderId,
        shop: ShopId,
        number: String,
        amount: Money,
    },
    /// To both sides: cancelled before dispatch, the money went back to the wallet.
    OrderCancelled {
        order: OrderId,
        number: String,
        refunded: Money,
        /// Where it goes on by itself: a guest's, to what it was paid with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back_to: Option<Method>,
    },
    /// To the buyer: part of what was paid is in the wallet.
    OrderRefunded {
        order: OrderId,
        number: String,
        shop_name: Bilingual,
        amount: Money,
        /// Empty where they called it off themselves.
        reason: String,
        /// As of a cancelled order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back_to: Option<Method>,
    },
    /// To the shop: the buyer called off what was not sent or is lost.
    RestCalledOff {
        order: OrderId,
        number: String,
        amount: Money,
    },
    /// To the buyer: not paid in time, nothing was taken.
    CheckoutExpired { total: Money },
    /// To the buyer: money came when there was nothing to pay for; it is in the wallet.
    PaidIntoWallet { amount: Money },
    /// To the shop's people.
    QuestionAsked {
        question: QuestionId,
        shop: ShopId,
        title: Bilingual,
        words: String,
    },
    /// To the asker, and to those who bought the thing lately.
    QuestionAnswered {
        question: QuestionId,
        shop_name: Bilingual,
        title: Bilingual,
        /// Whether it was the reader who asked.
        yours: bool,
    },
    /// To somebody who wishes for it: it costs less.
    WishFell {
        title: Bilingual,
        was: Money,
        now: Money,
    },
    /// To somebody who wishes for it: it can be had again.
    WishBack { title: Bilingual, price: Money },
    /// To the shop's people: of something on sale so few are left.
    StockLow {
        title: Bilingual,
        options: Bilingual,
        left: u32,
        /// Other variants of it that run low as well.
        more: u32,
    },
    /// To its owner, who should know even where it was somebody else.
    PasswordChanged,
    /// To a shop's owners, who should know even where it was another of them.
    BankAccountChanged {
        shop: ShopId,
        /// The last four of the number.
        last4: String,
        /// Nothing is paid out before this.
        held_until: Option<DateTime<Utc>>,
    },
    /// To a shop's owners: the bank sent a payout back, and it will be tried again.
    PayoutReturned {
        shop: ShopId,
        amount: Money,
        last4: String,
        again_at: DateTime<Utc>,
    },
    /// To a member: what became of money taken out of the wallet.
    Withdrawal(WithdrawalNotice),
    /// To a payer: what became of money that goes back to card or bank.
    CardRefund(CardRefundNotice),
    /// To a shop's owners and to a buyer: a fee was paid from the shop's deposit.
    Deposit(DepositNotice),
    /// To staff: a day's statement and our books disagree.
    StatementDiffers {
        provider: Provider,
        day: NaiveDate,
        count: u32,
    },
}

/// A notice behind the bell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    pub id: NoticeId,
    pub notice: Notice,
    /// Where it leads, a path of this site.
    pub link: String,
    pub at: DateTime<Utc>,
    pub read: bool,
}
