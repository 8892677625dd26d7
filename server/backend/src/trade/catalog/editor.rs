//! The editor of a listing: each of its forms changes one part of the stored draft.

use super::{
    category,
    listing::{move_listings, save_in},
    read::{Find, lock_listing, lock_listings, reserved, shop_head},
    specs,
};
use crate::{
    Ctx,
    command::{Begin, Command},
    failure::{Failure, Refusal, denied, invalid},
    platform::media,
};
use longtail::{
    actor::Actor,
    id::{CommandId, ListingId, MediaId},
    money::Money,
    platform::media::Picture,
    policy::{Action, permit},
    text::{FieldCheck, FieldIssue, FieldIssues},
    trade::{
        catalog::{
            AxisForm, AxisView, CatalogError, EditorView, GridForAll, GridRow, Limits,
            ListingDraft, ListingMove, NewListingView, PictureMove, Saved, SpecForm, ValueView,
            VariantDraft, VariantRow, WordsForm, fill_grid, options_text, read_specs, regrid,
        },
        stock::StockLevel,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which listing of which shop, and the version that the page showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub shop: String,
    pub listing: ListingId,
    pub version: i32,
}

/// What the page for a new listing needs.
///
/// # Errors
/// *Not found* for another's shop.
pub async fn new_listing_view(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
) -> Result<NewListingView, Failure<Refusal>> {
    Ok(NewListingView {
        shop: shop_head(ctx, actor, shop).await?,
        currency: ctx.settings.currency,
        categories: category::category_tree(ctx).await?,
        command: ctx.new_id(),
    })
}

/// Begins a listing: its words, a price and a shelf. Options come after.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateListing {
    pub command: CommandId,
    /// The shop's slug.
    pub shop: String,
    pub words: WordsForm,
    pub price: String,
    pub stock: String,
}

impl Command for CreateListing {
    type Answer = Saved;
    const NAME: &'static str = "create_listing";
    fn id(&self) -> CommandId {
        self.command
    }
}

/// Makes a draft with one variant.
///
/// # Errors
/// The fields that cannot be taken.
pub async fn create_listing(
    ctx: &Ctx,
    actor: &Actor,
    command: &CreateListing,
) -> Result<Saved, Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, &command.shop).await?;
    let mut check = FieldCheck::default();
    let price = Money::parse(&command.price, ctx.settings.currency);
    if price.is_err() {
        check.issue("price", FieldIssue::NotAnAmount);
    }
    let stock = check.number("stock", &command.stock, 0, 1_000_000) as u32;
    let mut draft = ListingDraft {
        shop: shop.id,
        listing: None,
        version: None,
        category: Uuid::nil().into(),
        title: Default::default(),
        description: Default::default(),
        specs: Vec::new(),
        axes: Vec::new(),
        variants: vec![VariantDraft {
            variant: None,
            choice: Vec::new(),
            sku: String::new(),
            barcode: String::new(),
            price: price.unwrap_or(Money::zero(ctx.settings.currency)),
            was_price: None,
            picture: None,
            offered: true,
            stock: Some(stock),
        }],
        pictures: Vec::new(),
        import: None,
        publish: false,
    };
    if let Err(issues) = command.words.apply(&mut draft) {
        issues.0.into_iter().for_each(|(f, i)| check.issue(&f, i));
    }
    if let Err(issues) = draft.check_fields() {
        for (field, issue) in issues.0 {
            let of_variant = field.strip_prefix("variants[0][");
            let field = of_variant.map_or(field.as_str(), |rest| rest.trim_end_matches(']'));
            check.issue(field, issue);
        }
    }
    check.finish().map_err(invalid)?;
    let mut tx = match ctx.begin(actor, command).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(saved) => return Ok(saved),
    };
    let saved = save_in(ctx, &mut tx, actor, &draft).await?;
    tx.finish(command, saved).await
}

/// Everything that the editor shows.
///
/// # Errors
/// *Not found* for a listing of another shop.
pub async fn editor_view(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    listing: ListingId,
) -> Result<EditorView, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let mut tx = ctx.transaction().await?;
    let stored = lock_listing(&mut tx, Find::Id(listing), ctx.settings.currency)
        .await?
        .filter(|stored| stored.shop == shop.id)
        .ok_or(Failure::NotFound)?;
    let reserved = reserved(&mut tx, listing).await?;
    let asked = specs::definitions_for(tx.sql(), stored.category).await?;
    let numbered = stored.draft().gallery();
    let all: Vec<Uuid> = numbered.iter().map(|id| id.0).collect();
    let pictures = media::pictures(tx.sql(), &all).await?;
    let picture = |id: Option<MediaId>| -> Option<Picture> { pictures.get(&id?).cloned() };
    Ok(EditorView {
        shop,
        currency: ctx.settings.currency,
        categories: category::category_tree(ctx).await?,
        listing,
        slug: stored.slug,
        stage: stored.stage,
        publish_at: stored.publish_at,
        now: ctx.now(),
        version: stored.version,
        category: stored.category,
        title: stored.title,
        description: stored.description,
        pictures: stored
            .pictures
            .iter()
            .filter_map(|id| picture(Some(*id)))
            .collect(),
        gallery: numbered
            .into_iter()
            .filter_map(|id| picture(Some(id)))
            .collect(),
        asked,
        specs: stored.specs,
        variants: stored
            .variants
            .iter()
            .map(|v| VariantRow {
                variant: v.id,
                choice: v.choice.clone(),
                options: options_text(&stored.axes, &v.choice),
                sku: v.sku.clone(),
                barcode: v.barcode.clone(),
                price: v.price,
                was_price: v.was_price,
                picture: picture(v.picture),
                offered: v.offered,
                level: StockLevel {
                    on_hand: v.on_hand,
                    reserved: reserved.get(&v.id.0).copied().unwrap_or_default(),
                },
            })
            .collect(),
        axes: stored
            .axes
            .into_iter()
            .map(|axis| AxisView {
                name: axis.name,
                values: axis
                    .values
                    .into_iter()
                    .map(|value| ValueView {
                        label: value.label,
                        picture: picture(value.media),
                    })
                    .collect(),
            })
            .collect(),
    })
}

