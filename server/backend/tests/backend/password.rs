//! New passwords: in place of a known one, and of a forgotten one.

use chrono::Duration;
use longtail::{
    actor::Actor,
    text::FieldIssue,
    trust::account::{AccountError, SignUp},
};
use longtail_backend::{
    Ctx, Failure, jobs,
    testing::{self, PASSWORD, TestMarket},
    trust::account::{self, SignedIn, Visit},
};
use sqlx::PgPool;

const EMAIL: &str = "lin@example.com";
const NEW: &str = "plum blossom at night";

async fn join(ctx: &Ctx) -> SignedIn {
    let form = SignUp {
        name: "Lin".to_owned(),
        email: EMAIL.to_owned(),
        password: PASSWORD.to_owned(),
    };
    account::sign_up(ctx, &Visit::default(), &form)
        .await
        .expect("a member")
}

fn visit_of(actor: &Actor) -> Visit {
    Visit {
        actor: actor.clone(),
        ..Visit::default()
    }
}

async fn run_jobs(ctx: &Ctx) {
    while jobs::run_next(ctx).await.expect("a job") {}
}

/// The key in the latest letter with a link for a new password.
fn key_in_letter(market: &TestMarket) -> Option<String> {
    let letters = market.mail.letters();
    let letter = letters
        .iter()
        .rev()
        .find(|letter| letter.body.contains("/reset-password/"))?;
    let (_, rest) = letter.body.split_once("/reset-password/")?;
    rest.split_whitespace().next().map(str::to_owned)
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_changed_password_signs_out_everywhere_else(db: PgPool) {
    let market = TestMarket::new(db);
    let ctx = &market.ctx;
    let elsewhere = join(ctx).await;
    let visit = visit_of(&elsewhere.actor);

    let wrong = account::change_password(ctx, &visit, "not it at all", NEW).await;
    assert!(matches!(
        wrong,
        Err(Failure::Refused(AccountError::WrongPassword))
    ));
    let Err(Failure::Invalid(issues)) = account::change_password(ctx, &visit, PASSWORD, "x").await
    else {
        panic!("a short password was taken");
    };
    assert!(matches!(
        issues.get("password"),
        Some(FieldIssue::TooShort { .. })
    ));

    let here = account::change_password(ctx, &visit, PASSWORD, NEW)
        .await
        .expect("changed");
    let left = account::actor_of(ctx, &elsewhere.token)
        .await
        .expect("read");
    assert_eq!(left, Actor::Stranger);
    let stays = account::actor_of(ctx, &here.token).await.expect("read");
    assert_eq!(stays, elsewhere.actor);
    let old = account::sign_in(ctx, &Visit::default(), EMAIL, PASSWORD).await;
    assert!(matches!(
        old,
        Err(Failure::Refused(AccountError::WrongPassword))
    ));
    account::sign_in(ctx, &Visit::default(), EMAIL, NEW)
        .await
        .expect("signed in");
    run_jobs(ctx).await;
    assert!(
        market
            .mail
            .letters()
            .iter()
            .any(|letter| letter.subject.contains("password was changed"))
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_forgotten_password_is_replaced_once_and_in_time(db: PgPool) {
    let market = TestMarket::new(db);
    let ctx = &market.ctx;
    join(ctx).await;
    let anybody = Visit::default();

    account::ask_for_reset(ctx, &anybody, "nobody@example.com")
        .await
        .expect("the same answer");
    run_jobs(ctx).await;
    assert_eq!(key_in_letter(&market), None);

    account::ask_for_reset(ctx, &anybody, " LIN@example.com ")
        .await
        .expect("a promise");
    run_jobs(ctx).await;
    let late = key_in_letter(&market).expect("a letter");
    market.clock.advance(Duration::minutes(61));
    let refused = account::reset_password(ctx, &anybody, &late, NEW).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(AccountError::LinkExpired))
    ));

    account::ask_for_reset(ctx, &anybody, EMAIL)
        .await
        .expect("a promise");
    run_jobs(ctx).await;
    let key = key_in_letter(&market).expect("a letter");
    assert_ne!(key, late);
    account::reset_password(ctx, &anybody, &key, NEW)
        .await
        .expect("a new password");
    let again = account::reset_password(ctx, &anybody, &key, "somebody else").await;
    assert!(matches!(
        again,
        Err(Failure::Refused(AccountError::LinkExpired))
    ));
    account::sign_in(ctx, &anybody, EMAIL, NEW)
        .await
        .expect("signed in");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_name_is_changed_by_members(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = join(&ctx).await.actor;
    account::rename(&ctx, &lin, " Lin Xia ")
        .await
        .expect("renamed");
    let view = account::account_page(&ctx, &lin).await.expect("a page");
    assert_eq!(view.name, "Lin Xia");
    assert!(matches!(
        account::rename(&ctx, &lin, "  ").await,
        Err(Failure::Invalid(_))
    ));
    let guest = testing::guest(&ctx).await;
    assert!(matches!(
        account::rename(&ctx, &guest, "Guest").await,
        Err(Failure::NotFound)
    ));
}
