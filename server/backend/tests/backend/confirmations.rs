//! Large sums wait for a code from a letter: payments, withdrawals, and refunds by a shop.

mod in_parts;

use crate::{common::Market, withdrawals::Purse};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CommandId, PaymentId},
    money::{
        confirmation::{CodeError, LETTERS_AN_HOUR, Large},
        payment::{GatewayOutcome, Means, Method, NextStep, PaymentError},
        refund::{RefundError, RefundForm, RefundOrder},
        withdrawal::{Withdraw, WithdrawalError},
    },
    trade::checkout::PlacedCheckout,
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{payment, refund},
    testing::TestMarket,
    trade::{checkout, order},
};
use sqlx::PgPool;

/// The code in the latest letter with one.
pub fn code_in_letter(market: &TestMarket) -> String {
    let letters = market.mail.letters();
    let letter = letters
        .iter()
        .rev()
        .find(|letter| letter.subject.contains("code"))
        .expect("a letter");
    letter
        .body
        .lines()
        .find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()))
        .expect("a code")
        .to_owned()
}

/// Another code than this.
fn wrong(code: &str) -> String {
    let number: u32 = code.parse().expect("six digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

fn needed<T: std::fmt::Debug>(answer: &Result<T, Failure<WithdrawalError>>) -> bool {
    matches!(
        answer,
        Err(Failure::Refused(WithdrawalError::Code(
            CodeError::Needed { .. }
        )))
    )
}

fn with(cmd: &Withdraw, code: &str) -> Withdraw {
    Withdraw {
        code: code.to_owned(),
        ..cmd.clone()
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_large_withdrawal_waits_for_its_code(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    let mail = &purse.market.test;
    purse.send(&purse.ask("4999.99")).await.expect("not large");
    let cmd = purse.ask("5000");
    let asked = purse.send(&cmd).await;
    let Err(Failure::Refused(WithdrawalError::Code(CodeError::Needed { to, large }))) = &asked
    else {
        panic!("{asked:?}");
    };
    assert_eq!(to, "l•••@longtail.example");
    assert_eq!(*large, Large::Alone);
    assert!(
        needed(&purse.send(&cmd).await),
        "a second click waits for the same letter"
    );
    purse.work().await;
    let letters = mail.mail.letters();
    let with_code = letters
        .iter()
        .filter(|letter| letter.subject.contains("code"));
    assert_eq!(with_code.count(), 1);
    assert_eq!(
        purse.wallet().await,
        2_000_000 - 499_999,
        "nothing has moved"
    );
    let code = code_in_letter(mail);
    let kept: String = sqlx::query_scalar("select code_hash from confirmations")
        .fetch_one(&purse.market.ctx.db)
        .await
        .expect("a hash");
    assert!(kept.starts_with("$argon2id$") && !kept.contains(&code));

    // It is bound to the amount: for another one it opens nothing.
    let more = purse.send(&with(&purse.ask("5000.01"), &code)).await;
    let worthless = WithdrawalError::Code(CodeError::Worthless);
    assert!(
        matches!(&more, Err(Failure::Refused(refused)) if *refused == worthless),
        "{more:?}"
    );
    let typed = with(&cmd, &format!(" {} {} ", &code[..3], &code[3..]));
    let first = purse.send(&typed).await.expect("confirmed");
    assert_eq!(purse.send(&typed).await.expect("the same answer"), first);
    assert_eq!(purse.wallet().await, 2_000_000 - 499_999 - 500_000);

    // And it is used up: the same again needs another.
    let again = purse.send(&with(&purse.ask("5000"), &code)).await;
    assert!(
        matches!(&again, Err(Failure::Refused(refused)) if *refused == worthless),
        "{again:?}"
    );
    purse.market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_code_is_tried_five_times_and_for_ten_minutes(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    let cmd = purse.ask("6000");
    assert!(needed(&purse.send(&cmd).await));
    purse.work().await;
    let code = code_in_letter(&purse.market.test);
    // Many guesses at once count as many.
    let guess = with(&cmd, &wrong(&code));
    let (one, two, three, four) = tokio::join!(
        purse.send(&guess),
        purse.send(&guess),
        purse.send(&guess),
        purse.send(&guess),
    );
    let mut left: Vec<u32> = [one, two, three, four]
        .into_iter()
        .map(|answer| match answer {
            Err(Failure::Refused(WithdrawalError::Code(CodeError::Wrong { left }))) => left,
            other => panic!("{other:?}"),
        })
        .collect();
    left.sort_unstable();
    assert_eq!(left, [1, 2, 3, 4]);
    let fifth = purse.send(&guess).await;
    let worthless = |answer: &Result<_, _>| {
        matches!(
            answer,
            Err(Failure::Refused(WithdrawalError::Code(
                CodeError::Worthless
            )))
        )
    };
    assert!(worthless(&fifth), "{fifth:?}");
    let right = purse.send(&with(&cmd, &code)).await;
    assert!(worthless(&right), "too late for the right one");

    assert!(needed(&purse.send(&cmd).await), "another letter");
    purse.work().await;
    let code = code_in_letter(&purse.market.test);
    purse.market.test.clock.advance(Duration::minutes(10));
    let late = purse.send(&with(&cmd, &code)).await;
    assert!(worthless(&late), "{late:?}");
    assert_eq!(purse.wallet().await, 2_000_000);

    // Letters are not written without end.
    for _ in 2..LETTERS_AN_HOUR {
        purse.market.test.clock.advance(Duration::minutes(1));
        assert!(needed(&purse.send(&cmd).await));
    }
    purse.market.test.clock.advance(Duration::minutes(1));
    let enough = purse.send(&cmd).await;
    assert!(matches!(enough, Err(Failure::TooMany { .. })), "{enough:?}");
    purse.market.test.clock.advance(Duration::hours(1));
    assert!(needed(&purse.send(&cmd).await));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_code_confirms_one_command_of_two(db: PgPool) {
    let purse = Purse::with(db, 20_000).await;
    let (one, two) = (purse.ask("6000"), purse.ask("6000"));
    assert!(needed(&purse.send(&one).await));
    purse.work().await;
    let code = code_in_letter(&purse.market.test);
    let (one, two) = (with(&one, &code), with(&two, &code));
    let (first, second) = tokio::join!(purse.send(&one), purse.send(&two));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    assert_eq!(purse.wallet().await, 1_400_000);
    purse.market.audit_is_clean().await;
}

async fn pay(
    market: &Market,
    buyer: &Actor,
    command: CommandId,
    checkout: longtail::id::CheckoutId,
    method: Method,
    code: &str,
) -> Result<NextStep, Failure<PaymentError>> {
    let code = code.to_owned();
    payment::pay_checkout(
        &market.ctx,
        buyer,
        command,
        checkout,
        Means { method, code },
    )
    .await
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_large_payment_is_begun_only_with_its_code(db: PgPool) {
    let market = Market::new(db).await;
    // A guest, whose letters go to the address of the checkout.
    let buyer = market.guest().await;
    let phone = market.listing("phone", 600_000, 5).await;
    let placed = market.place(&buyer, &[(phone.variant, 1)]).await;
    let command: CommandId = market.ctx.new_id();
    let asked = pay(&market, &buyer, command, placed.checkout, Method::Card, "").await;
    assert!(
        matches!(
            asked,
            Err(Failure::Refused(PaymentError::Code(
                CodeError::Needed { .. }
            )))
        ),
        "{asked:?}"
    );
    assert!(market.test.gateway.asked().is_empty(), "nobody was charged");
    let payments: i64 = sqlx::query_scalar("select count(*) from payments")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count");
    assert_eq!(payments, 0);
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let code = code_in_letter(&market.test);
    // A double click, under the same id.
    for _ in 0..2 {
        let begun = pay(
            &market,
            &buyer,
            command,
            placed.checkout,
            Method::Card,
            &code,
        )
        .await;
        assert!(matches!(begun, Ok(NextStep::GoTo { .. })), "{begun:?}");
    }
    // Another window has a new code sent; the first form still is what it was.
    market.test.clock.advance(Duration::minutes(11));
    let anew = market.ctx.new_id();
    let asked = pay(&market, &buyer, anew, placed.checkout, Method::Card, "").await;
    assert!(asked.is_err(), "{asked:?}");
    for typed in [code.as_str(), ""] {
        let again = pay(
            &market,
            &buyer,
            command,
            placed.checkout,
            Method::Card,
            typed,
        )
        .await;
        assert!(matches!(again, Ok(NextStep::GoTo { .. })), "{again:?}");
    }
    let event = market.event(PaymentId(command.0), placed.total, GatewayOutcome::Captured);
    payment::record_gateway_event(&market.ctx, event)
        .await
        .expect("paid");
    market.audit_is_clean().await;

    // Somebody else's checkout gets no letter.
    let other = market.member("Mo").await;
    let second = market.place(&buyer, &[(phone.variant, 1)]).await;
    let spied = pay(
        &market,
        &other,
        market.ctx.new_id(),
        second.checkout,
        Method::Wallet,
        "",
    )
    .await;
    assert!(matches!(spied, Err(Failure::NotFound)), "{spied:?}");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_guests_code_goes_to_the_address_of_what_is_paid(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let phone = market.listing("phone", 600_000, 5).await;
    let mut checkouts = Vec::new();
    for email in ["first@longtail.example", "second@longtail.example"] {
        let mut form = market.fill(&buyer, &[(phone.variant, 1)]).await;
        form.email = email.into();
        let placed = checkout::place(&market.ctx, &buyer, &form)
            .await
            .expect("placed");
        checkouts.push(placed.checkout);
    }
    let command = market.ctx.new_id();
    let asked = pay(&market, &buyer, command, checkouts[0], Method::Card, "").await;
    let Err(Failure::Refused(PaymentError::Code(CodeError::Needed { to, .. }))) = &asked else {
        panic!("{asked:?}");
    };
    assert_eq!(to, "f•••@longtail.example");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let letters = market.test.mail.letters();
    let letter = letters
        .iter()
        .find(|letter| letter.subject.contains("code"));
    assert_eq!(letter.expect("a letter").to, "first@longtail.example");
}

/// Pays for a large checkout by card; answers with the code that it took.
async fn paid(market: &Market, buyer: &Actor, placed: &PlacedCheckout) -> String {
    let command: CommandId = market.ctx.new_id();
    let asked = pay(market, buyer, command, placed.checkout, Method::Card, "").await;
    assert!(asked.is_err(), "{asked:?}");
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let code = code_in_letter(&market.test);
    pay(market, buyer, command, placed.checkout, Method::Card, &code)
        .await
        .expect("begun");
    let event = market.event(PaymentId(command.0), placed.total, GatewayOutcome::Captured);
    payment::record_gateway_event(&market.ctx, event)
        .await
        .expect("paid");
    code
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_large_refund_is_confirmed_by_the_shop(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let phone = market.listing("phone", 300_000, 5).await;
    let placed = market.place(&buyer, &[(phone.variant, 2)]).await;
    let code = paid(&market, &buyer, &placed).await;
    let order = placed.orders[0];
    let owner = &phone.owner;
    let line = order::order_page(&market.ctx, owner, order)
        .await
        .expect("a page")
        .summary
        .lines[0]
        .id;
    market.ship(owner, order).await;
    let mut cmd = RefundOrder {
        command: market.ctx.new_id(),
        order,
        form: RefundForm {
            pieces: vec![(line, "2".to_owned())],
            goods: String::new(),
            postage: String::new(),
            reason: "It came late".to_owned(),
        },
        agreed_minor: None,
        agreed_unsent: 0,
        code: String::new(),
    };
    let look = refund::refund(&market.ctx, owner, &cmd).await;
    assert!(
        matches!(look, Err(Failure::Refused(RefundError::LookAgain { .. }))),
        "the sum is looked at before a letter is written: {look:?}"
    );
    cmd.agreed_minor = Some(600_000);
    let asked = refund::refund(&market.ctx, owner, &cmd).await;
    let Err(Failure::Refused(RefundError::Code(CodeError::Needed { to, .. }))) = &asked else {
        panic!("{asked:?}");
    };
    assert_eq!(to, "p•••@longtail.example", "to whoever pays back");
    market.test.clock.advance(Duration::seconds(5));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    // The buyer's code was for something else.
    cmd.code.clone_from(&code);
    let letter = code_in_letter(&market.test);
    if letter != code {
        assert!(refund::refund(&market.ctx, owner, &cmd).await.is_err());
    }
    cmd.code = letter;
    refund::refund(&market.ctx, owner, &cmd)
        .await
        .expect("paid back");
    refund::refund(&market.ctx, owner, &cmd)
        .await
        .expect("the same answer again");
    let page = order::order_page(&market.ctx, &buyer, order)
        .await
        .expect("a page");
    assert_eq!(page.refunded.minor, 600_000);
    market.audit_is_clean().await;
}
