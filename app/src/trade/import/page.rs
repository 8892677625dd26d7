//! `/back-office/{shop}/import`: send a file, look at what it would do, bring it in, take it
//! back; and take the goods along.

use super::{
    api::{StartImport, UndoImport, load_imports},
    choices::Choices,
    report::Report,
    send::{Export, Send},
    words::{format_name, refusal},
};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{Office, loaded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::import::{EarlierImport, Format, ImportPage, ImportStage, ImportView},
};

/// Titles named of goods that were not taken back.
const MOST_TITLES: usize = 20;

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
    let shop = page.shop.slug.clone();
    let body = match page.current.clone() {
        Some(current) => view! { <Open page=page.clone() current refresh/> }.into_any(),
        None => view! {
            <Send shop=shop.clone() categories=page.categories.clone()/>
            <Export shop/>
            <Earlier earlier=page.earlier.clone() base=base.clone()/>
        }
        .into_any(),
    };
    let crumbs = match page.current.is_some() {
        true => vec![
            Crumb::link(t::import::import(lang), base),
            Crumb::here(t::import::report(lang)),
        ],
        false => Vec::new(),
    };
    view! {
        <Title text=t::import::import(lang)/>
        <Office shop=page.shop.clone()>
            <PageHead title=t::import::import(lang) crumbs lead=t::import::lead(lang)/>
            {body}
        </Office>
    }
    .into_any()
}

#[component]
fn Earlier(earlier: Vec<EarlierImport>, base: String) -> impl IntoView {
    let lang = use_lang();
    if earlier.is_empty() {
        return ().into_any();
    }
    let rows = earlier
        .into_iter()
        .map(|one| {
            let href = format!("{base}?import={}", one.id);
            let at = one.created_at;
            TableRow {
                id: one.id.to_string(),
                label: one.file_name.clone(),
                cells: vec![
                    view! { <a href=href class="underline break-words">{one.file_name.clone()}</a> }
                        .into_any(),
                    view! { <span>{format_name(lang, one.format)}</span> }.into_any(),
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
        Column::new(t::import::format(lang)),
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
    .into_any()
}

fn stage_words(lang: Lang, stage: ImportStage) -> &'static str {
    match stage {
        ImportStage::Previewed => t::import::only_checked(lang),
        ImportStage::Running => t::import::under_way(lang),
        ImportStage::Done => t::import::done(lang),
        ImportStage::Undoing => t::import::undoing(lang),
        ImportStage::Undone => t::import::undone(lang),
    }
}

#[component]
fn Open(page: ImportPage, current: ImportView, refresh: RwSignal<u32>) -> impl IntoView {
    let shop = page.shop.slug.clone();
    let report = current.report.clone();
    let choices = (current.stage == ImportStage::Previewed).then(|| {
        view! {
            <Choices shop=shop.clone() current=current.clone() categories=page.categories refresh/>
        }
    });
    let head = match current.stage {
        ImportStage::Previewed => {
            view! { <Checked shop=shop.clone() current=current.clone() refresh/> }.into_any()
        }
        ImportStage::Running | ImportStage::Undoing => {
            view! { <Running current=current.clone() refresh/> }.into_any()
        }
        ImportStage::Done => {
            view! { <Done shop=shop.clone() current=current.clone() refresh/> }.into_any()
        }
        ImportStage::Undone => view! { <Undone current=current.clone()/> }.into_any(),
    };
    view! {
        {head}
        <Report report shop import=current.id.to_string()>{choices}</Report>
    }
    .into_any()
}

#[component]
fn Checked(shop: String, current: ImportView, refresh: RwSignal<u32>) -> impl IntoView {
    let lang = use_lang();
    let start = ServerAction::<StartImport>::new();
    let report = current.report;
    let count = i64::from(report.to_write());
    let useful = count > 0;
    let tone = if useful { Tone::Plain } else { Tone::Warning };
    let words = match report.read_as.format {
        Format::Stock => t::import::count_shelves(lang, count),
        _ => t::import::bring_in(lang, count),
    };
    view! {
        <Alert tone=tone>
            {if useful { t::import::looked_at(lang) } else { t::import::nothing_useful(lang) }}
        </Alert>
        {useful.then(|| view! {
            <Form action=start refusal=refusal on_done=Callback::new(move |()| refresh.update(|n| *n += 1))>
                <input type="hidden" name="shop" value=shop/>
                <input type="hidden" name="import" value=current.id.to_string()/>
                <div class="py-4"><Submit>{words}</Submit></div>
            </Form>
        })}
    }
    .into_any()
}

#[component]
fn Running(current: ImportView, refresh: RwSignal<u32>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <LookAgain look=Callback::new(move |()| refresh.update(|n| *n += 1))/>
        <Progress label=stage_words(lang, current.stage) done=i64::from(current.done) of=i64::from(current.total)/>
    }
    .into_any()
}

#[component]
fn Done(shop: String, current: ImportView, refresh: RwSignal<u32>) -> impl IntoView {
    let lang = use_lang();
    let undo = ServerAction::<UndoImport>::new();
    let stock = current.report.read_as.format == Format::Stock;
    let (said, to, label) = match stock {
        true => (t::import::counted(lang), "stock", t::import::to_stock(lang)),
        false => (
            t::import::brought_in(lang),
            "listings",
            t::import::to_listings(lang),
        ),
    };
    let import = current.id.to_string();
    let can_undo = !stock && current.report.to_write() > 0;
    view! {
        <Alert tone=Tone::Jade>{said}</Alert>
        <p class="flex flex-wrap gap-3 py-4">
            <ButtonLink href=format!("/back-office/{shop}/{to}") kind=ButtonKind::Main>{label}</ButtonLink>
            <ButtonLink href=format!("/back-office/{shop}/import") kind=ButtonKind::Plain>
                {t::import::another(lang)}
            </ButtonLink>
        </p>
        {can_undo.then(|| view! {
            <Disclosure title=t::import::undo(lang)>
                <Form action=undo refusal=refusal on_done=Callback::new(move |()| refresh.update(|n| *n += 1))>
                    <input type="hidden" name="shop" value=shop/>
                    <input type="hidden" name="import" value=import/>
                    <p class="field-hint pb-3">{t::import::undo_hint(lang)}</p>
                    <Submit kind=ButtonKind::Plain>{t::import::undo(lang)}</Submit>
                </Form>
            </Disclosure>
        })}
    }
    .into_any()
}

#[component]
fn Undone(current: ImportView) -> impl IntoView {
    let lang = use_lang();
    let mut undone = current.report.undone.unwrap_or_default();
    if undone.kept.len() > MOST_TITLES {
        undone.kept.truncate(MOST_TITLES);
        undone.kept.push("…".to_owned());
    }
    let kept = (!undone.kept.is_empty()).then(
        || view! { <p class="pt-2">{t::import::undone_kept(lang, undone.kept.join(", "))}</p> },
    );
    view! {
        <Alert tone=Tone::Plain>
            <p>{t::import::undone(lang)}" "{t::import::undone_sum(lang, undone.removed, undone.restored)}</p>
            {kept}
        </Alert>
    }
    .into_any()
}
