//! What carts hold, at today's prices.

use crate::{
    ctx::{Ctx, column},
    failure::{Failure, Incident, Refusal, stored},
    money::tax,
    trade::{price, shipping::postage},
    trust::account,
};
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId, MediaId, ShopId, TemplateId, VariantId},
    money::{Money, tax::PriceTax},
    platform::media::Picture,
    text::Bilingual,
    trade::{
        cart::{CartLine, CartView, LineTrouble},
        checkout::basket::ShopPart,
        price::LinePrice,
        shipping::{
            postage::{Measure, Tariff},
            region::Place,
        },
        shop::{Postage, ShopCard, ShopStage},
    },
    when::local_day,
};
use std::collections::HashMap;

/// The buyer's cart, grouped by shop, with postage and tax to where their things usually go. A
/// stranger's is empty.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn cart_page(ctx: &Ctx, actor: &Actor) -> Result<CartView, Failure<Refusal>> {
    let mut connection = ctx.db.acquire().await?;
    Ok(priced(&mut connection, ctx, actor.account(), None).await?)
}

/// Where a person's things usually go; the market's own country where nothing is known.
pub(crate) async fn usual_place(
    db: &mut sqlx::PgConnection,
    account: Option<AccountId>,
) -> Result<Place, Incident> {
    let Some(account) = account else {
        return Ok(Place::default());
    };
    let known = account::addresses_of(db, account).await?;
    let first = known.first().map(|saved| Place::of(&saved.address));
    Ok(first.unwrap_or_default())
}

/// The buyer's cart as it would be sent to a place.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn cart_to(ctx: &Ctx, actor: &Actor, place: Place) -> Result<CartView, Failure<Refusal>> {
    let mut connection = ctx.db.acquire().await?;
    Ok(priced(&mut connection, ctx, actor.account(), Some(place)).await?)
}

/// A cart by shop, at the prices of this moment and sent to a place (where its buyer's things
/// usually go, if none is named), with what stands in the way of its lines.
pub(crate) async fn priced(
    db: &mut sqlx::PgConnection,
    ctx: &Ctx,
    account: Option<AccountId>,
    place: Option<Place>,
) -> Result<CartView, Incident> {
    let place = match place {
        Some(place) => place,
        None => usual_place(&mut *db, account).await?,
    };
    let buyers: Vec<AccountId> = account.into_iter().collect();
    let mut carts = load_many(&mut *db, ctx, &buyers).await?;
    let parts = account.and_then(|account| carts.remove(&account));
    let parts = parts.unwrap_or_default();
    let goods = parts.iter().flat_map(|(shop, _, lines)| {
        let of_shop = lines.iter().map(|line| (shop.id, line.listing));
        of_shop.collect::<Vec<_>>()
    });
    let goods: Vec<(ShopId, ListingId)> = goods.collect();
    let listings = column(&goods, |(_, listing)| *listing);
    let asked = price::Asked {
        currency: ctx.settings.currency,
        now: ctx.now(),
        shops: &column(&parts, |(shop, ..)| shop.id),
        listings: &listings,
        countries: std::slice::from_ref(&place.country),
        buyers: &buyers,
    };
    let deals = price::for_carts(&mut *db, &asked, false).await?;
    let mut view = CartView::of(parts, &deals, account, place)?;
    let told = tax::told_for(db, &view.place, &goods, local_day(ctx.now())).await?;
    view.includes_tax = told == Some(PriceTax::Included);
    Ok(view)
}

