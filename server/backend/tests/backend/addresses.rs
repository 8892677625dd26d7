//! Addresses: old ones lead on for ever and are never given to others; the map of all of them
//! is cut where search engines want it.

use crate::goods::{Market, draft};
use longtail::{
    text::{FieldIssue, FieldIssues},
    trade::{
        catalog::{ListingDraft, Saved},
        search::SearchRequest,
        seen::Looker,
        shop::ShopDraft,
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    trade::{
        catalog::{browse, save_listing},
        shop,
    },
};
use sqlx::PgPool;

async fn save(market: &Market, draft: &mut ListingDraft, publish: bool) -> Saved {
    draft.publish = publish;
    let saved = save_listing(&market.ctx, &market.owner, draft)
        .await
        .expect("saved");
    draft.listing = Some(saved.listing);
    saved
}

/// Where a product's old address leads; `here` where it is one.
async fn leads(market: &Market, shop: &str, listing: &str) -> String {
    leads_for(market, &Looker::nobody(), shop, listing).await
}

async fn leads_for(market: &Market, looker: &Looker, shop: &str, listing: &str) -> String {
    match browse::product_page(&market.ctx, looker, shop, listing).await {
        Ok(_) => "here".to_owned(),
        Err(Failure::Moved { to }) => to,
        Err(Failure::NotFound) => "nowhere".to_owned(),
        Err(other) => panic!("{other:?}"),
    }
}

fn words(market_slug: &str) -> ShopDraft {
    ShopDraft {
        name_en: "Tea house".into(),
        slug: market_slug.into(),
        postage_base: "8".into(),
        ..ShopDraft::default()
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_listings_old_titles_lead_to_it_in_one_step(db: PgPool) {
    let market = Market::new(db).await;
    let mut oolong = draft(&market, "Oolong");
    assert_eq!(save(&market, &mut oolong, true).await.slug, "oolong");
    for title in ["Oolong tea", "Roasted oolong", "Roasted oolong!"] {
        oolong.title.en = title.into();
        save(&market, &mut oolong, true).await;
    }
    let now = "/shops/tea-house/roasted-oolong";
    assert_eq!(leads(&market, "tea-house", "oolong").await, now);
    assert_eq!(leads(&market, "tea-house", "oolong-tea").await, now);
    assert_eq!(leads(&market, "tea-house", "roasted-oolong").await, "here");
    assert_eq!(leads(&market, "tea-house", "puer").await, "nowhere");

    let mut other = draft(&market, "Oolong");
    assert_eq!(
        save(&market, &mut other, true).await.slug,
        "oolong-2",
        "another thing never gets an address that leads on"
    );
    oolong.title.en = "Oolong".into();
    assert_eq!(
        save(&market, &mut oolong, true).await.slug,
        "oolong",
        "but the thing itself may take it back"
    );
    assert_eq!(
        leads(&market, "tea-house", "roasted-oolong").await,
        "/shops/tea-house/oolong"
    );
    sqlx::query("update listings set stage = 'paused' where slug = 'oolong'")
        .execute(&market.ctx.db)
        .await
        .expect("paused");
    assert_eq!(
        leads(&market, "tea-house", "roasted-oolong").await,
        "nowhere",
        "what may not be seen does not tell its new address"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn off_the_shelf_an_old_address_leads_the_shops_people_alone(db: PgPool) {
    let market = Market::new(db).await;
    let mut oolong = draft(&market, "Oolong");
    save(&market, &mut oolong, true).await;
    oolong.title.en = "Dark oolong".into();
    save(&market, &mut oolong, true).await;
    sqlx::query("update listings set stage = 'paused' where slug = 'dark-oolong'")
        .execute(&market.ctx.db)
        .await
        .expect("paused");
    let now = "/shops/tea-house/dark-oolong";
    for (actor, to) in [(&market.owner, now), (&market.other, "nowhere")] {
        let looker = Looker {
            actor: actor.clone(),
            ..Looker::nobody()
        };
        assert_eq!(leads_for(&market, &looker, "tea-house", "oolong").await, to);
    }

    // Addresses are a shop's own: another takes the same, and each leads to its own.
    let longtail::actor::Actor::Member { seats, .. } = &market.other else {
        panic!("a member")
    };
    let mut elsewhere = draft(&market, "Oolong");
    elsewhere.shop = seats[0].shop;
    elsewhere.publish = true;
    let saved = save_listing(&market.ctx, &market.other, &elsewhere)
        .await
        .expect("saved");
    assert_eq!(saved.slug, "oolong");
    assert_eq!(leads(&market, "lamp-house", "oolong").await, "here");
    assert_eq!(leads(&market, "tea-house", "oolong").await, "nowhere");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_was_never_published_leaves_no_address_behind(db: PgPool) {
    let market = Market::new(db).await;
    let mut sketch = draft(&market, "Sketch");
    save(&market, &mut sketch, false).await;
    sketch.title.en = "Finished".into();
    assert_eq!(save(&market, &mut sketch, true).await.slug, "finished");
    assert_eq!(leads(&market, "tea-house", "sketch").await, "nowhere");
    assert_eq!(
        save(&market, &mut draft(&market, "Sketch"), true)
            .await
            .slug,
        "sketch"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_shops_old_address_leads_to_it_and_its_goods(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut oolong = draft(&market, "Oolong");
    save(&market, &mut oolong, true).await;
    oolong.title.en = "Dark oolong".into();
    save(&market, &mut oolong, true).await;
    let moved = shop::edit(ctx, owner, market.shop, &words("hill-tea")).await;
    assert_eq!(moved.expect("moved"), "hill-tea");
    shop::edit(ctx, owner, market.shop, &words("river-tea"))
        .await
        .expect("moved again");
    for old in ["tea-house", "hill-tea"] {
        let request = SearchRequest {
            shop: Some(old.into()),
            ..SearchRequest::default()
        };
        let page = browse::shop_page(ctx, &Looker::nobody().actor, &request, None).await;
        assert!(
            matches!(page, Err(Failure::Moved { ref to }) if to == "/shops/river-tea"),
            "{page:?}"
        );
        assert_eq!(
            leads(&market, old, "dark-oolong").await,
            "/shops/river-tea/dark-oolong"
        );
    }
    assert_eq!(
        leads(&market, "river-tea", "oolong").await,
        "/shops/river-tea/dark-oolong"
    );
    let back_office = shop::back_office_shop(ctx, owner, "tea-house").await;
    assert_eq!(back_office.expect("still there").card.slug, "river-tea");

    sqlx::query("update shops set stage = 'closed' where slug = 'river-tea'")
        .execute(&ctx.db)
        .await
        .expect("closed");
    assert_eq!(leads(&market, "hill-tea", "dark-oolong").await, "nowhere");
    assert!(
        shop_taken(&market, "tea-house").await,
        "somebody's old address"
    );
    assert!(
        shop_taken(&market, "river-tea").await,
        "somebody's present address"
    );
    shop::edit(ctx, owner, market.shop, &words("tea-house"))
        .await
        .expect("one's own old address can be taken back");
}

/// Whether the other shop is refused an address.
async fn shop_taken(market: &Market, slug: &str) -> bool {
    let other = market.other.clone();
    let longtail::actor::Actor::Member { seats, .. } = &other else {
        panic!("a member")
    };
    let outcome = shop::edit(&market.ctx, &other, seats[0].shop, &words(slug)).await;
    matches!(outcome, Err(Failure::Invalid(issues))
        if issues == FieldIssues::one("slug", FieldIssue::AlreadyTaken))
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_map_is_cut_at_fifty_thousand(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    save(&market, &mut draft(&market, "Oolong"), true).await;
    sqlx::query(
        "with more as (
             insert into listings (id, shop_id, category_id, slug, stage, title_en, created_at,
                                   published_at, updated_at)
             select gen_random_uuid(), shop_id, category_id, 'tea-' || n, 'live', 'Tea', created_at,
                    created_at, created_at
             from listings, generate_series(1, 50000) as n returning id)
         insert into variants (id, listing_id, price_minor) select gen_random_uuid(), id, 100 from more",
    )
    .execute(&ctx.db)
    .await
    .expect("many goods");
    let files = browse::sitemap_files(ctx).await.expect("files");
    assert_eq!(files.len(), 3, "places, fifty thousand goods, and one more");
    assert!(
        files.iter().all(Option::is_some),
        "each says when it changed"
    );
    let mut counts = Vec::new();
    for number in 0..4 {
        let file = browse::sitemap_file(ctx, number).await.expect("read");
        counts.push(file.map(|entries| entries.len()));
    }
    assert_eq!(counts, [Some(4), Some(50_000), Some(1), None]);
    sqlx::query("update shops set stage = 'paused' where slug = 'tea-house'")
        .execute(&ctx.db)
        .await
        .expect("paused");
    let file = browse::sitemap_file(ctx, 1).await.expect("read");
    assert_eq!(
        file.map(|entries| entries.len()),
        Some(0),
        "not to be found now"
    );
}
