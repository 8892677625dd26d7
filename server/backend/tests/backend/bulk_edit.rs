//! Changing many listings at once, and taking it back.

mod locks;

use crate::goods::{Market, draft, price};
use longtail::{
    id::{BulkEditId, ListingId, VariantId},
    trade::catalog::{
        CatalogError, ListingMove,
        bulk::{BulkOutcome, BulkPage, BulkStage},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    trade::{
        catalog::{
            bulk::{ChangeForm, Chosen, begin, bulk_page, plan, start},
            move_listings, save_listing,
        },
        stock,
    },
};
use sqlx::PgPool;
use std::time::Instant;

const SHOP: &str = "tea-house";

async fn many(market: &Market, count: usize) -> Vec<(ListingId, VariantId)> {
    let mut made = Vec::new();
    for n in 0..count {
        let mut tea = draft(market, &format!("Tea {n}"));
        tea.publish = true;
        let saved = save_listing(&market.ctx, &market.owner, &tea)
            .await
            .expect("saved");
        made.push((saved.listing, saved.variants[0]));
    }
    made
}

fn all() -> Chosen {
    Chosen::Found {
        q: String::new(),
        stage: None,
    }
}

fn form(what: &str, how: &str, amount: &str) -> ChangeForm {
    ChangeForm {
        what: what.into(),
        how: how.into(),
        amount: amount.into(),
        stock: amount.into(),
        ..ChangeForm::default()
    }
}

async fn page(market: &Market, edit: BulkEditId) -> BulkPage {
    bulk_page(&market.ctx, &market.owner, SHOP, edit)
        .await
        .expect("a page")
}

/// Chooses everything, plans and runs a change.
async fn run(market: &Market, change: &ChangeForm) -> BulkEditId {
    let (ctx, owner) = (&market.ctx, &market.owner);
    let edit = begin(ctx, owner, SHOP, &all()).await.expect("begun");
    plan(ctx, owner, SHOP, edit, change).await.expect("planned");
    start(ctx, owner, SHOP, edit, false).await.expect("started");
    jobs::run_due(ctx).await.expect("jobs");
    edit
}

async fn undo(market: &Market, edit: BulkEditId) {
    start(&market.ctx, &market.owner, SHOP, edit, true)
        .await
        .expect("started");
    jobs::run_due(&market.ctx).await.expect("jobs");
}

async fn minor(market: &Market, variant: VariantId) -> i64 {
    sqlx::query_scalar("select price_minor from variants where id = $1")
        .bind(variant.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("there")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn prices_are_looked_at_changed_and_taken_back_unless_changed_since(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let goods = many(&market, 3).await;
    let edit = begin(ctx, owner, SHOP, &all()).await.expect("begun");
    assert_eq!(page(&market, edit).await.total, 3);
    plan(
        ctx,
        owner,
        SHOP,
        edit,
        &form("price", "percent_down", "12.5"),
    )
    .await
    .expect("planned");
    let looked = page(&market, edit).await;
    assert_eq!((looked.stage, looked.changed), (BulkStage::Choosing, 3));
    assert_eq!(
        looked.rows[0].prices,
        Some([(price(1000), price(1000)), (price(875), price(875))])
    );
    assert_eq!(minor(&market, goods[0].1).await, 1000, "nothing yet");

    start(ctx, owner, SHOP, edit, false).await.expect("started");
    let twice = start(ctx, owner, SHOP, edit, false).await;
    assert!(matches!(
        twice,
        Err(Failure::Refused(CatalogError::BulkStarted))
    ));
    jobs::run_due(ctx).await.expect("jobs");
    assert_eq!(page(&market, edit).await.stage, BulkStage::Done);
    for (_, variant) in &goods {
        assert_eq!(minor(&market, *variant).await, 875);
    }

    // One of them is changed by hand before the undo.
    let mut other = draft(&market, "Tea 1");
    other.listing = Some(goods[1].0);
    other.variants[0].price = price(900);
    save_listing(ctx, owner, &other).await.expect("saved");
    undo(&market, edit).await;
    let over = page(&market, edit).await;
    assert_eq!((over.stage, over.changed), (BulkStage::Undone, 2));
    assert_eq!(over.refused.len(), 1);
    assert_eq!(over.refused[0].outcome, Some(BulkOutcome::ChangedSince));
    let minors = [
        minor(&market, goods[0].1).await,
        minor(&market, goods[1].1).await,
        minor(&market, goods[2].1).await,
    ];
    assert_eq!(minors, [1000, 900, 1000]);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn those_that_cannot_follow_say_why_and_hold_nobody_up(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let goods = many(&market, 3).await;
    move_listings(ctx, owner, market.shop, &[goods[0].0], ListingMove::Pause)
        .await
        .expect("moved");
    let mut pause = form("stage", "", "");
    pause.wish = "pause".into();
    let edit = run(&market, &pause).await;
    let done = page(&market, edit).await;
    assert_eq!((done.changed, done.refused.len()), (2, 1));
    assert_eq!(
        done.refused[0].outcome,
        Some(BulkOutcome::Refused {
            why: CatalogError::WrongStage
        })
    );
    undo(&market, edit).await;
    let live: i64 = sqlx::query_scalar("select count(*) from listings where stage = 'live'")
        .fetch_one(&ctx.db)
        .await
        .expect("a count");
    assert_eq!(live, 2, "the one that was paused before stays so");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn counts_go_back_by_what_was_added_and_what_was_sold_stays_sold(db: PgPool) {
    let market = Market::new(db).await;
    let goods = many(&market, 2).await;
    let edit = run(&market, &form("stock", "up", "5")).await;
    assert_eq!(market.on_hand(goods[0].1).await, 15);
    stock::count(&market.ctx, &market.owner, goods[0].1, 12)
        .await
        .expect("three went");
    undo(&market, edit).await;
    assert_eq!(market.on_hand(goods[0].1).await, 7);
    assert_eq!(market.on_hand(goods[1].1).await, 10);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn another_shop_s_goods_are_never_chosen(db: PgPool) {
    let market = Market::new(db).await;
    let goods = many(&market, 1).await;
    let theirs = begin(
        &market.ctx,
        &market.other,
        "lamp-house",
        &Chosen::These(vec![goods[0].0]),
    )
    .await;
    assert!(matches!(theirs, Err(Failure::Invalid(i)) if i.get("listings").is_some()));
    let edit = begin(&market.ctx, &market.owner, SHOP, &all())
        .await
        .expect("begun");
    let seen = bulk_page(&market.ctx, &market.other, "lamp-house", edit).await;
    assert!(matches!(seen, Err(Failure::NotFound)));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn five_hundred_listings_in_one_go(db: PgPool) {
    let market = Market::new(db).await;
    let goods = many(&market, 500).await;
    let began = Instant::now();
    let edit = run(&market, &form("price", "up", "1")).await;
    let forth = began.elapsed();
    assert_eq!(page(&market, edit).await.changed, 500);
    assert_eq!(minor(&market, goods[499].1).await, 1100);
    undo(&market, edit).await;
    assert_eq!(page(&market, edit).await.changed, 500);
    assert_eq!(minor(&market, goods[499].1).await, 1000);
    println!(
        "500 listings: {forth:?} there, {:?} and back",
        began.elapsed()
    );
}
