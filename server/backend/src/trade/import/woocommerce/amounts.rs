//! Price and stock of a row.

use super::super::{
    product::{AmountColumns, Amounts, Parsed, SaleColumns},
    sheet::Cells,
};
use chrono::{DateTime, Utc};
use longtail::money::Currency;

/// A sale price counts at its time; the regular one before and after.
const SALE: SaleColumns = SaleColumns {
    price: "sale price",
    from: "date sale price starts",
    until: "date sale price ends",
};

/// The price is the sale's where one counts now, and the regular price the one before.
pub fn amounts(
    parsed: &mut Parsed,
    cells: Cells<'_>,
    key: &str,
    currency: Currency,
    now: DateTime<Utc>,
) -> Option<Amounts> {
    let (is_sold_at_it, sale) = SALE.counts(parsed, cells, key, now);
    let (price, was_price) = if is_sold_at_it {
        ("sale price", "regular price")
    } else {
        ("regular price", "")
    };
    let columns = AmountColumns {
        price,
        was_price,
        stock: "stock",
    };
    let amounts = columns.read(parsed, cells, key, currency)?;
    Some(Amounts { sale, ..amounts })
}
