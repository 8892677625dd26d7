//! Invoices, credit notes and receipts: read, printed, and what stands on them.

pub mod api;
mod billing_box;
mod document;
mod legal_card;
mod list;

pub use billing_box::BillingBox;
pub use document::InvoicePage;
pub use legal_card::LegalCard;
pub use list::{InvoiceCard, InvoicesPage, ShopInvoicesPage};

use crate::i18n::t;
use longtail::{money::invoice::Kind, text::Lang};

fn kind_words(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => t::invoice::invoice(lang),
        Kind::CreditNote => t::invoice::credit_note(lang),
        Kind::Commission => t::invoice::commission(lang),
        Kind::Receipt => t::invoice::receipt(lang),
    }
}
