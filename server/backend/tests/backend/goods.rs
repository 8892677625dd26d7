//! A shop that writes goods.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::{AccountId, CategoryId, ListingId, ShopId, VariantId},
    money::{Currency, Money},
    text::Bilingual,
    trade::catalog::{ListingDraft, VariantDraft},
};
use longtail_backend::{
    Ctx,
    outbox::Event,
    testing::{TestClock, TestMarket},
    trade::catalog::category::{CategoryDraft, save_category},
};
use sqlx::PgPool;
use std::{io::Cursor, sync::Arc};

pub struct Market {
    pub ctx: Ctx,
    pub shop: ShopId,
    pub owner: Actor,
    /// The owner of another shop.
    pub other: Actor,
    pub category: CategoryId,
    pub clock: Arc<TestClock>,
}

impl Market {
    /// A market with the shop `tea-house` and the category `tea`.
    pub async fn new(db: PgPool) -> Self {
        let TestMarket { ctx, clock, .. } = TestMarket::new(db);
        let (shop, owner) = open_shop(&ctx, "tea-house").await;
        let (_, other) = open_shop(&ctx, "lamp-house").await;
        let tea = CategoryDraft {
            slug: "tea".into(),
            parent: None,
            name: Bilingual::new("Tea", "茶"),
            position: 0,
        };
        let category = save_category(&ctx, &Actor::System, &tea)
            .await
            .expect("a category");
        Self {
            ctx,
            shop,
            owner,
            other,
            category,
            clock,
        }
    }

    pub async fn listing_count(&self) -> i64 {
        sqlx::query_scalar("select count(*) from listings")
            .fetch_one(&self.ctx.db)
            .await
            .expect("a count")
    }

    pub async fn on_hand(&self, variant: VariantId) -> i32 {
        sqlx::query_scalar("select on_hand from stock_levels where variant_id = $1")
            .bind(variant.0)
            .fetch_one(&self.ctx.db)
            .await
            .expect("a level")
    }

    /// How often the outbox tells of a change of the listing. Counted in the table: a reader
    /// waits for every transaction in the cluster, those of other tests included.
    pub async fn changes_told(&self, listing: ListingId) -> i64 {
        let event = Event::ListingChanged { listing };
        sqlx::query_scalar("select count(*) from events where payload = $1")
            .bind(serde_json::to_value(event).expect("JSON"))
            .fetch_one(&self.ctx.db)
            .await
            .expect("events")
    }
}

async fn open_shop(ctx: &Ctx, slug: &str) -> (ShopId, Actor) {
    let (shop, account): (ShopId, AccountId) = (ctx.new_id(), ctx.new_id());
    sqlx::query(
        "with a as (insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
                    values ($2, 'member', $3 || '@longtail.example', $3, 'none', $4, $4))
         insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
         values ($1, $3, 'bazaar', 'open', $3, 800, $4, $4)",
    )
    .bind(shop.0)
    .bind(account.0)
    .bind(slug)
    .bind(ctx.now())
    .execute(&ctx.db)
    .await
    .expect("a shop");
    let seat = Seat {
        shop,
        role: ShopRole::Owner,
    };
    (
        shop,
        Actor::Member {
            account,
            seats: vec![seat],
        },
    )
}

pub fn price(minor: i64) -> Money {
    Money::new(minor, Currency::Cny)
}

pub fn variant(choice: &[u16], minor: i64, stock: u32) -> VariantDraft {
    VariantDraft {
        variant: None,
        choice: choice.to_vec(),
        sku: String::new(),
        barcode: String::new(),
        price: price(minor),
        was_price: None,
        picture: None,
        offered: true,
        stock: Some(stock),
    }
}

/// A draft of one variant at ¥10, ten on the shelf.
pub fn draft(market: &Market, title: &str) -> ListingDraft {
    ListingDraft {
        shop: market.shop,
        listing: None,
        version: None,
        category: market.category,
        title: Bilingual::new(title, ""),
        description: Bilingual::default(),
        specs: Vec::new(),
        axes: Vec::new(),
        variants: vec![variant(&[], 1000, 10)],
        pictures: Vec::new(),
        import: None,
        publish: false,
    }
}

/// A picture file.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    DynamicImage::from(RgbImage::from_pixel(width, height, Rgb([200, 120, 40])))
        .write_to(&mut Cursor::new(&mut file), ImageFormat::Png)
        .expect("encodes");
    file
}
