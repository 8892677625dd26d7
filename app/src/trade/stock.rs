//! A shop's shelves beyond their table: counts, movements, and the marks of what runs low.

pub mod api;
mod autosave;
mod count_page;
mod counts_page;
pub mod marks;
mod movements_page;
mod review;
mod sheet;

pub use count_page::CountPage;
pub use counts_page::CountsPage;
pub use movements_page::MovementsPage;

use crate::i18n::t;
use longtail::{
    text::{Bilingual, Lang},
    trade::stock::count::{CountError, CountStage, CountSummary, Reason, ScopeView},
};

/// Why nothing was counted, with the cure.
fn refusal(lang: Lang, refused: &CountError) -> String {
    match refused {
        CountError::NothingFound => t::stock::nothing_to_count(lang).to_owned(),
        CountError::TooMany { most } => t::stock::too_many_lines(lang, most),
        CountError::Ended => t::stock::has_ended(lang).to_owned(),
        CountError::NothingCounted => t::stock::nothing_counted(lang).to_owned(),
        CountError::BelowReserved {
            row,
            difference,
            on_hand,
            reserved,
        } => t::stock::below_reserved(
            lang,
            named(lang, &row.title, &row.options),
            signed(*difference),
            on_hand,
            reserved,
        ),
        CountError::CountedSince { row } => {
            t::stock::counted_since(lang, named(lang, &row.title, &row.options))
        }
        CountError::UnknownCodes { codes, more: 0 } => t::stock::unknown_codes(lang, codes),
        CountError::UnknownCodes { codes, more } => {
            t::stock::unknown_codes_and_more(lang, codes, more)
        }
        CountError::BadLine { line } => t::stock::bad_line(lang, line),
    }
}

/// A thing with its options, on one line.
fn named(lang: Lang, title: &Bilingual, options: &Bilingual) -> String {
    match options.pick(lang) {
        "" => title.pick(lang).to_owned(),
        options => format!("{} ({options})", title.pick(lang)),
    }
}

/// A difference with its sign.
fn signed(pieces: i64) -> String {
    match pieces {
        0 => "0".to_owned(),
        more if more > 0 => format!("+{more}"),
        fewer => format!("−{}", fewer.unsigned_abs()),
    }
}

fn reason_words(lang: Lang, reason: Reason) -> &'static str {
    match reason {
        Reason::Breakage => t::stock::breakage(lang),
        Reason::Loss => t::stock::loss(lang),
        Reason::Found => t::stock::found(lang),
        Reason::Returned => t::stock::returned_reason(lang),
        Reason::Correction => t::stock::correction(lang),
        Reason::OwnUse => t::stock::own_use(lang),
    }
}

fn stage_words(lang: Lang, stage: CountStage) -> &'static str {
    match stage {
        CountStage::Open => t::stock::open(lang),
        CountStage::Finished => t::stock::finished(lang),
        CountStage::Discarded => t::stock::discarded(lang),
    }
}

/// What a count is of.
fn scope_words(lang: Lang, summary: &CountSummary) -> String {
    match &summary.scope {
        ScopeView::All => t::stock::of_all(lang).to_owned(),
        ScopeView::Category { name } => name.pick(lang).to_owned(),
        ScopeView::Search { words } => t::stock::of_search(lang, words),
    }
}
