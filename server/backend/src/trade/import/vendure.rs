//! Vendure's product CSV: the first row of a product names it, the rows below are its variants.

use super::{
    html,
    product::{Columns, Parsed, PictureRef, Product, Variant, amounts},
    sheet::{Row, Sheet},
};
use longtail::{
    money::Currency,
    text::{Bilingual, slugify},
    trade::{
        catalog::Axis,
        import::{ImportError, Trouble},
    },
};

const COLUMNS: Columns = Columns {
    price: "price",
    was_price: "compareAtPrice",
    stock: "stockOnHand",
};

/// Reads a whole file.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(sheet: &Sheet, currency: Currency) -> Result<Parsed, ImportError> {
    if !sheet.has("name:en") && !sheet.has("name:zh") {
        sheet.needs(&["name"])?;
    }
    sheet.needs(&["optionValues", "price"])?;
    let mut parsed = Parsed {
        rows: sheet.rows.len() as u32,
        ..Parsed::default()
    };
    for row in &sheet.rows {
        read_row(&mut parsed, sheet, row, currency);
    }
    Ok(parsed)
}

fn words(sheet: &Sheet, row: &Row, column: &str) -> Bilingual {
    let plain = sheet.field(row, column);
    let en = sheet.translated(row, column, "en");
    let zh = sheet.translated(row, column, "zh");
    Bilingual::new(if en.is_empty() { plain } else { en }, zh)
}

fn parts(field: &str) -> Vec<&str> {
    field
        .split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn read_row(parsed: &mut Parsed, sheet: &Sheet, row: &Row, currency: Currency) {
    let get = |column: &str| sheet.field(row, column);
    let title = words(sheet, row, "name");
    let starts = !title.is_empty()
        || ["slug", "description", "assets", "optionGroups"]
            .iter()
            .any(|column| !get(column).is_empty());
    if starts {
        let mut slug = slugify(get("slug"));
        if slug.is_empty() {
            slug = slugify(&title.en);
        }
        if slug.is_empty() {
            slug = format!("row-{}", row.number);
        }
        if title.is_empty() {
            parsed.error(row.number, Some("name"), &slug, Trouble::NoTitle);
        }
        let product = begin(sheet, row, slug, title);
        parsed.products.push(product);
    }
    if row.fields.len() != sheet.width {
        let trouble = Trouble::FieldCount {
            expected: sheet.width as u32,
            found: row.fields.len() as u32,
        };
        let product = parsed.products.last().map(|p| p.key.clone());
        parsed.error(row.number, None, &product.unwrap_or_default(), trouble);
    }
    let Some(product) = parsed.products.last_mut() else {
        parsed.error(row.number, Some("name"), "", Trouble::NoProduct);
        return;
    };
    product.all_rows.push(row.number);
    if parsed.is_error(row.number) {
        return;
    }
    read_variant(parsed, sheet, row, currency);
}

fn begin(sheet: &Sheet, row: &Row, key: String, title: Bilingual) -> Product {
    let get = |column: &str| sheet.field(row, column);
    let description = words(sheet, row, "description");
    let enabled = !get("enabled").eq_ignore_ascii_case("false");
    Product {
        key,
        row: row.number,
        title,
        description: Bilingual::new(
            html::to_text(&description.en),
            html::to_text(&description.zh),
        ),
        words: parts(get("facets"))
            .into_iter()
            .map(|facet| facet.split_once(':').map_or(facet, |(_, value)| value))
            .map(str::to_owned)
            .collect(),
        published: enabled,
        axes: parts(get("optionGroups"))
            .into_iter()
            .map(|name| Axis {
                name: Bilingual::new(name, ""),
                values: Vec::new(),
            })
            .collect(),
        pictures: parts(get("assets"))
            .into_iter()
            .map(|name| PictureRef {
                row: row.number,
                column: "assets",
                source: name.to_owned(),
            })
            .collect(),
        ..Product::default()
    }
}

fn read_variant(parsed: &mut Parsed, sheet: &Sheet, row: &Row, currency: Currency) {
    let get = |column: &str| sheet.field(row, column);
    let Some(current) = parsed.products.last() else {
        return;
    };
    let (key, axes) = (current.key.clone(), current.axes.clone());
    let values = parts(get("optionValues"));
    if let Some(axis) = axes.get(values.len()) {
        let axis = axis.name.en.clone();
        parsed.error(
            row.number,
            Some("optionValues"),
            &key,
            Trouble::NoOption { axis },
        );
    }
    if let Some(value) = values.get(axes.len()) {
        let value = (*value).to_owned();
        parsed.error(
            row.number,
            Some("optionValues"),
            &key,
            Trouble::UnknownOption { value },
        );
    }
    let fields = (get("price"), get("compareAtPrice"), get("stockOnHand"));
    let read = amounts(parsed, row, &key, &COLUMNS, fields, currency);
    let Some((price, was_price, stock)) = read else {
        return;
    };
    let Some(product) = parsed.products.last_mut() else {
        return;
    };
    let choice = product.choose(&values);
    if let Some(twin) = product.row_with(&choice) {
        parsed.error(
            row.number,
            Some("optionValues"),
            &key,
            Trouble::SameOptions { row: twin },
        );
        return;
    }
    let picture = parts(get("variantAssets")).first().map(|name| PictureRef {
        row: row.number,
        column: "variantAssets",
        source: (*name).to_owned(),
    });
    product.variants.push(Variant {
        row: row.number,
        choice,
        sku: get("sku").to_owned(),
        price,
        was_price,
        stock,
        picture,
    });
}
