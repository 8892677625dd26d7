//! Orders of earlier days: every row of an export is taken or an error with its reason, and nothing of
//! the market itself moves.

mod page;
mod real;

use crate::goods::Market;
use longtail::{
    actor::Actor,
    id::ShopId,
    money::{Currency, Money},
    trade::{
        import::{ImportError, RowIssue, Trouble},
        past::{PastError, PastOrdersPage, PastReport, Source},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    platform::audit,
    trade::past::{Folder, History, bring_in, pairs, past_orders_page, shops_named},
};
use sqlx::{AssertSqlSafe, PgPool};
use std::collections::BTreeMap;

const ORDERS: &str = "olist_orders_dataset.csv";
const ITEMS: &str = "olist_order_items_dataset.csv";
const PAYMENTS: &str = "olist_order_payments_dataset.csv";

const ORDER_ROWS: &str = "\u{feff}order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date
plain,c1,delivered,2018-01-20 12:15:57,2018-01-20 12:37:13,2018-01-25 21:42:52,2018-02-15 00:00:01,2018-02-15 00:00:00
shared,c2,shipped,2018-03-01 10:00:00,,,,2018-03-20 00:00:00
no-day,c3,delivered,2018-02-30 10:00:00,,,,
twice,c4,delivered,2018-01-01 10:00:00,,,,
twice,c4,delivered,2018-01-01 10:00:00,,,,
,c5,delivered,2018-01-01 10:00:00,,,,
stage,c6,teleported,2018-01-01 10:00:00,,,,
short,c7,delivered
comma,c8,delivered,2018-01-01 10:00:00,,,,
below,c9,delivered,2018-01-01 10:00:00,,,,
empty,c10,canceled,2018-01-02 10:00:00,,,,
fine-parts,c11,delivered,2018-01-01 10:00:00,,,,
short-paid,c12,processing,2018-01-03 10:00:00,,,,
double,c13,delivered,2018-01-01 10:00:00,,,,
huge,c14,delivered,2018-01-01 10:00:00,,,,
no-time,c15,delivered,,,,,
";

const ITEM_ROWS: &str =
    "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value
plain,1,p1,s1,2018-01-25 00:00:00,35.9,15.2
shared,1,p1,s1,,10,1
shared,2,p2,s2,,20.50,2
no-day,1,p1,s1,,10,1
comma,1,p1,s1,,\"35,90\",1
comma,2,p1,s1,,10,1
nowhere,1,p1,s1,,10,1
fine-parts,1,p1,s1,,12.505,1
below,1,p1,s1,,10,1
short-paid,1,p1,s1,,10,0
double,1,p1,s1,,10,1
double,1,p1,s1,,10,1
huge,1,p1,s1,,99999999999999999999,1
";

const PAYMENT_ROWS: &str =
    "order_id,payment_sequential,payment_type,payment_installments,payment_value
plain,1,credit_card,2,51.1
shared,1,voucher,1,33.5
below,1,boleto,1,-5.00
short-paid,1,boleto,1,8.00
nowhere,1,boleto,1,8.00
huge,0,,x,1
";

fn folder(orders: &str, items: &str, payments: &str) -> Folder {
    let mut folder = Folder::default();
    for (name, file) in [(ORDERS, orders), (ITEMS, items), (PAYMENTS, payments)] {
        folder.add(name, file);
    }
    folder
}

async fn bring(
    market: &Market,
    folder: &Folder,
    shops: &[(&str, ShopId)],
    dry_run: bool,
) -> PastReport {
    let shops: BTreeMap<String, ShopId> = shops
        .iter()
        .map(|(seller, shop)| ((*seller).to_owned(), *shop))
        .collect();
    let history = History {
        source: Source::Olist,
        folder,
        shops: &shops,
        dry_run,
    };
    let report = bring_in(&market.ctx, &Actor::System, &history, &mut |_, _| {})
        .await
        .expect("a report");
    assert!(report.adds_up(), "{report:#?}");
    report
}

/// How many rows each table has, but for those of earlier orders.
async fn rows_elsewhere(market: &Market) -> BTreeMap<String, i64> {
    let db = &market.ctx.db;
    let tables: Vec<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.tables
         where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'past\\_%'",
    )
    .fetch_all(db)
    .await
    .expect("tables");
    let mut rows = BTreeMap::new();
    for table in tables {
        let sql = format!("select count(*) from \"{table}\"");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(db)
            .await
            .expect("a count");
        rows.insert(table, count);
    }
    rows
}

async fn count(market: &Market, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a number")
}

