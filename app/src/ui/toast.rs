//! Short messages at the edge of the page, with a way back.

use super::icon::{Glyph, Icon};
use crate::i18n::{t, use_lang};
use leptos::prelude::*;
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(7);

#[derive(Clone)]
struct Toast {
    number: u32,
    text: String,
    undo: Option<Callback<()>>,
}

/// Says things at the edge of the page. Browser only; what must not be missed belongs into
/// the page.
///
/// ```ignore
/// let toaster = use_toaster();
/// toaster.say(t::cart::added(lang));
/// toaster.say_with_undo(t::cart::removed(lang), Callback::new(move |()| put_back()));
/// ```
///
/// Holds the number of the last toast, and the one that is shown.
#[derive(Clone, Copy)]
pub struct Toaster(RwSignal<(u32, Option<Toast>)>);

impl Toaster {
    pub fn say(self, text: impl Into<String>) {
        self.put(text.into(), None);
    }

    pub fn say_with_undo(self, text: impl Into<String>, undo: Callback<()>) {
        self.put(text.into(), Some(undo));
    }

    fn put(self, text: String, undo: Option<Callback<()>>) {
        let number = self.0.with_untracked(|(last, _)| last + 1);
        self.0.set((number, Some(Toast { number, text, undo })));
        set_timeout(move || self.close(number), SHOWN_FOR);
    }

    /// Takes a toast away, unless a later one stands in its place.
    fn close(self, number: u32) {
        _ = self
            .0
            .try_update(|(_, shown)| shown.take_if(|toast| toast.number == number));
    }
}

/// Makes [`use_toaster`] work. Once, in the app.
pub fn provide_toaster() {
    provide_context(Toaster(RwSignal::new((0, None))));
}

/// The page's toaster.
pub fn use_toaster() -> Toaster {
    use_context().unwrap_or_else(|| Toaster(RwSignal::new((0, None))))
}

/// Where a toast appears; the latest alone, in the place of the one before. Once, in the app.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let lang = use_lang();
    let toaster = use_toaster();
    let shown = move || {
        toaster.0.get().1.map(|Toast { number, text, undo }| {
            view! {
                <div class="toast">
                    <p>{text}</p>
                    {undo.map(|undo| view! {
                        <button type="button" class="toast-undo" on:click=move |_| {
                            undo.run(());
                            toaster.close(number);
                        }>
                            {t::ui::undo(lang)}
                        </button>
                    })}
                    <button type="button" class="toast-close" aria-label=t::ui::close(lang)
                        on:click=move |_| toaster.close(number)>
                        <Icon glyph=Glyph::Close/>
                    </button>
                </div>
            }
            .into_any()
        })
    };
    view! { <div class="toasts" role="status" aria-live="polite">{shown}</div> }
}

/// A toast as it looks, standing still: for the design page.
#[component]
pub fn ToastSample(#[prop(into)] text: String) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="toast">
            <p>{text}</p>
            <button type="button" class="toast-undo">{t::ui::undo(lang)}</button>
            <button type="button" class="toast-close" aria-label=t::ui::close(lang)>
                <Icon glyph=Glyph::Close/>
            </button>
        </div>
    }
}
