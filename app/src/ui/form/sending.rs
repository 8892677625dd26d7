//! Files on their way, with how far they have come. Where scripts are missing the browser
//! sends the form itself and shows its own progress.

use crate::{
    i18n::{t, use_lang},
    ui::feedback::Progress,
};
use leptos::prelude::*;

/// Per mille of what is sent; nothing while nothing is under way.
pub(super) type Sent = RwSignal<Option<i64>>;

/// The bar that fills.
#[component]
pub(super) fn SendingBar(sent: Sent) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="sending" hidden=move || sent.get().is_none()>
            <Progress label=t::ui::sending(lang) done=Signal::derive(move || sent.get().unwrap_or_default())
                of=1000_i64 text=""/>
        </div>
    }
}

/// Sends the form's files and goes where the answer leads. Says whether it took that over.
#[cfg(feature = "hydrate")]
pub(super) fn send(event: &leptos::ev::SubmitEvent, sent: Sent, failed: Callback<()>) -> bool {
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{FormData, HtmlFormElement, ProgressEvent, XmlHttpRequest};
    let begun = || {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        let files = FormData::new_with_form(&form).ok()?;
        let request = XmlHttpRequest::new().ok()?;
        request.open("POST", &form.action()).ok()?;
        request.set_request_header("accept", "text/html").ok()?;
        Some((request, files))
    };
    let Some((request, files)) = begun() else {
        return false;
    };
    #[allow(clippy::cast_possible_truncation)]
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        let share = event.loaded() / event.total().max(1.0);
        sent.set(Some((share * 1000.0) as i64));
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let answered = request.clone();
    let done = Closure::<dyn Fn()>::new(move || {
        let (status, url) = (answered.status().unwrap_or(0), answered.response_url());
        // What was not taken at all, or was cut off, has no page to go to.
        if (200..400).contains(&status) && window().location().assign(&url).is_ok() {
            return;
        }
        sent.set(None);
        failed.run(());
    });
    request.set_onloadend(Some(done.as_ref().unchecked_ref()));
    // They live as long as the page, which the answer replaces.
    progress.forget();
    done.forget();
    if request.send_with_opt_form_data(Some(&files)).is_err() {
        return false;
    }
    event.prevent_default();
    sent.set(Some(0));
    true
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn send(_: &leptos::ev::SubmitEvent, _: Sent, _: Callback<()>) -> bool {
    false
}
