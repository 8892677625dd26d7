//! Finding goods: a tantivy index in process, fed from the outbox.
//!
//! The index holds one document per listing that can be found. It is never the truth: cards
//! are loaded from the database by the ids it answers with, and it can be thrown away and
//! built again at any time. Each build is a *generation* in a folder of its own, with a place
//! in the outbox of its own, so that a new one is built beside the living one and swapped in
//! without losing an event.

mod asked;
mod asked_before;
mod buckets;
mod collect;
mod columns;
mod document;
mod facets;
mod find;
mod follow;
mod generation;
mod kept;
mod keys;
mod lists;
mod look;
mod memory;
mod rank;
mod rerank;
mod respell;
mod score;
mod specs;
mod standing;
mod suggest;
mod synonyms;
mod tokens;
mod tree;
pub mod trial;
mod variants;
mod why;

pub use asked_before::write_down;
pub use find::find;
pub use follow::{follow, prepare, rebuild, step};
pub use suggest::suggest;
pub use tree::{CategoryTree, load_tree};

use crate::failure::Incident;
use asked_before::AskedBefore;
use generation::Generation;
use kept::KeptLists;
use memory::Memories;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

/// Handle to the index. Cheap to clone. The default lives in memory, for tests.
#[derive(Clone, Default)]
pub struct SearchIndex(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// Where generations lie; none for an index in memory.
    folder: Option<PathBuf>,
    living: RwLock<Option<Arc<Generation>>>,
    /// One writer at a time: following and rebuilding exclude each other.
    writing: tokio::sync::Mutex<()>,
    memories: Memories,
    kept: KeptLists,
    asked: AskedBefore,
}

impl SearchIndex {
    /// Opens the index below a folder. Where there is none, or one of another layout, it stays
    /// empty until [`prepare`] has built it; the Chinese dictionary is loaded meanwhile.
    ///
    /// # Errors
    /// An incident when the folder cannot be used.
    pub fn open(folder: &Path) -> Result<Self, Incident> {
        std::fs::create_dir_all(folder)?;
        std::thread::spawn(tokens::warm);
        let living = generation::living(folder)?;
        Ok(Self(Arc::new(Shared {
            folder: Some(folder.to_owned()),
            living: RwLock::new(living.map(Arc::new)),
            ..Shared::default()
        })))
    }

    fn living(&self) -> Option<Arc<Generation>> {
        self.0
            .living
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Swaps another generation in; answers the one it replaces.
    fn swap(&self, next: Arc<Generation>) -> Option<Arc<Generation>> {
        self.0
            .living
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(next)
    }
}
