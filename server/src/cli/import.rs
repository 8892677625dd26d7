//! `longtail import`: goods, stock, categories and what they ask, and earlier orders, from files.

mod orders;
mod preview;
mod specs;
#[cfg(test)]
mod tests;

use super::Trouble;
use clap::{Args, Subcommand};
use longtail::{
    actor::Actor,
    id::ShopId,
    trade::import::{Becomes, ColumnUse, Format, ImportReport, RowIssue},
};
use longtail_backend::{
    Ctx, Failure,
    trade::{
        catalog::category,
        import::{self, Order, Pictures, Renames},
    },
};
use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
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
    /// Bring the products of a file into a shop. The same file twice changes nothing; one that
    /// was cut short goes on where it stopped. A dry run shows what each column and category of
    /// the file becomes. Exits with 1 when a row could not be brought in.
    Products(Products),
    /// Count a shop's shelves: a file of SKUs or barcodes, quantities, and perhaps prices.
    /// Nothing else is touched. Exits with 1 when a row could not be counted.
    Stock(Stock),
    /// Bring in a category tree: a line a path, such as Google's taxonomy, or the collections of
    /// Vendure's initial data.
    Categories(Categories),
    /// Bring in what categories ask of their goods: a TOML file of specifications, all of it or
    /// nothing. The same file twice changes nothing. Exits with 1 when something cannot be taken.
    Specs(specs::Specs),
    /// Bring in the orders that shops had in another market, as history: no money, no stock and
    /// no notice follows from them. The same export twice changes nothing. Exits with 1 when a
    /// row could not be brought in.
    Orders(orders::Orders),
}

#[derive(Args)]
struct Products {
    /// What the file is: longtail, shopify, woocommerce, taobao, google_xml, google_tsv or
    /// vendure. Without it, found by looking.
    #[arg(long)]
    format: Option<Format>,
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
    /// Where the goods of one of the file's categories go, by the slug of a category here:
    /// --place "Clothing > Tops=shirts". Remembered for the shop's next file. With nothing before
    /// the sign, goods that say no category are meant.
    #[arg(
        long,
        value_name = "WORDS=CATEGORY",
        value_parser = placed,
        conflicts_with = "category"
    )]
    place: Vec<(String, String)>,
    /// What a heading stands for that the format does not know: --column "Preis=variant price".
    #[arg(long, value_name = "HEADING=COLUMN", value_parser = renamed)]
    column: Vec<(String, String)>,
    /// Fetch pictures that the file gives by address and that are not in the folder.
    #[arg(long)]
    fetch: bool,
    #[command(flatten)]
    how: How,
    /// The file.
    file: PathBuf,
}

#[derive(Args)]
struct Stock {
    /// The shop, as its address names it: /shops/<slug>.
    #[arg(long)]
    shop: String,
    #[command(flatten)]
    how: How,
    /// The file.
    file: PathBuf,
}

#[derive(Args)]
struct Categories {
    /// The file: `Home & Garden > Kitchen` on a line, perhaps with a number before it; or JSON with
    /// `collections`.
    file: PathBuf,
}

#[derive(Args)]
struct How {
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
}

fn renamed(typed: &str) -> Result<(String, String), String> {
    let (heading, column) = typed.split_once('=').ok_or("write it as HEADING=COLUMN")?;
    Ok((heading.trim().to_owned(), column.trim().to_lowercase()))
}

/// A path of the file may have a sign in it; a slug has none.
fn placed(typed: &str) -> Result<(String, String), String> {
    match typed.rsplit_once('=') {
        Some((words, slug)) if !slug.trim().is_empty() => {
            Ok((words.trim().to_owned(), slug.trim().to_owned()))
        }
        _ => Err("write it as WORDS=CATEGORY, the category by its slug".to_owned()),
    }
}

impl Import {
    /// # Errors
    /// When the file or the shop cannot be read.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        match self.what {
            What::Products(products) => products.run(ctx).await,
            What::Stock(stock) => stock.run(ctx).await,
            What::Categories(categories) => categories.run(ctx).await,
            What::Specs(specs) => specs.run(ctx).await,
            What::Orders(orders) => orders.run(ctx).await,
        }
    }
}

impl Products {
    async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let (report, places) = self.bring(ctx).await?;
        self.how.tell(&report, &places)
    }

    /// The report, and lines about the file's categories.
    async fn bring(&self, ctx: &Ctx) -> Result<(ImportReport, Vec<String>), Trouble> {
        let file = read(&self.file).await?;
        let mut pictures = match &self.images {
            Some(folder) => Pictures::in_folder(folder)?,
            None => Pictures::default(),
        };
        if self.fetch {
            pictures = pictures.with_fetching()?;
        }
        let category = match &self.category {
            Some(slug) => Some(import::category_named(ctx, slug).await.map_err(told)?),
            None => None,
        };
        let mut places = Vec::new();
        for (words, slug) in &self.place {
            let category = import::category_named(ctx, slug).await.map_err(told)?;
            places.push((words.clone(), category));
        }
        let renames = self.column.iter().cloned().collect();
        let order = Order {
            shop: shop_named(ctx, &self.shop).await?,
            format: self.format,
            file_name: &file_name(&self.file),
            file: &file,
            pictures: &pictures,
            category,
            places: &places,
            renames: &renames,
            import: None,
            leased: false,
            dry_run: self.how.dry_run,
        };
        let report = self.how.bring_in(ctx, &order).await?;
        let mut lines = Vec::new();
        if self.how.dry_run {
            let tree = category::categories(ctx).await.map_err(told)?;
            let for_all = self.category.as_deref();
            let places = report.places.iter();
            lines.extend(places.map(|place| preview::place(place, &tree, for_all)));
        }
        lines.extend(preview::unsaid(&self.place, &report.places));
        Ok((report, lines))
    }
}

