//! Postage by weight and by zone on a real Postgres: written by owners, told in the cart, placed
//! at the tills.

use crate::common::{Listing, Market, address};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::{ListingId, TemplateId, VariantId},
    text::FieldIssue,
    trade::{
        checkout::CheckoutError,
        shipping::{
            PostalAddress,
            postage::{
                MeasureDraft, MeasuresDraft, PreviewAsk, TemplateDraft, TermsOf, Unit, ZoneDraft,
            },
            region::Place,
        },
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    trade::{cart, checkout, shipping::postage},
};
use sqlx::PgPool;

fn zone(countries: &str, regions: &str, first: &str) -> ZoneDraft {
    ZoneDraft {
        countries: countries.into(),
        regions: regions.into(),
        first_units: "1000".into(),
        first: first.into(),
        next_units: "500".into(),
        next: "2".into(),
        ..ZoneDraft::default()
    }
}

fn by_weight(name: &str, is_default: bool) -> TemplateDraft {
    let elsewhere = ZoneDraft {
        countries: "*".into(),
        not_sent: true,
        ..ZoneDraft::default()
    };
    TemplateDraft {
        name: name.into(),
        unit: Unit::Weight,
        is_default,
        zones: vec![zone("CN", "", "6"), zone("CN", "新疆", "20"), elsewhere],
    }
}

async fn save(market: &Market, owner: &Actor, slug: &str, draft: &TemplateDraft) -> TemplateId {
    let id = market.ctx.new_id();
    postage::save_template(&market.ctx, owner, slug, id, draft)
        .await
        .expect("saved");
    id
}

async fn listing_of(market: &Market, variant: VariantId) -> ListingId {
    let id: uuid::Uuid = sqlx::query_scalar("select listing_id from variants where id = $1")
        .bind(variant.0)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a listing");
    ListingId(id)
}

async fn weigh(
    market: &Market,
    goods: &Listing,
    slug: &str,
    template: Option<TemplateId>,
    grams: &str,
) {
    let listing = listing_of(market, goods.variant).await;
    let measure = MeasureDraft {
        weight_g: grams.into(),
        ..MeasureDraft::default()
    };
    let draft = MeasuresDraft {
        variants: vec![(goods.variant, measure)],
    };
    postage::save_measures(&market.ctx, &goods.owner, slug, listing, template, &draft)
        .await
        .expect("measured");
}

