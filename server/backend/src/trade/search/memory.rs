//! What searches need besides the index, read from the database and kept for a moment.

use super::{
    SearchIndex,
    specs::{Definition, load_definitions},
    standing::{Standing, load_standing},
    synonyms::Synonyms,
    tree::{CategoryTree, load_tree},
};
use crate::{ctx::Ctx, failure::Incident};
use sqlx::PgPool;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// How long the category tree is kept: it hardly ever changes.
const TREE_FOR: Duration = Duration::from_secs(5);
/// How long shops' records are kept: they change slowly.
const STANDING_FOR: Duration = Duration::from_secs(60);

/// Something that is read again when it is older than a moment.
pub struct Memory<T>(RwLock<Option<(Instant, Arc<T>)>>);

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<T> Memory<T> {
    fn young(&self, age: Duration) -> Option<Arc<T>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = kept.as_ref()?;
        (at.elapsed() < age).then(|| value.clone())
    }

    fn keep(&self, value: T) -> Arc<T> {
        let value = Arc::new(value);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) =
            Some((Instant::now(), value.clone()));
        value
    }

    fn forget(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// All that is kept.
#[derive(Default)]
pub struct Memories {
    tree: Memory<CategoryTree>,
    synonyms: Memory<Synonyms>,
    definitions: Memory<Vec<Definition>>,
    standing: Memory<Standing>,
}

impl SearchIndex {
    /// The category tree, a few seconds old at most.
    pub(super) async fn tree(&self, db: &PgPool) -> Result<Arc<CategoryTree>, Incident> {
        match self.0.memories.tree.young(TREE_FOR) {
            Some(tree) => Ok(tree),
            None => Ok(self.0.memories.tree.keep(load_tree(db).await?)),
        }
    }

    /// The synonyms that hold in this market.
    pub(super) async fn synonyms(&self, db: &PgPool) -> Result<Arc<Synonyms>, Incident> {
        if let Some(synonyms) = self.0.memories.synonyms.young(STANDING_FOR) {
            return Ok(synonyms);
        }
        let tree = self.tree(db).await?;
        Ok(self.0.memories.synonyms.keep(Synonyms::of_market(&tree)))
    }

    /// The specifications that are facets.
    pub(super) async fn definitions(&self, db: &PgPool) -> Result<Arc<Vec<Definition>>, Incident> {
        match self.0.memories.definitions.young(TREE_FOR) {
            Some(definitions) => Ok(definitions),
            None => Ok(self
                .0
                .memories
                .definitions
                .keep(load_definitions(db).await?)),
        }
    }

    /// The open shops' names and records.
    pub(super) async fn standing(&self, ctx: &Ctx) -> Result<Arc<Standing>, Incident> {
        match self.0.memories.standing.young(STANDING_FOR) {
            Some(standing) => Ok(standing),
            None => Ok(self.0.memories.standing.keep(load_standing(ctx).await?)),
        }
    }

    /// Forgets what is kept in memory, after categories or shops have changed.
    pub fn forget_tree(&self) {
        let memories = &self.0.memories;
        memories.tree.forget();
        memories.synonyms.forget();
        memories.definitions.forget();
        memories.standing.forget();
    }
}
