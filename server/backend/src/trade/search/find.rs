//! The use case of looking for goods.

use super::{
    generation::Generation,
    query::{Narrowed, build, respell},
    ranking::{CategoryCounts, Found, Ranked},
    tokens::{Asked, AskedWord, read_query},
    tree::{CategoryTree, category_key},
};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal},
    trade::catalog::browse,
};
use longtail::{
    id::CategoryId,
    trade::search::{
        CategoryCount, PAGE_SIZE, Relaxed, SearchPage, SearchRequest, page_count, words_to_keep,
    },
};
use std::{collections::HashMap, sync::Arc};
use tantivy::Searcher;

/// Popular things offered where nothing was found.
const POPULAR: i64 = 12;

/// A page of what is looked for. Everybody may.
///
/// # Errors
/// *Not found* for a category that does not exist.
pub async fn find(ctx: &Ctx, request: &SearchRequest) -> Result<SearchPage, Failure<Refusal>> {
    let mut request = request.tidied();
    let tree = ctx.search.tree(&ctx.db).await?;
    let chosen = match &request.category {
        None => None,
        Some(slug) => Some(tree.by_slug(slug).ok_or(Failure::NotFound)?.id),
    };
    let outcome = match ctx.search.living() {
        Some(generation) => {
            let asked = request.clone();
            let now_micros = ctx.now().timestamp_micros();
            tokio::task::spawn_blocking(move || look(&generation, &asked, chosen, now_micros))
                .await??
        }
        // being built for the first time
        None => Outcome::default(),
    };
    let pages = page_count(outcome.found.total);
    request.page = request.page.min(pages);
    let first = (request.page - 1) as usize * PAGE_SIZE as usize;
    let shown: Vec<_> = outcome
        .found
        .ids
        .iter()
        .skip(first)
        .take(PAGE_SIZE as usize)
        .copied()
        .collect();
    let popular = if outcome.found.total == 0 {
        browse::popular(&ctx.db, POPULAR).await?
    } else {
        Vec::new()
    };
    let mut cards = browse::cards(ctx, &[shown.as_slice(), popular.as_slice()]).await?;
    let popular = cards.pop().unwrap_or_default();
    Ok(SearchPage {
        trail: chosen.map(|id| tree.links(id)).unwrap_or_default(),
        hits: cards.pop().unwrap_or_default(),
        total: outcome.found.total,
        pages,
        everywhere: outcome.everywhere,
        categories: counted(&tree, &outcome.counts, chosen),
        relaxed: outcome.relaxed,
        popular,
        request,
    })
}

/// What the index answered.
#[derive(Default)]
struct Outcome {
    found: Found,
    everywhere: u64,
    counts: HashMap<u64, u64>,
    relaxed: Option<Relaxed>,
}

/// One look into one state of the index, so that counts and hits agree.
struct Look<'a> {
    generation: &'a Generation,
    searcher: Searcher,
    narrowed: Narrowed,
    everywhere: Narrowed,
}

fn look(
    generation: &Arc<Generation>,
    request: &SearchRequest,
    chosen: Option<CategoryId>,
    now_micros: i64,
) -> Result<Outcome, Incident> {
    let everywhere = Narrowed {
        category: None,
        shop: request.shop.clone(),
        tier: request.tier.map(Into::into),
    };
    let look = Look {
        searcher: generation.reader.searcher(),
        generation,
        narrowed: Narrowed {
            category: chosen.map(category_key),
            ..everywhere.clone()
        },
        everywhere,
    };
    let words = read_query(&request.query);
    let asked: Vec<&AskedWord> = words.iter().collect();
    let (counts, total) = look.count(&asked)?;
    if total > 0 || asked.is_empty() {
        return look.outcome(&asked, (counts, total), request, now_micros, None);
    }
    let Some((words, relaxed)) = look.relax(&words)? else {
        return Ok(Outcome::default());
    };
    let asked: Vec<&AskedWord> = words.iter().collect();
    let counted = look.count(&asked)?;
    look.outcome(&asked, counted, request, now_micros, Some(relaxed))
}

