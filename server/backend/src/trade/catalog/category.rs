//! The category tree.

use crate::{
    Ctx, Failure,
    failure::{Refusal, denied, invalid},
};
use longtail::{
    actor::Actor,
    id::CategoryId,
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues, slugify},
    trade::catalog::{Category, CategoryNode},
};

/// A category as the operator, the demo market or an import writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryDraft {
    /// Finds it again.
    pub slug: String,
    pub parent: Option<CategoryId>,
    pub name: Bilingual,
    /// Among its siblings.
    pub position: i32,
}

/// Every category, siblings in the order in which they are shown.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn categories(ctx: &Ctx) -> Result<Vec<Category>, Failure<Refusal>> {
    Ok(sqlx::query!(
        "select id, parent_id, slug, name_en, name_zh from categories order by position, slug"
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| Category {
        id: CategoryId(row.id),
        parent: row.parent_id.map(CategoryId),
        slug: row.slug,
        name: Bilingual::new(row.name_en, row.name_zh),
    })
    .collect())
}

/// The whole tree.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn category_tree(ctx: &Ctx) -> Result<Vec<CategoryNode>, Failure<Refusal>> {
    Ok(longtail::trade::catalog::category_tree(
        &categories(ctx).await?,
    ))
}

/// Writes a category; one with the same slug is changed.
///
/// # Errors
/// A missing name, a slug that is none; only the market itself may.
pub async fn save_category(
    ctx: &Ctx,
    actor: &Actor,
    draft: &CategoryDraft,
) -> Result<CategoryId, Failure<Refusal>> {
    permit(actor, Action::ActForMarket).map_err(denied)?;
    if draft.slug.is_empty() || draft.slug != slugify(&draft.slug) {
        return Err(invalid(FieldIssues::one("slug", FieldIssue::NotASlug)));
    }
    if draft.name.is_empty() {
        return Err(invalid(FieldIssues::one("name_en", FieldIssue::Missing)));
    }
    let id: CategoryId = ctx.new_id();
    let row = sqlx::query!(
        "insert into categories (id, parent_id, slug, name_en, name_zh, position)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (slug) do update set
             parent_id = excluded.parent_id, name_en = excluded.name_en,
             name_zh = excluded.name_zh, position = excluded.position
         returning id",
        id.0,
        draft.parent.map(|parent| parent.0),
        draft.slug,
        draft.name.pick(longtail::text::Lang::En),
        draft.name.pick(longtail::text::Lang::Zh),
        draft.position,
    )
    .fetch_one(&ctx.db)
    .await?;
    Ok(CategoryId(row.id))
}

/// The category for goods that fit nowhere else; made when it is first needed.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn other_goods(ctx: &Ctx) -> Result<CategoryId, Failure<Refusal>> {
    let slug = "other-goods";
    if let Some(known) = categories(ctx).await?.iter().find(|c| c.slug == slug) {
        return Ok(known.id);
    }
    let draft = CategoryDraft {
        slug: slug.to_owned(),
        parent: None,
        name: Bilingual::new("Other goods", "其他商品"),
        position: 1000,
    };
    save_category(ctx, &Actor::System, &draft).await
}
