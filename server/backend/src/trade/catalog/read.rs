//! A listing as it is stored, for the use cases that change it.

use super::specs;
use crate::{
    Ctx,
    ctx::{Tx, column},
    failure::{Failure, Incident, denied, stored},
    platform::media,
    trade::{shipping::postage::sides_of, stock},
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::{Actor, ShopRole},
    id::{CategoryId, ListingId, MediaId, ShopId, TemplateId, VariantId},
    money::{Currency, Money},
    policy::{Action, permit},
    text::Bilingual,
    trade::{
        catalog::{
            Axis, Choice, ListingDraft, ListingStage, ShopHead, SpecValue, VariantDraft,
            history::ListingState,
        },
        shipping::postage::{Known, Measures},
    },
};
use sqlx::PgConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// A listing with everything that people change.
pub struct Stored {
    pub id: ListingId,
    pub shop: ShopId,
    pub slug: String,
    pub stage: ListingStage,
    pub version: i32,
    pub published_at: Option<DateTime<Utc>>,
    /// When it is to go on the shelf by itself.
    pub publish_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    pub category: CategoryId,
    pub title: Bilingual,
    pub description: Bilingual,
    pub specs: Vec<SpecValue>,
    pub axes: Vec<Axis>,
    pub import_hash: Option<String>,
    pub pictures: Vec<MediaId>,
    pub variants: Vec<StoredVariant>,
    /// By which it is sent; none: by the shop's default.
    pub template: Option<TemplateId>,
}

/// A variant that is not retired.
pub struct StoredVariant {
    pub id: VariantId,
    pub choice: Choice,
    pub sku: String,
    pub barcode: String,
    pub price: Money,
    pub was_price: Option<Money>,
    pub picture: Option<MediaId>,
    pub offered: bool,
    pub on_hand: u32,
    pub measures: Measures,
}

/// How a listing is found.
#[derive(Clone, Copy)]
pub enum Find<'a> {
    Id(ListingId),
    ImportKey(ShopId, &'a str),
}

