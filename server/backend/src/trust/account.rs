//! Accounts and sessions.

use crate::{
    ctx::{Ctx, random_bytes},
    failure::{Failure, Refusal, stored},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::{AccountId, SessionId, ShopId},
    text::{Bilingual, Lang},
    trust::account::{AccountKind, OwnShop, Visitor},
};
use sha2::{Digest, Sha256};

/// Where a request comes from, as far as it tells.
#[derive(Clone, Debug, Default)]
pub struct Device {
    pub address: String,
    pub user_agent: String,
}

/// What the database keeps of a secret that a browser or a letter holds.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

/// Who a session's token stands for. A stranger where it has ended or was never given.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn actor_of(ctx: &Ctx, token: &str) -> Result<Actor, Failure<Refusal>> {
    let now = ctx.now();
    let Some(row) = sqlx::query!(
        "update sessions s set seen_at = $2, expires_at = $3
         from accounts a
         where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and a.id = s.account_id
         returning a.id, a.kind",
        token_hash(token),
        now,
        now + ctx.settings.session_for,
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        return Ok(Actor::Stranger);
    };
    let account = AccountId(row.id);
    Ok(match stored::<AccountKind>("accounts.kind", &row.kind)? {
        AccountKind::Guest => Actor::Guest { account },
        AccountKind::Staff => Actor::Staff { account },
        AccountKind::Member => Actor::Member {
            account,
            seats: seats(ctx, account).await?,
        },
    })
}

async fn seats(ctx: &Ctx, account: AccountId) -> Result<Vec<Seat>, Failure<Refusal>> {
    let rows = sqlx::query!(
        "select shop_id, role from shop_seats where account_id = $1 order by since",
        account.0
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Seat {
            shop: ShopId(row.shop_id),
            role: if row.role == "owner" {
                ShopRole::Owner
            } else {
                ShopRole::Clerk
            },
        })
        .collect())
}

/// Begins a guest's session: an account without a password, so that a cart and an order have an owner.
/// Answers with the session's token, which only the browser keeps.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn begin_guest(
    ctx: &Ctx,
    device: &Device,
    lang: Lang,
) -> Result<(Actor, String), Failure<Refusal>> {
    let mut tx = ctx.transaction().await?;
    let account: AccountId = tx.new_id();
    let now = tx.now();
    let language = match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    };
    sqlx::query!(
        "insert into accounts (id, kind, language, created_at) values ($1, 'guest', $2, $3)",
        account.0,
        language,
        now,
    )
    .execute(tx.sql())
    .await?;
    let token = new_token();
    let session: SessionId = tx.new_id();
    sqlx::query!(
        "insert into sessions (id, token_hash, account_id, user_agent, address, created_at, seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $7)",
        session.0,
        token_hash(&token),
        account.0,
        device.user_agent,
        device.address,
        now,
        now + ctx.settings.session_for,
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Ok((Actor::Guest { account }, token))
}

/// What every page knows about its visitor.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn visitor(ctx: &Ctx, actor: &Actor, lang: Lang) -> Result<Visitor, Failure<Refusal>> {
    let mut visitor = Visitor {
        account: actor.account(),
        kind: match actor {
            Actor::Guest { .. } => Some(AccountKind::Guest),
            Actor::Member { .. } => Some(AccountKind::Member),
            Actor::Staff { .. } => Some(AccountKind::Staff),
            Actor::Stranger | Actor::System => None,
        },
        name: String::new(),
        lang,
        shops: Vec::new(),
        cart_count: 0,
        unread_notices: 0,
        demo: ctx.settings.demo,
    };
    let Some(account) = actor.account() else {
        return Ok(visitor);
    };
    let row = sqlx::query!(
        r#"select a.name,
                  (select coalesce(sum(quantity), 0) from cart_lines where account_id = a.id) as "cart!",
                  (select count(*) from notices where account_id = a.id and read_at is null) as "unread!"
           from accounts a where a.id = $1"#,
        account.0
    )
    .fetch_one(&ctx.db)
    .await?;
    visitor.name = row.name;
    visitor.cart_count = u32::try_from(row.cart).unwrap_or(u32::MAX);
    visitor.unread_notices = u32::try_from(row.unread).unwrap_or(u32::MAX);
    visitor.shops = sqlx::query!(
        "select s.id, s.slug, s.name_en, s.name_zh, m.role from shop_seats m
         join shops s on s.id = m.shop_id where m.account_id = $1 order by m.since",
        account.0
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| OwnShop {
        id: ShopId(row.id),
        slug: row.slug,
        name: Bilingual::new(row.name_en, row.name_zh),
        role: if row.role == "owner" {
            ShopRole::Owner
        } else {
            ShopRole::Clerk
        },
    })
    .collect();
    Ok(visitor)
}
