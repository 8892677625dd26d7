//! Bringing goods in from a file: read, check, write, and a report that accounts for every row.

mod html;
mod pictures;
mod product;
mod record;
mod sheet;
mod shopify;
mod vendure;

pub mod history;
mod place;

pub use pictures::Pictures;

use crate::{
    Ctx,
    failure::{Failure, Incident, denied},
    trade::catalog::category,
};
use longtail::{
    actor::Actor,
    id::{CategoryId, ShopId},
    policy::{Action, permit},
    trade::import::{Format, ImportError, ImportReport, ProductResult},
};
use product::Parsed;
use sheet::Sheet;
use std::collections::BTreeSet;

/// What is to be brought into which shop.
pub struct Order<'a> {
    pub shop: ShopId,
    pub format: Format,
    pub file_name: &'a str,
    pub file: &'a [u8],
    pub pictures: &'a Pictures,
    /// For everything in the file; else each product's words are looked for in the tree.
    pub category: Option<CategoryId>,
    /// Writes nothing.
    pub dry_run: bool,
}

/// How far an import has come: products done, of so many.
pub type Progress<'a> = &'a mut (dyn FnMut(u32, u32) + Send);

/// Brings a file's products into a shop. Each product is written by itself, so that a file
/// that was cut short can be brought in again: what is there already is left alone.
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
    let parsed = parse(ctx, order).map_err(Failure::Refused)?;
    let total = parsed.products.len() as u32;
    let mut results = Vec::new();
    let mut parsed = parsed;
    let places = place::Places::load(ctx, order.category).await?;
    for at in 0..parsed.products.len() {
        let result = record::product(ctx, actor, order, &places, &mut parsed, at).await?;
        results.push(result);
        progress(at as u32 + 1, total);
    }
    Ok(report(order, parsed, results))
}

fn parse(ctx: &Ctx, order: &Order<'_>) -> Result<Parsed, ImportError> {
    let sheet = Sheet::read(order.file)?;
    let currency = ctx.settings.currency;
    match order.format {
        Format::Shopify => shopify::parse(&sheet, currency),
        Format::Vendure => vendure::parse(&sheet, currency),
    }
}

/// Every row once: an error where there is one, else the picture or the variant that it is.
fn report(order: &Order<'_>, parsed: Parsed, products: Vec<ProductResult>) -> ImportReport {
    let mut issues = parsed.issues;
    issues.sort_by_key(|issue| (issue.row, !issue.error));
    issues.dedup();
    let errors: BTreeSet<u32> = issues.iter().filter(|i| i.error).map(|i| i.row).collect();
    let pictures = parsed
        .products
        .iter()
        .flat_map(|product| &product.picture_rows)
        .filter(|row| !errors.contains(row))
        .count() as u32;
    let variants = parsed
        .products
        .iter()
        .flat_map(|product| &product.variants)
        .filter(|variant| !errors.contains(&variant.row))
        .count() as u32;
    ImportReport {
        format: order.format,
        file_name: order.file_name.to_owned(),
        dry_run: order.dry_run,
        rows: parsed.rows,
        variant_rows: variants,
        picture_rows: pictures,
        error_rows: errors.len() as u32,
        products,
        issues,
    }
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
