//! Where commands to place a checkout wait, and are carried out many at a time.
//!
//! A durable commit costs the same for one order as for hundreds, and while it is under way nobody
//! else gets at the stock of a thing that all want. So while batches are carried out, the next
//! gathers behind them. Commands pass a door, where it is looked up what their carts hold, and go
//! on to one of a few tills: those who want the same thing meet at the same one. Whoever finds no
//! place is told so at once, and comes again; the room (`room.rs`) sees to it that nobody overtakes.
//!
//! A till is open only while somebody waits there; nothing runs in an idle market.

use super::{
    batch::{Asked, Outcome, place_all},
    room::{Entry, Room},
};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident},
    trade::cart,
};
use chrono::{DateTime, Utc};
use longtail::{
    id::{AccountId, VariantId},
    trade::checkout::CheckoutError,
};
use std::{
    array,
    cmp::Reverse,
    collections::{HashMap, VecDeque},
    iter,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use uuid::Uuid;

/// Commands that wait or are being carried out; whoever comes then is told to come again, and keeps
/// a place in the line.
const MOST_WAITING: usize = 2_048;
/// Commands in one transaction.
const MOST_AT_ONCE: usize = 256;
/// Each uses a connection for every batch that it carries out, and the door another.
const TILLS: usize = 4;
/// Batches that a till carries out at the same time: a further one where as many wait as it takes.
const MOST_BATCHES: usize = 2;

/// The market's tills. Cheap to clone; whoever shares them must share the database too.
#[derive(Clone)]
pub struct Tills(Arc<Shared>);

struct Shared {
    places: Arc<Semaphore>,
    room: Mutex<Room>,
    door: Queue<Waiting>,
    tills: [Queue<Waiting>; TILLS],
    /// How many attend to a queue.
    open: watch::Sender<usize>,
}

/// Somebody who waits for an answer, and the place they take up.
struct Waiting {
    asked: Asked,
    answer: oneshot::Sender<Outcome>,
    place: OwnedSemaphorePermit,
}

#[derive(Clone, Copy)]
enum At {
    Door,
    Till(usize),
}

impl Default for Tills {
    fn default() -> Self {
        Self::new(MOST_WAITING)
    }
}

impl Tills {
    /// Tills at which at most so many wait.
    pub fn new(most_waiting: usize) -> Self {
        Self(Arc::new(Shared {
            places: Arc::new(Semaphore::new(most_waiting)),
            room: Mutex::new(Room::new(most_waiting)),
            door: Queue::new(1),
            tills: array::from_fn(|_| Queue::new(MOST_BATCHES)),
            open: watch::Sender::new(0),
        }))
    }

    /// Waits in line until the command is carried out and committed.
    pub(super) async fn place(&self, ctx: &Ctx, asked: Asked) -> Outcome {
        let place = self
            .enter(asked.buyer, ctx.now())
            .map_err(Failure::Refused)?;
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            asked,
            answer,
            place,
        };
        self.line_up(ctx, At::Door, iter::once(waiting));
        // An error means that the batch panicked.
        answered.await?
    }

    /// A place for a command of this buyer, unless all are taken, or left for others who wait.
    fn enter(
        &self,
        buyer: AccountId,
        now: DateTime<Utc>,
    ) -> Result<OwnedSemaphorePermit, CheckoutError> {
        let (places, room) = (&self.0.places, &self.0.room);
        let mut room = room.lock().unwrap_or_else(PoisonError::into_inner);
        match room.ask(buyer, places.available_permits(), now) {
            // Places are taken here alone, by one at a time: what was free still is.
            Entry::LetIn => places
                .clone()
                .try_acquire_owned()
                .map_err(|_| CheckoutError::Busy { ahead: None }),
            Entry::Kept { ahead } => Err(CheckoutError::Busy {
                ahead: u32::try_from(ahead).ok(),
            }),
            Entry::Full => Err(CheckoutError::Busy { ahead: None }),
        }
    }

    /// Ready once nobody waits at any till: before the process ends.
    pub async fn settled(&self) {
        // Fails only when the sender is gone, and it is held here.
        let _ = self.0.open.subscribe().wait_for(|open| *open == 0).await;
    }

    fn queue(&self, at: At) -> &Queue<Waiting> {
        match at {
            At::Door => &self.0.door,
            At::Till(number) => &self.0.tills[number],
        }
    }

    /// Adds to a queue, and lets somebody attend to it where that is needed.
    fn line_up(&self, ctx: &Ctx, at: At, waiting: impl Iterator<Item = Waiting>) {
        if self.queue(at).add(waiting) {
            self.0.open.send_modify(|open| *open += 1);
            tokio::spawn(self.clone().attend(ctx.clone(), at));
        }
    }

    /// Takes batch after batch until nobody waits any more.
    async fn attend(self, ctx: Ctx, at: At) {
        while let Some(batch) = self.queue(at).next_batch() {
            let (tills, ctx) = (self.clone(), ctx.clone());
            // A task of its own, so that one that panics does not close the till.
            let done = tokio::spawn(async move {
                match at {
                    At::Door => tills.let_in(&ctx, batch).await,
                    At::Till(_) => carry_out(&ctx, batch).await,
                }
            });
            if let Err(error) = done.await {
                tracing::error!(%error, "a batch of orders was not carried out");
            }
        }
        self.0.open.send_modify(|open| *open -= 1);
    }

    /// Sends each to the till of what they want.
    async fn let_in(&self, ctx: &Ctx, batch: Vec<Waiting>) {
        let buyers: Vec<AccountId> = batch.iter().map(|waiting| waiting.asked.buyer).collect();
        let carts = match cart::variants_in(&ctx.db, &buyers).await {
            Ok(carts) => carts,
            Err(incident) => return turn_away(batch, &incident),
        };
        let wanted = wanted(&carts);
        let mut lines: [Vec<Waiting>; TILLS] = Default::default();
        for waiting in batch {
            let cart = carts
                .get(&waiting.asked.buyer)
                .map_or(&[][..], Vec::as_slice);
            let by = hottest(cart, &wanted).map_or(waiting.asked.buyer.0, |variant| variant.0);
            lines[till_of(by)].push(waiting);
        }
        for (number, line) in lines.into_iter().enumerate() {
            if !line.is_empty() {
                self.line_up(ctx, At::Till(number), line.into_iter());
            }
        }
    }
}

