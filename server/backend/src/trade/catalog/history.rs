//! The history of a listing: every version is kept, and can be brought back.

use super::{
    category,
    editor::Opened,
    listing::save_told,
    prices,
    read::{Find, Stored, lock_listing, lock_listings, shop_head},
    specs,
};
use crate::{
    Ctx,
    ctx::Tx,
    failure::{Failure, Incident, Refusal, denied, stored},
    pages::page_count,
    trade::shipping::postage,
};
use longtail::{
    actor::Actor,
    id::{CategoryId, ListingId, VariantId},
    money::Currency,
    policy::{Action, permit},
    text::Bilingual,
    trade::catalog::{
        CatalogError, ListingDraft, Saved, VariantDraft,
        history::{Cause, Change, HistoryPage, ListingState, VersionView, changes},
        holding,
    },
};
use sqlx::types::Json;
use std::collections::BTreeSet;

/// Versions on one page.
const PER_PAGE: u32 = 15;

/// Keeps what a listing has become, and before its first change what it was.
pub(super) async fn note(
    tx: &mut Tx,
    actor: &Actor,
    old: &Stored,
    cause: Cause,
    currency: Currency,
) -> Result<(), Incident> {
    let Some(new) = lock_listing(tx, Find::Id(old.id), currency).await? else {
        return Ok(());
    };
    sqlx::query!(
        "insert into listing_versions (listing_id, version, at, account_id, cause, state)
         select $1, $2, $3, null, 'first', $4
         where not exists (select from listing_versions where listing_id = $1)",
        old.id.0,
        old.version,
        old.updated_at,
        Json(old.state()) as _,
    )
    .execute(tx.sql())
    .await?;
    let now = tx.now();
    sqlx::query!(
        "insert into listing_versions (listing_id, version, at, account_id, cause, state)
         values ($1, $2, $3, $4, $5, $6)",
        new.id.0,
        new.version,
        now,
        actor.account().map(|id| id.0),
        <&str>::from(cause),
        Json(new.state()) as _,
    )
    .execute(tx.sql())
    .await?;
    prices::note(tx, old, &new).await
}

/// One page of a listing's history, the latest version first.
///
/// # Errors
/// *Not found* for a listing of another shop.
pub async fn history_page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    listing: ListingId,
    page: u32,
) -> Result<HistoryPage, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let row = sqlx::query!(
        r#"select title_en, title_zh, version, created_at,
                  (select count(*) from listing_versions where listing_id = id) as "versions!"
           from listings where id = $1 and shop_id = $2"#,
        listing.0,
        shop.id.0,
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let page = page.max(1);
    // One more than is shown: the oldest is compared with the one before it.
    let kept = sqlx::query!(
        r#"select v.version, v.at, v.cause, a.name as "name?",
                  v.state as "state: Json<ListingState>"
           from listing_versions v left join accounts a on a.id = v.account_id
           where v.listing_id = $1 order by v.version desc limit $2 offset $3"#,
        listing.0,
        i64::from(PER_PAGE) + 1,
        i64::from(page - 1) * i64::from(PER_PAGE),
    )
    .fetch_all(&ctx.db)
    .await?;
    let asked = specs::all_definitions(&ctx.db).await?;
    let mut versions = Vec::new();
    for (n, version) in kept.iter().enumerate().take(PER_PAGE as usize) {
        let before = kept.get(n + 1);
        versions.push(VersionView {
            version: version.version,
            at: version.at,
            who: version.name.clone(),
            cause: stored("listing_versions.cause", &version.cause)?,
            changes: before.map_or(Vec::new(), |before| {
                changes(&before.state.0, &version.state.0, &asked)
            }),
        });
    }
    Ok(HistoryPage {
        categories: category_names(ctx, &versions).await?,
        templates: postage::template_names(ctx, shop.id).await?,
        shop,
        listing,
        title: Bilingual::new(row.title_en, row.title_zh),
        current: row.version,
        created_at: row.created_at,
        versions,
        page,
        pages: page_count(row.versions, PER_PAGE.into()),
    })
}

async fn category_names(
    ctx: &Ctx,
    versions: &[VersionView],
) -> Result<Vec<(CategoryId, Bilingual)>, Failure<Refusal>> {
    use longtail::trade::catalog::history::Held;
    let spoken_of = |change: &Change| {
        [&change.before, &change.after]
            .into_iter()
            .filter_map(|held| match held {
                Held::Category(id) => Some(*id),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let wanted: BTreeSet<CategoryId> = versions
        .iter()
        .flat_map(|version| version.changes.iter().flat_map(spoken_of))
        .collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    Ok(category::categories(ctx)
        .await?
        .into_iter()
        .filter(|category| wanted.contains(&category.id))
        .map(|category| (category.id, category.name))
        .collect())
}

/// What came of bringing a version back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtBack {
    pub saved: Saved,
    /// The postage template of that version was removed: the listing goes by the shop's default.
    pub template_gone: bool,
}

/// Makes a listing again what it was: a new change, which can itself be taken back. Its stage
/// and what lies on its shelves stay as they are.
///
/// # Errors
/// [`CatalogError::Stale`] where it changed since the page was drawn; *not found* for a
/// version that is none.
pub async fn bring_back(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    version: i32,
) -> Result<BroughtBack, Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, &opened.shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    lock_listings(&mut tx, &[opened.listing]).await?;
    let now = lock_listing(&mut tx, Find::Id(opened.listing), ctx.settings.currency)
        .await?
        .filter(|now| now.shop == shop.id)
        .ok_or(Failure::NotFound)?;
    if now.version != opened.version {
        return Err(Failure::Refused(CatalogError::Stale));
    }
    let state = sqlx::query_scalar!(
        r#"select state as "state: Json<ListingState>" from listing_versions
           where listing_id = $1 and version = $2"#,
        opened.listing.0,
        version,
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    let told = state.0.told();
    let draft = draft_of(&mut tx, &now, state.0).await?;
    let (saved, changed) = save_told(ctx, &mut tx, actor, &draft, &told, Cause::BringBack).await?;
    tx.commit().await?;
    Ok(BroughtBack {
        saved,
        template_gone: told
            .template
            .is_some_and(|was| was != changed.after.template),
    })
}

/// A version as a draft for the listing as it is now: variants that were retired since come
/// back as new ones with empty shelves, answers that nobody asks for any more stay away.
pub(super) async fn draft_of(
    tx: &mut Tx,
    now: &Stored,
    state: ListingState,
) -> Result<ListingDraft, Failure<CatalogError>> {
    let living: BTreeSet<VariantId> = now.variants.iter().map(|v| v.id).collect();
    let asked = specs::definitions_for(tx.sql(), state.category).await?;
    Ok(ListingDraft {
        category: state.category,
        title: state.title,
        description: state.description,
        specs: holding(&asked, &state.specs, &state.specs).map_err(crate::failure::invalid)?,
        axes: state.axes,
        variants: state
            .variants
            .into_iter()
            .map(|variant| {
                let id = variant.variant.filter(|id| living.contains(id));
                VariantDraft {
                    variant: id,
                    stock: id.is_none().then_some(0),
                    ..variant
                }
            })
            .collect(),
        pictures: state.pictures,
        ..now.draft()
    })
}
