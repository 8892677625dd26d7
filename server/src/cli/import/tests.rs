//! `longtail import products`, as it is typed.

use super::{Products, What, preview};
use clap::Parser;
use longtail::{actor::Actor, text::Bilingual, trade::import::ImportReport};
use longtail_backend::{
    Ctx, MIGRATIONS, testing,
    trade::catalog::category::{CategoryDraft, save_category},
};
use sqlx::PgPool;

#[derive(Parser)]
struct Typed {
    #[command(subcommand)]
    what: What,
}

/// Two ways to write one category, and one that the market has; a column that nobody knows.
const FILE: &str = "Type,SKU,Name,Published,Stock,Regular price,Categories,Strichcode,Tags
simple,cup,Cup,1,7,9.50,Odds > Ends,4006381333931,
simple,pot,Pot,1,2,20,odds > ends,,
simple,tin,Tin,1,1,5,Tea,,
";

/// What stands behind `longtail import products --shop tea-house`, without the file.
fn products(words: &[&str], file: &str) -> Option<Products> {
    let begun = ["import", "products", "--shop", "tea-house"];
    let words = begun.iter().chain(words).chain([&file]).copied();
    match Typed::try_parse_from(words).ok()?.what {
        What::Products(products) => Some(products),
        _ => None,
    }
}

struct Market {
    ctx: Ctx,
    file: String,
}

impl Market {
    async fn new(db: PgPool) -> Self {
        let ctx = testing::ctx(db).await;
        let owner = testing::member(&ctx, "Wen").await;
        let (shop, _) = testing::open_shop(&ctx, &owner, "tea-house").await;
        for (slug, en) in [("tea", "Tea"), ("kitchen", "Kitchen")] {
            let draft = CategoryDraft {
                slug: slug.into(),
                parent: None,
                name: Bilingual::new(en, ""),
                position: 1,
            };
            save_category(&ctx, &Actor::System, &draft)
                .await
                .expect("a category");
        }
        let file = std::env::temp_dir().join(format!("longtail-import-{shop}.csv"));
        std::fs::write(&file, FILE).expect("a file");
        Self {
            ctx,
            file: file.display().to_string(),
        }
    }

    async fn bring(&self, words: &[&str]) -> (ImportReport, Vec<String>) {
        let products = products(words, &self.file).expect("a command");
        products.bring(&self.ctx).await.expect("a report")
    }

    async fn in_category(&self, slug: &str) -> i64 {
        sqlx::query_scalar(
            "select count(*) from listings l join categories c on c.id = l.category_id
             where c.slug = $1",
        )
        .bind(slug)
        .fetch_one(&self.ctx.db)
        .await
        .expect("a count")
    }

    async fn remembered(&self) -> i64 {
        sqlx::query_scalar("select count(*) from import_places")
            .fetch_one(&self.ctx.db)
            .await
            .expect("a count")
    }
}

impl Drop for Market {
    fn drop(&mut self) {
        std::fs::remove_file(&self.file).ok();
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_dry_run_tells_of_every_column_and_category(db: PgPool) {
    let market = Market::new(db).await;
    let (report, places) = market.bring(&["--dry-run"]).await;
    let columns: Vec<String> = report.columns.iter().map(preview::column).collect();
    assert_eq!(
        columns,
        [
            "  column Type (3 rows): taken as belonging, such as “simple”",
            "  column SKU (3 rows): taken as sku, such as “cup”",
            "  column Name (3 rows): taken as title, such as “Cup”",
            "  column Published (3 rows): taken as publishing, such as “1”",
            "  column Stock (3 rows): taken as stock, such as “7”",
            "  column Regular price (3 rows): taken as price, such as “9.50”",
            "  column Categories (3 rows): taken as category, such as “Odds > Ends”",
            "  column Strichcode (1 rows): not taken (unknown), such as “4006381333931”",
            "  column Tags (0 rows): taken as category",
        ]
    );
    assert_eq!(
        places,
        [
            "  category “Odds > Ends” (2 products): goes to other-goods (suggested)",
            "  category “Tea” (1 products): goes to tea (suggested)",
        ]
    );
    let (report, places) = market
        .bring(&[
            "--dry-run",
            "--place",
            "ODDS > Ends=kitchen",
            "--place",
            "Sundries=tea",
            "--column",
            "Strichcode=GTIN, UPC, EAN, or ISBN",
        ])
        .await;
    assert_eq!(
        preview::column(&report.columns[7]),
        "  column Strichcode (1 rows): taken as barcode (“gtin, upc, ean, or isbn”), such as “4006381333931”"
    );
    assert_eq!(
        places,
        [
            "  category “Odds > Ends” (2 products): goes to kitchen (chosen)",
            "  category “Tea” (1 products): goes to tea (suggested)",
            "  --place “Sundries=tea”: no goods of the file say this category",
        ]
    );
    let (_, places) = market.bring(&["--dry-run", "--category", "kitchen"]).await;
    assert_eq!(
        places[1],
        "  category “Tea” (1 products): goes to kitchen (as everything in the file)"
    );
    assert_eq!(market.remembered().await, 0);
    assert_eq!(market.in_category("kitchen").await, 0);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn goods_go_where_they_are_placed_and_the_shop_remembers(db: PgPool) {
    let market = Market::new(db).await;
    let (report, places) = market.bring(&["--place", "Odds > Ends = kitchen"]).await;
    assert_eq!((report.created, report.error_rows), (3, 0));
    assert!(places.is_empty(), "{places:?}");
    assert_eq!(market.in_category("kitchen").await, 2);
    assert_eq!(market.in_category("tea").await, 1);
    assert_eq!(market.remembered().await, 1);
    let (again, places) = market.bring(&["--dry-run"]).await;
    assert_eq!(again.unchanged, 3);
    assert_eq!(
        places[0],
        "  category “Odds > Ends” (2 products): goes to kitchen (chosen)"
    );
    // What is said now counts, and takes the place of what was said before.
    let (moved, _) = market.bring(&["--place", "odds > ends=tea"]).await;
    assert_eq!(moved.updated, 2);
    assert_eq!(market.in_category("tea").await, 3);
    assert_eq!(market.remembered().await, 1);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_place_that_is_none_is_named(db: PgPool) {
    let market = Market::new(db).await;
    let place = ["--place", "Tea=nowhere"];
    let products = products(&place, &market.file).expect("a command");
    let why = products.bring(&market.ctx).await.expect_err("a refusal");
    assert_eq!(why.to_string(), "there is no category “nowhere”");
    assert_eq!(market.in_category("tea").await, 0);
}

#[test]
fn a_place_is_written_with_a_sign() {
    let place = |typed: &str| products(&["--place", typed], "goods.csv").map(|p| p.place);
    let pair = |words: &str, slug: &str| Some(vec![(words.to_owned(), slug.to_owned())]);
    assert_eq!(place("A=B > C=cups"), pair("A=B > C", "cups"));
    assert_eq!(place("=cups"), pair("", "cups"));
    assert_eq!(place("cups"), None);
    assert_eq!(place("Cups="), None);
    // One for everything and one for some contradict each other.
    let both = ["--place", "Cups=cups", "--category", "tea"];
    assert!(products(&both, "goods.csv").is_none());
}
