//! The market without a database: what there is in it.

mod order;

pub use order::{Line, Order, Parcel};

use crate::steps::on_top;
use chrono::{DateTime, Duration, TimeZone, Utc};
use longtail::{
    actor::Actor,
    id::{AccountId, CampaignId, CardRefundId, PaymentId, PayoutId, ShopId},
    money::{
        Currency, Money,
        card_refund::{CardRefundStage, PaymentLeft},
        ledger::{Holder, Posting},
        payout::{Hold, Payee, PayoutStage, account::BankAccount},
    },
    trade::{
        checkout::basket::UsedCoupon,
        order::OrderStage,
        price::Deals,
        shipping::region::Place,
        shop::{ShopStage, Tier},
        stock::StockLevel,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub const SHOPS: usize = 2;
pub const BUYERS: usize = 3;
/// Two in each shop, one shop after the other.
pub const THINGS: usize = SHOPS * 2;
pub const PRICES: [i64; THINGS] = [6_800, 99, 333, 120_000];
/// Pieces of each in the beginning.
const FIRST_COUNT: u32 = 12;
pub const TIERS: [Tier; SHOPS] = [Tier::Bazaar, Tier::Mall];
/// How long buyers may complain after an order has ended.
pub const AFTER_SALES: Duration = Duration::days(15);
/// The buyer who works for the first shop.
pub const SELLER: usize = 0;
/// The buyer who is no member: what is paid back to them goes on to their card.
pub const GUEST: usize = 2;

/// What a shop has to leave with the market: 100 of the currency in the bazaar, 1,000 in the mall.
pub fn deposit_of_tier(shop: usize, currency: Currency) -> i64 {
    let units = match TIERS[shop] {
        Tier::Bazaar => 100,
        Tier::Mall => 1_000,
    };
    units * 10_i64.pow(currency.decimals())
}

/// What was bought in one go, of one shop or of both.
pub struct Checkout {
    pub buyer: AccountId,
    pub placed_at: DateTime<Utc>,
    /// Where it goes.
    pub place: Place,
    pub orders: Vec<usize>,
    /// How many of each thing its buyer asked for, and what they agreed to pay.
    pub asked: [u32; THINGS],
    pub agreed: i64,
    pub coupons: Vec<UsedCoupon>,
    pub campaign: Option<CampaignId>,
}

pub struct Payment {
    pub id: PaymentId,
    pub payer: AccountId,
    /// None: into the wallet.
    pub checkout: Option<usize>,
    /// What was taken at the gateway, once it is captured.
    pub amount: i64,
    pub captured_at: Option<DateTime<Utc>>,
    /// It paid for its checkout, and did not come too late.
    pub is_applied: bool,
    /// What of it went back to where it came from, or is on its way there.
    pub returned: i64,
}

impl Payment {
    pub fn is_captured(&self) -> bool {
        self.captured_at.is_some()
    }

    pub fn left(&self) -> PaymentLeft {
        PaymentLeft {
            payment: self.id,
            left_minor: self.amount - self.returned,
        }
    }
}

/// Money on its way back to what paid it in.
pub struct CardRefund {
    pub id: CardRefundId,
    pub payment: usize,
    pub stage: CardRefundStage,
    pub amount: i64,
    pub begun_at: DateTime<Utc>,
}

/// A payout, or a withdrawal.
pub struct Payout {
    pub id: PayoutId,
    pub payee: Payee,
    pub stage: PayoutStage,
    pub amount: i64,
    pub begun_at: DateTime<Utc>,
}

/// Where a shop's or a member's money goes.
pub struct Account {
    pub bank: BankAccount,
    pub hold: Hold,
    pub renumbered_at: Option<DateTime<Utc>>,
}

/// What a shop was charged.
pub struct Charged {
    pub shop: ShopId,
    /// Whose part `to_buyer` is.
    pub buyer: Option<AccountId>,
    pub to_platform: i64,
    pub to_buyer: i64,
}

pub struct Market {
    pub currency: Currency,
    pub now: DateTime<Utc>,
    pub stages: [ShopStage; SHOPS],
    pub shelf: Vec<StockLevel>,
    /// Pieces that shops found or missed when they counted.
    pub counted: Vec<i64>,
    /// What lowers prices, and what is added to them.
    pub deals: Deals,
    /// The total that each buyer saw last.
    pub seen: [i64; BUYERS],
    pub checkouts: Vec<Checkout>,
    pub orders: Vec<Order>,
    pub parcels: Vec<Parcel>,
    pub payments: Vec<Payment>,
    pub card_refunds: Vec<CardRefund>,
    pub payouts: Vec<Payout>,
    /// By the id of who is paid.
    pub accounts: BTreeMap<Uuid, Account>,
    /// What shops paid into their deposits, less what they took out.
    pub deposited: BTreeMap<ShopId, i64>,
    pub charged: Vec<Charged>,
    pub books: Vec<Posting>,
    pub balances: BTreeMap<Holder, i64>,
    /// What two rules said differently.
    pub disagreed: Option<String>,
}

pub fn buyer_id(number: usize) -> AccountId {
    AccountId(Uuid::from_u128(1 + number as u128))
}

/// Who somebody is to the market.
pub fn actor(account: AccountId) -> Actor {
    if account == buyer_id(GUEST) {
        return Actor::Guest { account };
    }
    let seats = Vec::new();
    Actor::Member { account, seats }
}

pub fn shop_id(number: usize) -> ShopId {
    ShopId(Uuid::from_u128(100 + number as u128))
}

pub fn shop_of(thing: usize) -> ShopId {
    shop_id(thing * SHOPS / THINGS)
}

/// A bank account with one of a few numbers.
pub fn bank_account(number: u8) -> BankAccount {
    BankAccount {
        holder: "Lin Xiaoyu".to_owned(),
        number: format!("62220211{number:04}"),
        bank: "Bank of the Lake".to_owned(),
    }
}

impl Market {
    pub fn new(currency: Currency) -> Self {
        let now = Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).single();
        let now = now.expect("a date");
        let mut deals = Deals::none(now, currency);
        let seat = (buyer_id(SELLER), BTreeSet::from([shop_id(0)]));
        deals.seats.extend([seat]);
        deals.on_top = on_top();
        Self {
            currency,
            now,
            stages: [ShopStage::Open; SHOPS],
            shelf: vec![
                StockLevel {
                    on_hand: FIRST_COUNT,
                    reserved: 0,
                };
                THINGS
            ],
            counted: vec![FIRST_COUNT.into(); THINGS],
            deals,
            seen: [0; BUYERS],
            checkouts: Vec::new(),
            orders: Vec::new(),
            parcels: Vec::new(),
            payments: Vec::new(),
            card_refunds: Vec::new(),
            payouts: Vec::new(),
            accounts: payees().map(|payee| (payee.id(), first())).collect(),
            deposited: BTreeMap::new(),
            charged: Vec::new(),
            books: Vec::new(),
            balances: BTreeMap::new(),
            disagreed: None,
        }
    }

    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    pub fn post(&mut self, postings: Vec<Posting>) {
        for posting in postings {
            *self.balances.entry(posting.debit).or_default() -= posting.amount.minor;
            *self.balances.entry(posting.credit).or_default() += posting.amount.minor;
            self.books.push(posting);
        }
    }

    pub fn balance(&self, holder: Holder) -> i64 {
        self.balances.get(&holder).copied().unwrap_or(0)
    }

    /// When the last of a shop's orders ended.
    pub fn last_end(&self, shop: ShopId) -> Option<DateTime<Utc>> {
        let of_shop = self.orders.iter().filter(|order| order.shop == shop);
        of_shop.filter_map(Order::ended_at).max()
    }

    pub fn orders_of(&self, checkout: &Checkout) -> impl Iterator<Item = &Order> {
        checkout.orders.iter().map(|order| &self.orders[*order])
    }

    pub fn parcels_of(&self, order: &Order) -> impl Iterator<Item = &Parcel> {
        let parcels = self.parcels.iter();
        parcels.filter(move |parcel| self.orders[parcel.order].id == order.id)
    }

    pub fn awaits_payment(&self, checkout: &Checkout) -> bool {
        self.orders_of(checkout)
            .all(|order| order.stage == OrderStage::AwaitingPayment)
    }

    /// What was charged to a shop, to the platform and to buyers.
    pub fn charged_to(&self, shop: ShopId) -> i64 {
        let of_shop = self.charged.iter().filter(|fee| fee.shop == shop);
        of_shop.map(|fee| fee.to_platform + fee.to_buyer).sum()
    }

    /// What went to somebody's bank, or is on its way there.
    pub fn paid_out(&self, payee: Payee) -> i64 {
        let to_them = self.payouts.iter().filter(|payout| payout.payee == payee);
        to_them
            .filter(|payout| payout.stage != PayoutStage::Returned)
            .map(|payout| payout.amount)
            .sum()
    }

    /// What went back to where somebody's payments came from, or is on its way there.
    pub fn sent_back(&self, payer: AccountId) -> i64 {
        let theirs = self.card_refunds.iter().filter(|refund| {
            self.payments[refund.payment].payer == payer && refund.stage != CardRefundStage::Failed
        });
        theirs.map(|refund| refund.amount).sum()
    }
}

/// Everybody whose money goes to a bank: the shops, then the buyers.
pub fn payees() -> impl Iterator<Item = Payee> {
    let shops = (0..SHOPS).map(|shop| Payee::Shop(shop_id(shop)));
    shops.chain((0..BUYERS).map(|buyer| Payee::Member(buyer_id(buyer))))
}

fn first() -> Account {
    Account {
        bank: bank_account(0),
        hold: None,
        renumbered_at: None,
    }
}
