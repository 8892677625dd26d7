//! What is offered while somebody types: goods, categories, shops, and what others searched.

use super::{
    asked::{AskedWord, Way, read_query},
    asked_before::beginning_with,
    collect::{Filter, Wanted, collect},
    generation::Generation,
    rank::{Order, Rank},
    respell::Dictionary,
    score::{Enough, Weighed},
    synonyms::Synonyms,
    variants::point,
};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal},
    trade::catalog::browse,
};
use longtail::{
    id::ListingId,
    text::Bilingual,
    trade::search::{
        MOST_QUERY_CHARS,
        suggest::{SuggestedGoods, SuggestedPlace, Suggestions},
        without_controls,
        words::{Piece, pieces},
    },
};

const GOODS: usize = 5;
const QUERIES: i64 = 4;
const PLACES: usize = 3;
/// A word that is only begun is worth a little less than one that is there.
const BEGUN: f32 = 0.7;

/// Suggestions for what was typed so far. Everybody may.
///
/// # Errors
/// An incident when the database or the index cannot be read.
pub async fn suggest(ctx: &Ctx, typed: &str) -> Result<Suggestions, Failure<Refusal>> {
    let typed = without_controls(typed);
    let typed: String = typed.trim_start().chars().take(MOST_QUERY_CHARS).collect();
    if typed.trim().is_empty() {
        return Ok(Suggestions::default());
    }
    let tree = ctx.search.tree(&ctx.db).await?;
    let standing = ctx.search.standing(ctx).await?;
    let categories = tree.nodes.iter().filter(|node| begins(&node.name, &typed));
    let shops = standing.shops().filter(|shop| begins(&shop.name, &typed));
    let mut shops: Vec<SuggestedPlace> = shops
        .map(|shop| SuggestedPlace {
            name: shop.name.clone(),
            path: format!("/shops/{}", shop.slug),
        })
        .collect();
    shops.sort_by(|a, b| a.path.cmp(&b.path));
    shops.truncate(PLACES);
    Ok(Suggestions {
        queries: beginning_with(ctx, typed.trim(), QUERIES).await?,
        categories: categories
            .take(PLACES)
            .map(|node| SuggestedPlace {
                name: node.name.clone(),
                path: format!("/categories/{}", node.slug),
            })
            .collect(),
        shops,
        goods: goods(ctx, typed).await?,
    })
}

/// Whether all that was typed begins words of a name, in one of its languages.
fn begins(name: &Bilingual, typed: &str) -> bool {
    let typed = pieces(typed);
    !typed.is_empty()
        && [&name.en, &name.zh].into_iter().any(|name| {
            let words = pieces(name);
            typed.iter().all(|(_, begun)| {
                words.iter().any(|(_, word)| match (begun, word) {
                    (Piece::Word(begun), Piece::Word(word)) => word.starts_with(begun.as_str()),
                    (Piece::Han(begun), Piece::Han(run)) => run.contains(begun.as_str()),
                    _ => false,
                })
            })
        })
}

async fn goods(ctx: &Ctx, typed: String) -> Result<Vec<SuggestedGoods>, Incident> {
    let Some(generation) = ctx.search.living() else {
        return Ok(Vec::new());
    };
    let synonyms = ctx.search.synonyms(&ctx.db).await?;
    let now = ctx.now().timestamp();
    let query = typed.clone();
    let found =
        tokio::task::spawn_blocking(move || begun_goods(&generation, &synonyms, &query, now))
            .await??;
    let mut cards = browse::cards(ctx, &[found.as_slice()]).await?;
    let mut cards = cards.pop().unwrap_or_default();
    point(&ctx.db, typed.trim(), cards.iter_mut().collect()).await?;
    Ok(cards
        .into_iter()
        .map(|card| SuggestedGoods {
            path: card.path(),
            title: card.title,
            picture: card.picture,
        })
        .collect())
}

/// The best goods for a query whose last word may be only begun.
fn begun_goods(
    generation: &Generation,
    synonyms: &Synonyms,
    typed: &str,
    now: i64,
) -> Result<Vec<ListingId>, Incident> {
    let searcher = generation.reader.searcher();
    let fields = &generation.fields;
    let mut words = read_query(typed, synonyms);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let dictionary = Dictionary {
        searcher: &searcher,
        fields,
    };
    if let Some(last) = words.last_mut().filter(|_| !typed.ends_with(' ')) {
        let begun = last.latin.clone().unwrap_or_else(|| last.typed.clone());
        let completed = dictionary.completions(&begun)?;
        last.ways
            .extend(completed.into_iter().map(|word| Way::word(word, BEGUN)));
    }
    let asked: Vec<&AskedWord> = words.iter().collect();
    let weighed = Weighed::new(&searcher, fields, &asked)?;
    let wanted = Wanted {
        filter: &Filter::default(),
        order: &Order {
            now,
            ..Order::default()
        },
        keep: GOODS,
    };
    let found = collect(generation, &searcher, &weighed.having(Enough::All), &wanted)?;
    Ok(found.ranks.iter().map(Rank::listing).collect())
}
