//! What is written of a listing, read a page of listings at a time.

use crate::{
    Ctx,
    failure::{Incident, stored},
    trade::catalog::{read::choice_from, specs},
};
use longtail::{
    id::{CategoryId, ListingId, MediaId, ShopId, SpecId},
    money::{Currency, Money},
    text::{Bilingual, Lang},
    trade::catalog::{Axis, Category, Choice, ListingStage, SpecData, SpecDefinition, SpecValue},
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Listings read at once.
const PAGE: i64 = 200;

/// One listing with all that is written of it.
pub struct Goods {
    pub slug: String,
    pub stage: ListingStage,
    pub category_slug: String,
    /// From the top of the tree down.
    pub category_path: Vec<Bilingual>,
    pub title: Bilingual,
    pub description: Bilingual,
    pub axes: Vec<Axis>,
    pub variants: Vec<GoodsVariant>,
    /// Addresses.
    pub pictures: Vec<String>,
    /// Addresses of the axes' values' pictures.
    pub media: HashMap<MediaId, String>,
    pub specs: Vec<(SpecDefinition, SpecValue)>,
    /// The name of the template by which it is sent; empty for the shop's default.
    pub template: String,
}

pub struct GoodsVariant {
    pub choice: Choice,
    pub sku: String,
    pub barcode: String,
    pub price: Money,
    pub was_price: Option<Money>,
    pub picture: Option<String>,
    pub offered: bool,
    pub on_hand: u32,
    pub weight_g: Option<u32>,
    /// Length, width and height.
    pub size_cm: Option<[u32; 3]>,
}

impl Goods {
    /// The variants that are for sale; all of them where none is.
    pub fn for_sale(&self) -> Vec<&GoodsVariant> {
        let offered: Vec<&GoodsVariant> = self.variants.iter().filter(|v| v.offered).collect();
        if offered.is_empty() {
            self.variants.iter().collect()
        } else {
            offered
        }
    }

    pub fn is_live(&self) -> bool {
        self.stage == ListingStage::Live
    }

    /// The path of its category, as most formats write it.
    pub fn path(&self, lang: Lang) -> String {
        let names: Vec<&str> = self
            .category_path
            .iter()
            .map(|name| name.pick(lang))
            .collect();
        names.join(" > ")
    }

    /// What it answers to a question of its category, without a unit.
    pub fn answer(&self, key: &str, lang: Lang) -> Option<String> {
        let (definition, spec) = self.specs.iter().find(|(d, _)| d.key == key)?;
        match &spec.value {
            SpecData::Number(number) => Some(longtail::trade::catalog::number_text(*number)),
            value => definition.say(value, lang),
        }
    }

    /// Options of a variant as names and values, at most so many: what is more is put
    /// together with the last.
    pub fn options(&self, choice: &[u16], most: usize, lang: Lang) -> Vec<(String, String)> {
        let mut options: Vec<(String, String)> = Vec::new();
        for (axis, value) in self.axes.iter().zip(choice) {
            let name = axis.name.pick(lang);
            let value = axis
                .values
                .get(usize::from(*value))
                .map_or("", |v| v.label.pick(lang));
            let full = options.len() == most;
            match options.last_mut().filter(|_| full) {
                Some(last) => {
                    last.0 = format!("{} / {name}", last.0);
                    last.1 = format!("{} / {value}", last.1);
                }
                None => options.push((name.to_owned(), value.to_owned())),
            }
        }
        options
    }
}

/// Reads a shop's listings, oldest first.
pub struct Reader {
    ctx: Ctx,
    shop: ShopId,
    slug: String,
    last: Uuid,
    categories: HashMap<CategoryId, Category>,
    definitions: BTreeMap<SpecId, SpecDefinition>,
}

impl Reader {
    pub fn new(ctx: Ctx, shop: ShopId) -> Self {
        Self {
            ctx,
            shop,
            slug: String::new(),
            last: Uuid::nil(),
            categories: HashMap::new(),
            definitions: BTreeMap::new(),
        }
    }

    /// Reads what all listings share.
    pub async fn begin(&mut self) -> Result<(), Incident> {
        let db = &self.ctx.db;
        self.slug = sqlx::query_scalar!("select slug from shops where id = $1", self.shop.0)
            .fetch_one(db)
            .await?;
        let rows = sqlx::query!("select id, parent_id, slug, name_en, name_zh from categories")
            .fetch_all(db)
            .await?;
        for row in rows {
            let category = Category {
                id: CategoryId(row.id),
                parent: row.parent_id.map(CategoryId),
                slug: row.slug,
                name: Bilingual::new(row.name_en, row.name_zh),
            };
            self.categories.insert(category.id, category);
        }
        let definitions = specs::all_definitions(db).await?;
        self.definitions = definitions.into_iter().map(|d| (d.id, d)).collect();
        Ok(())
    }

    /// `https://market.example/shops/tea`
    pub fn shop_address(&self) -> String {
        format!("{}/shops/{}", self.ctx.settings.public_url, self.slug)
    }

    /// The next page; empty at the end.
    pub async fn next(&mut self) -> Result<Vec<Goods>, Incident> {
        let rows = sqlx::query!(
            r#"select l.id, l.slug, l.stage, l.category_id, l.title_en, l.title_zh,
                      l.description_en, l.description_zh, l.axes, t.name as "template?"
               from listings l left join postage_templates t on t.id = l.postage_template_id
               where l.shop_id = $1 and l.id > $2 and l.stage <> 'removed'
               order by l.id limit $3"#,
            self.shop.0,
            self.last,
            PAGE
        )
        .fetch_all(&self.ctx.db)
        .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        self.last = ids.last().copied().unwrap_or(self.last);
        let mut page = Vec::with_capacity(rows.len());
        for row in rows {
            let category = CategoryId(row.category_id);
            page.push(Goods {
                slug: row.slug,
                stage: stored("listings.stage", &row.stage)?,
                category_slug: self
                    .categories
                    .get(&category)
                    .map(|c| c.slug.clone())
                    .unwrap_or_default(),
                category_path: self.path_of(category),
                title: Bilingual::new(row.title_en, row.title_zh),
                description: Bilingual::new(row.description_en, row.description_zh),
                axes: serde_json::from_value(row.axes)?,
                variants: Vec::new(),
                pictures: Vec::new(),
                media: HashMap::new(),
                specs: Vec::new(),
                template: row.template.unwrap_or_default(),
            });
        }
        self.fill(&ids, &mut page).await?;
        Ok(page)
    }

    fn path_of(&self, category: CategoryId) -> Vec<Bilingual> {
        let mut path = Vec::new();
        let mut at = Some(category);
        while let Some(category) = at.and_then(|id| self.categories.get(&id)) {
            path.insert(0, category.name.clone());
            at = category.parent.filter(|_| path.len() < 32);
        }
        path
    }

    async fn fill(&self, ids: &[Uuid], page: &mut [Goods]) -> Result<(), Incident> {
        let places: HashMap<Uuid, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let db = &self.ctx.db;
        let pictures = sqlx::query!(
            "select listing_id, media_id from listing_pictures
             where listing_id = any($1) order by listing_id, position",
            ids
        )
        .fetch_all(db)
        .await?;
        let variants = sqlx::query!(
            r#"select v.listing_id, v.choice, v.sku, v.barcode, v.price_minor, v.was_price_minor,
                      v.media_id, v.offered, coalesce(s.on_hand, 0) as "on_hand!", v.weight_g,
                      v.length_cm, v.width_cm, v.height_cm
               from variants v left join stock_levels s on s.variant_id = v.id
               where v.listing_id = any($1) and not v.retired
               order by v.listing_id, v.position, v.id"#,
            ids
        )
        .fetch_all(db)
        .await?;
        let mut named: Vec<Uuid> = pictures.iter().map(|row| row.media_id).collect();
        named.extend(variants.iter().filter_map(|row| row.media_id));
        let values = page
            .iter()
            .flat_map(|goods| &goods.axes)
            .flat_map(|axis| &axis.values);
        named.extend(values.filter_map(|value| value.media).map(|id| id.0));
        let addresses = self.addresses(&named).await?;
        let address = |id: Uuid| addresses.get(&id).cloned();
        for row in pictures {
            let goods = &mut page[places[&row.listing_id]];
            goods.pictures.extend(address(row.media_id));
        }
        let currency: Currency = self.ctx.settings.currency;
        let side = i32::unsigned_abs;
        for row in variants {
            page[places[&row.listing_id]].variants.push(GoodsVariant {
                choice: choice_from(&row.choice),
                sku: row.sku,
                barcode: row.barcode,
                price: Money::new(row.price_minor, currency),
                was_price: row.was_price_minor.map(|minor| Money::new(minor, currency)),
                picture: row.media_id.and_then(address),
                offered: row.offered,
                on_hand: row.on_hand.unsigned_abs(),
                weight_g: row.weight_g.map(side),
                size_cm: match (row.length_cm, row.width_cm, row.height_cm) {
                    (Some(length), Some(width), Some(height)) => {
                        Some([side(length), side(width), side(height)])
                    }
                    _ => None,
                },
            });
        }
        let mut answers = specs::of_listings(db, ids).await?;
        for (goods, id) in page.iter_mut().zip(ids) {
            let answers = answers.remove(&ListingId(*id)).unwrap_or_default();
            goods.specs = answers
                .into_iter()
                .filter_map(|answer| {
                    Some((self.definitions.get(&answer.definition)?.clone(), answer))
                })
                .collect();
            let values = goods.axes.iter().flat_map(|axis| &axis.values);
            goods.media = values
                .filter_map(|value| value.media)
                .filter_map(|id| Some((id, address(id.0)?)))
                .collect();
        }
        Ok(())
    }

    /// Where pictures can be had, in their largest width.
    async fn addresses(&self, media: &[Uuid]) -> Result<HashMap<Uuid, String>, Incident> {
        let rows = sqlx::query!("select id, widths from media where id = any($1)", media)
            .fetch_all(&self.ctx.db)
            .await?;
        let base = &self.ctx.settings.public_url;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let widest = row.widths.iter().max()?;
                Some((row.id, format!("{base}/media/{}/{widest}.webp", row.id)))
            })
            .collect())
    }
}