/// Locks a listing until the transaction ends and loads it whole.
pub async fn lock_listing(
    tx: &mut Tx,
    find: Find<'_>,
    currency: Currency,
) -> Result<Option<Stored>, Incident> {
    let (id, shop, key): (Option<Uuid>, Option<Uuid>, Option<&str>) = match find {
        Find::Id(id) => (Some(id.0), None, None),
        Find::ImportKey(shop, key) => (None, Some(shop.0), Some(key)),
    };
    let row = sqlx::query_as!(
        Row,
        "select id, shop_id, slug, stage, version, category_id, title_en, title_zh,
                description_en, description_zh, axes, import_hash, published_at, publish_at, updated_at,
                postage_template_id
         from listings
         where id = $1 or (shop_id = $2 and import_key = $3)
         for no key update",
        id,
        shop,
        key,
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(whole(tx.sql(), row.into_iter().collect(), currency)
        .await?
        .pop())
}

/// Locks listings until the transaction ends, and before them their shops, whose rows are locked where a
/// listing is saved: each in the order of the ids, so that nobody who changes several waits in a circle.
pub async fn lock_listings(tx: &mut Tx, listings: &[ListingId]) -> Result<(), Incident> {
    let ids = column(listings, |listing| listing.0);
    sqlx::query!(
        "select id from shops where id in (select shop_id from listings where id = any($1))
         order by id for no key update",
        &ids,
    )
    .fetch_all(tx.sql())
    .await?;
    sqlx::query!(
        "select id from listings where id = any($1) order by id for no key update",
        &ids,
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(())
}

/// The same with all that lies on their shelves, for who counts it.
pub async fn lock_goods(tx: &mut Tx, listings: &[ListingId]) -> Result<(), Incident> {
    lock_listings(tx, listings).await?;
    stock::lock_shelves(tx, listings).await
}

/// Loads listings whole, without locking them, in no order: for looking only.
pub async fn load_listings(
    db: &mut PgConnection,
    listings: &[Uuid],
    currency: Currency,
) -> Result<Vec<Stored>, Incident> {
    let rows = sqlx::query_as!(
        Row,
        "select id, shop_id, slug, stage, version, category_id, title_en, title_zh,
                description_en, description_zh, axes, import_hash, published_at, publish_at, updated_at,
                postage_template_id
         from listings where id = any($1)",
        listings,
    )
    .fetch_all(&mut *db)
    .await?;
    whole(db, rows, currency).await
}

struct Row {
    id: Uuid,
    shop_id: Uuid,
    slug: String,
    stage: String,
    version: i32,
    category_id: Uuid,
    title_en: String,
    title_zh: String,
    description_en: String,
    description_zh: String,
    axes: serde_json::Value,
    import_hash: Option<String>,
    published_at: Option<DateTime<Utc>>,
    publish_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    postage_template_id: Option<Uuid>,
}

/// Puts pictures, variants and answers to listings' own rows.
async fn whole(
    db: &mut PgConnection,
    rows: Vec<Row>,
    currency: Currency,
) -> Result<Vec<Stored>, Incident> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut pictures: HashMap<Uuid, Vec<MediaId>> = HashMap::new();
    for row in sqlx::query!(
        "select listing_id, media_id from listing_pictures
         where listing_id = any($1) order by listing_id, position",
        &ids
    )
    .fetch_all(&mut *db)
    .await?
    {
        let of = pictures.entry(row.listing_id).or_default();
        of.push(MediaId(row.media_id));
    }
    let mut variants = variants_of(db, &ids, currency).await?;
    let mut answers = specs::of_listings(db, &ids).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored {
                id: ListingId(row.id),
                shop: ShopId(row.shop_id),
                slug: row.slug,
                stage: stored("listings.stage", &row.stage)?,
                version: row.version,
                published_at: row.published_at,
                publish_at: row.publish_at,
                updated_at: row.updated_at,
                category: CategoryId(row.category_id),
                title: Bilingual::new(row.title_en, row.title_zh),
                description: Bilingual::new(row.description_en, row.description_zh),
                specs: answers.remove(&ListingId(row.id)).unwrap_or_default(),
                axes: serde_json::from_value(row.axes)?,
                import_hash: row.import_hash,
                pictures: pictures.remove(&row.id).unwrap_or_default(),
                variants: variants.remove(&row.id).unwrap_or_default(),
                template: row.postage_template_id.map(TemplateId),
            })
        })
        .collect()
}

async fn variants_of(
    db: &mut PgConnection,
    listings: &[Uuid],
    currency: Currency,
) -> Result<HashMap<Uuid, Vec<StoredVariant>>, Incident> {
    let rows = sqlx::query!(
        r#"select v.listing_id, v.id, v.choice, v.sku, v.barcode, v.price_minor, v.was_price_minor,
                  v.media_id, v.offered, coalesce(s.on_hand, 0) as "on_hand!",
                  v.weight_g, v.length_cm, v.width_cm, v.height_cm
           from variants v left join stock_levels s on s.variant_id = v.id
           where v.listing_id = any($1) and not v.retired
           order by v.listing_id, v.position, v.id"#,
        listings
    )
    .fetch_all(db)
    .await?;
    let mut variants: HashMap<Uuid, Vec<StoredVariant>> = HashMap::new();
    for v in rows {
        let of = variants.entry(v.listing_id).or_default();
        of.push(StoredVariant {
            id: VariantId(v.id),
            choice: choice_from(&v.choice),
            sku: v.sku,
            barcode: v.barcode,
            price: Money::new(v.price_minor, currency),
            was_price: v.was_price_minor.map(|minor| Money::new(minor, currency)),
            picture: v.media_id.map(MediaId),
            offered: v.offered,
            on_hand: v.on_hand.unsigned_abs(),
            measures: (v.weight_g, sides_of([v.length_cm, v.width_cm, v.height_cm])),
        });
    }
    Ok(variants)
}

