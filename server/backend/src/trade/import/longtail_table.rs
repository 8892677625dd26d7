//! Our own table, which carries all that a listing holds: docs/IMPORT.md describes it.
//! A row a variant; the first row of a listing also says what the listing is.

use super::{
    product::{
        AmountColumns, Field, KEPT_VARIANTS, Parsed, PictureRef, Product, Variant, barcode, length,
        weight, whole_size,
    },
    sheet::{Cells, Table},
};
use longtail::{
    money::Currency,
    text::{Bilingual, Lang},
    trade::{
        catalog::{Axis, AxisValue, Choice},
        import::{Becomes, Columns, ImportError, Said, Trouble},
        shipping::postage::Told,
    },
};

/// The columns, and what becomes of each.
pub const COLUMNS: Columns = &[
    ("listing", Becomes::Key),
    ("category", Becomes::Category),
    ("title_en", Becomes::Title),
    ("title_zh", Becomes::Title),
    ("description_en", Becomes::Description),
    ("description_zh", Becomes::Description),
    ("stage", Becomes::Publishing),
    ("pictures", Becomes::Pictures),
    ("specs", Becomes::Specs),
    ("postage_template", Becomes::Measures),
    ("option#_name_en", Becomes::Options),
    ("option#_name_zh", Becomes::Options),
    ("option#_values_en", Becomes::Options),
    ("option#_values_zh", Becomes::Options),
    ("option#_pictures", Becomes::Pictures),
    ("option#", Becomes::Options),
    ("sku", Becomes::Sku),
    ("barcode", Becomes::Barcode),
    ("price", Becomes::Price),
    ("was_price", Becomes::WasPrice),
    ("stock", Becomes::Stock),
    ("offered", Becomes::Publishing),
    ("picture", Becomes::Pictures),
    ("weight_g", Becomes::Measures),
    ("length_cm", Becomes::Measures),
    ("width_cm", Becomes::Measures),
    ("height_cm", Becomes::Measures),
];
const SIDES: [&str; 3] = ["length_cm", "width_cm", "height_cm"];

/// The columns of one axis: names, values and pictures of the listing, value of the variant.
pub struct AxisColumns {
    pub name_en: &'static str,
    pub name_zh: &'static str,
    pub values_en: &'static str,
    pub values_zh: &'static str,
    pub pictures: &'static str,
    pub value: &'static str,
}

macro_rules! axis {
    ($n:literal) => {
        AxisColumns {
            name_en: concat!("option", $n, "_name_en"),
            name_zh: concat!("option", $n, "_name_zh"),
            values_en: concat!("option", $n, "_values_en"),
            values_zh: concat!("option", $n, "_values_zh"),
            pictures: concat!("option", $n, "_pictures"),
            value: concat!("option", $n),
        }
    };
}

pub const AXES: [AxisColumns; 5] = [axis!(1), axis!(2), axis!(3), axis!(4), axis!(5)];

const AMOUNTS: AmountColumns = AmountColumns {
    price: "price",
    was_price: "was_price",
    stock: "stock",
};

/// Reads a whole file.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(table: &Table<'_>, currency: Currency) -> Result<Parsed, ImportError> {
    table.read(
        |headings| headings.needs(&["listing", "title_en", "title_zh", "price"]),
        |parsed, cells| read_row(parsed, cells, currency),
    )
}

fn read_row(parsed: &mut Parsed, cells: Cells<'_>, currency: Currency) {
    let (row, key) = (cells.row, cells.get("listing"));
    if key.is_empty() {
        parsed.error(row, Some("listing"), "", Trouble::NoHandle);
        return;
    }
    let at = match parsed.find(key) {
        Some(at) => at,
        None => {
            let product = begin(parsed, cells);
            parsed.add(product)
        }
    };
    parsed.products[at].all_rows.push(row);
    if parsed.is_error(row) {
        return;
    }
    read_variant(parsed, cells, at, currency);
}

