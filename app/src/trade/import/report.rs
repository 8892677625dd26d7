//! What an import did, or would do: by product, and by row and column.

use super::words::{format_name, trouble};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::{
        catalog::SavedHow,
        import::{Format, ImportReport, ProductResult, RowIssue},
    },
};

/// The figures, what can still be chosen, the issues, and what came of the goods.
#[component]
pub fn Report(
    report: ImportReport,
    shop: String,
    import: String,
    /// What can still be chosen.
    children: Children,
) -> impl IntoView {
    let lang = use_lang();
    let figure = |label: &'static str, n: u32| {
        let value = view! { {n} }.into_any();
        view! { <Figure label value/> }
    };
    let sum = sum(lang, &report);
    let (errors, notes): (Vec<_>, Vec<_>) = report.issues.iter().cloned().partition(|i| i.error);
    let hidden = i64::from(report.issue_count).saturating_sub(report.issues.len() as i64);
    let more = (hidden > 0)
        .then(|| view! { <p class="field-hint pt-2">{t::import::more_issues(lang, hidden)}</p> });
    let rejected = (report.error_rows > 0).then(|| {
        let href = format!("/back-office/{shop}/import/{import}/rejected");
        view! {
            <p class="pt-4">
                <a href=href class="underline" rel="external" download>{t::import::rejected_file(lang)}</a>
            </p>
        }
    });
    view! {
        <p class="pt-6 text-muted">{read_as(lang, &report)}</p>
        <p class="pb-4 font-semibold break-words">{report.file_name.clone()}" · "{sum}</p>
        <div class="grid grid-cols-2 gap-3 md:grid-cols-4">
            {figure(t::import::created(lang), report.created)}
            {figure(t::import::updated(lang), report.updated)}
            {figure(t::import::unchanged(lang), report.unchanged)}
            {figure(t::import::left_out(lang), report.left_out)}
        </div>
        <div class="pt-6">{children()}</div>
        {rejected}
        {issues(lang, t::import::errors(lang), errors, true)}
        {issues(lang, t::import::notes(lang), notes, false)}
        {more}
        {products(lang, &shop, &report)}
    }
    .into_any()
}

fn sum(lang: Lang, report: &ImportReport) -> String {
    if report.read_as.format == Format::Stock {
        return t::import::sum_stock(
            lang,
            report.rows,
            report.updated,
            report.unchanged,
            report.error_rows,
        );
    }
    t::import::sum(
        lang,
        report.rows,
        report.variant_rows,
        report.product_rows,
        report.picture_rows,
        report.error_rows,
    )
}

fn read_as(lang: Lang, report: &ImportReport) -> String {
    let name = format_name(lang, report.read_as.format);
    let encoding = report.read_as.encoding.name();
    match report.read_as.delimiter {
        None => t::import::read_as(lang, name, encoding),
        Some('\t') => t::import::read_as_table(lang, name, encoding, t::import::tab(lang)),
        Some(sign) => t::import::read_as_table(lang, name, encoding, sign),
    }
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
                view! { <span class="break-words">{issue.product.clone()}</span> }.into_any(),
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

fn products(lang: Lang, shop: &str, report: &ImportReport) -> Option<AnyView> {
    if report.products.is_empty() {
        return None;
    }
    let rows = report
        .products
        .iter()
        .map(|one| product(lang, shop, one))
        .collect();
    let shown = i64::try_from(report.products.len()).unwrap_or_default();
    let columns = vec![
        Column::new(t::import::product(lang)),
        Column::figures(t::import::row(lang)),
        Column::new(t::import::stage(lang)),
    ];
    Some(
        view! {
            <div class="pt-6">
                <Disclosure title=t::import::results(lang)>
                    <p class="field-hint pb-3">{t::import::results_shown(lang, shown)}</p>
                    <DataTable caption=t::import::results(lang) columns rows/>
                </Disclosure>
            </div>
        }
        .into_any(),
    )
}

fn product(lang: Lang, shop: &str, one: &ProductResult) -> TableRow {
    let title = if one.title.is_empty() {
        &one.key
    } else {
        &one.title
    };
    let name = match one.listing {
        Some(listing) => {
            let href = format!("/back-office/{shop}/listings/{listing}");
            view! { <a href=href class="underline break-words">{title.clone()}</a> }.into_any()
        }
        None => view! { <span class="break-words">{title.clone()}</span> }.into_any(),
    };
    let how = match one.how {
        Some(SavedHow::Created) => t::import::created(lang),
        Some(SavedHow::Updated) => t::import::updated(lang),
        Some(SavedHow::Unchanged) => t::import::unchanged(lang),
        None => t::import::left_out(lang),
    };
    TableRow {
        id: one.key.clone(),
        label: title.clone(),
        cells: vec![
            name,
            view! { <span>{one.row}</span> }.into_any(),
            view! { <span>{how}</span> }.into_any(),
        ],
    }
}
