//! The browser's entry: wakes the page that the server drew.

// The types of whole pages nest deeply.
#![recursion_limit = "512"]

use leptos::{mount::hydrate_from_async, prelude::document, tachys::dom::body};
use longtail_app::App;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the loader once the module has arrived.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    hydrate_from_async(body(), App).await.forget();
    // From here on the page answers by itself: the browser's tests wait for this mark.
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-awake", "");
    }
}
