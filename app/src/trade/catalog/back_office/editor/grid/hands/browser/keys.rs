//! What each key does.

use super::*;

impl Hands {
    pub fn key(self, event: &ev::KeyboardEvent) {
        let Some(place) = self.place(event.target()) else {
            return;
        };
        let control = event.ctrl_key() || event.meta_key();
        let shift = event.shift_key();
        let key = event.key();
        let done = match key.as_str() {
            "z" | "Z" if control && shift => self.done(Self::redo),
            "z" if control => self.take_back(&place),
            "y" if control => self.done(Self::redo),
            "d" if control => self.done(Self::fill_down),
            "Enter" => self.arrow(&place, if shift { Step::Up } else { Step::Down }, false),
            "F2" => {
                self.state.update_value(|state| state.editing = true);
                let end = place.input.value().encode_utf16().count() as u32;
                place.input.set_selection_range(end, end).is_ok()
            }
            "Escape" => self.give_up(&place),
            "Delete" => self.clear(),
            _ => match step_of(&key, control) {
                Some(step) => self.arrow(&place, step, shift),
                None => false,
            },
        };
        if done {
            event.prevent_default();
        }
    }

    fn done(self, act: impl FnOnce(Self)) -> bool {
        act(self);
        true
    }

    /// What is being typed goes first, then the last step.
    fn take_back(self, place: &Place) -> bool {
        let before = self.state.with_value(|state| state.before.clone());
        if place.input.type_() != "checkbox" && place.input.value() != before {
            place.input.set_value(&before);
        } else {
            self.undo();
        }
        true
    }

    fn give_up(self, place: &Place) -> bool {
        let before = self.state.with_value(|state| state.before.clone());
        if place.input.type_() != "checkbox" {
            place.input.set_value(&before);
            place.input.select();
        }
        self.state.update_value(|state| {
            state.editing = false;
            state.head = state.anchor;
        });
        self.paint();
        true
    }

    /// Empties an area; within one cell the key does what it does in any field.
    fn clear(self) -> bool {
        let area = self.area();
        if area.rows() * area.columns() == 1 {
            return false;
        }
        self.write(area.cells().map(|cell| (cell, String::new())).collect());
        true
    }

    /// Moves to another cell, or with Shift stretches the area. Within a text that is
    /// being written, left and right move the caret.
    fn arrow(self, place: &Place, step: Step, stretch: bool) -> bool {
        let sideways = matches!(
            step,
            Step::Left | Step::Right | Step::RowStart | Step::RowEnd
        );
        let editing = self.state.with_value(|state| state.editing);
        if sideways && place.input.type_() != "checkbox" {
            let from = place
                .input
                .selection_start()
                .ok()
                .flatten()
                .unwrap_or_default();
            let to = place
                .input
                .selection_end()
                .ok()
                .flatten()
                .unwrap_or_default();
            let length = place.input.value().encode_utf16().count() as u32;
            let all = from == 0 && to == length;
            let edge = match step {
                Step::Left => to == 0,
                Step::Right => from == length,
                _ => false,
            };
            if editing || !(all || (edge && !stretch)) {
                return false;
            }
        }
        let rows = self.lines_shown().len();
        if stretch {
            self.state.update_value(|state| {
                state.head = state.head.step(step, rows, self.columns);
            });
            self.paint();
        } else {
            self.go(place.cell.step(step, rows, self.columns));
        }
        true
    }
}

fn step_of(key: &str, control: bool) -> Option<Step> {
    Some(match (key, control) {
        ("ArrowUp", _) => Step::Up,
        ("ArrowDown", _) => Step::Down,
        ("ArrowLeft", _) => Step::Left,
        ("ArrowRight", _) => Step::Right,
        ("PageUp", _) => Step::PageUp,
        ("PageDown", _) => Step::PageDown,
        ("Home", true) => Step::First,
        ("End", true) => Step::Last,
        ("Home", false) => Step::RowStart,
        ("End", false) => Step::RowEnd,
        _ => return None,
    })
}
