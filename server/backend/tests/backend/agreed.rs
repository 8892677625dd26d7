//! What a buyer was shown is what is ordered, thing by thing, and not only at the same total.

use crate::common::Market;
use longtail::{
    actor::Actor,
    money::Money,
    text::Bilingual,
    trade::checkout::{Agreed, CheckoutError, Difference, PlaceCheckout},
};
use longtail_backend::{
    Failure, MIGRATIONS,
    trade::{cart, checkout},
};
use sqlx::PgPool;

/// The form as a page sends it.
async fn form(market: &Market, buyer: &Actor) -> PlaceCheckout {
    let shown = checkout::checkout_form(&market.ctx, buyer)
        .await
        .expect("a form");
    PlaceCheckout {
        agreed: Some(Agreed::of_cart(&shown.cart)),
        ..market.form(buyer).await
    }
}

/// What is told, where the total is as it was.
async fn told(market: &Market, buyer: &Actor, cmd: &PlaceCheckout) -> Vec<Difference> {
    let refused = checkout::place(&market.ctx, buyer, cmd).await;
    let Err(Failure::Refused(CheckoutError::TotalChanged {
        seen,
        now,
        differences,
    })) = &refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!((seen, now.minor), (now, cmd.agreed_total_minor));
    differences.clone()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn other_goods_at_the_same_total_are_told_and_asked_about(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 5).await;
    let cups = market.listing("cups", 6_800, 5).await;
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    let cmd = form(&market, &buyer).await;
    // In another tab.
    cart::set_quantity(&market.ctx, &buyer, tea.variant, 0)
        .await
        .expect("taken out");
    market.fill(&buyer, &[(cups.variant, 1)]).await;

    let money = |minor| Money::new(minor, market.ctx.settings.currency);
    let cups_name = Bilingual::new("cups", "");
    let expected = [
        Difference::Added {
            what: cups_name.clone(),
            quantity: 1,
            sum: money(6_800),
        },
        Difference::Postage {
            shop: cups_name,
            seen: money(0),
            now: money(800),
        },
        Difference::Gone { sum: money(6_800) },
    ];
    assert_eq!(told(&market, &buyer, &cmd).await, expected);
    assert_eq!(market.available(cups.variant).await, 5);

    // Asked again, and agreed to. The refused command can still be carried out.
    let agreed = PlaceCheckout {
        command: cmd.command,
        ..form(&market, &buyer).await
    };
    let placed = checkout::place(&market.ctx, &buyer, &agreed)
        .await
        .expect("placed");
    market.order_at(&placed, cups.shop).await;
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn prices_that_cancel_out_are_told(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 5).await;
    let cups = market.listing("cups", 3_990, 5).await;
    market
        .fill(&buyer, &[(tea.variant, 1), (cups.variant, 1)])
        .await;
    let cmd = form(&market, &buyer).await;
    for (variant, change) in [(tea.variant, 100_i64), (cups.variant, -100)] {
        sqlx::query("update variants set price_minor = price_minor + $2 where id = $1")
            .bind(variant.0)
            .bind(change)
            .execute(&market.ctx.db)
            .await
            .expect("another price");
    }

    let differences = told(&market, &buyer, &cmd).await;
    assert_eq!(differences.len(), 2, "{differences:?}");
    let money = |minor| Money::new(minor, market.ctx.settings.currency);
    for (name, seen, now) in [("tea", 6_800, 6_900), ("cups", 3_990, 3_890)] {
        let one = Difference::Price {
            what: Bilingual::new(name, ""),
            seen: money(seen),
            now: money(now),
        };
        assert!(differences.contains(&one), "{differences:?}");
    }
    // Who tells the total alone has agreed to that.
    let total_alone = PlaceCheckout {
        agreed: None,
        ..cmd
    };
    checkout::place(&market.ctx, &buyer, &total_alone)
        .await
        .expect("placed");
    market.audit_is_clean().await;
}
