//! Shopify's product CSV: one row a variant or a picture, rows of one handle belong together.

use super::{
    html,
    product::{
        AmountColumns, Field, Parsed, PictureRef, Product, Variant, barcode, grams, told, worded,
    },
    sheet::{Cells, Table},
};
use longtail::{
    money::Currency,
    text::Bilingual,
    trade::{
        catalog::Axis,
        import::{Aside, Becomes, Columns, ImportError, Said, Trouble},
    },
};

/// The columns of an export, and what becomes of each.
pub const COLUMNS: Columns = &[
    ("handle", Becomes::Key),
    ("title", Becomes::Title),
    ("body (html)", Becomes::Description),
    ("vendor", Becomes::Specs),
    ("type", Becomes::Category),
    ("product category", Becomes::Category),
    ("tags", Becomes::Category),
    (
        "google shopping / google product category",
        Becomes::Category,
    ),
    ("published", Becomes::Publishing),
    ("status", Becomes::Publishing),
    ("option# name", Becomes::Options),
    ("option# value", Becomes::Options),
    ("variant sku", Becomes::Sku),
    ("variant barcode", Becomes::Barcode),
    ("variant grams", Becomes::Measures),
    ("variant inventory qty", Becomes::Stock),
    ("variant price", Becomes::Price),
    ("variant compare at price", Becomes::WasPrice),
    ("image src", Becomes::Pictures),
    ("variant image", Becomes::Pictures),
    ("gift card", Becomes::Belonging),
    ("google shopping / gender", Becomes::Specs),
    ("google shopping / age group", Becomes::Specs),
    ("google shopping / mpn", Becomes::Specs),
    // The order of the rows says it already.
    ("image position", Becomes::Pictures),
    ("image alt text", Becomes::Aside(Aside::ForEngines)),
    ("seo title", Becomes::Aside(Aside::ForEngines)),
    ("seo description", Becomes::Aside(Aside::ForEngines)),
    ("google shopping / *", Becomes::Aside(Aside::ForEngines)),
    ("variant inventory policy", Becomes::Aside(Aside::SellingOn)),
    ("variant inventory tracker", Becomes::Aside(Aside::Foreign)),
    (
        "variant fulfillment service",
        Becomes::Aside(Aside::Foreign),
    ),
    ("variant requires shipping", Becomes::Aside(Aside::Postage)),
    // Weights come in grams; this is how Shopify shows them.
    ("variant weight unit", Becomes::Aside(Aside::Foreign)),
    ("variant taxable", Becomes::Aside(Aside::Tax)),
    ("variant tax code", Becomes::Aside(Aside::Tax)),
    ("cost per item", Becomes::Aside(Aside::Cost)),
];

const AMOUNTS: AmountColumns = AmountColumns {
    price: "variant price",
    was_price: "variant compare at price",
    stock: "variant inventory qty",
};
const OPTIONS: [(&str, &str); 3] = [
    ("option1 name", "option1 value"),
    ("option2 name", "option2 value"),
    ("option3 name", "option3 value"),
];
const ATTRIBUTES: [(&str, &str); 4] = [
    ("vendor", "brand"),
    ("google shopping / gender", "gender"),
    ("google shopping / age group", "age_group"),
    ("google shopping / mpn", "mpn"),
];

/// Reads a whole file.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(table: &Table<'_>, currency: Currency) -> Result<Parsed, ImportError> {
    table.read(
        |headings| headings.needs(&["handle", "title", "variant price"]),
        |parsed, cells| read_row(parsed, cells, currency),
    )
}

fn read_row(parsed: &mut Parsed, cells: Cells<'_>, currency: Currency) {
    let row = cells.row;
    let handle = cells.get("handle");
    if handle.is_empty() {
        parsed.error(row, Some("handle"), "", Trouble::NoHandle);
        return;
    }
    let at = match parsed.find(handle) {
        Some(at) => at,
        None => {
            let product = begin(parsed, cells);
            parsed.add(product)
        }
    };
    parsed.products[at].all_rows.push(row);
    if cells.get("gift card").eq_ignore_ascii_case("true") {
        parsed.error(row, Some("gift card"), handle, Trouble::GiftCard);
    }
    if parsed.is_error(row) {
        return;
    }
    parsed.products[at].picture(PictureRef {
        row,
        column: "image src",
        source: cells.get("image src").to_owned(),
    });
    let says_variant = [AMOUNTS.price, "variant sku", AMOUNTS.stock]
        .into_iter()
        .chain(OPTIONS.map(|(_, value)| value))
        .any(|column| !cells.get(column).is_empty());
    if says_variant {
        read_variant(parsed, cells, at, currency);
    } else if !cells.get("image src").is_empty() {
        parsed.products[at].picture_rows.push(row);
    } else {
        parsed.error(row, None, handle, Trouble::Empty);
    }
}

