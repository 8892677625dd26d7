//! Many new listings in few statements, for imports of thousands. What is written is what
//! [`super::save_in`] would write for each; a test compares the two.

use super::super::{
    history,
    read::{Find, choice_column, lock_listing},
};
use crate::{
    ctx::Tx,
    failure::{Failure, Incident, denied, invalid, stored},
    outbox::Event,
    trade::stock::shelf,
};
use longtail::{
    actor::Actor,
    id::{ListingId, MediaId, ShopId, VariantId},
    money::Currency,
    policy::{Action, permit},
    text::slugify,
    trade::{
        catalog::{
            CatalogError, Limits, ListingDraft, ListingStage, SpecData, SpecValue, VariantDraft,
            history::Cause,
        },
        shipping::postage::Known,
        shop::ShopStage,
    },
};
use std::collections::HashSet;
use uuid::Uuid;

/// Tries at a number behind a slug before chance decides.
const NUMBERS: u32 = 3;

/// Creates listings of one shop. All are new: their import keys are not in the shop yet.
///
/// # Errors
/// As saving each would.
pub async fn create_many(
    tx: &mut Tx,
    actor: &Actor,
    shop: ShopId,
    drafts: &[ListingDraft],
    currency: Currency,
) -> Result<Vec<ListingId>, Failure<CatalogError>> {
    permit(actor, Action::EditGoods(shop)).map_err(denied)?;
    for draft in drafts {
        draft.check_fields().map_err(invalid)?;
        draft
            .check_whole(Limits::LISTING, currency)
            .map_err(Failure::Refused)?;
        if draft.publish && draft.offered() == 0 {
            return Err(Failure::Refused(CatalogError::NothingOffered));
        }
    }
    // Locked, so that two new listings do not choose the same slug.
    let stage = sqlx::query_scalar!(
        "select stage from shops where id = $1 for no key update",
        shop.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    if stored::<ShopStage>("shops.stage", &stage)? == ShopStage::Closed {
        return Err(Failure::Refused(CatalogError::ShopClosed));
    }
    let ids: Vec<ListingId> = drafts.iter().map(|_| tx.new_id()).collect();
    listings(tx, shop, drafts, &ids).await?;
    let variants: Vec<Line<'_>> = drafts
        .iter()
        .zip(&ids)
        .flat_map(|(draft, listing)| {
            let variants = draft.variants.iter().enumerate();
            variants.map(|(position, variant)| (*listing, position, variant))
        })
        .map(|(listing, position, variant)| Line {
            id: tx.new_id(),
            listing,
            position,
            variant,
        })
        .collect();
    write_variants(tx, &variants).await?;
    write_specs(tx, drafts, &ids).await?;
    write_pictures(tx, drafts, &ids).await?;
    let counts: Vec<(VariantId, u32)> = variants
        .iter()
        .map(|line| (line.id, line.variant.stock.unwrap_or_default()))
        .collect();
    shelf::stock_new(tx, &counts, actor.account()).await?;
    let events: Vec<Event> = ids
        .iter()
        .map(|id| Event::ListingChanged { listing: *id })
        .collect();
    tx.emit_many(&events).await?;
    Ok(ids)
}

async fn listings(
    tx: &mut Tx,
    shop: ShopId,
    drafts: &[ListingDraft],
    ids: &[ListingId],
) -> Result<(), Failure<CatalogError>> {
    let slugs = free_slugs(tx, shop, drafts, ids).await?;
    let text = |f: fn(&ListingDraft) -> &String| -> Vec<String> {
        drafts.iter().map(|draft| f(draft).clone()).collect()
    };
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let categories: Vec<Uuid> = drafts.iter().map(|draft| draft.category.0).collect();
    let live: Vec<bool> = drafts.iter().map(|draft| draft.publish).collect();
    let axes = drafts
        .iter()
        .map(|draft| serde_json::to_value(&draft.axes))
        .collect::<Result<Vec<_>, _>>()?;
    let mark = |f: fn(&longtail::trade::catalog::ImportMark) -> &String| -> Vec<Option<String>> {
        drafts
            .iter()
            .map(|draft| draft.import.as_ref().map(|mark| f(mark).clone()))
            .collect()
    };
    let now = tx.now();
    sqlx::query!(
        "insert into listings (id, shop_id, category_id, slug, stage, title_en, title_zh,
             description_en, description_zh, axes, import_key, import_hash,
             created_at, published_at, updated_at)
         select l.id, $1, l.category, l.slug, case when l.live then 'live' else 'draft' end,
             l.title_en, l.title_zh, l.description_en, l.description_zh, l.axes, l.key, l.hash,
             $2::timestamptz, case when l.live then $2::timestamptz end, $2::timestamptz
         from unnest($3::uuid[], $4::uuid[], $5::text[], $6::bool[], $7::text[], $8::text[],
                     $9::text[], $10::text[], $11::jsonb[], $12::text[], $13::text[])
              as l (id, category, slug, live, title_en, title_zh, description_en, description_zh,
                    axes, key, hash)",
        shop.0,
        now,
        &uuids,
        &categories,
        &slugs,
        &live,
        &text(|d| &d.title.en),
        &text(|d| &d.title.zh),
        &text(|d| &d.description.en),
        &text(|d| &d.description.zh),
        &axes,
        &mark(|m| &m.key) as &[Option<String>],
        &mark(|m| &m.hash) as &[Option<String>],
    )
    .execute(tx.sql())
    .await
    .map_err(super::named)?;
    Ok(())
}