async fn carry_out(ctx: &Ctx, batch: Vec<Waiting>) {
    let (asked, answers): (Vec<_>, Vec<_>) = batch
        .into_iter()
        .map(|waiting| (waiting.asked, (waiting.answer, waiting.place)))
        .unzip();
    let outcomes = place_all(ctx, &asked).await;
    for ((answer, _place), outcome) in answers.into_iter().zip(outcomes) {
        // Fails where nobody waits any more; the command's id finds the answer later.
        let _ = answer.send(outcome);
    }
}

fn turn_away(batch: Vec<Waiting>, incident: &Incident) {
    for waiting in batch {
        let _ = waiting
            .answer
            .send(Err(Failure::incident(incident.to_string())));
    }
}

/// How many of these carts hold each thing.
fn wanted(carts: &HashMap<AccountId, Vec<VariantId>>) -> HashMap<VariantId, usize> {
    let mut wanted = HashMap::new();
    for variant in carts.values().flatten() {
        *wanted.entry(*variant).or_default() += 1;
    }
    wanted
}

/// What most others want too; the first where nothing stands out.
fn hottest(cart: &[VariantId], wanted: &HashMap<VariantId, usize>) -> Option<VariantId> {
    cart.iter()
        .copied()
        .max_by_key(|variant| (wanted.get(variant), Reverse(*variant)))
}

/// The same at every time: the last half of an id is chance.
fn till_of(id: Uuid) -> usize {
    let (_, chance) = id.as_u64_pair();
    (chance % TILLS as u64) as usize
}

/// Those who wait, first come first served.
struct Queue<T> {
    line: Mutex<Line<T>>,
    most_attending: usize,
}

struct Line<T> {
    waiting: VecDeque<T>,
    attending: usize,
}

impl<T> Queue<T> {
    fn new(most_attending: usize) -> Self {
        let line = Line {
            waiting: VecDeque::new(),
            attending: 0,
        };
        Self {
            line: Mutex::new(line),
            most_attending,
        }
    }

    fn line(&self) -> MutexGuard<'_, Line<T>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True where one more has to attend to the queue: the caller sees to it.
    fn add(&self, waiting: impl Iterator<Item = T>) -> bool {
        let mut line = self.line();
        line.waiting.extend(waiting);
        let is_needed = line.attending < self.most_attending && line.needs(line.attending);
        line.attending += usize::from(is_needed);
        is_needed
    }

    /// None where one less is needed: the caller attends to it no more.
    fn next_batch(&self) -> Option<Vec<T>> {
        let mut line = self.line();
        if !line.needs(line.attending.saturating_sub(1)) {
            line.attending = line.attending.saturating_sub(1);
            return None;
        }
        let many = line.waiting.len().min(MOST_AT_ONCE);
        Some(line.waiting.drain(..many).collect())
    }
}

impl<T> Line<T> {
    /// Whether somebody beside so many others has something to do: alone whatever there is,
    /// beside others a whole batch.
    fn needs(&self, others: usize) -> bool {
        let enough = if others == 0 { 1 } else { MOST_AT_ONCE };
        self.waiting.len() >= enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_attends_where_a_whole_batch_waits() {
        let queue = Queue::new(2);
        assert!(queue.add(0..300), "nobody attended");
        assert_eq!(queue.next_batch().map(|batch| batch.len()), Some(256));
        assert!(!queue.add(300..500), "244 wait for the one");
        assert!(queue.add(500..512), "256 wait");
        assert!(!queue.add(512..2_000), "two attend");
        let batch = queue.next_batch().expect("a batch");
        assert_eq!((batch[0], batch.len()), (256, 256), "in their order");
        while queue.line().waiting.len() >= MOST_AT_ONCE {
            assert!(queue.next_batch().is_some());
        }
        assert!(queue.next_batch().is_none(), "what is left is the other's");
        assert_eq!(queue.line().attending, 1);
        assert_eq!(
            queue.next_batch().map(|batch| batch.len()),
            Some(2_000 % 256)
        );
        assert!(queue.next_batch().is_none());
        assert!(queue.add(0..1), "nobody attended again");
    }

    #[test]
    fn those_who_want_the_same_meet() {
        let thing = |n: u128| VariantId(Uuid::from_u128(n));
        let person = |n: u128| AccountId(Uuid::from_u128(n));
        let carts = HashMap::from([
            (person(1), vec![thing(1), thing(9)]),
            (person(2), vec![thing(2), thing(9)]),
            (person(3), vec![thing(3), thing(4)]),
        ]);
        let wanted = wanted(&carts);
        let of = |n| hottest(&carts[&person(n)], &wanted);
        assert_eq!((of(1), of(2)), (Some(thing(9)), Some(thing(9))));
        assert_eq!(of(3), Some(thing(3)));
        assert_eq!(hottest(&[], &wanted), None);
    }
}
