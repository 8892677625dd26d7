//! Jobs that nobody is going to do any more, and the sweep that arms them again.

use super::world::World;
use crate::{failure::Incident, jobs::MOST_ATTEMPTS, platform::sweep};

impl World {
    /// A job that goods, buyers or shops wait for is lost, or was given up through an outage.
    ///
    /// # Errors
    /// An incident when the market cannot be reached although nothing disturbs it.
    pub async fn lose_a_job(&mut self) -> Result<(), Incident> {
        let waiting: Vec<(String, Vec<i64>)> = sqlx::query_as(
            "select kind, array_agg(id order by id) from jobs
             where kind = any($1) and done_at is null and dead_at is null
             group by kind order by kind",
        )
        .bind(&sweep::KINDS[..])
        .fetch_all(&self.ctx.db)
        .await?;
        // Any kind as often as another: of some there are few, and not for long.
        let Some((_, jobs)) = self.dice.pick(&waiting) else {
            return Ok(());
        };
        let Some(job) = self.dice.pick(jobs).copied() else {
            return Ok(());
        };
        if self.dice.one_in(2) {
            sqlx::query("delete from jobs where id = $1")
                .bind(job)
                .execute(&self.ctx.db)
                .await?;
            self.count("jobs lost");
        } else {
            sqlx::query(
                "update jobs set dead_at = $2, attempts = $3, last_error = 'nobody answers' where id = $1",
            )
            .bind(job)
            .bind(self.ctx.now())
            .bind(MOST_ATTEMPTS)
            .execute(&self.ctx.db)
            .await?;
            self.count("jobs given up");
        }
        Ok(())
    }

    /// The sweep comes at a moment that is not its own, as when a server starts.
    pub async fn sweep(&mut self) {
        let ctx = self.ctx.clone();
        self.by_one_or_two(|| sweep::arm(&ctx)).await;
        self.count("swept");
    }
}
