//! Prices without tax on a real Postgres: added by where the goods go, agreed to, frozen, invoiced,
//! and given back with what it was added to.

use super::{NUMBER, documents, legal, registered};
use crate::{
    common::{Listing, Market, address},
    refunds::{Wish, refund},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::OrderId,
    money::{BasisPoints, Money, invoice::Kind, ledger::Holder, tax::RateForm},
    trade::{
        checkout::{Agreed, CheckoutError, PlaceCheckout},
        order::ConfirmReceipt,
        shipping::{PostalAddress, region::Place},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    money::{invoice::legal::save_legal, ledger, tax},
    trade::{cart, checkout, order},
};
use sqlx::PgPool;

async fn staff(market: &Market) -> Actor {
    Actor::Staff {
        account: market.member("Staff").await.account().expect("an account"),
    }
}

/// Prices of what goes to Japan are without tax, which is 10 % there.
async fn japan_on_top(market: &Market, staff: &Actor) {
    tax::set_on_top(&market.ctx, staff, "JP", true)
        .await
        .expect("set");
}

fn japan() -> Place {
    Place {
        country: "JP".into(),
        region: String::new(),
    }
}

fn america(state: &str) -> Place {
    Place {
        country: "US".into(),
        region: state.into(),
    }
}

/// The form that would send so many pieces to Japan, at the total that is told for there.
async fn form_to_japan(
    market: &Market,
    buyer: &Actor,
    tea: &Listing,
    pieces: u32,
) -> PlaceCheckout {
    let form = market.fill(buyer, &[(tea.variant, pieces)]).await;
    let there = checkout::checkout_form_to(&market.ctx, buyer, Some(japan()))
        .await
        .expect("a form");
    PlaceCheckout {
        ship_to: PostalAddress {
            country: "JP".into(),
            ..address()
        },
        agreed_total_minor: there.cart.total.minor,
        agreed: Some(Agreed::of_cart(&there.cart)),
        ..form
    }
}

async fn balance(market: &Market, holder: Holder) -> i64 {
    let mut db = market.ctx.db.acquire().await.expect("a connection");
    ledger::balance(&mut db, holder, market.ctx.settings.currency)
        .await
        .expect("a balance")
        .minor
}

/// What was added, by rate.
fn told(taxes: &[longtail::trade::price::AddedTax]) -> Vec<(u16, i64)> {
    taxes
        .iter()
        .map(|added| (added.rate.0, added.tax.minor))
        .collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_added_is_agreed_to_invoiced_and_given_back(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let staff = staff(&market).await;
    japan_on_top(&market, &staff).await;

    // Two pieces at ¥113 and ¥10 of postage, and a tenth of all that.
    let form = form_to_japan(&market, &buyer, &tea, 2).await;
    assert_eq!(form.agreed_total_minor, 25_960);
    let here = cart::cart_page(&market.ctx, &buyer).await.expect("a cart");
    assert_eq!((here.total.minor, here.taxes.len()), (23_600, 0));
    assert!(here.includes_tax);
    let stale = PlaceCheckout {
        command: market.ctx.new_id(),
        agreed_total_minor: here.total.minor,
        ..form.clone()
    };
    let refused = checkout::place(&market.ctx, &buyer, &stale).await;
    let money = |minor| Money::new(minor, here.total.currency);
    let (seen, now) = (money(23_600), money(25_960));
    match refused {
        Err(Failure::Refused(told)) => {
            let differences = Vec::new();
            assert_eq!(
                told,
                CheckoutError::TotalChanged {
                    seen,
                    now,
                    differences
                }
            );
        }
        other => panic!("it has changed: {other:?}"),
    }
    let placed = checkout::place(&market.ctx, &buyer, &form)
        .await
        .expect("placed");
    let page = checkout::checkout_page(&market.ctx, &buyer, placed.checkout)
        .await
        .expect("a page");
    let sums = (page.goods.minor, page.off.minor, page.postage.minor);
    assert_eq!((sums, page.total.minor), ((22_600, 0, 1_000), 25_960));
    assert_eq!(told(&page.taxes), [(1_000, 2_360)]);
    assert!(!page.includes_tax, "it was added");

    market.pay_by_card(&buyer, &placed).await;
    let order = market.order_at(&placed, tea.shop).await;
    let view = order::order_page(&market.ctx, &tea.owner, order)
        .await
        .expect("a page");
    assert_eq!((view.goods.minor, view.postage.minor), (22_600, 1_000));
    assert_eq!(told(&view.taxes), [(1_000, 2_360)]);
    assert_eq!(view.held.minor, 25_960);
    let commission = view.commission.map(|money| money.minor);
    assert_eq!(commission, Some(226), "of the price without tax");
    let shown = documents(&market, &buyer, order).await;
    assert_eq!(
        (shown[0].head.total.minor, shown[0].tax.minor),
        (25_960, 2_360)
    );
    market.audit_is_clean().await;

    // His usual place is known by now.
    let there = cart::cart_page(&market.ctx, &buyer).await.expect("a cart");
    assert_eq!(there.place.country, "JP");

    let wish = Wish {
        pieces: 1,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish)
        .await
        .expect("one of two");
    let shown = documents(&market, &buyer, order).await;
    assert_eq!(shown[1].head.kind, Kind::CreditNote);
    assert_eq!(
        (shown[1].head.total.minor, shown[1].tax.minor),
        (12_430, 1_130)
    );
    market.ship(&tea.owner, order).await;
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order,
    };
    order::confirm(&market.ctx, &buyer, &receipt)
        .await
        .expect("confirmed");
    let earned = balance(&market, Holder::ShopBalance(tea.shop)).await;
    assert_eq!(earned, 12_430 + 1_100 - 113, "tax is the shop's to hand on");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_order_keeps_the_tax_that_it_was_placed_with(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let staff = staff(&market).await;
    japan_on_top(&market, &staff).await;
    let form = form_to_japan(&market, &buyer, &tea, 1).await;
    let placed = checkout::place(&market.ctx, &buyer, &form)
        .await
        .expect("placed");
    // Before it is paid, prices there come to include tax, and the shop is no longer registered.
    tax::set_on_top(&market.ctx, &staff, "JP", false)
        .await
        .expect("set");
    save_legal(&market.ctx, &tea.owner, tea.shop, &legal(""))
        .await
        .expect("no longer registered");
    market.pay_by_card(&buyer, &placed).await;
    let order = market.order_at(&placed, tea.shop).await;
    let shown = documents(&market, &buyer, order).await;
    assert_eq!(
        (shown[0].head.total.minor, shown[0].tax.minor),
        (13_310, 1_210)
    );
    assert_eq!(shown[0].lines[0].rate, BasisPoints(1_000));
    assert!(shown[0].is_taxed());

    // Nobody who is not registered adds anything.
    tax::set_on_top(&market.ctx, &staff, "JP", true)
        .await
        .expect("set");
    let form = form_to_japan(&market, &buyer, &tea, 1).await;
    assert_eq!(form.agreed_total_minor, 12_100);
    let placed = checkout::place(&market.ctx, &buyer, &form)
        .await
        .expect("placed");
    market.pay_by_card(&buyer, &placed).await;
    let untaxed = market.order_at(&placed, tea.shop).await;
    assert_eq!(documents(&market, &buyer, untaxed).await[0].tax.minor, 0);

    // Nor does who is by the time of payment: nobody was asked for it.
    let form = form_to_japan(&market, &buyer, &tea, 1).await;
    let placed = checkout::place(&market.ctx, &buyer, &form)
        .await
        .expect("placed");
    save_legal(&market.ctx, &tea.owner, tea.shop, &legal(NUMBER))
        .await
        .expect("registered");
    market.pay_by_card(&buyer, &placed).await;
    let before = market.order_at(&placed, tea.shop).await;
    let shown = documents(&market, &buyer, before).await;
    assert_eq!((shown[0].head.total.minor, shown[0].tax.minor), (12_100, 0));
    market.audit_is_clean().await;

    tamper(&market, order).await;
    let broken = market.broken_proofs().await;
    assert!(
        broken.iter().any(|proof| proof == "added_tax"),
        "{broken:?}"
    );
}

/// One unit of tax too much on the only line of an order.
async fn tamper(market: &Market, order: OrderId) {
    sqlx::query(
        "update order_lines set tax_added_minor = tax_added_minor + 1, goods_minor = goods_minor + 1
         where order_id = $1",
    )
    .bind(order.0)
    .execute(&market.ctx.db)
    .await
    .expect("tampered");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn goods_of_a_reduced_class_have_their_own_rate_and_staff_alone_say_where(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let staff = staff(&market).await;
    let denied = tax::set_on_top(&market.ctx, &tea.owner, "JP", true).await;
    assert!(matches!(denied, Err(Failure::NotFound)));
    let nowhere = tax::set_on_top(&market.ctx, &staff, "Atlantis", true).await;
    assert!(matches!(nowhere, Err(Failure::Invalid(_))));
    japan_on_top(&market, &staff).await;
    let page = tax::tax_page(&market.ctx, &staff).await.expect("a page");
    assert_eq!(page.on_top, ["CA", "JP", "US"]);
    let category = page.categories[0].id;
    tax::set_class(&market.ctx, &staff, category, "reduced".parse().ok())
        .await
        .expect("set");
    // 8 % of ¥113 and ¥8.
    let form = form_to_japan(&market, &buyer, &tea, 1).await;
    assert_eq!(form.agreed_total_minor, 12_100 + 968);
    let there = cart::cart_to(&market.ctx, &buyer, america(""))
        .await
        .expect("a cart");
    assert_eq!(
        (there.total.minor, there.taxes.len()),
        (12_100, 0),
        "no rate"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_state_adds_its_own_rate_and_an_order_keeps_it(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let staff = staff(&market).await;
    for (rate, from) in [("7.25", "2026-03-02"), ("8", "2026-03-03")] {
        let form = RateForm {
            country: "US".into(),
            region: "California".into(),
            class: "standard".into(),
            rate: rate.into(),
            from: from.into(),
        };
        tax::add_rate(&market.ctx, &staff, &form)
            .await
            .expect("set");
    }
    // Five minutes before the market's third of March.
    market.test.clock.advance(Duration::minutes(27 * 60 + 55));

    // Tea at ¥113 and ¥8 of postage.
    let form = market.fill(&buyer, &[(tea.variant, 1)]).await;
    let to = async |state: &str| {
        let cart = cart::cart_to(&market.ctx, &buyer, america(state)).await;
        let cart = cart.expect("a cart");
        (cart.total.minor, told(&cart.taxes))
    };
    for state in ["CA", "California"] {
        assert_eq!(to(state).await, (12_977, vec![(725, 877)]), "{state}");
    }
    for state in ["Texas", ""] {
        assert_eq!(to(state).await, (12_100, vec![]), "no rate: {state}");
    }
    let order_to = |state: &str| PlaceCheckout {
        command: market.ctx.new_id(),
        ship_to: PostalAddress {
            country: "US".into(),
            region: state.into(),
            ..address()
        },
        agreed_total_minor: 12_977,
        ..form.clone()
    };
    let elsewhere = checkout::place(&market.ctx, &buyer, &order_to("TX")).await;
    assert!(matches!(
        elsewhere,
        Err(Failure::Refused(CheckoutError::TotalChanged { .. }))
    ));
    let placed = checkout::place(&market.ctx, &buyer, &order_to("CA"))
        .await
        .expect("placed");

    market.test.clock.advance(Duration::minutes(10));
    market.pay_by_card(&buyer, &placed).await;
    let order = market.order_at(&placed, tea.shop).await;
    let wish = Wish {
        goods: "5".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish).await.expect("refunded");
    let shown = documents(&market, &buyer, order).await;
    let kinds: Vec<Kind> = shown.iter().map(|view| view.head.kind).collect();
    assert_eq!(kinds, [Kind::Invoice, Kind::CreditNote]);
    assert_eq!(
        (shown[0].head.total.minor, shown[0].tax.minor),
        (12_977, 877)
    );
    let mut lines = shown.iter().flat_map(|view| &view.lines);
    assert!(lines.all(|line| line.rate == BasisPoints(725)));

    market.fill(&buyer, &[(tea.variant, 1)]).await;
    assert_eq!(to("CA").await, (13_068, vec![(800, 968)]));
    market.audit_is_clean().await;
}
