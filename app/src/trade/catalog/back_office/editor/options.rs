//! The kinds of options of a listing and their values. Saving makes the grid of variants.

use super::{Refresh, opened};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{
        api::SaveAxes,
        cell::{CellField, CellSelect},
        refusal,
    },
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::{Bilingual, Lang},
    trade::catalog::{AxisView, EditorView, Limits, ValueView},
};

/// Empty lines for values, for those who have no scripts.
const BLANKS: usize = 2;
/// Empty kinds of options offered at a time.
const BLANK_AXES: usize = 2;

#[component]
pub fn Options(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveAxes>::new();
    let most = Limits::LISTING.axes as usize;
    let pictures: Vec<(String, String)> = std::iter::once((String::new(), "–".to_owned()))
        .chain(
            view.gallery
                .iter()
                .enumerate()
                .map(|(n, picture)| (picture.id.to_string(), t::catalog::picture_n(lang, n + 1))),
        )
        .collect();
    let used = view.axes.len();
    let axes: Vec<_> = view.axes.iter().cloned().map(Some).collect();
    let blanks = most.saturating_sub(used).min(BLANK_AXES);
    // Made inside the form, whose issues they show.
    let fields = move || {
        axes.into_iter()
            .chain(std::iter::repeat_n(None, blanks))
            .enumerate()
            .map(|(n, axis)| {
                let open = axis.is_some();
                let title = match &axis {
                    Some(axis) => axis.name.pick(lang).to_owned(),
                    None => t::catalog::another_axis(lang).to_owned(),
                };
                let body = axis_fields(lang, n, axis, pictures.clone());
                view! { <Disclosure title=title open=open>{body}</Disclosure> }
            })
            .collect_view()
    };
    view! {
        <div id="options">
            <Card title=t::catalog::options(lang)>
                <p class="field-hint">{t::catalog::options_hint(lang)}</p>
                <Form action=save refusal=refusal on_done=refresh.done()>
                    {opened(&view)}
                    {fields()}
                    <p class="field-hint">{t::catalog::grid_follows(lang)}</p>
                    <div><Submit kind=ButtonKind::Plain>{t::catalog::save_options(lang)}</Submit></div>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}

fn axis_fields(
    lang: Lang,
    n: usize,
    axis: Option<AxisView>,
    pictures: Vec<(String, String)>,
) -> AnyView {
    let was = axis.as_ref().map(|_| n.to_string()).unwrap_or_default();
    let name = axis.as_ref().map(|a| a.name.clone()).unwrap_or_default();
    let values: Vec<ValueView> = axis.map(|a| a.values).unwrap_or_default();
    let stored = values.len();
    let blank = RwSignal::new(BLANKS);
    let known = {
        let pictures = pictures.clone();
        values
            .into_iter()
            .enumerate()
            .map(move |(v, value)| value_line(lang, n, v, Some(value), &pictures))
            .collect_view()
    };
    let more = move || {
        let pictures = pictures.clone();
        view! {
            <For each=move || stored..stored + blank.get() key=|v| *v
                children=move |v| value_line(lang, n, v, None, &pictures)/>
        }
    };
    view! {
        <input type="hidden" name=format!("axes[{n}][was]") value=was/>
        <div class="grid gap-2 py-2 md:grid-cols-2">
            {labelled_pair(lang, format!("axes[{n}][name_en]"), format!("axes[{n}][name_zh]"), t::catalog::axis_name(lang), &name)}
        </div>
        <p class="text-13 text-muted">{t::catalog::values(lang)}</p>
        {known}
        {more()}
        <button type="button" class="btn btn-quiet btn-small needs-js"
            on:click=move |_| blank.update(|n| *n += 1)>
            <Icon glyph=Glyph::Plus/><span class="btn-words">{t::catalog::add_value(lang)}</span>
        </button>
    }
    .into_any()
}

fn labelled_pair(lang: Lang, en: String, zh: String, label: &str, words: &Bilingual) -> AnyView {
    let (in_en, in_zh) = (
        t::catalog::in_english(lang, label),
        t::catalog::in_chinese(lang, label),
    );
    view! {
        <CellField name=en label=in_en.clone() value=words.en.clone() placeholder=in_en lang="en"/>
        <CellField name=zh label=in_zh.clone() value=words.zh.clone() placeholder=in_zh lang="zh-CN"/>
    }
    .into_any()
}

fn value_line(
    lang: Lang,
    n: usize,
    v: usize,
    value: Option<ValueView>,
    pictures: &[(String, String)],
) -> AnyView {
    let was = value.as_ref().map(|_| v.to_string()).unwrap_or_default();
    let label = value.as_ref().map(|v| v.label.clone()).unwrap_or_default();
    let picture = value
        .and_then(|v| v.picture)
        .map(|picture| picture.id.to_string())
        .unwrap_or_default();
    let name = |field: &str| format!("axes[{n}][values][{v}][{field}]");
    let words = t::catalog::value_n(lang, v + 1);
    let picture_label = format!("{words}: {}", t::catalog::picture(lang));
    let choices = pictures.to_vec();
    view! {
        <div class="grid gap-2 py-1 md:grid-cols-3">
            <input type="hidden" name=name("was") value=was/>
            {labelled_pair(lang, name("en"), name("zh"), &words, &label)}
            <CellSelect name=name("picture") label=picture_label value=picture choices/>
        </div>
    }
    .into_any()
}
