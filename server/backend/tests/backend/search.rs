//! Finding goods, from the database through the outbox into the index and back.

use crate::street::{Street, words};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::AccountId,
    trade::{
        catalog::browse::OnSale,
        search::{PAGE_SIZE, Relaxed, SearchRequest, Sort},
        seen::Looker,
    },
};
use longtail_backend::{
    Failure,
    outbox::Event,
    trade::{catalog::browse, search},
};
use sqlx::PgPool;
use std::collections::BTreeSet;

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn both_languages_and_their_mixture(db: PgPool) {
    let street = Street::new(db).await;
    for (en, zh) in [
        ("Longjing green tea in a tin", "明前西湖龙井茶叶 罐装"),
        ("Celadon teapot", "龙泉青瓷茶壶"),
        ("Tea towel with cranes", "仙鹤茶巾"),
    ] {
        street.listing(street.green_tea, en, zh, 9_900, 0).await;
    }
    street.follow().await;
    let longjing = "Longjing green tea in a tin";
    assert_eq!(street.titles("龙井").await, [longjing]);
    assert_eq!(street.titles("龙井 tin").await, [longjing]);
    assert_eq!(
        street.titles("tins of GREEN teas, longjing").await,
        [longjing]
    );
    assert_eq!(street.titles("龙井茶叶").await, [longjing]);
    assert_eq!(street.titles("茶壶").await, ["Celadon teapot"]);
    assert_eq!(street.titles("towels").await, ["Tea towel with cranes"]);
    // one character finds every title it stands in
    assert_eq!(street.titles("壶").await, ["Celadon teapot"]);
    assert_eq!(street.titles("茶").await.len(), 3);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn neighbours_find_what_a_shop_writes_as_one_word(db: PgPool) {
    let street = Street::new(db).await;
    for title in ["Flowerpot", "Flower vase", "SH230 headset"] {
        street.listing(street.ceramics, title, "", 100, 0).await;
    }
    street.follow().await;
    assert_eq!(street.titles("flower pot").await, ["Flowerpot"]);
    assert_eq!(street.titles("sh 230").await, ["SH230 headset"]);
    assert_eq!(street.find(words("flower pot")).await.relaxed, None);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_index_follows_what_happens(db: PgPool) {
    let street = Street::new(db).await;
    street.follow().await;
    assert_eq!(street.find(words("mug")).await.total, 0);
    let mug = street
        .listing(street.ceramics, "Speckled mug", "马克杯", 4_500, 0)
        .await;
    street.follow().await;
    assert_eq!(street.titles("mug").await, ["Speckled mug"]);
    street
        .change(
            mug,
            "update listings set title_en = 'Green beaker' where id = $1",
        )
        .await;
    street.follow().await;
    assert_eq!(street.titles("beaker").await, ["Green beaker"]);
    assert_eq!(street.find(words("speckled")).await.total, 0);
    street
        .change(mug, "update listings set stage = 'paused' where id = $1")
        .await;
    street.follow().await;
    assert_eq!(street.find(words("beaker")).await.total, 0);
    street
        .change(mug, "update listings set stage = 'live' where id = $1")
        .await;
    street.follow().await;
    assert_eq!(street.titles("beaker").await, ["Green beaker"]);
    // the shop takes a break: everything of it goes
    let mut tx = street.ctx.transaction().await.expect("a transaction");
    sqlx::query("update shops set stage = 'paused'")
        .execute(tx.sql())
        .await
        .expect("paused");
    tx.emit(Event::ShopChanged { shop: street.shop })
        .await
        .expect("told");
    tx.commit().await.expect("committed");
    street.follow().await;
    assert_eq!(street.find(words("beaker")).await.total, 0);
    // a step without news does nothing
    assert_eq!(search::step(&street.ctx).await.expect("a step"), 0);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn pages_neither_repeat_nor_lose(db: PgPool) {
    let street = Street::new(db).await;
    let count = 2 * PAGE_SIZE as usize + 5;
    for n in 0..count {
        // the same price and the same sales everywhere: only the id tells them apart
        street
            .listing(street.tea, &format!("Tea number {n}"), "", 1_000, 3)
            .await;
    }
    street.follow().await;
    for sort in [
        Sort::Relevance,
        Sort::Sales,
        Sort::Newness,
        Sort::PriceUp,
        Sort::PriceDown,
    ] {
        let mut seen = BTreeSet::new();
        for page in 1..=3 {
            let found = street
                .find(SearchRequest {
                    query: "tea".into(),
                    sort,
                    page,
                    ..Default::default()
                })
                .await;
            assert_eq!((found.total, found.pages), (count as u64, 3));
            seen.extend(found.hits.into_iter().map(|card| card.id));
        }
        assert_eq!(seen.len(), count, "{sort:?}");
    }
    let behind = street
        .find(SearchRequest {
            page: 9,
            ..words("tea")
        })
        .await;
    assert_eq!((behind.request.page, behind.hits.len()), (3, 5));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn orders_are_what_they_say(db: PgPool) {
    let street = Street::new(db).await;
    for (title, price, sold) in [("Tea A", 300, 1), ("Tea B", 100, 9), ("Tea C", 200, 4)] {
        street.listing(street.tea, title, "", price, sold).await;
    }
    let gone = street.listing(street.tea, "Tea D", "", 50, 99).await;
    street.change(gone, "update stock_levels set on_hand = 0 where variant_id = (select id from variants where listing_id = $1)").await;
    street.follow().await;
    let mut order = Vec::new();
    for sort in [Sort::Sales, Sort::PriceUp, Sort::PriceDown] {
        let found = street
            .find(SearchRequest {
                query: "tea".into(),
                sort,
                ..Default::default()
            })
            .await;
        order.push(
            found
                .hits
                .iter()
                .map(|card| card.title.en.clone().split_off(4))
                .collect::<String>(),
        );
    }
    // what is sold out comes last in every order
    assert_eq!(order, ["BCAD", "BCAD", "ACBD"]);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn categories_count_what_the_words_find(db: PgPool) {
    let street = Street::new(db).await;
    street
        .listing(street.green_tea, "Jade cup of tea", "", 100, 0)
        .await;
    street
        .listing(street.tea, "Jade black tea", "", 100, 0)
        .await;
    street
        .listing(street.ceramics, "Jade bowl", "", 100, 0)
        .await;
    street
        .listing(street.ceramics, "Plain bowl", "", 100, 0)
        .await;
    street.follow().await;
    let page = street.find(words("jade")).await;
    let counts: Vec<(&str, u64)> = page
        .categories
        .iter()
        .map(|c| (c.slug.as_str(), c.count))
        .collect();
    assert_eq!(counts, [("ceramics", 1), ("tea", 2)]);
    let tops: u64 = page
        .categories
        .iter()
        .filter(|c| c.depth == 0)
        .map(|c| c.count)
        .sum();
    assert_eq!(tops, page.total);
    // choosing one narrows the hits, opens what is below it, and keeps the counts
    let page = street
        .find(SearchRequest {
            category: Some("tea".into()),
            ..words("jade")
        })
        .await;
    assert_eq!((page.total, page.everywhere), (2, 3));
    let counts: Vec<(&str, u64)> = page
        .categories
        .iter()
        .map(|c| (c.slug.as_str(), c.count))
        .collect();
    assert_eq!(counts, [("ceramics", 1), ("tea", 2), ("green-tea", 1)]);
    let page = browse::category_page(
        &street.ctx,
        &Actor::Stranger,
        &SearchRequest {
            category: Some("tea".into()),
            ..Default::default()
        },
    )
    .await
    .expect("a category");
    assert_eq!(page.children.len(), 1);
    let nowhere = search::find(
        &street.ctx,
        &Actor::Stranger,
        &SearchRequest {
            category: Some("nowhere".into()),
            ..Default::default()
        },
    )
    .await;
    assert!(matches!(nowhere, Err(Failure::NotFound)));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn nothing_found_leads_somewhere(db: PgPool) {
    let street = Street::new(db).await;
    street
        .listing(street.ceramics, "Celadon bowl", "青瓷碗", 100, 2)
        .await;
    street.follow().await;
    let page = street.find(words("celadno bowl")).await;
    assert_eq!(
        page.relaxed,
        Some(Relaxed::Respelled {
            to: "celadon bowl".into()
        })
    );
    assert_eq!(page.hits.len(), 1);
    let page = street.find(words("celadon hovercraft")).await;
    let dropped = Relaxed::Dropped {
        kept: "celadon".into(),
        dropped: "hovercraft".into(),
    };
    assert_eq!((page.relaxed, page.total), (Some(dropped), 1));
    let page = street.find(words("celadno hovercraft")).await;
    assert_eq!(page.total, 1, "respelled and left out at once");
    let page = street.find(words("hovercraft")).await;
    assert_eq!((page.relaxed, page.total, page.popular.len()), (None, 0, 1));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_new_index_is_built_beside_the_living_one(db: PgPool) {
    let mut street = Street::new(db).await;
    let folder = std::env::temp_dir().join(format!("longtail-search-{}", street.shop));
    street.ctx.search = search::SearchIndex::open(&folder).expect("opened");
    street.listing(street.tea, "Oolong", "", 100, 0).await;
    street.follow().await;
    assert_eq!(street.titles("oolong").await.len(), 1);
    // another process builds anew; what happens afterwards is not lost
    let mut other = street.ctx.clone();
    other.search = search::SearchIndex::open(&folder).expect("opened again");
    search::rebuild(&other).await.expect("rebuilt");
    street
        .listing(street.tea, "Second oolong", "", 100, 0)
        .await;
    street.follow().await;
    assert_eq!(street.titles("oolong").await.len(), 2);
    // a restart opens what is there
    street.ctx.search = search::SearchIndex::open(&folder).expect("opened");
    assert_eq!(street.titles("oolong").await.len(), 2);
    assert_eq!(search::step(&street.ctx).await.expect("a step"), 0);
    std::fs::remove_dir_all(folder).expect("cleared away");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn products_are_seen_by_those_who_may(db: PgPool) {
    let street = Street::new(db).await;
    let tea = street.listing(street.green_tea, "Oolong", "", 100, 0).await;
    street.listing(street.green_tea, "Puer", "", 100, 0).await;
    let slug = tea.0.simple().to_string();
    let account: AccountId = street.ctx.new_id();
    let seat = |shop| Actor::Member {
        account,
        seats: vec![Seat {
            shop,
            role: ShopRole::Clerk,
        }],
    };
    let (own, other) = (seat(street.shop), seat(street.ctx.new_id()));
    let seen = async |actor: &Actor| {
        let looker = Looker {
            actor: actor.clone(),
            ..Looker::nobody()
        };
        browse::product_page(&street.ctx, &looker, "lin-tea", &slug)
            .await
            .ok()
            .map(|page| page.on_sale)
    };
    let page = browse::product_page(&street.ctx, &Looker::nobody(), "lin-tea", &slug)
        .await
        .expect("seen");
    assert_eq!(
        page.trail
            .iter()
            .map(|c| c.slug.as_str())
            .collect::<Vec<_>>(),
        ["tea", "green-tea"]
    );
    assert_eq!((page.more_from_shop.len(), page.stock(&[])), (1, 5));
    street
        .change(tea, "update listings set stage = 'draft' where id = $1")
        .await;
    assert_eq!(seen(&Actor::Stranger).await, None);
    assert_eq!(seen(&other).await, None);
    assert_eq!(seen(&own).await, Some(OnSale::Preview));
    street
        .change(tea, "update listings set stage = 'removed' where id = $1")
        .await;
    assert_eq!(seen(&own).await, None);
    street.change(tea, "with s as (update shops set stage = 'paused') update listings set stage = 'live' where id = $1").await;
    assert_eq!(seen(&Actor::Stranger).await, Some(OnSale::ShopPaused));
    let shop = |actor| {
        let request = SearchRequest {
            shop: Some("lin-tea".into()),
            ..Default::default()
        };
        let ctx = street.ctx.clone();
        async move {
            browse::shop_page(&ctx, &actor, &request, None)
                .await
                .ok()
                .map(|page| page.on_sale)
        }
    };
    assert_eq!(shop(Actor::Stranger).await, Some(OnSale::ShopPaused));
    street.change(tea, "with s as (update shops set stage = 'preparing') update listings set stage = 'live' where id = $1").await;
    assert_eq!(seen(&Actor::Stranger).await, None);
    assert_eq!(shop(Actor::Stranger).await, None);
    assert_eq!(shop(own).await, Some(OnSale::Preview));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_home_page_shows_head_and_tail(db: PgPool) {
    let street = Street::new(db).await;
    for n in 0..4 {
        street
            .listing(street.green_tea, &format!("Tea {n}"), "", 1_000 + n, n)
            .await;
    }
    let page = browse::home_page(&street.ctx, &Looker::nobody())
        .await
        .expect("a home page");
    assert_eq!((page.listing_count, page.shop_count), (4, 1));
    assert_eq!(page.selling_now.len(), 2, "two of one shop at most");
    let shown: Vec<_> = [
        &page.selling_now,
        &page.quietly_loved,
        &page.new_this_week,
        &page.under_price,
    ]
    .into_iter()
    .flatten()
    .map(|card| card.id)
    .collect();
    assert_eq!(
        shown.iter().collect::<BTreeSet<_>>().len(),
        shown.len(),
        "nothing twice"
    );
    assert_eq!(page.categories.iter().map(|c| c.count).sum::<u64>(), 4);
}
