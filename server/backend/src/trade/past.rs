//! Orders of earlier days: brought in from another market's export, and shown to the shops whose they were.
//! They have tables of their own; nothing of the ledger, the stock or the orders of this market is touched.

mod folder;
mod olist;
mod read;
mod record;
mod shops;

pub use folder::Folder;
pub use read::{has_any, past_orders_page};
pub use shops::{pairs, shops_named};

use crate::{
    Ctx,
    failure::{Failure, denied},
    trade::import::Progress,
};
use longtail::{
    actor::Actor,
    id::ShopId,
    policy::{Action, permit},
    trade::past::{PastError, PastFile, PastOrder, PastReport, PastTotals, Source},
};
use std::collections::{BTreeMap, BTreeSet};

/// What is to be brought in.
pub struct History<'a> {
    pub source: Source,
    pub folder: &'a Folder,
    /// Whose shop a seller's orders are from now on, by what the source calls the seller. The others stay
    /// whose they are.
    pub shops: &'a BTreeMap<String, ShopId>,
    /// Writes nothing.
    pub dry_run: bool,
}

/// An export that was read: orders, what is wrong, and every row of every file.
struct Exported {
    orders: Vec<PastOrder>,
    files: Vec<PastFile>,
    /// Orders with a row that is wrong.
    left_out: u32,
}

/// Brings in an export of orders. All of it is read before anything is written; an order with a row that
/// is wrong, in whichever file, is left out whole. What was brought in before and has not changed is left
/// alone, so the same export twice changes nothing; one that was cut short goes on.
///
/// # Errors
/// Says why nothing of the export can be read. What is wrong with a row is in the report.
pub async fn bring_in(
    ctx: &Ctx,
    actor: &Actor,
    history: &History<'_>,
    progress: Progress<'_>,
) -> Result<PastReport, Failure<PastError>> {
    permit(actor, Action::ActForMarket).map_err(denied)?;
    let source = history.source;
    let exported = match source {
        Source::Olist => olist::read(history.folder),
    }
    .map_err(Failure::Refused)?;
    let orders = &exported.orders;
    let sellers: BTreeSet<&str> = orders
        .iter()
        .flat_map(|order| &order.lines)
        .map(|line| line.seller.as_str())
        .collect();
    let attached = record::attached(ctx, history, &sellers).await?;
    let written = if history.dry_run {
        record::compare(ctx, source, orders).await?
    } else {
        let ids = record::sellers(ctx, history, &sellers).await?;
        record::orders(ctx, source, orders, &ids, progress).await?
    };
    let mut totals = PastTotals::of(orders, source.currency());
    for largest in &mut totals.largest_sellers {
        largest.has_shop = attached.with_shop.contains(&largest.seller);
    }
    Ok(PastReport {
        source,
        dry_run: history.dry_run,
        files: exported.files,
        unread: history.folder.unread(olist::why_unread),
        totals,
        created: written.created,
        updated: written.updated,
        unchanged: written.unchanged,
        left_out: exported.left_out,
        sellers_with_shop: u32::try_from(attached.with_shop.len())?,
        unknown_sellers: attached.unknown,
    })
}
