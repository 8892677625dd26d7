//! Orders of earlier days, from another market: to look at.

pub mod api;
mod page;
mod summary;

pub use page::Page;

use crate::{i18n::t, ui::Tone};
use longtail::{text::Lang, trade::past::PastStage};

/// Where an order stood, in a word or two.
fn stage_words(lang: Lang, stage: PastStage) -> &'static str {
    match stage {
        PastStage::Placed => t::past::placed(lang),
        PastStage::Approved => t::past::approved(lang),
        PastStage::Invoiced => t::past::invoiced(lang),
        PastStage::Processing => t::past::processing(lang),
        PastStage::Shipped => t::past::shipped(lang),
        PastStage::Delivered => t::past::delivered(lang),
        PastStage::Cancelled => t::past::cancelled(lang),
        PastStage::Unavailable => t::past::unavailable(lang),
    }
}

fn stage_tone(stage: PastStage) -> Tone {
    match stage {
        PastStage::Delivered => Tone::Jade,
        PastStage::Shipped => Tone::Gold,
        _ => Tone::Plain,
    }
}
