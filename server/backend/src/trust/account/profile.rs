//! What an account tells of its person.

use super::{own, stored_lang};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, invalid, stored},
};
use longtail::{
    actor::{Actor, ShopRole},
    id::{AccountId, ListingId, ShopId},
    text::{Bilingual, FieldCheck, Lang},
    trust::account::{AccountKind, AccountView, OwnShop, Visitor},
};

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
        wishes: Vec::new(),
        demo: ctx.settings.demo,
    };
    let Some(account) = actor.account() else {
        return Ok(visitor);
    };
    let row = sqlx::query!(
        r#"select a.name,
                  (select coalesce(sum(quantity), 0) from cart_lines where account_id = a.id) as "cart!",
                  (select count(*) from notices where account_id = a.id and read_at is null) as "unread!",
                  array(select listing_id from wishes where account_id = a.id) as "wishes!"
           from accounts a where a.id = $1"#,
        account.0
    )
    .fetch_one(&ctx.db)
    .await?;
    visitor.name = row.name;
    visitor.cart_count = u32::try_from(row.cart).unwrap_or(u32::MAX);
    visitor.wishes = row.wishes.into_iter().map(ListingId).collect();
    visitor.unread_notices = u32::try_from(row.unread).unwrap_or(u32::MAX);
    visitor.shops = own_shops(ctx, account).await?;
    Ok(visitor)
}

/// The shops a person has a seat in, the oldest seat first.
async fn own_shops(ctx: &Ctx, account: AccountId) -> Result<Vec<OwnShop>, Incident> {
    let rows = sqlx::query!(
        r#"select s.id, s.slug, s.name_en, s.name_zh, m.role,
                  p.id as "mark_id?", p.width as "width?", p.height as "height?", p.widths as "widths?"
           from shop_seats m
           join shops s on s.id = m.shop_id
           left join media p on p.id = s.mark_id
           where m.account_id = $1 order by m.since"#,
        account.0
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OwnShop {
            id: ShopId(row.id),
            slug: row.slug,
            name: Bilingual::new(row.name_en, row.name_zh),
            mark: crate::trade::cart::picture(row.mark_id, row.width, row.height, row.widths),
            role: if row.role == "owner" {
                ShopRole::Owner
            } else {
                ShopRole::Clerk
            },
        })
        .collect())
}

/// A person's own account at a glance.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn account_page(ctx: &Ctx, actor: &Actor) -> Result<AccountView, Failure<Refusal>> {
    let account = own(actor)?;
    let row = sqlx::query!(
        r#"select kind, name, coalesce(email, '') as "email!", language, joined_at,
                  (select count(*) from sessions s where s.account_id = a.id
                   and s.ended_at is null and s.expires_at > $2) as "sessions!",
                  (select count(*) from addresses d where d.account_id = a.id
                   and d.removed_at is null) as "addresses!",
                  (select count(*) from orders o where o.buyer_id = a.id) as "orders!"
           from accounts a where id = $1"#,
        account.0,
        ctx.now(),
    )
    .fetch_one(&ctx.db)
    .await?;
    Ok(AccountView {
        kind: stored("accounts.kind", &row.kind)?,
        name: row.name,
        email: row.email,
        lang: read_lang(&row.language),
        joined_at: row.joined_at,
        sessions: count(row.sessions),
        addresses: count(row.addresses),
        orders: count(row.orders),
    })
}

fn count(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn read_lang(stored: &str) -> Lang {
    Lang::from_tag(stored).unwrap_or_default()
}

/// Chooses the language of a person's letters.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn choose_language(ctx: &Ctx, actor: &Actor, lang: Lang) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    sqlx::query!(
        "update accounts set language = $2 where id = $1",
        account.0,
        stored_lang(lang)
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// Gives a member another name.
///
/// # Errors
/// A name that cannot be taken; *not found* for those who are no members.
pub async fn rename(ctx: &Ctx, actor: &Actor, name: &str) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let mut check = FieldCheck::default();
    let name = check.text("name", name, 1, 80);
    check.finish().map_err(invalid)?;
    let renamed = sqlx::query!(
        "update accounts set name = $2 where id = $1 and kind <> 'guest'",
        account.0,
        name
    )
    .execute(&ctx.db)
    .await?;
    if renamed.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    Ok(())
}

/// The language of a person's letters.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn lang_of(tx: &mut Tx, account: AccountId) -> Result<Lang, Incident> {
    let language = sqlx::query_scalar!("select language from accounts where id = $1", account.0)
        .fetch_one(tx.sql())
        .await?;
    Ok(read_lang(&language))
}

/// The member with an e-mail address, and their name: for giving them a seat in a shop.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn account_with_email(tx: &mut Tx, email: &str) -> Result<Option<AccountId>, Incident> {
    let account = sqlx::query_scalar!(
        "select id from accounts where email = $1 and kind = 'member'",
        email
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(account.map(AccountId))
}
