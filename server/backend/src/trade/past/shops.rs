//! Whose shop a seller of another market is: typed on the command line, or a table of two columns.

use crate::{
    Ctx,
    failure::{Failure, denied},
    trade::import::{
        self, Renames,
        sheet::{Table, delimiter},
        text,
    },
};
use longtail::{
    actor::Actor,
    id::ShopId,
    policy::{Action, permit},
    trade::{
        import::{Becomes, Columns},
        past::PastError,
    },
};
use std::collections::BTreeMap;

const COLUMNS: Columns = &[("seller", Becomes::Key), ("shop", Becomes::Belonging)];

/// Reads the table: a `seller` as the source calls it, and the `shop` by its slug.
///
/// # Errors
/// Says what is wrong with it; a row without either, too.
pub fn pairs(name: &str, file: &[u8]) -> Result<Vec<(String, String)>, PastError> {
    let why = |why| PastError::File {
        name: name.to_owned(),
        why,
    };
    let text = text::decode(file).map_err(why)?;
    let renames = Renames::new();
    let table = Table {
        text: &text.text,
        delimiter: delimiter(text.text.lines().next().unwrap_or_default()),
        columns: COLUMNS,
        renames: &renames,
        lines_before: 0,
        exact: false,
        keep: None,
    };
    let (mut pairs, mut bad) = (Vec::new(), None);
    table
        .read(
            |headings| headings.needs(&["seller", "shop"]),
            |parsed, cells| {
                let (seller, shop) = (cells.get("seller"), cells.get("shop"));
                if seller.is_empty() || shop.is_empty() || parsed.is_error(cells.row) {
                    bad = bad.or(Some(cells.row));
                }
                pairs.push((seller.to_owned(), shop.to_owned()));
            },
        )
        .map_err(why)?;
    match bad {
        Some(row) => Err(PastError::NoPair { row }),
        None => Ok(pairs),
    }
}

/// The shops of sellers, found by their slugs.
///
/// # Errors
/// Names a shop that is not there, and a seller that is given to two.
pub async fn shops_named(
    ctx: &Ctx,
    actor: &Actor,
    pairs: &[(String, String)],
) -> Result<BTreeMap<String, ShopId>, Failure<PastError>> {
    permit(actor, Action::ActForMarket).map_err(denied)?;
    let mut shops = BTreeMap::new();
    for (seller, slug) in pairs {
        let shop = match import::shop_named(ctx, slug).await {
            Ok(shop) => shop,
            Err(Failure::Incident(incident)) => return Err(Failure::Incident(incident)),
            Err(_) => {
                let slug = slug.clone();
                return Err(Failure::Refused(PastError::NoShop { slug }));
            }
        };
        let before = shops.insert(seller.clone(), shop);
        if before.is_some_and(|before| before != shop) {
            let seller = seller.clone();
            return Err(Failure::Refused(PastError::TwoShops { seller }));
        }
    }
    Ok(shops)
}
