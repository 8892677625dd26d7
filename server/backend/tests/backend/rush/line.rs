//! More than there are places for: who is told to come again, and when they are let in.

use super::*;
use longtail_backend::trade::checkout::Tills;

/// How many are told to be before somebody, where they are to come again.
fn ahead(outcome: &Outcome) -> Option<u32> {
    match outcome {
        Err(Failure::Refused(CheckoutError::Busy { ahead })) => *ahead,
        _ => None,
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_full_line_is_told_at_once_and_the_same_form_goes_through_later(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let ctx = Ctx {
        tills: Tills::new(2),
        ..market.ctx.clone()
    };
    let crowd = crowd(&market, 5, &[tea.variant], 7_600).await;
    let outcomes = all_place(&ctx, &crowd).await;
    assert!(outcomes[..2].iter().all(Result::is_ok));
    for (behind, busy) in (0..).zip(&outcomes[2..]) {
        assert_eq!(ahead(busy), Some(behind));
    }
    for (actor, cmd) in &crowd[2..] {
        checkout::place(&ctx, actor, cmd).await.expect("placed");
    }
    assert_eq!(count(&ctx.db, "orders").await, 5);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_place_in_the_line_is_kept(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let ctx = Ctx {
        tills: Tills::new(1),
        ..market.ctx.clone()
    };
    let crowd = crowd(&market, 5, &[tea.variant], 7_600).await;
    let asks = async |number: usize| {
        let (actor, cmd) = &crowd[number];
        checkout::place(&ctx, actor, cmd).await
    };
    let outcomes = all_place(&ctx, &crowd[..3]).await;
    assert!(outcomes[0].is_ok(), "{:?}", outcomes[0]);
    assert_eq!(ahead(&outcomes[1]), Some(0));
    assert_eq!(ahead(&outcomes[2]), Some(1));
    // The one place is free again, and the second buyer's.
    assert_eq!(ahead(&asks(3).await), Some(2));
    assert_eq!(ahead(&asks(2).await), Some(1));
    asks(1).await.expect("placed");
    assert_eq!(ahead(&asks(3).await), Some(1));
    assert_eq!(ahead(&asks(4).await), Some(2));
    // The third and the fourth do not come back.
    market.test.clock.advance(chrono::Duration::seconds(20));
    assert_eq!(ahead(&asks(4).await), Some(2));
    market.test.clock.advance(chrono::Duration::seconds(20));
    asks(4).await.expect("placed");
    asks(2).await.expect("placed after all");
    assert_eq!(count(&ctx.db, "orders").await, 4);
    market.audit_is_clean().await;
}