/// Many carts at once; one that is empty is not among them.
pub(crate) async fn load_many(
    db: &mut sqlx::PgConnection,
    ctx: &Ctx,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<ShopPart>>, Incident> {
    let rows = sqlx::query!(
        r#"select c.account_id, c.variant_id, c.quantity, v.price_minor, v.choice, v.offered,
                  l.id as listing_id, l.slug as listing_slug, l.title_en, l.title_zh, l.axes,
                  l.stage as listing_stage,
                  coalesce(k.on_hand - k.reserved, 0) as "available!",
                  s.id as shop_id, s.slug as shop_slug, s.name_en, s.name_zh, s.tier, s.stage as shop_stage,
                  s.city_en, s.city_zh,
                  s.postage_base_minor, s.postage_extra_item_minor, s.postage_free_over_minor,
                  coalesce(l.postage_template_id, t.id) as template_id, v.weight_g,
                  v.length_cm * v.width_cm * v.height_cm as volume_cm3,
                  m.id as "media_id?", m.width as "width?", m.height as "height?", m.widths as "widths?",
                  sm.id as "mark_id?", sm.width as "mark_width?", sm.height as "mark_height?", sm.widths as "mark_widths?"
           from cart_lines c
           join variants v on v.id = c.variant_id
           join listings l on l.id = v.listing_id
           join shops s on s.id = l.shop_id
           left join postage_templates t on t.shop_id = s.id and t.is_default
           left join stock_levels k on k.variant_id = v.id
           left join media m on m.id = coalesce(v.media_id,
               (select p.media_id from listing_pictures p where p.listing_id = l.id order by p.position limit 1))
           left join media sm on sm.id = s.mark_id
           where c.account_id = any($1)
           order by min(c.added_at) over (partition by c.account_id, s.id), s.id, c.added_at, c.variant_id"#,
        &column(accounts, |account| account.0),
    )
    .fetch_all(&mut *db)
    .await?;
    let money = |minor| Money::new(minor, ctx.settings.currency);
    let mut carts: HashMap<AccountId, Vec<ShopPart>> = HashMap::new();
    for row in rows {
        let shops = carts.entry(AccountId(row.account_id)).or_default();
        let stage: ShopStage = stored("shops.stage", &row.shop_stage)?;
        let shop = ShopId(row.shop_id);
        if shops.last().is_none_or(|(card, ..)| card.id != shop) {
            let card = ShopCard {
                id: shop,
                slug: row.shop_slug,
                name: Bilingual::new(row.name_en, row.name_zh),
                tier: stored("shops.tier", &row.tier)?,
                stage,
                city: Bilingual::new(row.city_en, row.city_zh),
                mark: picture(
                    row.mark_id,
                    row.mark_width,
                    row.mark_height,
                    row.mark_widths,
                ),
            };
            let terms = Postage {
                base: money(row.postage_base_minor),
                extra_item: money(row.postage_extra_item_minor),
                free_over: row.postage_free_over_minor.map(money),
            };
            shops.push((card, Tariff::plain(terms), Vec::new()));
        }
        let quantity = u32::try_from(row.quantity)?;
        let available = u32::try_from(row.available).unwrap_or(0);
        let offered = row.offered && row.listing_stage == "live" && stage.sells();
        let line = CartLine {
            variant: VariantId(row.variant_id),
            listing: ListingId(row.listing_id),
            listing_slug: row.listing_slug,
            title: Bilingual::new(row.title_en, row.title_zh),
            options: option_words(&row.axes, &row.choice),
            picture: picture(row.media_id, row.width, row.height, row.widths),
            unit_price: money(row.price_minor),
            quantity,
            available,
            trouble: trouble(offered, quantity, available),
            price: LinePrice::default(),
            measure: Measure {
                template: row.template_id.map(TemplateId),
                weight_g: row.weight_g.map(i32::unsigned_abs),
                volume_cm3: row.volume_cm3.map(i32::unsigned_abs),
            },
        };
        if let Some((.., lines)) = shops.last_mut() {
            lines.push(line);
        }
    }
    add_templates(db, &mut carts).await?;
    Ok(carts)
}

fn trouble(offered: bool, quantity: u32, available: u32) -> Option<LineTrouble> {
    if !offered {
        Some(LineTrouble::NotOffered)
    } else if available == 0 {
        Some(LineTrouble::SoldOut)
    } else if quantity > available {
        Some(LineTrouble::OnlyLeft { available })
    } else {
        None
    }
}

/// Gives each shop's part the templates that its lines are sent by. Most carts need none.
async fn add_templates(
    db: &mut sqlx::PgConnection,
    carts: &mut HashMap<AccountId, Vec<ShopPart>>,
) -> Result<(), Incident> {
    let wanted = carts.values().flatten().flat_map(|(.., lines)| lines);
    let mut ids: Vec<TemplateId> = wanted.filter_map(|line| line.measure.template).collect();
    if ids.is_empty() {
        return Ok(());
    }
    ids.sort_unstable();
    ids.dedup();
    let templates = postage::templates(db, &ids).await?;
    for (_, tariff, lines) in carts.values_mut().flatten() {
        let named = |id| lines.iter().any(|line| line.measure.template == Some(id));
        let own = templates.iter().filter(|template| named(template.id));
        tariff.templates = own.cloned().collect();
    }
    Ok(())
}

/// A picture from the columns of a left join.
pub(crate) fn picture(
    id: Option<uuid::Uuid>,
    width: Option<i32>,
    height: Option<i32>,
    widths: Option<Vec<i32>>,
) -> Option<Picture> {
    Some(Picture {
        id: MediaId(id?),
        width: width?.unsigned_abs(),
        height: height?.unsigned_abs(),
        widths: widths?.into_iter().map(i32::unsigned_abs).collect(),
    })
}

/// The chosen options in words: `Red · Large`.
pub(crate) fn option_words(axes: &serde_json::Value, choice: &[i16]) -> Bilingual {
    let labels: Vec<Bilingual> = choice
        .iter()
        .enumerate()
        .filter_map(|(axis, value)| {
            let label = axes
                .get(axis)?
                .get("values")?
                .get(usize::try_from(*value).ok()?)?
                .get("label")?;
            serde_json::from_value(label.clone()).ok()
        })
        .collect();
    let join = |lang| {
        labels
            .iter()
            .map(|label| label.pick(lang))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    Bilingual::new(
        join(longtail::text::Lang::En),
        join(longtail::text::Lang::Zh),
    )
}

/// What is in these carts, by the variants' ids.
pub(crate) async fn variants_in(
    db: &sqlx::PgPool,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<VariantId>>, Incident> {
    let rows = sqlx::query!(
        "select account_id, variant_id from cart_lines where account_id = any($1)
         order by account_id, variant_id",
        &column(accounts, |account| account.0),
    )
    .fetch_all(db)
    .await?;
    let mut carts: HashMap<AccountId, Vec<VariantId>> = HashMap::new();
    for row in rows {
        let cart = carts.entry(AccountId(row.account_id)).or_default();
        cart.push(VariantId(row.variant_id));
    }
    Ok(carts)
}
