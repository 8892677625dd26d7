//! How shops kept their word, and what somebody likes: read from the orders.

use super::{keys::shop_key, tree::category_key};
use crate::{ctx::Ctx, failure::Incident};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::CategoryId,
    text::Bilingual,
    trade::search::{Taste, orders::Kept},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Orders of this long ago still count.
const LATELY: Duration = Duration::days(180);
/// Things bought that a taste is read from.
const LAST_BOUGHT: i64 = 60;

/// Every open shop's name and record, by [`shop_key`].
#[derive(Clone, Debug, Default)]
pub struct Standing(HashMap<u64, ShopStanding>);

/// A shop as lists know it.
#[derive(Clone, Debug)]
pub struct ShopStanding {
    pub slug: String,
    pub name: Bilingual,
    pub kept: Kept,
}

impl Standing {
    /// Its record; that of a shop without a history where there is none.
    pub fn of(&self, shop: u64) -> Kept {
        self.shop(shop).map(|shop| shop.kept).unwrap_or_default()
    }

    pub fn shop(&self, key: u64) -> Option<&ShopStanding> {
        self.0.get(&key)
    }

    pub fn shops(&self) -> impl Iterator<Item = &ShopStanding> {
        self.0.values()
    }
}

/// All open shops, with what they did lately.
pub async fn load_standing(ctx: &Ctx) -> Result<Standing, Incident> {
    let rows = sqlx::query!(
        r#"select s.slug, s.name_en, s.name_zh,
                  count(*) filter (where o.stage = 'completed') as "completed!",
                  count(*) filter (where o.stage = 'cancelled' and o.paid_at is not null) as "cancelled!",
                  count(*) filter (where o.shipped_at is not null) as "sent!",
                  coalesce(avg(extract(epoch from o.shipped_at - o.paid_at) / 3600)
                           filter (where o.shipped_at is not null), 0)::float8 as "hours!"
           from shops s left join orders o on o.shop_id = s.id and o.placed_at > $1
           where s.stage = 'open'
           group by s.slug, s.name_en, s.name_zh"#,
        ctx.now() - LATELY,
    )
    .fetch_all(&ctx.db)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or_default();
    let shops = rows.into_iter().map(|row| {
        let kept = Kept {
            completed: count(row.completed),
            cancelled: count(row.cancelled),
            dispatch_hours: row.hours.max(0.0).round() as u32,
            sent: count(row.sent),
        };
        let shop = ShopStanding {
            name: Bilingual::new(row.name_en, row.name_zh),
            slug: row.slug,
            kept,
        };
        (shop_key(&shop.slug), shop)
    });
    Ok(Standing(shops.collect()))
}

/// What somebody likes, from what they bought; nothing for a stranger.
pub async fn load_taste(ctx: &Ctx, actor: &Actor) -> Result<Taste, Incident> {
    let Some(account) = actor.account() else {
        return Ok(Taste::default());
    };
    let bought = sqlx::query!(
        r#"select l.category_id, s.slug
           from order_lines ol
           join orders o on o.id = ol.order_id
           join listings l on l.id = ol.listing_id
           join shops s on s.id = l.shop_id
           where o.buyer_id = $1 and o.paid_at is not null and o.stage <> 'cancelled'
           order by o.placed_at desc limit $2"#,
        account.0,
        LAST_BOUGHT,
    )
    .fetch_all(&ctx.db)
    .await?;
    let tree = ctx.search.tree(&ctx.db).await?;
    let trail = |category: Uuid| {
        tree.trail(CategoryId(category))
            .into_iter()
            .map(|node| category_key(node.id))
            .collect::<Vec<_>>()
    };
    let mut categories = Vec::new();
    for row in &bought {
        // the whole branch is liked a little, the category itself most
        let trail = trail(row.category_id);
        let depth = trail.len().max(1) as f32;
        categories.extend(
            trail
                .into_iter()
                .enumerate()
                .map(|(at, key)| (key, (at + 1) as f32 / depth)),
        );
    }
    let shops = bought.iter().map(|row| (shop_key(&row.slug), 1.0));
    Ok(Taste::from_counts(categories, shops.collect::<Vec<_>>()))
}
