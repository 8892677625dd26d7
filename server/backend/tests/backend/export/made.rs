//! Listings by chance, with all that has broken tables before.

use crate::goods::{Market, png, price};
use longtail::{
    actor::Actor,
    id::{CategoryId, MediaId, ShopId, TemplateId},
    text::Bilingual,
    trade::catalog::{
        Axis, AxisValue, ListingDraft, Saved, SpecChoice, SpecData, SpecDefinition, SpecKind,
        SpecValue, VariantDraft, combinations,
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
/// Names of postage templates; the first is none.
pub(super) const TEMPLATES: [&str; 3] = ["", "Heavy | goods", "=1+1 轻货"];
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

/// A listing as wide as any may be: five axes, 378 variants.
pub(super) fn widest(shop: ShopId, shelf: &Shelf) -> ListingDraft {
    let axes: Vec<Axis> = [2, 3, 7, 3, 3]
        .into_iter()
        .enumerate()
        .map(|(at, values)| Axis {
            name: Bilingual::new(format!("Axis {at}"), format!("规格{at}")),
            values: (0..values)
                .map(|value| AxisValue {
                    label: Bilingual::new(format!("{at}-{value}"), ""),
                    media: None,
                })
                .collect(),
        })
        .collect();
    let variants = combinations(&axes)
        .into_iter()
        .enumerate()
        .map(|(i, choice)| VariantDraft {
            variant: None,
            choice,
            sku: format!("WIDE-{i}"),
            barcode: String::new(),
            price: price(1000 + i as i64),
            was_price: None,
            picture: None,
            offered: i % 5 != 1,
            stock: Some(i as u32),
        })
        .collect();
    ListingDraft {
        shop,
        listing: None,
        version: None,
        category: shelf.categories[0],
        title: Bilingual::new("As wide as may be", "最宽"),
        description: Bilingual::default(),
        specs: Vec::new(),
        axes,
        variants,
        pictures: Vec::new(),
        import: None,
        publish: true,
    }
}

/// Gives a shop its postage templates.
pub(super) async fn templates(market: &Market, shop: ShopId) {
    for name in &TEMPLATES[1..] {
        template(market, shop, name).await;
    }
}

pub(super) async fn template(market: &Market, shop: ShopId, name: &str) {
    let id: TemplateId = market.ctx.new_id();
    sqlx::query(
        "insert into postage_templates (id, shop_id, name, unit, created_at)
         values ($1, $2, $3, 'weight', $4)",
    )
    .bind(id.0)
    .bind(shop.0)
    .bind(name)
    .bind(market.ctx.now())
    .execute(&market.ctx.db)
    .await
    .expect("a template");
}

/// Weighs and measures a listing's variants by chance, and chooses its template.
pub(super) async fn measure(market: &Market, saved: &Saved, dice: &mut Dice) {
    let draw = |dice: &mut Dice| {
        let weight = dice.flip().then(|| 1 + dice.below(1_000_000) as i32);
        let size = dice
            .flip()
            .then(|| [0; 3].map(|_: i32| 1 + dice.below(1000) as i32));
        (weight, size)
    };
    let alike = dice.flip();
    let first = draw(dice);
    for variant in &saved.variants {
        let (weight, size) = if alike { first } else { draw(dice) };
        put(market, variant.0, weight, size).await;
    }
    let name = TEMPLATES[dice.below(TEMPLATES.len())];
    send_by(market, saved, name).await;
}

/// Writes what one variant weighs and measures.
pub(super) async fn put(
    market: &Market,
    variant: uuid::Uuid,
    weight_g: Option<i32>,
    size_cm: Option<[i32; 3]>,
) {
    let side = |at: usize| size_cm.map(|sides| sides[at]);
    sqlx::query(
        "update variants set weight_g = $2, length_cm = $3, width_cm = $4, height_cm = $5
         where id = $1",
    )
    .bind(variant)
    .bind(weight_g)
    .bind(side(0))
    .bind(side(1))
    .bind(side(2))
    .execute(&market.ctx.db)
    .await
    .expect("measured");
}

/// Names the template by which a listing is sent.
pub(super) async fn send_by(market: &Market, saved: &Saved, name: &str) {
    sqlx::query(
        "update listings l set postage_template_id =
             (select t.id from postage_templates t where t.shop_id = l.shop_id and t.name = $2)
         where l.id = $1",
    )
    .bind(saved.listing.0)
    .bind(name)
    .execute(&market.ctx.db)
    .await
    .expect("a template");
}
