//! An authorisation that lapses, as the market meets it: over HTTP, told late, twice, out of order
//! or never, and refused when it is to be captured.

use crate::{
    authorization::town::{Asker, Town},
    common::{Person, SECRET, Served},
    statements::differences,
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CheckoutId, CommandId, PaymentId},
    money::{
        Money,
        payment::{GatewayOutcome, Method, NextStep},
    },
    text::Lang,
};
use longtail_app::i18n::t::{checkout as texts, wallet};
use longtail_backend::{
    jobs,
    money::payment::{self, gateway::SIGNATURE_HEADER},
    outside::signature::sign,
};
use reqwest::StatusCode;
use sqlx::PgPool;

const APPROVED: &str = "number=4242+4242+4242+4242&expiry=12%2F34&cvc=123";
const HOLD: Duration = Duration::days(7);

/// A member who is about to pay ¥50 into the wallet: the payment, and the gateway's page.
async fn about_to_pay(market: &Served, method: Method) -> (PaymentId, String) {
    top_up(market, &market.person("member", "lin").await, method).await
}

async fn top_up(market: &Served, who: &Person, method: Method) -> (PaymentId, String) {
    let actor = Actor::Member {
        account: who.account,
        seats: Vec::new(),
    };
    let payment: PaymentId = market.ctx.new_id();
    let begun = payment::top_up(&market.ctx, &actor, payment.0.into(), 5_000, method);
    let NextStep::GoTo { url } = begun.await.expect("begun") else {
        panic!("the gateway's page was expected");
    };
    (payment, url)
}

