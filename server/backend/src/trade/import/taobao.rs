//! A package of 淘宝助理 (Taobao Assistant): tabs between fields, a line with a version, one
//! with names, one with Chinese captions, then a row a product. Options are numbers with
//! their words beside them; pictures are files named in one field.

mod columns;

pub use columns::COLUMNS;

use super::{
    html,
    product::{
        Field, KEPT_VARIANTS, Parsed, PictureRef, Product, Variant, barcode, grams, price, stock,
        told, worded,
    },
    sheet::{Cells, Headings, Renames, Table},
};
use columns::CAPTIONS;
use csv::StringRecord;
use longtail::{
    money::Currency,
    text::Bilingual,
    trade::{
        catalog::{Axis, CatalogError, Choice, Limits},
        import::{ImportError, Said, Trouble},
        shipping::postage::Told,
    },
};
use std::collections::HashMap;

/// What options are called, by Taobao's number.
const OPTIONS: [(&str, &str, &str); 4] = [
    ("1627207", "Colour", "颜色分类"),
    ("20509", "Size", "尺码"),
    ("20518", "Size", "尺码"),
    ("20549", "Shoe size", "鞋码"),
];

/// What sellers type in for themselves, by Taobao's number, and the key it is known by here.
const TYPED: [(&str, &str); 2] = [("20000", "brand"), ("13021751", "mpn")];

/// Whether a row is the line of captions below the names.
pub fn is_caption(fields: &StringRecord) -> bool {
    fields.get(0) == Some(CAPTIONS[0].0)
}

/// The names of a file whose headings are the captions.
pub fn captions() -> Renames {
    CAPTIONS
        .iter()
        .map(|(caption, name)| ((*caption).to_owned(), (*name).to_owned()))
        .collect()
}

/// Reads a whole package.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(table: &Table<'_>, currency: Currency) -> Result<Parsed, ImportError> {
    let needs = |headings: &Headings| headings.needs(&["title", "price"]);
    table.read(needs, |parsed, cells| read_row(parsed, cells, currency))
}

fn read_row(parsed: &mut Parsed, cells: Cells<'_>, currency: Currency) {
    let row = cells.row;
    let get = |column| cells.get(column);
    let key = match (get("num_id"), get("outer_id")) {
        ("" | "0", "") => get("title").to_owned(),
        ("" | "0", code) => code.to_owned(),
        (number, _) => number.to_owned(),
    };
    if get("title").is_empty() {
        parsed.error(row, Some("title"), &key, Trouble::NoTitle);
    }
    let mut product = Product {
        key: key.clone(),
        row,
        title: worded(get("title")),
        description: worded(&described(cells)),
        said: Said {
            category: get("cid").to_owned(),
            words: Vec::new(),
        },
        published: matches!(get("approve_status"), "1" | "onsale"),
        all_rows: vec![row],
        ..Product::default()
    };
    typed_in(&mut product, cells);
    if let Some(grams) = grams(get("item_weight"), "kg").filter(|grams| grams != "0") {
        product.attribute(row, "item_weight", "weight_g", Bilingual::new(grams, ""));
    }
    product.measures = measures(parsed, cells, &key);
    let words = words(cells);
    if get("skuprops").is_empty() {
        let asked = price(parsed, row, "price", &key, get("price"), currency);
        let stock = stock(parsed, row, "num", &key, get("num"));
        let barcode = barcode(parsed, row, "barcode", &key, get("barcode"));
        if let Some(asked) = asked {
            product.variant(Variant {
                row,
                choice: Choice::new(),
                sku: get("outer_id").to_owned(),
                barcode,
                price: asked,
                was_price: None,
                sale: String::new(),
                stock,
                picture: None,
                offered: true,
                measures: Told::default(),
            });
        }
    } else {
        variants(parsed, &mut product, cells, &words, currency);
    }
    pictures(&mut product, cells, &words);
    parsed.add(product);
}

