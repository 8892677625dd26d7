//! Specifications: asked by categories, answered by listings.

use crate::goods::{Market, draft, variant};
use longtail::{
    actor::Actor,
    id::{CategoryId, SpecId},
    text::Bilingual,
    trade::catalog::{
        ImportMark, SavedHow, SpecChoice, SpecData, SpecDefinition, SpecKind, SpecValue,
    },
};
use longtail_backend::{
    Ctx, Failure, MIGRATIONS,
    trade::catalog::{
        category::{CategoryDraft, save_category},
        save_listing,
        specs::{definitions_for, definitions_within, of_listings, save_definition},
    },
};
use sqlx::PgPool;

async fn category(ctx: &Ctx, slug: &str, parent: Option<CategoryId>) -> CategoryId {
    let draft = CategoryDraft {
        slug: slug.into(),
        parent,
        name: Bilingual::new(slug, ""),
        position: 0,
    };
    save_category(ctx, &Actor::System, &draft)
        .await
        .expect("a category")
}

fn definition(ctx: &Ctx, category: CategoryId, key: &str, kind: SpecKind) -> SpecDefinition {
    SpecDefinition {
        id: ctx.new_id(),
        category,
        key: key.into(),
        name: Bilingual::new(key, ""),
        kind,
        facet: true,
        position: 0,
    }
}

async fn ask(ctx: &Ctx, category: CategoryId, key: &str, kind: SpecKind) -> SpecId {
    save_definition(ctx, &Actor::System, &definition(ctx, category, key, kind))
        .await
        .expect("asked")
}

fn picking() -> SpecKind {
    let choice = |key: &str| SpecChoice {
        key: key.into(),
        label: Bilingual::new(key, ""),
    };
    SpecKind::Choice {
        choices: vec![choice("spring"), choice("autumn")],
    }
}

fn grams() -> SpecKind {
    SpecKind::Number {
        unit: Bilingual::new("g", "克"),
    }
}

