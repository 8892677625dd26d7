//! Carts: what a buyer means to buy, at today's prices.

use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied, stored},
};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, ListingId, MediaId, OrderId, ShopId, VariantId},
    money::Money,
    platform::media::Picture,
    policy::{Action, permit},
    text::Bilingual,
    trade::{
        cart::{CartError, CartLine, CartView, LineTrouble, MOST_PER_LINE},
        shop::{Postage, ShopCard, ShopStage},
    },
};

/// Puts so many more of a thing into the buyer's cart. Answers with what the cart then holds of it.
///
/// # Errors
/// Refuses what is not offered, and more than is there.
pub async fn add(
    ctx: &Ctx,
    actor: &Actor,
    variant: VariantId,
    quantity: u32,
) -> Result<u32, Failure<CartError>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    let mut tx = ctx.transaction().await?;
    let available = available(&mut tx, variant).await?;
    let in_cart = sqlx::query_scalar!(
        "select quantity from cart_lines where account_id = $1 and variant_id = $2 for update",
        account.0,
        variant.0
    )
    .fetch_optional(tx.sql())
    .await?
    .unwrap_or(0);
    let wanted = u32::try_from(in_cart)?.saturating_add(quantity.max(1));
    if wanted > available {
        return Err(Failure::Refused(CartError::NotEnough { available }));
    }
    put(&mut tx, account, variant, wanted).await?;
    tx.commit().await?;
    Ok(wanted)
}

/// Sets how many of a thing the cart holds; none takes it out.
///
/// # Errors
/// Refuses more than is there.
pub async fn set_quantity(
    ctx: &Ctx,
    actor: &Actor,
    variant: VariantId,
    quantity: u32,
) -> Result<(), Failure<CartError>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    let mut tx = ctx.transaction().await?;
    if quantity == 0 {
        sqlx::query!(
            "delete from cart_lines where account_id = $1 and variant_id = $2",
            account.0,
            variant.0
        )
        .execute(tx.sql())
        .await?;
    } else {
        let available = available(&mut tx, variant).await?;
        if quantity > available {
            return Err(Failure::Refused(CartError::NotEnough { available }));
        }
        put(&mut tx, account, variant, quantity).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How many of a variant can be promised now.
async fn available(tx: &mut Tx, variant: VariantId) -> Result<u32, Failure<CartError>> {
    let row = sqlx::query!(
        r#"select (v.offered and l.stage = 'live' and s.stage = 'open') as "offered!",
                  coalesce(k.on_hand - k.reserved, 0) as "available!"
           from variants v
           join listings l on l.id = v.listing_id
           join shops s on s.id = l.shop_id
           left join stock_levels k on k.variant_id = v.id
           where v.id = $1"#,
        variant.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    if !row.offered {
        return Err(Failure::Refused(CartError::NotOffered));
    }
    Ok(u32::try_from(row.available)?)
}

async fn put(
    tx: &mut Tx,
    account: AccountId,
    variant: VariantId,
    quantity: u32,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into cart_lines (account_id, variant_id, quantity, added_at) values ($1, $2, $3, $4)
         on conflict (account_id, variant_id) do update set quantity = excluded.quantity",
        account.0,
        variant.0,
        i32::try_from(quantity.min(MOST_PER_LINE))?,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Puts what a checkout held into the cart again: after it expired or was called off.
/// Answers with how many things came back.
///
/// # Errors
/// Not found for others; refuses where nothing of it is offered any more.
pub async fn refill_from_checkout(
    ctx: &Ctx,
    actor: &Actor,
    checkout: CheckoutId,
) -> Result<u32, Failure<CartError>> {
    let buyer = sqlx::query_scalar!("select buyer_id from checkouts where id = $1", checkout.0)
        .fetch_optional(&ctx.db)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(AccountId(buyer))).map_err(denied)?;
    refill(ctx, AccountId(buyer), Some(checkout), None).await
}

/// Puts what an order holds into the cart again: to buy it once more.
/// Answers with how many things came back.
///
/// # Errors
/// Not found for others; refuses where nothing of it is offered any more.
pub async fn refill_from_order(
    ctx: &Ctx,
    actor: &Actor,
    order: OrderId,
) -> Result<u32, Failure<CartError>> {
    let buyer = sqlx::query_scalar!("select buyer_id from orders where id = $1", order.0)
        .fetch_optional(&ctx.db)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(AccountId(buyer))).map_err(denied)?;
    refill(ctx, AccountId(buyer), None, Some(order)).await
}

/// Asked for twice, it comes back once: the larger quantity counts.
async fn refill(
    ctx: &Ctx,
    account: AccountId,
    checkout: Option<CheckoutId>,
    order: Option<OrderId>,
) -> Result<u32, Failure<CartError>> {
    let came_back = sqlx::query!(
        "insert into cart_lines (account_id, variant_id, quantity, added_at)
         select $1, n.variant_id, least(sum(n.quantity), $5)::integer, $4
         from order_lines n
         join orders o on o.id = n.order_id
         join variants v on v.id = n.variant_id
         join listings l on l.id = v.listing_id
         join shops s on s.id = l.shop_id
         where (o.checkout_id = $2 or o.id = $3)
           and v.offered and l.stage = 'live' and s.stage = 'open'
         group by n.variant_id
         on conflict (account_id, variant_id)
         do update set quantity = greatest(cart_lines.quantity, excluded.quantity)",
        account.0,
        checkout.map(|id| id.0),
        order.map(|id| id.0),
        ctx.now(),
        i64::from(MOST_PER_LINE),
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    if came_back == 0 {
        return Err(Failure::Refused(CartError::NotOffered));
    }
    Ok(u32::try_from(came_back)?)
}

/// A guest signed in: what the guest's cart held goes into the member's, quantities added up.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn merge(tx: &mut Tx, from: AccountId, into: AccountId) -> Result<(), Incident> {
    sqlx::query!(
        "insert into cart_lines (account_id, variant_id, quantity, added_at)
         select $2, variant_id, quantity, added_at from cart_lines where account_id = $1
         on conflict (account_id, variant_id)
         do update set quantity = least(cart_lines.quantity + excluded.quantity, $3)",
        from.0,
        into.0,
        i32::try_from(MOST_PER_LINE)?,
    )
    .execute(tx.sql())
    .await?;
    clear(tx, from).await
}

/// Empties a cart.
pub(crate) async fn clear(tx: &mut Tx, account: AccountId) -> Result<(), Incident> {
    sqlx::query!("delete from cart_lines where account_id = $1", account.0)
        .execute(tx.sql())
        .await?;
    Ok(())
}

/// The buyer's cart, grouped by shop. A stranger's is empty.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn cart_page(ctx: &Ctx, actor: &Actor) -> Result<CartView, Failure<Refusal>> {
    let mut connection = ctx.db.acquire().await?;
    let shops = match actor.account() {
        Some(account) => load(&mut connection, ctx, account).await?,
        None => Vec::new(),
    };
    Ok(CartView::of(shops, ctx.settings.currency)?)
}

