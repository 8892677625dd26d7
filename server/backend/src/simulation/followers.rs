//! Who follows what happens, beside the jobs: the search index, the news of wishes and of what
//! runs low, the market's invoices. Each takes a step now and then, late, twice, or cut off.

use super::world::{Word, World};
use crate::{
    ctx::Ctx,
    failure::Incident,
    jobs,
    money::invoice::commission,
    testing,
    trade::{search, stock, wishlist},
};
use longtail::{
    id::ListingId,
    trade::{
        search::{Narrowing, SearchRequest},
        wishlist::WishFor,
    },
};
use uuid::Uuid;

/// Those whom the worker starts beside its jobs.
#[derive(Clone, Copy)]
enum Follower {
    Search,
    Wishes,
    LowStock,
    Commission,
}

impl Follower {
    const ALL: [Self; 4] = [Self::Search, Self::Wishes, Self::LowStock, Self::Commission];

    /// Answers how much it dealt with.
    async fn step(self, ctx: &Ctx) -> Result<usize, Incident> {
        match self {
            Self::Search => search::step(ctx).await,
            Self::Wishes => wishlist::step(ctx).await,
            Self::LowStock => stock::low::step(ctx).await,
            Self::Commission => Ok(usize::try_from(commission::step(ctx).await?)?),
        }
    }
}

impl World {
    /// One of them takes a step.
    pub async fn follow(&mut self) {
        let ctx = self.ctx.clone();
        let Some(follower) = self.dice.pick(&Follower::ALL).copied() else {
            return;
        };
        self.by_one_or_two(|| follower.step(&ctx)).await;
        self.count("followed");
    }

    /// A buyer wishes for a thing, to hear when it is back or costs less.
    pub async fn wish(&mut self) -> Result<(), Incident> {
        let (ctx, Some(buyer), Some(seller)) = (self.ctx.clone(), self.buyer(), self.seller())
        else {
            return Ok(());
        };
        let listing: Uuid = sqlx::query_scalar("select listing_id from variants where id = $1")
            .bind(seller.variant.0)
            .fetch_one(&ctx.db)
            .await?;
        let wish = WishFor {
            listing: ListingId(listing),
            variant: None,
        };
        if let Word::Done(()) = self.attempt(wishlist::wish(&ctx, &buyer, wish)).await {
            self.count("wishes");
        }
        Ok(())
    }

    /// All of them read what has happened, and what follows from it is done, until nothing follows
    /// any more: what is done happens as well, and is read.
    ///
    /// # Errors
    /// An incident when the market cannot be reached although nothing disturbs it.
    pub async fn catch_up(&mut self) -> Result<(), Incident> {
        loop {
            testing::events_to_be_read(&self.ctx).await;
            let mut is_quiet = true;
            for follower in Follower::ALL {
                while follower.step(&self.ctx).await? > 0 {
                    is_quiet = false;
                }
            }
            if jobs::run_due(&self.ctx).await? == 0 && is_quiet {
                return Ok(());
            }
        }
    }

    /// What the search index takes for being in stock is so, thing by thing.
    ///
    /// # Errors
    /// An incident when one of them cannot be asked.
    pub async fn compare_index(&mut self) -> Result<(), Incident> {
        let mut request = SearchRequest {
            narrow: Narrowing {
                in_stock: true,
                ..Narrowing::default()
            },
            page: 1,
            ..SearchRequest::default()
        };
        let mut found: Vec<Uuid> = Vec::new();
        let total = loop {
            let page = search::find(&self.ctx, &self.staff, &request)
                .await
                .map_err(|failure| Incident::new(format!("nothing can be found: {failure:?}")))?;
            found.extend(page.hits.iter().map(|card| card.id.0));
            if page.request.page >= page.pages {
                break page.total;
            }
            request = SearchRequest {
                page: page.request.page + 1,
                ..page.request
            };
        };
        found.sort();
        let there: Vec<Uuid> =
            sqlx::query_scalar("select listing_id from shelf where in_stock order by listing_id")
                .fetch_all(&self.ctx.db)
                .await?;
        // What has left the shelf has no card: that the index still holds it shows in its sum.
        if found != there || total != there.len() as u64 {
            self.broken.push(format!(
                "{there:?} are in stock, the search index finds {total}: {found:?}"
            ));
        }
        Ok(())
    }
}
