//! What people looked at lately.
//!
//! A look is noted in memory and written down by the worker once a second, many at a time:
//! nobody's page waits for it. It leaves the memory when it is written, so that a page made
//! meanwhile finds it in one place or in both. What a killed process had not written down is
//! forgotten, which harms nobody.

use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied},
    trade::catalog::browse::cards,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId},
    policy::{Action, permit},
    trade::seen::{Looker, MOST_KEPT, SeenCookie, SeenPage},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use uuid::Uuid;

/// Looks that wait in memory; what comes beyond that is forgotten.
const MOST_WAITING: usize = 50_000;
/// How often they are written down.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// Who looked at what, and when they last did.
type Looks = BTreeMap<(AccountId, ListingId), DateTime<Utc>>;

/// Looks that are not written down yet. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub struct Notebook {
    looks: Arc<Mutex<Looks>>,
    /// Held while looks are written down or cleared: what is cleared does not come back by a
    /// write that was under way.
    writing: Arc<tokio::sync::Mutex<()>>,
}

impl Notebook {
    fn open(&self) -> MutexGuard<'_, Looks> {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, account: AccountId) -> Vec<(DateTime<Utc>, ListingId)> {
        let from = (account, ListingId(Uuid::nil()));
        let to = (account, ListingId(Uuid::max()));
        let mut looks: Vec<_> = self
            .open()
            .range(from..=to)
            .map(|((_, listing), at)| (*at, *listing))
            .collect();
        looks.sort_by(|a, b| b.cmp(a));
        looks
    }

    fn forget(&self, account: AccountId) {
        self.open().retain(|(of, _), _| *of != account);
    }

    /// A guest signed in: what they looked at a moment ago is the member's.
    pub(crate) fn hand_over(&self, from: AccountId, into: AccountId) {
        let mut open = self.open();
        let of_guest: Vec<_> = open
            .iter()
            .filter(|((account, _), _)| *account == from)
            .map(|((_, listing), at)| (*listing, *at))
            .collect();
        for (listing, at) in of_guest {
            open.remove(&(from, listing));
            open.insert((into, listing), at);
        }
    }
}

/// Notes that somebody looked at a thing. Of those without an account nothing is kept here.
pub fn note(ctx: &Ctx, actor: &Actor, listing: ListingId) {
    if let Actor::Guest { account } | Actor::Member { account, .. } = actor {
        let now = ctx.now();
        let mut open = ctx.seen.open();
        if open.len() < MOST_WAITING {
            open.insert((*account, listing), now);
        }
    }
}

/// Writes down what was noted since the last time. Answers with how many looks that were.
///
/// # Errors
/// An incident when the database cannot take it; these looks wait for the next time then.
pub async fn write_down(ctx: &Ctx) -> Result<usize, Incident> {
    let _writing = ctx.seen.writing.lock().await;
    let noted = ctx.seen.open().clone();
    if noted.is_empty() {
        return Ok(0);
    }
    let (mut accounts, mut listings, mut times) = (Vec::new(), Vec::new(), Vec::new());
    for ((account, listing), at) in &noted {
        accounts.push(account.0);
        listings.push(listing.0);
        times.push(*at);
    }
    let mut tx = ctx.transaction().await?;
    sqlx::query!(
        "insert into seen_listings (account_id, listing_id, seen_at)
         select n.account_id, n.listing_id, n.seen_at
         from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as n (account_id, listing_id, seen_at)
         join accounts a on a.id = n.account_id and a.keeps_seen
         join listings l on l.id = n.listing_id
         order by n.account_id, n.listing_id
         on conflict (account_id, listing_id)
         do update set seen_at = greatest(seen_listings.seen_at, excluded.seen_at)",
        &accounts,
        &listings,
        &times,
    )
    .execute(tx.sql())
    .await?;
    bound(&mut tx, &accounts).await?;
    tx.commit().await?;
    ctx.seen
        .open()
        .retain(|look, at| noted.get(look) != Some(at));
    Ok(noted.len())
}

/// Writes looks down until the process ends.
pub async fn keep_writing(ctx: Ctx) {
    loop {
        tokio::time::sleep(WRITE_EVERY).await;
        if let Err(incident) = write_down(&ctx).await {
            tracing::warn!(%incident, "what was looked at could not be written down");
        }
    }
}

