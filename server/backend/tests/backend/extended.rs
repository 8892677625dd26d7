//! More time to confirm on a real Postgres: once, by either side, and the clock keeps to it.

use crate::{
    common::{Listing, Market},
    low_stock::clerk,
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::Actor,
    id::OrderId,
    platform::notification::Notice,
    text::Lang,
    trade::order::{
        ExtendReceipt, Extender, OrderError, OrderEvent, OrderStage, OrderStageName, Party,
    },
};
use longtail_backend::{Failure, MIGRATIONS, jobs, platform::notification::notices, trade::order};
use sqlx::PgPool;

/// A paid order of one piece.
async fn bought(market: &Market, buyer: &Actor, tea: &Listing) -> OrderId {
    let placed = market.place(buyer, &[(tea.variant, 1)]).await;
    market.pay_by_card(buyer, &placed).await;
    market.order_at(&placed, tea.shop).await
}

fn command(market: &Market, order: OrderId, by: Party) -> ExtendReceipt {
    ExtendReceipt {
        command: market.ctx.new_id(),
        order,
        by,
    }
}

async fn extend(
    market: &Market,
    actor: &Actor,
    order: OrderId,
    by: Party,
) -> Result<OrderId, Failure<OrderError>> {
    order::extend(&market.ctx, actor, &command(market, order, by)).await
}

async fn confirm_by(market: &Market, buyer: &Actor, order: OrderId) -> DateTime<Utc> {
    let page = order::order_page(&market.ctx, buyer, order)
        .await
        .expect("a page");
    let OrderStage::Shipped { confirm_by, .. } = page.summary.stage else {
        panic!("shipped, not {:?}", page.summary.stage);
    };
    confirm_by
}

/// Whom a person was told to have asked for more time, as often as they were told.
async fn told(market: &Market, person: &Actor) -> Vec<Extender> {
    let notices = notices(&market.ctx, person).await.expect("notices");
    let by = |notice: Notice| match notice {
        Notice::OrderExtended { by, .. } => Some(by),
        _ => None,
    };
    let notices = notices.into_iter().map(|view| view.notice);
    notices.filter_map(by).collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_buyer_extends_once_and_the_clock_confirms_three_days_later(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let clerk = clerk(&market, &tea).await;
    let order = bought(&market, &buyer, &tea).await;
    market.ship(&tea.owner, order).await;
    let first = confirm_by(&market, &buyer, order).await;

    market.test.clock.advance(Duration::days(9));
    let cmd = command(&market, order, Party::Buyer);
    for _ in 0..2 {
        let answer = order::extend(&market.ctx, &buyer, &cmd).await;
        assert_eq!(answer.expect("extended"), order, "the same answer again");
    }
    let then = first + Duration::days(3);
    assert_eq!(confirm_by(&market, &buyer, order).await, then);
    for (again, by) in [(&buyer, Party::Buyer), (&tea.owner, Party::Shop)] {
        let refused = extend(&market, again, order, by).await;
        assert!(matches!(
            refused,
            Err(Failure::Refused(OrderError::AlreadyExtended))
        ));
    }
    for person in [&tea.owner, &clerk] {
        assert_eq!(told(&market, person).await, [Extender::Buyer]);
    }
    assert!(told(&market, &buyer).await.is_empty(), "they asked for it");
    market.audit_is_clean().await;

    for early in [first, then - Duration::seconds(1)] {
        market.test.clock.set(early);
        jobs::run_due(&market.ctx).await.expect("jobs run");
        assert_eq!(market.stage(&buyer, order).await, OrderStageName::Shipped);
    }
    let letters = market.test.mail.letters();
    let letter = letters
        .iter()
        .find(|letter| letter.subject.contains("takes 3 more days"));
    assert!(letter.is_some_and(|letter| letter.body.contains("/back-office/tea/orders/")));
    market.test.clock.set(then);
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    market.audit_is_clean().await;

    let kept: (Option<String>, bool) =
        sqlx::query_as("select extended_by, extended_at < completed_at from orders where id = $1")
            .bind(order.0)
            .fetch_one(&market.ctx.db)
            .await
            .expect("an order");
    assert_eq!(kept, (Some("buyer".to_owned()), true), "who and when stays");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_clerk_of_the_shop_extends_and_nobody_else(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let clay = market.listing("clay", 500, 10).await;
    let clerk = clerk(&market, &tea).await;
    let order = bought(&market, &buyer, &tea).await;
    let refused = extend(&market, &clerk, order, Party::Shop).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::NotShipped))
    ));
    market.ship(&tea.owner, order).await;
    for stranger in [&clay.owner, &market.member("Mo").await] {
        let refused = extend(&market, stranger, order, Party::Shop).await;
        assert!(matches!(refused, Err(Failure::NotFound)));
    }
    extend(&market, &clerk, order, Party::Shop)
        .await
        .expect("extended");
    assert_eq!(told(&market, &buyer).await, [Extender::Shop]);
    assert!(told(&market, &tea.owner).await.is_empty());
    let page = order::order_page(&market.ctx, &buyer, order)
        .await
        .expect("a page");
    let step = page.steps.last().expect("a step");
    assert!(matches!(
        step.event,
        OrderEvent::Extended {
            by: Extender::Shop,
            ..
        }
    ));
    let notices = notices(&market.ctx, &buyer).await.expect("notices");
    let notice = notices
        .iter()
        .find(|view| matches!(view.notice, Notice::OrderExtended { .. }))
        .expect("told");
    assert_eq!(notice.link, format!("/orders/{order}"));
    assert!(notice.notice.headline(Lang::Zh).contains("延长收货 3 天"));
    // Whatever the code believes, the database does not.
    let twice = sqlx::query(
        "insert into order_events (order_id, kind, actor, at)
         select id, 'extended', 'system', shipped_at from orders where id = $1",
    )
    .bind(order.0)
    .execute(&market.ctx.db)
    .await;
    let error = twice.expect_err("once").to_string();
    assert!(error.contains("order_events_extended_once"), "{error}");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nobody_extends_when_the_time_is_over(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea).await;
    market.ship(&tea.owner, order).await;
    // The clock's job has not come yet.
    let by = confirm_by(&market, &buyer, order).await;
    market.test.clock.set(by);
    let refused = extend(&market, &buyer, order, Party::Buyer).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::TooLate))
    ));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let refused = extend(&market, &buyer, order, Party::Buyer).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::Completed))
    ));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn of_two_who_extend_at_once_one_does(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea).await;
    market.ship(&tea.owner, order).await;
    let first = confirm_by(&market, &buyer, order).await;
    let (one, two) = tokio::join!(
        extend(&market, &buyer, order, Party::Buyer),
        extend(&market, &tea.owner, order, Party::Shop),
    );
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    let then = confirm_by(&market, &buyer, order).await;
    assert_eq!(then, first + Duration::days(3));
}
