//! What has happened and what comes next.

use super::{
    icon::{Glyph, Icon},
    when::{When, WhenStyle},
};
use crate::i18n::{t, use_lang};
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// Where a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    #[default]
    Coming,
    /// Where it ended early.
    Stopped,
}

/// One step of a timeline.
#[derive(Default)]
pub struct TimelineStep {
    pub label: String,
    pub state: StepState,
    /// When it happened, or by when it will.
    pub at: Option<DateTime<Utc>>,
    /// Whether `at` is a deadline: written as “by …”.
    pub deadline: bool,
    /// What belongs to it: a tracking number, the next action.
    pub detail: Option<AnyView>,
}

/// Steps from top to bottom.
///
/// ```ignore
/// <Timeline label=t::order::timeline(lang) steps=vec![
///     TimelineStep { label: "Paid".into(), state: StepState::Done, at: Some(paid_at), ..Default::default() },
/// ]/>
/// ```
#[component]
pub fn Timeline(#[prop(into)] label: String, steps: Vec<TimelineStep>) -> impl IntoView {
    let lang = use_lang();
    let steps = steps
        .into_iter()
        .map(|step| {
            let (class, glyph, spoken) = match step.state {
                StepState::Done => ("step step-done", Some(Glyph::Check), t::ui::step_done(lang)),
                StepState::Current => ("step step-current", None, t::ui::step_current(lang)),
                StepState::Coming => ("step step-coming", None, t::ui::step_coming(lang)),
                StepState::Stopped => (
                    "step step-stopped",
                    Some(Glyph::Close),
                    t::ui::step_stopped(lang),
                ),
            };
            let current = (step.state == StepState::Current).then_some("step");
            view! {
                <li class=class aria-current=current>
                    <span class="step-mark" aria-hidden="true">{glyph.map(|glyph| view! { <Icon glyph/> })}</span>
                    <div class="step-words">
                        <p class="step-label">
                            {step.label}<span class="sr-only">{format!(" ({spoken})")}</span>
                        </p>
                        {step.at.map(|at| view! {
                            <p class="step-at">
                                {step.deadline.then(|| format!("{} ", t::ui::at_the_latest(lang)))}
                                <When at style=WhenStyle::Short/>
                            </p>
                        })}
                        {step.detail.map(|detail| view! { <div class="step-detail">{detail}</div> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline" aria-label=label>{steps}</ol> }
}