/// The lines of a cart by shop, with what stands in their way.
pub(crate) async fn load(
    db: &mut sqlx::PgConnection,
    ctx: &Ctx,
    account: AccountId,
) -> Result<Vec<(ShopCard, Postage, Vec<CartLine>)>, Incident> {
    let rows = sqlx::query!(
        r#"select c.variant_id, c.quantity, v.price_minor, v.choice, v.offered,
                  l.id as listing_id, l.slug as listing_slug, l.title_en, l.title_zh, l.axes,
                  l.stage as listing_stage,
                  coalesce(k.on_hand - k.reserved, 0) as "available!",
                  s.id as shop_id, s.slug as shop_slug, s.name_en, s.name_zh, s.tier, s.stage as shop_stage,
                  s.city_en, s.city_zh,
                  s.postage_base_minor, s.postage_extra_item_minor, s.postage_free_over_minor,
                  m.id as "media_id?", m.width as "width?", m.height as "height?", m.widths as "widths?",
                  sm.id as "mark_id?", sm.width as "mark_width?", sm.height as "mark_height?", sm.widths as "mark_widths?"
           from cart_lines c
           join variants v on v.id = c.variant_id
           join listings l on l.id = v.listing_id
           join shops s on s.id = l.shop_id
           left join stock_levels k on k.variant_id = v.id
           left join media m on m.id = coalesce(v.media_id,
               (select p.media_id from listing_pictures p where p.listing_id = l.id order by p.position limit 1))
           left join media sm on sm.id = s.mark_id
           where c.account_id = $1
           order by min(c.added_at) over (partition by s.id), s.id, c.added_at, c.variant_id"#,
        account.0
    )
    .fetch_all(db)
    .await?;
    let money = |minor| Money::new(minor, ctx.settings.currency);
    let mut shops: Vec<(ShopCard, Postage, Vec<CartLine>)> = Vec::new();
    for row in rows {
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
            shops.push((card, terms, Vec::new()));
        }
        let quantity = u32::try_from(row.quantity)?;
        let available = u32::try_from(row.available).unwrap_or(0);
        let trouble = if !row.offered || row.listing_stage != "live" || !stage.sells() {
            Some(LineTrouble::NotOffered)
        } else if available == 0 {
            Some(LineTrouble::SoldOut)
        } else if quantity > available {
            Some(LineTrouble::OnlyLeft { available })
        } else {
            None
        };
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
            trouble,
        };
        if let Some((.., lines)) = shops.last_mut() {
            lines.push(line);
        }
    }
    Ok(shops)
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
