//! Fields: label, hint, error, counter; and what was typed when the form comes back.

use super::form::use_form;
use super::optional_text::OptionalText;
use crate::i18n::{t, use_lang};
use leptos::prelude::*;

/// What every kind of field is made of.
#[derive(Clone)]
pub struct FieldParts {
    pub id: String,
    pub hint_id: String,
    pub error_id: String,
    /// What stands in it at first: what came back, else what the page gave.
    pub initial: String,
    pub issue: Signal<Option<String>>,
}

/// `lines[0][quantity]` → `lines-0-quantity`.
pub(crate) fn dashed(name: &str) -> String {
    name.replace("][", "-")
        .replace(['[', ' '], "-")
        .replace(']', "")
}

impl FieldParts {
    pub fn new(name: &str, given: Option<String>) -> Self {
        let lang = use_lang();
        let form = use_form();
        #[cfg(all(debug_assertions, feature = "hydrate"))]
        if form.is_none() {
            super::form::expect_no_form(format!("field-{}", dashed(name)));
        }
        let prefix = form.as_ref().map_or("field", |form| form.id.as_str());
        let id = format!("{prefix}-{}", dashed(name));
        let initial = form
            .as_ref()
            .and_then(|form| form.typed(name))
            .or(given)
            .unwrap_or_default();
        let name = name.to_owned();
        Self {
            hint_id: format!("{id}-hint"),
            error_id: format!("{id}-error"),
            id,
            initial,
            issue: Signal::derive(move || form.as_ref()?.issue(&name, lang)),
        }
    }

    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + 'static + use<> {
        let issue = self.issue;
        move || issue.with(Option::is_some).then_some("true")
    }

    pub fn described_by(&self, hint: bool) -> String {
        if hint {
            format!("{} {}", self.hint_id, self.error_id)
        } else {
            self.error_id.clone()
        }
    }
}

/// The sentence under a field that says what is wrong with it.
#[component]
pub fn FieldError(parts: FieldParts) -> impl IntoView {
    let issue = parts.issue;
    view! {
        <p class="field-error" id=parts.error_id hidden=move || issue.with(Option::is_none)>
            {move || issue.get().unwrap_or_default()}
        </p>
    }
}

/// Label above, hint below, error below that. For fields of one control.
#[component]
pub fn FieldFrame(
    parts: FieldParts,
    label: String,
    hint: Option<String>,
    optional: bool,
    /// Characters typed and the most that fit.
    counter: Option<(Signal<usize>, u32)>,
    class: String,
    children: Children,
) -> impl IntoView {
    let lang = use_lang();
    let issue = parts.issue;
    let frame_class = format!("field {class}");
    view! {
        <div class=frame_class class:has-error=move || issue.with(Option::is_some)>
            <div class="field-head">
                <label for=parts.id.clone()>{label}</label>
                {optional.then(|| view! { <span class="field-optional">{t::ui::optional(lang)}</span> })}
                {counter.map(|(typed, most)| view! {
                    <span class="field-counter" class:is-over=move || { typed.get() > most as usize }>
                        <span aria-hidden="true">{move || typed.get()}" / "{most}</span>
                    </span>
                })}
            </div>
            {children()}
            {hint.map(|hint| view! { <p class="field-hint" id=parts.hint_id.clone()>{hint}</p> })}
            <FieldError parts/>
        </div>
    }
}

/// The one-line fields share this.
#[component]
fn LineField(
    kind: &'static str,
    name: String,
    label: String,
    value: Option<String>,
    hint: Option<String>,
    placeholder: Option<String>,
    autocomplete: Option<String>,
    inputmode: Option<&'static str>,
    before: Option<String>,
    after: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
    counter: Option<u32>,
    required: bool,
    readonly: bool,
    on_input: Option<Callback<String>>,
    class: String,
    /// One of several fields is needed: none of them is optional by itself.
    #[prop(optional)]
    either: bool,
    /// The id of a `<datalist>`.
    #[prop(optional_no_strip)]
    list: Option<String>,
) -> impl IntoView {
    let parts = FieldParts::new(&name, value);
    let typed = RwSignal::new(parts.initial.chars().count());
    let control = view! {
        <input
            type=kind
            id=parts.id.clone()
            name=name
            value=parts.initial.clone()
            placeholder=placeholder
            autocomplete=autocomplete
            inputmode=inputmode
            list=list
            min=min
            max=max
            required=required
            readonly=readonly
            aria-invalid=parts.invalid()
            aria-describedby=parts.described_by(hint.is_some())
            on:input:target=move |event| {
                let text = event.target().value();
                typed.set(text.chars().count());
                if let Some(tell) = on_input {
                    tell.run(text);
                }
            }
        />
    };
    let counter = counter.map(|most| (typed.into(), most));
    view! {
        <FieldFrame parts label hint optional=!required && !readonly && !either counter class>
            <div class="control">
                {before.map(|text| view! { <span class="control-before" aria-hidden="true">{text}</span> })}
                {control}
                {after.map(|text| view! { <span class="control-after">{text}</span> })}
            </div>
        </FieldFrame>
    }
}

