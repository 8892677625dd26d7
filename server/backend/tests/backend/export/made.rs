//! Listings by chance, with all that has broken tables before.

use crate::goods::{Market, png, price};
use longtail::{
    actor::Actor,
    id::{CategoryId, MediaId, ShopId},
    text::Bilingual,
    trade::catalog::{
        Axis, AxisValue, ListingDraft, SpecChoice, SpecData, SpecDefinition, SpecKind, SpecValue,
        VariantDraft, combinations,
    },
};
use longtail_backend::{platform::media, trade::catalog::specs};

/// Chance that a seed decides (xorshift), so that a failure can be lived again.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn flip(&mut self) -> bool {
        self.below(2) == 1
    }
}

/// Texts that have broken tables before.
const TEXTS: [&str; 9] = [
    "Tea & more",
    "a \"quoted\" word",
    "=cmd|' /C calc'!A0",
    "'90s cup",
    "one, two; three\tfour",
    "pipe | back\\slash",
    "<script>alert(1)</script>",
    "@home +1 -1",
    "#2",
];
const CHINESE: [&str; 4] = ["龙井茶，明前", "“引号”", "", "竖线｜与|"];
const CODES: [&str; 4] = ["4006381333931", "96385074", "036000291452", ""];

/// What listings are made of: pictures, a category, and what it asks.
pub(super) struct Shelf {
    categories: Vec<CategoryId>,
    media: Vec<MediaId>,
    specs: Vec<SpecDefinition>,
}

pub(super) async fn shelf(market: &Market) -> Shelf {
    let mut pictures = Vec::new();
    for width in 30..34 {
        let stored = media::store_picture(&market.ctx, &Actor::System, png(width, 30).into()).await;
        pictures.push(stored.expect("a picture").id);
    }
    let choice = |key: &str| SpecChoice {
        key: key.into(),
        label: Bilingual::new(key.to_uppercase(), ""),
    };
    let kinds = [
        ("brand", SpecKind::Text),
        (
            "weight",
            SpecKind::Number {
                unit: Bilingual::new("g", "克"),
            },
        ),
        (
            "network",
            SpecKind::Choice {
                choices: vec![choice("g4"), choice("g5")],
            },
        ),
    ];
    let mut definitions = Vec::new();
    for (key, kind) in kinds {
        let definition = SpecDefinition {
            id: market.ctx.new_id(),
            category: market.category,
            key: key.into(),
            name: Bilingual::new(key, ""),
            kind,
            facet: true,
            position: 0,
        };
        specs::save_definition(&market.ctx, &Actor::System, &definition)
            .await
            .expect("asked");
        definitions.push(definition);
    }
    Shelf {
        categories: vec![market.category],
        media: pictures,
        specs: definitions,
    }
}

/// A listing such as any shop may write. `plain`: what formats of one language can carry.
pub(super) fn draft(
    shop: ShopId,
    shelf: &Shelf,
    dice: &mut Dice,
    n: usize,
    plain: bool,
) -> ListingDraft {
    // In HTML a tab is a blank.
    let text = |dice: &mut Dice| match plain {
        true => dice.one(&TEXTS).replace('\t', " "),
        false => dice.one(&TEXTS).to_owned(),
    };
    let zh = |dice: &mut Dice| match plain {
        true => String::new(),
        false => dice.one(&CHINESE).to_owned(),
    };
    let most = if plain { 3 } else { 4 };
    let names = if plain {
        ["Color", "Size", "Material", ""]
    } else {
        ["#2", "Größe", "a|b", "d"]
    };
    let axes: Vec<Axis> = (0..dice.below(most))
        .map(|at| Axis {
            name: Bilingual::new(names[at], zh(dice)),
            values: (0..2 + dice.below(2))
                .map(|value| AxisValue {
                    label: match plain {
                        true => Bilingual::new(format!("{} {value}", ["Red", "M", "Oak"][at]), ""),
                        false => Bilingual::new(format!("{}{value}", text(dice)), zh(dice)),
                    },
                    media: (!plain && dice.flip()).then(|| shelf.media[dice.below(4)]),
                })
                .collect(),
        })
        .collect();
    let variants = combinations(&axes)
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            let minor = 100 + dice.below(100_000) as i64;
            VariantDraft {
                variant: None,
                choice,
                sku: format!("SKU-{n}-{i}"),
                barcode: dice.one(&CODES).to_owned(),
                price: price(minor),
                was_price: dice.flip().then(|| price(minor + 500)),
                picture: (!plain && dice.flip()).then(|| shelf.media[dice.below(4)]),
                offered: plain || i == 0 || dice.flip(),
                stock: Some(dice.below(90) as u32),
            }
        })
        .collect();
    let answers = [
        SpecData::Text(Bilingual::new(text(dice), zh(dice))),
        SpecData::Number(dice.below(9_000_000) as i64),
        SpecData::Choice("g5".into()),
    ];
    let mut specs: Vec<SpecValue> = shelf
        .specs
        .iter()
        .zip(answers)
        .filter(|_| !plain && dice.flip())
        .map(|(definition, value)| SpecValue {
            definition: definition.id,
            value,
        })
        .collect();
    specs.sort_by_key(|spec| spec.definition);
    let mut pictures = shelf.media.clone();
    pictures.truncate(dice.below(4));
    let lines = if plain {
        "First.\nSecond & < third."
    } else {
        " First.\n\n=1+1,\"x\"\n"
    };
    ListingDraft {
        shop,
        listing: None,
        version: None,
        category: shelf.categories[0],
        title: Bilingual::new(format!("{} {n}", text(dice)), zh(dice)),
        description: Bilingual::new(lines, if plain { "" } else { "第一行\n第二行" }),
        specs,
        axes,
        variants,
        pictures,
        import: None,
        publish: plain || dice.flip(),
    }
}
