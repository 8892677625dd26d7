//! Shops: opened, furnished, run by their people.

mod cards;
pub mod layout;
mod people;
mod stage;

pub use cards::{card_at, cards, postages, public_card};
pub use people::{add_person, change_role, remove_person};
pub use stage::{move_stage, set_tier};

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, account_of, random_bytes},
    failure::{Failure, Incident, Refusal, denied, invalid, violates},
    money::invoice::legal,
    outbox::Event,
    platform::media,
};
use bytes::Bytes;
use longtail::{
    actor::{Actor, ShopRole},
    id::{CommandId, MediaId, ShopId},
    platform::media::MediaError,
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
    trade::shop::{SettledDraft, ShopCard, ShopDraft, ShopError, ShopSettings},
};
use serde::{Deserialize, Serialize};

/// Opens a shop in the bazaar. It is being prepared until its owner opens its door.
#[derive(Clone, Debug, Serialize)]
pub struct OpenShop {
    pub id: CommandId,
    pub draft: ShopDraft,
}

/// A shop just made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedShop {
    pub id: ShopId,
    pub slug: String,
}

impl Command for OpenShop {
    type Answer = OpenedShop;
    const NAME: &'static str = "open_shop";
    fn id(&self) -> CommandId {
        self.id
    }
}

/// A member becomes the owner of a new shop.
///
/// # Errors
/// Fields that cannot be taken, also an address that another shop has.
pub async fn open(
    ctx: &Ctx,
    actor: &Actor,
    command: &OpenShop,
) -> Result<OpenedShop, Failure<ShopError>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    let owner = account_of(actor)?;
    let draft = command
        .draft
        .checked(ctx.settings.currency)
        .map_err(invalid)?;
    let mut tx = match ctx.begin(actor, command).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let slug = free_slug(&mut tx, &draft).await?;
    let shop: ShopId = tx.new_id();
    insert(&mut tx, shop, &slug, &draft).await?;
    people::seat(&mut tx, shop, owner, ShopRole::Owner).await?;
    tx.emit(Event::ShopChanged { shop }).await?;
    tx.finish(command, OpenedShop { id: shop, slug }).await
}

/// The address of a new shop: as typed, or made from the name with a number where it is taken.
async fn free_slug(tx: &mut Tx, draft: &SettledDraft) -> Result<String, Failure<ShopError>> {
    let wish = if draft.slug.is_empty() {
        format!("shop-{}", hex::encode(random_bytes::<3>()))
    } else {
        draft.slug.clone()
    };
    lock_slug(tx, &wish).await?;
    let taken = sqlx::query_scalar!(
        r#"select slug as "slug!" from shops where slug = $1 or slug like $1 || '-%'
           union select slug from former_shop_slugs where slug = $1 or slug like $1 || '-%'"#,
        wish
    )
    .fetch_all(tx.sql())
    .await?;
    if !taken.contains(&wish) {
        return Ok(wish);
    }
    if draft.slug_typed {
        return Err(invalid(FieldIssues::one("slug", FieldIssue::AlreadyTaken)));
    }
    (2..)
        .map(|n: u32| format!("{wish}-{n}"))
        .find(|slug| !taken.contains(slug))
        .ok_or_else(|| Failure::incident("no address is free for this shop"))
}

/// Two shops that want one address at the same time choose one after the other.
async fn lock_slug(tx: &mut Tx, slug: &str) -> Result<(), Incident> {
    tx.one_at_a_time(&format!("shop:{slug}")).await
}

/// Gives a shop another address, where one was typed. The old one leads to it for ever.
async fn move_to(
    tx: &mut Tx,
    shop: ShopId,
    draft: &SettledDraft,
) -> Result<String, Failure<ShopError>> {
    let now = sqlx::query_scalar!("select slug from shops where id = $1", shop.0)
        .fetch_one(tx.sql())
        .await?;
    if !draft.slug_typed || draft.slug == now {
        return Ok(now);
    }
    let mut both = [now.as_str(), draft.slug.as_str()];
    both.sort_unstable();
    for slug in both {
        lock_slug(tx, slug).await?;
    }
    let moved = sqlx::query!(
        "update shops set slug = $2 where id = $1",
        shop.0,
        draft.slug
    )
    .execute(tx.sql())
    .await;
    match moved {
        Err(error) if violates(&error, "shops_slug_unique") => {
            Err(invalid(FieldIssues::one("slug", FieldIssue::AlreadyTaken)))
        }
        outcome => {
            outcome?;
            Ok(draft.slug.clone())
        }
    }
}

