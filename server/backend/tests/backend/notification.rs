//! Notices: read by their person only, and sent by e-mail in their language.

use crate::common::Market;
use longtail::{
    actor::Actor,
    money::{Currency, Money},
    platform::notification::Notice,
    text::Lang,
};
use longtail_backend::{
    Ctx, Failure, jobs,
    platform::{notification, staff},
    testing::{self, TestMarket},
    trust::account,
};
use sqlx::PgPool;

async fn tell(ctx: &Ctx, actor: &Actor) {
    let notice = Notice::PaidIntoWallet {
        amount: Money::new(1250, Currency::Cny),
    };
    let mut tx = ctx.transaction().await.expect("a transaction");
    notification::tell(
        &mut tx,
        actor.account().expect("an account"),
        &notice,
        "/wallet",
    )
    .await
    .expect("told");
    tx.commit().await.expect("kept");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn notices_are_their_persons_own(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = testing::member(&ctx, "lin").await;
    let mo = testing::member(&ctx, "mo").await;
    tell(&ctx, &lin).await;
    tell(&ctx, &lin).await;
    let told = notification::notices(&ctx, &lin).await.expect("listed");
    assert_eq!(told.len(), 2);
    assert!(
        notification::notices(&ctx, &mo)
            .await
            .expect("listed")
            .is_empty()
    );
    let strange = notification::mark_read(&ctx, &mo, told[0].id).await;
    assert!(matches!(strange, Err(Failure::NotFound)));
    let link = notification::mark_read(&ctx, &lin, told[0].id).await;
    assert_eq!(link.expect("read"), "/wallet");
    assert_eq!(
        notification::unread_count(&ctx, &lin).await.expect("one"),
        1
    );
    notification::mark_all_read(&ctx, &lin).await.expect("all");
    assert_eq!(
        notification::unread_count(&ctx, &lin).await.expect("none"),
        0
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_notice_becomes_a_letter_in_ones_language(db: PgPool) {
    let TestMarket { ctx, mail, .. } = TestMarket::new(db);
    let lin = testing::member(&ctx, "lin").await;
    account::choose_language(&ctx, &lin, Lang::Zh)
        .await
        .expect("chosen");
    tell(&ctx, &lin).await;
    jobs::run_due(&ctx).await.expect("done");
    let sent = mail.letters();
    assert_eq!(sent[0].to, "lin@example.com");
    assert_eq!(sent[0].subject, "¥12.50 已存入您的钱包");
    assert!(sent[0].body.contains("http://127.0.0.1:3000/wallet"));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_job_that_is_done_again_sends_no_second_letter(db: PgPool) {
    let TestMarket { ctx, mail, .. } = TestMarket::new(db.clone());
    let lin = testing::member(&ctx, "lin").await;
    tell(&ctx, &lin).await;
    let id = notification::notices(&ctx, &lin).await.expect("listed")[0].id;
    assert_eq!(jobs::run_due(&ctx).await.expect("done"), 1);
    sqlx::query("update jobs set done_at = null, run_at = $1")
        .bind(ctx.now())
        .execute(&db)
        .await
        .expect("as if the worker had died before it noted the end");
    assert_eq!(jobs::run_due(&ctx).await.expect("done"), 1);
    assert_eq!(mail.letters().len(), 1);
    assert_eq!(mail.letters()[0].id, Some(id.0));
    // Two workers at once, one of which was believed dead.
    tell(&ctx, &lin).await;
    let id = notification::notices(&ctx, &lin).await.expect("listed");
    let id = id
        .iter()
        .find(|view| Some(view.id.0) != mail.letters()[0].id);
    let id = id.expect("the second").id;
    let (first, second) = tokio::join!(
        notification::mail_notice(&ctx, id),
        notification::mail_notice(&ctx, id)
    );
    first.expect("sent");
    second.expect("nothing to do");
    assert_eq!(mail.letters().len(), 2);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn who_follows_learns_whose_notices_change(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = testing::member(&ctx, "lin").await;
    let mo = testing::member(&ctx, "mo").await;
    let of = |actor: &Actor| actor.account().expect("an account");
    tell(&ctx, &mo).await;
    let mut changes = notification::Changes::begin(&ctx).await.expect("a place");
    // What was committed just before may be told once more; it is so once, and not again.
    changes.next(&ctx).await.expect("read");
    assert!(changes.next(&ctx).await.expect("read").is_empty());

    // Begun before and ended after: what comes late is not missed, what was early not repeated.
    let notice = Notice::PaidIntoWallet {
        amount: Money::new(1250, Currency::Cny),
    };
    let mut late = ctx.transaction().await.expect("a transaction");
    notification::tell(&mut late, of(&mo), &notice, "/wallet")
        .await
        .expect("told");
    tell(&ctx, &lin).await;
    let changed = changes.next(&ctx).await.expect("read");
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), [of(&lin)]);
    assert!(changes.next(&ctx).await.expect("read").is_empty());
    late.commit().await.expect("kept");
    let changed = changes.next(&ctx).await.expect("read");
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), [of(&mo)]);

    notification::mark_all_read(&ctx, &mo).await.expect("read");
    notification::mark_all_read(&ctx, &mo).await.expect("none");
    let changed = changes.next(&ctx).await.expect("read");
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), [of(&mo)]);
    let mut counts = notification::unread_counts(&ctx, &[of(&lin), of(&mo)])
        .await
        .expect("counted");
    counts.sort_unstable();
    let mut expected = [(of(&lin), 1), (of(&mo), 0)];
    expected.sort_unstable();
    assert_eq!(counts, expected);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_guests_letter_carries_a_key(db: PgPool) {
    let TestMarket { ctx, mail, .. } = TestMarket::new(db.clone());
    let guest = testing::guest(&ctx).await;
    tell(&ctx, &guest).await;
    jobs::run_due(&ctx).await.expect("done");
    assert!(mail.letters().is_empty(), "nowhere to send it to");

    sqlx::query("update accounts set email = 'guest@example.com'")
        .execute(&db)
        .await
        .expect("left an address");
    tell(&ctx, &guest).await;
    jobs::run_due(&ctx).await.expect("done");
    let letter = &mail.letters()[0];
    let (_, rest) = letter.body.split_once("/guest/").expect("a link");
    let (key, next) = rest.split_once("?next=").expect("a way on");
    assert!(next.starts_with("/wallet"));
    let opened = account::open_guest_link(&ctx, &account::Visit::default(), key)
        .await
        .expect("let in");
    assert_eq!(opened.actor, guest);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_desk_is_for_staff_and_revives_the_dead(db: PgPool) {
    let ctx = testing::ctx(db.clone()).await;
    let lin = testing::member(&ctx, "lin").await;
    let (_, lin) = testing::open_shop(&ctx, &lin, "tea").await;
    let boss = testing::staff(&ctx, "boss").await;
    tell(&ctx, &lin).await;
    sqlx::query("update jobs set dead_at = $1, attempts = 12, last_error = 'no server'")
        .bind(ctx.now())
        .execute(&db)
        .await
        .expect("killed");
    assert!(matches!(
        staff::desk(&ctx, &lin).await,
        Err(Failure::NotFound)
    ));
    let desk = staff::desk(&ctx, &boss).await.expect("a desk");
    assert_eq!(desk.shops[0].card.slug, "tea");
    assert_eq!(desk.dead_jobs[0].error, "no server");
    let job = desk.dead_jobs[0].id;
    let strange = staff::retry_job(&ctx, &lin, job).await;
    assert!(matches!(strange, Err(Failure::NotFound)));
    staff::retry_job(&ctx, &boss, job).await.expect("revived");
    assert_eq!(jobs::run_due(&ctx).await.expect("done"), 1);
    let again = staff::retry_job(&ctx, &boss, job).await;
    assert!(matches!(again, Err(Failure::NotFound)));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_desk_shows_what_the_last_audit_found(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let boss = testing::staff(&market.ctx, "boss").await;
    let audit = async || staff::desk(&market.ctx, &boss).await.expect("a desk").audit;
    assert!(audit().await.is_none());
    let strange = staff::check_books(&market.ctx, &tea.owner).await;
    assert!(matches!(strange, Err(Failure::NotFound)));
    staff::check_books(&market.ctx, &boss).await.expect("asked");
    jobs::run_due(&market.ctx).await.expect("checked");
    let first = audit().await.expect("kept");
    assert!(first.report.is_clean());

    // A piece goes missing; an hour later the desk knows.
    sqlx::query("update stock_levels set on_hand = on_hand - 1")
        .execute(&market.ctx.db)
        .await
        .expect("missing");
    market.test.clock.advance(chrono::Duration::hours(1));
    jobs::run_due(&market.ctx).await.expect("checked");
    let next = audit().await.expect("kept");
    assert!(next.at > first.at && !next.report.is_clean());
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_payment_tells_its_buyer_and_each_shop_of_its_own_order(db: PgPool) {
    let market = Market::new(db).await;
    let (tea, cups) = (
        market.listing("tea", 6_800, 10).await,
        market.listing("cups", 3_990, 10).await,
    );
    let lin = market.member("Lin").await;
    let goods = [(tea.variant, 2), (cups.variant, 1)];
    let placed = market.place(&lin, &goods).await;
    market.pay_by_card(&lin, &placed).await;
    jobs::run_due(&market.ctx).await.expect("done");
    let letters = market.test.mail.letters();
    for (listing, slug) in [(&tea, "tea"), (&cups, "cups")] {
        let order = market.order_at(&placed, listing.shop).await;
        let told = notification::notices(&market.ctx, &listing.owner)
            .await
            .expect("listed");
        let links: Vec<&str> = told
            .iter()
            .filter(|view| matches!(view.notice, Notice::OrderToShip { .. }))
            .map(|view| view.link.as_str())
            .collect();
        assert_eq!(links, [format!("/back-office/{slug}/orders/{order}")]);
        let mut to: Vec<&str> = letters
            .iter()
            .filter(|letter| letter.body.contains(&order.to_string()))
            .map(|letter| letter.to.as_str())
            .collect();
        to.sort_unstable();
        let owner = format!("{slug}-owner@longtail.example");
        let mut both = ["lin@longtail.example", owner.as_str()];
        both.sort_unstable();
        assert_eq!(to, both);
        let paid: i64 = sqlx::query_scalar(
            "select count(*) from order_events where order_id = $1 and kind = 'paid'",
        )
        .bind(order.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a count");
        assert_eq!(paid, 1);
    }
    let told = notification::notices(&market.ctx, &lin)
        .await
        .expect("listed");
    assert_eq!(told.len(), 2);
}
