//! Withdrawals on a real Postgres, with a bank that says what the test wants.

use crate::common::Market;
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{PaymentId, PayoutId},
    money::{
        Money,
        ledger::{Holder, Posting, Rule},
        payout::{
            BankOutcome, PayoutStage, ReturnReason, account::BankAccountDraft, view::PayoutView,
        },
        withdrawal::{Withdraw, WithdrawalError, WithdrawalsView},
    },
    platform::staff::DeskPayee,
    text::FieldIssue,
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{
        ledger,
        payout::{
            self,
            bank::{BankEvent, Transfer},
        },
        withdrawal,
    },
    platform::staff,
};
use sqlx::PgPool;

const NUMBER: &str = "6222 0211 0000 1234 567";
const OTHER: &str = "6222 0211 0000 7654 321";

/// A member with money in the wallet.
pub struct Purse {
    pub market: Market,
    pub lin: Actor,
}

impl Purse {
    /// ¥`whole` in the wallet, and a bank account.
    pub async fn with(db: PgPool, whole: i64) -> Self {
        let market = Market::new(db).await;
        let lin = market.member("Lin").await;
        let purse = Self { market, lin };
        purse.put(whole * 100).await;
        purse.save("Lin Xiaoyu", NUMBER).await;
        purse
    }

    /// As a payment that came too late leaves it, with the payment's row for the audit.
    async fn put(&self, minor: i64) {
        let ctx = &self.market.ctx;
        let account = self.lin.account().expect("an account");
        let payment: PaymentId = ctx.new_id();
        sqlx::query(
            "insert into payments (id, payer_id, provider, stage, currency, amount_minor, applied_to, created_at, settled_at)
             values ($1, $2, 'card', 'captured', 'CNY', $3, 'wallet', $4, $4)",
        )
        .bind(payment.0)
        .bind(account.0)
        .bind(minor)
        .bind(ctx.now())
        .execute(&ctx.db)
        .await
        .expect("a payment");
        let mut tx = ctx.transaction().await.expect("a transaction");
        let posting = Posting {
            rule: Rule::WalletFunded,
            debit: Holder::Gateway,
            credit: Holder::Wallet(account),
            amount: Money::new(minor, ctx.settings.currency),
            order: None,
            payment: Some(payment),
        };
        ledger::post(&mut tx, &[posting]).await.expect("posted");
        tx.commit().await.expect("kept");
    }

    async fn save(&self, holder: &str, number: &str) {
        let draft = BankAccountDraft {
            holder: holder.to_owned(),
            account_number: number.to_owned(),
            bank: "Bank of the Lake".to_owned(),
        };
        withdrawal::save_account(&self.market.ctx, &self.lin, &draft)
            .await
            .expect("saved");
    }

    pub fn ask(&self, amount: &str) -> Withdraw {
        Withdraw {
            command: self.market.ctx.new_id(),
            amount: amount.to_owned(),
            code: String::new(),
        }
    }

    pub async fn send(&self, cmd: &Withdraw) -> Result<PayoutId, Failure<WithdrawalError>> {
        withdrawal::withdraw(&self.market.ctx, &self.lin, cmd).await
    }

    pub async fn work(&self) {
        jobs::run_due(&self.market.ctx).await.expect("jobs run");
    }

    async fn later(&self, by: Duration) {
        self.market.test.clock.advance(by);
        self.work().await;
    }

    async fn page(&self) -> WithdrawalsView {
        withdrawal::withdrawals_page(&self.market.ctx, &self.lin, 1)
            .await
            .expect("a page")
    }

    async fn latest(&self) -> PayoutView {
        let page = self.page().await;
        page.withdrawals.into_iter().next().expect("a withdrawal")
    }

    pub async fn wallet(&self) -> i64 {
        self.holds(Holder::Wallet(self.lin.account().expect("an account")))
            .await
    }

    async fn holds(&self, holder: Holder) -> i64 {
        let mut db = self.market.ctx.db.acquire().await.expect("a connection");
        ledger::balance(&mut db, holder, self.market.ctx.settings.currency)
            .await
            .expect("a balance")
            .minor
    }

