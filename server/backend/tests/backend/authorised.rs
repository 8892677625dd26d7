//! Money is authorised first, captured when the order stands, and voided where it was called off.

use crate::common::{Market, until_waiting};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CommandId, PaymentId},
    money::{
        ledger::Holder,
        payment::{GatewayOutcome, Method, NextStep, PaymentError},
    },
    trade::{
        checkout::{CheckoutStage, PlacedCheckout},
        order::OrderEvent,
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{ledger, payment},
    trade::{checkout, order},
};
use sqlx::PgPool;

/// A buyer who is about to pay.
pub struct Paying {
    pub market: Market,
    pub buyer: Actor,
    pub placed: PlacedCheckout,
    pub variant: longtail::id::VariantId,
}

impl Paying {
    pub async fn new(db: PgPool) -> Self {
        let market = Market::new(db).await;
        let buyer = market.member("Lin").await;
        let tea = market.listing("tea", 6_800, 3).await;
        let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
        let variant = tea.variant;
        Self {
            market,
            buyer,
            placed,
            variant,
        }
    }

    pub async fn begin(&self, method: Method) -> PaymentId {
        let command: CommandId = self.market.ctx.new_id();
        let begun = self.pay(command, method).await;
        assert!(matches!(begun, Ok(NextStep::GoTo { .. })), "{begun:?}");
        PaymentId(command.0)
    }

    pub async fn pay(
        &self,
        command: CommandId,
        method: Method,
    ) -> Result<NextStep, Failure<PaymentError>> {
        let checkout = self.placed.checkout;
        payment::pay_checkout(&self.market.ctx, &self.buyer, command, checkout, method).await
    }

    /// The gateway says of a payment, and answers alike when asked to end it.
    pub async fn told(&self, payment: PaymentId, said: GatewayOutcome) {
        let event = self.market.event(payment, self.placed.total, said);
        payment::record_gateway_event(&self.market.ctx, event)
            .await
            .expect("heard");
    }

    pub async fn later(&self, by: Duration) {
        self.market.test.clock.advance(by);
        jobs::run_due(&self.market.ctx).await.expect("jobs run");
    }

    pub async fn stage_of(&self, payment: PaymentId) -> String {
        sqlx::query_scalar("select stage from payments where id = $1")
            .bind(payment.0)
            .fetch_one(&self.market.ctx.db)
            .await
            .expect("a payment")
    }

    pub async fn stage(&self) -> CheckoutStage {
        checkout::checkout_page(&self.market.ctx, &self.buyer, self.placed.checkout)
            .await
            .expect("a page")
            .stage
    }

    pub async fn wallet(&self) -> i64 {
        let holder = Holder::Wallet(self.buyer.account().expect("an account"));
        let mut db = self.market.ctx.db.acquire().await.expect("a connection");
        ledger::balance(&mut db, holder, self.placed.total.currency)
            .await
            .expect("a balance")
            .minor
    }
}

