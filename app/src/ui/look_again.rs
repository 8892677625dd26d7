//! Pages that follow work which goes on without them.

use leptos::prelude::*;

/// Asks for news after so many seconds, once, since the answer draws it anew and a slow one must
/// not be overtaken by the next. Without scripts the page is loaded anew every three seconds.
///
/// ```ignore
/// <LookAgain look=Callback::new(move |()| page.refetch())/>
/// ```
#[component]
pub fn LookAgain(look: Callback<()>, #[prop(default = 1)] seconds: u32) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    {
        let after = std::time::Duration::from_secs(seconds.into());
        if let Ok(timer) = set_timeout_with_handle(move || look.run(()), after) {
            on_cleanup(move || timer.clear());
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (look, seconds);
    // As markup, which browsers with scripts leave alone: they would load the page anew under
    // whoever reads the outcome by then.
    view! { <noscript inner_html="<meta http-equiv=\"refresh\" content=\"3\">"></noscript> }
}
