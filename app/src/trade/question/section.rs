//! The questions on a product's page.

use super::{
    api::{AnswerQuestion, AskQuestion, FindHelpful, WithdrawQuestion},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::sign_in_path,
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::question::{
    Answer, MOST_ANSWER, MOST_QUESTION, MayAsk, ProductQuestions, QuestionView, SHOWN_FIRST,
};

/// Asks for the page again once a form about a question was sent.
#[derive(Clone, Copy, Default)]
pub struct Refresh(RwSignal<u32>);

impl Refresh {
    /// Grows with every form that was sent.
    pub fn count(self) -> u32 {
        self.0.get()
    }

    fn done(self) -> Callback<()> {
        Callback::new(move |()| self.0.update(|n| *n += 1))
    }
}

/// What others asked, and the way to ask oneself.
#[component]
pub fn Questions(
    questions: ProductQuestions,
    /// Slugs of the shop and the listing.
    shop: String,
    listing: String,
    refresh: Refresh,
) -> impl IntoView {
    let lang = use_lang();
    let path = format!("/shops/{shop}/{listing}");
    let may_ask = questions.may_ask;
    let more = questions.shown.len().saturating_sub(SHOWN_FIRST);
    let answers = may_ask == MayAsk::Answers;
    let mut shown = questions
        .shown
        .into_iter()
        .map(|question| {
            view! { <Question question path=path.clone() answers may_vote={may_ask != MayAsk::No} refresh/> }
        })
        .collect::<Vec<_>>();
    let rest = shown.split_off(shown.len().min(SHOWN_FIRST));
    let ask = match may_ask {
        MayAsk::Yes => view! { <Ask shop listing refresh/> }.into_any(),
        MayAsk::SignIn => {
            let href = sign_in_path(&format!("{path}#questions"));
            view! { <p><a href=href class="underline">{t::question::sign_in_to_ask(lang)}</a></p> }
                .into_any()
        }
        MayAsk::Answers => {
            let href = format!("/back-office/{shop}/questions");
            view! { <p><a href=href class="underline">{t::question::to_queue(lang)}</a></p> }
                .into_any()
        }
        MayAsk::No => ().into_any(),
    };
    let none = shown.is_empty();
    view! {
        <section class="questions" id="questions" aria-labelledby="questions-title">
            <SectionHead id="questions-title" title=t::question::title(lang, questions.count as i64)
                lead=t::question::lead(lang)/>
            {none.then(|| view! { <p class="text-muted">{t::question::none(lang)}</p> })}
            <ul class="question-list">{shown}</ul>
            {(more > 0).then(|| view! {
                <Disclosure title=t::question::more(lang, more as i64)>
                    <ul class="question-list">{rest}</ul>
                </Disclosure>
            })}
            {ask}
        </section>
    }
    .into_any()
}

#[component]
fn Ask(shop: String, listing: String, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let ask = ServerAction::<AskQuestion>::new();
    view! {
        <Form action=ask refusal=refusal class="question-ask" on_done=refresh.done()>
            <input type="hidden" name="shop" value=shop/>
            <input type="hidden" name="listing" value=listing/>
            <TextArea name="words" label=t::question::yours(lang) hint=t::question::hint(lang)
                rows=2 counter=MOST_QUESTION required=true/>
            <div><Submit kind=ButtonKind::Plain icon=Glyph::Question>{t::question::ask(lang)}</Submit></div>
        </Form>
    }
    .into_any()
}

#[component]
fn Question(
    question: QuestionView,
    path: String,
    /// The one who looks answers for the shop.
    answers: bool,
    may_vote: bool,
    refresh: Refresh,
) -> impl IntoView {
    let lang = use_lang();
    let yours = question
        .yours
        .then(|| view! { <Withdraw question=question.clone() path=path.clone() refresh/> });
    // What nobody has answered yet has helped nobody.
    let may_vote = may_vote && question.answer.is_some() && !answers && !question.yours;
    let vote = (may_vote || question.helpful > 0)
        .then(|| view! { <Helpful question=question.clone() path=path.clone() may_vote refresh/> });
    let reply = answers.then(|| {
        view! { <Reply question=question.clone() back=path.clone() refresh/> }
    });
    view! {
        <li class="question">
            <p class="question-words">
                <span class="question-sign" aria-hidden="true">{t::question::q(lang)}</span>
                <span>
                    <span class="sr-only">{t::question::question(lang)}": "</span>
                    {question.words}
                </span>
            </p>
            <p class="question-meta">{question.asker}" · "<When at=question.asked_at style=WhenStyle::Day/></p>
            <AnswerWords answer=question.answer/>
            <div class="question-doings">{vote}{yours}</div>
            {reply}
        </li>
    }
    .into_any()
}

#[component]
fn Withdraw(question: QuestionView, path: String, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let withdraw = ServerAction::<WithdrawQuestion>::new();
    let id = question.id.to_string();
    let label = format!("{}: {}", t::question::withdraw(lang), question.words);
    view! {
        <Form action=withdraw id=format!("withdraw-{id}") on_done=refresh.done()>
            <input type="hidden" name="question" value=id/>
            <input type="hidden" name="back" value=path/>
            <Submit kind=ButtonKind::Quiet size=ButtonSize::Small label>{t::question::withdraw(lang)}</Submit>
        </Form>
    }
    .into_any()
}

/// What the shop said, or that it has not yet.
#[component]
pub(super) fn AnswerWords(answer: Option<Answer>) -> impl IntoView {
    let lang = use_lang();
    match answer {
        Some(answer) => view! {
            <div class="question-answer">
                <span class="question-sign is-answer" aria-hidden="true">{t::question::a(lang)}</span>
                <div>
                    <span class="sr-only">{t::question::answer(lang)}": "</span>
                    {answer.words.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()}
                    <p class="question-meta">{t::question::the_shop(lang)}" · "<When at=answer.at style=WhenStyle::Day/></p>
                </div>
            </div>
        }
        .into_any(),
        None => view! { <p class="question-meta">{t::question::not_answered(lang)}</p> }.into_any(),
    }
}

#[component]
fn Helpful(
    question: QuestionView,
    path: String,
    may_vote: bool,
    refresh: Refresh,
) -> impl IntoView {
    let lang = use_lang();
    let words = t::question::helped(lang, question.helpful);
    if !may_vote {
        return view! { <span class="question-meta">{words}</span> }.into_any();
    }
    let id = question.id.to_string();
    let (button, value) = if question.helped_you {
        (t::question::helped_you(lang), "false")
    } else {
        (t::question::helpful(lang), "true")
    };
    let said = (question.helpful > 0).then(|| view! { <span class="question-meta">{words}</span> });
    let find = ServerAction::<FindHelpful>::new();
    view! {
        <Form action=find id=format!("helpful-{id}") on_done=refresh.done()>
            <input type="hidden" name="question" value=id/>
            <input type="hidden" name="back" value=path/>
            <Submit kind=ButtonKind::Quiet size=ButtonSize::Small icon=Glyph::Heart name="helpful" value=value
                label=format!("{button}: {}", question.words)>{button}</Submit>
        </Form>
        {said}
    }
    .into_any()
}

/// The form by which the shop answers, or words its answer anew.
#[component]
pub(super) fn Reply(
    question: QuestionView,
    /// The page that the form stands on.
    back: String,
    refresh: Refresh,
) -> impl IntoView {
    let lang = use_lang();
    let answer = ServerAction::<AnswerQuestion>::new();
    let id = question.id.to_string();
    let (title, written) = match &question.answer {
        Some(answer) => (t::question::answer_anew(lang), answer.words.clone()),
        None => (t::question::answer_it(lang), String::new()),
    };
    let open = question.answer.is_none();
    view! {
        <Disclosure title open class="question-reply">
            <Form action=answer id=format!("answer-{id}") on_done=refresh.done()>
                <input type="hidden" name="question" value=id/>
                <input type="hidden" name="back" value=back/>
                <TextArea name="answer" label=t::question::your_answer(lang) value=written rows=2
                    counter=MOST_ANSWER required=true/>
                <div>
                    <Submit kind=ButtonKind::Plain label=format!("{}: {}", t::question::send_answer(lang), question.words)>
                        {t::question::send_answer(lang)}
                    </Submit>
                </div>
            </Form>
        </Disclosure>
    }
    .into_any()
}
