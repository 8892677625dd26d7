//! What the listing's category asks for, field by field.

use super::{Refresh, opened};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{api::SaveSpecs, refusal},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::{Bilingual, Lang},
    trade::catalog::{EditorView, SpecData, SpecDefinition, SpecKind, number_text},
};

#[component]
pub fn Specs(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveSpecs>::new();
    let body = if view.asked.is_empty() {
        view! { <p class="field-hint">{t::catalog::no_specs(lang)}</p> }.into_any()
    } else {
        let hidden = opened(&view);
        let (asked, specs) = (view.asked, view.specs);
        // Made inside the form, whose issues they show.
        let fields = move || {
            asked
                .into_iter()
                .enumerate()
                .map(|(n, asked)| {
                    let answer = specs.iter().find(|spec| spec.definition == asked.id);
                    field(lang, n, asked, answer.map(|spec| spec.value.clone()))
                })
                .collect_view()
        };
        view! {
            <p class="field-hint mb-4">{t::catalog::specs_hint(lang)}</p>
            <Form action=save refusal=refusal on_done=refresh.done()>
                {hidden}
                <div class="grid gap-4 md:grid-cols-2">{fields()}</div>
                <div><Submit kind=ButtonKind::Plain>{t::catalog::save_specs(lang)}</Submit></div>
            </Form>
        }
        .into_any()
    };
    view! {
        <div id="specs">
            <Card title=t::catalog::specs(lang)>{body}</Card>
        </div>
    }
    .into_any()
}

fn field(lang: Lang, n: usize, asked: SpecDefinition, answer: Option<SpecData>) -> AnyView {
    let name = |field: &str| format!("specs[{n}][{field}]");
    let label = asked.name.pick(lang).to_owned();
    let control = match asked.kind {
        SpecKind::Text => {
            let words = match answer {
                Some(SpecData::Text(words)) => words,
                _ => Bilingual::default(),
            };
            view! {
                <div class="grid gap-2">
                    <TextField name=name("en") label=t::catalog::in_english(lang, &label) value=words.en/>
                    <TextField name=name("zh") label=t::catalog::in_chinese(lang, &label) value=words.zh/>
                </div>
            }
            .into_any()
        }
        SpecKind::Number { unit } => {
            let number = match answer {
                Some(SpecData::Number(number)) => number_text(number),
                _ => String::new(),
            };
            let unit = Some(unit.pick(lang).to_owned()).filter(|unit| !unit.is_empty());
            view! {
                <TextField name=name("number") label value=number inputmode="decimal" after=unit/>
            }
            .into_any()
        }
        SpecKind::Choice { choices } => {
            let chosen = match answer {
                Some(SpecData::Choice(key)) => key,
                _ => String::new(),
            };
            let choices = choices
                .into_iter()
                .map(|choice| Choice::new(choice.key, choice.label.pick(lang)))
                .collect();
            view! {
                <Select name=name("choice") label choices value=chosen prompt=t::catalog::not_said(lang)/>
            }
            .into_any()
        }
    };
    view! {
        <div>
            <input type="hidden" name=name("definition") value=asked.id.to_string()/>
            {control}
        </div>
    }
    .into_any()
}
