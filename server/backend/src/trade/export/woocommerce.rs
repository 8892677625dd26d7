//! As WooCommerce reads it: a row a product, below it a row for each variation.

use super::{
    goods::{Goods, GoodsVariant},
    shopify::{escaped, html},
    table::{Row, Sheet},
};
use longtail::{text::Lang, trade::catalog::number_text};

pub const HEADINGS: &[&str] = &[
    "ID",
    "Type",
    "SKU",
    "GTIN, UPC, EAN, or ISBN",
    "Name",
    "Published",
    "Visibility in catalog",
    "Description",
    "In stock?",
    "Stock",
    "Weight (kg)",
    "Length (cm)",
    "Width (cm)",
    "Height (cm)",
    "Sale price",
    "Regular price",
    "Categories",
    "Brands",
    "Images",
    "Parent",
    "Attribute 1 name",
    "Attribute 1 value(s)",
    "Attribute 2 name",
    "Attribute 2 value(s)",
    "Attribute 3 name",
    "Attribute 3 value(s)",
    "Attribute 4 name",
    "Attribute 4 value(s)",
    "Attribute 5 name",
    "Attribute 5 value(s)",
];
const ATTRIBUTES: [(&str, &str); 5] = [
    ("Attribute 1 name", "Attribute 1 value(s)"),
    ("Attribute 2 name", "Attribute 2 value(s)"),
    ("Attribute 3 name", "Attribute 3 value(s)"),
    ("Attribute 4 name", "Attribute 4 value(s)"),
    ("Attribute 5 name", "Attribute 5 value(s)"),
];

pub fn write(sheet: &mut Sheet, goods: &Goods, lang: Lang) {
    let variable = !goods.axes.is_empty();
    let mut row = Row::new(HEADINGS);
    row.set("Type", if variable { "variable" } else { "simple" })
        // Its own name, so that its variations find it; a simple one goes by its code.
        .set("SKU", &goods.slug)
        .set("Name", escaped(goods.title.pick(lang)))
        .set("Published", if goods.is_live() { "1" } else { "0" })
        .set("Visibility in catalog", "visible")
        .set("Description", html(goods.description.pick(lang)))
        .set("Categories", commas(&goods.path(lang)))
        .set("Brands", goods.answer("brand", lang).unwrap_or_default())
        .set("Images", goods.pictures.join(", "));
    if !variable {
        if let Some(variant) = goods.for_sale().first() {
            amounts(&mut row, variant);
            if !variant.sku.is_empty() {
                row.set("SKU", &variant.sku);
            }
        }
        row.write(sheet);
        return;
    }
    for (axis, (name, values)) in goods.axes.iter().zip(ATTRIBUTES) {
        let labels: Vec<String> = axis
            .values
            .iter()
            .map(|v| commas(v.label.pick(lang)))
            .collect();
        row.set(name, axis.name.pick(lang))
            .set(values, labels.join(", "));
    }
    row.write(sheet);
    for variant in goods.for_sale() {
        let mut row = Row::new(HEADINGS);
        row.set("Type", "variation")
            .set("SKU", &variant.sku)
            .set("Name", escaped(goods.title.pick(lang)))
            .set("Published", "1")
            .set("Parent", &goods.slug)
            .set("Images", variant.picture.clone().unwrap_or_default());
        amounts(&mut row, variant);
        let options = goods.options(&variant.choice, ATTRIBUTES.len(), lang);
        for ((name, value), (name_heading, value_heading)) in options.into_iter().zip(ATTRIBUTES) {
            row.set(name_heading, name)
                .set(value_heading, commas(&value));
        }
        row.write(sheet);
    }
}

fn amounts(row: &mut Row<'_>, variant: &GoodsVariant) {
    let price = variant.price.plain();
    match variant.was_price {
        Some(was) => row
            .set("Sale price", price)
            .set("Regular price", was.plain()),
        None => row.set("Regular price", price),
    };
    row.set("GTIN, UPC, EAN, or ISBN", &variant.barcode)
        .set("In stock?", if variant.on_hand > 0 { "1" } else { "0" })
        .set("Stock", variant.on_hand.to_string());
    if let Some(grams) = variant.weight_g {
        row.set("Weight (kg)", number_text(grams.into()));
    }
    if let Some([length, width, height]) = variant.size_cm {
        row.set("Length (cm)", length.to_string())
            .set("Width (cm)", width.to_string())
            .set("Height (cm)", height.to_string());
    }
}

/// A comma within a list's part.
fn commas(text: &str) -> String {
    text.replace(',', "\\,")
}
