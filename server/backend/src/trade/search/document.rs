//! What the index is told of a listing.

use super::{
    generation::Fields,
    keys::shop_key,
    specs::{Answers, load_answers},
    tree::{CategoryTree, category_key},
    variants::{Names, load_names},
};
use crate::{ctx::Ctx, failure::Incident, trade::price::offers_of};
use longtail::{
    id::{CategoryId, ListingId, ShopId},
    trade::{price::unit_now, shipping::region::HOME},
};
use tantivy::TantivyDocument;
use uuid::Uuid;

/// A listing that can be found, as the database has it now.
pub struct Findable {
    pub id: ListingId,
    pub titles: [String; 2],
    pub descriptions: [String; 2],
    pub category: CategoryId,
    pub shop_names: [String; 2],
    pub shop_slug: String,
    pub mall: bool,
    pub postage_free: bool,
    /// At the shop's offer.
    pub lowest_minor: i64,
    pub sold: u64,
    pub published_micros: i64,
    pub in_stock: bool,
    pub answers: Answers,
    /// Of the variants that are offered.
    pub names: Names,
}

/// Those of the listings that can be found: live, in an open shop, offering something.
pub async fn load(ctx: &Ctx, listings: &[Uuid]) -> Result<Vec<Findable>, Incident> {
    let db = &ctx.db;
    let rows = sqlx::query!(
        r#"select l.id, l.title_en, l.title_zh, l.description_en, l.description_zh,
                  l.category_id, l.shop_id, l.sold_count, l.published_at as "published_at!",
                  s.name_en, s.name_zh, s.slug as shop_slug, s.tier = 'mall' as "mall!",
                  case when t.id is null
                       then s.postage_base_minor = 0 and s.postage_extra_item_minor = 0
                       else coalesce(z.first_minor = 0 and z.next_minor = 0, false) end as "postage_free!",
                  case when t.id is null then s.postage_free_over_minor else z.free_from_minor end
                      as "postage_free_from?",
                  f.lowest_minor as "lowest_minor!", f.in_stock as "in_stock!"
           from shelf f
           join listings l on l.id = f.listing_id
           join shops s on s.id = l.shop_id
           left join postage_templates t on t.id = coalesce(l.postage_template_id,
               (select d.id from postage_templates d where d.shop_id = s.id and d.is_default))
           left join lateral (
               select z.first_minor, z.next_minor, z.free_from_minor from postage_zones z
               where z.template_id = t.id and z.regions = '{}'
                 and ($2 = any(z.countries) or z.countries = '{}')
               order by z.countries = '{}' limit 1) z on true
           where f.listing_id = any($1)"#,
        listings,
        HOME,
    )
    .fetch_all(db)
    .await?;
    let mut answers = load_answers(db, listings).await?;
    let mut names = load_names(db, listings).await?;
    let mut shops: Vec<ShopId> = rows.iter().map(|row| ShopId(row.shop_id)).collect();
    shops.dedup();
    let (mut connection, now) = (db.acquire().await?, ctx.now());
    let offers = offers_of(&mut connection, &shops, now).await?;
    let at_offer =
        |shop, listing, list| unit_now(&offers, (ShopId(shop), ListingId(listing)), list, now);
    Ok(rows
        .into_iter()
        .map(|row| {
            let lowest_minor = at_offer(row.shop_id, row.id, row.lowest_minor);
            let free_from = row.postage_free_from;
            Findable {
                id: ListingId(row.id),
                titles: [row.title_en, row.title_zh],
                descriptions: [row.description_en, row.description_zh],
                category: CategoryId(row.category_id),
                shop_names: [row.name_en, row.name_zh],
                shop_slug: row.shop_slug,
                mall: row.mall,
                // Postage asks what goods cost at the shop's offers.
                postage_free: row.postage_free
                    || free_from.is_some_and(|from| lowest_minor >= from),
                lowest_minor,
                sold: u64::try_from(row.sold_count).unwrap_or_default(),
                published_micros: row.published_at.timestamp_micros(),
                in_stock: row.in_stock,
                answers: answers.remove(&row.id).unwrap_or_default(),
                names: names.remove(&row.id).unwrap_or_default(),
            }
        })
        .collect())
}

impl Findable {
    /// As a document of the index.
    pub fn document(&self, fields: &Fields, tree: &CategoryTree) -> TantivyDocument {
        let mut doc = TantivyDocument::default();
        let (high, low) = self.id.0.as_u64_pair();
        doc.add_text(fields.id, id_term(self.id));
        doc.add_u64(fields.id_high, high);
        doc.add_u64(fields.id_low, low);
        for title in &self.titles {
            doc.add_text(fields.title, title);
            doc.add_text(fields.title_pairs, title);
        }
        for description in &self.descriptions {
            doc.add_text(fields.description, description);
        }
        for name in &self.shop_names {
            doc.add_text(fields.shop_name, name);
        }
        for node in tree.trail(self.category) {
            doc.add_u64(fields.categories, category_key(node.id));
            doc.add_text(fields.category_name, &node.name.en);
            doc.add_text(fields.category_name, &node.name.zh);
        }
        doc.add_u64(fields.shop, shop_key(&self.shop_slug));
        doc.add_bool(fields.mall, self.mall);
        doc.add_bool(fields.postage_free, self.postage_free);
        doc.add_i64(fields.price, self.lowest_minor);
        doc.add_u64(fields.sold, self.sold);
        doc.add_i64(fields.published, self.published_micros);
        doc.add_bool(fields.in_stock, self.in_stock);
        self.answers.write(&mut doc, fields);
        self.names.write(&mut doc, fields);
        doc
    }
}

/// How a listing's id is written into the index.
pub fn id_term(id: ListingId) -> String {
    id.0.simple().to_string()
}