async fn is_captured_at_once(db: PgPool, method: Method) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(method).await;
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.told(payment, GatewayOutcome::Authorised).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    assert_eq!(paying.stage().await, CheckoutStage::Paid);
    // The message comes again, and another comes after it.
    paying.told(payment, GatewayOutcome::Authorised).await;
    paying.told(payment, GatewayOutcome::Captured).await;
    assert_eq!(paying.market.test.gateway.asked(), ["begin", "capture"]);
    let page = order::order_page(&paying.market.ctx, &paying.buyer, paying.placed.orders[0])
        .await
        .expect("a page");
    let paid = OrderEvent::Paid { method };
    assert!(page.steps.iter().any(|step| step.event == paid));
    assert_eq!(paying.wallet().await, 0, "charged once");
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_card_is_captured_at_once(db: PgPool) {
    is_captured_at_once(db, Method::Card).await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_online_bank_is_captured_at_once(db: PgPool) {
    is_captured_at_once(db, Method::OnlineBank).await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_quick_payment_is_captured_at_once(db: PgPool) {
    is_captured_at_once(db, Method::QuickPay).await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_gateway_that_is_down_is_asked_again_and_the_goods_wait(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    paying.market.test.gateway.fall_silent();
    paying.told(payment, GatewayOutcome::Authorised).await;
    assert_eq!(paying.stage_of(payment).await, "authorised");
    assert_eq!(paying.stage().await, CheckoutStage::AwaitingPayment);
    paying.market.audit_is_clean().await;
    // Nobody pays a second time meanwhile.
    let again = paying.pay(paying.market.ctx.new_id(), Method::Card).await;
    assert!(
        matches!(again, Err(Failure::Refused(PaymentError::AlreadyPaid))),
        "{again:?}"
    );
    // Longer than goods are held for who does not pay.
    for _ in 0..8 {
        paying.later(Duration::minutes(5)).await;
    }
    assert_eq!(paying.market.available(paying.variant).await, 2);
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.later(Duration::minutes(5)).await;
    assert_eq!(paying.stage().await, CheckoutStage::Paid);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn goods_do_not_wait_for_ever(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    paying.market.test.gateway.fall_silent();
    paying.told(payment, GatewayOutcome::Authorised).await;
    for _ in 0..30 {
        paying.later(Duration::minutes(5)).await;
    }
    assert_eq!(paying.stage().await, CheckoutStage::Expired);
    assert_eq!(paying.stage_of(payment).await, "voiding");
    assert_eq!(paying.market.available(paying.variant).await, 3);
    paying.market.test.gateway.answer(GatewayOutcome::Voided);
    paying.later(Duration::hours(2)).await;
    assert_eq!(paying.stage_of(payment).await, "voided");
    assert_eq!(paying.wallet().await, 0, "nothing was taken");
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_was_called_off_meanwhile_is_voided(db: PgPool) {
    let paying = Paying::new(db).await;
    let (ctx, buyer) = (&paying.market.ctx, &paying.buyer);
    let payment = paying.begin(Method::OnlineBank).await;
    checkout::cancel(ctx, buyer, paying.placed.checkout)
        .await
        .expect("called off");
    paying.market.test.gateway.answer(GatewayOutcome::Voided);
    paying.told(payment, GatewayOutcome::Authorised).await;
    assert_eq!(paying.stage_of(payment).await, "voided");
    assert_eq!(paying.market.test.gateway.asked(), ["begin", "void"]);
    // Told late, and twice: it stays let go.
    paying.told(payment, GatewayOutcome::Voided).await;
    paying.later(Duration::days(2)).await;
    assert_eq!(paying.stage_of(payment).await, "voided");
    assert_eq!(paying.wallet().await, 0);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_buyer_who_calls_off_what_is_held_gets_it_back(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    paying.market.test.gateway.fall_silent();
    paying.told(payment, GatewayOutcome::Authorised).await;
    checkout::cancel(&paying.market.ctx, &paying.buyer, paying.placed.checkout)
        .await
        .expect("called off");
    assert_eq!(paying.stage_of(payment).await, "voiding");
    // It had been captured after all, and the answer was lost: the money is the buyer's.
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.later(Duration::minutes(1)).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    assert_eq!(paying.wallet().await, paying.placed.total.minor);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn whoever_pays_in_two_windows_is_charged_in_one(db: PgPool) {
    let paying = Paying::new(db).await;
    let (one, two) = (
        paying.begin(Method::Card).await,
        paying.begin(Method::QuickPay).await,
    );
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.told(two, GatewayOutcome::Authorised).await;
    paying.market.test.gateway.answer(GatewayOutcome::Voided);
    paying.told(one, GatewayOutcome::Authorised).await;
    assert_eq!(paying.stage_of(two).await, "captured");
    assert_eq!(paying.stage_of(one).await, "voided");
    assert_eq!(paying.wallet().await, 0);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn messages_out_of_order_lead_to_the_same_end(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    paying.told(payment, GatewayOutcome::Captured).await;
    paying.told(payment, GatewayOutcome::Authorised).await;
    paying.told(payment, GatewayOutcome::Cancelled).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    assert_eq!(paying.market.test.gateway.asked(), ["begin"]);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_refusal_from_before_does_not_let_held_money_be_forgotten(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    paying.market.test.gateway.fall_silent();
    paying.told(payment, GatewayOutcome::Authorised).await;
    let reason = "card_declined".to_owned();
    paying
        .told(payment, GatewayOutcome::Declined { reason })
        .await;
    assert_eq!(paying.stage_of(payment).await, "authorised");
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.later(Duration::minutes(5)).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    assert_eq!(paying.stage().await, CheckoutStage::Paid);
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_message_waits_for_the_checkout_before_it_holds_the_payment(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    let db = &paying.market.ctx.db;
    let mut held = db.begin().await.expect("a transaction");
    sqlx::query("select 1 from checkouts for update")
        .execute(&mut *held)
        .await
        .expect("held");
    let let_go = async {
        until_waiting(db, 1).await;
        sqlx::query("select 1 from payments for update nowait")
            .execute(&mut *held)
            .await
            .expect("nobody holds the payment");
        held.rollback().await.expect("let go");
    };
    tokio::join!(paying.told(payment, GatewayOutcome::Captured), let_go);
    assert_eq!(paying.stage_of(payment).await, "captured");
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn who_waits_for_a_payment_holds_no_series(db: PgPool) {
    let mut paying = Paying::new(db).await;
    let first = paying.begin(Method::Card).await;
    paying.told(first, GatewayOutcome::Captured).await;
    // The shop has a series of invoices now. The next is paid in two windows.
    let goods = [(paying.variant, 1)];
    paying.placed = paying.market.place(&paying.buyer, &goods).await;
    let (held_for_it, charged) = (
        paying.begin(Method::Card).await,
        paying.begin(Method::QuickPay).await,
    );
    paying.market.test.gateway.fall_silent();
    paying.told(held_for_it, GatewayOutcome::Authorised).await;
    let db = &paying.market.ctx.db;
    let mut held = db.begin().await.expect("a transaction");
    sqlx::query("select 1 from payments where id = $1 for update")
        .bind(held_for_it.0)
        .execute(&mut *held)
        .await
        .expect("held");
    let let_go = async {
        until_waiting(db, 1).await;
        sqlx::query("select 1 from invoice_series for update nowait")
            .execute(&mut *held)
            .await
            .expect("nobody holds the series");
        held.rollback().await.expect("let go");
    };
    tokio::join!(paying.told(charged, GatewayOutcome::Captured), let_go);
    assert_eq!(paying.stage_of(charged).await, "captured");
    paying.market.test.gateway.answer(GatewayOutcome::Voided);
    paying.later(Duration::minutes(1)).await;
    assert_eq!(paying.stage_of(held_for_it).await, "voided");
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_message_that_never_comes_is_asked_for_and_captured(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::OnlineBank).await;
    paying.later(Duration::minutes(1)).await;
    assert_eq!(paying.stage_of(payment).await, "pending");
    paying
        .market
        .test
        .gateway
        .answer(GatewayOutcome::Authorised);
    paying.later(Duration::minutes(1)).await;
    assert_eq!(paying.stage_of(payment).await, "authorised");
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.later(Duration::minutes(2)).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_gateway_that_does_not_answer_charges_nobody(db: PgPool) {
    let paying = Paying::new(db).await;
    paying.market.test.gateway.fall_silent();
    let command: CommandId = paying.market.ctx.new_id();
    let silent = paying.pay(command, Method::Card).await;
    assert!(
        matches!(silent, Err(Failure::Refused(PaymentError::GatewaySilent))),
        "{silent:?}"
    );
    paying.market.test.gateway.answer(GatewayOutcome::Pending);
    // The same form once more is the same payment.
    let begun = paying.pay(command, Method::Card).await;
    assert!(matches!(begun, Ok(NextStep::GoTo { .. })), "{begun:?}");
    let payments: i64 = sqlx::query_scalar("select count(*) from payments")
        .fetch_one(&paying.market.ctx.db)
        .await
        .expect("a count");
    assert_eq!(payments, 1);
    // And with another method it is another payment, not this one.
    let reused = paying.pay(command, Method::QuickPay).await;
    assert!(matches!(reused, Err(Failure::CommandReused)), "{reused:?}");
    paying.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_gateway_that_is_silent_for_a_day_is_asked_until_it_answers(db: PgPool) {
    let paying = Paying::new(db).await;
    let payment = paying.begin(Method::Card).await;
    paying.market.test.gateway.fall_silent();
    for _ in 0..14 {
        paying.later(Duration::hours(7)).await;
        assert_eq!(paying.stage_of(payment).await, "pending");
    }
    paying.market.test.gateway.answer(GatewayOutcome::Captured);
    paying.later(Duration::hours(7)).await;
    assert_eq!(paying.stage_of(payment).await, "captured");
    paying.market.audit_is_clean().await;
}
