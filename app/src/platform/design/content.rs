//! Money, time, boxes, charts, and pages with nothing on them.

use super::Side;
use crate::{
    i18n::{t, use_lang},
    ui::{
        Avatar, AvatarSize, ButtonKind, ButtonLink, Card, Chart, ChartKind, ChartPoint, Countdown,
        EmptyPicture, EmptyState, Facts, Figure, Grade, Guarantee, Photo, Price, PriceSize, Ratio,
        SectionHead, StepState, SumLines, Timeline, TimelineStep, When, WhenStyle,
    },
};
use chrono::{DateTime, Duration, Utc};
use leptos::prelude::*;
use longtail::money::{Currency, Money};

const fn yuan(fen: i64) -> Money {
    Money::new(fen, Currency::Cny)
}

/// A moment that never changes, so that the page is the same every time.
pub fn moment(hours: i64) -> DateTime<Utc> {
    DateTime::<Utc>::UNIX_EPOCH + Duration::hours(498_000 + hours)
}

pub fn money(_: Side) -> AnyView {
    let lang = use_lang();
    view! {
        <div class="cluster">
            <Price amount=yuan(12_800) size=PriceSize::Large was=yuan(16_800)/>
        </div>
        <div class="cluster">
            <Price amount=yuan(12_800) size=PriceSize::Card upto=yuan(1_259_900)/>
            <Price amount=yuan(990) size=PriceSize::Card/>
            <Price amount=Money::new(1980, Currency::Jpy) size=PriceSize::Card/>
        </div>
        <div class="cluster"><Price amount=yuan(125_050) signed=true/><Price amount=yuan(-3_200)/></div>
        <p class="text-14 text-muted">{t::design::figures_note(lang)}</p>
        <div class="cluster"><Grade tenths=47 count=1280_u64/><Grade tenths=32/></div>
        <Guarantee/>
        <Guarantee held=yuan(12_800) until=moment(240)/>
        <div class="cluster">
            <Avatar name=t::design::person(lang) size=AvatarSize::Small/>
            <Avatar name=t::design::person(lang)/>
            <Avatar name=t::design::shop_name(lang) size=AvatarSize::Large shop=true/>
        </div>
    }
    .into_any()
}

pub fn time(_: Side) -> AnyView {
    let lang = use_lang();
    let steps = vec![
        TimelineStep {
            label: t::design::step_paid(lang).to_owned(),
            state: StepState::Done,
            at: Some(moment(0)),
            ..TimelineStep::default()
        },
        TimelineStep {
            label: t::design::step_shipped(lang).to_owned(),
            state: StepState::Done,
            at: Some(moment(20)),
            detail: Some(
                view! { <p class="text-14 text-muted">{t::design::tracking(lang)}</p> }.into_any(),
            ),
            ..TimelineStep::default()
        },
        TimelineStep {
            label: t::design::step_arrive(lang).to_owned(),
            state: StepState::Current,
            at: Some(moment(240)),
            deadline: true,
            ..TimelineStep::default()
        },
        TimelineStep {
            label: t::design::step_release(lang).to_owned(),
            ..TimelineStep::default()
        },
    ];
    let stopped = vec![
        TimelineStep {
            label: t::design::step_paid(lang).to_owned(),
            state: StepState::Done,
            at: Some(moment(0)),
            ..TimelineStep::default()
        },
        TimelineStep {
            label: t::design::step_cancelled(lang).to_owned(),
            state: StepState::Stopped,
            at: Some(moment(3)),
            ..TimelineStep::default()
        },
    ];
    view! {
        <p><When at=moment(0)/></p>
        <p><When at=moment(0) style=WhenStyle::Day/>" · "<When at=moment(0) style=WhenStyle::Short/>" · "<When at=moment(0) style=WhenStyle::Digits/></p>
        <p>{t::design::left_to_pay(lang)}" "<Countdown now=moment(0) until=moment(0) + Duration::minutes(14)/></p>
        <Timeline label=t::design::timeline(lang) steps/>
        <Timeline label=t::design::timeline(lang) steps=stopped/>
    }
    .into_any()
}

