//! The carrier: its labels come late, twice, or although it seemed down; its parcels arrive or are
//! lost; and a scan is told in time, late, twice, the last one first, or never.

use super::{Course, Desk, down, locked, named, reference};
use crate::{
    ctx::Clock,
    failure::Incident,
    testing::TestClock,
    trade::shipping::carrier::{Carrier, CarrierEvent, Label, NewLabel},
};
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::ParcelId,
    money::{Currency, Money},
    trade::shipping::parcel::{Scan, ScanKind},
};
use std::sync::{Arc, Mutex};

/// The carrier.
pub struct Carriers {
    clock: Arc<TestClock>,
    desk: Mutex<Desk<ParcelId, Scan, CarrierEvent>>,
}

impl Carriers {
    pub fn new(clock: Arc<TestClock>, seed: u64) -> Self {
        let desk = Mutex::new(Desk::new(seed));
        Self { clock, desk }
    }

    pub fn calm_down(&self) {
        locked(&self.desk).calm = true;
    }

    pub fn due(&self) -> Vec<CarrierEvent> {
        locked(&self.desk).due(self.clock.now())
    }

    /// A message that was not taken is sent again.
    pub fn send_again(&self, event: CarrierEvent) {
        let at = self.clock.now() + Duration::minutes(1);
        locked(&self.desk).post.push((at, event));
    }

    /// What became of a parcel by its own books; nothing where it made no label for it.
    pub fn standing(&self, parcel: ParcelId) -> Option<&'static str> {
        let now = self.clock.now();
        let desk = locked(&self.desk);
        let course = desk.courses.get(&parcel)?;
        let past = course.turns.iter().filter(|(at, _)| *at <= now);
        let past: Vec<ScanKind> = past.map(|(_, scan)| scan.kind).collect();
        let has_arrived = past.contains(&ScanKind::Delivered);
        Some(match past.last() {
            _ if has_arrived => "delivered",
            Some(ScanKind::Lost) => "lost",
            Some(_) => "under_way",
            None => "sent",
        })
    }
}

impl Desk<ParcelId, Scan, CarrierEvent> {
    /// A label was made: what becomes of its parcel, and what is told of it when.
    fn begin(&mut self, parcel: ParcelId, now: DateTime<Utc>) {
        let pace = Duration::minutes(1 + i64::from(self.dice.below(1_200)));
        let late = Duration::minutes(i64::from(self.dice.below(2_400)));
        let way = way_of(self.dice.below(6));
        let telling = self.dice.below(6);
        let last = now + pace * way.len() as i32;
        let mut turns = Vec::new();
        for (number, kind) in (1..).zip(way) {
            let at = now + pace * number;
            let scan = Scan {
                id: format!("{parcel}_{number}"),
                kind: *kind,
                place: "Hangzhou".to_owned(),
                at,
            };
            for when in told(telling, at, last, late) {
                let scan = scan.clone();
                self.post.push((when, CarrierEvent { parcel, scan }));
            }
            turns.push((at, scan));
        }
        // A parcel moves no money.
        let amount = Money::zero(Currency::Cny);
        self.courses.insert(parcel, Course { amount, turns });
    }
}

/// What happens to a parcel, in this order. Each is delivered, or lost in the end.
fn way_of(fate: u32) -> &'static [ScanKind] {
    use ScanKind::{Delivered, Lost, NotAtHome, OutForDelivery, PickedUp, Sorted};
    match fate {
        0 => &[PickedUp, Sorted, Lost],
        // found again
        1 => &[PickedUp, Lost, Sorted, OutForDelivery, Delivered],
        2 => &[
            PickedUp,
            OutForDelivery,
            NotAtHome,
            OutForDelivery,
            Delivered,
        ],
        // the empty box passes a machine
        3 => &[PickedUp, OutForDelivery, Delivered, Sorted],
        _ => &[PickedUp, Sorted, OutForDelivery, Delivered],
    }
}

/// When a scan is told.
fn told(
    telling: u32,
    at: DateTime<Utc>,
    last: DateTime<Utc>,
    late: Duration,
) -> Vec<DateTime<Utc>> {
    match telling {
        // found only by asking
        0 => vec![],
        1 => vec![at, at + Duration::minutes(10)],
        // the last one first
        2 => vec![last + (last - at)],
        3 => vec![at + late],
        _ => vec![at],
    }
}

#[async_trait]
impl Carrier for Carriers {
    async fn label(&self, wanted: &NewLabel) -> Result<Label, Incident> {
        let parcel = wanted.parcel;
        let (is_down, looks) = {
            let mut desk = locked(&self.desk);
            let is_down = desk.is_down(5);
            if is_down && desk.dice.one_in(2) {
                return Err(down("the carrier"));
            }
            if !desk.courses.contains_key(&parcel) {
                desk.begin(parcel, self.clock.now());
            }
            let looks = desk.dice.below(20);
            (is_down, if desk.calm { 0 } else { looks })
        };
        // Late: whoever waits for it may be killed over it.
        for _ in 0..looks {
            tokio::task::yield_now().await;
        }
        if is_down {
            return Err(down("the carrier"));
        }
        Ok(Label {
            reference: reference(parcel),
            carrier: "Simulated Post".to_owned(),
            url: format!("https://carrier.example/{parcel}"),
        })
    }

    async fn scans(&self, reference: &str) -> Result<Vec<Scan>, Incident> {
        let now = self.clock.now();
        let mut desk = locked(&self.desk);
        if desk.is_down(6) {
            return Err(down("the carrier"));
        }
        let is_reversed = desk.dice.one_in(2);
        let course = named(reference).and_then(|parcel: ParcelId| desk.courses.get(&parcel));
        let course = course.ok_or_else(|| Incident::new("no such label"))?;
        let past = course.turns.iter().filter(|(at, _)| *at <= now);
        let mut scans: Vec<Scan> = past.map(|(_, scan)| scan.clone()).collect();
        if is_reversed {
            scans.reverse();
        }
        Ok(scans)
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<CarrierEvent, Incident> {
        Err(Incident::new("messages are handed over, not posted"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parcel_comes_to_an_end() {
        for fate in 0..6 {
            let way = way_of(fate);
            let has_arrived = way.contains(&ScanKind::Delivered);
            assert!(
                has_arrived || way.last() == Some(&ScanKind::Lost),
                "{way:?}"
            );
        }
    }
}
