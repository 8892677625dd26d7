//! As Vendure reads it, in the language asked for.

use super::{
    goods::Goods,
    shopify::html,
    table::{Row, Sheet},
};
use longtail::text::Lang;

pub const HEADINGS: &[&str] = &[
    "name",
    "slug",
    "description",
    "assets",
    "facets",
    "optionGroups",
    "optionValues",
    "sku",
    "price",
    "taxCategory",
    "stockOnHand",
    "trackInventory",
    "enabled",
    "variantAssets",
    "variantFacets",
];

pub fn write(sheet: &mut Sheet, goods: &Goods, lang: Lang) {
    for (i, variant) in goods.for_sale().into_iter().enumerate() {
        let options = goods.options(&variant.choice, usize::MAX, lang);
        let (names, values): (Vec<String>, Vec<String>) = options.into_iter().unzip();
        let mut row = Row::new(HEADINGS);
        if i == 0 {
            let mut facets: Vec<String> = goods
                .category_path
                .iter()
                .map(|name| format!("category:{}", plain(name.pick(lang))))
                .collect();
            let brand = goods.answer("brand", lang);
            facets.extend(brand.map(|brand| format!("brand:{}", plain(&brand))));
            row.set("name", goods.title.pick(lang))
                .set("slug", &goods.slug)
                .set("description", html(goods.description.pick(lang)))
                .set("assets", goods.pictures.join("|"))
                .set("facets", facets.join("|"))
                .set("optionGroups", joined(&names))
                .set("enabled", goods.is_live().to_string());
        }
        row.set("optionValues", joined(&values))
            .set("sku", &variant.sku)
            .set("price", variant.price.plain())
            .set("taxCategory", "standard")
            .set("stockOnHand", variant.on_hand.to_string())
            .set("trackInventory", "true")
            .set("variantAssets", variant.picture.clone().unwrap_or_default());
        row.write(sheet);
    }
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| plain(part)).collect();
    parts.join("|")
}

/// Vendure has no way to write its own sign.
fn plain(text: &str) -> String {
    text.replace('|', "/")
}