pub fn boxes(_: Side) -> AnyView {
    let lang = use_lang();
    let facts = vec![
        (
            t::design::material(lang).to_owned(),
            t::design::stoneware(lang).into_any(),
        ),
        (
            t::design::origin(lang).to_owned(),
            t::design::longquan(lang).into_any(),
        ),
    ];
    let lines = vec![
        (
            t::design::goods(lang).to_owned(),
            view! { <Price amount=yuan(25_600)/> }.into_any(),
        ),
        (
            t::design::postage(lang).to_owned(),
            view! { <Price amount=yuan(800)/> }.into_any(),
        ),
    ];
    let total = (
        t::design::total(lang).to_owned(),
        view! { <Price amount=yuan(26_400)/> }.into_any(),
    );
    view! {
        <SectionHead title=t::design::new(lang) lead=t::design::sample(lang) more_href="/search" more=t::design::look_around(lang)/>
        <div class="figures">
            <Figure label=t::design::orders_week(lang) value="42".into_any() trend=12 trend_text=t::design::trend_up(lang)/>
            <Figure label=t::design::earned(lang) value=view! { <Price amount=yuan(438_200)/> }.into_any() trend=-4 trend_text=t::design::trend_down(lang)/>
        </div>
        <Card title=t::design::specifications(lang)><Facts facts/></Card>
        <Card><SumLines lines total/></Card>
        <div class="design-columns">
            <Photo picture=None alt="" class="rounded-10"/>
            <Photo picture=None alt="" ratio=Ratio::Landscape class="rounded-10"/>
        </div>
    }
    .into_any()
}

pub fn charts(_: Side) -> AnyView {
    let lang = use_lang();
    let days = [31, 42, 38, 55, 61, 48, 70, 66, 82, 74, 90, 97]
        .into_iter()
        .zip(1_i64..)
        .map(|(value, day)| {
            ChartPoint::new(
                format!("11-{day:02}"),
                value,
                yuan(value * 1000).to_string(),
            )
        })
        .collect();
    let bars = [
        (t::design::tea(lang), 64),
        (t::design::pottery(lang), 88),
        (t::design::textiles(lang), 37),
        (t::design::tools(lang), 12),
    ]
    .map(|(label, value)| ChartPoint::new(label, value, value.to_string()))
    .to_vec();
    let grades = [(5, 812), (4, 301), (3, 96), (2, 24), (1, 47)]
        .map(|(stars, count)| ChartPoint::new(format!("{stars} ★"), count, count.to_string()))
        .to_vec();
    let funnel = [
        (t::design::saw(lang), 4210),
        (t::design::in_cart(lang), 630),
        (t::design::paid(lang), 402),
    ]
    .map(|(label, count)| ChartPoint::new(label, count, count.to_string()))
    .to_vec();
    view! {
        <Chart title=t::design::sales_chart(lang) points=days label_name=t::design::day(lang) value_name=t::design::sales(lang)/>
        <Chart kind=ChartKind::Bars title=t::design::by_category(lang) points=bars label_name=t::design::category(lang) value_name=t::design::count(lang)/>
        <Chart kind=ChartKind::Distribution title=t::design::grades_chart(lang) points=grades label_name=t::design::grade(lang) value_name=t::design::count(lang)/>
        <Chart kind=ChartKind::Funnel title=t::design::funnel_chart(lang) points=funnel label_name=t::design::step(lang) value_name=t::design::count(lang)/>
    }
    .into_any()
}

pub fn empties(_: Side) -> AnyView {
    let lang = use_lang();
    view! {
        <EmptyState picture=EmptyPicture::Cart level=3 title=t::design::empty_cart(lang) text=t::design::empty_cart_text(lang)>
            <ButtonLink href="/" kind=ButtonKind::Main>{t::design::look_around(lang)}</ButtonLink>
        </EmptyState>
        <div class="design-columns">
            <EmptyState picture=EmptyPicture::Search level=3 title=t::design::empty_search(lang) text=t::design::empty_search_text(lang)/>
            <EmptyState picture=EmptyPicture::Shop level=3 title=t::design::empty_shop(lang) text=t::design::empty_shop_text(lang)/>
            <EmptyState picture=EmptyPicture::Bell level=3 title=t::design::empty_bell(lang)/>
            <EmptyState picture=EmptyPicture::Box level=3 title=t::design::empty_box(lang)/>
            <EmptyState picture=EmptyPicture::Road level=3 title=t::design::empty_road(lang)/>
        </div>
    }
    .into_any()
}
