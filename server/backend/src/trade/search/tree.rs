//! The category tree as search needs it: ancestors of each node, and the reading order.

use crate::failure::Incident;
use longtail::{id::CategoryId, text::Bilingual, trade::search::CategoryLink};
use sqlx::PgPool;
use std::collections::HashMap;

/// A category in its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub id: CategoryId,
    pub parent: Option<CategoryId>,
    pub slug: String,
    pub name: Bilingual,
    pub depth: u32,
}

/// All categories, each followed by those below it.
#[derive(Debug, Default)]
pub struct CategoryTree {
    pub nodes: Vec<Node>,
    place: HashMap<CategoryId, usize>,
}

impl CategoryTree {
    /// Puts nodes in their reading order, from those right below each.
    pub fn of(mut below: HashMap<Option<CategoryId>, Vec<Node>>) -> Self {
        let mut tree = Self::default();
        hang(&mut tree, &mut below, None, 0);
        tree
    }

    pub fn get(&self, id: CategoryId) -> Option<&Node> {
        self.place.get(&id).and_then(|at| self.nodes.get(*at))
    }

    pub fn by_slug(&self, slug: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.slug == slug)
    }

    /// The node and its ancestors, the top one first.
    pub fn trail(&self, id: CategoryId) -> Vec<&Node> {
        let mut trail = Vec::new();
        let mut next = Some(id);
        // a ring, which the database does not forbid, ends after as many steps as there are nodes
        while let Some(node) = next.and_then(|id| self.get(id)) {
            if trail.len() > self.nodes.len() {
                break;
            }
            trail.push(node);
            next = node.parent;
        }
        trail.reverse();
        trail
    }

    pub fn links(&self, id: CategoryId) -> Vec<CategoryLink> {
        self.trail(id)
            .into_iter()
            .map(|node| CategoryLink {
                slug: node.slug.clone(),
                name: node.name.clone(),
            })
            .collect()
    }

    /// Whether a node is another, or below it.
    pub fn is_within(&self, id: CategoryId, ancestor: CategoryId) -> bool {
        self.trail(id).iter().any(|node| node.id == ancestor)
    }
}

/// A category as the index keeps it: the random half of its id.
pub fn category_key(id: CategoryId) -> u64 {
    id.0.as_u64_pair().1
}

/// # Errors
/// An incident when the database cannot be read.
pub async fn load_tree(db: &PgPool) -> Result<CategoryTree, Incident> {
    let rows = sqlx::query!(
        "select id, parent_id, slug, name_en, name_zh from categories
         order by position, name_en, id"
    )
    .fetch_all(db)
    .await?;
    let mut below: HashMap<Option<CategoryId>, Vec<Node>> = HashMap::new();
    for row in rows {
        let parent = row.parent_id.map(CategoryId);
        below.entry(parent).or_default().push(Node {
            id: CategoryId(row.id),
            parent,
            slug: row.slug,
            name: Bilingual::new(row.name_en, row.name_zh),
            depth: 0,
        });
    }
    Ok(CategoryTree::of(below))
}

fn hang(
    tree: &mut CategoryTree,
    below: &mut HashMap<Option<CategoryId>, Vec<Node>>,
    parent: Option<CategoryId>,
    depth: u32,
) {
    for mut node in below.remove(&parent).unwrap_or_default() {
        node.depth = depth;
        let id = node.id;
        tree.place.insert(id, tree.nodes.len());
        tree.nodes.push(node);
        hang(tree, below, Some(id), depth + 1);
    }
}