/// Kilograms, and sides in metres: `length:0.3;breadth:0.2;height:0.1`. A volume alone, as in
/// `bulk:0.006`, is no size.
fn measures(parsed: &mut Parsed, cells: Cells<'_>, key: &str) -> Told {
    let (row, column) = (cells.row, "item_size");
    let typed = cells.get(column);
    let side = |name: &str| {
        let mut parts = typed.split(';').filter_map(|part| part.split_once(':'));
        let found = parts.find(|(said, _)| said.trim() == name);
        Field::new(column, found.map_or("", |(_, number)| number.trim()), "m")
    };
    let sides = ["length", "breadth", "height"].map(side);
    let volume = typed.strip_prefix("bulk:").unwrap_or(typed);
    let nothing = volume.chars().all(|c| matches!(c, '0' | '.' | ' '));
    if !nothing && sides.iter().all(|side| side.typed.is_empty()) {
        let typed = typed.to_owned();
        parsed.note(row, column, key, Trouble::VolumeOnly { typed });
    }
    let weighs = Field::new("item_weight", cells.get("item_weight"), "kg");
    told(parsed, row, key, Some(weighs), sides)
}

/// The selling point above the description.
fn described(cells: Cells<'_>) -> String {
    let parts = [
        cells.get("subtitle").to_owned(),
        html::to_text(cells.get("description")),
    ];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("\n")
}

/// `20000,13021751` and `Maker,Model`: what the seller typed in, by number.
fn typed_in(product: &mut Product, cells: Cells<'_>) {
    let numbers = cells.get("inputpids").split([',', ';']);
    for (number, value) in numbers.zip(cells.get("inputvalues").split(',')) {
        let key = TYPED.iter().find(|(pid, _)| *pid == number.trim());
        let key = key.map_or(number.trim(), |(_, key)| key);
        // `Maker;型号*;Model` names what it answers between the answers.
        let value = value.split(';').next().unwrap_or_default().trim();
        if !key.is_empty() {
            product.attribute(cells.row, "inputvalues", key, worded(value));
        }
    }
}

/// One of a product's combinations: `price:pieces:code:number:value;number:value;`.
struct Combination<'a> {
    price: &'a str,
    pieces: &'a str,
    code: &'a str,
    values: Vec<(&'a str, &'a str)>,
}

fn combinations(field: &str) -> Option<Vec<Combination<'_>>> {
    let mut read: Vec<Combination<'_>> = Vec::new();
    for part in field
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let pieces: Vec<&str> = part.split(':').map(str::trim).collect();
        match pieces[..] {
            [price, pieces, code, number, value] => read.push(Combination {
                price,
                pieces,
                code,
                values: vec![(number, value)],
            }),
            [number, value] => read.last_mut()?.values.push((number, value)),
            _ => return None,
        }
    }
    Some(read)
}

/// The words of values, by the numbers of property and value.
type Words<'a> = HashMap<(&'a str, &'a str), &'a str>;

