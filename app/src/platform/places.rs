//! Back to the same place: where a page was left, it is found again.
//!
//! A browser does this by itself for documents. Here a page comes some moments after its
//! address, so the place is sought again until the page is there, unless the visitor moves.

use leptos::{ev, prelude::*};
use std::collections::HashMap;

/// How long a place is sought, in frames: about three seconds.
const MOST_FRAMES: u32 = 180;
/// Frames at the place before it counts as found: the page may still be exchanged beneath.
const STEADY_FRAMES: u32 = 45;
/// Further off than this is another place.
const NEAR: f64 = 2.0;

/// Remembers where each page is left, and goes there when the visitor comes back. Once, in the
/// browser.
pub fn keep_places() {
    let places = StoredValue::new(HashMap::<String, f64>::new());
    let sought = StoredValue::new(None::<f64>);
    _ = window_event_listener(ev::scroll, move |_| {
        if sought.with_value(Option::is_none) {
            places.update_value(|places| {
                places.insert(here(), height());
            });
        }
    });
    _ = window_event_listener(ev::popstate, move |_| {
        let place = places.with_value(|places| places.get(&here()).copied());
        sought.set_value(place.filter(|place| *place > 0.0));
        seek(sought, MOST_FRAMES, STEADY_FRAMES);
    });
    let leave_it = move || sought.set_value(None);
    _ = window_event_listener(ev::wheel, move |_| leave_it());
    _ = window_event_listener(ev::touchstart, move |_| leave_it());
    _ = window_event_listener(ev::keydown, move |_| leave_it());
}

fn seek(sought: StoredValue<Option<f64>>, frames: u32, steady: u32) {
    let Some(place) = sought.get_value() else {
        return;
    };
    if frames == 0 || steady == 0 {
        sought.set_value(None);
        return;
    }
    let found = (height() - place).abs() < NEAR;
    if !found {
        window().scroll_to_with_x_and_y(0.0, place);
    }
    let steady = if found { steady - 1 } else { STEADY_FRAMES };
    request_animation_frame(move || seek(sought, frames - 1, steady));
}

/// The page's address, without what stands behind `#`.
fn here() -> String {
    let location = window().location();
    format!(
        "{}{}",
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default()
    )
}

fn height() -> f64 {
    window().scroll_y().unwrap_or_default()
}
