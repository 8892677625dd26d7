//! Orders go out in parcels, whole or in parts, and their carrier tells where these are. What is
//! lost puts the clock off, and is owed until it is paid back.

use super::Taken;
use crate::model::{Market, Parcel};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    money::escrow::confirm_by,
    trade::shipping::parcel::{
        Bringer, Packing, ParcelForm, Scan, ScanKind, Standing, lost_and_owed,
    },
};

pub const CONFIRM_AFTER_DAYS: i64 = 10;

impl Market {
    /// All that is left, in one parcel.
    pub fn ship(&mut self, at: usize) -> Taken {
        let packing = Packing::all(&self.orders.get(at)?.unpacked());
        self.dispatch(at, packing)
    }

    /// Some pieces of each line.
    pub fn pack(&mut self, at: usize, pieces: [u32; 2]) -> Taken {
        let order = self.orders.get(at)?;
        let lines = order.lines.iter().map(|line| line.left.line);
        let typed = lines.zip(pieces);
        let form = ParcelForm {
            pieces: typed.map(|(id, some)| (id, some.to_string())).collect(),
            by: Bringer::Label,
            ..ParcelForm::default()
        };
        let (packing, _) = form.checked(&order.unpacked()).ok()?;
        self.dispatch(at, packing)
    }

    /// With the last parcel the order is sent.
    fn dispatch(&mut self, at: usize, packing: Packing) -> Taken {
        if packing.pieces.is_empty() {
            return None;
        }
        let by = self.confirm_by();
        let order = self.orders.get_mut(at)?;
        let stage = order.stage.clone();
        let stage = match packing.last {
            true => stage.ship(self.now, by),
            false => stage.ship_part(self.now),
        };
        order.stage = stage.ok()?;
        self.parcels.push(Parcel {
            order: at,
            pieces: packing.pieces,
            scans: Vec::new(),
        });
        self.recount(at);
        Some(())
    }

    pub fn confirm_by(&self) -> DateTime<Utc> {
        confirm_by(self.now, Duration::days(CONFIRM_AFTER_DAYS))
    }

    /// A carrier's word of some hours ago, perhaps older than what was told before. What a loss
    /// asks for is the back end's, in `server/backend/src/trade/shipping/scan.rs`.
    pub fn scan(&mut self, at: usize, kind: ScanKind, hours: i64) -> Taken {
        let parcel = self.parcels.get_mut(at)?;
        let before = parcel.standing();
        parcel.scans.push(Scan {
            id: self.now.to_string(),
            kind,
            place: "Hangzhou".to_owned(),
            at: self.now - Duration::hours(hours),
        });
        let (order, standing) = (parcel.order, parcel.standing());
        self.recount(order);
        // Whoever confirmed receipt knows better.
        let is_open = !self.orders[order].is_completed();
        if standing != before && standing == Standing::Lost && is_open {
            self.put_off(order)?;
        }
        Some(())
    }

    /// The clock waits for another turn, where it runs.
    pub fn put_off(&mut self, at: usize) -> Taken {
        let until = self.confirm_by();
        let order = self.orders.get_mut(at)?;
        order.stage = order.stage.clone().put_off(until);
        if order.is_sent() {
            order.put_off.push(self.now);
        }
        Some(())
    }

    /// What of each line is in parcels and not paid back, and what of that is lost: the use cases
    /// count it from the parcels each time they look.
    pub fn recount(&mut self, at: usize) {
        let parcels = self.parcels.iter().filter(|parcel| parcel.order == at);
        let parcels: Vec<&Parcel> = parcels.collect();
        for line in &mut self.orders[at].lines {
            let (mut sent, mut lost) = (0, 0);
            for parcel in &parcels {
                let pieces = parcel.pieces_of(line.left.line);
                sent += pieces;
                if parcel.standing() == Standing::Lost {
                    lost += pieces;
                }
            }
            let back = line.sent_and_paid_back();
            line.left.packed = sent.saturating_sub(back);
            line.left.lost = lost_and_owed(lost, back, line.left.goods_minor);
        }
    }
}
