//! The market that is lived in: its clock, its people, and what disturbs them.

use super::{
    chance::Dice,
    disturb::{Fault, cut, sever},
    laws,
    outside::{Banks, Cards},
};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, stored},
    jobs,
    money::{payment, payout, reconciliation},
    platform::audit,
    testing::{TestClock, TestMarket},
    trade::stock,
};
use chrono::{Duration, NaiveDate};
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::{AccountId, CheckoutId, CommandId, ListingId, ShopId, VariantId},
    trade::checkout::{PlaceCheckout, PlacedCheckout},
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration as Time,
};

/// Shops with their prices: one thing each, of which there are few.
const SHOPS: [(&str, i64); 4] = [
    ("tea", 6_800),
    ("cups", 3_990),
    ("rugs", 120_000),
    ("pins", 99),
];
const BUYERS: usize = 5;
/// Pieces on each shelf in the beginning.
const FIRST_COUNT: u32 = 20;

/// A shop and what it sells.
#[derive(Clone)]
pub struct Seller {
    pub slug: &'static str,
    pub shop: ShopId,
    pub owner: Actor,
    pub variant: VariantId,
}

/// What somebody hears of what they asked for.
pub enum Word<T, E> {
    Done(T),
    Refused(Failure<E>),
    /// Nobody knows whether it was done.
    Silence,
}

pub struct World {
    pub ctx: Ctx,
    pub clock: Arc<TestClock>,
    pub cards: Arc<Cards>,
    pub banks: Arc<Banks>,
    pub dice: Dice,
    pub sellers: Vec<Seller>,
    pub buyers: Vec<Actor>,
    /// Checkouts that their buyers were told of.
    pub placed: Vec<(Actor, PlaceCheckout, PlacedCheckout)>,
    /// Commands whose sender heard nothing.
    pub unanswered: Vec<(Actor, PlaceCheckout)>,
    /// The latest attempt to pay for each.
    pub attempts: HashMap<CheckoutId, CommandId>,
    pub counts: BTreeMap<&'static str, u64>,
    pub broken: Vec<String>,
    /// Ends the connections of all others.
    killer: PgPool,
    calm: bool,
}

impl World {
    /// # Errors
    /// An incident when the market is not empty, or cannot be filled.
    pub async fn new(db: &PgPool, seed: u64) -> Result<Self, Incident> {
        let test = TestMarket::new(db.clone());
        let mut dice = Dice::new(seed);
        let cards = Arc::new(Cards::new(test.clock.clone(), dice.draw()));
        let banks = Arc::new(Banks::new(test.clock.clone(), dice.draw()));
        let killer = PgPoolOptions::new()
            .max_connections(1)
            .connect_with((*db.connect_options()).clone())
            .await?;
        let mut world = Self {
            ctx: Ctx {
                gateway: cards.clone(),
                bank: banks.clone(),
                ..test.ctx.clone()
            },
            clock: test.clock.clone(),
            cards,
            banks,
            dice,
            sellers: Vec::new(),
            buyers: Vec::new(),
            placed: Vec::new(),
            unanswered: Vec::new(),
            attempts: HashMap::new(),
            counts: BTreeMap::new(),
            broken: Vec::new(),
            killer,
            calm: false,
        };
        for (slug, price_minor) in SHOPS {
            let seller = world.open(slug, price_minor).await?;
            world.sellers.push(seller);
        }
        for number in 0..BUYERS {
            let account = world.member(&format!("buyer-{number}")).await?;
            let seats = Vec::new();
            world.buyers.push(Actor::Member { account, seats });
        }
        reconciliation::begin(&world.ctx).await?;
        Ok(world)
    }

    async fn member(&self, name: &str) -> Result<AccountId, Incident> {
        let account: AccountId = self.ctx.new_id();
        sqlx::query(
            "insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
             values ($1, 'member', $2 || '@longtail.example', $2, 'none', $3, $3)",
        )
        .bind(account.0)
        .bind(name)
        .bind(self.ctx.now())
        .execute(&self.ctx.db)
        .await?;
        Ok(account)
    }

