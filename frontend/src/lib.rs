//! The browser's entry: wakes the page that the server drew.

use longtail_app::App;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the loader once the module has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(App);
}
