//! The page of one product.

use super::{
    api::load_product,
    buy_box::{BuyBox, choice_href},
    gallery::Gallery,
    prices::PriceChart,
    specs::SpecTable,
};
use crate::{
    i18n::{t, use_lang},
    platform::{
        described::{Described, JsonLd, use_origin},
        page::Loaded,
        structured::{Told, json_ld},
    },
    trade::{
        question::{self, Questions},
        search::{GoodsGrid, card::short_count},
        seen::{SeenRow, remember_look},
        shop::page::{PostageTerms, ShopStrip},
        tail::TailGrid,
    },
    ui::{Breadcrumb, Crumb, Glyph, Guarantee, Icon, SectionHead},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::{
        catalog::browse::{OnSale, ProductPage},
        choice::{PartialChoice, first_choice, read_choice},
    },
};

/// One product.
#[component]
pub fn Page() -> impl IntoView {
    let path = use_params_map();
    let named = Memo::new(move |_| {
        path.with(|path| {
            (
                path.get("shop").unwrap_or_default(),
                path.get("listing").unwrap_or_default(),
            )
        })
    });
    let asking = question::Refresh::default();
    let page = Resource::new_blocking(
        move || (named.get(), asking.count()),
        |((shop, listing), _)| load_product(shop, listing),
    );
    view! { <Loaded of=page view=move |product| view! { <Product product asking/> }/> }
}

/// The choice that the address holds; a form sent without scripts names each axis: `o0=1&o1=0`.
fn chosen_in(params: &leptos_router::params::ParamsMap, product: &ProductPage) -> PartialChoice {
    let axes = product.values_per_axis();
    if let Some(text) = params.get("o") {
        return read_choice(&text, &axes);
    }
    let by_axis: Vec<Option<String>> = (0..axes.len())
        .map(|axis| params.get(&format!("o{axis}")))
        .collect();
    if by_axis.iter().any(Option::is_some) {
        let text: Vec<String> = by_axis.into_iter().map(Option::unwrap_or_default).collect();
        return read_choice(&text.join(","), &axes);
    }
    first_choice(&axes, &product.variants)
}

