//! What a page shows once its one loader has answered.

use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    routes::NotFound,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Redirect, hooks::use_location};
use std::fmt::Debug;

#[cfg(feature = "ssr")]
use crate::{platform::visitor::use_visitor, trade::wishlist::use_wishes};

/// Draws a page from what its loader answered. Who has to sign in is sent there and comes
/// back; what is not there, or not theirs, is the page that says so.
///
/// ```ignore
/// let orders = Resource::new_blocking(|| (), |()| load_orders());
/// view! { <Loaded of=orders view=|orders| view! { <OrderList orders/> }/> }
/// ```
#[component]
pub fn Loaded<T, E, F, V, C>(of: Resource<Result<T, Fault<E>>, C>, view: F) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    E: Clone + Debug + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
    C: Send + Sync + 'static,
{
    #[cfg(feature = "ssr")]
    let (visitor, wishes) = (use_visitor(), use_wishes());
    let page = move || {
        let view = view.clone();
        async move {
            // The server draws the hearts of goods as they stand; the browser follows by itself.
            #[cfg(feature = "ssr")]
            if let Ok(visitor) = visitor.await {
                wishes.learn(visitor.wishes);
            }
            match of.await {
                Ok(loaded) => view(loaded).into_any(),
                Err(fault) => faulted(&fault).into_any(),
            }
        }
    };
    awaited(|| view! { <Skeleton lines=6/> }, page)
}

fn faulted<E: Debug>(fault: &Fault<E>) -> AnyView {
    match fault {
        Fault::SignIn => view! { <ToSignIn/> }.into_any(),
        Fault::NotFound => view! { <NotFound/> }.into_any(),
        Fault::Moved { to } => view! { <MovedTo to=to.clone()/> }.into_any(),
        other => {
            let lang = use_lang();
            let sentence = other.sentence(lang, |_| t::common::check_fields(lang).to_owned());
            view! {
                <Title text=t::page::trouble(lang)/>
                <div class="page page-body">
                    <Alert tone=Tone::Danger title=t::page::trouble(lang)>
                        <p>{sentence}</p>
                    </Alert>
                </div>
            }
            .into_any()
        }
    }
}

/// Sends the visitor to sign in, and back here afterwards.
#[component]
pub fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let asked = location.search.get_untracked();
    let here = with_query(location.pathname.get_untracked(), &asked);
    view! { <Redirect path=sign_in_path(&here)/> }
}

/// Leads on to the present address, with what was asked of the old one: for good, so that
/// search engines and bookmarks learn it.
#[component]
fn MovedTo(to: String) -> impl IntoView {
    let asked = use_location().search.get_untracked();
    let path = with_query(to, &asked);
    let onward = view! { <Redirect path/> };
    // after the redirect, which says “for now” by itself
    #[cfg(feature = "ssr")]
    crate::ssr::set_status(axum::http::StatusCode::MOVED_PERMANENTLY);
    onward
}

/// A path with what is asked of it, if anything is.
pub fn with_query(path: String, asked: &str) -> String {
    match asked.trim_start_matches('?') {
        "" => path,
        asked => format!("{path}?{asked}"),
    }
}

/// The address of the sign-in page that leads back to a path.
pub fn sign_in_path(back: &str) -> String {
    format!("/sign-in?next={}", encoded(back))
}

/// Percent-encodes what stands in an address; alike on the server and in the browser.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_survives_an_address() {
        assert_eq!(
            sign_in_path("/search?q=茶 a&page=2"),
            "/sign-in?next=/search%3Fq%3D%E8%8C%B6%20a%26page%3D2"
        );
    }
}
