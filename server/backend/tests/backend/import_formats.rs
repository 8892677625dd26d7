//! Each format with a file of its own: what comes in, what is told, and what is refused.

mod course;
mod hostile;
mod real;

use crate::goods::{Market, png};
use encoding_rs::GB18030;
use longtail::{
    actor::Actor,
    trade::import::{Aside, Becomes, ColumnUse, Encoding, Format, ImportReport, Trouble},
};
use longtail_backend::{
    MIGRATIONS,
    trade::import::{Order, Pictures, Renames, import_file},
};
use sqlx::PgPool;

fn order<'a>(
    market: &Market,
    file: &'a [u8],
    pictures: &'a Pictures,
    renames: &'a Renames,
) -> Order<'a> {
    Order {
        shop: market.shop,
        format: None,
        file_name: "goods",
        file,
        pictures,
        category: None,
        places: &[],
        renames,
        import: None,
        leased: false,
        dry_run: false,
    }
}

async fn bring(market: &Market, file: &[u8], pictures: &Pictures) -> ImportReport {
    let renames = Renames::new();
    let order = order(market, file, pictures, &renames);
    let report = import_file(&market.ctx, &Actor::System, &order, &mut |_, _| {})
        .await
        .expect("a report");
    assert!(report.adds_up(), "{report:#?}");
    report
}

/// Fields of a table that say something, counted apart from the importer.
fn filled(text: &str, delimiter: u8, lines_before: usize) -> u32 {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .skip(lines_before)
        .map(|row| row.expect("a row"));
    rows.map(|row| row.iter().filter(|field| !field.is_empty()).count() as u32)
        .sum()
}

/// Every field of the file is in a column that is told to become something, or to be left
/// aside for a reason.
fn accounted(report: &ImportReport, fields: u32) {
    let told: u32 = report.columns.iter().map(|used| used.filled).sum();
    assert_eq!(told, fields);
    let unknown: Vec<_> = report
        .columns
        .iter()
        .filter(|used| used.filled > 0 && used.becomes == Becomes::Aside(Aside::Unknown))
        .collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

async fn variants(market: &Market, key: &str) -> Vec<(String, i64, Option<i64>, i32, String)> {
    sqlx::query_as(
        "select v.sku, v.price_minor, v.was_price_minor, s.on_hand, v.barcode
         from listings l join variants v on v.listing_id = l.id
         join stock_levels s on s.variant_id = v.id
         where l.import_key = $1 order by v.position",
    )
    .bind(key)
    .fetch_all(&market.ctx.db)
    .await
    .expect("variants")
}

async fn axes(market: &Market, key: &str) -> serde_json::Value {
    sqlx::query_scalar("select axes from listings where import_key = $1")
        .bind(key)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a listing")
}

const WOOCOMMERCE: &str = "ID,Type,SKU,Name,Published,Description,In stock?,Stock,Sale price,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)
1,variable,tee,Tee,1,<p>Soft.</p>,1,,,,\"Clothing > Tea, Tea\",,,Colour,\"Red, Blue\",Size,\"S, M\"
2,variation,tee-red-s,Tee - Red,1,,1,5,18,20,,,tee,Colour,Red,Size,S
3,variation,tee-blue,Tee - Blue,1,,1,3,,20,,,id:1,Colour,Blue,Size,
4,simple,cup,Cup,1,,1,7,,9.50,Tea,,,,,,
5,external,link,Elsewhere,1,,1,,,9,,,,,,,
6,variation,lost,Lost,1,,1,,,9,,,nobody,,,,
7,simple,bad,Bad,1,,1,many,,9,,,,,,,
";

#[sqlx::test(migrator = "MIGRATIONS")]
async fn woocommerces_variations_find_their_product(db: PgPool) {
    let market = Market::new(db).await;
    let report = bring(&market, WOOCOMMERCE.as_bytes(), &Pictures::default()).await;
    assert_eq!(report.read_as.format, Format::Woocommerce);
    assert_eq!(
        (
            report.created,
            report.variant_rows,
            report.product_rows,
            report.error_rows
        ),
        (2, 3, 1, 3)
    );
    let tee = variants(&market, "woocommerce:tee").await;
    let seen: Vec<_> = tee.iter().map(|v| (v.0.as_str(), v.1, v.2, v.3)).collect();
    assert_eq!(
        seen,
        [
            ("tee-red-s", 1800, Some(2000), 5),
            // no size given: for each of them, the stock with the first
            ("tee-blue", 2000, None, 3),
            ("tee-blue", 2000, None, 0),
        ]
    );
    let told = |row: u32| {
        let issue = report.issues.iter().find(|issue| issue.row == row);
        issue.map(|issue| issue.trouble.clone())
    };
    assert!(matches!(told(4), Some(Trouble::AnyOption { count: 2, .. })));
    assert_eq!(
        told(6),
        Some(Trouble::NotSold {
            kind: "external".into()
        })
    );
    assert_eq!(
        told(7),
        Some(Trouble::NoParent {
            parent: "nobody".into()
        })
    );
    assert_eq!(
        told(8),
        Some(Trouble::BadStock {
            typed: "many".into()
        })
    );
    let again = bring(&market, WOOCOMMERCE.as_bytes(), &Pictures::default()).await;
    assert_eq!((again.created, again.unchanged), (0, 2));
}

/// The market's clock stands at noon of 1 March 2026.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_sale_price_counts_at_its_time_and_the_same_file_changes_nothing_after_it(db: PgPool) {
    let market = Market::new(db).await;
    let file = "Type,SKU,Name,Published,Stock,Regular price,Sale price,Date sale price starts,Date sale price ends
simple,cup,Cup,1,7,20,15,2026-02-01,2026-03-01
simple,pot,Pot,1,7,30,25,2026-03-02 00:00:00,
simple,bad,Bad,1,7,30,25,01.02.2026,
";
    let report = bring(&market, file.as_bytes(), &Pictures::default()).await;
    assert_eq!((report.created, report.error_rows), (2, 1));
    let told: Vec<_> = report.issues.iter().map(|i| (i.row, i.error)).collect();
    assert_eq!(
        told,
        [(2, false), (3, false), (4, true)],
        "one ends, one is ahead"
    );
    let sale_time = |used: &&ColumnUse| used.becomes == Becomes::SaleTime;
    assert_eq!(report.columns.iter().filter(sale_time).count(), 2);
    let prices = async |key: &str| {
        let variants = variants(&market, key).await;
        (variants[0].1, variants[0].2)
    };
    assert_eq!(prices("woocommerce:cup").await, (1500, Some(2000)));
    assert_eq!(prices("woocommerce:pot").await, (3000, None));
    market.clock.advance(chrono::Duration::days(1));
    let report = bring(&market, file.as_bytes(), &Pictures::default()).await;
    assert_eq!((report.unchanged, report.error_rows), (2, 1));
    assert_eq!(prices("woocommerce:cup").await, (1500, Some(2000)));
    let file = file.replace("20,15,2026-02-01,2026-03-01", "20,16,2026-03-02,2026-03-31");
    let report = bring(&market, file.as_bytes(), &Pictures::default()).await;
    assert_eq!((report.updated, report.unchanged), (1, 1));
    assert_eq!(prices("woocommerce:cup").await, (1600, Some(2000)));
}

