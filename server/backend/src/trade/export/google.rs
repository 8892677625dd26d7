//! A Google Merchant feed: an item for each variant that is for sale.

use super::{
    goods::{Goods, GoodsVariant},
    table::{Row, Sheet},
};
use longtail::{money::Money, text::Lang};

pub const HEADINGS: &[&str] = &[
    "id",
    "item_group_id",
    "title",
    "description",
    "link",
    "image_link",
    "additional_image_link",
    "availability",
    "sell_on_google_quantity",
    "price",
    "sale_price",
    "gtin",
    "brand",
    "product_type",
    "condition",
    "color",
    "size",
    "material",
    "pattern",
    "shipping_weight",
    "shipping_length",
    "shipping_width",
    "shipping_height",
];
/// What an axis may be called, for each option that a feed has.
const OPTIONS: [(&str, &[&str]); 4] = [
    ("color", &["color", "colour", "颜色", "颜色分类"]),
    ("size", &["size", "shoe size", "尺码", "尺寸", "鞋码"]),
    ("material", &["material", "材质", "材料"]),
    ("pattern", &["pattern", "图案", "花色"]),
];

pub fn head(shop: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n\
         <title>{0}</title>\n<link>{0}</link>\n<description>{0}</description>\n",
        escaped(shop)
    )
}

pub const FOOT: &str = "</channel>\n</rss>\n";

pub fn write(sheet: &mut Sheet, goods: &Goods, lang: Lang, shop: &str) {
    for row in items(goods, lang, shop) {
        row.write(sheet);
    }
}

pub fn write_xml(sheet: &mut Sheet, goods: &Goods, lang: Lang, shop: &str) {
    for row in items(goods, lang, shop) {
        sheet.raw("<item>\n");
        for (name, field) in row.fields().filter(|(_, field)| !field.is_empty()) {
            if name == "additional_image_link" {
                for address in field.split(',') {
                    sheet.raw(&format!("<g:{name}>{}</g:{name}>\n", escaped(address)));
                }
            } else {
                sheet.raw(&format!("<g:{name}>{}</g:{name}>\n", escaped(field)));
            }
        }
        sheet.raw("</item>\n");
    }
}

fn items<'a>(goods: &Goods, lang: Lang, shop: &str) -> Vec<Row<'a>> {
    // A draft is nobody's business but the shop's: feeds are read by others.
    if !goods.is_live() {
        return Vec::new();
    }
    let variants = goods.for_sale();
    let many = variants.len() > 1;
    let columns = columns(goods, lang);
    let item = |(i, variant): (usize, &&GoodsVariant)| {
        let mut row = Row::new(HEADINGS);
        let id = match variant.sku.as_str() {
            "" => format!("{}-{}", goods.slug, i + 1),
            sku => sku.to_owned(),
        };
        let image = variant.picture.as_ref().or(goods.pictures.first());
        let others: Vec<&str> = goods
            .pictures
            .iter()
            .filter(|picture| Some(*picture) != image)
            .map(String::as_str)
            .collect();
        row.set("id", id)
            .set("item_group_id", if many { goods.slug.as_str() } else { "" })
            .set("title", goods.title.pick(lang))
            .set("description", goods.description.pick(lang))
            .set("link", format!("{shop}/{}", goods.slug))
            .set("image_link", image.cloned().unwrap_or_default())
            .set("additional_image_link", others.join(","))
            .set(
                "availability",
                if variant.on_hand > 0 {
                    "in_stock"
                } else {
                    "out_of_stock"
                },
            )
            .set("sell_on_google_quantity", variant.on_hand.to_string())
            .set("gtin", &variant.barcode)
            .set("brand", goods.answer("brand", lang).unwrap_or_default())
            .set("product_type", goods.path(lang))
            .set("condition", "new");
        match variant.was_price {
            Some(was) => row
                .set("price", amount(was))
                .set("sale_price", amount(variant.price)),
            None => row.set("price", amount(variant.price)),
        };
        if let Some(grams) = variant.weight_g {
            row.set("shipping_weight", format!("{grams} g"));
        }
        if let Some([length, width, height]) = variant.size_cm {
            row.set("shipping_length", format!("{length} cm"))
                .set("shipping_width", format!("{width} cm"))
                .set("shipping_height", format!("{height} cm"));
        }
        let options = goods.options(&variant.choice, OPTIONS.len(), lang);
        for (column, (_, value)) in columns.iter().zip(options) {
            row.set(column, value);
        }
        row
    };
    variants.iter().enumerate().map(item).collect()
}

/// Which of a feed's options each axis becomes: by its name, else the first that is free.
fn columns(goods: &Goods, lang: Lang) -> Vec<&'static str> {
    let mut taken: Vec<&'static str> = Vec::new();
    let names: Vec<String> = goods
        .axes
        .iter()
        .take(OPTIONS.len())
        .map(|axis| axis.name.pick(lang).to_lowercase())
        .collect();
    let meant = |name: &str| {
        let found = OPTIONS.iter().find(|(_, known)| known.contains(&name));
        found.map(|(column, _)| *column)
    };
    for name in &names {
        let by_name = meant(name).filter(|column| !taken.contains(column));
        let wanted: Vec<&str> = names.iter().filter_map(|name| meant(name)).collect();
        let free = || {
            let free = |column: &&&str| !taken.contains(*column) && !wanted.contains(*column);
            let all: Vec<&'static str> = OPTIONS.iter().map(|(column, _)| *column).collect();
            let first = all
                .iter()
                .find(free)
                .or(all.iter().find(|c| !taken.contains(*c)));
            first.copied()
        };
        if let Some(column) = by_name.or_else(free) {
            taken.push(column);
        }
    }
    taken
}

fn amount(money: Money) -> String {
    format!("{} {}", money.plain(), money.currency.code())
}

/// Text that XML takes: its signs escaped, what it has no way to write left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
