//! The company that the invoices of a checkout are made out to, until it is paid.

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, denied, invalid},
    trade::checkout,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId},
    money::{
        invoice::{Billing, BillingForm},
        payment::PaymentError,
    },
    policy::{Action, permit},
    trade::{checkout::CheckoutStage, shipping::PostalAddress},
};

/// Writes the company, or takes it away where all is left empty.
///
/// # Errors
/// Refuses once the checkout is paid or closed: its invoices are issued. Not found for others.
pub async fn save_billing(
    ctx: &Ctx,
    actor: &Actor,
    checkout: CheckoutId,
    form: &BillingForm,
) -> Result<(), Failure<PaymentError>> {
    let mut tx = ctx.transaction().await?;
    let loaded = checkout::lock(&mut tx, checkout)
        .await?
        .ok_or(Failure::NotFound)?;
    permit(actor, Action::UseAccount(loaded.buyer)).map_err(denied)?;
    match loaded.stage {
        CheckoutStage::AwaitingPayment => {}
        CheckoutStage::Paid => return Err(Failure::Refused(PaymentError::AlreadyPaid)),
        CheckoutStage::Expired | CheckoutStage::Cancelled => {
            return Err(Failure::Refused(PaymentError::CheckoutClosed));
        }
    }
    let ship_to = sqlx::query_scalar!("select ship_to from checkouts where id = $1", checkout.0)
        .fetch_one(tx.sql())
        .await?;
    let ship_to: PostalAddress = serde_json::from_value(ship_to)?;
    match form.checked(&ship_to.country).map_err(invalid)? {
        Some(billing) => {
            sqlx::query!(
                "insert into checkout_billing (checkout_id, company, tax_number) values ($1, $2, $3)
                 on conflict (checkout_id) do update
                 set company = excluded.company, tax_number = excluded.tax_number",
                checkout.0,
                billing.company,
                billing.tax_number,
            )
            .execute(tx.sql())
            .await?
        }
        None => {
            sqlx::query!(
                "delete from checkout_billing where checkout_id = $1",
                checkout.0
            )
            .execute(tx.sql())
            .await?
        }
    };
    tx.commit().await?;
    Ok(())
}

/// The company of a checkout, and the one of the buyer's last checkout that named one. Who may
/// see it is the caller's question.
pub(crate) async fn billing_of(
    db: &mut sqlx::PgConnection,
    buyer: AccountId,
    checkout: CheckoutId,
) -> Result<(Option<Billing>, Option<Billing>), Incident> {
    let rows = sqlx::query!(
        "select b.checkout_id, b.company, b.tax_number from checkout_billing b
         join checkouts c on c.id = b.checkout_id
         where c.buyer_id = $1 order by b.checkout_id = $2 desc, c.placed_at desc limit 1",
        buyer.0,
        checkout.0,
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = rows else {
        return Ok((None, None));
    };
    let billing = Billing {
        company: row.company,
        tax_number: row.tax_number,
    };
    let own = (row.checkout_id == checkout.0).then(|| billing.clone());
    Ok((own, Some(billing)))
}