fn errors<'a>(report: &'a PastReport, file: &str) -> Vec<&'a RowIssue> {
    let file = report.files.iter().find(|f| f.name == file);
    let issues = &file.expect("the file").issues;
    issues.iter().filter(|issue| issue.error).collect()
}

fn held(file: &str, row: u32) -> Trouble {
    Trouble::OrderHeldBack {
        file: file.to_owned(),
        row,
    }
}

fn told(report: &PastReport, file: &str) -> Vec<(u32, Option<String>, Trouble)> {
    errors(report, file)
        .into_iter()
        .map(|issue| (issue.row, issue.column.clone(), issue.trouble.clone()))
        .collect()
}

fn brl(minor: i64) -> Money {
    Money::new(minor, Currency::Brl)
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn bad_rows_are_told_and_their_orders_left_out_whole(db: PgPool) {
    let market = Market::new(db).await;
    let folder = folder(ORDER_ROWS, ITEM_ROWS, PAYMENT_ROWS);
    let report = bring(&market, &folder, &[], false).await;
    let field = |typed: &str| Trouble::BadField {
        typed: typed.to_owned(),
    };
    let amount = |typed: &str| Trouble::BadPrice {
        typed: typed.to_owned(),
    };
    let at = |column: &str| Some(column.to_owned());
    let placed = "order_purchase_timestamp";
    let fields = Trouble::FieldCount {
        expected: 8,
        found: 3,
    };
    let nowhere = || Trouble::NoOrder {
        order: "nowhere".into(),
    };
    let expected = [
        (4, at(placed), field("2018-02-30 10:00:00")),
        (5, None, held(ORDERS, 6)),
        (6, None, Trouble::SameCode { row: 5 }),
        (7, at("order_id"), Trouble::NoCode),
        (8, at("order_status"), field("teleported")),
        (9, None, fields),
        (10, None, held(ITEMS, 6)),
        (11, None, held(PAYMENTS, 4)),
        (13, None, held(ITEMS, 9)),
        (15, None, held(ITEMS, 13)),
        (16, None, held(ITEMS, 14)),
        (17, at(placed), field("")),
    ];
    assert_eq!(told(&report, ORDERS), expected);
    let expected = [
        (5, None, held(ORDERS, 4)),
        (6, at("price"), amount("35,90")),
        (7, None, held(ITEMS, 6)),
        (8, at("order_id"), nowhere()),
        (9, at("price"), amount("12.505")),
        (10, None, held(PAYMENTS, 4)),
        (12, None, held(ITEMS, 13)),
        (13, None, Trouble::SameCode { row: 12 }),
        (14, at("price"), amount("99999999999999999999")),
    ];
    assert_eq!(told(&report, ITEMS), expected);
    let expected = [
        (4, at("payment_value"), amount("-5.00")),
        (6, at("order_id"), nowhere()),
        (7, at("payment_sequential"), field("0")),
        (7, at("payment_type"), Trouble::NoCode),
        (7, at("payment_installments"), field("x")),
    ];
    assert_eq!(told(&report, PAYMENTS), expected);

    let notes: Vec<_> = report.files[0].issues.iter().filter(|i| !i.error).collect();
    let paid_otherwise = Trouble::PaidOtherwise {
        paid: brl(800),
        billed: brl(1_000),
    };
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].row, &notes[0].trouble), (14, &paid_otherwise));

    let totals = &report.totals;
    assert_eq!((report.created, report.left_out), (4, 10));
    assert_eq!((totals.orders, totals.lines, totals.payments), (4, 4, 3));
    assert_eq!((totals.without_lines, totals.without_payments), (1, 1));
    assert_eq!((totals.of_several_sellers, totals.late), (1, 1));
    assert_eq!((totals.comparable, totals.agreeing), (3, 2));
    assert_eq!(totals.largest_difference, brl(200));
    assert_eq!(
        (totals.goods, totals.postage, totals.paid),
        (brl(7_640), brl(1_820), brl(9_260))
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn history_moves_nothing_and_comes_in_once(db: PgPool) {
    let market = Market::new(db).await;
    let folder = folder(ORDER_ROWS, ITEM_ROWS, PAYMENT_ROWS);
    let before = rows_elsewhere(&market).await;
    let shops = [("s1", market.shop), ("nobody", market.shop)];
    let preview = bring(&market, &folder, &shops, true).await;
    assert_eq!(count(&market, "select count(*) from past_orders").await, 0);
    assert_eq!(count(&market, "select count(*) from past_sellers").await, 0);
    let report = bring(&market, &folder, &shops, false).await;
    assert_eq!(
        (preview.created, &preview.files),
        (report.created, &report.files)
    );
    assert_eq!((report.sellers_with_shop, report.totals.sellers), (1, 2));
    assert_eq!(report.unknown_sellers, ["nobody"]);
    assert_eq!(rows_elsewhere(&market).await, before);
    assert!(audit::run(&market.ctx).await.expect("a report").is_clean());

    market.clock.advance(chrono::Duration::hours(1));
    let again = bring(&market, &folder, &[], false).await;
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 4));
    assert_eq!(again.sellers_with_shop, 1);
    let written_since = "select count(*) from past_orders where imported_at > (select min(imported_at) from past_orders)";
    assert_eq!(count(&market, written_since).await, 0);

    // The order has moved on since, and has a line more: it is the same order.
    let id = "select id from past_orders where external_id = 'shared'";
    let known: uuid::Uuid = sqlx::query_scalar(id)
        .fetch_one(&market.ctx.db)
        .await
        .expect("an id");
    let orders = ORDER_ROWS.replace("shared,c2,shipped", "shared,c2,delivered");
    let items = format!("{ITEM_ROWS}shared,3,p2,s2,,1.25,0\n");
    let later = bring(
        &market,
        &self::folder(&orders, &items, PAYMENT_ROWS),
        &[],
        false,
    )
    .await;
    assert_eq!((later.created, later.updated, later.unchanged), (0, 1, 3));
    let now: uuid::Uuid = sqlx::query_scalar(id)
        .fetch_one(&market.ctx.db)
        .await
        .expect("an id");
    assert_eq!(now, known);
    let goods = "select sum(goods_minor)::bigint from past_order_lines l join past_orders o on o.id = l.order_id
                 where o.external_id = 'shared'";
    assert_eq!(count(&market, goods).await, 3_175);
    assert_eq!(
        count(
            &market,
            "select sum(amount_minor)::bigint from past_payments"
        )
        .await,
        9_260
    );
}

