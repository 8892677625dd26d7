//! Payments.

pub mod gateway;

use crate::{ctx::Ctx, failure::Failure};
use longtail::{id::PaymentId, money::payment::PaymentError};

pub async fn check_with_gateway(
    _ctx: &Ctx,
    _payment: PaymentId,
) -> Result<(), Failure<PaymentError>> {
    Ok(())
}
