//! What both formats are read into: products with their rows, and troubles by row.

use super::sheet::Row;
use longtail::{
    money::{Currency, Money},
    text::Bilingual,
    trade::{
        catalog::{Axis, AxisValue, Choice},
        import::{RowIssue, Trouble},
    },
};

/// A file that was read: everything in it that makes sense, and everything that does not.
#[derive(Default)]
pub struct Parsed {
    pub rows: u32,
    pub products: Vec<Product>,
    pub issues: Vec<RowIssue>,
}

/// One product of a file.
#[derive(Clone, Debug, Default)]
pub struct Product {
    /// The handle or slug.
    pub key: String,
    /// Its first row.
    pub row: u32,
    pub title: Bilingual,
    pub description: Bilingual,
    /// Type, tags, facets: what its category is guessed from.
    pub words: Vec<String>,
    pub published: bool,
    pub axes: Vec<Axis>,
    pub variants: Vec<Variant>,
    pub pictures: Vec<PictureRef>,
    /// Rows that are neither variant nor error so far: a picture each.
    pub picture_rows: Vec<u32>,
    /// Every row of it, the bad ones too.
    pub all_rows: Vec<u32>,
}

/// One variant of a file.
#[derive(Clone, Debug)]
pub struct Variant {
    pub row: u32,
    pub choice: Choice,
    pub sku: String,
    pub price: Money,
    pub was_price: Option<Money>,
    pub stock: u32,
    pub picture: Option<PictureRef>,
}

/// A picture that a row names, by file or by address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRef {
    pub row: u32,
    pub column: &'static str,
    pub source: String,
}

impl Parsed {
    /// Notes something about a row. An error keeps the row out.
    pub fn issue(
        &mut self,
        row: u32,
        column: Option<&str>,
        product: &str,
        error: bool,
        trouble: Trouble,
    ) {
        self.issues.push(RowIssue {
            row,
            column: column.map(str::to_owned),
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

    /// Whether a row is kept out.
    pub fn is_error(&self, row: u32) -> bool {
        self.issues.iter().any(|i| i.error && i.row == row)
    }
}

/// The columns of price, former price and stock, which both formats have under other names.
pub struct Columns {
    pub price: &'static str,
    pub was_price: &'static str,
    pub stock: &'static str,
}

/// Price, former price and stock of a row; none where an error was noted.
pub fn amounts(
    parsed: &mut Parsed,
    row: &Row,
    product: &str,
    columns: &Columns,
    (price, was_price, stock): (&str, &str, &str),
    currency: Currency,
) -> Option<(Money, Option<Money>, u32)> {
    let number = row.number;
    let bad = |typed: &str| Trouble::BadPrice {
        typed: typed.to_owned(),
    };
    let price = if price.is_empty() {
        parsed.error(number, Some(columns.price), product, Trouble::NoPrice);
        None
    } else {
        let read = Money::parse(price, currency).ok().filter(|m| m.minor > 0);
        if read.is_none() {
            parsed.error(number, Some(columns.price), product, bad(price));
        }
        read
    };
    let was = match (was_price, Money::parse(was_price, currency)) {
        ("", _) => None,
        // Shopify writes 0 for "none".
        (_, Ok(was)) if was.minor == 0 => None,
        (_, Ok(was)) if price.is_none_or(|price| was.minor > price.minor) => Some(was),
        (_, Ok(_)) => {
            parsed.note(number, columns.was_price, product, Trouble::WasPriceLeftOut);
            None
        }
        (typed, Err(_)) => {
            parsed.error(number, Some(columns.was_price), product, bad(typed));
            None
        }
    };
    let stock = match (stock, stock.parse::<i64>()) {
        ("", _) => {
            parsed.note(number, columns.stock, product, Trouble::NoStock);
            0
        }
        (_, Ok(pieces)) if pieces < 0 => {
            parsed.note(number, columns.stock, product, Trouble::NegativeStock);
            0
        }
        (_, Ok(pieces)) if pieces <= 1_000_000 => pieces as u32,
        (typed, _) => {
            let typed = typed.to_owned();
            parsed.error(
                number,
                Some(columns.stock),
                product,
                Trouble::BadStock { typed },
            );
            0
        }
    };
    if parsed.is_error(number) {
        return None;
    }
    Some((price?, was, stock))
}

impl Product {
    /// The choice that a row's values make; values that are new are added to their axis.
    pub fn choose(&mut self, values: &[&str]) -> Choice {
        values
            .iter()
            .enumerate()
            .map(|(i, value)| {
                let known = &mut self.axes[i].values;
                let at = known.iter().position(|v| v.label.en == *value);
                at.unwrap_or_else(|| {
                    known.push(AxisValue {
                        label: Bilingual::new(*value, ""),
                        media: None,
                    });
                    known.len() - 1
                }) as u16
            })
            .collect()
    }

    /// The row that has these options already.
    pub fn row_with(&self, choice: &[u16]) -> Option<u32> {
        self.variants
            .iter()
            .find(|v| v.choice == choice)
            .map(|v| v.row)
    }
}