async fn insert(
    tx: &mut Tx,
    shop: ShopId,
    slug: &str,
    draft: &SettledDraft,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into shops (id, slug, tier, stage, name_en, name_zh, about_en, about_zh, city_en,
                            city_zh, postage_base_minor, postage_extra_item_minor,
                            postage_free_over_minor, created_at)
         values ($1, $2, 'bazaar', 'preparing', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        shop.0,
        slug,
        draft.name.en,
        draft.name.zh,
        draft.about.en,
        draft.about.zh,
        draft.city.en,
        draft.city.zh,
        draft.postage.base.minor,
        draft.postage.extra_item.minor,
        draft.postage.free_over.map(|amount| amount.minor),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Writes a shop's words and postage anew, and its address where another is typed. Answers
/// with the address it then has.
///
/// # Errors
/// Not found for all but its owners; fields that cannot be taken.
pub async fn edit(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    draft: &ShopDraft,
) -> Result<String, Failure<ShopError>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let draft = draft.checked(ctx.settings.currency).map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    let slug = move_to(&mut tx, shop, &draft).await?;
    sqlx::query!(
        "update shops set name_en = $2, name_zh = $3, about_en = $4, about_zh = $5, city_en = $6,
                          city_zh = $7, postage_base_minor = $8, postage_extra_item_minor = $9,
                          postage_free_over_minor = $10
         where id = $1",
        shop.0,
        draft.name.en,
        draft.name.zh,
        draft.about.en,
        draft.about.zh,
        draft.city.en,
        draft.city.zh,
        draft.postage.base.minor,
        draft.postage.extra_item.minor,
        draft.postage.free_over.map(|amount| amount.minor),
    )
    .execute(tx.sql())
    .await?;
    tx.emit(Event::ShopChanged { shop }).await?;
    tx.commit().await?;
    Ok(slug)
}

/// Which of a shop's two pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The small square one beside its name.
    Mark,
    /// The wide one at the head of its page.
    Banner,
}

/// Keeps a picture and hangs it up as a shop's mark or banner.
///
/// # Errors
/// Says why the file is not taken.
pub async fn upload_picture(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    place: Place,
    file: Bytes,
) -> Result<(), Failure<MediaError>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let picture = media::store_picture(ctx, actor, file).await?;
    set_picture(ctx, actor, shop, place, Some(picture.id))
        .await
        .map_err(|failure| failure.map_refusal(|never| match never {}))
}

/// Hangs a picture up, or takes it down.
///
/// # Errors
/// Not found for all but its owners, and for a picture that is not kept.
pub async fn set_picture(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    place: Place,
    picture: Option<MediaId>,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    let picture = picture.map(|id| id.0);
    let hung = match place {
        Place::Mark => {
            sqlx::query!(
                "update shops set mark_id = $2 where id = $1",
                shop.0,
                picture
            )
            .execute(tx.sql())
            .await
        }
        Place::Banner => {
            sqlx::query!(
                "update shops set banner_id = $2 where id = $1",
                shop.0,
                picture
            )
            .execute(tx.sql())
            .await
        }
    };
    match hung {
        Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => {
            return Err(Failure::NotFound);
        }
        outcome => outcome?,
    };
    tx.emit(Event::ShopChanged { shop }).await?;
    tx.commit().await?;
    Ok(())
}

/// A shop and the role in it of the one who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackOfficeShop {
    pub card: ShopCard,
    pub role: ShopRole,
}

impl BackOfficeShop {
    pub fn id(&self) -> ShopId {
        self.card.id
    }
}

/// The shop whose back office has this address. Every back-office loader begins with it.
///
/// # Errors
/// *Sign in* to those who have not; not found for all but its people.
pub async fn back_office_shop(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
) -> Result<BackOfficeShop, Failure<Refusal>> {
    // Asked before looking, so that a stranger learns nothing of what exists.
    permit(actor, Action::UseMembership).map_err(denied)?;
    let shop = cards::id_of(&ctx.db, slug)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::SeeBackOffice(shop)).map_err(denied)?;
    let role = actor.role_in(shop).ok_or(Failure::NotFound)?;
    let card = cards(&ctx.db, &[shop])
        .await?
        .remove(&shop)
        .ok_or(Failure::NotFound)?;
    Ok(BackOfficeShop { card, role })
}

/// The page of a shop's settings.
///
/// # Errors
/// Not found for all but its owners.
pub async fn settings_page(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
) -> Result<ShopSettings, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    permit(actor, Action::RunShop(shop.id())).map_err(denied)?;
    let row = sqlx::query!(
        r#"select about_en, about_zh, banner_id,
                  (select count(*) from listings l where l.shop_id = s.id and l.stage = 'live') as "live!",
                  (select count(*) from orders o where o.shop_id = s.id
                   and o.stage in ('awaiting_payment', 'to_ship', 'shipped')) as "open_orders!"
           from shops s where id = $1"#,
        shop.id().0
    )
    .fetch_one(&ctx.db)
    .await?;
    let postage = postages(&ctx.db, &[shop.id()], ctx.settings.currency)
        .await?
        .remove(&shop.id())
        .ok_or(Failure::NotFound)?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let shop_id = shop.id();
    Ok(ShopSettings {
        people: people::list(ctx, actor, shop.id()).await?,
        card: shop.card,
        about: longtail::text::Bilingual::new(row.about_en, row.about_zh),
        banner: match row.banner_id {
            Some(id) => cards::picture(&ctx.db, MediaId(id)).await?,
            None => None,
        },
        postage,
        legal: legal::of_shop(&ctx.db, shop_id).await?,
        live_listings: count(row.live),
        open_orders: count(row.open_orders),
    })
}
