//! Forms that work before the browser's part has arrived, and keep what was typed.

mod sending;

use super::{
    accepted::on_accepted,
    icon::{Glyph, Icon},
    toast::use_toaster,
};
use crate::{
    fault::Fault,
    i18n::{field_issue, t, use_lang},
    platform::json::Json,
};
use leptos::{context::Provider, form::ActionForm, prelude::*, server::ServerActionError};
use longtail::text::{FieldIssues, Lang};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use server_fn::{
    Http, ServerFn, client::Client, codec::PostUrl, error::ServerFnUrlError, request::ClientReq,
};
use std::collections::BTreeMap;

/// What a person had typed into a form that was refused before the scripts had loaded.
///
/// A form sent without JavaScript is answered with a redirect to the page it came from, with
/// the server function's path in `__path` and the fault in `__err`. What was typed is not in
/// that address. **The server must provide** a `ReturnedForm` as a Leptos context of the
/// page's request whenever such an address is drawn, with
///
/// - `path`: the server function's path, as in `__path`: `/api/trust/account/sign_in`;
/// - `fields`: the form's fields by their name, decoded. Passwords, card numbers and files
///   must be left out.
///
/// (And the status that the server function set must not replace the redirect's own.)
/// [`provide_returned_form`] hands it over to the browser, so that both draw the same page;
/// [`Form`] and the fields inside it do the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedForm {
    pub path: String,
    pub fields: BTreeMap<String, String>,
}

/// The returned form of this page, until it was shown.
#[derive(Clone, Copy)]
struct Returned(StoredValue<Option<ReturnedForm>>);

/// Makes a returned form known to the page. Once, in the app.
pub fn provide_returned_form() {
    let shared = SharedValue::<Option<ReturnedForm>, Json>::new_with_encoding(use_context);
    provide_context(Returned(StoredValue::new(shared.into_inner())));
}

/// What was typed into the form of this server function, where it came back.
pub fn returned_fields(path: &str) -> Option<BTreeMap<String, String>> {
    use_context::<Returned>()?
        .0
        .get_value()
        .filter(|form| form.path == path)
        .map(|form| form.fields)
}

/// What fields and buttons know of the form around them. Read it with [`use_form`].
#[derive(Clone)]
pub struct FormState {
    /// Prefix of the fields' ids.
    pub id: String,
    /// Whether it is being sent.
    pub pending: Signal<bool>,
    /// Whether it waits for a code from a letter.
    pub asks_code: Signal<bool>,
    issues: Signal<FieldIssues>,
    typed: Option<BTreeMap<String, String>>,
}

impl FormState {
    /// A state to look at, without a server function: for the design page.
    pub fn specimen(id: impl Into<String>, issues: FieldIssues) -> Self {
        Self {
            id: id.into(),
            pending: false.into(),
            asks_code: false.into(),
            issues: issues.into(),
            typed: None,
        }
    }

    /// What was typed before, where the form came back.
    pub fn typed(&self, field: &str) -> Option<String> {
        self.typed.as_ref()?.get(field).cloned()
    }

    /// Whether the form came back: then a checkbox that is missing was not ticked.
    pub fn came_back(&self) -> bool {
        self.typed.is_some()
    }

    /// What is wrong with a field, as a sentence.
    pub fn issue(&self, field: &str, lang: Lang) -> Option<String> {
        self.issues
            .with(|issues| issues.get(field).map(|issue| field_issue(lang, issue)))
    }
}

/// The form around this component, if there is one.
pub fn use_form() -> Option<FormState> {
    use_context()
}

/// Panics where a field that was made outside of any form stands in one all the same: it knows
/// nothing of that form, and would show no issue. Make it inside the form's children.
#[cfg(all(debug_assertions, feature = "hydrate"))]
pub(super) fn expect_no_form(id: String) {
    Effect::new(move |_| {
        let field = document().get_element_by_id(&id);
        let form = field.and_then(|field| field.closest("form[novalidate]").ok().flatten());
        assert!(form.is_none(), "{id} was made before the form around it");
    });
}

/// `/api/trust/account/sign_in` → `sign-in`: what field ids begin with.
fn form_id(path: &str) -> String {
    path.rsplit('/')
        .next()
        .unwrap_or_default()
        .replace('_', "-")
}

