//! A shop that waits for money, and a bank that says what the test wants.

use crate::common::{Listing, Market};
use chrono::Duration;
use longtail::{
    id::PayoutId,
    money::{
        Money,
        ledger::Holder,
        payout::{
            BankOutcome,
            account::BankAccountDraft,
            view::{PayoutView, PayoutsView},
        },
    },
    trade::order::ConfirmReceipt,
};
use longtail_backend::{
    Failure, jobs,
    money::{
        ledger,
        payout::{
            self,
            bank::{BankEvent, Transfer},
        },
    },
    trade::order,
};
use sqlx::PgPool;

pub const NUMBER: &str = "6222 0211 0000 1234 567";
pub const OTHER: &str = "6222 0211 0000 7654 321";

pub fn account(holder: &str, number: &str) -> BankAccountDraft {
    BankAccountDraft {
        holder: holder.to_owned(),
        account_number: number.to_owned(),
        bank: "Bank of the Lake".to_owned(),
    }
}

pub fn returned() -> BankOutcome {
    BankOutcome::Returned {
        reason: "name_mismatch".to_owned(),
    }
}

/// A market with a tea shop whose owner waits for money.
pub struct Paid {
    pub market: Market,
    pub tea: Listing,
}

impl Paid {
    pub async fn new(db: PgPool) -> Self {
        let market = Market::new(db).await;
        let tea = market.listing("tea", 10_000, 100).await;
        Self { market, tea }
    }

    /// A shop that has been open for so long that nothing stays back.
    pub async fn established(db: PgPool) -> Self {
        let paid = Self::new(db).await;
        paid.market.test.clock.advance(Duration::days(91));
        paid
    }

    /// Somebody buys one for ¥100 and ¥8 postage, and says that it arrived: ¥107 for the shop.
    pub async fn earn(&self) {
        let market = &self.market;
        let buyer = market.guest().await;
        let placed = market.place(&buyer, &[(self.tea.variant, 1)]).await;
        market.pay_by_card(&buyer, &placed).await;
        let bought = market.order_at(&placed, self.tea.shop).await;
        market.ship(&self.tea.owner, bought).await;
        let receipt = ConfirmReceipt {
            command: market.ctx.new_id(),
            order: bought,
        };
        order::confirm(&market.ctx, &buyer, &receipt)
            .await
            .expect("confirmed");
    }

    pub async fn save(&self, draft: &BankAccountDraft) {
        payout::save_bank_account(&self.market.ctx, &self.tea.owner, "tea", draft)
            .await
            .expect("saved");
    }

    pub async fn work(&self) {
        jobs::run_due(&self.market.ctx).await.expect("jobs run");
    }

    pub async fn later(&self, by: Duration) {
        self.market.test.clock.advance(by);
        self.work().await;
    }

    pub fn bank_says(&self, outcome: Option<BankOutcome>) {
        self.market.test.bank.answer(outcome);
    }

    pub fn asked(&self) -> usize {
        self.market.test.bank.asked().len()
    }

    pub async fn page(&self) -> PayoutsView {
        payout::payouts_page(&self.market.ctx, &self.tea.owner, "tea", 1)
            .await
            .expect("a page")
    }

    /// The newest payout.
    pub async fn latest(&self) -> PayoutView {
        let page = self.page().await;
        page.payouts.into_iter().next().expect("a payout")
    }

    pub async fn holds(&self, holder: Holder) -> i64 {
        let mut db = self.market.ctx.db.acquire().await.expect("a connection");
        ledger::balance(&mut db, holder, self.market.ctx.settings.currency)
            .await
            .expect("a balance")
            .minor
    }

    pub async fn tell(&self, id: &str, of: &PayoutView, outcome: BankOutcome) {
        self.heard(id, of.id, of.amount, outcome)
            .await
            .expect("heard");
    }

    pub async fn heard(
        &self,
        id: &str,
        payout: PayoutId,
        amount: Money,
        outcome: BankOutcome,
    ) -> Result<(), Failure<longtail_backend::failure::Refusal>> {
        let event = BankEvent {
            id: id.to_owned(),
            payout,
            transfer: Transfer {
                reference: format!("test_{payout}"),
                outcome,
            },
            amount,
            payload: serde_json::json!({}),
        };
        payout::record_bank_event(&self.market.ctx, event).await
    }

    pub async fn notices(&self, kind: &str) -> i64 {
        sqlx::query_scalar("select count(*) from notices where content->>'kind' = $1")
            .bind(kind)
            .fetch_one(&self.market.ctx.db)
            .await
            .expect("a count")
    }
}
