//! `/shops/{shop}`: a shop as its buyers see it.

use super::front::{DraftNotice, ShopBlocks};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    platform::{
        described::{Described, JsonLd, use_origin},
        json::Json,
        page::Loaded,
        structured::{Told, json_ld},
    },
    trade::{
        search::{
            SearchBox,
            address::{self, ListPlace},
            card::short_count,
            list::GoodsList,
        },
        shipping::postage::rate_words,
    },
    ui::{
        Alert, Avatar, AvatarSize, Badge, Breadcrumb, Crumb, Glyph, Icon, Photo, Ratio, Tone, When,
        WhenStyle,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::trade::{
    catalog::browse::{OnSale, ShopPage},
    search::SearchRequest,
    shipping::postage::TermsOf,
    shop::{Postage, ShopCard, Tier},
};

/// A shop with its goods; `request.shop` names it. `preview` is a layout to be seen before it
/// is published.
///
/// Who may: everybody; a shop that is not open yet only its own people, a draft its owners.
#[server(prefix = "/api", endpoint = "trade/shop/load_shop_page", input = server_fn::codec::GetUrl)]
pub async fn load_shop_page(
    request: SearchRequest,
    #[server(default)] preview: String,
) -> Result<ShopPage, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::catalog::browse::shop_page(
        &ctx,
        &caller.actor,
        &request,
        preview.parse().ok(),
    )
    .await
    .map_err(crate::ssr::plain_fault)
}

/// One shop.
#[component]
pub fn Page() -> impl IntoView {
    let lang = use_lang();
    let (path, params) = (use_params_map(), use_query_map());
    let request = Memo::new(move |_| SearchRequest {
        shop: path.with(|path| path.get("shop")),
        ..params.with(address::read)
    });
    let preview =
        Memo::new(move |_| params.with(|params| params.get("preview").unwrap_or_default()));
    let page = Resource::<_, Json>::new_with_options(
        move || (request.get(), preview.get()),
        move |(request, preview)| async move {
            Ok(load_shop_page(request, preview).await?.said_in(lang))
        },
        true,
    );
    view! { <Loaded of=page view=|page| view! { <Front page/> }/> }
}

/// The badge of a shop's tier.
#[component]
pub fn TierBadge(tier: Tier) -> impl IntoView {
    let lang = use_lang();
    match tier {
        Tier::Mall => view! { <Badge tone=Tone::Cinnabar>{t::shopfront::mall(lang)}</Badge> },
        Tier::Bazaar => view! { <Badge tone=Tone::Plain>{t::shopfront::bazaar(lang)}</Badge> },
    }
}

/// What a shop asks for postage, in one line.
#[component]
pub fn PostageTerms(postage: TermsOf) -> impl IntoView {
    match postage {
        TermsOf::Plain { postage } => view! { <PlainTerms postage/> }.into_any(),
        TermsOf::Template {
            unit,
            rate,
            currency,
        } => {
            let words = rate_words(use_lang(), unit, rate.as_ref(), currency);
            view! { <span>{words}</span> }.into_any()
        }
    }
}

#[component]
fn PlainTerms(postage: Postage) -> impl IntoView {
    let lang = use_lang();
    let base = if postage.base.minor == 0 {
        t::shopfront::postage_free(lang).to_owned()
    } else if postage.extra_item.minor == 0 {
        t::shopfront::postage_flat(lang, postage.base)
    } else {
        t::shopfront::postage_and_more(lang, postage.base, postage.extra_item)
    };
    let over = postage
        .free_over
        .filter(|_| postage.base.minor > 0)
        .map(|from| t::shopfront::postage_free_over(lang, from));
    view! { <span>{base}{over.map(|over| format!(" {over}"))}</span> }
}

/// A shop in a strip, with the way to it: beside its goods.
#[component]
pub fn ShopStrip(shop: ShopCard) -> impl IntoView {
    let lang = use_lang();
    let name = shop.name.pick(lang).to_owned();
    view! {
        <a href=format!("/shops/{}", shop.slug) class="shop-strip">
            <Avatar name=name.clone() picture=shop.mark shop=true/>
            <span class="shop-strip-words">
                <span class="shop-strip-name">{name}</span>
                <span class="shop-strip-city">{shop.city.pick(lang).to_owned()}</span>
            </span>
            <TierBadge tier=shop.tier/>
            <Icon glyph=Glyph::ChevronRight/>
        </a>
    }
    .into_any()
}

