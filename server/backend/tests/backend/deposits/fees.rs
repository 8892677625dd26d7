//! Fees: who pays, who gets what, who is told, and what cannot be.

use super::{Office, issue};
use crate::common::until_waiting;
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::AccountId,
    money::{
        deposit::{fee::FeeForm, view::DepositMove},
        ledger::Holder,
    },
    text::FieldIssue,
};
use longtail_backend::{Failure, MIGRATIONS, jobs, money::deposit};
use sqlx::PgPool;

/// The number and the buyer of some order.
async fn an_order(office: &Office) -> (String, AccountId) {
    let (number, buyer): (String, uuid::Uuid) =
        sqlx::query_as("select number, buyer_id from orders limit 1")
            .fetch_one(&office.paid.market.ctx.db)
            .await
            .expect("an order");
    (number, AccountId(buyer))
}

async fn told(office: &Office, what: &str) -> i64 {
    sqlx::query_scalar("select count(*) from notices where content->>'what' = $1")
        .bind(what)
        .fetch_one(&office.paid.market.ctx.db)
        .await
        .expect("a count")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_fee_is_paid_once_to_the_market_and_the_buyer_and_is_told(db: PgPool) {
    let office = Office::with(db, 1).await;
    let market = &office.paid.market;
    let (number, buyer) = an_order(&office).await;
    office.pay("100").await.expect("paid in");
    market.test.clock.advance(Duration::minutes(1));
    let fee = office.fee("30", "12.50", &number);
    let first = office.charge(&fee).await.expect("charged");
    assert_eq!(office.charge(&fee).await.expect("the same answer"), first);
    assert_eq!(office.held().await, 5_750, "once");
    assert_eq!(office.paid.holds(Holder::Fees).await, 3_000);
    assert_eq!(office.paid.holds(Holder::Wallet(buyer)).await, 1_250);
    market.audit_is_clean().await;

    assert_eq!(
        (
            told(&office, "charged").await,
            told(&office, "compensated").await
        ),
        (1, 1)
    );
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let letters = market.test.mail.letters();
    let about: Vec<&str> = letters
        .iter()
        .map(|letter| letter.subject.as_str())
        .filter(|subject| subject.contains("Sent a week late"))
        .collect();
    assert_eq!(about.len(), 2, "{letters:?}");
    assert!(
        about
            .iter()
            .any(|subject| subject.contains("¥42.50 of the deposit"))
    );

    let page = office.page().await;
    let entry = &page.entries[0];
    assert_eq!(entry.change, office.yuan(-4_250));
    let DepositMove::Fee { reason, order, .. } = &entry.what else {
        panic!("{entry:?}");
    };
    assert_eq!(reason, "Sent a week late");
    assert_eq!(
        order.as_ref().map(|(_, number)| number.as_str()),
        Some(number.as_str())
    );
    let desk = deposit::fees_page(&market.ctx, &office.staff, 1)
        .await
        .expect("a page");
    assert_eq!((desk.fees.len(), desk.shops.len()), (1, 1));
    assert_eq!(desk.shops[0].held, office.yuan(5_750));
    assert_eq!(desk.fees[0].charged_by, "Wen");

    // Another one about the same order, without a part for the buyer.
    office
        .charge(&office.fee("1", "", &number))
        .await
        .expect("charged");
    assert_eq!(told(&office, "compensated").await, 1);
    assert_eq!(office.held().await, 5_650);
    market.audit_is_clean().await;
    market.are_append_only(&["violation_fees"]).await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_fee_waits_for_its_order_before_it_holds_the_buyers_wallet(db: PgPool) {
    let office = Office::with(db, 1).await;
    let db = &office.paid.market.ctx.db;
    let (number, buyer) = an_order(&office).await;
    office.pay("100").await.expect("paid in");
    office
        .charge(&office.fee("1", "1", &number))
        .await
        .expect("charged: the buyer has a wallet now");
    let fee = office.fee("30", "12.50", &number);
    // As a refund of the same order holds it, which goes on to the wallet.
    let mut held = db.begin().await.expect("a transaction");
    sqlx::query("select 1 from orders where number = $1 for update")
        .bind(&number)
        .execute(&mut *held)
        .await
        .expect("held");
    let let_go = async {
        until_waiting(db, 1).await;
        let wallets = sqlx::query(
            "select 1 from ledger_accounts where kind = 'wallet' and owner_id = $1 for update nowait",
        )
        .bind(buyer.0)
        .execute(&mut *held)
        .await
        .expect("nobody holds the wallet");
        assert_eq!(wallets.rows_affected(), 1);
        held.rollback().await.expect("let go");
    };
    let (charged, ()) = tokio::join!(office.charge(&fee), let_go);
    charged.expect("charged");
    office.paid.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_deposit_never_owes(db: PgPool) {
    let office = Office::with(db, 1).await;
    let nothing = office.charge(&office.fee("0.01", "", "")).await;
    assert!(matches!(
        issue(nothing, "platform"),
        FieldIssue::Other { .. }
    ));
    office.pay("100").await.expect("paid in");
    let fees = [
        office.fee("60", "", ""),
        office.fee("60", "", ""),
        office.fee("60", "", ""),
    ];
    let (one, two, three) = tokio::join!(
        office.charge(&fees[0]),
        office.charge(&fees[1]),
        office.charge(&fees[2]),
    );
    let (done, refused): (Vec<_>, Vec<_>) = [one, two, three].into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    for answer in refused {
        let FieldIssue::Other { text } = issue(answer, "platform") else {
            panic!("no cure is told");
        };
        assert!(text.en.contains("write ¥40.00 or less"), "{}", text.en);
    }
    assert_eq!(office.held().await, 4_000);
    office.paid.market.audit_is_clean().await;

    // What the code would not do, the schema refuses: even where the floor was lifted.
    let below = sqlx::query(
        "update ledger_accounts set floor_minor = null, balance_minor = -1 where kind = 'deposit'",
    )
    .execute(&office.paid.market.ctx.db)
    .await
    .expect_err("never below zero");
    let said = below.to_string();
    assert!(
        said.contains("ledger_accounts_deposit_not_below_zero"),
        "{said}"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_wrong_with_a_fee_is_said_and_only_staff_charge_one(db: PgPool) {
    let office = Office::with(db, 1).await;
    let market = &office.paid.market;
    office.pay("100").await.expect("paid in");
    let (number, _) = an_order(&office).await;
    market.listing("clay", 10_000, 5).await;
    let elsewhere = |shop: &str| {
        let fee = office.fee("1", "1", &number);
        let form = FeeForm {
            shop: shop.to_owned(),
            ..fee.form
        };
        longtail::money::deposit::fee::ChargeFee { form, ..fee }
    };
    let no_shop = office.charge(&elsewhere("nobody")).await;
    assert_eq!(issue(no_shop, "shop"), FieldIssue::NotAChoice);
    // An order of another shop, one that is none, and one that nobody has paid.
    let unpaid = {
        let buyer = market.guest().await;
        let placed = market.place(&buyer, &[(office.paid.tea.variant, 1)]).await;
        sqlx::query_scalar::<_, String>("select number from orders where id = $1")
            .bind(placed.orders[0].0)
            .fetch_one(&market.ctx.db)
            .await
            .expect("a number")
    };
    for fee in [
        elsewhere("clay"),
        office.fee("1", "1", "990101-00000000"),
        office.fee("1", "1", &unpaid),
        office.fee("1", "1", ""),
    ] {
        let answer = office.charge(&fee).await;
        assert!(matches!(issue(answer, "order"), FieldIssue::Other { .. }));
    }
    assert_eq!(office.held().await, 10_000);

    let mo = market.member("Mo").await;
    let fee = office.fee("1", "", "");
    for nobody in [office.owner(), &mo] {
        let charged = deposit::charge(&market.ctx, nobody, &fee).await;
        assert!(matches!(charged, Err(Failure::NotFound)), "{charged:?}");
        let seen = deposit::fees_page(&market.ctx, nobody, 1).await;
        assert!(matches!(seen, Err(Failure::NotFound)), "{seen:?}");
    }
    let charged = deposit::charge(&market.ctx, &Actor::Stranger, &fee).await;
    assert!(matches!(charged, Err(Failure::SignIn)), "{charged:?}");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_audit_finds_a_fee_that_is_not_its_transfers(db: PgPool) {
    let office = Office::with(db, 1).await;
    let market = &office.paid.market;
    let (number, _) = an_order(&office).await;
    office.pay("100").await.expect("paid in");
    office
        .charge(&office.fee("3", "5", &number))
        .await
        .expect("charged");
    market.audit_is_clean().await;
    for tampering in [
        "alter table violation_fees disable trigger violation_fees_append_only",
        "update violation_fees set platform_minor = 400",
    ] {
        sqlx::query(tampering)
            .execute(&market.ctx.db)
            .await
            .expect("tampered with");
    }
    assert_eq!(market.broken_proofs().await, ["deposits"]);
}
