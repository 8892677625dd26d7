//! A shop's page as its owner lays it out: the list of layouts, and the editor of one.

pub mod api;
mod block_form;
mod blocks;
mod editor_page;
mod list_page;
mod preview;
mod publish_box;
mod sorting;

pub use editor_page::LayoutPage;
pub use list_page::LayoutsPage;

use crate::{
    i18n::{t, use_lang},
    platform::media,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::shop::layout::{BlockKind, LayoutError, LayoutRow, LayoutStage},
};

/// Why a layout does not change as asked, with the cure.
pub fn refusal(lang: Lang, refused: &LayoutError) -> String {
    match refused {
        LayoutError::Stale => t::decoration::stale(lang),
        LayoutError::TooManyBlocks => t::decoration::too_many_blocks(lang),
        LayoutError::NothingToShow => t::decoration::nothing_to_show(lang),
        LayoutError::EndsBeforeItBegins => t::decoration::ends_before(lang),
        LayoutError::AlreadyLive => t::decoration::already_live(lang),
        LayoutError::Over => t::decoration::over(lang),
        LayoutError::WrongStage => t::decoration::wrong_stage(lang),
        LayoutError::NothingToUndo => t::decoration::nothing_to_undo(lang),
        LayoutError::Picture(why) => return media::refusal(lang, why),
    }
    .to_owned()
}

fn kind_words(lang: Lang, kind: BlockKind) -> (Glyph, &'static str) {
    match kind {
        BlockKind::Banner => (Glyph::Image, t::decoration::banner(lang)),
        BlockKind::Picks => (Glyph::Tag, t::decoration::picks(lang)),
        BlockKind::Text => (Glyph::Edit, t::decoration::text(lang)),
        BlockKind::Categories => (Glyph::Grid, t::decoration::categories(lang)),
        BlockKind::Countdown => (Glyph::Clock, t::decoration::countdown(lang)),
        BlockKind::Story => (Glyph::Book, t::decoration::story(lang)),
    }
}

/// Where a layout stands, and whether buyers see it.
#[component]
fn LayoutBadges(layout: LayoutRow) -> impl IntoView {
    let lang = use_lang();
    let (tone, words) = match layout.stage {
        LayoutStage::Draft => (Tone::Plain, t::decoration::draft(lang)),
        LayoutStage::Scheduled { .. } => (Tone::Gold, t::decoration::scheduled(lang)),
        LayoutStage::Live { .. } if layout.in_force => (Tone::Jade, t::decoration::shown_now(lang)),
        LayoutStage::Live { .. } => (Tone::Plain, t::decoration::covered(lang)),
        LayoutStage::Ended { .. } => (Tone::Plain, t::decoration::ended(lang)),
    };
    view! {
        <Badge tone>{words}</Badge>
        {layout.changed.then(|| view! { <Badge tone=Tone::Warning>{t::decoration::changed(lang)}</Badge> })}
    }
}

/// From when until when, in words.
#[component]
fn LayoutTimes(stage: LayoutStage) -> impl IntoView {
    let lang = use_lang();
    let moment = |at| when_text(at, WhenStyle::Short, lang);
    let words = match stage {
        LayoutStage::Draft => t::decoration::draft_times(lang).to_owned(),
        LayoutStage::Scheduled {
            from,
            until: Some(until),
        } => t::decoration::from_until(lang, moment(from), moment(until)),
        LayoutStage::Scheduled { from, until: None } => t::decoration::from_on(lang, moment(from)),
        LayoutStage::Live {
            until: Some(until), ..
        } => t::decoration::until_then(lang, moment(until)),
        LayoutStage::Live {
            begun_at,
            until: None,
        } => t::decoration::every_day_since(lang, moment(begun_at)),
        LayoutStage::Ended { ended_at } => t::decoration::ended_on(lang, moment(ended_at)),
    };
    view! { <span>{words}</span> }
}
