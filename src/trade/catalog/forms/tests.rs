use super::{super::draft::tests::tea, *};
use uuid::Uuid;

fn values(list: &[(&str, &str)]) -> Vec<ValueForm> {
    list.iter()
        .map(|(was, en)| ValueForm {
            was: (*was).into(),
            en: (*en).into(),
            ..ValueForm::default()
        })
        .collect()
}

fn axis(was: &str, name: &str, list: &[(&str, &str)]) -> AxisForm {
    AxisForm {
        was: was.into(),
        name_en: name.into(),
        name_zh: String::new(),
        values: values(list),
    }
}

fn stored() -> ListingDraft {
    let mut draft = tea();
    for (i, variant) in draft.variants.iter_mut().enumerate() {
        variant.variant = Some(VariantId(Uuid::from_u128(i as u128 + 1)));
        variant.price.minor = 100 + i as i64;
    }
    draft
}

#[test]
fn a_renamed_value_keeps_its_variant_and_a_new_one_gets_a_price() {
    let mut draft = stored();
    let forms = [axis("0", "Grade", &[("1", "Best"), ("", "New")])];
    regrid(&mut draft, &forms, Limits::LISTING).expect("fits");
    assert_eq!(draft.variants.len(), 2);
    assert_eq!(
        draft.variants[0].variant,
        Some(VariantId(Uuid::from_u128(2)))
    );
    assert_eq!(draft.variants[0].choice, [0]);
    assert_eq!(draft.variants[1].variant, None);
    assert_eq!(draft.variants[1].price.minor, 100);
    assert_eq!(draft.variants[1].stock, Some(0));
    assert!(draft.variants[1].offered);
}

#[test]
fn a_second_axis_gives_what_was_there_its_first_value() {
    let mut draft = stored();
    let forms = [
        axis("0", "Grade", &[("0", "0"), ("1", "1")]),
        axis("", "Tin", &[("", "Red"), ("", "Blue")]),
    ];
    regrid(&mut draft, &forms, Limits::LISTING).expect("fits");
    let kept: Vec<_> = draft
        .variants
        .iter()
        .map(|v| (v.choice.clone(), v.variant.is_some(), v.price.minor))
        .collect();
    assert_eq!(
        kept,
        [
            (vec![0, 0], true, 100),
            (vec![0, 1], false, 100),
            (vec![1, 0], true, 101),
            (vec![1, 1], false, 101),
        ]
    );
}

#[test]
fn taking_all_axes_away_leaves_one_variant() {
    let mut draft = stored();
    regrid(&mut draft, &[axis("0", "", &[])], Limits::LISTING).expect("fits");
    assert_eq!(draft.variants.len(), 1);
    assert_eq!(draft.variants[0].choice, Choice::new());
    assert_eq!(
        draft.variants[0].variant,
        Some(VariantId(Uuid::from_u128(1)))
    );
}

#[test]
fn the_grid_names_its_bad_fields() {
    let mut draft = stored();
    let row = |i: u128, price: &str, was: &str| GridRow {
        variant: Uuid::from_u128(i).to_string(),
        price: price.into(),
        was_price: was.into(),
        stock: "7".into(),
        ..GridRow::default()
    };
    let rows = [row(1, "twelve", ""), row(2, "10", "9")];
    let issues = fill_grid(&mut draft, &rows, &GridForAll::default(), Currency::Cny)
        .expect_err("two issues");
    assert_eq!(
        issues.0.keys().collect::<Vec<_>>(),
        ["rows[0][price]", "rows[1][was_price]"]
    );
    let for_all = GridForAll {
        price: "8".into(),
        stock: "3".into(),
        ..GridForAll::default()
    };
    fill_grid(&mut draft, &rows, &for_all, Currency::Cny).expect("all prices are written over");
    assert!(
        draft
            .variants
            .iter()
            .all(|v| v.price.minor == 800 && v.stock == Some(3))
    );
}