#[component]
fn Product(product: ProductPage, asking: question::Refresh) -> impl IntoView {
    let lang = use_lang();
    let params = use_query_map();
    let pictures = product.gallery();
    let product = StoredValue::new(product);
    let choice = Memo::new(move |_| {
        params.with(|params| product.with_value(|product| chosen_in(params, product)))
    });
    let ids: Vec<_> = pictures.iter().map(|picture| picture.id).collect();
    let shown = Memo::new(move |_| {
        let asked = params.with(|params| params.get("p")?.parse::<usize>().ok());
        asked.map(|n| n.saturating_sub(1)).unwrap_or_else(|| {
            product
                .with_value(|p| choice.with(|choice| p.picture_of(choice).map(|p| p.id)))
                .and_then(|id| ids.iter().position(|other| *other == id))
                .unwrap_or_default()
        })
    });
    let chosen = Memo::new(move |_| {
        product.with_value(|p| choice.with(|choice| p.chosen(choice).map(|variant| variant.id)))
    });
    let href = Callback::new(move |n: usize| {
        product.with_value(|p| choice.with(|choice| choice_href(&p.path(), choice, Some(n))))
    });
    let view_of = product.get_value();
    if view_of.on_sale != OnSale::Preview {
        remember_look(view_of.listing);
    }
    let title = view_of.title.pick(lang).to_owned();
    let title_lang = view_of.title.picked(lang);
    let title_lang = (title_lang != lang).then_some(title_lang.tag());
    let sold = view_of.sold_count;
    let city = view_of.shop.city.pick(lang).to_owned();
    let has_more = !view_of.more_from_shop.is_empty();
    let has_similar = !view_of.similar.is_empty();
    let has_tail = !view_of.down_the_tail.is_empty();
    let shop_path = format!("/shops/{}", view_of.shop.slug);
    let category_path = view_of
        .trail
        .last()
        .map(|category| format!("/categories/{}", category.slug));
    view! {
        <Head product=view_of.clone()/>
        <div class="page page-body">
            <Breadcrumb crumbs=crumbs(&view_of, lang)/>
            <div class="product">
                <Gallery pictures shown href title=title.clone()/>
                <div class="product-side">
                    <div>
                        <h1 class="product-title" lang=title_lang>{title}</h1>
                        {(sold > 0).then(|| view! {
                            <p class="product-sold">{t::search::sold(lang, short_count(lang, sold))}</p>
                        })}
                    </div>
                    <BuyBox product choice/>
                    <PriceChart product chosen/>
                    <ul class="product-promises">
                        <li><Guarantee/></li>
                        <li><Icon glyph=Glyph::Truck/><PostageTerms postage=view_of.postage/></li>
                        {(!city.is_empty()).then(|| view! {
                            <li><Icon glyph=Glyph::Pin/><span>{t::product::sent_from(lang, city)}</span></li>
                        })}
                    </ul>
                    <ShopStrip shop=view_of.shop.clone()/>
                </div>
            </div>
            <Description product=view_of.clone()/>
            <SpecTable groups=view_of.specs.clone()/>
            <Questions questions=view_of.questions.clone() shop=view_of.shop.slug.clone()
                listing=view_of.slug.clone() refresh=asking/>
            {has_more.then(|| view! {
                <section class="product-more">
                    <SectionHead title=t::product::more_from(lang, view_of.shop.name.pick(lang))
                        lead=t::product::more_from_lead(lang)
                        more_href=shop_path more=t::product::whole_shop(lang)/>
                    <GoodsGrid cards=view_of.more_from_shop without_shop=true/>
                </section>
            })}
            {has_similar.then(|| view! {
                <section class="product-more">
                    <SectionHead title=t::product::similar(lang) lead=t::product::similar_lead(lang)
                        more_href=category_path.unwrap_or_else(|| "/search".to_owned())
                        more=t::product::whole_category(lang)/>
                    <GoodsGrid cards=view_of.similar/>
                </section>
            })}
            {has_tail.then(|| view! {
                <section class="product-more">
                    <SectionHead title=t::tail::further_down(lang) lead=t::tail::further_down_lead(lang)/>
                    <TailGrid picks=view_of.down_the_tail/>
                </section>
            })}
            <SeenRow cards=view_of.seen class="product-more"/>
        </div>
    }
    .into_any()
}

fn crumbs(product: &ProductPage, lang: Lang) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::link(t::search::home(lang), "/")];
    crumbs.extend(product.trail.iter().map(|category| {
        Crumb::link(
            category.name.pick(lang),
            format!("/categories/{}", category.slug),
        )
    }));
    crumbs.push(Crumb::here(product.title.pick(lang)));
    crumbs
}

/// Title, canonical address, and what other sites and engines show of the product.
#[component]
fn Head(product: ProductPage) -> impl IntoView {
    let lang = use_lang();
    let title = product.title.pick(lang).to_owned();
    let path = product.path();
    let mut description = product.description.pick(lang).to_owned();
    if description.trim().is_empty() {
        description = t::search::category_description(lang, &title);
    }
    let price = product.price_range(&[]).map(|(least, _)| least);
    let told = [
        Told::Product(&product),
        Told::Way {
            trail: &product.trail,
            here: Some((&title, &path)),
        },
    ];
    let data = json_ld(&use_origin(), lang, &told);
    let picture = format!(
        "/share/listings/{}/{}.jpg?v={}",
        product.listing,
        lang.tag(),
        product.updated_at.timestamp()
    );
    view! {
        <Title text=format!("{title} · {}", product.shop.name.pick(lang))/>
        <Described title description path picture kind="product" price/>
        <JsonLd data/>
    }
    .into_any()
}

/// The shop's own words: blank lines part paragraphs.
#[component]
fn Description(product: ProductPage) -> impl IntoView {
    let lang = use_lang();
    let text_lang = product.description.picked(lang);
    let tag = (text_lang != lang).then_some(text_lang.tag());
    let paragraphs: Vec<String> = product
        .description
        .pick(lang)
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    (!paragraphs.is_empty()).then(|| {
        view! {
            <section class="product-description" lang=tag>
                <h2>{t::product::description(lang)}</h2>
                {paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            </section>
        }
    })
}
