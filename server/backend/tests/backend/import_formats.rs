//! Each format with a file of its own: what comes in, what is told, and what is refused.

use crate::goods::{Market, png};
use encoding_rs::GB18030;
use longtail::{
    actor::Actor,
    trade::{
        catalog::CatalogError,
        import::{
            Aside, Becomes, Encoding, Format, ImportError, ImportReport, ImportStage, Trouble,
        },
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    trade::import::{Order, Pictures, Renames, categories, history, import_file},
};
use sqlx::PgPool;
use std::path::PathBuf;

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

async fn refusal(market: &Market, file: &[u8]) -> ImportError {
    let (pictures, renames) = (Pictures::default(), Renames::new());
    let order = order(market, file, &pictures, &renames);
    match import_file(&market.ctx, &Actor::System, &order, &mut |_, _| {}).await {
        Err(Failure::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
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
async fn hostile_files_are_refused_or_come_in_as_text(db: PgPool) {
    let market = Market::new(db).await;
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss><channel><item><id>&b;</id></item></channel></rss>";
    assert_eq!(
        refusal(&market, laughs.as_bytes()).await,
        ImportError::Entities
    );
    let unknown = "<rss><channel><item><id>&b;</id><title>T</title></item></channel></rss>";
    assert!(matches!(
        refusal(&market, unknown.as_bytes()).await,
        ImportError::NotXml { .. }
    ));
    assert!(matches!(
        refusal(&market, b"<rss><channel><item>").await,
        ImportError::NotXml { .. }
    ));
    assert!(matches!(
        refusal(&market, "<a>".repeat(1_000_000).as_bytes()).await,
        ImportError::NotXml { line: 1 }
    ));
    let wide = format!("Handle,Title,Variant Price{}\n", ",x".repeat(10_000));
    assert_eq!(
        refusal(&market, wide.as_bytes()).await,
        ImportError::TooManyColumns { most: 500 }
    );
    let long = format!(
        "Handle,Title,Variant Price\na,{},9\n",
        "x".repeat(1024 * 1024)
    );
    assert_eq!(
        refusal(&market, long.as_bytes()).await,
        ImportError::FieldTooLong { line: 2 }
    );
    let huge = vec![b'x'; 100 * 1024 * 1024];
    assert_eq!(refusal(&market, &huge).await, ImportError::TooLarge);
    assert_eq!(
        refusal(&market, b"Handle,Title,Variant Price\na,A\0B,9\n").await,
        ImportError::NotText { line: 2 }
    );
    assert_eq!(
        refusal(&market, b"one,two\n1,2\n").await,
        ImportError::NotRecognised
    );
    // A listing of more variants than any may have is told, and costs no time.
    let rows: String = (0..20_000).map(|i| format!("h,,s{i},9,c{i},\n")).collect();
    let headings = "Handle,Title,Option1 Value,Variant Price,Variant SKU,Option1 Name";
    let many = format!("{headings}\nh,H,s,9,c,Size\n{rows}");
    let report = bring(&market, many.as_bytes(), &Pictures::default()).await;
    assert_eq!((report.created, report.error_rows), (0, 20_001));
    let values = (0..300)
        .map(|i| i.to_string())
        .collect::<Vec<_>>()
        .join(", ");
    let (mut names, mut lists, mut empty) = (String::new(), String::new(), String::new());
    for i in 1..=8 {
        names += &format!(",Attribute {i} name,Attribute {i} value(s)");
        lists += &format!(",A{i},\"{values}\"");
        empty += &format!(",A{i},");
    }
    let any = format!(
        "ID,Type,Name,Regular price,Parent{names}\n1,variable,Any,,{lists}\n2,variation,Any,9,id:1{empty}\n"
    );
    let report = bring(&market, any.as_bytes(), &Pictures::default()).await;
    assert!(report.issues.iter().any(|issue| matches!(
        &issue.trouble,
        Trouble::Refused {
            why: CatalogError::TooManyVariants {
                count: 90_000,
                most: 378
            }
        }
    )));
    assert_eq!((report.created, report.error_rows), (0, 2));
    // A formula that was made harmless is read as it was; a script is only a title.
    let file = "Handle,Title,Variant Price,Variant Inventory Qty\nf,'=cmd|' /C calc'!A0,9,1\ns,<script>alert(1)</script>,9,1\n";
    let report = bring(&market, file.as_bytes(), &Pictures::default()).await;
    assert_eq!((report.created, report.error_rows), (2, 0));
    let titles: Vec<String> =
        sqlx::query_scalar("select title_en from listings order by import_key")
            .fetch_all(&market.ctx.db)
            .await
            .expect("titles");
    assert_eq!(titles, ["=cmd|' /C calc'!A0", "<script>alert(1)</script>"]);
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

/// The folder with files that nobody here wrote; set by whoever has it.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("LONGTAIL_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: LONGTAIL_DATA is not set");
    }
    folder
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn every_field_of_the_real_files_is_accounted_for(db: PgPool) {
    let Some(data) = data() else { return };
    let market = Market::new(db).await;
    for (name, products, errors) in [
        ("shopify/apparel.csv", 20, 0),
        ("shopify/home-and-garden.csv", 20, 0),
        ("vendure-demo/products.csv", 54, 0),
        ("woocommerce/sample_products_extract.csv", 2, 0),
    ] {
        let text = std::fs::read_to_string(data.join(name)).expect("the file");
        let report = bring(&market, text.as_bytes(), &Pictures::default()).await;
        assert_eq!(
            (report.created, report.error_rows),
            (products, errors),
            "{name}"
        );
        accounted(&report, filled(&text, b',', 0));
    }
    // The second file puts 38 categories below another parent than the first does.
    for (name, created) in [("paths.txt", 5595), ("taxonomy-with-ids.en-US.txt", 38)] {
        let text =
            std::fs::read_to_string(data.join("google-taxonomy").join(name)).expect("the file");
        let added = categories(&market.ctx, &Actor::System, &text)
            .await
            .expect("a tree");
        assert_eq!((added.lines, added.created), (5595, created), "{name}");
    }
}

/// The photographs have no prices: those are ours, the rest is theirs.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_grocery_photographs_come_in_as_listings(db: PgPool) {
    let Some(data) = data() else { return };
    let market = Market::new(db).await;
    let mut table = String::from(
        "id\ttitle\tdescription\tprice\tavailability\tquantity\tproduct_type\timage_link\n",
    );
    let classes = std::fs::read_to_string(data.join("grocery-photos/classes.csv")).expect("a list");
    let mut reader = csv::Reader::from_reader(classes.as_bytes());
    for row in reader.records() {
        let row = row.expect("a row");
        let at = row[5].trim_start_matches("/iconic-images-and-descriptions/");
        let told =
            std::fs::read_to_string(data.join("grocery-photos/photos").join(at)).expect("told");
        let told = told.replace(['\t', '\n', '\r', '"'], " ");
        let picture = row[4].rsplit('/').next().expect("a name");
        let name = row[0].replace('-', " ");
        table.push_str(&format!(
            "{}\t{name}\t{told}\t9.00 CNY\tin_stock\t12\t{}\t{picture}\n",
            &row[1], &row[2]
        ));
    }
    let pictures = Pictures::in_folder(&data.join("grocery-photos/photos")).expect("the folder");
    let report = bring(&market, table.as_bytes(), &pictures).await;
    assert_eq!(
        (report.created, report.pictures, report.error_rows),
        (81, 81, 0)
    );
    assert!(report.issues.is_empty(), "{:#?}", report.issues);
}
