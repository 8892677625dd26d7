//! Rates on a real Postgres: set by staff for days to come, and where they are missing.

use super::{bought, documents, legal, registered};
use crate::common::{Listing, Market, address};
use longtail::{
    actor::Actor,
    money::{
        invoice::LegalForm,
        tax::{RateForm, TaxClass},
    },
    text::FieldIssue,
    trade::{checkout::PlaceCheckout, shipping::PostalAddress},
};
use longtail_backend::{
    Failure, MIGRATIONS,
    money::{invoice::legal::save_legal, tax},
    trade::checkout,
};
use sqlx::PgPool;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn staff_set_rates_for_days_to_come(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let staff = Actor::Staff {
        account: market.member("Staff").await.account().expect("an account"),
    };
    let form = |from: &str, rate: &str| RateForm {
        country: "CN".into(),
        class: "reduced".into(),
        rate: rate.into(),
        from: from.into(),
        ..RateForm::default()
    };
    let today = tax::add_rate(&market.ctx, &staff, &form("2026-03-01", "6")).await;
    assert!(
        matches!(today, Err(Failure::Invalid(_))),
        "in force already"
    );
    tax::add_rate(&market.ctx, &staff, &form("2026-03-02", "6"))
        .await
        .expect("set");
    let twice = tax::add_rate(&market.ctx, &staff, &form("2026-03-02", "7")).await;
    assert!(matches!(twice, Err(Failure::Invalid(_))));
    let denied = tax::add_rate(&market.ctx, &tea.owner, &form("2026-03-03", "6")).await;
    assert!(matches!(denied, Err(Failure::NotFound)));

    let page = tax::tax_page(&market.ctx, &staff).await.expect("a page");
    let category = page.categories[0].id;
    tax::set_class(&market.ctx, &staff, category, "reduced".parse().ok())
        .await
        .expect("set");
    let buyer = market.member("Lin").await;
    let order = bought(&market, &buyer, &tea, 1).await;
    assert_eq!(
        documents(&market, &buyer, order).await[0].lines[0].rate.0,
        900
    );
    market.test.clock.advance(chrono::Duration::days(1));
    let order = bought(&market, &buyer, &tea, 1).await;
    assert_eq!(
        documents(&market, &buyer, order).await[0].lines[0].rate.0,
        600
    );
    market.audit_is_clean().await;
}

/// At which rate a piece is invoiced that goes to a province.
async fn rate_in(market: &Market, buyer: &Actor, tea: &Listing, region: &str) -> u16 {
    let form = PlaceCheckout {
        ship_to: PostalAddress {
            region: region.into(),
            ..address()
        },
        ..market.fill(buyer, &[(tea.variant, 1)]).await
    };
    let placed = checkout::place(&market.ctx, buyer, &form)
        .await
        .expect("placed");
    market.pay_by_card(buyer, &placed).await;
    let order = market.order_at(&placed, tea.shop).await;
    documents(market, buyer, order).await[0].lines[0].rate.0
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_province_with_a_rate_of_its_own_has_that_one(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let staff = Actor::Staff {
        account: market.member("Staff").await.account().expect("an account"),
    };
    let (ctx, staff) = (&market.ctx, &staff);
    let form = |region: &str, rate: &str| RateForm {
        country: "CN".into(),
        region: region.into(),
        class: "standard".into(),
        rate: rate.into(),
        from: "2026-03-02".into(),
    };
    for (region, rate) in [("浙江省", "6"), ("Tibet", "3"), ("Yunnan", "4"), ("", "12")] {
        tax::add_rate(ctx, staff, &form(region, rate))
            .await
            .expect("set");
    }
    for region in ["浙江省", " Zhejiang Province"] {
        let twice = tax::add_rate(ctx, staff, &form(region, "7")).await;
        let Err(Failure::Invalid(issues)) = twice else {
            panic!("{region} has one from that day")
        };
        assert_eq!(issues.get("from"), Some(&FieldIssue::AlreadyTaken));
    }
    let page = tax::tax_page(ctx, staff).await.expect("a page");
    let regions: Vec<&str> = page
        .rates
        .iter()
        .filter(|rate| !rate.region.is_empty())
        .map(|rate| rate.region.as_str())
        .collect();
    assert_eq!(regions, ["Tibet", "Yunnan", "浙江省"]);

    let day = "2026-03-02".parse().expect("a day");
    let take_back = async |region: &str| {
        tax::drop_rate(ctx, staff, "CN", region, TaxClass::Standard, day).await
    };
    take_back("Yunnan").await.expect("taken back");
    assert_eq!(rate_in(&market, &buyer, &tea, "Zhejiang").await, 1_300);
    market.test.clock.advance(chrono::Duration::days(1));
    let late = take_back("浙江省").await;
    assert!(matches!(late, Err(Failure::NotFound)), "in force");
    for (region, rate) in [
        ("Zhejiang", 600),
        ("浙江", 600),
        ("西藏自治区", 300),
        ("Yunnan", 1_200),
        ("Jiangsu", 1_200),
        ("", 1_200),
    ] {
        let found = rate_in(&market, &buyer, &tea, region).await;
        assert_eq!(found, rate, "{region}");
    }
    let category = page.categories[0].id;
    tax::set_class(ctx, staff, category, Some(TaxClass::Reduced))
        .await
        .expect("set");
    assert_eq!(rate_in(&market, &buyer, &tea, "Zhejiang").await, 600);
    assert_eq!(rate_in(&market, &buyer, &tea, "Jiangsu").await, 900);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn countries_without_a_rate_are_shown_until_one_is_set(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let staff = Actor::Staff {
        account: market.member("Staff").await.account().expect("an account"),
    };
    let american = LegalForm {
        legal_country: "US".into(),
        ..legal("")
    };
    save_legal(&market.ctx, &tea.owner, tea.shop, &american)
        .await
        .expect("named");
    let gap = async |code: &str| {
        let page = tax::tax_page(&market.ctx, &staff).await.expect("a page");
        let gap = page.gaps.into_iter().find(|gap| gap.country == code);
        gap.map(|gap| (gap.is_sent_to, gap.has_sellers))
    };
    // Its plain terms hold everywhere.
    assert_eq!(gap("US").await, Some((true, true)));
    assert_eq!(gap("CA").await, Some((true, false)));
    for known in ["CN", "DE", "HR", "CH", "HK"] {
        assert_eq!(gap(known).await, None, "{known}");
    }
    let rate = RateForm {
        country: "US".into(),
        class: "standard".into(),
        rate: "7".into(),
        from: "2026-03-02".into(),
        ..RateForm::default()
    };
    tax::add_rate(&market.ctx, &staff, &rate)
        .await
        .expect("set");
    assert!(gap("US").await.is_some(), "not in force yet");
    market.test.clock.advance(chrono::Duration::days(1));
    assert_eq!(gap("US").await, None);
}
