//! Deposits on a real Postgres: paid in, taken out, charged.

mod fees;

use crate::payouts::paid::{NUMBER, Paid, account};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::FeeId,
    money::{
        Money,
        deposit::{
            PayDeposit, TakeDeposit, Wait,
            fee::{ChargeFee, FeeForm},
            view::{DepositMove, DepositView},
        },
        ledger::Holder,
    },
    text::FieldIssue,
    trade::{
        order::{CancelOrder, Party},
        shop::ShopMove,
    },
    when::local_text,
};
use longtail_backend::{
    Failure, MIGRATIONS,
    failure::Refusal,
    growth::dashboard,
    money::deposit,
    testing,
    trade::{checkout, order, shop},
};
use sqlx::PgPool;
use std::fmt::Debug;

/// A tea shop with money in its balance, and somebody of the staff.
pub struct Office {
    pub paid: Paid,
    pub staff: Actor,
}

impl Office {
    /// A shop that nothing stays back of, which has sold so many for ¥107 each.
    pub async fn with(db: PgPool, sales: u32) -> Self {
        let paid = Paid::established(db).await;
        for _ in 0..sales {
            paid.earn().await;
        }
        Self::of(paid).await
    }

    async fn of(paid: Paid) -> Self {
        let staff = testing::staff(&paid.market.ctx, "Wen").await;
        Self { paid, staff }
    }

    pub fn owner(&self) -> &Actor {
        &self.paid.tea.owner
    }

    fn clerk(&self) -> Actor {
        Actor::Member {
            account: self.paid.market.ctx.new_id(),
            seats: vec![Seat {
                shop: self.paid.tea.shop,
                role: ShopRole::Clerk,
            }],
        }
    }

    pub fn yuan(&self, minor: i64) -> Money {
        Money::new(minor, self.paid.market.ctx.settings.currency)
    }

    fn ask(&self, amount: &str) -> PayDeposit {
        PayDeposit {
            command: self.paid.market.ctx.new_id(),
            shop: "tea".to_owned(),
            amount: amount.to_owned(),
        }
    }

    /// A moment later.
    pub async fn pay(&self, amount: &str) -> Result<Money, Failure<Refusal>> {
        self.paid.market.test.clock.advance(Duration::seconds(1));
        deposit::pay(&self.paid.market.ctx, self.owner(), &self.ask(amount)).await
    }

    /// A moment later.
    async fn take(&self, amount: &str) -> Result<Money, Failure<Refusal>> {
        self.paid.market.test.clock.advance(Duration::seconds(1));
        let take = TakeDeposit {
            command: self.paid.market.ctx.new_id(),
            shop: "tea".to_owned(),
            amount: amount.to_owned(),
        };
        deposit::take(&self.paid.market.ctx, self.owner(), &take).await
    }

    pub fn fee(&self, platform: &str, buyer: &str, order: &str) -> ChargeFee {
        ChargeFee {
            command: self.paid.market.ctx.new_id(),
            form: FeeForm {
                shop: "tea".to_owned(),
                order: order.to_owned(),
                platform: platform.to_owned(),
                buyer: buyer.to_owned(),
                reason: "Sent a week late".to_owned(),
            },
        }
    }

    pub async fn charge(&self, cmd: &ChargeFee) -> Result<FeeId, Failure<Refusal>> {
        deposit::charge(&self.paid.market.ctx, &self.staff, cmd).await
    }

    pub async fn page(&self) -> DepositView {
        deposit::deposit_page(&self.paid.market.ctx, self.owner(), "tea", 1)
            .await
            .expect("a page")
    }

    pub async fn held(&self) -> i64 {
        self.paid.holds(Holder::Deposit(self.paid.tea.shop)).await
    }

    /// When the last order was completed.
    async fn last_ended(&self) -> DateTime<Utc> {
        sqlx::query_scalar("select max(completed_at) from orders")
            .fetch_one(&self.paid.market.ctx.db)
            .await
            .expect("an order")
    }

    async fn balance(&self) -> i64 {
        self.paid
            .holds(Holder::ShopBalance(self.paid.tea.shop))
            .await
    }
}

