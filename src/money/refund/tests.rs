use super::*;
use crate::{
    money::{
        BasisPoints,
        Currency::Cny,
        escrow::Held,
        ledger::{Holder, Source, order_paid, order_promoted, order_returned},
    },
    text::FieldIssues,
};
use chrono::TimeZone;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const ORDER: OrderId = OrderId(Uuid::from_u128(1));
const SHOP: ShopId = ShopId(Uuid::from_u128(2));
const BUYER: AccountId = AccountId(Uuid::from_u128(3));

fn line(n: u128) -> OrderLineId {
    OrderLineId(Uuid::from_u128(n))
}

/// An order as it was paid: price, pieces and share of each line, and the postage.
fn sold(lines: &[(i64, u32, u16)], postage_minor: i64) -> Refundable {
    let lines = (10_u128..).zip(lines).map(|(n, (price, pieces, share))| {
        let goods_minor = price * i64::from(*pieces);
        LineLeft {
            line: line(n),
            pieces: *pieces,
            packed: 0,
            lost: 0,
            goods_minor,
            promoted_minor: 0,
            commission_minor: BasisPoints(*share).of(goods_minor),
        }
    });
    Refundable {
        phase: Phase::BeforeDispatch,
        currency: Cny,
        lines: lines.collect(),
        postage_minor,
        begun: false,
    }
}

fn asked(left: &Refundable, ask: &Ask) -> Result<Quote, FieldIssues> {
    let mut check = FieldCheck::default();
    let quote = left.quote(ask, &mut check);
    check.finish().map(|()| quote)
}

fn after(left: &Refundable, quote: &Quote) -> Refundable {
    let mut left = left.clone();
    left.postage_minor -= quote.postage_minor;
    for part in &quote.lines {
        for line in left.lines.iter_mut().filter(|line| line.line == part.line) {
            let lost = line.lost.min(part.pieces - part.unsent);
            line.lost -= lost;
            line.packed -= lost;
            line.pieces -= part.pieces;
            line.goods_minor -= part.goods_minor;
            line.promoted_minor -= part.promoted_minor;
            line.commission_minor -= part.commission_minor;
        }
    }
    left
}

fn pieces(of: &[(u128, u32)]) -> Ask {
    Ask {
        pieces: of.iter().map(|(n, pieces)| (line(*n), *pieces)).collect(),
        ..Ask::default()
    }
}

#[test]
fn a_piece_costs_its_price_and_takes_its_share_of_the_commission() {
    let left = sold(&[(3_333, 3, 250), (100, 1, 250)], 800);
    let quote = asked(&left, &pieces(&[(10, 1)])).expect("one of three");
    assert_eq!((quote.goods_minor, quote.commission_minor), (3_333, 83));
    assert_eq!((quote.total().minor, quote.whole), (3_333, false));
    let left = after(&left, &quote);
    let quote = asked(&left, &pieces(&[(10, 2)])).expect("the others");
    assert_eq!((quote.goods_minor, quote.commission_minor), (6_666, 167));
}

#[test]
fn an_amount_is_spread_and_lowers_what_a_piece_gives_later() {
    let mut left = sold(&[(1_000, 2, 0), (2_000, 1, 0)], 0);
    left.phase = Phase::OnTheWay;
    let ask = Ask {
        goods_minor: 1_001,
        ..Ask::default()
    };
    let quote = asked(&left, &ask).expect("a little off");
    let parts: Vec<i64> = quote.lines.iter().map(|part| part.goods_minor).collect();
    assert_eq!(parts, [501, 500]);
    let left = after(&left, &quote);
    let quote = asked(&left, &pieces(&[(10, 1)])).expect("one piece");
    assert_eq!(quote.goods_minor, 750, "half of 14.99, rounded half up");
    let left = after(&left, &quote);
    let quote = asked(&left, &pieces(&[(10, 1), (11, 1)])).expect("the rest");
    assert_eq!(quote.goods_minor, 749 + 1_500);
}

#[test]
fn what_is_too_much_is_told_at_its_field() {
    let left = sold(&[(1_000, 2, 0)], 800);
    let ask = Ask {
        pieces: vec![(line(10), 3), (line(99), 1)],
        goods_minor: 1,
        postage_minor: 801,
    };
    let issues = asked(&left, &ask).expect_err("too much of everything");
    let most = |minor| FieldIssue::TooMuch {
        most: Money::new(minor, Cny),
    };
    assert_eq!(issues.get("postage"), Some(&most(800)));
    assert_eq!(issues.get("goods"), Some(&most(0)));
    assert_eq!(
        issues.get(&piece_field(line(10))),
        Some(&FieldIssue::OutOfRange { least: 0, most: 2 })
    );
    assert_eq!(
        issues.get(&piece_field(line(99))),
        Some(&FieldIssue::NotAChoice)
    );
}

