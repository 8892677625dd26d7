//! Coming in: signing up, signing in, becoming a member.

use super::{
    SignedIn, Visit, own, password,
    session::{begin_session, end_all, insert_guest, load_actor},
    stored_lang,
};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, invalid, violates},
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::AccountId,
    text::{FieldCheck, FieldIssue},
    trust::account::{AccountError, DemoRole, MOST_PASSWORD, SignUp},
};
use std::net::{IpAddr, Ipv6Addr};

/// Makes a member. A guest keeps everything: it is the same account from then on.
///
/// # Errors
/// Fields that cannot be taken; an e-mail address that a member has already; too many tries.
pub async fn sign_up(
    ctx: &Ctx,
    visit: &Visit,
    form: &SignUp,
) -> Result<SignedIn, Failure<AccountError>> {
    if matches!(visit.actor, Actor::Guest { .. }) {
        return become_member(ctx, visit, form).await;
    }
    let form = form.checked().map_err(invalid)?;
    // Noted without an address: finding out who is a member here counts for the place it is
    // tried from, and locks nobody out.
    let attempt = admit(ctx, "", &visit.device.address).await?;
    let hash = password::hash(ctx, &form.password).await?;
    let mut tx = ctx.transaction().await?;
    let account = insert_guest(&mut tx, visit).await?;
    enrol(&mut tx, account, &form, &hash, visit).await?;
    succeed(&mut tx, attempt).await?;
    let token = begin_session(&mut tx, ctx, account, visit).await?;
    let actor = load_actor(&mut tx, account).await?;
    tx.commit().await?;
    Ok(SignedIn { actor, token })
}

/// A guest chooses a password: the account stays, so its cart, orders and addresses do.
///
/// # Errors
/// Fields that cannot be taken; an e-mail address that a member has already; too many tries.
pub async fn become_member(
    ctx: &Ctx,
    visit: &Visit,
    form: &SignUp,
) -> Result<SignedIn, Failure<AccountError>> {
    let account = own(&visit.actor)?;
    if !matches!(visit.actor, Actor::Guest { .. }) {
        return Err(Failure::NotFound);
    }
    let form = form.checked().map_err(invalid)?;
    let attempt = admit(ctx, "", &visit.device.address).await?;
    let hash = password::hash(ctx, &form.password).await?;
    let mut tx = ctx.transaction().await?;
    enrol(&mut tx, account, &form, &hash, visit).await?;
    succeed(&mut tx, attempt).await?;
    // Whoever holds an old letter or an old session was let in without the password.
    end_all(&mut tx, account).await?;
    sqlx::query!("delete from guest_links where account_id = $1", account.0)
        .execute(tx.sql())
        .await?;
    let token = begin_session(&mut tx, ctx, account, visit).await?;
    let actor = load_actor(&mut tx, account).await?;
    tx.commit().await?;
    Ok(SignedIn { actor, token })
}

async fn enrol(
    tx: &mut Tx,
    account: AccountId,
    form: &SignUp,
    hash: &str,
    visit: &Visit,
) -> Result<(), Failure<AccountError>> {
    let now = tx.now();
    let enrolled = sqlx::query!(
        "update accounts set kind = 'member', email = $2, name = $3, password_hash = $4,
                             language = $5, joined_at = $6
         where id = $1 and kind = 'guest'",
        account.0,
        form.email,
        form.name,
        hash,
        stored_lang(visit.lang),
        now,
    )
    .execute(tx.sql())
    .await;
    match enrolled {
        Ok(done) if done.rows_affected() == 1 => Ok(()),
        // The form was sent twice and the first has made them a member.
        Ok(_) => Err(Failure::Refused(AccountError::EmailTaken)),
        Err(error) if violates(&error, "accounts_email_unique") => {
            Err(Failure::Refused(AccountError::EmailTaken))
        }
        Err(error) => Err(error.into()),
    }
}

/// Lets a member or one of the staff in. What a guest put into the cart comes along.
///
/// # Errors
/// [`AccountError::WrongPassword`] alike for a wrong password and an unknown address;
/// too many failures for the account from the place, from the place, or for the account from
/// many places.
pub async fn sign_in(
    ctx: &Ctx,
    visit: &Visit,
    email: &str,
    password: &str,
) -> Result<SignedIn, Failure<AccountError>> {
    let mut check = FieldCheck::default();
    let email = check.email("email", email);
    if password.is_empty() {
        check.issue("password", FieldIssue::Missing);
    }
    check.finish().map_err(invalid)?;
    if password.chars().count() > MOST_PASSWORD as usize {
        return Err(Failure::Refused(AccountError::WrongPassword));
    }
    let attempt = admit(ctx, &email, &visit.device.address).await?;
    let account = sqlx::query!(
        "select id, password_hash from accounts where email = $1 and kind <> 'guest'",
        email
    )
    .fetch_optional(&ctx.db)
    .await?;
    let (id, kept) = account
        .map(|row| (row.id, row.password_hash))
        .unwrap_or_default();
    if !password::matches(ctx, password, kept).await? {
        return Err(Failure::Refused(AccountError::WrongPassword));
    }
    let mut tx = ctx.transaction().await?;
    succeed(&mut tx, attempt).await?;
    enter(ctx, tx, AccountId(id), visit).await
}

