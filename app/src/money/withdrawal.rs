//! Money taken out of the wallet, to a bank account of one's own.

pub mod api;
pub mod page;

pub use page::WithdrawPage;

use crate::{i18n::t, money::confirmation::code_refusal, ui::*};
use longtail::{money::withdrawal::WithdrawalError, text::Lang};

/// Why nothing can be taken out, with what to do.
pub fn refusal(lang: Lang, refused: &WithdrawalError) -> String {
    match refused {
        WithdrawalError::NoAccount => t::withdrawal::no_account(lang).to_owned(),
        WithdrawalError::AccountHeld { until } => {
            t::withdrawal::held(lang, when_text(*until, WhenStyle::DayAndTime, lang))
        }
        WithdrawalError::Code(refused) => code_refusal(lang, refused),
    }
}
