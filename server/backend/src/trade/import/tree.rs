//! A category tree from a file: Google's taxonomy, any list of paths, or the collections of Vendure's
//! initial data.

use crate::{
    Ctx,
    failure::{Failure, denied},
    trade::catalog::category,
};
use longtail::{
    actor::Actor,
    policy::{Action, permit},
    text::slugify,
    trade::import::ImportError,
};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What became of a file of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Lines that name a category.
    pub lines: u32,
    pub created: u32,
    pub known: u32,
}

/// Adds the categories that are not there yet, found by their place and name; those that
/// are stay as they are. In one transaction.
///
/// # Errors
/// Only the market itself may. Names a collection above that is not there.
pub async fn categories(
    ctx: &Ctx,
    actor: &Actor,
    text: &str,
) -> Result<Added, Failure<ImportError>> {
    permit(actor, Action::ActForMarket).map_err(denied)?;
    let none =
        |failure: Failure<crate::failure::Refusal>| failure.map_refusal(|never| match never {});
    let stored = category::categories(ctx).await.map_err(none)?;
    let mut slugs: HashSet<String> = stored.iter().map(|c| c.slug.clone()).collect();
    let mut places: HashMap<(Option<Uuid>, String), Uuid> = stored
        .iter()
        .map(|c| ((c.parent.map(|id| id.0), c.name.en.to_lowercase()), c.id.0))
        .collect();
    let mut added = Added::default();
    let mut new = New::default();
    for path in read(text).map_err(Failure::Refused)? {
        added.lines += 1;
        let mut parent: Option<Uuid> = None;
        let mut fresh = false;
        for (depth, name) in path.iter().enumerate() {
            let place = (parent, name.to_lowercase());
            fresh = !places.contains_key(&place);
            let id = *places.entry(place).or_insert_with(|| {
                let id = ctx.new_id::<longtail::id::CategoryId>().0;
                let slug = free_slug(&mut slugs, &path[..=depth]);
                new.add(
                    id,
                    parent,
                    slug,
                    name,
                    i32::try_from(added.lines).unwrap_or(i32::MAX),
                );
                id
            });
            parent = Some(id);
        }
        if !fresh {
            added.known += 1;
        }
    }
    added.created = new.ids.len() as u32;
    let mut tx = ctx.transaction().await?;
    sqlx::query!(
        "insert into categories (id, parent_id, slug, name_en, name_zh, position)
         select c.id, c.parent, c.slug, c.name, c.name, c.position
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[])
              with ordinality as c (id, parent, slug, name, position, place) order by c.place",
        &new.ids,
        &new.parents as &[Option<Uuid>],
        &new.slugs,
        &new.names,
        &new.positions,
    )
    .execute(tx.sql())
    .await?;
    tx.commit().await?;
    Ok(added)
}

#[derive(Default)]
struct New {
    ids: Vec<Uuid>,
    parents: Vec<Option<Uuid>>,
    slugs: Vec<String>,
    names: Vec<String>,
    positions: Vec<i32>,
}

impl New {
    fn add(&mut self, id: Uuid, parent: Option<Uuid>, slug: String, name: &str, position: i32) {
        self.ids.push(id);
        self.parents.push(parent);
        self.slugs.push(slug);
        self.names.push(name.to_owned());
        self.positions.push(position);
    }
}

/// The name's slug; where it is taken, with the names above it, then with a number.
fn free_slug(taken: &mut HashSet<String>, path: &[String]) -> String {
    let mut candidates: Vec<String> = (0..path.len())
        .rev()
        .map(|from| slugify(&path[from..].join(" ")))
        .filter(|slug| !slug.is_empty())
        .collect();
    if candidates.is_empty() {
        candidates.push("category".to_owned());
    }
    let base = candidates[0].clone();
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    let free = candidates
        .into_iter()
        .chain(numbered)
        .find(|slug| !taken.contains(slug));
    let free = free.unwrap_or(base);
    taken.insert(free.clone());
    free
}

