use super::*;
use chrono::TimeZone;
use proptest::prelude::*;
use strum::VariantArray;
use uuid::Uuid;

fn line(n: usize) -> OrderLineId {
    OrderLineId(Uuid::from_u128(n as u128))
}

fn left(pieces: &[u32]) -> Vec<Unpacked> {
    let each = pieces.iter().enumerate();
    each.map(|(n, pieces)| Unpacked {
        line: line(n),
        pieces: *pieces,
    })
    .collect()
}

fn typed(pieces: &[(usize, &str)]) -> ParcelForm {
    let pieces = pieces.iter();
    ParcelForm {
        pieces: pieces
            .map(|(n, typed)| (line(*n), (*typed).to_owned()))
            .collect(),
        by: Bringer::Typed,
        carrier: " Swift Post ".into(),
        tracking: "SP1".into(),
    }
}

fn scan(kind: ScanKind, hour: u32) -> Scan {
    let at = Utc.with_ymd_and_hms(2026, 1, 1, hour, 0, 0).single();
    Scan {
        id: format!("{kind:?} {hour}"),
        kind,
        place: "Hangzhou".into(),
        at: at.expect("a time"),
    }
}

#[test]
fn without_named_lines_everything_goes_along() {
    let (packing, form) = typed(&[]).checked(&left(&[2, 1])).expect("a parcel");
    assert_eq!(packing, Packing::all(&left(&[2, 1])));
    assert_eq!((packing.count(), packing.last), (3, true));
    assert_eq!(form.carrier, "Swift Post");
}

#[test]
fn a_part_goes_along_and_the_rest_stays() {
    let form = typed(&[(0, " 1 "), (1, "")]);
    let (packing, _) = form.checked(&left(&[2, 1])).expect("a parcel");
    assert_eq!(packing.pieces, [(line(0), 1)]);
    assert!(!packing.last);
    let (empty, _) = typed(&[(0, "0")]).checked(&left(&[2])).expect("nothing");
    assert_eq!((empty.count(), empty.last), (0, false));
}

#[test]
fn faulty_fields_are_named() {
    let form = ParcelForm {
        tracking: " ".into(),
        ..typed(&[(0, "3"), (1, "x"), (7, "1"), (8, "0")])
    };
    let issues = form.checked(&left(&[2, 1])).expect_err("four issues");
    let least_most = FieldIssue::OutOfRange { least: 0, most: 2 };
    assert_eq!(issues.get(&piece_field(line(0))), Some(&least_most));
    assert_eq!(
        issues.get(&piece_field(line(1))),
        Some(&FieldIssue::NotANumber)
    );
    assert_eq!(
        issues.get(&piece_field(line(7))),
        Some(&FieldIssue::NotAChoice)
    );
    assert_eq!(issues.get("tracking"), Some(&FieldIssue::Missing));
    assert_eq!(issues.0.len(), 4);
    let label = ParcelForm {
        by: Bringer::Label,
        carrier: String::new(),
        tracking: String::new(),
        ..typed(&[])
    };
    assert!(label.checked(&left(&[1])).is_ok(), "the carrier gives both");
}

#[test]
fn what_was_lost_can_be_found() {
    let mut scans = vec![scan(ScanKind::PickedUp, 1), scan(ScanKind::Lost, 3)];
    assert_eq!(Standing::of(&[]), Standing::Sent);
    assert_eq!(Standing::of(&scans), Standing::Lost);
    scans.push(scan(ScanKind::Sorted, 2));
    assert_eq!(Standing::of(&scans), Standing::Lost, "told late");
    scans.push(scan(ScanKind::Sorted, 4));
    assert_eq!(Standing::of(&scans), Standing::UnderWay);
    scans.push(scan(ScanKind::Delivered, 2));
    assert_eq!(Standing::of(&scans), Standing::Delivered, "for good");
}

proptest! {
    /// However an order is packed: every piece goes into one parcel, and the last one is told.
    #[test]
    fn parcels_hold_every_piece_once(
        pieces in prop::collection::vec(1_u32..6, 1..5),
        wishes in prop::collection::vec(prop::collection::vec(0_u32..4, 4), 0..12),
    ) {
        let mut unpacked = left(&pieces);
        let mut sent = vec![0; pieces.len()];
        for wish in wishes {
            let form = ParcelForm {
                pieces: wish.iter().enumerate().map(|(n, count)| (line(n), count.to_string())).collect(),
                ..typed(&[])
            };
            let Ok((packing, _)) = form.checked(&unpacked) else { continue };
            for (id, count) in &packing.pieces {
                prop_assert!(*count > 0);
                for (n, of_line) in unpacked.iter_mut().enumerate().filter(|(_, of)| of.line == *id) {
                    of_line.pieces -= count;
                    sent[n] += count;
                }
            }
            prop_assert_eq!(packing.last, unpacked.iter().all(|of_line| of_line.pieces == 0));
        }
        let rest = Packing::all(&unpacked);
        prop_assert!(rest.last);
        prop_assert_eq!(rest.count() + sent.iter().sum::<u32>(), pieces.iter().sum::<u32>());
    }

    /// In whatever order scans come, and however often: the parcel stands at the same place.
    #[test]
    fn the_order_of_scans_does_not_matter(
        told in prop::collection::vec((0_usize..6, 0_u32..24), 0..10),
        turns in 0_usize..10,
    ) {
        let mut scans: Vec<Scan> = told.iter().map(|(n, hour)| scan(ScanKind::VARIANTS[*n], *hour)).collect();
        let before = Standing::of(&scans);
        scans.extend(scans.clone());
        let turns = turns.min(scans.len());
        scans.rotate_left(turns);
        prop_assert_eq!(Standing::of(&scans), before);
        scans.reverse();
        prop_assert_eq!(Standing::of(&scans), before);
    }
}

#[test]
fn what_is_lost_is_owed_until_it_is_paid_back() {
    assert_eq!(lost_and_owed(3, 0, 9_999), 3);
    assert_eq!(lost_and_owed(3, 2, 3_333), 1);
    assert_eq!(lost_and_owed(3, 4, 3_333), 0);
    assert_eq!(
        lost_and_owed(3, 0, 0),
        0,
        "its price went back as an amount"
    );
}
