//! Our own table, which carries everything: [`crate::trade::import`] reads it back the same.

use super::{
    goods::Goods,
    table::{Row, Sheet},
};
use crate::trade::import::longtail_table::{AXES, escaped, joined, value_name};
use longtail::trade::catalog::{Axis, SpecData};

const OF_LISTING: [&str; 10] = [
    "listing",
    "category",
    "title_en",
    "title_zh",
    "description_en",
    "description_zh",
    "stage",
    "pictures",
    "specs",
    "postage_template",
];
const OF_VARIANT: [&str; 11] = [
    "sku",
    "barcode",
    "price",
    "was_price",
    "stock",
    "offered",
    "picture",
    "weight_g",
    "length_cm",
    "width_cm",
    "height_cm",
];

pub fn headings() -> Vec<&'static str> {
    let mut headings = OF_LISTING.to_vec();
    for axis in &AXES {
        headings.extend([
            axis.name_en,
            axis.name_zh,
            axis.values_en,
            axis.values_zh,
            axis.pictures,
        ]);
    }
    headings.extend(AXES.iter().map(|axis| axis.value));
    headings.extend(OF_VARIANT);
    headings
}

pub fn write(sheet: &mut Sheet, goods: &Goods) {
    let headings = headings();
    for (i, variant) in goods.variants.iter().enumerate() {
        let mut row = Row::new(&headings);
        row.set("listing", &goods.slug);
        if i == 0 {
            listing(&mut row, goods);
        }
        for ((axis, value), columns) in goods.axes.iter().zip(&variant.choice).zip(&AXES) {
            row.set(columns.value, value_name(axis, *value));
        }
        let was = variant.was_price.map(|was| was.plain());
        row.set("sku", &variant.sku)
            .set("barcode", &variant.barcode)
            .set("price", variant.price.plain())
            .set("was_price", was.unwrap_or_default())
            .set("stock", variant.on_hand.to_string())
            .set("offered", if variant.offered { "yes" } else { "no" })
            .set("picture", variant.picture.clone().unwrap_or_default());
        if let Some(weight) = variant.weight_g {
            row.set("weight_g", weight.to_string());
        }
        if let Some([length, width, height]) = variant.size_cm {
            row.set("length_cm", length.to_string())
                .set("width_cm", width.to_string())
                .set("height_cm", height.to_string());
        }
        row.write(sheet);
    }
}

fn listing(row: &mut Row<'_>, goods: &Goods) {
    row.set("category", &goods.category_slug)
        .set("title_en", &goods.title.en)
        .set("title_zh", &goods.title.zh)
        .set("description_en", &goods.description.en)
        .set("description_zh", &goods.description.zh)
        .set("stage", <&str>::from(goods.stage))
        .set(
            "pictures",
            joined(goods.pictures.iter().map(String::as_str)),
        )
        .set("specs", specs(goods))
        .set("postage_template", &goods.template);
    for (axis, columns) in goods.axes.iter().zip(&AXES) {
        let picture = |value: &longtail::trade::catalog::AxisValue| {
            let address = value.media.and_then(|id| goods.media.get(&id));
            address.map_or("", String::as_str).to_owned()
        };
        let pictures: Vec<String> = axis.values.iter().map(picture).collect();
        let pictured = pictures.iter().any(|picture| !picture.is_empty());
        row.set(columns.name_en, &axis.name.en)
            .set(columns.name_zh, &axis.name.zh)
            .set(columns.values_en, labels(axis, |v| &v.label.en))
            .set(columns.values_zh, labels(axis, |v| &v.label.zh));
        if pictured {
            row.set(
                columns.pictures,
                joined(pictures.iter().map(String::as_str)),
            );
        }
    }
}

fn labels(axis: &Axis, of: fn(&longtail::trade::catalog::AxisValue) -> &String) -> String {
    joined(axis.values.iter().map(|value| of(value).as_str()))
}

/// A line for each answer: `brand=Pier`, `brand@zh=码头`, `network=g5`, `screen=6.3`.
fn specs(goods: &Goods) -> String {
    let mut lines = Vec::new();
    for (definition, spec) in &goods.specs {
        let key = &definition.key;
        match &spec.value {
            SpecData::Text(words) => {
                if !words.en.is_empty() {
                    lines.push(format!("{key}={}", escaped(&words.en)));
                }
                if !words.zh.is_empty() {
                    lines.push(format!("{key}@zh={}", escaped(&words.zh)));
                }
            }
            SpecData::Number(number) => {
                lines.push(format!(
                    "{key}={}",
                    longtail::trade::catalog::number_text(*number)
                ));
            }
            SpecData::Choice(choice) => lines.push(format!("{key}={choice}")),
        }
    }
    lines.join("\n")
}
