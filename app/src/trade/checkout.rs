//! The checkout: one page to order, one to pay and to see what became of it.

pub mod api;
pub mod changes;
pub mod form_page;
pub mod methods;
pub mod pay_page;
pub mod place_kept;
pub mod result;

pub use form_page::CheckoutPage;
pub use pay_page::PayPage;

use super::shipping::postage::country_name;
use crate::{i18n::t, money::confirmation::code_refusal};
use longtail::{
    money::payment::PaymentError,
    text::{Bilingual, Lang},
    trade::checkout::CheckoutError,
};

/// Why a cart is not turned into orders, with what to do.
pub fn refusal(lang: Lang, refused: &CheckoutError) -> String {
    match refused {
        CheckoutError::CartEmpty => t::checkout::cart_empty(lang).to_owned(),
        CheckoutError::LinesInTrouble { .. } => t::checkout::lines_in_trouble(lang).to_owned(),
        CheckoutError::CannotBeSent { goods, country } => astray_words(lang, goods, country),
        CheckoutError::TotalChanged { seen, now, .. } if seen == now => {
            t::checkout::parts_changed(lang, now)
        }
        CheckoutError::TotalChanged { seen, now, .. } => {
            t::checkout::total_changed(lang, seen, now)
        }
        CheckoutError::Closed => t::checkout::closed(lang).to_owned(),
        CheckoutError::TooLarge => t::checkout::too_large(lang).to_owned(),
        CheckoutError::Busy { .. } => t::checkout::busy(lang).to_owned(),
    }
}

/// What is not sent where, with the cure.
fn astray_words(lang: Lang, goods: &[Bilingual], country: &str) -> String {
    let titles: Vec<&str> = goods.iter().map(|title| title.pick(lang)).collect();
    t::postage::astray(lang, country_name(lang, country), titles.join(", "))
}

/// Why a payment is not begun, with what to do.
pub fn payment_refusal(lang: Lang, refused: &PaymentError) -> String {
    match refused {
        PaymentError::CheckoutClosed => t::checkout::closed(lang).to_owned(),
        PaymentError::AlreadyPaid => t::checkout::already_paid(lang).to_owned(),
        PaymentError::WalletTooLow { balance } => t::checkout::wallet_too_low(lang, balance),
        PaymentError::GatewaySilent => t::checkout::gateway_silent(lang).to_owned(),
        PaymentError::AmountOutOfRange(range) => {
            t::checkout::amount_out_of_range(lang, range.least, range.most)
        }
        PaymentError::Code(refused) => code_refusal(lang, refused),
    }
}

/// Whether a payment waits for the code of a large sum.
pub fn payment_asks_code(refused: &PaymentError) -> bool {
    matches!(refused, PaymentError::Code(_))
}

/// A gateway's code for a declined card in words, with what to do.
pub fn decline_words(lang: Lang, reason: &str) -> &'static str {
    match reason {
        "card_declined" => t::checkout::card_declined(lang),
        "insufficient_funds" => t::checkout::insufficient_funds(lang),
        "expired_card" => t::checkout::expired_card(lang),
        "bank_refused" => t::checkout::bank_refused(lang),
        "challenge_failed" => t::checkout::challenge_failed(lang),
        _ => t::checkout::declined_somehow(lang),
    }
}
