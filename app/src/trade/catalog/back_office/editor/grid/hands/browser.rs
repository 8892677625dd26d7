//! The hands in the browser: finding cells, writing them as steps, mouse and clipboard.

mod keys;

use super::*;
use leptos::wasm_bindgen::JsCast;
use longtail::trade::catalog::sheet::{
    Area, Step, Written, paste, read_block, says_yes, write_block,
};
use web_sys::{
    Element, EventTarget, HtmlInputElement, HtmlSelectElement, HtmlTableRowElement, NodeList,
};

/// Where a field stands: its line among those shown, and its column.
struct Place {
    cell: Cell,
    input: HtmlInputElement,
}

impl Hands {
    fn lines(self) -> Vec<HtmlTableRowElement> {
        let Some(body) = self
            .table
            .get_untracked()
            .and_then(|table| table.query_selector("tbody").ok()?)
        else {
            return Vec::new();
        };
        let rows = body.children();
        (0..rows.length())
            .filter_map(|n| rows.item(n)?.dyn_into().ok())
            .collect()
    }

    fn lines_shown(self) -> Vec<HtmlTableRowElement> {
        let mut lines = self.lines();
        lines.retain(|line| !line.hidden());
        lines
    }

    fn place(self, target: Option<EventTarget>) -> Option<Place> {
        let input: HtmlInputElement = target?.dyn_into().ok()?;
        let line: HtmlTableRowElement = input.closest("tr").ok()??.dyn_into().ok()?;
        let column = (0..self.columns).find(|c| field(&line, *c).as_ref() == Some(&input))?;
        let row = self.lines_shown().iter().position(|other| *other == line)?;
        Some(Place {
            cell: Cell::new(row, column),
            input,
        })
    }

    fn area(self) -> Area {
        self.state
            .with_value(|state| Area::between(state.anchor, state.head))
    }

    /// Marks the area's cells, where it is more than one.
    fn paint(self) {
        let marked = self
            .table
            .get_untracked()
            .and_then(|table| table.query_selector_all("[aria-selected]").ok());
        for n in 0..marked.as_ref().map_or(0, NodeList::length) {
            let cell = marked.as_ref().and_then(|marked| marked.item(n));
            if let Some(cell) = cell.and_then(|cell| cell.dyn_into::<Element>().ok()) {
                _ = cell.remove_attribute("aria-selected");
            }
        }
        let area = self.area();
        if area.rows() * area.columns() == 1 {
            return;
        }
        let lines = self.lines_shown();
        for at in area.cells() {
            let cell = lines.get(at.row).and_then(|line| cell_of(line, at.column));
            if let Some(cell) = cell {
                _ = cell.set_attribute("aria-selected", "true");
            }
        }
    }

    fn go(self, to: Cell) {
        let lines = self.lines_shown();
        if let Some(input) = lines.get(to.row).and_then(|line| field(line, to.column)) {
            _ = input.focus();
            if input.type_() != "checkbox" {
                input.select();
            }
        }
    }

    /// Writes cells among the lines shown, as one step.
    fn write(self, cells: Vec<(Cell, String)>) {
        let lines = self.lines_shown();
        let mut step = Vec::new();
        for (cell, after) in cells {
            let Some(line) = lines.get(cell.row) else {
                continue;
            };
            let Some(input) = field(line, cell.column) else {
                continue;
            };
            let before = text(&input);
            let whole = usize::try_from(line.section_row_index()).unwrap_or_default();
            put(&input, &after);
            step.push(Written {
                cell: Cell::new(whole, cell.column),
                before,
                after: text(&input),
            });
        }
        self.written.set(step.len());
        self.note(step);
        self.remember_focused();
    }

    fn note(self, step: Vec<Written>) {
        self.state.update_value(|state| state.doings.note(step));
        self.tell();
    }

    fn tell(self) {
        let (undo, redo) = self
            .state
            .with_value(|state| (state.doings.can_undo(), state.doings.can_redo()));
        self.can_undo.set(undo);
        self.can_redo.set(redo);
    }

    /// What the focused cell holds counts from now on as what it held before.
    fn remember_focused(self) {
        let focused = document().active_element();
        if let Some(place) = self.place(focused.map(EventTarget::from)) {
            let held = text(&place.input);
            self.state.update_value(|state| state.before = held);
        }
    }

    fn put_back(self, cells: Option<Vec<(Cell, String)>>) {
        let lines = self.lines();
        for (cell, held) in cells.iter().flatten() {
            if let Some(input) = lines
                .get(cell.row)
                .and_then(|line| field(line, cell.column))
            {
                put(&input, held);
            }
        }
        self.written.set(cells.map_or(0, |cells| cells.len()));
        self.remember_focused();
        self.tell();
    }

    pub fn undo(self) {
        let cells = self.state.try_update_value(|state| state.doings.undo());
        self.put_back(cells.flatten());
    }

    pub fn redo(self) {
        let cells = self.state.try_update_value(|state| state.doings.redo());
        self.put_back(cells.flatten());
    }

    pub fn focused(self, event: &ev::FocusEvent) {
        let Some(place) = self.place(event.target()) else {
            return;
        };
        let held = text(&place.input);
        self.state.update_value(|state| {
            state.before = held;
            state.anchor = place.cell;
            state.head = place.cell;
            state.editing = false;
        });
        self.paint();
    }

