//! `/back-office/{shop}/import`: send a file, look at what it would do, bring it in.

use super::{
    api::{CheckFile, StartImport, load_imports},
    words::{refusal, trouble},
};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{Office, category_choices, loaded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::{
        catalog::SavedHow,
        import::{ImportPage, ImportReport, ImportStage, ImportView, RowIssue},
    },
};
use server_fn::ServerFn;

/// The page.
#[component]
pub fn Page() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let refresh = RwSignal::new(0_u32);
    let asked = Memo::new(move |_| {
        (
            params.with(|p| p.get("shop").unwrap_or_default()),
            query.with(|q| q.get("import").unwrap_or_default()),
        )
    });
    let page = Resource::new_blocking(
        move || (asked.get(), refresh.get()),
        |((shop, import), _)| load_imports(shop, import),
    );
    loaded(page, move |page| view! { <Imports page refresh/> })
}

#[component]
fn Imports(page: ImportPage, refresh: RwSignal<u32>) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/import", page.shop.slug);
    let body = match page.current.clone() {
        Some(current) => view! { <Open current shop=page.shop.slug.clone() refresh/> }.into_any(),
        None => view! { <Send page=page.clone()/> }.into_any(),
    };
    let crumbs = match page.current.is_some() {
        true => vec![
            Crumb::link(t::import::import(lang), base.clone()),
            Crumb::here(t::import::report(lang)),
        ],
        false => Vec::new(),
    };
    let earlier = (page.current.is_none() && !page.earlier.is_empty()).then(|| {
        let rows = page
            .earlier
            .iter()
            .map(|one| {
                let href = format!("{base}?import={}", one.id);
                let at = one.created_at;
                TableRow {
                    id: one.id.to_string(),
                    label: one.file_name.clone(),
                    cells: vec![
                        view! { <a href=href class="underline">{one.file_name.clone()}</a> }
                            .into_any(),
                        view! { <span>{one.rows}</span> }.into_any(),
                        view! { <span>{one.error_rows}</span> }.into_any(),
                        view! { <When at/> }.into_any(),
                        view! { <span>{stage_words(lang, one.stage)}</span> }.into_any(),
                    ],
                }
            })
            .collect();
        let columns = vec![
            Column::new(t::import::file(lang)),
            Column::figures(t::import::rows(lang)),
            Column::figures(t::import::errors(lang)),
            Column::new(t::import::when(lang)),
            Column::new(t::import::stage(lang)),
        ];
        view! {
            <div class="pt-6"><Card title=t::import::earlier(lang)>
                <DataTable caption=t::import::earlier(lang) columns rows/>
            </Card></div>
        }
    });
    view! {
        <Title text=t::import::import(lang)/>
        <Office shop=page.shop.clone()>
            <PageHead title=t::import::import(lang) crumbs lead=t::import::lead(lang)/>
            {body}
            {earlier}
        </Office>
    }
    .into_any()
}

fn stage_words(lang: Lang, stage: ImportStage) -> &'static str {
    match stage {
        ImportStage::Previewed => t::import::only_checked(lang),
        ImportStage::Running => t::import::under_way(lang),
        ImportStage::Done => t::import::done(lang),
    }
}

#[component]
fn Send(page: ImportPage) -> impl IntoView {
    let lang = use_lang();
    let formats = vec![
        Choice::new("shopify", "Shopify").hint(t::import::shopify_hint(lang)),
        Choice::new("vendure", "Vendure").hint(t::import::vendure_hint(lang)),
    ];
    let categories = category_choices(lang, &page.categories);
    view! {
        <Card title=t::import::new_import(lang)>
            <PlainForm path=CheckFile::PATH multipart=true refusal=refusal>
                <input type="hidden" name="shop" value=page.shop.slug.clone()/>
                <RadioCards name="format" legend=t::import::format(lang) choices=formats value="shopify" columns=true/>
                <FileDrop name="file" label=t::import::csv_file(lang) accept=".csv,text/csv" required=true/>
                <FileDrop name="pictures" label=t::import::pictures(lang) hint=t::import::pictures_hint(lang) multiple=true/>
                <Select name="category" label=t::import::category(lang) choices=categories
                    prompt=t::import::guess_category(lang) hint=t::import::category_hint(lang)/>
                <div><Submit>{t::import::check(lang)}</Submit></div>
                <p class="field-hint">{t::import::nothing_yet(lang)}</p>
            </PlainForm>
        </Card>
    }
    .into_any()
}

