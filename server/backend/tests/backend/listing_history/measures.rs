//! What a listing's history tells of weights, sizes and the template, and brings back.

use super::{SHOP, now_at};
use crate::goods::{Market, draft};
use longtail::{
    id::{ListingId, TemplateId},
    trade::{
        catalog::{
            Saved,
            history::{Cause, Field, Held},
        },
        shipping::postage::{MeasureDraft, MeasuresDraft, TemplateDraft, Unit, ZoneDraft},
    },
};
use longtail_backend::{
    MIGRATIONS,
    trade::{
        catalog::{
            history::{bring_back, history_page},
            save_listing,
        },
        shipping::postage,
    },
};
use sqlx::PgPool;

async fn template(market: &Market, name: &str) -> TemplateId {
    let id = market.ctx.new_id();
    let zone = ZoneDraft {
        countries: "CN".into(),
        first_units: "1000".into(),
        first: "6".into(),
        next_units: "500".into(),
        next: "2".into(),
        ..ZoneDraft::default()
    };
    let draft = TemplateDraft {
        name: name.into(),
        unit: Unit::Weight,
        is_default: false,
        zones: vec![zone],
    };
    postage::save_template(&market.ctx, &market.owner, SHOP, id, &draft)
        .await
        .expect("a template");
    id
}

/// Says what each variant weighs, and by what they are sent.
pub async fn weigh(market: &Market, saved: &Saved, template: Option<TemplateId>, grams: &[&str]) {
    let weighs = |grams: &str| MeasureDraft {
        weight_g: grams.into(),
        ..MeasureDraft::default()
    };
    let variants = saved.variants.iter().zip(grams);
    let draft = MeasuresDraft {
        variants: variants.map(|(id, &grams)| (*id, weighs(grams))).collect(),
    };
    let (ctx, owner) = (&market.ctx, &market.owner);
    postage::save_measures(ctx, owner, SHOP, saved.listing, template, &draft)
        .await
        .expect("measured");
}

/// By what a listing is sent, and what its variants weigh.
pub async fn weighed(
    market: &Market,
    listing: ListingId,
) -> (Option<TemplateId>, Vec<Option<u32>>) {
    let known = postage::listing_measures(&market.ctx, &market.owner, SHOP, listing)
        .await
        .expect("measures");
    let weights = known.variants.iter().map(|variant| variant.weight_g);
    (known.template, weights.collect())
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn weights_and_the_template_are_told_and_come_back(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let saved = save_listing(ctx, owner, &draft(&market, "Tea"))
        .await
        .expect("saved");
    let rail = template(&market, "By rail").await;
    let sea = template(&market, "By sea").await;
    weigh(&market, &saved, Some(rail), &["250"]).await;
    weigh(&market, &saved, Some(rail), &["250"]).await;
    weigh(&market, &saved, Some(sea), &["300"]).await;

    let page = history_page(ctx, owner, SHOP, saved.listing, 1)
        .await
        .expect("a page");
    let causes: Vec<_> = page.versions.iter().map(|v| (v.version, v.cause)).collect();
    assert_eq!(
        causes,
        [(3, Cause::Edit), (2, Cause::Edit), (1, Cause::First)]
    );
    assert_eq!(page.versions[0].who.as_deref(), Some("tea-house"));
    let told: Vec<_> = page.versions[0]
        .changes
        .iter()
        .map(|change| (change.field, &change.before, &change.after))
        .collect();
    assert_eq!(
        told,
        [
            (
                Field::Template,
                &Held::Template(Some(rail)),
                &Held::Template(Some(sea))
            ),
            (Field::Weight, &Held::Grams(250), &Held::Grams(300)),
        ]
    );
    assert_eq!(page.templates.len(), 2);

    let now = now_at(&market, saved.listing).await;
    let back = bring_back(ctx, owner, &now, 2).await.expect("brought back");
    assert_eq!((back.saved.version, back.template_gone), (4, false));
    let known = weighed(&market, saved.listing).await;
    assert_eq!(known, (Some(rail), vec![Some(250)]));

    // A template that was removed since is the shop's default, and that is said.
    postage::remove_template(ctx, owner, SHOP, sea)
        .await
        .expect("removed");
    let now = now_at(&market, saved.listing).await;
    let back = bring_back(ctx, owner, &now, 3).await.expect("brought back");
    assert!(back.template_gone);
    let known = weighed(&market, saved.listing).await;
    assert_eq!(known, (None, vec![Some(300)]));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_version_that_knows_no_weights_leaves_them_alone(db: PgPool) {
    let market = Market::new(db).await;
    let (ctx, owner) = (&market.ctx, &market.owner);
    let saved = save_listing(ctx, owner, &draft(&market, "Tea"))
        .await
        .expect("saved");
    let rail = template(&market, "By rail").await;
    weigh(&market, &saved, Some(rail), &["250"]).await;
    sqlx::query(
        r#"insert into listing_versions (listing_id, version, at, cause, state)
           select listing_id, 0, at, cause, jsonb_set(state - 'postage', '{title,en}', '"Old tea"')
           from listing_versions where listing_id = $1 and version = 1"#,
    )
    .bind(saved.listing.0)
    .execute(&ctx.db)
    .await
    .expect("an old version");
    let now = now_at(&market, saved.listing).await;
    let back = bring_back(ctx, owner, &now, 0).await.expect("brought back");
    assert!(!back.template_gone);
    let known = weighed(&market, saved.listing).await;
    assert_eq!(known, (Some(rail), vec![Some(250)]));
    let page = history_page(ctx, owner, SHOP, saved.listing, 1)
        .await
        .expect("a page");
    let fields: Vec<_> = page.versions[0].changes.iter().map(|c| c.field).collect();
    assert_eq!(fields, [Field::TitleEn]);
}
