//! Saves a count while it is typed: what was changed goes to the server soon after the last key,
//! and at once when a cell is left or a block was pasted.

#[cfg(feature = "hydrate")]
mod browser;

use super::api::SaveCount;
use leptos::{html, prelude::*};
use longtail::{
    id::{StockCountId, VariantId},
    trade::stock::count::{CountRow, Counted},
};
use std::collections::BTreeMap;

/// How far it has come, for whoever types.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser's"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    #[default]
    Nothing,
    Saving,
    Saved,
    /// The numbers are still in their fields, and are sent again with the next change.
    NotSaved,
}

/// A copy for each that listens.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser's"))]
#[derive(Clone, Copy)]
pub struct Autosave {
    pub state: RwSignal<Keeping>,
    /// The lines as the server has them.
    pub lines: RwSignal<BTreeMap<VariantId, Option<Counted>>>,
    table: NodeRef<html::Table>,
    save: ServerAction<SaveCount>,
    of: StoredValue<(String, StockCountId)>,
    #[cfg(feature = "hydrate")]
    under_way: StoredValue<browser::UnderWay>,
}

impl Autosave {
    pub fn new(
        shop: String,
        count: StockCountId,
        table: NodeRef<html::Table>,
        rows: &[CountRow],
    ) -> Self {
        let lines = rows.iter().map(|row| (row.variant, row.counted)).collect();
        let autosave = Self {
            state: RwSignal::new(Keeping::default()),
            lines: RwSignal::new(lines),
            table,
            save: ServerAction::new(),
            of: StoredValue::new((shop, count)),
            #[cfg(feature = "hydrate")]
            under_way: StoredValue::new(browser::UnderWay::default()),
        };
        autosave.follow();
        autosave
    }
}

/// The server draws the page and saves what the form sends.
#[cfg(not(feature = "hydrate"))]
impl Autosave {
    fn follow(self) {}
    pub fn soon(self) {}
    pub fn now(self) {}
}
