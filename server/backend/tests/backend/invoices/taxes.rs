//! Rates on a real Postgres: set by staff for days to come, and where they are missing.

use super::{bought, documents, legal, registered};
use crate::common::Market;
use longtail::{
    actor::Actor,
    money::{invoice::LegalForm, tax::RateForm},
};
use longtail_backend::{
    Failure, MIGRATIONS,
    money::{invoice::legal::save_legal, tax},
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
    };
    tax::add_rate(&market.ctx, &staff, &rate)
        .await
        .expect("set");
    assert!(gap("US").await.is_some(), "not in force yet");
    market.test.clock.advance(chrono::Duration::days(1));
    assert_eq!(gap("US").await, None);
}
