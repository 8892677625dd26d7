//! Goods as cards.

use crate::{
    i18n::{t, use_lang},
    trade::wishlist::{Heart, use_wishes},
    ui::{Abroad, Badge, OptionalText, Photo, Price, PriceSize, Tone, kept},
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::{search::ListingCard, shop::Tier, wishlist::WishFor},
};

/// A number as people say it: 980, 1.2k; 1.2 万.
pub fn short_count(lang: Lang, n: u64) -> String {
    let (unit, word) = match lang {
        Lang::En => (1_000, "k"),
        Lang::Zh => (10_000, "万"),
    };
    if n < unit {
        return n.to_string();
    }
    let tenths = n * 10 / unit;
    match tenths % 10 {
        0 => format!("{}{word}", tenths / 10),
        rest => format!("{}.{rest}{word}", tenths / 10),
    }
}

/// One listing: its picture, title, price, how often it was sold, and by whom.
#[component]
pub fn GoodsCard(
    card: ListingCard,
    /// Heading level of the title.
    #[prop(default = 3)]
    level: u8,
    /// Loads the picture at once: for the first cards of a page.
    #[prop(optional)]
    priority: bool,
    /// On the shop's own page its name says nothing.
    #[prop(optional)]
    without_shop: bool,
    /// Why it stands here, where that is told.
    #[prop(optional, into)]
    why: OptionalText,
) -> impl IntoView {
    let lang = use_lang();
    let wishes = use_wishes();
    let why = why.0;
    let is_kept = || wishes.has_untracked(card.id);
    let of = || (&card, level, priority, without_shop, &why, is_kept());
    kept("card", of, || {
        let wish = Signal::stored(WishFor {
            listing: card.id,
            variant: None,
        });
        let heart_title = card.title.pick(lang).to_owned();
        let is_sold_out = !card.in_stock;
        view! {
            <article class="goods" class:is-sold-out=is_sold_out>
                <CardPhoto card=card.clone() priority/>
                <CardWords card=card.clone() level without_shop why=why.clone()/>
                <Heart wish title=heart_title class="goods-heart"/>
            </article>
        }
    })
}

#[component]
fn CardPhoto(card: ListingCard, priority: bool) -> impl IntoView {
    let lang = use_lang();
    let mall = card.shop.tier == Tier::Mall;
    view! {
        <div class="goods-photo">
            <Photo
                picture=card.picture
                alt=""
                sizes="(width < 768px) 46vw, 240px"
                priority=priority
            />
            {mall.then(|| view! { <span class="goods-mall"><Badge tone=Tone::Cinnabar>{t::search::mall(lang)}</Badge></span> })}
            {(!card.in_stock).then(|| view! { <span class="goods-gone">{t::search::sold_out(lang)}</span> })}
        </div>
    }
}

#[component]
fn CardWords(
    card: ListingCard,
    level: u8,
    without_shop: bool,
    why: Option<String>,
) -> impl IntoView {
    let lang = use_lang();
    let title_lang = card.title.picked(lang);
    let title_lang = (title_lang != lang).then_some(title_lang.tag());
    let title = card.title.pick(lang).to_owned();
    let link = view! {
        <a href=card.path() class="goods-link clamp-2" lang=title_lang>{title}</a>
    };
    let heading = match level {
        2 => view! { <h2 class="goods-title">{link}</h2> }.into_any(),
        _ => view! { <h3 class="goods-title">{link}</h3> }.into_any(),
    };
    let sold = card.sold_count;
    let from = card.price_to.minor > card.price.minor;
    view! {
        <div class="goods-words">
            {heading}
            <p class="goods-price">
                <Price amount=card.price was=card.was_price from=from size=PriceSize::Card/>
                <Abroad amount=card.price/>
            </p>
            <p class="goods-meta">
                {(sold > 0).then(|| view! { <span class="goods-sold">{t::search::sold(lang, short_count(lang, sold))}</span> })}
                {(!without_shop).then(|| view! {
                    <a href=format!("/shops/{}", card.shop.slug) class="goods-shop">
                        <span class="goods-shop-name">{card.shop.name.pick(lang).to_owned()}</span>
                    </a>
                })}
            </p>
            {why.map(|why| view! { <p class="goods-why">{why}</p> })}
        </div>
    }
}

/// Cards in a grid.
#[component]
pub fn GoodsGrid(
    cards: Vec<ListingCard>,
    #[prop(default = 3)] level: u8,
    /// How many of the first pictures are loaded at once.
    #[prop(optional)]
    priority: usize,
    #[prop(optional)] without_shop: bool,
) -> impl IntoView {
    view! {
        <ul class="goods-grid">
            {cards.into_iter().enumerate().map(|(i, card)| view! {
                <li><GoodsCard card level priority={i < priority} without_shop/></li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}

/// Cards side by side, to be pushed along on a phone.
#[component]
pub fn GoodsRow(
    cards: Vec<ListingCard>,
    #[prop(optional)] priority: usize,
    /// Read aloud.
    #[prop(into)]
    label: String,
    #[prop(optional)] without_shop: bool,
) -> impl IntoView {
    view! {
        <ul class="scroll-row goods-row" aria-label=label>
            {cards.into_iter().enumerate().map(|(i, card)| view! {
                <li><GoodsCard card priority={i < priority} without_shop/></li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_shortened() {
        assert_eq!(short_count(Lang::En, 999), "999");
        assert_eq!(short_count(Lang::En, 1_250), "1.2k");
        assert_eq!(short_count(Lang::En, 2_000), "2k");
        assert_eq!(short_count(Lang::Zh, 2_000), "2000");
        assert_eq!(short_count(Lang::Zh, 12_900), "1.2万");
    }
}
