//! Wishes: kept, told of once for each real change, in batches, shared by a link.

use crate::goods::{Market, draft, variant};
use longtail::{
    actor::Actor,
    id::{ListingId, VariantId},
    platform::notification::Notice,
    trade::{
        catalog::{ListingDraft, Saved},
        price::{MakeOffer, OfferForm},
        wishlist::{Wish, WishError, WishFor, WishSort, WishStock},
    },
};
use longtail_backend::{
    Ctx, Failure, MIGRATIONS, jobs,
    platform::notification::notices,
    testing::{PASSWORD, events_to_be_read, guest, member},
    trade::{
        catalog::save_listing,
        price,
        wishlist::{self, share, shared_wishlist, unwish, wish},
    },
    trust::account::{self, Visit},
};
use sqlx::PgPool;

async fn publish(market: &Market, draft: &mut ListingDraft) -> Saved {
    draft.publish = true;
    let saved = save_listing(&market.ctx, &market.owner, draft)
        .await
        .expect("a listing");
    draft.listing = Some(saved.listing);
    for (variant, id) in draft.variants.iter_mut().zip(&saved.variants) {
        variant.variant = Some(*id);
    }
    saved
}

async fn reprice(market: &Market, draft: &mut ListingDraft, minor: i64, stock: u32) {
    draft.variants[0].price.minor = minor;
    draft.variants[0].stock = Some(stock);
    publish(market, draft).await;
    events_to_be_read(&market.ctx).await;
    while wishlist::step(&market.ctx).await.expect("read") > 0 {}
    jobs::run_due(&market.ctx).await.expect("told");
}

fn any(listing: ListingId) -> WishFor {
    WishFor {
        listing,
        variant: None,
    }
}

fn one(listing: ListingId, variant: VariantId) -> WishFor {
    WishFor {
        listing,
        variant: Some(variant),
    }
}

async fn wishes(ctx: &Ctx, actor: &Actor) -> Vec<Wish> {
    wishlist::wishlist(ctx, actor, WishSort::Latest)
        .await
        .expect("a wishlist")
        .wishes
}

