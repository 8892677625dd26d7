//! `/back-office/{shop}/decoration/{layout}`: the blocks of a layout beside the page they make.
//!
//! Every step is a form of its own, so that all of it works before scripts have loaded; which
//! block is unfolded stands in the address.

use super::{
    LayoutBadges, LayoutTimes,
    api::load_layout,
    blocks::BlockList,
    preview::Preview,
    publish_box::{PublishBox, RenameBox},
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    trade::catalog::back_office::Office,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::trade::shop::layout::LayoutEditor;

/// What outlives a step: the view is drawn anew after each.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    steps: RwSignal<u32>,
    /// The id of what gets the focus once the view is drawn anew.
    pub focus: RwSignal<Option<String>>,
    /// What was said last to those who do not see.
    pub said: RwSignal<String>,
    /// Whether the preview is as wide as a desk's screen.
    pub wide: RwSignal<bool>,
}

impl Desk {
    fn new() -> Self {
        Self {
            steps: RwSignal::new(0),
            focus: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            wide: RwSignal::new(false),
        }
    }

    /// Asks for the layout again.
    pub fn step(self) {
        self.steps.update(|n| *n += 1);
    }

    pub fn done(self) -> Callback<()> {
        Callback::new(move |()| self.step())
    }

    /// Asks for it again, and then gives the focus to what has this id.
    pub fn done_at(self, id: String) -> Callback<()> {
        Callback::new(move |()| {
            self.focus.set(Some(id.clone()));
            self.step();
        })
    }
}

/// The editor of one layout.
#[component]
pub fn LayoutPage() -> impl IntoView {
    let params = use_params_map();
    let desk = Desk::new();
    let asked = Memo::new(move |_| {
        params.with(|params| {
            (
                params.get("shop").unwrap_or_default(),
                params.get("layout").unwrap_or_default(),
            )
        })
    });
    let editor = Resource::new_blocking(
        move || (asked.get(), desk.steps.get()),
        |((shop, layout), _)| load_layout(shop, layout),
    );
    view! {
        <p class="sr-only" role="status" aria-live="assertive">{move || desk.said.get()}</p>
        <Loaded of=editor view=move |view| view! { <Editor view desk/> }/>
    }
}

/// The hidden fields that every form of the editor sends.
pub(super) fn opened(view: &LayoutEditor) -> AnyView {
    view! {
        <input type="hidden" name="shop" value=view.shop.slug.clone()/>
        <input type="hidden" name="layout" value=view.layout.id.to_string()/>
        <input type="hidden" name="version" value=view.version.to_string()/>
    }
    .into_any()
}

#[component]
fn Editor(view: LayoutEditor, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let name = view.layout.name.clone();
    let base = format!("/back-office/{}/decoration", view.shop.slug);
    let crumbs = vec![
        Crumb::link(t::decoration::title(lang), base),
        Crumb::here(name.clone()),
    ];
    let stage = view.layout.stage;
    focus_after_step(desk);
    view! {
        <Title text=format!("{name} · {}", t::decoration::title(lang))/>
        <Office shop=view.shop.clone()>
            <PageHead title=name crumbs/>
            <p class="flex flex-wrap items-center gap-2 pb-4 text-14 text-muted">
                <LayoutBadges layout=view.layout.clone()/>
                <LayoutTimes stage/>
            </p>
            <div class="layout-desk">
                <div class="layout-work">
                    <BlockList view=view.clone() desk/>
                    <PublishBox view=view.clone() desk/>
                    <RenameBox view=view.clone() desk/>
                </div>
                <Preview view desk/>
            </div>
        </Office>
    }
    .into_any()
}

/// Whoever works with the keyboard goes on where they were.
fn focus_after_step(desk: Desk) {
    Effect::new(move |_| {
        let Some(id) = desk.focus.get_untracked() else {
            return;
        };
        desk.focus.set(None);
        #[cfg(feature = "hydrate")]
        request_animation_frame(move || {
            use wasm_bindgen::JsCast;
            let found = document().get_element_by_id(&id);
            if let Some(element) =
                found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
            {
                _ = element.focus();
            }
        });
        #[cfg(not(feature = "hydrate"))]
        drop(id);
    });
}
