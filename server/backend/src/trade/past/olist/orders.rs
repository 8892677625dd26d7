//! The orders of an export while its tables are read: one with a row that is wrong is left out whole.

use super::{ORDERS, Sheet, row::Row};
use crate::trade::import::product::Parsed;
use longtail::{
    money::Money,
    trade::{
        import::Trouble,
        past::{PastLine, PastOrder, PastPayment, PastStage, PastTimes, Source},
    },
};
use std::collections::HashMap;

/// A row of one of the files.
#[derive(Clone, Copy)]
pub struct At {
    pub file: &'static str,
    pub row: u32,
}

/// An order with all its rows.
struct Draft {
    order: PastOrder,
    rows: Vec<At>,
}

/// The orders so far.
#[derive(Default)]
pub struct Orders {
    drafts: Vec<Draft>,
    by_key: HashMap<String, usize>,
    /// Orders that are left out, with the first row that is wrong.
    held: HashMap<String, At>,
    /// What keeps a line or payment apart from the others of its order, with its row.
    seen: HashMap<(&'static str, usize, u32), u32>,
}

impl Orders {
    pub fn add(&mut self, key: &str, stage: PastStage, times: PastTimes, row: u32) {
        self.by_key.insert(key.to_owned(), self.drafts.len());
        self.drafts.push(Draft {
            order: PastOrder {
                key: key.to_owned(),
                stage,
                times,
                lines: Vec::new(),
                payments: Vec::new(),
            },
            rows: vec![At { file: ORDERS, row }],
        });
    }

    /// The row that named an order before, where one did.
    pub fn first_row(&self, key: &str) -> Option<u32> {
        self.by_key.get(key).map(|at| self.drafts[*at].rows[0].row)
    }

    /// Notes a row of an order.
    pub fn note(&mut self, order: usize, at: At) {
        self.drafts[order].rows.push(at);
    }

    pub fn lines(&mut self, order: usize) -> &mut Vec<PastLine> {
        &mut self.drafts[order].order.lines
    }

    pub fn payments(&mut self, order: usize) -> &mut Vec<PastPayment> {
        &mut self.drafts[order].order.payments
    }

    /// How many orders are left out.
    pub fn left_out(&self) -> u32 {
        self.held.len() as u32
    }

    /// Leaves an order out, because of a row.
    pub fn hold(&mut self, key: &str, file: &'static str, row: u32) {
        self.held.entry(key.to_owned()).or_insert(At { file, row });
    }

    /// Whether a row's order is left out before it was read; then the row says so.
    pub fn is_left_out(&self, row: &mut Row<'_, '_>) -> bool {
        let key = row.order;
        let held = self
            .held
            .get(key)
            .filter(|_| !self.by_key.contains_key(key));
        if let Some(at) = held {
            row.bad(None, held_back(*at));
        }
        held.is_some()
    }

    /// The order that a line or payment is of. None where there is none, which is noted.
    pub fn order_of<'b>(&self, row: &mut Row<'_, 'b>) -> Option<(&'b str, usize)> {
        let key = row.key("order_id");
        if !row.is_named() || self.is_left_out(row) {
            return None;
        }
        let at = self.by_key.get(key).copied();
        if at.is_none() {
            let order = key.to_owned();
            row.bad(Some("order_id"), Trouble::NoOrder { order });
        }
        at.map(|at| (key, at))
    }

    /// Notes that an order has two lines or two payments of one number.
    pub fn apart(&mut self, row: &mut Row<'_, '_>, file: &'static str, at: usize, position: u32) {
        if row.is_error() {
            return;
        }
        let this = row.cells.row;
        let first = *self.seen.entry((file, at, position)).or_insert(this);
        if first != this {
            row.bad(None, Trouble::SameCode { row: first });
        }
    }

    /// The orders that are whole. The rows of the others say why they are left out, and what was paid
    /// otherwise than billed is noted.
    pub(super) fn settle(&mut self, sheets: &mut [Sheet]) -> Vec<PastOrder> {
        let mut kept = Vec::new();
        for draft in std::mem::take(&mut self.drafts) {
            let order = draft.order;
            let Some(why) = self.held.get(&order.key) else {
                if order.is_paid_otherwise()
                    && let Some(parsed) = parsed_of(sheets, draft.rows[0])
                {
                    let trouble = paid_otherwise(&order);
                    parsed.issue(draft.rows[0].row, None, &order.key, false, trouble);
                }
                kept.push(order);
                continue;
            };
            for at in draft.rows {
                let parsed = parsed_of(sheets, at);
                if let Some(parsed) = parsed.filter(|parsed| !parsed.is_error(at.row)) {
                    parsed.error(at.row, None, &order.key, held_back(*why));
                }
            }
        }
        kept
    }
}

fn parsed_of(sheets: &mut [Sheet], at: At) -> Option<&mut Parsed> {
    let sheet = sheets.iter_mut().find(|sheet| sheet.name == at.file);
    sheet.map(|sheet| &mut sheet.parsed)
}

fn held_back(at: At) -> Trouble {
    Trouble::OrderHeldBack {
        file: at.file.to_owned(),
        row: at.row,
    }
}

fn paid_otherwise(order: &PastOrder) -> Trouble {
    let money = |minor| Money::new(minor, Source::Olist.currency());
    Trouble::PaidOtherwise {
        paid: money(order.paid_minor()),
        billed: money(order.billed_minor()),
    }
}
