//! The form in which one specification is written.

use super::api::SaveSpecification;
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Bilingual,
    trade::catalog::{SpecDefinition, SpecKind},
};

/// For a new one; with a `definition`, for changing that. Its key stays: lists are narrowed by it.
#[component]
pub fn SpecificationForm(
    /// The slug of the category that asks.
    category: String,
    definition: Option<SpecDefinition>,
    save: ServerAction<SaveSpecification>,
) -> impl IntoView {
    let lang = use_lang();
    let title = match &definition {
        Some(definition) => {
            t::specification::change_title(lang, definition.name.pick(lang).to_owned())
        }
        None => t::specification::new(lang).to_owned(),
    };
    let kinds = vec![
        Choice::new("text", t::specification::text(lang)),
        Choice::new("number", t::specification::number(lang)),
        Choice::new("choice", t::specification::choice(lang)),
    ];
    let back = definition.as_ref().map(|_| super::page::address(&category));
    let choices = definition
        .as_ref()
        .map(SpecDefinition::choices_text)
        .unwrap_or_default();
    let (name, kind, unit, facet) = match &definition {
        Some(definition) => (
            definition.name.clone(),
            definition.kind.name(),
            unit_of(&definition.kind),
            definition.facet,
        ),
        None => (Bilingual::default(), "", Bilingual::default(), false),
    };
    let key = definition.map(|definition| definition.key);
    view! {
        <Card title>
            <Form action=save>
                <input type="hidden" name="category" value=category/>
                <TextField name="name_en" label=t::specification::name_en(lang) value=name.en autocomplete="off" either=true/>
                <TextField name="name_zh" label=t::specification::name_zh(lang) value=name.zh autocomplete="off" either=true/>
                <KeyField key/>
                <Select name="kind" label=t::specification::kind(lang) choices=kinds value=kind
                    prompt=t::specification::choose_kind(lang) required=true/>
                <TextField name="unit_en" label=t::specification::unit_en(lang) value=unit.en
                    hint=t::specification::unit_hint(lang) autocomplete="off"/>
                <TextField name="unit_zh" label=t::specification::unit_zh(lang) value=unit.zh autocomplete="off"/>
                <TextArea name="choices" label=t::specification::choices(lang) value=choices rows=6
                    hint=t::specification::choices_hint(lang)/>
                <Checkbox name="facet" label=t::specification::facet(lang) checked=facet
                    hint=t::specification::facet_hint(lang)/>
                <div class="cluster">
                    <Submit>{t::specification::save(lang)}</Submit>
                    {back.map(|href| view! {
                        <ButtonLink href kind=ButtonKind::Quiet>{t::specification::leave(lang)}</ButtonLink>
                    })}
                </div>
            </Form>
        </Card>
    }
}

/// What it is called in addresses and files: typed for a new one, fixed for one that is there.
#[component]
fn KeyField(key: Option<String>) -> impl IntoView {
    let lang = use_lang();
    match key {
        Some(key) => view! {
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="change" value="true"/>
        }
        .into_any(),
        None => view! {
            <TextField name="key" label=t::specification::key(lang) hint=t::specification::key_hint(lang)
                autocomplete="off"/>
        }
        .into_any(),
    }
}

fn unit_of(kind: &SpecKind) -> Bilingual {
    match kind {
        SpecKind::Number { unit } => unit.clone(),
        SpecKind::Text | SpecKind::Choice { .. } => Bilingual::default(),
    }
}
