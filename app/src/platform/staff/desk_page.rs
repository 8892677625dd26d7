//! `/desk`

use super::{
    api::{CheckBooks, RetryJob, load_desk},
    card_refunds::CardRefundTable,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    trade::shop::{StageBadge, TierBadge},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::{
    money::payout::PayoutStage,
    platform::{
        audit::{AuditReport, KeptAudit},
        staff::{DeadJob, DeskPayee, DeskPayout, DeskShop, DeskView},
    },
};

/// What runs, and what has come to a halt. Nobody but staff finds it.
#[component]
pub fn DeskPage() -> impl IntoView {
    let retry = ServerAction::<RetryJob>::new();
    let check = ServerAction::<CheckBooks>::new();
    let done = move || (retry.version().get(), check.version().get());
    let desk = Resource::new_blocking(done, |_| load_desk());
    view! {
        <div class="page page-body">
            <Loaded of=desk view=move |desk| view! { <Desk desk retry check/> }/>
        </div>
    }
}

#[component]
fn Desk(
    desk: DeskView,
    retry: ServerAction<RetryJob>,
    check: ServerAction<CheckBooks>,
) -> impl IntoView {
    let lang = use_lang();
    let figures = [
        (t::staff::shops(lang), desk.shops.len() as u64),
        (t::staff::members(lang), u64::from(desk.members)),
        (t::staff::guests(lang), u64::from(desk.guests)),
        (t::staff::pending_jobs(lang), u64::from(desk.pending_jobs)),
    ];
    view! {
        <Title text=t::staff::title(lang)/>
        <PageHead title=t::staff::title(lang) lead=t::staff::lead(lang) actions=move || view! {
            <ButtonLink href="/desk/promotions" icon=Glyph::Tag>{t::staff::promotions(lang)}</ButtonLink>
            <ButtonLink href="/desk/fees" icon=Glyph::Shield>{t::deposit::fees(lang)}</ButtonLink>
            <ButtonLink href="/desk/specifications" icon=Glyph::List>{t::specification::title(lang)}</ButtonLink>
            <ButtonLink href="/desk/taxes" icon=Glyph::Scale>{t::tax::title(lang)}</ButtonLink>
            <ButtonLink href="/desk/rates" icon=Glyph::Chart>{t::exchange::title(lang)}</ButtonLink>
        }/>
        <div class="grid grid-cols-2 gap-3 lg:grid-cols-4">
            {figures.into_iter().map(|(label, value)| view! {
                <Figure label value=value.into_any()/>
            }).collect_view()}
        </div>
        <section class="mt-8">
            <SectionHead title=t::staff::audit(lang)/>
            <Books audit=desk.audit/>
            <div class="mt-3 flex flex-wrap gap-2">
                <Form action=check>
                    <Submit kind=ButtonKind::Plain size=ButtonSize::Small>{t::staff::audit_now(lang)}</Submit>
                </Form>
                <ButtonLink href="/desk/statements" size=ButtonSize::Small icon=Glyph::Scale>{t::reconciliation::title(lang)}</ButtonLink>
            </div>
            {move || matches!(check.value().get(), Some(Ok(()))).then(|| view! {
                <p class="mt-2 text-14 text-muted" role="status">{t::staff::audit_under_way(lang)}</p>
            })}
        </section>
        <section class="mt-8">
            <SectionHead title=t::staff::dead_jobs(lang)/>
            <DeadJobs jobs=desk.dead_jobs retry/>
        </section>
        {(!desk.payouts.is_empty()).then(|| view! {
            <section class="mt-8">
                <SectionHead title=t::staff::payouts(lang)/>
                <PayoutTable payouts=desk.payouts/>
            </section>
        })}
        {(!desk.card_refunds.is_empty()).then(|| view! {
            <section class="mt-8">
                <SectionHead title=t::card_refund::desk(lang)/>
                <CardRefundTable refunds=desk.card_refunds/>
            </section>
        })}
        <section class="mt-8">
            <SectionHead title=t::staff::shops(lang)/>
            <ShopTable shops=desk.shops/>
        </section>
    }
}

#[component]
fn Books(audit: Option<KeptAudit>) -> impl IntoView {
    let lang = use_lang();
    let Some(KeptAudit { at, report }) = audit else {
        return view! { <p class="text-14 text-muted">{t::staff::audit_not_yet(lang)}</p> }
            .into_any();
    };
    let rows: i64 = report.checked.values().sum();
    let checked = t::staff::audit_checked(lang, rows, when_text(at, WhenStyle::DayAndTime, lang));
    view! { <Audit audit=report checked/> }.into_any()
}

#[component]
fn Audit(audit: AuditReport, checked: String) -> impl IntoView {
    let lang = use_lang();
    if audit.is_clean() {
        return view! {
            <Alert tone=Tone::Jade title=t::staff::audit_clean(lang)><p>{checked}</p></Alert>
        }
        .into_any();
    }
    let count = i64::try_from(audit.findings.len()).unwrap_or(i64::MAX);
    let columns = vec![
        Column::new(t::staff::proof(lang)),
        Column::new(t::staff::subject(lang)),
        Column::figures(t::staff::expected(lang)),
        Column::figures(t::staff::found(lang)),
    ];
    let rows = audit
        .findings
        .into_iter()
        .map(|finding| TableRow {
            id: finding.subject.clone(),
            label: finding.subject.clone(),
            cells: vec![
                finding.proof.into_any(),
                finding.subject.into_any(),
                finding.expected.into_any(),
                finding.found.into_any(),
            ],
        })
        .collect();
    view! {
        <Alert tone=Tone::Danger title=t::staff::audit_broken(lang, count)><p>{checked}</p></Alert>
        <DataTable caption=t::staff::audit(lang) columns rows/>
    }
    .into_any()
}

#[component]
fn DeadJobs(jobs: Vec<DeadJob>, retry: ServerAction<RetryJob>) -> impl IntoView {
    let lang = use_lang();
    if jobs.is_empty() {
        return view! { <p class="text-muted">{t::staff::no_dead_jobs(lang)}</p> }.into_any();
    }
    let columns = vec![
        Column::new(t::staff::job(lang)),
        Column::new(t::staff::error(lang)),
        Column::figures(t::staff::attempts(lang)),
        Column::new(t::staff::given_up(lang)),
        Column::actions(t::staff::actions(lang)),
    ];
    let rows = jobs
        .into_iter()
        .map(|job| {
            let button = view! {
                <Form action=retry id=format!("retry-{}", job.id)>
                    <input type="hidden" name="job" value=job.id.to_string()/>
                    <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Refresh
                        label=t::staff::retry_of(lang, job.id)>{t::staff::retry(lang)}</Submit>
                </Form>
            };
            TableRow {
                id: job.id.to_string(),
                label: job.kind.clone(),
                cells: vec![
                    view! { <code>{job.kind}</code>" "{job.id} }.into_any(),
                    view! { <span class="text-13 break-words">{job.error}</span> }.into_any(),
                    job.attempts.into_any(),
                    view! { <When at=job.dead_at style=WhenStyle::Day/> }.into_any(),
                    button.into_any(),
                ],
            }
        })
        .collect();
    view! { <DataTable caption=t::staff::dead_jobs(lang) columns rows/> }.into_any()
}

#[component]
fn PayoutTable(payouts: Vec<DeskPayout>) -> impl IntoView {
    let lang = use_lang();
    let columns = vec![
        Column::new(t::staff::payee(lang)),
        Column::figures(t::staff::amount(lang)),
        Column::new(t::staff::under_way_since(lang)),
        Column::figures(t::staff::came_back(lang)),
        Column::new(t::staff::what_to_do(lang)),
    ];
    let rows = payouts.into_iter().map(payout_row).collect();
    view! { <DataTable caption=t::staff::payouts(lang) columns rows/> }.into_any()
}

fn payout_row(payout: DeskPayout) -> TableRow {
    let lang = use_lang();
    let (id, name, payee) = match payout.payee {
        DeskPayee::Shop { card } => {
            let name = card.name.pick(lang).to_owned();
            let href = format!("/shops/{}", card.slug);
            let link = view! { <a class="underline" href=href>{name.clone()}</a> };
            (card.id.to_string(), name, link.into_any())
        }
        DeskPayee::Member { account, name } => {
            let words = t::staff::member_named(lang, &name);
            (account.to_string(), name, words.into_any())
        }
    };
    let cure = match payout.under_way.map(|under_way| under_way.stage) {
        Some(PayoutStage::Sent) => t::staff::cure_sent(lang),
        Some(_) => t::staff::cure_scheduled(lang),
        None => t::staff::cure_returned(lang),
    };
    let known_as = payout.under_way.map(|under_way| {
        let payout = under_way.payout.to_string();
        view! { <code class="block text-12 break-words">{payout}</code> }
    });
    let amount = payout
        .under_way
        .map(|under_way| view! { <Price amount=under_way.amount/> });
    let since = payout
        .under_way
        .map(|under_way| view! { <When at=under_way.since style=WhenStyle::Digits/> });
    TableRow {
        id: payout
            .under_way
            .map_or(id, |under_way| under_way.payout.to_string()),
        label: name,
        cells: vec![
            payee,
            amount.into_any(),
            since.into_any(),
            payout.failures.into_any(),
            view! { <div>{cure}{known_as}</div> }.into_any(),
        ],
    }
}

#[component]
fn ShopTable(shops: Vec<DeskShop>) -> impl IntoView {
    let lang = use_lang();
    if shops.is_empty() {
        return view! { <p class="text-muted">{t::staff::no_shops(lang)}</p> }.into_any();
    }
    let columns = vec![
        Column::new(t::staff::shop(lang)),
        Column::new(t::staff::tier(lang)),
        Column::new(t::staff::stage(lang)),
        Column::figures(t::staff::listings(lang)),
        Column::figures(t::staff::orders(lang)),
        Column::figures(t::staff::open_orders(lang)),
        Column::new(t::staff::since(lang)),
    ];
    let rows = shops
        .into_iter()
        .map(|shop| {
            let name = shop.card.name.pick(lang).to_owned();
            let href = format!("/shops/{}", shop.card.slug);
            TableRow {
                id: shop.card.id.to_string(),
                label: name.clone(),
                cells: vec![
                    view! { <a class="underline" href=href>{name}</a> }.into_any(),
                    view! { <TierBadge tier=shop.card.tier/> }.into_any(),
                    view! { <StageBadge stage=shop.card.stage/> }.into_any(),
                    shop.live_listings.into_any(),
                    shop.orders.into_any(),
                    shop.open_orders.into_any(),
                    view! { <When at=shop.created_at style=WhenStyle::Day/> }.into_any(),
                ],
            }
        })
        .collect();
    view! { <DataTable caption=t::staff::shops(lang) columns rows/> }.into_any()
}