impl Stock {
    async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let file = read(&self.file).await?;
        let order = Order {
            shop: shop_named(ctx, &self.shop).await?,
            format: Some(Format::Stock),
            file_name: &file_name(&self.file),
            file: &file,
            pictures: &Pictures::default(),
            category: None,
            places: &[],
            renames: &Renames::new(),
            import: None,
            leased: false,
            dry_run: self.how.dry_run,
        };
        let report = self.how.bring_in(ctx, &order).await?;
        self.how.tell(&report, &[])
    }
}

impl Categories {
    async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let file = read(&self.file).await?;
        let text = String::from_utf8(file)
            .map_err(|_| Trouble::new(format!("{} is not UTF-8 text", self.file.display())))?;
        let added = import::categories(ctx, &Actor::System, &text)
            .await
            .map_err(told)?;
        println!(
            "{} lines: {} categories are new, {} were there.",
            added.lines, added.created, added.known
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl How {
    /// Brings the file in, or tells what would be, with its progress on a terminal.
    async fn bring_in(&self, ctx: &Ctx, order: &Order<'_>) -> Result<ImportReport, Trouble> {
        let shown = std::io::stderr().is_terminal();
        let progress = &mut |done, total| {
            if shown {
                eprint!("\r{done} of {total}");
                std::io::stderr().flush().ok();
            }
        };
        let report = match self.dry_run {
            true => import::import_file(ctx, &Actor::System, order, progress).await,
            false => import::history::bring_in(ctx, order, progress).await,
        }
        .map_err(told)?;
        if shown {
            eprintln!();
        }
        Ok(report)
    }

    /// Prints the report, with lines about the file's categories. The exit code says whether all
    /// rows came in.
    fn tell(&self, report: &ImportReport, places: &[String]) -> Result<ExitCode, Trouble> {
        if self.json {
            println!("{}", serde_json::to_string_pretty(report)?);
        } else {
            print_report(report, places);
        }
        Ok(if report.error_rows == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

async fn read(file: &Path) -> Result<Vec<u8>, Trouble> {
    tokio::fs::read(file)
        .await
        .map_err(|error| Trouble::new(format!("{} cannot be read: {error}", file.display())))
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A shop by its slug, or a sentence that says there is none.
pub(super) async fn shop_named(ctx: &Ctx, slug: &str) -> Result<ShopId, Trouble> {
    import::shop_named(ctx, slug)
        .await
        .map_err(|failure| match failure {
            Failure::NotFound => Trouble::new(format!(
                "there is no shop “{slug}”; open one first, or look at its address"
            )),
            other => told(other),
        })
}

/// A refusal as a sentence.
pub(super) fn told<E: std::fmt::Display + std::fmt::Debug>(failure: Failure<E>) -> Trouble {
    match failure {
        Failure::Refused(refusal) => Trouble::new(refusal.to_string()),
        Failure::Incident(incident) => incident,
        other => Trouble::new(format!("{other:?}")),
    }
}

fn print_report(report: &ImportReport, places: &[String]) {
    let would = if report.dry_run { "would be " } else { "" };
    println!(
        "{} ({}, {}): {} rows = {} variants + {} of products + {} pictures + {} errors",
        report.file_name,
        report.read_as.format.name(),
        report.read_as.encoding.name(),
        report.rows,
        report.variant_rows,
        report.product_rows,
        report.picture_rows,
        report.error_rows
    );
    println!(
        "{} {would}created, {} {would}updated, {} unchanged, {} left out; {} pictures",
        report.created, report.updated, report.unchanged, report.left_out, report.pictures,
    );
    if report.dry_run {
        for used in &report.columns {
            println!("{}", preview::column(used));
        }
    } else {
        print_columns(&report.columns);
    }
    for line in places {
        println!("{line}");
    }
    print_issues(&report.issues);
}

/// Columns that say something and are not taken.
fn print_columns(columns: &[ColumnUse]) {
    for used in columns {
        if let Becomes::Aside(why) = used.becomes
            && used.filled > 0
        {
            println!(
                "  column {} ({} rows): not taken ({})",
                used.heading,
                used.filled,
                <&str>::from(why)
            );
        }
    }
}

fn print_issues(issues: &[RowIssue]) {
    for issue in issues {
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
