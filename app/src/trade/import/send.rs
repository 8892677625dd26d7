//! The two ways between a shop and a file: sending one, and taking the goods along.

use super::{
    api::CheckFile,
    words::{format_name, refusal},
};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::category_choices,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::{catalog::CategoryNode, import::Format},
};
use server_fn::ServerFn;

const ACCEPTED: &str = ".csv,.tsv,.txt,.xml,text/csv,text/tab-separated-values,text/xml";

/// Sends a file to be checked.
#[component]
pub fn Send(shop: String, categories: Vec<CategoryNode>) -> impl IntoView {
    let lang = use_lang();
    let formats = Format::EXPORTS
        .into_iter()
        .chain([Format::Stock])
        .map(|format| Choice::new(<&str>::from(format), format_name(lang, format)))
        .collect();
    let categories = category_choices(lang, &categories);
    view! {
        <Card title=t::import::new_import(lang)>
            <PlainForm path=CheckFile::PATH multipart=true refusal=refusal>
                <input type="hidden" name="shop" value=shop/>
                <FileDrop name="file" label=t::import::data_file(lang) hint=t::import::data_file_hint(lang)
                    accept=ACCEPTED required=true/>
                <FileDrop name="pictures" label=t::import::pictures(lang) hint=t::import::pictures_hint(lang)
                    accept="image/*,.tbi" multiple=true/>
                <Select name="format" label=t::import::format(lang) choices=formats
                    prompt=t::import::detect(lang)/>
                <Select name="category" label=t::import::category(lang) choices=categories
                    prompt=t::import::guess_category(lang) hint=t::import::category_hint(lang)/>
                <div><Submit>{t::import::check(lang)}</Submit></div>
                <p class="field-hint">{t::import::nothing_yet(lang)}</p>
            </PlainForm>
        </Card>
    }
    .into_any()
}

/// The goods as a file, in any format: a plain form that the server answers with the file.
#[component]
pub fn Export(shop: String) -> impl IntoView {
    let lang = use_lang();
    let formats = Format::EXPORTS
        .into_iter()
        .map(|format| {
            let name = match format {
                Format::Longtail => {
                    format!("{}: {}", format.name(), t::import::export_longtail(lang))
                }
                other => other.name().to_owned(),
            };
            Choice::new(<&str>::from(format), name)
        })
        .collect();
    let langs = vec![Choice::new("en", "English"), Choice::new("zh", "中文")];
    let here = match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    };
    view! {
        <div class="pt-6"><Card title=t::import::export(lang)>
            <p class="pb-3">{t::import::export_lead(lang)}</p>
            <form method="get" action=format!("/back-office/{shop}/export") class="form">
                <Select name="format" label=t::import::format(lang) choices=formats value="longtail" required=true/>
                <Select name="lang" label=t::import::export_lang(lang) choices=langs value=here required=true/>
                <div><Submit kind=ButtonKind::Plain>{t::import::export_as(lang)}</Submit></div>
            </form>
        </Card></div>
    }
    .into_any()
}
