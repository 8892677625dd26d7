//! What people looked at: noted behind the page, bounded, theirs to clear, taken along.

use crate::{
    common::until_waiting,
    goods::{Market, draft},
};
use longtail::{
    actor::Actor,
    id::ListingId,
    trade::{
        catalog::browse::ProductPage,
        seen::{Looker, MOST_KEPT, SeenCookie},
        tail::TailWhy,
    },
};
use longtail_backend::{
    Ctx, Failure, MIGRATIONS,
    testing::{PASSWORD, guest, member},
    trade::{
        catalog::{browse, save_listing},
        seen,
    },
    trust::account::{self, Visit},
};
use sqlx::PgPool;

fn looker(actor: &Actor) -> Looker {
    Looker {
        actor: actor.clone(),
        cookie: SeenCookie::default(),
    }
}

async fn listing(market: &Market, title: &str) -> (ListingId, String) {
    let mut draft = draft(market, title);
    draft.publish = true;
    let saved = save_listing(&market.ctx, &market.owner, &draft)
        .await
        .expect("a listing");
    (saved.listing, saved.slug)
}

async fn look(ctx: &Ctx, actor: &Actor, slug: &str) -> ProductPage {
    browse::product_page(ctx, &looker(actor), "tea-house", slug)
        .await
        .expect("a product")
}

