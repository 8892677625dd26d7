//! Words as shoppers write them: those that mean the same, whole titles, misspelt, and hostile.

use super::*;
use longtail::trade::search::Relaxed;

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn words_that_mean_the_same_find_each_other(db: PgPool) {
    let street = Street::new(db).await;
    street
        .listing(street.ceramics, "Celadon teapot", "", 100, 0)
        .await;
    street
        .listing(street.tea, "Green tea from the hills", "", 100, 0)
        .await;
    street.follow().await;
    // the market's category “tea” is the synonyms' “tea”
    assert_eq!(street.titles("绿茶").await, ["Green tea from the hills"]);
    let page = street.find(words("茶壶")).await;
    assert_eq!(
        page.total, 0,
        "a teapot among ceramics is no teapot among teas"
    );
    street
        .listing(street.tea, "Clay teapot for two", "", 100, 0)
        .await;
    street.follow().await;
    assert_eq!(street.titles("茶壶").await, ["Clay teapot for two"]);
    let why = &street.find(words("茶壶")).await.whys[0];
    assert_eq!((why.in_title.len(), why.elsewhere.len()), (0, 1));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn whole_titles_find_what_has_most_of_them(db: PgPool) {
    let street = Street::new(db).await;
    for title in [
        "KX-TG8232B cordless phone",
        "KX-TG1034S cordless phone",
        "Cordless drill",
    ] {
        street.listing(street.tea, title, "", 100, 0).await;
    }
    street.follow().await;
    let page = street
        .find(words(
            "panasonic black expandable cordless phone system kxtg8232b",
        ))
        .await;
    assert_eq!(page.hits[0].title.en, "KX-TG8232B cordless phone");
    assert_eq!(page.relaxed, Some(Relaxed::Partly { all: 0 }));
    assert_eq!(
        street.titles("kxtg8232").await,
        ["KX-TG8232B cordless phone"]
    );
    assert_eq!(
        street.titles("kx-tg8232b").await,
        ["KX-TG8232B cordless phone"]
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn another_spelling_is_offered_where_little_was_found(db: PgPool) {
    let street = Street::new(db).await;
    for n in 0..12 {
        let title = format!("Celadon bowl {n}");
        street.listing(street.ceramics, &title, "", 100, 0).await;
    }
    street
        .listing(street.ceramics, "Celadom bowl with a slip", "", 100, 0)
        .await;
    street.follow().await;
    let page = street.find(words("celadom")).await;
    assert_eq!((page.total, page.meant.as_deref()), (1, Some("celadon")));
    assert_eq!(street.find(words("celadon")).await.meant, None);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn hostile_words_harm_nothing(db: PgPool) {
    let street = Street::new(db).await;
    street
        .listing(street.ceramics, "Celadon bowl", "青瓷碗", 100, 0)
        .await;
    street.follow().await;
    let long = "celadon ".repeat(500);
    for query in [
        "'; drop table listings; --",
        "<script>alert(1)</script>",
        "title:celadon AND (bowl OR *)^9~2 [a TO z]",
        "\u{0}celadon\u{0}",
        "\u{202e}nodalec",
        "🍵🍵🍵",
        "%_\\",
        "\"celadon",
        &long,
    ] {
        let page = street.find(words(query)).await;
        assert!(page.total <= 1, "{query}");
        search::suggest(&street.ctx, query).await.expect("offered");
    }
    assert_eq!(street.titles("celadon").await, ["Celadon bowl"]);
}