/// The paths of a file, whichever way it is written.
fn read(text: &str) -> Result<Vec<Vec<String>>, ImportError> {
    if text.trim_start().starts_with('{') {
        collections(text)
    } else {
        Ok(paths(text))
    }
}

/// What is read of Vendure's initial data.
#[derive(Deserialize)]
struct InitialData {
    collections: Vec<Collection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Collection {
    name: String,
    /// The collection above it, which comes before it.
    parent_name: Option<String>,
}

fn collections(text: &str) -> Result<Vec<Vec<String>>, ImportError> {
    let data: InitialData =
        serde_json::from_str(text).map_err(|error| ImportError::Unreadable {
            line: error.line() as u32,
        })?;
    let mut paths: Vec<Vec<String>> = Vec::new();
    for collection in data.collections {
        let mut path = match collection.parent_name {
            None => Vec::new(),
            Some(parent) => {
                let above = paths.iter().find(|path| path.last() == Some(&parent));
                let none = ImportError::NoCategory { slug: parent };
                above.cloned().ok_or(none)?
            }
        };
        path.push(collection.name);
        paths.push(path);
    }
    Ok(paths)
}

/// The path on each line: `A > B`, `123 - A > B`, or indented below its parent with a number
/// and a span, `12 | [ 3- 4] | B`, as nested sets are written.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut open: Vec<(u32, String)> = Vec::new();
    let mut paths = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
    {
        if let Some((last, name)) = nested(line) {
            let begin = last.0;
            open.retain(|(end, _)| *end > begin);
            open.push((last.1, name.to_owned()));
            paths.push(open.iter().map(|(_, name)| name.clone()).collect());
            continue;
        }
        let path = match line.split_once(" - ") {
            Some((number, rest)) if number.trim().bytes().all(|b| b.is_ascii_digit()) => rest,
            _ => line,
        };
        let path: Vec<String> = path
            .split('>')
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        if !path.is_empty() {
            paths.push(path);
        }
    }
    paths
}

/// `12 | [ 3- 4] | Name`: its span and its name.
fn nested(line: &str) -> Option<((u32, u32), &str)> {
    let (_, rest) = line.split_once("| [")?;
    let (span, name) = rest.split_once("] |")?;
    let (begin, end) = span.split_once('-')?;
    Some((
        (begin.trim().parse().ok()?, end.trim().parse().ok()?),
        name.trim(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_writing_a_tree_is_read() {
        let nested = "# comment\n\n 1 | [ 1- 6] | A\n  2 | [ 2- 3] | B & C\n  3 | [ 4- 5] | D\n 4 | [ 7- 8] | E\n";
        let listed = "1 - A\n2 - A > B & C\n3 - A > D\n4 - E\n";
        let expected = vec![vec!["A"], vec!["A", "B & C"], vec!["A", "D"], vec!["E"]];
        assert_eq!(paths(nested), expected);
        assert_eq!(paths(listed), expected);
    }

    #[test]
    fn vendures_collections_are_a_tree() {
        let data = r#"{"defaultZone": "Europe", "collections": [
            {"name": "A", "filters": []}, {"name": "B & C", "parentName": "A"},
            {"name": "D", "parentName": "A"}, {"name": "E"}]}"#;
        let expected = vec![vec!["A"], vec!["A", "B & C"], vec!["A", "D"], vec!["E"]];
        assert_eq!(read(data).expect("a tree"), expected);
        let lost = r#"{"collections": [{"name": "B", "parentName": "A"}]}"#;
        let no_category = ImportError::NoCategory { slug: "A".into() };
        assert_eq!(read(lost), Err(no_category));
        let cut = "{\"collections\": [\n{\"name\"";
        assert_eq!(read(cut), Err(ImportError::Unreadable { line: 2 }));
    }
}
