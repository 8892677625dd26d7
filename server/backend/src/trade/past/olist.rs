//! Olist's export: a table each of orders, their items and their payments; perhaps of products and the
//! English names of their categories.

mod orders;
mod row;

use super::{Exported, Folder};
use crate::trade::import::{
    Renames,
    product::Parsed,
    sheet::{self, Cells, Table},
    text,
};
use longtail::trade::{
    import::{Aside, Becomes, Columns, Encoding, ImportError, Trouble},
    past::{PastError, PastFile, PastLine, PastOrder, PastPayment, PastTimes, Unread},
};
use orders::{At, Orders};
use row::Row;
use std::collections::HashMap;

const ORDERS: &str = "olist_orders_dataset.csv";
const ITEMS: &str = "olist_order_items_dataset.csv";
const PAYMENTS: &str = "olist_order_payments_dataset.csv";
const PRODUCTS: &str = "olist_products_dataset.csv";
const CATEGORIES: &str = "product_category_name_translation.csv";
/// The files that are read; of the last two each may be missing.
pub(super) const FILES: &[&str] = &[ORDERS, ITEMS, PAYMENTS, PRODUCTS, CATEGORIES];

const ORDER_COLUMNS: Columns = &[
    ("order_id", Becomes::Key),
    ("customer_id", Becomes::Aside(Aside::Buyers)),
    ("order_status", Becomes::PastOrder),
    ("order_purchase_timestamp", Becomes::PastOrder),
    ("order_approved_at", Becomes::PastOrder),
    ("order_delivered_carrier_date", Becomes::PastOrder),
    ("order_delivered_customer_date", Becomes::PastOrder),
    ("order_estimated_delivery_date", Becomes::PastOrder),
];
const ITEM_COLUMNS: Columns = &[
    ("order_id", Becomes::Belonging),
    ("order_item_id", Becomes::Key),
    ("product_id", Becomes::PastOrder),
    ("seller_id", Becomes::PastOrder),
    ("shipping_limit_date", Becomes::Aside(Aside::Foreign)),
    ("price", Becomes::PastOrder),
    ("freight_value", Becomes::PastOrder),
];
const PAYMENT_COLUMNS: Columns = &[
    ("order_id", Becomes::Belonging),
    ("payment_sequential", Becomes::Key),
    ("payment_type", Becomes::PastOrder),
    ("payment_installments", Becomes::PastOrder),
    ("payment_value", Becomes::PastOrder),
];
const PRODUCT_COLUMNS: Columns = &[
    ("product_id", Becomes::Key),
    ("product_category_name", Becomes::Category),
    ("product_*", Becomes::Aside(Aside::Foreign)),
];
const CATEGORY_COLUMNS: Columns = &[
    ("product_category_name", Becomes::Key),
    ("product_category_name_english", Becomes::Category),
];

/// Why a file that comes with the export is not opened.
pub(super) fn why_unread(name: &str) -> Unread {
    match name {
        "olist_customers_dataset.csv" => Unread::Buyers,
        "olist_sellers_dataset.csv" => Unread::Sellers,
        _ => Unread::Unknown,
    }
}

/// A file that was read.
struct Sheet {
    name: &'static str,
    encoding: Encoding,
    parsed: Parsed,
    taken: u32,
}

/// Reads a whole export.
///
/// # Errors
/// Names the file that is missing or cannot be read.
pub(super) fn read(folder: &Folder) -> Result<Exported, PastError> {
    let mut asides = Vec::new();
    let categories = categories(folder, &mut asides)?;
    let mut orders = Orders::default();
    let mut sheets = vec![
        read_orders(folder, &mut orders)?,
        read_items(folder, &mut orders, &categories)?,
        read_payments(folder, &mut orders)?,
    ];
    let kept = orders.settle(&mut sheets);
    let count = |of: fn(&PastOrder) -> usize| kept.iter().map(of).sum::<usize>() as u32;
    sheets[0].taken = kept.len() as u32;
    sheets[1].taken = count(|order| order.lines.len());
    sheets[2].taken = count(|order| order.payments.len());
    Ok(Exported {
        files: sheets.into_iter().chain(asides).map(told).collect(),
        left_out: orders.left_out(),
        orders: kept,
    })
}

fn told(sheet: Sheet) -> PastFile {
    let Parsed {
        rows,
        mut issues,
        error_rows,
        columns,
        ..
    } = sheet.parsed;
    issues.sort_by_key(|issue| (issue.row, !issue.error));
    PastFile {
        name: sheet.name.to_owned(),
        encoding: sheet.encoding,
        rows,
        taken: sheet.taken,
        error_rows: error_rows.len() as u32,
        columns,
        issues,
    }
}

