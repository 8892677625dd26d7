//! Lists as shoppers use them: facets, orders and their reasons, pages that stand still, and what
//! is offered while somebody types.

mod wording;

use crate::common::Market;
use crate::street::{Street, words};
use longtail::{
    actor::Actor,
    trade::search::{Facet, FacetName, Narrowing, PAGE_SIZE, SearchPage, SearchRequest, Sort},
};
use longtail_backend::trade::search;
use sqlx::PgPool;
use std::collections::BTreeSet;

fn facet(page: &SearchPage, is: impl Fn(&FacetName) -> bool) -> Option<&Facet> {
    page.facets.iter().find(|facet| is(&facet.name))
}

fn counts(page: &SearchPage, key: &str) -> Vec<(String, u64)> {
    let found = facet(
        page,
        |name| matches!(name, FacetName::Choice { key: own, .. } if own == key),
    );
    found.map_or_else(Vec::new, |facet| {
        let values = facet.values.iter();
        values
            .map(|value| (value.key.clone(), value.count))
            .collect()
    })
}

/// Material and weight, asked of everything ceramic.
async fn define_specs(street: &Street) {
    sqlx::query(
        r#"insert into spec_definitions (id, category_id, key, name_en, name_zh, kind, unit_en, choices, facet)
           values ('00000000-0000-0000-0000-000000000001', $1, 'material', 'Material', '材质', 'choice', '',
                   '[{"key":"stoneware","label":{"en":"Stoneware","zh":"炻器"}},
                     {"key":"porcelain","label":{"en":"Porcelain","zh":"瓷"}}]', true),
                  ('00000000-0000-0000-0000-000000000002', $1, 'weight', 'Weight', '重量', 'number', 'g', '[]', true)"#,
    )
    .bind(street.ceramics.0)
    .execute(&street.ctx.db)
    .await
    .expect("defined");
}