async fn stage(market: &Served, payment: PaymentId) -> String {
    sqlx::query_scalar("select stage from payments where id = $1")
        .bind(payment.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("the payment")
}

/// The payer agrees, and the message about it gets lost. Answers with it.
async fn agree(market: &Served, page: &str) -> String {
    let there = format!("{}/webhooks/gateway", market.url);
    tell_at(market, "http://127.0.0.1:9/").await;
    market.post(page, APPROVED).send().await.expect("agreed");
    tell_at(market, &there).await;
    message(market, "authorised").await
}

/// Where messages about all payments go.
async fn tell_at(market: &Served, url: &str) {
    sqlx::query("update gateway_simulator.intents set webhook_url = $1")
        .bind(url)
        .execute(&market.ctx.db)
        .await
        .expect("an address");
}

/// The gateway's one message of this outcome.
async fn message(market: &Served, outcome: &str) -> String {
    sqlx::query_scalar("select body from gateway_simulator.deliveries where body like $1")
        .bind(format!(r#"%"outcome":"{outcome}"%"#))
        .fetch_one(&market.ctx.db)
        .await
        .expect("a message")
}

/// The market gets a message of the gateway's.
async fn tell(market: &Served, body: &str) {
    let signature = sign(SECRET, market.ctx.now(), body.as_bytes());
    let answer = market
        .post("/webhooks/gateway", body)
        .header(SIGNATURE_HEADER, signature)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
}

/// A page, as somebody reads it in a language.
async fn page(market: &Served, who: &Person, path: &str, lang: &str) -> String {
    let asked = market
        .get(path)
        .header("accept", "text/html")
        .header("accept-language", lang);
    who.send(asked).await.text().await.expect("html")
}

fn id_of(page: &str) -> String {
    page.rsplit('/').next().expect("an id").to_owned()
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_nobody_captures_lapses_and_the_gateway_says_so(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::Card).await;
    let agreed = agree(&market, &page).await;
    let gateway = &market.ctx.gateway;
    market.test.clock.advance(HOLD - Duration::seconds(1));
    let held = gateway
        .outcome(&market.known(&id_of(&page)).await)
        .await
        .expect("an answer");
    assert_eq!(held, GatewayOutcome::Authorised);
    market.gateway_works_after(Duration::seconds(1)).await;
    assert_eq!(stage(&market, payment).await, "lapsed");

    // What came before is told after it, and the message itself once more.
    tell(&market, &agreed).await;
    tell(&market, &message(&market, "lapsed").await).await;
    assert_eq!(stage(&market, payment).await, "lapsed");
    let transfers: i64 = sqlx::query_scalar("select count(*) from ledger_transfers")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count");
    assert_eq!(transfers, 0);
    market.test.clock.advance(Duration::days(1));
    assert_eq!(differences(&market).await, [], "no statement names it");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_capture_that_comes_too_late_is_refused_and_the_market_asks(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::Card).await;
    let agreed = agree(&market, &page).await;
    market.test.clock.advance(HOLD);
    tell(&market, &agreed).await;
    assert_eq!(stage(&market, payment).await, "lapsed");

    let id = id_of(&page);
    let capture = format!("/simulator/gateway/v1/intents/{id}/capture");
    let refused = market.post(&capture, "").bearer_auth(SECRET).send().await;
    assert_eq!(
        refused.expect("an answer").status(),
        StatusCode::CONFLICT,
        "nothing is held"
    );
    let gateway = &market.ctx.gateway;
    let known = market.known(&id).await;
    let lapsed = gateway.capture(&known).await.expect("asked");
    assert_eq!(lapsed, GatewayOutcome::Lapsed);
    let lapsed = gateway.void(&known).await.expect("nothing to let go");
    assert_eq!(lapsed, GatewayOutcome::Lapsed);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn where_no_message_comes_the_market_asks(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::OnlineBank).await;
    market
        .post(&format!("{page}/bank"), "bank=mist")
        .send()
        .await
        .expect("sent");
    market.gateway_works_after(Duration::seconds(4)).await;
    market.gateway_works_after(HOLD).await;
    assert_eq!(stage(&market, payment).await, "pending", "no message came");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(stage(&market, payment).await, "lapsed");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_was_captured_does_not_lapse(db: PgPool) {
    let market = Served::new(db).await;
    let (payment, page) = about_to_pay(&market, Method::Card).await;
    market.post(&page, APPROVED).send().await.expect("paid");
    market.gateway_works_after(HOLD * 2).await;
    assert_eq!(stage(&market, payment).await, "captured");
    let known = market.known(&id_of(&page)).await;
    let taken = market.ctx.gateway.outcome(&known).await;
    assert_eq!(taken.expect("an answer"), GatewayOutcome::Captured);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_page_says_so_with_what_to_do_in_both_languages(db: PgPool) {
    let town = Town::new(db).await;
    let market = &town.market;
    let buyer = town.person(Asker::Buyer);
    let actor = Actor::Member {
        account: buyer.account,
        seats: Vec::new(),
    };
    let unpaid = town.fill("{unpaid}", Asker::Buyer);
    let checkout: CheckoutId = unpaid.parse().expect("an id");
    let command: CommandId = market.ctx.new_id();
    let begun = payment::pay_checkout(&market.ctx, &actor, command, checkout, Method::Card).await;
    let Ok(NextStep::GoTo { url }) = begun else {
        panic!("the gateway's page was expected, not {begun:?}");
    };
    let agreed = agree(market, &url).await;
    sqlx::query("update gateway_simulator.intents set lapses_at = created_at")
        .execute(&market.ctx.db)
        .await
        .expect("a short hold");
    tell(market, &agreed).await;
    assert_eq!(stage(market, PaymentId(command.0)).await, "lapsed");

    let path = format!("/checkout/{checkout}");
    let en = page(market, buyer, &path, "en").await;
    let zh = page(market, buyer, &path, "zh-CN").await;
    assert!(en.contains(texts::lapsed(Lang::En)) && en.contains(texts::lapsed_hint(Lang::En)));
    assert!(zh.contains(texts::lapsed(Lang::Zh)) && zh.contains(texts::lapsed_hint(Lang::Zh)));
    let pays = "/api/trade/checkout/pay_checkout";
    assert!(en.contains(pays) && zh.contains(pays), "and paid anew");

    market.test.clock.advance(Duration::minutes(15));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let en = page(market, buyer, &path, "en").await;
    let zh = page(market, buyer, &path, "zh-CN").await;
    assert!(en.contains(texts::lapsed_closed(Lang::En)));
    assert!(zh.contains(texts::lapsed_closed(Lang::Zh)));
    assert!(!en.contains(pays), "its time is over");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_wallet_says_so_of_a_top_up_until_another_is_begun(db: PgPool) {
    let market = Served::new(db).await;
    let lin = market.person("member", "lin").await;
    let (payment, url) = top_up(&market, &lin, Method::Card).await;
    let agreed = agree(&market, &url).await;
    market.test.clock.advance(HOLD);
    tell(&market, &agreed).await;
    assert_eq!(stage(&market, payment).await, "lapsed");

    let amount = Money::new(5_000, market.ctx.settings.currency);
    let says_so = async |lang: Lang| -> bool {
        // As the gateway leads back to it.
        let path = format!("/wallet?payment={payment}");
        let page = page(&market, &lin, &path, lang.tag()).await;
        let lapsed = page.contains(&wallet::lapsed(lang, amount));
        assert_eq!(page.contains(wallet::lapsed_hint(lang)), lapsed);
        assert_eq!(page.contains(wallet::processing(lang)), !lapsed);
        assert!(
            page.contains("/api/money/wallet/top_up"),
            "and topped up anew"
        );
        lapsed
    };
    assert!(says_so(Lang::En).await && says_so(Lang::Zh).await);
    top_up(&market, &lin, Method::QuickPay).await;
    assert!(!says_so(Lang::En).await && !says_so(Lang::Zh).await);
}
