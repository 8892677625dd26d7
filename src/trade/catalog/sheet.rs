//! The rules of the keyboard grid: which cell is next, what a block from a spreadsheet means,
//! what can be taken back. Rows are those that are shown, counted from the top; what a cell
//! holds is text, as typed.

/// A place in the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub row: usize,
    pub column: usize,
}

/// Where the hands want to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    RowStart,
    RowEnd,
    First,
    Last,
}

/// Rows that a page key leaps over.
const PAGE: usize = 10;

impl Cell {
    pub const fn new(row: usize, column: usize) -> Self {
        Self { row, column }
    }

    /// The cell after a step; at an edge it stays.
    #[must_use]
    pub fn step(self, step: Step, rows: usize, columns: usize) -> Self {
        let (last_row, last_column) = (rows.saturating_sub(1), columns.saturating_sub(1));
        let Self { row, column } = self;
        match step {
            Step::Up => Self::new(row.saturating_sub(1), column),
            Step::Down => Self::new((row + 1).min(last_row), column),
            Step::Left => Self::new(row, column.saturating_sub(1)),
            Step::Right => Self::new(row, (column + 1).min(last_column)),
            Step::PageUp => Self::new(row.saturating_sub(PAGE), column),
            Step::PageDown => Self::new((row + PAGE).min(last_row), column),
            Step::RowStart => Self::new(row, 0),
            Step::RowEnd => Self::new(row, last_column),
            Step::First => Self::new(0, 0),
            Step::Last => Self::new(last_row, last_column),
        }
    }
}

/// A rectangle of cells, both corners in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub top: Cell,
    pub bottom: Cell,
}

impl Area {
    /// Between two cells, whichever comes first.
    pub fn between(a: Cell, b: Cell) -> Self {
        Self {
            top: Cell::new(a.row.min(b.row), a.column.min(b.column)),
            bottom: Cell::new(a.row.max(b.row), a.column.max(b.column)),
        }
    }

    pub const fn rows(&self) -> usize {
        self.bottom.row - self.top.row + 1
    }

    pub const fn columns(&self) -> usize {
        self.bottom.column - self.top.column + 1
    }

    /// Row by row.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        (self.top.row..=self.bottom.row).flat_map(move |row| {
            (self.top.column..=self.bottom.column).map(move |column| Cell::new(row, column))
        })
    }
}

/// Reads what a spreadsheet puts on the clipboard: lines of cells parted by tabs; a cell with a
/// line end or a tab in it stands in quotes, its own quotes doubled.
pub fn read_block(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let mut rows = vec![vec![String::new()]];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else {
            break;
        };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => cell.push(other),
        }
    }
    rows
}

/// Writes a block as [`read_block`] reads it.
pub fn write_block(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        if text.contains(['\t', '\n', '"']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.clone()
        }
    };
    rows.iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join("\t"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Where a pasted block goes: repeated where the chosen area is a multiple of it, else once from
/// the area's corner. What would stand beyond the grid's edge is left out.
pub fn paste(
    block: &[Vec<String>],
    area: Area,
    rows: usize,
    columns: usize,
) -> Vec<(Cell, String)> {
    let height = block.len();
    let width = block.iter().map(Vec::len).max().unwrap_or_default();
    if height == 0 || width == 0 {
        return Vec::new();
    }
    let many = |of: usize, chosen: usize| {
        if chosen.is_multiple_of(of) {
            chosen
        } else {
            of
        }
    };
    let (tall, wide) = (many(height, area.rows()), many(width, area.columns()));
    (0..tall)
        .flat_map(|r| (0..wide).map(move |c| (r, c)))
        .filter_map(|(r, c)| {
            let cell = Cell::new(area.top.row + r, area.top.column + c);
            let text = block.get(r % height)?.get(c % width)?;
            (cell.row < rows && cell.column < columns).then(|| (cell, text.trim().to_owned()))
        })
        .collect()
}

/// What a cell held before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The row of the whole grid, so that a filter changed since does no harm.
    pub cell: Cell,
    pub before: String,
    pub after: String,
}

/// What was done to the grid since it was opened. One step may write many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doings {
    done: Vec<Vec<Written>>,
    undone: Vec<Vec<Written>>,
}

impl Doings {
    /// Notes a step that was done; what had been undone is gone. A step that changed nothing
    /// is none.
    pub fn note(&mut self, mut step: Vec<Written>) {
        step.retain(|written| written.before != written.after);
        if !step.is_empty() {
            self.done.push(step);
            self.undone.clear();
        }
    }

    /// The cells with what they held before the last step.
    pub fn undo(&mut self) -> Option<Vec<(Cell, String)>> {
        let step = self.done.pop()?;
        let back = step
            .iter()
            .rev()
            .map(|w| (w.cell, w.before.clone()))
            .collect();
        self.undone.push(step);
        Some(back)
    }

