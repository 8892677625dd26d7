//! Goods that are taken along come back the same.

mod made;
mod measures;

use crate::goods::Market;
use futures::TryStreamExt;
use longtail::{
    actor::Actor,
    id::{CategoryId, ListingId, ShopId},
    text::{Bilingual, Lang},
    trade::{
        catalog::{ListingDraft, ListingStage},
        import::{Format, ImportReport},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    trade::{
        catalog::{listing::many, save_listing},
        export::{Export, export},
        import::{Order, Pictures, Renames, import_file},
    },
};
use made::{Dice, draft, measure, shelf, templates, widest};
use sqlx::PgPool;
use std::collections::BTreeMap;

async fn written(market: &Market, shop: ShopId, format: Format) -> Vec<u8> {
    let what = Export {
        shop,
        format,
        lang: Lang::En,
    };
    let pieces = export(&market.ctx, &Actor::System, what).expect("an export");
    let pieces: Vec<bytes::Bytes> = pieces.try_collect().await.expect("read");
    pieces.concat()
}

async fn bring(market: &Market, shop: ShopId, file: &[u8]) -> ImportReport {
    let order = Order {
        shop,
        format: None,
        file_name: "goods",
        file,
        pictures: &Pictures::default(),
        category: None,
        places: &[],
        renames: &Renames::new(),
        import: None,
        leased: false,
        dry_run: false,
    };
    import_file(&market.ctx, &Actor::System, &order, &mut |_, _| {})
        .await
        .expect("a report")
}

/// Weight, length, width and height.
type Measures = (Option<i32>, Option<i32>, Option<i32>, Option<i32>);

/// What is known of a listing for its postage.
#[derive(Clone, Debug, PartialEq)]
struct Measured {
    template: Option<String>,
    variants: Vec<Measures>,
}

async fn measured(market: &Market, listing: uuid::Uuid) -> Measured {
    let template: Option<String> = sqlx::query_scalar(
        "select t.name from listings l
         left join postage_templates t on t.id = l.postage_template_id where l.id = $1",
    )
    .bind(listing)
    .fetch_one(&market.ctx.db)
    .await
    .expect("a listing");
    let variants: Vec<Measures> = sqlx::query_as(
        "select weight_g, length_cm, width_cm, height_cm from variants
         where listing_id = $1 and not retired order by position, id",
    )
    .bind(listing)
    .fetch_all(&market.ctx.db)
    .await
    .expect("variants");
    Measured { template, variants }
}

/// A shop's listings by their titles, without what tells two shops apart.
async fn listings(
    market: &Market,
    shop: ShopId,
) -> BTreeMap<String, (ListingDraft, String, Measured)> {
    let ids: Vec<(uuid::Uuid, String)> =
        sqlx::query_as("select id, stage from listings where shop_id = $1 and stage <> 'removed'")
            .bind(shop.0)
            .fetch_all(&market.ctx.db)
            .await
            .expect("listings");
    let mut found = BTreeMap::new();
    for (id, stage) in ids {
        let measured = measured(market, id).await;
        let mut tx = market.ctx.transaction().await.expect("a transaction");
        let before = many::before(&mut tx, ListingId(id), market.ctx.settings.currency).await;
        let mut draft = before.expect("read").expect("there").draft;
        draft.shop = market.shop;
        draft.listing = None;
        draft.version = None;
        draft
            .variants
            .iter_mut()
            .for_each(|variant| variant.variant = None);
        found.insert(draft.title.en.clone(), (draft, stage, measured));
    }
    found
}

async fn other_shop(market: &Market) -> ShopId {
    let id: uuid::Uuid = sqlx::query_scalar("select id from shops where slug = 'lamp-house'")
        .fetch_one(&market.ctx.db)
        .await
        .expect("the other shop");
    ShopId(id)
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn our_own_table_brings_everything_back(db: PgPool) {
    let market = Market::new(db).await;
    let shelf = shelf(&market).await;
    templates(&market, market.shop).await;
    for seed in 1..=60 {
        let mut dice = Dice(seed * 7919);
        let draft = draft(market.shop, &shelf, &mut dice, seed as usize, false);
        let saved = save_listing(&market.ctx, &Actor::System, &draft).await;
        measure(&market, &saved.expect("saved"), &mut dice).await;
    }
    let wide = widest(market.shop, &shelf);
    let wide = save_listing(&market.ctx, &Actor::System, &wide).await;
    let wide = wide.expect("saved");
    assert_eq!(wide.variants.len(), 378);
    measure(&market, &wide, &mut Dice(378)).await;
    let there = other_shop(&market).await;
    templates(&market, there).await;
    let file = written(&market, market.shop, Format::Longtail).await;
    let report = bring(&market, there, &file).await;
    assert_eq!(
        (report.created, report.error_rows),
        (61, 0),
        "{:#?}",
        report.issues
    );
    let (ours, theirs) = (
        listings(&market, market.shop).await,
        listings(&market, there).await,
    );
    for (title, ours) in &ours {
        assert_eq!(theirs.get(title), Some(ours), "{title}");
    }
    assert_eq!(ours.len(), theirs.len());
    // Again, and from there: nothing changes any more.
    let again = bring(&market, there, &file).await;
    assert_eq!((again.unchanged, again.updated), (61, 0));
    // Into the shop that it was taken from: it means the goods that are there.
    let home = bring(&market, market.shop, &file).await;
    assert_eq!(
        (home.created, home.error_rows),
        (0, 0),
        "{:#?}",
        home.issues
    );
    assert_eq!(listings(&market, market.shop).await, ours);
    let again = bring(&market, market.shop, &file).await;
    assert_eq!((again.unchanged, again.updated), (61, 0));
    // Nothing in the file is run by a spreadsheet.
    let text = String::from_utf8(file).expect("text");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for field in reader.records().flat_map(|row| {
        row.expect("a row")
            .iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    }) {
        assert!(!field.starts_with(['=', '+', '@', '-']), "{field}");
    }
}

/// What every format carries: words, options, codes, prices and pieces of live goods.
fn carried(draft: &ListingDraft, format: Format) -> ListingDraft {
    let mut draft = draft.clone();
    draft.specs.clear();
    draft.category = CategoryId(uuid::Uuid::nil());
    for variant in &mut draft.variants {
        variant.picture = None;
        if matches!(format, Format::Vendure) {
            variant.barcode.clear();
        }
        if matches!(format, Format::Vendure | Format::Taobao) {
            variant.was_price = None;
        }
    }
    if matches!(format, Format::GoogleXml | Format::GoogleTsv) {
        // An axis by another country's spelling.
        for axis in draft.axes.iter_mut().filter(|axis| axis.name.en == "Color") {
            axis.name.en = "Colour".into();
        }
    }
    for axis in &mut draft.axes {
        if format != Format::Shopify && format != Format::Woocommerce && format != Format::Vendure {
            axis.name.zh.clear();
        }
        if format == Format::Taobao {
            axis.name = Bilingual::default();
        }
    }
    draft
}

/// What a format carries of weights and sizes. 淘宝助理 has room for one of each in a row.
fn measures_carried(measured: &Measured, format: Format) -> Vec<Measures> {
    let size = |one: &Measures| (one.1, one.2, one.3);
    let all = &measured.variants;
    let one_weight = all.iter().all(|one| one.0 == all[0].0);
    let one_size = all.iter().all(|one| size(one) == size(&all[0]));
    let (weighs, sized) = match format {
        Format::Vendure => (false, false),
        Format::Shopify => (true, false),
        Format::Taobao => (one_weight, one_size),
        _ => (true, true),
    };
    all.iter()
        .map(|one| {
            let (length, width, height) = if sized { size(one) } else { (None, None, None) };
            (one.0.filter(|_| weighs), length, width, height)
        })
        .collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn every_other_format_brings_back_what_it_can_carry(db: PgPool) {
    let market = Market::new(db).await;
    let shelf = shelf(&market).await;
    for seed in 1..=25 {
        let mut dice = Dice(seed * 104_729);
        let draft = draft(market.shop, &shelf, &mut dice, seed as usize, true);
        let saved = save_listing(&market.ctx, &Actor::System, &draft).await;
        measure(&market, &saved.expect("saved"), &mut dice).await;
    }
    let there = other_shop(&market).await;
    let ours = listings(&market, market.shop).await;
    for format in Format::EXPORTS
        .into_iter()
        .filter(|format| *format != Format::Longtail)
    {
        let file = written(&market, market.shop, format).await;
        let report = bring(&market, there, &file).await;
        assert_eq!(report.read_as.format, format);
        assert_eq!(
            (report.created, report.error_rows),
            (25, 0),
            "{format:?} {:#?}",
            report.issues
        );
        let theirs = listings(&market, there).await;
        for (title, (ours, stage, measured)) in &ours {
            let (theirs, their_stage, found) = theirs
                .get(title)
                .unwrap_or_else(|| panic!("{format:?} lost {title}"));
            assert_eq!(carried(theirs, format), carried(ours, format), "{format:?}");
            assert_eq!(their_stage, stage, "{format:?}");
            let carried = measures_carried(measured, format);
            assert_eq!(found.variants, carried, "{format:?} {title}");
        }
        sqlx::query("update listings set stage = 'removed', import_key = null where shop_id = $1")
            .bind(there.0)
            .execute(&market.ctx.db)
            .await
            .expect("cleared");
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn many_listings_are_written_as_one_would_be(db: PgPool) {
    let market = Market::new(db).await;
    let shelf = shelf(&market).await;
    let there = other_shop(&market).await;
    let drafts = |shop| -> Vec<ListingDraft> {
        (1..=30)
            .map(|seed| draft(shop, &shelf, &mut Dice(seed * 31_337), 1, false))
            .collect()
    };
    for draft in drafts(market.shop) {
        save_listing(&market.ctx, &Actor::System, &draft)
            .await
            .expect("saved");
    }
    let mut tx = market.ctx.transaction().await.expect("a transaction");
    let currency = market.ctx.settings.currency;
    let made = many::create_many(&mut tx, &Actor::System, there, &drafts(there), currency).await;
    assert_eq!(made.expect("made").len(), 30);
    tx.commit().await.expect("committed");
    let table = async |sql: &str, shop: ShopId| -> Vec<String> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::query_scalar(sql)
            .bind(shop.0)
            .fetch_all(&market.ctx.db)
            .await
            .expect("rows")
    };
    // Everything but ids, times and slugs (which need a number where two titles are alike).
    for sql in [
        "select (l.stage, l.category_id, l.title_en, l.title_zh, l.description_en, l.description_zh,
                 l.axes, l.version, l.published_at is null, l.publish_at, l.sold_count)::text
         from listings l where l.shop_id = $1 order by 1",
        "select (l.title_en, v.choice, v.sku, v.barcode, v.price_minor, v.was_price_minor, v.media_id,
                 v.offered, v.retired, v.position, s.on_hand, s.reserved)::text
         from listings l join variants v on v.listing_id = l.id
         left join stock_levels s on s.variant_id = v.id where l.shop_id = $1 order by 1",
        "select (l.title_en, m.kind, m.on_hand_change, m.reserved_change, m.account_id)::text
         from listings l join variants v on v.listing_id = l.id
         join stock_movements m on m.variant_id = v.id where l.shop_id = $1 order by 1",
        "select (l.title_en, p.position, p.media_id)::text
         from listings l join listing_pictures p on p.listing_id = l.id where l.shop_id = $1 order by 1",
        "select (l.title_en, s.definition_id, s.kind, s.text_en, s.text_zh, s.number_milli, s.choice)::text
         from listings l join listing_specs s on s.listing_id = l.id where l.shop_id = $1 order by 1",
        "select (l.title_en, e.kind)::text from listings l
         join events e on e.payload ->> 'listing' = l.id::text where l.shop_id = $1 order by 1",
    ] {
        assert_eq!(table(sql, there).await, table(sql, market.shop).await, "{sql}");
    }
    let live: i64 =
        sqlx::query_scalar("select count(*) from listings where shop_id = $1 and stage = 'live'")
            .bind(there.0)
            .fetch_one(&market.ctx.db)
            .await
            .expect("a count");
    assert!(live > 0 && <&str>::from(ListingStage::Live) == "live");
    let foreign = export(
        &market.ctx,
        &market.other,
        Export {
            shop: market.shop,
            format: Format::Longtail,
            lang: Lang::En,
        },
    );
    assert!(matches!(foreign.map(|_| ()), Err(Failure::NotFound)));
}
