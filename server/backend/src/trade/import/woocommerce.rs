//! WooCommerce's product CSV: a row a product; a variable one has a row for each variation,
//! which names it by its code or number and may stand anywhere in the file.

mod amounts;
mod columns;
mod measures;

pub use columns::COLUMNS;

use super::{
    html,
    product::{
        Amounts, KEPT_VARIANTS, Parsed, PictureRef, Product, Variant, barcode, grams, worded,
    },
    sheet::{Cells, Table},
};
use amounts::amounts;
use chrono::{DateTime, Utc};
use longtail::{
    money::Currency,
    text::{Bilingual, Lang},
    trade::{
        catalog::{Axis, CatalogError, Choice, Limits},
        import::{ImportError, Said, Trouble},
        shipping::postage::Told,
    },
};
use measures::measures;

/// Attributes that are looked for: more than a listing has axes, so that one too many is told.
const ATTRIBUTES: [(&str, &str); 8] = [
    ("attribute 1 name", "attribute 1 value(s)"),
    ("attribute 2 name", "attribute 2 value(s)"),
    ("attribute 3 name", "attribute 3 value(s)"),
    ("attribute 4 name", "attribute 4 value(s)"),
    ("attribute 5 name", "attribute 5 value(s)"),
    ("attribute 6 name", "attribute 6 value(s)"),
    ("attribute 7 name", "attribute 7 value(s)"),
    ("attribute 8 name", "attribute 8 value(s)"),
];

/// A variation, read before its product may have been.
struct Variation {
    row: u32,
    parent: String,
    values: Vec<(String, String)>,
    amounts: Amounts,
    sku: String,
    barcode: String,
    picture: Option<PictureRef>,
    offered: bool,
    measures: Told,
}

/// Reads a whole file as it counts at a time.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(
    table: &Table<'_>,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Parsed, ImportError> {
    let mut variations = Vec::new();
    let mut parsed = table.read(
        |headings| headings.needs(&["type", "name", "regular price"]),
        |parsed, cells| read_row(parsed, cells, currency, now, &mut variations),
    )?;
    for variation in variations {
        join(&mut parsed, variation);
    }
    Ok(parsed)
}

fn read_row(
    parsed: &mut Parsed,
    cells: Cells<'_>,
    currency: Currency,
    now: DateTime<Utc>,
    variations: &mut Vec<Variation>,
) {
    let row = cells.row;
    let types: Vec<String> = list(cells.get("type"))
        .iter()
        .map(|t| t.to_lowercase())
        .collect();
    let key = match (cells.get("sku"), cells.get("id")) {
        ("", "") => format!("row-{row}"),
        ("", id) => format!("id:{id}"),
        (sku, _) => sku.to_owned(),
    };
    if types.iter().any(|kind| kind == "variation") {
        variations.extend(variation(parsed, cells, key, currency, now));
        return;
    }
    let unsold = ["external", "grouped", "downloadable", "virtual"];
    if let Some(kind) = types.iter().find(|kind| unsold.contains(&kind.as_str())) {
        let kind = kind.clone();
        parsed.error(row, Some("type"), &key, Trouble::NotSold { kind });
    }
    let variable = types.iter().any(|kind| kind == "variable");
    if cells.get("name").is_empty() {
        parsed.error(row, Some("name"), &key, Trouble::NoTitle);
    }
    let mut product = begin(cells, &key, variable);
    product.measures = measures(parsed, cells, &key);
    let at = parsed.add(product);
    parsed.products[at].all_rows.push(row);
    for other in [
        format!("id:{}", cells.get("id")),
        cells.get("sku").to_owned(),
    ] {
        parsed.alias(other, at);
    }
    if variable {
        parsed.products[at].own_rows.push(row);
    } else if let Some(amounts) = amounts(parsed, cells, &key, currency, now) {
        let barcode = gtin(parsed, cells, &key);
        parsed.products[at].variant(Variant {
            row,
            choice: Choice::new(),
            sku: cells.get("sku").to_owned(),
            barcode,
            price: amounts.price,
            was_price: amounts.was_price,
            sale: amounts.sale,
            stock: amounts.stock,
            picture: None,
            offered: true,
            measures: Told::default(),
        });
    }
}

fn begin(cells: Cells<'_>, key: &str, variable: bool) -> Product {
    let get = |column| cells.get(column);
    let row = cells.row;
    let (short, long) = (
        html::to_text(get("short description")),
        html::to_text(get("description")),
    );
    let description = [short, long]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    let categories = list(get("categories"));
    let mut words: Vec<String> = list(get("tags"));
    for category in &categories {
        words.extend(category.split('>').map(|word| word.trim().to_owned()));
    }
    let mut product = Product {
        key: key.to_owned(),
        row,
        title: worded(&html::to_text(get("name"))),
        description: worded(&description),
        said: Said {
            category: categories.into_iter().next().unwrap_or_default(),
            words,
        },
        published: get("published") == "1" && get("visibility in catalog") != "hidden",
        ..Product::default()
    };
    for source in list(get("images")) {
        product.picture(PictureRef {
            row,
            column: "images",
            source,
        });
    }
    for (name_column, value_column) in ATTRIBUTES {
        let (name, values) = (get(name_column), list(get(value_column)));
        if name.is_empty() || values.is_empty() {
            continue;
        }
        if !variable {
            // Of a product without variations an attribute only tells.
            product.attribute(
                row,
                value_column,
                &name.to_lowercase(),
                worded(&values.join(", ")),
            );
            continue;
        }
        product.axes.push(Axis {
            name: worded(name),
            values: Vec::new(),
        });
        let axis = product.axes.len() - 1;
        for value in &values {
            product.value(axis, value);
        }
    }
    product.attribute(row, "brands", "brand", worded(get("brands")));
    if let Some((column, number)) = cells.starting("weight (") {
        let unit = column.trim_start_matches("weight (").trim_end_matches(')');
        if let Some(grams) = grams(number, unit) {
            product.attribute(row, "weight *", "weight_g", Bilingual::new(grams, ""));
        }
    }
    product
}

