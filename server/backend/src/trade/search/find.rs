//! The use case of looking for goods.

use super::{
    facets,
    kept::KEPT_PAGES,
    look::{Answer, Question, look},
    rank::{Order, Rank},
    standing::load_taste,
    tree::{CategoryTree, category_key},
    variants::point,
    why::whys,
};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal},
    trade::catalog::browse,
};
use longtail::{
    actor::Actor,
    id::{CategoryId, ListingId},
    trade::search::{
        CategoryCount, ListingCard, PAGE_SIZE, SearchPage, SearchRequest, Taste, page_count,
    },
};
use std::collections::HashMap;

/// Popular things offered where nothing was found.
const POPULAR: i64 = 12;

/// A page of what is looked for. Everybody may.
///
/// # Errors
/// *Not found* for a category that does not exist.
pub async fn find(
    ctx: &Ctx,
    actor: &Actor,
    request: &SearchRequest,
) -> Result<SearchPage, Failure<Refusal>> {
    let mut request = request.tidied();
    let tree = ctx.search.tree(&ctx.db).await?;
    let chosen = match &request.category {
        None => None,
        Some(slug) => Some(tree.by_slug(slug).ok_or(Failure::NotFound)?.id),
    };
    let taste = load_taste(ctx, actor).await?;
    let answer = ask(ctx, &request, chosen, taste.clone()).await?;
    let (ranks, total) = shown(ctx, &mut request, &answer);
    let (mut hits, popular) = cards(ctx, &ranks, total).await?;
    let standing = ctx.search.standing(ctx).await?;
    let definitions = ctx.search.definitions(&ctx.db).await?;
    if request.page == 1 && answer.relaxed.is_none() {
        ctx.search.0.asked.note(&request, total);
    }
    let tally = &answer.found.tally;
    let whys = whys(&hits, &ranks, &answer.words, &taste, &standing, &tree);
    // what a title does not say, a variant may
    let hints = hits.iter_mut().zip(&whys);
    let hinted = hints.filter(|(_, why)| !why.elsewhere.is_empty());
    let cards = hinted.map(|(card, _)| card).collect();
    point(&ctx.db, &request.query, cards).await?;
    Ok(SearchPage {
        trail: chosen.map(|id| tree.links(id)).unwrap_or_default(),
        whys,
        hits,
        total,
        pages: page_count(total),
        everywhere: tally.everywhere,
        categories: counted(&tree, tally.categories.iter(), chosen),
        facets: facets::facets(&request, tally, &standing, &definitions),
        currency: ctx.settings.currency,
        has_taste: !taste.is_empty(),
        relaxed: answer.relaxed,
        meant: answer.meant,
        popular,
        request,
    })
}

/// Asks the index, on a thread of its own.
async fn ask(
    ctx: &Ctx,
    request: &SearchRequest,
    chosen: Option<CategoryId>,
    taste: Taste,
) -> Result<Answer, Incident> {
    let Some(generation) = ctx.search.living() else {
        // being built for the first time
        return Ok(Answer::default());
    };
    let synonyms = ctx.search.synonyms(&ctx.db).await?;
    let order = Order {
        sort: request.sort,
        now: ctx.now().timestamp(),
        taste,
        standing: ctx.search.standing(ctx).await?,
    };
    let request = request.clone();
    tokio::task::spawn_blocking(move || {
        let question = Question {
            query: &request.query,
            synonyms: &synonyms,
            filter: facets::filter(&request, chosen),
            order,
            keep: (request.page.max(KEPT_PAGES) * PAGE_SIZE) as usize,
        };
        look(&generation, &question)
    })
    .await?
}

/// The page's hits: of the list that was kept for its reader, else of what was found now,
/// which is then kept. Also how long the whole list is.
fn shown(ctx: &Ctx, request: &mut SearchRequest, answer: &Answer) -> (Vec<Rank>, u64) {
    let page = |ranks: &[Rank], page: u32| -> Vec<Rank> {
        let first = (page.max(1) - 1) as usize * PAGE_SIZE as usize;
        let ranks = ranks.iter().skip(first).take(PAGE_SIZE as usize);
        ranks.copied().collect()
    };
    if request.page <= KEPT_PAGES
        && let Some(kept) = ctx.search.0.kept.find(request)
    {
        request.page = request.page.min(page_count(kept.total));
        return (page(&kept.ranks, request.page), kept.total);
    }
    let found = &answer.found;
    let total = found.tally.total;
    request.page = request.page.min(page_count(total));
    request.at = None;
    if page_count(total) > 1 && request.page <= KEPT_PAGES {
        let name = short_name(ctx.new_id());
        let kept = found.ranks.iter().take((KEPT_PAGES * PAGE_SIZE) as usize);
        let lists = &ctx.search.0.kept;
        lists.keep(name.clone(), request, kept.copied().collect(), total);
        request.at = Some(name);
    }
    (page(&found.ranks, request.page), total)
}

/// The cards of the hits, and of what is popular where there are none.
async fn cards(
    ctx: &Ctx,
    ranks: &[Rank],
    total: u64,
) -> Result<(Vec<ListingCard>, Vec<ListingCard>), Incident> {
    let shown: Vec<ListingId> = ranks.iter().map(Rank::listing).collect();
    let popular = if total == 0 {
        browse::popular(&ctx.db, POPULAR).await?
    } else {
        Vec::new()
    };
    let mut cards = browse::cards(ctx, &[shown.as_slice(), popular.as_slice()]).await?;
    let popular = cards.pop().unwrap_or_default();
    Ok((cards.pop().unwrap_or_default(), popular))
}

/// The categories beside a list: the top ones, the chosen one's line, and what lies right
/// below it; empty ones are left out unless chosen.
fn counted<'a>(
    tree: &CategoryTree,
    counts: impl Iterator<Item = (&'a u64, &'a u32)>,
    chosen: Option<CategoryId>,
) -> Vec<CategoryCount> {
    let counts: HashMap<u64, u32> = counts.map(|(key, count)| (*key, *count)).collect();
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
                .map_or(0, |count| u64::from(*count)),
            depth: node.depth,
            chosen: chosen == Some(node.id),
        })
        .filter(|category| category.count > 0 || category.chosen)
        .collect()
}

/// A name that no other list has: the random half of an id.
fn short_name(id: ListingId) -> String {
    let name = id.0.simple().to_string();
    name[name.len() - 12..].to_owned()
}
