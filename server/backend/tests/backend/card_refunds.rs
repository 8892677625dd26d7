//! Money back to the card on a real Postgres, with a gateway that says what the test wants.

mod members;

use crate::common::{Listing, Market};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CardRefundId, CommandId, OrderId, PaymentId},
    money::{
        Money,
        card_refund::{CardRefundStage, RefundOutcome},
        ledger::{Holder, on_the_way_back},
        payment::{GatewayOutcome, Method},
    },
    trade::{
        checkout::PlacedCheckout,
        order::{CancelOrder, OrderEvent, OrderView, Party},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{
        card_refund, ledger,
        payment::{
            self,
            gateway::{Refund, RefundEvent},
        },
    },
    platform::staff,
    trade::order,
};
use sqlx::PgPool;

/// Somebody who has paid ¥68 of goods and ¥8 of postage by card.
pub struct Paid {
    pub market: Market,
    pub buyer: Actor,
    pub tea: Listing,
    pub placed: PlacedCheckout,
}

pub fn failed() -> RefundOutcome {
    RefundOutcome::Failed {
        reason: "card_closed".to_owned(),
    }
}

impl Paid {
    pub async fn guest(db: PgPool) -> Self {
        let market = Market::new(db).await;
        let buyer = market.guest().await;
        Self::by(market, buyer).await
    }

    pub async fn by(market: Market, buyer: Actor) -> Self {
        let tea = market.listing("tea", 6_800, 10).await;
        let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
        market.pay_by_card(&buyer, &placed).await;
        Self {
            market,
            buyer,
            tea,
            placed,
        }
    }

    pub fn order(&self) -> OrderId {
        self.placed.orders[0]
    }

    pub async fn cancel(&self) {
        let cancel = CancelOrder {
            command: self.market.ctx.new_id(),
            order: self.order(),
            by: Party::Buyer,
        };
        order::cancel(&self.market.ctx, &self.buyer, &cancel)
            .await
            .expect("called off");
    }

    /// Id and stage of each, the oldest first.
    pub async fn refunds(&self) -> Vec<(CardRefundId, CardRefundStage, i64)> {
        let rows: Vec<(uuid::Uuid, String, i64)> = sqlx::query_as(
            "select id, stage, amount_minor from card_refunds order by begun_at, id",
        )
        .fetch_all(&self.market.ctx.db)
        .await
        .expect("rows");
        rows.into_iter()
            .map(|(id, stage, minor)| (CardRefundId(id), stage.parse().expect("a stage"), minor))
            .collect()
    }

    pub async fn only(&self) -> (CardRefundId, CardRefundStage) {
        let all = self.refunds().await;
        assert_eq!(all.len(), 1, "{all:?}");
        (all[0].0, all[0].1)
    }

    pub async fn holds(&self, holder: Holder) -> i64 {
        let mut db = self.market.ctx.db.acquire().await.expect("a connection");
        ledger::balance(&mut db, holder, self.market.ctx.settings.currency)
            .await
            .expect("a balance")
            .minor
    }

    pub async fn wallet(&self) -> i64 {
        let account = self.buyer.account().expect("an account");
        self.holds(Holder::Wallet(account)).await
    }

    pub fn gateway_says(&self, outcome: Option<RefundOutcome>) {
        self.market.test.gateway.answer_refunds(outcome);
    }

    pub async fn work(&self) {
        jobs::run_due(&self.market.ctx).await.expect("jobs run");
    }

    pub async fn later(&self, by: Duration) {
        self.market.test.clock.advance(by);
        self.work().await;
    }

    pub async fn told(&self, id: &str, refund: CardRefundId, minor: i64, outcome: RefundOutcome) {
        self.hear(id, refund, minor, outcome).await.expect("heard");
    }

    async fn hear(
        &self,
        id: &str,
        refund: CardRefundId,
        minor: i64,
        outcome: RefundOutcome,
    ) -> Result<(), Failure<longtail_backend::failure::Refusal>> {
        let event = RefundEvent {
            id: id.to_owned(),
            refund,
            said: Refund {
                reference: format!("test_{refund}"),
                outcome,
            },
            amount: Money::new(minor, self.market.ctx.settings.currency),
            payload: serde_json::json!({}),
        };
        card_refund::record_refund_event(&self.market.ctx, event).await
    }