/// A form that sends a server function. Fields inside show their own issue; whatever else
/// goes wrong stands above them, read aloud, and takes the focus. Typed text stays.
///
/// ```ignore
/// let sign_in = ServerAction::<SignIn>::new();
/// view! {
///     <Form action=sign_in refusal=|lang, refused| refusal_text(lang, refused)>
///         <EmailField name="email" label=t::account::email(lang) required=true/>
///         <PasswordField name="password" label=t::account::password(lang)/>
///         <Submit>{t::account::sign_in(lang)}</Submit>
///     </Form>
/// }
/// ```
///
/// Success is the server function's matter (`leptos_axum::redirect`); `on_done` is for what
/// the page does besides, such as `use_visitor().refetch()`.
#[component]
pub fn Form<S, E, OutputProtocol>(
    action: ServerAction<S>,
    /// Puts the feature's refusals into words. Needed where the function refuses anything.
    #[prop(optional)]
    refusal: Option<fn(Lang, &E) -> String>,
    /// The field at which a refusal is shown instead of above the form.
    #[prop(optional)]
    refused_field: Option<fn(&E) -> Option<&'static str>>,
    /// Whether a refusal asks for a code from a letter: then a `CodeField` inside shows itself.
    #[prop(optional)]
    asks_code: Option<fn(&E) -> bool>,
    /// Whether something inside tells what went wrong: then nothing stands above the fields.
    #[prop(optional)]
    told_inside: Option<Signal<bool>>,
    /// Must be given where a page has the same form several times. The ids of the fields
    /// are `{id}-{name}`.
    #[prop(optional, into)]
    id: String,
    #[prop(optional, into)] class: String,
    /// Called in the browser each time the form was accepted.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
    children: Children,
) -> impl IntoView
where
    S: DeserializeOwned
        + ServerFn<Protocol = Http<PostUrl, OutputProtocol>, Error = Fault<E>>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Client: Client<Fault<E>>,
    <<S::Client as Client<Fault<E>>>::Request as ClientReq<Fault<E>>>::FormData:
        From<leptos::web_sys::FormData>,
    S::Output: Send + Sync + 'static,
    E: Serialize + DeserializeOwned + Clone + std::fmt::Debug + Send + Sync + 'static,
    OutputProtocol: 'static,
{
    let value = action.value();
    let fault = Signal::derive(move || value.with(|v| v.as_ref()?.as_ref().err().cloned()));
    if let Some(done) = on_done {
        on_accepted(action, done);
    }
    let id = if id.is_empty() { form_id(S::PATH) } else { id };
    let pending = action.pending().into();
    let words = FormWords::new(fault, refusal, refused_field, asks_code, told_inside);
    let state = FormState {
        id: id.clone(),
        pending,
        asks_code: words.asks_code,
        issues: words.issues,
        typed: returned_fields(S::PATH),
    };
    view! {
        <ActionForm action attr:id=id attr:class=format!("form {class}") attr:novalidate="">
            <Provider value=state>
                <FormAlert sentence=words.sentence/>
                {children()}
            </Provider>
        </ActionForm>
    }
}

