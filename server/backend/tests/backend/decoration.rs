//! A shop's layouts: laid out by its owner, published, scheduled, and seen by buyers.

use crate::common::{Listing, Market};
use chrono::Duration;
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::LayoutId,
    trade::{
        catalog::browse::ShopPage,
        search::SearchRequest,
        shop::layout::{BlockForm, LayoutError, LayoutStageName, PickRule, ShownBlock, Window},
    },
};
use longtail_backend::{
    Failure, jobs,
    trade::{
        catalog::browse::shop_page,
        shop::layout::{self, BeginLayout, Opened},
    },
};
use sqlx::PgPool;

async fn begin(market: &Market, shop: &Listing, name: &str) -> Opened {
    let command = BeginLayout {
        id: market.ctx.new_id(),
        shop: "tea".to_owned(),
        name: name.to_owned(),
        copy_of: None,
    };
    let layout = layout::begin(&market.ctx, &shop.owner, &command)
        .await
        .expect("begun");
    let again = layout::begin(&market.ctx, &shop.owner, &command)
        .await
        .expect("the same");
    assert_eq!(layout, again, "a double click begins one layout");
    at(layout, 1)
}

fn at(layout: LayoutId, version: i32) -> Opened {
    Opened {
        shop: "tea".to_owned(),
        layout,
        version,
    }
}

/// A layout of one text block with these words, and the version it has then.
async fn with_words(market: &Market, shop: &Listing, name: &str, words: &str) -> Opened {
    let mut opened = begin(market, shop, name).await;
    for change in ["remove:1", "remove:2", "add:text"] {
        step(market, &shop.owner, &mut opened, change)
            .await
            .expect("changed");
    }
    let form = BlockForm {
        words_en: words.to_owned(),
        ..BlockForm::default()
    };
    layout::write_block(&market.ctx, &shop.owner, &opened, 1, &form)
        .await
        .expect("written");
    opened.version += 1;
    opened
}

async fn step(
    market: &Market,
    actor: &Actor,
    opened: &mut Opened,
    change: &str,
) -> Result<Option<u16>, Failure<LayoutError>> {
    let change = change.parse().expect("a change");
    let block = layout::arrange(&market.ctx, actor, opened, change).await?;
    opened.version += 1;
    Ok(block)
}

async fn front(market: &Market, actor: &Actor, preview: Option<LayoutId>) -> ShopPage {
    let request = SearchRequest {
        shop: Some("tea".to_owned()),
        ..SearchRequest::default()
    };
    shop_page(&market.ctx, actor, &request, preview)
        .await
        .expect("a page")
}

