//! The grid of variants: what is offered, codes, prices, counts, pictures. A plain form of
//! fields; with scripts also a grid for the keyboard, where blocks are pasted and filled down.

mod hands;
mod tools;

use super::{Refresh, opened};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{api::SaveGrid, refusal},
    ui::{form::use_form, *},
};
pub(crate) use hands::Hands;
use leptos::prelude::*;
use longtail::{
    platform::media::Picture,
    text::Lang,
    trade::catalog::{EditorView, VariantRow},
};
use tools::Tools;

/// A column of the grid behind the first, which names the variant.
struct GridColumn {
    /// As in [`longtail::trade::catalog::GridRow`].
    field: &'static str,
    label: fn(Lang) -> &'static str,
    inputmode: &'static str,
}

const COLUMNS: [GridColumn; 7] = [
    GridColumn {
        field: "offered",
        label: t::catalog::offered,
        inputmode: "none",
    },
    GridColumn {
        field: "sku",
        label: t::catalog::sku,
        inputmode: "text",
    },
    GridColumn {
        field: "barcode",
        label: t::catalog::barcode,
        inputmode: "numeric",
    },
    GridColumn {
        field: "price",
        label: t::catalog::price,
        inputmode: "decimal",
    },
    GridColumn {
        field: "was_price",
        label: t::catalog::was_price,
        inputmode: "decimal",
    },
    GridColumn {
        field: "stock",
        label: t::catalog::on_hand,
        inputmode: "numeric",
    },
    GridColumn {
        field: "picture",
        label: t::catalog::picture_number,
        inputmode: "numeric",
    },
];

#[component]
pub fn Grid(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveGrid>::new();
    let hidden = opened(&view);
    view! {
        <div id="variants">
            <Card title=t::catalog::variants(lang)>
                <Form action=save refusal=refusal on_done=refresh.done()>
                    {hidden}
                    <Sheet view/>
                    <div id="after-variants" tabindex="-1">
                        <Submit kind=ButtonKind::Plain>{t::catalog::save_variants(lang)}</Submit>
                    </div>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}

#[component]
fn Sheet(view: EditorView) -> impl IntoView {
    let lang = use_lang();
    let hands = Hands::new(view.variants.len(), COLUMNS.len());
    let many = view.variants.len() > 1;
    let heads = COLUMNS
        .iter()
        .map(|column| {
            let id = format!("col-{}", column.field);
            view! { <th scope="col" role="columnheader" id=id>{(column.label)(lang)}</th> }
        })
        .collect_view();
    let lines = view
        .variants
        .iter()
        .enumerate()
        .map(|(n, row)| line(lang, n, row, &view.gallery))
        .collect_view();
    // On a phone each field carries its column's name, which the style sheet takes from here.
    let names: String = COLUMNS
        .iter()
        .enumerate()
        .map(|(n, column)| format!("--column-{n}:\"{}\";", (column.label)(lang)))
        .collect();
    view! {
        {many.then(|| view! { <Tools axes=view.axes.clone() sign=view.currency.sign() hands/> })}
        <Gallery pictures=view.gallery.clone()/>
        <p class="field-hint needs-js" id="grid-keys">{t::catalog::grid_keys(lang)}</p>
        <a class="skip-link" href="#after-variants">{t::catalog::skip_grid(lang)}</a>
        <div class="sheet" style=names>
            <table
                role="grid"
                aria-label=t::catalog::variants(lang)
                aria-describedby="grid-keys"
                aria-multiselectable="true"
                node_ref=hands.table
                on:keydown=move |event| hands.key(&event)
                on:focusin=move |event| hands.focused(&event)
                on:change=move |event| hands.changed(&event)
                on:mousedown=move |event| hands.pressed(&event)
                on:paste=move |event| hands.pasted(&event)
                on:copy=move |event| hands.copied(&event)
            >
                <thead>
                    <tr role="row">
                        <th scope="col" role="columnheader">{t::catalog::variant(lang)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The pictures with the numbers that the grid knows them by.
#[component]
fn Gallery(pictures: Vec<Picture>) -> impl IntoView {
    let lang = use_lang();
    (!pictures.is_empty()).then(|| {
        let tiles = pictures
            .into_iter()
            .enumerate()
            .map(|(n, picture)| {
                view! {
                    <li>
                        <Photo picture=Some(picture) alt=t::catalog::picture_n(lang, n + 1) sizes="40px"/>
                        <span aria-hidden="true">{n + 1}</span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="sheet-pictures" aria-label=t::catalog::picture_numbers(lang)>{tiles}</ul> }
    })
}

fn line(lang: Lang, n: usize, row: &VariantRow, gallery: &[Picture]) -> AnyView {
    let form = use_form();
    let options = match row.options.pick(lang) {
        "" => t::catalog::the_only_one(lang).to_owned(),
        words => words.to_owned(),
    };
    let on_hand = row.level.on_hand.to_string();
    let number = row
        .picture
        .as_ref()
        .and_then(|picture| gallery.iter().position(|p| p.id == picture.id))
        .map(|at| (at + 1).to_string());
    let choice: Vec<String> = row.choice.iter().map(ToString::to_string).collect();
    let reserved = (row.level.reserved > 0)
        .then(|| t::catalog::n_reserved(lang, i64::from(row.level.reserved)));
    let cells = COLUMNS
        .iter()
        .map(|column| {
            let name = format!("rows[{n}][{}]", column.field);
            let labelled = format!("col-{} row-{n}", column.field);
            if column.field == "offered" {
                let ticked = match &form {
                    Some(form) if form.came_back() => form.typed(&name).is_some(),
                    _ => row.offered,
                };
                return view! {
                    <td role="gridcell">
                        <label class="tick-target">
                            <input type="checkbox" name=name value="on" checked=ticked aria-labelledby=labelled/>
                        </label>
                    </td>
                }
                .into_any();
            }
            let stored = match column.field {
                "sku" => row.sku.clone(),
                "barcode" => row.barcode.clone(),
                "price" => row.price.plain(),
                "was_price" => row.was_price.map(|was| was.plain()).unwrap_or_default(),
                "stock" => on_hand.clone(),
                _ => number.clone().unwrap_or_default(),
            };
            let value = form
                .as_ref()
                .and_then(|form| form.typed(&name))
                .unwrap_or(stored);
            let issue = issue_of(form.as_ref(), &name, lang);
            let invalid = move || issue.with(Option::is_some).then_some("true");
            view! {
                <td role="gridcell">
                    <input type="text" name=name value=value inputmode=column.inputmode autocomplete="off"
                        aria-labelledby=labelled aria-invalid=invalid/>
                    {move || issue.get().map(|words| view! { <span class="field-error">{words}</span> })}
                </td>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <tr role="row" data-choice=choice.join(".")>
            <th scope="row" role="rowheader" id=format!("row-{n}")>
                <input type="hidden" name=format!("rows[{n}][variant]") value=row.variant.to_string()/>
                <input type="hidden" name=format!("rows[{n}][stock_was]") value=on_hand/>
                {options}
                {reserved.map(|words| view! { <span class="block text-13 text-muted">{words}</span> })}
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// What is wrong with a cell. Outside of a form, nothing ever is.
fn issue_of(form: Option<&FormState>, name: &str, lang: Lang) -> Signal<Option<String>> {
    let (form, name) = (form.cloned(), name.to_owned());
    Signal::derive(move || form.as_ref()?.issue(&name, lang))
}
