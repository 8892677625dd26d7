//! Keeps the index true: follows the outbox, and builds anew where that is needed.

use super::{
    SearchIndex, asked_before, document,
    generation::{self, Generation},
    tree::CategoryTree,
};
use crate::{
    ctx::Ctx,
    failure::Incident,
    outbox::{self, Event},
};
use longtail::id::ListingId;
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tantivy::{IndexWriter, Term};
use tokio::time::Instant;
use uuid::Uuid;

/// Events read at a time.
const EVENTS: i64 = 1_000;
/// Listings loaded at a time.
const LISTINGS: usize = 500;
/// The least time between two commits: each one writes files.
const COMMIT_EVERY: Duration = Duration::from_millis(500);
/// How often the outbox is looked at when nothing happens.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// The pause after something went wrong.
const RECOVER_AFTER: Duration = Duration::from_secs(2);
/// How often it is written down what was searched for.
const WRITE_DOWN_EVERY: Duration = Duration::from_secs(10);

/// Follows the outbox until the process ends.
pub async fn follow(ctx: Ctx) {
    let mut committed: Option<Instant> = None;
    let mut written_down = Instant::now();
    loop {
        if written_down.elapsed() > WRITE_DOWN_EVERY {
            written_down = Instant::now();
            if let Err(incident) = asked_before::write_down(&ctx).await {
                tracing::warn!(%incident, "what was searched for cannot be written down");
            }
        }
        let pause = match step(&ctx).await {
            Ok(0) => LOOK_EVERY,
            Ok(_) => {
                let since = committed.map_or(COMMIT_EVERY, |at| at.elapsed());
                committed = Some(Instant::now());
                COMMIT_EVERY.saturating_sub(since).max(LOOK_EVERY)
            }
            Err(incident) => {
                tracing::warn!(%incident, "the search index cannot follow");
                RECOVER_AFTER
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Builds the index where there is none that this database knows.
///
/// # Errors
/// An incident when files or the database fail.
pub async fn prepare(ctx: &Ctx) -> Result<(), Incident> {
    adopt(&ctx.search)?;
    let known = match ctx.search.living() {
        Some(living) => outbox::knows(&ctx.db, &living.outbox_reader()).await?,
        None => false,
    };
    if known { Ok(()) } else { rebuild(ctx).await }
}

/// One step: takes what happened since the last into the index. Answers how many events that were.
///
/// # Errors
/// An incident when files or the database fail; the same events come again then.
pub async fn step(ctx: &Ctx) -> Result<usize, Incident> {
    prepare(ctx).await?;
    let _writing = ctx.search.0.writing.lock().await;
    let Some(living) = ctx.search.living() else {
        return Ok(0);
    };
    let reader = living.outbox_reader();
    let (events, place) = outbox::read(&ctx.db, &reader, EVENTS).await?;
    let Some(place) = place else { return Ok(0) };
    let changed = changed_listings(ctx, &events).await?;
    if !changed.is_empty() {
        let tree = ctx.search.tree(&ctx.db).await?;
        write(ctx, &living, &tree, &changed, true).await?;
    }
    outbox::remember(&ctx.db, &reader, &place).await?;
    Ok(events.len())
}

async fn changed_listings(ctx: &Ctx, events: &[Event]) -> Result<Vec<Uuid>, Incident> {
    let mut listings = BTreeSet::new();
    let mut shops = BTreeSet::new();
    for event in events {
        match event {
            Event::ListingChanged { listing } => {
                listings.insert(listing.0);
            }
            Event::ShopChanged { shop } => {
                shops.insert(shop.0);
            }
            Event::NoticesChanged { .. } | Event::Unknown => {}
        }
    }
    if !shops.is_empty() {
        let shops: Vec<Uuid> = shops.into_iter().collect();
        let of_shops =
            sqlx::query_scalar!("select id from listings where shop_id = any($1)", &shops)
                .fetch_all(&ctx.db)
                .await?;
        listings.extend(of_shops);
    }
    Ok(listings.into_iter().collect())
}

/// Writes listings as the database has them now, and commits once.
async fn write(
    ctx: &Ctx,
    generation: &Arc<Generation>,
    tree: &Arc<CategoryTree>,
    listings: &[Uuid],
    replace: bool,
) -> Result<(), Incident> {
    let mut findable = Vec::with_capacity(listings.len());
    for batch in listings.chunks(LISTINGS) {
        findable.extend(document::load(ctx, batch).await?);
    }
    let (generation, tree) = (generation.clone(), tree.clone());
    let gone: Vec<Uuid> = if replace {
        listings.to_vec()
    } else {
        Vec::new()
    };
    tokio::task::spawn_blocking(move || {
        let fields = generation.fields;
        generation.write(|writer: &mut IndexWriter| {
            for id in gone {
                let term = document::id_term(ListingId(id));
                writer.delete_term(Term::from_field_text(fields.id, &term));
            }
            for listing in &findable {
                writer.add_document(listing.document(&fields, &tree))?;
            }
            Ok(())
        })
    })
    .await?
}

/// Builds a new index beside the living one and swaps it in.
///
/// # Errors
/// An incident when files or the database fail; the living index stays.
pub async fn rebuild(ctx: &Ctx) -> Result<(), Incident> {
    let _writing = ctx.search.0.writing.lock().await;
    ctx.search.forget_tree();
    let tree = ctx.search.tree(&ctx.db).await?;
    // taken before the listings are read: what changes meanwhile comes again as an event
    let place = outbox::here(&ctx.db).await?;
    let folder = ctx.search.0.folder.clone();
    let id: Uuid = ctx.new_id();
    let next = {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || Generation::create(folder.as_deref(), id)).await??
    };
    let next = Arc::new(next);
    let mut after = Uuid::nil();
    let mut count = 0;
    loop {
        let batch = sqlx::query_scalar!(
            r#"select listing_id as "id!" from shelf where listing_id > $1
               order by listing_id limit $2"#,
            after,
            20 * LISTINGS as i64,
        )
        .fetch_all(&ctx.db)
        .await?;
        let Some(last) = batch.last() else { break };
        after = *last;
        count += batch.len();
        write(ctx, &next, &tree, &batch, false).await?;
    }
    // whoever follows opens it again; it may be another process
    next.close_writer();
    outbox::remember(&ctx.db, &next.outbox_reader(), &place).await?;
    if let Some(folder) = &folder {
        generation::declare_living(folder, &next.name)?;
    }
    tracing::info!(count, generation = %next.name, "the search index was built");
    if let Some(old) = ctx.search.swap(next) {
        outbox::forget(&ctx.db, &old.outbox_reader()).await?;
    }
    Ok(())
}

/// Takes over a generation that another process, `longtail reindex`, has built.
fn adopt(search: &SearchIndex) -> Result<(), Incident> {
    let Some(folder) = &search.0.folder else {
        return Ok(());
    };
    let named = generation::living_name(folder);
    let ours = search.living().map(|living| living.name.clone());
    if named.is_some()
        && named != ours
        && let Some(next) = generation::living(folder)?
    {
        search.swap(Arc::new(next));
    }
    Ok(())
}
