//! The rest, called off by the buyer: what was not sent, and what is lost.

use super::*;

/// A part of it was sent.
fn begun(lines: &[(i64, u32, u16)], postage_minor: i64, packed: u32) -> Refundable {
    let mut left = sold(lines, postage_minor);
    left.begun = true;
    left.lines[0].packed = packed;
    left
}

#[test]
fn what_is_in_parcels_is_not_called_off() {
    let left = begun(&[(1_000, 20, 250), (500, 2, 0)], 4_400, 1);
    let quote = left.rest();
    let pieces: Vec<(u32, u32)> = quote
        .lines
        .iter()
        .map(|part| (part.pieces, part.unsent))
        .collect();
    assert_eq!(pieces, [(19, 19), (2, 2)]);
    assert_eq!((quote.goods_minor, quote.commission_minor), (20_000, 475));
    assert_eq!(quote.postage_minor, 4_200, "of 21 pieces of 22");
    assert_eq!((quote.rest, quote.whole), (true, false));
    let left = after(&left, &quote);
    assert_eq!((left.goods().minor, left.postage_minor), (1_000, 200));
}

#[test]
fn lost_pieces_go_along_and_come_to_no_shelf() {
    let mut left = begun(&[(1_000, 4, 0)], 800, 2);
    left.lines[0].lost = 1;
    let quote = left.rest();
    assert_eq!((quote.lines[0].pieces, quote.lines[0].unsent), (3, 2));
    assert_eq!((quote.goods_minor, quote.postage_minor), (3_000, 600));
    assert!(quote.rest);

    // Once everything was sent these alone.
    left.phase = Phase::OnTheWay;
    left.lines[0].packed = 4;
    let quote = left.rest();
    assert_eq!((quote.lines[0].pieces, quote.lines[0].unsent), (1, 0));
    assert_eq!((quote.goods_minor, quote.postage_minor), (1_000, 200));
    assert!(!quote.rest);
    left.lines[0].lost = 0;
    assert!(left.rest().lines.is_empty());
}

#[test]
fn the_rest_goes_though_it_is_worth_nothing() {
    let mut left = begun(&[(0, 3, 0)], 0, 2);
    left.lines[0].goods_minor = 1;
    let quote = left.rest();
    assert_eq!((quote.lines[0].pieces, quote.goods_minor), (1, 1));
    assert!(quote.rest);
    left.lines[0].goods_minor = 0;
    left.postage_minor = 1;
    let quote = left.rest();
    assert_eq!((quote.unsent(), quote.postage_minor), (1, 1));
    assert!(quote.rest);
}
