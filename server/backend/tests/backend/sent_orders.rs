//! The shop's side of orders on a real Postgres: sending many at once, and who works there and buys there.

use crate::{common::Market, low_stock::clerk};
use longtail::{
    id::OrderId,
    text::FieldIssue,
    trade::order::{
        CancelOrder, Canceller, OrderEvent, OrderStageName, OrderStep, Party, ShipOrders,
    },
};
use longtail_backend::{Failure, MIGRATIONS, trade::order};
use sqlx::PgPool;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn of_many_orders_those_that_cannot_be_sent_are_named(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 9).await;
    let mut orders = Vec::new();
    for _ in 0..4 {
        let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
        market.pay_by_card(&buyer, &placed).await;
        orders.push(placed.orders[0]);
    }
    let (fine, later, cancelled, sent) = (orders[0], orders[1], orders[2], orders[3]);
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order: cancelled,
        by: Party::Buyer,
    };
    order::cancel(&market.ctx, &buyer, &cancel)
        .await
        .expect("called off");
    market.ship(&tea.owner, sent).await;

    let field = |order: OrderId| format!("tracking[order-{order}]");
    let typed = |numbers: [&str; 4]| ShipOrders {
        command: market.ctx.new_id(),
        carrier: "Swift Post".into(),
        parcels: orders
            .iter()
            .copied()
            .zip(numbers.map(str::to_owned))
            .collect(),
    };
    let all = typed(["SP1", "", "SP3", "SP4"]);
    let Err(Failure::Invalid(issues)) = order::ship(&market.ctx, &tea.owner, &all).await else {
        panic!("two cannot be sent");
    };
    assert_eq!(issues.0.len(), 2, "{issues:?}");
    for (order, word) in [(cancelled, "cancelled"), (sent, "shipped")] {
        let Some(FieldIssue::Other { text }) = issues.get(&field(order)) else {
            panic!("no word of what was {word}: {issues:?}");
        };
        assert!(text.en.contains(word), "{}", text.en);
    }
    assert_eq!(market.stage(&buyer, fine).await, OrderStageName::ToShip);

    let none = typed(["", " ", "", ""]);
    let Err(Failure::Invalid(issues)) = order::ship(&market.ctx, &tea.owner, &none).await else {
        panic!("one at least goes out");
    };
    assert_eq!(issues.get(&field(fine)), Some(&FieldIssue::Missing));

    let one = typed(["SP1", " ", "", ""]);
    let answer = order::ship(&market.ctx, &tea.owner, &one).await;
    assert_eq!(answer.expect("shipped"), [fine]);
    assert_eq!(market.stage(&buyer, fine).await, OrderStageName::Shipped);
    assert_eq!(market.stage(&buyer, later).await, OrderStageName::ToShip);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn who_buys_where_they_work_is_the_buyer_or_the_shop_as_they_ask(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 3).await;
    let clerk = clerk(&market, &tea).await;
    let placed = market.place(&clerk, &[(tea.variant, 1)]).await;
    market.pay_by_card(&clerk, &placed).await;
    let order = placed.orders[0];
    let bought = order::order_page(&market.ctx, &clerk, order)
        .await
        .expect("a page");
    assert!(bought.viewer_is_buyer);
    assert!(bought.commission.is_none() && bought.email.is_some());
    let office = order::shop_orders(&market.ctx, &clerk, "tea", &[order])
        .await
        .expect("a page");
    let sold = &office.orders[0];
    assert!(!sold.viewer_is_buyer);
    assert!(sold.commission.is_some() && sold.email.is_none());
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order,
        by: sold.viewer(),
    };
    order::cancel(&market.ctx, &clerk, &cancel)
        .await
        .expect("called off");
    let page = order::order_page(&market.ctx, &clerk, order)
        .await
        .expect("a page");
    let by_shop = |step: &OrderStep| {
        matches!(
            step.event,
            OrderEvent::Cancelled {
                by: Canceller::Shop,
                ..
            }
        )
    };
    assert!(page.steps.iter().any(by_shop), "{:?}", page.steps);
    market.audit_is_clean().await;
}
