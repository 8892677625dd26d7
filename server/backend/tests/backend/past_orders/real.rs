//! Six thousand orders of a marketplace, whose sums somebody else has reckoned.

use super::*;
use longtail::trade::past::{PastStage, Unread};
use serde_json::Value;
use std::path::PathBuf;

/// The folder with files that nobody here wrote; set by whoever has it.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("LONGTAIL_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: LONGTAIL_DATA is not set");
    }
    folder
}

/// A name of the oracle, and what we say it is.
fn figures(report: &PastReport) -> Vec<(&'static str, i64)> {
    let totals = &report.totals;
    vec![
        ("orders", totals.orders.into()),
        ("items", totals.lines.into()),
        ("payments", totals.payments.into()),
        ("sellers", totals.sellers.into()),
        ("products", totals.products.into()),
        ("items_cents", totals.goods.minor),
        ("freight_cents", totals.postage.minor),
        ("paid_cents", totals.paid.minor),
        ("orders_without_items", totals.without_lines.into()),
        ("orders_without_payments", totals.without_payments.into()),
        ("multi_seller_orders", totals.of_several_sellers.into()),
        ("orders_with_both", totals.comparable.into()),
        ("reconcile_within_1_cent", totals.agreeing.into()),
        ("max_mismatch_cents", totals.largest_difference.minor),
        ("delivered_late", totals.late.into()),
    ]
}

/// The same from the tables, as far as they can say it in a line.
const KEPT: [(&str, &str); 8] = [
    ("orders", "select count(*) from past_orders"),
    ("items", "select count(*) from past_order_lines"),
    ("payments", "select count(*) from past_payments"),
    ("sellers", "select count(*) from past_sellers"),
    (
        "items_cents",
        "select sum(goods_minor)::bigint from past_order_lines",
    ),
    (
        "freight_cents",
        "select sum(postage_minor)::bigint from past_order_lines",
    ),
    (
        "paid_cents",
        "select sum(amount_minor)::bigint from past_payments",
    ),
    (
        "delivered_late",
        "select count(*) from past_orders where delivered_at > promised_at",
    ),
];

/// Words of the source for the stages, which are the oracle's.
fn stages(oracle: &Value) -> Vec<(PastStage, i64)> {
    let stage = |word: &str| match word {
        "canceled" => PastStage::Cancelled,
        word => word.parse().expect("a stage"),
    };
    let counts = oracle["status"].as_object().expect("counts").iter();
    let mut stages: Vec<_> = counts
        .map(|(word, count)| (stage(word), count.as_i64().expect("a number")))
        .collect();
    stages.sort_unstable();
    stages
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_sums_of_a_real_export_agree_to_the_cent(db: PgPool) {
    let Some(data) = data() else { return };
    let market = Market::new(db).await;
    let oracle = std::fs::read(data.join("olist/ORACLE.json")).expect("the oracle");
    let oracle: Value = serde_json::from_slice(&oracle).expect("JSON");
    let number = |name: &str| oracle[name].as_i64().expect("a number");
    let folder = Folder::open(&data.join("olist"), Source::Olist).expect("the folder");
    let before = rows_elsewhere(&market).await;
    let largest: (String, i64) =
        serde_json::from_value(oracle["top5_sellers_item_cents"][0].clone()).expect("a seller");
    let shops = [(largest.0.as_str(), market.shop)];
    let report = bring(&market, &folder, &shops, false).await;

    for (name, ours) in figures(&report) {
        assert_eq!(ours, number(name), "{name}");
    }
    for (name, sql) in KEPT {
        assert_eq!(
            count(&market, sql).await,
            number(name),
            "{name} in the tables"
        );
    }
    let ours: Vec<_> = report
        .totals
        .stages
        .iter()
        .map(|(stage, count)| (*stage, i64::from(*count)))
        .collect();
    assert_eq!(ours, stages(&oracle));
    let top: Vec<(String, i64)> =
        serde_json::from_value(oracle["top5_sellers_item_cents"].clone()).expect("sellers");
    let ours: Vec<_> = report
        .totals
        .largest_sellers
        .iter()
        .map(|seller| (seller.seller.clone(), seller.goods.minor))
        .collect();
    assert_eq!(ours, top);

    // Every row of every file is taken; those paid otherwise are told one by one.
    assert_eq!((report.error_rows(), report.left_out), (0, 0));
    let rows: Vec<_> = report.files.iter().map(|file| file.rows).collect();
    assert_eq!(rows, [6_468, 7_402, 6_757, 4_576, 71]);
    let told: usize = report.files.iter().map(|file| file.issues.len()).sum();
    let differing = report.totals.comparable - report.totals.agreeing;
    assert_eq!(told, differing as usize);
    // Who bought is not brought along: the oracle's customers cannot be counted.
    let unread = |name: &str| report.unread.iter().find(|f| f.name == name).map(|f| f.why);
    assert_eq!(unread("olist_customers_dataset.csv"), Some(Unread::Buyers));
    assert_eq!(unread("olist_sellers_dataset.csv"), Some(Unread::Sellers));

    let again = bring(&market, &folder, &[], false).await;
    assert_eq!((again.created, again.updated), (0, 0));
    assert_eq!(again.unchanged, report.totals.orders);
    assert_eq!(again.totals.largest_sellers, report.totals.largest_sellers);
    assert_eq!(rows_elsewhere(&market).await, before);
    assert!(audit::run(&market.ctx).await.expect("a report").is_clean());

    let seen = page(&market, &market.owner, "", false).await;
    let goods: i64 = {
        let sql = "select sum(l.goods_minor + l.postage_minor)::bigint from past_order_lines l
                   join past_sellers s on s.id = l.seller_id join past_orders o on o.id = l.order_id
                   where s.shop_id is not null and o.stage not in ('cancelled', 'unavailable')";
        count(&market, sql).await
    };
    assert_eq!(seen.sums[0].sales, Some(brl(goods)));
    assert!(goods >= largest.1);
    assert!(seen.rows.iter().all(|row| !row.goods.is_empty()));
}
