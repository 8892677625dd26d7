//! The course of an import: what is chosen for it, what a crash leaves of it, and taking it back.

use super::*;
use longtail::{
    id::ImportId,
    trade::import::{ImportError, ImportStage},
};
use longtail_backend::{Failure, trade::import::history};
use object_store::ObjectStoreExt;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn columns_and_categories_are_chosen_and_remembered(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let file =
        "Handle,Title,Type,Preis,Variant Price,Barcode No\nlamp,Lamp,Leuchten,1,9,4006381333931\n";
    let upload = |file: &str| history::Upload {
        format: None,
        file_name: "goods.csv".into(),
        file: file.to_owned().into(),
        pictures: Vec::new(),
        category: None,
    };
    let import = history::preview(ctx, owner, "tea-house", upload(file))
        .await
        .expect("checked");
    let view = async |import| {
        let page = history::page(ctx, owner, "tea-house", Some(import))
            .await
            .expect("a page");
        page.current.expect("the import")
    };
    let seen = view(import).await;
    assert!(seen.free_columns.contains(&"variant barcode".to_owned()));
    let choices = history::Choices {
        columns: vec![("Barcode No".into(), "variant barcode".into())],
        places: vec![("Leuchten".into(), Some(market.category))],
    };
    history::choose(ctx, owner, "tea-house", import, &choices)
        .await
        .expect("checked again");
    let seen = view(import).await;
    let barcode = seen
        .report
        .columns
        .iter()
        .find(|c| c.heading == "Barcode No")
        .expect("there");
    assert_eq!(barcode.becomes, Becomes::Barcode);
    assert_eq!(seen.report.places[0].category, market.category);
    assert!(seen.report.places[0].chosen);
    let next = history::preview(ctx, owner, "tea-house", upload(file))
        .await
        .expect("checked");
    assert!(view(next).await.report.places[0].chosen);
    let other = history::choose(ctx, &market.other, "tea-house", import, &choices).await;
    assert!(matches!(other, Err(Failure::NotFound)));
    // The rows that are wrong can be had with the reason.
    let bad = "Handle,Title,Variant Price\nlamp,Lamp,nine\ncup,Cup,9\n";
    let import = history::preview(ctx, owner, "tea-house", upload(bad))
        .await
        .expect("checked");
    let rejected = history::rejected(ctx, owner, "tea-house", import)
        .await
        .expect("rows");
    assert_eq!(rejected.headings, ["Handle", "Title", "Variant Price"]);
    assert_eq!(rejected.rows.len(), 1);
    assert_eq!(rejected.rows[0].fields, ["lamp", "Lamp", "nine"]);
    assert_eq!(rejected.rows[0].issues.len(), 1);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_import_goes_on_after_a_crash_and_can_be_taken_back(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let rows = |price: u32| -> String {
        let rows = (0..1200).map(|i| format!("p{i},Product {i},{price},5\n"));
        std::iter::once("Handle,Title,Variant Price,Variant Inventory Qty\n".to_owned())
            .chain(rows)
            .collect()
    };
    let upload = |file: String| history::Upload {
        format: None,
        file_name: "goods.csv".into(),
        file: file.into(),
        pictures: Vec::new(),
        category: None,
    };
    let import = history::preview(ctx, owner, "tea-house", upload(rows(9)))
        .await
        .expect("checked");
    history::start(ctx, owner, "tea-house", import)
        .await
        .expect("started");
    // Stops like a killed worker, behind the first batch.
    let first = tokio::spawn({
        let ctx = ctx.clone();
        async move { history::run(&ctx, import).await.map_err(|_| ()) }
    });
    let done = async || -> i32 {
        sqlx::query_scalar("select done from imports where id = $1")
            .bind(import.0)
            .fetch_one(&ctx.db)
            .await
            .expect("an import")
    };
    while done().await == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    let stopped = first.await;
    assert!(stopped.is_err(), "it was stopped: {stopped:?}");
    let there = market.listing_count().await;
    assert!((500..1200).contains(&there), "{there}");
    history::run(ctx, import).await.expect("done");
    assert_eq!(market.listing_count().await, 1200);
    let page = history::page(ctx, owner, "tea-house", Some(import))
        .await
        .expect("a page");
    let report = page.current.expect("the import").report;
    assert_eq!((report.created, report.unchanged), (1200, 0));

    // A second import changes all; one listing is edited after it.
    let second = history::preview(ctx, owner, "tea-house", upload(rows(8)))
        .await
        .expect("checked");
    history::start(ctx, owner, "tea-house", second)
        .await
        .expect("started");
    history::run(ctx, second).await.expect("done");
    sqlx::query("update listings set version = version + 1 where import_key = 'shopify:p7'")
        .execute(&ctx.db)
        .await
        .expect("edited");
    history::undo(ctx, owner, "tea-house", second)
        .await
        .expect("begun");
    history::run(ctx, second).await.expect("undone");
    let page = history::page(ctx, owner, "tea-house", Some(second))
        .await
        .expect("a page");
    let view = page.current.expect("the import");
    assert_eq!(view.stage, ImportStage::Undone);
    let undone = view.report.undone.expect("told");
    assert_eq!((undone.restored, undone.removed), (1199, 0));
    assert_eq!(undone.kept, ["Product 7"]);
    let prices: Vec<(i64, i64)> =
        sqlx::query_as("select price_minor, count(*) from variants group by 1 order by 1")
            .fetch_all(&ctx.db)
            .await
            .expect("prices");
    assert_eq!(prices, [(800, 1), (900, 1199)]);
    let twice = history::undo(ctx, owner, "tea-house", second).await;
    assert!(matches!(
        twice,
        Err(Failure::Refused(ImportError::NothingToUndo))
    ));

    // Counted shelves are not counted back.
    let count = upload("SKU,Quantity\nghost,4\n".into());
    let counted = history::preview(ctx, owner, "tea-house", count)
        .await
        .expect("checked");
    history::start(ctx, owner, "tea-house", counted)
        .await
        .expect("started");
    history::run(ctx, counted).await.expect("done");
    assert!(matches!(
        history::undo(ctx, owner, "tea-house", counted).await,
        Err(Failure::Refused(ImportError::NothingToUndo))
    ));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_row_of_a_stock_file_counts_once_however_often_its_import_is_taken_up(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let goods = (0..1500).map(|i| format!("p{i},Product {i},9,5,s{i}\n"));
    let goods: String = std::iter::once(
        "Handle,Title,Variant Price,Variant Inventory Qty,Variant SKU\n".to_owned(),
    )
    .chain(goods)
    .collect();
    bring(&market, goods.as_bytes(), &Pictures::default()).await;
    let counts = (0..1500).map(|i| format!("s{i},7\n"));
    let file: String = std::iter::once("SKU,Quantity\n".to_owned())
        .chain(counts)
        .collect();
    let import = stock_file(&market, file).await;
    history::start(ctx, owner, "tea-house", import)
        .await
        .expect("started");
    // Stops like a killed worker, behind the first batch.
    let first = tokio::spawn({
        let ctx = ctx.clone();
        async move { history::run(&ctx, import).await.map_err(|_| ()) }
    });
    let on_hand = async |pieces: i32| -> i64 {
        sqlx::query_scalar("select count(*) from stock_levels where on_hand = $1")
            .bind(pieces)
            .fetch_one(&ctx.db)
            .await
            .expect("a count")
    };
    while on_hand(7).await == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    assert!(first.await.is_err(), "it was stopped");
    assert_eq!((on_hand(7).await, on_hand(5).await), (1000, 500));

    // Two pieces of each are sold of what was counted; then two workers take the rest up at once.
    sqlx::query("update stock_levels set on_hand = 5 where on_hand = 7")
        .execute(&ctx.db)
        .await
        .expect("sold");
    let (one, other) = tokio::join!(history::run(ctx, import), history::run(ctx, import));
    one.expect("done");
    other.expect("done");
    assert_eq!((on_hand(5).await, on_hand(7).await), (1000, 500));
    let page = history::page(ctx, owner, "tea-house", Some(import))
        .await
        .expect("a page");
    let view = page.current.expect("the import");
    assert_eq!(view.stage, ImportStage::Done);
    assert_eq!((view.report.updated, view.report.unchanged), (1500, 0));
    assert!(view.report.adds_up());
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_import_whose_file_is_gone_says_so_and_does_not_run_for_ever(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    bring(&market, WOOCOMMERCE.as_bytes(), &Pictures::default()).await;
    let import = stock_file(&market, "SKU,Quantity\ncup,2\n".into()).await;
    history::start(ctx, owner, "tea-house", import)
        .await
        .expect("started");
    let file = format!("imports/{import}/file").into();
    ctx.files.store.delete(&file).await.expect("gone");
    let run = history::run(ctx, import).await;
    assert!(matches!(run, Err(Failure::Refused(ImportError::FileGone))));
    let page = history::page(ctx, owner, "tea-house", Some(import))
        .await
        .expect("a page");
    let stage = page.current.expect("the import").stage;
    assert_eq!(stage, ImportStage::Previewed);
    let again = history::start(ctx, owner, "tea-house", import).await;
    assert!(matches!(
        again,
        Err(Failure::Refused(ImportError::FileGone))
    ));
}

async fn stock_file(market: &Market, file: String) -> ImportId {
    let upload = history::Upload {
        format: None,
        file_name: "count.csv".into(),
        file: file.into(),
        pictures: Vec::new(),
        category: None,
    };
    history::preview(&market.ctx, &market.owner, "tea-house", upload)
        .await
        .expect("checked")
}
