//! Offers, coupons and the campaign as the engine takes them.

use crate::{ctx::column, failure::Incident, money::tax};
use chrono::{DateTime, Utc};
use longtail::{
    id::{AccountId, CampaignId, CouponId, ListingId, OfferId, ShopId},
    money::{BasisPoints, Currency},
    text::Bilingual,
    trade::price::{Campaign, Coupon, Deals, Names, Off, Offer, Span},
    when::local_day,
};
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whose carts are priced, with which goods of which shops, and where they may go.
pub(crate) struct Asked<'a> {
    pub currency: Currency,
    pub now: DateTime<Utc>,
    pub shops: &'a [ShopId],
    pub listings: &'a [ListingId],
    pub countries: &'a [String],
    pub buyers: &'a [AccountId],
}

/// Everything that changes the prices of these carts. With `hold`, the coupons in them are kept
/// to this transaction, in the order of their ids.
pub(crate) async fn for_carts(
    db: &mut PgConnection,
    asked: &Asked<'_>,
    hold: bool,
) -> Result<Deals, Incident> {
    let mut deals = Deals::none(asked.now, asked.currency);
    let buyers = column(asked.buyers, |buyer| buyer.0);
    // Most carts meet none of it, and are asked about often.
    let at_play = sqlx::query!(
        r#"select exists (select 1 from cart_coupons where account_id = any($1)) as "coupons!",
                  exists (select 1 from shop_offers where shop_id = any($2) and until_at > $3) as "offers!",
                  (select id from campaigns where from_at <= $3 and until_at > $3) as "campaign?""#,
        &buyers,
        &column(asked.shops, |shop| shop.0),
        asked.now,
    )
    .fetch_one(&mut *db)
    .await?;
    if at_play.coupons {
        add_coupons(&mut *db, &mut deals, &buyers, hold).await?;
    }
    if at_play.offers {
        deals.offers = offers_of(&mut *db, asked.shops, asked.now).await?;
    }
    if let Some(campaign) = at_play.campaign {
        deals.campaign = campaigns(&mut *db, &[campaign], asked.shops).await?.pop();
    }
    if deals.campaign.is_some() || deals.coupons.values().any(|coupon| coupon.shop.is_none()) {
        deals.seats = seats(&mut *db, asked.shops, &buyers).await?;
    }
    let (countries, today) = (asked.countries, local_day(asked.now));
    deals.on_top = tax::on_top_for(db, countries, asked.shops, asked.listings, today).await?;
    Ok(deals)
}

/// The coupons in these carts, with how often their buyers used them.
async fn add_coupons(
    db: &mut PgConnection,
    deals: &mut Deals,
    buyers: &[Uuid],
    hold: bool,
) -> Result<(), Incident> {
    let mut wanted = Vec::new();
    for row in sqlx::query!(
        "select account_id, coupon_id from cart_coupons where account_id = any($1)
         order by account_id, coupon_id",
        buyers
    )
    .fetch_all(&mut *db)
    .await?
    {
        let held = deals.held.entry(AccountId(row.account_id)).or_default();
        held.push(CouponId(row.coupon_id));
        wanted.push(row.coupon_id);
    }
    if hold {
        sqlx::query!(
            "select id from coupons where id = any($1) order by id for no key update",
            &wanted
        )
        .fetch_all(&mut *db)
        .await?;
    }
    deals.coupons = coupons(&mut *db, &wanted).await?;
    deals.used_by = used_by(db, &wanted, buyers).await?;
    Ok(())
}

/// Which of these shops the buyers work for.
async fn seats(
    db: &mut PgConnection,
    shops: &[ShopId],
    buyers: &[Uuid],
) -> Result<BTreeMap<AccountId, BTreeSet<ShopId>>, Incident> {
    let mut seats: BTreeMap<AccountId, BTreeSet<ShopId>> = BTreeMap::new();
    for row in sqlx::query!(
        "select account_id, shop_id from shop_seats where account_id = any($1) and shop_id = any($2)",
        buyers,
        &column(shops, |shop| shop.0),
    )
    .fetch_all(db)
    .await?
    {
        let of_buyer = seats.entry(AccountId(row.account_id)).or_default();
        of_buyer.insert(ShopId(row.shop_id));
    }
    Ok(seats)
}

async fn used_by(
    db: &mut PgConnection,
    coupons: &[Uuid],
    buyers: &[Uuid],
) -> Result<BTreeMap<(CouponId, AccountId), u32>, Incident> {
    sqlx::query!(
        "select coupon_id, account_id, used from coupon_people
         where coupon_id = any($1) and account_id = any($2)",
        coupons,
        buyers,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        let whose = (CouponId(row.coupon_id), AccountId(row.account_id));
        Ok((whose, u32::try_from(row.used)?))
    })
    .collect()
}

/// An offer as it is stored.
struct OfferColumns {
    id: Uuid,
    shop_id: Uuid,
    name_en: String,
    name_zh: String,
    share_bp: Option<i32>,
    amount_minor: Option<i64>,
    chosen: bool,
    from_at: DateTime<Utc>,
    until_at: DateTime<Utc>,
    listings: Vec<Uuid>,
}

impl OfferColumns {
    fn offer(self) -> Result<Offer, Incident> {
        let listings = self.listings.into_iter().map(ListingId).collect();
        Ok(Offer {
            id: OfferId(self.id),
            shop: ShopId(self.shop_id),
            name: Bilingual::new(self.name_en, self.name_zh),
            off: off(self.share_bp, self.amount_minor)?,
            listings: self.chosen.then_some(listings),
            span: Span {
                from: self.from_at,
                until: self.until_at,
            },
        })
    }
}