#[test]
fn an_order_without_pieces_is_called_off_with_its_postage() {
    let left = sold(&[(1_000, 2, 100)], 800);
    let quote = asked(&left, &pieces(&[(10, 2)])).expect("all of it");
    assert!(quote.whole);
    assert_eq!(quote.total().minor, 2_800);
    let sent = Refundable {
        phase: Phase::OnTheWay,
        ..left
    };
    let quote = asked(&sent, &pieces(&[(10, 2)])).expect("all pieces");
    assert!(!quote.whole);
    assert_eq!(quote.total().minor, 2_000);
}

#[test]
fn pieces_in_parcels_are_out_of_reach_until_all_is_sent() {
    let mut left = sold(&[(1_000, 3, 100), (500, 1, 0)], 800);
    (left.lines[0].packed, left.begun) = (2, true);
    let issues = asked(&left, &pieces(&[(10, 2)])).expect_err("one is left");
    assert_eq!(
        issues.get(&piece_field(line(10))),
        Some(&FieldIssue::OutOfRange { least: 0, most: 1 })
    );
    let some = asked(&left, &pieces(&[(10, 1)])).expect("one of the two");
    assert_eq!((some.whole, some.rest), (false, false));
    let rest = asked(&left, &pieces(&[(10, 1), (11, 1)])).expect("all that is left");
    assert_eq!((rest.whole, rest.rest), (false, true));
    assert_eq!(rest.total().minor, 1_500, "postage was earned");
    let everything = Ask {
        goods_minor: 3_500,
        postage_minor: 800,
        ..Ask::default()
    };
    let quote = asked(&left, &everything).expect("all the money");
    assert!(quote.rest);
    let named: Vec<u32> = quote.lines.iter().map(|part| part.pieces).collect();
    assert_eq!(named, [1, 1], "nobody pays for them, so they are not sent");
    left.phase = Phase::OnTheWay;
    assert!(asked(&left, &pieces(&[(10, 3)])).is_ok());
}

#[test]
fn lost_pieces_are_within_reach_while_the_rest_is_still_to_be_sent() {
    let mut left = sold(&[(1_000, 5, 100), (500, 1, 0)], 800);
    (left.lines[0].packed, left.lines[0].lost, left.begun) = (3, 2, true);
    let issues = asked(&left, &pieces(&[(10, 5)])).expect_err("one is on its way");
    assert_eq!(
        issues.get(&piece_field(line(10))),
        Some(&FieldIssue::OutOfRange { least: 0, most: 4 })
    );
    let lost = asked(&left, &pieces(&[(10, 2)])).expect("the lost ones");
    assert_eq!(
        (lost.whole, lost.rest, lost.is_restocked()),
        (false, false, false)
    );
    assert_eq!(lost.total().minor, 2_000);
    let left = after(&left, &lost);
    assert_eq!(left.lines[0].within_reach(Phase::BeforeDispatch), 2);
    let rest = asked(&left, &pieces(&[(10, 2), (11, 1)])).expect("all that is left to send");
    let unsent: Vec<u32> = rest.lines.iter().map(|part| part.unsent).collect();
    assert_eq!((rest.rest, unsent), (true, vec![2, 1]));
}

#[test]
fn what_has_begun_to_be_sent_is_not_called_off_when_all_of_it_was_lost() {
    let mut left = sold(&[(1_000, 2, 0)], 800);
    (left.lines[0].packed, left.lines[0].lost, left.begun) = (1, 1, true);
    let all = asked(&left, &pieces(&[(10, 2)])).expect("both");
    assert_eq!((all.whole, all.rest, all.lines[0].unsent), (false, true, 1));
    let lost = asked(&left, &pieces(&[(10, 1)])).expect("the lost one");
    let left = after(&left, &lost);
    let rest = asked(&left, &pieces(&[(10, 1)])).expect("the other");
    assert_eq!((rest.whole, rest.rest), (false, true));
}

#[test]
fn a_form_reads_as_people_type_it() {
    let left = sold(&[(1_000, 2, 0)], 800);
    let form = RefundForm {
        pieces: vec![(line(10), " 1 ".into())],
        goods: "¥2.50".into(),
        postage: String::new(),
        reason: "  one\n cup broke ".into(),
    };
    let (quote, reason) = form.checked(&left).expect("a form");
    assert_eq!(quote.total().minor, 1_250);
    assert_eq!(reason, "one cup broke");
    let form = RefundForm {
        goods: "-1".into(),
        reason: " ".into(),
        ..form
    };
    let issues = form.checked(&left).expect_err("two issues");
    assert_eq!(issues.0.keys().collect::<Vec<_>>(), ["goods", "reason"]);
    assert!(form.sum(&left).is_none());
}

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
