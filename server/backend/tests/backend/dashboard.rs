//! The first page of a back office counts what was traded.

use crate::common::Market;
use chrono::Duration;
use longtail::{
    actor::{Actor, Seat, ShopRole},
    growth::dashboard::{DAYS, Day, Trend},
    id::VariantId,
    trade::{
        checkout::PlacedCheckout,
        order::{CancelOrder, Party},
    },
};
use longtail_backend::{
    MIGRATIONS, failure::Failure, growth::dashboard::shop_overview, trade::order,
};
use sqlx::PgPool;

/// Orders so many pieces, and pays for them.
async fn buy(market: &Market, buyer: &Actor, variant: VariantId, pieces: u32) -> PlacedCheckout {
    let placed = market.place(buyer, &[(variant, pieces)]).await;
    market.pay_by_card(buyer, &placed).await;
    placed
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_shop_sees_what_it_sold_and_what_waits(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let days = |days| market.test.clock.advance(Duration::days(days));
    let tea = market.listing("tea", 6_800, 10).await;
    let other = market.listing("cups", 900, 10).await;
    let (mei, jun) = (market.member("Mei").await, market.member("Jun").await);

    // ¥76 in the month before, ¥146 and ¥76 in this one; what was called off counts nowhere.
    let first = buy(&market, &mei, tea.variant, 1).await;
    market.ship(&tea.owner, first.orders[0]).await;
    days(35);
    buy(&market, &mei, tea.variant, 2).await;
    days(1);
    buy(&market, &jun, tea.variant, 1).await;
    buy(&market, &jun, other.variant, 1).await;
    let off = buy(&market, &jun, tea.variant, 3).await;
    let cancel = CancelOrder {
        command: ctx.new_id(),
        order: off.orders[0],
        by: Party::Buyer,
    };
    order::cancel(ctx, &jun, &cancel).await.expect("called off");
    // Placed and not paid for: nothing yet, but promised.
    market.place(&mei, &[(tea.variant, 2)]).await;
    days(1);

    let seen = shop_overview(ctx, &tea.owner, "tea").await.expect("a page");
    let trend = |now, before| Trend { now, before };
    assert_eq!(seen.figures.orders, trend(2, 1));
    assert_eq!(seen.figures.buyers, trend(2, 1));
    assert_eq!(seen.figures.turnover, Some(trend(22_200, 7_600)));
    assert_eq!(seen.figures.average, Some(trend(11_100, 7_600)));
    assert_eq!((seen.to_ship, seen.late), (2, 0));
    assert_eq!(seen.oldest_to_ship, Some(ctx.now() - Duration::days(2)));
    assert_eq!(seen.latest.len(), 4);

    assert_eq!(seen.days.len(), usize::try_from(DAYS).expect("days"));
    let sold = |day: &&Day| day.orders > 0;
    let told: Vec<_> = seen.days.iter().filter(sold).collect();
    let of_day = |day: &Day| (day.orders, day.turnover.map(|money| money.minor));
    assert_eq!(
        told.iter().map(|day| of_day(day)).collect::<Vec<_>>(),
        [(1, Some(14_600)), (1, Some(7_600))]
    );
    assert_eq!(told[1].date - told[0].date, Duration::days(1));

    // Ten on the shelf, four sold, two promised.
    let low: Vec<_> = seen
        .low_stock
        .iter()
        .map(|low| (low.variant, low.available))
        .collect();
    assert_eq!((low, seen.low_stock_count), (vec![(tea.variant, 4)], 1));

    days(1);
    let later = shop_overview(ctx, &tea.owner, "tea").await.expect("a page");
    assert_eq!((later.to_ship, later.late), (2, 1));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_clerk_sees_no_money_and_others_no_shop(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let mei = market.member("Mei").await;
    buy(&market, &mei, tea.variant, 1).await;
    market.test.clock.advance(Duration::hours(1));
    let Actor::Member { account, .. } = market.member("Clerk").await else {
        unreachable!("a member")
    };
    let clerk = Actor::Member {
        account,
        seats: vec![Seat {
            shop: tea.shop,
            role: ShopRole::Clerk,
        }],
    };
    let seen = shop_overview(&market.ctx, &clerk, "tea")
        .await
        .expect("a page");
    assert_eq!(seen.figures.orders.now, 1);
    assert_eq!((seen.figures.turnover, seen.figures.average), (None, None));
    assert!(seen.days.iter().all(|day| day.turnover.is_none()));
    assert_eq!(seen.deposit_missing, None);

    let cups = market.listing("cups", 900, 10).await;
    for stranger in [&mei, &cups.owner] {
        let refused = shop_overview(&market.ctx, stranger, "tea").await;
        assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
    }
}
