//! `/back-office/{shop}/bulk/{edit}`: one change for many listings. What is to change is said,
//! looked at, done in the background, and can be taken back in one go.

mod change_form;

use super::{
    Office,
    bulk_api::{RunBulk, load_bulk},
    loaded, refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use change_form::ChangeForms;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::catalog::bulk::{BulkOutcome, BulkPage, BulkRow, BulkStage},
};

/// The page.
#[component]
pub fn Page() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let refresh = RwSignal::new(0_u32);
    let asked = Memo::new(move |_| {
        params.with(|p| {
            (
                p.get("shop").unwrap_or_default(),
                p.get("edit").unwrap_or_default(),
            )
        })
    });
    let page = Resource::new_blocking(
        move || (asked.get(), refresh.get()),
        |((shop, edit), _)| load_bulk(shop, edit),
    );
    loaded(page, move |page| {
        let what = query.with_untracked(|q| q.get("what").unwrap_or_default());
        view! { <Bulk page what refresh/> }
    })
}

#[component]
fn Bulk(page: BulkPage, what: String, refresh: RwSignal<u32>) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/listings", page.shop.slug);
    let total = i64::from(page.total);
    let crumbs = vec![
        Crumb::link(t::catalog::listings(lang), base.clone()),
        Crumb::here(t::bulk::edit(lang)),
    ];
    let done = Callback::new(move |()| refresh.update(|n| *n += 1));
    let body = match page.stage {
        BulkStage::Choosing => {
            let preview = page
                .change
                .is_some()
                .then(|| view! { <Preview page=page.clone() done/> });
            view! {
                <ChangeForms page=page.clone() what done/>
                {preview}
            }
            .into_any()
        }
        BulkStage::Running | BulkStage::Undoing => {
            let label = if page.stage == BulkStage::Running {
                t::bulk::running(lang)
            } else {
                t::bulk::undoing(lang)
            };
            view! {
                <LookAgain look=done/>
                <Progress label=label done=i64::from(page.done) of=total/>
            }
            .into_any()
        }
        BulkStage::Done | BulkStage::Undone => view! { <Over page=page.clone() done/> }.into_any(),
    };
    view! {
        <Title text=t::bulk::edit(lang)/>
        <Office shop=page.shop.clone()>
            <PageHead title=t::bulk::edit_n(lang, total) crumbs/>
            <div class="grid gap-6">{body}</div>
        </Office>
    }
    .into_any()
}

/// What would happen, before it does.
#[component]
fn Preview(page: BulkPage, done: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let run = ServerAction::<RunBulk>::new();
    let (changed, refused) = (i64::from(page.changed), page.refused.len());
    let shown = page.rows.len();
    let (shop, edit) = (page.shop.slug.clone(), page.id.to_string());
    let more = i64::from(page.changed) - i64::try_from(shown).unwrap_or_default();
    view! {
        <div id="preview">
            <Card title=t::bulk::preview(lang)>
                <p class="pb-4" role="status">
                    <strong>{t::bulk::n_change(lang, changed)}</strong>
                    {(page.same > 0).then(|| format!(" {}", t::bulk::n_same(lang, i64::from(page.same))))}
                    {(refused > 0).then(|| format!(" {}", t::bulk::n_cannot(lang, i64::try_from(refused).unwrap_or_default())))}
                </p>
                {(changed > 0).then(|| view! {
                    <Form action=run refusal=refusal id="run" on_done=done class="pb-4">
                        <input type="hidden" name="shop" value=shop/>
                        <input type="hidden" name="edit" value=edit/>
                        <div><Submit>{t::bulk::apply_n(lang, changed)}</Submit></div>
                    </Form>
                })}
                <Refused rows=page.refused.clone() shop=page.shop.slug.clone()/>
                <Rows rows=page.rows.clone() shop=page.shop.slug.clone()/>
                {(more > 0).then(|| view! { <p class="field-hint pt-2">{t::bulk::and_more(lang, more)}</p> })}
            </Card>
        </div>
    }
    .into_any()
}

