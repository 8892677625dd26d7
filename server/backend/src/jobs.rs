//! Work to be done later: written in the business transaction, done at least once.
//!
//! A deadline is a job whose handler looks at the stage again, so that one that comes too
//! late, or twice, does nothing. A job that fails is tried again with growing pauses, and
//! after [`Job::most_attempts`] lies dead where staff can see it; what goods and money wait for is
//! taken up again by `platform::sweep`.

mod state;

pub(crate) use state::take_up;
pub use state::{DeadJob, JobCounts, counts, dead, revive, revive_one};

use crate::{
    ctx::{Ctx, Tx, column},
    failure::{Failure, Incident},
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::{
        AccountId, BulkEditId, CardRefundId, CheckoutId, ConfirmationId, ImportId, LayoutId,
        ListingId, NoticeId, OfferId, OrderId, ParcelId, PaymentId, PayoutId, ShopId,
    },
    money::reconciliation::Provider,
};
use serde::{Deserialize, Deserializer, Serialize};

/// Tries before a job is given up: a good hour.
pub const MOST_ATTEMPTS: i32 = 12;
/// Tries before a notice is not sent by e-mail any more: three days, for a mail server may be away.
const NOTICE_ATTEMPTS: i32 = 76;

/// Everything that can be put off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Give the goods of unpaid checkouts back that were placed together.
    ExpireCheckout {
        #[serde(alias = "checkout", deserialize_with = "one_or_many")]
        checkouts: Vec<CheckoutId>,
    },
    /// Confirm receipt where the buyer has not said anything.
    ConfirmOrder { order: OrderId },
    /// Ask the carrier about a parcel whose scans may not have come.
    AskCarrier { parcel: ParcelId },
    /// Ask the gateway about a payment whose message has not come.
    CheckPayment { payment: PaymentId },
    /// Capture or void what the gateway holds for us.
    FinishPayment { payment: PaymentId },
    /// Compare the statements of the days that are over with our books.
    Reconcile { provider: Provider },
    /// Pay a shop's balance to its bank, if it is its turn.
    PayShop { shop: ShopId },
    /// Hand a payout to the bank, or ask how it ended.
    FollowPayout { payout: PayoutId },
    /// Hand money that goes back to card or bank to the gateway, or ask how that ended.
    FollowCardRefund { refund: CardRefundId },
    /// Put a listing on the shelf at the time that was set for it.
    PublishListing { listing: ListingId },
    /// Change many listings, or take such a change back.
    RunBulkEdit { edit: BulkEditId },
    /// Bring the goods of a checked file into a shop, or take them back.
    RunImport { import: ImportId },
    /// Begin or end a shop's campaign.
    TurnLayout { layout: LayoutId },
    /// Tell those who follow goods that an offer begins or ends.
    TurnOffer { offer: OfferId },
    /// Send a notice by e-mail too.
    MailNotice { notice: NoticeId },
    /// Tell those who wish for a thing what is new about it.
    TellWishers { listing: ListingId },
    /// Tell a shop's people of what of a listing runs low.
    WatchStock { listing: ListingId },
    /// Send the link by which a forgotten password is replaced.
    MailReset { account: AccountId },
    /// Send the code that confirms a large sum.
    MailCode { confirmation: ConfirmationId },
    /// Forget what was good for a time, long after it.
    ForgetExpired,
    /// Run the audit for the desk.
    CheckBooks,
    /// Arm again what stands open and has no job that would see to it.
    Sweep,
}

impl Job {
    /// Tries before it is given up. Links and codes are not good for so long that a letter with
    /// one would be worth more.
    fn most_attempts(&self) -> i32 {
        match self {
            Self::MailNotice { .. } => NOTICE_ATTEMPTS,
            _ => MOST_ATTEMPTS,
        }
    }

    /// Two pending jobs of one kind with the same key are one.
    fn key(&self) -> String {
        match self {
            Self::ExpireCheckout { checkouts } => checkouts
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
            Self::ConfirmOrder { order } => order.to_string(),
            Self::AskCarrier { parcel } => parcel.to_string(),
            Self::CheckPayment { payment } => payment.to_string(),
            Self::FinishPayment { payment } => payment.to_string(),
            Self::Reconcile { provider } => provider.to_string(),
            Self::PayShop { shop } => shop.to_string(),
            Self::FollowPayout { payout } => payout.to_string(),
            Self::FollowCardRefund { refund } => refund.to_string(),
            Self::PublishListing { listing } => listing.to_string(),
            Self::RunBulkEdit { edit } => edit.to_string(),
            Self::RunImport { import } => import.to_string(),
            Self::TurnLayout { layout } => layout.to_string(),
            Self::TurnOffer { offer } => offer.to_string(),
            Self::MailNotice { notice } => notice.to_string(),
            Self::TellWishers { listing } | Self::WatchStock { listing } => listing.to_string(),
            Self::MailReset { account } => account.to_string(),
            Self::MailCode { confirmation } => confirmation.to_string(),
            Self::ForgetExpired | Self::CheckBooks | Self::Sweep => String::new(),
        }
    }
}

