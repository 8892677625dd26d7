//! What is told where too many order at once: the buyer's place in the line, and the way back to it.

use super::api::PlaceCheckout;
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::{ev::MouseEvent, html, prelude::*};
use longtail::{
    id::CommandId,
    text::Lang,
    trade::checkout::{CheckoutError, PLACE_KEPT_SECONDS},
};

/// Seconds after which it is asked again: well within the time that a place is kept.
const AGAIN_AFTER_SECONDS: u32 = 2;

/// Whether the same form goes through later.
pub fn is_busy(refused: &CheckoutError) -> bool {
    matches!(refused, CheckoutError::Busy { .. })
}

/// Asks again with the form as it was sent, so that it stays the same command: what was agreed
/// to then, whatever the page shows meanwhile.
#[derive(Clone, Copy)]
pub struct Asking {
    place: ServerAction<PlaceCheckout>,
    /// What was sent last. Nothing where the form was sent before scripts had loaded, or where
    /// its buyer would rather not ask again.
    sent: RwSignal<Option<PlaceCheckout>>,
}

impl Asking {
    pub fn new(place: ServerAction<PlaceCheckout>) -> Self {
        let sent = RwSignal::new(None);
        let input = place.input();
        Effect::new(move |_| {
            if let Some(form) = input.get() {
                sent.set(Some(form));
            }
        });
        Self { place, sent }
    }

    /// Until the form is sent by its button again.
    pub fn stop(self) {
        self.sent.set(None);
    }

    fn goes_on(self) -> bool {
        self.sent.with(Option::is_some)
    }

    fn again(self) {
        if let Some(form) = self.sent.get_untracked() {
            self.place.dispatch(form);
        }
    }
}

/// The command's id. Where the market was too busy, the form keeps the one it was sent with,
/// so that it stays one order, however often it is sent.
#[component]
pub fn CommandField(fresh: CommandId, refused: Signal<Option<CheckoutError>>) -> impl IntoView {
    let sent = use_form().and_then(|form| form.typed("command"));
    let busy = refused.with_untracked(|refused| refused.as_ref().is_some_and(is_busy));
    let command = sent.filter(|_| busy).unwrap_or_else(|| fresh.to_string());
    view! { <input type="hidden" name="command" value=command/> }
}

/// Stands inside the form. Asks by itself where scripts run, else by its button. Takes the focus
/// when it appears, and leaves it alone while it asks.
#[component]
pub fn PlaceKept(asking: Asking, refused: Signal<Option<CheckoutError>>) -> impl IntoView {
    let lang = use_lang();
    let is_told = move || refused.with(|refused| refused.as_ref().is_some_and(is_busy));
    let busy = Memo::new(move |_| is_told());
    let spot = NodeRef::<html::Div>::new();
    Effect::watch(
        move || busy.get(),
        move |busy, _, _| {
            if *busy && let Some(spot) = spot.get_untracked() {
                _ = spot.focus();
            }
        },
        false,
    );
    let words = move || match refused.get() {
        Some(CheckoutError::Busy { ahead }) => busy_words(lang, ahead, asking.goes_on()),
        _ => String::new(),
    };
    let pending = asking.place.pending();
    let again = Callback::new(move |()| asking.again());
    // Looked at after every answer, though it be the same as before.
    let waits = move || is_told() && asking.goes_on() && !pending.get();
    // One button for both, so that it keeps the focus. Missing while there is nothing to tell: the
    // first of a form is the one that the enter key presses.
    let kind = move || {
        if asking.goes_on() { "button" } else { "submit" }
    };
    let label = move || {
        if asking.goes_on() {
            t::checkout::stop_asking(lang)
        } else {
            t::checkout::ask_again(lang)
        }
    };
    let stop = move |event: MouseEvent| {
        if asking.sent.with_untracked(Option::is_some) {
            event.prevent_default();
            asking.stop();
        }
    };
    view! {
        <div class="alert alert-plain" tabindex="-1" node_ref=spot hidden=move || !busy.get()>
            <Icon glyph=Glyph::Clock/>
            <div class="grid gap-3 justify-items-start">
                <div role="status">
                    <p class="alert-title">{t::checkout::busy(lang)}</p>
                    <p>{words}</p>
                </div>
                {move || busy.get().then(|| view! {
                    <button type=kind class="btn btn-plain" on:click=stop>
                        <span class="btn-words">{label}</span>
                    </button>
                })}
                {move || waits().then(|| view! { <LookAgain look=again seconds=AGAIN_AFTER_SECONDS/> })}
            </div>
        </div>
    }
}

fn busy_words(lang: Lang, ahead: Option<u32>, asks: bool) -> String {
    match (ahead, asks) {
        (Some(ahead), true) => t::checkout::kept_and_asks(lang, ahead),
        (Some(ahead), false) => t::checkout::kept_for(lang, PLACE_KEPT_SECONDS, ahead),
        (None, true) => t::checkout::asks_by_itself(lang).to_owned(),
        (None, false) => t::checkout::come_again(lang).to_owned(),
    }
}
