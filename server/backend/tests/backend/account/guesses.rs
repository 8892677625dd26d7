//! Guessing passwords: from one place, from many, and many times at once.

use super::*;

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn an_account_waits_after_too_many_failures_from_one_place(db: PgPool) {
    let TestMarket { ctx, clock, .. } = TestMarket::new(db);
    testing::member(&ctx, "lin").await;
    let (cafe, home) = (from("192.0.2.1"), from("192.0.2.99"));
    for _ in 0..ctx.settings.sign_in_failures_per_account {
        let refused = account::sign_in(&ctx, &cafe, "lin@example.com", "wrong").await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
        clock.advance(Duration::seconds(10));
    }
    let right = account::sign_in(&ctx, &cafe, "lin@example.com", PASSWORD).await;
    let Err(Failure::TooMany { seconds }) = right else {
        panic!("{right:?}")
    };
    // The first of five failures was 50 seconds ago.
    assert_eq!(seconds, 15 * 60 - 50 + 1);
    account::sign_in(&ctx, &home, "lin@example.com", PASSWORD)
        .await
        .expect("who guesses elsewhere locks nobody out here");

    clock.advance(Duration::seconds(i64::from(seconds)));
    account::sign_in(&ctx, &cafe, "lin@example.com", PASSWORD)
        .await
        .expect("let in after the wait");
    let once = account::sign_in(&ctx, &cafe, "lin@example.com", "wrong").await;
    assert!(
        matches!(once, Err(Failure::Refused(_))),
        "a success forgives what was before it"
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn guesses_from_many_places_stop_unknown_places_and_not_the_owners(db: PgPool) {
    let ctx = testing::ctx(db).await;
    testing::member(&ctx, "lin").await;
    let home = from("192.0.2.99");
    account::sign_in(&ctx, &home, "lin@example.com", PASSWORD)
        .await
        .expect("at home");
    for n in 0..ctx.settings.sign_in_failures_per_account * 10 {
        let somewhere = from(&format!("198.51.100.{n}"));
        let refused = account::sign_in(&ctx, &somewhere, "lin@example.com", "wrong").await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    }
    let fresh = account::sign_in(&ctx, &from("203.0.113.1"), "lin@example.com", PASSWORD).await;
    assert!(matches!(fresh, Err(Failure::TooMany { .. })), "{fresh:?}");
    account::sign_in(&ctx, &home, "lin@example.com", PASSWORD)
        .await
        .expect("a place that is known still gets in");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_place_waits_after_too_many_failures(db: PgPool) {
    let ctx = testing::ctx(db).await;
    testing::member(&ctx, "lin").await;
    for n in 0..ctx.settings.sign_in_failures_per_address {
        let email = format!("nobody-{n}@example.com");
        let refused = account::sign_in(&ctx, &from("192.0.2.1"), &email, "wrong").await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    }
    let there = account::sign_in(&ctx, &from("192.0.2.1"), "lin@example.com", PASSWORD).await;
    assert!(matches!(there, Err(Failure::TooMany { .. })), "{there:?}");
    account::sign_in(&ctx, &from("192.0.2.2"), "lin@example.com", PASSWORD)
        .await
        .expect("let in from elsewhere");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn many_guesses_at_once_are_counted_too(db: PgPool) {
    let ctx = testing::ctx(db).await;
    testing::member(&ctx, "lin").await;
    let (here, limit) = (from("192.0.2.1"), ctx.settings.sign_in_failures_per_account);
    let tries = (0..limit * 3).map(|_| account::sign_in(&ctx, &here, "lin@example.com", "wrong"));
    let outcomes = futures::future::join_all(tries).await;
    let refused = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(Failure::Refused(_))))
        .count();
    assert_eq!(refused as i64, limit);
}