/// Jobs that were written before named one.
fn one_or_many<'de, D: Deserializer<'de>>(named: D) -> Result<Vec<CheckoutId>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Named {
        One(CheckoutId),
        Many(Vec<CheckoutId>),
    }
    Ok(match Named::deserialize(named)? {
        Named::One(checkout) => vec![checkout],
        Named::Many(checkouts) => checkouts,
    })
}

impl Tx {
    /// Puts work off until `run_at`, if and only if this transaction commits.
    ///
    /// # Errors
    /// An incident when the database cannot take it.
    pub async fn schedule(&mut self, job: &Job, run_at: DateTime<Utc>) -> Result<(), Incident> {
        self.schedule_many(std::slice::from_ref(job), run_at).await
    }

    /// Puts many jobs off, no two of which are one, in one statement.
    ///
    /// # Errors
    /// An incident when the database cannot take it.
    pub async fn schedule_many(
        &mut self,
        jobs: &[Job],
        run_at: DateTime<Utc>,
    ) -> Result<(), Incident> {
        let payloads = jobs
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<Vec<_>, _>>()?;
        let now = self.now();
        sqlx::query!(
            "insert into jobs (kind, payload, key, run_at, created_at)
             select j.payload ->> 'kind', j.payload, j.key, $3, $4
             from unnest($1::jsonb[], $2::text[]) as j (payload, key)
             on conflict (kind, key) where done_at is null and dead_at is null
             do update set run_at = excluded.run_at, attempts = 0",
            &payloads,
            &column(jobs, Job::key),
            run_at,
            now,
        )
        .execute(self.sql())
        .await?;
        Ok(())
    }
}

/// How long a worker may take over a job before another takes it up.
pub const LEASE: Duration = Duration::seconds(60);

/// Does the job that has been due longest, if there is one.
///
/// The job is leased, not locked: its `run_at` moves ahead and is committed before the work
/// starts, so that a killed worker's job comes up again by itself, and the work may itself
/// schedule the same job anew, which sets its attempts back and keeps it alive: whoever took it up
/// ends it only while nobody has scheduled it or taken it up since.
///
/// # Errors
/// An incident when the database cannot be reached; a job's own failure is recorded on it.
pub async fn run_next(ctx: &Ctx) -> Result<bool, Incident> {
    let now = ctx.now();
    let Some(row) = sqlx::query!(
        "update jobs set run_at = $2, attempts = attempts + 1
         where id = (select id from jobs
                     where done_at is null and dead_at is null and run_at <= $1
                     order by run_at for update skip locked limit 1)
         returning id, payload, attempts, run_at",
        now,
        now + LEASE,
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        return Ok(false);
    };
    let (most_attempts, outcome) = match serde_json::from_value::<Job>(row.payload) {
        Ok(job) => (job.most_attempts(), perform(ctx, &job).await),
        Err(unreadable) => (MOST_ATTEMPTS, Err(unreadable.into())),
    };
    match outcome {
        Ok(()) => {
            sqlx::query!(
                "update jobs set done_at = $4 where id = $1 and attempts = $2 and run_at = $3",
                row.id,
                row.attempts,
                row.run_at,
                now,
            )
            .execute(&ctx.db)
            .await?;
        }
        Err(incident) => {
            tracing::warn!(job = row.id, attempts = row.attempts, %incident, "a job failed");
            let again = now + pause_after(row.attempts);
            let dead = (row.attempts >= most_attempts).then_some(now);
            sqlx::query!(
                "update jobs set last_error = $4, run_at = $5, dead_at = $6
                 where id = $1 and attempts = $2 and run_at = $3",
                row.id,
                row.attempts,
                row.run_at,
                incident.to_string(),
                again,
                dead,
            )
            .execute(&ctx.db)
            .await?;
        }
    }
    Ok(true)
}

/// The pause after so many tries: it doubles, up to a good hour.
fn pause_after(attempts: i32) -> Duration {
    Duration::seconds(1 << attempts.clamp(1, 12))
}

/// Does everything that is due now. Returns how many jobs were taken up.
///
/// # Errors
/// An incident when the database cannot be reached.
pub async fn run_due(ctx: &Ctx) -> Result<u32, Incident> {
    let mut count = 0;
    while run_next(ctx).await? {
        count += 1;
    }
    Ok(count)
}

