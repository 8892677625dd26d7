//! Forms sent without scripts, and forms that other sites send.

use crate::common::{Served, location};
use leptos::prelude::{Owner, provide_context};
use longtail::text::Lang;
use longtail_app::ssr::Caller;
use longtail_backend::testing;
use reqwest::StatusCode;
use sqlx::PgPool;

const SIGN_IN: &str = "/api/trust/account/sign_in";
const WRONG: &str = "email=lin%40example.com&password=not+it&next=";

fn cookie_of(response: &reqwest::Response, name: &str) -> Option<String> {
    response
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter_map(|value| value.split(';').next())
        .find(|pair| pair.starts_with(&format!("{name}=")))
        .map(str::to_owned)
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn another_sites_form_does_nothing(db: PgPool) {
    let market = Served::new(db).await;
    testing::member(&market.ctx, "lin").await;
    let form = format!("email=lin%40example.com&password={}", testing::PASSWORD);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let answer = reqwest::Client::builder()
            .tls_certs_only([])
            .build()
            .expect("a client")
            .post(format!("{}{SIGN_IN}", market.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(form.clone())
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{name}: {value}");
        assert_eq!(cookie_of(&answer, "longtail_session"), None);
    }
    let own = market
        .post(SIGN_IN, &form)
        .header("accept", "text/html")
        .header("origin", &market.url)
        .send()
        .await
        .expect("an answer");
    assert!(own.status().is_redirection(), "{}", own.status());
    assert!(cookie_of(&own, "longtail_session").is_some());
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_refused_form_comes_back_with_what_was_typed(db: PgPool) {
    let market = Served::new(db).await;
    testing::member(&market.ctx, "lin").await;
    let refused = market
        .post(SIGN_IN, WRONG)
        .header("accept", "text/html")
        .header("origin", &market.url)
        .header("referer", format!("{}/sign-in", market.url))
        .send()
        .await
        .expect("an answer");
    assert!(refused.status().is_redirection(), "{}", refused.status());
    let kept = cookie_of(&refused, "longtail_form").expect("a form");
    let place = location(&refused);
    assert!(place.contains("/sign-in?"), "{place}");

    let page = market
        .get(&place)
        .header("accept", "text/html")
        .header("cookie", &kept)
        .send()
        .await
        .expect("a page");
    assert_eq!(
        cookie_of(&page, "longtail_form").as_deref(),
        Some("longtail_form=")
    );
    let policy = page
        .headers()
        .get("content-security-policy")
        .and_then(|value| value.to_str().ok())
        .expect("a policy")
        .to_owned();
    assert!(policy.contains("'nonce-"), "{policy}");
    let html = page.text().await.expect("a page");
    assert!(html.contains(r#"value="lin@example.com""#), "{html}");
    assert!(html.contains("do not belong together"), "{html}");
    assert!(!html.contains("not it"), "{html}");

    let again = market
        .get(&place)
        .header("accept", "text/html")
        .header("cookie", &kept)
        .send()
        .await
        .expect("a page");
    let html = again.text().await.expect("a page");
    assert!(!html.contains(r#"value="lin@example.com""#), "only once");
}

/// Tests run on one thread, which the server shares.
#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_function_never_answers_for_the_visitor_of_a_page_that_is_being_drawn(db: PgPool) {
    let market = Served::new(db).await;
    let lin = testing::member(&market.ctx, "lin").await;
    // What a page leaves on its thread while it waits: its owner, which knows its visitor.
    let page = Owner::new_root(None);
    page.with(|| {
        provide_context(Caller {
            actor: lin,
            session: None,
            lang: Lang::En,
            address: String::new(),
            user_agent: String::new(),
        });
    });
    page.set();
    let answer = market
        .get("/api/money/wallet/load_wallet?page=1")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    drop(page);
}
