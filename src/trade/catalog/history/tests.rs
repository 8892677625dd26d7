use super::*;
use crate::{money::Currency, trade::catalog::AxisValue};
use uuid::Uuid;

fn state() -> ListingState {
    let variant = |n: u128| VariantDraft {
        variant: Some(VariantId(Uuid::from_u128(n))),
        choice: vec![n as u16 - 1],
        sku: String::new(),
        barcode: String::new(),
        price: Money::new(100, Currency::Cny),
        was_price: None,
        picture: None,
        offered: true,
        stock: None,
    };
    let value = |en: &str, zh: &str| AxisValue {
        label: Bilingual::new(en, zh),
        media: None,
    };
    ListingState {
        stage: ListingStage::Live,
        publish_at: None,
        category: CategoryId(Uuid::from_u128(1)),
        title: Bilingual::new("Tea", "茶"),
        description: Bilingual::default(),
        specs: Vec::new(),
        axes: vec![Axis {
            name: Bilingual::new("Tin", "罐"),
            values: vec![value("Red", "红"), value("Blue", "蓝")],
        }],
        variants: vec![variant(1), variant(2)],
        pictures: Vec::new(),
        postage: Some(Known {
            template: None,
            variants: [1, 2]
                .map(|n| (VariantId(Uuid::from_u128(n)), (Some(250), None)))
                .into(),
        }),
    }
}

fn fields(before: &ListingState, after: &ListingState) -> Vec<(Field, String)> {
    changes(before, after, &[])
        .into_iter()
        .map(|change| (change.field, change.of.en))
        .collect()
}

#[test]
fn nothing_changed_is_nothing_said() {
    assert!(changes(&state(), &state(), &[]).is_empty());
}

#[test]
fn each_field_is_told_with_what_it_held() {
    let mut after = state();
    after.title.zh = "春茶".into();
    after.stage = ListingStage::Paused;
    after.variants[1].price.minor = 120;
    after.variants[0].offered = false;
    assert_eq!(
        fields(&state(), &after),
        [
            (Field::Stage, String::new()),
            (Field::TitleZh, String::new()),
            (Field::Offered, "Red".into()),
            (Field::Price, "Blue".into()),
        ]
    );
    let price = changes(&state(), &after, &[]).pop().expect("a price");
    assert_eq!(
        (price.before, price.after),
        (
            Held::Money(Money::new(100, Currency::Cny)),
            Held::Money(Money::new(120, Currency::Cny))
        )
    );
}

#[test]
fn variants_come_and_go_with_their_words() {
    let mut after = state();
    after.axes[0].values[1].label = Bilingual::new("Green", "绿");
    after.variants[1].variant = Some(VariantId(Uuid::from_u128(3)));
    assert_eq!(
        fields(&state(), &after),
        [
            (Field::Options, String::new()),
            (Field::VariantGone, "Blue".into()),
            (Field::VariantAdded, "Green".into()),
        ]
    );
}

#[test]
fn an_answer_is_said_as_shoppers_read_it() {
    use crate::trade::catalog::{SpecData, SpecKind};
    let weight = SpecDefinition {
        id: SpecId(Uuid::from_u128(9)),
        category: CategoryId(Uuid::from_u128(1)),
        key: "weight".into(),
        name: Bilingual::new("Weight", "净重"),
        kind: SpecKind::Number {
            unit: Bilingual::new("g", "克"),
        },
        facet: true,
        position: 0,
    };
    let mut after = state();
    after.specs.push(SpecValue {
        definition: weight.id,
        value: SpecData::Number(250_000),
    });
    let said = changes(&state(), &after, std::slice::from_ref(&weight));
    assert_eq!(said.len(), 1);
    assert_eq!(
        (&said[0].of.zh, &said[0].after),
        (
            &"净重".to_owned(),
            &Held::Words(Bilingual::new("250 g", "250 克"))
        )
    );
}

#[test]
fn weights_sizes_and_the_template_are_told() {
    let mut after = state();
    let template = Some(TemplateId(Uuid::from_u128(7)));
    let known = after.postage.as_mut().expect("known");
    known.template = template;
    let blue = VariantId(Uuid::from_u128(2));
    known.variants.insert(blue, (Some(300), Some([12, 8, 4])));
    let told = changes(&state(), &after, &[]);
    let held: Vec<_> = told
        .iter()
        .map(|change| (change.field, change.of.en.as_str(), &change.after))
        .collect();
    assert_eq!(
        held,
        [
            (Field::Template, "", &Held::Template(template)),
            (Field::Weight, "Blue", &Held::Grams(300)),
            (Field::Size, "Blue", &Held::Sides([12, 8, 4])),
        ]
    );
    assert_eq!(told[2].before, Held::Nothing);
}

#[test]
fn a_version_from_before_measures_were_kept_says_nothing_of_them() {
    let mut json = serde_json::to_value(state()).expect("JSON");
    json.as_object_mut().expect("fields").remove("postage");
    let old: ListingState = serde_json::from_value(json).expect("read");
    assert_eq!(old.postage, None);
    assert!(changes(&old, &state(), &[]).is_empty());
    assert_eq!(old.told(), ListingTold::default());
    assert_eq!(state().told().variants.len(), 2);
}
