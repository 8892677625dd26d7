//! Fields that choose: select, checkbox, radio cards, option buttons.

use super::optional_text::OptionalText;
use super::{
    field::{FieldError, FieldFrame, FieldParts, dashed},
    form::use_form,
    icon::{Glyph, Icon},
    photo::Photo,
};
use crate::i18n::{t, use_lang};
use leptos::prelude::*;
use longtail::platform::media::Picture;

/// One thing that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
    /// Shown at the end of a radio card, such as a price.
    pub aside: Option<String>,
    pub picture: Option<Picture>,
    /// Shown in front of the words.
    pub glyph: Option<Glyph>,
    /// Cannot be chosen at all.
    pub disabled: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn aside(mut self, aside: impl Into<String>) -> Self {
        self.aside = Some(aside.into());
        self
    }

    #[must_use]
    pub fn picture(mut self, picture: Option<Picture>) -> Self {
        self.picture = picture;
        self
    }

    #[must_use]
    pub fn glyph(mut self, glyph: Glyph) -> Self {
        self.glyph = Some(glyph);
        self
    }

    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// A drop-down list. Below seven choices [`RadioCards`] are quicker.
///
/// ```ignore
/// <Select name="carrier" label="Carrier" choices=vec![Choice::new("sf", "SF Express")] required=true/>
/// ```
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: OptionalText,
    /// An empty first line, such as “Choose a category”.
    #[prop(optional, into)]
    prompt: OptionalText,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] autocomplete: OptionalText,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_choose: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let value = value.0;
    let prompt = prompt.0;
    let hint = hint.0;
    let autocomplete = autocomplete.0;
    let parts = FieldParts::new(&name, value);
    let chosen = parts.initial.clone();
    let options = prompt
        .map(|text| Choice::new("", text))
        .into_iter()
        .chain(choices)
        .map(|choice| {
            let selected = choice.value == chosen;
            view! {
                <option value=choice.value selected=selected disabled=choice.disabled>
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    let control = view! {
        <select
            id=parts.id.clone()
            name=name
            autocomplete=autocomplete
            required=required
            aria-invalid=parts.invalid()
            aria-describedby=parts.described_by(hint.is_some())
            on:change:target=move |event| {
                if let Some(tell) = on_choose {
                    tell.run(event.target().value());
                }
            }
        >
            {options}
        </select>
    };
    view! {
        <FieldFrame parts label hint optional=!required counter=None class>
            <div class="control control-select">{control}</div>
        </FieldFrame>
    }
}

/// A checkbox; sends `value` (`true` unless told otherwise) when ticked, nothing when not:
/// the server function takes `#[server(default)] name: bool`.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "true".into(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let hint = hint.0;
    let parts = FieldParts::new(&name, None);
    let checked = match use_form() {
        Some(form) if form.came_back() => form.typed(&name).as_deref() == Some(value.as_str()),
        _ => checked,
    };
    let described_by = parts.described_by(hint.is_some());
    view! {
        <div class=format!("tick {class}")>
            <label>
                <input
                    type="checkbox"
                    id=parts.id.clone()
                    name=name
                    value=value
                    checked=checked
                    disabled=disabled
                    aria-invalid=parts.invalid()
                    aria-describedby=described_by
                    on:change:target=move |event| {
                        if let Some(tell) = on_change {
                            tell.run(event.target().checked());
                        }
                    }
                />
                <span>{label}</span>
            </label>
            {hint.map(|hint| view! { <p class="field-hint" id=parts.hint_id.clone()>{hint}</p> })}
            <FieldError parts/>
        </div>
    }
}

/// A group of radio inputs that look like cards: for delivery, payment, addresses.
///
/// ```ignore
/// <RadioCards name="pay_with" legend=t::checkout::pay_with(lang) choices value="card"/>
/// ```
#[component]
pub fn RadioCards(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: OptionalText,
    #[prop(optional, into)] hint: OptionalText,
    /// Side by side where there is room.
    #[prop(optional)]
    columns: bool,
    #[prop(optional, into)] on_choose: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let value = value.0;
    let hint = hint.0;
    let parts = FieldParts::new(&name, value);
    let cards = choices
        .into_iter()
        .map(|choice| {
            let id = format!("{}-{}", parts.id, dashed(&choice.value));
            let checked = choice.value == parts.initial;
            let value = choice.value.clone();
            view! {
                <label class="radio-card" for=id>
                    <input
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=choice.value
                        checked=checked
                        disabled=choice.disabled
                        on:change=move |_| {
                            if let Some(tell) = on_choose {
                                tell.run(value.clone());
                            }
                        }
                    />
                    {choice.glyph.map(|glyph| view! { <Icon glyph class="radio-card-glyph"/> })}
                    <span class="radio-card-words">
                        <span class="radio-card-label">{choice.label}</span>
                        {choice.hint.map(|hint| view! { <span class="radio-card-hint">{hint}</span> })}
                    </span>
                    {choice.aside.map(|aside| view! { <span class="radio-card-aside">{aside}</span> })}
                </label>
            }
        })
        .collect_view();
    let described_by = parts.described_by(hint.is_some());
    view! {
        <fieldset class=format!("field radio-cards {class}") class:is-columns=columns aria-describedby=described_by>
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="field-hint" id=parts.hint_id.clone()>{hint}</p> })}
            <div class="radio-cards-list">{cards}</div>
            <FieldError parts/>
        </fieldset>
    }
}

