//! What every format is read into: products with their rows, and troubles by row.

mod amounts;
mod measures;
mod sale;

pub use amounts::{AmountColumns, Amounts, price, stock};
pub use measures::{Field, length, told, weight, whole_size};
pub use sale::SaleColumns;

use longtail::{
    money::Money,
    text::Bilingual,
    trade::{
        catalog::{
            Axis, AxisValue, Choice, Limits, SpecData, SpecDefinition, SpecKind, SpecValue,
            read_barcode, read_number,
        },
        import::{ColumnUse, RowIssue, Said, Trouble},
        shipping::postage::Told,
    },
};
use std::collections::{HashMap, HashSet};

/// What is kept of a product that has too many variants, values or pictures: one more than a
/// listing may have. That one too many is told; what comes behind it would only cost time.
pub const KEPT_VARIANTS: usize = Limits::LISTING.variants as usize + 1;
const KEPT_PICTURES: usize = Limits::LISTING.pictures as usize + 1;

/// The longest answer in words, as catalogues take it.
const LONGEST: usize = 200;

/// A file that was read: everything in it that makes sense, and everything that does not.
#[derive(Default)]
pub struct Parsed {
    pub rows: u32,
    pub products: Vec<Product>,
    by_key: HashMap<String, usize>,
    pub issues: Vec<RowIssue>,
    pub error_rows: HashSet<u32>,
    pub columns: Vec<ColumnUse>,
    /// The fields of rows that were asked for.
    pub kept: Vec<(u32, Vec<String>)>,
    /// Names of the file's columns, as it writes them.
    pub headings: HashMap<String, String>,
}

/// One product of a file.
#[derive(Clone, Debug, Default)]
pub struct Product {
    /// The handle, slug, code or number that finds it again.
    pub key: String,
    /// Its first row.
    pub row: u32,
    pub title: Bilingual,
    pub description: Bilingual,
    /// What its category is found by.
    pub said: Said,
    pub published: bool,
    /// The name of the template by which it is sent; empty for the shop's default, `None`
    /// where the file says nothing of it.
    pub template: Option<String>,
    /// What its variants weigh and measure where they do not say otherwise.
    pub measures: Told,
    pub axes: Vec<Axis>,
    pub variants: Vec<Variant>,
    pub pictures: Vec<PictureRef>,
    pub attributes: Vec<Attribute>,
    /// Pictures of values: which axis, which value.
    pub value_pictures: Vec<(usize, usize, PictureRef)>,
    /// Rows that are nothing but a picture.
    pub picture_rows: Vec<u32>,
    /// Rows that describe it and are no variant.
    pub own_rows: Vec<u32>,
    /// Every row of it, the bad ones too.
    pub all_rows: Vec<u32>,
}

/// One variant of a file.
#[derive(Clone, Debug)]
pub struct Variant {
    pub row: u32,
    pub choice: Choice,
    pub sku: String,
    pub barcode: String,
    pub price: Money,
    pub was_price: Option<Money>,
    /// A sale price that counts for a time, as the file writes both; empty for none.
    pub sale: String,
    /// None where the file says nothing of it.
    pub stock: Option<u32>,
    pub picture: Option<PictureRef>,
    pub offered: bool,
    pub measures: Told,
}

/// A picture that a row names, by file or by address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRef {
    pub row: u32,
    /// The column's name.
    pub column: &'static str,
    pub source: String,
}

/// What a file says of a product beyond what every listing has: brand, weight, material.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub row: u32,
    pub column: &'static str,
    /// `brand`, `weight_g`, or the key of a specification.
    pub key: String,
    pub value: Bilingual,
}

impl Parsed {
    /// Notes something about a row. An error keeps its product out.
    pub fn issue(
        &mut self,
        row: u32,
        column: Option<&str>,
        product: &str,
        error: bool,
        trouble: Trouble,
    ) {
        if error {
            self.error_rows.insert(row);
        }
        let column = column.map(|name| {
            let heading = self.headings.get(name).cloned();
            heading.unwrap_or_else(|| name.to_owned())
        });
        self.issues.push(RowIssue {
            row,
            column,
            product: product.to_owned(),
            error,
            trouble,
        });
    }

    pub fn error(&mut self, row: u32, column: Option<&str>, product: &str, trouble: Trouble) {
        self.issue(row, column, product, true, trouble);
    }

    pub fn note(&mut self, row: u32, column: &str, product: &str, trouble: Trouble) {
        self.issue(row, Some(column), product, false, trouble);
    }

    /// Whether a row is wrong.
    pub fn is_error(&self, row: u32) -> bool {
        self.error_rows.contains(&row)
    }

    /// Where the product with this key is, if the file named it before.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// Adds a product; a second one of the same key is found by its own place alone.
    pub fn add(&mut self, product: Product) -> usize {
        let at = self.products.len();
        self.by_key.entry(product.key.clone()).or_insert(at);
        self.products.push(product);
        at
    }

    /// Lets a product be found by another name too.
    pub fn alias(&mut self, key: String, at: usize) {
        self.by_key.entry(key).or_insert(at);
    }
}

/// A text in the language that its letters say.
pub fn worded(text: &str) -> Bilingual {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}');
    if text.chars().any(han) {
        Bilingual::new("", text)
    } else {
        Bilingual::new(text, "")
    }
}

