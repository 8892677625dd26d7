//! What a page's head tells search engines, and those with whom its address is shared.

use crate::{
    i18n::{t, use_lang},
    ui::OptionalText,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::{Link, Meta};
use leptos_router::hooks::use_query_map;
use longtail::{money::Money, text::Lang};

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
///
/// All of it is written by the server alone, for those who ask for the document. In the browser
/// only the canonical address follows from page to page, which is what browsers share.
#[component]
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
    /// What it costs at least.
    #[prop(optional_no_strip)]
    price: Option<Money>,
) -> impl IntoView {
    let lang = use_lang();
    let asked = use_query_map().with_untracked(|query| query.get("lang").is_some());
    let plain = format!("{}{path}", use_origin());
    // an address that names its language is its own
    let canonical = if asked {
        in_language(&plain, lang)
    } else {
        plain.clone()
    };
    #[cfg(not(feature = "ssr"))]
    {
        let _ = (title, description, picture, kind, price);
        Effect::new(move |_| share_as(&canonical));
        ().into_any()
    }
    #[cfg(feature = "ssr")]
    {
        let head = view! { <DocumentHead title description plain canonical picture=picture.0 kind price/> };
        // in the page itself nothing, as in the browser
        (head, ()).into_any()
    }
}

fn in_language(plain: &str, lang: Lang) -> String {
    let mark = if plain.contains('?') { '&' } else { '?' };
    format!("{plain}{mark}lang={}", lang.tag())
}

/// Makes this the address that the browser shares.
#[cfg(not(feature = "ssr"))]
fn share_as(canonical: &str) {
    let head = || document().head();
    let link = document()
        .query_selector("link[rel=canonical]")
        .ok()
        .flatten()
        .or_else(|| {
            let link = document().create_element("link").ok()?;
            link.set_attribute("rel", "canonical").ok()?;
            head()?.append_child(&link).ok()?;
            Some(link)
        });
    if let Some(link) = link {
        _ = link.set_attribute("href", canonical);
    }
}

#[cfg(feature = "ssr")]
#[component]
fn DocumentHead(
    title: String,
    description: String,
    plain: String,
    canonical: String,
    picture: Option<String>,
    kind: &'static str,
    price: Option<Money>,
) -> impl IntoView {
    let description: String = description
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(160)
        .collect();
    let locale = match use_lang() {
        Lang::En => "en_US",
        Lang::Zh => "zh_CN",
    };
    let picture = picture.unwrap_or_else(|| "/icons/icon-512.png".to_owned());
    let large = picture.starts_with("/share/");
    let (card, width, height) = if large {
        ("summary_large_image", "1200", "630")
    } else {
        ("summary", "512", "512")
    };
    let picture = format!("{}{picture}", use_origin());
    // no marks of branches: the browser knows of none
    let last = match price {
        Some(price) => view! {
            <Meta name="twitter:card" content=card/>
            <Meta property="product:price:amount" content=price.plain()/>
            <Meta property="product:price:currency" content=price.currency.code()/>
        }
        .into_any(),
        None => view! { <Meta name="twitter:card" content=card/> }.into_any(),
    };
    view! {
        <Meta name="description" content=description.clone()/>
        <Link rel="canonical" href=canonical.clone()/>
        <Link rel="alternate" hreflang="en" href=in_language(&plain, Lang::En)/>
        <Link rel="alternate" hreflang="zh-CN" href=in_language(&plain, Lang::Zh)/>
        <Link rel="alternate" hreflang="x-default" href=plain/>
        <Meta property="og:site_name" content="Longtail"/>
        <Meta property="og:type" content=kind/>
        <Meta property="og:title" content=title.clone()/>
        <Meta property="og:description" content=description/>
        <Meta property="og:url" content=canonical/>
        <Meta property="og:locale" content=locale/>
        <Meta property="og:image" content=picture/>
        <Meta property="og:image:alt" content=title/>
        <Meta property="og:image:width" content=width/>
        <Meta property="og:image:height" content=height/>
        {last}
    }
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
