//! The checkout page before and after the order is placed.

use crate::{
    ctx::{Ctx, account_of},
    failure::{Failure, Incident, Refusal, denied, stored},
    money::{invoice::billing::billing_of, ledger, payment, tax},
    trade::cart::{self, picture},
    trust::account::addresses_of,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, OrderId, ShopId},
    money::{BasisPoints, Currency, Money, ledger::Holder},
    policy::{Action, permit},
    text::Bilingual,
    trade::{
        checkout::{CheckoutForm, CheckoutOrder, CheckoutView},
        price::AddedTax,
        shipping::{PostalAddress, region::Place},
        shop::ShopCard,
    },
    when::local_day,
};

/// What the one checkout page needs: the cart priced now and sent to a place (the preferred
/// address where none is named), known addresses, the wallet.
///
/// # Errors
/// *Sign in* for strangers (they have no cart).
pub async fn checkout_form(ctx: &Ctx, actor: &Actor) -> Result<CheckoutForm, Failure<Refusal>> {
    checkout_form_to(ctx, actor, None).await
}

/// [`checkout_form`], for where its buyer has said that it goes.
///
/// # Errors
/// *Sign in* for strangers (they have no cart).
pub async fn checkout_form_to(
    ctx: &Ctx,
    actor: &Actor,
    place: Option<Place>,
) -> Result<CheckoutForm, Failure<Refusal>> {
    permit(actor, Action::Shop).map_err(denied)?;
    let account = account_of(actor)?;
    let mut db = ctx.db.acquire().await?;
    let email = sqlx::query_scalar!("select email from accounts where id = $1", account.0)
        .fetch_one(&mut *db)
        .await?
        .unwrap_or_default();
    let addresses = addresses_of(&mut db, account).await?;
    let wallet = wallet(&mut db, ctx, actor).await?;
    let first = || addresses.first().map(|saved| Place::of(&saved.address));
    let place = place.or_else(first).unwrap_or_default();
    let cart = cart::priced(&mut db, ctx, Some(account), Some(place)).await?;
    Ok(CheckoutForm {
        command: ctx.new_id(),
        cart,
        email,
        is_member: matches!(actor, Actor::Member { .. } | Actor::Staff { .. }),
        addresses,
        wallet,
    })
}

/// A member's wallet; guests are offered none, though one may come to hold money paid too late.
async fn wallet(
    db: &mut sqlx::PgConnection,
    ctx: &Ctx,
    actor: &Actor,
) -> Result<Option<Money>, Incident> {
    match actor.account() {
        Some(account) => {
            let balance =
                ledger::balance(db, Holder::Wallet(account), ctx.settings.currency).await?;
            let offered = matches!(actor, Actor::Member { .. }) || balance.minor > 0;
            Ok(offered.then_some(balance))
        }
        None => Ok(None),
    }
}

