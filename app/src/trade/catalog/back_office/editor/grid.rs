//! The grid of variants: price, former price, count, article number, picture, offered.

use super::{Refresh, opened};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{
        api::SaveGrid,
        cell::{CellField, CellSelect},
        refusal,
    },
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::catalog::{EditorView, VariantRow},
};

#[component]
pub fn Grid(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveGrid>::new();
    let many = view.variants.len() > 1;
    let sign = view.currency.sign();
    let pictures: Vec<(String, String)> = std::iter::once((String::new(), "–".to_owned()))
        .chain(
            view.pictures
                .iter()
                .enumerate()
                .map(|(n, picture)| (picture.id.to_string(), t::catalog::picture_n(lang, n + 1))),
        )
        .collect();
    let columns = vec![
        Column::new(t::catalog::variant(lang)),
        Column::new(t::catalog::price(lang)),
        Column::new(t::catalog::was_price(lang)),
        Column::new(t::catalog::on_hand(lang)),
        Column::new(t::catalog::sku(lang)),
        Column::new(t::catalog::picture(lang)),
        Column::new(t::catalog::offered(lang)),
    ];
    let rows = view
        .variants
        .iter()
        .enumerate()
        .map(|(n, row)| line(lang, n, row, sign, &pictures))
        .collect();
    let for_all = many.then(|| {
        view! {
            <fieldset class="rounded-10 bg-paper p-4">
                <legend class="text-14 font-semibold">{t::catalog::for_all(lang)}</legend>
                <p class="field-hint">{t::catalog::for_all_hint(lang)}</p>
                <div class="grid gap-2 pt-2 sm:grid-cols-2 md:grid-cols-3">
                    <CellField name="for_all[price]" label=t::catalog::price_for_all(lang) value=""
                        placeholder=t::catalog::price(lang) inputmode="decimal" before=sign/>
                    <CellField name="for_all[stock]" label=t::catalog::stock_for_all(lang) value=""
                        placeholder=t::catalog::on_hand(lang) inputmode="numeric"/>
                    <Submit kind=ButtonKind::Plain>{t::catalog::apply_to_all(lang)}</Submit>
                </div>
            </fieldset>
        }
    });
    view! {
        <div id="variants">
            <Card title=t::catalog::variants(lang)>
                <Form action=save refusal=refusal on_done=refresh.done()>
                    {opened(&view)}
                    {for_all}
                    <DataTable caption=t::catalog::variants(lang) columns rows/>
                    <div><Submit kind=ButtonKind::Plain>{t::catalog::save_variants(lang)}</Submit></div>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}

fn line(
    lang: Lang,
    n: usize,
    row: &VariantRow,
    sign: &'static str,
    pictures: &[(String, String)],
) -> TableRow {
    let options = match row.options.pick(lang) {
        "" => t::catalog::the_only_one(lang).to_owned(),
        words => words.to_owned(),
    };
    let name = |field: &str| format!("rows[{n}][{field}]");
    let label = |words: &str| format!("{words}: {options}");
    let on_hand = row.level.on_hand.to_string();
    let was = row.was_price.map(|was| was.plain()).unwrap_or_default();
    let picture = row
        .picture
        .as_ref()
        .map(|picture| picture.id.to_string())
        .unwrap_or_default();
    let reserved = (row.level.reserved > 0)
        .then(|| t::catalog::n_reserved(lang, i64::from(row.level.reserved)));
    let offered = t::catalog::offered(lang);
    TableRow {
        id: row.variant.to_string(),
        label: options.clone(),
        cells: vec![
            view! {
                <input type="hidden" name=name("variant") value=row.variant.to_string()/>
                <input type="hidden" name=name("stock_was") value=on_hand.clone()/>
                <span class="font-semibold">{options.clone()}</span>
                {reserved.map(|words| view! { <span class="block text-13 text-muted">{words}</span> })}
            }
            .into_any(),
            view! { <CellField name=name("price") label=label(t::catalog::price(lang)) value=row.price.plain() inputmode="decimal" before=sign/> }.into_any(),
            view! { <CellField name=name("was_price") label=label(t::catalog::was_price(lang)) value=was inputmode="decimal" before=sign/> }.into_any(),
            view! { <CellField name=name("stock") label=label(t::catalog::on_hand(lang)) value=on_hand inputmode="numeric"/> }.into_any(),
            view! { <CellField name=name("sku") label=label(t::catalog::sku(lang)) value=row.sku.clone()/> }.into_any(),
            view! { <CellSelect name=name("picture") label=label(t::catalog::picture(lang)) value=picture choices=pictures.to_vec()/> }.into_any(),
            view! {
                <label class="tick-target">
                    <input type="checkbox" name=name("offered") value="on" checked=row.offered aria-label=label(offered)/>
                </label>
            }
            .into_any(),
        ],
    }
}