async fn told(ctx: &Ctx, actor: &Actor) -> Vec<Notice> {
    notices(ctx, actor)
        .await
        .expect("notices")
        .into_iter()
        .map(|view| view.notice)
        .collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_fall_is_told_once_and_cents_are_not(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let lin = member(ctx, "Lin").await;
    let mut oolong = draft(&market, "Oolong");
    let saved = publish(&market, &mut oolong).await;
    wish(ctx, &lin, any(saved.listing)).await.expect("kept");
    reprice(&market, &mut oolong, 999, 10).await;
    assert_eq!(told(ctx, &lin).await, [], "one fen is no news");
    reprice(&market, &mut oolong, 800, 10).await;
    reprice(&market, &mut oolong, 801, 10).await;
    reprice(&market, &mut oolong, 800, 9).await;
    let news = told(ctx, &lin).await;
    assert!(
        matches!(&news[..], [Notice::WishFell { was, now, .. }] if (was.minor, now.minor) == (1000, 800)),
        "{news:?}"
    );
    let [wish] = &wishes(ctx, &lin).await[..] else {
        panic!("one wish")
    };
    assert_eq!((wish.price_then.minor, wish.fallen_by()), (1000, 200));
    assert_eq!(wish.to_cart, Some(saved.variants[0]));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_wish_is_kept_shown_and_told_of_at_the_best_offer(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let (lin, mei) = (member(ctx, "Lin").await, member(ctx, "Mei").await);
    let saved = publish(&market, &mut draft(&market, "Oolong")).await;
    wish(ctx, &lin, any(saved.listing)).await.expect("kept");
    let make = MakeOffer {
        command: ctx.new_id(),
        shop: "tea-house".into(),
        form: OfferForm {
            name_en: "A fifth off".into(),
            kind: "share".into(),
            value: "20".into(),
            until: "2099-01-01T00:00".into(),
            ..OfferForm::default()
        },
    };
    price::make_offer(ctx, &market.owner, &make)
        .await
        .expect("made");
    jobs::run_due(ctx).await.expect("it begins");
    events_to_be_read(ctx).await;
    while wishlist::step(ctx).await.expect("read") > 0 {}
    jobs::run_due(ctx).await.expect("told");
    let news = told(ctx, &lin).await;
    assert!(
        matches!(&news[..], [Notice::WishFell { was, now, .. }] if (was.minor, now.minor) == (1000, 800)),
        "{news:?}"
    );
    let prices = async |actor: &Actor| {
        let list = wishes(ctx, actor).await;
        let wish = &list[0];
        (wish.price_then.minor, wish.price_now.map(|now| now.minor))
    };
    assert_eq!(prices(&lin).await, (1000, Some(800)));
    wish(ctx, &mei, any(saved.listing)).await.expect("kept");
    assert_eq!(prices(&mei).await, (800, Some(800)));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_was_sold_out_is_told_when_it_is_back(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let lin = member(ctx, "Lin").await;
    let mut oolong = draft(&market, "Oolong");
    oolong.variants[0].stock = Some(0);
    let saved = publish(&market, &mut oolong).await;
    wish(ctx, &lin, any(saved.listing)).await.expect("kept");
    assert_eq!(wishes(ctx, &lin).await[0].stock, WishStock::SoldOut);
    reprice(&market, &mut oolong, 1000, 3).await;
    reprice(&market, &mut oolong, 1000, 0).await;
    reprice(&market, &mut oolong, 1000, 3).await;
    let news = told(ctx, &lin).await;
    assert!(
        matches!(&news[..], [Notice::WishBack { .. }]),
        "once within a day: {news:?}"
    );
    assert_eq!(
        wishes(ctx, &lin).await[0].stock,
        WishStock::FewLeft { left: 3 }
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_wish_for_one_kind_follows_that_kind(db: PgPool) {
    use longtail::{
        text::Bilingual,
        trade::catalog::{Axis, AxisValue},
    };
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let lin = member(ctx, "Lin").await;
    let mut cups = draft(&market, "Cups");
    cups.axes = vec![Axis {
        name: Bilingual::new("Size", ""),
        values: ["Small", "Large"]
            .map(|label| AxisValue {
                label: Bilingual::new(label, ""),
                media: None,
            })
            .into(),
    }];
    cups.variants = vec![variant(&[0], 1000, 5), variant(&[1], 3000, 5)];
    let saved = publish(&market, &mut cups).await;
    wish(ctx, &lin, one(saved.listing, saved.variants[1]))
        .await
        .expect("kept");
    reprice(&market, &mut cups, 500, 5).await;
    assert_eq!(told(ctx, &lin).await, [], "the other kind became cheaper");
    let wish = &wishes(ctx, &lin).await[0];
    assert_eq!(wish.price_now.map(|now| now.minor), Some(3000));
    assert_eq!(wish.options.en, "Large");
    assert!(wish.path.ends_with("?o=1"));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn thousands_are_told_in_batches_and_nobody_twice(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let mut oolong = draft(&market, "Oolong");
    let saved = publish(&market, &mut oolong).await;
    sqlx::query(
        "with people as (
             insert into accounts (id, kind, created_at)
             select gen_random_uuid(), 'guest', now() from generate_series(1, 1200) returning id)
         insert into wishes (account_id, listing_id, wished_at, then_minor, known_minor, known_in_stock)
         select id, $1, now(), 1000, 1000, true from people",
    )
    .bind(saved.listing.0)
    .execute(&ctx.db)
    .await
    .expect("wishers");
    reprice(&market, &mut oolong, 900, 10).await;
    wishlist::tell_wishers(ctx, saved.listing)
        .await
        .expect("again");
    let (notices, people): (i64, i64) =
        sqlx::query_as("select count(*), count(distinct account_id) from notices")
            .fetch_one(&ctx.db)
            .await
            .expect("a count");
    assert_eq!((notices, people), (1200, 1200));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn letters_come_to_those_who_want_them(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let (lin, mei) = (member(ctx, "Lin").await, member(ctx, "Mei").await);
    let mut oolong = draft(&market, "Oolong");
    let saved = publish(&market, &mut oolong).await;
    for person in [&lin, &mei] {
        wish(ctx, person, any(saved.listing)).await.expect("kept");
    }
    wishlist::choose_letters(ctx, &mei, false)
        .await
        .expect("chosen");
    reprice(&market, &mut oolong, 900, 10).await;
    let letters: Vec<String> = sqlx::query_scalar(
        "select a.name from jobs j join notices n on n.id = (j.payload->>'notice')::uuid
         join accounts a on a.id = n.account_id where j.kind = 'mail_notice'",
    )
    .fetch_all(&ctx.db)
    .await
    .expect("letters");
    assert_eq!(letters, ["Lin"]);
    assert_eq!(told(ctx, &mei).await.len(), 1);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_link_shows_the_list_until_it_is_taken_back(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let lin = member(ctx, "Lin").await;
    let saved = publish(&market, &mut draft(&market, "Oolong")).await;
    wish(ctx, &lin, any(saved.listing)).await.expect("kept");
    let key = async || {
        wishlist::wishlist(ctx, &lin, WishSort::Latest)
            .await
            .expect("a wishlist")
            .shared_at
            .map(|address| address.rsplit('/').next().unwrap_or_default().to_owned())
    };
    assert_eq!(key().await, None);
    share(ctx, &lin, true).await.expect("shared");
    let first = key().await.expect("a key");
    share(ctx, &lin, true).await.expect("shared");
    assert_eq!(key().await.as_ref(), Some(&first), "asked twice, one link");
    let shown = shared_wishlist(ctx, &first).await.expect("shown");
    assert_eq!((shown.name.as_str(), shown.wishes.len()), ("Lin", 1));
    share(ctx, &lin, false).await.expect("taken back");
    assert!(matches!(
        shared_wishlist(ctx, &first).await,
        Err(Failure::NotFound)
    ));
    share(ctx, &lin, true).await.expect("shared");
    assert_ne!(key().await, Some(first), "an old link never works again");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn wishes_come_along_and_know_their_bounds(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let lin = member(ctx, "Lin").await;
    let passer_by = guest(ctx).await;
    let saved = publish(&market, &mut draft(&market, "Oolong")).await;
    wish(ctx, &passer_by, any(saved.listing))
        .await
        .expect("kept");
    wish(ctx, &passer_by, any(saved.listing))
        .await
        .expect("kept twice is kept once");
    let visit = Visit {
        actor: passer_by.clone(),
        ..Visit::default()
    };
    account::sign_in(ctx, &visit, "lin@example.com", PASSWORD)
        .await
        .expect("in");
    assert_eq!(wishes(ctx, &lin).await.len(), 1);
    let visitor = account::visitor(ctx, &lin, Default::default())
        .await
        .expect("a visitor");
    assert_eq!(visitor.wishes, [saved.listing]);
    unwish(ctx, &lin, saved.listing).await.expect("off");
    unwish(ctx, &lin, saved.listing).await.expect("off already");
    assert_eq!(wishes(ctx, &lin).await.len(), 0);

    assert!(matches!(
        wish(ctx, &lin, any(ctx.new_id())).await,
        Err(Failure::NotFound)
    ));
    assert!(matches!(
        wish(ctx, &Actor::Stranger, any(saved.listing)).await,
        Err(Failure::SignIn)
    ));
    sqlx::query(
        "with more as (
             insert into listings (id, shop_id, category_id, slug, stage, title_en, created_at, updated_at)
             select gen_random_uuid(), shop_id, category_id, 'n' || n, 'draft', 'More', now(), now()
             from listings, generate_series(1, 200) as n where listings.id = $1 returning id)
         insert into wishes (account_id, listing_id, wished_at, then_minor, known_minor, known_in_stock)
         select $2, id, now(), 1, 1, true from more",
    )
    .bind(saved.listing.0)
    .bind(lin.account().expect("an account").0)
    .execute(&ctx.db)
    .await
    .expect("a full list");
    assert!(matches!(
        wish(ctx, &lin, any(saved.listing)).await,
        Err(Failure::Refused(WishError::Full))
    ));
    assert_eq!(wishes(ctx, &lin).await[0].stock, WishStock::Gone);
}
