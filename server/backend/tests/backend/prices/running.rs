//! What the start page tells of what runs.

use super::*;
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::CampaignId,
    trade::{
        catalog::browse::HomePage,
        price::{CampaignForm, MakeCampaign},
    },
    when::{local_field, local_text},
};

async fn home(market: &Market) -> HomePage {
    browse::home_page(&market.ctx, &Looker::nobody())
        .await
        .expect("a home page")
}

/// The goods at an offer as they are told: whose, for how much, and how much before.
async fn reduced(market: &Market) -> Vec<(String, i64, Option<i64>)> {
    let cards = home(market).await.reduced.into_iter();
    cards
        .map(|card| {
            let was = card.was_price.map(|was| was.minor);
            (card.shop.slug, card.price.minor, was)
        })
        .collect()
}

fn told(slug: &str, price: i64, was: i64) -> (String, i64, Option<i64>) {
    (slug.to_owned(), price, Some(was))
}

async fn campaign(
    market: &Market,
    shop_share: &str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> CampaignId {
    let make = MakeCampaign {
        command: market.ctx.new_id(),
        form: CampaignForm {
            name_en: "Summer".into(),
            every: "200".into(),
            save: "30".into(),
            cap: "90".into(),
            shop_share: shop_share.into(),
            from: local_field(from),
            until: local_field(until),
            ..CampaignForm::default()
        },
    };
    price::make_campaign(&market.ctx, &Actor::System, &make)
        .await
        .expect("announced")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_start_page_tells_the_campaign_while_it_runs(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 10_000, 10).await;
    market.listing("cups", 5_000, 10).await;
    let (now, day) = (market.ctx.now(), Duration::days(1));
    let summer = campaign(&market, "40", now + day, now + day * 3).await;
    price::join_campaign(&market.ctx, &tea.owner, "tea", summer, true)
        .await
        .expect("joined");
    assert!(home(&market).await.campaign.is_none(), "it is ahead");
    market.test.clock.advance(day);
    let running = home(&market).await.campaign.expect("it runs");
    assert_eq!(
        (running.every.minor, running.save.minor),
        (20_000, 3_000),
        "every ¥200 save ¥30"
    );
    assert_eq!(running.cap.map(|cap| cap.minor), Some(9_000));
    assert_eq!(
        (running.name.en.as_str(), running.until),
        ("Summer", local_text(now + day * 3))
    );
    assert_eq!(running.shops, ["tea"], "who takes part");
    price::join_campaign(&market.ctx, &tea.owner, "tea", summer, false)
        .await
        .expect("left");
    let page = home(&market).await;
    assert!(page.campaign.is_none(), "it counts nowhere");
    market.test.clock.advance(day * 2);
    assert!(home(&market).await.campaign.is_none(), "it is over");

    let later = market.ctx.now();
    let winter = campaign(&market, "", later, later + day).await;
    let running = home(&market).await.campaign.expect("it runs");
    assert!(running.shops.is_empty(), "it counts everywhere");
    price::end_campaign(&market.ctx, &Actor::System, winter)
        .await
        .expect("ended");
    assert!(home(&market).await.campaign.is_none());
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_start_page_tells_what_is_cheaper_at_an_offer_that_runs(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 10_000, 10).await;
    let cups = market.listing("cups", 5_000, 10).await;
    let rugs = market.listing("rugs", 90_000, 0).await;
    let (now, day) = (market.ctx.now(), Duration::days(1));
    assert!(reduced(&market).await.is_empty());
    let running = offer(&market, &tea, "tea", "share", "20").await;
    offer(&market, &rugs, "rugs", "share", "50").await;
    let ahead = MakeOffer {
        command: market.ctx.new_id(),
        shop: "cups".into(),
        form: OfferForm {
            name_en: "For a day".into(),
            kind: "amount".into(),
            value: "20".into(),
            from: local_field(now + day),
            until: local_field(now + day * 2),
            ..OfferForm::default()
        },
    };
    price::make_offer(&market.ctx, &cups.owner, &ahead)
        .await
        .expect("made");
    // What is sold out is not told, and what is ahead is not yet.
    assert_eq!(reduced(&market).await, [told("tea", 8_000, 10_000)]);
    market.test.clock.advance(day);
    let both = [told("cups", 3_000, 5_000), told("tea", 8_000, 10_000)];
    assert_eq!(reduced(&market).await, both, "what saves most is first");
    market.test.clock.advance(day);
    assert_eq!(reduced(&market).await, [told("tea", 8_000, 10_000)]);
    price::end_offer(&market.ctx, &tea.owner, "tea", running)
        .await
        .expect("ended");
    assert!(reduced(&market).await.is_empty(), "it is over");
    // It costs no less than it did in the days before.
    offer(&market, &tea, "tea", "share", "20").await;
    assert!(reduced(&market).await.is_empty(), "the same again");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn offers_that_lower_nothing_hide_none_that_does(db: PgPool) {
    let market = Market::new(db).await;
    let mut shops = Vec::new();
    for n in 0..31 {
        let slug = format!("shop-{n}");
        let shop = market.listing(&slug, 10_000, 10).await;
        let first = offer(&market, &shop, &slug, "share", "50").await;
        shops.push((slug, shop, first));
    }
    market.test.clock.advance(Duration::days(1));
    for (slug, shop, first) in shops {
        price::end_offer(&market.ctx, &shop.owner, &slug, first)
            .await
            .expect("ended");
        // The same again: it costs no less than it did.
        offer(&market, &shop, &slug, "share", "50").await;
    }
    let tea = market.listing("tea", 10_000, 10).await;
    offer(&market, &tea, "tea", "share", "20").await;
    assert_eq!(reduced(&market).await, [told("tea", 8_000, 10_000)]);
}
