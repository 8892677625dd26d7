//! The market without a database: what there is, and what can be done.

use crate::steps::Taken;
use chrono::{DateTime, TimeZone, Utc};
use longtail::{
    id::{AccountId, OrderId, PaymentId, PayoutId, ShopId},
    money::{
        BasisPoints, Currency, Money,
        escrow::Held,
        ledger::{Holder, Posting},
        payout::PayoutStage,
        refund::{LineLeft, Phase},
    },
    trade::{
        order::OrderStage,
        stock::{StockLevel, StockMove},
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const SHOPS: usize = 2;
pub const BUYERS: usize = 3;
/// Two things in each shop.
pub const PRICES: [i64; SHOPS * 2] = [6_800, 99, 333, 120_000];

/// What somebody does. Orders, payments and payouts are named by any number.
#[derive(Clone, Debug)]
pub enum Step {
    Count {
        thing: usize,
        on_hand: u32,
    },
    Place {
        buyer: usize,
        shop: usize,
        pieces: [u32; 2],
        /// The platform's part of the goods' price.
        share: u16,
    },
    PayByCard {
        order: usize,
    },
    PayByWallet {
        order: usize,
    },
    CardSays {
        payment: usize,
        captured: bool,
    },
    TopUp {
        buyer: usize,
        minor: i64,
    },
    CallOff {
        order: usize,
    },
    Ship {
        order: usize,
    },
    Pack {
        order: usize,
        pieces: [u32; 2],
    },
    Confirm {
        order: usize,
    },
    Clock {
        order: usize,
    },
    Extend {
        order: usize,
        by_shop: bool,
    },
    PayBack {
        order: usize,
        pieces: [u32; 2],
        goods: i64,
        postage: i64,
    },
    PayOut {
        shop: usize,
    },
    BankSays {
        payout: usize,
        word: u8,
    },
    Wait {
        hours: i64,
    },
}

pub struct Line {
    pub thing: usize,
    pub quantity: u32,
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
    pub placed_at: DateTime<Utc>,
    pub lines: Vec<Line>,
    pub postage_left: i64,
    /// What the buyer pays.
    pub total: i64,
}

impl Order {
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
        self.lines
            .iter()
            .map(|line| line.left.commission_minor)
            .sum()
    }

    pub fn held(&self) -> Held {
        Held {
            order: self.id,
            shop: self.shop,
            buyer: self.buyer,
            total: cny(self.money_left()),
            promoted_minor: self.promoted_left(),
            commission_minor: self.commission_left(),
        }
    }
}

pub struct Payment {
    pub id: PaymentId,
    pub payer: AccountId,
    /// None: into the wallet.
    pub order: Option<usize>,
    pub amount: i64,
    pub captured: bool,
}

pub struct Payout {
    pub id: PayoutId,
    pub shop: ShopId,
    pub stage: PayoutStage,
    pub amount: i64,
}

pub struct Market {
    pub now: DateTime<Utc>,
    pub shelf: Vec<StockLevel>,
    /// Pieces that shops found or missed when they counted.
    pub counted: Vec<i64>,
    /// Pieces that came back before dispatch.
    pub put_back: Vec<i64>,
    pub orders: Vec<Order>,
    pub payments: Vec<Payment>,
    pub payouts: Vec<Payout>,
    pub books: Vec<Posting>,
    pub balances: BTreeMap<Holder, i64>,
}

pub fn cny(minor: i64) -> Money {
    Money::new(minor, Currency::Cny)
}

pub fn buyer_id(number: usize) -> AccountId {
    AccountId(Uuid::from_u128(1 + number as u128))
}

pub fn shop_id(number: usize) -> ShopId {
    ShopId(Uuid::from_u128(100 + number as u128))
}

impl Market {
    pub fn new() -> Self {
        let now = Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).single();
        Self {
            now: now.expect("a date"),
            shelf: vec![StockLevel::default(); PRICES.len()],
            counted: vec![0; PRICES.len()],
            put_back: vec![0; PRICES.len()],
            orders: Vec::new(),
            payments: Vec::new(),
            payouts: Vec::new(),
            books: Vec::new(),
            balances: BTreeMap::new(),
        }
    }

    pub fn take(&mut self, step: &Step) {
        let many = self.orders.len().max(1);
        let order = |number: usize| number % many;
        let _: Taken = match *step {
            Step::Count { thing, on_hand } => self.count(thing, on_hand),
            Step::Place {
                buyer,
                shop,
                pieces,
                share,
            } => self.place(buyer, shop, pieces, BasisPoints(share)),
            Step::PayByCard { order: number } => self.pay_by_card(order(number)),
            Step::PayByWallet { order: number } => self.pay_by_wallet(order(number)),
            Step::CardSays { payment, captured } => self.card_says(payment, captured),
            Step::TopUp { buyer, minor } => self.begin_payment(buyer_id(buyer), None, minor),
            Step::CallOff { order: number } => self.call_off(order(number)),
            Step::Ship { order: number } => self.ship(order(number)),
            Step::Pack {
                order: number,
                pieces,
            } => self.pack(order(number), pieces),
            Step::Confirm { order: number } => self.complete(order(number), false),
            Step::Clock { order: number } => self.complete(order(number), true),
            Step::Extend {
                order: number,
                by_shop,
            } => self.extend(order(number), by_shop),
            Step::PayBack {
                order: number,
                pieces,
                goods,
                postage,
            } => self.pay_back(order(number), pieces, goods, postage),
            Step::PayOut { shop } => self.pay_out(shop_id(shop)),
            Step::BankSays { payout, word } => self.bank_says(payout, word),
            Step::Wait { hours } => self.wait(hours),
        };
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

    pub fn move_stock(&mut self, thing: usize, movement: StockMove) -> Taken {
        let (level, _) = self.shelf[thing].after(movement).ok()?;
        self.shelf[thing] = level;
        Some(())
    }
}