/// What is wrong with a field.
pub fn issue<T: Debug>(answer: Result<T, Failure<Refusal>>, field: &str) -> FieldIssue {
    let Err(Failure::Invalid(issues)) = answer else {
        panic!("{answer:?}");
    };
    let issue = issues.get(field).cloned();
    issue.unwrap_or_else(|| panic!("nothing is wrong with {field}: {issues:?}"))
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn it_is_paid_from_the_balance_and_taken_out_above_what_is_needed(db: PgPool) {
    let office = Office::with(db, 2).await;
    let ctx = &office.paid.market.ctx;
    let cmd = office.ask("60");
    for _ in 0..2 {
        let paid = deposit::pay(ctx, office.owner(), &cmd).await;
        assert_eq!(paid.expect("paid in"), office.yuan(6_000));
    }
    assert_eq!(office.held().await, 6_000, "once");
    let other = PayDeposit {
        amount: "61".to_owned(),
        ..cmd
    };
    let reused = deposit::pay(ctx, office.owner(), &other).await;
    assert!(matches!(reused, Err(Failure::CommandReused)), "{reused:?}");
    let page = office.page().await;
    assert_eq!(page.deposit.missing(), office.yuan(4_000));
    assert_eq!(page.available, office.yuan(15_400));

    let most = |minor| FieldIssue::TooMuch {
        most: office.yuan(minor),
    };
    assert_eq!(issue(office.take("1").await, "amount"), most(0));
    assert_eq!(issue(office.pay("154.01").await, "amount"), most(15_400));
    office.pay("150").await.expect("more than is needed");
    assert_eq!(issue(office.take("110.01").await, "amount"), most(11_000));
    office.take("110").await.expect("what is more");
    assert_eq!(
        (office.held().await, office.balance().await),
        (10_000, 11_400)
    );
    let moved: Vec<(DepositMove, i64)> = office
        .page()
        .await
        .entries
        .into_iter()
        .map(|entry| (entry.what, entry.change.minor))
        .collect();
    assert_eq!(
        moved,
        [
            (DepositMove::TakenOut, -11_000),
            (DepositMove::PaidIn, 15_000),
            (DepositMove::PaidIn, 6_000),
        ]
    );
    office.paid.market.audit_is_clean().await;

    // Closed for good, the shop gets all of it once its last buyers can complain no more.
    shop::move_stage(ctx, office.owner(), office.paid.tea.shop, ShopMove::Close)
        .await
        .expect("closed");
    let until = office.last_ended().await + ctx.settings.after_sales;
    let deposit = office.page().await.deposit;
    assert_eq!(
        deposit.waiting(),
        Some((office.yuan(10_000), Wait::Until(until)))
    );
    // Each is asked for a second later.
    office
        .paid
        .market
        .test
        .clock
        .set(until - Duration::seconds(2));
    let FieldIssue::Other { text } = issue(office.take("0.01").await, "amount") else {
        panic!("it is not told from when");
    };
    assert!(text.en.contains(&local_text(until)), "{}", text.en);
    assert_eq!(office.held().await, 10_000);
    office.take("100").await.expect("all of it");
    assert_eq!((office.held().await, office.balance().await), (0, 21_400));
    assert_eq!(office.page().await.deposit.waiting(), None);
    assert_eq!(office.page().await.deposit.missing(), office.yuan(0));
    office.paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_closed_shop_waits_for_its_orders(db: PgPool) {
    let office = Office::with(db, 1).await;
    let market = &office.paid.market;
    let ctx = &market.ctx;
    office.pay("100").await.expect("paid in");
    let buyer = market.guest().await;
    let goods = [(office.paid.tea.variant, 1)];
    let paid = market.place(&buyer, &goods).await;
    market.pay_by_card(&buyer, &paid).await;
    let unpaid = market.place(&buyer, &goods).await;
    // The front door stays shut as long as orders are under way; the deposit does not rely on it.
    sqlx::query("update shops set stage = 'closed'")
        .execute(&ctx.db)
        .await
        .expect("closed");
    let waits_for_orders = async || {
        let waiting = office.page().await.deposit.waiting();
        assert_eq!(waiting, Some((office.yuan(10_000), Wait::Orders)));
        let FieldIssue::Other { text } = issue(office.take("0.01").await, "amount") else {
            panic!("it is not told why");
        };
        assert!(text.en.contains("under way"), "{}", text.en);
    };
    waits_for_orders().await;
    let cancel = CancelOrder {
        command: ctx.new_id(),
        order: paid.orders[0],
        by: Party::Buyer,
    };
    order::cancel(ctx, &buyer, &cancel)
        .await
        .expect("called off");
    let ended = ctx.now();
    waits_for_orders().await;
    // What was never paid leaves nothing to complain about.
    checkout::cancel(ctx, &buyer, unpaid.checkout)
        .await
        .expect("called off");
    let until = Wait::Until(ended + ctx.settings.after_sales);
    let waiting = office.page().await.deposit.waiting();
    assert_eq!(waiting, Some((office.yuan(10_000), until)));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_stays_back_cannot_be_paid_in_nor_shrinks_by_paying(db: PgPool) {
    let office = Office::of(Paid::new(db).await).await;
    office.paid.earn().await;
    // A tenth of ¥107 stays back.
    let most = office.yuan(9_630);
    assert_eq!(
        issue(office.pay("96.31").await, "amount"),
        FieldIssue::TooMuch { most }
    );
    office.pay("96.30").await.expect("what is available");
    let payouts = office.paid.page().await;
    assert_eq!(payouts.available, office.yuan(0));
    let reserve = payouts.reserve.expect("a reserve");
    assert_eq!(reserve.amount, office.yuan(1_070), "of all that was earned");

    // A payout takes what came since, and leaves the deposit alone.
    office.paid.earn().await;
    office.paid.save(&account("Lin Xiaoyu", NUMBER)).await;
    office.paid.work().await;
    assert_eq!(office.paid.latest().await.amount, most);
    assert_eq!(office.held().await, 9_630);
    assert_eq!(office.balance().await, 2_140);
    office.paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_same_balance_is_paid_in_once(db: PgPool) {
    let office = Office::with(db, 1).await;
    let ctx = &office.paid.market.ctx;
    let asks = [office.ask("60"), office.ask("60"), office.ask("60")];
    let (one, two, three) = tokio::join!(
        deposit::pay(ctx, office.owner(), &asks[0]),
        deposit::pay(ctx, office.owner(), &asks[1]),
        deposit::pay(ctx, office.owner(), &asks[2]),
    );
    let most = office.yuan(4_700);
    let (done, refused): (Vec<_>, Vec<_>) = [one, two, three].into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    for answer in refused {
        assert_eq!(issue(answer, "amount"), FieldIssue::TooMuch { most });
    }
    assert_eq!(
        (office.held().await, office.balance().await),
        (6_000, 4_700)
    );
    office.paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn it_is_the_owners_alone_and_what_is_missing_is_told_them(db: PgPool) {
    let office = Office::with(db, 1).await;
    let ctx = &office.paid.market.ctx;
    let missing = async |actor: &Actor| {
        dashboard::shop_overview(ctx, actor, "tea")
            .await
            .expect("an overview")
            .deposit_missing
    };
    let clerk = office.clerk();
    assert_eq!(missing(office.owner()).await, Some(office.yuan(10_000)));
    assert_eq!(missing(&clerk).await, None, "clerks see no money");
    office.pay("100").await.expect("paid in");
    assert_eq!(missing(office.owner()).await, None);

    let mo = office.paid.market.member("Mo").await;
    for nobody in [&clerk, &mo, &office.staff] {
        let paid = deposit::pay(ctx, nobody, &office.ask("1")).await;
        assert!(matches!(paid, Err(Failure::NotFound)), "{paid:?}");
        let seen = deposit::deposit_page(ctx, nobody, "tea", 1).await;
        assert!(matches!(seen, Err(Failure::NotFound)), "{seen:?}");
    }
    let guest = office.paid.market.guest().await;
    let paid = deposit::pay(ctx, &guest, &office.ask("1")).await;
    assert!(matches!(paid, Err(Failure::SignIn)), "{paid:?}");
}
