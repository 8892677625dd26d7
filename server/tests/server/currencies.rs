//! Prices in another currency: chosen by a form, kept in a cookie, drawn from the first byte.

use crate::{
    authorization::town::Town,
    common::{Served, location},
};
use longtail::{actor::Actor, money::exchange::TypedRate};
use longtail_backend::money::exchange;
use reqwest::StatusCode;
use sqlx::PgPool;

const PRODUCT: &str = "/shops/tea/tea";

async fn keep(market: &Served, day: &str, rate: &str) {
    let line = TypedRate {
        line: 1,
        currency: "USD".into(),
        day: day.into(),
        rate: rate.into(),
    };
    let kept = exchange::import_rates(&market.ctx, &Actor::System, &[line], false)
        .await
        .expect("a file");
    assert_eq!(kept.new, 1, "{:?}", kept.troubles);
}

async fn page(market: &Served, cookie: &str) -> String {
    let answer = market
        .get(PRODUCT)
        .header("accept", "text/html")
        .header("cookie", cookie)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    answer.text().await.expect("html")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_page_shows_the_currency_that_was_chosen(db: PgPool) {
    let market = Town::new(db).await.market;
    let shows = |html: &str| html.contains("price-abroad") && html.contains("US$");
    let offers = |html: &str| html.contains("/api/platform/preferences/set_currency");
    let html = page(&market, "longtail_currency=USD").await;
    assert!(!shows(&html) && !offers(&html), "there is no rate");

    keep(&market, "2026-02-27", "0.1391").await;
    let html = page(&market, "a=b").await;
    assert!(!shows(&html) && offers(&html), "nothing was chosen");
    assert!(!html.contains("data-rate"));
    let html = page(&market, "longtail_currency=USD").await;
    assert!(shows(&html) && offers(&html));
    assert!(
        html.contains("data-rate=\"CNY USD 13910000 "),
        "{html:.400}"
    );
    for other in ["CNY", "EUR", "nonsense", "\"<"] {
        let html = page(&market, &format!("longtail_currency={other}")).await;
        assert!(!shows(&html), "{other}");
    }

    // A newer rate is drawn anew, whatever is kept of the page.
    keep(&market, "2026-02-28", "0.1392").await;
    let html = page(&market, "longtail_currency=USD").await;
    assert!(html.contains("data-rate=\"CNY USD 13920000 "));

    market.test.clock.advance(chrono::Duration::days(9));
    let html = page(&market, "longtail_currency=USD").await;
    assert!(!shows(&html) && !offers(&html), "the rate is too old");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_choice_comes_back_to_the_page(db: PgPool) {
    let market = Served::new(db).await;
    for (currency, kept) in [
        (
            "USD",
            "longtail_currency=USD; Path=/; SameSite=Lax; Max-Age=31536000",
        ),
        ("CNY", "longtail_currency=; Path=/; SameSite=Lax; Max-Age=0"),
    ] {
        let answer = market
            .post(
                "/api/platform/preferences/set_currency",
                &format!("currency={currency}"),
            )
            .header("accept", "text/html")
            .header("referer", format!("{}/search?q=tea&page=2", market.url))
            .send()
            .await
            .expect("an answer");
        assert!(answer.status().is_redirection(), "{}", answer.status());
        assert!(location(&answer).ends_with("/search?q=tea&page=2"));
        let cookies = answer.headers().get_all("set-cookie");
        assert!(cookies.iter().any(|cookie| cookie == kept), "{currency}");
    }
}
