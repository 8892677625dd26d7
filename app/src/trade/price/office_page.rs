//! The page `/back-office/{shop}/offers`.

use super::{
    api::{EndCoupon, EndOffer, JoinCampaign, MakeCoupon, MakeOffer, load_offers},
    coupon_form::CouponFields,
    offer_form::OfferForm,
    tables::{campaign_terms, coupon_table, offer_table},
};
use crate::{
    i18n::{t, use_lang},
    money::balance::page::percent,
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    money::Currency,
    trade::price::{Campaign, OffersPage as Offers},
};

/// What the page sends. It is loaded anew after each.
#[derive(Clone, Copy)]
struct Actions {
    make_offer: ServerAction<MakeOffer>,
    end_offer: ServerAction<EndOffer>,
    make_coupon: ServerAction<MakeCoupon>,
    end_coupon: ServerAction<EndCoupon>,
    join: ServerAction<JoinCampaign>,
}

impl Actions {
    fn new() -> Self {
        Self {
            make_offer: ServerAction::new(),
            end_offer: ServerAction::new(),
            make_coupon: ServerAction::new(),
            end_coupon: ServerAction::new(),
            join: ServerAction::new(),
        }
    }

    /// Calls `done` after each that was accepted: what was refused stands in its form.
    fn on_accepted(self, done: Callback<()>) {
        on_accepted(self.make_offer, done);
        on_accepted(self.end_offer, done);
        on_accepted(self.make_coupon, done);
        on_accepted(self.end_coupon, done);
        on_accepted(self.join, done);
    }
}

/// A shop's offers and coupons.
#[component]
pub fn OffersPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let actions = Actions::new();
    let offers = Resource::new_blocking(
        move || params.with(|params| params.get("shop").unwrap_or_default()),
        load_offers,
    );
    actions.on_accepted(Callback::new(move |()| offers.refetch()));
    view! {
        <Title text=t::price::title(lang)/>
        <Loaded of=offers view=move |page| view! { <Body page actions/> }/>
    }
}

/// What was made, after it was.
#[component]
pub(super) fn Made() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    move || {
        let made = query.with(|query| query.get("made"));
        let words = match made.as_deref() {
            Some("offer") => t::price::made_offer(lang),
            Some("coupon") => t::price::made_coupon(lang),
            Some("campaign") => t::price::made_campaign(lang),
            _ => return ().into_any(),
        };
        view! { <Alert tone=Tone::Jade class="mb-4">{words}</Alert> }.into_any()
    }
}

#[component]
fn Body(page: Offers, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let shop = page.shop.clone();
    let (slug, currency) = (shop.slug.clone(), page.currency);
    let campaigns = page
        .campaigns
        .iter()
        .cloned()
        .map(|(campaign, joined)| view! { <Shared campaign joined currency slug=slug.clone() join=actions.join/> })
        .collect_view();
    let has_campaigns = !page.campaigns.is_empty();
    let command = page.commands.1.to_string();
    let (offers, coupons) = (page.clone(), page.clone());
    view! {
        <BackOfficeFrame shop=slug.clone() name=shop.name.pick(lang) mark=shop.mark.clone()>
            <PageHead title=t::price::title(lang) lead=t::price::lead(lang)/>
            <Made/>
            <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
                <div class="grid gap-6 min-w-0">
                    <Card title=t::price::offers(lang)><OfferList page=offers actions/></Card>
                    <Card title=t::price::coupons(lang)><CouponList page=coupons actions/></Card>
                    {has_campaigns.then(|| view! {
                        <Card title=t::price::campaigns(lang)>
                            <p class="text-14 text-muted mb-2">{t::price::campaigns_lead(lang)}</p>
                            <ul class="divided">{campaigns}</ul>
                        </Card>
                    })}
                </div>
                <aside class="grid gap-6 min-w-0">
                    <OfferForm page make=actions.make_offer/>
                    <Card title=t::price::new_coupon(lang)>
                        <Form action=actions.make_coupon>
                            <input type="hidden" name="command" value=command/>
                            <input type="hidden" name="shop" value=slug/>
                            <CouponFields currency/>
                        </Form>
                    </Card>
                </aside>
            </div>
        </BackOfficeFrame>
    }
    .into_any()
}

#[component]
fn OfferList(page: Offers, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    if page.offers.is_empty() {
        return view! { <EmptyState title=t::price::no_offers(lang) text=t::price::no_offers_hint(lang)/> }
            .into_any();
    }
    let slug = page.shop.slug.clone();
    offer_table(&page.offers, page.currency, |offer| {
        let label = t::price::end_what(lang, offer.name.pick(lang));
        let (slug, id) = (slug.clone(), offer.id.to_string());
        view! {
            <Form action=actions.end_offer id=format!("end-{id}") class="form-inline">
                <input type="hidden" name="shop" value=slug/>
                <input type="hidden" name="offer" value=id/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small label>{t::price::end(lang)}</Submit>
            </Form>
        }
        .into_any()
    })
}

#[component]
fn CouponList(page: Offers, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    if page.coupons.is_empty() {
        return view! { <EmptyState title=t::price::no_coupons(lang) text=t::price::no_coupons_hint(lang)/> }
            .into_any();
    }
    let slug = page.shop.slug.clone();
    let spent = t::price::took_off(lang);
    coupon_table(&page.coupons, spent, page.currency, |row| {
        let label = t::price::end_what(lang, &row.coupon.code);
        let (slug, id) = (slug.clone(), row.coupon.id.to_string());
        view! {
            <Form action=actions.end_coupon id=format!("end-{id}") class="form-inline">
                <input type="hidden" name="shop" value=slug/>
                <input type="hidden" name="coupon" value=id/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small label>{t::price::end(lang)}</Submit>
            </Form>
        }
        .into_any()
    })
}

/// A campaign that shops pay a part of, and whether this one does.
#[component]
fn Shared(
    campaign: Campaign,
    joined: bool,
    currency: Currency,
    slug: String,
    join: ServerAction<JoinCampaign>,
) -> impl IntoView {
    let lang = use_lang();
    let share = percent(campaign.shop_share);
    let id = campaign.id.to_string();
    let words = match joined {
        true => t::price::leave(lang),
        false => t::price::join(lang),
    };
    view! {
        <li class="grid gap-2 py-3">
            <p class="break-words">
                <strong>{campaign.name.pick(lang).to_owned()}</strong>" · "
                {campaign_terms(lang, &campaign, currency)}
            </p>
            <p class="text-13 text-muted">
                <When at=campaign.span.from style=WhenStyle::Short/>" – "
                <When at=campaign.span.until style=WhenStyle::Short/>
            </p>
            <p class="text-14">{t::price::your_part(lang, share)}</p>
            {joined.then(|| view! { <p class="text-14 text-jade">{t::price::takes_part(lang)}</p> })}
            <Form action=join id=format!("join-{id}") class="form-inline">
                <input type="hidden" name="shop" value=slug/>
                <input type="hidden" name="campaign" value=id/>
                <input type="hidden" name="takes_part" value={(!joined).to_string()}/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small>{words}</Submit>
            </Form>
        </li>
    }
}
