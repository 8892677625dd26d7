//! Refunds: made by a shop's people, read by the buyer and by the shop.

pub mod api;
pub mod form;
pub mod history;

use crate::{i18n::t, money::confirmation::code_refusal};
use longtail::{money::refund::RefundError, text::Lang};

/// Why nothing was paid back, with what to do.
pub fn refusal(lang: Lang, refused: &RefundError) -> String {
    match refused {
        RefundError::NotPaid => t::order::not_paid(lang).to_owned(),
        RefundError::Cancelled => t::order::is_cancelled(lang).to_owned(),
        RefundError::Nothing => t::refund::nothing(lang).to_owned(),
        RefundError::LookAgain { quote } => t::refund::look_again(lang, quote.total()),
        RefundError::Code(refused) => code_refusal(lang, refused),
    }
}
