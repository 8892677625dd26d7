//! Work that nobody was going to do any more, because its job lies dead or was lost, is done after all.

use crate::{
    authorised::Paying,
    card_refunds,
    common::{Listing, Market},
    payouts::paid::{self, NUMBER, OTHER, Paid},
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::Actor,
    id::{CheckoutId, OrderId},
    money::{
        card_refund::{CardRefundStage, RefundOutcome},
        payment::{GatewayOutcome, Method},
        payout::{BankOutcome, PayoutStage},
    },
    trade::{
        order::{ConfirmReceipt, OrderStageName},
        shipping::parcel::{Scan, ScanKind},
    },
};
use longtail_backend::{
    MIGRATIONS, jobs,
    money::reconciliation,
    platform::sweep,
    trade::{checkout, order},
};
use sqlx::PgPool;

/// Those of a kind that wait are given up.
async fn die(market: &Market, kind: &str) {
    let given_up = sqlx::query(
        "update jobs set dead_at = $1, attempts = 12, last_error = 'nobody answers'
         where kind = $2 and done_at is null and dead_at is null",
    )
    .bind(market.ctx.now())
    .bind(kind)
    .execute(&market.ctx.db)
    .await
    .expect("given up");
    assert!(given_up.rows_affected() > 0, "no {kind} waits");
}

/// Those of a kind that wait are lost.
async fn lose(market: &Market, kind: &str) {
    let lost =
        sqlx::query("delete from jobs where kind = $1 and done_at is null and dead_at is null")
            .bind(kind)
            .execute(&market.ctx.db)
            .await
            .expect("lost");
    assert!(lost.rows_affected() > 0, "no {kind} waits");
}

async fn look(market: &Market) {
    sweep::begin(&market.ctx).await.expect("begun");
    jobs::run_due(&market.ctx).await.expect("jobs run");
}

/// All of a kind, those of them that wait, and those that were given up.
async fn jobs_of(market: &Market, kind: &str) -> (i64, i64, i64) {
    sqlx::query_as(
        "select count(*), count(*) filter (where done_at is null and dead_at is null),
                count(*) filter (where dead_at is not null)
         from jobs where kind = $1",
    )
    .bind(kind)
    .fetch_one(&market.ctx.db)
    .await
    .expect("counts")
}

async fn expired(market: &Market) -> i64 {
    sqlx::query_scalar("select count(*) from checkouts where stage = 'expired'")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count")
}

