//! What a page shows when it has nothing to show: a drawing, a sentence, a next step.

use super::optional_text::OptionalText;
use leptos::prelude::*;

/// The drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyPicture {
    /// An open box.
    #[default]
    Box,
    /// A basket.
    Cart,
    /// A glass over the street.
    Search,
    /// A stall with its shutter down.
    Shop,
    /// A quiet bell.
    Bell,
    /// A road sign: nothing at this address.
    Road,
}

/// ```ignore
/// <EmptyState picture=EmptyPicture::Cart title=t::cart::empty(lang) text=t::cart::empty_hint(lang)>
///     <ButtonLink href="/" kind=ButtonKind::Main>{t::cart::look_around(lang)}</ButtonLink>
/// </EmptyState>
/// ```
#[component]
pub fn EmptyState(
    #[prop(optional)] picture: EmptyPicture,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: OptionalText,
    /// 2 inside a page, 1 where it is the page.
    #[prop(default = 2)]
    level: u8,
    /// The next step: a link or button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let text = text.0;
    let title = if level == 1 {
        view! { <h1 class="empty-title">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="empty-title">{title}</h2> }.into_any()
    };
    view! {
        <div class="empty">
            {drawing(picture)}
            {title}
            {text.map(|text| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-next">{children()}</div> })}
        </div>
    }
}

/// Two tones, a highlight, and a shadow on the ground.
fn drawing(picture: EmptyPicture) -> impl IntoView {
    let (back, front, light) = match picture {
        EmptyPicture::Box => (
            "M34 58l46-18 46 18v44l-46 18-46-18z",
            "M34 58l46 18v44l-46-18zM34 58l-14 16 44 18 16-16zM126 58l14 16-44 18-16-16z",
            "M80 40l46 18-46 18-46-18z",
        ),
        EmptyPicture::Cart => (
            "M48 62c0-36 64-36 64 0h-8c0-24-48-24-48 0z",
            "M28 62h104l-12 50a10 10 0 0 1-10 8H50a10 10 0 0 1-10-8z",
            "M28 62h104l-2 10H30zM56 82h6v26h-6zM77 82h6v26h-6zM98 82h6v26h-6z",
        ),
        EmptyPicture::Search => (
            "M74 28a36 36 0 1 0 0 72 36 36 0 0 0 0-72",
            "M100 88l30 28-8 8-30-28zM74 28a36 36 0 1 0 0 72 36 36 0 0 0 0-72m0 8a28 28 0 1 1 0 56 28 28 0 0 1 0-56",
            "M56 58a20 20 0 0 1 18-16v5a15 15 0 0 0-13 12z",
        ),
        EmptyPicture::Shop => (
            "M34 60h92v60H34z",
            "M30 36h100l8 22a12 12 0 0 1-23 3 12 12 0 0 1-23.5 0 12 12 0 0 1-23.5 0 12 12 0 0 1-23.5 0A12 12 0 0 1 22 58z",
            "M46 78h68v5H46zM46 90h68v5H46zM46 102h68v5H46z",
        ),
        EmptyPicture::Bell => (
            "M72 104h16a8 8 0 0 1-16 0zM76 30h8v10h-8z",
            "M80 36c-22 0-30 16-30 34 0 22-12 28-12 36h84c0-8-12-14-12-36 0-18-8-34-30-34",
            "M58 68c0-12 5-20 13-23l2 5c-6 2-9 9-9 18z",
        ),
        EmptyPicture::Road => (
            "M76 30h8v90h-8z",
            "M40 36h68l16 14-16 14H40zM120 72H54L40 84l14 12h66z",
            "M40 36h68l5 5H40zM54 72h66v5H48z",
        ),
    };
    view! {
        <svg class="empty-picture" viewBox="0 0 160 136" aria-hidden="true" focusable="false">
            <ellipse class="empty-ground" cx="80" cy="122" rx="62" ry="7"></ellipse>
            <path class="empty-back" d=back></path>
            <path class="empty-front" d=front></path>
            <path class="empty-light" d=light></path>
        </svg>
    }
}