/// Made from the headings of a real package; the rows are ours.
fn taobao() -> String {
    let names = "title\tcid\tprice\tnum\tapprove_status\tdescription\tpicture\tskuProps\tinputPids\tinputValues\touter_id\tnum_id\tbarcode\tsku_barcode\tinput_custom_cpv\tpost_fee";
    let captions = "宝贝名称\t宝贝类目\t宝贝价格\t宝贝数量\t放入仓库\t宝贝描述\t新图片\t销售属性组合\t用户输入ID串\t用户输入名-值对\t商家编码\t数字ID\t商品条形码\tsku条形码\t自定义属性值\t平邮";
    let dress = "真丝连衣裙\t50010850\t299\t12\t1\t<P>真丝，手洗。</P>\tf1e2:1:0:|;c3d4:2:0:1627207:-1001|;\t299:5:D-R:1627207:-1001;20509:-1001;319:7:D-B:1627207:-1002;20509:-1001;\t20000\t云上\tD-1\t600\t\t6901234567892;;\t1627207:-1001:酒红;1627207:-1002:藏青;20509:-1001:M;\t10";
    let tea = "龙井茶\t124\t58.5\t40\t2\t明前\t\t\t\t\tT-1\t0\t6901234567892\t\t\t0";
    let bad = "坏行\t1\t9\t1\t1\t\t\trubbish\t\t\tX-1\t\t\t\t\t";
    format!("version 1.00\r\n{names}\r\n{captions}\r\n{dress}\r\n{tea}\r\n{bad}\r\n")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_taobao_package_comes_in_from_either_encoding(db: PgPool) {
    let market = Market::new(db).await;
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(taobao().encode_utf16().flat_map(u16::to_le_bytes));
    let mut pictures = Pictures::default();
    pictures.add("f1e2.tbi", png(40, 40).into());
    pictures.add("c3d4.tbi", png(41, 41).into());
    let report = bring(&market, &wide, &pictures).await;
    assert_eq!(
        (
            report.read_as.format,
            report.read_as.encoding,
            report.read_as.delimiter
        ),
        (Format::Taobao, Encoding::Utf16Le, Some('\t'))
    );
    assert_eq!((report.rows, report.created, report.error_rows), (3, 2, 1));
    // As the spreadsheet counts: a version, names and captions come first.
    let wrong = report.issues.iter().find(|issue| issue.error).expect("one");
    assert_eq!((wrong.row, wrong.column.as_deref()), (6, Some("skuProps")));
    accounted(
        &report,
        filled(taobao().split_once('\n').expect("lines").1, b'\t', 1),
    );
    let dress = variants(&market, "taobao:600").await;
    assert_eq!(
        dress,
        [
            ("D-R".into(), 29900, None, 5, "6901234567892".into()),
            ("D-B".into(), 31900, None, 7, String::new()),
        ]
    );
    let axes = axes(&market, "taobao:600").await;
    assert_eq!(axes[0]["name"]["zh"], "颜色分类");
    assert_eq!(axes[0]["values"][1]["label"]["zh"], "藏青");
    assert!(axes[0]["values"][0]["media"].is_string(), "{axes:#}");
    let (title, stage): (String, String) =
        sqlx::query_as("select title_zh, stage from listings where import_key = 'taobao:T-1'")
            .fetch_one(&market.ctx.db)
            .await
            .expect("the tea");
    assert_eq!((title.as_str(), stage.as_str()), ("龙井茶", "draft"));
    let text = taobao();
    let (chinese, _, _) = GB18030.encode(&text);
    let again = bring(&market, &chinese, &pictures).await;
    assert_eq!(again.read_as.encoding, Encoding::Gb18030);
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));
}