/// A form that the browser sends itself, with a new page as the answer: for files
/// (`multipart`), with how far they have come, and for what must load the document anew.
///
/// ```ignore
/// <PlainForm path=UploadPicture::PATH multipart=true refusal=media_refusal>
///     <FileDrop name="picture" label="…"/>
///     <Submit>"Upload"</Submit>
/// </PlainForm>
/// ```
#[component]
pub fn PlainForm<E>(
    /// `ServerFunctionStruct::PATH`.
    #[prop(into)]
    path: String,
    #[prop(optional)] multipart: bool,
    /// As in [`Form`]. For functions that refuse nothing: `no_refusal`.
    refusal: fn(Lang, &E) -> String,
    #[prop(optional)] refused_field: Option<fn(&E) -> Option<&'static str>>,
    #[prop(optional)] asks_code: Option<fn(&E) -> bool>,
    #[prop(optional, into)] id: String,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView
where
    E: Serialize + DeserializeOwned + Clone + std::fmt::Debug + Send + Sync + 'static,
{
    let fault = use_context::<ServerActionError>()
        .filter(|error| error.path() == path)
        .map(|error| ServerFnUrlError::<Fault<E>>::decode_err(error.err()));
    let words = FormWords::new(
        Signal::derive(move || fault.clone()),
        Some(refusal),
        refused_field,
        asks_code,
        None,
    );
    let id = if id.is_empty() { form_id(&path) } else { id };
    let sent = RwSignal::new(false);
    let sending = RwSignal::new(None);
    let lang = use_lang();
    let toaster = use_toaster();
    let failed = Callback::new(move |()| {
        sent.set(false);
        toaster.say(t::ui::not_sent(lang));
    });
    let state = FormState {
        id: id.clone(),
        pending: sent.into(),
        asks_code: words.asks_code,
        issues: words.issues,
        typed: returned_fields(&path),
    };
    view! {
        <form
            method="post"
            action=path
            enctype=multipart.then_some("multipart/form-data")
            id=id
            class=format!("form {class}")
            novalidate
            on:submit=move |event: leptos::ev::SubmitEvent| {
                sent.set(true);
                if multipart {
                    sending::send(&event, sending, failed);
                }
            }
        >
            <Provider value=state>
                <FormAlert sentence=words.sentence/>
                {children()}
                {multipart.then(|| view! { <sending::SendingBar sent=sending/> })}
            </Provider>
        </form>
    }
}

/// For [`PlainForm`]s of server functions that refuse nothing.
pub fn no_refusal(_: Lang, never: &crate::fault::NoRefusal) -> String {
    match *never {}
}

/// A fault, taken apart for the fields and for the alert above them.
struct FormWords {
    issues: Signal<FieldIssues>,
    asks_code: Signal<bool>,
    sentence: Signal<Option<String>>,
}

impl FormWords {
    fn new<E: Clone + Send + Sync + 'static>(
        fault: Signal<Option<Fault<E>>>,
        refusal: Option<fn(Lang, &E) -> String>,
        refused_field: Option<fn(&E) -> Option<&'static str>>,
        asks_code: Option<fn(&E) -> bool>,
        told_inside: Option<Signal<bool>>,
    ) -> Self {
        let lang = use_lang();
        let words = move |refused: &E| match refusal {
            Some(words) => words(lang, refused),
            None => t::common::check_fields(lang).to_owned(),
        };
        let at_field = move |fault: &Fault<E>| match fault {
            Fault::Invalid(issues) => Some(issues.clone()),
            Fault::Refused(refused) => {
                let field = refused_field.and_then(|field| field(refused))?;
                let text = words(refused);
                let text = longtail::text::Bilingual::new(text.clone(), text);
                Some(FieldIssues::one(
                    field,
                    longtail::text::FieldIssue::Other { text },
                ))
            }
            _ => None,
        };
        Self {
            asks_code: Signal::derive(move || {
                fault.with(|fault| match (fault, asks_code) {
                    (Some(Fault::Refused(refused)), Some(asks)) => asks(refused),
                    _ => false,
                })
            }),
            issues: Signal::derive(move || {
                fault
                    .with(|fault| fault.as_ref().and_then(at_field))
                    .unwrap_or_default()
            }),
            sentence: Signal::derive(move || {
                if told_inside.is_some_and(|told| told.get()) {
                    return None;
                }
                fault.with(|fault| {
                    let fault = fault.as_ref()?;
                    Some(match at_field(fault) {
                        Some(_) => t::common::check_fields(lang).to_owned(),
                        None => fault.sentence(lang, words),
                    })
                })
            }),
        }
    }
}

/// What went wrong, above the fields. Takes the focus when it appears.
#[component]
fn FormAlert(sentence: Signal<Option<String>>) -> impl IntoView {
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::watch(
        move || sentence.get(),
        move |sentence, _, _| {
            if sentence.is_some()
                && let Some(place) = place.get_untracked()
            {
                _ = place.focus();
            }
        },
        false,
    );
    view! {
        <div
            class="alert alert-danger form-alert"
            role="alert"
            tabindex="-1"
            node_ref=place
            hidden=move || sentence.with(Option::is_none)
        >
            <Icon glyph=Glyph::Warning/>
            <p>{move || sentence.get().unwrap_or_default()}</p>
        </div>
    }
}
