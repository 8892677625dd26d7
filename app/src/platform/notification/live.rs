//! The count behind the bell, as the server tells it.

use gloo::events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

/// Where the server tells it.
const STREAM: &str = "/notices/stream";

/// An open stream; the browser itself opens it again where it breaks.
struct Line {
    source: EventSource,
    _heard: EventListener,
}

impl Line {
    /// None where the browser knows no such streams: the count stays as the page was drawn.
    fn open(count: RwSignal<u32>) -> Option<Self> {
        let source = EventSource::new(STREAM).ok()?;
        let heard = EventListener::new(&source, "message", move |event| {
            let told = event.unchecked_ref::<MessageEvent>().data().as_string();
            if let Some(now) = told.and_then(|told| told.parse::<u32>().ok())
                && now != count.get_untracked()
            {
                count.set(now);
            }
        });
        Some(Self {
            source,
            _heard: heard,
        })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Keeps the count as the server tells it, as long as the owner lives and the page is looked at:
/// a browser has six connections to one host, and pages in the background would take them all.
pub fn follow(count: RwSignal<u32>) {
    let line = StoredValue::new_local(None::<Line>);
    let turn = move || {
        // The old one is closed before another is opened.
        line.set_value(None);
        if !document().hidden() {
            line.set_value(Line::open(count));
        }
    };
    turn();
    let turned = EventListener::new(&document(), "visibilitychange", move |_| turn());
    StoredValue::new_local(turned);
}