/// The options of one axis (colour, size) as buttons, with pictures where there are any.
/// Radio inputs beneath, so that they work without JavaScript.
///
/// `greyed` are the values that cannot be had together with what else is chosen: they stay
/// choosable, since choosing one may change the other axis.
///
/// ```ignore
/// <OptionButtons name="options[0]" legend="Colour" choices chosen=colour greyed=greyed
///     on_choose=move |value| colour.set(value)/>
/// ```
#[component]
pub fn OptionButtons(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    choices: Vec<Choice>,
    #[prop(into)] chosen: Signal<String>,
    #[prop(optional, into)] greyed: Signal<Vec<String>>,
    #[prop(optional, into)] on_choose: Option<Callback<String>>,
    /// The id of a form elsewhere on the page that the choice belongs to.
    #[prop(optional, into)]
    form: OptionalText,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let form = form.0;
    let lang = use_lang();
    let prefix = use_form().map_or_else(|| "option".to_owned(), |form| form.id);
    let prefix = format!("{prefix}-{}", dashed(&name));
    let labels: Vec<(String, String)> = choices
        .iter()
        .map(|choice| (choice.value.clone(), choice.label.clone()))
        .collect();
    let chosen_label = move || {
        let chosen = chosen.get();
        labels
            .iter()
            .find(|(value, _)| *value == chosen)
            .map(|(_, label)| label.clone())
            .unwrap_or_default()
    };
    let buttons = choices
        .into_iter()
        .map(|choice| {
            let id = format!("{prefix}-{}", dashed(&choice.value));
            let (here, me, tell) = (
                choice.value.clone(),
                choice.value.clone(),
                choice.value.clone(),
            );
            let is_greyed = Signal::derive(move || greyed.with(|all| all.contains(&me)));
            let checked = Signal::derive(move || chosen.with(|chosen| *chosen == here));
            let initially = checked.get_untracked();
            let picture = choice.picture.map(|picture| {
                view! { <Photo picture=Some(picture) alt="" sizes="48px"/> }
            });
            let pictured = picture.is_some();
            view! {
                <label
                    class="option"
                    class:is-greyed=is_greyed
                    class:has-picture=pictured
                    for=id
                >
                    <input
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=choice.value
                        form=form.clone()
                        checked=initially
                        prop:checked=checked
                        disabled=choice.disabled
                        on:change=move |_| {
                            if let Some(choose) = on_choose {
                                choose.run(tell.clone());
                            }
                        }
                    />
                    {picture}
                    <span class="option-label">{choice.label}</span>
                    <span class="sr-only" hidden=move || !is_greyed.get()>
                        {t::ui::not_with_this(lang)}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class=format!("options {class}")>
            <legend>
                {legend}
                <span class="options-chosen">{chosen_label}</span>
            </legend>
            <div class="options-list">{buttons}</div>
        </fieldset>
    }
}
