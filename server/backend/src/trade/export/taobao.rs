//! A package for 淘宝助理: UTF-16 with a mark, tabs, three lines of heading. Words are in
//! Chinese where there are Chinese ones; options become values of the seller's own.

use super::{
    goods::{Goods, GoodsVariant},
    shopify::html,
    table::{Row, Sheet},
};
use longtail::{text::Lang, trade::catalog::number_text};

const COLUMNS: [(&str, &str); 18] = [
    ("title", "宝贝名称"),
    ("cid", "宝贝类目"),
    ("price", "宝贝价格"),
    ("num", "宝贝数量"),
    ("approve_status", "放入仓库"),
    ("description", "宝贝描述"),
    ("picture", "新图片"),
    ("skuProps", "销售属性组合"),
    ("inputPids", "用户输入ID串"),
    ("inputValues", "用户输入名-值对"),
    ("outer_id", "商家编码"),
    ("propAlias", "销售属性别名"),
    ("num_id", "数字ID"),
    ("item_weight", "物流重量"),
    ("item_size", "物流体积"),
    ("barcode", "商品条形码"),
    ("sku_barcode", "sku条形码"),
    ("input_custom_cpv", "自定义属性值"),
];
/// Colour, size, and two more sizes: a package has numbers for no others.
const OPTIONS: [&str; 4] = ["1627207", "20509", "20518", "20549"];

fn headings() -> Vec<&'static str> {
    COLUMNS.iter().map(|(name, _)| *name).collect()
}

pub fn head(sheet: &mut Sheet) {
    sheet.raw("version 1.00\r\n");
    sheet.row(&headings());
    let captions: Vec<&str> = COLUMNS.iter().map(|(_, caption)| *caption).collect();
    sheet.row(&captions);
}

pub fn write(sheet: &mut Sheet, goods: &Goods) {
    let lang = Lang::Zh;
    let variants = goods.for_sale();
    let Some(cheapest) = variants.iter().min_by_key(|v| v.price.minor) else {
        return;
    };
    let pieces: u32 = variants.iter().map(|v| v.on_hand).sum();
    let headings = headings();
    let mut row = Row::new(&headings);
    row.set("title", goods.title.pick(lang))
        .set("cid", goods.path(lang))
        .set("price", cheapest.price.plain())
        .set("num", pieces.to_string())
        .set("approve_status", if goods.is_live() { "1" } else { "2" })
        .set("description", html(goods.description.pick(lang)))
        .set("picture", pictures(&goods.pictures))
        .set("outer_id", &goods.slug);
    if let Some(brand) = goods.answer("brand", lang) {
        row.set("inputPids", "20000")
            .set("inputValues", clean(&brand));
    }
    // A row has one weight and one size for all that it holds.
    if let Some(grams) = alike(&variants, |v| v.weight_g) {
        row.set("item_weight", number_text(grams.into()));
    }
    if let Some(size) = alike(&variants, |v| v.size_cm) {
        let [length, width, height] = size.map(|side| number_text(i64::from(side) * 10));
        row.set(
            "item_size",
            format!("length:{length};breadth:{width};height:{height}"),
        );
    }
    if goods.axes.is_empty() {
        row.set("barcode", &cheapest.barcode);
        if !cheapest.sku.is_empty() {
            row.set("outer_id", &cheapest.sku);
        }
    } else {
        let (props, words, codes) = options(goods);
        row.set("skuProps", props)
            .set("input_custom_cpv", words)
            .set("sku_barcode", codes);
    }
    row.write(sheet);
}

/// What all variants have alike; none where they differ or one has none.
fn alike<T: PartialEq>(
    variants: &[&GoodsVariant],
    of: impl Fn(&GoodsVariant) -> Option<T>,
) -> Option<T> {
    let first = of(variants.first().copied()?)?;
    let mut others = variants.iter().copied();
    let same = others.all(|variant| of(variant).as_ref() == Some(&first));
    same.then_some(first)
}

/// Combinations, the words of their values, and their barcodes.
fn options(goods: &Goods) -> (String, String, String) {
    let (mut props, mut words, mut codes) = (String::new(), String::new(), String::new());
    let mut known: Vec<Vec<String>> = vec![Vec::new(); OPTIONS.len()];
    for variant in goods.for_sale() {
        props.push_str(&format!(
            "{}:{}:{}:",
            variant.price.plain(),
            variant.on_hand,
            clean(&variant.sku)
        ));
        let options = goods.options(&variant.choice, OPTIONS.len(), Lang::Zh);
        for (at, (_, value)) in options.into_iter().enumerate() {
            let number = match known[at].iter().position(|v| *v == value) {
                Some(number) => number,
                None => {
                    let number = known[at].len();
                    let said = clean(&value);
                    words.push_str(&format!("{}:-{}:{said};", OPTIONS[at], 1001 + number));
                    known[at].push(value);
                    number
                }
            };
            props.push_str(&format!("{}:-{};", OPTIONS[at], 1001 + number));
        }
        codes.push_str(&variant.barcode);
        codes.push(';');
    }
    (props, words, codes)
}

/// `name:1:0:|address;` for each.
fn pictures(addresses: &[String]) -> String {
    addresses
        .iter()
        .enumerate()
        .map(|(i, address)| {
            let name = address.rsplit('/').nth(1).unwrap_or("picture");
            format!("{name}:1:{i}:|{address};")
        })
        .collect()
}

/// Without the signs that part the fields of a field.
fn clean(text: &str) -> String {
    text.replace([':', ';'], " ")
}