fn begin(parsed: &mut Parsed, cells: Cells<'_>) -> Product {
    let get = |column| cells.get(column);
    let handle = get("handle");
    if get("title").is_empty() {
        parsed.error(cells.row, Some("title"), handle, Trouble::NoTitle);
    }
    let mut words: Vec<String> = get("tags")
        .split(',')
        .map(|tag| tag.trim().to_owned())
        .collect();
    for column in ["type", "google shopping / google product category"] {
        words.extend(get(column).split('>').map(|word| word.trim().to_owned()));
    }
    words.retain(|word| !word.is_empty());
    // How Shopify says that there is nothing to choose.
    let nothing = get(OPTIONS[0].0) == "Title"
        && get(OPTIONS[0].1) == "Default Title"
        && get(OPTIONS[1].0).is_empty();
    let axes = OPTIONS
        .iter()
        .map(|(name, _)| get(name))
        .take_while(|name| !name.is_empty() && !nothing)
        .map(|name| Axis {
            name: worded(name),
            values: Vec::new(),
        })
        .collect();
    let active = match get("status").to_lowercase().as_str() {
        "" => !get("published").eq_ignore_ascii_case("false"),
        status => status == "active",
    };
    let category = ["product category", "type"]
        .map(get)
        .into_iter()
        .find(|said| !said.is_empty());
    let mut product = Product {
        key: handle.to_owned(),
        row: cells.row,
        title: worded(get("title")),
        description: worded(&html::to_text(get("body (html)"))),
        said: Said {
            category: category.unwrap_or_default().to_owned(),
            words,
        },
        published: active,
        axes,
        ..Product::default()
    };
    for (column, key) in ATTRIBUTES {
        product.attribute(cells.row, column, key, worded(get(column)));
    }
    // Shopify writes 0 where nobody has weighed.
    if let Some(grams) = grams(get("variant grams"), "g").filter(|grams| grams != "0") {
        product.attribute(
            cells.row,
            "variant grams",
            "weight_g",
            Bilingual::new(grams, ""),
        );
    }
    product
}

fn read_variant(parsed: &mut Parsed, cells: Cells<'_>, at: usize, currency: Currency) {
    let (row, product) = (cells.row, cells.get("handle"));
    let axes: Vec<String> = parsed.products[at]
        .axes
        .iter()
        .map(|axis| axis.name.pick(longtail::text::Lang::En).to_owned())
        .collect();
    let mut values = Vec::new();
    for (i, (_, column)) in OPTIONS.iter().enumerate() {
        match (axes.get(i), cells.get(column)) {
            (Some(axis), "") => {
                let axis = axis.clone();
                parsed.error(row, Some(column), product, Trouble::NoOption { axis });
            }
            (Some(_), value) => values.push(value),
            (None, "" | "Default Title") => {}
            (None, value) => {
                let value = value.to_owned();
                parsed.error(row, Some(column), product, Trouble::UnknownOption { value });
            }
        }
    }
    let Some(amounts) = AMOUNTS.read(parsed, cells, product, currency) else {
        return;
    };
    let choice = parsed.products[at].choose(&values);
    if let Some(twin) = parsed.products[at].row_with(&choice) {
        let trouble = Trouble::SameOptions { row: twin };
        parsed.error(row, Some(OPTIONS[0].1), product, trouble);
        return;
    }
    let barcode = barcode(
        parsed,
        row,
        "variant barcode",
        product,
        cells.get("variant barcode"),
    );
    let weighs = Field::new("variant grams", cells.get("variant grams"), "g");
    // It knows no sizes.
    let sides = ["length", "width", "height"].map(|side| Field::new(side, "", "cm"));
    let measures = told(parsed, row, product, Some(weighs), sides);
    let picture = cells.get("variant image");
    parsed.products[at].variant(Variant {
        row,
        choice,
        sku: cells.get("variant sku").trim_start_matches('\'').to_owned(),
        barcode,
        price: amounts.price,
        was_price: amounts.was_price,
        sale: String::new(),
        stock: amounts.stock,
        picture: (!picture.is_empty()).then(|| PictureRef {
            row,
            column: "variant image",
            source: picture.to_owned(),
        }),
        offered: true,
        measures,
    });
}
