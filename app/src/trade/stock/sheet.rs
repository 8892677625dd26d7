//! The sheet that a count is typed into: a plain form of fields; with scripts also a grid for the
//! keyboard and the clipboard, saved while it is typed.

use super::{
    api::SaveCount,
    autosave::{Autosave, Keeping},
    named, refusal, signed,
};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::Hands,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::stock::count::{CountRow, CountView, Counted, counted_field, was_field},
};

#[component]
pub fn Sheet(view: CountView) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveCount>::new();
    let (page, pages) = (view.page, view.pages);
    let (shop, count) = (view.shop.slug.clone(), view.summary.id);
    view! {
        <Form action=save refusal=refusal id="count">
            <input type="hidden" name="shop" value=shop/>
            <input type="hidden" name="count" value=count.to_string()/>
            <Lines view/>
            <div id="after-count" tabindex="-1" class="flex flex-wrap gap-3">
                <Submit name="then" value="review" icon=Glyph::Check>{t::stock::to_review(lang)}</Submit>
                {(page < pages).then(|| view! {
                    <Submit kind=ButtonKind::Plain name="then" value=(page + 1).to_string()>
                        {t::stock::save_and_next(lang)}
                    </Submit>
                })}
                <Submit kind=ButtonKind::Plain name="then" value=page.to_string()>{t::stock::save_draft(lang)}</Submit>
            </div>
        </Form>
    }
}

#[component]
fn Lines(view: CountView) -> impl IntoView {
    let lang = use_lang();
    let hands = Hands::new(view.rows.len(), 1);
    let keep = Autosave::new(
        view.shop.slug.clone(),
        view.summary.id,
        hands.table,
        &view.rows,
    );
    // What was pasted, filled down or taken back fires no event of its own.
    Effect::watch(
        move || hands.written.get(),
        move |_, _, _| keep.now(),
        false,
    );
    let lines = view
        .rows
        .into_iter()
        .enumerate()
        .map(|(n, row)| line(lang, n, row, keep))
        .collect_view();
    // On a phone each field carries its column's name, which the style sheet takes from here.
    let names = format!(
        "--column-0:\"{}\";--column-1:\"{}\";",
        t::stock::counted(lang),
        t::stock::difference(lang)
    );
    view! {
        <p class="field-hint needs-js" id="count-keys">{t::stock::count_keys(lang)}</p>
        <a class="skip-link" href="#after-count">{t::catalog::skip_grid(lang)}</a>
        <div class="sheet" style=names>
            <table
                role="grid"
                aria-label=t::stock::count(lang)
                aria-describedby="count-keys"
                aria-multiselectable="true"
                node_ref=hands.table
                on:keydown=move |event| hands.key(&event)
                on:focusin=move |event| hands.focused(&event)
                on:input=move |_| keep.soon()
                on:change=move |event| {
                    hands.changed(&event);
                    keep.now();
                }
                on:mousedown=move |event| hands.pressed(&event)
                on:paste=move |event| hands.pasted(&event)
                on:copy=move |event| hands.copied(&event)
            >
                <thead>
                    <tr role="row">
                        <th scope="col" role="columnheader">{t::catalog::variant(lang)}</th>
                        <th scope="col" role="columnheader" id="col-counted">{t::stock::counted(lang)}</th>
                        <th scope="col" role="columnheader">{t::stock::difference(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <p class="needs-js text-14 text-muted min-h-6" role="status">
            {move || match keep.state.get() {
                Keeping::Nothing => "",
                Keeping::Saving => t::stock::saving(lang),
                Keeping::Saved => t::stock::saved(lang),
                Keeping::NotSaved => t::stock::not_saved(lang),
            }}
        </p>
    }
    .into_any()
}

fn line(lang: Lang, n: usize, row: CountRow, keep: Autosave) -> AnyView {
    let form = use_form();
    let (variant, name) = (row.variant, counted_field(row.variant));
    let stored = row
        .counted
        .map(|counted| counted.counted.to_string())
        .unwrap_or_default();
    let value = form
        .as_ref()
        .and_then(|form| form.typed(&name))
        .unwrap_or_else(|| stored.clone());
    let field = name.clone();
    let issue = Signal::derive(move || form.as_ref()?.issue(&field, lang));
    let invalid = move || issue.with(Option::is_some).then_some("true");
    let difference = move || {
        let line = keep.lines.with(|lines| lines.get(&variant).copied());
        difference(lang, line.flatten())
    };
    let title = named(lang, &row.title, &row.options);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" id=format!("row-{n}")>
                <input type="hidden" name=was_field(variant) value=stored/>
                {title}
                {(!row.sku.is_empty()).then(|| view! { <span class="block text-13 text-muted">{row.sku}</span> })}
            </th>
            <td role="gridcell">
                <input type="text" name=name value=value inputmode="numeric" autocomplete="off"
                    enterkeyhint="next" aria-labelledby=format!("col-counted row-{n}") aria-invalid=invalid/>
                {move || issue.get().map(|words| view! { <span class="field-error">{words}</span> })}
            </td>
            <td role="gridcell"><span class="block px-3 py-2 text-14">{difference}</span></td>
        </tr>
    }
    .into_any()
}

/// What is told of a line once it was counted; before, what should lie there would only tempt.
fn difference(lang: Lang, line: Option<Counted>) -> String {
    match line {
        None => t::stock::not_yet(lang).to_owned(),
        Some(line) if line.difference() == 0 => t::stock::as_expected(lang).to_owned(),
        Some(line) => t::stock::differs(lang, signed(line.difference()), line.expected),
    }
}
