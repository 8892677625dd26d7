//! What a check has to know of the market: its categories and what they ask, what the shop
//! chose before, what an import brought before, and which pictures there are.

use super::{
    super::{
        Order,
        pictures::Look,
        product::{Parsed, Product},
    },
    import_key,
};
use crate::{
    Ctx,
    failure::{Failure, Incident},
    trade::catalog::{category, specs},
};
use longtail::{
    id::{CategoryId, ListingId, MediaId, TemplateId},
    trade::{
        catalog::{Category, ImportMark, ListingDraft, SpecDefinition, VariantDraft},
        import::{Format, ImportError, Places},
    },
};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// A listing that is in the shop already.
pub struct Known {
    pub listing: ListingId,
    /// Of what the file said of it last; empty where no such file has brought it.
    pub hash: String,
    /// Another kind of file brought it, and finds it again by the key it gave.
    foreign: bool,
}

/// What a check has to know of the market.
pub struct Market {
    pub places: Places,
    parents: HashMap<CategoryId, Option<CategoryId>>,
    slugs: HashMap<String, CategoryId>,
    definitions: Vec<SpecDefinition>,
    /// The shop's postage templates by their names.
    templates: HashMap<String, TemplateId>,
    /// Listings that the file may mean, by their key.
    pub known: HashMap<String, Known>,
    /// Pictures that the file names and the market has.
    pub media: HashSet<MediaId>,
}

impl Market {
    pub async fn load(
        ctx: &Ctx,
        order: &Order<'_>,
        format: Format,
        parsed: &Parsed,
    ) -> Result<Self, Failure<ImportError>> {
        let none =
            |failure: Failure<crate::failure::Refusal>| failure.map_refusal(|never| match never {});
        let all: Vec<Category> = category::categories(ctx).await.map_err(none)?;
        let other = match order.category {
            Some(chosen) => chosen,
            None => category::other_goods(ctx).await.map_err(none)?,
        };
        let mut chosen: BTreeMap<String, CategoryId> = sqlx::query!(
            "select said, category_id from import_places where shop_id = $1",
            order.shop.0
        )
        .fetch_all(&ctx.db)
        .await?
        .into_iter()
        .map(|row| (row.said, CategoryId(row.category_id)))
        .collect();
        let places = order.places.iter();
        chosen.extend(places.map(|(said, to)| (said.to_lowercase(), *to)));
        let templates = sqlx::query!(
            "select id, name from postage_templates where shop_id = $1",
            order.shop.0
        )
        .fetch_all(&ctx.db)
        .await?
        .into_iter()
        .map(|row| (row.name, TemplateId(row.id)))
        .collect();
        Ok(Self {
            templates,
            parents: all.iter().map(|c| (c.id, c.parent)).collect(),
            slugs: all.iter().map(|c| (c.slug.clone(), c.id)).collect(),
            places: Places::new(all, chosen, order.category, other),
            definitions: specs::all_definitions(&ctx.db).await?,
            known: known(ctx, order, format).await?,
            media: own_media(ctx, order, parsed).await?,
        })
    }

    pub fn category(&self, product: &Product) -> CategoryId {
        // Our own tables name a category by its slug.
        let by_slug = self.slugs.get(&product.said.category).copied();
        let title = product.title.pick(longtail::text::Lang::En);
        match by_slug {
            Some(id) if self.places.chosen_for(&product.said.category).is_none() => {
                self.places.whole_file().unwrap_or(id)
            }
            _ => self.places.of(&product.said, title),
        }
    }

    /// By which template a product is sent: the inner `None` is the shop's default. `None`
    /// where its file says nothing of it, or names one that the shop does not have.
    pub fn template(&self, product: &Product) -> Option<Option<TemplateId>> {
        match product.template.as_deref()? {
            "" => Some(None),
            name => self.templates.get(name).map(|id| Some(*id)),
        }
    }

    /// The definitions that hold for a category: its own and those above it.
    pub fn asked(&self, category: CategoryId) -> Vec<&SpecDefinition> {
        let mut path = vec![category];
        while let Some(parent) = path
            .last()
            .and_then(|at| self.parents.get(at))
            .copied()
            .flatten()
        {
            if path.len() > 32 {
                break;
            }
            path.push(parent);
        }
        self.definitions
            .iter()
            .filter(|d| path.contains(&d.category))
            .collect()
    }

    pub fn draft(
        &self,
        order: &Order<'_>,
        format: Format,
        product: &Product,
        hash: String,
    ) -> ListingDraft {
        let category = self.category(product);
        let asked = self.asked(category);
        let key = import_key(format, &product.key);
        let known = self.known.get(&key);
        let marked = known.is_none_or(|known| !known.foreign);
        let mut specs: Vec<_> = product
            .attributes
            .iter()
            .filter_map(|a| a.answer(&asked))
            .collect();
        specs.sort_by_key(|answer| answer.definition);
        specs.dedup_by_key(|answer| answer.definition);
        ListingDraft {
            shop: order.shop,
            listing: known.map(|known| known.listing),
            version: None,
            category,
            title: product.title.clone(),
            description: product.description.clone(),
            specs,
            axes: product.axes.clone(),
            variants: product
                .variants
                .iter()
                .map(|v| VariantDraft {
                    variant: None,
                    choice: v.choice.clone(),
                    sku: v.sku.clone(),
                    barcode: v.barcode.clone(),
                    price: v.price,
                    was_price: v.was_price,
                    picture: None,
                    offered: v.offered,
                    stock: v.stock,
                })
                .collect(),
            pictures: Vec::new(),
            import: marked.then_some(ImportMark { key, hash }),
            publish: product.published && product.variants.iter().any(|v| v.offered),
        }
    }
}

/// What an import of this kind brought before, by the key it gave. Our own table calls every
/// listing of the shop by its slug, whoever wrote it.
async fn known(
    ctx: &Ctx,
    order: &Order<'_>,
    format: Format,
) -> Result<HashMap<String, Known>, Incident> {
    let prefix = import_key(format, "");
    Ok(sqlx::query!(
        r#"select id, import_hash, import_key is not null as "marked!",
               coalesce(starts_with(import_key, $2), false) as "brought!",
               case when starts_with(import_key, $2) then import_key else $2 || slug end as "key!"
           from listings
           where shop_id = $1
             and (starts_with(import_key, $2) or ($3 and stage <> 'removed'))
           order by "brought!""#,
        order.shop.0,
        prefix,
        format == Format::Longtail,
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        let known = Known {
            listing: ListingId(row.id),
            hash: row.import_hash.filter(|_| row.brought).unwrap_or_default(),
            foreign: row.marked && !row.brought,
        };
        (row.key, known)
    })
    .collect())
}

async fn own_media(
    ctx: &Ctx,
    order: &Order<'_>,
    parsed: &Parsed,
) -> Result<HashSet<MediaId>, Incident> {
    let named: HashSet<Uuid> = parsed
        .products
        .iter()
        .flat_map(Product::all_pictures)
        .filter_map(|picture| match order.pictures.look(&picture.source) {
            Ok(Look::Own(id)) => Some(id.0),
            _ => None,
        })
        .collect();
    let named: Vec<Uuid> = named.into_iter().collect();
    Ok(
        sqlx::query_scalar!("select id from media where id = any($1)", &named)
            .fetch_all(&ctx.db)
            .await?
            .into_iter()
            .map(MediaId)
            .collect(),
    )
}
