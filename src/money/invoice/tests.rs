use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn line(n: u128) -> OrderLineId {
    OrderLineId(Uuid::from_u128(n))
}

fn bought(n: u128, quantity: u32, goods: i64, postage: i64, rate: u16) -> Bought {
    Bought {
        line: line(n),
        quantity,
        goods_minor: goods,
        postage_minor: postage,
        rate: BasisPoints(rate),
    }
}

fn left_of(rows: &[Row]) -> Vec<RowLeft> {
    rows.iter()
        .zip(0..)
        .map(|(row, position)| RowLeft {
            position,
            line: row.line,
            quantity: row.quantity,
            gross_minor: row.gross_minor,
            rate: row.rate,
            tax_minor: row.tax_minor,
        })
        .collect()
}

fn draw(left: &mut [RowLeft], note: &[(i32, Row)]) {
    for (position, given) in note {
        let row = left
            .iter_mut()
            .find(|row| row.position == *position)
            .expect("a row");
        row.gross_minor -= given.gross_minor;
        row.tax_minor -= given.tax_minor;
        row.quantity -= given.quantity;
    }
}

#[test]
fn postage_is_taxed_as_what_it_is_paid_for() {
    let rows = rows_of(&[
        bought(1, 2, 11_300, 565, 1300),
        bought(2, 1, 5_450, 327, 900),
        bought(3, 1, 2_260, 113, 1300),
    ]);
    let told: Vec<_> = rows
        .iter()
        .map(|r| (r.line, r.gross_minor, r.rate.0, r.tax_minor))
        .collect();
    let expected = [
        (Some(line(1)), 11_300, 1300, 1_300),
        (Some(line(2)), 5_450, 900, 450),
        (Some(line(3)), 2_260, 1300, 260),
        (None, 678, 1300, 78),
        (None, 327, 900, 27),
    ];
    assert_eq!(told, expected);
}

#[test]
fn free_postage_is_no_row() {
    assert_eq!(rows_of(&[bought(1, 1, 100, 0, 0)]).len(), 1);
}

#[test]
fn numbers_are_read_with_their_kind() {
    assert_eq!(Kind::Invoice.number_text(12), "INV-000012");
    assert_eq!(Kind::CreditNote.number_text(1_234_567), "CRN-1234567");
}

#[test]
fn tax_numbers_are_checked_as_their_country_makes_them() {
    for (country, typed, expected) in [
        ("CN", "9135 0100 M000 100Y 43", Some("91350100M000100Y43")),
        ("CN", "91350100M000100Y44", None),
        ("DE", "de 136 695 976", Some("DE136695976")),
        ("DE", "DE136695975", None),
        ("DE", "136695976", None),
        ("GR", "EL123456789", Some("EL123456789")),
        ("FR", "DE136695976", None),
        ("GB", "GB 123 4567 89", Some("GB123456789")),
        ("US", "12-3456789", Some("123456789")),
        ("US", "12", None),
        ("CN", "茶", None),
    ] {
        let read = tax_number(country, typed);
        assert_eq!(read.as_deref(), expected, "{country} {typed}");
    }
}

#[test]
fn a_shop_names_itself_whole_or_not_at_all() {
    assert_eq!(LegalForm::default().checked(), Ok(Legal::default()));
    let form = LegalForm {
        legal_name: "Lake Tea Ltd".into(),
        legal_address: "12 Willow Lane\r\n310000 Hangzhou".into(),
        legal_country: "CN".into(),
        tax_number: String::new(),
    };
    let legal = form.checked().expect("a whole name");
    assert_eq!(
        legal.party("Tea").lines,
        ["12 Willow Lane", "310000 Hangzhou"]
    );
    assert_eq!(Legal::default().party("Tea").name, "Tea");
    let half = LegalForm {
        legal_address: String::new(),
        tax_number: "1".into(),
        ..form
    };
    let issues = half.checked().expect_err("half of it");
    assert!(issues.get("legal_address").is_some() && issues.get("tax_number").is_some());
}

#[test]
fn a_tax_number_needs_its_company() {
    let form = |company: &str, number: &str| BillingForm {
        company: company.into(),
        tax_number: number.into(),
    };
    assert_eq!(form(" ", "").checked("DE"), Ok(None));
    let issues = form("", "DE136695976")
        .checked("DE")
        .expect_err("no company");
    assert!(issues.get("company").is_some());
    let billing = form("Tee GmbH", "DE 136695976")
        .checked("DE")
        .expect("a company");
    assert_eq!(billing.expect("some").tax_number, "DE136695976");
}

proptest! {
    /// In whatever parts an order is paid back, and called off in the end: the credit notes
    /// give exactly what was invoiced, money and tax, row by row.
    #[test]
    fn credit_notes_end_at_nothing(
        lines in prop::collection::vec((1_u32..5, 1_i64..100_000, 0_i64..3_000, 0_usize..3), 1..6),
        parts in prop::collection::vec((0_usize..6, 1_i64..50_000, 0_i64..2_000), 0..12),
    ) {
        let rates = [0, 900, 1300];
        let bought: Vec<Bought> = lines
            .iter()
            .zip(1..)
            .map(|((quantity, goods, postage, rate), n)| bought(n, *quantity, *goods, *postage, rates[*rate]))
            .collect();
        let rows = rows_of(&bought);
        let paid: i64 = bought.iter().map(|line| line.goods_minor + line.postage_minor).sum();
        prop_assert_eq!(rows.iter().map(|row| row.gross_minor).sum::<i64>(), paid);
        let mut left = left_of(&rows);
        for (n, goods, postage) in parts {
            let back = GivenBack {
                lines: vec![(line(n as u128 + 1), 0, goods)],
                postage_minor: postage,
            };
            let note = credit(&left, &back);
            for (_, row) in &note {
                prop_assert!(row.tax_minor >= 0 && row.tax_minor <= row.gross_minor);
            }
            draw(&mut left, &note);
            prop_assert!(left.iter().all(|row| row.gross_minor >= 0 && row.tax_minor >= 0));
        }
        let last = all_of(&left);
        draw(&mut left, &last);
        prop_assert!(left.iter().all(|row| row.gross_minor == 0 && row.tax_minor == 0));
    }
}
