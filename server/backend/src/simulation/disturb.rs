//! Ways in which work comes to an end before it is done.

use crate::failure::Incident;
use sqlx::PgPool;
use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

/// What happens to a piece of work.
pub enum Fault {
    None,
    /// It is dropped after having been looked at so often: between two statements, or within
    /// one, as when its process is killed. Each statement takes a look or a few.
    Dropped {
        looks: u32,
    },
    /// Postgres ends every connection after a while, wherever the work is then.
    Severed {
        after: Duration,
    },
}

/// Does the work, unless it takes more looks than it has.
pub async fn cut<F: Future>(work: F, mut looks: u32) -> Option<F::Output> {
    let mut work = pin!(work);
    poll_fn(move |cx| {
        if looks == 0 {
            return Poll::Ready(None);
        }
        looks -= 1;
        work.as_mut().poll(cx).map(Some)
    })
    .await
}

/// Ends all other connections to this database, as a restart of Postgres would.
///
/// # Errors
/// An incident when it cannot be asked to.
pub async fn sever(killer: &PgPool, after: Duration) -> Result<(), Incident> {
    tokio::time::sleep(after).await;
    sqlx::query(
        "select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()",
    )
    .execute(killer)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_takes_more_looks_is_dropped() {
        let work = || async {
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            7
        };
        assert_eq!(cut(work(), 2).await, None);
        assert_eq!(cut(work(), 3).await, Some(7));
    }
}
