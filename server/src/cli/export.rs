//! `longtail export products`: a shop's goods as a file.

use super::{
    Trouble,
    import::{shop_named, told},
};
use clap::{Args, Subcommand};
use futures::TryStreamExt;
use longtail::{actor::Actor, text::Lang, trade::import::Format};
use longtail_backend::{
    Ctx,
    trade::export::{self, Export as What},
};
use std::{io::Write, path::PathBuf, pin::pin, process::ExitCode};

/// Goods as a file.
#[derive(Args)]
pub struct Export {
    #[command(subcommand)]
    what: Whole,
}

#[derive(Subcommand)]
enum Whole {
    /// Write all goods of a shop, but those that were removed.
    Products(Products),
}

#[derive(Args)]
struct Products {
    /// longtail (holds everything), shopify, woocommerce, taobao, google_xml, google_tsv or
    /// vendure.
    #[arg(long, default_value = "longtail")]
    format: Format,
    /// The shop, as its address names it: /shops/<slug>.
    #[arg(long)]
    shop: String,
    /// The language of the texts, for formats that have room for one: en or zh.
    #[arg(long, default_value = "en")]
    lang: String,
    /// The file to write; without it the export goes to standard output.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

impl Export {
    /// # Errors
    /// When the shop cannot be read or the file cannot be written.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let Whole::Products(products) = self.what;
        let what = What {
            shop: shop_named(ctx, &products.shop).await?,
            format: products.format,
            lang: Lang::from_tag(&products.lang).unwrap_or_default(),
        };
        let mut pieces = pin!(export::export(ctx, &Actor::System, what).map_err(told)?);
        match &products.output {
            Some(path) => {
                let mut file = std::fs::File::create(path).map_err(|error| {
                    Trouble::new(format!("{} cannot be written: {error}", path.display()))
                })?;
                while let Some(piece) = pieces.try_next().await? {
                    file.write_all(&piece)?;
                }
            }
            None => {
                let mut out = std::io::stdout();
                while let Some(piece) = pieces.try_next().await? {
                    out.write_all(&piece)?;
                }
                out.flush()?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
