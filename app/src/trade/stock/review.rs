//! What a count found: each difference with its reason, to be finished or read again.

use super::{
    api::{DiscardCount, FinishCount, SaveCount},
    named, reason_words, refusal, signed,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    id::VariantId,
    text::Lang,
    trade::stock::count::{CountRow, CountView, Reason, reason_field},
};
use std::collections::BTreeMap;

/// The differences with their reasons, and the way to put them right.
#[component]
pub fn Review(view: CountView) -> impl IntoView {
    let lang = use_lang();
    let finish = ServerAction::<FinishCount>::new();
    let discard = ServerAction::<DiscardCount>::new();
    let (shop, count) = (view.shop.slug.clone(), view.summary.id);
    let base = format!("/back-office/{shop}/stock/counts/{count}");
    let left = i64::from(view.summary.lines - view.summary.counted);
    let (command, differs) = (view.command, !view.rows.is_empty());
    let (shop_of_discard, rest) = (shop.clone(), shop.clone());
    view! {
        <Form action=finish refusal=refusal class="mt-4">
            <input type="hidden" name="command" value=command.to_string()/>
            <input type="hidden" name="shop" value=shop/>
            <input type="hidden" name="count" value=count.to_string()/>
            {if differs {
                view! { <Differences view shop=rest open=true/> }.into_any()
            } else {
                view! { <EmptyState title=t::stock::no_difference(lang) text=t::stock::no_difference_hint(lang)/> }
                    .into_any()
            }}
            {(left > 0).then(|| view! { <Alert>{t::stock::left_alone(lang, left)}</Alert> })}
            <div class="flex flex-wrap gap-3">
                <Submit icon=Glyph::Check>{t::stock::finish(lang)}</Submit>
                <ButtonLink href=base icon=Glyph::ArrowLeft>{t::stock::back_to_counting(lang)}</ButtonLink>
            </div>
        </Form>
        <Disclosure title=t::stock::discard(lang) class="mt-6">
            <p class="mb-3 text-14 text-muted">{t::stock::discard_hint(lang)}</p>
            <Form action=discard refusal=refusal>
                <input type="hidden" name="shop" value=shop_of_discard/>
                <input type="hidden" name="count" value=count.to_string()/>
                <Submit kind=ButtonKind::Danger>{t::stock::discard_now(lang)}</Submit>
            </Form>
        </Disclosure>
    }
}

/// The lines that differ. While the count is open their reasons can be chosen, and are kept as
/// they are.
#[component]
pub fn Differences(view: CountView, shop: String, open: bool) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveCount>::new();
    let count = view.summary.id;
    let keep = Callback::new(move |(variant, reason): (VariantId, String)| {
        save.dispatch(SaveCount {
            shop: shop.clone(),
            count,
            counted: BTreeMap::new(),
            was: BTreeMap::new(),
            reason: BTreeMap::from([(format!("v-{variant}"), reason)]),
            then: String::new(),
        });
    });
    let columns = vec![
        Column::new(t::catalog::variant(lang)),
        Column::figures(t::stock::expected(lang)),
        Column::figures(t::stock::counted(lang)),
        Column::figures(t::stock::difference(lang)),
        Column::new(t::stock::reason(lang)),
    ];
    let rows = view
        .rows
        .into_iter()
        .map(|row| line(lang, row, open.then_some(keep)))
        .collect();
    view! { <DataTable caption=t::stock::differences(lang) columns rows/> }.into_any()
}

fn line(lang: Lang, row: CountRow, keep: Option<Callback<(VariantId, String)>>) -> TableRow {
    let title = named(lang, &row.title, &row.options);
    let counted = row.counted;
    let figure = |of: Option<String>| of.unwrap_or_default().into_any();
    let reason = row.reason.unwrap_or_default();
    let reason = match keep {
        Some(keep) => reason_select(lang, &title, row.variant, reason, keep),
        None => reason_words(lang, reason).into_any(),
    };
    TableRow {
        id: row.variant.to_string(),
        label: title.clone(),
        cells: vec![
            view! { <span class="font-semibold">{title}</span> }.into_any(),
            figure(counted.map(|c| c.expected.to_string())),
            figure(counted.map(|c| c.counted.to_string())),
            view! { <strong>{counted.map(|c| signed(c.difference()))}</strong> }.into_any(),
            reason,
        ],
    }
}

fn reason_select(
    lang: Lang,
    title: &str,
    variant: VariantId,
    chosen: Reason,
    keep: Callback<(VariantId, String)>,
) -> AnyView {
    let name = reason_field(variant);
    let chosen = use_form()
        .and_then(|form| form.typed(&name)?.parse().ok())
        .unwrap_or(chosen);
    let options = Reason::ALL
        .iter()
        .map(|reason| {
            let value: &str = reason.into();
            view! { <option value=value selected=*reason == chosen>{reason_words(lang, *reason)}</option> }
        })
        .collect_view();
    view! {
        <div class="control control-select">
            <select name=name aria-label=t::stock::reason_of(lang, title)
                on:change:target=move |event| keep.run((variant, event.target().value()))>
                {options}
            </select>
        </div>
    }
    .into_any()
}
