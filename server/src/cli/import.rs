//! `longtail import products`: goods from another shop's export.

use super::Trouble;
use clap::{Args, Subcommand};
use longtail::{
    actor::Actor,
    trade::{
        catalog::SavedHow,
        import::{Format, ImportReport},
    },
};
use longtail_backend::{
    Ctx, Failure,
    trade::import::{self, Order, Pictures},
};
use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

/// Goods from a file.
#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Bring the products of a CSV file into a shop. The same file twice changes nothing.
    /// Exits with 1 when a row could not be brought in.
    Products(Products),
}

#[derive(Args)]
struct Products {
    /// Whose export it is: shopify or vendure.
    #[arg(long)]
    format: Format,
    /// The shop, as its address names it: /shops/<slug>.
    #[arg(long)]
    shop: String,
    /// A folder with the pictures that the file names.
    #[arg(long)]
    images: Option<PathBuf>,
    /// A category for everything in the file, by its slug. Without it each product's type,
    /// tags and facets are looked for in the tree.
    #[arg(long)]
    category: Option<String>,
    /// Fetch pictures that the file gives by address and that are not in the folder.
    #[arg(long)]
    fetch: bool,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
    /// The CSV file.
    file: PathBuf,
}

impl Import {
    /// # Errors
    /// When the file or the shop cannot be read.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let What::Products(products) = self.what;
        products.run(ctx).await
    }
}

impl Products {
    async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let file = tokio::fs::read(&self.file).await.map_err(|error| {
            Trouble::new(format!("{} cannot be read: {error}", self.file.display()))
        })?;
        let mut pictures = match &self.images {
            Some(folder) => Pictures::in_folder(folder)?,
            None => Pictures::default(),
        };
        if self.fetch {
            pictures = pictures.with_fetching()?;
        }
        let shop = import::shop_named(ctx, &self.shop)
            .await
            .map_err(|failure| match failure {
                Failure::NotFound => Trouble::new(format!(
                    "there is no shop “{}”; open one first, or look at its address",
                    self.shop
                )),
                other => told(other),
            })?;
        let category = match &self.category {
            Some(slug) => Some(import::category_named(ctx, slug).await.map_err(told)?),
            None => None,
        };
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let order = Order {
            shop,
            format: self.format,
            file_name: &name,
            file: &file,
            pictures: &pictures,
            category,
            dry_run: self.dry_run,
        };
        let shown = std::io::stderr().is_terminal();
        let report = import::import_file(ctx, &Actor::System, &order, &mut |done, total| {
            if shown {
                eprint!("\r{done} of {total} products");
                std::io::stderr().flush().ok();
            }
        })
        .await
        .map_err(told)?;
        if shown {
            eprintln!();
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            print_report(&report);
        }
        Ok(if report.error_rows == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// A refusal as a sentence.
fn told<E: std::fmt::Display + std::fmt::Debug>(failure: Failure<E>) -> Trouble {
    match failure {
        Failure::Refused(refusal) => Trouble::new(refusal.to_string()),
        Failure::Incident(incident) => incident,
        other => Trouble::new(format!("{other:?}")),
    }
}

fn print_report(report: &ImportReport) {
    let would = if report.dry_run { "would be " } else { "" };
    println!(
        "{}: {} rows = {} variants + {} pictures + {} errors",
        report.file_name, report.rows, report.variant_rows, report.picture_rows, report.error_rows
    );
    println!(
        "{} products: {} {would}created, {} {would}updated, {} unchanged, {} not brought in; {} pictures",
        report.products.len(),
        report.count(Some(SavedHow::Created)),
        report.count(Some(SavedHow::Updated)),
        report.count(Some(SavedHow::Unchanged)),
        report.count(None),
        report.pictures(),
    );
    for issue in &report.issues {
        let kind = if issue.error { "error" } else { "note" };
        let column = match &issue.column {
            Some(column) => format!(", {column}"),
            None => String::new(),
        };
        println!(
            "  row {}{column} ({}): {kind}: {}",
            issue.row, issue.product, issue.trouble
        );
    }
}
