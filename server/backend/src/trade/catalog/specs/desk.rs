//! Specifications as the market's own people keep them: at the desk, or from a file.

use super::{define, definitions_for, wait_for_others};
use crate::{
    Ctx,
    ctx::Tx,
    failure::{Failure, Refusal, denied, invalid, violates},
    trade::catalog::category::categories,
};
use longtail::{
    actor::Actor,
    id::{CategoryId, SpecId},
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::catalog::{
        AskedSpec, Category, CategorySpecs, DefinitionForm, InheritedSpec, OwnSpec, SpecDefinition,
        SpecKind, SpecificationsPage, category_tree,
    },
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The category tree, and what the chosen category asks; with an empty slug, none is chosen.
///
/// # Errors
/// Not found for all but staff, and for a category that is none.
pub async fn specifications_page(
    ctx: &Ctx,
    actor: &Actor,
    category: &str,
) -> Result<SpecificationsPage, Failure<Refusal>> {
    permit(actor, Action::ManageSpecifications).map_err(denied)?;
    let tree = categories(ctx).await?;
    let chosen = match category {
        "" => None,
        slug => Some(category_specs(ctx, &tree, slug).await?),
    };
    Ok(SpecificationsPage {
        categories: category_tree(&tree),
        chosen,
    })
}

async fn category_specs(
    ctx: &Ctx,
    tree: &[Category],
    slug: &str,
) -> Result<CategorySpecs, Failure<Refusal>> {
    let of = named(tree, slug).ok_or(Failure::NotFound)?;
    let asked = definitions_for(&ctx.db, of.id).await?;
    let ids: Vec<Uuid> = asked.iter().map(|definition| definition.id.0).collect();
    let counted = sqlx::query!(
        r#"select definition_id, count(*) as "answers!" from listing_specs
           where definition_id = any($1) group by definition_id"#,
        &ids,
    )
    .fetch_all(&ctx.db)
    .await?;
    let answers: HashMap<Uuid, u64> = counted
        .into_iter()
        .map(|row| (row.definition_id, row.answers.unsigned_abs()))
        .collect();
    let (own, above): (Vec<_>, Vec<_>) = asked
        .into_iter()
        .partition(|definition| definition.category == of.id);
    let inherited = above.into_iter().filter_map(|definition| {
        let from = tree.iter().find(|c| c.id == definition.category)?;
        Some(InheritedSpec {
            from_slug: from.slug.clone(),
            from_name: from.name.clone(),
            definition,
        })
    });
    Ok(CategorySpecs {
        slug: of.slug.clone(),
        name: of.name.clone(),
        inherited: inherited.collect(),
        own: own
            .into_iter()
            .map(|definition| OwnSpec {
                answers: answers.get(&definition.id.0).copied().unwrap_or_default(),
                definition,
            })
            .collect(),
    })
}

fn named<'a>(tree: &'a [Category], slug: &str) -> Option<&'a Category> {
    tree.iter().find(|category| category.slug == slug)
}

/// Adds what a category asks, or changes it.
///
/// # Errors
/// Fields that cannot be taken: a key that is there already, here, above or below; another kind
/// than goods have answered; without a choice that goods have chosen. Not found for all but staff,
/// for a category that is none, and for a change of what is not there.
pub async fn save_specification(
    ctx: &Ctx,
    actor: &Actor,
    form: &DefinitionForm,
) -> Result<SpecId, Failure<Refusal>> {
    permit(actor, Action::ManageSpecifications).map_err(denied)?;
    let tree = categories(ctx).await?;
    let category = named(&tree, &form.category).ok_or(Failure::NotFound)?.id;
    let asked = form.read().map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    wait_for_others(&mut tx).await?;
    let own = own_definitions(&mut tx, category).await?;
    let there = own.iter().find(|own| own.key == asked.key);
    let position = match (there, form.is_change()) {
        (Some(there), true) => there.position,
        (None, false) => own.last().map_or(0, |last| last.position.saturating_add(1)),
        (None, true) => return Err(Failure::NotFound),
        (Some(_), false) => {
            return Err(invalid(FieldIssues::one("key", FieldIssue::AlreadyTaken)));
        }
    };
    let definition = SpecDefinition {
        id: tx.new_id(),
        category,
        key: asked.key,
        name: asked.name,
        kind: asked.kind,
        facet: asked.facet,
        position,
    };
    let id = keep(&mut tx, &definition).await?;
    tx.commit().await?;
    ctx.search.forget_tree();
    Ok(id)
}

/// Takes away what a category asks, where no listing answers it.
///
/// # Errors
/// The field `key` while listings answer. Not found for all but staff, and for what is not there.
pub async fn remove_specification(
    ctx: &Ctx,
    actor: &Actor,
    category: &str,
    key: &str,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::ManageSpecifications).map_err(denied)?;
    let id = sqlx::query_scalar!(
        "select d.id from spec_definitions d join categories c on c.id = d.category_id
         where c.slug = $1 and d.key = $2",
        category,
        key,
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let removed = sqlx::query!(
        "delete from spec_definitions d where d.id = $1
         and not exists (select 1 from listing_specs s where s.definition_id = d.id)",
        id,
    )
    .execute(&ctx.db)
    .await;
    let is_used = match removed {
        Ok(done) => done.rows_affected() == 0,
        Err(error) if violates(&error, "listing_specs_definition_of_kind") => true,
        Err(error) => return Err(error.into()),
    };
    if is_used {
        let text = Bilingual::new(
            "Listings answer it. It can be removed when none does.",
            "已有商品填写了该参数，没有商品填写时才能删除。",
        );
        return Err(invalid(FieldIssues::one("key", FieldIssue::Other { text })));
    }
    ctx.search.forget_tree();
    Ok(())
}