/// What happened, with the one way back.
#[component]
fn Over(page: BulkPage, done: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let undo = ServerAction::<RunBulk>::new();
    let changed = i64::from(page.changed);
    let refused = i64::try_from(page.refused.len()).unwrap_or_default();
    let undone = page.stage == BulkStage::Undone;
    let words = if undone {
        t::bulk::were_restored(lang, changed)
    } else {
        t::bulk::were_changed(lang, changed)
    };
    let others = (refused > 0).then(|| {
        let words = if undone {
            t::bulk::were_not_restored(lang, refused)
        } else {
            t::bulk::n_could_not(lang, refused)
        };
        format!(" {words}")
    });
    let listings = format!("/back-office/{}/listings", page.shop.slug);
    let (shop, edit) = (page.shop.slug.clone(), page.id.to_string());
    view! {
        <Alert tone=Tone::Jade>
            <p>{words}{others}</p>
        </Alert>
        <div class="flex flex-wrap gap-2">
            <ButtonLink href=listings kind=ButtonKind::Main>{t::bulk::to_listings(lang)}</ButtonLink>
            {(!undone && changed > 0).then(|| view! {
                <Form action=undo refusal=refusal id="undo" on_done=done>
                    <input type="hidden" name="shop" value=shop/>
                    <input type="hidden" name="edit" value=edit/>
                    <input type="hidden" name="undo" value="true"/>
                    <Submit kind=ButtonKind::Plain icon=Glyph::Undo>{t::bulk::undo_all(lang)}</Submit>
                </Form>
            })}
        </div>
        <Refused rows=page.refused.clone() shop=page.shop.slug.clone()/>
        <Rows rows=page.rows.clone() shop=page.shop.slug.clone()/>
    }
    .into_any()
}

/// Those that cannot follow, with the reason.
#[component]
fn Refused(rows: Vec<BulkRow>, shop: String) -> impl IntoView {
    let lang = use_lang();
    (!rows.is_empty()).then(|| {
        let columns = vec![
            Column::new(t::catalog::listing(lang)),
            Column::new(t::bulk::why(lang)),
        ];
        let title = t::bulk::cannot(lang);
        let rows = rows
            .into_iter()
            .map(|row| {
                let why = match &row.outcome {
                    Some(BulkOutcome::Refused { why }) => refusal(lang, why),
                    _ => t::bulk::changed_since(lang).to_owned(),
                };
                table_row(lang, &shop, &row, view! { <span>{why}</span> }.into_any())
            })
            .collect();
        view! {
            <Disclosure title=title open=true>
                <DataTable caption=title columns rows/>
            </Disclosure>
        }
    })
}

#[component]
fn Rows(rows: Vec<BulkRow>, shop: String) -> impl IntoView {
    let lang = use_lang();
    (!rows.is_empty()).then(|| {
        let priced = rows.iter().any(|row| row.prices.is_some());
        let columns = vec![
            Column::new(t::catalog::listing(lang)),
            Column::new(if priced { t::catalog::price(lang) } else { "" }),
        ];
        let rows = rows
            .into_iter()
            .map(|row| {
                let cell = match row.prices {
                    Some([before, after]) => view! {
                        <span class="cluster">
                            <del><Price amount=before.0 upto=before.1/></del>
                            "→"
                            <Price amount=after.0 upto=after.1/>
                        </span>
                    }
                    .into_any(),
                    None => ().into_any(),
                };
                table_row(lang, &shop, &row, cell)
            })
            .collect();
        view! { <DataTable caption=t::bulk::preview(lang) columns rows/> }
    })
}

fn table_row(lang: Lang, shop: &str, row: &BulkRow, cell: AnyView) -> TableRow {
    let title = row.title.pick(lang).to_owned();
    let href = format!("/back-office/{shop}/listings/{}", row.listing);
    TableRow {
        id: row.listing.to_string(),
        label: title.clone(),
        cells: vec![
            view! { <a href=href class="underline">{title}</a> }.into_any(),
            cell,
        ],
    }
}
