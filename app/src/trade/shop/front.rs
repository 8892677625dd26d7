//! The blocks that a shop laid out above its goods.

use crate::{
    i18n::{t, use_lang},
    trade::search::{
        address::ListPlace,
        card::{GoodsRow, short_count},
    },
    ui::{Countdown, Glyph, Icon, Photo, Ratio, SectionHead, When, WhenStyle},
};
use leptos::prelude::*;
use longtail::{
    platform::media::Picture,
    text::{Bilingual, Lang, rich},
    trade::{
        catalog::browse::CategoryTile,
        search::{ListingCard, SearchRequest, Sort},
        shop::layout::{PickRule, ShownBlock, ShownPart},
    },
};

/// The blocks from top to bottom.
#[component]
pub fn ShopBlocks(blocks: Vec<ShownBlock>, shop: String) -> impl IntoView {
    let none = blocks.is_empty();
    let blocks = blocks
        .into_iter()
        .enumerate()
        .map(|(n, block)| shown(block, &shop, n == 0))
        .collect_view();
    view! {
        <div class="shop-blocks" hidden=none>
            {blocks}
        </div>
    }
    .into_any()
}

fn shown(block: ShownBlock, shop: &str, first: bool) -> AnyView {
    match block {
        ShownBlock::Banner {
            picture,
            title,
            words,
            link,
            link_words,
        } => view! { <BannerBlock picture title words link link_words priority=first/> }.into_any(),
        ShownBlock::Picks { title, rule, cards } => {
            view! { <PicksBlock title rule cards shop=shop.to_owned()/> }.into_any()
        }
        ShownBlock::Text { title, words } => view! { <TextBlock title words/> }.into_any(),
        ShownBlock::Categories { title, tiles } => {
            view! { <CategoriesBlock title tiles shop=shop.to_owned()/> }.into_any()
        }
        ShownBlock::Countdown {
            title,
            now,
            until,
            after,
        } => view! { <CountdownBlock title now until after/> }.into_any(),
        ShownBlock::Story { title, parts } => view! { <StoryBlock title parts/> }.into_any(),
    }
}

/// A text in the visitor's language, and the tag of the other one where it is written in that.
fn words_in(lang: Lang, words: &Bilingual) -> (String, Option<&'static str>) {
    let written = words.picked(lang);
    (
        words.pick(lang).to_owned(),
        (written != lang).then_some(written.tag()),
    )
}

/// A way to another site says so to search engines, and hands nothing over.
fn rel(link: &str) -> Option<&'static str> {
    (!link.starts_with('/')).then_some("nofollow ugc noopener")
}