async fn bowl(street: &Street, price: i64, material: &str, grams: i64) {
    let bowl = street
        .listing(street.ceramics, "Plain bowl", "素碗", price, 0)
        .await;
    sqlx::query(
        "insert into listing_specs (listing_id, definition_id, kind, choice, number_milli)
         values ($1, '00000000-0000-0000-0000-000000000001', 'choice', $2, null),
                ($1, '00000000-0000-0000-0000-000000000002', 'number', null, $3)",
    )
    .bind(bowl.0)
    .bind(material)
    .bind(grams * 1_000)
    .execute(&street.ctx.db)
    .await
    .expect("answered");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn facets_follow_the_words_and_each_other(db: PgPool) {
    let street = Street::new(db).await;
    define_specs(&street).await;
    bowl(&street, 900, "stoneware", 300).await;
    bowl(&street, 1_500, "stoneware", 700).await;
    bowl(&street, 1_600, "porcelain", 300).await;
    street
        .listing(street.ceramics, "Tall vase", "", 9_000, 0)
        .await;
    street.follow().await;
    let page = street.find(words("bowl")).await;
    assert_eq!(
        counts(&page, "material"),
        [("stoneware".to_owned(), 2), ("porcelain".to_owned(), 1)]
    );
    // one that is chosen is counted as if it were not; the others follow it
    let porcelain = SearchRequest {
        narrow: Narrowing::default().toggled("material", "porcelain"),
        ..words("bowl")
    };
    let page = street.find(porcelain.clone()).await;
    assert_eq!(page.total, 1);
    assert_eq!(
        counts(&page, "material"),
        [("stoneware".to_owned(), 2), ("porcelain".to_owned(), 1)]
    );
    let prices = facet(&page, |name| *name == FacetName::Price);
    assert_eq!(
        prices.map(|f| f.ranges.len()),
        None,
        "one range is no choice"
    );
    // several of one facet: any; of different ones: all
    let both = SearchRequest {
        narrow: porcelain.narrow.toggled("material", "stoneware"),
        ..porcelain.clone()
    };
    assert_eq!(street.find(both.clone()).await.total, 3);
    let cheap = SearchRequest {
        narrow: Narrowing {
            price_to: Some(1_000),
            ..both.narrow.clone()
        },
        ..both
    };
    let page = street.find(cheap).await;
    assert_eq!(page.total, 1);
    // what is chosen stays in sight, also where it holds nothing
    assert_eq!(
        counts(&page, "material"),
        [("stoneware".to_owned(), 1), ("porcelain".to_owned(), 0)]
    );
    let ranges: Vec<u64> = facet(&page, |name| *name == FacetName::Price)
        .expect("prices")
        .ranges
        .iter()
        .map(|range| range.count)
        .collect();
    assert_eq!(ranges, [1, 2]);
    // numbers in ranges, which can be chosen
    let page = street.find(words("bowl")).await;
    let weight = facet(
        &page,
        |name| matches!(name, FacetName::Number { key, .. } if key == "weight"),
    );
    let heavy = *weight.expect("weights").ranges.last().expect("a range");
    assert_eq!(heavy.count, 1);
    let narrow = Narrowing::default().with_spec(longtail::trade::search::SpecChosen {
        key: "weight".into(),
        from: heavy.from,
        to: heavy.to,
        ..Default::default()
    });
    let page = street
        .find(SearchRequest {
            narrow,
            ..words("bowl")
        })
        .await;
    assert_eq!(page.total, 1);
    // what a specification says can be searched for
    assert_eq!(street.find(words("porcelain bowl")).await.total, 1);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn nothing_narrowed_is_not_the_words_fault(db: PgPool) {
    let street = Street::new(db).await;
    street
        .listing(street.ceramics, "Celadon bowl", "", 5_000, 0)
        .await;
    street.follow().await;
    let page = street
        .find(SearchRequest {
            narrow: Narrowing {
                price_to: Some(100),
                ..Narrowing::default()
            },
            ..words("celadon bowl")
        })
        .await;
    assert_eq!((page.total, page.relaxed), (0, None));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn pages_stand_still_while_the_market_moves(db: PgPool) {
    let street = Street::new(db).await;
    let count = 2 * PAGE_SIZE as usize;
    let mut listings = Vec::new();
    for n in 0..count {
        let title = format!("Tea number {n}");
        listings.push(street.listing(street.tea, &title, "", 1_000, 0).await);
    }
    street.follow().await;
    let by_sales = SearchRequest {
        sort: Sort::Sales,
        ..words("tea")
    };
    let first = street.find(by_sales.clone()).await;
    let at = first.request.at.clone().expect("kept");
    // the last sells best now, and something new arrives at the top
    street
        .change(
            listings[0],
            "update listings set sold_count = 99 where id = $1",
        )
        .await;
    street.listing(street.tea, "Tea anew", "", 1_000, 500).await;
    street.follow().await;
    let second = street
        .find(SearchRequest {
            page: 2,
            at: Some(at),
            ..by_sales.clone()
        })
        .await;
    let seen: BTreeSet<_> = first
        .hits
        .iter()
        .chain(&second.hits)
        .map(|card| card.id)
        .collect();
    assert_eq!(seen.len(), count, "nothing twice, nothing lost");
    assert_eq!((second.total, second.request.page), (count as u64, 2));
    // who begins anew sees what is new; a list that is not kept any more is read anew
    let anew = street.find(by_sales.clone()).await;
    assert_eq!(anew.hits[0].title.en, "Tea anew");
    let lost = SearchRequest {
        at: Some("0123456789ab".into()),
        ..by_sales
    };
    assert_eq!(street.find(lost).await.total, count as u64 + 1);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn suggestions_lead_to_goods_places_and_words(db: PgPool) {
    let street = Street::new(db).await;
    street
        .listing(street.ceramics, "Celadon bowl", "青瓷碗", 100, 0)
        .await;
    street.follow().await;
    let suggest = async |typed: &str| search::suggest(&street.ctx, typed).await.expect("offered");
    let titles = async |typed: &str| -> Vec<String> {
        let goods = suggest(typed).await.goods;
        goods.into_iter().map(|goods| goods.title.en).collect()
    };
    assert_eq!(titles("cel").await, ["Celadon bowl"]);
    assert_eq!(titles("celadon bo").await, ["Celadon bowl"]);
    assert_eq!(titles("青").await, ["Celadon bowl"]);
    assert!(
        titles("cel ").await.is_empty(),
        "a word that is finished is not completed"
    );
    let places = suggest("cer").await.categories;
    assert_eq!(places[0].path, "/categories/ceramics");
    assert_eq!(suggest("lin").await.shops[0].path, "/shops/lin-tea");
    assert!(suggest("  ").await.is_empty());
    // what was asked often, and found, is offered; what found nothing never
    for _ in 0..3 {
        street.find(words("Celadon bowl")).await;
        street.find(words("cel nothing here")).await;
    }
    search::write_down(&street.ctx).await.expect("written");
    assert_eq!(suggest("cela").await.queries, ["celadon bowl"]);
    assert!(suggest("c%").await.queries.is_empty());
    // what was asked once is offered to nobody, and forgotten after a while
    street.find(words("bowl")).await;
    search::write_down(&street.ctx).await.expect("written");
    assert!(suggest("bow").await.queries.is_empty());
    sqlx::query("update searches set asked_at = asked_at - interval '31 days'")
        .execute(&street.ctx.db)
        .await
        .expect("aged");
    street.find(words("celadon")).await;
    search::write_down(&street.ctx).await.expect("written");
    let kept: Vec<String> = sqlx::query_scalar("select words from searches order by words")
        .fetch_all(&street.ctx.db)
        .await
        .expect("read");
    assert_eq!(kept, ["celadon", "celadon bowl"]);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn shops_that_keep_their_word_and_what_one_likes(db: PgPool) {
    let market = Market::new(db).await;
    let (quick, slow) = (
        market.listing("quick", 6_800, 50).await,
        market.listing("slow", 6_800, 50).await,
    );
    let buyer = market.guest().await;
    for (listing, hours) in [(&quick, 2), (&slow, 150)] {
        for _ in 0..6 {
            let placed = market.place(&buyer, &[(listing.variant, 1)]).await;
            market.pay_by_card(&buyer, &placed).await;
            let order = market.order_at(&placed, listing.shop).await;
            market.test.clock.advance(chrono::Duration::hours(hours));
            market.ship(&listing.owner, order).await;
        }
    }
    search::rebuild(&market.ctx).await.expect("built");
    let list = async |actor: &Actor, sort| {
        let request = SearchRequest {
            sort,
            ..SearchRequest::default()
        };
        search::find(&market.ctx, actor, &request)
            .await
            .expect("a page")
    };
    let page = list(&Actor::Stranger, Sort::Reliability).await;
    let shops: Vec<_> = page.hits.iter().map(|card| card.shop.id).collect();
    assert_eq!(shops, [quick.shop, slow.shop]);
    assert!(!page.has_taste);
    // somebody who bought from the slow one only sees it first
    let fan = market.guest().await;
    let placed = market.place(&fan, &[(slow.variant, 1)]).await;
    market.pay_by_card(&fan, &placed).await;
    let page = list(&fan, Sort::Taste).await;
    assert_eq!(page.hits[0].shop.id, slow.shop);
    assert!(page.has_taste && page.whys[0].liked_shop && !page.whys[1].liked_shop);
}
