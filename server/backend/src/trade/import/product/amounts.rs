//! Prices and numbers of pieces, as every format writes them.

use super::{super::sheet::Cells, Parsed};
use longtail::{
    money::{Currency, Money},
    trade::import::Trouble,
};

/// Price, former price and stock of a row.
#[derive(Clone, Debug)]
pub struct Amounts {
    pub price: Money,
    pub was_price: Option<Money>,
    /// As [`super::Variant::sale`].
    pub sale: String,
    pub stock: Option<u32>,
}

/// The columns of price, former price and stock, which every format calls otherwise.
pub struct AmountColumns {
    pub price: &'static str,
    pub was_price: &'static str,
    pub stock: &'static str,
}

impl AmountColumns {
    /// Reads them from a row; none where an error was noted.
    pub fn read(
        &self,
        parsed: &mut Parsed,
        cells: Cells<'_>,
        product: &str,
        currency: Currency,
    ) -> Option<Amounts> {
        let row = cells.row;
        let price = price(
            parsed,
            row,
            self.price,
            product,
            cells.get(self.price),
            currency,
        );
        let was_price = self.was(parsed, cells, product, price, currency);
        let stock = stock(parsed, row, self.stock, product, cells.get(self.stock));
        if parsed.is_error(row) {
            return None;
        }
        Some(Amounts {
            price: price?,
            was_price,
            sale: String::new(),
            stock,
        })
    }

    fn was(
        &self,
        parsed: &mut Parsed,
        cells: Cells<'_>,
        product: &str,
        price: Option<Money>,
        currency: Currency,
    ) -> Option<Money> {
        let typed = cells.get(self.was_price);
        match (typed, Money::parse(typed, currency)) {
            ("", _) => None,
            // Shopify writes 0 for "none".
            (_, Ok(was)) if was.minor == 0 => None,
            (_, Ok(was)) if price.is_none_or(|price| was.minor > price.minor) => Some(was),
            (_, Ok(_)) => {
                parsed.note(cells.row, self.was_price, product, Trouble::WasPriceLeftOut);
                None
            }
            (typed, Err(_)) => {
                let typed = typed.to_owned();
                let trouble = Trouble::BadPrice { typed };
                parsed.error(cells.row, Some(self.was_price), product, trouble);
                None
            }
        }
    }
}

/// Reads a price, which must be there and above zero.
pub fn price(
    parsed: &mut Parsed,
    row: u32,
    column: &str,
    product: &str,
    typed: &str,
    currency: Currency,
) -> Option<Money> {
    if typed.is_empty() {
        parsed.error(row, Some(column), product, Trouble::NoPrice);
        return None;
    }
    let read = Money::parse(typed, currency).ok().filter(|m| m.minor > 0);
    if read.is_none() {
        let typed = typed.to_owned();
        parsed.error(row, Some(column), product, Trouble::BadPrice { typed });
    }
    read
}

/// Reads a number of pieces. Nothing, or fewer than none, is an empty shelf and a note.
pub fn stock(
    parsed: &mut Parsed,
    row: u32,
    column: &str,
    product: &str,
    typed: &str,
) -> Option<u32> {
    // Some systems count in decimals: 12.00 pieces.
    let whole = typed
        .split_once('.')
        .filter(|(_, rest)| rest.bytes().all(|b| b == b'0'))
        .map_or(typed, |(whole, _)| whole);
    match (whole, whole.parse::<i64>()) {
        ("", _) => {
            parsed.note(row, column, product, Trouble::NoStock);
            Some(0)
        }
        (_, Ok(pieces)) if pieces < 0 => {
            parsed.note(row, column, product, Trouble::NegativeStock);
            Some(0)
        }
        (_, Ok(pieces)) if pieces <= 1_000_000 => Some(pieces as u32),
        _ => {
            let typed = typed.to_owned();
            parsed.error(row, Some(column), product, Trouble::BadStock { typed });
            None
        }
    }
}
