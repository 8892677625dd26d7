//! What the offered variants of listings are called: the words of their options, and their codes.

use super::generation::Fields;
use crate::failure::Incident;
use longtail::trade::{
    catalog::Axis,
    search::{
        ListingCard,
        variants::{NamedVariant, Naming, code_terms},
    },
};
use sqlx::{PgPool, types::Json};
use std::collections::{BTreeSet, HashMap};
use tantivy::TantivyDocument;
use uuid::Uuid;

/// What a listing's offered variants are called, each name once.
#[derive(Clone, Debug, Default)]
pub struct Names {
    options: BTreeSet<String>,
    codes: BTreeSet<String>,
}

impl Names {
    fn of(axes: &[Axis], offered: &[NamedVariant]) -> Self {
        let mut names = Self::default();
        for variant in offered {
            let chosen = axes.iter().zip(&variant.choice);
            for value in chosen.filter_map(|(axis, value)| axis.values.get(usize::from(*value))) {
                let labels = [&value.label.en, &value.label.zh].into_iter();
                let written = labels.filter(|label| !label.is_empty());
                names.options.extend(written.cloned());
            }
            names.codes.extend(code_terms(&variant.sku));
            names.codes.extend(code_terms(&variant.barcode));
        }
        names
    }

    pub fn write(&self, document: &mut TantivyDocument, fields: &Fields) {
        for words in &self.options {
            document.add_text(fields.options, words);
        }
        for code in &self.codes {
            document.add_text(fields.codes, code);
        }
    }
}

/// What the offered variants of these listings are called.
pub async fn load_names(db: &PgPool, listings: &[Uuid]) -> Result<HashMap<Uuid, Names>, Incident> {
    let axes = load_axes(db, listings).await?;
    let offered = load_offered(db, listings).await?;
    let names = offered.iter().map(|(listing, offered)| {
        let axes = axes.get(listing).map(Vec::as_slice).unwrap_or_default();
        (*listing, Names::of(axes, offered))
    });
    Ok(names.collect())
}

/// The axes of those listings that have some.
async fn load_axes(db: &PgPool, listings: &[Uuid]) -> Result<HashMap<Uuid, Vec<Axis>>, Incident> {
    let rows = sqlx::query!(
        r#"select id, axes as "axes: Json<Vec<Axis>>" from listings
           where id = any($1) and axes <> '[]'"#,
        listings,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.axes.0)).collect())
}

async fn load_offered(
    db: &PgPool,
    listings: &[Uuid],
) -> Result<HashMap<Uuid, Vec<NamedVariant>>, Incident> {
    let rows = sqlx::query!(
        "select listing_id, choice, sku, barcode from variants
         where offered and listing_id = any($1)",
        listings,
    )
    .fetch_all(db)
    .await?;
    let mut offered: HashMap<Uuid, Vec<NamedVariant>> = HashMap::new();
    for row in rows {
        let choice = row.choice.into_iter();
        let of = offered.entry(row.listing_id).or_default();
        of.push(NamedVariant {
            choice: choice
                .map(|value| u16::try_from(value).unwrap_or_default())
                .collect(),
            sku: row.sku,
            barcode: row.barcode,
        });
    }
    Ok(offered)
}

/// Lets cards lead to the variant that a query means, where that is one only.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn point(
    db: &PgPool,
    query: &str,
    mut cards: Vec<&mut ListingCard>,
) -> Result<(), Incident> {
    if query.is_empty() || cards.is_empty() {
        return Ok(());
    }
    let naming = Naming::of(query);
    let listings: Vec<Uuid> = cards.iter().map(|card| card.id.0).collect();
    let mut axes = load_axes(db, &listings).await?;
    axes.retain(|_, axes| naming.may_mean(axes));
    if axes.is_empty() {
        return Ok(());
    }
    let listings: Vec<Uuid> = axes.keys().copied().collect();
    let offered = load_offered(db, &listings).await?;
    for card in &mut cards {
        if let (Some(axes), Some(offered)) = (axes.get(&card.id.0), offered.get(&card.id.0))
            && let Some(choice) = naming.meant(axes, offered)
        {
            card.choice.clone_from(choice);
        }
    }
    Ok(())
}
