//! Who invoices in a shop's name, as its owner writes it.

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied, invalid},
};
use longtail::{
    actor::Actor,
    id::ShopId,
    money::invoice::{Legal, LegalForm},
    policy::{Action, permit},
};
use sqlx::PgExecutor;

/// Who invoices in a shop's name. Who may see it is the caller's question.
pub(crate) async fn of_shop(db: impl PgExecutor<'_>, shop: ShopId) -> Result<Legal, Incident> {
    let row = sqlx::query!(
        "select legal_name, legal_address, legal_country, tax_number from shops where id = $1",
        shop.0
    )
    .fetch_one(db)
    .await?;
    Ok(Legal {
        name: row.legal_name,
        address: row.legal_address,
        country: row.legal_country,
        tax_number: row.tax_number,
    })
}

/// Writes who invoices in a shop's name, for the invoices to come.
///
/// # Errors
/// Not found for all but its owners; fields that cannot be taken.
pub async fn save_legal(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    form: &LegalForm,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let legal = form.checked().map_err(invalid)?;
    sqlx::query!(
        "update shops set legal_name = $2, legal_address = $3, legal_country = $4, tax_number = $5 where id = $1",
        shop.0,
        legal.name,
        legal.address,
        legal.country,
        legal.tax_number,
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}
