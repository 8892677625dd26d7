//! Who works in a shop.

use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, denied, invalid},
    trust::account,
};
use longtail::{
    actor::{Actor, ShopRole},
    id::{AccountId, ShopId},
    policy::{Action, permit},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
    trade::shop::{ShopError, ShopPerson},
};

pub(super) const fn stored_role(role: ShopRole) -> &'static str {
    match role {
        ShopRole::Clerk => "clerk",
        ShopRole::Owner => "owner",
    }
}

fn read_role(stored: &str) -> ShopRole {
    if stored == "owner" {
        ShopRole::Owner
    } else {
        ShopRole::Clerk
    }
}

/// Gives a seat. Who has one keeps it as it is.
pub(super) async fn seat(
    tx: &mut Tx,
    shop: ShopId,
    account: AccountId,
    role: ShopRole,
) -> Result<bool, Incident> {
    let now = tx.now();
    let seated = sqlx::query!(
        "insert into shop_seats (shop_id, account_id, role, since) values ($1, $2, $3, $4)
         on conflict do nothing",
        shop.0,
        account.0,
        stored_role(role),
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(seated.rows_affected() == 1)
}

/// A shop's people, its owners first.
pub(super) async fn list(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
) -> Result<Vec<ShopPerson>, Failure<Refusal>> {
    let rows = sqlx::query!(
        r#"select a.id, a.name, coalesce(a.email, '') as "email!", s.role, s.since
           from shop_seats s join accounts a on a.id = s.account_id
           where s.shop_id = $1 order by s.role = 'owner' desc, s.since"#,
        shop.0
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ShopPerson {
            account: AccountId(row.id),
            name: row.name,
            email: row.email,
            role: read_role(&row.role),
            since: row.since,
            you: actor.account() == Some(AccountId(row.id)),
        })
        .collect())
}

/// Gives a member a seat in a shop, by their e-mail address.
///
/// # Errors
/// Not found for all but its owners; an address that no member has, or one of its people.
pub async fn add_person(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    email: &str,
    role: ShopRole,
) -> Result<(), Failure<ShopError>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let mut check = FieldCheck::default();
    let email = check.email("email", email);
    check.finish().map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    let Some(person) = account::account_with_email(&mut tx, &email).await? else {
        return Err(invalid(FieldIssues::one("email", no_such_member())));
    };
    if !seat(&mut tx, shop, person, role).await? {
        return Err(invalid(FieldIssues::one("email", FieldIssue::AlreadyTaken)));
    }
    tx.commit().await?;
    Ok(())
}

fn no_such_member() -> FieldIssue {
    FieldIssue::Other {
        text: Bilingual::new(
            "No member has this address. Ask them to sign up first.",
            "没有使用该邮箱的会员，请先让对方注册。",
        ),
    }
}

/// Takes a person's seat away. One may leave oneself, but not as the last owner.
///
/// # Errors
/// Not found for all but its owners, and for a person without a seat; [`ShopError::LastOwner`].
pub async fn remove_person(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    person: AccountId,
) -> Result<(), Failure<ShopError>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    spare_owner(&mut tx, shop, person).await?;
    sqlx::query!(
        "delete from shop_seats where shop_id = $1 and account_id = $2",
        shop.0,
        person.0
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a clerk an owner or an owner a clerk.
///
/// # Errors
/// Not found for all but its owners, and for a person without a seat; [`ShopError::LastOwner`].
pub async fn change_role(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    person: AccountId,
    role: ShopRole,
) -> Result<(), Failure<ShopError>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    if role == ShopRole::Clerk {
        spare_owner(&mut tx, shop, person).await?;
    }
    let changed = sqlx::query!(
        "update shop_seats set role = $3 where shop_id = $1 and account_id = $2",
        shop.0,
        person.0,
        stored_role(role),
    )
    .execute(tx.sql())
    .await?;
    if changed.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// Locks a shop's seats and sees that another owner stays when this one goes.
async fn spare_owner(
    tx: &mut Tx,
    shop: ShopId,
    person: AccountId,
) -> Result<(), Failure<ShopError>> {
    let seats = sqlx::query!(
        "select account_id, role from shop_seats where shop_id = $1 order by account_id for update",
        shop.0
    )
    .fetch_all(tx.sql())
    .await?;
    if !seats.iter().any(|seat| seat.account_id == person.0) {
        return Err(Failure::NotFound);
    }
    let others = seats
        .iter()
        .any(|seat| seat.account_id != person.0 && seat.role == "owner");
    if others {
        return Ok(());
    }
    let is_owner = seats
        .iter()
        .any(|seat| seat.account_id == person.0 && seat.role == "owner");
    if is_owner {
        return Err(Failure::Refused(ShopError::LastOwner));
    }
    Ok(())
}