/// Reads a barcode. One whose digits do not agree is left out with a note: the goods are
/// none the worse for it.
pub fn barcode(parsed: &mut Parsed, row: u32, column: &str, product: &str, typed: &str) -> String {
    let typed = typed.trim_start_matches('\'');
    match read_barcode(typed) {
        Some(read) => read,
        None => {
            let typed = typed.to_owned();
            parsed.note(row, column, product, Trouble::BadBarcode { typed });
            String::new()
        }
    }
}

impl Product {
    /// The choice that a row's values make; values that are new are added to their axis.
    pub fn choose(&mut self, values: &[&str]) -> Choice {
        values
            .iter()
            .enumerate()
            .map(|(i, value)| self.value(i, value))
            .collect()
    }

    /// The place of a value in its axis, where it is added if it is new.
    pub fn value(&mut self, axis: usize, value: &str) -> u16 {
        let label = worded(value);
        let known = &mut self.axes[axis].values;
        let at = known.iter().position(|v| v.label == label);
        at.unwrap_or_else(|| {
            if known.len() < KEPT_VARIANTS {
                known.push(AxisValue { label, media: None });
            }
            known.len() - 1
        }) as u16
    }

    /// The row that has these options already.
    pub fn row_with(&self, choice: &[u16]) -> Option<u32> {
        self.variants
            .iter()
            .find(|v| v.choice == choice)
            .map(|v| v.row)
    }

    /// Adds a variant.
    pub fn variant(&mut self, mut variant: Variant) {
        variant.measures = variant.measures.or(self.measures);
        if self.variants.len() < KEPT_VARIANTS {
            self.variants.push(variant);
        }
    }

    /// Adds a picture once.
    pub fn picture(&mut self, picture: PictureRef) {
        let known = self.pictures.iter().any(|p| p.source == picture.source);
        if !known && !picture.source.is_empty() && self.pictures.len() < KEPT_PICTURES {
            self.pictures.push(picture);
        }
    }

    /// Notes what the file says beyond what every listing has; the first word counts.
    pub fn attribute(&mut self, row: u32, column: &'static str, key: &str, value: Bilingual) {
        let known = self.attributes.iter().any(|known| known.key == key);
        if !known && !value.is_empty() {
            self.attributes.push(Attribute {
                row,
                column,
                key: key.to_owned(),
                value,
            });
        }
    }
}

impl Attribute {
    /// As an answer to one of the definitions, where one asks for it.
    pub fn answer(&self, definitions: &[&SpecDefinition]) -> Option<SpecValue> {
        let grams = self.key == "weight_g";
        let key = if grams { "weight" } else { self.key.as_str() };
        let asked = definitions.iter().find(|definition| {
            definition.key.eq_ignore_ascii_case(key)
                || (grams && definition.key == "weight_g")
                || definition.name.en.eq_ignore_ascii_case(key)
                || definition.name.zh == key
        })?;
        let said = self.value.pick(longtail::text::Lang::En);
        let value = match &asked.kind {
            SpecKind::Text
                if [&self.value.en, &self.value.zh]
                    .iter()
                    .any(|t| t.chars().count() > LONGEST) =>
            {
                return None;
            }
            SpecKind::Text => SpecData::Text(self.value.clone()),
            SpecKind::Number { unit } => {
                let number = read_number(said)?;
                let kilo = unit.en.eq_ignore_ascii_case("kg");
                SpecData::Number(if grams && kilo { number / 1000 } else { number })
            }
            SpecKind::Choice { choices } => {
                let meant = choices.iter().find(|choice| {
                    choice.key.eq_ignore_ascii_case(said)
                        || choice.label.en.eq_ignore_ascii_case(said)
                        || (!choice.label.zh.is_empty() && choice.label.zh == self.value.zh)
                })?;
                SpecData::Choice(meant.key.clone())
            }
        };
        Some(SpecValue {
            definition: asked.id,
            value,
        })
    }
}

/// A weight in grams as text, from a number and its unit. None where it is no number.
pub fn grams(number: &str, unit: &str) -> Option<String> {
    let thousandths = read_number(number)?;
    // Thousandths of the unit, to thousandths of a gram.
    let milli = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "g" | "gram" | "grams" | "克" => thousandths,
        "kg" | "千克" | "公斤" => thousandths.checked_mul(1000)?,
        "lb" | "lbs" | "pounds" => thousandths.checked_mul(453_592)? / 1000,
        "oz" => thousandths.checked_mul(28_350)? / 1000,
        "mg" => thousandths / 1000,
        _ => return None,
    };
    Some(longtail::trade::catalog::number_text(milli))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_become_grams() {
        assert_eq!(grams("0.5", "lbs").as_deref(), Some("226.796"));
        assert_eq!(grams("1.2", "kg").as_deref(), Some("1200"));
        assert_eq!(grams("250", "").as_deref(), Some("250"));
        assert_eq!(grams("heavy", "g"), None);
    }

    #[test]
    fn words_go_to_the_language_of_their_letters() {
        assert_eq!(worded("龙井 Longjing"), Bilingual::new("", "龙井 Longjing"));
        assert_eq!(worded("Tea"), Bilingual::new("Tea", ""));
    }
}