async fn page(market: &Market, actor: &Actor, q: &str, late: bool) -> PastOrdersPage {
    past_orders_page(&market.ctx, actor, "tea-house", q, late, 1)
        .await
        .expect("the page")
}

fn keys(page: &PastOrdersPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.key.as_str()).collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_export_that_cannot_be_read_says_which_file_and_why(db: PgPool) {
    let market = Market::new(db).await;
    let shops = BTreeMap::new();
    let refuse = async |folder: &Folder| {
        let history = History {
            source: Source::Olist,
            folder,
            shops: &shops,
            dry_run: false,
        };
        match bring_in(&market.ctx, &Actor::System, &history, &mut |_, _| {}).await {
            Err(Failure::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    let file = |name: &str, why| PastError::File {
        name: name.to_owned(),
        why,
    };
    let head = ORDER_ROWS.lines().next().expect("headings");
    let none = folder(&format!("{head}\n"), ITEM_ROWS, PAYMENT_ROWS);
    assert_eq!(refuse(&none).await, file(ORDERS, ImportError::NoRows));
    let items = ITEM_ROWS.replace("freight_value", "freight");
    let lacking = ImportError::NoColumn {
        name: "freight_value".into(),
    };
    let without = folder(ORDER_ROWS, &items, PAYMENT_ROWS);
    assert_eq!(refuse(&without).await, file(ITEMS, lacking));
    let mut alone = Folder::default();
    alone.add(ORDERS, ORDER_ROWS);
    let missing = PastError::NoFile { name: ITEMS.into() };
    assert_eq!(refuse(&alone).await, missing);
    assert_eq!(count(&market, "select count(*) from past_orders").await, 0);

    let table = pairs("shops.csv", b"Seller;Shop\ns1;tea-house\ns2;\n");
    assert_eq!(table, Err(PastError::NoPair { row: 3 }));
    let table = pairs("shops.csv", b"Seller;Shop\ns1;tea-house\ns1;lamp-house\n").expect("pairs");
    let named =
        async |pairs: &[(String, String)]| match shops_named(&market.ctx, &Actor::System, pairs)
            .await
        {
            Err(Failure::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
    assert_eq!(
        named(&table).await,
        PastError::TwoShops {
            seller: "s1".into()
        }
    );
    let nowhere = [("s1".to_owned(), "no-house".to_owned())];
    assert_eq!(
        named(&nowhere).await,
        PastError::NoShop {
            slug: "no-house".into()
        }
    );
    // Only the market itself moves history.
    let owners = shops_named(&market.ctx, &market.owner, &nowhere).await;
    assert!(matches!(owners, Err(Failure::NotFound)));
}
