//! One build of the index: its fields, its files, its reader and writer.

use super::{
    columns::KnownColumns,
    rerank::KnownWords,
    score::Slates,
    tokens::{PairTokenizer, WordTokenizer},
};
use crate::failure::Incident;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Warmer,
    indexer::IndexWriterOptions,
    schema::{FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions},
};
use uuid::Uuid;

/// Raised whenever fields or the way of cutting words change: older builds are then rebuilt.
const LAYOUT: &str = "v4";
/// The file that names the living generation.
const LIVING: &str = "living";
/// Memory for documents on their way into the index, in bytes.
const WRITER_MEMORY: usize = 32 * 1024 * 1024;

/// The fields of a document.
#[derive(Clone, Copy)]
pub struct Fields {
    /// The listing's id as text, to find it again when it changes.
    pub id: Field,
    /// The id in two halves, for answering and for ties.
    pub id_high: Field,
    pub id_low: Field,
    /// Kept as written too, for a second look at it.
    pub title: Field,
    /// The title's Chinese characters, singly and in pairs.
    pub title_pairs: Field,
    pub description: Field,
    /// The names of the shop, and of the category with its ancestors.
    pub shop_name: Field,
    pub category_name: Field,
    /// What the specifications say; kept as written too.
    pub specs_text: Field,
    /// What the options of the offered variants are called.
    pub options: Field,
    /// Their SKUs and barcodes, by [`longtail::trade::search::variants::code_terms`].
    pub codes: Field,
    /// The category and its ancestors, each as [`super::tree::category_key`].
    pub categories: Field,
    /// As [`super::keys::shop_key`].
    pub shop: Field,
    pub mall: Field,
    /// The lowest price of what is offered, in the currency's smallest unit.
    pub price: Field,
    pub sold: Field,
    /// Microseconds since 1970.
    pub published: Field,
    pub in_stock: Field,
    pub postage_free: Field,
    /// Chosen answers, each as [`super::keys::choice_key`].
    pub choices: Field,
    /// Numbers, each as [`super::keys::number_key`].
    pub numbers: Field,
}

impl Fields {
    fn declare() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let text = |tokenizer: &str| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(IndexRecordOption::WithFreqs),
            )
        };
        let words = text("words");
        let fields = Self {
            id: schema.add_text_field("id", STRING),
            id_high: schema.add_u64_field("id_high", FAST),
            id_low: schema.add_u64_field("id_low", FAST),
            title: schema.add_text_field("title", words.clone().set_stored()),
            title_pairs: schema.add_text_field("title_pairs", text("pairs")),
            description: schema.add_text_field("description", words.clone()),
            shop_name: schema.add_text_field("shop_name", words.clone()),
            category_name: schema.add_text_field("category_name", words.clone()),
            specs_text: schema.add_text_field("specs_text", words.clone().set_stored()),
            options: schema.add_text_field("options", words),
            codes: schema.add_text_field("codes", text("raw")),
            categories: schema.add_u64_field("categories", FAST),
            shop: schema.add_u64_field("shop", FAST),
            mall: schema.add_bool_field("mall", FAST),
            price: schema.add_i64_field("price", FAST),
            sold: schema.add_u64_field("sold", FAST),
            published: schema.add_i64_field("published", FAST),
            in_stock: schema.add_bool_field("in_stock", FAST),
            postage_free: schema.add_bool_field("postage_free", FAST),
            choices: schema.add_u64_field("choices", FAST),
            numbers: schema.add_u64_field("numbers", FAST),
        };
        (schema.build(), fields)
    }

    /// The texts that words are looked for in, and what a word says there: most in the title.
    pub fn texts(&self) -> [(Field, f32); 6] {
        [
            (self.title, 3.0),
            (self.category_name, 1.2),
            (self.shop_name, 1.0),
            (self.specs_text, 1.0),
            (self.description, 0.5),
            (self.options, 0.4),
        ]
    }

    /// The codes, and what a whole one says: as much as a word in the title.
    pub fn coded(&self) -> (Field, f32) {
        (self.codes, 3.0)
    }
}