#[component]
fn Open(current: ImportView, shop: String, refresh: RwSignal<u32>) -> impl IntoView {
    let lang = use_lang();
    let start = ServerAction::<StartImport>::new();
    let report = current.report.clone();
    let head = match current.stage {
        ImportStage::Previewed => {
            let useful = report.variant_rows > 0;
            let tone = if useful { Tone::Plain } else { Tone::Warning };
            let written = report.products.iter().filter(|p| p.how.is_some()).count();
            let written = i64::try_from(written).unwrap_or_default();
            view! {
                <Alert tone=tone>
                    {if useful { t::import::looked_at(lang) } else { t::import::nothing_useful(lang) }}
                </Alert>
                {useful.then(|| view! {
                    <Form action=start refusal=refusal on_done=Callback::new(move |()| refresh.update(|n| *n += 1))>
                        <input type="hidden" name="shop" value=shop/>
                        <input type="hidden" name="import" value=current.id.to_string()/>
                        <div class="py-4">
                            <Submit>{t::import::bring_in(lang, written)}</Submit>
                        </div>
                    </Form>
                })}
            }
            .into_any()
        }
        ImportStage::Running => {
            // Looks again by itself: with scripts each second, without them by the header.
            #[cfg(feature = "hydrate")]
            set_timeout(
                move || refresh.update(|n| *n += 1),
                std::time::Duration::from_secs(1),
            );
            view! {
                <Meta http_equiv="refresh" content="3"/>
                <Progress label=t::import::under_way(lang) done=i64::from(current.done) of=i64::from(current.total)/>
            }
            .into_any()
        }
        ImportStage::Done => view! {
            <Alert tone=Tone::Jade>{t::import::brought_in(lang)}</Alert>
            <p class="py-4">
                <ButtonLink href=format!("/back-office/{shop}/listings") kind=ButtonKind::Main>
                    {t::import::to_listings(lang)}
                </ButtonLink>
            </p>
        }
        .into_any(),
    };
    view! {
        {head}
        <Report report/>
    }
    .into_any()
}

#[component]
fn Report(report: ImportReport) -> impl IntoView {
    let lang = use_lang();
    let figure = |label: &'static str, n: u32| {
        let value = view! { {n} }.into_any();
        view! { <Figure label value/> }
    };
    let sum = t::import::sum(
        lang,
        report.rows,
        report.variant_rows,
        report.picture_rows,
        report.error_rows,
    );
    let (errors, notes): (Vec<_>, Vec<_>) = report.issues.iter().cloned().partition(|i| i.error);
    view! {
        <p class="py-4 font-semibold">{report.file_name.clone()}" · "{sum}</p>
        <div class="grid grid-cols-2 gap-3 md:grid-cols-4">
            {figure(t::import::created(lang), report.count(Some(SavedHow::Created)))}
            {figure(t::import::updated(lang), report.count(Some(SavedHow::Updated)))}
            {figure(t::import::unchanged(lang), report.count(Some(SavedHow::Unchanged)))}
            {figure(t::import::left_out(lang), report.count(None))}
        </div>
        {issues(lang, t::import::errors(lang), errors, true)}
        {issues(lang, t::import::notes(lang), notes, false)}
    }
    .into_any()
}

fn issues(lang: Lang, title: &'static str, list: Vec<RowIssue>, open: bool) -> Option<AnyView> {
    if list.is_empty() {
        return None;
    }
    let count = list.len();
    let columns = vec![
        Column::figures(t::import::row(lang)),
        Column::new(t::import::product(lang)),
        Column::new(t::import::column(lang)),
        Column::new(t::import::what(lang)),
    ];
    let rows = list
        .into_iter()
        .map(|issue| TableRow {
            id: issue.row.to_string(),
            label: issue.row.to_string(),
            cells: vec![
                view! { <span>{issue.row}</span> }.into_any(),
                view! { <span>{issue.product.clone()}</span> }.into_any(),
                view! { <span class="text-muted">{issue.column.clone().unwrap_or_default()}</span> }
                    .into_any(),
                view! { <span class="break-words">{trouble(lang, &issue.trouble)}</span> }
                    .into_any(),
            ],
        })
        .collect();
    Some(
        view! {
            <div class="pt-6">
                <Disclosure title=format!("{title} ({count})") open=open>
                    <DataTable caption=title columns rows/>
                </Disclosure>
            </div>
        }
        .into_any(),
    )
}
