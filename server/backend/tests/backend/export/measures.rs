//! Weights, sizes and templates: what a table does not say stays, what it says is kept, and is
//! taken back.

use super::{
    Measured, bring,
    made::{TEMPLATES, put, send_by, template, templates},
    measured,
};
use crate::goods::{self, Market};
use longtail::{
    actor::Actor,
    id::{ImportId, TemplateId},
    trade::{
        catalog::{
            Saved,
            history::{Cause, Field, Held},
        },
        import::{ImportStage, Trouble, Undone},
        shipping::postage::{MeasureDraft, MeasuresDraft},
    },
};
use longtail_backend::{
    MIGRATIONS,
    trade::{
        catalog::{history::history_page, save_listing},
        import::history::{self, Upload},
        shipping::postage,
    },
};
use sqlx::PgPool;

/// A cup of 250 g, 12 × 8 × 4 cm, that goes by the first template.
async fn cup(market: &Market) -> Saved {
    templates(market, market.shop).await;
    let draft = goods::draft(market, "Cup");
    let saved = save_listing(&market.ctx, &Actor::System, &draft).await;
    let saved = saved.expect("saved");
    put(market, saved.variants[0].0, Some(250), Some([12, 8, 4])).await;
    send_by(market, &saved, TEMPLATES[1]).await;
    saved
}

/// Our own table of the cup, with further columns.
fn table(saved: &Saved, columns: &str, fields: &str) -> String {
    format!(
        "listing,title_en,title_zh,price,stock{columns}\n{},Cup,,12.00,5{fields}\n",
        saved.slug
    )
}

