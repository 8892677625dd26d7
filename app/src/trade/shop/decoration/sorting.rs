//! Blocks in another order: by pointer, and wholly by keyboard. Browser only; without scripts
//! the buttons beside them move a block up and down.

use leptos::{html, prelude::*};

/// What is being moved. Until it is dropped the order is only shown, not saved.
#[derive(Clone, Copy)]
pub(super) struct Sorting {
    /// Numbers of the blocks, as they are saved.
    saved: StoredValue<Vec<u16>>,
    /// The same, as they are shown.
    shown: RwSignal<Vec<u16>>,
    pub held: RwSignal<Option<u16>>,
    pub list: NodeRef<html::Ol>,
}

impl Sorting {
    pub fn new(numbers: Vec<u16>) -> Self {
        Self {
            shown: RwSignal::new(numbers.clone()),
            saved: StoredValue::new(numbers),
            held: RwSignal::new(None),
            list: NodeRef::new(),
        }
    }

    pub fn count(self) -> usize {
        self.shown.with_untracked(Vec::len)
    }

    /// Where a block is shown, from 0.
    pub fn place(self, number: u16) -> usize {
        self.shown
            .with(|shown| shown.iter().position(|other| *other == number))
            .unwrap_or_default()
    }

    pub fn grab(self, number: u16) {
        self.held.set(Some(number));
    }

    /// Shows the held block at a place among the others.
    pub fn show_at(self, place: usize) {
        let Some(number) = self.held.get_untracked() else {
            return;
        };
        let mut shown = self.shown.get_untracked();
        shown.retain(|other| *other != number);
        shown.insert(place.min(shown.len()), number);
        if self.shown.with_untracked(|before| *before != shown) {
            self.shown.set(shown);
        }
    }

    /// Lets go. The block and its new place, where it has another than before.
    pub fn drop_it(self) -> Option<(u16, usize)> {
        let number = self.held.get_untracked()?;
        self.held.set(None);
        let place = self
            .shown
            .with_untracked(|shown| shown.iter().position(|other| *other == number))?;
        let before = self
            .saved
            .with_value(|saved| saved.iter().position(|other| *other == number))?;
        (place != before).then_some((number, place))
    }

    /// Puts it back where it was.
    pub fn cancel(self) {
        self.held.set(None);
        self.shown.set(self.saved.get_value());
    }

    /// The place among the others that a pointer at this height means.
    #[cfg(feature = "hydrate")]
    pub fn place_under(self, y: f64) -> Option<usize> {
        let held = self.held.get_untracked()?.to_string();
        let items = self.list.get_untracked()?.children();
        let above = (0..items.length())
            .filter_map(|n| items.item(n))
            .filter(|item| item.get_attribute("data-block").is_some_and(|n| n != held))
            .filter(|item| {
                let place = item.get_bounding_client_rect();
                place.top() + place.height() / 2.0 < y
            })
            .count();
        Some(above)
    }

    #[cfg(not(feature = "hydrate"))]
    pub fn place_under(self, _: f64) -> Option<usize> {
        None
    }
}

/// Lets a grip hear of its pointer wherever that goes.
#[cfg(feature = "hydrate")]
pub(super) fn capture(event: &leptos::ev::PointerEvent) {
    use wasm_bindgen::JsCast;
    let grip = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(grip) = grip {
        _ = grip.set_pointer_capture(event.pointer_id());
    }
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn capture(_: &leptos::ev::PointerEvent) {}
