//! The rest of an order whose shop fell silent, called off by its buyer.

use super::*;
use crate::low_stock::clerk;
use chrono::Duration;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_buyer_calls_off_what_a_silent_shop_does_not_send(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let clerk = clerk(&market, &tea).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    let refused = call_off_rest(&market, &buyer, order).await;
    assert!(
        matches!(refused, Err(Failure::Refused(OrderError::NotShipped))),
        "it is called off as a whole"
    );
    assert!(view(&market, &buyer, order).await.rest.is_none());

    ship(&market, &tea, order, Some(1)).await.expect("a part");
    let from = market.ctx.now() + Duration::days(10);
    market.test.clock.set(from - Duration::seconds(1));
    let refused = call_off_rest(&market, &buyer, order).await;
    let Err(Failure::Refused(OrderError::RestNotYet { from: told_from })) = refused else {
        panic!("too early, not {refused:?}");
    };
    assert_eq!(told_from, from);
    let rest = view(&market, &buyer, order).await.rest.expect("a rest");
    assert!(!rest.is_due);
    // Two of three pieces, and their part of the postage.
    assert_eq!((rest.amount.minor, rest.from), (6_666 + 800, from));

    market.test.clock.set(from);
    let other = market.member("Mo").await;
    for stranger in [&other, &clerk, &tea.owner] {
        let refused = call_off_rest(&market, stranger, order).await;
        assert!(matches!(refused, Err(Failure::NotFound)));
    }
    assert!(view(&market, &tea.owner, order).await.rest.is_none());
    let rest = view(&market, &buyer, order).await.rest.expect("a rest");
    assert!(rest.is_due);
    let cmd = CallOffRest {
        command: market.ctx.new_id(),
        order,
    };
    for _ in 0..2 {
        let answer = order::call_off_rest(&market.ctx, &buyer, &cmd).await;
        assert_eq!(answer.expect("called off"), order, "the same answer again");
    }
    market.audit_is_clean().await;

    let page = view(&market, &buyer, order).await;
    let OrderStage::Shipped { confirm_by, .. } = page.summary.stage else {
        panic!("shipped, not {:?}", page.summary.stage);
    };
    assert_eq!(confirm_by, from + Duration::days(10));
    assert_eq!(page.refunded, rest.amount);
    assert_eq!(page.held.minor, 3_333 + 400);
    assert_eq!(page.refunds.len(), 1, "once");
    assert_eq!(market.available(tea.variant).await, 9);
    assert!(page.rest.is_none());
    assert!(
        page.steps
            .iter()
            .any(|step| step.event == OrderEvent::RestNotSent)
    );
    let notices = told(&market, &buyer).await;
    let refunded = |notice: &&Notice| matches!(notice, Notice::OrderRefunded { .. });
    let notice = notices.iter().find(refunded).expect("told");
    assert!(notice.headline(Lang::En).contains("You called off"));
    for person in [&clerk, &tea.owner] {
        let notices = told(&market, person).await;
        let called_off = |notice: &&Notice| {
            matches!(
                notice,
                Notice::RestCalledOff { amount, .. } if *amount == rest.amount
            )
        };
        assert_eq!(notices.iter().filter(called_off).count(), 1);
    }
    for refused in [
        call_off_rest(&market, &buyer, order).await.err(),
        ship(&market, &tea, order, None).await.err(),
    ] {
        assert!(matches!(
            refused,
            Some(Failure::Refused(OrderError::AlreadyShipped))
        ));
    }

    market.test.clock.set(confirm_by);
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    let refused = call_off_rest(&market, &buyer, order).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::Completed))
    ));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn of_a_buyer_and_a_shop_that_wakes_up_one_has_the_rest(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    ship(&market, &tea, order, Some(1)).await.expect("a part");
    market.test.clock.advance(Duration::days(10));
    let last = parcel(&market, &tea, order, None).await;
    let (called_off, sent) = tokio::join!(
        call_off_rest(&market, &buyer, order),
        shipping::ship_parcel(&market.ctx, &tea.owner, &last),
    );
    assert_ne!(called_off.is_ok(), sent.is_ok(), "{called_off:?} {sent:?}");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Shipped);
    market.audit_is_clean().await;
}
