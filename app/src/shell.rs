//! The HTML document that every page is drawn into.

use crate::{
    App,
    i18n::use_lang,
    platform::preferences::request_theme,
    ssr::{Bundle, set_page_policy},
    ui::{Theme, use_rate},
};
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::sync::Arc;

/// Paper, light and dark: the colour of a phone's own frame around the page.
const PAPER: [&str; 2] = ["#fbf7f0", "#15110d"];

/// The HTML document that a page is drawn into.
pub fn shell(options: LeptosOptions, bundle: Arc<Bundle>) -> impl IntoView {
    set_page_policy();
    let lang = use_lang();
    let theme = request_theme();
    let (script, wasm) = (bundle.script.clone(), bundle.main.clone());
    provide_context(bundle);
    // The browser draws prices at the same rate for as long as this document lives.
    let rate = use_rate().map(|rate| rate.to_string());
    let [light, dark] = PAPER;
    let colours = match theme {
        Theme::Light => view! { <meta name="theme-color" content=light/> }.into_any(),
        Theme::Dark => view! { <meta name="theme-color" content=dark/> }.into_any(),
        Theme::Auto => [
            (light, "(prefers-color-scheme: light)"),
            (dark, "(prefers-color-scheme: dark)"),
        ]
        .map(|(colour, media)| {
            leptos::html::meta()
                .name("theme-color")
                .content(colour)
                .attr("media", media)
        })
        .into_any(),
    };
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-theme=theme.name() data-rate=rate>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                {colours}
                <link rel="stylesheet" href="/pkg/longtail.css"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <script src="/start.js" defer data-script=script data-wasm=wasm></script>
                <AutoReload options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
