//! A member says when, and how much.

use super::{Paid, failed};
use crate::{
    common::Market,
    confirmations::code_in_letter,
    refunds::{Wish, refund},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CardRefundId, PaymentId},
    money::{
        card_refund::{CardRefundError, CardRefundStage, RefundOutcome, ReturnToCard, Returnable},
        confirmation::CodeError,
        ledger::{Holder, on_the_way_back},
        payment::{GatewayOutcome, Method},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    money::{card_refund, payment},
};
use sqlx::PgPool;

/// A member whose order of ¥76 was called off.
async fn called_off(db: PgPool) -> Paid {
    let market = Market::new(db).await;
    let lin = market.member("Lin").await;
    let paid = Paid::by(market, lin).await;
    paid.cancel().await;
    paid
}

async fn offered(paid: &Paid) -> Vec<Returnable> {
    payment::wallet_page(&paid.market.ctx, &paid.buyer, 1)
        .await
        .expect("a wallet")
        .returnable
}

fn ask(way: &Returnable, amount_minor: i64) -> ReturnToCard {
    ReturnToCard {
        command: way.command,
        payment: way.payment,
        amount_minor,
        code: String::new(),
    }
}

async fn send(paid: &Paid, cmd: &ReturnToCard) -> Result<CardRefundId, Failure<CardRefundError>> {
    card_refund::return_to_card(&paid.market.ctx, &paid.buyer, cmd).await
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_members_money_waits_in_the_wallet_until_they_say_so(db: PgPool) {
    let paid = called_off(db).await;
    assert_eq!(paid.wallet().await, 7_600);
    assert_eq!(paid.view().await.back_to, None);
    assert!(paid.refunds().await.is_empty());
    let ways = offered(&paid).await;
    assert_eq!(ways.len(), 1);
    assert_eq!(
        (ways[0].amount.minor, ways[0].method),
        (7_600, Method::Card)
    );

    let cmd = ask(&ways[0], 2_600);
    let first = send(&paid, &cmd).await.expect("begun");
    assert_eq!(send(&paid, &cmd).await.expect("the same answer"), first);
    assert_eq!(paid.wallet().await, 5_000, "once");
    assert_eq!(paid.holds(on_the_way_back(first)).await, 2_600);
    paid.gateway_says(Some(RefundOutcome::Settled));
    paid.later(Duration::minutes(1)).await;
    let gateway = paid.holds(Holder::Gateway).await;
    assert_eq!(gateway, -5_000, "what it still owes");
    paid.market.audit_is_clean().await;

    // No more than is left of the payment and in the wallet.
    let ways = offered(&paid).await;
    assert_eq!(ways[0].amount.minor, 5_000);
    for amount in [5_001, 0, -1] {
        let more = send(&paid, &ask(&ways[0], amount)).await;
        let Err(Failure::Refused(CardRefundError::MoreThanLeft { most })) = more else {
            panic!("{more:?}");
        };
        assert_eq!(most.minor, 5_000);
    }
    // What failed can go back another time.
    paid.gateway_says(Some(failed()));
    send(&paid, &ask(&ways[0], 5_000)).await.expect("begun");
    paid.later(Duration::minutes(1)).await;
    assert_eq!(paid.wallet().await, 5_000);
    paid.gateway_says(Some(RefundOutcome::Settled));
    let ways = offered(&paid).await;
    send(&paid, &ask(&ways[0], 5_000)).await.expect("begun");
    paid.work().await;
    assert_eq!(paid.holds(Holder::Gateway).await, 0);
    assert!(offered(&paid).await.is_empty());
    let stages: Vec<CardRefundStage> = paid.refunds().await.iter().map(|row| row.1).collect();
    let (settled, failed) = (CardRefundStage::Settled, CardRefundStage::Failed);
    assert_eq!(stages, [settled, failed, settled]);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_same_money_goes_back_once_and_to_nobody_else(db: PgPool) {
    let paid = called_off(db).await;
    let way = offered(&paid).await.remove(0);
    let asks: Vec<ReturnToCard> = (0..3)
        .map(|_| ReturnToCard {
            command: paid.market.ctx.new_id(),
            ..ask(&way, 5_000)
        })
        .collect();
    let (one, two, three) = tokio::join!(
        send(&paid, &asks[0]),
        send(&paid, &asks[1]),
        send(&paid, &asks[2]),
    );
    let answers = [one, two, three];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(paid.wallet().await, 2_600);
    paid.market.audit_is_clean().await;

    let ctx = &paid.market.ctx;
    let mo = paid.market.member("Mo").await;
    let guest = paid.market.guest().await;
    let cmd = ReturnToCard {
        command: ctx.new_id(),
        ..ask(&way, 100)
    };
    let strange = card_refund::return_to_card(ctx, &mo, &cmd).await;
    assert!(matches!(strange, Err(Failure::NotFound)), "{strange:?}");
    for nobody in [&guest, &Actor::Stranger] {
        let asked = card_refund::return_to_card(ctx, nobody, &cmd).await;
        assert!(matches!(asked, Err(Failure::SignIn)), "{asked:?}");
    }
    // Gateways forget.
    paid.later(Duration::days(181)).await;
    assert!(offered(&paid).await.is_empty());
    let old = send(&paid, &cmd).await;
    assert!(matches!(old, Err(Failure::NotFound)), "{old:?}");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_large_sum_needs_its_code(db: PgPool) {
    let market = Market::new(db).await;
    let lin = market.member("Lin").await;
    let paid = Paid::by(market, lin).await;
    // ¥6,000 that came too late.
    let payment: PaymentId = paid.market.ctx.new_id();
    let account = paid.buyer.account().expect("an account");
    sqlx::query(
        "insert into payments (id, payer_id, provider, provider_ref, stage, currency, amount_minor, created_at)
         values ($1, $2, 'card', $3, 'pending', 'CNY', 600000, $4)",
    )
    .bind(payment.0)
    .bind(account.0)
    .bind(format!("test_{payment}"))
    .bind(paid.market.ctx.now())
    .execute(&paid.market.ctx.db)
    .await
    .expect("a payment");
    let total = longtail::money::Money::new(600_000, paid.market.ctx.settings.currency);
    let event = paid.market.event(payment, total, GatewayOutcome::Captured);
    payment::record_gateway_event(&paid.market.ctx, event)
        .await
        .expect("taken");
    let ways = offered(&paid).await;
    let way = ways.iter().find(|way| way.payment == payment);
    let mut cmd = ask(way.expect("offered"), 600_000);
    let asked = send(&paid, &cmd).await;
    assert!(
        matches!(
            asked,
            Err(Failure::Refused(CardRefundError::Code(
                CodeError::Needed { .. }
            )))
        ),
        "{asked:?}"
    );
    assert!(paid.refunds().await.is_empty());
    assert_eq!(paid.wallet().await, 600_000);
    paid.work().await;
    cmd.code = code_in_letter(&paid.market.test);
    send(&paid, &cmd).await.expect("begun");
    assert_eq!(paid.wallet().await, 0);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_guests_refunds_in_parts_go_back_within_what_was_paid(db: PgPool) {
    let paid = Paid::guest(db).await;
    let market = &paid.market;
    let part = Wish {
        goods: "10".into(),
        ..Wish::of(paid.order())
    };
    refund(market, &paid.tea.owner, &part).await.expect("one");
    paid.cancel().await;
    let mut amounts: Vec<i64> = paid.refunds().await.iter().map(|row| row.2).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [1_000, 6_600]);
    assert_eq!(paid.wallet().await, 0);
    market.audit_is_clean().await;
    paid.gateway_says(Some(RefundOutcome::Settled));
    paid.work().await;
    assert_eq!(paid.holds(Holder::Gateway).await, 0);
    market.audit_is_clean().await;
}
