//! Prices and the words that stand beside them.

use super::icon::{Glyph, Icon};
use super::when::{WhenStyle, when_text};
use crate::i18n::{t, use_lang};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use longtail::{money::Money, text::Lang};

/// How large a price is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PriceSize {
    /// In a line of text or a table: the colour and size of the text around it.
    #[default]
    Text,
    /// On a card: 20 px, persimmon.
    Card,
    /// On the product page: 32 px, persimmon.
    Large,
}

/// An amount with large figures and a small sign and decimals, in figures of one width.
///
/// ```ignore
/// <Price amount=listing.price was=listing.usual_price size=PriceSize::Card/>
/// <Price amount=cheapest upto=dearest/>
/// ```
#[component]
pub fn Price(
    amount: Money,
    /// The other end, where it depends on the option.
    #[prop(optional_no_strip, into)]
    upto: Option<Money>,
    /// What it was before; struck through.
    #[prop(optional_no_strip, into)]
    was: Option<Money>,
    /// Whether it only begins there: “from”.
    #[prop(optional)]
    from: bool,
    #[prop(optional)] size: PriceSize,
    /// Writes a plus before positive amounts: for statements.
    #[prop(optional)]
    signed: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let lang = use_lang();
    let size = match size {
        PriceSize::Text => "price",
        PriceSize::Card => "price price-card",
        PriceSize::Large => "price price-large",
    };
    let figure = move |amount: Money| {
        let (negative, whole, decimals) = amount.parts();
        let sign = match (negative, signed && amount.minor > 0) {
            (true, _) => "−",
            (_, true) => "+",
            _ => "",
        };
        view! {
            <span class="price-figure">
                <span class="price-sign">{format!("{sign}{}", amount.currency.sign())}</span>
                <span class="price-whole">{whole}</span>
                {(!decimals.is_empty()).then(|| view! { <span class="price-decimals">{format!(".{decimals}")}</span> })}
            </span>
        }
    };
    let upto = upto.filter(|upto| *upto != amount);
    view! {
        <span class=format!("{size} {class}")>
            {(from && lang == Lang::En).then(|| view! { <span class="price-from">{t::ui::from(lang)}</span> })}
            {figure(amount)}
            {(from && lang == Lang::Zh).then(|| view! { <span class="price-from">{t::ui::from(lang)}</span> })}
            {upto.map(|upto| view! { <span class="price-to">"–"</span>{figure(upto)} })}
            {was.filter(|was| was.minor > amount.minor).map(|was| view! {
                <del class="price-was">
                    <span class="sr-only">{t::ui::before(lang)}" "</span>
                    {was.to_string()}
                </del>
            })}
        </span>
    }
}

/// The promise of guaranteed payment in one line; with `until`, when it ends.
///
/// ```ignore
/// <Guarantee/>
/// <Guarantee until=order.confirm_by/>
/// ```
#[component]
pub fn Guarantee(
    #[prop(optional_no_strip, into)] until: Option<DateTime<Utc>>,
    /// The amount that is held, where it is.
    #[prop(optional_no_strip, into)]
    held: Option<Money>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let lang = use_lang();
    let words = match held {
        Some(held) => t::ui::held_amount(lang, held),
        None => t::ui::held(lang).to_owned(),
    };
    view! {
        <p class=format!("guarantee {class}")>
            <Icon glyph=Glyph::Shield/>
            <span>
                {words}
                {until.map(|at| view! {
                    " "<span class="guarantee-until">
                        {t::ui::latest_on(lang, when_text(at, WhenStyle::Day, lang))}
                    </span>
                })}
            </span>
        </p>
    }
}