/// One line of text. Fields that are not `required` say that they are optional.
///
/// ```ignore
/// <TextField name="name" label=t::account::name(lang) required=true autocomplete="name" counter=80/>
/// ```
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: OptionalText,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] placeholder: OptionalText,
    #[prop(optional, into)] autocomplete: OptionalText,
    /// `tel`, `numeric`, `search`, `url` …: which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// A short text in front of what is typed, such as an address's beginning.
    #[prop(optional, into)]
    before: OptionalText,
    #[prop(optional, into)] after: OptionalText,
    /// Counts characters against the most that fit.
    #[prop(optional)]
    counter: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
    /// One of several fields is needed: this one does not say that it is optional.
    #[prop(optional)]
    either: bool,
    /// The id of a `<datalist>` with what may be meant.
    #[prop(optional, into)]
    list: OptionalText,
) -> impl IntoView {
    let value = value.0;
    let hint = hint.0;
    let placeholder = placeholder.0;
    let autocomplete = autocomplete.0;
    let before = before.0;
    let after = after.0;
    view! {
        <LineField kind="text" name label value hint placeholder autocomplete inputmode before after
            min=None max=None counter required readonly on_input class either list=list.0/>
    }
}

/// An e-mail address.
#[component]
pub fn EmailField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: OptionalText,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(default = "email".into(), into)] autocomplete: String,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let value = value.0;
    let hint = hint.0;
    view! {
        <LineField kind="email" name label value hint placeholder=None autocomplete=Some(autocomplete)
            inputmode=Some("email") before=None after=None min=None max=None counter=None required
            readonly=false on_input=None class/>
    }
}

/// A whole number. `after` is its unit.
#[component]
pub fn NumberField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] value: Option<i64>,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional_no_strip, into)] min: Option<i64>,
    #[prop(optional_no_strip, into)] max: Option<i64>,
    #[prop(optional, into)] after: OptionalText,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let hint = hint.0;
    let after = after.0;
    let value = value.map(|number| number.to_string());
    view! {
        <LineField kind="number" name label value hint placeholder=None
            autocomplete=Some("off".to_owned()) inputmode=Some("numeric") before=None after min max
            counter=None required readonly=false on_input class=format!("field-number {class}")/>
    }
}

/// A date with a time, in the market's zone: say so in the label or the hint.
#[component]
pub fn TimeField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] value: Option<chrono::DateTime<chrono::Utc>>,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let hint = hint.0;
    let value = value.map(longtail::when::local_field);
    view! {
        <LineField kind="datetime-local" name label value hint placeholder=None autocomplete=None
            inputmode=None before=None after=None min=None max=None counter=None required
            readonly=false on_input=None class="field-time".to_owned()/>
    }
}

/// An amount of money: the sign stands in front, a phone shows digits and a point.
///
/// ```ignore
/// <MoneyInput name="price" label=t::goods::price(lang) currency=market.currency value=variant.price required=true/>
/// ```
#[component]
pub fn MoneyInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    currency: longtail::money::Currency,
    #[prop(optional_no_strip, into)] value: Option<longtail::money::Money>,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let hint = hint.0;
    let value = value.map(|amount| amount.plain());
    view! {
        <LineField kind="text" name label value hint placeholder=None
            autocomplete=Some("off".to_owned()) inputmode=Some("decimal")
            before=Some(currency.sign().to_owned()) after=Some(currency.code().to_owned())
            min=None max=None counter=None required readonly=false on_input
            class=format!("field-money {class}")/>
    }
}

/// A password, with a button that shows it. What was typed never comes back from the server.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: OptionalText,
    /// `current-password`, or `new-password` where one is chosen.
    #[prop(default = "current-password".into(), into)]
    autocomplete: String,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let hint = hint.0;
    let lang = use_lang();
    let mut parts = FieldParts::new(&name, None);
    parts.initial.clear();
    let shown = RwSignal::new(false);
    let control = view! {
        <input
            type=move || if shown.get() { "text" } else { "password" }
            id=parts.id.clone()
            name=name
            autocomplete=autocomplete
            required
            aria-invalid=parts.invalid()
            aria-describedby=parts.described_by(hint.is_some())
        />
    };
    view! {
        <FieldFrame parts label hint optional=false counter=None class>
            <div class="control">
                {control}
                <button
                    type="button"
                    class="control-button needs-js"
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { t::ui::hide(lang) } else { t::ui::show(lang) }}
                </button>
            </div>
        </FieldFrame>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: OptionalText,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] placeholder: OptionalText,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] counter: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let value = value.0;
    let hint = hint.0;
    let placeholder = placeholder.0;
    let parts = FieldParts::new(&name, value);
    let typed = RwSignal::new(parts.initial.chars().count());
    let control = view! {
        <textarea
            id=parts.id.clone()
            name=name
            rows=rows
            placeholder=placeholder
            required=required
            aria-invalid=parts.invalid()
            aria-describedby=parts.described_by(hint.is_some())
            on:input:target=move |event| {
                let text = event.target().value();
                typed.set(text.chars().count());
                if let Some(tell) = on_input {
                    tell.run(text);
                }
            }
        >
            {parts.initial.clone()}
        </textarea>
    };
    let counter = counter.map(|most| (typed.into(), most));
    view! {
        <FieldFrame parts label hint optional=!required counter class>
            <div class="control">{control}</div>
        </FieldFrame>
    }
}
