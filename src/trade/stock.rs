//! Stock: what is on hand, what of it is promised, and the movements that changed it.

pub mod count;
pub mod history;
pub mod low;

use serde::{Deserialize, Serialize};

/// Pieces of one variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLevel {
    /// In the shop's shelves.
    pub on_hand: u32,
    /// Of these, promised to checkouts that are not paid yet.
    pub reserved: u32,
}

/// What changes a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StockMove {
    /// The shop counted its shelf: so many are on hand.
    Counted { on_hand: u32 },
    /// A checkout was placed.
    Reserved { quantity: u32 },
    /// A checkout came to nothing.
    Released { quantity: u32 },
    /// A checkout was paid: the goods leave the shelf.
    Allocated { quantity: u32 },
    /// An order was cancelled before it was sent.
    Returned { quantity: u32 },
}

/// Why stock cannot change so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StockError {
    #[error("only {available} are left")]
    NotEnough { available: u32 },
    #[error("{reserved} are promised to buyers who are paying")]
    BelowReserved { reserved: u32 },
    #[error("more than was reserved")]
    NotReserved,
}

/// A change, as the history keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StockChange {
    pub kind: &'static str,
    pub on_hand: i32,
    pub reserved: i32,
}

impl StockLevel {
    /// What can still be promised.
    pub fn available(self) -> u32 {
        self.on_hand.saturating_sub(self.reserved)
    }

    /// The count that puts right a difference which was found on the shelf, whatever was sold
    /// or came in since it was found.
    ///
    /// # Errors
    /// Refuses to go below what is promised, and so below nothing.
    pub fn corrected(self, difference: i64) -> Result<StockMove, StockError> {
        u32::try_from(i64::from(self.on_hand) + difference)
            .ok()
            .filter(|on_hand| *on_hand >= self.reserved)
            .map(|on_hand| StockMove::Counted { on_hand })
            .ok_or(StockError::BelowReserved {
                reserved: self.reserved,
            })
    }

    /// The level after a movement, and the change to be written down.
    ///
    /// # Errors
    /// Never goes below zero, and never takes what is promised to another.
    pub fn after(self, movement: StockMove) -> Result<(Self, StockChange), StockError> {
        let next = match movement {
            StockMove::Counted { on_hand } if on_hand < self.reserved => {
                return Err(StockError::BelowReserved {
                    reserved: self.reserved,
                });
            }
            StockMove::Counted { on_hand } => Self { on_hand, ..self },
            StockMove::Reserved { quantity } if quantity > self.available() => {
                return Err(StockError::NotEnough {
                    available: self.available(),
                });
            }
            StockMove::Reserved { quantity } => Self {
                reserved: self.reserved + quantity,
                ..self
            },
            StockMove::Released { quantity } | StockMove::Allocated { quantity }
                if quantity > self.reserved =>
            {
                return Err(StockError::NotReserved);
            }
            StockMove::Released { quantity } => Self {
                reserved: self.reserved - quantity,
                ..self
            },
            StockMove::Allocated { quantity } => Self {
                on_hand: self.on_hand - quantity,
                reserved: self.reserved - quantity,
            },
            StockMove::Returned { quantity } => Self {
                on_hand: self.on_hand + quantity,
                ..self
            },
        };
        let change = StockChange {
            kind: movement.kind(),
            on_hand: next.on_hand as i32 - self.on_hand as i32,
            reserved: next.reserved as i32 - self.reserved as i32,
        };
        Ok((next, change))
    }
}

impl StockMove {
    /// As the history names it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Counted { .. } => "counted",
            Self::Reserved { .. } => "reserved",
            Self::Released { .. } => "released",
            Self::Allocated { .. } => "allocated",
            Self::Returned { .. } => "returned",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_move() -> impl Strategy<Value = StockMove> {
        let n = 0_u32..30;
        prop_oneof![
            n.clone().prop_map(|on_hand| StockMove::Counted { on_hand }),
            n.clone()
                .prop_map(|quantity| StockMove::Reserved { quantity }),
            n.clone()
                .prop_map(|quantity| StockMove::Released { quantity }),
            n.clone()
                .prop_map(|quantity| StockMove::Allocated { quantity }),
            n.prop_map(|quantity| StockMove::Returned { quantity }),
        ]
    }

    proptest! {
        #[test]
        fn no_history_goes_below_zero_and_changes_add_up(moves in prop::collection::vec(any_move(), 0..60)) {
            let mut level = StockLevel::default();
            let (mut on_hand, mut reserved) = (0_i32, 0_i32);
            for movement in moves {
                if let Ok((next, change)) = level.after(movement) {
                    on_hand += change.on_hand;
                    reserved += change.reserved;
                    prop_assert!(next.reserved <= next.on_hand);
                    level = next;
                }
            }
            prop_assert_eq!((on_hand, reserved), (level.on_hand as i32, level.reserved as i32));
        }
    }

    #[test]
    fn a_difference_is_put_right_but_never_below_what_is_promised() {
        let level = StockLevel {
            on_hand: 5,
            reserved: 3,
        };
        let refused = Err(StockError::BelowReserved { reserved: 3 });
        assert_eq!(level.corrected(-2), Ok(StockMove::Counted { on_hand: 3 }));
        assert_eq!(level.corrected(4), Ok(StockMove::Counted { on_hand: 9 }));
        assert_eq!(level.corrected(-3), refused);
        assert_eq!(level.corrected(-6), refused);
    }

    #[test]
    fn the_last_piece_is_promised_once() {
        let one = StockLevel {
            on_hand: 1,
            reserved: 0,
        };
        let (held, _) = one
            .after(StockMove::Reserved { quantity: 1 })
            .expect("one is left");
        assert_eq!(
            held.after(StockMove::Reserved { quantity: 1 }),
            Err(StockError::NotEnough { available: 0 })
        );
        assert_eq!(
            held.after(StockMove::Counted { on_hand: 0 }),
            Err(StockError::BelowReserved { reserved: 1 })
        );
    }
}
