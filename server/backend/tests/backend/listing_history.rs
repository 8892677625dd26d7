//! What listings were, what they cost, and when they go on the shelf by themselves.

mod measures;

use crate::goods::{Market, draft, price};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::ListingId,
    trade::{
        catalog::{
            CatalogError, GridForAll, GridRow, ListingMove, ListingStage, Saved, WordsForm,
            history::{Cause, Field, Held},
        },
        seen::Looker,
    },
    when::local_field,
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    trade::catalog::{
        browse::product_page,
        editor::{self, Opened},
        history::{bring_back, history_page},
        move_listings, save_listing,
        schedule::{Wish, schedule},
    },
};
use measures::{weigh, weighed};
use sqlx::PgPool;

const SHOP: &str = "tea-house";

fn opened(saved: &Saved) -> Opened {
    Opened {
        shop: SHOP.into(),
        listing: saved.listing,
        version: saved.version,
    }
}

async fn now_at(market: &Market, listing: ListingId) -> Opened {
    let version = sqlx::query_scalar("select version from listings where id = $1")
        .bind(listing.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("there");
    Opened {
        shop: SHOP.into(),
        listing,
        version,
    }
}

async fn stage_of(market: &Market, listing: ListingId) -> String {
    sqlx::query_scalar("select stage from listings where id = $1")
        .bind(listing.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("there")
}

fn words(market: &Market, title: &str) -> WordsForm {
    WordsForm {
        title_en: title.into(),
        category: market.category.to_string(),
        ..WordsForm::default()
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn every_change_is_kept_and_can_be_taken_back(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let saved = save_listing(ctx, owner, &draft(&market, "Tea"))
        .await
        .expect("saved");
    let none = history_page(ctx, owner, SHOP, saved.listing, 1)
        .await
        .expect("a page");
    assert!(none.versions.is_empty());

    editor::save_words(ctx, owner, &opened(&saved), &words(&market, "Spring Tea"))
        .await
        .expect("saved");
    let grid = [GridRow {
        variant: saved.variants[0].to_string(),
        price: "12".into(),
        stock: "10".into(),
        stock_was: "10".into(),
        offered: Some("on".into()),
        ..GridRow::default()
    }];
    let second = now_at(&market, saved.listing).await;
    editor::save_grid(ctx, owner, &second, &grid, &GridForAll::default())
        .await
        .expect("saved");

    let page = history_page(ctx, owner, SHOP, saved.listing, 1)
        .await
        .expect("a page");
    let causes: Vec<_> = page.versions.iter().map(|v| (v.version, v.cause)).collect();
    assert_eq!(
        causes,
        [(3, Cause::Edit), (2, Cause::Edit), (1, Cause::First)]
    );
    assert_eq!(page.versions[0].who.as_deref(), Some("tea-house"));
    let changes = &page.versions[0].changes;
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].field, &changes[0].before, &changes[0].after),
        (
            Field::Price,
            &Held::Money(price(1000)),
            &Held::Money(price(1200))
        )
    );

    // The first version again: words and price, as one more version.
    let stale = bring_back(ctx, owner, &second, 1).await;
    assert!(matches!(stale, Err(Failure::Refused(CatalogError::Stale))));
    let third = now_at(&market, saved.listing).await;
    let back = bring_back(ctx, owner, &third, 1)
        .await
        .expect("brought back");
    assert_eq!(back.saved.version, 4);
    let page = history_page(ctx, owner, SHOP, saved.listing, 1)
        .await
        .expect("a page");
    assert_eq!(page.title.en, "Tea");
    let fields: Vec<_> = page.versions[0].changes.iter().map(|c| c.field).collect();
    assert_eq!(fields, [Field::TitleEn, Field::Price]);

    // Nobody else sees it, and nobody edits it.
    let other = history_page(ctx, &market.other, SHOP, saved.listing, 1).await;
    assert!(matches!(other, Err(Failure::NotFound)));
    for touch in [
        "update listing_versions set cause = 'bulk'",
        "delete from listing_versions",
    ] {
        assert!(
            sqlx::query(touch).execute(&ctx.db).await.is_err(),
            "{touch}"
        );
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_variant_that_was_taken_away_comes_back_with_an_empty_shelf(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut tea = draft(&market, "Tea");
    tea.axes = vec![longtail::trade::catalog::Axis {
        name: longtail::text::Bilingual::new("Tin", "罐"),
        values: ["Red", "Blue"]
            .map(|label| longtail::trade::catalog::AxisValue {
                label: longtail::text::Bilingual::new(label, ""),
                media: None,
            })
            .to_vec(),
    }];
    tea.variants = vec![
        crate::goods::variant(&[0], 100, 4),
        crate::goods::variant(&[1], 120, 5),
    ];
    let saved = save_listing(ctx, owner, &tea).await.expect("saved");
    weigh(&market, &saved, None, &["100", "200"]).await;
    tea.listing = Some(saved.listing);
    tea.axes[0].values.pop();
    tea.variants.pop();
    save_listing(ctx, owner, &tea).await.expect("saved");
    let now = now_at(&market, saved.listing).await;
    let back = bring_back(ctx, owner, &now, 2).await.expect("brought back");
    let back = back.saved;
    assert_eq!(back.variants.len(), 2);
    assert_eq!(back.variants[0], saved.variants[0]);
    assert_ne!(back.variants[1], saved.variants[1], "that one is retired");
    assert_eq!(market.on_hand(back.variants[0]).await, 4);
    assert_eq!(market.on_hand(back.variants[1]).await, 0);
    let (_, weights) = weighed(&market, back.listing).await;
    assert_eq!(weights, [Some(100), Some(200)]);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn prices_are_public_from_the_first_change_after_publishing(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut tea = draft(&market, "Tea");
    let saved = save_listing(ctx, owner, &tea).await.expect("saved");
    tea.listing = Some(saved.listing);
    // Written while nobody could see it: no history.
    tea.variants[0].price = price(5000);
    save_listing(ctx, owner, &tea).await.expect("saved");
    tea.publish = true;
    save_listing(ctx, owner, &tea).await.expect("saved");
    let nobody = Looker::nobody();
    let page = || product_page(ctx, &nobody, SHOP, "tea");
    assert_eq!(page().await.expect("a page").prices.of(None), None);

    for minor in [4500, 4800] {
        market.clock.advance(Duration::days(7));
        tea.variants[0].price = price(minor);
        save_listing(ctx, owner, &tea).await.expect("saved");
    }
    let page = page().await.expect("a page");
    let minors = |history: Option<&longtail::trade::catalog::prices::PriceHistory>| {
        let points = history.map(|h| h.points.clone()).unwrap_or_default();
        points.iter().map(|p| p.price.minor).collect::<Vec<_>>()
    };
    assert_eq!(
        minors(page.prices.of(Some(saved.variants[0]))),
        [5000, 4500, 4800]
    );
    let lowest = page.prices.of(None).and_then(|h| h.lowest(page.now));
    assert_eq!(lowest, Some(price(4500)));
    let touched = sqlx::query("update price_changes set price_minor = 1")
        .execute(&ctx.db)
        .await;
    assert!(touched.is_err(), "prices of the past stay");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_listing_goes_on_the_shelf_at_its_time(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let saved = save_listing(ctx, owner, &draft(&market, "Tea"))
        .await
        .expect("saved");
    let at = |moment: DateTime<Utc>| Wish::At(local_field(moment));
    let past = schedule(
        ctx,
        owner,
        &opened(&saved),
        &at(ctx.now() - Duration::hours(1)),
    )
    .await;
    assert!(matches!(past, Err(Failure::Invalid(i)) if i.get("publish_at").is_some()));
    schedule(
        ctx,
        owner,
        &opened(&saved),
        &at(ctx.now() + Duration::hours(2)),
    )
    .await
    .expect("set");
    jobs::run_due(ctx).await.expect("jobs");
    assert_eq!(stage_of(&market, saved.listing).await, "draft");

    // Put off by a day: the first time passes, the second counts.
    let now = now_at(&market, saved.listing).await;
    schedule(ctx, owner, &now, &at(ctx.now() + Duration::days(1)))
        .await
        .expect("put off");
    market.clock.advance(Duration::hours(3));
    jobs::run_due(ctx).await.expect("jobs");
    assert_eq!(stage_of(&market, saved.listing).await, "draft");
    market.clock.advance(Duration::days(1));
    jobs::run_due(ctx).await.expect("jobs");
    assert_eq!(stage_of(&market, saved.listing).await, "live");
    let page = history_page(ctx, owner, SHOP, saved.listing, 1)
        .await
        .expect("a page");
    assert_eq!(page.versions[0].cause, Cause::Clock);
    assert_eq!(page.versions[0].who, None);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_time_can_be_called_off_and_live_goods_take_none(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let saved = save_listing(ctx, owner, &draft(&market, "Tea"))
        .await
        .expect("saved");
    let later = Wish::At(local_field(ctx.now() + Duration::days(2)));
    schedule(ctx, owner, &opened(&saved), &later)
        .await
        .expect("set");
    let now = now_at(&market, saved.listing).await;
    schedule(ctx, owner, &now, &Wish::CallOff)
        .await
        .expect("called off");
    market.clock.advance(Duration::days(3));
    jobs::run_due(ctx).await.expect("jobs");
    assert_eq!(stage_of(&market, saved.listing).await, "draft");

    // Published by hand, the time is over; and what is live takes no other.
    let later = Wish::At(local_field(ctx.now() + Duration::days(2)));
    let now = now_at(&market, saved.listing).await;
    schedule(ctx, owner, &now, &later).await.expect("set");
    let moved = move_listings(
        ctx,
        owner,
        market.shop,
        &[saved.listing],
        ListingMove::Publish,
    )
    .await
    .expect("moved");
    assert_eq!(moved.moved, [saved.listing]);
    let view = editor::editor_view(ctx, owner, SHOP, saved.listing)
        .await
        .expect("a view");
    assert_eq!((view.stage, view.publish_at), (ListingStage::Live, None));
    let now = now_at(&market, saved.listing).await;
    let live = schedule(ctx, owner, &now, &later).await;
    assert!(matches!(
        live,
        Err(Failure::Refused(CatalogError::WrongStage))
    ));
}
