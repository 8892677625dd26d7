//! The countries whose prices are without tax.

use super::api::SetOnTop;
use crate::{
    i18n::{t, use_lang},
    trade::shipping::postage::country_name,
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::country::COUNTRIES;

/// Each of them, with a way back, and the others to choose from.
#[component]
pub fn WithoutTax(countries: Vec<String>, set: ServerAction<SetOnTop>) -> impl IntoView {
    let lang = use_lang();
    let others = COUNTRIES
        .iter()
        .filter(|country| !countries.iter().any(|code| code == country.code))
        .map(|country| Choice::new(country.code, country.name(lang)))
        .collect();
    let known = countries
        .into_iter()
        .map(|code| {
            let name = country_name(lang, &code);
            let label = t::tax::include_in(lang, &name);
            let id = format!("include-{code}");
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-3 py-1 text-14">
                    <span>{name}</span>
                    <Form action=set id class="form-inline">
                        <input type="hidden" name="country" value=code/>
                        <input type="hidden" name="on_top" value="false"/>
                        <Submit kind=ButtonKind::Quiet size=ButtonSize::Small label>
                            {t::tax::include(lang)}
                        </Submit>
                    </Form>
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title=t::tax::on_top(lang)>
            <p class="mb-3 text-14 text-muted">{t::tax::on_top_hint(lang)}</p>
            <ul class="divided mb-4">{known}</ul>
            <Form action=set id="on-top">
                <Select name="country" label=t::account::country(lang) choices=others
                    prompt=t::tax::choose_country(lang) required=true/>
                <input type="hidden" name="on_top" value="true"/>
                <div><Submit kind=ButtonKind::Plain>{t::tax::set_on_top(lang)}</Submit></div>
            </Form>
        </Card>
    }
}