/// The words of the text blocks that buyers see.
async fn seen(market: &Market) -> Vec<String> {
    front(market, &Actor::Stranger, None)
        .await
        .blocks
        .into_iter()
        .filter_map(|block| match block {
            ShownBlock::Text { words, .. } => Some(words.en),
            _ => None,
        })
        .collect()
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn buyers_see_what_was_published_and_the_owner_the_draft(db: PgPool) {
    let market = Market::new(db).await;
    let shop = market.listing("tea", 5_000, 10).await;
    let mut opened = with_words(&market, &shop, "Every day", "first").await;
    assert!(seen(&market).await.is_empty(), "a draft is not seen");
    let draft = front(&market, &shop.owner, Some(opened.layout)).await;
    assert!(draft.draft && draft.blocks.len() == 1);
    for stranger in [Actor::Stranger, market.member("Mo").await] {
        let page = front(&market, &stranger, Some(opened.layout)).await;
        assert!(!page.draft && page.blocks.is_empty(), "not another's draft");
    }

    layout::publish(&market.ctx, &shop.owner, &opened, Window::default())
        .await
        .expect("published");
    opened.version += 1;
    assert_eq!(seen(&market).await, ["first"]);
    let form = BlockForm {
        words_en: "second".to_owned(),
        ..BlockForm::default()
    };
    layout::write_block(&market.ctx, &shop.owner, &opened, 1, &form)
        .await
        .expect("written");
    opened.version += 1;
    assert_eq!(seen(&market).await, ["first"], "until it is published");
    let page = layout::layouts_page(&market.ctx, &shop.owner, "tea")
        .await
        .expect("a page");
    assert!(page.layouts[0].changed && page.layouts[0].in_force);
    layout::publish(&market.ctx, &shop.owner, &opened, Window::default())
        .await
        .expect("published");
    assert_eq!(seen(&market).await, ["second"]);

    let searching = SearchRequest {
        shop: Some("tea".to_owned()),
        query: "oolong".to_owned(),
        ..SearchRequest::default()
    };
    let page = shop_page(&market.ctx, &Actor::Stranger, &searching, None)
        .await
        .expect("a page");
    assert!(
        page.blocks.is_empty(),
        "nothing stands before what one searches"
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_campaign_begins_and_ends_by_the_clock(db: PgPool) {
    let market = Market::new(db).await;
    let shop = market.listing("tea", 5_000, 10).await;
    let everyday = with_words(&market, &shop, "Every day", "everyday").await;
    layout::publish(&market.ctx, &shop.owner, &everyday, Window::default())
        .await
        .expect("published");
    let now = market.ctx.now();
    let festival = with_words(&market, &shop, "Festival", "festival").await;
    let window = Window {
        from: Some(now + Duration::hours(2)),
        until: Some(now + Duration::hours(5)),
    };
    layout::publish(&market.ctx, &shop.owner, &festival, window)
        .await
        .expect("scheduled");
    assert_eq!(seen(&market).await, ["everyday"]);

    // The job is late: buyers see the campaign all the same.
    market.test.clock.advance(Duration::hours(3));
    assert_eq!(seen(&market).await, ["festival"]);
    jobs::run_due(&market.ctx).await.expect("done");
    let stage = stage_of(&market, festival.layout).await;
    assert_eq!(stage, LayoutStageName::Live);
    assert_eq!(seen(&market).await, ["festival"]);

    market.test.clock.advance(Duration::hours(3));
    jobs::run_due(&market.ctx).await.expect("done");
    let stage = stage_of(&market, festival.layout).await;
    assert_eq!(stage, LayoutStageName::Ended);
    assert_eq!(seen(&market).await, ["everyday"], "it returns");
    layout::turn(&market.ctx, festival.layout)
        .await
        .expect("nothing left to do");

    let over = layout::publish(
        &market.ctx,
        &shop.owner,
        &at(festival.layout, version_of(&market, festival.layout).await),
        Window::default(),
    )
    .await;
    assert!(matches!(over, Err(Failure::Refused(LayoutError::Over))));
}

/// As it is written down, not as the clock would have it.
async fn stage_of(market: &Market, layout: LayoutId) -> LayoutStageName {
    let stage: String = sqlx::query_scalar("select stage from shop_layouts where id = $1")
        .bind(layout.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a layout");
    stage.parse().expect("a stage")
}

async fn version_of(market: &Market, layout: LayoutId) -> i32 {
    sqlx::query_scalar("select version from shop_layouts where id = $1")
        .bind(layout.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a layout")
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn steps_are_taken_back_and_nobody_writes_over_another(db: PgPool) {
    let market = Market::new(db).await;
    let shop = market.listing("tea", 5_000, 10).await;
    let mut opened = begin(&market, &shop, "Every day").await;
    let mut stale = opened.clone();
    let added = step(&market, &shop.owner, &mut opened, "add:banner")
        .await
        .expect("added");
    assert_eq!(added, Some(3));
    let refused = step(&market, &shop.owner, &mut stale, "add:text").await;
    assert!(matches!(refused, Err(Failure::Refused(LayoutError::Stale))));
    step(&market, &shop.owner, &mut opened, "move:3:0")
        .await
        .expect("moved");
    let order = |editor: &longtail::trade::shop::layout::LayoutEditor| -> Vec<u16> {
        editor.blocks.iter().map(|view| view.block.number).collect()
    };
    let editor = layout::layout_editor(&market.ctx, &shop.owner, "tea", opened.layout)
        .await
        .expect("an editor");
    assert_eq!((order(&editor), editor.version), (vec![3, 1, 2], 3));
    for _ in 0..2 {
        step(&market, &shop.owner, &mut opened, "undo")
            .await
            .expect("undone");
    }
    let editor = layout::layout_editor(&market.ctx, &shop.owner, "tea", opened.layout)
        .await
        .expect("an editor");
    assert_eq!((order(&editor), editor.can_undo), (vec![1, 2], false));
    let none = step(&market, &shop.owner, &mut opened, "undo").await;
    assert!(matches!(
        none,
        Err(Failure::Refused(LayoutError::NothingToUndo))
    ));

    step(&market, &shop.owner, &mut opened, "remove:1")
        .await
        .expect("removed");
    step(&market, &shop.owner, &mut opened, "remove:2")
        .await
        .expect("removed");
    let empty = layout::publish(&market.ctx, &shop.owner, &opened, Window::default()).await;
    assert!(matches!(
        empty,
        Err(Failure::Refused(LayoutError::NothingToShow))
    ));
    layout::remove(&market.ctx, &shop.owner, "tea", opened.layout)
        .await
        .expect("thrown away");
    let gone = layout::layout_editor(&market.ctx, &shop.owner, "tea", opened.layout).await;
    assert!(matches!(gone, Err(Failure::NotFound)));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn only_owners_decorate_and_only_with_their_own_goods(db: PgPool) {
    let market = Market::new(db).await;
    let shop = market.listing("tea", 5_000, 10).await;
    let other = market.listing("clay", 5_000, 10).await;
    let mut opened = begin(&market, &shop, "Every day").await;
    let clerk = Actor::Member {
        account: market.member("Clerk").await.account().expect("a member"),
        seats: vec![Seat {
            shop: shop.shop,
            role: ShopRole::Clerk,
        }],
    };
    for actor in [&clerk, &other.owner, &market.member("Mo").await] {
        let page = layout::layouts_page(&market.ctx, actor, "tea").await;
        assert!(matches!(page, Err(Failure::NotFound)));
        let mut tried = opened.clone();
        let refused = step(&market, actor, &mut tried, "add:text").await;
        assert!(matches!(refused, Err(Failure::NotFound)));
    }
    let stranger = layout::layouts_page(&market.ctx, &Actor::Stranger, "tea").await;
    assert!(matches!(stranger, Err(Failure::SignIn)));
    let mut strange = opened.clone();
    strange.shop = "clay".to_owned();
    let refused = step(&market, &other.owner, &mut strange, "add:text").await;
    assert!(
        matches!(refused, Err(Failure::NotFound)),
        "another shop's layout"
    );

    let ids: Vec<uuid::Uuid> = sqlx::query_scalar("select id from listings order by slug desc")
        .fetch_all(&market.ctx.db)
        .await
        .expect("listings");
    let form = BlockForm {
        rule: "chosen".to_owned(),
        listings: ids.iter().map(ToString::to_string).collect(),
        ..BlockForm::default()
    };
    layout::write_block(&market.ctx, &shop.owner, &opened, 1, &form)
        .await
        .expect("written");
    opened.version += 1;
    let page = front(&market, &shop.owner, Some(opened.layout)).await;
    let Some(ShownBlock::Picks { rule, cards, .. }) = page.blocks.first() else {
        panic!("picks: {:?}", page.blocks)
    };
    assert_eq!(*rule, PickRule::Chosen);
    let shops: Vec<_> = cards.iter().map(|card| card.shop.slug.as_str()).collect();
    assert_eq!(shops, ["tea"], "the other shop's thing is left out");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn hostile_words_and_files_are_refused(db: PgPool) {
    let market = Market::new(db).await;
    let shop = market.listing("tea", 5_000, 10).await;
    let mut opened = begin(&market, &shop, "Every day").await;
    step(&market, &shop.owner, &mut opened, "add:banner")
        .await
        .expect("added");
    step(&market, &shop.owner, &mut opened, "add:text")
        .await
        .expect("added");
    let link = BlockForm {
        link: "javascript:alert(1)".to_owned(),
        ..BlockForm::default()
    };
    let words = BlockForm {
        words_en: "[free](data:text/html,x)".to_owned(),
        ..BlockForm::default()
    };
    for (block, form) in [(3, &link), (4, &words)] {
        let refused = layout::write_block(&market.ctx, &shop.owner, &opened, block, form).await;
        assert!(matches!(refused, Err(Failure::Invalid(_))), "{form:?}");
    }
    let page = bytes::Bytes::from_static(b"<svg onload=alert(1)>");
    let refused = layout::hang_picture(&market.ctx, &shop.owner, &opened, (3, 0), page).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(LayoutError::Picture(_)))
    ));
    let gone = layout::write_block(&market.ctx, &shop.owner, &opened, 9, &words).await;
    assert!(matches!(gone, Err(Failure::NotFound)));
}
