//! How many: minus, a number, plus.

use super::optional_text::OptionalText;
use super::{
    field::FieldParts,
    icon::{Glyph, Icon},
};
use crate::i18n::{t, use_lang};
use leptos::prelude::*;

/// A whole number with a button on either side. Without JavaScript the number is typed.
///
/// ```ignore
/// <Stepper name="quantity" label=t::cart::quantity(lang) value=line.quantity max=line.available
///     on_change=move |n| change.dispatch(…)/>
/// ```
#[component]
pub fn Stepper(
    #[prop(into)] name: String,
    /// Read aloud; shown above where `show_label`.
    #[prop(into)]
    label: String,
    #[prop(optional)] show_label: bool,
    #[prop(default = 1)] value: u32,
    #[prop(default = 1)] min: u32,
    #[prop(default = 99)] max: u32,
    /// Called after each step and each number typed, within the bounds.
    #[prop(optional, into)]
    on_change: Option<Callback<u32>>,
    /// The id of the form it belongs to, where it stands outside.
    #[prop(optional, into)]
    form: OptionalText,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let form = form.0;
    let lang = use_lang();
    let parts = FieldParts::new(&name, Some(value.to_string()));
    let number = RwSignal::new(parts.initial.parse().unwrap_or(value));
    let max = max.max(min);
    let set = move |n: u32| {
        let n = n.clamp(min, max);
        if n != number.get_untracked() {
            number.set(n);
            if let Some(tell) = on_change {
                tell.run(n);
            }
        }
    };
    let initial = parts.initial.clone();
    let invalid = parts.invalid();
    let (fewer, more) = (t::ui::fewer(lang, &label), t::ui::more_of(lang, &label));
    view! {
        <div class=format!("stepper-field {class}")>
            <label for=parts.id.clone() class:sr-only=!show_label>{label}</label>
            <div class="stepper">
                <button
                    type="button"
                    class="needs-js"
                    aria-label=fewer
                    disabled=move || { number.get() <= min }
                    on:click=move |_| set(number.get_untracked().saturating_sub(1))
                >
                    <Icon glyph=Glyph::Minus/>
                </button>
                <input
                    type="number"
                    id=parts.id.clone()
                    name=name
                    form=form
                    min=min
                    max=max
                    inputmode="numeric"
                    autocomplete="off"
                    value=initial
                    prop:value=move || number.get().to_string()
                    aria-invalid=invalid
                    aria-describedby=parts.error_id.clone()
                    on:change:target=move |event| {
                        let typed = event.target().value().trim().parse().unwrap_or(min);
                        set(typed);
                        event.target().set_value(&number.get_untracked().to_string());
                    }
                />
                <button
                    type="button"
                    class="needs-js"
                    aria-label=more
                    disabled=move || { number.get() >= max }
                    on:click=move |_| set(number.get_untracked().saturating_add(1))
                >
                    <Icon glyph=Glyph::Plus/>
                </button>
            </div>
            <super::field::FieldError parts/>
        </div>
    }
}
