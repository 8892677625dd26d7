//! A market with many things to buy, and people with full wallets.

use crate::cli::Trouble;
use longtail::{
    id::{AccountId, CommandId, ListingId, PaymentId, ShopId, VariantId},
    money::{Money, ledger::wallet_funded},
};
use longtail_backend::{Ctx, ctx::random_bytes, money::ledger, trust::account::token_hash};
use uuid::Uuid;

const SHOPS: usize = 100;
pub const PRICE_MINOR: i64 = 6_800;
pub const POSTAGE_MINOR: i64 = 800;
const ON_HAND: i32 = 100_000;
/// What each buyer begins with.
pub const WALLET_MINOR: i64 = 1_000_000_000_000;

/// One thing to buy, and whose it is.
pub struct Good {
    pub variant: VariantId,
    pub listing: ListingId,
    pub shop: ShopId,
    pub owner: AccountId,
}

/// A member with a session.
#[derive(Clone)]
pub struct Buyer {
    pub account: AccountId,
    pub email: String,
    pub cookie: String,
}

pub fn by_chance(goods: &[Good]) -> &Good {
    let drawn = u64::from_be_bytes(random_bytes()) % goods.len() as u64;
    &goods[drawn as usize]
}

/// The form that places an order, as a browser sends it.
pub fn order_form(command: CommandId, total_minor: i64, email: &str) -> String {
    format!(
        "command={command}&agreed_total_minor={total_minor}&email={email}&saved=new&recipient=Lin&phone=5550101\
         &country=CN&region=Zhejiang&city=Hangzhou&line=12+Willow+Lane&postcode=310000"
    )
}

/// So many listings of one variant, spread over a hundred shops.
///
/// # Errors
/// When they cannot be written.
pub async fn offer(ctx: &Ctx, many: u32) -> Result<Vec<Good>, Trouble> {
    let shops: Vec<(ShopId, AccountId)> =
        (0..SHOPS).map(|_| (ctx.new_id(), ctx.new_id())).collect();
    let category: Uuid = ctx.new_id();
    sqlx::query(
        "with shop as (select * from unnest($1::uuid[], $2::uuid[]) as s (id, owner)),
              a as (insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
                    select owner, 'member', owner || '@longtail.example', 'Owner', 'none', $4, $4 from shop),
              s as (insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
                    select id, 'shop-' || id, 'bazaar', 'open', 'Shop', $5, $4, $4 from shop),
              m as (insert into shop_seats (shop_id, account_id, role, since)
                    select id, owner, 'owner', $4 from shop)
         insert into categories (id, slug, name_en, name_zh) values ($3, 'bench', 'Bench', 'Bench')",
    )
    .bind(shops.iter().map(|(shop, _)| shop.0).collect::<Vec<_>>())
    .bind(shops.iter().map(|(_, owner)| owner.0).collect::<Vec<_>>())
    .bind(category)
    .bind(ctx.now())
    .bind(POSTAGE_MINOR)
    .execute(&ctx.db)
    .await?;
    let goods: Vec<Good> = (0..many as usize)
        .map(|at| {
            let (shop, owner) = shops[at % SHOPS];
            Good {
                variant: ctx.new_id(),
                listing: ctx.new_id(),
                shop,
                owner,
            }
        })
        .collect();
    sqlx::query(
        "with good as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as g (variant, listing, shop)),
              l as (insert into listings (id, shop_id, category_id, slug, stage, title_en, created_at,
                                          published_at, updated_at)
                    select listing, shop, $4, 'thing-' || listing, 'live', 'A thing', $5, $5, $5 from good),
              v as (insert into variants (id, listing_id, price_minor) select variant, listing, $6 from good),
              k as (insert into stock_levels (variant_id, on_hand) select variant, $7 from good)
         insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, at)
         select variant, 'counted', $7, 0, $5 from good",
    )
    .bind(goods.iter().map(|good| good.variant.0).collect::<Vec<_>>())
    .bind(goods.iter().map(|good| good.listing.0).collect::<Vec<_>>())
    .bind(goods.iter().map(|good| good.shop.0).collect::<Vec<_>>())
    .bind(category)
    .bind(ctx.now())
    .bind(PRICE_MINOR)
    .bind(ON_HAND)
    .execute(&ctx.db)
    .await?;
    Ok(goods)
}

/// So many members, with money and a session each.
///
/// # Errors
/// When they cannot be written.
pub async fn buyers(ctx: &Ctx, many: u32) -> Result<Vec<Buyer>, Trouble> {
    let mut buyers = Vec::new();
    for _ in 0..many {
        let (account, payment): (AccountId, PaymentId) = (ctx.new_id(), ctx.new_id());
        let token = format!("bench-{}", hex::encode(random_bytes::<16>()));
        let email = format!("{account}@longtail.example");
        let mut tx = ctx.transaction().await?;
        let now = tx.now();
        sqlx::query(
            "with a as (insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
                        values ($1, 'member', $2, 'Buyer', 'none', $6, $6)),
                  p as (insert into payments (id, payer_id, provider, stage, currency, amount_minor, applied_to,
                                              created_at, settled_at)
                        values ($3, $1, 'card', 'captured', $7, $8, 'wallet', $6, $6))
             insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
             values ($4, $5, $1, $6, $6, $6 + interval '1 day')",
        )
        .bind(account.0)
        .bind(&email)
        .bind(payment.0)
        .bind(ctx.new_id::<Uuid>())
        .bind(token_hash(&token))
        .bind(now)
        .bind(ctx.settings.currency.code())
        .bind(WALLET_MINOR)
        .execute(tx.sql())
        .await?;
        let amount = Money::new(WALLET_MINOR, ctx.settings.currency);
        ledger::post(&mut tx, &[wallet_funded(payment, account, amount)]).await?;
        tx.commit().await?;
        buyers.push(Buyer {
            account,
            email,
            cookie: format!("longtail_session={token}"),
        });
    }
    Ok(buyers)
}