    pub fn changed(self, event: &ev::Event) {
        let Some(place) = self.place(event.target()) else {
            return;
        };
        let after = text(&place.input);
        let before = if place.input.type_() == "checkbox" {
            if place.input.checked() { "" } else { "1" }.to_owned()
        } else {
            self.state.with_value(|state| state.before.clone())
        };
        let lines = self.lines_shown();
        let whole = lines
            .get(place.cell.row)
            .and_then(|line| usize::try_from(line.section_row_index()).ok())
            .unwrap_or_default();
        self.state
            .update_value(|state| state.before.clone_from(&after));
        self.note(vec![Written {
            cell: Cell::new(whole, place.cell.column),
            before,
            after,
        }]);
    }

    /// With Shift the area reaches to what is pressed.
    pub fn pressed(self, event: &ev::MouseEvent) {
        if !event.shift_key() {
            return;
        }
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("td").ok()?)
            .and_then(|cell| cell.query_selector("input").ok()?);
        if let Some(place) = self.place(target.map(EventTarget::from)) {
            event.prevent_default();
            self.state.update_value(|state| state.head = place.cell);
            self.paint();
        }
    }

    pub fn pasted(self, event: &ev::ClipboardEvent) {
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok())
            .unwrap_or_default();
        let block = read_block(&text);
        let area = self.area();
        let one_into_one =
            block.len() == 1 && block[0].len() == 1 && area.rows() * area.columns() == 1;
        if self.place(event.target()).is_none() || one_into_one {
            return;
        }
        event.prevent_default();
        self.write(paste(&block, area, self.lines_shown().len(), self.columns));
    }

    pub fn copied(self, event: &ev::ClipboardEvent) {
        let area = self.area();
        let Some(data) = event
            .clipboard_data()
            .filter(|_| area.rows() * area.columns() > 1)
        else {
            return;
        };
        let lines = self.lines_shown();
        let block: Vec<Vec<String>> = (area.top.row..=area.bottom.row)
            .filter_map(|row| lines.get(row))
            .map(|line| {
                (area.top.column..=area.bottom.column)
                    .map(|column| field(line, column).as_ref().map(text).unwrap_or_default())
                    .collect()
            })
            .collect();
        if data.set_data("text/plain", &write_block(&block)).is_ok() {
            event.prevent_default();
        }
    }

    /// Each column of the area takes what its first line holds; a single cell takes what
    /// stands above it.
    fn fill_down(self) {
        let area = self.area();
        let from = if area.rows() > 1 {
            area.top.row
        } else {
            area.top.row.saturating_sub(1)
        };
        self.fill(from, area);
    }

    /// The button has no Shift key: from a single cell it fills all lines below.
    pub fn fill_down_from_button(self) {
        let mut area = self.area();
        if area.rows() == 1 {
            area.bottom.row = self.lines_shown().len().saturating_sub(1);
        }
        self.fill(area.top.row, area);
    }

    fn fill(self, from: usize, area: Area) {
        let lines = self.lines_shown();
        let Some(first) = lines.get(from) else {
            return;
        };
        let cells = area
            .cells()
            .filter(|cell| cell.row != from)
            .filter_map(|cell| Some((cell, text(&field(first, cell.column)?))))
            .collect();
        self.write(cells);
    }

    /// Writes what stands above the grid into every line shown.
    pub fn write_all(self) {
        let typed = |name: &str| -> String {
            let found = document()
                .query_selector(&format!("#for-all [name=\"for_all[{name}]\"]"))
                .ok()
                .flatten();
            let Some(found) = found else {
                return String::new();
            };
            if let Some(input) = found.dyn_ref::<HtmlInputElement>() {
                let typed = input.value();
                input.set_value("");
                typed
            } else if let Some(select) = found.dyn_ref::<HtmlSelectElement>() {
                let chosen = select.value();
                select.set_value("");
                chosen
            } else {
                String::new()
            }
        };
        let rows = self.lines_shown().len();
        let mut cells = Vec::new();
        for (column, of) in super::super::COLUMNS.iter().enumerate() {
            let typed = typed(of.field);
            if !typed.trim().is_empty() {
                cells
                    .extend((0..rows).map(|row| (Cell::new(row, column), typed.trim().to_owned())));
            }
        }
        self.write(cells);
    }

    /// Shows only the lines with a value of an axis.
    pub fn narrow(self, axis: usize, value: Option<usize>) {
        self.state.update_value(|state| {
            if state.narrowed.len() <= axis {
                state.narrowed.resize(axis + 1, None);
            }
            state.narrowed[axis] = value;
        });
        let mut shown = 0;
        for line in self.lines() {
            let choice = line.get_attribute("data-choice").unwrap_or_default();
            let fits = self.state.with_value(|state| {
                let mut values = choice.split('.');
                state.narrowed.iter().all(|wanted| {
                    let value = values.next();
                    wanted.is_none_or(|wanted| value == Some(wanted.to_string().as_str()))
                })
            });
            line.set_hidden(!fits);
            shown += usize::from(fits);
        }
        self.state.update_value(|state| {
            state.anchor = Cell::default();
            state.head = Cell::default();
        });
        self.shown.set(shown);
        self.paint();
    }
}

fn cell_of(line: &HtmlTableRowElement, column: usize) -> Option<Element> {
    line.children().item(u32::try_from(column).ok()? + 1)
}

/// The field of a line in a column.
fn field(line: &HtmlTableRowElement, column: usize) -> Option<HtmlInputElement> {
    cell_of(line, column)?
        .query_selector("input")
        .ok()??
        .dyn_into()
        .ok()
}

fn text(input: &HtmlInputElement) -> String {
    if input.type_() == "checkbox" {
        if input.checked() { "1" } else { "" }.to_owned()
    } else {
        input.value()
    }
}

fn put(input: &HtmlInputElement, text: &str) {
    if input.type_() == "checkbox" {
        input.set_checked(says_yes(text));
    } else {
        input.set_value(text);
    }
}
