//! The page as it will be, in a frame as wide as a phone or a desk's screen.

use super::editor_page::Desk;
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::shop::layout::LayoutEditor;

/// The real page with the draft in it. The version in its address draws it anew after a step.
#[component]
pub(super) fn Preview(view: LayoutEditor, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let src = format!(
        "/shops/{}?preview={}&v={}",
        view.shop.slug, view.layout.id, view.version
    );
    let width = move |id: &'static str, wide: bool, words: &'static str| {
        view! {
            <input type="radio" name="preview-width" id=id checked={desk.wide.get_untracked() == wide}
                on:change=move |_| desk.wide.set(wide)/>
            <label for=id>{words}</label>
        }
    };
    view! {
        <section class="layout-preview" aria-labelledby="preview-title">
            <header class="layout-preview-head">
                <h2 id="preview-title">{t::decoration::preview(lang)}</h2>
                <fieldset class="layout-widths">
                    <legend class="sr-only">{t::decoration::preview_width(lang)}</legend>
                    {width("preview-phone", false, t::decoration::phone(lang))}
                    {width("preview-desk", true, t::decoration::desk(lang))}
                </fieldset>
                <a href=src.clone() target="_blank" rel="noopener" class="layout-preview-open">
                    <Icon glyph=Glyph::External/>{t::decoration::open_preview(lang)}
                </a>
            </header>
            <div class="layout-frame">
                <iframe src=src title=t::decoration::preview_frame(lang)></iframe>
            </div>
        </section>
    }
    .into_any()
}