/// A slug for each: its title's, with a number where the shop or the batch has one like it.
async fn free_slugs(
    tx: &mut Tx,
    shop: ShopId,
    drafts: &[ListingDraft],
    ids: &[ListingId],
) -> Result<Vec<String>, Incident> {
    let chance = |id: &ListingId| {
        let id = id.0.simple().to_string();
        id[id.len() - 6..].to_owned()
    };
    let bases: Vec<String> = drafts
        .iter()
        .zip(ids)
        .map(|(draft, id)| match slugify(&draft.title.en) {
            empty if empty.is_empty() => format!("item-{}", chance(id)),
            base => base,
        })
        .collect();
    let mut slugs = bases.clone();
    let mut used: HashSet<String> = HashSet::new();
    let mut open: Vec<usize> = (0..bases.len()).collect();
    for number in 2..=NUMBERS + 2 {
        let asked: Vec<String> = open.iter().map(|i| slugs[*i].clone()).collect();
        used.extend(
            sqlx::query_scalar!(
                "select slug from listings where shop_id = $1 and slug = any($2)",
                shop.0,
                &asked
            )
            .fetch_all(tx.sql())
            .await?,
        );
        open.retain(|i| !used.insert(slugs[*i].clone()));
        if open.is_empty() {
            break;
        }
        for i in &open {
            slugs[*i] = match number {
                last if last > NUMBERS => format!("{}-{}", bases[*i], chance(&ids[*i])),
                number => format!("{}-{number}", bases[*i]),
            };
        }
    }
    Ok(slugs)
}

struct Line<'a> {
    id: VariantId,
    listing: ListingId,
    position: usize,
    variant: &'a VariantDraft,
}

