//! `longtail bench import`: a catalogue brought into an empty market, every commit durable.
//!
//! It happens in a database of its own, which is dropped afterwards. The limit writes the
//! same lines of the same file into one bare table, as many to a commit.

use super::{Report, Sample, Trouble, market::own_market, rounded};
use crate::config::Config;
use clap::Args;
use longtail_backend::{
    Ctx, Failure,
    trade::import::{Order, Pictures, Renames, history, shop_named},
};
use std::time::{Duration, Instant};

/// Lines of the limit to a commit: about as many as products of two or three rows make.
const LINES: usize = 1250;

/// Brings a file of so many rows in.
#[derive(Args)]
pub struct Import {
    /// Rows of the file; each product has two or three.
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(10..=200_000))]
    rows: u32,
}

impl Import {
    /// What was measured.
    ///
    /// # Errors
    /// When the database cannot be made, or the file does not come in.
    pub async fn run(self, config: &Config) -> Result<Report, Trouble> {
        own_market(config, 8, async |ctx| self.measure(&ctx).await).await
    }

    async fn measure(&self, ctx: &Ctx) -> Result<Report, Trouble> {
        let file = catalogue(self.rows);
        open_shop(ctx).await?;
        let before = resident_mb("VmRSS:");
        let (first, errors) = bring(ctx, &file).await?;
        let resident = resident_mb("VmHWM:");
        let (again, _) = bring(ctx, &file).await?;
        let limit = bare(ctx, &file).await?;
        let seconds = first.took.as_secs_f64();
        let per_s = rounded(f64::from(self.rows) / seconds);
        let limit_per_s = rounded(f64::from(self.rows) / limit.as_secs_f64());
        Ok(Report {
            per_s,
            limit_per_s: Some(limit_per_s),
            ratio: Some(rounded(per_s / limit_per_s)),
            errors,
            ..Report::new("import", &first)
        }
        .with("rows", self.rows)
        .with("seconds", rounded(seconds))
        .with("again_seconds", rounded(again.took.as_secs_f64()))
        .with("file_mb", file.len() as u64 / 1_048_576)
        .with("resident_mb_before", before)
        .with("resident_mb", resident))
    }
}

async fn open_shop(ctx: &Ctx) -> Result<(), Trouble> {
    let shop: longtail::id::ShopId = ctx.new_id();
    sqlx::query(
        "insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
         values ($1, 'bench', 'bazaar', 'open', 'Bench', 800, $2, $2)",
    )
    .bind(shop.0)
    .bind(ctx.now())
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// The time of each batch, and rows that did not come in.
async fn bring(ctx: &Ctx, file: &[u8]) -> Result<(Sample, u64), Trouble> {
    let told = |failure: Failure<longtail::trade::import::ImportError>| {
        Trouble::new(format!("the file did not come in: {failure:?}"))
    };
    let order = Order {
        shop: shop_named(ctx, "bench").await.map_err(told)?,
        format: None,
        file_name: "bench.csv",
        file,
        pictures: &Pictures::default(),
        category: None,
        places: &[],
        renames: &Renames::new(),
        import: None,
        leased: false,
        dry_run: false,
    };
    let mut sample = Sample::default();
    let begun = Instant::now();
    let mut last = begun;
    let report = history::bring_in(ctx, &order, &mut |_, _| {
        sample.times.push(last.elapsed());
        last = Instant::now();
    })
    .await
    .map_err(told)?;
    sample.took = begun.elapsed();
    let lost = u64::from(report.error_rows) + u64::from(!report.adds_up());
    Ok((sample, lost))
}

/// The least: the same lines, as they are.
async fn bare(ctx: &Ctx, file: &[u8]) -> Result<Duration, Trouble> {
    sqlx::query(
        "create table bare (id bigint generated always as identity primary key, line text)",
    )
    .execute(&ctx.db)
    .await?;
    let text = std::str::from_utf8(file)?;
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let begun = Instant::now();
    for batch in lines.chunks(LINES) {
        sqlx::query("insert into bare (line) select unnest($1::text[])")
            .bind(batch)
            .execute(&ctx.db)
            .await?;
    }
    Ok(begun.elapsed())
}

/// As Shopify exports it: products of two and of three variants in turn.
fn catalogue(rows: u32) -> Vec<u8> {
    let mut text = String::from(
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,\
         Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price,\
         Variant Compare At Price,Variant Barcode,Status\n",
    );
    let body = "<p>Thrown by hand and fired twice so that it keeps its colour.</p>".repeat(4);
    let (mut row, mut product) = (0, 0);
    while row < rows {
        product += 1;
        for size in ["Small", "Medium", "Large"]
            .iter()
            .take(2 + product % 2)
            .take((rows - row) as usize)
        {
            row += 1;
            let first = *size == "Small";
            let (title, body, name) = match first {
                true => (
                    format!("Celadon cup number {product}"),
                    body.as_str(),
                    "Size",
                ),
                false => (String::new(), "", ""),
            };
            let words = if first {
                "Kiln,Tableware,\"cup, celadon\",true"
            } else {
                ",,,true"
            };
            text.push_str(&format!(
                "cup-{product},{title},{body},{words},{name},{size},CUP-{row},250,{},deny,{}.50,,,active\n",
                row % 40,
                10 + row % 90,
            ));
        }
    }
    text.into_bytes()
}

/// What this process holds, or has held at most; 0 where the system does not say.
fn resident_mb(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|found| found.strip_prefix(line))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
