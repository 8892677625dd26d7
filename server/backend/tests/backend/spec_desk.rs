//! Specifications as staff keep them, and as files bring them in.

use crate::goods::{Market, draft};
use longtail::{
    actor::Actor,
    text::{Bilingual, FieldIssue},
    trade::catalog::{AskedSpec, DefinitionForm, SpecChoice, SpecData, SpecKind, SpecValue},
};
use longtail_backend::{
    Ctx, Failure, MIGRATIONS,
    trade::catalog::{
        category::{CategoryDraft, save_category},
        save_listing,
        specs::desk::{
            Imported, import_specifications, remove_specification, save_specification,
            specifications_page,
        },
    },
};
use sqlx::PgPool;

fn staff(ctx: &Ctx) -> Actor {
    Actor::Staff {
        account: ctx.new_id(),
    }
}

/// The slug of the market's one category.
async fn top(market: &Market) -> String {
    sqlx::query_scalar("select slug from categories where id = $1")
        .bind(market.category.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a slug")
}

async fn below(market: &Market, slug: &str) {
    let draft = CategoryDraft {
        slug: slug.into(),
        parent: Some(market.category),
        name: Bilingual::new(slug, ""),
        position: 0,
    };
    save_category(&market.ctx, &Actor::System, &draft)
        .await
        .expect("a category");
}

fn typed(category: &str, name: &str, kind: &str, choices: &str) -> DefinitionForm {
    DefinitionForm {
        category: category.into(),
        name_en: name.into(),
        name_zh: "名".into(),
        kind: kind.into(),
        choices: choices.into(),
        ..DefinitionForm::default()
    }
}

fn changed(form: &DefinitionForm, key: &str) -> DefinitionForm {
    DefinitionForm {
        key: key.into(),
        change: "true".into(),
        ..form.clone()
    }
}

#[track_caller]
fn issue<T: std::fmt::Debug, E: std::fmt::Debug>(
    refused: Result<T, Failure<E>>,
    field: &str,
) -> FieldIssue {
    match refused {
        Err(Failure::Invalid(issues)) => issues.get(field).cloned().expect(field),
        other => panic!("{field}: {other:?}"),
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn staff_add_change_and_remove(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, staff, top) = (&market.ctx, staff(&market.ctx), top(&market).await);
    below(&market, "green").await;
    let form = typed(&top, "Net weight", "number", "");
    save_specification(ctx, &staff, &form).await.expect("added");
    let again = save_specification(ctx, &staff, &form).await;
    assert_eq!(issue(again, "key"), FieldIssue::AlreadyTaken);
    let lower = typed("green", "Net weight", "text", "");
    let asked_above = save_specification(ctx, &staff, &lower).await;
    assert_eq!(issue(asked_above, "key"), FieldIssue::AlreadyTaken);

    let named = DefinitionForm {
        name_en: "Weight".into(),
        unit_en: "g".into(),
        facet: "true".into(),
        ..changed(&form, "net_weight")
    };
    save_specification(ctx, &staff, &named)
        .await
        .expect("changed");
    let page = specifications_page(ctx, &staff, &top).await.expect("seen");
    let own = page.chosen.expect("chosen").own;
    assert_eq!(own.len(), 1);
    let definition = &own[0].definition;
    assert_eq!(
        (definition.name.en.as_str(), definition.facet),
        ("Weight", true)
    );
    let page = specifications_page(ctx, &staff, "green").await;
    let chosen = page.expect("seen").chosen.expect("chosen");
    assert!(chosen.own.is_empty());
    assert_eq!(chosen.inherited[0].from_slug, top);

    remove_specification(ctx, &staff, &top, "net_weight")
        .await
        .expect("removed");
    for gone in [
        remove_specification(ctx, &staff, &top, "net_weight")
            .await
            .err(),
        save_specification(ctx, &staff, &named).await.err(),
        specifications_page(ctx, &staff, "nowhere").await.err(),
        // an owner finds nothing of it
        specifications_page(ctx, &market.owner, "").await.err(),
        save_specification(ctx, &market.owner, &form).await.err(),
        remove_specification(ctx, &market.owner, &top, "x")
            .await
            .err(),
    ] {
        assert!(matches!(gone, Some(Failure::NotFound)), "{gone:?}");
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_goods_answer_stays(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, staff, top) = (&market.ctx, staff(&market.ctx), top(&market).await);
    let form = typed(&top, "Season", "choice", "Spring\nAutumn");
    let season = save_specification(ctx, &staff, &form).await.expect("added");
    let mut tea = draft(&market, "Tea");
    tea.specs = vec![SpecValue {
        definition: season,
        value: SpecData::Choice("spring".into()),
    }];
    save_listing(ctx, &market.owner, &tea).await.expect("saved");

    let change = changed(&form, "season");
    let without = DefinitionForm {
        choices: "Autumn".into(),
        ..change.clone()
    };
    issue(save_specification(ctx, &staff, &without).await, "choices");
    let text = DefinitionForm {
        kind: "text".into(),
        ..change.clone()
    };
    issue(save_specification(ctx, &staff, &text).await, "kind");
    issue(
        remove_specification(ctx, &staff, &top, "season").await,
        "key",
    );
    let fewer = DefinitionForm {
        choices: "spring | Early spring | 早春".into(),
        ..change
    };
    let told = async || -> i64 {
        sqlx::query_scalar("select count(*) from events where kind = 'listing_changed'")
            .fetch_one(&ctx.db)
            .await
            .expect("a number")
    };
    let before = told().await;
    for _ in 0..2 {
        let kept = save_specification(ctx, &staff, &fewer).await;
        assert_eq!(kept.expect("changed"), season);
        assert_eq!(told().await, before + 1, "found by the new words, once");
    }
    let page = specifications_page(ctx, &staff, &top).await.expect("seen");
    assert_eq!(page.chosen.expect("chosen").own[0].answers, 1);
}

fn asked(category: &str, key: &str, kind: SpecKind) -> AskedSpec {
    AskedSpec {
        category: category.into(),
        key: key.into(),
        name: Bilingual::new(key, ""),
        kind,
        facet: true,
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_file_is_taken_whole_or_not_at_all(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, top) = (&market.ctx, top(&market).await);
    let import = async |file: &[AskedSpec], dry_run| {
        import_specifications(ctx, &Actor::System, file, dry_run)
            .await
            .expect("told")
    };
    let choice = |key: &str| SpecChoice {
        key: key.into(),
        label: Bilingual::new(key, ""),
    };
    let season = SpecKind::Choice {
        choices: vec![choice("spring")],
    };
    let mut file = vec![
        asked(&top, "season", season),
        asked(&top, "origin", SpecKind::Text),
    ];
    let new = Imported {
        new: 2,
        ..Imported::default()
    };
    assert_eq!(import(&file, true).await, new);
    assert_eq!(import(&file, false).await, new, "nothing was kept before");
    let again = Imported {
        unchanged: 2,
        ..Imported::default()
    };
    assert_eq!(import(&file, false).await, again);

    file[1].facet = false;
    file.push(asked("nowhere", "origin", SpecKind::Text));
    file.push(asked(&top, "Bad key", SpecKind::Text));
    file.push(asked(&top, "season", SpecKind::Text));
    let refused = import(&file, false).await;
    let fields: Vec<(usize, bool)> = refused
        .troubles
        .iter()
        .zip(["category", "key", "key"])
        .map(|((at, issues), field)| (*at, issues.get(field).is_some()))
        .collect();
    assert_eq!(fields, [(2, true), (3, true), (4, true)]);
    file.truncate(2);
    let changed = Imported {
        changed: 1,
        unchanged: 1,
        ..Imported::default()
    };
    assert_eq!(import(&file, true).await, changed, "it was not kept");
    let by_owner = import_specifications(ctx, &market.owner, &file, false).await;
    assert!(matches!(by_owner, Err(Failure::NotFound)));
}
