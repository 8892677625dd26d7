//! `longtail bench audit`: how long the audit takes over very many orders.
//!
//! The orders are written by statements over whole tables, with what most orders leave behind:
//! payments, transfers, escrow, stock movements, parcels, invoices, and for some of them each of
//! the rest: lower prices, added tax, refunds, money back to cards, withdrawals, deposits, fees.
//! Constraints are on, so what is written is what the market itself could have written; every
//! proof of the audit looks at some of it.

use super::{Report, Sample, Trouble, market::own_market, rounded};
use crate::config::Config;
use clap::Args;
use longtail_backend::{Ctx, platform::audit};
use std::time::Instant;

const CONNECTIONS: u32 = 2;

/// What is the same for all: people, shops, goods, prices. Its `fill.tally` has a row for each
/// order, from which all else is written.
const MARKET: &str = include_str!("audit/market.sql");
/// The orders and their documents.
const ORDERS: &str = include_str!("audit/orders.sql");
/// What the orders move: stock and money.
const MOVEMENTS: &str = include_str!("audit/movements.sql");

/// Of the transactions that fill, and of no other: should the machine go down, it is filled again.
/// Whole tables are sorted and joined, and no statement is worth being compiled.
const FOR_FILLING: &str = "set local synchronous_commit = off;
                           set local work_mem = '256MB';
                           set local jit = off";

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

    /// What refers to nothing of the other is written at the same time, over a connection each.
    async fn fill(&self, ctx: &Ctx) -> Result<(), Trouble> {
        self.write(ctx, MARKET).await?;
        tokio::try_join!(self.write(ctx, ORDERS), self.write(ctx, MOVEMENTS))?;
        sqlx::raw_sql("drop schema fill cascade")
            .execute(&ctx.db)
            .await?;
        Ok(())
    }

    /// Carries statements out in one transaction.
    async fn write(&self, ctx: &Ctx, statements: &str) -> Result<(), Trouble> {
        let sql = statements.replace(":orders", &self.orders.to_string());
        let mut tx = ctx.db.begin().await?;
        sqlx::raw_sql(FOR_FILLING).execute(&mut *tx).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use longtail_backend::{MIGRATIONS, testing::TestMarket};
    use sqlx::PgPool;

    #[sqlx::test(migrator = "MIGRATIONS")]
    async fn every_proof_looks_at_rows_and_all_agree(db: PgPool) -> Result<(), Trouble> {
        let market = TestMarket::new(db);
        AuditBench { orders: 2_000 }.fill(&market.ctx).await?;
        let report = audit::run(&market.ctx).await?;
        assert!(report.is_clean(), "{:?}", report.findings);
        let mut proofs = report.checked.iter();
        assert!(proofs.all(|(_, rows)| *rows > 0), "{:?}", report.checked);
        Ok(())
    }
}