    /// An open shop with a few pieces of one thing.
    async fn open(&self, slug: &'static str, price_minor: i64) -> Result<Seller, Incident> {
        let account = self.member(slug).await?;
        let (shop, category, listing, variant): (ShopId, uuid::Uuid, ListingId, VariantId) = (
            self.ctx.new_id(),
            self.ctx.new_id(),
            self.ctx.new_id(),
            self.ctx.new_id(),
        );
        sqlx::query(
            "with s as (insert into shops (id, slug, tier, stage, name_en, postage_base_minor,
                                           postage_extra_item_minor, created_at, opened_at)
                        values ($1, $2, 'bazaar', 'open', $2, 800, 200, $7, $7)),
                  m as (insert into shop_seats (shop_id, account_id, role, since) values ($1, $3, 'owner', $7)),
                  c as (insert into categories (id, slug, name_en, name_zh) values ($4, $2, $2, $2)),
                  l as (insert into listings (id, shop_id, category_id, slug, stage, title_en, created_at,
                                              published_at, updated_at)
                        values ($5, $1, $4, $2, 'live', $2, $7, $7, $7)),
                  v as (insert into variants (id, listing_id, price_minor) values ($6, $5, $8))
             insert into stock_levels (variant_id) values ($6)",
        )
        .bind(shop.0)
        .bind(slug)
        .bind(account.0)
        .bind(category)
        .bind(listing.0)
        .bind(variant.0)
        .bind(self.ctx.now())
        .bind(price_minor)
        .execute(&self.ctx.db)
        .await?;
        let role = ShopRole::Owner;
        let seats = vec![Seat { shop, role }];
        let owner = Actor::Member { account, seats };
        stock::count(&self.ctx, &owner, variant, FIRST_COUNT)
            .await
            .map_err(|failure| Incident::new(format!("no shelf to count: {failure:?}")))?;
        Ok(Seller {
            slug,
            shop,
            owner,
            variant,
        })
    }

    pub fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn fault(&mut self) -> Fault {
        if self.calm {
            return Fault::None;
        }
        match self.dice.below(10) {
            0 => {
                self.count("dropped");
                let looks = self.dice.below(60);
                Fault::Dropped { looks }
            }
            1 => {
                self.count("severed");
                let after = Time::from_micros(u64::from(self.dice.below(6_000)));
                Fault::Severed { after }
            }
            _ => Fault::None,
        }
    }

    /// Lets something be done, if nothing comes between.
    pub async fn attempt<T, E>(
        &mut self,
        work: impl Future<Output = Result<T, Failure<E>>>,
    ) -> Word<T, E> {
        // Once, on the heap, instead of three times on the stack.
        let work = Box::pin(work);
        let outcome = match self.fault() {
            Fault::None => Some(work.await),
            Fault::Dropped { looks } => cut(work, looks).await,
            Fault::Severed { after } => {
                let (outcome, severed) = tokio::join!(work, sever(&self.killer, after));
                if let Err(incident) = severed {
                    tracing::warn!(%incident, "no connection was ended");
                }
                Some(outcome)
            }
        };
        match outcome {
            Some(Ok(answer)) => Word::Done(answer),
            Some(Err(Failure::Incident(incident))) => {
                tracing::debug!(%incident, "an answer was lost");
                self.count("incidents");
                Word::Silence
            }
            Some(Err(refused)) => Word::Refused(refused),
            None => Word::Silence,
        }
    }

    /// Nothing is under way any more.
    pub async fn rest(&self) {
        self.ctx.tills.settled().await;
    }

    /// No trouble any more: everything may come to its end.
    pub fn calm_down(&mut self) {
        self.calm = true;
        self.cards.calm_down();
        self.banks.calm_down();
    }

    /// Time passes; what has become due is done, and messages come.
    ///
    /// # Errors
    /// An incident when the market cannot be reached although nothing disturbs it.
    pub async fn wait(&mut self, by: Duration) -> Result<(), Incident> {
        self.clock.advance(by);
        self.hear().await;
        self.work().await;
        self.rest().await;
        Ok(())
    }

    /// Does what is due, by one worker or two, either of which may be killed over it.
    pub async fn work(&mut self) {
        let ctx = self.ctx.clone();
        let one = async { jobs::run_due(&ctx).await.map_err(Failure::<()>::Incident) };
        if self.dice.one_in(3) {
            let other = async { jobs::run_due(&ctx).await.map_err(Failure::<()>::Incident) };
            let both = async { tokio::try_join!(one, other) };
            let _ = self.attempt(both).await;
        } else {
            let _ = self.attempt(one).await;
        }
        self.count("worked");
    }

    /// The messages that are due arrive. What was not taken is sent again.
    pub async fn hear(&mut self) {
        let ctx = self.ctx.clone();
        for event in self.cards.due() {
            match self
                .attempt(payment::record_gateway_event(&ctx, event.clone()))
                .await
            {
                Word::Done(()) => self.count("messages"),
                Word::Silence => self.cards.send_again(event),
                Word::Refused(why) => self
                    .broken
                    .push(format!("a card's message was refused: {why:?}")),
            }
        }
        for event in self.banks.due() {
            match self
                .attempt(payout::record_bank_event(&ctx, event.clone()))
                .await
            {
                Word::Done(()) => self.count("messages"),
                Word::Silence => self.banks.send_again(event),
                Word::Refused(why) => self
                    .broken
                    .push(format!("a bank's message was refused: {why:?}")),
            }
        }
    }

    /// Asks the audit and the laws.
    ///
    /// # Errors
    /// An incident when they cannot be asked.
    pub async fn look(&mut self, when: &str) -> Result<(), Incident> {
        let report = audit::run(&self.ctx).await?;
        let found = report.findings.iter().map(|finding| {
            let (proof, subject) = (&finding.proof, &finding.subject);
            format!(
                "{when}: {proof}: {subject}: expected {}, found {}",
                finding.expected, finding.found
            )
        });
        self.broken.extend(found);
        let broken = laws::broken(&self.ctx.db, &laws::ALWAYS).await?;
        self.broken
            .extend(broken.into_iter().map(|law| format!("{when}: {law}")));
        Ok(())
    }

    /// When nothing is to come any more: the books say what the card network and the bank say,
    /// and everybody who was told of an order has it.
    ///
    /// # Errors
    /// An incident when they cannot be asked.
    pub async fn look_at_rest(&mut self) -> Result<(), Incident> {
        self.compare_again().await?;
        let waiting = laws::broken(&self.ctx.db, &laws::AT_REST).await?;
        self.broken.extend(waiting);
        for (kind, sign, theirs) in [
            ("gateway", -1, self.cards.taken_minor()),
            ("bank", 1, self.banks.paid_minor()),
        ] {
            let ours = sign * laws::held(&self.ctx.db, kind).await?;
            if ours != theirs {
                self.broken
                    .push(format!("the {kind} says {theirs}, the books say {ours}"));
            }
        }
        let held = self.cards.held_minor();
        if held != 0 {
            self.broken.push(format!(
                "the card network still holds {held} of people's money"
            ));
        }
        for (_, cmd, placed) in &self.placed {
            let there = laws::is_placed(&self.ctx.db, placed).await?;
            if !there {
                let command = cmd.command;
                self.broken
                    .push(format!("what {command} was told of is not there"));
            }
        }
        Ok(())
    }

    /// Staff look once more at the days whose statements differed from the books.
    async fn compare_again(&self) -> Result<(), Incident> {
        let account = self.ctx.new_id();
        let staff = Actor::Staff { account };
        let days: Vec<(String, NaiveDate)> = sqlx::query_as(
            "select distinct provider, day from statement_differences where cured_at is null",
        )
        .fetch_all(&self.ctx.db)
        .await?;
        for (provider, day) in days {
            let provider = stored("statements.provider", &provider)?;
            reconciliation::check_again(&self.ctx, &staff, provider, day)
                .await
                .map_err(|failure| Incident::new(format!("no statement of {day}: {failure:?}")))?;
        }
        Ok(())
    }
}
