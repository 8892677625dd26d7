//! A shop's stage: what is missing before it opens, and the buttons that move it.

use super::{StageBadge, TierBadge, api::MoveShop, refusal};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::shop::{ShopMove, ShopSettings, ShopStage, ToDo},
};

/// Where the shop stands, what is missing, and where it can go from here.
#[component]
pub(super) fn StageBox(settings: ShopSettings, go: ServerAction<MoveShop>) -> impl IntoView {
    let lang = use_lang();
    let stage = settings.card.stage;
    let lead = match stage {
        ShopStage::Preparing => t::own_shop::preparing_lead(lang),
        ShopStage::Open => t::own_shop::open_stage_lead(lang),
        ShopStage::Paused => t::own_shop::paused_lead(lang),
        ShopStage::Closed => t::own_shop::closed_lead(lang),
    };
    let slug = settings.card.slug.clone();
    let can_open = settings.can_open();
    view! {
        <Card>
            <div class="flex flex-wrap items-center gap-2">
                <h2 class="text-20 font-semibold">{t::own_shop::stage(lang)}</h2>
                <StageBadge stage/>
                <TierBadge tier=settings.card.tier/>
            </div>
            <p class="mt-1 text-muted">{lead}</p>
            {(stage == ShopStage::Preparing).then(|| view! { <Checklist settings=settings.clone()/> })}
            <div class="mt-4"><Moves slug stage can_open go/></div>
        </Card>
    }
}

#[component]
fn Checklist(settings: ShopSettings) -> impl IntoView {
    let lang = use_lang();
    let slug = settings.card.slug.clone();
    let items = settings
        .checklist()
        .into_iter()
        .map(|(to_do, done)| {
            let (words, href) = to_do_words(lang, to_do, &slug);
            let (glyph, colour, state) = if done {
                (Glyph::Check, "text-jade", t::own_shop::done(lang))
            } else if to_do.is_needed() {
                (Glyph::Warning, "text-warning", t::own_shop::needed(lang))
            } else {
                (Glyph::Plus, "text-muted", t::own_shop::advised(lang))
            };
            view! {
                <li class="flex items-center gap-3 py-2">
                    <span class=colour><Icon glyph/></span>
                    <span class="grow">
                        {if done {
                            view! { <span class="text-muted">{words}</span> }.into_any()
                        } else {
                            view! { <a class="underline" href=href>{words}</a> }.into_any()
                        }}
                    </span>
                    <span class="text-13 text-muted">{state}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="mt-3 divided" aria-label=t::own_shop::checklist(lang)>{items}</ul> }
}

fn to_do_words(lang: Lang, to_do: ToDo, slug: &str) -> (&'static str, String) {
    let here = |part: &str| format!("/back-office/{slug}/settings#{part}");
    match to_do {
        ToDo::LiveListing => (
            t::own_shop::to_do_listing(lang),
            format!("/back-office/{slug}/listings/new"),
        ),
        ToDo::About => (t::own_shop::to_do_about(lang), here("save-shop-about_en")),
        ToDo::Mark => (t::own_shop::to_do_mark(lang), here("pictures")),
        ToDo::Banner => (t::own_shop::to_do_banner(lang), here("pictures")),
        ToDo::City => (t::own_shop::to_do_city(lang), here("save-shop-city_en")),
    }
}

#[component]
fn Moves(
    slug: String,
    stage: ShopStage,
    can_open: bool,
    go: ServerAction<MoveShop>,
) -> impl IntoView {
    let lang = use_lang();
    let button = move |to: ShopMove, kind, words: &'static str, off: bool| {
        let value: &'static str = to.into();
        view! { <Submit kind name="to" value=value disabled=off>{words}</Submit> }
    };
    if stage == ShopStage::Closed {
        return ().into_any();
    }
    let first = move || {
        if stage == ShopStage::Open {
            button(
                ShopMove::Pause,
                ButtonKind::Plain,
                t::own_shop::pause(lang),
                false,
            )
        } else {
            button(
                ShopMove::Open,
                ButtonKind::Main,
                t::own_shop::open_now(lang),
                !can_open,
            )
        }
    };
    let close = move || {
        button(
            ShopMove::Close,
            ButtonKind::Danger,
            t::own_shop::close(lang),
            false,
        )
    };
    let shop = slug.clone();
    view! {
        <Form action=go refusal=refusal id="move-shop">
            <input type="hidden" name="shop" value=slug/>
            {first()}
        </Form>
        <Disclosure title=t::own_shop::close_title(lang) class="mt-4">
            <p class="mb-3 text-14">{t::own_shop::close_lead(lang)}</p>
            <Form action=go refusal=refusal id="close-shop">
                <input type="hidden" name="shop" value=shop/>
                {close()}
            </Form>
        </Disclosure>
    }
    .into_any()
}
