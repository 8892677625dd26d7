//! As Shopify reads it: docs/IMPORT.md says what it has no room for.

use super::{
    goods::Goods,
    table::{Row, Sheet},
};
use longtail::text::Lang;

pub const HEADINGS: &[&str] = &[
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Gift Card",
    "Variant Image",
    "Variant Weight Unit",
    "Status",
];
const OPTIONS: [(&str, &str); 3] = [
    ("Option1 Name", "Option1 Value"),
    ("Option2 Name", "Option2 Value"),
    ("Option3 Name", "Option3 Value"),
];

pub fn write(sheet: &mut Sheet, goods: &Goods, lang: Lang) {
    let variants = goods.for_sale();
    for i in 0..variants.len().max(goods.pictures.len()) {
        let mut row = Row::new(HEADINGS);
        row.set("Handle", &goods.slug);
        if i == 0 {
            row.set("Title", goods.title.pick(lang))
                .set("Body (HTML)", html(goods.description.pick(lang)))
                .set("Vendor", goods.answer("brand", lang).unwrap_or_default())
                .set("Product Category", goods.path(lang))
                .set("Published", if goods.is_live() { "TRUE" } else { "FALSE" })
                .set("Status", if goods.is_live() { "active" } else { "draft" })
                .set("Gift Card", "FALSE");
        }
        if let Some(variant) = variants.get(i) {
            let mut options = goods.options(&variant.choice, OPTIONS.len(), lang);
            if options.is_empty() {
                options.push(("Title".to_owned(), "Default Title".to_owned()));
            }
            for ((name, value), (name_heading, value_heading)) in options.into_iter().zip(OPTIONS) {
                if i == 0 {
                    row.set(name_heading, name);
                }
                row.set(value_heading, value);
            }
            let was = variant.was_price.map(|was| was.plain());
            row.set("Variant SKU", &variant.sku)
                .set(
                    "Variant Grams",
                    variant.weight_g.map(|g| g.to_string()).unwrap_or_default(),
                )
                .set("Variant Inventory Tracker", "shopify")
                .set("Variant Inventory Qty", variant.on_hand.to_string())
                .set("Variant Inventory Policy", "deny")
                .set("Variant Fulfillment Service", "manual")
                .set("Variant Price", variant.price.plain())
                .set("Variant Compare At Price", was.unwrap_or_default())
                .set("Variant Requires Shipping", "TRUE")
                .set("Variant Taxable", "TRUE")
                .set("Variant Barcode", &variant.barcode)
                .set("Variant Image", variant.picture.clone().unwrap_or_default())
                .set("Variant Weight Unit", "g");
        }
        if let Some(picture) = goods.pictures.get(i) {
            row.set("Image Src", picture)
                .set("Image Position", (i + 1).to_string());
        }
        row.write(sheet);
    }
}

/// Paragraphs of a description.
pub fn html(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("<p>{}</p>", escaped(line)))
        .collect()
}

/// Text that stays text among tags.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
