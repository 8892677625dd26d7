//! Files that nobody here wrote.

use super::*;
use longtail_backend::trade::import::categories;
use std::path::PathBuf;

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