/// Loads the draft that a page showed, lets one form change it, and saves it.
async fn edit(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    change: impl FnOnce(&mut ListingDraft) -> Result<(), Failure<CatalogError>>,
) -> Result<Saved, Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, &opened.shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    lock_listings(&mut tx, &[opened.listing]).await?;
    let stored = lock_listing(&mut tx, Find::Id(opened.listing), ctx.settings.currency)
        .await?
        .filter(|stored| stored.shop == shop.id)
        .ok_or(Failure::NotFound)?;
    if stored.version != opened.version {
        return Err(Failure::Refused(CatalogError::Stale));
    }
    let mut draft = stored.draft();
    change(&mut draft)?;
    let saved = save_in(ctx, &mut tx, actor, &draft).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Saves title, description and category.
///
/// # Errors
/// [`CatalogError::Stale`]; the fields that cannot be taken.
pub async fn save_words(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    words: &WordsForm,
) -> Result<Saved, Failure<CatalogError>> {
    edit(ctx, actor, opened, |draft| {
        words.apply(draft).map_err(invalid)
    })
    .await
}

/// Saves the answers to what the category asks.
///
/// # Errors
/// [`CatalogError::Stale`]; the fields that cannot be read.
pub async fn save_specs(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    typed: &[SpecForm],
) -> Result<Saved, Failure<CatalogError>> {
    let asked = specs::asked_of(&ctx.db, opened.listing).await?;
    edit(ctx, actor, opened, |draft| {
        draft.specs = read_specs(&asked, typed).map_err(invalid)?;
        Ok(())
    })
    .await
}

/// Saves the axes and makes the grid anew.
///
/// # Errors
/// [`CatalogError::Stale`]; more than fits; the fields that cannot be taken.
pub async fn save_axes(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    axes: &[AxisForm],
) -> Result<Saved, Failure<CatalogError>> {
    edit(ctx, actor, opened, |draft| {
        regrid(draft, axes, Limits::LISTING).map_err(Failure::Refused)
    })
    .await
}

/// Saves prices, shelves, article numbers and what is offered.
///
/// # Errors
/// [`CatalogError::Stale`]; the fields that cannot be taken.
pub async fn save_grid(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    rows: &[GridRow],
    for_all: &GridForAll,
) -> Result<Saved, Failure<CatalogError>> {
    let currency = ctx.settings.currency;
    edit(ctx, actor, opened, |draft| {
        fill_grid(draft, rows, for_all, currency).map_err(invalid)
    })
    .await
}

/// Puts pictures behind those that are there.
///
/// # Errors
/// [`CatalogError::Stale`]; more than fit.
pub async fn add_pictures(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    pictures: &[MediaId],
) -> Result<Saved, Failure<CatalogError>> {
    edit(ctx, actor, opened, |draft| {
        for picture in pictures {
            if !draft.pictures.contains(picture) {
                draft.pictures.push(*picture);
            }
        }
        if pictures.is_empty() {
            return Err(invalid(FieldIssues::one("files", FieldIssue::Missing)));
        }
        Ok(())
    })
    .await
}

/// Moves a picture among its siblings, or takes it away, from options and variants too.
///
/// # Errors
/// [`CatalogError::Stale`].
pub async fn arrange_picture(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    picture: MediaId,
    to: PictureMove,
) -> Result<Saved, Failure<CatalogError>> {
    edit(ctx, actor, opened, |draft| {
        let Some(at) = draft.pictures.iter().position(|id| *id == picture) else {
            return Ok(());
        };
        draft.pictures.remove(at);
        let place = match to {
            PictureMove::First => 0,
            PictureMove::Earlier => at.saturating_sub(1),
            PictureMove::Later => (at + 1).min(draft.pictures.len()),
            PictureMove::Remove => {
                let gone = |place: &mut Option<MediaId>| {
                    if *place == Some(picture) {
                        *place = None;
                    }
                };
                draft.variants.iter_mut().for_each(|v| gone(&mut v.picture));
                for axis in &mut draft.axes {
                    axis.values.iter_mut().for_each(|v| gone(&mut v.media));
                }
                return Ok(());
            }
        };
        draft.pictures.insert(place, picture);
        Ok(())
    })
    .await
}

/// Publishes, pauses, removes or restores one listing.
///
/// # Errors
/// Why it cannot be.
pub async fn move_listing(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    listing: ListingId,
    wish: ListingMove,
) -> Result<(), Failure<CatalogError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let done = move_listings(ctx, actor, shop.id, &[listing], wish).await?;
    match done.refused.into_iter().next() {
        Some((_, refusal)) => Err(Failure::Refused(refusal)),
        None => Ok(()),
    }
}
