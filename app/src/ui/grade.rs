//! Grades out of five stars, read and given.

use super::field::{FieldError, FieldParts};
use crate::i18n::{t, use_lang};
use leptos::prelude::*;

const STAR: &str = "M12 3.5l2.7 5.4l5.9.9l-4.3 4.2l1 5.9l-5.3-2.8l-5.3 2.8l1-5.9l-4.3-4.2l5.9-.9z";

#[component]
fn StarRow() -> impl IntoView {
    view! {
        <svg viewBox="0 0 120 24" aria-hidden="true" focusable="false">
            {(0..5).map(|n| view! {
                <path d=STAR transform=format!("translate({} 0)", n * 24)></path>
            }).collect_view()}
        </svg>
    }
}

/// A grade in tenths of a star: 47 is 4.7. `count` is how many gave one.
///
/// ```ignore
/// <Grade tenths=47 count=1280/>
/// ```
#[component]
pub fn Grade(
    tenths: u32,
    #[prop(optional_no_strip, into)] count: Option<u64>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let lang = use_lang();
    let tenths = tenths.min(50);
    let figure = format!("{}.{}", tenths / 10, tenths % 10);
    view! {
        <span class=format!("grade {class}")>
            <span class="grade-stars" aria-hidden="true">
                <StarRow/>
                <span class="grade-full" style=format!("width:{}%", tenths * 2)><StarRow/></span>
            </span>
            <span class="sr-only">{t::ui::grade_of_five(lang, &figure)}</span>
            <span class="grade-figure" aria-hidden="true">{figure.clone()}</span>
            {count.map(|count| view! {
                <span class="grade-count">
                    <span aria-hidden="true">"("{count}")"</span>
                    <span class="sr-only">{t::ui::grades_given(lang, i64::try_from(count).unwrap_or(i64::MAX))}</span>
                </span>
            })}
        </span>
    }
}

/// Gives one to five stars; each says what it means. Radio inputs beneath.
///
/// ```ignore
/// <StarsField name="goods" legend="The goods" words=["Not as described", …, "Better than described"]/>
/// ```
#[component]
pub fn StarsField(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    /// What one to five stars mean.
    words: [String; 5],
    #[prop(optional_no_strip, into)] value: Option<u8>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let parts = FieldParts::new(&name, value.map(|stars| stars.to_string()));
    let chosen: u8 = parts.initial.parse().unwrap_or(0);
    let stars = words
        .into_iter()
        .zip(1_u8..)
        .map(|(words, star)| {
            let id = format!("{}-{star}", parts.id);
            view! {
                <input
                    class="sr-only"
                    type="radio"
                    id=id.clone()
                    name=name.clone()
                    value=star.to_string()
                    checked=star == chosen
                />
                <label for=id>
                    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=STAR></path></svg>
                    <span class="stars-words">
                        <span class="sr-only">{format!("{star}: ")}</span>
                        {words}
                    </span>
                </label>
            }
        })
        .collect_view();
    let error_id = parts.error_id.clone();
    view! {
        <fieldset class=format!("field stars {class}") aria-describedby=error_id>
            <legend>{legend}</legend>
            <div class="stars-row">{stars}</div>
            <FieldError parts/>
        </fieldset>
    }
}