/// The offers of these shops that end after a moment, the first made first.
pub(crate) async fn offers_of(
    db: &mut PgConnection,
    shops: &[ShopId],
    after: DateTime<Utc>,
) -> Result<Vec<Offer>, Incident> {
    sqlx::query_as!(
        OfferColumns,
        r#"select o.id, o.shop_id, o.name_en, o.name_zh, o.share_bp, o.amount_minor, o.chosen,
                  o.from_at, o.until_at,
                  array(select l.listing_id from shop_offer_listings l where l.offer_id = o.id) as "listings!"
           from shop_offers o where o.shop_id = any($1) and o.until_at > $2 order by o.id"#,
        &column(shops, |shop| shop.0),
        after,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(OfferColumns::offer)
    .collect()
}

/// So many of a shop's offers, those that end last.
pub(super) async fn latest_offers(
    db: &mut PgConnection,
    shop: ShopId,
    most: i64,
) -> Result<Vec<Offer>, Incident> {
    sqlx::query_as!(
        OfferColumns,
        r#"select o.id, o.shop_id, o.name_en, o.name_zh, o.share_bp, o.amount_minor, o.chosen,
                  o.from_at, o.until_at,
                  array(select l.listing_id from shop_offer_listings l where l.offer_id = o.id) as "listings!"
           from shop_offers o where o.shop_id = $1 order by o.until_at desc, o.id limit $2"#,
        shop.0,
        most,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(OfferColumns::offer)
    .collect()
}

/// One kind or the other, as the schema has it.
fn off(share_bp: Option<i32>, amount_minor: Option<i64>) -> Result<Off, Incident> {
    match (share_bp, amount_minor) {
        (Some(bp), _) => Ok(Off::Share {
            bp: BasisPoints(u16::try_from(bp)?),
        }),
        (None, Some(minor)) => Ok(Off::Amount { minor }),
        (None, None) => Err(Incident::new("a reduction without an amount")),
    }
}

/// A reduction as its two columns.
pub(super) fn off_columns(off: Off) -> (Option<i32>, Option<i64>) {
    match off {
        Off::Share { bp } => (Some(i32::from(bp.0)), None),
        Off::Amount { minor } => (None, Some(minor)),
    }
}

pub(super) async fn coupons(
    db: &mut PgConnection,
    ids: &[Uuid],
) -> Result<BTreeMap<CouponId, Coupon>, Incident> {
    sqlx::query!(
        "select id, shop_id, code, share_bp, amount_minor, cap_minor, least_minor, most_uses,
                per_person, used, from_at, until_at
         from coupons where id = any($1)",
        ids
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        let coupon = Coupon {
            id: CouponId(row.id),
            code: row.code,
            shop: row.shop_id.map(ShopId),
            off: off(row.share_bp, row.amount_minor)?,
            cap_minor: row.cap_minor,
            least_minor: row.least_minor,
            span: Span {
                from: row.from_at,
                until: row.until_at,
            },
            limit: row.most_uses.map(u32::try_from).transpose()?,
            per_person: u32::try_from(row.per_person)?,
            used: u32::try_from(row.used)?,
        };
        Ok((coupon.id, coupon))
    })
    .collect()
}

/// Campaigns by their beginning, each with those of these shops that take part.
pub(super) async fn campaigns(
    db: &mut PgConnection,
    ids: &[Uuid],
    shops: &[ShopId],
) -> Result<Vec<Campaign>, Incident> {
    sqlx::query!(
        r#"select c.id, c.name_en, c.name_zh, c.every_minor, c.save_minor, c.cap_minor,
                  c.shop_share_bp, c.from_at, c.until_at,
                  array(select s.shop_id from campaign_shops s
                        where s.campaign_id = c.id and s.shop_id = any($2)) as "joined!"
           from campaigns c where c.id = any($1) order by c.from_at desc, c.id"#,
        ids,
        &column(shops, |shop| shop.0),
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Campaign {
            id: CampaignId(row.id),
            name: Bilingual::new(row.name_en, row.name_zh),
            every_minor: row.every_minor,
            save_minor: row.save_minor,
            cap_minor: row.cap_minor,
            shop_share: BasisPoints(u16::try_from(row.shop_share_bp)?),
            joined: row.joined.into_iter().map(ShopId).collect(),
            span: Span {
                from: row.from_at,
                until: row.until_at,
            },
        })
    })
    .collect()
}

/// What the steps of an order's price are called.
pub(crate) async fn names_of(db: &mut PgConnection, order: Uuid) -> Result<Names, Incident> {
    let offers = sqlx::query!(
        "select o.id, o.name_en, o.name_zh from shop_offers o
         where o.id in (select offer_id from order_lines where order_id = $1)",
        order
    )
    .fetch_all(&mut *db)
    .await?
    .into_iter()
    .map(|row| (OfferId(row.id), Bilingual::new(row.name_en, row.name_zh)))
    .collect();
    let mut names = Names {
        offers,
        ..Names::default()
    };
    for row in sqlx::query!(
        "select c.code, c.shop_id from coupon_uses u
         join coupons c on c.id = u.coupon_id
         join orders o on o.checkout_id = u.checkout_id
         where o.id = $1 and (c.shop_id is null or c.shop_id = o.shop_id)",
        order
    )
    .fetch_all(&mut *db)
    .await?
    {
        match row.shop_id {
            Some(_) => names.coupon = row.code,
            None => names.platform_coupon = row.code,
        }
    }
    let campaign = sqlx::query!(
        "select a.name_en, a.name_zh from campaigns a
         join checkouts c on c.campaign_id = a.id
         join orders o on o.checkout_id = c.id where o.id = $1",
        order
    )
    .fetch_optional(db)
    .await?;
    if let Some(row) = campaign {
        names.campaign = Bilingual::new(row.name_en, row.name_zh);
    }
    Ok(names)
}