async fn write_variants(tx: &mut Tx, lines: &[Line<'_>]) -> Result<(), Incident> {
    let text = |f: fn(&VariantDraft) -> &String| -> Vec<String> {
        lines.iter().map(|line| f(line.variant).clone()).collect()
    };
    let ids: Vec<Uuid> = lines.iter().map(|line| line.id.0).collect();
    let listings: Vec<Uuid> = lines.iter().map(|line| line.listing.0).collect();
    // Arrays of arrays must be of one length in Postgres: choices travel as text.
    let choices: Vec<String> = lines
        .iter()
        .map(|line| {
            let values = choice_column(&line.variant.choice);
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            format!("{{{}}}", values.join(","))
        })
        .collect();
    let prices: Vec<i64> = lines.iter().map(|line| line.variant.price.minor).collect();
    let was: Vec<Option<i64>> = lines
        .iter()
        .map(|line| line.variant.was_price.map(|was| was.minor))
        .collect();
    let media: Vec<Option<Uuid>> = lines
        .iter()
        .map(|line| line.variant.picture.map(|id| id.0))
        .collect();
    let offered: Vec<bool> = lines.iter().map(|line| line.variant.offered).collect();
    let positions: Vec<i32> = lines.iter().map(|line| line.position as i32).collect();
    sqlx::query!(
        "insert into variants (id, listing_id, choice, sku, barcode, price_minor, was_price_minor,
                               media_id, offered, position)
         select v.id, v.listing, v.choice::smallint[], v.sku, v.barcode, v.price, v.was, v.media,
                v.offered, v.position
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[],
                     $7::bigint[], $8::uuid[], $9::bool[], $10::int[])
              as v (id, listing, choice, sku, barcode, price, was, media, offered, position)",
        &ids,
        &listings,
        &choices,
        &text(|v| &v.sku),
        &text(|v| &v.barcode),
        &prices,
        &was as &[Option<i64>],
        &media as &[Option<Uuid>],
        &offered,
        &positions,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn write_specs(
    tx: &mut Tx,
    drafts: &[ListingDraft],
    ids: &[ListingId],
) -> Result<(), Incident> {
    let lines: Vec<(Uuid, &SpecValue)> = drafts
        .iter()
        .zip(ids)
        .flat_map(|(draft, id)| draft.specs.iter().map(|spec| (id.0, spec)))
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let listings: Vec<Uuid> = lines.iter().map(|(listing, _)| *listing).collect();
    let definitions: Vec<Uuid> = lines.iter().map(|(_, spec)| spec.definition.0).collect();
    let (mut en, mut zh, mut numbers, mut choices) = (vec![], vec![], vec![], vec![]);
    for (_, spec) in &lines {
        let (words, number, choice) = match &spec.value {
            SpecData::Text(words) => (Some(words), None, None),
            SpecData::Number(number) => (None, Some(*number), None),
            SpecData::Choice(key) => (None, None, Some(key.clone())),
        };
        en.push(words.map(|words| words.en.clone()));
        zh.push(words.map(|words| words.zh.clone()));
        numbers.push(number);
        choices.push(choice);
    }
    sqlx::query!(
        "insert into listing_specs (listing_id, definition_id, kind, text_en, text_zh, number_milli, choice)
         select s.listing, s.id, d.kind, s.en, s.zh, s.number, s.choice
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[])
              as s (listing, id, en, zh, number, choice)
         join spec_definitions d on d.id = s.id",
        &listings,
        &definitions,
        &en as &[Option<String>],
        &zh as &[Option<String>],
        &numbers as &[Option<i64>],
        &choices as &[Option<String>],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn write_pictures(
    tx: &mut Tx,
    drafts: &[ListingDraft],
    ids: &[ListingId],
) -> Result<(), Incident> {
    let lines: Vec<(Uuid, i32, MediaId)> = drafts
        .iter()
        .zip(ids)
        .flat_map(|(draft, id)| {
            let pictures = draft.pictures.iter().enumerate();
            pictures.map(|(at, media)| (id.0, at as i32, *media))
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let listings: Vec<Uuid> = lines.iter().map(|(listing, _, _)| *listing).collect();
    let positions: Vec<i32> = lines.iter().map(|(_, position, _)| *position).collect();
    let media: Vec<Uuid> = lines.iter().map(|(_, _, media)| media.0).collect();
    sqlx::query!(
        "insert into listing_pictures (listing_id, position, media_id)
         select * from unnest($1::uuid[], $2::int[], $3::uuid[])",
        &listings,
        &positions,
        &media
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Takes a listing off the shelf that an import had created, and out of the way of the same
/// file. It is kept, for orders may tell of it.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn take_back(
    tx: &mut Tx,
    actor: &Actor,
    listing: ListingId,
    currency: Currency,
) -> Result<(), Incident> {
    let Some(old) = lock_listing(tx, Find::Id(listing), currency).await? else {
        return Ok(());
    };
    super::record::stage(tx, listing, ListingStage::Removed).await?;
    sqlx::query!(
        "update listings set import_key = null, import_hash = null where id = $1",
        listing.0
    )
    .execute(tx.sql())
    .await?;
    history::note(tx, actor, &old, Cause::Undo, currency).await?;
    tx.emit(Event::ListingChanged { listing }).await
}

/// A listing as it is before something changes it.
pub struct Before {
    /// With the pieces that are on the shelf.
    pub draft: ListingDraft,
    pub known: Known,
    pub import_hash: Option<String>,
    pub version: i32,
}

/// Locks a listing and says what it holds.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn before(
    tx: &mut Tx,
    listing: ListingId,
    currency: Currency,
) -> Result<Option<Before>, Incident> {
    let stored = lock_listing(tx, Find::Id(listing), currency).await?;
    Ok(stored.map(|stored| {
        let mut draft = stored.draft();
        for (variant, known) in draft.variants.iter_mut().zip(&stored.variants) {
            variant.stock = Some(known.on_hand);
        }
        Before {
            draft,
            known: stored.known(),
            import_hash: stored.import_hash.clone(),
            version: stored.version,
        }
    }))
}
