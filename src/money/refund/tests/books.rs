//! The books of one order, whatever is asked of it.

use super::*;
use crate::money::{
    escrow::Held,
    ledger::{Holder, Source, order_paid, order_promoted, order_returned},
};
use chrono::TimeZone;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The books of one order, and what its buyer has back.
struct Books {
    left: Refundable,
    balances: BTreeMap<Holder, i64>,
}

impl Books {
    fn post(&mut self, postings: Vec<Posting>) {
        for posting in postings {
            assert!(posting.amount.minor > 0);
            *self.balances.entry(posting.debit).or_default() -= posting.amount.minor;
            *self.balances.entry(posting.credit).or_default() += posting.amount.minor;
        }
    }

    fn of(&self, holder: Holder) -> i64 {
        self.balances.get(&holder).copied().unwrap_or_default()
    }

    fn money_left(&self) -> i64 {
        self.left.goods().minor + self.left.postage_minor
    }

    fn promoted_left(&self) -> i64 {
        self.left.lines.iter().map(|line| line.promoted_minor).sum()
    }

    fn commission_left(&self) -> i64 {
        self.left
            .lines
            .iter()
            .map(|line| line.commission_minor)
            .sum()
    }

    fn release(&mut self) {
        let day = |n| {
            Utc.with_ymd_and_hms(2026, 1, n, 12, 0, 0)
                .single()
                .expect("a date")
        };
        let held = Held {
            order: ORDER,
            shop: SHOP,
            buyer: BUYER,
            total: Money::new(self.money_left(), Cny),
            promoted_minor: self.promoted_left(),
            commission_minor: self.commission_left(),
        };
        let stage = OrderStage::Completed {
            paid_at: day(1),
            shipped_at: day(2),
            completed_at: day(3),
        };
        self.post(held.settle(&stage).expect("released"));
        self.left.phase = Phase::Released;
    }

    /// Puts one piece into a parcel; with the last one the order is on its way.
    fn pack(&mut self) {
        let mut lines = self.left.lines.iter_mut();
        if let Some(line) = lines.find(|line| line.packed < line.pieces) {
            line.packed += 1;
            self.left.begun = true;
        }
        let packed = |line: &LineLeft| line.packed == line.pieces;
        if self.left.lines.iter().all(packed) {
            self.left.phase = Phase::OnTheWay;
        }
    }

    /// Answers whether the order is still there.
    fn refund(&mut self, ask: &Ask) -> bool {
        let Ok(quote) = asked(&self.left, ask) else {
            return true;
        };
        if quote.worth().minor == 0 {
            return true;
        }
        if quote.whole {
            assert_eq!(quote.worth().minor, self.money_left());
            let promoted = quote.promoted_minor;
            self.post(order_returned(ORDER, BUYER, quote.total(), promoted));
        } else {
            self.post(quote.postings(ORDER, SHOP, BUYER));
        }
        self.left = after(&self.left, &quote);
        if quote.rest {
            assert!(
                self.left
                    .lines
                    .iter()
                    .all(|line| line.pieces == line.packed)
            );
            self.left.phase = Phase::OnTheWay;
        }
        !quote.whole
    }

    /// What must be true after every step.
    fn prove(&self, paid: i64) {
        let back = self.of(Holder::Wallet(BUYER));
        assert_eq!(self.balances.values().sum::<i64>(), 0);
        let left = self.money_left() - self.promoted_left();
        assert_eq!(back, paid - left, "what is back is not left");
        assert!((0..=paid).contains(&back));
        let spent = -self.of(Holder::Promotion);
        assert_eq!(
            spent,
            self.promoted_left(),
            "the platform has its part back"
        );
        let (escrow, shop, commission) = (
            self.of(Holder::Escrow(ORDER)),
            self.of(Holder::ShopBalance(SHOP)),
            self.of(Holder::Commission),
        );
        if self.left.phase == Phase::Released {
            assert_eq!(escrow, 0);
            assert_eq!(commission, self.commission_left());
            assert_eq!(shop, self.money_left() - commission);
        } else {
            assert_eq!((escrow, shop, commission), (self.money_left(), 0, 0));
        }
        for line in &self.left.lines {
            assert!((0..=line.goods_minor).contains(&line.commission_minor));
            assert!((0..=line.goods_minor).contains(&line.promoted_minor));
            assert!(line.pieces > 0 || line.goods_minor == 0);
        }
    }
}

type Wish = (u8, Vec<u32>, i64, i64);

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let pieces = prop::collection::vec(0_u32..3, 5);
    let amount = || prop_oneof![Just(0_i64), -5_i64..3_000];
    prop::collection::vec((0_u8..8, pieces, amount(), amount()), 0..20)
}

proptest! {
    /// Whatever is asked in whatever order, with dispatch and release in between: money is
    /// conserved, never more goes back than was paid, the order is settled once, and drawn to
    /// the end it gives exactly what it cost.
    #[test]
    fn refunds_keep_the_books(
        lines in prop::collection::vec((1_i64..20_000, 1_u32..6, 0_u16..=1_000), 1..5),
        promoted in prop::collection::vec(prop_oneof![Just(0_u16), 0_u16..=10_000], 5),
        postage in 0_i64..2_000,
        wishes in wishes(),
    ) {
        let mut left = sold(&lines, postage);
        for (line, share) in left.lines.iter_mut().zip(promoted) {
            line.promoted_minor = BasisPoints(share).of(line.goods_minor).min(line.goods_minor - 1);
        }
        let mut books = Books { left, balances: BTreeMap::new() };
        let spent = books.promoted_left();
        let paid = books.money_left() - spent;
        let payment = crate::id::PaymentId(Uuid::from_u128(4));
        books.post(vec![order_paid(Source::Gateway, payment, ORDER, Money::new(paid, Cny))]);
        if spent > 0 {
            books.post(vec![order_promoted(ORDER, Money::new(spent, Cny))]);
        }
        let mut there = true;
        for (what, counts, goods_minor, postage_minor) in wishes {
            match (what, books.left.phase) {
                (0, Phase::BeforeDispatch) => books.left.phase = Phase::OnTheWay,
                (2, Phase::BeforeDispatch) => books.pack(),
                (1, Phase::OnTheWay) => books.release(),
                _ => {
                    let pieces = books.left.lines.iter().map(|line| line.line).zip(counts).collect();
                    there = books.refund(&Ask { pieces, goods_minor, postage_minor });
                }
            }
            books.prove(paid);
            if !there {
                break;
            }
        }
        for left in books.left.lines.clone() {
            for _ in 0..left.pieces {
                there = there && books.refund(&Ask { pieces: vec![(left.line, 1)], ..Ask::default() });
                books.prove(paid);
            }
        }
        let postage_minor = books.left.postage_minor;
        let goods_minor = books.left.goods().minor;
        books.refund(&Ask { pieces: Vec::new(), goods_minor, postage_minor });
        books.prove(paid);
        prop_assert_eq!(books.of(Holder::Wallet(BUYER)), paid);
    }
}
