//! What files say of weights, sizes and templates: kept beside what their listings hold, and
//! taken back.

use crate::{ctx::Tx, failure::Incident};
use longtail::{
    id::{ListingId, TemplateId, VariantId},
    trade::shipping::postage::Measures,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What somebody says a variant weighs and measures. Where the outer `None` stands nothing is
/// said, and what is known stays; the inner one says that it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub weight_g: Option<Option<i32>>,
    /// Length, width and height.
    pub size_cm: Option<Option<[i32; 3]>>,
}

impl Told {
    /// With what another says where this one says nothing.
    pub fn or(self, other: Self) -> Self {
        Self {
            weight_g: self.weight_g.or(other.weight_g),
            size_cm: self.size_cm.or(other.size_cm),
        }
    }

    fn says_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What somebody says of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingTold {
    /// The outer `None` says nothing; the inner one: by the shop's default.
    pub template: Option<Option<TemplateId>>,
    /// In the order of its variants.
    pub variants: Vec<Told>,
}

/// What is known of a listing and its variants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub template: Option<TemplateId>,
    pub variants: BTreeMap<VariantId, Measures>,
}

/// What was known before a change and after it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub before: Known,
    pub after: Known,
}

/// What is known of a listing, which is locked.
///
/// # Errors
/// An incident when the database cannot be read.
pub(crate) async fn known(tx: &mut Tx, listing: ListingId) -> Result<Known, Incident> {
    let template = sqlx::query_scalar!(
        "select postage_template_id from listings where id = $1",
        listing.0
    )
    .fetch_optional(tx.sql())
    .await?
    .flatten();
    let rows = sqlx::query!(
        "select id, weight_g, length_cm, width_cm, height_cm from variants
         where listing_id = $1 and not retired",
        listing.0
    )
    .fetch_all(tx.sql())
    .await?;
    let variants = rows
        .into_iter()
        .map(|row| {
            let size = match (row.length_cm, row.width_cm, row.height_cm) {
                (Some(length), Some(width), Some(height)) => Some([length, width, height]),
                _ => None,
            };
            (VariantId(row.id), (row.weight_g, size))
        })
        .collect();
    Ok(Known {
        template: template.map(TemplateId),
        variants,
    })
}

/// Keeps what is said of listings that are locked and of their variants. Whether anything is
/// other than before.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn record(
    tx: &mut Tx,
    templates: &[(ListingId, Option<TemplateId>)],
    variants: &[(VariantId, Told)],
) -> Result<bool, Incident> {
    let sent = record_templates(tx, templates).await?;
    let measured = record_variants(tx, variants).await?;
    Ok(sent || measured)
}