    async fn told(&self, id: &str, of: &PayoutView, outcome: BankOutcome) {
        let event = BankEvent {
            id: id.to_owned(),
            payout: of.id,
            transfer: Transfer {
                reference: format!("test_{}", of.id),
                outcome,
            },
            amount: of.amount,
            payload: serde_json::json!({}),
        };
        payout::record_bank_event(&self.market.ctx, event)
            .await
            .expect("heard");
    }

    async fn notices(&self, what: &str) -> i64 {
        sqlx::query_scalar("select count(*) from notices where content->>'what' = $1")
            .bind(what)
            .fetch_one(&self.market.ctx.db)
            .await
            .expect("a count")
    }
}

fn returned() -> BankOutcome {
    BankOutcome::Returned {
        reason: "account_closed".to_owned(),
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn money_leaves_the_wallet_at_once_and_arrives_once(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    let cmd = purse.ask("40");
    let first = purse.send(&cmd).await.expect("begun");
    assert_eq!(purse.send(&cmd).await.expect("the same answer"), first);
    assert_eq!(purse.wallet().await, 6_000, "once");
    assert_eq!(purse.holds(Holder::Payout(first)).await, 4_000);
    purse.market.audit_is_clean().await;
    let other = Withdraw {
        amount: "41".to_owned(),
        ..cmd
    };
    let reused = purse.send(&other).await;
    assert!(matches!(reused, Err(Failure::CommandReused)), "{reused:?}");

    purse.work().await;
    let sent = purse.latest().await;
    assert_eq!(
        (sent.stage, sent.last4.as_str()),
        (PayoutStage::Sent, "4567")
    );
    for id in ["one", "one", "two"] {
        purse.told(id, &sent, BankOutcome::Settled).await;
    }
    purse.told("late", &sent, BankOutcome::Pending).await;
    // A bank that contradicts itself moves nothing.
    purse.told("other", &sent, returned()).await;
    assert_eq!(purse.latest().await.stage, PayoutStage::Settled);
    assert_eq!(purse.holds(Holder::Bank).await, 4_000);
    assert_eq!(purse.wallet().await, 6_000);
    assert_eq!(
        (purse.notices("begun").await, purse.notices("arrived").await),
        (1, 1)
    );
    assert_eq!(purse.notices("returned").await, 0);
    purse.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_came_back_is_in_the_wallet_again(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    purse.market.test.bank.answer(Some(returned()));
    purse.send(&purse.ask("100")).await.expect("begun");
    purse.work().await;
    let back = purse.latest().await;
    assert_eq!(back.stage, PayoutStage::Returned);
    assert_eq!(back.reason, Some(ReturnReason::AccountClosed));
    assert_eq!(purse.wallet().await, 10_000);
    purse.later(Duration::days(3)).await;
    assert_eq!(
        purse.page().await.withdrawals.len(),
        1,
        "nobody tries again alone"
    );
    assert_eq!(purse.notices("returned").await, 1);
    let letters = purse.market.test.mail.letters();
    assert!(
        letters
            .iter()
            .any(|letter| letter.subject.contains("in your wallet again"))
    );
    purse.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_bank_that_is_down_is_asked_again_under_the_same_id(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    purse.market.test.bank.answer(None);
    let id = purse.send(&purse.ask("100")).await.expect("begun");
    for _ in 0..20 {
        purse.later(Duration::hours(7)).await;
    }
    assert_eq!(purse.latest().await.stage, PayoutStage::Scheduled);
    let asked = purse.market.test.bank.asked();
    assert!(asked.len() > 12, "{}", asked.len());
    assert!(
        asked
            .iter()
            .all(|(asked, amount, _)| *asked == id && amount.minor == 10_000)
    );
    // By now staff see it.
    let desk = || staff::desk(&purse.market.ctx, &Actor::System);
    let seen = desk().await.expect("a desk").payouts;
    assert_eq!(seen.len(), 1);
    assert!(matches!(&seen[0].payee, DeskPayee::Member { name, .. } if name == "Lin"));
    let under_way = seen[0].under_way.expect("under way");
    assert_eq!(
        (under_way.payout, under_way.stage, under_way.amount.minor),
        (id, PayoutStage::Scheduled, 10_000)
    );
    purse.market.test.bank.answer(Some(BankOutcome::Settled));
    purse.later(Duration::hours(7)).await;
    assert_eq!(purse.latest().await.stage, PayoutStage::Settled);
    assert!(desk().await.expect("a desk").payouts.is_empty());
    assert_eq!(purse.holds(Holder::Bank).await, 10_000);
    purse.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_same_money_is_taken_out_once(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    let asks: Vec<Withdraw> = (0..4).map(|_| purse.ask("60")).collect();
    let (one, two, three, four) = tokio::join!(
        purse.send(&asks[0]),
        purse.send(&asks[1]),
        purse.send(&asks[2]),
        purse.send(&asks[3]),
    );
    let answers = [one, two, three, four];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for answer in answers.iter().filter(|answer| answer.is_err()) {
        let Err(Failure::Invalid(issues)) = answer else {
            panic!("{answer:?}");
        };
        let most = Money::new(4_000, purse.market.ctx.settings.currency);
        assert_eq!(issues.get("amount"), Some(&FieldIssue::TooMuch { most }));
    }
    assert_eq!(purse.wallet().await, 4_000);
    purse.market.audit_is_clean().await;

    // What the code would not do, the schema refuses: even where the floor was lifted.
    let below = sqlx::query(
        "update ledger_accounts set floor_minor = null, balance_minor = -1 where kind = 'wallet'",
    )
    .execute(&purse.market.ctx.db)
    .await
    .expect_err("never below zero");
    let said = below.to_string();
    assert!(
        said.contains("ledger_accounts_wallet_not_below_zero"),
        "{said}"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn another_number_holds_withdrawals_back(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    purse.save("Mallory", OTHER).await;
    purse.save("Mallory", OTHER).await;
    assert_eq!(
        purse.notices("account_changed").await,
        2,
        "the same again is no change"
    );
    let held = purse.send(&purse.ask("5")).await;
    assert!(
        matches!(
            held,
            Err(Failure::Refused(WithdrawalError::AccountHeld { .. }))
        ),
        "{held:?}"
    );
    // Another name in between does not shorten it.
    purse.save("Mallory Mo", "").await;
    purse.later(Duration::hours(47)).await;
    assert!(purse.page().await.waits.is_some());
    assert!(purse.send(&purse.ask("5")).await.is_err());
    purse.later(Duration::hours(1)).await;
    assert_eq!(purse.page().await.waits, None);
    purse.send(&purse.ask("5")).await.expect("begun");
    purse.work().await;
    assert_eq!(purse.market.test.bank.asked()[0].2, "6222021100007654321");
    let letters = purse.market.test.mail.letters();
    assert!(letters.iter().any(|letter| letter.subject.contains("4321")));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_cannot_be_taken_out_is_said(db: PgPool) {
    let purse = Purse::with(db, 100).await;
    for (typed, most) in [
        ("", None),
        ("much", None),
        ("0.99", None),
        ("100.01", Some(10_000)),
    ] {
        let Err(Failure::Invalid(issues)) = purse.send(&purse.ask(typed)).await else {
            panic!("{typed} was taken");
        };
        let issue = issues.get("amount").expect("an issue");
        let too_much = most.map(|minor| FieldIssue::TooMuch {
            most: Money::new(minor, purse.market.ctx.settings.currency),
        });
        assert!(
            too_much.is_none_or(|too_much| *issue == too_much),
            "{issue:?}"
        );
    }
    let market = &purse.market;
    let mo = market.member("Mo").await;
    let guest = market.guest().await;
    let ctx = &market.ctx;
    let none = withdrawal::withdraw(ctx, &mo, &purse.ask("5")).await;
    assert!(
        matches!(none, Err(Failure::Refused(WithdrawalError::NoAccount))),
        "{none:?}"
    );
    for nobody in [&guest, &Actor::Stranger] {
        let asked = withdrawal::withdraw(ctx, nobody, &purse.ask("5")).await;
        assert!(matches!(asked, Err(Failure::SignIn)), "{asked:?}");
        let seen = withdrawal::withdrawals_page(ctx, nobody, 1).await;
        assert!(matches!(seen, Err(Failure::SignIn)), "{seen:?}");
    }
    assert!(
        withdrawal::withdrawals_page(ctx, &mo, 1)
            .await
            .expect("one's own")
            .account
            .is_none()
    );
}
