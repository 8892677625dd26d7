//! A Google Merchant feed, as XML (RSS or Atom) or as a table. Items of one `item_group_id`
//! are variants of one product, wherever they stand.

mod feed;

pub use feed::parse_xml;

use super::{
    html,
    product::{
        Field, Parsed, PictureRef, Product, SaleColumns, Variant, barcode, grams, stock, told,
        worded,
    },
    sheet::{Cells, Table},
};
use chrono::{DateTime, Utc};
use longtail::{
    money::{Currency, Money},
    text::Bilingual,
    trade::{
        catalog::{Axis, Choice},
        import::{Aside, Becomes, Columns, ImportError, Said, Trouble},
    },
};

/// The attributes of an item, and what becomes of each.
pub const COLUMNS: Columns = &[
    ("id", Becomes::Sku),
    ("item_group_id", Becomes::Key),
    ("title", Becomes::Title),
    ("description", Becomes::Description),
    ("price", Becomes::Price),
    ("sale_price", Becomes::Price),
    ("availability", Becomes::Stock),
    ("sell_on_google_quantity", Becomes::Stock),
    ("quantity", Becomes::Stock),
    ("inventory", Becomes::Stock),
    ("gtin", Becomes::Barcode),
    ("image_link", Becomes::Pictures),
    ("additional_image_link", Becomes::Pictures),
    ("color", Becomes::Options),
    ("size", Becomes::Options),
    ("material", Becomes::Options),
    ("pattern", Becomes::Options),
    ("google_product_category", Becomes::Category),
    ("product_type", Becomes::Category),
    ("brand", Becomes::Specs),
    ("mpn", Becomes::Specs),
    ("gender", Becomes::Specs),
    ("age_group", Becomes::Specs),
    ("product_weight", Becomes::Specs),
    ("shipping_weight", Becomes::Measures),
    ("shipping_length", Becomes::Measures),
    ("shipping_width", Becomes::Measures),
    ("shipping_height", Becomes::Measures),
    ("link", Becomes::Aside(Aside::Links)),
    ("mobile_link", Becomes::Aside(Aside::Links)),
    ("canonical_link", Becomes::Aside(Aside::Links)),
    ("condition", Becomes::Aside(Aside::Foreign)),
    ("identifier_exists", Becomes::Aside(Aside::Foreign)),
    ("adult", Becomes::Aside(Aside::Foreign)),
    ("sale_price_effective_date", Becomes::SaleTime),
    ("availability_date", Becomes::Aside(Aside::Foreign)),
    ("expiration_date", Becomes::Aside(Aside::Foreign)),
    ("shipping*", Becomes::Aside(Aside::Postage)),
    ("tax*", Becomes::Aside(Aside::Tax)),
    ("custom_label_#", Becomes::Aside(Aside::ForEngines)),
    ("promotion_id", Becomes::Aside(Aside::ForEngines)),
    ("ads_*", Becomes::Aside(Aside::ForEngines)),
    ("cost_of_goods_sold", Becomes::Aside(Aside::Cost)),
];

const AXES: [(&str, &str, &str); 4] = [
    ("color", "Colour", "颜色"),
    ("size", "Size", "尺码"),
    ("material", "Material", "材质"),
    ("pattern", "Pattern", "图案"),
];
const SIDES: [&str; 3] = ["shipping_length", "shipping_width", "shipping_height"];
const PIECES: [&str; 3] = ["sell_on_google_quantity", "quantity", "inventory"];

/// A sale price counts at its time, which stands in one column.
const SALE: SaleColumns = SaleColumns {
    price: "sale_price",
    from: "sale_price_effective_date",
    until: "sale_price_effective_date",
};

/// An item, kept until all of its group have been read.
struct Item {
    product: usize,
    options: [String; 4],
    variant: Variant,
}

/// Reads a table as it counts at a time.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(
    table: &Table<'_>,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Parsed, ImportError> {
    let mut items = Vec::new();
    let mut parsed = table.read(
        |headings| headings.needs(&["id", "title", "price"]),
        |parsed, cells| read_item(parsed, cells, currency, now, &mut items),
    )?;
    group(&mut parsed, items);
    Ok(parsed)
}