fn begin(parsed: &mut Parsed, cells: Cells<'_>) -> Product {
    let (row, get) = (cells.row, |column| cells.get(column));
    let key = get("listing");
    let title = Bilingual::new(get("title_en"), get("title_zh"));
    if title.is_empty() {
        parsed.error(row, Some("title_en"), key, Trouble::NoTitle);
    }
    let mut product = Product {
        key: key.to_owned(),
        row,
        title,
        description: Bilingual::new(get("description_en"), get("description_zh")),
        said: Said {
            category: get("category").to_owned(),
            words: Vec::new(),
        },
        published: get("stage") == "live",
        template: cells
            .has("postage_template")
            .then(|| get("postage_template").trim().to_owned()),
        ..Product::default()
    };
    for source in split(get("pictures")) {
        product.picture(PictureRef {
            row,
            column: "pictures",
            source,
        });
    }
    for (line, said) in get("specs").lines().enumerate() {
        let Some((key_and_lang, value)) = said.split_once('=') else {
            let typed = said.to_owned();
            parsed.error(row, Some("specs"), key, Trouble::BadField { typed });
            continue;
        };
        let value = unescaped(value);
        match key_and_lang.strip_suffix("@zh") {
            None => product.attribute(row, "specs", key_and_lang, Bilingual::new(value, "")),
            Some(asked) => match product.attributes.iter_mut().find(|a| a.key == asked) {
                Some(known) if line > 0 => known.value.zh = value,
                _ => product.attribute(row, "specs", asked, Bilingual::new("", value)),
            },
        }
    }
    for (at, columns) in AXES.iter().enumerate() {
        let name = Bilingual::new(get(columns.name_en), get(columns.name_zh));
        if !name.is_empty() {
            axis(&mut product, cells, columns, name, at);
        }
    }
    product
}

fn axis(
    product: &mut Product,
    cells: Cells<'_>,
    columns: &AxisColumns,
    name: Bilingual,
    at: usize,
) {
    let lists =
        [columns.values_en, columns.values_zh, columns.pictures].map(|c| split(cells.get(c)));
    let count = lists.iter().map(Vec::len).max().unwrap_or_default();
    let part = |list: &Vec<String>, i: usize| list.get(i).cloned().unwrap_or_default();
    let values = (0..count.min(KEPT_VARIANTS))
        .map(|i| AxisValue {
            label: Bilingual::new(part(&lists[0], i), part(&lists[1], i)),
            media: None,
        })
        .collect();
    product.axes.push(Axis { name, values });
    for (i, source) in lists[2]
        .iter()
        .enumerate()
        .take(KEPT_VARIANTS)
        .filter(|(_, source)| !source.is_empty())
    {
        let picture = PictureRef {
            row: cells.row,
            column: columns.pictures,
            source: source.clone(),
        };
        product.value_pictures.push((at, i, picture));
    }
}

fn read_variant(parsed: &mut Parsed, cells: Cells<'_>, at: usize, currency: Currency) {
    let (row, key) = (cells.row, cells.get("listing"));
    let axes = std::mem::take(&mut parsed.products[at].axes);
    let mut choice = Choice::new();
    for (axis, columns) in axes.iter().zip(&AXES) {
        let said = cells.get(columns.value);
        match value_at(axis, said) {
            Some(value) => choice.push(value),
            None if said.is_empty() => {
                let axis = axis.name.pick(Lang::En).to_owned();
                parsed.error(row, Some(columns.value), key, Trouble::NoOption { axis });
            }
            None => {
                let value = said.to_owned();
                parsed.error(
                    row,
                    Some(columns.value),
                    key,
                    Trouble::UnknownOption { value },
                );
            }
        }
    }
    parsed.products[at].axes = axes;
    let barcode = barcode(parsed, row, "barcode", key, cells.get("barcode"));
    let measures = told(parsed, cells);
    let Some(amounts) = AMOUNTS.read(parsed, cells, key, currency) else {
        return;
    };
    if let Some(twin) = parsed.products[at].row_with(&choice) {
        parsed.error(
            row,
            Some(AXES[0].value),
            key,
            Trouble::SameOptions { row: twin },
        );
        return;
    }
    let picture = cells.get("picture");
    parsed.products[at].variant(Variant {
        row,
        choice,
        sku: cells.get("sku").to_owned(),
        barcode,
        price: amounts.price,
        was_price: amounts.was_price,
        sale: String::new(),
        stock: amounts.stock,
        picture: (!picture.is_empty()).then(|| PictureRef {
            row,
            column: "picture",
            source: picture.to_owned(),
        }),
        offered: cells.get("offered") != "no",
        measures,
    });
}

