//! Who found no free place at the tills, in the order in which they came.
//!
//! They are told to come again, and their place in the line is kept: whoever comes later is let in
//! after them. A place that nobody comes back for falls after [`PLACE_KEPT_SECONDS`], so that
//! nobody waits for somebody who went away.
//!
//! All of it is in memory, and gone after a restart. That harms nobody: orders are what the
//! database has, a command that was carried out is answered by its id as before, and who still
//! waits gets a new place when they ask again.

use chrono::{DateTime, Duration, Utc};
use longtail::{id::AccountId, trade::checkout::PLACE_KEPT_SECONDS};
use std::collections::{BTreeMap, HashMap};

/// Tickets at the same time: some megabytes. Whoever comes then is told to come again without one.
const MOST_TICKETS: usize = 65_536;
const KEPT_FOR: Duration = Duration::seconds(PLACE_KEPT_SECONDS);

/// How somebody is answered who asks for a place at the tills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    LetIn,
    /// With a ticket, and so many tickets before it.
    Kept {
        ahead: usize,
    },
    /// Without a ticket.
    Full,
}

/// Tickets, each a buyer's place in the line. A buyer has one at most, whatever command they come
/// with: so nobody fills the room, and who loads the page anew keeps the place.
pub(super) struct Room {
    /// Places there are at the tills.
    places: usize,
    /// By their number: the order in which they were given.
    tickets: BTreeMap<usize, Ticket>,
    numbers: HashMap<AccountId, usize>,
    /// The number of the next ticket.
    next: usize,
}

struct Ticket {
    buyer: AccountId,
    asked_at: DateTime<Utc>,
}

impl Room {
    /// An empty room before tills with so many places.
    pub fn new(places: usize) -> Self {
        Self {
            places,
            tickets: BTreeMap::new(),
            numbers: HashMap::new(),
            next: 0,
        }
    }

    /// A buyer asks, for the first time or again, while so many places are free. They are let in
    /// where one is left for each ticket before theirs and one for them; without a ticket they
    /// are behind all others.
    pub fn ask(&mut self, buyer: AccountId, free: usize, now: DateTime<Utc>) -> Entry {
        self.drop_fallen(now);
        let number = self.numbers.get(&buyer).copied();
        let ahead = number.map_or(self.tickets.len(), |number| self.before(number));
        if ahead < free {
            if let Some(number) = self.numbers.remove(&buyer) {
                self.tickets.remove(&number);
            }
            return Entry::LetIn;
        }
        let number = match number {
            Some(number) => number,
            None if self.tickets.len() < MOST_TICKETS => self.new_number(buyer),
            None => return Entry::Full,
        };
        let asked_at = now;
        self.tickets.insert(number, Ticket { buyer, asked_at });
        Entry::Kept { ahead }
    }

    /// Only those at the front are looked at: one that fell further behind is dropped when it
    /// gets there, and its buyer may come back until then.
    fn drop_fallen(&mut self, now: DateTime<Utc>) {
        while let Some(first) = self.tickets.first_entry()
            && now - first.get().asked_at > KEPT_FOR
        {
            let fallen = first.remove();
            self.numbers.remove(&fallen.buyer);
        }
    }

    /// How many tickets are before this one. They are counted from the end where that is far
    /// from the front: whoever leaves has fewer before them than there are places, so that
    /// further behind no number is missing.
    fn before(&self, number: usize) -> usize {
        let from_here = self.next - number;
        let at_least = self.tickets.len().saturating_sub(from_here);
        if at_least >= self.places {
            at_least
        } else {
            self.tickets.range(..number).count()
        }
    }

    fn new_number(&mut self, buyer: AccountId) -> usize {
        let number = self.next;
        self.next += 1;
        self.numbers.insert(buyer, number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn buyer(number: usize) -> AccountId {
        AccountId(Uuid::from_u128(number as u128))
    }

    fn kept(ahead: usize) -> Entry {
        Entry::Kept { ahead }
    }

    #[test]
    fn nobody_overtakes_who_waits() {
        let mut room = Room::new(1);
        let mut ask = |number, free| room.ask(buyer(number), free, START);
        assert_eq!(ask(1, 0), kept(0));
        assert_eq!(ask(2, 0), kept(1));
        assert_eq!(ask(1, 0), kept(0), "asked too early");
        assert_eq!(ask(3, 1), kept(2), "the place is another's");
        assert_eq!(ask(2, 1), kept(1));
        assert_eq!(ask(1, 1), Entry::LetIn);
        assert_eq!(ask(1, 0), kept(2), "who was let in has no ticket any more");
        assert_eq!(ask(2, 1), Entry::LetIn);
        assert_eq!(ask(3, 1), Entry::LetIn);
        assert_eq!(ask(1, 1), Entry::LetIn);
        assert_eq!(ask(4, 1), Entry::LetIn, "nobody waits");
    }

    #[test]
    fn a_place_is_left_for_each_ticket_before() {
        let mut room = Room::new(3);
        let mut ask = |number, free| room.ask(buyer(number), free, START);
        for number in 0..4 {
            assert_eq!(ask(number, 0), kept(number));
        }
        assert_eq!(ask(2, 3), Entry::LetIn);
        assert_eq!(ask(3, 2), kept(2), "two come before");
        assert_eq!(ask(4, 3), kept(3));
        assert_eq!(ask(1, 2), Entry::LetIn);
        assert_eq!(ask(3, 2), Entry::LetIn);
        assert_eq!(ask(5, 3), Entry::LetIn, "more free places than tickets");
    }

    #[test]
    fn tickets_that_nobody_comes_back_for_fall() {
        let mut room = Room::new(2);
        let mut ask = |number, free, seconds| {
            let now = START + Duration::seconds(seconds);
            room.ask(buyer(number), free, now)
        };
        assert_eq!(ask(1, 0, 0), kept(0));
        assert_eq!(ask(2, 0, 0), kept(1));
        assert_eq!(ask(2, 0, 20), kept(1), "kept for longer now");
        assert_eq!(ask(3, 2, PLACE_KEPT_SECONDS), kept(2));
        let later = PLACE_KEPT_SECONDS + 1;
        assert_eq!(ask(2, 0, later), kept(0), "the first has fallen");
        assert_eq!(ask(1, 0, later), kept(2), "and is the last when back");
        assert_eq!(ask(4, 2, later + 3_600), Entry::LetIn, "all went away");
    }

    #[test]
    fn a_full_room_gives_no_more_tickets() {
        let mut room = Room::new(1);
        for number in 0..MOST_TICKETS {
            assert_eq!(room.ask(buyer(number), 0, START), kept(number));
        }
        let next = buyer(MOST_TICKETS);
        assert_eq!(room.ask(next, 0, START), Entry::Full);
        assert_eq!(room.ask(buyer(9), 0, START), kept(9));
        assert_eq!(room.ask(buyer(0), 1, START), Entry::LetIn);
        assert_eq!(room.ask(next, 0, START), kept(MOST_TICKETS - 1));
        assert_eq!(room.tickets.len(), room.numbers.len());
    }

    #[test]
    fn those_before_are_counted_as_if_one_by_one() {
        let mut room = Room::new(7);
        // Some are let in from the front, some past others, and some do not come back in time.
        let mut now = START;
        for step in 0..2_000 {
            now += Duration::milliseconds(400);
            room.ask(buyer((step * step + step / 7) % 37), step % 8, now);
            for (place, number) in room.tickets.keys().enumerate() {
                assert_eq!(room.before(*number), place);
            }
        }
    }
}
