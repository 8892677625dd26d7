//! What a page's head tells search engines, and those with whom its address is shared. The
//! server alone writes it: nobody reads it after that, and no browser has to download how it
//! is made.

use crate::{i18n::t, ui::OptionalText};
use leptos::prelude::*;
use longtail::{money::Money, text::Lang};

#[cfg(feature = "ssr")]
use {
    super::head_only::head_only,
    crate::i18n::use_lang,
    leptos_meta::{Link, Meta},
    leptos_router::hooks::use_query_map,
};

/// Where the market is reached, without a trailing slash: as its operator says; in the browser
/// as it is at the moment, which nobody reads.
pub fn use_origin() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<longtail_backend::Ctx>()
        .map(|ctx| ctx.settings.public_url.clone())
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    window().location().origin().unwrap_or_default()
}

/// The head of a page that everybody may find: its canonical address, which is one for all
/// orders and facets of a list; the same page in each language; and the card that other sites
/// show of it.
#[component]
#[cfg_attr(
    not(feature = "ssr"),
    expect(unused_variables, reason = "the server writes it")
)]
pub fn Described(
    #[prop(into)] title: String,
    /// Cut after 160 characters; line breaks are spaces.
    #[prop(into)]
    description: String,
    /// The canonical path.
    #[prop(into)]
    path: String,
    /// The path of a picture of 1200 × 630.
    #[prop(optional, into)]
    picture: OptionalText,
    /// What it is, in Open Graph's words.
    #[prop(default = "website")]
    kind: &'static str,
    /// What a product costs, from.
    #[prop(optional_no_strip)]
    price: Option<Money>,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    return {
        let lang = use_lang();
        let origin = use_origin();
        let asked = use_query_map().with_untracked(|query| query.get("lang").is_some());
        let plain = format!("{origin}{path}");
        let in_language = |lang: Lang| {
            let mark = if plain.contains('?') { '&' } else { '?' };
            format!("{plain}{mark}lang={}", lang.tag())
        };
        // an address that names its language is its own
        let canonical = if asked {
            in_language(lang)
        } else {
            plain.clone()
        };
        let description: String = description
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(160)
            .collect();
        let locale = match lang {
            Lang::En => "en_US",
            Lang::Zh => "zh_CN",
        };
        let picture = picture
            .0
            .unwrap_or_else(|| "/icons/icon-512.png".to_owned());
        let large = picture.starts_with("/share/");
        let picture = format!("{origin}{picture}");
        head_only(view! {
            <Meta name="description" content=description.clone()/>
            <Link rel="canonical" href=canonical.clone()/>
            <Link rel="alternate" hreflang="en" href=in_language(Lang::En)/>
            <Link rel="alternate" hreflang="zh-CN" href=in_language(Lang::Zh)/>
            <Link rel="alternate" hreflang="x-default" href=plain.clone()/>
            <Meta property="og:site_name" content="Longtail"/>
            <Meta property="og:type" content=kind/>
            <Meta property="og:title" content=title.clone()/>
            <Meta property="og:description" content=description/>
            <Meta property="og:url" content=canonical/>
            <Meta property="og:locale" content=locale/>
            <Meta property="og:image" content=picture/>
            <Meta property="og:image:alt" content=title/>
            {large.then(|| view! {
                <Meta property="og:image:width" content="1200"/>
                <Meta property="og:image:height" content="630"/>
            })}
            <Meta name="twitter:card" content=if large { "summary_large_image" } else { "summary" }/>
            {price.map(|price| view! {
                <Meta property="product:price:amount" content=price.plain()/>
                <Meta property="product:price:currency" content=price.currency.code()/>
            })}
        })
    };
    #[cfg(not(feature = "ssr"))]
    ().into_any()
}

/// A page that is for people, not for other search engines.
#[component]
pub fn Unlisted() -> impl IntoView {
    #[cfg(feature = "ssr")]
    return head_only(view! { <Meta name="robots" content="noindex, follow"/> });
    #[cfg(not(feature = "ssr"))]
    ().into_any()
}

/// Lets the canonical address that the server wrote follow the visitor from page to page: it is
/// what a browser's own menu shares.
#[cfg(feature = "hydrate")]
pub fn move_canonical() {
    let path = leptos_router::hooks::use_location().pathname;
    Effect::new(move |stayed: Option<()>| {
        let here = format!("{}{}", use_origin(), path.get());
        let written = document().query_selector("link[rel=canonical]");
        if let (Some(()), Ok(Some(link))) = (stayed, written) {
            _ = link.set_attribute("href", &here);
        }
    });
}

/// The title of the market's own pages, for the card of those that have no other.
pub fn market_title(lang: Lang) -> String {
    format!("Longtail · {}", t::common::market_tagline(lang))
}

/// Structured data in the words of schema.org. Only the server draws it: nobody else reads it.
#[component]
pub fn JsonLd(
    /// Made by [`super::structured`]; empty in the browser.
    data: String,
) -> impl IntoView {
    view! { <script type="application/ld+json" nonce=use_nonce() inner_html=data></script> }
}
