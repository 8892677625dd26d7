//! What is to be changed: one small form for each kind of change, of which one is open.

use super::super::{bulk_api::PlanBulk, category_choices, refusal};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::Currency,
    text::Lang,
    trade::catalog::{
        ListingMove,
        bulk::{BulkPage, Rounding},
    },
};

#[component]
pub fn ChangeForms(page: BulkPage, what: String, done: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let (currency, categories) = (page.currency, category_choices(lang, &page.categories));
    let kinds: [(&'static str, &'static str); 5] = [
        ("price", t::bulk::price(lang)),
        ("stock", t::bulk::stock(lang)),
        ("category", t::bulk::category(lang)),
        ("stage", t::bulk::stage(lang)),
        ("schedule", t::bulk::schedule(lang)),
    ];
    let forms = kinds
        .into_iter()
        .map(|(kind, title)| {
            let plan = ServerAction::<PlanBulk>::new();
            let (shop, edit) = (page.shop.slug.clone(), page.id.to_string());
            let categories = categories.clone();
            let open = what == kind || (what.is_empty() && kind == "price");
            view! {
                <Disclosure title=title open=open>
                    <Form action=plan refusal=refusal id=format!("plan-{kind}") on_done=done>
                        <input type="hidden" name="shop" value=shop/>
                        <input type="hidden" name="edit" value=edit/>
                        <input type="hidden" name="what" value=kind/>
                        {fields_of(lang, kind, currency, categories)}
                        <div><Submit kind=ButtonKind::Plain>{t::bulk::look(lang)}</Submit></div>
                    </Form>
                </Disclosure>
            }
        })
        .collect_view();
    view! {
        <Card title=t::bulk::what(lang)>
            <p class="field-hint">{t::bulk::nothing_yet(lang)}</p>
            {forms}
        </Card>
    }
    .into_any()
}

/// What is typed for a kind of change. Made inside its form, whose issues the fields show.
fn fields_of(lang: Lang, kind: &str, currency: Currency, categories: Vec<Choice>) -> AnyView {
    match kind {
        "price" => price(lang, currency),
        "stock" => stock(lang),
        "category" => view! {
            <Select name="category" label=t::catalog::category(lang) choices=categories
                prompt=t::catalog::choose_category(lang) required=true/>
        }
        .into_any(),
        "stage" => stage(lang),
        _ => view! {
            <TimeField name="publish_at" label=t::catalog::publish_at(lang)
                hint=t::bulk::schedule_hint(lang)/>
        }
        .into_any(),
    }
}

fn price(lang: Lang, currency: Currency) -> AnyView {
    let ways = vec![
        Choice::new("to", t::bulk::price_to(lang)),
        Choice::new("up", t::bulk::price_up(lang)),
        Choice::new("down", t::bulk::price_down(lang)),
        Choice::new("percent_up", t::bulk::percent_up(lang)),
        Choice::new("percent_down", t::bulk::percent_down(lang)),
    ];
    let roundings = Rounding::ALL
        .iter()
        .map(|rounding| {
            let name: &str = rounding.into();
            let words = match rounding {
                Rounding::Exact => t::bulk::exact(lang),
                Rounding::Whole => t::bulk::whole(lang),
                Rounding::Nine => t::bulk::nine(lang),
                Rounding::NinetyNine => t::bulk::ninety_nine(lang),
            };
            Choice::new(name, words)
        })
        .collect();
    let hint = t::bulk::amount_hint(lang, currency.code());
    view! {
        <div class="grid gap-4 md:grid-cols-3">
            <Select name="how" label=t::bulk::how(lang) choices=ways value="percent_down" required=true/>
            <TextField name="amount" label=t::bulk::amount(lang) inputmode="decimal" hint=hint required=true/>
            <Select name="rounding" label=t::bulk::rounding(lang) choices=roundings value="exact" required=true/>
        </div>
    }
    .into_any()
}

fn stock(lang: Lang) -> AnyView {
    let ways = vec![
        Choice::new("to", t::bulk::stock_to(lang)),
        Choice::new("up", t::bulk::stock_up(lang)),
        Choice::new("down", t::bulk::stock_down(lang)),
    ];
    view! {
        <div class="grid gap-4 md:grid-cols-2">
            <Select name="how" label=t::bulk::how(lang) choices=ways value="to" required=true/>
            <NumberField name="stock" label=t::bulk::pieces(lang) min=0 required=true/>
        </div>
    }
    .into_any()
}

fn stage(lang: Lang) -> AnyView {
    let moves = [
        ListingMove::Publish,
        ListingMove::Pause,
        ListingMove::Remove,
        ListingMove::Restore,
    ]
    .iter()
    .map(|wish| {
        let name: &str = wish.into();
        let words = match wish {
            ListingMove::Publish => t::catalog::publish(lang),
            ListingMove::Pause => t::catalog::pause(lang),
            ListingMove::Remove => t::catalog::remove(lang),
            ListingMove::Restore => t::catalog::restore(lang),
        };
        Choice::new(name, words)
    })
    .collect();
    view! { <Select name="wish" label=t::catalog::stage(lang) choices=moves value="publish" required=true/> }
        .into_any()
}