fn far(region: &str, country: &str) -> PostalAddress {
    PostalAddress {
        region: region.into(),
        country: country.into(),
        ..address()
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_shop_without_templates_goes_by_its_plain_terms(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let form = market.fill(&buyer, &[(tea.variant, 3)]).await;
    assert_eq!(form.agreed_total_minor, 9_999 + 1_200);
    let page = postage::postage_page(&market.ctx, &tea.owner, "tea", 1, &PreviewAsk::default())
        .await
        .expect("a page");
    assert!(page.templates.is_empty() && page.previews.is_empty());
    assert_eq!(page.goods.len(), 1);
    assert!(!page.goods[0].unmeasured, "pieces need no weight");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn weight_and_address_decide_and_the_tills_agree(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    save(&market, &tea.owner, "tea", &by_weight("By weight", true)).await;

    let mut form = market.fill(&buyer, &[(tea.variant, 3)]).await;
    assert_eq!(
        form.agreed_total_minor,
        9_999 + 600,
        "not weighed: within the first step"
    );
    let ask = PreviewAsk {
        country: "CN".into(),
        weight_g: "1100".into(),
        ..PreviewAsk::default()
    };
    let page = postage::postage_page(&market.ctx, &tea.owner, "tea", 1, &ask)
        .await
        .expect("a page");
    assert_eq!(
        (page.templates[0].listings, page.templates[0].unmeasured),
        (1, 1)
    );
    let previewed: Vec<Option<i64>> = page
        .previews
        .iter()
        .map(|preview| preview.postage.map(|postage| postage.minor))
        .collect();
    assert_eq!(previewed, [Some(800), Some(800)]);

    weigh(&market, &tea, "tea", None, "600").await;
    // 1.8 kg: the first, and two begun halves. What was looked at before is told anew.
    let told = checkout::place(&market.ctx, &buyer, &form).await;
    let Err(Failure::Refused(CheckoutError::TotalChanged { now, .. })) = told else {
        panic!("told anew, not {told:?}");
    };
    assert_eq!(now.minor, 9_999 + 1_000);
    form.command = market.ctx.new_id();
    form.agreed_total_minor = now.minor;
    form.ship_to = far("新疆维吾尔自治区", "CN");
    let told = checkout::place(&market.ctx, &buyer, &form).await;
    assert!(
        matches!(&told, Err(Failure::Refused(CheckoutError::TotalChanged { now, .. })) if now.minor == 9_999 + 2_400),
        "{told:?}"
    );
    let place = Place::of(&form.ship_to);
    let seen = cart::cart_to(&market.ctx, &buyer, place)
        .await
        .expect("a cart");
    form.agreed_total_minor = seen.total.minor;
    form.command = market.ctx.new_id();
    checkout::place(&market.ctx, &buyer, &form)
        .await
        .expect("placed as it was seen");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_not_sent_there_is_named_and_stays_in_the_cart(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let clay = market.listing("clay", 500, 10).await;
    let heavy = save(&market, &clay.owner, "clay", &by_weight("Heavy", false)).await;
    weigh(&market, &clay, "clay", Some(heavy), "400").await;
    let mut form = market
        .fill(&buyer, &[(tea.variant, 1), (clay.variant, 2)])
        .await;
    form.ship_to = far("Bavaria", "DE");
    let refused = checkout::place(&market.ctx, &buyer, &form).await;
    let Err(Failure::Refused(CheckoutError::CannotBeSent { goods, country })) = refused else {
        panic!("refused, not {refused:?}");
    };
    assert_eq!(
        (goods.len(), goods[0].en.as_str(), country.as_str()),
        (1, "clay", "DE")
    );
    let seen = cart::cart_to(&market.ctx, &buyer, Place::of(&form.ship_to))
        .await
        .expect("a cart");
    assert_eq!(seen.astray().len(), 1);
    assert_eq!(seen.count, 3);
    cart::set_quantity(&market.ctx, &buyer, clay.variant, 0)
        .await
        .expect("taken out");
    form.command = market.ctx.new_id();
    form.agreed_total_minor = 3_333 + 800;
    checkout::place(&market.ctx, &buyer, &form)
        .await
        .expect("the tea goes everywhere");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn templates_are_their_owners_and_one_is_the_default(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 3_333, 10).await;
    let clay = market.listing("clay", 500, 10).await;
    let ctx = &market.ctx;
    let first = save(&market, &tea.owner, "tea", &by_weight("First", true)).await;
    let second = save(&market, &tea.owner, "tea", &by_weight("Second", true)).await;
    let editor = async |id| postage::template_editor(ctx, &tea.owner, "tea", Some(id)).await;
    assert!(!editor(first).await.expect("there").draft.is_default);
    assert!(editor(second).await.expect("there").draft.is_default);

    let taken = postage::save_template(
        ctx,
        &tea.owner,
        "tea",
        ctx.new_id(),
        &by_weight("First", false),
    )
    .await;
    assert!(
        matches!(taken, Err(Failure::Invalid(issues)) if issues.get("name") == Some(&FieldIssue::AlreadyTaken))
    );
    // Neither another shop nor a clerk, by this door or by that.
    let theirs =
        postage::save_template(ctx, &clay.owner, "clay", first, &by_weight("Mine", false)).await;
    assert!(matches!(theirs, Err(Failure::NotFound)));
    let clerk = Actor::Member {
        account: ctx.new_id(),
        seats: vec![Seat {
            shop: tea.shop,
            role: ShopRole::Clerk,
        }],
    };
    let refused = postage::remove_template(ctx, &clerk, "tea", first).await;
    assert!(matches!(refused, Err(Failure::NotFound)));
    let listing = listing_of(&market, clay.variant).await;
    let foreign = postage::save_measures(
        ctx,
        &clay.owner,
        "clay",
        listing,
        Some(first),
        &MeasuresDraft::default(),
    )
    .await;
    assert!(matches!(foreign, Err(Failure::Invalid(_))));

    // Taken away, its goods go by the default, and without one by the plain terms.
    let tea_listing = listing_of(&market, tea.variant).await;
    weigh(&market, &tea, "tea", Some(first), "100").await;
    for (gone, expected) in [(first, Some(second)), (second, None)] {
        postage::remove_template(ctx, &tea.owner, "tea", gone)
            .await
            .expect("removed");
        let known = postage::listing_measures(ctx, &tea.owner, "tea", tea_listing)
            .await
            .expect("measures");
        assert_eq!(known.template, None);
        assert_eq!(known.templates.first().map(|(id, _)| *id), expected);
        assert_eq!(known.variants[0].weight_g, Some(100));
    }
    let product = longtail_backend::trade::catalog::browse::shop_page(
        ctx,
        &Actor::Stranger,
        &longtail::trade::search::SearchRequest {
            shop: Some("tea".into()),
            ..Default::default()
        },
        None,
    )
    .await
    .expect("a shop's page");
    assert!(matches!(product.postage, TermsOf::Plain { .. }));
}