#[component]
fn Front(page: ShopPage) -> impl IntoView {
    let lang = use_lang();
    let name = page.shop.name.pick(lang).to_owned();
    let about = page.about.pick(lang).to_owned();
    let city = page.shop.city.pick(lang).to_owned();
    let description = if about.trim().is_empty() {
        t::search::category_description(lang, &name)
    } else {
        about.clone()
    };
    let shop_path = format!("/shops/{}", page.shop.slug);
    let canonical = ListPlace::Shop.href(&SearchRequest {
        shop: Some(page.shop.slug.clone()),
        page: page.list.request.page,
        ..SearchRequest::default()
    });
    let shared = format!("/share/shops/{}/{}.jpg", page.shop.id, lang.tag());
    let told = json_ld(
        &use_origin(),
        lang,
        &[
            Told::Shop(&page),
            Told::Way {
                trail: &[],
                here: Some((&name, &shop_path)),
            },
            Told::Goods(&page.list.hits),
        ],
    );
    let query = page.list.request.query.clone();
    let action = format!("/shops/{}", page.shop.slug);
    let notice = match page.on_sale {
        OnSale::Yes => None,
        OnSale::ShopPaused => Some((t::shopfront::paused(lang), t::shopfront::paused_hint(lang))),
        OnSale::Preview => Some((
            t::shopfront::preview(lang),
            t::shopfront::preview_hint(lang),
        )),
    };
    let has_goods = page.on_sale == OnSale::Yes;
    view! {
        <Title text=name.clone()/>
        <Described title=name.clone() description path=canonical picture=shared/>
        <JsonLd data=told/>
        <div class="page page-body">
            {page.draft.then(|| view! { <DraftNotice/> })}
            <Breadcrumb crumbs=vec![Crumb::link(t::search::home(lang), "/"), Crumb::here(name.clone())]/>
            <header class="shopfront">
                {match page.banner {
                    Some(banner) => view! {
                        <Photo picture=Some(banner) alt="" ratio=Ratio::Banner sizes="(width < 1280px) 100vw, 1232px" priority=true/>
                    }.into_any(),
                    None => view! { <div class="shopfront-awning" aria-hidden="true"></div> }.into_any(),
                }}
                <div class="shopfront-words">
                    <Avatar name=name.clone() picture=page.shop.mark.clone() size=AvatarSize::Large shop=true/>
                    <div class="min-w-0">
                        <h1>{name}</h1>
                        <p class="shopfront-facts">
                            <TierBadge tier=page.shop.tier/>
                            {(!city.is_empty()).then(|| view! { <span><Icon glyph=Glyph::Pin/>{city}</span> })}
                            <span><Icon glyph=Glyph::Box/>{t::shopfront::things(lang, page.listing_count as i64)}</span>
                            {(page.sold_count > 0).then(|| view! {
                                <span><Icon glyph=Glyph::Heart/>{t::search::sold(lang, short_count(lang, page.sold_count))}</span>
                            })}
                            {page.opened_at.map(|at| view! {
                                <span><Icon glyph=Glyph::Calendar/>{t::shopfront::since(lang)}" "<When at style=WhenStyle::Day/></span>
                            })}
                        </p>
                    </div>
                </div>
                {(!about.is_empty()).then(|| view! { <p class="shopfront-about">{about}</p> })}
                <p class="shopfront-postage"><Icon glyph=Glyph::Truck/><PostageTerms postage=page.postage/></p>
            </header>
            {notice.map(|(title, text)| view! { <Alert tone=Tone::Warning title>{text}</Alert> })}
            <ShopBlocks blocks=page.blocks shop=page.shop.slug/>
            {has_goods.then(|| view! {
                <div class="shopfront-search">
                    <SearchBox action id="search-shop" label=t::shopfront::search_here(lang)
                        placeholder=t::shopfront::search_here(lang) query/>
                </div>
                <GoodsList page=page.list place=ListPlace::Shop/>
            })}
        </div>
    }
    .into_any()
}
