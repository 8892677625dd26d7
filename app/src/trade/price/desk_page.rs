//! The page `/desk/promotions`.

use super::{
    api::{EndCampaign, EndPlatformCoupon, MakeCampaign, MakePlatformCoupon, load_promotions},
    coupon_form::CouponFields,
    offer_form::Times,
    office_page::Made,
    tables::{campaign_table, coupon_table},
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trade::price::PromotionsPage as Promotions;

#[derive(Clone, Copy)]
struct Actions {
    make_coupon: ServerAction<MakePlatformCoupon>,
    end_coupon: ServerAction<EndPlatformCoupon>,
    make_campaign: ServerAction<MakeCampaign>,
    end_campaign: ServerAction<EndCampaign>,
}

/// What the market pays for. Nobody but staff finds it.
#[component]
pub fn PromotionsPage() -> impl IntoView {
    let lang = use_lang();
    let actions = Actions {
        make_coupon: ServerAction::new(),
        end_coupon: ServerAction::new(),
        make_campaign: ServerAction::new(),
        end_campaign: ServerAction::new(),
    };
    let page = Resource::new_blocking(|| (), |()| load_promotions());
    // What was refused stands in its form.
    let done = Callback::new(move |()| page.refetch());
    on_accepted(actions.make_coupon, done);
    on_accepted(actions.end_coupon, done);
    on_accepted(actions.make_campaign, done);
    on_accepted(actions.end_campaign, done);
    view! {
        <Title text=t::price::promotions(lang)/>
        <div class="page page-body">
            <Loaded of=page view=move |page| view! { <Body page actions/> }/>
        </div>
    }
}

#[component]
fn Body(page: Promotions, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let currency = page.currency;
    let crumbs = vec![
        Crumb::link(t::staff::title(lang), "/desk"),
        Crumb::here(t::price::promotions(lang)),
    ];
    let (for_coupon, for_campaign) = page.commands;
    let (campaigns, coupons) = (page.clone(), page.clone());
    view! {
        <PageHead title=t::price::promotions(lang) lead=t::price::promotions_lead(lang) crumbs/>
        <Made/>
        <section class="card mb-6">
            <h2 class="text-14 text-muted">{t::price::spent(lang)}</h2>
            <p class="text-24"><Price amount=page.spent/></p>
            <p class="text-13 text-muted">{t::price::spent_hint(lang)}</p>
        </section>
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="grid gap-6 min-w-0">
                <Card title=t::price::campaigns(lang)><Campaigns page=campaigns actions/></Card>
                <Card title=t::price::coupons(lang)><Coupons page=coupons actions/></Card>
            </div>
            <aside class="grid gap-6 min-w-0">
                <Card title=t::price::new_campaign(lang)>
                    <Form action=actions.make_campaign>
                        <input type="hidden" name="command" value=for_campaign.to_string()/>
                        <TextField name="name_en" label=t::price::name_en(lang) counter=60 either=true autocomplete="off"/>
                        <TextField name="name_zh" label=t::price::name_zh(lang) counter=60 either=true autocomplete="off"/>
                        <MoneyInput name="every" label=t::price::every(lang) currency required=true/>
                        <MoneyInput name="save" label=t::price::save(lang) currency required=true/>
                        <MoneyInput name="cap" label=t::price::campaign_cap(lang)
                            hint=t::price::campaign_cap_hint(lang) currency required=true/>
                        <TextField name="shop_share" label=t::price::shop_share(lang)
                            hint=t::price::shop_share_hint(lang) inputmode="decimal" autocomplete="off"/>
                        <Times/>
                        <Submit>{t::price::make_campaign(lang)}</Submit>
                    </Form>
                </Card>
                <Card title=t::price::new_coupon(lang)>
                    <Form action=actions.make_coupon>
                        <input type="hidden" name="command" value=for_coupon.to_string()/>
                        <CouponFields currency of_market=true/>
                    </Form>
                </Card>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn Campaigns(page: Promotions, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    if page.campaigns.is_empty() {
        return view! { <EmptyState title=t::price::no_campaigns(lang) text=t::price::no_campaigns_hint(lang)/> }
            .into_any();
    }
    campaign_table(&page.campaigns, page.currency, |row| {
        let label = t::price::end_what(lang, row.campaign.name.pick(lang));
        let id = row.campaign.id.to_string();
        view! {
            <Form action=actions.end_campaign id=format!("end-{id}") class="form-inline">
                <input type="hidden" name="campaign" value=id/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small label>{t::price::end(lang)}</Submit>
            </Form>
        }
        .into_any()
    })
}

#[component]
fn Coupons(page: Promotions, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    if page.coupons.is_empty() {
        return view! { <EmptyState title=t::price::no_coupons(lang) text=t::price::no_coupons_hint(lang)/> }
            .into_any();
    }
    let spent = t::price::by_market(lang);
    coupon_table(&page.coupons, spent, page.currency, |row| {
        let label = t::price::end_what(lang, &row.coupon.code);
        let id = row.coupon.id.to_string();
        view! {
            <Form action=actions.end_coupon id=format!("end-{id}") class="form-inline">
                <input type="hidden" name="coupon" value=id/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small label>{t::price::end(lang)}</Submit>
            </Form>
        }
        .into_any()
    })
}
