use super::*;
use crate::trade::stock::{StockLevel, StockMove};
use proptest::prelude::*;
use uuid::Uuid;

fn variant(n: u128) -> VariantId {
    VariantId(Uuid::from_u128(n))
}

#[test]
fn what_stands_as_it_was_shown_is_left_alone() {
    let counted = [
        (variant(1), " 12 ".to_owned()),
        (variant(2), "5".to_owned()),
        (variant(3), String::new()),
        (variant(4), String::new()),
    ];
    let was = [
        (variant(1), String::new()),
        (variant(2), "5".to_owned()),
        (variant(3), "7".to_owned()),
    ];
    let writes = read_counts(&counted, &was).expect("numbers");
    let expected = [
        (variant(1), Write::Counted(12)),
        (variant(3), Write::Cleared),
    ];
    assert_eq!(writes, BTreeMap::from(expected));

    let wrong = [
        (variant(1), "a dozen".to_owned()),
        (variant(2), "-1".to_owned()),
    ];
    let issues = read_counts(&wrong, &[]).expect_err("no numbers");
    assert_eq!(
        issues.get(&counted_field(variant(1))),
        Some(&FieldIssue::NotANumber)
    );
    assert!(issues.get(&counted_field(variant(2))).is_some());
}

#[test]
fn a_block_is_codes_and_numbers() {
    let text = "Article\tPlace\tPieces\r\nTEA-1\tshelf 2\t12\r\n\r\nTEA-2\t\t3\nTEA-1\t\t1\n";
    let expected = [("TEA-1".to_owned(), 13), ("TEA-2".to_owned(), 3)];
    assert_eq!(read_codes(text), Ok(BTreeMap::from(expected)));
    for (text, line) in [
        ("TEA-1\t2\nTEA-2\tfew", 2),
        ("TEA-1", 1),
        ("TEA-1\t-2", 1),
        ("TEA-1\t600000\nTEA-1\t600000", 2),
        ("", 1),
    ] {
        assert_eq!(
            read_codes(text),
            Err(CountError::BadLine { line }),
            "{text}"
        );
    }
}

#[test]
fn a_count_needs_to_know_of_what() {
    let form = |scope: &str, words: &str| ScopeForm {
        scope: scope.into(),
        category: String::new(),
        words: words.into(),
    };
    assert_eq!(form("all", "").checked(), Ok(Scope::All));
    assert_eq!(
        form("search", " tea ").checked(),
        Ok(Scope::Search {
            words: "tea".into()
        })
    );
    for (form, field) in [
        (form("search", " "), "words"),
        (form("category", ""), "category"),
        (form("some", ""), "scope"),
    ] {
        let issues = form.checked().expect_err("not enough");
        assert!(issues.get(field).is_some(), "{field}");
    }
}

#[test]
fn a_refusal_names_a_few_codes() {
    let codes: Vec<String> = (1..=7).map(|n| n.to_string()).collect();
    let refused = CountError::unknown(&codes);
    let expected = CountError::UnknownCodes {
        codes: "1, 2, 3, 4, 5".into(),
        more: 2,
    };
    assert_eq!(refused, expected);
}

proptest! {
    /// However much is sold between counting a line and finishing, the shelf then holds what
    /// was counted less what was sold, or the count is refused.
    #[test]
    fn sales_meanwhile_are_reckoned_with(on_hand in 0_u32..50, counted in 0_u32..50, sold in 0_u32..50) {
        let expected = on_hand;
        let sold = sold.min(on_hand);
        let now = StockLevel { on_hand: on_hand - sold, reserved: 0 };
        let difference = Counted { counted, expected }.difference();
        match now.corrected(difference) {
            Ok(StockMove::Counted { on_hand }) => prop_assert_eq!(on_hand + sold, counted),
            Ok(other) => prop_assert!(false, "{:?}", other),
            Err(_) => prop_assert!(counted < sold),
        }
    }
}
