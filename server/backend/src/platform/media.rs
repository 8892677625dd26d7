//! Pictures: checked by content, kept in three widths.

use std::sync::Arc;

/// Where pictures are kept.
#[derive(Clone)]
pub struct Files {
    pub store: Arc<dyn object_store::ObjectStore>,
}
