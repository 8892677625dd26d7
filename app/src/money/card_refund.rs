//! Money that goes back to the card or bank that paid it.

pub mod api;
pub mod section;

use crate::{i18n::t, money::confirmation::code_refusal};
use longtail::{
    money::{
        Money,
        card_refund::{CardRefundError, CardRefundStage, way_back},
        payment::Method,
    },
    text::Lang,
};

/// Why nothing goes back, with what to do.
pub fn refusal(lang: Lang, refused: &CardRefundError) -> String {
    match refused {
        CardRefundError::MoreThanLeft { most } => t::card_refund::more_than_left(lang, most),
        CardRefundError::Code(refused) => code_refusal(lang, refused),
    }
}

/// A step on an order's timeline.
pub fn step_words(lang: Lang, amount: Money, method: Method, stage: CardRefundStage) -> String {
    let way = way_back(lang, method);
    match stage {
        CardRefundStage::Scheduled | CardRefundStage::Sent => {
            t::card_refund::goes_back(lang, amount, way)
        }
        CardRefundStage::Settled => t::card_refund::has_gone_back(lang, amount, way),
        CardRefundStage::Failed => t::card_refund::could_not_go_back(lang, amount, way),
    }
}