/// Keeps the latest of each account and forgets the rest.
async fn bound(tx: &mut Tx, accounts: &[Uuid]) -> Result<(), Incident> {
    sqlx::query!(
        "delete from seen_listings s
         using (select account_id, listing_id,
                       row_number() over (partition by account_id
                                          order by seen_at desc, listing_id) as place
                from seen_listings where account_id = any($1)) ranked
         where s.account_id = ranked.account_id and s.listing_id = ranked.listing_id
           and ranked.place > $2",
        accounts,
        i64::try_from(MOST_KEPT)?,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What somebody looked at, the latest first. What was taken down since may be among it.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn lately(ctx: &Ctx, looker: &Looker, most: usize) -> Result<Vec<ListingId>, Incident> {
    Ok(remembered(ctx, looker, most).await?.unwrap_or_default())
}

/// The same; none where they do not want it remembered.
async fn remembered(
    ctx: &Ctx,
    looker: &Looker,
    most: usize,
) -> Result<Option<Vec<ListingId>>, Incident> {
    let Some(account) = looker.actor.account() else {
        return Ok(match &looker.cookie {
            SeenCookie::Off => None,
            SeenCookie::Kept(listings) => Some(listings.iter().copied().take(most).collect()),
        });
    };
    // before what is written: a look that is being written is still here
    let mut latest: Vec<ListingId> = ctx.seen.of(account).into_iter().map(|(_, id)| id).collect();
    let row = sqlx::query!(
        r#"select a.keeps_seen,
                  array(select s.listing_id from seen_listings s where s.account_id = a.id
                        order by s.seen_at desc, s.listing_id limit $2) as "listings!"
           from accounts a where a.id = $1"#,
        account.0,
        i64::try_from(most)?,
    )
    .fetch_optional(&ctx.db)
    .await?;
    let Some(row) = row.filter(|row| row.keeps_seen) else {
        return Ok(None);
    };
    for id in row.listings.into_iter().map(ListingId) {
        if !latest.contains(&id) {
            latest.push(id);
        }
    }
    latest.truncate(most);
    Ok(Some(latest))
}

/// The page of what one looked at. Everybody may see their own.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn seen_page(ctx: &Ctx, looker: &Looker) -> Result<SeenPage, Failure<Refusal>> {
    let remembered = remembered(ctx, looker, MOST_KEPT).await?;
    let kept = remembered.is_some();
    let listings = remembered.unwrap_or_default();
    let cards = cards(ctx, &[&listings]).await?.pop().unwrap_or_default();
    Ok(SeenPage { cards, kept })
}

/// Forgets what an account looked at.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn clear(ctx: &Ctx, actor: &Actor) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    let _writing = ctx.seen.writing.lock().await;
    sqlx::query!("delete from seen_listings where account_id = $1", account.0)
        .execute(&ctx.db)
        .await?;
    ctx.seen.forget(account);
    Ok(())
}

/// Switches remembering on or off. Off, what was kept is forgotten too.
///
/// # Errors
/// *Sign in* to those without an account.
pub async fn remember(ctx: &Ctx, actor: &Actor, on: bool) -> Result<(), Failure<Refusal>> {
    let account = own(actor)?;
    sqlx::query!(
        "update accounts set keeps_seen = $2 where id = $1",
        account.0,
        on
    )
    .execute(&ctx.db)
    .await?;
    if on { Ok(()) } else { clear(ctx, actor).await }
}

/// A stranger became somebody: what their browser remembered is theirs from now on. A wish not
/// to be remembered counts for a guest; a member has said so themselves, or not.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn take_over(
    tx: &mut Tx,
    account: AccountId,
    cookie: &SeenCookie,
) -> Result<(), Incident> {
    let now = tx.now();
    match cookie {
        SeenCookie::Off => {
            sqlx::query!(
                "update accounts set keeps_seen = false where id = $1 and kind = 'guest'",
                account.0
            )
            .execute(tx.sql())
            .await?;
        }
        SeenCookie::Kept(listings) if listings.is_empty() => {}
        SeenCookie::Kept(listings) => {
            let listings: Vec<Uuid> = listings.iter().map(|id| id.0).collect();
            sqlx::query!(
                "insert into seen_listings (account_id, listing_id, seen_at)
                 select a.id, l.id, $3::timestamptz - n.place * interval '1 second'
                 from unnest($2::uuid[]) with ordinality as n (listing_id, place)
                 join accounts a on a.id = $1 and a.keeps_seen
                 join listings l on l.id = n.listing_id
                 on conflict (account_id, listing_id) do nothing",
                account.0,
                &listings,
                now,
            )
            .execute(tx.sql())
            .await?;
            bound(tx, &[account.0]).await?;
        }
    }
    Ok(())
}

/// A guest signed in: what they looked at goes to the member, where the member keeps such things.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn merge(tx: &mut Tx, from: AccountId, into: AccountId) -> Result<(), Incident> {
    sqlx::query!(
        "insert into seen_listings (account_id, listing_id, seen_at)
         select a.id, s.listing_id, s.seen_at
         from seen_listings s join accounts a on a.id = $2 and a.keeps_seen
         where s.account_id = $1
         on conflict (account_id, listing_id)
         do update set seen_at = greatest(seen_listings.seen_at, excluded.seen_at)",
        from.0,
        into.0,
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!("delete from seen_listings where account_id = $1", from.0)
        .execute(tx.sql())
        .await?;
    bound(tx, &[into.0]).await
}

fn own(actor: &Actor) -> Result<AccountId, Failure<Refusal>> {
    let account = account_of(actor)?;
    permit(actor, Action::UseAccount(account)).map_err(denied)?;
    Ok(account)
}
