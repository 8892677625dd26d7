//! `/media/…`: one address, the form that its reader understands, kept for a year.

use crate::common::Served;
use longtail_backend::{platform::media, testing};
use reqwest::StatusCode;
use sqlx::PgPool;

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn one_address_answers_in_the_form_that_is_read(db: PgPool) {
    let market = Served::new(db).await;
    let lin = testing::member(&market.ctx, "lin").await;
    let kept = media::store_picture(&market.ctx, &lin, crate::common::DOT.into())
        .await
        .expect("kept");
    let address = kept.url(320);
    let mut tags = Vec::new();
    for (accept, kind) in [
        ("image/avif,image/webp,*/*;q=0.8", "image/webp"),
        ("*/*", "image/jpeg"),
    ] {
        let answer = market
            .get(&address)
            .header("accept", accept)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
        assert_eq!(header("content-type"), kind);
        assert!(header("vary").to_lowercase().contains("accept"));
        assert_eq!(
            header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        let tag = header("etag");

        let again = market
            .get(&address)
            .header("accept", accept)
            .header("if-none-match", format!("\"other\", W/{tag}"))
            .send()
            .await
            .expect("an answer");
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(again.headers().contains_key("vary"));
        assert_eq!(again.bytes().await.expect("a body").len(), 0);
        tags.push(tag);
    }
    assert_ne!(tags[0], tags[1], "two forms are two things to keep");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_is_no_picture_of_ours_is_not_found(db: PgPool) {
    let market = Served::new(db).await;
    for path in [
        "/media/nothing/320.webp",
        "/media/0192a3b4-0000-7000-8000-000000000000/320.webp",
        "/media/0192a3b4-0000-7000-8000-000000000000/320.svg",
        "/media/0192a3b4-0000-7000-8000-000000000000/..%2F..%2Fsecret.webp",
    ] {
        let answer = market.get(path).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
