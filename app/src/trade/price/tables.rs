//! Lists of offers, coupons and campaigns.

use super::off_words;
use crate::{
    i18n::{t, use_lang},
    money::balance::page::percent,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::{Currency, Money},
    text::Lang,
    trade::price::{Campaign, CampaignRow, CouponRow, OfferRow, Span, Standing},
};

fn standing_words(lang: Lang, standing: Standing) -> (&'static str, Tone) {
    match standing {
        Standing::Running => (t::price::running(lang), Tone::Jade),
        Standing::Ahead => (t::price::ahead(lang), Tone::Gold),
        Standing::Over => (t::price::is_over(lang), Tone::Plain),
    }
}

/// What it is called, and its terms below.
fn terms_cell(name: String, terms: impl IntoView + 'static) -> AnyView {
    view! {
        <div>
            <strong class="break-words">{name}</strong>
            <span class="block text-13 text-muted">{terms}</span>
        </div>
    }
    .into_any()
}

/// Whether it runs, and from when until when it does.
fn when_cell(standing: Standing, span: Span) -> AnyView {
    let (words, tone) = standing_words(use_lang(), standing);
    view! {
        <div>
            <Badge tone>{words}</Badge>
            <span class="block text-13">
                <When at=span.from style=WhenStyle::Digits/>" – "<When at=span.until style=WhenStyle::Digits/>
            </span>
        </div>
    }
    .into_any()
}

/// The button that ends something, where there is something to end.
fn end_cell<T>(row: &T, standing: Standing, end: impl Fn(&T) -> AnyView) -> AnyView {
    match standing {
        Standing::Over => ().into_any(),
        Standing::Running | Standing::Ahead => end(row),
    }
}

/// A shop's offers.
pub(super) fn offer_table(
    offers: &[OfferRow],
    currency: Currency,
    end: impl Fn(&OfferRow) -> AnyView,
) -> AnyView {
    let lang = use_lang();
    let columns = vec![
        Column::new(t::price::what(lang)),
        Column::new(t::price::when(lang)),
        Column::actions(t::price::actions(lang)),
    ];
    let rows = offers
        .iter()
        .map(|offer| {
            let name = offer.name.pick(lang).to_owned();
            let off = t::price::each_piece(lang, off_words(offer.off, currency));
            let goods = match &offer.listings {
                None => t::price::everything(lang).to_owned(),
                Some(titles) => {
                    let count = i64::try_from(titles.len()).unwrap_or_default();
                    let titles: Vec<&str> = titles.iter().map(|title| title.pick(lang)).collect();
                    format!(
                        "{}: {}",
                        t::price::goods_count(lang, count),
                        titles.join(", ")
                    )
                }
            };
            TableRow {
                id: offer.id.to_string(),
                label: name.clone(),
                cells: vec![
                    terms_cell(
                        name,
                        view! { {off}<span class="block clamp-2">{goods}</span> },
                    ),
                    when_cell(offer.standing, offer.span),
                    end_cell(offer, offer.standing, &end),
                ],
            }
        })
        .collect();
    view! { <DataTable caption=t::price::offers(lang) columns rows/> }.into_any()
}

/// The coupons of a shop, or the market's. `spent` says what the amount of each is.
pub(super) fn coupon_table(
    coupons: &[CouponRow],
    spent: &'static str,
    currency: Currency,
    end: impl Fn(&CouponRow) -> AnyView,
) -> AnyView {
    let lang = use_lang();
    let columns = vec![
        Column::new(t::price::new_code(lang)),
        Column::new(t::price::when(lang)),
        Column::figures(t::price::used(lang)),
        Column::figures(spent),
        Column::actions(t::price::actions(lang)),
    ];
    let rows = coupons
        .iter()
        .map(|row| {
            let coupon = &row.coupon;
            let used = match coupon.limit {
                Some(limit) => t::price::used_of(lang, coupon.used, limit),
                None => coupon.used.to_string(),
            };
            TableRow {
                id: coupon.id.to_string(),
                label: coupon.code.clone(),
                cells: vec![
                    terms_cell(coupon.code.clone(), coupon_terms(lang, row, currency)),
                    when_cell(row.standing, coupon.span),
                    view! { <span class="whitespace-nowrap">{used}</span> }.into_any(),
                    view! { <Price amount=row.spent/> }.into_any(),
                    end_cell(row, row.standing, &end),
                ],
            }
        })
        .collect();
    view! { <DataTable caption=t::price::coupons(lang) columns rows/> }.into_any()
}

fn coupon_terms(lang: Lang, row: &CouponRow, currency: Currency) -> String {
    let (coupon, money) = (&row.coupon, |minor| Money::new(minor, currency));
    let cap = coupon
        .cap_minor
        .map(|cap| t::price::cap_terms(lang, money(cap)));
    let least =
        (coupon.least_minor > 0).then(|| t::price::least_terms(lang, money(coupon.least_minor)));
    let terms = [
        Some(t::price::off_terms(lang, off_words(coupon.off, currency))),
        cap,
        least,
        Some(t::price::person_terms(lang, i64::from(coupon.per_person))),
    ];
    terms.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The market's campaigns.
pub(super) fn campaign_table(
    campaigns: &[CampaignRow],
    currency: Currency,
    end: impl Fn(&CampaignRow) -> AnyView,
) -> AnyView {
    let lang = use_lang();
    let columns = vec![
        Column::new(t::price::what(lang)),
        Column::new(t::price::when(lang)),
        Column::figures(t::price::took_off(lang)),
        Column::figures(t::price::by_market(lang)),
        Column::actions(t::price::actions(lang)),
    ];
    let rows = campaigns
        .iter()
        .map(|row| {
            let name = row.campaign.name.pick(lang).to_owned();
            let share = percent(row.campaign.shop_share);
            let terms = [
                campaign_terms(lang, &row.campaign, currency),
                t::price::shops_pay(lang, share),
            ];
            TableRow {
                id: row.campaign.id.to_string(),
                label: name.clone(),
                cells: vec![
                    terms_cell(name, terms.join(" · ")),
                    when_cell(row.standing, row.campaign.span),
                    view! { <Price amount=row.saved/> }.into_any(),
                    view! { <Price amount=row.by_platform/> }.into_any(),
                    end_cell(row, row.standing, &end),
                ],
            }
        })
        .collect();
    view! { <DataTable caption=t::price::campaigns(lang) columns rows/> }.into_any()
}

/// Every so much save so much, and how much at most.
pub(super) fn campaign_terms(lang: Lang, campaign: &Campaign, currency: Currency) -> String {
    let money = |minor| Money::new(minor, currency);
    let (every, save) = (campaign.every_minor, campaign.save_minor);
    let every = t::price::every_save(lang, money(save), money(every));
    match campaign.cap_minor {
        Some(cap) => format!("{every} · {}", t::price::cap_terms(lang, money(cap))),
        None => every,
    }
}
