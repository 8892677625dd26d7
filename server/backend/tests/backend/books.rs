//! The books on a real Postgres: the audit finds what was tampered with, and nothing after a busy
//! day.

use crate::{
    common::{Dice, Market},
    refunds::{Wish, refund},
};
use chrono::Duration;
use longtail::{
    id::{CommandId, PaymentId},
    money::payment::{GatewayOutcome, Method, NextStep},
    trade::order::{CancelOrder, ConfirmReceipt, Party, ShipOrders},
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{payment, payment::gateway::GatewayEvent},
    trade::{cart, checkout, order},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn orders_that_do_not_stand_alike_are_not_moved_together(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 6_800, 3).await;
    let cups = market.listing("cups", 3_990, 3).await;
    let both = [(tea.variant, 1), (cups.variant, 1)];
    let placed = market.place(&buyer, &both).await;
    let paid = market.order_at(&placed, cups.shop).await;
    sqlx::query("update orders set stage = 'to_ship', paid_at = $2 where id = $1")
        .bind(paid.0)
        .bind(market.ctx.now())
        .execute(&market.ctx.db)
        .await
        .expect("tampered");
    let called_off = checkout::cancel(&market.ctx, &buyer, placed.checkout).await;
    assert!(
        matches!(called_off, Err(Failure::Incident(_))),
        "{called_off:?}"
    );
    assert_eq!(market.available(tea.variant).await, 2);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_audit_names_what_was_tampered_with(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 6_800, 3).await;
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    market.pay_by_card(&buyer, &placed).await;
    sqlx::query(
        "update ledger_accounts set balance_minor = balance_minor - 1 where kind = 'escrow'",
    )
    .execute(&market.ctx.db)
    .await
    .expect("tampered");
    sqlx::query("update stock_levels set on_hand = on_hand + 1")
        .execute(&market.ctx.db)
        .await
        .expect("tampered");
    assert_eq!(
        market.broken_proofs().await,
        ["balance", "double_entry", "escrow", "stock"]
    );
    market
        .are_append_only(&["ledger_transfers", "stock_movements", "order_events"])
        .await;
}

/// Buyers, sellers and the clock do what they like, in an order that a seed decides, with jobs
/// run in between and commands sent twice: the books agree after every step.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_seeded_market_day_keeps_its_books(db: PgPool) {
    let market = Market::new(db).await;
    let goods = [
        market.listing("tea", 6_800, 6).await,
        market.listing("cups", 3_990, 4).await,
        market.listing("rugs", 120_000, 3).await,
    ];
    let mut buyers = Vec::new();
    for name in ["Ann", "Bo", "Chen"] {
        buyers.push(market.member(name).await);
    }
    let mut dice = Dice(20_261_123);
    let mut open = Vec::new();
    let mut orders = Vec::new();
    for step in 0..120 {
        let buyer = &buyers[dice.below(3)];
        match dice.below(8) {
            0 | 1 => {
                for good in &goods {
                    if dice.below(2) == 0 {
                        let _ =
                            cart::add(&market.ctx, buyer, good.variant, 1 + dice.below(2) as u32)
                                .await;
                    }
                }
                let cmd = market.form(buyer).await;
                if let Ok(placed) = checkout::place(&market.ctx, buyer, &cmd).await {
                    let again = checkout::place(&market.ctx, buyer, &cmd)
                        .await
                        .expect("the same answer");
                    assert_eq!(placed, again);
                    open.push((buyer.clone(), placed));
                }
            }
            2 | 3 if !open.is_empty() => {
                let (buyer, placed) = open.swap_remove(dice.below(open.len()));
                let command: CommandId = market.ctx.new_id();
                let method = if dice.below(3) == 0 {
                    Method::Wallet
                } else {
                    Method::Card
                };
                let begun =
                    payment::pay_checkout(&market.ctx, &buyer, command, placed.checkout, method)
                        .await;
                if let Ok(NextStep::GoTo { .. }) = begun {
                    let outcome = match dice.below(4) {
                        0 => GatewayOutcome::Declined {
                            reason: "card_declined".into(),
                        },
                        _ => GatewayOutcome::Captured,
                    };
                    if dice.below(5) == 0 {
                        market.test.clock.advance(Duration::minutes(20));
                        jobs::run_due(&market.ctx).await.expect("jobs run");
                    }
                    let event = market.event(PaymentId(command.0), placed.total, outcome);
                    payment::record_gateway_event(&market.ctx, GatewayEvent { ..event.clone() })
                        .await
                        .expect("heard");
                    payment::record_gateway_event(&market.ctx, event)
                        .await
                        .expect("heard once");
                }
                orders.extend(placed.orders.iter().map(|order| (buyer.clone(), *order)));
            }
            4 if !orders.is_empty() => {
                let (_, order) = &orders[dice.below(orders.len())];
                for good in &goods {
                    let ship = ShipOrders {
                        command: market.ctx.new_id(),
                        carrier: "Swift".into(),
                        parcels: vec![(*order, format!("T{step}"))],
                    };
                    let _ = order::ship(&market.ctx, &good.owner, &ship).await;
                }
            }
            5 if !orders.is_empty() => {
                let (buyer, order) = &orders[dice.below(orders.len())];
                let confirm = ConfirmReceipt {
                    command: market.ctx.new_id(),
                    order: *order,
                };
                let _ = order::confirm(&market.ctx, buyer, &confirm).await;
            }
            6 if !orders.is_empty() && dice.below(2) == 0 => {
                let (_, order) = &orders[dice.below(orders.len())];
                let mut wish = Wish::of(*order);
                wish.goods = ["", "1.01", "20"][dice.below(3)].into();
                wish.postage = ["", "3"][dice.below(2)].into();
                wish.pieces = dice.below(2) as u32;
                for good in &goods {
                    let _ = refund(&market, &good.owner, &wish).await;
                }
            }
            6 if !orders.is_empty() => {
                let (buyer, order) = &orders[dice.below(orders.len())];
                let cancel = CancelOrder {
                    command: market.ctx.new_id(),
                    order: *order,
                    by: Party::Buyer,
                };
                let _ = order::cancel(&market.ctx, buyer, &cancel).await;
            }
            _ => {
                market
                    .test
                    .clock
                    .advance(Duration::hours(1 + dice.below(60) as i64));
                jobs::run_due(&market.ctx).await.expect("jobs run");
            }
        }
        market.audit_is_clean().await;
    }
    assert!(
        orders.len() > 10,
        "the day was busy: {} orders",
        orders.len()
    );
}