async fn sent(market: &Market, buyer: &Actor, tea: &Listing) -> OrderId {
    let placed = market.place(buyer, &[(tea.variant, 1)]).await;
    market.pay_by_card(buyer, &placed).await;
    let order = market.order_at(&placed, tea.shop).await;
    market.ship(&tea.owner, order).await;
    order
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn unpaid_goods_go_back(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    market
        .place(&market.guest().await, &[(tea.variant, 2)])
        .await;
    die(&market, "expire_checkout").await;
    market
        .place(&market.guest().await, &[(tea.variant, 3)])
        .await;
    let buyer = market.guest().await;
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    market.pay_by_card(&buyer, &placed).await;
    lose(&market, "expire_checkout").await;
    assert_eq!(market.available(tea.variant).await, 4);

    market.test.clock.advance(Duration::minutes(21));
    look(&market).await;
    assert_eq!(market.available(tea.variant).await, 9, "one is sold");
    assert_eq!(expired(&market).await, 2);
    // None for what was paid, and none a second time.
    look(&market).await;
    assert_eq!(jobs_of(&market, "expire_checkout").await, (2, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_job_that_names_many_checkouts_is_taken_up_for_all_of_them(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let mut placed: Vec<CheckoutId> = Vec::new();
    for _ in 0..2 {
        let buyer = market.guest().await;
        placed.push(market.place(&buyer, &[(tea.variant, 1)]).await.checkout);
    }
    sqlx::query("delete from jobs where kind = 'expire_checkout' and key = $1")
        .bind(placed[1].to_string())
        .execute(&market.ctx.db)
        .await
        .expect("lost");
    sqlx::query(
        "update jobs set payload = jsonb_set(payload, '{checkouts}', (payload -> 'checkouts') || to_jsonb($1::text))
         where kind = 'expire_checkout'",
    )
    .bind(placed[1].to_string())
    .execute(&market.ctx.db)
    .await
    .expect("one for both");
    die(&market, "expire_checkout").await;

    market.test.clock.advance(Duration::minutes(21));
    look(&market).await;
    assert_eq!(expired(&market).await, 2);
    assert_eq!(jobs_of(&market, "expire_checkout").await, (1, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn receipt_is_confirmed(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 10).await;
    let first = sent(&market, &buyer, &tea).await;
    die(&market, "confirm_order").await;
    let second = sent(&market, &buyer, &tea).await;
    let confirmed = sent(&market, &buyer, &tea).await;
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order: confirmed,
    };
    order::confirm(&market.ctx, &buyer, &receipt)
        .await
        .expect("confirmed");
    lose(&market, "confirm_order").await;

    market.test.clock.advance(Duration::days(10));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, first).await, OrderStageName::Shipped);
    look(&market).await;
    for order in [first, second] {
        assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    }
    look(&market).await;
    assert_eq!(jobs_of(&market, "confirm_order").await, (2, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_receipt_whose_time_has_not_come_is_left_alone(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 10).await;
    let order = sent(&market, &buyer, &tea).await;
    lose(&market, "confirm_order").await;
    market
        .test
        .clock
        .advance(Duration::days(10) - Duration::seconds(1));
    look(&market).await;
    assert_eq!(jobs_of(&market, "confirm_order").await, (0, 0, 0));
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Shipped);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_gateway_is_asked_about_payments(db: PgPool) {
    let paying = Paying::new(db).await;
    let market = &paying.market;
    let first = paying.begin(Method::Card).await;
    die(market, "check_payment").await;
    let second = paying.begin(Method::Card).await;
    lose(market, "check_payment").await;
    market.test.gateway.answer(GatewayOutcome::Captured);
    look(market).await;
    for payment in [first, second] {
        assert_eq!(paying.stage_of(payment).await, "captured");
    }
    look(market).await;
    assert_eq!(jobs_of(market, "check_payment").await, (2, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn held_money_is_captured(db: PgPool) {
    let paying = Paying::new(db).await;
    let market = &paying.market;
    let payment = paying.begin(Method::Card).await;
    market.test.gateway.fall_silent();
    paying.told(payment, GatewayOutcome::Authorised).await;
    die(market, "finish_payment").await;
    market.test.gateway.answer(GatewayOutcome::Captured);
    look(market).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    look(market).await;
    assert_eq!(jobs_of(market, "finish_payment").await, (1, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn held_money_is_let_go(db: PgPool) {
    let paying = Paying::new(db).await;
    let market = &paying.market;
    let payment = paying.begin(Method::Card).await;
    market.test.gateway.fall_silent();
    paying.told(payment, GatewayOutcome::Authorised).await;
    checkout::cancel(&market.ctx, &paying.buyer, paying.placed.checkout)
        .await
        .expect("called off");
    assert_eq!(paying.stage_of(payment).await, "voiding");
    lose(market, "finish_payment").await;
    market.test.gateway.answer(GatewayOutcome::Voided);
    look(market).await;
    assert_eq!(paying.stage_of(payment).await, "voided");
    look(market).await;
    assert_eq!(jobs_of(market, "finish_payment").await, (1, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn shops_are_paid_again(db: PgPool) {
    let paid = Paid::established(db).await;
    let market = &paid.market;
    paid.earn().await;
    paid.save(&paid::account("Lin Xiaoyu", NUMBER)).await;
    die(market, "pay_shop").await;
    look(market).await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Sent);
    assert_eq!(jobs_of(market, "pay_shop").await, (1, 1, 0));

    lose(market, "follow_payout").await;
    paid.bank_says(Some(BankOutcome::Settled));
    look(market).await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Settled);
    assert_eq!(jobs_of(market, "follow_payout").await, (1, 0, 0));

    // It looks by itself, too: by the next day the shop has its turn again.
    lose(market, "pay_shop").await;
    paid.earn().await;
    paid.bank_says(None);
    paid.later(Duration::days(1)).await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Scheduled);
    assert_eq!(jobs_of(market, "pay_shop").await, (1, 1, 0));
    die(market, "follow_payout").await;
    paid.bank_says(Some(BankOutcome::Settled));
    look(market).await;
    assert_eq!(paid.latest().await.stage, PayoutStage::Settled);
    look(market).await;
    assert_eq!(jobs_of(market, "follow_payout").await, (2, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_dead_job_that_was_armed_anew_is_laid_down(db: PgPool) {
    let paid = Paid::established(db).await;
    let market = &paid.market;
    paid.save(&paid::account("Lin Xiaoyu", NUMBER)).await;
    die(market, "pay_shop").await;
    paid.save(&paid::account("Lin Xiaoyu", OTHER)).await;
    assert_eq!(jobs_of(market, "pay_shop").await, (2, 1, 1));
    look(market).await;
    assert_eq!(jobs_of(market, "pay_shop").await, (2, 1, 0));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn money_goes_on_to_the_card(db: PgPool) {
    let paid = card_refunds::Paid::guest(db).await;
    let market = &paid.market;
    paid.cancel().await;
    lose(market, "follow_card_refund").await;
    look(market).await;
    assert_eq!(paid.only().await.1, CardRefundStage::Sent);
    die(market, "follow_card_refund").await;
    paid.gateway_says(Some(RefundOutcome::Settled));
    look(market).await;
    assert_eq!(paid.only().await.1, CardRefundStage::Settled);
    look(market).await;
    assert_eq!(jobs_of(market, "follow_card_refund").await, (1, 0, 0));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_carrier_is_asked_about_parcels(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 10).await;
    sent(&market, &buyer, &tea).await;
    look(&market).await;
    assert_eq!(
        jobs_of(&market, "ask_carrier").await,
        (0, 0, 0),
        "its number was typed"
    );
    sqlx::query("update parcels set label_ref = 'test', label_url = 'https://carrier.test/label'")
        .execute(&market.ctx.db)
        .await
        .expect("a label");
    let standing = async || -> String {
        sqlx::query_scalar("select standing from parcels")
            .fetch_one(&market.ctx.db)
            .await
            .expect("a parcel")
    };
    let scans: Vec<Scan> = [(ScanKind::PickedUp, 1), (ScanKind::Delivered, 2)]
        .into_iter()
        .map(|(kind, hours)| Scan {
            id: format!("{kind:?}"),
            kind,
            place: "Hangzhou".into(),
            at: market.ctx.now() + Duration::hours(hours),
        })
        .collect();
    market.test.carrier.answer(Some(scans[..1].to_vec()));
    look(&market).await;
    assert_eq!(standing().await, "under_way");
    die(&market, "ask_carrier").await;
    market.test.carrier.answer(Some(scans));
    look(&market).await;
    assert_eq!(standing().await, "delivered");
    look(&market).await;
    assert_eq!(jobs_of(&market, "ask_carrier").await, (1, 0, 0));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn statements_are_asked_for_again(db: PgPool) {
    let market = Market::new(db).await;
    reconciliation::begin(&market.ctx).await.expect("begun");
    die(&market, "reconcile").await;
    look(&market).await;
    let waiting = async || jobs_of(&market, "reconcile").await.1;
    let providers = waiting().await;
    assert!(providers > 0);
    lose(&market, "reconcile").await;
    look(&market).await;
    assert_eq!(waiting().await, providers);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn somebody_looks_every_hour(db: PgPool) {
    let market = Market::new(db).await;
    look(&market).await;
    let next: DateTime<Utc> = sqlx::query_scalar(
        "select run_at from jobs where kind = 'sweep' and done_at is null and dead_at is null",
    )
    .fetch_one(&market.ctx.db)
    .await
    .expect("one job");
    assert_eq!(next, market.ctx.now() + Duration::hours(1));
    assert_eq!(jobs_of(&market, "sweep").await, (1, 1, 0));
}
