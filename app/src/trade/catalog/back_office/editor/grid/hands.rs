//! What hands do in the grid: keys, the clipboard, choosing an area. The rules are those of
//! `longtail::trade::catalog::sheet`; what the cells hold stays in the fields of the form.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::{ev, html, prelude::*};
use longtail::trade::catalog::sheet::{Cell, Doings};

/// A copy for each that listens.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser's"))]
#[derive(Clone, Copy)]
pub struct Hands {
    pub table: NodeRef<html::Table>,
    pub can_undo: RwSignal<bool>,
    pub can_redo: RwSignal<bool>,
    /// Columns behind the one that names the line.
    columns: usize,
    /// Lines that the filter leaves.
    pub shown: RwSignal<usize>,
    /// Cells that the last step wrote, for those who listen.
    pub written: RwSignal<usize>,
    state: StoredValue<State>,
}

/// What the grid remembers between two keys.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser's"))]
#[derive(Default)]
struct State {
    doings: Doings,
    /// Where the area begins, and where it ends; among the lines shown.
    anchor: Cell,
    head: Cell,
    /// What the focused cell held when it got the focus.
    before: String,
    /// Whether arrows move within the text.
    editing: bool,
    /// The value that each axis is narrowed to.
    narrowed: Vec<Option<usize>>,
}

impl Hands {
    pub fn new(lines: usize, columns: usize) -> Self {
        Self {
            table: NodeRef::new(),
            columns,
            can_undo: RwSignal::new(false),
            can_redo: RwSignal::new(false),
            shown: RwSignal::new(lines),
            written: RwSignal::new(0),
            state: StoredValue::new(State::default()),
        }
    }
}

/// The server draws the grid and has no hands.
#[cfg(not(feature = "hydrate"))]
impl Hands {
    pub fn key(self, _: &ev::KeyboardEvent) {}
    pub fn focused(self, _: &ev::FocusEvent) {}
    pub fn changed(self, _: &ev::Event) {}
    pub fn pressed(self, _: &ev::MouseEvent) {}
    pub fn pasted(self, _: &ev::ClipboardEvent) {}
    pub fn copied(self, _: &ev::ClipboardEvent) {}
    pub fn narrow(self, _: usize, _: Option<usize>) {}
    pub fn write_all(self) {}
    pub fn fill_down_from_button(self) {}
    pub fn undo(self) {}
    pub fn redo(self) {}
}
