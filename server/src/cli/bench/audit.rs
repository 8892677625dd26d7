//! `longtail bench audit`: how long the audit takes over very many orders.
//!
//! The orders are written by statements over whole tables, with what most orders leave behind:
//! payments, transfers, escrow, stock movements, parcels, refunds, invoices, payouts. Constraints
//! are on, so what is written is what the market itself could have written. There are no
//! promotions, added tax, deposits, fees, withdrawals, and no money that goes back to cards.

use super::{Report, Sample, Trouble, market::own_market, rounded};
use crate::config::Config;
use clap::Args;
use longtail_backend::{Ctx, platform::audit};
use std::time::Instant;

const CONNECTIONS: u32 = 2;

/// Each statement of it is about one table. `tally` has a row for each order, from which all of
/// them are written; see `audit/fill.sql`.
const FILL: &str = include_str!("audit/fill.sql");

/// Audits a market of many orders.
#[derive(Args)]
pub struct AuditBench {
    /// Orders there are; for each ten of them a buyer, for each thousand a shop.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..=100_000_000))]
    orders: u32,
}

impl AuditBench {
    /// Every finding is an error: the books were written to agree.
    ///
    /// # Errors
    /// When the market cannot be made ready.
    pub async fn run(self, config: &Config) -> Result<Report, Trouble> {
        own_market(config, CONNECTIONS, async |ctx| self.measure(&ctx).await).await
    }

    async fn measure(&self, ctx: &Ctx) -> Result<Report, Trouble> {
        let filling = Instant::now();
        self.fill(ctx).await?;
        let filled = filling.elapsed();
        sqlx::query("vacuum analyze").execute(&ctx.db).await?;
        let begun = Instant::now();
        let report = audit::run(ctx).await?;
        let took = begun.elapsed();
        for finding in report.findings.iter().take(10) {
            let (proof, subject) = (&finding.proof, &finding.subject);
            eprintln!(
                "{proof}: {subject}: expected {}, found {}",
                finding.expected, finding.found
            );
        }
        let sample = Sample {
            times: vec![took],
            errors: report.findings.len() as u64,
            took,
        };
        let rows: i64 = report.checked.values().sum();
        Ok(Report::new("audit", &sample)
            .with("orders", self.orders)
            .with("rows", rows)
            .with("seconds", rounded(took.as_secs_f64()))
            .with("filled_in_s", rounded(filled.as_secs_f64())))
    }

    /// All over one connection: what the statements share is known to it alone.
    async fn fill(&self, ctx: &Ctx) -> Result<(), Trouble> {
        let mut db = ctx.db.acquire().await?;
        for statement in FILL
            .split(";\n")
            .map(str::trim)
            .filter(|sql| !sql.is_empty())
        {
            let sql = statement.replace(":orders", &self.orders.to_string());
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }
}
