mod books;
mod rest;

use super::*;
use crate::{
    money::{BasisPoints, Currency::Cny},
    text::FieldIssues,
};
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
        (lost.whole, lost.rest, lost.unsent() > 0),
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