    /// The cells with what the step taken back had written.
    pub fn redo(&mut self) -> Option<Vec<(Cell, String)>> {
        let step = self.undone.pop()?;
        let again = step.iter().map(|w| (w.cell, w.after.clone())).collect();
        self.done.push(step);
        Some(again)
    }

    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

/// Whether a cell of the column *offered* says yes, as spreadsheets and people write it.
pub fn says_yes(text: &str) -> bool {
    let plain = text.trim().to_lowercase();
    matches!(
        plain.as_str(),
        "1" | "yes" | "y" | "true" | "x" | "on" | "✓" | "✔" | "是" | "有"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect()
    }

    #[test]
    fn steps_stay_within_the_grid() {
        let at = Cell::new(1, 1);
        for (step, to) in [
            (Step::Up, (0, 1)),
            (Step::Down, (2, 1)),
            (Step::Left, (1, 0)),
            (Step::Right, (1, 2)),
            (Step::PageUp, (0, 1)),
            (Step::PageDown, (4, 1)),
            (Step::RowStart, (1, 0)),
            (Step::RowEnd, (1, 3)),
            (Step::First, (0, 0)),
            (Step::Last, (4, 3)),
        ] {
            assert_eq!(at.step(step, 5, 4), Cell::new(to.0, to.1), "{step:?}");
        }
        assert_eq!(Cell::new(4, 3).step(Step::Down, 5, 4), Cell::new(4, 3));
        assert_eq!(Cell::new(0, 0).step(Step::Up, 0, 0), Cell::new(0, 0));
    }

    #[test]
    fn a_spreadsheet_s_clipboard_is_read() {
        assert_eq!(
            read_block("1\t2\r\n3\t\"4\t\"\"x\"\"\ny\"\r\n"),
            block(&[&["1", "2"], &["3", "4\t\"x\"\ny"]])
        );
        assert_eq!(read_block("12"), block(&[&["12"]]));
        assert_eq!(read_block("a\t\n\tb"), block(&[&["a", ""], &["", "b"]]));
        assert_eq!(read_block("5\" pipe"), block(&[&["5\" pipe"]]));
    }

    #[test]
    fn one_cell_fills_an_area_and_a_block_stands_once() {
        let area = Area::between(Cell::new(2, 1), Cell::new(1, 0));
        let filled = paste(&block(&[&["7"]]), area, 9, 9);
        assert_eq!(filled.len(), 4);
        assert!(filled.iter().all(|(_, text)| text == "7"));

        let wide = paste(&block(&[&["1", "2"], &["3", "4"]]), area, 2, 9);
        assert_eq!(
            wide,
            [
                (Cell::new(1, 0), "1".to_owned()),
                (Cell::new(1, 1), "2".to_owned()),
            ],
            "the second line would stand below the last row"
        );
        let three = paste(&block(&[&["1"], &["2"], &["3"]]), area, 9, 9);
        let rows: Vec<usize> = three.iter().map(|(cell, _)| cell.row).collect();
        assert_eq!(rows, [1, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn steps_are_taken_back_and_done_again() {
        let written = |row, before: &str, after: &str| Written {
            cell: Cell::new(row, 0),
            before: before.into(),
            after: after.into(),
        };
        let mut doings = Doings::default();
        doings.note(vec![written(0, "1", "1")]);
        assert!(!doings.can_undo(), "nothing was changed");
        doings.note(vec![written(0, "1", "2"), written(1, "3", "4")]);
        doings.note(vec![written(0, "2", "5")]);
        assert_eq!(doings.undo(), Some(vec![(Cell::new(0, 0), "2".into())]));
        assert_eq!(
            doings.undo(),
            Some(vec![
                (Cell::new(1, 0), "3".into()),
                (Cell::new(0, 0), "1".into())
            ])
        );
        assert_eq!(doings.undo(), None);
        assert_eq!(
            doings.redo(),
            Some(vec![
                (Cell::new(0, 0), "2".into()),
                (Cell::new(1, 0), "4".into())
            ])
        );
        doings.note(vec![written(2, "", "9")]);
        assert_eq!(doings.redo(), None, "a new step ends what could be redone");
    }

    #[test]
    fn people_say_yes_in_many_ways() {
        assert!(["1", " Yes ", "TRUE", "✓", "是"].into_iter().all(says_yes));
        assert!(!["", "0", "no", "否"].into_iter().any(says_yes));
    }

    proptest! {
        #[test]
        fn a_block_written_reads_back(
            rows in prop::collection::vec(prop::collection::vec("[a-z\"\t\n 中]{0,6}", 2), 1..5)
        ) {
            // A cell that begins with a quote is written in quotes, so nothing is lost.
            prop_assert_eq!(read_block(&format!("{}\n", write_block(&rows))), rows);
        }
    }
}