    pub async fn view(&self) -> OrderView {
        order::order_page(&self.market.ctx, &self.buyer, self.order())
            .await
            .expect("a page")
    }

    pub async fn steps(&self) -> Vec<CardRefundStage> {
        let steps = self.view().await.steps;
        steps
            .into_iter()
            .filter_map(|step| match step.event {
                OrderEvent::ToCard { stage, .. } => Some(stage),
                _ => None,
            })
            .collect()
    }

    /// Letters to the buyer whose subject has this in it.
    pub fn letters(&self, part: &str) -> usize {
        let letters = self.market.test.mail.letters();
        letters
            .iter()
            .filter(|letter| letter.to == "lin@longtail.example" && letter.subject.contains(part))
            .count()
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_guests_money_goes_back_once_however_often_that_is_told(db: PgPool) {
    let paid = Paid::guest(db).await;
    assert_eq!(paid.view().await.back_to, Some(Method::Card));
    paid.cancel().await;
    assert_eq!(paid.wallet().await, 0, "it goes on by itself");
    let (refund, stage) = paid.only().await;
    assert_eq!(stage, CardRefundStage::Scheduled);
    assert_eq!(paid.holds(on_the_way_back(refund)).await, 7_600);
    paid.market.audit_is_clean().await;
    // The message comes before the answer to what was asked, twice, and again as another.
    for id in ["one", "one", "two"] {
        paid.told(id, refund, 7_600, RefundOutcome::Settled).await;
    }
    paid.work().await;
    paid.told("late", refund, 7_600, RefundOutcome::Pending)
        .await;
    // A gateway that contradicts itself moves nothing.
    paid.told("other", refund, 7_600, failed()).await;
    assert_eq!(paid.only().await.1, CardRefundStage::Settled);
    assert_eq!(paid.holds(on_the_way_back(refund)).await, 0);
    assert_eq!(
        paid.holds(Holder::Gateway).await,
        0,
        "all that came is back"
    );
    assert_eq!(paid.wallet().await, 0);
    let (begun, settled) = (CardRefundStage::Scheduled, CardRefundStage::Settled);
    assert_eq!(paid.steps().await, [begun, settled]);
    assert_eq!(paid.letters("goes back to the card it was paid with"), 1);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_nobody_tells_of_is_asked_for_under_the_same_id(db: PgPool) {
    let paid = Paid::guest(db).await;
    paid.gateway_says(None);
    paid.cancel().await;
    // The worker was killed over it, and the gateway is down for two days.
    for _ in 0..8 {
        paid.later(Duration::hours(7)).await;
    }
    let (refund, stage) = paid.only().await;
    assert_eq!(stage, CardRefundStage::Scheduled);
    let desk = || staff::desk(&paid.market.ctx, &Actor::System);
    let stuck = desk().await.expect("a desk").card_refunds;
    assert_eq!(stuck.len(), 1);
    assert!(stuck[0].guest && stuck[0].refund == refund);
    paid.gateway_says(Some(RefundOutcome::Pending));
    paid.later(Duration::hours(7)).await;
    assert_eq!(paid.only().await.1, CardRefundStage::Sent);
    paid.gateway_says(Some(RefundOutcome::Settled));
    paid.later(Duration::hours(7)).await;
    assert_eq!(paid.only().await.1, CardRefundStage::Settled);
    let asked = paid.market.test.gateway.given_back();
    assert!(asked.len() > 5, "{}", asked.len());
    assert!(
        asked
            .iter()
            .all(|(asked, _, amount)| *asked == refund && amount.minor == 7_600)
    );
    assert!(desk().await.expect("a desk").card_refunds.is_empty());
    // Done again, the work finds nothing to do.
    card_refund::follow(&paid.market.ctx, refund)
        .await
        .expect("nothing");
    assert_eq!(paid.market.test.gateway.given_back().len(), asked.len());
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_the_gateway_refuses_is_in_the_wallet(db: PgPool) {
    let paid = Paid::guest(db).await;
    paid.market.test.gateway.refuse_refunds();
    paid.cancel().await;
    paid.work().await;
    assert_eq!(paid.only().await.1, CardRefundStage::Failed);
    assert_eq!(paid.wallet().await, 7_600);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_under_way_is_asked_about_and_not_asked_for_again(db: PgPool) {
    let paid = Paid::guest(db).await;
    paid.cancel().await;
    for _ in 0..3 {
        paid.later(Duration::hours(7)).await;
    }
    assert_eq!(paid.only().await.1, CardRefundStage::Sent);
    assert_eq!(paid.market.test.gateway.given_back().len(), 1);
    paid.gateway_says(Some(RefundOutcome::Settled));
    paid.later(Duration::hours(7)).await;
    assert_eq!(paid.only().await.1, CardRefundStage::Settled);
    assert_eq!(paid.market.test.gateway.given_back().len(), 1);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_cannot_go_back_is_in_the_wallet_and_on_the_desk(db: PgPool) {
    let paid = Paid::guest(db).await;
    paid.gateway_says(Some(failed()));
    paid.cancel().await;
    paid.work().await;
    paid.work().await;
    assert_eq!(paid.only().await.1, CardRefundStage::Failed);
    assert_eq!(paid.wallet().await, 7_600);
    let view = paid.view().await;
    assert!(view.has_failed_to_go_back());
    let (begun, failed) = (CardRefundStage::Scheduled, CardRefundStage::Failed);
    assert_eq!(paid.steps().await, [begun, failed]);
    assert_eq!(paid.letters("could not go back"), 1);
    let stuck = staff::desk(&paid.market.ctx, &Actor::System)
        .await
        .expect("a desk")
        .card_refunds;
    assert_eq!(stuck.len(), 1);
    assert_eq!(stuck[0].reason.as_deref(), Some("card_closed"));
    paid.later(Duration::days(3)).await;
    assert_eq!(paid.refunds().await.len(), 1, "nobody tries again alone");
    paid.market.audit_is_clean().await;
    // A word to the contrary comes too late.
    let (refund, _) = paid.only().await;
    paid.told("late", refund, 7_600, RefundOutcome::Settled)
        .await;
    assert_eq!(paid.wallet().await, 7_600);
    paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_came_too_late_goes_back_to_a_guest(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let paid = Paid::by(market, buyer).await;
    let (market, buyer) = (&paid.market, &paid.buyer);
    let placed = market.place(buyer, &[(paid.tea.variant, 1)]).await;
    let command: CommandId = market.ctx.new_id();
    payment::pay_checkout(&market.ctx, buyer, command, placed.checkout, Method::Card)
        .await
        .expect("begun");
    paid.later(Duration::minutes(16)).await;
    let late = market.event(PaymentId(command.0), placed.total, GatewayOutcome::Captured);
    for _ in 0..2 {
        payment::record_gateway_event(&market.ctx, late.clone())
            .await
            .expect("heard");
    }
    assert_eq!(paid.wallet().await, 0);
    let (refund, _) = paid.only().await;
    assert_eq!(paid.holds(on_the_way_back(refund)).await, 7_600);
    paid.gateway_says(Some(RefundOutcome::Settled));
    paid.work().await;
    assert_eq!(paid.only().await.1, CardRefundStage::Settled);
    let asked = market.test.gateway.given_back();
    assert_eq!(asked[0].1, format!("test_{command}"), "to what paid it");
    assert_eq!(paid.letters("goes back to the card it was paid with"), 1);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_message_of_another_amount_or_of_nothing_moves_nothing(db: PgPool) {
    let paid = Paid::guest(db).await;
    paid.cancel().await;
    let (refund, _) = paid.only().await;
    let other = paid
        .hear("one", refund, 7_599, RefundOutcome::Settled)
        .await;
    assert!(matches!(other, Err(Failure::Incident(_))), "{other:?}");
    let strange = paid.market.ctx.new_id();
    let nobodys = paid.hear("two", strange, 1, RefundOutcome::Settled).await;
    assert!(matches!(nobodys, Err(Failure::NotFound)), "{nobodys:?}");
    assert_eq!(paid.only().await.1, CardRefundStage::Scheduled);
    // What the code would not do, the schema refuses: more back than was taken.
    let more = sqlx::query("update payments set returned_minor = amount_minor + 1")
        .execute(&paid.market.ctx.db)
        .await
        .expect_err("never more than was taken");
    assert!(more.to_string().contains("payments_returned_within"));
    paid.market.audit_is_clean().await;
    // And the audit finds what does not agree.
    sqlx::query("update payments set returned_minor = 1")
        .execute(&paid.market.ctx.db)
        .await
        .expect("tampered");
    assert_eq!(paid.market.broken_proofs().await, ["card_refunds"]);
}
