//! People coming in and going out, and what is nobody else's to see.

mod address_book;
mod guesses;

use chrono::Duration;
use longtail::{
    actor::{Actor, ShopRole},
    id::AccountId,
    text::{FieldIssue, Lang},
    trade::shipping::PostalAddress,
    trust::account::{AccountError, DemoRole, SignUp},
};
use longtail_backend::{
    Ctx, Failure,
    settings::Settings,
    testing::{self, PASSWORD, TestMarket},
    trust::account::{self, Device, SignedIn, Visit},
};
use sqlx::PgPool;
use std::sync::Arc;

fn from(address: &str) -> Visit {
    Visit {
        device: Device {
            address: address.to_owned(),
            user_agent: "Firefox".to_owned(),
        },
        ..Visit::default()
    }
}

fn guest_visit(actor: &Actor) -> Visit {
    Visit {
        actor: actor.clone(),
        ..Visit::default()
    }
}

fn form(email: &str) -> SignUp {
    SignUp {
        name: "Lin".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn account_of(actor: &Actor) -> AccountId {
    actor.account().expect("an account")
}

async fn who(ctx: &Ctx, token: &str) -> Actor {
    account::actor_of(ctx, token).await.expect("an actor")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn sign_up_in_and_out(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let SignedIn { actor, token } =
        account::sign_up(&ctx, &Visit::default(), &form("Lin@Example.com"))
            .await
            .expect("signed up");
    assert_eq!(who(&ctx, &token).await, actor);

    account::sign_out(&ctx, Some(&account::token_hash(&token)))
        .await
        .expect("signed out");
    assert_eq!(who(&ctx, &token).await, Actor::Stranger);

    let again = account::sign_in(&ctx, &Visit::default(), " lin@example.com ", PASSWORD)
        .await
        .expect("signed in");
    assert_eq!(again.actor, actor);
    assert_ne!(again.token, token);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_session_before_a_sign_in_is_worth_nothing_after_it(db: PgPool) {
    let ctx = testing::ctx(db).await;
    testing::member(&ctx, "lin").await;
    let (guest, token) = account::begin_guest(&ctx, &Visit::default())
        .await
        .expect("a guest");
    let visit = Visit {
        actor: guest,
        session: Some(account::token_hash(&token)),
        ..Visit::default()
    };
    account::sign_in(&ctx, &visit, "lin@example.com", PASSWORD)
        .await
        .expect("signed in");
    assert_eq!(who(&ctx, &token).await, Actor::Stranger);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn wrong_password_and_unknown_address_answer_alike(db: PgPool) {
    let ctx = testing::ctx(db).await;
    testing::member(&ctx, "lin").await;
    for email in ["lin@example.com", "nobody@example.com"] {
        let refused = account::sign_in(&ctx, &Visit::default(), email, "not the password").await;
        assert!(
            matches!(refused, Err(Failure::Refused(AccountError::WrongPassword))),
            "{email}: {refused:?}"
        );
    }
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn an_address_that_is_taken_is_refused(db: PgPool) {
    let ctx = testing::ctx(db).await;
    testing::member(&ctx, "lin").await;
    let refused = account::sign_up(&ctx, &Visit::default(), &form("lin@example.com")).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(AccountError::EmailTaken))
    ));
    let invalid = account::sign_up(&ctx, &Visit::default(), &form("lin")).await;
    let Err(Failure::Invalid(issues)) = invalid else {
        panic!("{invalid:?}")
    };
    assert_eq!(issues.get("email"), Some(&FieldIssue::NotAnEmail));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_guest_becomes_a_member_and_keeps_everything(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let guest = testing::guest(&ctx).await;
    let saved = account::save_address(&ctx, &guest, None, &address("Lin"))
        .await
        .expect("saved");
    let link = link_of(&ctx, &guest).await;

    testing::member(&ctx, "taken").await;
    let refused =
        account::become_member(&ctx, &guest_visit(&guest), &form("taken@example.com")).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(AccountError::EmailTaken))
    ));

    let member = account::sign_up(&ctx, &guest_visit(&guest), &form("lin@example.com"))
        .await
        .expect("a member")
        .actor;
    assert_eq!(member.account(), guest.account());
    assert!(matches!(member, Actor::Member { .. }));
    let book = account::address_book(&ctx, &member).await.expect("a book");
    assert_eq!(book[0].id, saved);

    let old_letter = account::open_guest_link(&ctx, &Visit::default(), &link).await;
    assert!(
        matches!(old_letter, Err(Failure::Refused(AccountError::LinkExpired))),
        "a letter opens no member's account"
    );
}

async fn link_of(ctx: &Ctx, guest: &Actor) -> String {
    let mut tx = ctx.transaction().await.expect("a transaction");
    let key = account::guest_key(&mut tx, account_of(guest)).await;
    tx.commit().await.expect("kept");
    key.expect("a key")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_letter_lets_a_guest_in_for_ninety_days(db: PgPool) {
    let TestMarket { ctx, clock, .. } = TestMarket::new(db);
    let guest = testing::guest(&ctx).await;
    let link = link_of(&ctx, &guest).await;
    let opened = account::open_guest_link(&ctx, &Visit::default(), &link)
        .await
        .expect("let in");
    assert_eq!(opened.actor, guest);
    assert_eq!(who(&ctx, &opened.token).await, guest);

    clock.advance(Duration::days(91));
    let late = account::open_guest_link(&ctx, &Visit::default(), &link).await;
    assert!(matches!(
        late,
        Err(Failure::Refused(AccountError::LinkExpired))
    ));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn sessions_are_listed_noted_and_ended(db: PgPool) {
    let TestMarket { ctx, clock, .. } = TestMarket::new(db);
    let lin = testing::member(&ctx, "lin").await;
    let phone = account::sign_in(&ctx, &from("192.0.2.1"), "lin@example.com", PASSWORD)
        .await
        .expect("signed in");
    let phone_hash = account::token_hash(&phone.token);
    let listed = account::sessions(&ctx, &lin, Some(&phone_hash))
        .await
        .expect("listed");
    assert_eq!(listed.len(), 2);
    let current: Vec<_> = listed.iter().filter(|session| session.current).collect();
    assert_eq!(current.len(), 1);

    clock.advance(Duration::seconds(30));
    who(&ctx, &phone.token).await;
    let seen = |views: Vec<longtail::trust::account::SessionView>| {
        views
            .into_iter()
            .find(|view| view.current)
            .map(|view| view.seen_at)
            .expect("the current one")
    };
    let first = seen(listed);
    let early = account::sessions(&ctx, &lin, Some(&phone_hash)).await;
    assert_eq!(seen(early.expect("listed")), first, "too soon to note");
    clock.advance(Duration::seconds(40));
    who(&ctx, &phone.token).await;
    let later = account::sessions(&ctx, &lin, Some(&phone_hash)).await;
    assert_eq!(seen(later.expect("listed")), ctx.now());

    let mo = testing::member(&ctx, "mo").await;
    let id = account::sessions(&ctx, &lin, Some(&phone_hash))
        .await
        .expect("listed")
        .into_iter()
        .find(|session| session.current)
        .expect("the current one")
        .id;
    let strange = account::end_session(&ctx, &mo, id, None).await;
    assert!(matches!(strange, Err(Failure::NotFound)));
    let current = account::end_session(&ctx, &lin, id, Some(&phone_hash)).await;
    assert!(matches!(current, Ok(true)));
    assert_eq!(who(&ctx, &phone.token).await, Actor::Stranger);

    account::sign_out_everywhere(&ctx, &lin).await.expect("out");
    let left = account::sessions(&ctx, &lin, None).await.expect("listed");
    assert!(left.is_empty());
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_session_ends_when_it_is_not_used(db: PgPool) {
    let TestMarket { ctx, clock, .. } = TestMarket::new(db);
    let (guest, token) = account::begin_guest(
        &ctx,
        &Visit {
            lang: Lang::Zh,
            ..Visit::default()
        },
    )
    .await
    .expect("a guest");
    clock.advance(ctx.settings.session_for - Duration::days(1));
    assert_eq!(who(&ctx, &token).await, guest);
    clock.advance(ctx.settings.session_for - Duration::days(1));
    assert_eq!(who(&ctx, &token).await, guest);
    clock.advance(ctx.settings.session_for + Duration::days(1));
    assert_eq!(who(&ctx, &token).await, Actor::Stranger);
}

fn address(recipient: &str) -> PostalAddress {
    PostalAddress {
        recipient: recipient.to_owned(),
        phone: "+86 571 8888 0000".to_owned(),
        country: "CN".to_owned(),
        region: "Zhejiang".to_owned(),
        city: "Hangzhou".to_owned(),
        line: "1 Lake Road".to_owned(),
        postcode: "310000".to_owned(),
    }
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn demo_people_are_let_in_only_by_a_demo_market(db: PgPool) {
    let mut ctx = testing::ctx(db).await;
    account::sign_up(&ctx, &Visit::default(), &form(DemoRole::Merchant.email()))
        .await
        .expect("made");
    let closed = account::demo_sign_in(&ctx, &Visit::default(), DemoRole::Merchant).await;
    assert!(matches!(closed, Err(Failure::NotFound)));
    ctx.settings = Arc::new(Settings {
        demo: true,
        ..(*ctx.settings).clone()
    });
    let merchant = account::demo_sign_in(&ctx, &Visit::default(), DemoRole::Merchant)
        .await
        .expect("let in");
    assert!(merchant.actor.role_in(ctx.new_id()).is_none());
    let unmade = account::demo_sign_in(&ctx, &Visit::default(), DemoRole::Staff).await;
    assert!(matches!(unmade, Err(Failure::NotFound)));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_the_header_shows(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = testing::member(&ctx, "lin").await;
    let (shop, lin) = testing::open_shop(&ctx, &lin, "tea").await;
    let visitor = account::visitor(&ctx, &lin, Lang::En)
        .await
        .expect("a visitor");
    assert_eq!(visitor.name, "lin");
    assert_eq!(visitor.shops[0].id, shop);
    assert_eq!(visitor.shops[0].role, ShopRole::Owner);
    let view = account::account_page(&ctx, &lin).await.expect("a page");
    assert_eq!((view.sessions, view.addresses, view.orders), (1, 0, 0));
}