#[component]
fn BannerBlock(
    picture: Option<Picture>,
    title: Bilingual,
    words: Bilingual,
    link: String,
    link_words: Bilingual,
    priority: bool,
) -> impl IntoView {
    let lang = use_lang();
    let (title, title_lang) = words_in(lang, &title);
    let (words, words_lang) = words_in(lang, &words);
    let (link_words, _) = words_in(lang, &link_words);
    let bare = picture.is_none();
    // A link that a page could be tricked with is not drawn, whoever wrote it.
    let link = rich::safe_link(&link).map(str::to_owned);
    let no_words = title.is_empty() && words.is_empty() && link.is_none();
    view! {
        <section class="shop-banner" class:is-bare=bare>
            {picture.map(|picture| view! {
                <Photo picture=Some(picture) alt="" ratio=Ratio::Banner priority=priority
                    sizes="(width < 1280px) 100vw, 1232px"/>
            })}
            {(!no_words).then(|| view! {
                <div class="shop-banner-words">
                    {(!title.is_empty()).then(|| view! { <h2 lang=title_lang>{title.clone()}</h2> })}
                    {(!words.is_empty()).then(|| view! { <p lang=words_lang>{words}</p> })}
                    {link.map(|href| {
                        let rel = rel(&href);
                        let words = if link_words.is_empty() { t::shopfront::have_a_look(lang).to_owned() } else { link_words };
                        view! { <a href=href rel=rel class="btn btn-main"><span class="btn-words">{words}</span></a> }
                    })}
                </div>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn PicksBlock(
    title: Bilingual,
    rule: PickRule,
    cards: Vec<ListingCard>,
    shop: String,
) -> impl IntoView {
    let lang = use_lang();
    let title = if title.is_empty() {
        match rule {
            PickRule::BestSellers => t::shopfront::best_sellers(lang),
            PickRule::New => t::shopfront::new_here(lang),
            PickRule::Chosen => t::shopfront::our_picks(lang),
        }
        .to_owned()
    } else {
        title.pick(lang).to_owned()
    };
    let sort = match rule {
        PickRule::BestSellers => Some(Sort::Sales),
        PickRule::New => Some(Sort::Newness),
        PickRule::Chosen => None,
    };
    let label = title.clone();
    let head = match sort {
        Some(sort) => {
            let href = ListPlace::Shop.href(&SearchRequest {
                shop: Some(shop),
                sort,
                ..SearchRequest::default()
            });
            view! { <SectionHead title more_href=href more=t::shopfront::all_of_them(lang)/> }
                .into_any()
        }
        None => view! { <SectionHead title/> }.into_any(),
    };
    view! {
        <section>
            {head}
            <GoodsRow cards label without_shop=true/>
        </section>
    }
    .into_any()
}

/// Paragraphs, bold words and links; nothing else that was typed means anything.
#[component]
fn RichWords(words: Bilingual) -> impl IntoView {
    let lang = use_lang();
    let (source, tag) = words_in(lang, &words);
    let paragraphs = rich::parse(&source)
        .into_iter()
        .map(|spans| {
            let spans = spans
                .into_iter()
                .map(|span| {
                    let words = span.text;
                    let inner = if span.bold {
                        view! { <strong>{words}</strong> }.into_any()
                    } else {
                        words.into_any()
                    };
                    match span.link {
                        Some(href) => {
                            let rel = rel(&href);
                            view! { <a href=href rel=rel class="underline">{inner}</a> }.into_any()
                        }
                        None => inner,
                    }
                })
                .collect_view();
            view! { <p>{spans}</p> }
        })
        .collect_view();
    view! { <div class="shop-text" lang=tag>{paragraphs}</div> }.into_any()
}

#[component]
fn TextBlock(title: Bilingual, words: Bilingual) -> impl IntoView {
    let lang = use_lang();
    let (title, tag) = words_in(lang, &title);
    view! {
        <section class="shop-words">
            {(!title.is_empty()).then(|| view! { <h2 lang=tag>{title}</h2> })}
            <RichWords words/>
        </section>
    }
    .into_any()
}

#[component]
fn CategoriesBlock(title: Bilingual, tiles: Vec<CategoryTile>, shop: String) -> impl IntoView {
    let lang = use_lang();
    let title = if title.is_empty() {
        t::shopfront::categories(lang).to_owned()
    } else {
        title.pick(lang).to_owned()
    };
    let label = title.clone();
    let tiles = tiles
        .into_iter()
        .map(|tile| {
            let href = ListPlace::Shop.href(&SearchRequest {
                shop: Some(shop.clone()),
                category: Some(tile.slug),
                ..SearchRequest::default()
            });
            view! {
                <li>
                    <a href=href class="shop-category">
                        <Photo picture=tile.picture alt="" sizes="96px"/>
                        <span>
                            <span class="shop-category-name">{tile.name.pick(lang).to_owned()}</span>
                            <span class="shop-category-count">{short_count(lang, tile.count)}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <SectionHead title/>
            <ul class="scroll-row shop-categories" aria-label=label>{tiles}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn CountdownBlock(
    title: Bilingual,
    now: chrono::DateTime<chrono::Utc>,
    until: chrono::DateTime<chrono::Utc>,
    after: Bilingual,
) -> impl IntoView {
    let lang = use_lang();
    let over = RwSignal::new(until <= now);
    let (title, title_lang) = words_in(lang, &title);
    let (after, after_lang) = words_in(lang, &after);
    let ended = Callback::new(move |()| over.set(true));
    view! {
        <section class="gold-strip shop-countdown">
            <Icon glyph=Glyph::Clock/>
            <div hidden=move || over.get()>
                {(!title.is_empty()).then(|| view! { <h2 lang=title_lang>{title.clone()}</h2> })}
                <p class="shop-countdown-left"><Countdown now until on_end=ended/></p>
                <p class="shop-countdown-until">{t::shopfront::until(lang)}" "<When at=until style=WhenStyle::Short/></p>
            </div>
            <h2 lang=after_lang hidden=move || !over.get()>{if after.is_empty() { title } else { after }}</h2>
        </section>
    }
    .into_any()
}

#[component]
fn StoryBlock(title: Bilingual, parts: Vec<ShownPart>) -> impl IntoView {
    let lang = use_lang();
    let (title, tag) = words_in(lang, &title);
    let parts = parts
        .into_iter()
        .map(|part| {
            view! {
                <li>
                    {part.picture.map(|picture| view! {
                        <Photo picture=Some(picture) alt="" ratio=Ratio::Landscape sizes="(width < 768px) 78vw, 400px"/>
                    })}
                    <RichWords words=part.words/>
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            {(!title.is_empty()).then(|| view! { <h2 class="shop-story-title" lang=tag>{title}</h2> })}
            <ol class="shop-story">{parts}</ol>
        </section>
    }
    .into_any()
}

/// What an owner sees above a draft: that nobody else does.
#[component]
pub fn DraftNotice() -> impl IntoView {
    let lang = use_lang();
    view! {
        <p class="shop-draft" role="note">
            <Icon glyph=Glyph::Eye/>
            <span>{t::shopfront::draft_notice(lang)}</span>
        </p>
    }
}
