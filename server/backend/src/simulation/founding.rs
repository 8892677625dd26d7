//! What the market has in the beginning: members, staff, shops with a thing each, and a country
//! whose prices are without tax.

use super::world::{Seller, World};
use crate::{failure::Incident, money::tax, testing, trade::stock};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::AccountId,
};

/// Prices of what goes there are without tax; the laws know its rate.
pub const ABROAD: &str = "CA";
const ABROAD_BP: i32 = 1_300;
/// The one shop that may add tax.
const REGISTERED: &str = "tea";
/// Pieces on each shelf in the beginning.
const FIRST_COUNT: u32 = 20;

impl World {
    pub async fn member(&self, name: &str) -> Result<AccountId, Incident> {
        let account: AccountId = self.ctx.new_id();
        sqlx::query(
            "insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
             values ($1, 'member', $2 || '@longtail.example', $2, 'none', $3, $3)",
        )
        .bind(account.0)
        .bind(name)
        .bind(self.ctx.now())
        .execute(&self.ctx.db)
        .await?;
        Ok(account)
    }

    /// One of the market's own people.
    pub async fn employee(&self, name: &str) -> Result<Actor, Incident> {
        let account = self.member(name).await?;
        sqlx::query("update accounts set kind = 'staff' where id = $1")
            .bind(account.0)
            .execute(&self.ctx.db)
            .await?;
        Ok(Actor::Staff { account })
    }

    /// An open shop with a few pieces of one thing.
    pub async fn open(&self, slug: &'static str, price_minor: i64) -> Result<Seller, Incident> {
        let account = self.member(slug).await?;
        let (shop, variant) =
            testing::open_shop_with_goods(&self.ctx, account, slug, price_minor).await?;
        let role = ShopRole::Owner;
        let seats = vec![Seat { shop, role }];
        let owner = Actor::Member { account, seats };
        stock::count(&self.ctx, &owner, variant, FIRST_COUNT)
            .await
            .map_err(|failure| Incident::new(format!("no shelf to count: {failure:?}")))?;
        Ok(Seller {
            slug,
            shop,
            owner,
            variant,
        })
    }

    /// Tax is added abroad, to what one of the shops sells.
    pub async fn add_tax_abroad(&self) -> Result<(), Incident> {
        sqlx::query(
            "insert into tax_rates (country, class, from_day, rate_bp, set_at)
             values ($1, 'standard', date '2020-01-01', $2, $3)",
        )
        .bind(ABROAD)
        .bind(ABROAD_BP)
        .bind(self.ctx.now())
        .execute(&self.ctx.db)
        .await?;
        sqlx::query(
            "update shops set legal_name = 'The Tea House', legal_address = '1 Lake Road, Hangzhou',
                    legal_country = 'CN', tax_number = 'CN330000001' where slug = $1",
        )
        .bind(REGISTERED)
        .execute(&self.ctx.db)
        .await?;
        tax::set_on_top(&self.ctx, &self.staff, ABROAD, true)
            .await
            .map_err(|failure| Incident::new(format!("no tax abroad: {failure:?}")))
    }
}
