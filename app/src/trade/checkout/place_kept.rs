//! What is told where too many order at once: the buyer's place in the line, and the way back to it.

use super::api::PlaceCheckout;
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    ui::*,
};
use leptos::{ev::MouseEvent, html, prelude::*};
use longtail::{
    id::CommandId,
    trade::checkout::{CheckoutError, PLACE_KEPT_SECONDS},
};

/// Seconds after which it is asked again: more for whoever is far behind, whose turn comes no sooner
/// for asking. A place is kept for longer than two of these, so that an answer may be lost.
fn pause_seconds(ahead: Option<u32>) -> u32 {
    const FAR: u32 = 20_000;
    2 + ahead.unwrap_or(FAR).min(FAR) / 2_000
}

/// Asks again with the form as it was sent, so that it stays the same command: what was agreed
/// to then, whatever the page shows meanwhile.
#[derive(Clone, Copy)]
pub struct Asking {
    place: ServerAction<PlaceCheckout>,
    /// What was sent last. Nothing where the form was sent before scripts had loaded, or where
    /// its buyer would rather not ask again.
    sent: RwSignal<Option<PlaceCheckout>>,
    /// Where too many order: how many are before the buyer, or that no place is kept.
    told: Memo<Option<Option<u32>>>,
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
        let answer = place.value();
        let told = Memo::new(move |last: Option<&Option<Option<u32>>>| {
            answer.with(|answer| match answer {
                Some(Err(Fault::Refused(CheckoutError::Busy { ahead }))) => Some(*ahead),
                // An answer is lost, and the place is not: it is asked again all the same.
                Some(Err(Fault::Offline | Fault::Incident { .. } | Fault::TooMany { .. }))
                    if sent.with(Option::is_some) =>
                {
                    last.copied().flatten()
                }
                _ => None,
            })
        });
        Self { place, sent, told }
    }

    /// Until the form is sent by its button again.
    pub fn stop(self) {
        self.sent.set(None);
    }

    /// Whether [`PlaceKept`] tells what came of the form.
    pub fn is_told(self) -> bool {
        self.told.with(Option::is_some)
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
pub fn CommandField(fresh: CommandId, asking: Asking) -> impl IntoView {
    let sent = use_form().and_then(|form| form.typed("command"));
    let busy = asking.told.with_untracked(Option::is_some);
    let command = sent.filter(|_| busy).unwrap_or_else(|| fresh.to_string());
    view! { <input type="hidden" name="command" value=command/> }
}

/// Stands inside the form. Asks by itself where scripts run, else by its button. Takes the focus
/// when it appears, and leaves it alone while it asks.
#[component]
pub fn PlaceKept(asking: Asking) -> impl IntoView {
    let lang = use_lang();
    let busy = Memo::new(move |_| asking.is_told());
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
    let before = move || match asking.told.get().flatten() {
        Some(0) => t::checkout::you_are_next(lang).to_owned(),
        Some(ahead) => t::checkout::before_you(lang, ahead),
        None => String::new(),
    };
    let words = move || match (asking.told.get(), asking.goes_on()) {
        (Some(Some(_)), true) => t::checkout::kept_and_asks(lang).to_owned(),
        (Some(Some(_)), false) => t::checkout::kept_for(lang, PLACE_KEPT_SECONDS),
        (Some(None), true) => t::checkout::asks_by_itself(lang).to_owned(),
        (Some(None), false) => t::checkout::come_again(lang).to_owned(),
        (None, _) => String::new(),
    };
    let pending = asking.place.pending();
    let again = Callback::new(move |()| asking.again());
    // Looked at after every answer, though it be the same as before.
    let pause = move || {
        let ahead = asking.told.get()?;
        (asking.goes_on() && !pending.get()).then(|| pause_seconds(ahead))
    };
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
        <div
            class="alert alert-plain"
            role="group"
            aria-labelledby="busy-title"
            tabindex="-1"
            node_ref=spot
            hidden=move || !busy.get()
        >
            <Icon glyph=Glyph::Clock/>
            <div class="grid gap-3 justify-items-start">
                <div>
                    <p class="alert-title" id="busy-title">{t::checkout::busy(lang)}</p>
                    // Outside of what is read aloud whenever it changes.
                    <p>{before}</p>
                    <p role="status">{words}</p>
                </div>
                {move || busy.get().then(|| view! {
                    <button type=kind class="btn btn-plain" on:click=stop>
                        <span class="btn-words">{label}</span>
                    </button>
                })}
                {move || pause().map(|seconds| view! { <LookAgain look=again seconds/> })}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_far_behind_asks_less_often_and_in_time() {
        let line = [Some(0), Some(1_999), Some(2_000), Some(65_535), None];
        assert_eq!(line.map(pause_seconds), [2, 2, 3, 12, 12]);
        let longest = i64::from(pause_seconds(None));
        assert!(2 * longest < PLACE_KEPT_SECONDS, "though an answer is lost");
    }
}
