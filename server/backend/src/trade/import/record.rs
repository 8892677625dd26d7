//! One product of a file becomes a listing.

use super::{
    Order,
    place::Places,
    product::{Parsed, PictureRef, Product},
};
use crate::{
    Ctx,
    failure::{Failure, Incident},
    platform::media,
    trade::catalog::save_listing,
};
use bytes::Bytes;
use longtail::{
    actor::Actor,
    id::{ListingId, MediaId},
    text::FieldIssues,
    trade::{
        catalog::{CatalogError, ImportMark, Limits, ListingDraft, SavedHow, VariantDraft},
        import::{Format, ImportError, ProductResult, Trouble},
    },
};
use sha2::{Digest, Sha256};

type Found = (PictureRef, Result<Bytes, Trouble>);

/// Writes one product, or tells what would be written. Its troubles go to its rows.
pub async fn product(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    places: &Places,
    parsed: &mut Parsed,
    at: usize,
) -> Result<ProductResult, Failure<ImportError>> {
    let product = parsed.products[at].clone();
    let mut result = ProductResult {
        key: product.key.clone(),
        title: product.title.pick(longtail::text::Lang::En).to_owned(),
        row: product.row,
        how: None,
        listing: None,
        variants: 0,
        pictures: 0,
    };
    let found = find_pictures(order, &product).await;
    let import = ImportMark {
        key: import_key(order.format, &product.key),
        hash: fingerprint(order, &product, &found),
    };
    let known = known_listing(ctx, order, &import.key).await?;
    let bad = product
        .all_rows
        .iter()
        .copied()
        .find(|row| parsed.is_error(*row));
    note_pictures(parsed, &product, &found);
    if let Some((listing, _)) = known.as_ref().filter(|(_, hash)| *hash == import.hash) {
        result.how = Some(SavedHow::Unchanged);
        result.listing = Some(*listing);
        return Ok(counted(result, &product, &found));
    }
    if let (Some(row), Some(_)) = (bad, &known) {
        refuse_rows(parsed, &product, Trouble::HeldBack { row });
        return Ok(result);
    }
    if product.title.is_empty() || product.variants.is_empty() {
        let row = bad.unwrap_or(product.row);
        refuse_rows(parsed, &product, Trouble::ProductRefused { row });
        return Ok(result);
    }
    let mut draft = draft(order, places, &product, import);
    let checked = draft
        .check_fields()
        .map_err(Failure::Invalid)
        .and_then(|()| {
            draft
                .check_whole(Limits::LISTING, ctx.settings.currency)
                .map_err(Failure::Refused)
        });
    let outcome = match checked {
        Ok(()) if order.dry_run => {
            result.how = Some(match known {
                Some(_) => SavedHow::Updated,
                None => SavedHow::Created,
            });
            result.listing = known.map(|(listing, _)| listing);
            return Ok(counted(result, &product, &found));
        }
        Ok(()) => {
            place_pictures(ctx, actor, parsed, &product, &found, &mut draft).await?;
            save_listing(ctx, actor, &draft).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(saved) => {
            result.how = Some(saved.how);
            result.listing = Some(saved.listing);
            let mut result = counted(result, &product, &found);
            result.pictures = draft.pictures.len() as u32;
            Ok(result)
        }
        Err(failure) => {
            refused(parsed, &product, failure)?;
            Ok(result)
        }
    }
}

fn counted(mut result: ProductResult, product: &Product, found: &[Found]) -> ProductResult {
    result.variants = product.variants.len() as u32;
    result.pictures = product
        .pictures
        .iter()
        .filter(|wanted| {
            found
                .iter()
                .any(|(have, file)| have == *wanted && file.is_ok())
        })
        .count() as u32;
    result
}

fn import_key(format: Format, key: &str) -> String {
    format!("{}:{key}", <&str>::from(format))
}

async fn find_pictures(order: &Order<'_>, product: &Product) -> Vec<Found> {
    let of_variants = product.variants.iter().filter_map(|v| v.picture.as_ref());
    let mut found = Vec::new();
    for wanted in product.pictures.iter().chain(of_variants) {
        found.push((wanted.clone(), order.pictures.find(&wanted.source).await));
    }
    found
}

/// What the file says of a product and what its pictures hold, as one number. The row
/// numbers do not belong to it: a row added above changes nothing below.
fn fingerprint(order: &Order<'_>, product: &Product, found: &[Found]) -> String {
    let mut hash = Sha256::new();
    let mut put = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    put(&product.title.en);
    put(&product.title.zh);
    put(&product.description.en);
    put(&product.description.zh);
    put(if product.published {
        "published"
    } else {
        "draft"
    });
    put(&order.category.map(|id| id.to_string()).unwrap_or_default());
    product.words.iter().for_each(|word| put(word));
    for axis in &product.axes {
        put(&axis.name.en);
        axis.values.iter().for_each(|value| put(&value.label.en));
    }
    for variant in &product.variants {
        put(&format!("{:?}", variant.choice));
        put(&variant.sku);
        put(&variant.price.plain());
        put(&variant.was_price.map(|was| was.plain()).unwrap_or_default());
        put(&variant.stock.to_string());
    }
    for (picture, file) in found {
        put(&picture.source);
        match file {
            Ok(file) => put(&hex::encode(Sha256::digest(file))),
            Err(_) => put("missing"),
        }
    }
    hex::encode(hash.finalize())
}

async fn known_listing(
    ctx: &Ctx,
    order: &Order<'_>,
    key: &str,
) -> Result<Option<(ListingId, String)>, Incident> {
    Ok(sqlx::query!(
        "select id, import_hash from listings where shop_id = $1 and import_key = $2",
        order.shop.0,
        key
    )
    .fetch_optional(&ctx.db)
    .await?
    .map(|row| (ListingId(row.id), row.import_hash.unwrap_or_default())))
}

/// A picture that is not there is an error of a row that is nothing but a picture, and a
/// note to a row that is a variant too.
fn note_pictures(parsed: &mut Parsed, product: &Product, found: &[Found]) {
    for (picture, file) in found {
        if let Err(trouble) = file {
            let alone = product.picture_rows.contains(&picture.row);
            parsed.issue(
                picture.row,
                Some(picture.column),
                &product.key,
                alone,
                trouble.clone(),
            );
        }
    }
}

/// Keeps every row of a product out that is not an error by itself.
fn refuse_rows(parsed: &mut Parsed, product: &Product, trouble: Trouble) {
    for row in &product.all_rows {
        if !parsed.is_error(*row) {
            parsed.error(*row, None, &product.key, trouble.clone());
        }
    }
}

fn draft(
    order: &Order<'_>,
    places: &Places,
    product: &Product,
    import: ImportMark,
) -> ListingDraft {
    ListingDraft {
        shop: order.shop,
        listing: None,
        version: None,
        category: places.of(product),
        title: product.title.clone(),
        description: product.description.clone(),
        specs: Vec::new(),
        axes: product.axes.clone(),
        variants: product
            .variants
            .iter()
            .map(|v| VariantDraft {
                variant: None,
                choice: v.choice.clone(),
                sku: v.sku.clone(),
                barcode: String::new(),
                price: v.price,
                was_price: v.was_price,
                picture: None,
                offered: true,
                stock: Some(v.stock),
            })
            .collect(),
        pictures: Vec::new(),
        import: Some(import),
        publish: product.published,
    }
}

/// Keeps the pictures and puts them into the draft. One that cannot be used is noted.
async fn place_pictures(
    ctx: &Ctx,
    actor: &Actor,
    parsed: &mut Parsed,
    product: &Product,
    found: &[Found],
    draft: &mut ListingDraft,
) -> Result<(), Failure<ImportError>> {
    let mut kept: Vec<(&PictureRef, MediaId)> = Vec::new();
    for (picture, file) in found {
        let Ok(file) = file else { continue };
        match media::store_picture(ctx, actor, file.clone()).await {
            Ok(stored) => kept.push((picture, stored.id)),
            Err(Failure::Refused(why)) => {
                let trouble = Trouble::BadPicture {
                    name: picture.source.clone(),
                    why,
                };
                let alone = product.picture_rows.contains(&picture.row);
                let column = Some(picture.column);
                parsed.issue(picture.row, column, &product.key, alone, trouble);
            }
            Err(other) => {
                return Err(other.map_refusal(|_| ImportError::NoRows));
            }
        }
    }
    for wanted in &product.pictures {
        if let Some((_, id)) = kept.iter().find(|(have, _)| *have == wanted)
            && !draft.pictures.contains(id)
            && draft.pictures.len() < Limits::LISTING.pictures as usize
        {
            draft.pictures.push(*id);
        }
    }
    for (variant, read) in draft.variants.iter_mut().zip(&product.variants) {
        variant.picture = read.picture.as_ref().and_then(|wanted| {
            let found = kept.iter().find(|(have, _)| *have == wanted);
            found.map(|(_, id)| *id)
        });
    }
    Ok(())
}

/// Why a listing was not saved, told at the rows it concerns; incidents go on.
fn refused(
    parsed: &mut Parsed,
    product: &Product,
    failure: Failure<CatalogError>,
) -> Result<(), Failure<ImportError>> {
    match failure {
        Failure::Refused(why) => {
            parsed.error(product.row, None, &product.key, Trouble::Refused { why });
            refuse_rows(
                parsed,
                product,
                Trouble::ProductRefused { row: product.row },
            );
            Ok(())
        }
        Failure::Invalid(issues) => {
            let first = tell_fields(parsed, product, issues);
            refuse_rows(parsed, product, Trouble::ProductRefused { row: first });
            Ok(())
        }
        other => Err(other.map_refusal(|_| ImportError::NoRows)),
    }
}

/// Puts field issues to the rows of the variants they name, else to the first row.
fn tell_fields(parsed: &mut Parsed, product: &Product, issues: FieldIssues) -> u32 {
    let mut first = product.row;
    for (i, (field, issue)) in issues.0.into_iter().enumerate() {
        let row = field
            .strip_prefix("variants[")
            .and_then(|rest| rest.split(']').next()?.parse::<usize>().ok())
            .and_then(|at| product.variants.get(at))
            .map_or(product.row, |variant| variant.row);
        if i == 0 {
            first = row;
        }
        parsed.error(row, Some(&field), &product.key, Trouble::Field { issue });
    }
    first
}
