//! Above the grid: narrowing it to a value, writing one thing into all lines shown, filling
//! down, taking back.

use super::hands::Hands;
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::cell::{CellField, CellSelect},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::catalog::AxisView;

#[component]
pub fn Tools(axes: Vec<AxisView>, sign: &'static str, hands: Hands) -> impl IntoView {
    let lang = use_lang();
    let filters = axes
        .into_iter()
        .enumerate()
        .map(|(n, axis)| {
            let name = axis.name.pick(lang).to_owned();
            let values = axis
                .values
                .into_iter()
                .enumerate()
                .map(|(v, value)| {
                    view! { <option value=v.to_string()>{value.label.pick(lang).to_owned()}</option> }
                })
                .collect_view();
            view! {
                <div class="control control-select">
                    <select aria-label=t::catalog::show_only(lang, &name)
                        on:change:target=move |event| hands.narrow(n, event.target().value().parse().ok())>
                        <option value="">{t::catalog::any_value(lang, &name)}</option>
                        {values}
                    </select>
                </div>
            }
        })
        .collect_view();
    let yes_no = vec![
        (String::new(), t::catalog::leave_offered(lang).to_owned()),
        ("1".to_owned(), t::catalog::offer_all(lang).to_owned()),
        ("0".to_owned(), t::catalog::offer_none(lang).to_owned()),
    ];
    view! {
        <fieldset class="needs-js sheet-filter">
            <legend class="text-14 font-semibold">{t::catalog::narrow(lang)}</legend>
            <div class="sheet-tools">{filters}</div>
            <p class="text-13 text-muted" role="status">
                {move || t::catalog::lines_shown(lang, i64::try_from(hands.shown.get()).unwrap_or_default())}
            </p>
        </fieldset>
        <fieldset class="rounded-10 bg-paper p-4" id="for-all">
            <legend class="text-14 font-semibold">{t::catalog::for_all(lang)}</legend>
            <p class="field-hint">{t::catalog::for_all_hint(lang)}</p>
            <div class="sheet-tools pt-2">
                <CellField name="for_all[price]" label=t::catalog::price_for_all(lang) value=""
                    placeholder=t::catalog::price(lang) inputmode="decimal" before=sign/>
                <CellField name="for_all[was_price]" label=t::catalog::was_price_for_all(lang) value=""
                    placeholder=t::catalog::was_price(lang) inputmode="decimal" before=sign/>
                <CellField name="for_all[stock]" label=t::catalog::stock_for_all(lang) value=""
                    placeholder=t::catalog::on_hand(lang) inputmode="numeric"/>
                <CellSelect name="for_all[offered]" label=t::catalog::offered_for_all(lang) value=String::new()
                    choices=yes_no/>
                <button type="button" class="btn btn-plain needs-js" on:click=move |_| hands.write_all()>
                    <span class="btn-words">{t::catalog::set_for_shown(lang)}</span>
                </button>
                <noscript><Submit kind=ButtonKind::Plain>{t::catalog::apply_to_all(lang)}</Submit></noscript>
            </div>
        </fieldset>
        <div class="needs-js sheet-bar" role="toolbar" aria-label=t::catalog::grid_tools(lang)>
            <button type="button" class="btn btn-plain btn-small" aria-keyshortcuts="Control+D"
                on:click=move |_| hands.fill_down_from_button()>
                <Icon glyph=Glyph::ArrowDown/><span class="btn-words">{t::catalog::fill_down(lang)}</span>
            </button>
            <button type="button" class="btn btn-plain btn-small" aria-keyshortcuts="Control+Z"
                disabled=move || !hands.can_undo.get() on:click=move |_| hands.undo()>
                <Icon glyph=Glyph::Undo/><span class="btn-words">{t::catalog::undo(lang)}</span>
            </button>
            <button type="button" class="btn btn-plain btn-small" aria-keyshortcuts="Control+Shift+Z"
                disabled=move || !hands.can_redo.get() on:click=move |_| hands.redo()>
                <Icon glyph=Glyph::Redo/><span class="btn-words">{t::catalog::redo(lang)}</span>
            </button>
            <p class="text-13 text-muted" role="status">
                {move || match hands.written.get() {
                    0 => String::new(),
                    n => t::catalog::cells_written(lang, i64::try_from(n).unwrap_or_default()),
                }}
            </p>
        </div>
    }
    .into_any()
}