/// Lets a visitor of a demo market be one of its people.
///
/// # Errors
/// Not found where this is no demo market, or its people have not been made.
pub async fn demo_sign_in(
    ctx: &Ctx,
    visit: &Visit,
    role: DemoRole,
) -> Result<SignedIn, Failure<AccountError>> {
    if !ctx.settings.demo {
        return Err(Failure::NotFound);
    }
    let account = sqlx::query_scalar!(
        "select id from accounts where email = $1 and kind <> 'guest'",
        role.email()
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let tx = ctx.transaction().await?;
    enter(ctx, tx, AccountId(account), visit).await
}

/// Begins a member's session, with what they gathered as a guest.
async fn enter(
    ctx: &Ctx,
    mut tx: Tx,
    account: AccountId,
    visit: &Visit,
) -> Result<SignedIn, Failure<AccountError>> {
    if let Actor::Guest { account: guest } = visit.actor {
        crate::trade::cart::merge(&mut tx, guest, account).await?;
        crate::trade::seen::merge(&mut tx, guest, account).await?;
        crate::trade::wishlist::merge(&mut tx, guest, account).await?;
        ctx.seen.hand_over(guest, account);
    }
    let token = begin_session(&mut tx, ctx, account, visit).await?;
    let actor = load_actor(&mut tx, account).await?;
    tx.commit().await?;
    Ok(SignedIn { actor, token })
}

/// How long a place stays known after an account was let in from it.
pub(super) const KNOWN_FOR: chrono::Duration = chrono::Duration::days(90);
/// From so many places one account is guessed at before all unknown places wait.
const PLACES_TOGETHER: i64 = 10;

/// Notes a try as failed before it is made, so that many at once are counted too, and turns
/// it away where there were too many. Answers with the note's number, for [`succeed`].
pub(super) async fn admit(
    ctx: &Ctx,
    email: &str,
    address: &str,
) -> Result<i64, Failure<AccountError>> {
    let place = place(address);
    let mut tx = ctx.transaction().await?;
    let now = tx.now();
    // One at a time per account and per place; always in this order, so that none wait for each other.
    for key in [format!("email:{email}"), format!("place:{place}")] {
        tx.one_at_a_time(&key).await?;
    }
    let settings = &ctx.settings;
    let since = now - settings.sign_in_window;
    let tried = Tried {
        email,
        place: &place,
        since,
    };
    let here = tried
        .oldest_of_last(&mut tx, true, settings.sign_in_failures_per_account)
        .await?;
    // Guesses from many places together. A place from where this account was let in before
    // does not wait for what strangers try elsewhere: they cannot lock its owner out.
    let anywhere = if tried.is_known_place(&mut tx, now - KNOWN_FOR).await? {
        None
    } else {
        let most = settings.sign_in_failures_per_account * PLACES_TOGETHER;
        tried.oldest_of_last(&mut tx, false, most).await?
    };
    let of_place = sqlx::query_scalar!(
        "select at from sign_in_attempts
         where address = $1 and address <> '' and not succeeded and at > $2
         order by at desc offset $3 limit 1",
        place,
        since,
        settings.sign_in_failures_per_address - 1,
    )
    .fetch_optional(tx.sql())
    .await?;
    if let Some(oldest) = here.max(anywhere).max(of_place) {
        return Err(Failure::TooMany {
            seconds: seconds_until(oldest + ctx.settings.sign_in_window, now),
        });
    }
    let attempt = sqlx::query_scalar!(
        "insert into sign_in_attempts (email, address, succeeded, at) values ($1, $2, false, $3) returning id",
        email,
        place,
        now,
    )
    .fetch_one(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(attempt)
}

/// Tries at one account from one place, since a time.
struct Tried<'a> {
    email: &'a str,
    place: &'a str,
    since: DateTime<Utc>,
}

impl Tried<'_> {
    /// When the oldest of the last `most` failures was, where there were so many since the last
    /// success: from this place, or from anywhere.
    async fn oldest_of_last(
        &self,
        tx: &mut Tx,
        here: bool,
        most: i64,
    ) -> Result<Option<DateTime<Utc>>, Incident> {
        Ok(sqlx::query_scalar!(
            "select at from sign_in_attempts
             where email = $1 and email <> '' and not succeeded and at > $2
               and (not $3 or address = $4)
               and id > coalesce((select max(id) from sign_in_attempts
                                  where email = $1 and succeeded and (not $3 or address = $4)), 0)
             order by at desc offset $5 limit 1",
            self.email,
            self.since,
            here,
            self.place,
            most - 1,
        )
        .fetch_optional(tx.sql())
        .await?)
    }

    /// Whether the account was let in from this place since a time.
    async fn is_known_place(&self, tx: &mut Tx, since: DateTime<Utc>) -> Result<bool, Incident> {
        Ok(sqlx::query_scalar!(
            r#"select exists (select from sign_in_attempts
                              where email = $1 and email <> '' and address = $2 and address <> ''
                                and succeeded and at > $3) as "known!""#,
            self.email,
            self.place,
            since,
        )
        .fetch_one(tx.sql())
        .await?)
    }
}

fn seconds_until(then: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    u32::try_from((then - now).num_seconds()).unwrap_or(0) + 1
}

pub(super) async fn succeed(tx: &mut Tx, attempt: i64) -> Result<(), Incident> {
    sqlx::query!(
        "update sign_in_attempts set succeeded = true where id = $1",
        attempt
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What counts as one place: an IPv4 address, or the network an IPv6 address is free to choose in.
pub(crate) fn place(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => {
                let network = u128::from(v6) >> 64 << 64;
                format!("{}/64", Ipv6Addr::from(network))
            }
        },
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_an_address_or_a_network() {
        assert_eq!(place("192.0.2.7"), "192.0.2.7");
        assert_eq!(place("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(place("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    }
}