fn known(template: &str, weight: Option<i32>, size: [i32; 3]) -> Measured {
    let [length, width, height] = size.map(Some);
    Measured {
        template: (!template.is_empty()).then(|| template.to_owned()),
        variants: vec![(weight, length, width, height)],
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_a_table_does_not_say_stays(db: PgPool) {
    let market = Market::new(db).await;
    let saved = cup(&market).await;
    let sizes = ",weight_g,length_cm,width_cm,height_cm";
    let heavy = TEMPLATES[1];
    for (columns, fields, expected) in [
        ("", "", known(heavy, Some(250), [12, 8, 4])),
        // A column that is there and empty says that it is not known.
        (",weight_g", ",", known(heavy, None, [12, 8, 4])),
        (
            sizes,
            ",1.5 kg,12.1,8,4",
            known(heavy, Some(1500), [13, 8, 4]),
        ),
        (",postage_template", ",", known("", Some(1500), [13, 8, 4])),
        (
            ",postage_template",
            ",=1+1 轻货",
            known(TEMPLATES[2], Some(1500), [13, 8, 4]),
        ),
    ] {
        let file = table(&saved, columns, fields);
        let report = bring(&market, market.shop, file.as_bytes()).await;
        assert_eq!(
            (report.updated, report.error_rows),
            (1, 0),
            "{columns}{fields} {:#?}",
            report.issues
        );
        let found = measured(&market, saved.listing.0).await;
        assert_eq!(found, expected, "{columns}{fields}");
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_bad_field_is_named_and_keeps_the_listing_out(db: PgPool) {
    let market = Market::new(db).await;
    let saved = cup(&market).await;
    let before = measured(&market, saved.listing.0).await;
    let typed = |typed: &str| typed.to_owned();
    for (column, field, typed, trouble) in [
        (
            "weight_g",
            "\"2,5 kg\"",
            "2,5 kg",
            Trouble::BadWeight {
                typed: typed("2,5 kg"),
            },
        ),
        (
            "weight_g",
            "1000001",
            "1000001",
            Trouble::BadWeight {
                typed: typed("1000001"),
            },
        ),
        (
            "height_cm",
            "tall",
            "tall",
            Trouble::BadLength {
                typed: typed("tall"),
            },
        ),
    ] {
        let file = table(&saved, &format!(",{column}"), &format!(",{field}"));
        let report = bring(&market, market.shop, file.as_bytes()).await;
        assert_eq!(
            (report.updated, report.left_out, report.error_rows),
            (0, 1, 1),
            "{typed}"
        );
        let issue = report.issues.first().expect("an issue");
        assert_eq!(issue.column.as_deref(), Some(column));
        assert_eq!((issue.row, &issue.trouble), (2, &trouble));
        assert_eq!(measured(&market, saved.listing.0).await, before);
    }
    // One side alone is no size: a note, and nothing else is lost.
    let file = table(&saved, ",length_cm", ",30");
    let report = bring(&market, market.shop, file.as_bytes()).await;
    assert_eq!((report.updated, report.error_rows), (1, 0));
    assert_eq!(report.issues[0].trouble, Trouble::HalfSize);
    assert_eq!(measured(&market, saved.listing.0).await, before);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_template_that_is_not_there_is_told_and_what_held_before_holds(db: PgPool) {
    let market = Market::new(db).await;
    let saved = cup(&market).await;
    let file = table(&saved, ",postage_template", ",By rail");
    let report = bring(&market, market.shop, file.as_bytes()).await;
    assert_eq!((report.updated, report.error_rows), (1, 0));
    let issue = report.issues.first().expect("a note");
    assert_eq!(issue.column.as_deref(), Some("postage_template"));
    let name = "By rail".to_owned();
    assert_eq!(issue.trouble, Trouble::UnknownTemplate { name });
    let known = measured(&market, saved.listing.0).await;
    assert_eq!(known.template.as_deref(), Some(TEMPLATES[1]));
    template(&market, market.shop, "By rail").await;
    let report = bring(&market, market.shop, file.as_bytes()).await;
    assert_eq!((report.unchanged, report.issues.len()), (1, 0));
    let file = table(&saved, ",weight_g,postage_template", ",300,By rail");
    let report = bring(&market, market.shop, file.as_bytes()).await;
    assert_eq!((report.updated, report.issues.len()), (1, 0));
    let known = measured(&market, saved.listing.0).await;
    assert_eq!(known.template.as_deref(), Some("By rail"));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_import_tells_the_history_what_it_measured(db: PgPool) {
    let market = Market::new(db).await;
    let saved = cup(&market).await;
    for fields in [",300,10,8,4", ",300,9,8,4"] {
        let file = table(&saved, ",weight_g,length_cm,width_cm,height_cm", fields);
        let report = bring(&market, market.shop, file.as_bytes()).await;
        assert_eq!((report.updated, report.error_rows), (1, 0));
    }
    let page = history_page(&market.ctx, &market.owner, "tea-house", saved.listing, 1).await;
    let page = page.expect("a page");
    let causes: Vec<_> = page.versions.iter().map(|v| (v.version, v.cause)).collect();
    assert_eq!(
        causes,
        [(3, Cause::Import), (2, Cause::Import), (1, Cause::First)]
    );
    let told = |at: usize, field: Field| {
        let changes = &page.versions[at].changes;
        let change = changes.iter().find(|change| change.field == field)?;
        Some((change.before.clone(), change.after.clone()))
    };
    assert_eq!(
        told(1, Field::Weight),
        Some((Held::Grams(250), Held::Grams(300)))
    );
    assert_eq!(told(0, Field::Weight), None);
    assert_eq!(
        told(0, Field::Size),
        Some((Held::Sides([10, 8, 4]), Held::Sides([9, 8, 4])))
    );
}

/// Brings a file in by the shop's page, so that it can be taken back.
async fn brought(market: &Market, file: &str) -> ImportId {
    let (ctx, owner) = (&market.ctx, &market.owner);
    let upload = Upload {
        format: None,
        file_name: "cup.csv".into(),
        file: file.to_owned().into(),
        pictures: Vec::new(),
        category: None,
    };
    let import = history::preview(ctx, owner, "tea-house", upload).await;
    let import = import.expect("checked");
    history::start(ctx, owner, "tea-house", import)
        .await
        .expect("started");
    history::run(ctx, import).await.expect("done");
    import
}

/// Takes an import back, and tells what that did.
async fn taken_back(market: &Market, import: ImportId) -> Undone {
    let (ctx, owner) = (&market.ctx, &market.owner);
    history::undo(ctx, owner, "tea-house", import)
        .await
        .expect("on its way back");
    history::run(ctx, import).await.expect("taken back");
    let page = history::page(ctx, owner, "tea-house", Some(import)).await;
    let current = page.expect("the page").current.expect("the import");
    assert_eq!(current.stage, ImportStage::Undone);
    current.report.undone.expect("told")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_import_that_is_taken_back_leaves_what_was_measured_since(db: PgPool) {
    let market = Market::new(db).await;
    let saved = cup(&market).await;
    let before = measured(&market, saved.listing.0).await;
    let file = table(&saved, ",weight_g,postage_template", ",300,");
    let import = brought(&market, &file).await;
    let imported = known("", Some(300), [12, 8, 4]);
    assert_eq!(measured(&market, saved.listing.0).await, imported);
    let undone = taken_back(&market, import).await;
    assert_eq!((undone.restored, undone.kept.len()), (1, 0));
    assert_eq!(measured(&market, saved.listing.0).await, before);

    let import = brought(&market, &file).await;
    assert_eq!(measured(&market, saved.listing.0).await, imported);
    let since = MeasureDraft {
        weight_g: "320".into(),
        length_cm: "12".into(),
        width_cm: "8".into(),
        height_cm: "5".into(),
    };
    let since = MeasuresDraft {
        variants: vec![(saved.variants[0], since)],
    };
    let (ctx, owner) = (&market.ctx, &market.owner);
    postage::save_measures(ctx, owner, "tea-house", saved.listing, None, &since)
        .await
        .expect("measured");
    let undone = taken_back(&market, import).await;
    assert_eq!(undone.restored, 0);
    assert_eq!(undone.kept, ["Cup"]);
    let kept = measured(&market, saved.listing.0).await;
    assert_eq!(kept, known("", Some(320), [12, 8, 5]));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_an_import_measured_is_taken_back_although_its_template_was_removed(db: PgPool) {
    let market = Market::new(db).await;
    let saved = cup(&market).await;
    let file = table(&saved, ",weight_g,postage_template", ",300,=1+1 轻货");
    let import = brought(&market, &file).await;
    let imported = known(TEMPLATES[2], Some(300), [12, 8, 4]);
    assert_eq!(measured(&market, saved.listing.0).await, imported);
    let template: uuid::Uuid =
        sqlx::query_scalar("select postage_template_id from listings where id = $1")
            .bind(saved.listing.0)
            .fetch_one(&market.ctx.db)
            .await
            .expect("a template");
    let (ctx, owner) = (&market.ctx, &market.owner);
    postage::remove_template(ctx, owner, "tea-house", TemplateId(template))
        .await
        .expect("removed");
    let undone = taken_back(&market, import).await;
    assert_eq!((undone.restored, undone.kept.len()), (1, 0));
    let back = measured(&market, saved.listing.0).await;
    assert_eq!(back, known("", Some(250), [12, 8, 4]));
}