fn gtin(parsed: &mut Parsed, cells: Cells<'_>, key: &str) -> String {
    let column = "gtin, upc, ean, or isbn";
    barcode(parsed, cells.row, column, key, cells.get(column))
}

fn variation(
    parsed: &mut Parsed,
    cells: Cells<'_>,
    key: String,
    currency: Currency,
    now: DateTime<Utc>,
) -> Option<Variation> {
    let row = cells.row;
    if cells.get("parent").is_empty() {
        parsed.error(row, Some("parent"), &key, Trouble::NoProduct);
        return None;
    }
    let parent = cells.get("parent").to_owned();
    let amounts = amounts(parsed, cells, &key, currency, now);
    let barcode = gtin(parsed, cells, &key);
    let measures = measures(parsed, cells, &key);
    let values = ATTRIBUTES
        .iter()
        .map(|(name, value)| (cells.get(name).to_owned(), unescaped(cells.get(value))))
        .filter(|(name, _)| !name.is_empty())
        .collect();
    let picture = list(cells.get("images")).into_iter().next();
    Some(Variation {
        row,
        parent,
        values,
        amounts: amounts.unwrap_or(Amounts {
            price: longtail::money::Money::zero(currency),
            was_price: None,
            sale: String::new(),
            stock: None,
        }),
        sku: cells.get("sku").to_owned(),
        barcode,
        picture: picture.map(|source| PictureRef {
            row,
            column: "images",
            source,
        }),
        offered: cells.get("published") != "0",
        measures,
    })
}

/// Puts a variation to its product. An attribute without a value stands for all of them.
fn join(parsed: &mut Parsed, variation: Variation) {
    let Variation { row, parent, .. } = &variation;
    let row = *row;
    let Some(at) = parsed.find(parent) else {
        let parent = parent.clone();
        let trouble = Trouble::NoParent {
            parent: parent.clone(),
        };
        parsed.error(row, Some("parent"), &parent, trouble);
        return;
    };
    let key = parsed.products[at].key.clone();
    parsed.products[at].all_rows.push(row);
    if parsed.is_error(row) {
        return;
    }
    let mut choices: Vec<Choice> = vec![Choice::new()];
    for axis in 0..parsed.products[at].axes.len() {
        let name = parsed.products[at].axes[axis]
            .name
            .pick(Lang::En)
            .to_owned();
        let said = variation
            .values
            .iter()
            .find(|(said, _)| said.eq_ignore_ascii_case(&name));
        let values: Vec<u16> = match said.map(|(_, value)| value.as_str()) {
            None | Some("") => {
                let count = parsed.products[at].axes[axis].values.len();
                let trouble = Trouble::AnyOption {
                    axis: name,
                    count: count as u32,
                };
                parsed.note(row, ATTRIBUTES[axis.min(7)].1, &key, trouble);
                (0..count as u16).collect()
            }
            Some(value) => vec![parsed.products[at].value(axis, value)],
        };
        let count = choices.len() * values.len();
        if count >= KEPT_VARIANTS {
            let why = CatalogError::TooManyVariants {
                count: count as u64,
                most: Limits::LISTING.variants,
            };
            parsed.error(row, Some("type"), &key, Trouble::Refused { why });
            return;
        }
        choices = choices
            .iter()
            .flat_map(|choice| {
                values.iter().map(|value| {
                    let mut longer = choice.clone();
                    longer.push(*value);
                    longer
                })
            })
            .collect();
    }
    for (i, choice) in choices.into_iter().enumerate() {
        if let Some(twin) = parsed.products[at].row_with(&choice) {
            let trouble = Trouble::SameOptions { row: twin };
            parsed.error(row, Some(ATTRIBUTES[0].1), &key, trouble);
            return;
        }
        parsed.products[at].variant(Variant {
            row,
            choice,
            sku: variation.sku.clone(),
            barcode: variation.barcode.clone(),
            price: variation.amounts.price,
            was_price: variation.amounts.was_price,
            sale: variation.amounts.sale.clone(),
            stock: if i == 0 {
                variation.amounts.stock
            } else {
                Some(0)
            },
            picture: variation.picture.clone(),
            offered: variation.offered,
            measures: variation.measures,
        });
    }
}

/// A list as WooCommerce writes it: commas part it, `\,` is one.
fn list(field: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = field.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some(',')) => {
                letters.next();
                parts.last_mut().into_iter().for_each(|part| part.push(','));
            }
            (',', _) => parts.push(String::new()),
            _ => parts
                .last_mut()
                .into_iter()
                .for_each(|part| part.push(letter)),
        }
    }
    parts
        .into_iter()
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

fn unescaped(value: &str) -> String {
    value.replace("\\,", ",")
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn commas_within_are_escaped() {
        assert_eq!(
            list("Clothing > Tops, Home\\, Garden ,"),
            ["Clothing > Tops", "Home, Garden"]
        );
    }
}
