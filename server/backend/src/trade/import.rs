//! Bringing goods in from a file: read, check all of it, write, and a report that accounts
//! for every row and every column.

mod check;
mod google;
mod html;
pub(super) mod longtail_table;
mod pictures;
pub(super) mod product;
pub(super) mod sheet;
mod shopify;
mod stock;
mod taobao;
pub(super) mod text;
mod tree;
mod vendure;
mod woocommerce;
mod write;

pub mod history;

pub use pictures::Pictures;
pub use sheet::Renames;
pub use tree::{Added, categories};

use crate::{
    Ctx,
    failure::{Failure, Incident, denied},
    trade::catalog::category,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{CategoryId, ImportId, ShopId},
    policy::{Action, permit},
    trade::import::{Columns, Format, ImportError, ImportReport, MOST_COLUMNS, ReadAs, recognise},
};
use product::Parsed;
use sheet::Table;
use std::collections::{HashMap, HashSet};

/// What is to be brought into which shop.
pub struct Order<'a> {
    pub shop: ShopId,
    /// None: found by looking.
    pub format: Option<Format>,
    pub file_name: &'a str,
    pub file: &'a [u8],
    pub pictures: &'a Pictures,
    /// For everything in the file; else each product's words are looked for in the tree.
    pub category: Option<CategoryId>,
    /// Words of the file's categories, and where their goods go, whatever the shop chose before.
    pub places: &'a [(String, CategoryId)],
    /// What headings that the format does not know stand for.
    pub renames: &'a Renames,
    /// Where what was written is written down.
    pub import: Option<ImportId>,
    /// A worker's job, whose lease each batch makes longer.
    pub leased: bool,
    /// Writes nothing.
    pub dry_run: bool,
}

/// How far an import has come: products done, of so many.
pub type Progress<'a> = &'a mut (dyn FnMut(u32, u32) + Send);

/// Brings a file's products into a shop. All of the file is checked before anything is
/// written; a product with a row that is wrong is left out whole. What was brought in before
/// and has not changed is left alone, so the same file twice changes nothing.
///
/// # Errors
/// Says why nothing of the file can be read. What is wrong with a row is in the report.
pub async fn import_file(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    progress: Progress<'_>,
) -> Result<ImportReport, Failure<ImportError>> {
    permit(actor, Action::EditGoods(order.shop)).map_err(denied)?;
    let opened = open(order).map_err(Failure::Refused)?;
    let currency = ctx.settings.currency;
    let read_as = opened.read_as.clone();
    if read_as.format == Format::Stock {
        let (parsed, counts) =
            stock::parse(&opened.table(order, None), currency).map_err(Failure::Refused)?;
        let parsed = some_rows(parsed).map_err(Failure::Refused)?;
        let mut checked = stock::check(ctx, order, parsed, counts).await?;
        if !order.dry_run {
            stock::write(ctx, actor, order, &mut checked, progress).await?;
        }
        return Ok(stock_report(order, read_as, checked));
    }
    let parsed = opened
        .parse(order, currency, ctx.now(), None)
        .map_err(Failure::Refused)?;
    let format = read_as.format;
    // The text is not needed any more, and can be large.
    drop(opened);
    let mut checked = check::check(ctx, order, format, parsed).await?;
    let products = if order.dry_run {
        write::results(&checked, &HashMap::new())
    } else {
        write::products(ctx, actor, order, format, &mut checked, progress).await?
    };
    let mut report = report(order, read_as, checked.parsed);
    report.places = checked.places;
    report.products = products;
    report.count_products();
    Ok(report)
}

/// A file that was decoded and recognised.
struct Opened<'a> {
    text: text::Text<'a>,
    read_as: ReadAs,
    lines_before: u32,
    renames: Renames,
}

/// Decodes a file and says what it is.
fn open<'a>(order: &Order<'a>) -> Result<Opened<'a>, ImportError> {
    let text = text::decode(order.file)?;
    let mut renames = order.renames.clone();
    if text.text.trim_start().starts_with('<') {
        let format = agree(order.format, Some(Format::GoogleXml))?;
        return Ok(Opened {
            read_as: ReadAs {
                format,
                encoding: text.encoding,
                delimiter: None,
            },
            text,
            lines_before: 0,
            renames,
        });
    }
    let mut lines = text.text.lines();
    let mut first = lines.next().unwrap_or_default();
    let versioned = first.starts_with("version ");
    if versioned {
        first = lines.next().unwrap_or_default();
    }
    let delimiter = sheet::delimiter(first);
    let headings = headings(first, delimiter)?;
    let looks = if headings.first().is_some_and(|h| h == "宝贝名称") {
        renames.extend(taobao::captions());
        Some(Format::Taobao)
    } else {
        let known_as = |h: &String| renames.iter().find(|(from, _)| from.to_lowercase() == *h);
        let headings: Vec<String> = headings
            .iter()
            .map(|h| known_as(h).map_or_else(|| h.clone(), |(_, to)| to.clone()))
            .collect();
        recognise(&headings)
    };
    Ok(Opened {
        read_as: ReadAs {
            format: agree(order.format, looks)?,
            encoding: text.encoding,
            delimiter: Some(delimiter),
        },
        lines_before: u32::from(versioned),
        text,
        renames,
    })
}

fn headings(line: &str, delimiter: char) -> Result<Vec<String>, ImportError> {
    let mut record = csv::StringRecord::new();
    csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter as u8)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes())
        .read_record(&mut record)
        .map_err(|_| ImportError::Unreadable { line: 1 })?;
    if record.len() > MOST_COLUMNS {
        let most = MOST_COLUMNS as u32;
        return Err(ImportError::TooManyColumns { most });
    }
    Ok(record.iter().map(str::to_lowercase).collect())
}

