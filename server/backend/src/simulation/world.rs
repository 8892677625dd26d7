//! The market that is lived in: its clock, its people, and what disturbs them.

use super::{
    chance::Dice,
    disturb::{Fault, cut, sever},
    laws,
    outside::{Banks, Cards, Carriers},
    prices::Bargains,
};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, stored},
    jobs,
    money::reconciliation,
    platform::{audit, sweep},
    settings::Settings,
    testing::{TestClock, TestMarket},
};
use chrono::{Duration, NaiveDate};
use longtail::{
    actor::Actor,
    id::{CheckoutId, CommandId, ParcelId, ShopId, VariantId},
    trade::checkout::{PlaceCheckout, PlacedCheckout},
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration as Time,
};
use uuid::Uuid;

/// Shops with their prices: one thing each, of which there are few.
const SHOPS: [(&str, i64); 4] = [
    ("tea", 6_800),
    ("cups", 3_990),
    ("rugs", 120_000),
    ("pins", 99),
];
const BUYERS: usize = 5;

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
    pub carriers: Arc<Carriers>,
    pub dice: Dice,
    pub staff: Actor,
    pub sellers: Vec<Seller>,
    pub buyers: Vec<Actor>,
    pub bargains: Bargains,
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
        let carriers = Arc::new(Carriers::new(test.clock.clone(), dice.draw()));
        let killer = PgPoolOptions::new()
            .max_connections(1)
            .connect_with((*db.connect_options()).clone())
            .await?;
        let mut world = Self {
            ctx: Ctx {
                gateway: cards.clone(),
                bank: banks.clone(),
                carrier: carriers.clone(),
                // Nobody there reads a code.
                settings: Arc::new(Settings {
                    large_sum: u32::MAX,
                    ..(*test.ctx.settings).clone()
                }),
                ..test.ctx.clone()
            },
            clock: test.clock.clone(),
            cards,
            banks,
            carriers,
            dice,
            // until there is one
            staff: Actor::System,
            sellers: Vec::new(),
            buyers: Vec::new(),
            bargains: Bargains::default(),
            placed: Vec::new(),
            unanswered: Vec::new(),
            attempts: HashMap::new(),
            counts: BTreeMap::new(),
            broken: Vec::new(),
            killer,
            // while it is founded
            calm: true,
        };
        world.staff = world.employee("desk").await?;
        for (slug, price_minor) in SHOPS {
            let seller = world.open(slug, price_minor).await?;
            world.sellers.push(seller);
        }
        for number in 0..BUYERS {
            let account = world.member(&format!("buyer-{number}")).await?;
            let seats = Vec::new();
            world.buyers.push(Actor::Member { account, seats });
        }
        world.add_tax_abroad().await?;
        Box::pin(world.announce()).await;
        reconciliation::begin(&world.ctx).await?;
        sweep::begin(&world.ctx).await?;
        world.calm = false;
        Ok(world)
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
        self.carriers.calm_down();
    }

    /// Time passes; what has become due is done, and messages come.
    ///
    /// # Errors
    /// An incident when the market cannot be reached although nothing disturbs it.
    pub async fn wait(&mut self, by: Duration) -> Result<(), Incident> {
        self.clock.advance(by);
        self.hear().await?;
        self.work().await;
        self.rest().await;
        Ok(())
    }

    /// Does what is due.
    pub async fn work(&mut self) {
        let ctx = self.ctx.clone();
        self.by_one_or_two(|| jobs::run_due(&ctx)).await;
        self.count("worked");
    }

    /// Lets something be done by one worker or by two at once, either of which may be killed over
    /// it.
    pub async fn by_one_or_two<T, F>(&mut self, work: impl Fn() -> F)
    where
        F: Future<Output = Result<T, Incident>>,
    {
        let one = async { work().await.map_err(Failure::<()>::Incident) };
        if self.dice.one_in(3) {
            let other = async { work().await.map_err(Failure::<()>::Incident) };
            let both = async { tokio::try_join!(one, other) };
            let _ = self.attempt(both).await;
        } else {
            let _ = self.attempt(one).await;
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
        let broken = laws::broken(&self.ctx.db, laws::ALWAYS).await?;
        self.broken
            .extend(broken.into_iter().map(|law| format!("{when}: {law}")));
        Ok(())
    }

    /// When nothing is to come any more: the books say what the card network, the bank and the
    /// carrier say, and everybody who was told of an order has it.
    ///
    /// # Errors
    /// An incident when they cannot be asked.
    pub async fn look_at_rest(&mut self) -> Result<(), Incident> {
        self.compare_again().await?;
        let waiting = laws::broken(&self.ctx.db, laws::AT_REST).await?;
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
        self.compare_parcels().await?;
        self.compare_index().await?;
        for (_, cmd, placed) in &self.placed {
            let there = laws::is_placed(&self.ctx.db, placed).await?;
            if !there {
                let command = cmd.command;
                self.broken
                    .push(format!("what {command} was told of is not there"));
            }
        }
        for (what, often) in laws::happened(&self.ctx.db).await? {
            self.counts.insert(what, often);
        }
        Ok(())
    }

    /// Each parcel with a label stands where the carrier says that it does.
    async fn compare_parcels(&mut self) -> Result<(), Incident> {
        let parcels: Vec<(Uuid, String)> = sqlx::query_as(
            "select id, standing from parcels where label_ref is not null order by shipped_at, id",
        )
        .fetch_all(&self.ctx.db)
        .await?;
        for (parcel, ours) in parcels {
            let theirs = self.carriers.standing(ParcelId(parcel));
            if theirs != Some(ours.as_str()) {
                self.broken.push(format!(
                    "the carrier says of {parcel} that it is {theirs:?}, the books say {ours}"
                ));
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