fn read_item(
    parsed: &mut Parsed,
    cells: Cells<'_>,
    currency: Currency,
    now: DateTime<Utc>,
    items: &mut Vec<Item>,
) {
    let row = cells.row;
    let (id, group) = (cells.get("id"), cells.get("item_group_id"));
    let key = if group.is_empty() { id } else { group };
    if key.is_empty() {
        parsed.error(row, Some("id"), "", Trouble::NoHandle);
        return;
    }
    if cells.get("title").is_empty() {
        parsed.error(row, Some("title"), key, Trouble::NoTitle);
    }
    let known = if group.is_empty() {
        None
    } else {
        parsed.find(group)
    };
    let at = known.unwrap_or_else(|| parsed.add(begin(cells, key)));
    parsed.products[at].all_rows.push(row);
    for column in ["image_link", "additional_image_link"] {
        for source in cells.get(column).split(',').map(str::trim) {
            parsed.products[at].picture(PictureRef {
                row,
                column,
                source: source.to_owned(),
            });
        }
    }
    let asked = amount(parsed, cells, "price", key, currency);
    let (is_sold_at_it, sale_says) = SALE.counts(parsed, cells, key, now);
    let sale = if is_sold_at_it {
        amount(parsed, cells, "sale_price", key, currency)
    } else {
        None
    };
    let column = PIECES.iter().copied().find(|column| cells.has(column));
    let pieces = column.map_or("", |column| cells.get(column));
    let stock = match (pieces, cells.get("availability")) {
        // A number that is not given is none where there are none.
        ("", "out_of_stock" | "out of stock") => Some(0),
        (typed, _) => stock(parsed, row, column.unwrap_or("availability"), key, typed),
    };
    let barcode = barcode(parsed, row, "gtin", key, cells.get("gtin"));
    // Each names its unit: `3.5 kg`, `20 in`.
    let field = |column: &'static str| Field::new(column, cells.get(column), "");
    let weighs = Some(field("shipping_weight"));
    let measures = told(parsed, row, key, weighs, SIDES.map(field));
    let (Some(price), false) = (asked, parsed.is_error(row)) else {
        return;
    };
    let image = cells.get("image_link");
    items.push(Item {
        product: at,
        options: AXES.map(|(column, _, _)| cells.get(column).to_owned()),
        variant: Variant {
            row,
            choice: Choice::new(),
            sku: id.to_owned(),
            barcode,
            price: sale.unwrap_or(price),
            was_price: sale.and_then(|sale| (price.minor > sale.minor).then_some(price)),
            sale: sale_says,
            stock,
            picture: (!group.is_empty() && !image.is_empty()).then(|| PictureRef {
                row,
                column: "image_link",
                source: image.to_owned(),
            }),
            offered: true,
            measures,
        },
    });
}

fn begin(cells: Cells<'_>, key: &str) -> Product {
    let get = |column| cells.get(column);
    let said = ["product_type", "google_product_category"];
    let words = said
        .iter()
        .flat_map(|column| get(column).split('>'))
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    let category = said.map(get).into_iter().find(|said| !said.is_empty());
    let mut product = Product {
        key: key.to_owned(),
        row: cells.row,
        title: worded(get("title")),
        description: worded(&html::to_text(get("description"))),
        said: Said {
            category: category.unwrap_or_default().to_owned(),
            words,
        },
        published: true,
        ..Product::default()
    };
    for key in ["brand", "mpn", "gender", "age_group"] {
        product.attribute(cells.row, key, key, worded(get(key)));
    }
    for column in ["product_weight", "shipping_weight"] {
        let (number, unit) = get(column).split_once(' ').unwrap_or((get(column), ""));
        if let Some(grams) = grams(number, unit) {
            product.attribute(cells.row, column, "weight_g", Bilingual::new(grams, ""));
        }
    }
    product
}

/// `12.00 CNY`, in the market's own currency.
fn amount(
    parsed: &mut Parsed,
    cells: Cells<'_>,
    column: &'static str,
    product: &str,
    currency: Currency,
) -> Option<Money> {
    let typed = cells.get(column);
    let code: String = typed.chars().filter(char::is_ascii_alphabetic).collect();
    if !code.is_empty() && !code.eq_ignore_ascii_case(currency.code()) {
        let typed = typed.to_owned();
        let trouble = Trouble::OtherCurrency { typed };
        parsed.error(cells.row, Some(column), product, trouble);
        return None;
    }
    let number = typed.replace(|c: char| c.is_ascii_alphabetic(), "");
    super::product::price(parsed, cells.row, column, product, number.trim(), currency)
}

/// What differs within a group is an option; what all have alike tells of the product.
fn group(parsed: &mut Parsed, items: Vec<Item>) {
    let mut by_product: Vec<Vec<Item>> = parsed.products.iter().map(|_| Vec::new()).collect();
    for item in items {
        by_product[item.product].push(item);
    }
    for (at, items) in by_product.into_iter().enumerate() {
        let differs = |i: usize| {
            items
                .iter()
                .any(|item| item.options[i] != items[0].options[i])
        };
        let axes: Vec<usize> = (0..AXES.len()).filter(|i| differs(*i)).collect();
        let product = &mut parsed.products[at];
        for i in &axes {
            product.axes.push(Axis {
                name: Bilingual::new(AXES[*i].1, AXES[*i].2),
                values: Vec::new(),
            });
        }
        if let Some(first) = items.first() {
            for i in (0..AXES.len()).filter(|i| !axes.contains(i)) {
                let value = worded(&first.options[i]);
                product.attribute(first.variant.row, AXES[i].0, AXES[i].0, value);
            }
        }
        for item in items {
            add(parsed, at, &axes, item);
        }
    }
}

fn add(parsed: &mut Parsed, at: usize, axes: &[usize], item: Item) {
    let (row, key) = (item.variant.row, parsed.products[at].key.clone());
    if let Some(missing) = axes.iter().find(|i| item.options[**i].is_empty()) {
        let (column, axis, _) = AXES[*missing];
        let axis = axis.to_owned();
        parsed.error(row, Some(column), &key, Trouble::NoOption { axis });
        return;
    }
    let values: Vec<&str> = axes.iter().map(|i| item.options[*i].as_str()).collect();
    let choice = parsed.products[at].choose(&values);
    if let Some(twin) = parsed.products[at].row_with(&choice) {
        let trouble = Trouble::SameOptions { row: twin };
        parsed.error(row, Some("item_group_id"), &key, trouble);
        return;
    }
    parsed.products[at].variant(Variant {
        choice,
        ..item.variant
    });
}
