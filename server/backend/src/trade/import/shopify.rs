//! Shopify's product CSV: one row a variant or a picture, rows of one handle belong together.

use super::{
    html,
    product::{Columns, Parsed, PictureRef, Product, Variant, amounts},
    sheet::{Row, Sheet},
};
use longtail::{
    money::Currency,
    text::Bilingual,
    trade::{
        catalog::Axis,
        import::{ImportError, Trouble},
    },
};

const COLUMNS: Columns = Columns {
    price: "Variant Price",
    was_price: "Variant Compare At Price",
    stock: "Variant Inventory Qty",
};
const OPTIONS: [(&str, &str); 3] = [
    ("Option1 Name", "Option1 Value"),
    ("Option2 Name", "Option2 Value"),
    ("Option3 Name", "Option3 Value"),
];

/// Reads a whole file.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(sheet: &Sheet, currency: Currency) -> Result<Parsed, ImportError> {
    sheet.needs(&["Handle", "Title", "Variant Price"])?;
    let mut parsed = Parsed {
        rows: sheet.rows.len() as u32,
        ..Parsed::default()
    };
    for row in &sheet.rows {
        read_row(&mut parsed, sheet, row, currency);
    }
    for product in &mut parsed.products {
        // Shopify gives each picture its place.
        product.pictures.dedup_by(|a, b| a.source == b.source);
    }
    Ok(parsed)
}

fn read_row(parsed: &mut Parsed, sheet: &Sheet, row: &Row, currency: Currency) {
    let get = |column: &str| sheet.field(row, column);
    let handle = get("Handle").to_owned();
    if row.fields.len() != sheet.width {
        let trouble = Trouble::FieldCount {
            expected: sheet.width as u32,
            found: row.fields.len() as u32,
        };
        parsed.error(row.number, None, &handle, trouble);
    }
    if handle.is_empty() {
        parsed.error(row.number, Some("Handle"), "", Trouble::NoHandle);
        return;
    }
    let at = match parsed.products.iter().position(|p| p.key == handle) {
        Some(at) => at,
        None => {
            let product = begin(parsed, sheet, row, &handle);
            parsed.products.push(product);
            parsed.products.len() - 1
        }
    };
    parsed.products[at].all_rows.push(row.number);
    if get("Gift Card").eq_ignore_ascii_case("true") {
        parsed.error(row.number, Some("Gift Card"), &handle, Trouble::GiftCard);
    }
    if parsed.is_error(row.number) {
        return;
    }
    let picture = get("Image Src");
    if !picture.is_empty() {
        let picture = PictureRef {
            row: row.number,
            column: "Image Src",
            source: picture.to_owned(),
        };
        parsed.products[at].pictures.push(picture);
    }
    let says_variant = [COLUMNS.price, "Variant SKU", COLUMNS.stock]
        .into_iter()
        .chain(OPTIONS.map(|(_, value)| value))
        .any(|column| !get(column).is_empty());
    if says_variant {
        read_variant(parsed, sheet, row, at, currency);
    } else if !get("Image Src").is_empty() {
        parsed.products[at].picture_rows.push(row.number);
    } else {
        parsed.error(row.number, None, &handle, Trouble::Empty);
    }
}

fn begin(parsed: &mut Parsed, sheet: &Sheet, row: &Row, handle: &str) -> Product {
    let get = |column: &str| sheet.field(row, column);
    if get("Title").is_empty() {
        parsed.error(row.number, Some("Title"), handle, Trouble::NoTitle);
    }
    let mut words = vec![get("Type").to_owned()];
    words.extend(get("Tags").split(',').map(|tag| tag.trim().to_owned()));
    for column in [
        "Product Category",
        "Google Shopping / Google Product Category",
    ] {
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
            name: Bilingual::new(name, ""),
            values: Vec::new(),
        })
        .collect();
    let active = match get("Status").to_lowercase().as_str() {
        "" => !get("Published").eq_ignore_ascii_case("false"),
        status => status == "active",
    };
    Product {
        key: handle.to_owned(),
        row: row.number,
        title: Bilingual::new(get("Title"), ""),
        description: Bilingual::new(html::to_text(get("Body (HTML)")), ""),
        words,
        published: active,
        axes,
        ..Product::default()
    }
}

fn read_variant(parsed: &mut Parsed, sheet: &Sheet, row: &Row, at: usize, currency: Currency) {
    let get = |column: &str| sheet.field(row, column);
    let product = parsed.products[at].key.clone();
    let axes = parsed.products[at].axes.clone();
    let mut values = Vec::new();
    for (i, (_, column)) in OPTIONS.iter().enumerate() {
        match (axes.get(i), get(column)) {
            (Some(axis), "") => {
                let axis = axis.name.en.clone();
                parsed.error(
                    row.number,
                    Some(column),
                    &product,
                    Trouble::NoOption { axis },
                );
            }
            (Some(_), value) => values.push(value),
            (None, "" | "Default Title") => {}
            (None, value) => {
                let value = value.to_owned();
                parsed.error(
                    row.number,
                    Some(column),
                    &product,
                    Trouble::UnknownOption { value },
                );
            }
        }
    }
    let fields = (
        get(COLUMNS.price),
        get(COLUMNS.was_price),
        get(COLUMNS.stock),
    );
    let read = amounts(parsed, row, &product, &COLUMNS, fields, currency);
    let Some((price, was_price, stock)) = read else {
        return;
    };
    let choice = parsed.products[at].choose(&values);
    if let Some(twin) = parsed.products[at].row_with(&choice) {
        parsed.error(
            row.number,
            Some(OPTIONS[0].1),
            &product,
            Trouble::SameOptions { row: twin },
        );
        return;
    }
    let picture = get("Variant Image");
    parsed.products[at].variants.push(Variant {
        row: row.number,
        choice,
        sku: get("Variant SKU").trim_start_matches('\'').to_owned(),
        price,
        was_price,
        stock,
        picture: (!picture.is_empty()).then(|| PictureRef {
            row: row.number,
            column: "Variant Image",
            source: picture.to_owned(),
        }),
    });
}
