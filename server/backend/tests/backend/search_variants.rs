//! Variants, found singly: by the words of their options, by SKU and by barcode.

use crate::street::{Street, words};
use longtail::id::{ListingId, VariantId};
use longtail_backend::{outbox::Event, trade::search};
use sqlx::PgPool;

const AXES: &str = r#"[
    {"name": {"en": "Colour", "zh": "颜色"}, "values": [
        {"label": {"en": "Moss", "zh": "苔绿"}, "media": null},
        {"label": {"en": "Ink", "zh": "墨黑"}, "media": null}]},
    {"name": {"en": "Memory", "zh": "内存"}, "values": [
        {"label": {"en": "128 GB", "zh": "128 GB"}, "media": null},
        {"label": {"en": "256 GB", "zh": "256 GB"}, "media": null}]}]"#;
const BARCODE: &str = "4006381333931";

/// A phone in two colours with two memories each; the first listing of a street that sells
/// something else too.
async fn phone(street: &Street) -> ListingId {
    street
        .listing(street.ceramics, "Celadon teapot", "青瓷茶壶", 9_900, 9)
        .await;
    let phone = street
        .listing(street.tea, "Folding phone", "折叠手机", 99_900, 0)
        .await;
    let mut tx = street.ctx.transaction().await.expect("a transaction");
    sqlx::query("delete from stock_levels where variant_id in (select id from variants where listing_id = $1)")
        .bind(phone.0)
        .execute(tx.sql())
        .await
        .expect("emptied");
    sqlx::query("delete from variants where listing_id = $1")
        .bind(phone.0)
        .execute(tx.sql())
        .await
        .expect("taken away");
    sqlx::query("update listings set axes = $2::jsonb where id = $1")
        .bind(phone.0)
        .bind(AXES)
        .execute(tx.sql())
        .await
        .expect("axes");
    for (choice, sku, barcode) in [
        ([0_i16, 0], "FP/moss-s", ""),
        ([0, 1], "FP/moss-l", BARCODE),
        ([1, 0], "FP 100 S", ""),
        ([1, 1], "FP-100-L", ""),
    ] {
        let variant: VariantId = street.ctx.new_id();
        sqlx::query(
            "with v as (insert into variants (id, listing_id, choice, sku, barcode, price_minor)
                        values ($1, $2, $3, $4, $5, 99900))
             insert into stock_levels (variant_id, on_hand) values ($1, 5)",
        )
        .bind(variant.0)
        .bind(phone.0)
        .bind(choice.as_slice())
        .bind(sku)
        .bind(barcode)
        .execute(tx.sql())
        .await
        .expect("a variant");
    }
    tx.emit(Event::ListingChanged { listing: phone })
        .await
        .expect("told");
    tx.commit().await.expect("committed");
    street.follow().await;
    phone
}

/// The choice that the one hit of a query leads to.
async fn choice(street: &Street, query: &str) -> Vec<u16> {
    let page = street.find(words(query)).await;
    assert_eq!(page.relaxed, None, "found as typed: {query}");
    let [card] = page.hits.as_slice() else {
        panic!("{query} finds {} things", page.hits.len());
    };
    assert_eq!(card.title.en, "Folding phone");
    card.choice.clone()
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn option_words_find_in_both_languages_and_choose(db: PgPool) {
    let street = Street::new(db).await;
    phone(&street).await;
    assert_eq!(choice(&street, "moss 256 GB").await, [0, 1]);
    assert_eq!(choice(&street, "folding phone moss 128gb").await, [0, 0]);
    assert_eq!(choice(&street, "墨黑 256GB 手机").await, [1, 1]);
    assert!(choice(&street, "moss").await.is_empty(), "two are left");
    assert!(choice(&street, "phone").await.is_empty(), "none is named");
    let page = street.find(words("ink 256 gb")).await;
    assert!(page.hits[0].path().ends_with("?o=1,1"));
    assert_eq!(page.whys[0].elsewhere, ["ink", "256", "gb"]);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn codes_find_however_they_are_spaced(db: PgPool) {
    let street = Street::new(db).await;
    phone(&street).await;
    assert_eq!(choice(&street, BARCODE).await, [0, 1]);
    assert_eq!(choice(&street, "FP/MOSS-L").await, [0, 1]);
    assert_eq!(choice(&street, "fp-moss-s").await, [0, 0]);
    assert_eq!(choice(&street, "fp 100 s").await, [1, 0]);
    assert_eq!(choice(&street, "phone fp-100-l").await, [1, 1]);
    // a part of a code is none
    let page = street.find(words("400638133393")).await;
    assert_eq!(page.total, 0);
    let found = search::suggest(&street.ctx, BARCODE).await.expect("some");
    assert!(found.goods[0].path.ends_with("?o=0,1"));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_is_switched_off_is_not_found(db: PgPool) {
    let street = Street::new(db).await;
    let phone = phone(&street).await;
    street
        .change(
            phone,
            "update variants set offered = false where listing_id = $1 and choice[1] = 0",
        )
        .await;
    street.follow().await;
    for gone in ["moss", "苔绿", "FP/moss-l", BARCODE] {
        assert_eq!(street.find(words(gone)).await.total, 0, "{gone}");
    }
    assert_eq!(choice(&street, "128 GB").await, [1, 0], "one is left");
    street
        .change(
            phone,
            "update variants set offered = true where listing_id = $1",
        )
        .await;
    street.follow().await;
    assert_eq!(choice(&street, BARCODE).await, [0, 1]);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_title_that_says_it_comes_before_an_option(db: PgPool) {
    let street = Street::new(db).await;
    phone(&street).await;
    street
        .listing(street.ceramics, "Moss bowl", "苔绿碗", 4_500, 0)
        .await;
    street.follow().await;
    for query in ["moss", "苔绿"] {
        let titles = street.titles(query).await;
        assert_eq!(titles, ["Moss bowl", "Folding phone"], "{query}");
    }
}