/// What came of a file. With a trouble, nothing of it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// By the place in the file, from 0.
    pub troubles: Vec<(usize, FieldIssues)>,
}

/// Takes in what a file asks, all of it or nothing, in the file's order. What is there under the
/// same key of the same category is changed; what the file does not name stays.
///
/// # Errors
/// Not found for all but staff and the command line. What cannot be taken is no error, but told.
pub async fn import_specifications(
    ctx: &Ctx,
    actor: &Actor,
    asked: &[AskedSpec],
    dry_run: bool,
) -> Result<Imported, Failure<Refusal>> {
    permit(actor, Action::ManageSpecifications).map_err(denied)?;
    let tree = categories(ctx).await?;
    let mut tx = ctx.transaction().await?;
    wait_for_others(&mut tx).await?;
    let mut imported = Imported::default();
    let mut seen = BTreeSet::new();
    for (at, spec) in asked.iter().enumerate() {
        if !seen.insert((&spec.category, &spec.key)) {
            let text = Bilingual::new("the file asks it twice", "文件中重复");
            let issue = FieldIssue::Other { text };
            let trouble = FieldIssues::one("key", issue);
            imported.troubles.push((at, trouble));
            continue;
        }
        match take(&mut tx, &tree, spec, at).await {
            Ok(Taken::New) => imported.new += 1,
            Ok(Taken::Changed) => imported.changed += 1,
            Ok(Taken::Unchanged) => imported.unchanged += 1,
            Err(Failure::Invalid(issues)) => imported.troubles.push((at, issues)),
            Err(other) => return Err(other),
        }
    }
    if imported.troubles.is_empty() && !dry_run {
        tx.commit().await?;
        ctx.search.forget_tree();
    }
    Ok(imported)
}

enum Taken {
    New,
    Changed,
    Unchanged,
}

async fn take(
    tx: &mut Tx,
    tree: &[Category],
    spec: &AskedSpec,
    at: usize,
) -> Result<Taken, Failure<Refusal>> {
    let Some(category) = named(tree, &spec.category) else {
        let text = Bilingual::new(
            format!(
                "there is no category “{}”; bring it in first, or take its name from its address",
                spec.category
            ),
            format!("没有名为“{}”的分类，请先导入", spec.category),
        );
        let issue = FieldIssue::Other { text };
        return Err(invalid(FieldIssues::one("category", issue)));
    };
    let own = own_definitions(tx, category.id).await?;
    let there = own.into_iter().find(|own| own.key == spec.key);
    let definition = SpecDefinition {
        id: match &there {
            Some(there) => there.id,
            None => tx.new_id(),
        },
        category: category.id,
        key: spec.key.clone(),
        name: spec.name.clone(),
        kind: spec.kind.clone(),
        facet: spec.facet,
        position: i32::try_from(at).unwrap_or(i32::MAX),
    };
    if there.as_ref() == Some(&definition) {
        return Ok(Taken::Unchanged);
    }
    keep(tx, &definition).await?;
    Ok(match there {
        Some(_) => Taken::Changed,
        None => Taken::New,
    })
}

/// What a category asks itself, in its order.
async fn own_definitions(
    tx: &mut Tx,
    category: CategoryId,
) -> Result<Vec<SpecDefinition>, Failure<Refusal>> {
    let mut asked = definitions_for(tx.sql(), category).await?;
    asked.retain(|definition| definition.category == category);
    Ok(asked)
}

/// Writes a definition, unless it leaves out a choice that goods have chosen.
async fn keep(tx: &mut Tx, definition: &SpecDefinition) -> Result<SpecId, Failure<Refusal>> {
    if let SpecKind::Choice { choices } = &definition.kind {
        let keys: Vec<String> = choices.iter().map(|choice| choice.key.clone()).collect();
        let lost = sqlx::query!(
            r#"select s.choice as "choice!", count(*) as "listings!"
               from listing_specs s join spec_definitions d on d.id = s.definition_id
               where d.category_id = $1 and d.key = $2 and s.choice <> all($3)
               group by s.choice order by s.choice limit 1"#,
            definition.category.0,
            definition.key,
            &keys,
        )
        .fetch_optional(tx.sql())
        .await?;
        if let Some(lost) = lost {
            let (choice, count) = (lost.choice, lost.listings);
            let text = Bilingual::new(
                format!(
                    "“{choice}” must stay in the list: it is what {count} of the listings answer."
                ),
                format!("“{choice}”必须保留：有 {count} 件商品选择了它。"),
            );
            let issue = FieldIssue::Other { text };
            return Err(invalid(FieldIssues::one("choices", issue)));
        }
    }
    define(tx, definition).await
}