const FEED: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>T1</g:id><g:item_group_id>TEE</g:item_group_id><title>Tee &amp; more</title><g:description><![CDATA[<b>Soft</b>]]></g:description>
<g:price>20.00 CNY</g:price><g:sale_price>15 CNY</g:sale_price><g:availability>in_stock</g:availability><g:sell_on_google_quantity>4</g:sell_on_google_quantity>
<g:color>Red</g:color><g:size>M</g:size><g:brand>Pier</g:brand><g:gtin>4006381333931</g:gtin><g:shipping><g:country>CN</g:country><g:price>8 CNY</g:price></g:shipping></item>
<item><g:id>CUP</g:id><title>Cup</title><g:price>9 USD</g:price><g:availability>in_stock</g:availability></item>
<item><g:id>T2</g:id><g:item_group_id>TEE</g:item_group_id><title>Tee</title><g:price>20 CNY</g:price><g:availability>out_of_stock</g:availability><g:color>Blue</g:color><g:size>M</g:size></item>
</channel></rss>"#;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_google_feed_groups_its_items(db: PgPool) {
    let market = Market::new(db).await;
    let report = bring(&market, FEED.as_bytes(), &Pictures::default()).await;
    assert_eq!(report.read_as.format, Format::GoogleXml);
    assert_eq!((report.rows, report.created, report.error_rows), (3, 1, 1));
    let wrong = report.issues.iter().find(|issue| issue.error).expect("one");
    assert_eq!(
        wrong.trouble,
        Trouble::OtherCurrency {
            typed: "9 USD".into()
        }
    );
    let tee = variants(&market, "google:TEE").await;
    assert_eq!(
        tee,
        [
            ("T1".into(), 1500, Some(2000), 4, "4006381333931".into()),
            ("T2".into(), 2000, None, 0, String::new()),
        ]
    );
    // What all have alike is no option.
    assert_eq!(
        axes(&market, "google:TEE").await.as_array().map(Vec::len),
        Some(1)
    );
    let title: String =
        sqlx::query_scalar("select title_en from listings where import_key = 'google:TEE'")
            .fetch_one(&market.ctx.db)
            .await
            .expect("the tee");
    assert_eq!(title, "Tee & more");
    // The same goods as a table are the same listings.
    let table = "id\titem_group_id\ttitle\tdescription\tprice\tsale_price\tavailability\tsell_on_google_quantity\tcolor\tsize\tbrand\tgtin
T1\tTEE\tTee & more\tSoft\t20.00 CNY\t15 CNY\tin_stock\t4\tRed\tM\tPier\t4006381333931
T2\tTEE\tTee\t\t20 CNY\t\tout_of_stock\t\tBlue\tM\t\t
";
    let again = bring(&market, table.as_bytes(), &Pictures::default()).await;
    assert_eq!(again.read_as.format, Format::GoogleTsv);
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 1));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_stock_file_counts_shelves_and_nothing_else(db: PgPool) {
    let market = Market::new(db).await;
    bring(&market, WOOCOMMERCE.as_bytes(), &Pictures::default()).await;
    let file =
        "SKU;Quantity;Price\ncup;2;8.00\ntee-red-s;5;\nghost;1;\ntee-blue;1;\ncup;3;\nbad;;\n";
    let report = bring(&market, file.as_bytes(), &Pictures::default()).await;
    assert_eq!(report.read_as.format, Format::Stock);
    assert_eq!(
        (report.updated, report.unchanged, report.error_rows),
        (1, 1, 4)
    );
    let told = |row: u32| {
        let issue = report.issues.iter().find(|issue| issue.row == row);
        issue.map(|issue| issue.trouble.clone())
    };
    assert_eq!(
        told(4),
        Some(Trouble::UnknownCode {
            code: "ghost".into()
        })
    );
    assert_eq!(
        told(5),
        Some(Trouble::ManyCodes {
            code: "tee-blue".into()
        })
    );
    assert_eq!(told(6), Some(Trouble::SameCode { row: 2 }));
    assert_eq!(
        told(7),
        Some(Trouble::BadStock {
            typed: String::new()
        })
    );
    let cup = variants(&market, "woocommerce:cup").await;
    assert_eq!((cup[0].1, cup[0].3), (800, 2));
    let again = bring(&market, file.as_bytes(), &Pictures::default()).await;
    assert_eq!((again.updated, again.unchanged), (0, 2));
}
