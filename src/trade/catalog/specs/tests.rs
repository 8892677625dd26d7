use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn definition(id: u128, key: &str, kind: SpecKind) -> SpecDefinition {
    SpecDefinition {
        id: SpecId(Uuid::from_u128(id)),
        category: CategoryId(Uuid::from_u128(1)),
        key: key.into(),
        name: Bilingual::new(key, ""),
        kind,
        facet: true,
        position: 0,
    }
}

fn of_a_phone() -> Vec<SpecDefinition> {
    let choice = |key: &str, en: &str, zh: &str| SpecChoice {
        key: key.into(),
        label: Bilingual::new(en, zh),
    };
    let networks = vec![choice("g4", "4G", ""), choice("g5", "5G", "")];
    vec![
        definition(1, "maker", SpecKind::Text),
        definition(
            2,
            "screen",
            SpecKind::Number {
                unit: Bilingual::new("in", "英寸"),
            },
        ),
        definition(3, "network", SpecKind::Choice { choices: networks }),
    ]
}

fn answer(id: u128, value: SpecData) -> SpecValue {
    SpecValue {
        definition: SpecId(Uuid::from_u128(id)),
        value,
    }
}

#[test]
fn answers_are_said_with_their_unit() {
    let asked = of_a_phone();
    let said = |n: usize, value: SpecData| asked[n].say(&value, Lang::Zh);
    assert_eq!(
        said(1, SpecData::Number(6_300)).as_deref(),
        Some("6.3 英寸")
    );
    assert_eq!(
        said(2, SpecData::Choice("g5".into())).as_deref(),
        Some("5G")
    );
    assert_eq!(said(2, SpecData::Number(5)), None);
}

#[test]
fn only_what_is_asked_for_holds() {
    let asked = of_a_phone();
    let answers = [
        answer(9, SpecData::Number(1)),
        answer(3, SpecData::Choice("g5".into())),
        answer(1, SpecData::Text(Bilingual::new("Pier", "码头"))),
    ];
    let held = holding(&asked, &answers, &[]).expect("they fit");
    let ids: Vec<u128> = held.iter().map(|a| a.definition.0.as_u128()).collect();
    assert_eq!(ids, [1, 3]);
    let wrong = [
        answer(2, SpecData::Choice("g5".into())),
        answer(3, SpecData::Choice("g6".into())),
    ];
    let issues = holding(&asked, &wrong, &[]).expect_err("two that do not fit");
    assert_eq!(
        issues.0.keys().collect::<Vec<_>>(),
        ["specs[network]", "specs[screen]"]
    );
    assert_eq!(holding(&asked, &wrong, &wrong), Ok(vec![]));
}

#[test]
fn typed_answers_are_read_by_their_kind() {
    let asked = of_a_phone();
    let form = |id: u128, field: &str, typed: &str| {
        let mut form = SpecForm {
            definition: Uuid::from_u128(id).to_string(),
            ..SpecForm::default()
        };
        match field {
            "en" => form.en = typed.into(),
            "number" => form.number = typed.into(),
            _ => form.choice = typed.into(),
        }
        form
    };
    let read = read_specs(
        &asked,
        &[
            form(1, "en", " Pier "),
            form(2, "number", "6.3"),
            form(3, "choice", ""),
        ],
    );
    assert_eq!(
        read,
        Ok(vec![
            answer(1, SpecData::Text(Bilingual::new("Pier", ""))),
            answer(2, SpecData::Number(6_300)),
        ])
    );
    let issues = read_specs(&asked, &[form(2, "number", "six"), form(3, "choice", "g6")])
        .expect_err("two issues");
    assert_eq!(
        issues.0.keys().collect::<Vec<_>>(),
        ["specs[0][number]", "specs[1][choice]"]
    );
}

#[test]
fn a_definition_needs_a_key_and_choices_with_names() {
    let mut bad = definition(1, "Screen size", SpecKind::Choice { choices: vec![] });
    bad.name = Bilingual::default();
    let issues = bad.check().expect_err("three issues");
    assert_eq!(
        issues.0.keys().collect::<Vec<_>>(),
        ["choices", "key", "name_en"]
    );
    assert!(of_a_phone().iter().all(|d| d.check().is_ok()));
}

#[test]
fn numbers_are_read_strictly() {
    for (typed, read) in [
        ("6.3", Some(6_300)),
        ("1,250", Some(1_250_000)),
        (".5", Some(500)),
        ("-0.25", Some(-250)),
        ("1.2345", None),
        ("", None),
        (".", None),
        ("1e3", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(read_number(typed), read, "{typed}");
    }
}

proptest! {
    #[test]
    fn a_number_written_reads_back(n in -MOST_NUMBER..=MOST_NUMBER) {
        prop_assert_eq!(read_number(&number_text(n)), Some(n));
    }
}
