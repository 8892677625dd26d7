//! Finding goods: a tantivy index in process, fed from the outbox.

/// Handle to the index. Cheap to clone.
#[derive(Clone, Default)]
pub struct SearchIndex {}
