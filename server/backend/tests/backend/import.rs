//! Bringing goods in: every row of a file is a variant, a picture or an error with its reason.

use crate::goods::{Market, png};
use longtail::{
    actor::Actor,
    text::Bilingual,
    trade::import::{Format, ImportError, ImportReport, ImportStage, Trouble},
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    trade::{
        catalog::category::{CategoryDraft, save_category},
        import::{Order, Pictures, Renames, history, import_file},
    },
};
use sqlx::PgPool;
use std::path::PathBuf;

async fn bring(
    market: &Market,
    format: Format,
    file: &[u8],
    pictures: &Pictures,
    dry_run: bool,
) -> ImportReport {
    let order = Order {
        shop: market.shop,
        format: Some(format),
        file_name: "goods.csv",
        file,
        pictures,
        category: None,
        places: &[],
        renames: &Renames::new(),
        import: None,
        leased: false,
        dry_run,
    };
    let report = import_file(&market.ctx, &Actor::System, &order, &mut |_, _| {})
        .await
        .expect("a report");
    assert!(report.adds_up(), "{report:#?}");
    report
}

fn trouble_of(report: &ImportReport, row: u32) -> Option<&Trouble> {
    report
        .issues
        .iter()
        .find(|issue| issue.row == row && issue.error)
        .map(|issue| &issue.trouble)
}

const SHOPIFY: &str = "\u{feff}Handle,Title,Body (HTML),Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Variant Image
lamp,Paper Lamp,<p>Soft light.</p><p>Folds flat.</p>,Tea,,true,Colour,Red,Size,Small,L1,4,12.50,15,https://cdn.example/red.png,
lamp,,,,,,,Red,,Large,L2,3,19.00,,https://cdn.example/blue.png,https://cdn.example/blue.png
lamp,,,,,,,Blue,,Small,L3,-2,twelve,,,
lamp,,,,,,,Blue,,,L4,2,12.50,,,
lamp,,,,,,,Red,,Small,L5,2,12.50,,,
lamp,,,,,,,,,,,,,,https://cdn.example/third.png,
lamp,,,,,,,,,,,,,,,
,Nameless,,,,true,Title,Default Title,,,,1,5,,,
bowl,,,,,true,Title,Default Title,,,,1,5,,,
cup,Cup,,,,false,Title,Default Title,,,'0012,7,8.00,6.00,,
plate,Plate,,,,true,Title,Default Title,Size,,,many,8.00,,,
";

#[sqlx::test(migrator = "MIGRATIONS")]
async fn bad_rows_are_told_and_good_ones_come_in(db: PgPool) {
    let market = Market::new(db).await;
    let mut pictures = Pictures::default();
    pictures.add("red.png", png(30, 30).into());
    pictures.add("blue.png", png(31, 31).into());
    let preview = bring(
        &market,
        Format::Shopify,
        SHOPIFY.as_bytes(),
        &pictures,
        true,
    )
    .await;
    assert_eq!(market.listing_count().await, 0);
    let report = bring(
        &market,
        Format::Shopify,
        SHOPIFY.as_bytes(),
        &pictures,
        false,
    )
    .await;
    assert_eq!(preview.issues, report.issues);
    assert_eq!(
        (
            report.rows,
            report.variant_rows,
            report.picture_rows,
            report.error_rows
        ),
        (11, 1, 0, 10)
    );
    let typed = || "twelve".into();
    let size = || "Size".into();
    let expected = [
        (2, Trouble::HeldBack { row: 4 }),
        (4, Trouble::BadPrice { typed: typed() }),
        (5, Trouble::NoOption { axis: size() }),
        (6, Trouble::SameOptions { row: 2 }),
        (8, Trouble::Empty),
        (9, Trouble::NoHandle),
        (10, Trouble::NoTitle),
        (12, Trouble::NoOption { axis: size() }),
    ];
    for (row, trouble) in expected {
        assert_eq!(trouble_of(&report, row), Some(&trouble), "row {row}");
    }
    let columns: Vec<_> = report
        .issues
        .iter()
        .filter(|issue| issue.row == 4 && issue.error)
        .map(|issue| issue.column.as_deref())
        .collect();
    assert_eq!(columns, [Some("Variant Price")]);
    assert_eq!((report.created, report.left_out), (1, 3));
    assert_eq!(market.listing_count().await, 1);
    let (stage, sku): (String, String) = sqlx::query_as(
        "select l.stage, v.sku from listings l join variants v on v.listing_id = l.id
         where l.import_key = 'shopify:cup'",
    )
    .fetch_one(&market.ctx.db)
    .await
    .expect("the cup");
    assert_eq!((stage.as_str(), sku.as_str()), ("draft", "0012"));

    // The same file again changes nothing; mended, the lamp comes in whole.
    let again = bring(
        &market,
        Format::Shopify,
        SHOPIFY.as_bytes(),
        &pictures,
        false,
    )
    .await;
    assert_eq!((again.created, again.unchanged), (0, 1));
    let mended = SHOPIFY
        .lines()
        .enumerate()
        .filter(|(i, _)| !(3..=5).contains(i) && !(7..=9).contains(i) && *i != 11)
        .map(|(_, line)| format!("{line}\n"))
        .collect::<String>();
    let third = bring(
        &market,
        Format::Shopify,
        mended.as_bytes(),
        &pictures,
        false,
    )
    .await;
    assert_eq!(
        (third.created, third.error_rows, third.picture_rows),
        (1, 0, 1)
    );
    let (description, stage): (String, String) = sqlx::query_as(
        "select description_en, stage from listings where import_key = 'shopify:lamp'",
    )
    .fetch_one(&market.ctx.db)
    .await
    .expect("the lamp");
    assert_eq!(
        (description.as_str(), stage.as_str()),
        ("Soft light.\nFolds flat.", "live")
    );
}

