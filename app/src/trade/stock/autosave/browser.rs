//! The part of saving that runs in the browser: which fields were changed, and when they go.

use super::{Autosave, Keeping, SaveCount};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, wasm_bindgen::JsCast};
use longtail::trade::stock::count::MOST_PIECES;
use std::{collections::BTreeMap, time::Duration};
use web_sys::{Element, HtmlInputElement, HtmlTableRowElement};

/// How long after the last key.
const AFTER: Duration = Duration::from_millis(700);

/// What waits, and what is on its way until it arrives.
#[derive(Default)]
pub struct UnderWay {
    timer: Option<TimeoutHandle>,
    sent: Vec<(String, String)>,
}

/// The two fields of a line: what is typed, and what the server has.
struct Line {
    /// `v-` and the thing's id.
    key: String,
    typed: HtmlInputElement,
    was: HtmlInputElement,
}

impl Autosave {
    /// Once the key presses pause.
    pub fn soon(self) {
        self.forget_timer();
        let timer = set_timeout_with_handle(move || self.now(), AFTER).ok();
        self.under_way
            .update_value(|under_way| under_way.timer = timer);
    }

    /// All that was changed and can be read, if nothing is on its way.
    pub fn now(self) {
        self.forget_timer();
        if self.save.pending().get_untracked() {
            return self.soon();
        }
        let (mut counted, mut was, mut sent) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for line in self.lines_on_page() {
            let (typed, known) = (line.typed.value().trim().to_owned(), line.was.value());
            if typed == known || !can_be_read(&typed) {
                continue;
            }
            was.insert(line.key.clone(), known);
            sent.push((line.key.clone(), typed.clone()));
            counted.insert(line.key, typed);
        }
        if counted.is_empty() {
            return;
        }
        self.state.set(Keeping::Saving);
        self.under_way
            .update_value(|under_way| under_way.sent = sent);
        let (shop, count) = self.of.get_value();
        self.save.dispatch(SaveCount {
            shop,
            count,
            counted,
            was,
            reason: BTreeMap::new(),
            then: String::new(),
        });
    }

    /// Shows what became of it.
    pub(super) fn follow(self) {
        on_cleanup(move || self.forget_timer());
        let value = self.save.value();
        Effect::watch(
            move || value.get(),
            move |answer, _, _| match answer {
                Some(Ok(saved)) => {
                    self.arrived();
                    self.lines.update(|lines| {
                        lines.extend(saved.iter().map(|line| (line.variant, line.counted)));
                    });
                    self.state.set(Keeping::Saved);
                }
                Some(Err(_)) => self.state.set(Keeping::NotSaved),
                None => {}
            },
            false,
        );
    }

    /// What has arrived is what the server has. Until then it counts as changed, so that the form
    /// itself brings it where this did not.
    fn arrived(self) {
        let sent = self
            .under_way
            .try_update_value(|under_way| std::mem::take(&mut under_way.sent))
            .unwrap_or_default();
        let lines = self.lines_on_page();
        for (key, typed) in sent {
            if let Some(line) = lines.iter().find(|line| line.key == key) {
                line.was.set_value(&typed);
            }
        }
    }

    fn forget_timer(self) {
        let timer = self
            .under_way
            .try_update_value(|under_way| under_way.timer.take());
        if let Some(timer) = timer.flatten() {
            timer.clear();
        }
    }

    fn lines_on_page(self) -> Vec<Line> {
        let Some(body) = self
            .table
            .get_untracked()
            .and_then(|table| table.query_selector("tbody").ok()?)
        else {
            return Vec::new();
        };
        let rows = body.children();
        (0..rows.length())
            .filter_map(|n| line_of(&rows.item(n)?.dyn_into().ok()?))
            .collect()
    }
}

fn line_of(row: &HtmlTableRowElement) -> Option<Line> {
    let typed = input(row, "counted[")?;
    let key = typed.name();
    let key = key.strip_prefix("counted[")?.strip_suffix(']')?.to_owned();
    Some(Line {
        key,
        was: input(row, "was[")?,
        typed,
    })
}

fn input(row: &Element, name: &str) -> Option<HtmlInputElement> {
    row.query_selector(&format!("input[name^=\"{name}\"]"))
        .ok()??
        .dyn_into()
        .ok()
}

/// A number of pieces, or nothing. The rest waits until the form itself is sent, which says
/// what is wrong with it.
fn can_be_read(typed: &str) -> bool {
    typed.is_empty()
        || typed
            .parse::<i64>()
            .is_ok_and(|pieces| (0..=MOST_PIECES).contains(&pieces))
}
