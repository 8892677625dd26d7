//! The carrier's simulator and the market, speaking to each other over HTTP.

use crate::common::{SECRET, Served};
use chrono::Duration;
use longtail::{
    id::ParcelId,
    trade::shipping::{PostalAddress, parcel::ScanKind},
};
use longtail_backend::{
    outside::signature::sign,
    trade::shipping::carrier::{Label, NewLabel, SIGNATURE_HEADER},
};
use longtail_server::simulator::carrier::{LOST, SILENT, SLOW, TWICE, UNORDERED};
use reqwest::StatusCode;
use sqlx::PgPool;

const POSTCODE: &str = "310000";

fn wanted(market: &Served, postcode: &str) -> NewLabel {
    NewLabel {
        parcel: market.ctx.new_id(),
        sender: "Cloud Ridge Tea".into(),
        from: "Hangzhou".into(),
        ship_to: PostalAddress {
            recipient: "Lin <Xiaoyu>".into(),
            phone: "+86 571 5550 0101".into(),
            country: "CN".into(),
            region: "Zhejiang".into(),
            city: "Ningbo".into(),
            line: "12 Willow Lane".into(),
            postcode: postcode.into(),
        },
        pieces: 2,
    }
}

/// A parcel that the market knows, and its label.
async fn labelled(market: &Served, postcode: &str) -> (ParcelId, Label) {
    let wanted = wanted(market, postcode);
    let label = market.ctx.carrier.label(&wanted).await.expect("a label");
    let again = market.ctx.carrier.label(&wanted).await.expect("the same");
    assert_eq!(label, again);
    write(market, wanted.parcel, &label).await;
    (wanted.parcel, label)
}

/// A parcel that is on its way, with an order around it.
async fn write(market: &Served, parcel: ParcelId, label: &Label) {
    let buyer = market.person("guest", &parcel.to_string()).await.account;
    sqlx::query(
        "with s as (insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
                    values ($1, $1::text, 'bazaar', 'open', 'Tea', 0, $3, $3)),
              c as (insert into checkouts (id, buyer_id, stage, currency, goods_minor, postage_minor, total_minor,
                                           email, ship_to, placed_at, reserved_until, paid_at)
                    values ($1, $2, 'paid', 'CNY', 100, 0, 100, 'lin@longtail.example', '{}', $3, $3, $3)),
              o as (insert into orders (id, number, checkout_id, shop_id, buyer_id, stage, currency, goods_minor,
                                        postage_minor, total_minor, commission_minor, placed_at, paid_at,
                                        first_sent_at, shipped_at, confirm_by)
                    values ($1, $1::text, $1, $1, $2, 'shipped', 'CNY', 100, 0, 100, 0, $3, $3, $3, $3, $3))
         insert into parcels (id, order_id, carrier, tracking_number, shipped_at, label_ref, label_url)
         values ($1, $1, $4, $5, $3, $5, $6)",
    )
    .bind(parcel.0)
    .bind(buyer.0)
    .bind(market.ctx.now())
    .bind(&label.carrier)
    .bind(&label.reference)
    .bind(&label.url)
    .execute(&market.ctx.db)
    .await
    .expect("a parcel");
}

/// Time passes, and the carrier works.
async fn later(market: &Served, by: Duration) {
    market.test.clock.advance(by);
    market.carrier.work().await.expect("the carrier works");
}

async fn standing(market: &Served, parcel: ParcelId) -> String {
    sqlx::query_scalar("select standing from parcels where id = $1")
        .bind(parcel.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a parcel")
}

async fn scans(market: &Served, parcel: ParcelId) -> Vec<String> {
    sqlx::query_scalar("select kind from parcel_scans where parcel_id = $1 order by at")
        .bind(parcel.0)
        .fetch_all(&market.ctx.db)
        .await
        .expect("scans")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn each_postcode_has_its_fate(db: PgPool) {
    let market = Served::new(db).await;
    let all = ["picked_up", "sorted", "out_for_delivery", "delivered"];
    let (usual, _) = labelled(&market, POSTCODE).await;
    let (lost, _) = labelled(&market, LOST).await;
    let (twice, _) = labelled(&market, TWICE).await;
    let (silent, label) = labelled(&market, SILENT).await;
    let (slow, _) = labelled(&market, SLOW).await;
    for _ in 0..4 {
        later(&market, Duration::seconds(2)).await;
    }
    assert_eq!(standing(&market, usual).await, "delivered");
    assert_eq!(scans(&market, usual).await, all);
    assert_eq!(standing(&market, lost).await, "lost");
    assert_eq!(scans(&market, twice).await, all, "each once");
    assert_eq!(standing(&market, silent).await, "sent", "no message came");
    let known = market.ctx.carrier.scans(&label.reference).await;
    assert_eq!(known.expect("scans").len(), 4, "but it answers");
    assert_eq!(standing(&market, slow).await, "sent");
    later(&market, Duration::days(4)).await;
    assert_eq!(standing(&market, slow).await, "delivered");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn messages_in_another_order_come_to_the_same(db: PgPool) {
    let market = Served::new(db).await;
    let (parcel, _) = labelled(&market, UNORDERED).await;
    later(&market, Duration::seconds(8)).await;
    assert_eq!(scans(&market, parcel).await, ["delivered"]);
    for _ in 0..4 {
        later(&market, Duration::seconds(10)).await;
    }
    assert_eq!(scans(&market, parcel).await.len(), 4);
    assert_eq!(standing(&market, parcel).await, "delivered");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn only_signed_messages_count(db: PgPool) {
    let market = Served::new(db).await;
    let (parcel, label) = labelled(&market, SILENT).await;
    let now = market.ctx.now();
    let message = serde_json::json!({ "created": now.timestamp(), "label": label.reference, "reference": parcel,
        "scan": { "id": "sc_1", "kind": ScanKind::Lost, "place": "", "at": now } });
    let body = message.to_string();
    for (secret, status, expected) in [
        ("a guess", StatusCode::BAD_REQUEST, "sent"),
        (SECRET, StatusCode::OK, "lost"),
        (SECRET, StatusCode::OK, "lost"),
    ] {
        let answer = market
            .post("/webhooks/carrier", &body)
            .header(SIGNATURE_HEADER, sign(secret, now, body.as_bytes()))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), status);
        assert_eq!(standing(&market, parcel).await, expected);
    }
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_label_is_for_whoever_knows_its_address(db: PgPool) {
    let market = Served::new(db).await;
    let (_, label) = labelled(&market, POSTCODE).await;
    let answer = market.get(&label.url).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let html = answer.text().await.expect("a page");
    assert!(html.contains("Lin &lt;Xiaoyu&gt;") && html.contains("<svg"));
    let (guessed, _) = label.url.rsplit_once('/').expect("an address with a key");
    let answer = market.get(&format!("{guessed}/0")).send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::NOT_FOUND);
    let answer = market
        .get(&format!("/simulator/carrier/v1/labels/{}", label.reference))
        .send()
        .await;
    assert_eq!(
        answer.expect("an answer").status(),
        StatusCode::UNAUTHORIZED
    );
}
