//! `/back-office/{shop}/questions`

use super::{
    api::load_questions,
    section::{AnswerWords, Refresh, Reply},
};
use crate::{
    i18n::{t, use_lang},
    money::wallet::page::asked_page,
    platform::page::Loaded,
    trade::catalog::back_office::Office,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::trade::question::{QuestionQueue, QueuedQuestion};

/// What buyers ask a shop, with a place for the answer under each.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let (params, page) = (use_params_map(), asked_page());
    let refresh = Refresh::default();
    let queue = Resource::new_blocking(
        move || {
            let shop = params.with(|params| params.get("shop").unwrap_or_default());
            (shop, page.get(), refresh.count())
        },
        |(shop, page, _)| load_questions(shop, page),
    );
    view! { <Loaded of=queue view=move |queue| view! { <Queue queue refresh/> }/> }
}

#[component]
fn Queue(queue: QuestionQueue, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/questions", queue.shop.slug);
    let lead = if queue.waiting > 0 {
        t::question::waiting(lang, queue.waiting as i64)
    } else {
        t::question::nothing_waits(lang).to_owned()
    };
    let (page, pages, empty) = (queue.page, queue.pages, queue.total == 0);
    let back = if page > 1 {
        format!("{base}?page={page}")
    } else {
        base.clone()
    };
    view! {
        <Title text=t::question::queue(lang)/>
        <Office shop=queue.shop>
            <PageHead title=t::question::queue(lang) lead/>
            {empty.then(|| view! {
                <EmptyState title=t::question::queue_empty(lang) text=t::question::queue_empty_hint(lang)/>
            })}
            <ul class="grid gap-4" id="questions">
                {queue.questions.into_iter().map(|queued| view! {
                    <Queued queued back=back.clone() refresh/>
                }).collect_view()}
            </ul>
            <Pagination page pages href=move |n| format!("{base}?page={n}")/>
        </Office>
    }
    .into_any()
}

#[component]
fn Queued(queued: QueuedQuestion, back: String, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let question = queued.question;
    let waits = question.answer.is_none();
    let title = queued.title.pick(lang).to_owned();
    let said = question.answer.clone();
    let helped = (question.helpful > 0).then(|| t::question::helped(lang, question.helpful));
    view! {
        <li class="card question">
            <p class="flex flex-wrap items-center gap-2">
                {waits.then(|| view! { <Badge tone=Tone::Persimmon>{t::question::to_answer(lang)}</Badge> })}
                <a class="underline text-14" href=queued.path>{title}</a>
            </p>
            <h2 class="question-words">{question.words.clone()}</h2>
            <p class="question-meta">
                {question.asker.clone()}" · "<When at=question.asked_at style=WhenStyle::Short/>
                {helped.map(|words| format!(" · {words}"))}
            </p>
            {(!waits).then(|| view! { <AnswerWords answer=said/> })}
            <Reply question back refresh/>
        </li>
    }
    .into_any()
}