/// One build of the index.
pub struct Generation {
    pub name: String,
    pub fields: Fields,
    pub reader: IndexReader,
    /// Of the segments that `reader` shows.
    pub columns: Arc<KnownColumns>,
    pub words: KnownWords,
    pub slates: Slates,
    index: Index,
    /// Opened with the first write, since only one process may hold it.
    writer: Mutex<Option<IndexWriter>>,
}

impl Generation {
    /// A new, empty build: below a folder, or in memory.
    pub fn create(folder: Option<&Path>, id: Uuid) -> Result<Self, Incident> {
        let (schema, fields) = Fields::declare();
        let name = format!("{LAYOUT}-{}", id.simple());
        let index = match folder {
            None => Index::create_in_ram(schema),
            Some(folder) => {
                let own = folder.join(&name);
                fs::create_dir_all(&own)?;
                Index::create_in_dir(own, schema)?
            }
        };
        Self::from_index(name, index, fields)
    }

    fn from_index(name: String, index: Index, fields: Fields) -> Result<Self, Incident> {
        index.tokenizers().register("words", WordTokenizer);
        index.tokenizers().register("pairs", PairTokenizer);
        let columns: Arc<KnownColumns> = Arc::default();
        let warmer: Arc<dyn Warmer> = columns.clone();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::OnCommitWithDelay)
            .warmers(vec![Arc::downgrade(&warmer)])
            .try_into()?;
        Ok(Self {
            name,
            fields,
            reader,
            columns,
            words: KnownWords::default(),
            slates: Slates::default(),
            index,
            writer: Mutex::new(None),
        })
    }

    /// The name under which the outbox keeps this build's place.
    pub fn outbox_reader(&self) -> String {
        format!("search:{}", self.name)
    }

    /// Lets go of the right to write, so that another process can take it.
    pub fn close_writer(&self) {
        self.writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    /// Lets `work` add and delete, then commits and shows the result to searches.
    pub fn write(
        &self,
        work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), Incident> {
        let mut slot = self
            .writer
            .lock()
            .map_err(|_| Incident::new("an earlier write to the search index panicked"))?;
        if slot.is_none() {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(1)
                .memory_budget_per_thread(WRITER_MEMORY)
                .build();
            *slot = Some(self.index.writer_with_options::<TantivyDocument>(options)?);
        }
        if let Some(writer) = slot.as_mut() {
            let done = work(writer).and_then(|()| writer.commit().map(drop));
            if let Err(error) = done {
                // a writer that failed once may be unusable: the next write opens another
                *slot = None;
                return Err(error.into());
            }
        }
        self.reader.reload()?;
        Ok(())
    }
}

/// Opens the generation that a folder names as living, where it is there and of our layout.
pub fn living(folder: &Path) -> Result<Option<Generation>, Incident> {
    let Some(name) = living_name(folder) else {
        return Ok(None);
    };
    if !name.starts_with(&format!("{LAYOUT}-")) {
        return Ok(None);
    }
    let (schema, fields) = Fields::declare();
    match Index::open_in_dir(folder.join(&name)) {
        Ok(index) if index.schema() == schema => {
            Generation::from_index(name, index, fields).map(Some)
        }
        Ok(_) => Ok(None),
        Err(error) => {
            tracing::warn!(%error, "the search index cannot be opened and will be built again");
            Ok(None)
        }
    }
}

/// Which generation a folder names as living.
pub fn living_name(folder: &Path) -> Option<String> {
    let name = fs::read_to_string(folder.join(LIVING)).ok()?;
    let name = name.trim();
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && !name.is_empty()).then(|| name.to_owned())
}

/// Names a generation as living, and clears away what was left by others.
pub fn declare_living(folder: &Path, name: &str) -> Result<(), Incident> {
    let next = folder.join("living.next");
    fs::write(&next, name)?;
    fs::rename(next, folder.join(LIVING))?;
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        let old = path.is_dir() && path.file_name().is_some_and(|n| n != name);
        if old && let Err(error) = fs::remove_dir_all(&path) {
            tracing::warn!(%error, path = %path.display(), "an old search index stays behind");
        }
    }
    Ok(())
}