/// What a file is, by what was chosen and what it looks like. A stock list may be read from
/// any table that has codes and pieces.
fn agree(chosen: Option<Format>, looks: Option<Format>) -> Result<Format, ImportError> {
    match (chosen, looks) {
        (Some(Format::Stock), _) => Ok(Format::Stock),
        (Some(chosen), Some(looks)) if looks != chosen && looks != Format::Stock => {
            Err(ImportError::OtherFormat { chosen, looks })
        }
        (Some(chosen), _) => Ok(chosen),
        (None, Some(looks)) => Ok(looks),
        (None, None) => Err(ImportError::NotRecognised),
    }
}

impl Opened<'_> {
    fn table<'a>(&'a self, order: &Order<'_>, keep: Option<&'a HashSet<u32>>) -> Table<'a> {
        let format = order.format.unwrap_or(self.read_as.format);
        Table {
            text: &self.text.text,
            delimiter: self.read_as.delimiter.unwrap_or(','),
            columns: columns(self.read_as.format),
            renames: &self.renames,
            lines_before: self.lines_before,
            exact: format == Format::Longtail,
            keep,
        }
    }

    fn parse(
        &self,
        order: &Order<'_>,
        currency: longtail::money::Currency,
        now: DateTime<Utc>,
        keep: Option<&HashSet<u32>>,
    ) -> Result<Parsed, ImportError> {
        let table = self.table(order, keep);
        let parsed = match self.read_as.format {
            Format::Longtail => longtail_table::parse(&table, currency),
            Format::Shopify => shopify::parse(&table, currency),
            Format::Woocommerce => woocommerce::parse(&table, currency, now),
            Format::Taobao => taobao::parse(&table, currency),
            Format::GoogleXml => google::parse_xml(&table, currency, now),
            Format::GoogleTsv => google::parse(&table, currency, now),
            Format::Vendure => vendure::parse(&table, currency),
            Format::Stock => stock::parse(&table, currency).map(|(parsed, _)| parsed),
        };
        some_rows(parsed?)
    }
}

fn some_rows(parsed: Parsed) -> Result<Parsed, ImportError> {
    if parsed.rows == 0 {
        return Err(ImportError::NoRows);
    }
    Ok(parsed)
}

/// The columns that a format knows.
pub fn columns(format: Format) -> Columns {
    match format {
        Format::Longtail => longtail_table::COLUMNS,
        Format::Shopify => shopify::COLUMNS,
        Format::Woocommerce => woocommerce::COLUMNS,
        Format::Taobao => taobao::COLUMNS,
        Format::GoogleXml | Format::GoogleTsv => google::COLUMNS,
        Format::Vendure => vendure::COLUMNS,
        Format::Stock => stock::COLUMNS,
    }
}

/// Every row once: an error where there is one, else the picture, the product or the variant
/// that it is.
fn report(order: &Order<'_>, read_as: ReadAs, mut parsed: Parsed) -> ImportReport {
    parsed.issues.sort_by_key(|issue| (issue.row, !issue.error));
    parsed.issues.dedup();
    let errors = &parsed.error_rows;
    let good = |rows: &[u32]| rows.iter().filter(|row| !errors.contains(row)).count() as u32;
    let (mut pictures, mut own, mut all) = (0, 0, 0);
    for product in &parsed.products {
        pictures += good(&product.picture_rows);
        own += good(&product.own_rows);
        all += good(&product.all_rows);
    }
    ImportReport {
        read_as,
        file_name: order.file_name.to_owned(),
        dry_run: order.dry_run,
        rows: parsed.rows,
        variant_rows: all - pictures - own,
        product_rows: own,
        picture_rows: pictures,
        error_rows: errors.len() as u32,
        created: 0,
        updated: 0,
        unchanged: 0,
        left_out: 0,
        pictures: 0,
        columns: parsed.columns,
        places: Vec::new(),
        products: Vec::new(),
        issue_count: parsed.issues.len() as u32,
        issues: parsed.issues,
        undone: None,
    }
}

fn stock_report(order: &Order<'_>, read_as: ReadAs, checked: stock::CheckedStock) -> ImportReport {
    let (changed, unchanged) = (checked.changed(), checked.unchanged);
    let mut report = report(order, read_as, checked.parsed);
    report.variant_rows = changed + unchanged;
    report.updated = changed;
    report.unchanged = unchanged;
    report.left_out = report.error_rows;
    report
}

/// A category by its slug, as the command line names it.
///
/// # Errors
/// [`ImportError::NoCategory`].
pub async fn category_named(ctx: &Ctx, slug: &str) -> Result<CategoryId, Failure<ImportError>> {
    category::categories(ctx)
        .await
        .map_err(|failure| failure.map_refusal(|never| match never {}))?
        .into_iter()
        .find(|category| category.slug == slug)
        .map(|category| category.id)
        .ok_or_else(|| {
            Failure::Refused(ImportError::NoCategory {
                slug: slug.to_owned(),
            })
        })
}

/// A shop by its slug, for the command line.
///
/// # Errors
/// *Not found*.
pub async fn shop_named(ctx: &Ctx, slug: &str) -> Result<ShopId, Failure<ImportError>> {
    let id = sqlx::query_scalar!("select id from shops where slug = $1", slug)
        .fetch_optional(&ctx.db)
        .await
        .map_err(Incident::from)?;
    id.map(ShopId).ok_or(Failure::NotFound)
}