async fn perform(ctx: &Ctx, job: &Job) -> Result<(), Incident> {
    match job {
        Job::ExpireCheckout { checkouts } => {
            let mut ended = Ok(());
            for checkout in checkouts {
                // One that fails is tried again beside the others, which are closed by then.
                let expired = crate::trade::checkout::expire(ctx, *checkout).await;
                ended = ended.and(settle(expired));
            }
            ended
        }
        Job::ConfirmOrder { order } => {
            settle(crate::trade::order::confirm_by_clock(ctx, *order).await)
        }
        Job::AskCarrier { parcel } => crate::trade::shipping::ask_carrier(ctx, *parcel).await,
        Job::CheckPayment { payment } => {
            settle(crate::money::payment::check_with_gateway(ctx, *payment).await)
        }
        Job::FinishPayment { payment } => {
            settle(crate::money::payment::finish(ctx, *payment).await)
        }
        Job::Reconcile { provider } => crate::money::reconciliation::run(ctx, *provider).await,
        Job::PayShop { shop } => crate::money::payout::pay_shop(ctx, *shop).await,
        Job::FollowPayout { payout } => crate::money::payout::follow(ctx, *payout).await,
        Job::FollowCardRefund { refund } => crate::money::card_refund::follow(ctx, *refund).await,
        Job::PublishListing { listing } => {
            settle(crate::trade::catalog::schedule::publish_by_clock(ctx, *listing).await)
        }
        Job::RunBulkEdit { edit } => settle(crate::trade::catalog::bulk::run(ctx, *edit).await),
        Job::RunImport { import } => settle(crate::trade::import::history::run(ctx, *import).await),
        Job::TurnLayout { layout } => crate::trade::shop::layout::turn(ctx, *layout).await,
        Job::TurnOffer { offer } => crate::trade::price::turn_offer(ctx, *offer).await,
        Job::MailNotice { notice } => {
            crate::platform::notification::mail_notice(ctx, *notice).await
        }
        Job::TellWishers { listing } => crate::trade::wishlist::tell_wishers(ctx, *listing).await,
        Job::WatchStock { listing } => crate::trade::stock::low::watch(ctx, *listing).await,
        Job::MailReset { account } => crate::trust::account::mail_reset(ctx, *account).await,
        Job::MailCode { confirmation } => {
            crate::money::confirmation::mail_code(ctx, *confirmation).await
        }
        Job::ForgetExpired => crate::platform::expiry::forget(ctx).await,
        Job::CheckBooks => crate::platform::audit::keep(ctx).await,
        Job::Sweep => crate::platform::sweep::arm(ctx).await,
    }
}

/// A deadline that finds nothing left to do is done; only incidents are tried again.
fn settle<T, E: std::fmt::Debug>(outcome: Result<T, Failure<E>>) -> Result<(), Incident> {
    match outcome {
        Err(Failure::Incident(incident)) => Err(incident),
        Err(other) => {
            tracing::debug!(?other, "a deadline came to nothing");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_job_that_was_written_before_names_one_checkout() {
        let checkouts = vec![CheckoutId(Uuid::nil())];
        let job = Job::ExpireCheckout { checkouts };
        let now = serde_json::to_value(&job).expect("written");
        assert_eq!(now["checkouts"].as_array().map(Vec::len), Some(1));
        let before = serde_json::json!({"kind": "expire_checkout", "checkout": Uuid::nil()});
        for written in [now, before] {
            assert_eq!(serde_json::from_value::<Job>(written).expect("read"), job);
        }
    }

    #[test]
    fn a_notice_outlasts_a_mail_server_that_is_away_and_a_link_does_not() {
        let tried_for = |job: &Job| {
            let pauses = (1..job.most_attempts()).map(pause_after);
            pauses.fold(Duration::zero(), |all, pause| all + pause)
        };
        let id = Uuid::nil();
        let notice = tried_for(&Job::MailNotice {
            notice: NoticeId(id),
        });
        assert!((Duration::days(3)..Duration::days(4)).contains(&notice));
        for letter in [
            Job::MailReset {
                account: AccountId(id),
            },
            Job::MailCode {
                confirmation: ConfirmationId(id),
            },
        ] {
            let letter = tried_for(&letter);
            assert!((Duration::hours(1)..Duration::hours(2)).contains(&letter));
        }
        assert_eq!(pause_after(1), Duration::seconds(2));
        assert_eq!(pause_after(NOTICE_ATTEMPTS), Duration::seconds(4_096));
    }
}
