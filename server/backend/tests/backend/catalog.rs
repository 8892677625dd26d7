//! Writing goods: pictures, listings, their variants, stages and shelves.

use crate::goods::{Market, draft, png, price, variant};
use longtail::{
    platform::media::MediaError,
    text::{Bilingual, FieldIssue},
    trade::{
        catalog::{
            Axis, AxisForm, AxisValue, CatalogError, GridForAll, GridRow, ImportMark, ListingMove,
            ListingStage, PictureMove, SavedHow, TypedCount, ValueForm, WordsForm,
        },
        stock::low::Show,
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    platform::media,
    trade::{
        catalog::{
            category, editor,
            editor::{CreateListing, Opened},
            move_listings, save_listing,
            table::{self, Wanted},
        },
        stock,
    },
};
use sqlx::PgPool;

fn axis(name: &str, labels: &[&str]) -> Axis {
    Axis {
        name: Bilingual::new(name, ""),
        values: labels
            .iter()
            .map(|label| AxisValue {
                label: Bilingual::new(*label, ""),
                media: None,
            })
            .collect(),
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_picture_is_kept_once_and_read_in_the_nearest_width(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let kept = media::store_picture(ctx, owner, png(800, 400).into())
        .await
        .expect("kept");
    assert_eq!(kept.widths, [320, 640, 800]);
    let again = media::store_picture(ctx, owner, png(800, 400).into())
        .await
        .expect("kept");
    assert_eq!(again, kept);
    let (width, webp) = media::read_picture(ctx, kept.id, 700, media::Form::WebP)
        .await
        .expect("there");
    assert_eq!((width, &webp[8..12]), (640, &b"WEBP"[..]));
    let refused = media::store_picture(ctx, owner, "no picture".into()).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(MediaError::NotAPicture))
    ));
    let stranger = longtail::actor::Actor::Stranger;
    let refused = media::store_picture(ctx, &stranger, png(8, 8).into()).await;
    assert!(matches!(refused, Err(Failure::SignIn)));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_listing_is_saved_changed_and_left_alone(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut tea = draft(&market, "Spring Tea");
    tea.axes = vec![axis("Grade", &["Fine", "Finest"])];
    tea.variants = vec![variant(&[0], 1200, 5), variant(&[1], 3400, 2)];
    tea.publish = true;
    let saved = save_listing(ctx, owner, &tea).await.expect("saved");
    assert_eq!(
        (saved.slug.as_str(), saved.how),
        ("spring-tea", SavedHow::Created)
    );
    let twin = save_listing(ctx, owner, &draft(&market, "Spring Tea"))
        .await
        .expect("saved");
    assert_eq!(twin.slug, "spring-tea-2");

    // Saved again as it is: nothing is written.
    tea.listing = Some(saved.listing);
    tea.version = Some(saved.version);
    let again = save_listing(ctx, owner, &tea).await.expect("unchanged");
    assert_eq!(
        (again.how, again.version),
        (SavedHow::Unchanged, saved.version)
    );

    // A value in front: the variants keep their identity, their stock and their prices.
    tea.axes = vec![axis("Grade", &["Plain", "Finest", "Fine"])];
    tea.variants = vec![
        variant(&[0], 600, 9),
        variant(&[1], 3400, 2),
        variant(&[2], 1300, 5),
    ];
    let changed = save_listing(ctx, owner, &tea).await.expect("changed");
    assert_eq!(changed.how, SavedHow::Updated);
    assert_eq!(changed.variants[1], saved.variants[1]);
    assert_eq!(changed.variants[2], saved.variants[0]);

    // Somebody who still looks at the first version is told so.
    let stale = save_listing(ctx, owner, &tea).await;
    assert!(matches!(stale, Err(Failure::Refused(CatalogError::Stale))));

    assert_eq!(market.changes_told(saved.listing).await, 2);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_variant_whose_options_go_is_retired_not_lost(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut tea = draft(&market, "Tea");
    tea.axes = vec![axis("Grade", &["Fine", "Finest"])];
    tea.variants = vec![variant(&[0], 1200, 5), variant(&[1], 3400, 2)];
    let saved = save_listing(ctx, owner, &tea).await.expect("saved");
    tea.listing = Some(saved.listing);
    tea.axes = vec![axis("Grade", &["Finest"])];
    tea.variants = vec![variant(&[0], 3400, 2)];
    let less = save_listing(ctx, owner, &tea).await.expect("saved");
    assert_eq!(less.variants, [saved.variants[1]]);
    let (retired, on_hand): (bool, i32) = sqlx::query_as(
        "select v.retired, s.on_hand from variants v join stock_levels s on s.variant_id = v.id
         where v.id = $1",
    )
    .bind(saved.variants[0].0)
    .fetch_one(&ctx.db)
    .await
    .expect("still there");
    assert_eq!((retired, on_hand), (true, 5));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_cannot_be_saved_is_told(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut bad = draft(&market, "");
    bad.variants[0].price = price(0);
    let Err(Failure::Invalid(issues)) = save_listing(ctx, owner, &bad).await else {
        panic!("two fields")
    };
    assert_eq!(issues.get("title_en"), Some(&FieldIssue::Missing));
    assert_eq!(
        issues.get("variants[0][price]"),
        Some(&FieldIssue::NotAnAmount)
    );

    let mut nowhere = draft(&market, "Tea");
    nowhere.category = ctx.new_id();
    let Err(Failure::Invalid(issues)) = save_listing(ctx, owner, &nowhere).await else {
        panic!("a category that is none")
    };
    assert_eq!(issues.get("category"), Some(&FieldIssue::NotAChoice));

    let mut nothing = draft(&market, "Tea");
    nothing.variants[0].offered = false;
    nothing.publish = true;
    assert!(matches!(
        save_listing(ctx, owner, &nothing).await,
        Err(Failure::Refused(CatalogError::NothingOffered))
    ));
    assert!(matches!(
        save_listing(ctx, &market.other, &draft(&market, "Tea")).await,
        Err(Failure::NotFound)
    ));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_import_twice_changes_nothing_even_after_sales(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut tea = draft(&market, "Tea");
    tea.import = Some(ImportMark {
        key: "shopify:tea".into(),
        hash: "one".into(),
    });
    let first = save_listing(ctx, owner, &tea).await.expect("saved");
    stock::count(ctx, owner, first.variants[0], 3)
        .await
        .expect("counted");
    let second = save_listing(ctx, owner, &tea).await.expect("known");
    assert_eq!(
        (second.listing, second.how),
        (first.listing, SavedHow::Unchanged)
    );
    assert_eq!(market.on_hand(first.variants[0]).await, 3);
    tea.variants[0].price = price(999);
    tea.import = Some(ImportMark {
        key: "shopify:tea".into(),
        hash: "two".into(),
    });
    let third = save_listing(ctx, owner, &tea).await.expect("changed");
    assert_eq!(
        (third.listing, third.how, third.variants),
        (first.listing, SavedHow::Updated, first.variants)
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn many_are_moved_at_once_and_back(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let a = save_listing(ctx, owner, &draft(&market, "A"))
        .await
        .expect("saved");
    let mut empty = draft(&market, "B");
    empty.variants[0].offered = false;
    let b = save_listing(ctx, owner, &empty).await.expect("saved");
    let both = [a.listing, b.listing];
    let done = move_listings(ctx, owner, market.shop, &both, ListingMove::Publish)
        .await
        .expect("moved");
    assert_eq!(done.moved, [a.listing]);
    assert_eq!(done.refused, [(b.listing, CatalogError::NothingOffered)]);
    move_listings(ctx, owner, market.shop, &done.moved, ListingMove::Pause)
        .await
        .expect("taken back");
    let wanted = Wanted {
        stage: Some(ListingStage::Paused),
        ..Wanted::default()
    };
    let paused = table::listing_table(ctx, owner, "tea-house", &wanted)
        .await
        .expect("the table");
    assert_eq!(paused.total, 1);
    assert_eq!(paused.rows[0].id, a.listing);
    assert!(matches!(
        move_listings(ctx, &market.other, market.shop, &both, ListingMove::Pause).await,
        Err(Failure::NotFound)
    ));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_editor_goes_step_by_step(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let command = CreateListing {
        command: ctx.new_id(),
        shop: "tea-house".into(),
        words: WordsForm {
            title_zh: "龙井".into(),
            category: market.category.to_string(),
            ..WordsForm::default()
        },
        price: "12.50".into(),
        stock: "8".into(),
    };
    let made = editor::create_listing(ctx, owner, &command)
        .await
        .expect("made");
    let twice = editor::create_listing(ctx, owner, &command)
        .await
        .expect("made once");
    assert_eq!(made, twice);
    assert!(made.slug.starts_with("item-"));
    let opened = |version| Opened {
        shop: "tea-house".into(),
        listing: made.listing,
        version,
    };

    let value = |en: &str| ValueForm {
        en: en.into(),
        ..ValueForm::default()
    };
    let axes = [AxisForm {
        name_en: "Tin".into(),
        values: vec![value("Red"), value("Blue"), value("")],
        ..AxisForm::default()
    }];
    let gridded = editor::save_axes(ctx, owner, &opened(made.version), &axes)
        .await
        .expect("a grid");
    let view = editor::editor_view(ctx, owner, "tea-house", made.listing)
        .await
        .expect("the editor");
    assert_eq!(view.variants.len(), 2);
    assert_eq!(view.variants[0].variant, made.variants[0]);
    assert_eq!(view.variants[0].level.on_hand, 8);
    assert_eq!(view.variants[1].price, price(1250));

    let rows: Vec<GridRow> = view
        .variants
        .iter()
        .map(|v| GridRow {
            variant: v.variant.to_string(),
            price: "15".into(),
            was_price: "20".into(),
            stock: "8".into(),
            stock_was: v.level.on_hand.to_string(),
            offered: Some("on".into()),
            ..GridRow::default()
        })
        .collect();
    let filled = editor::save_grid(
        ctx,
        owner,
        &opened(gridded.version),
        &rows,
        &GridForAll::default(),
    )
    .await
    .expect("filled");
    assert_eq!(market.on_hand(filled.variants[1]).await, 8);

    let first = media::store_picture(ctx, owner, png(10, 10).into())
        .await
        .expect("kept");
    let second = media::store_picture(ctx, owner, png(12, 12).into())
        .await
        .expect("kept");
    let shown = editor::add_pictures(ctx, owner, &opened(filled.version), &[first.id, second.id])
        .await
        .expect("added");
    let turned = editor::arrange_picture(
        ctx,
        owner,
        &opened(shown.version),
        second.id,
        PictureMove::First,
    )
    .await
    .expect("moved");
    let view = editor::editor_view(ctx, owner, "tea-house", made.listing)
        .await
        .expect("the editor");
    assert_eq!(view.pictures, [second, first]);
    let stale = editor::save_words(ctx, owner, &opened(made.version), &command.words).await;
    assert!(matches!(stale, Err(Failure::Refused(CatalogError::Stale))));
    editor::move_listing(ctx, owner, "tea-house", made.listing, ListingMove::Publish)
        .await
        .expect("live");
    assert!(turned.version > shown.version);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn shelves_are_counted_from_the_table(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let mut tea = draft(&market, "Tea");
    tea.axes = vec![axis("Grade", &["Fine", "Finest"])];
    tea.variants = vec![variant(&[0], 1200, 50), variant(&[1], 3400, 2)];
    tea.publish = true;
    save_listing(ctx, owner, &tea).await.expect("saved");
    let stock = table::stock_table(ctx, owner, "tea-house", "", Show::All, 1)
        .await
        .expect("the table");
    assert_eq!((stock.total, stock.low), (2, 1));
    assert_eq!(stock.rows[0].options.en, "Finest");
    let line = |i: usize, on_hand: &str| TypedCount {
        variant: stock.rows[i].variant.to_string(),
        was: stock.rows[i].level.on_hand.to_string(),
        on_hand: on_hand.into(),
    };
    let counted = table::count_shelves(ctx, owner, "tea-house", &[line(0, "12"), line(1, "50")])
        .await
        .expect("counted");
    assert_eq!(counted, 1);
    assert_eq!(market.on_hand(stock.rows[0].variant).await, 12);
    let bad = table::count_shelves(ctx, owner, "tea-house", &[line(0, "a dozen")]).await;
    assert!(matches!(bad, Err(Failure::Invalid(_))));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn hundreds_of_listings_are_written_quickly(db: PgPool) {
    let market = Market::new(db).await;
    for i in 0..300 {
        let mut tea = draft(&market, &format!("Tea number {i}"));
        tea.axes = vec![axis("Grade", &["Fine", "Finest", "Plain", "Old", "New"])];
        tea.variants = (0..5).map(|v| variant(&[v], 1000, 5)).collect();
        save_listing(&market.ctx, &longtail::actor::Actor::System, &tea)
            .await
            .expect("saved");
    }
    let tree = category::category_tree(&market.ctx)
        .await
        .expect("the tree");
    assert_eq!(tree.len(), 1);
}
