//! Server functions of invoices.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::CheckoutId,
    money::{
        invoice::{BillingForm, InvoiceList, InvoiceView, LegalForm, ShopInvoices},
        payment::PaymentError,
    },
};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, fault, plain_fault},
    longtail_backend::{money::invoice, trade::shop},
};

/// One invoice, credit note or receipt, to be printed.
///
/// Who may: whom it is for, and the people of the shop that issued it; an invoice for commission
/// is for the shop's owners.
#[server(prefix = "/api", endpoint = "money/invoice/load_invoice", input = server_fn::codec::GetUrl)]
pub async fn load_invoice(id: String) -> Result<InvoiceView, Fault> {
    let id = crate::ssr::id(&id)?;
    invoice::invoice_page(&ctx(), &caller().actor, id)
        .await
        .map_err(plain_fault)
}

/// The invoices, credit notes and receipts of whoever asks, the latest first.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "money/invoice/load_own_invoices", input = server_fn::codec::GetUrl)]
pub async fn load_own_invoices(#[server(default)] page: u32) -> Result<InvoiceList, Fault> {
    invoice::own_invoices(&ctx(), &caller().actor, page)
        .await
        .map_err(plain_fault)
}

/// What a shop issued, the latest first; for its owners also what the market issued to it.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "money/invoice/load_shop_invoices", input = server_fn::codec::GetUrl)]
pub async fn load_shop_invoices(
    shop: String,
    #[server(default)] page: u32,
) -> Result<ShopInvoices, Fault> {
    invoice::shop_invoices(&ctx(), &caller().actor, &shop, page)
        .await
        .map_err(plain_fault)
}

/// Writes who invoices in a shop's name, for the invoices to come.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "money/invoice/save_legal")]
pub async fn save_legal(shop: String, #[server(flatten)] legal: LegalForm) -> Result<(), Fault> {
    let (ctx, actor) = (ctx(), caller().actor);
    let id = shop::back_office_shop(&ctx, &actor, &shop)
        .await
        .map_err(plain_fault)?
        .id();
    invoice::legal::save_legal(&ctx, &actor, id, &legal)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/settings"));
    Ok(())
}

/// Writes the company that the invoices of a checkout are made out to, until it is paid; all left
/// empty takes it away.
///
/// Who may: its buyer.
#[server(prefix = "/api", endpoint = "money/invoice/save_billing")]
pub async fn save_billing(
    checkout: CheckoutId,
    #[server(flatten)] billing: BillingForm,
) -> Result<(), Fault<PaymentError>> {
    invoice::billing::save_billing(&ctx(), &caller().actor, checkout, &billing)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/checkout/{checkout}"));
    Ok(())
}