/// Pieces of a listing's variants that are promised to buyers who are paying.
pub async fn reserved(tx: &mut Tx, listing: ListingId) -> Result<HashMap<Uuid, u32>, Incident> {
    Ok(sqlx::query!(
        "select s.variant_id, s.reserved from stock_levels s
         join variants v on v.id = s.variant_id where v.listing_id = $1",
        listing.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| (row.variant_id, row.reserved.unsigned_abs()))
    .collect())
}

/// As the column keeps a choice.
pub fn choice_column(choice: &[u16]) -> Vec<i16> {
    choice
        .iter()
        .map(|value| i16::try_from(*value).unwrap_or(i16::MAX))
        .collect()
}

/// From the column.
pub fn choice_from(column: &[i16]) -> Choice {
    column.iter().map(|value| value.unsigned_abs()).collect()
}

impl Stored {
    /// The listing as its history keeps it.
    pub fn state(&self) -> ListingState {
        let draft = self.draft();
        ListingState {
            stage: self.stage,
            publish_at: self.publish_at,
            category: draft.category,
            title: draft.title,
            description: draft.description,
            specs: draft.specs,
            axes: draft.axes,
            variants: draft.variants,
            pictures: draft.pictures,
            postage: Some(self.known()),
        }
    }

    /// What is known of its weights, sizes and template.
    pub fn known(&self) -> Known {
        let variants = self.variants.iter();
        Known {
            template: self.template,
            variants: variants.map(|v| (v.id, v.measures)).collect(),
        }
    }

    /// The listing as a draft: saving it unchanged changes nothing.
    pub fn draft(&self) -> ListingDraft {
        ListingDraft {
            shop: self.shop,
            listing: Some(self.id),
            version: Some(self.version),
            category: self.category,
            title: self.title.clone(),
            description: self.description.clone(),
            specs: self.specs.clone(),
            axes: self.axes.clone(),
            variants: self
                .variants
                .iter()
                .map(|v| VariantDraft {
                    variant: Some(v.id),
                    choice: v.choice.clone(),
                    sku: v.sku.clone(),
                    barcode: v.barcode.clone(),
                    price: v.price,
                    was_price: v.was_price,
                    picture: v.picture,
                    offered: v.offered,
                    stock: None,
                })
                .collect(),
            pictures: self.pictures.clone(),
            import: None,
            publish: false,
        }
    }
}

/// The shop whose back office is asked for, by its slug.
///
/// # Errors
/// *Not found* where the actor has no seat in it.
pub async fn shop_head<E>(ctx: &Ctx, actor: &Actor, slug: &str) -> Result<ShopHead, Failure<E>> {
    let row = sqlx::query!(
        r#"select s.id, s.slug, s.name_en, s.name_zh, s.stage, s.mark_id,
                  (select count(*) from orders o where o.shop_id = s.id and o.stage = 'to_ship') as "to_ship!"
           from shops s where s.slug = $1"#,
        slug
    )
    .fetch_optional(&ctx.db)
    .await?;
    let Some(row) = row else {
        // Strangers learn nothing from the difference.
        return Err(match actor {
            Actor::Stranger | Actor::Guest { .. } => Failure::SignIn,
            _ => Failure::NotFound,
        });
    };
    permit(actor, Action::SeeBackOffice(ShopId(row.id))).map_err(denied)?;
    let marks: Vec<Uuid> = row.mark_id.into_iter().collect();
    let mark = media::pictures(&ctx.db, &marks).await?.into_values().next();
    Ok(ShopHead {
        id: ShopId(row.id),
        slug: row.slug,
        name: Bilingual::new(row.name_en, row.name_zh),
        mark,
        stage: stored("shops.stage", &row.stage)?,
        to_ship: row.to_ship.unsigned_abs(),
        role: actor.role_in(ShopId(row.id)).unwrap_or(ShopRole::Owner),
    })
}