const VENDURE: &str = "name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets
 Chair , chair ,A chair,chair.png,category:Home|category:Furniture,colour|wood,red|oak,C1,100.00,standard,10,,,
,,,,,,blue|oak,C2,100.00,standard,10,,chair-blue.png,
,,,,,,green,C3,100.00,standard,10,,,
,,,,,,red|oak|tall,C4,100.00,standard,10,,,
,stool,A stool,,,,,S1,20.00,standard,1,,,
Table,table,A table,missing.png,,,,T1,,standard,1,,,
";

#[sqlx::test(migrator = "MIGRATIONS")]
async fn vendure_rows_follow_their_product(db: PgPool) {
    let market = Market::new(db).await;
    for (slug, en) in [("home", "Home"), ("furniture", "Furniture")] {
        let draft = CategoryDraft {
            slug: slug.into(),
            parent: None,
            name: Bilingual::new(en, ""),
            position: 1,
        };
        save_category(&market.ctx, &Actor::System, &draft)
            .await
            .expect("a category");
    }
    let mut pictures = Pictures::default();
    pictures.add("chair.png", png(30, 30).into());
    pictures.add("chair-blue.png", b"not a picture"[..].into());
    let report = bring(
        &market,
        Format::Vendure,
        VENDURE.as_bytes(),
        &pictures,
        false,
    )
    .await;
    assert_eq!(
        (report.rows, report.variant_rows, report.error_rows),
        (6, 0, 6)
    );
    assert_eq!(
        trouble_of(&report, 4),
        Some(&Trouble::NoOption {
            axis: "wood".into()
        })
    );
    assert_eq!(
        trouble_of(&report, 5),
        Some(&Trouble::UnknownOption {
            value: "tall".into()
        })
    );
    assert_eq!(trouble_of(&report, 6), Some(&Trouble::NoTitle));
    assert_eq!(trouble_of(&report, 7), Some(&Trouble::NoPrice));
    let mended: String = VENDURE
        .lines()
        .take(3)
        .map(|line| format!("{line}\n"))
        .collect();
    let whole = bring(
        &market,
        Format::Vendure,
        mended.as_bytes(),
        &pictures,
        false,
    )
    .await;
    assert_eq!((whole.created, whole.error_rows), (1, 0));
    let category: String = sqlx::query_scalar(
        "select c.slug from listings l join categories c on c.id = l.category_id
         where l.import_key = 'vendure:chair'",
    )
    .fetch_one(&market.ctx.db)
    .await
    .expect("the chair");
    assert!(["home", "furniture"].contains(&category.as_str()));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_file_that_cannot_be_read_says_why(db: PgPool) {
    let market = Market::new(db).await;
    let refuse = async |format, file: &[u8]| {
        let order = Order {
            shop: market.shop,
            format: Some(format),
            file_name: "goods.csv",
            file,
            pictures: &Pictures::default(),
            category: None,
            places: &[],
            renames: &Renames::new(),
            import: None,
            leased: false,
            dry_run: false,
        };
        match import_file(&market.ctx, &Actor::System, &order, &mut |_, _| {}).await {
            Err(Failure::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    // café in Windows-1252
    assert_eq!(
        refuse(Format::Shopify, b"Handle,Title\ntea,caf\xE9s\n").await,
        ImportError::NotText { line: 2 }
    );
    assert_eq!(
        refuse(Format::Vendure, SHOPIFY.as_bytes()).await,
        ImportError::OtherFormat {
            chosen: Format::Vendure,
            looks: Format::Shopify
        }
    );
    assert_eq!(
        refuse(Format::Shopify, b"Handle,Title\ntea,Tea\n").await,
        ImportError::NoColumn {
            name: "variant price".into()
        }
    );
    assert_eq!(
        refuse(Format::Shopify, b"Handle,Title,Variant Price\n").await,
        ImportError::NoRows
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_back_office_looks_first_and_then_brings_in(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let upload = || history::Upload {
        format: None,
        file_name: "goods.csv".into(),
        file: SHOPIFY.into(),
        pictures: vec![("red.png".into(), png(30, 30).into())],
        category: None,
    };
    let import = history::preview(ctx, owner, "tea-house", upload())
        .await
        .expect("checked");
    assert_eq!(market.listing_count().await, 0);
    let seen = history::page(ctx, owner, "tea-house", Some(import))
        .await
        .expect("the page");
    assert_eq!(seen.current.map(|c| c.stage), Some(ImportStage::Previewed));
    history::start(ctx, owner, "tea-house", import)
        .await
        .expect("started");
    let twice = history::start(ctx, owner, "tea-house", import).await;
    assert!(matches!(twice, Err(Failure::Refused(ImportError::Started))));
    jobs::run_due(ctx).await.expect("done");
    let seen = history::page(ctx, owner, "tea-house", Some(import))
        .await
        .expect("the page");
    let current = seen.current.expect("the import");
    assert_eq!((current.stage, current.done), (ImportStage::Done, 4));
    assert_eq!(current.report.created, 1);
    assert_eq!(market.listing_count().await, 1);
    let other = history::page(ctx, &market.other, "tea-house", Some(import)).await;
    assert!(matches!(other, Err(Failure::NotFound)));
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
async fn vendures_sample_catalogue_comes_in_whole(db: PgPool) {
    let Some(data) = data() else { return };
    let market = Market::new(db).await;
    let file = std::fs::read(data.join("vendure-demo/products.csv")).expect("the file");
    let pictures = Pictures::in_folder(&data.join("vendure-demo/images")).expect("the folder");
    let report = bring(&market, Format::Vendure, &file, &pictures, false).await;
    assert_eq!(
        (report.rows, report.variant_rows, report.error_rows),
        (88, 88, 0)
    );
    assert_eq!(report.created, 54);
    assert_eq!(report.pictures, 54);
    assert!(report.issues.is_empty(), "{:#?}", report.issues);
    let again = bring(&market, Format::Vendure, &file, &pictures, false).await;
    assert_eq!(again.unchanged, 54);
    let variants: i64 = sqlx::query_scalar("select count(*) from variants")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count");
    assert_eq!(variants, 88);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn shopifys_samples_come_in_whole(db: PgPool) {
    let Some(data) = data() else { return };
    let market = Market::new(db).await;
    for (name, rows) in [("apparel", 22), ("home-and-garden", 21)] {
        let file = std::fs::read(data.join(format!("shopify/{name}.csv"))).expect("the file");
        let report = bring(&market, Format::Shopify, &file, &Pictures::default(), false).await;
        assert_eq!(
            (report.rows, report.variant_rows, report.error_rows),
            (rows, rows, 0)
        );
        assert_eq!(report.created, 20);
        // Its pictures are addresses: each is told.
        assert!(
            report
                .issues
                .iter()
                .all(|i| matches!(i.trouble, Trouble::NotFetched { .. }))
        );
        let again = bring(&market, Format::Shopify, &file, &Pictures::default(), false).await;
        assert_eq!(again.unchanged, 20);
    }
}
