//! The rows that were left out, as the file has them, with what is wrong: to be mended and
//! sent again.

use super::{
    super::{check, open as open_file, stock},
    kept, open,
};
use crate::{
    Ctx,
    failure::{Failure, denied},
    trade::catalog::shop_head,
};
use longtail::{
    actor::Actor,
    id::ImportId,
    policy::{Action, permit},
    trade::import::{Format, ImportError, RowIssue},
};
use std::collections::HashSet;

/// A table of rows that were left out.
pub struct Rejected {
    pub file_name: String,
    pub headings: Vec<String>,
    pub rows: Vec<RejectedRow>,
}

/// One of them.
pub struct RejectedRow {
    pub row: u32,
    pub fields: Vec<String>,
    pub issues: Vec<RowIssue>,
}

/// Checks a kept file again and gives back the rows that are wrong.
///
/// # Errors
/// [`ImportError::FileGone`] where the file is no longer kept; *not found* for another's.
pub async fn rejected(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    import: ImportId,
) -> Result<Rejected, Failure<ImportError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let row = open(ctx, shop.id, import).await?;
    let (file, pictures) = kept::load(ctx, import).await?;
    let order = row.order(&file, &pictures, None, true);
    let opened = open_file(&order).map_err(Failure::Refused)?;
    let (currency, now) = (ctx.settings.currency, ctx.now());
    let wrong = if row.format == Format::Stock {
        let read = stock::parse(&opened.table(&order, None), currency);
        let (parsed, counts) = read.map_err(Failure::Refused)?;
        stock::check(ctx, &order, parsed, counts).await?.parsed
    } else {
        let parsed = opened
            .parse(&order, currency, now, None)
            .map_err(Failure::Refused)?;
        check::check(ctx, &order, row.format, parsed).await?.parsed
    };
    let keep: HashSet<u32> = wrong.error_rows;
    let again = opened
        .parse(&order, currency, now, Some(&keep))
        .map_err(Failure::Refused)?;
    let rows = again
        .kept
        .into_iter()
        .map(|(row, fields)| RejectedRow {
            row,
            fields,
            issues: wrong
                .issues
                .iter()
                .filter(|i| i.row == row && i.error)
                .cloned()
                .collect(),
        })
        .collect();
    Ok(Rejected {
        file_name: row.file_name,
        headings: again.columns.into_iter().map(|used| used.heading).collect(),
        rows,
    })
}
