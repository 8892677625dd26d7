//! Who changes many listings locks them first, and then their stock, as whoever orders them does: nobody waits
//! in a circle.

use super::*;
use crate::common::{address, until_waiting};
use futures::future::join_all;
use longtail::{actor::Actor, id::ImportId, trade::checkout::PlaceCheckout};
use longtail_backend::{
    testing,
    trade::{cart, checkout, import::history},
};
use sqlx::{Connection, PgConnection};
use std::time::Duration;

/// An edit that is planned and not begun.
async fn planned(market: &Market, change: &ChangeForm) -> BulkEditId {
    let (ctx, owner) = (&market.ctx, &market.owner);
    let edit = begin(ctx, owner, SHOP, &all()).await.expect("begun");
    plan(ctx, owner, SHOP, edit, change).await.expect("planned");
    edit
}

/// A guest with one of each in the cart, about to order.
async fn buyer(market: &Market, goods: &[(ListingId, VariantId)]) -> (Actor, PlaceCheckout) {
    let ctx = &market.ctx;
    let guest = testing::guest(ctx).await;
    for (_, variant) in goods {
        cart::add(ctx, &guest, *variant, 1)
            .await
            .expect("in the cart");
    }
    let form = checkout::checkout_form(ctx, &guest).await.expect("a form");
    let cmd = PlaceCheckout {
        command: form.command,
        email: "lin@longtail.example".into(),
        ship_to: address(),
        remember_address: false,
        notes: Vec::new(),
        agreed_total_minor: form.cart.total.minor,
        agreed: None,
    };
    (guest, cmd)
}

/// How often Postgres had to break a circle in a test's database, where nobody works any more: each
/// connection tells what it counted when it ends.
async fn circles_broken(db: &PgPool) -> i64 {
    let options = db.connect_options();
    db.close().await;
    let mut alone = PgConnection::connect_with(&options)
        .await
        .expect("a connection");
    loop {
        let others: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity
             where datname = current_database() and backend_type = 'client backend'
               and pid <> pg_backend_pid()",
        )
        .fetch_one(&mut alone)
        .await
        .expect("a count");
        if others == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let broken = sqlx::query_scalar(
        "select deadlocks from pg_stat_database where datname = current_database()",
    )
    .fetch_one(&mut alone)
    .await
    .expect("a count");
    alone.close().await.expect("closed");
    broken
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn edits_and_orders_of_the_same_goods_never_wait_in_a_circle(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    // Ids of one moment are in no order: that of the listings is not that of their stock.
    let goods = many(&market, 12).await;
    run(&market, &form("stock", "to", "1000")).await;
    for _ in 0..3 {
        let edit = planned(&market, &form("stock", "up", "5")).await;
        for back in [false, true] {
            let mut buyers = Vec::new();
            for _ in 0..4 {
                buyers.push(buyer(&market, &goods).await);
            }
            start(ctx, &market.owner, SHOP, edit, back)
                .await
                .expect("started");
            let orders = buyers
                .iter()
                .map(|(buyer, cmd)| checkout::place(ctx, buyer, cmd));
            let (worked, placed) = tokio::join!(jobs::run_due(ctx), join_all(orders));
            worked.expect("jobs");
            for placed in placed {
                placed.expect("placed");
            }
        }
        let over = page(&market, edit).await;
        assert_eq!((over.stage, over.changed), (BulkStage::Undone, 12));
    }
    assert_eq!(shelves(&market).await, [1_000]);
    assert_eq!(circles_broken(&ctx.db).await, 0);
}

/// The different counts of the shop's shelves.
async fn shelves(market: &Market) -> Vec<i32> {
    sqlx::query_scalar("select distinct on_hand from stock_levels order by on_hand")
        .fetch_all(&market.ctx.db)
        .await
        .expect("counts")
}

/// Does what is due while somebody else holds the last of the listings: who waits for it must hold no stock.
async fn work_without_the_last(market: &Market) {
    let db = &market.ctx.db;
    let mut held = db.begin().await.expect("a transaction");
    sqlx::query("select 1 from listings order by id desc limit 1 for no key update")
        .execute(&mut *held)
        .await
        .expect("held");
    let let_go = async {
        until_waiting(db, 1).await;
        sqlx::query("select 1 from stock_levels for update nowait")
            .execute(&mut *held)
            .await
            .expect("nobody holds stock");
        held.rollback().await.expect("let go");
    };
    let (worked, ()) = tokio::join!(jobs::run_due(&market.ctx), let_go);
    worked.expect("jobs");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_edit_that_waits_for_a_listing_holds_no_stock(db: PgPool) {
    let market = Market::new(db).await;
    many(&market, 8).await;
    let edit = planned(&market, &form("stock", "up", "5")).await;
    for (back, pieces) in [(false, 15), (true, 10)] {
        start(&market.ctx, &market.owner, SHOP, edit, back)
            .await
            .expect("started");
        work_without_the_last(&market).await;
        assert_eq!(shelves(&market).await, [pieces]);
    }
}

async fn begin_import(market: &Market, file: String) -> ImportId {
    let (ctx, owner) = (&market.ctx, &market.owner);
    let upload = history::Upload {
        format: None,
        file_name: "goods.csv".into(),
        file: file.into(),
        pictures: Vec::new(),
        category: None,
    };
    let import = history::preview(ctx, owner, SHOP, upload)
        .await
        .expect("checked");
    history::start(ctx, owner, SHOP, import)
        .await
        .expect("started");
    import
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_import_that_waits_for_a_listing_holds_no_stock(db: PgPool) {
    let market = Market::new(db).await;
    let table = |heading: &str, row: &dyn Fn(u32) -> String| -> String {
        let rows = (0..8).map(|n| format!("{}\n", row(n)));
        std::iter::once(format!("{heading}\n"))
            .chain(rows)
            .collect()
    };
    let goods = |pieces: u32| {
        table(
            "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty",
            &|n| format!("p{n},Product {n},S{n},9,{pieces}"),
        )
    };
    begin_import(&market, goods(5)).await;
    jobs::run_due(&market.ctx).await.expect("jobs");
    assert_eq!(shelves(&market).await, [5]);

    let import = begin_import(&market, goods(7)).await;
    work_without_the_last(&market).await;
    assert_eq!(shelves(&market).await, [7]);

    history::undo(&market.ctx, &market.owner, SHOP, import)
        .await
        .expect("begun");
    work_without_the_last(&market).await;
    assert_eq!(shelves(&market).await, [5]);

    let stock = table("SKU,Quantity,Price", &|n| format!("S{n},6,8.00"));
    begin_import(&market, stock).await;
    work_without_the_last(&market).await;
    assert_eq!(shelves(&market).await, [6]);
}
