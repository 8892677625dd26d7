//! Questions about goods: beside the goods, and in the queue of the shop that answers them.

pub mod api;
mod queue_page;
mod section;

pub use queue_page::QuestionsPage;
pub use section::{Questions, Refresh};

use crate::i18n::t;
use longtail::{text::Lang, trade::question::QuestionError};

/// Why a question is not taken.
pub fn refusal(lang: Lang, refused: &QuestionError) -> String {
    match refused {
        QuestionError::OwnListing => t::question::own_listing(lang),
        QuestionError::NotOnSale => t::question::not_on_sale(lang),
    }
    .to_owned()
}