/// Reads one of the files row by row.
fn sheet(
    folder: &Folder,
    name: &'static str,
    columns: Columns,
    needed: &[&str],
    each: impl FnMut(&mut Parsed, Cells<'_>),
) -> Result<Sheet, PastError> {
    let why = |why: ImportError| PastError::File {
        name: name.to_owned(),
        why,
    };
    let file = folder.file(name).ok_or_else(|| PastError::NoFile {
        name: name.to_owned(),
    })?;
    let text = text::decode(file).map_err(why)?;
    let renames = Renames::new();
    let table = Table {
        text: &text.text,
        delimiter: sheet::delimiter(text.text.lines().next().unwrap_or_default()),
        columns,
        renames: &renames,
        lines_before: 0,
        exact: false,
        keep: None,
    };
    let parsed = table
        .read(|headings| headings.needs(needed), each)
        .map_err(why)?;
    Ok(Sheet {
        name,
        encoding: text.encoding,
        parsed,
        taken: 0,
    })
}

fn read_orders(folder: &Folder, orders: &mut Orders) -> Result<Sheet, PastError> {
    let needed = ["order_id", "order_status", "order_purchase_timestamp"];
    let sheet = sheet(folder, ORDERS, ORDER_COLUMNS, &needed, |parsed, cells| {
        let mut row = Row::new(parsed, cells);
        let key = row.key("order_id");
        if !row.is_named() || orders.is_left_out(&mut row) {
            return;
        }
        if let Some(first) = orders.first_row(key) {
            row.bad(None, Trouble::SameCode { row: first });
        }
        let stage = row.stage("order_status");
        let times = PastTimes {
            placed_at: row.needed_time("order_purchase_timestamp"),
            approved_at: row.time("order_approved_at"),
            handed_over_at: row.time("order_delivered_carrier_date"),
            delivered_at: row.time("order_delivered_customer_date"),
            promised_at: row.time("order_estimated_delivery_date"),
        };
        if row.is_error() {
            orders.hold(key, ORDERS, cells.row);
        } else {
            orders.add(key, stage, times, cells.row);
        }
    })?;
    match sheet.parsed.rows {
        0 => Err(PastError::File {
            name: ORDERS.to_owned(),
            why: ImportError::NoRows,
        }),
        _ => Ok(sheet),
    }
}

fn read_items(
    folder: &Folder,
    orders: &mut Orders,
    categories: &HashMap<String, String>,
) -> Result<Sheet, PastError> {
    let needed = [
        "order_id",
        "order_item_id",
        "product_id",
        "seller_id",
        "price",
        "freight_value",
    ];
    sheet(folder, ITEMS, ITEM_COLUMNS, &needed, |parsed, cells| {
        let mut row = Row::new(parsed, cells);
        let Some((key, at)) = orders.order_of(&mut row) else {
            return;
        };
        let position = row.number("order_item_id");
        orders.apart(&mut row, ITEMS, at, position);
        let product = row.key("product_id").to_owned();
        let line = PastLine {
            position,
            seller: row.key("seller_id").to_owned(),
            category: categories.get(&product).cloned().unwrap_or_default(),
            product,
            goods: row.amount("price"),
            postage: row.amount("freight_value"),
        };
        orders.note(
            at,
            At {
                file: ITEMS,
                row: cells.row,
            },
        );
        if row.is_error() {
            orders.hold(key, ITEMS, cells.row);
        } else {
            orders.lines(at).push(line);
        }
    })
}

fn read_payments(folder: &Folder, orders: &mut Orders) -> Result<Sheet, PastError> {
    let needed = [
        "order_id",
        "payment_sequential",
        "payment_type",
        "payment_value",
    ];
    sheet(
        folder,
        PAYMENTS,
        PAYMENT_COLUMNS,
        &needed,
        |parsed, cells| {
            let mut row = Row::new(parsed, cells);
            let Some((key, at)) = orders.order_of(&mut row) else {
                return;
            };
            let position = row.number("payment_sequential");
            orders.apart(&mut row, PAYMENTS, at, position);
            let payment = PastPayment {
                position,
                kind: row.key("payment_type").to_owned(),
                instalments: row.number_or_none("payment_installments"),
                amount: row.amount("payment_value"),
            };
            orders.note(
                at,
                At {
                    file: PAYMENTS,
                    row: cells.row,
                },
            );
            if row.is_error() {
                orders.hold(key, PAYMENTS, cells.row);
            } else {
                orders.payments(at).push(payment);
            }
        },
    )
}

/// Each product's category: in English where the export says it.
fn categories(
    folder: &Folder,
    asides: &mut Vec<Sheet>,
) -> Result<HashMap<String, String>, PastError> {
    let none = HashMap::new();
    if folder.file(PRODUCTS).is_none() {
        return Ok(none);
    }
    let needed = ["product_id", "product_category_name"];
    let products = pairs(folder, PRODUCTS, PRODUCT_COLUMNS, needed, asides)?;
    let english = match folder.file(CATEGORIES) {
        None => none,
        Some(_) => {
            let needed = ["product_category_name", "product_category_name_english"];
            pairs(folder, CATEGORIES, CATEGORY_COLUMNS, needed, asides)?
        }
    };
    let named = |word: String| english.get(&word).cloned().unwrap_or(word);
    let categories = products.into_iter();
    Ok(categories.map(|(key, word)| (key, named(word))).collect())
}

/// A table from keys to words, each key once.
fn pairs(
    folder: &Folder,
    name: &'static str,
    columns: Columns,
    [key, word]: [&'static str; 2],
    asides: &mut Vec<Sheet>,
) -> Result<HashMap<String, String>, PastError> {
    let (mut pairs, mut rows) = (HashMap::new(), HashMap::new());
    let mut sheet = sheet(folder, name, columns, &[key, word], |parsed, cells| {
        let mut row = Row::new(parsed, cells);
        let key = row.key(key);
        let word = row.word(word);
        if let Some(first) = rows.get(key) {
            row.bad(None, Trouble::SameCode { row: *first });
        }
        if !row.is_error() {
            rows.insert(key.to_owned(), cells.row);
            pairs.insert(key.to_owned(), word.to_owned());
        }
    })?;
    sheet.taken = pairs.len() as u32;
    asides.push(sheet);
    Ok(pairs)
}
