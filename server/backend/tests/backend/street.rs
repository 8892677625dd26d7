//! A market with three categories and shops made on demand, found through the index.

use longtail::{
    actor::Actor,
    id::{CategoryId, ListingId, ShopId},
    trade::search::{SearchPage, SearchRequest},
};
use longtail_backend::{
    Ctx,
    outbox::Event,
    testing::{self, TestMarket},
    trade::search,
};
use sqlx::PgPool;

/// A market with three categories (tea › green tea, ceramics) and shops made on demand.
pub struct Street {
    pub ctx: Ctx,
    pub shop: ShopId,
    pub green_tea: CategoryId,
    pub tea: CategoryId,
    pub ceramics: CategoryId,
}

impl Street {
    pub async fn new(db: PgPool) -> Self {
        let ctx = TestMarket::new(db).ctx;
        let mut street = Self {
            shop: ctx.new_id(),
            green_tea: ctx.new_id(),
            tea: ctx.new_id(),
            ceramics: ctx.new_id(),
            ctx,
        };
        for (id, parent, slug, en, zh) in [
            (street.tea, None, "tea", "Tea", "茶叶"),
            (
                street.green_tea,
                Some(street.tea),
                "green-tea",
                "Green tea",
                "绿茶",
            ),
            (street.ceramics, None, "ceramics", "Ceramics", "陶瓷"),
        ] {
            sqlx::query("insert into categories (id, parent_id, slug, name_en, name_zh) values ($1, $2, $3, $4, $5)")
                .bind(id.0)
                .bind(parent.map(|p: CategoryId| p.0))
                .bind(slug)
                .bind(en)
                .bind(zh)
                .execute(&street.ctx.db)
                .await
                .expect("a category");
        }
        street.shop = street.shop("lin-tea").await;
        street
    }

    pub async fn shop(&self, slug: &str) -> ShopId {
        let shop: ShopId = self.ctx.new_id();
        sqlx::query(
            "insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
             values ($1, $2, 'bazaar', 'open', $2, 800, $3, $3)",
        )
        .bind(shop.0)
        .bind(slug)
        .bind(self.ctx.now())
        .execute(&self.ctx.db)
        .await
        .expect("a shop");
        shop
    }

    pub async fn listing(
        &self,
        category: CategoryId,
        en: &str,
        zh: &str,
        price_minor: i64,
        sold: i64,
    ) -> ListingId {
        let listing: ListingId = self.ctx.new_id();
        let variant: longtail::id::VariantId = self.ctx.new_id();
        let mut tx = self.ctx.transaction().await.expect("a transaction");
        let now = tx.now();
        sqlx::query(
            "with l as (insert into listings (id, shop_id, category_id, slug, stage, title_en, title_zh,
                                              sold_count, created_at, published_at, updated_at)
                        values ($1, $2, $3, $4, 'live', $5, $6, $7, $8, $8, $8)),
                  v as (insert into variants (id, listing_id, price_minor) values ($9, $1, $10))
             insert into stock_levels (variant_id, on_hand) values ($9, 5)",
        )
        .bind(listing.0)
        .bind(self.shop.0)
        .bind(category.0)
        .bind(listing.0.simple().to_string())
        .bind(en)
        .bind(zh)
        .bind(sold)
        .bind(now)
        .bind(variant.0)
        .bind(price_minor)
        .execute(tx.sql())
        .await
        .expect("a listing");
        tx.emit(Event::ListingChanged { listing })
            .await
            .expect("told");
        tx.commit().await.expect("committed");
        listing
    }

    pub async fn change(&self, listing: ListingId, sql: &'static str) {
        let mut tx = self.ctx.transaction().await.expect("a transaction");
        sqlx::query(sql)
            .bind(listing.0)
            .execute(tx.sql())
            .await
            .expect("changed");
        tx.emit(Event::ListingChanged { listing })
            .await
            .expect("told");
        tx.commit().await.expect("committed");
    }

    /// One step, once the outbox lets its newest events be read.
    pub async fn follow(&self) {
        testing::events_to_be_read(&self.ctx).await;
        search::step(&self.ctx).await.expect("a step");
    }

    pub async fn find(&self, request: SearchRequest) -> SearchPage {
        search::find(&self.ctx, &Actor::Stranger, &request)
            .await
            .expect("a page")
    }

    pub async fn titles(&self, query: &str) -> Vec<String> {
        let page = self.find(words(query)).await;
        assert_eq!(page.relaxed, None, "found as typed: {query}");
        page.hits.into_iter().map(|card| card.title.en).collect()
    }
}

pub fn words(query: &str) -> SearchRequest {
    SearchRequest {
        query: query.into(),
        ..Default::default()
    }
}