/// `1627207:-1001:Rainfall;20518:-1001:29W`. The first word for a value counts.
fn words(cells: Cells<'_>) -> Words<'_> {
    let mut words = Words::new();
    for part in ["propalias", "input_custom_cpv"]
        .iter()
        .flat_map(|column| cells.get(column).split(';'))
    {
        let parts: Vec<&str> = part.splitn(3, ':').map(str::trim).collect();
        if let [number, value, said] = parts[..]
            && !said.is_empty()
        {
            words.entry((number, value)).or_insert(said);
        }
    }
    words
}

fn variants(
    parsed: &mut Parsed,
    product: &mut Product,
    cells: Cells<'_>,
    words: &Words<'_>,
    currency: Currency,
) {
    let (row, key, column) = (cells.row, product.key.clone(), "skuprops");
    let Some(read) = combinations(cells.get(column)).filter(|read| !read.is_empty()) else {
        let typed: String = cells.get(column).chars().take(80).collect();
        parsed.error(row, Some(column), &key, Trouble::BadField { typed });
        return;
    };
    if read.len() >= KEPT_VARIANTS {
        let why = CatalogError::TooManyVariants {
            count: read.len() as u64,
            most: Limits::LISTING.variants,
        };
        parsed.error(row, Some(column), &key, Trouble::Refused { why });
        return;
    }
    let numbers = read[0].values.iter().map(|(number, _)| *number);
    let numbers: Vec<&str> = numbers.take(Limits::LISTING.axes as usize + 1).collect();
    product.axes = numbers.iter().map(|number| axis(number)).collect();
    let codes: Vec<&str> = cells.get("sku_barcode").split(';').collect();
    for (i, one) in read.iter().enumerate() {
        let mut choice = Choice::new();
        for (at, number) in numbers.iter().enumerate() {
            let Some((_, value)) = one.values.iter().find(|(n, _)| n == number) else {
                let axis = product.axes[at].name.zh.clone();
                parsed.error(row, Some(column), &key, Trouble::NoOption { axis });
                return;
            };
            let said = words.get(&(*number, *value)).copied();
            if said.is_none() {
                let value = (*value).to_owned();
                parsed.note(row, column, &key, Trouble::Unnamed { value });
            }
            choice.push(product.value(at, said.unwrap_or(value)));
        }
        if product.row_with(&choice).is_some() {
            parsed.error(row, Some(column), &key, Trouble::SameOptions { row });
            return;
        }
        let asked = price(parsed, row, column, &key, one.price, currency);
        let stock = stock(parsed, row, column, &key, one.pieces);
        let code = codes.get(i).copied().unwrap_or_default();
        let barcode = barcode(parsed, row, "sku_barcode", &key, code);
        let Some(price) = asked else { return };
        product.variant(Variant {
            row,
            choice,
            sku: one.code.to_owned(),
            barcode,
            price,
            was_price: None,
            sale: String::new(),
            stock,
            picture: None,
            offered: true,
            measures: Told::default(),
        });
    }
}

fn axis(number: &str) -> Axis {
    let known = OPTIONS.iter().find(|(pid, _, _)| *pid == number);
    let name = known.map_or_else(
        || Bilingual::new(format!("Option {number}"), format!("规格 {number}")),
        |(_, en, zh)| Bilingual::new(*en, *zh),
    );
    Axis {
        name,
        values: Vec::new(),
    }
}

/// `file:1:0:|address;file:2:0:1627207:28326|;`: kind 1 is the product's, 2 a value's.
fn pictures(product: &mut Product, cells: Cells<'_>, words: &Words<'_>) {
    for part in cells.get("picture").split(';') {
        let (place, address) = part.split_once('|').unwrap_or((part, ""));
        let mut parts = place.trim().splitn(4, ':');
        let (Some(name), Some(kind)) = (parts.next().filter(|n| !n.is_empty()), parts.next())
        else {
            continue;
        };
        let picture = PictureRef {
            row: cells.row,
            column: "picture",
            source: match address {
                "" => name.to_owned(),
                address => format!("{name}|{address}"),
            },
        };
        let value = parts.nth(1).and_then(|of| of.split_once(':'));
        match (kind, value) {
            ("2", Some((number, value))) => {
                let name = axis(number).name;
                let label = worded(words.get(&(number, value)).copied().unwrap_or(value));
                let at = product.axes.iter().position(|axis| axis.name == name);
                let found = at.and_then(|at| {
                    let values = &product.axes[at].values;
                    Some((at, values.iter().position(|v| v.label == label)?))
                });
                if let Some((axis, value)) = found {
                    product.value_pictures.push((axis, value, picture));
                }
            }
            _ => product.picture(picture),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn combinations_are_read_as_the_assistant_writes_them() {
        let read =
            combinations("20:19:A7:1627207:28335;20549:29544;30:30::1627207:28335;20549:29545;")
                .expect("two");
        assert_eq!(read.len(), 2);
        assert_eq!(
            (read[0].price, read[0].pieces, read[0].code),
            ("20", "19", "A7")
        );
        assert_eq!(read[1].values, [("1627207", "28335"), ("20549", "29545")]);
        assert!(combinations("1627207:28335;").is_none());
        assert!(combinations("rubbish").is_none());
    }
}
