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

/// Six of Vendure's nine collections are called as its products' facets are.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn vendures_goods_find_their_collections(db: PgPool) {
    let Some(data) = data() else { return };
    let market = Market::new(db).await;
    let folder = data.join("vendure-demo");
    let tree = std::fs::read_to_string(folder.join("initial-data.json")).expect("the file");
    let added = categories(&market.ctx, &Actor::System, &tree)
        .await
        .expect("a tree");
    assert_eq!((added.lines, added.created, added.known), (9, 9, 0));
    let again = categories(&market.ctx, &Actor::System, &tree)
        .await
        .expect("a tree");
    assert_eq!((again.created, again.known), (0, 9));
    let file = std::fs::read(folder.join("products.csv")).expect("the file");
    bring(&market, &file, &Pictures::default()).await;
    let placed: Vec<(String, i64)> = sqlx::query_as(
        "select c.name_en, count(*) from listings l join categories c on c.id = l.category_id
         group by 1 order by 1",
    )
    .fetch_all(&market.ctx.db)
    .await
    .expect("counts");
    // What Vendure's filter puts into Camera & Photo is called Photo, and stays one step above.
    let expected = [
        ("Computers", 11),
        ("Electronics", 9),
        ("Equipment", 8),
        ("Footwear", 6),
        ("Furniture", 11),
        ("Plants", 9),
    ];
    let expected = expected.map(|(name, count)| (name.to_owned(), count));
    assert_eq!(placed, expected);
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
