//! The market without a database: what there is in it.

use chrono::{DateTime, Duration, TimeZone, Utc};
use longtail::{
    id::{AccountId, CampaignId, OrderId, PaymentId, PayoutId, ShopId},
    money::{
        Currency, Money,
        escrow::Held,
        ledger::{Holder, Posting},
        payout::{Hold, Payee, PayoutStage, account::BankAccount},
        refund::{LineLeft, Phase},
    },
    trade::{
        checkout::basket::UsedCoupon,
        order::OrderStage,
        price::{Deals, LinePrice},
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

/// What a shop has to leave with the market: 100 of the currency in the bazaar, 1,000 in the mall.
pub fn deposit_of_tier(shop: usize, currency: Currency) -> i64 {
    let units = match TIERS[shop] {
        Tier::Bazaar => 100,
        Tier::Mall => 1_000,
    };
    units * 10_i64.pow(currency.decimals())
}

pub struct Line {
    pub thing: usize,
    pub quantity: u32,
    pub price: LinePrice,
    /// What the shop is paid, and what the platform pays of that.
    pub goods: i64,
    pub promoted: i64,
    pub commission: i64,
    pub left: LineLeft,
}

impl Line {
    /// What is still to be sent and in no parcel.
    pub fn unpacked(&self) -> u32 {
        self.left.within_reach(Phase::BeforeDispatch)
    }
}

pub struct Order {
    pub id: OrderId,
    pub shop: ShopId,
    pub buyer: AccountId,
    pub stage: OrderStage,
    pub lines: Vec<Line>,
    pub postage: i64,
    pub postage_left: i64,
    /// What the buyer pays.
    pub total: Money,
}

impl Order {
    pub fn is_paid(&self) -> bool {
        !matches!(
            self.stage,
            OrderStage::AwaitingPayment | OrderStage::Cancelled { paid_at: None, .. }
        )
    }

    /// Paid, and not called off.
    pub fn stands(&self) -> bool {
        self.is_paid() && !matches!(self.stage, OrderStage::Cancelled { .. })
    }

    pub fn is_to_ship(&self) -> bool {
        matches!(self.stage, OrderStage::ToShip { .. })
    }

    pub fn is_sent(&self) -> bool {
        matches!(self.stage, OrderStage::Shipped { .. })
    }

    /// When it was completed or, once paid, called off.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self.stage {
            OrderStage::Completed { completed_at, .. } => Some(completed_at),
            OrderStage::Cancelled {
                paid_at: Some(_),
                cancelled_at,
            } => Some(cancelled_at),
            _ => None,
        }
    }

    pub fn is_completed(&self) -> bool {
        matches!(self.stage, OrderStage::Completed { .. })
    }

    /// What of its money was not paid back.
    pub fn money_left(&self) -> i64 {
        let goods: i64 = self.lines.iter().map(|line| line.left.goods_minor).sum();
        goods + self.postage_left
    }

    /// The platform's part of it.
    pub fn promoted_left(&self) -> i64 {
        self.lines.iter().map(|line| line.left.promoted_minor).sum()
    }

    pub fn commission_left(&self) -> i64 {
        let lines = self.lines.iter();
        lines.map(|line| line.left.commission_minor).sum()
    }

    pub fn held(&self) -> Held {
        Held {
            order: self.id,
            shop: self.shop,
            buyer: self.buyer,
            total: Money::new(self.money_left(), self.total.currency),
            promoted_minor: self.promoted_left(),
            commission_minor: self.commission_left(),
        }
    }
}

/// What was bought in one go, of one shop or of both.
pub struct Checkout {
    pub buyer: AccountId,
    pub placed_at: DateTime<Utc>,
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
    pub captured: bool,
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
    /// Pieces that came back before dispatch.
    pub put_back: Vec<i64>,
    pub deals: Deals,
    /// The total that each buyer saw last.
    pub seen: [i64; BUYERS],
    pub checkouts: Vec<Checkout>,
    pub orders: Vec<Order>,
    pub payments: Vec<Payment>,
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
            put_back: vec![0; THINGS],
            deals,
            seen: [0; BUYERS],
            checkouts: Vec::new(),
            orders: Vec::new(),
            payments: Vec::new(),
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
