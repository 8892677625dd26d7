//! A shop's tier and stage, in a word.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::shop::{ShopStage, Tier};

/// Where a shop stands.
#[component]
pub fn StageBadge(stage: ShopStage) -> impl IntoView {
    let lang = use_lang();
    let (tone, words) = match stage {
        ShopStage::Preparing => (Tone::Gold, t::own_shop::preparing(lang)),
        ShopStage::Open => (Tone::Jade, t::own_shop::open(lang)),
        ShopStage::Paused => (Tone::Warning, t::own_shop::paused(lang)),
        ShopStage::Closed => (Tone::Plain, t::own_shop::closed(lang)),
    };
    view! { <Badge tone>{words}</Badge> }
}

/// The bazaar or the mall.
#[component]
pub fn TierBadge(tier: Tier) -> impl IntoView {
    let lang = use_lang();
    let (tone, words) = match tier {
        Tier::Bazaar => (Tone::Plain, t::own_shop::bazaar(lang)),
        Tier::Mall => (Tone::Cinnabar, t::own_shop::mall(lang)),
    };
    view! { <Badge tone>{words}</Badge> }
}