async fn record_templates(
    tx: &mut Tx,
    lines: &[(ListingId, Option<TemplateId>)],
) -> Result<bool, Incident> {
    if lines.is_empty() {
        return Ok(false);
    }
    let listings: Vec<Uuid> = lines.iter().map(|(listing, _)| listing.0).collect();
    let templates: Vec<Option<Uuid>> = lines
        .iter()
        .map(|(_, template)| template.map(|id| id.0))
        .collect();
    // A template that is gone by now is the shop's default.
    let done = sqlx::query!(
        "update listings l
         set postage_template_id = (select t.id from postage_templates t
                                    where t.id = n.template and t.shop_id = l.shop_id)
         from unnest($1::uuid[], $2::uuid[]) as n (listing, template)
         where l.id = n.listing and l.postage_template_id is distinct from n.template",
        &listings,
        &templates as &[Option<Uuid>],
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn record_variants(tx: &mut Tx, lines: &[(VariantId, Told)]) -> Result<bool, Incident> {
    let lines: Vec<&(VariantId, Told)> = lines
        .iter()
        .filter(|(_, told)| !told.says_nothing())
        .collect();
    if lines.is_empty() {
        return Ok(false);
    }
    let ids: Vec<Uuid> = lines.iter().map(|(id, _)| id.0).collect();
    let weighed: Vec<bool> = lines
        .iter()
        .map(|(_, told)| told.weight_g.is_some())
        .collect();
    let weights: Vec<Option<i32>> = lines
        .iter()
        .map(|(_, told)| told.weight_g.flatten())
        .collect();
    let sized: Vec<bool> = lines
        .iter()
        .map(|(_, told)| told.size_cm.is_some())
        .collect();
    let side = |at: usize| -> Vec<Option<i32>> {
        lines
            .iter()
            .map(|(_, told)| told.size_cm.flatten().map(|sides| sides[at]))
            .collect()
    };
    let done = sqlx::query!(
        "update variants v
         set weight_g = case when m.weighed then m.grams else v.weight_g end,
             length_cm = case when m.sized then m.length else v.length_cm end,
             width_cm = case when m.sized then m.width else v.width_cm end,
             height_cm = case when m.sized then m.height else v.height_cm end
         from unnest($1::uuid[], $2::bool[], $3::int[], $4::bool[], $5::int[], $6::int[], $7::int[])
              as m (id, weighed, grams, sized, length, width, height)
         where v.id = m.id
           and (m.weighed and v.weight_g is distinct from m.grams
                or m.sized and (v.length_cm is distinct from m.length
                                or v.width_cm is distinct from m.width
                                or v.height_cm is distinct from m.height))",
        &ids,
        &weighed,
        &weights as &[Option<i32>],
        &sized,
        &side(0) as &[Option<i32>],
        &side(1) as &[Option<i32>],
        &side(2) as &[Option<i32>],
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps what is said of listings that this transaction has made.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn record_new(
    tx: &mut Tx,
    told: &[(ListingId, ListingTold)],
) -> Result<(), Incident> {
    let templates: Vec<(ListingId, Option<TemplateId>)> = told
        .iter()
        .filter_map(|(listing, told)| Some((*listing, told.template?)))
        .collect();
    let measured: Vec<Uuid> = told
        .iter()
        .filter(|(_, told)| told.variants.iter().any(|one| !one.says_nothing()))
        .map(|(listing, _)| listing.0)
        .collect();
    let mut made: HashMap<Uuid, Vec<VariantId>> = HashMap::new();
    if !measured.is_empty() {
        let rows = sqlx::query!(
            "select id, listing_id from variants
             where listing_id = any($1) and not retired order by listing_id, position, id",
            &measured
        )
        .fetch_all(tx.sql())
        .await?;
        for row in rows {
            made.entry(row.listing_id)
                .or_default()
                .push(VariantId(row.id));
        }
    }
    let mut variants: Vec<(VariantId, Told)> = Vec::new();
    for (listing, told) in told {
        if let Some(ids) = made.get(&listing.0) {
            variants.extend(ids.iter().copied().zip(told.variants.iter().copied()));
        }
    }
    record(tx, &templates, &variants).await?;
    Ok(())
}

/// Makes what is known of a listing again what it was before a change, but for what somebody
/// has said since. `variants`: each of those from before, with the one that it is now. Whether
/// anything is other than it was.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn restore(
    tx: &mut Tx,
    listing: ListingId,
    changed: &Changed,
    variants: &[(VariantId, VariantId)],
) -> Result<bool, Incident> {
    let now = known(tx, listing).await?;
    let (before, after) = (&changed.before, &changed.after);
    let back: Vec<(VariantId, Told)> = variants
        .iter()
        .filter_map(|(was, is)| {
            let (weight, size) = *before.variants.get(was)?;
            let touched = was == is && now.variants.get(is) != after.variants.get(is);
            let told = Told {
                weight_g: Some(weight),
                size_cm: Some(size),
            };
            (!touched).then_some((*is, told))
        })
        .collect();
    let template = (now.template == after.template).then_some((listing, before.template));
    let templates: Vec<(ListingId, Option<TemplateId>)> = template.into_iter().collect();
    record(tx, &templates, &back).await
}