/// A placed checkout: to be paid, or with what became of it.
///
/// # Errors
/// Not found for everybody but its buyer.
pub async fn checkout_page(
    ctx: &Ctx,
    actor: &Actor,
    id: CheckoutId,
) -> Result<CheckoutView, Failure<Refusal>> {
    let mut db = ctx.db.acquire().await?;
    // Before the stage: a payment captured in between must not still ask to be paid.
    let last_payment = payment::last_for_checkout(&mut db, id).await?;
    let row = sqlx::query!(
        r#"select buyer_id, stage, currency, postage_minor, total_minor, email, ship_to, placed_at,
                  reserved_until,
                  (select sum(n.unit_price_minor * n.quantity - n.offer_minor)::bigint
                   from order_lines n join orders o on o.id = n.order_id
                   where o.checkout_id = checkouts.id) as "goods!"
           from checkouts where id = $1"#,
        id.0
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(AccountId(row.buyer_id))).map_err(denied)?;
    let currency = stored("checkouts.currency", &row.currency)?;
    let money = |minor| Money::new(minor, currency);
    let orders = sqlx::query!(
        r#"select o.id, o.number, o.total_minor, s.id as shop_id, s.slug, s.name_en, s.name_zh, s.tier,
                  s.stage as shop_stage, s.city_en, s.city_zh,
                  (select sum(quantity) from order_lines n where n.order_id = o.id) as "pieces!",
                  m.id as "mark_id?", m.width as "mark_width?", m.height as "mark_height?", m.widths as "mark_widths?"
           from orders o join shops s on s.id = o.shop_id left join media m on m.id = s.mark_id
           where o.checkout_id = $1 order by o.id"#,
        id.0
    )
    .fetch_all(&mut *db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(CheckoutOrder {
            id: OrderId(row.id),
            number: row.number,
            shop: ShopCard {
                id: ShopId(row.shop_id),
                slug: row.slug,
                name: Bilingual::new(row.name_en, row.name_zh),
                tier: stored("shops.tier", &row.tier)?,
                stage: stored("shops.stage", &row.shop_stage)?,
                city: Bilingual::new(row.city_en, row.city_zh),
                mark: picture(row.mark_id, row.mark_width, row.mark_height, row.mark_widths),
            },
            total: money(row.total_minor),
            pieces: u32::try_from(row.pieces)?,
        })
    })
    .collect::<Result<_, Incident>>()?;
    let buyer = AccountId(row.buyer_id);
    let (taxes, postage_tax) = taxes_of(&mut db, id, currency).await?;
    let postage = row.postage_minor - postage_tax;
    let taxed: i64 = taxes.iter().map(|added| added.tax.minor).sum();
    let ship_to: PostalAddress = serde_json::from_value(row.ship_to)?;
    let placed = tax::Placed {
        checkout: id,
        order: None,
    };
    let today = local_day(ctx.now());
    let includes_tax = tax::is_included(&mut db, &placed, &Place::of(&ship_to), today).await?;
    let (billing, last_billing) = billing_of(&mut db, buyer, id).await?;
    Ok(CheckoutView {
        id,
        billing,
        last_billing,
        stage: stored("checkouts.stage", &row.stage)?,
        orders,
        goods: money(row.goods),
        off: money(row.goods + postage + taxed - row.total_minor),
        postage: money(postage),
        taxes,
        includes_tax,
        total: money(row.total_minor),
        email: row.email,
        ship_to,
        placed_at: row.placed_at,
        reserved_until: row.reserved_until,
        wallet: wallet(&mut db, ctx, actor).await?,
        last_payment,
        large: ctx.settings.large_sum(),
        guest: matches!(actor, Actor::Guest { .. }),
        command: ctx.new_id(),
        now: ctx.now(),
        confirm_after_days: ctx.settings.confirm_after.num_days(),
    })
}

/// The tax that was added to a checkout, the highest rate first; and what of it is on postage.
async fn taxes_of(
    db: &mut sqlx::PgConnection,
    id: CheckoutId,
    currency: Currency,
) -> Result<(Vec<AddedTax>, i64), Incident> {
    let rows = sqlx::query!(
        r#"select n.tax_added_bp as "rate!", sum(n.postage_tax_added_minor)::bigint as "postage!",
                  sum(n.tax_added_minor + n.postage_tax_added_minor)::bigint as "tax!"
           from order_lines n join orders o on o.id = n.order_id
           where o.checkout_id = $1 and n.tax_added_bp is not null
           group by n.tax_added_bp order by n.tax_added_bp desc"#,
        id.0
    )
    .fetch_all(db)
    .await?;
    let on_postage = rows.iter().map(|row| row.postage).sum();
    let taxes = rows
        .into_iter()
        .filter(|row| row.tax > 0)
        .map(|row| {
            Ok(AddedTax {
                rate: BasisPoints(u16::try_from(row.rate)?),
                tax: Money::new(row.tax, currency),
            })
        })
        .collect::<Result<_, Incident>>()?;
    Ok((taxes, on_postage))
}