fn answer(definition: SpecId, value: SpecData) -> SpecValue {
    SpecValue { definition, value }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_a_category_asks_holds_below_it(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = &market.ctx;
    let green = category(ctx, "green", Some(market.category)).await;
    let white = category(ctx, "white", Some(market.category)).await;
    let weight = ask(ctx, market.category, "weight", grams()).await;
    let season = ask(ctx, green, "season", picking()).await;
    let ids = |asked: Vec<SpecDefinition>| asked.iter().map(|d| d.id).collect::<Vec<_>>();
    let of = definitions_for(&ctx.db, green).await.expect("read");
    assert_eq!(ids(of), [weight, season]);
    let of = definitions_for(&ctx.db, white).await.expect("read");
    assert_eq!(ids(of), [weight]);
    let within = definitions_within(&ctx.db, market.category)
        .await
        .expect("read");
    assert_eq!(ids(within), [weight, season]);

    // The same key again is the same question; on one path it is asked once.
    assert_eq!(ask(ctx, green, "season", picking()).await, season);
    for (place, key) in [(green, "weight"), (market.category, "season")] {
        let again = definition(ctx, place, key, SpecKind::Text);
        let refused = save_definition(ctx, &Actor::System, &again).await;
        assert!(
            matches!(refused, Err(Failure::Invalid(i)) if i.get("key").is_some()),
            "{key}"
        );
    }
    let refused = save_definition(
        ctx,
        &market.owner,
        &definition(ctx, green, "origin", SpecKind::Text),
    )
    .await;
    assert!(matches!(refused, Err(Failure::NotFound)));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_listing_answers_and_keeps_what_still_holds_when_it_moves(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let green = category(ctx, "green", Some(market.category)).await;
    let weight = ask(ctx, market.category, "weight", grams()).await;
    let season = ask(ctx, green, "season", picking()).await;
    let origin = ask(ctx, green, "origin", SpecKind::Text).await;
    let mut tea = draft(&market, "Spring Tea");
    tea.category = green;
    tea.specs = vec![
        answer(season, SpecData::Choice("spring".into())),
        answer(weight, SpecData::Number(250_000)),
        answer(origin, SpecData::Text(Bilingual::new("Hangzhou", "杭州"))),
    ];
    let saved = save_listing(ctx, owner, &tea).await.expect("saved");
    let stored = of_listings(&ctx.db, &[saved.listing.0])
        .await
        .expect("read");
    assert_eq!(stored[&saved.listing].len(), 3);
    assert!(stored[&saved.listing].contains(&answer(weight, SpecData::Number(250_000))));

    // The same answers in another order are nothing new.
    tea.listing = Some(saved.listing);
    tea.specs.reverse();
    let again = save_listing(ctx, owner, &tea).await.expect("saved");
    assert_eq!(again.how, SavedHow::Unchanged);

    // An answer alone is a change that search hears of.
    tea.specs[0] = answer(origin, SpecData::Text(Bilingual::new("Hangzhou", "")));
    let changed = save_listing(ctx, owner, &tea).await.expect("saved");
    assert_eq!(changed.how, SavedHow::Updated);
    assert_eq!(market.changes_told(saved.listing).await, 2);

    let mut wrong = tea.clone();
    wrong.specs = vec![answer(season, SpecData::Choice("winter".into()))];
    let refused = save_listing(ctx, owner, &wrong).await;
    assert!(matches!(refused, Err(Failure::Invalid(i)) if i.get("specs[season]").is_some()));

    // One step up the tree nobody asks for season and origin.
    tea.category = market.category;
    save_listing(ctx, owner, &tea).await.expect("moved");
    let stored = of_listings(&ctx.db, &[saved.listing.0])
        .await
        .expect("read");
    assert_eq!(
        stored[&saved.listing],
        [answer(weight, SpecData::Number(250_000))]
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_import_without_answers_leaves_them_and_a_choice_taken_away_goes(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let season = ask(ctx, market.category, "season", picking()).await;
    let mark = |hash: &str| ImportMark {
        key: "shopify:tea".into(),
        hash: hash.into(),
    };
    let mut tea = draft(&market, "Tea");
    tea.import = Some(mark("1"));
    tea.specs = vec![answer(season, SpecData::Choice("spring".into()))];
    let saved = save_listing(ctx, owner, &tea).await.expect("saved");
    tea.import = Some(mark("2"));
    tea.specs.clear();
    save_listing(ctx, owner, &tea).await.expect("saved");
    let stored = of_listings(&ctx.db, &[saved.listing.0])
        .await
        .expect("read");
    assert_eq!(stored[&saved.listing].len(), 1);

    let kept = SpecKind::Choice {
        choices: vec![SpecChoice {
            key: "autumn".into(),
            label: Bilingual::new("Autumn", "秋"),
        }],
    };
    ask(ctx, market.category, "season", kept).await;
    tea.import = Some(mark("3"));
    save_listing(ctx, owner, &tea).await.expect("saved");
    let stored = of_listings(&ctx.db, &[saved.listing.0])
        .await
        .expect("read");
    assert!(stored.is_empty());

    // A question that was answered cannot become one of another kind.
    tea.import = Some(mark("4"));
    tea.specs = vec![answer(season, SpecData::Choice("autumn".into()))];
    save_listing(ctx, owner, &tea).await.expect("saved");
    let other = definition(ctx, market.category, "season", SpecKind::Text);
    let refused = save_definition(ctx, &Actor::System, &other).await;
    assert!(matches!(refused, Err(Failure::Invalid(i)) if i.get("kind").is_some()));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_barcode_is_proved_and_kept(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut tea = draft(&market, "Tea");
    tea.variants = vec![variant(&[], 1000, 3)];
    tea.variants[0].barcode = "4006381333932".into();
    let refused = save_listing(ctx, owner, &tea).await;
    assert!(matches!(refused, Err(Failure::Invalid(i)) if i.get("variants[0][barcode]").is_some()));
    tea.variants[0].barcode = "4006381333931".into();
    let saved = save_listing(ctx, owner, &tea).await.expect("saved");
    let kept: String = sqlx::query_scalar("select barcode from variants where id = $1")
        .bind(saved.variants[0].0)
        .fetch_one(&ctx.db)
        .await
        .expect("there");
    assert_eq!(kept, "4006381333931");
}