async fn lately(ctx: &Ctx, actor: &Actor) -> Vec<ListingId> {
    seen::lately(ctx, &looker(actor), MOST_KEPT)
        .await
        .expect("what was seen")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_look_is_seen_at_once_and_written_down_later(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let (oolong, first) = listing(&market, "Oolong").await;
    let (puer, second) = listing(&market, "Puer").await;
    let lin = member(ctx, "Lin").await;
    look(ctx, &lin, &first).await;
    let page = look(ctx, &lin, &second).await;
    let shown: Vec<_> = page.seen.iter().map(|card| card.id).collect();
    assert_eq!(
        shown,
        [oolong],
        "the thing itself is not shown below itself"
    );
    assert_eq!(seen::write_down(ctx).await.expect("written"), 2);
    assert_eq!(seen::write_down(ctx).await.expect("written"), 0);
    assert_eq!(lately(ctx, &lin).await.len(), 2);
    assert!(lately(ctx, &lin).await.contains(&puer));
    assert_eq!(lately(ctx, &guest(ctx).await).await, []);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_look_is_seen_while_it_is_being_written(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let (oolong, slug) = listing(&market, "Oolong").await;
    let lin = member(ctx, "Lin").await;
    look(ctx, &lin, &slug).await;
    let mut blocked = ctx.db.begin().await.expect("a transaction");
    sqlx::query("lock table seen_listings in share mode")
        .execute(&mut *blocked)
        .await
        .expect("the lock");
    let read = async {
        until_waiting(&ctx.db, 1).await;
        let during = lately(ctx, &lin).await;
        blocked.rollback().await.expect("the lock is gone");
        during
    };
    let (written, during) = tokio::join!(seen::write_down(ctx), read);
    assert_eq!(written.expect("written"), 1);
    assert_eq!(during, [oolong]);
    assert_eq!(lately(ctx, &lin).await, [oolong]);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_owner_looking_at_their_own_goods_is_no_look(db: PgPool) {
    let market = Market::new(db).await;
    let (_, slug) = listing(&market, "Oolong").await;
    look(&market.ctx, &market.owner, &slug).await;
    assert_eq!(seen::write_down(&market.ctx).await.expect("written"), 0);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn only_the_latest_are_kept(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let lin = member(ctx, "Lin").await;
    let mut all = Vec::new();
    for n in 0..MOST_KEPT + 5 {
        let (id, _) = listing(&market, &format!("Tea {n}")).await;
        seen::note(ctx, &lin, id);
        all.push(id);
    }
    seen::write_down(ctx).await.expect("written");
    let rows: i64 = sqlx::query_scalar("select count(*) from seen_listings")
        .fetch_one(&ctx.db)
        .await
        .expect("a count");
    assert_eq!(rows, MOST_KEPT as i64);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_person_clears_it_and_switches_it_off(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let (oolong, slug) = listing(&market, "Oolong").await;
    let lin = member(ctx, "Lin").await;
    look(ctx, &lin, &slug).await;
    seen::clear(ctx, &lin).await.expect("cleared");
    assert_eq!(
        lately(ctx, &lin).await,
        [],
        "also what was not written down yet"
    );
    look(ctx, &lin, &slug).await;
    seen::write_down(ctx).await.expect("written");
    seen::remember(ctx, &lin, false).await.expect("off");
    look(ctx, &lin, &slug).await;
    seen::write_down(ctx).await.expect("written");
    let page = seen::seen_page(ctx, &looker(&lin)).await.expect("a page");
    assert_eq!((page.kept, page.cards.len()), (false, 0));
    seen::remember(ctx, &lin, true).await.expect("on");
    look(ctx, &lin, &slug).await;
    assert_eq!(lately(ctx, &lin).await, [oolong]);
    assert!(matches!(
        seen::clear(ctx, &Actor::Stranger).await,
        Err(Failure::SignIn)
    ));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_guest_who_signs_in_takes_it_along(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let (oolong, first) = listing(&market, "Oolong").await;
    let (puer, second) = listing(&market, "Puer").await;
    let lin = member(ctx, "Lin").await;
    let passer_by = guest(ctx).await;
    look(ctx, &passer_by, &first).await;
    seen::write_down(ctx).await.expect("written");
    look(ctx, &passer_by, &second).await;
    let visit = Visit {
        actor: passer_by.clone(),
        ..Visit::default()
    };
    account::sign_in(ctx, &visit, "lin@example.com", PASSWORD)
        .await
        .expect("in");
    let of_lin = lately(ctx, &lin).await;
    assert!(
        of_lin.contains(&oolong) && of_lin.contains(&puer),
        "{of_lin:?}"
    );
    assert_eq!(lately(ctx, &passer_by).await, []);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_strangers_cookie_becomes_the_accounts_in_its_order(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let (oolong, _) = listing(&market, "Oolong").await;
    let (puer, _) = listing(&market, "Puer").await;
    let invented: ListingId = ctx.new_id();
    let cookie = SeenCookie::Kept(vec![puer, invented, oolong]);
    let stranger = Looker {
        actor: Actor::Stranger,
        cookie: cookie.clone(),
    };
    let page = seen::seen_page(ctx, &stranger).await.expect("a page");
    assert_eq!(page.cards.len(), 2, "what does not exist is not shown");
    let visit = Visit {
        seen: cookie,
        ..Visit::default()
    };
    let (guest, _) = account::begin_guest(ctx, &visit).await.expect("a guest");
    assert_eq!(lately(ctx, &guest).await, [puer, oolong]);

    let unwilling = Visit {
        seen: SeenCookie::Off,
        ..Visit::default()
    };
    let (guest, _) = account::begin_guest(ctx, &unwilling)
        .await
        .expect("a guest");
    seen::note(ctx, &guest, oolong);
    seen::write_down(ctx).await.expect("written");
    assert_eq!(lately(ctx, &guest).await, []);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_home_page_leads_from_a_look_into_the_tail(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let mut slugs = Vec::new();
    for n in 0..40 {
        slugs.push(listing(&market, &format!("Tea {n}")).await);
    }
    let lin = member(ctx, "Lin").await;
    let before = browse::home_page(ctx, &looker(&lin)).await.expect("home");
    assert!(before.because.is_none() && before.seen.is_empty());
    // of one shop at most two things are shown, so another shop offers something as well
    sqlx::query("update listings set shop_id = (select id from shops where slug = 'lamp-house') where title_en like 'Tea 2%'")
        .execute(&ctx.db)
        .await
        .expect("moved");
    look(ctx, &lin, &slugs[0].1).await;
    let page = browse::home_page(ctx, &looker(&lin)).await.expect("home");
    assert_eq!(page.seen[0].id, slugs[0].0);
    let because = page.because.expect("a way into the tail");
    assert_eq!(because.of.id, slugs[0].0);
    assert_eq!(because.picks.len(), 4, "two of each shop");
    assert!(because.picks.iter().all(|pick| pick.why == TailWhy::New));
    assert!(because.picks.iter().all(|pick| pick.card.id != slugs[0].0));
}
