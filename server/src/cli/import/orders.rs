//! `longtail import orders`: the orders that shops had in another market, as history.

use super::{How, Trouble, file_name, print_columns, print_issues, read, told};
use clap::Args;
use longtail::{
    actor::Actor,
    trade::past::{PastReport, PastTotals, Source},
};
use longtail_backend::{
    Ctx, Failure,
    trade::past::{self, Folder, History},
};
use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

#[derive(Args)]
pub struct Orders {
    /// Whose export the folder is: olist.
    #[arg(long)]
    format: Source,
    /// Whose shop a seller's orders are, the shop by its slug: --shop-of 9f505651f4a6=tea. Given
    /// again, a seller's history moves to that shop. The others' is kept for later.
    #[arg(long, value_name = "SELLER=SHOP", value_parser = pair)]
    shop_of: Vec<(String, String)>,
    /// The same from a table with the columns seller and shop.
    #[arg(long, value_name = "FILE")]
    shops: Option<PathBuf>,
    #[command(flatten)]
    how: How,
    /// The folder with the export's files.
    folder: PathBuf,
}

fn pair(typed: &str) -> Result<(String, String), String> {
    match typed.split_once('=') {
        Some((seller, shop)) if !seller.trim().is_empty() && !shop.trim().is_empty() => {
            Ok((seller.trim().to_owned(), shop.trim().to_owned()))
        }
        _ => Err("write it as SELLER=SHOP".to_owned()),
    }
}

impl Orders {
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let mut pairs = self.shop_of;
        if let Some(file) = &self.shops {
            let table = past::pairs(&file_name(file), &read(file).await?);
            pairs.extend(table.map_err(|why| told(Failure::Refused(why)))?);
        }
        let shops = past::shops_named(ctx, &Actor::System, &pairs)
            .await
            .map_err(told)?;
        let folder = Folder::open(&self.folder, self.format)?;
        let history = History {
            source: self.format,
            folder: &folder,
            shops: &shops,
            dry_run: self.how.dry_run,
        };
        let shown = std::io::stderr().is_terminal();
        let progress = &mut |done, total| {
            if shown {
                eprint!("\r{done} of {total}");
                std::io::stderr().flush().ok();
            }
        };
        let report = past::bring_in(ctx, &Actor::System, &history, progress)
            .await
            .map_err(told)?;
        if shown {
            eprintln!();
        }
        if self.how.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            print_report(&report);
        }
        Ok(match report.error_rows() {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        })
    }
}

fn print_report(report: &PastReport) {
    for file in &report.files {
        println!(
            "{} ({}): {} rows = {} taken + {} errors",
            file.name,
            file.encoding.name(),
            file.rows,
            file.taken,
            file.error_rows
        );
        print_columns(&file.columns);
        print_issues(&file.issues);
    }
    for file in &report.unread {
        println!("{}: not opened ({})", file.name, <&str>::from(file.why));
    }
    let would = if report.dry_run { "would be " } else { "" };
    println!(
        "{} orders: {} {would}created, {} {would}updated, {} unchanged; {} left out",
        report.totals.orders, report.created, report.updated, report.unchanged, report.left_out
    );
    print_totals(&report.totals);
    println!(
        "{} of {} sellers have a shop here; the history of the others is kept for when they do",
        report.sellers_with_shop, report.totals.sellers
    );
    for seller in &report.unknown_sellers {
        println!("  nothing is known of the seller {seller}");
    }
}

fn print_totals(totals: &PastTotals) {
    for (stage, count) in &totals.stages {
        println!("  {count} {}", <&str>::from(*stage));
    }
    println!(
        "  {} lines: goods {}, postage {}; {} payments: {}",
        totals.lines, totals.goods, totals.postage, totals.payments, totals.paid
    );
    println!(
        "  {} orders without lines, {} without payments, {} of several sellers, {} came late",
        totals.without_lines, totals.without_payments, totals.of_several_sellers, totals.late
    );
    println!(
        "  paid as billed: {} of {}; the largest difference is {}",
        totals.agreeing, totals.comparable, totals.largest_difference
    );
    for largest in &totals.largest_sellers {
        let shop = if largest.has_shop {
            ""
        } else {
            " (without a shop)"
        };
        println!("  seller {}: {}{shop}", largest.seller, largest.goods);
    }
}
