//! Vendure's product CSV: the first row of a product names it, the rows below are its variants.

use super::{
    html,
    product::{AmountColumns, Parsed, PictureRef, Product, Variant, worded},
    sheet::{Cells, Table},
};
use longtail::{
    money::Currency,
    text::{Bilingual, slugify},
    trade::{
        catalog::Axis,
        import::{Aside, Becomes, Columns, ImportError, Said, Trouble},
        shipping::postage::Told,
    },
};

/// The columns of an export, and what becomes of each.
pub const COLUMNS: Columns = &[
    ("name*", Becomes::Title),
    ("slug*", Becomes::Key),
    ("description*", Becomes::Description),
    ("assets", Becomes::Pictures),
    ("facets*", Becomes::Category),
    ("optiongroups*", Becomes::Options),
    ("optionvalues*", Becomes::Options),
    ("sku", Becomes::Sku),
    ("price", Becomes::Price),
    ("compareatprice", Becomes::WasPrice),
    ("stockonhand", Becomes::Stock),
    ("enabled", Becomes::Publishing),
    ("variantassets", Becomes::Pictures),
    ("taxcategory", Becomes::Aside(Aside::Tax)),
    ("trackinventory", Becomes::Aside(Aside::SellingOn)),
    ("variantfacets*", Becomes::Aside(Aside::Foreign)),
];

const AMOUNTS: AmountColumns = AmountColumns {
    price: "price",
    was_price: "compareatprice",
    stock: "stockonhand",
};

/// Reads a whole file.
///
/// # Errors
/// Says why nothing of it can be read.
pub fn parse(table: &Table<'_>, currency: Currency) -> Result<Parsed, ImportError> {
    table.read(
        |headings| {
            let translated = headings
                .uses
                .iter()
                .any(|used| used.known_as.starts_with("name:"));
            if !translated {
                headings.needs(&["name"])?;
            }
            headings.needs(&["optionvalues", "price"])
        },
        |parsed, cells| read_row(parsed, cells, currency),
    )
}

fn words(cells: Cells<'_>, column: &str) -> Bilingual {
    let translated = |language: &str| {
        let found = cells.starting(&format!("{column}:{language}"));
        found.map_or("", |(_, text)| text)
    };
    let (en, zh) = (translated("en"), translated("zh"));
    if en.is_empty() && zh.is_empty() {
        return worded(cells.get(column));
    }
    Bilingual::new(en, zh)
}

fn parts(field: &str) -> Vec<&str> {
    field
        .split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn read_row(parsed: &mut Parsed, cells: Cells<'_>, currency: Currency) {
    let row = cells.row;
    let title = words(cells, "name");
    let starts = !title.is_empty()
        || ["slug", "description", "assets", "optiongroups"]
            .iter()
            .any(|column| !cells.get(column).is_empty());
    if starts {
        let mut slug = slugify(cells.get("slug"));
        if slug.is_empty() {
            slug = slugify(&title.en);
        }
        if slug.is_empty() {
            slug = format!("row-{row}");
        }
        if title.is_empty() {
            parsed.error(row, Some("name"), &slug, Trouble::NoTitle);
        }
        parsed.add(begin(cells, slug, title));
    }
    let Some(product) = parsed.products.last_mut() else {
        parsed.error(row, Some("name"), "", Trouble::NoProduct);
        return;
    };
    product.all_rows.push(row);
    if parsed.is_error(row) {
        return;
    }
    read_variant(parsed, cells, currency);
}

fn begin(cells: Cells<'_>, key: String, title: Bilingual) -> Product {
    let description = words(cells, "description");
    let facets: Vec<(&str, &str)> = parts(cells.get("facets"))
        .into_iter()
        .map(|facet| facet.split_once(':').unwrap_or(("", facet)))
        .collect();
    let categories: Vec<&str> = facets
        .iter()
        .filter(|(kind, _)| *kind == "category")
        .map(|(_, value)| *value)
        .collect();
    let mut product = Product {
        key,
        row: cells.row,
        title,
        description: Bilingual::new(
            html::to_text(&description.en),
            html::to_text(&description.zh),
        ),
        said: Said {
            category: categories.join(" > "),
            words: facets
                .iter()
                .map(|(_, value)| (*value).to_owned())
                .collect(),
        },
        published: !cells.get("enabled").eq_ignore_ascii_case("false"),
        axes: parts(cells.get("optiongroups"))
            .into_iter()
            .map(|name| Axis {
                name: worded(name),
                values: Vec::new(),
            })
            .collect(),
        ..Product::default()
    };
    for name in parts(cells.get("assets")) {
        product.picture(PictureRef {
            row: cells.row,
            column: "assets",
            source: name.to_owned(),
        });
    }
    for (kind, value) in facets
        .iter()
        .filter(|(kind, _)| !matches!(*kind, "" | "category"))
    {
        product.attribute(cells.row, "facets", kind, worded(value));
    }
    product
}

fn read_variant(parsed: &mut Parsed, cells: Cells<'_>, currency: Currency) {
    let row = cells.row;
    let Some(current) = parsed.products.last() else {
        return;
    };
    let key = current.key.clone();
    let axes: Vec<String> = current
        .axes
        .iter()
        .map(|axis| axis.name.pick(longtail::text::Lang::En).to_owned())
        .collect();
    let values = parts(cells.get("optionvalues"));
    let column = Some("optionvalues");
    if let Some(axis) = axes.get(values.len()) {
        let axis = axis.clone();
        parsed.error(row, column, &key, Trouble::NoOption { axis });
    }
    if let Some(value) = values.get(axes.len()) {
        let value = (*value).to_owned();
        parsed.error(row, column, &key, Trouble::UnknownOption { value });
    }
    let Some(amounts) = AMOUNTS.read(parsed, cells, &key, currency) else {
        return;
    };
    let Some(product) = parsed.products.last_mut() else {
        return;
    };
    let choice = product.choose(&values);
    if let Some(twin) = product.row_with(&choice) {
        parsed.error(row, column, &key, Trouble::SameOptions { row: twin });
        return;
    }
    let picture = parts(cells.get("variantassets"))
        .first()
        .map(|name| PictureRef {
            row,
            column: "variantassets",
            source: (*name).to_owned(),
        });
    product.variant(Variant {
        row,
        choice,
        sku: cells.get("sku").to_owned(),
        barcode: String::new(),
        price: amounts.price,
        was_price: amounts.was_price,
        sale: String::new(),
        stock: amounts.stock,
        picture,
        offered: true,
        // It has no columns for them.
        measures: Told::default(),
    });
}
