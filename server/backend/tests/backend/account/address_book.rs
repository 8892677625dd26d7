//! A member's address book.

use super::*;

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn an_address_book_has_one_preferred_address(db: PgPool) {
    let TestMarket { ctx, clock, .. } = TestMarket::new(db);
    let lin = testing::member(&ctx, "lin").await;
    let home = account::save_address(&ctx, &lin, None, &address("Lin")).await;
    let home = home.expect("saved");
    clock.advance(Duration::seconds(1));
    let twice = account::save_address(&ctx, &lin, None, &address("Lin")).await;
    assert_eq!(twice.expect("the same"), home);
    let work = account::save_address(&ctx, &lin, None, &address("Lin at work")).await;
    let work = work.expect("saved");
    let preferred = || async {
        let book = account::address_book(&ctx, &lin).await.expect("a book");
        book.iter()
            .filter(|saved| saved.preferred)
            .map(|saved| saved.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(preferred().await, [home]);
    account::prefer_address(&ctx, &lin, work)
        .await
        .expect("preferred");
    assert_eq!(preferred().await, [work]);
    account::remove_address(&ctx, &lin, work)
        .await
        .expect("removed");
    assert_eq!(preferred().await, [home]);
    account::restore_address(&ctx, &lin, work)
        .await
        .expect("back");
    assert_eq!(
        account::address_book(&ctx, &lin)
            .await
            .expect("a book")
            .len(),
        2
    );
    account::remove_address(&ctx, &lin, work)
        .await
        .expect("removed");
    clock.advance(Duration::hours(2));
    let late = account::restore_address(&ctx, &lin, work).await;
    assert!(matches!(late, Err(Failure::NotFound)));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn other_peoples_addresses_are_not_found(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = testing::member(&ctx, "lin").await;
    let mo = testing::member(&ctx, "mo").await;
    let home = account::save_address(&ctx, &lin, None, &address("Lin"))
        .await
        .expect("saved");
    let edited = account::save_address(&ctx, &mo, Some(home), &address("Mo")).await;
    assert!(matches!(edited, Err(Failure::NotFound)));
    for outcome in [
        account::remove_address(&ctx, &mo, home).await,
        account::prefer_address(&ctx, &mo, home).await,
        account::restore_address(&ctx, &mo, home).await,
        account::saved_address(&ctx, &mo, home).await.map(|_| ()),
    ] {
        assert!(matches!(outcome, Err(Failure::NotFound)));
    }
    let stranger = account::address_book(&ctx, &Actor::Stranger).await;
    assert!(matches!(stranger, Err(Failure::SignIn)));
}
