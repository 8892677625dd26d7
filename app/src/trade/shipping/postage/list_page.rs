//! The page `/back-office/{shop}/postage`.

use super::{api::load_postage, preview::PreviewForm, rate_words, unit_words, zone_words};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    trade::shop::page::PostageTerms,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    actor::ShopRole,
    trade::shipping::postage::{
        GoodsPostage, PostagePage as Shown, PreviewAsk, TemplateView, TermsOf,
    },
};

/// A shop's templates, what a basket would cost, and which goods go by which template.
#[component]
pub fn PostagePage() -> impl IntoView {
    let lang = use_lang();
    let (params, query) = (use_params_map(), use_query_map());
    let page = Resource::new_blocking(
        move || {
            let shop = params.with(|params| params.get("shop").unwrap_or_default());
            query.with(|query| {
                let text = |name: &str| query.get(name).unwrap_or_default();
                let ask = PreviewAsk {
                    country: text("country"),
                    region: text("region"),
                    pieces: text("pieces"),
                    weight_g: text("weight_g"),
                    volume_cm3: text("volume_cm3"),
                    goods: text("goods"),
                };
                (shop, text("page").parse().unwrap_or(1), ask)
            })
        },
        |(shop, page, ask)| load_postage(shop, page, ask),
    );
    view! {
        <Title text=t::postage::title(lang)/>
        <Loaded of=page view=|view| view! { <Body view/> }/>
    }
}

#[component]
fn Body(view: Shown) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/postage", view.shop.slug);
    let is_owner = view.role == ShopRole::Owner;
    let saved = use_query_map().with_untracked(|query| query.get("saved").is_some());
    let new = format!("{base}/new");
    let currency = view.plain.base.currency;
    let templates = view.templates.iter();
    let templates = templates
        .map(|template| {
            let href = is_owner.then(|| format!("{base}/{}", template.template.id));
            template_card(template.clone(), href, currency)
        })
        .collect_view();
    let plain = TermsOf::Plain {
        postage: view.plain,
    };
    let has_default = view.templates.iter().any(|template| template.is_default);
    let (page, pages) = (view.page, view.pages);
    let to_page = base.clone();
    let goods = goods_table(&base, view.goods);
    let (ask, previews) = (view.ask, view.previews);
    view! {
        <BackOfficeFrame shop=view.shop.slug.clone() name=view.shop.name.pick(lang) mark=view.shop.mark.clone() role=view.role>
            <PageHead title=t::postage::title(lang) lead=t::postage::lead(lang)
                actions=move || is_owner.then(|| view! {
                    <ButtonLink href=new kind=ButtonKind::Main icon=Glyph::Plus>{t::postage::new(lang)}</ButtonLink>
                })/>
            {saved.then(|| view! { <Alert tone=Tone::Jade class="mb-4">{t::postage::saved(lang)}</Alert> })}
            <div class="grid gap-4">
                {templates}
                <Card title=t::postage::plain(lang)>
                    <p><PostageTerms postage=plain/></p>
                    <p class="text-13 text-muted">
                        {if has_default { t::postage::plain_unused(lang) } else { t::postage::plain_hint(lang) }}
                    </p>
                </Card>
                <Card title=t::postage::preview(lang)>
                    <PreviewForm ask previews currency/>
                </Card>
                <Card title=t::postage::goods(lang)>
                    {goods}
                    <Pagination page pages href=move |page| format!("{to_page}?page={page}")/>
                </Card>
            </div>
        </BackOfficeFrame>
    }
}

fn template_card(
    view: TemplateView,
    href: Option<String>,
    currency: longtail::money::Currency,
) -> impl IntoView {
    let lang = use_lang();
    let unit = view.template.unit;
    let zones = view
        .template
        .zones
        .iter()
        .map(|zone| {
            view! {
                <li class="py-2">
                    <strong class="block">{zone_words(lang, zone)}</strong>
                    <span class="text-14">{rate_words(lang, unit, zone.rate.as_ref(), currency)}</span>
                </li>
            }
        })
        .collect_view();
    let listings = t::postage::listings(lang, i64::from(view.listings));
    let unmeasured = i64::from(view.unmeasured);
    view! {
        <Card title=view.name.clone()>
            <p class="flex flex-wrap items-center gap-2 text-14">
                <Badge>{unit_words(lang, unit)}</Badge>
                {view.is_default.then(|| view! { <Badge tone=Tone::Jade>{t::postage::default(lang)}</Badge> })}
                <span class="text-muted">{listings}</span>
            </p>
            {(unmeasured > 0).then(|| view! {
                <Alert tone=Tone::Warning class="mt-3">{t::postage::unmeasured(lang, unmeasured)}</Alert>
            })}
            <ul class="divided mt-2">{zones}</ul>
            {href.map(|href| view! {
                <ButtonLink href size=ButtonSize::Small icon=Glyph::Edit class="mt-2">
                    {t::postage::edit(lang, view.name)}
                </ButtonLink>
            })}
        </Card>
    }
}

fn goods_table(base: &str, goods: Vec<GoodsPostage>) -> AnyView {
    let lang = use_lang();
    if goods.is_empty() {
        return view! { <p class="text-muted">{t::postage::no_goods(lang)}</p> }.into_any();
    }
    let columns = vec![
        Column::new(t::catalog::listing(lang)),
        Column::new(t::postage::sent_by(lang)),
        Column::new(t::postage::measured(lang)),
    ];
    let rows = goods
        .into_iter()
        .map(|goods| {
            let title = goods.title.pick(lang).to_owned();
            let href = format!("{base}/goods/{}", goods.listing);
            let template = goods
                .template
                .unwrap_or_else(|| t::postage::plain(lang).to_owned());
            let measured = if goods.unmeasured {
                view! { <Badge tone=Tone::Warning>{t::postage::missing(lang)}</Badge> }.into_any()
            } else {
                t::postage::known(lang).into_any()
            };
            TableRow {
                id: goods.listing.to_string(),
                label: title.clone(),
                cells: vec![
                    view! { <a class="link" href=href>{title}</a> }.into_any(),
                    template.into_any(),
                    measured,
                ],
            }
        })
        .collect();
    view! { <DataTable caption=t::postage::goods(lang) columns rows/> }.into_any()
}