/// What a row says of weight and size: a column that is there and empty says that it is not
/// known, one that is not there says nothing.
fn told(parsed: &mut Parsed, cells: Cells<'_>) -> Told {
    let (row, key) = (cells.row, cells.get("listing"));
    let field = |column: &'static str, unit| Field::new(column, cells.get(column).trim(), unit);
    let weighs = field("weight_g", "g");
    let weight_g = cells.has("weight_g").then(|| match weighs.typed {
        "" => None,
        _ => weight(parsed, row, key, weighs),
    });
    let sides = SIDES.map(|column| field(column, "cm"));
    let read = sides.map(|side| match side.typed {
        "" => None,
        _ => length(parsed, row, key, side),
    });
    let size = whole_size(parsed, row, key, sides, read);
    let emptied = SIDES.iter().all(|column| cells.has(column))
        && sides.iter().all(|side| side.typed.is_empty());
    Told {
        weight_g,
        size_cm: size.map(Some).or(emptied.then_some(None)),
    }
}

/// The words of a value, or its number where the words would not tell: `#2`.
pub fn value_name(axis: &Axis, value: u16) -> String {
    let words = |v: &AxisValue| v.label.pick(Lang::En).to_owned();
    let own = axis
        .values
        .get(usize::from(value))
        .map(words)
        .unwrap_or_default();
    let alike = axis.values.iter().filter(|v| words(v) == own).count();
    if alike == 1 && !own.starts_with('#') {
        own
    } else {
        format!("#{}", value + 1)
    }
}

fn value_at(axis: &Axis, said: &str) -> Option<u16> {
    let numbered = said.strip_prefix('#').and_then(|n| n.parse::<usize>().ok());
    let at = match numbered {
        Some(number) => number.checked_sub(1).filter(|at| *at < axis.values.len()),
        None => axis
            .values
            .iter()
            .position(|v| v.label.pick(Lang::En) == said),
    };
    at.map(|at| at as u16).filter(|_| !said.is_empty())
}

/// Puts a list into one field: `|` parts it, `\|` is one.
pub fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let parts: Vec<String> = parts
        .map(|part| part.replace('\\', "\\\\").replace('|', "\\|"))
        .collect();
    parts.join("|")
}

/// Takes a list out of a field.
fn split(field: &str) -> Vec<String> {
    if field.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![String::new()];
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '|' => {
                parts.push(String::new());
                continue;
            }
            '\\' => letters.next().unwrap_or('\\'),
            other => other,
        };
        parts
            .last_mut()
            .into_iter()
            .for_each(|part| part.push(letter));
    }
    parts
}

/// An answer on one line.
pub fn escaped(answer: &str) -> String {
    answer
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn unescaped(field: &str) -> String {
    let mut text = String::new();
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => match letters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_and_answers_come_back(parts in prop::collection::vec("[a-z|\\\\ \n]{0,6}", 2..5)) {
            prop_assert_eq!(split(&joined(parts.iter().map(String::as_str))), parts.clone());
            prop_assert_eq!(unescaped(&escaped(&parts[0])), parts[0].clone());
        }
    }
}
