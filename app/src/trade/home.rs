//! `/`: the start of the street.

use crate::{
    i18n::{t, use_lang},
    platform::{
        described::{Described, JsonLd, market_title, use_origin},
        json::Json,
        page::Loaded,
        structured::{Told, json_ld},
    },
    trade::{
        search::{GoodsGrid, GoodsRow, SearchBox, api::load_home},
        seen::SeenRow,
        shop::page::TierBadge,
        tail::TailGrid,
    },
    trust::account::DemoSignIn,
    ui::{
        Avatar, ButtonKind, ButtonLink, EmptyPicture, EmptyState, Glyph, Icon, Photo, SectionHead,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trade::{
    catalog::{
        browse::{Because, CategoryTile, HomePage, ShopTile},
        prices::COMPARED_DAYS,
    },
    price::RunningCampaign,
    search::ListingCard,
};

/// The start page.
#[component]
pub fn Page() -> impl IntoView {
    let page = Resource::<_, Json>::new_with_options(|| (), |()| load_home(), true);
    view! { <Loaded of=page view=|page| view! { <Street page/> }/> }
}

#[component]
fn Street(page: HomePage) -> impl IntoView {
    let lang = use_lang();
    let empty = page.listing_count == 0;
    let under = t::home::under(
        lang,
        format!("{}{}", page.under.currency.sign(), page.under.parts().1),
    );
    let told = json_ld(
        &use_origin(),
        lang,
        &[Told::Market, Told::Goods(&page.selling_now)],
    );
    view! {
        <Title text=t::home::title(lang)/>
        <Described title=market_title(lang) description=t::home::description(lang) path="/"/>
        <JsonLd data=told/>
        <Hero page=page.clone()/>
        <div class="page page-body home">
            <DemoSignIn/>
            {empty.then(|| view! {
                <EmptyState picture=EmptyPicture::Shop title=t::home::empty(lang) text=t::home::empty_hint(lang)>
                    <ButtonLink href="/open-shop" kind=ButtonKind::Main>{t::home::open_shop(lang)}</ButtonLink>
                </EmptyState>
            })}
            <Categories tiles=page.categories/>
            <Running campaign=page.campaign reduced=page.reduced/>
            <Shelf title=t::home::selling_now(lang) lead=t::home::selling_now_lead(lang)
                href="/search?sort=sales" cards=page.selling_now grid=true/>
            <BecauseOf because=page.because/>
            <SeenRow cards=page.seen/>
            <Shelf title=t::home::quietly_loved(lang) lead=t::home::quietly_loved_lead(lang)
                href="" cards=page.quietly_loved grid=false/>
            <Shelf title=t::home::new_this_week(lang) lead=t::home::new_this_week_lead(lang)
                href="/search?sort=newness" cards=page.new_this_week grid=false/>
            <Shelf title=under lead=t::home::under_lead(lang)
                href="/search?sort=price_up" cards=page.under_price grid=false/>
            <Shops shops=page.shops/>
            {(!empty).then(|| view! { <Sell/> })}
        </div>
    }
    .into_any()
}

/// What this is, for whom, and what to do next.
#[component]
fn Hero(page: HomePage) -> impl IntoView {
    let lang = use_lang();
    let pictures: Vec<_> = page
        .selling_now
        .iter()
        .filter_map(|card| {
            Some((
                card.picture.clone()?,
                card.path(),
                card.title.pick(lang).to_owned(),
            ))
        })
        .take(3)
        .collect();
    let counted = t::home::counted(lang, page.listing_count, page.shop_count);
    view! {
        <section class="hero">
            <div class="hero-awning" aria-hidden="true"></div>
            <div class="page hero-inner">
                <div class="hero-words">
                    <h1>{t::home::headline(lang)}</h1>
                    <p class="hero-lead">{t::home::lead(lang)}</p>
                    <SearchBox id="search-home" large=true/>
                    <ul class="hero-promises">
                        <li><Icon glyph=Glyph::Shield/><span>{t::home::promise(lang)}</span></li>
                        {(page.listing_count > 0).then(|| view! {
                            <li class="hero-count"><Icon glyph=Glyph::Shop/><span>{counted}</span></li>
                        })}
                    </ul>
                </div>
                {(pictures.len() == 3).then(|| view! {
                    <div class="hero-stall">
                        {pictures.into_iter().map(|(picture, path, title)| view! {
                            <a href=path class="hero-picture" aria-label=title>
                                <Photo picture=Some(picture) alt="" sizes="240px" priority=true/>
                            </a>
                        }).collect_view()}
                    </div>
                })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Categories(tiles: Vec<CategoryTile>) -> impl IntoView {
    let lang = use_lang();
    // an empty category is no way to anything, unless the whole street is empty
    let any = tiles.iter().any(|tile| tile.count > 0);
    let tiles: Vec<_> = tiles
        .into_iter()
        .filter(|tile| tile.count > 0 || !any)
        .collect();
    (!tiles.is_empty()).then(|| {
        view! {
            <nav aria-label=t::search::categories(lang)>
                <ul class="category-tiles">
                    {tiles.into_iter().map(|tile| view! {
                        <li>
                            <a href=format!("/categories/{}", tile.slug) class="category-tile">
                                <Photo picture=tile.picture alt="" sizes="(width < 768px) 25vw, 160px"/>
                                <span class="category-name">{tile.name.pick(lang).to_owned()}</span>
                            </a>
                        </li>
                    }).collect_view()}
                </ul>
            </nav>
        }
    })
    .into_any()
}

/// What holds for a while: the market's spend-and-save, and goods at their shops' offers. Nothing
/// where nothing runs.
#[component]
fn Running(campaign: Option<RunningCampaign>, reduced: Vec<ListingCard>) -> impl IntoView {
    let lang = use_lang();
    let mut leads: Vec<String> = Vec::new();
    if campaign.is_some() {
        leads.push(t::home::running_campaign_lead(lang).to_owned());
    }
    if !reduced.is_empty() {
        leads.push(t::home::running_reduced_lead(lang, COMPARED_DAYS));
    }
    (!leads.is_empty())
        .then(|| {
            view! {
                <section>
                    <SectionHead title=t::home::running(lang) lead=leads.join(" ")/>
                    {campaign.map(|campaign| view! { <SpendAndSave campaign/> })}
                    {(!reduced.is_empty()).then(|| view! {
                        <GoodsRow cards=reduced label=t::home::running_reduced(lang)/>
                    })}
                </section>
            }
        })
        .into_any()
}

/// The market's campaign: its rule, until when, and the way to goods that count.
#[component]
fn SpendAndSave(campaign: RunningCampaign) -> impl IntoView {
    let lang = use_lang();
    let written = campaign.name.picked(lang);
    let tag = (written != lang).then_some(written.tag());
    let name = campaign.name.pick(lang).to_owned();
    let every = t::price::every_save(lang, campaign.save, campaign.every);
    let terms = match campaign.cap {
        Some(cap) => format!("{every} · {}", t::price::cap_terms(lang, cap)),
        None => every,
    };
    let machine = campaign.until.replace(' ', "T");
    let counts = match campaign.shops.is_empty() {
        true => t::home::running_everywhere(lang),
        false => t::home::running_joined(lang),
    };
    let href = match campaign.shops.join(".") {
        shops if shops.is_empty() => "/search".to_owned(),
        shops => format!("/search?shops={shops}"),
    };
    view! {
        <div class="gold-strip running-campaign">
            <Icon glyph=Glyph::Tag/>
            <div>
                <h3 lang=tag>{name}</h3>
                <p class="running-terms">{terms}</p>
                <p>
                    {counts}" "{t::home::running_until(lang)}" "
                    <time class="whitespace-nowrap" datetime=machine title=t::ui::market_time(lang)>{campaign.until}</time>
                </p>
            </div>
            <ButtonLink href>{t::home::running_goods(lang)}</ButtonLink>
        </div>
    }
    .into_any()
}

/// A part of the page with goods; nothing where there are none.
#[component]
fn Shelf(
    #[prop(into)] title: String,
    #[prop(into)] lead: String,
    /// To more of the same, where there is such a list.
    #[prop(into)]
    href: String,
    cards: Vec<ListingCard>,
    grid: bool,
) -> impl IntoView {
    let lang = use_lang();
    (!cards.is_empty())
        .then(|| {
            let label = title.clone();
            let head = if href.is_empty() {
                view! { <SectionHead title lead/> }.into_any()
            } else {
                view! { <SectionHead title lead more_href=href more=t::home::all_of_them(lang)/> }
                    .into_any()
            };
            view! {
                <section>
                    {head}
                    {if grid {
                        view! { <GoodsGrid cards/> }.into_any()
                    } else {
                        view! { <GoodsRow cards label/> }.into_any()
                    }}
                </section>
            }
        })
        .into_any()
}

/// The way from what somebody looked at into the tail.
#[component]
fn BecauseOf(because: Option<Because>) -> impl IntoView {
    let lang = use_lang();
    because
        .map(|because| {
            let title = t::tail::because(lang, because.of.title.pick(lang));
            view! {
                <section class="because">
                    <SectionHead title lead=t::tail::because_lead(lang)
                        more_href=because.of.path() more=t::tail::look_again(lang)/>
                    <TailGrid picks=because.picks/>
                </section>
            }
        })
        .into_any()
}

#[component]
fn Shops(shops: Vec<ShopTile>) -> impl IntoView {
    let lang = use_lang();
    (!shops.is_empty()).then(|| {
        view! {
            <section>
                <SectionHead title=t::home::shops(lang) lead=t::home::shops_lead(lang)/>
                <ul class="shop-tiles">
                    {shops.into_iter().map(|tile| {
                        let name = tile.shop.name.pick(lang).to_owned();
                        view! {
                            <li>
                                <a href=format!("/shops/{}", tile.shop.slug) class="shop-tile">
                                    <span class="shop-tile-head">
                                        <Avatar name=name.clone() picture=tile.shop.mark shop=true/>
                                        <span class="min-w-0">
                                            <span class="shop-tile-name">{name}</span>
                                            <span class="shop-tile-city">
                                                {tile.shop.city.pick(lang).to_owned()}" · "
                                                {t::shopfront::things(lang, tile.listing_count as i64)}
                                            </span>
                                        </span>
                                        <TierBadge tier=tile.shop.tier/>
                                    </span>
                                    <span class="shop-tile-about clamp-2">{tile.about.pick(lang).to_owned()}</span>
                                    {(!tile.pictures.is_empty()).then(|| view! {
                                        <span class="shop-tile-pictures">
                                            {tile.pictures.into_iter().map(|picture| view! {
                                                <Photo picture=Some(picture) alt="" sizes="120px"/>
                                            }).collect_view()}
                                        </span>
                                    })}
                                </a>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </section>
        }
    })
    .into_any()
}

/// The other half of the market: those who sell.
#[component]
fn Sell() -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="sell">
            <div>
                <h2>{t::home::sell(lang)}</h2>
                <p>{t::home::sell_lead(lang)}</p>
            </div>
            <ButtonLink href="/open-shop" icon=Glyph::Shop>{t::home::open_shop(lang)}</ButtonLink>
        </section>
    }
    .into_any()
}