impl Look<'_> {
    fn count(&self, words: &[&AskedWord]) -> Result<(HashMap<u64, u64>, u64), Incident> {
        let query = build(&self.generation.fields, words, &self.everywhere);
        Ok(self.searcher.search(&query, &CategoryCounts)?)
    }

    fn outcome(
        &self,
        words: &[&AskedWord],
        (counts, everywhere): (HashMap<u64, u64>, u64),
        request: &SearchRequest,
        now_micros: i64,
        relaxed: Option<Relaxed>,
    ) -> Result<Outcome, Incident> {
        let query = build(&self.generation.fields, words, &self.narrowed);
        let ranked = Ranked {
            sort: request.sort,
            keep: request.page as usize * PAGE_SIZE as usize,
            now_micros,
        };
        let mut found = self.searcher.search(&query, &ranked)?;
        // a page behind the end is read as the last one: everything was kept then
        let pages = page_count(found.total);
        found
            .ids
            .truncate(pages.min(request.page) as usize * PAGE_SIZE as usize);
        Ok(Outcome {
            found,
            everywhere,
            counts,
            relaxed,
        })
    }

    /// How much each word finds without the others.
    fn alone(&self, words: &[AskedWord]) -> Result<Vec<u64>, Incident> {
        words
            .iter()
            .map(|word| Ok(self.count(&[word])?.1))
            .collect()
    }

    /// Words that find something instead of those that found nothing: spelled otherwise, else
    /// fewer of them.
    fn relax(&self, words: &[AskedWord]) -> Result<Option<(Vec<AskedWord>, Relaxed)>, Incident> {
        let alone = self.alone(words)?;
        let respelled: Vec<AskedWord> = words
            .iter()
            .zip(&alone)
            .map(|(word, found)| match &word.asked {
                Asked::Word(text) if *found == 0 => {
                    respell(&self.searcher, &self.generation.fields, text).map_or_else(
                        || word.clone(),
                        |better| AskedWord {
                            typed: better.clone(),
                            asked: Asked::Word(better),
                        },
                    )
                }
                _ => word.clone(),
            })
            .collect();
        if respelled != words && self.count(&respelled.iter().collect::<Vec<_>>())?.1 > 0 {
            let to = typed(&respelled);
            return Ok(Some((respelled, Relaxed::Respelled { to })));
        }
        // a respelled word may find something where the typed one did not
        let alone = if respelled == words {
            alone
        } else {
            self.alone(&respelled)?
        };
        for keep in words_to_keep(&alone) {
            let kept: Vec<AskedWord> = keep.iter().map(|i| respelled[*i].clone()).collect();
            if self.count(&kept.iter().collect::<Vec<_>>())?.1 > 0 {
                let dropped: Vec<AskedWord> = words
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| !keep.contains(i))
                    .map(|(_, word)| word.clone())
                    .collect();
                let how = Relaxed::Dropped {
                    kept: typed(&kept),
                    dropped: typed(&dropped),
                };
                return Ok(Some((kept, how)));
            }
        }
        Ok(None)
    }
}

fn typed(words: &[AskedWord]) -> String {
    words
        .iter()
        .map(|word| word.typed.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The categories beside a list: the top ones, the chosen one's line, and what lies right
/// below it; empty ones are left out unless chosen.
fn counted(
    tree: &CategoryTree,
    counts: &HashMap<u64, u64>,
    chosen: Option<CategoryId>,
) -> Vec<CategoryCount> {
    let open: Vec<CategoryId> = chosen
        .map(|id| tree.trail(id).iter().map(|node| node.id).collect())
        .unwrap_or_default();
    tree.nodes
        .iter()
        .filter(|node| node.parent.is_none_or(|parent| open.contains(&parent)))
        .map(|node| CategoryCount {
            slug: node.slug.clone(),
            name: node.name.clone(),
            count: counts
                .get(&category_key(node.id))
                .copied()
                .unwrap_or_default(),
            depth: node.depth,
            chosen: chosen == Some(node.id),
        })
        .filter(|category| category.count > 0 || category.chosen)
        .collect()
}

#[cfg(test)]
mod tests {
    use longtail::trade::search::Sort;

    #[test]
    fn every_order_has_a_name_for_the_address() {
        for sort in [
            Sort::Relevance,
            Sort::Sales,
            Sort::Newness,
            Sort::PriceUp,
            Sort::PriceDown,
        ] {
            assert_eq!(sort.key().parse(), Ok(sort));
        }
    }
}
