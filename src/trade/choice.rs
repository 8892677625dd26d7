//! Choosing among a listing's variants, one option after another.
//!
//! A choice names one value per axis, or leaves the axis open. The buttons of an axis are
//! judged as if the other axes stayed as they are, so that a person sees what a change costs.

use serde::{Deserialize, Serialize};

/// One value per axis, by its place; `None` where nothing is chosen yet.
pub type PartialChoice = Vec<Option<u16>>;

/// What choosing knows of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// One value per axis.
    pub choice: Vec<u16>,
    /// Whether the shop offers this combination at all.
    pub offered: bool,
    /// Pieces that can still be promised.
    pub stock: u32,
}

impl AsRef<Self> for Offer {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// How an option button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueState {
    /// No such thing with the rest of the choice.
    Impossible,
    /// There is such a thing, but none left.
    SoldOut,
    Available,
}

/// Whether a variant agrees with what is chosen so far, leaving one axis aside.
fn agrees(offer: &Offer, chosen: &[Option<u16>], except: Option<usize>) -> bool {
    chosen.iter().enumerate().all(|(axis, value)| {
        Some(axis) == except || value.is_none_or(|value| offer.choice.get(axis) == Some(&value))
    })
}

/// The state of every value of every axis, given how many values each axis has.
pub fn value_states<O: AsRef<Offer>>(
    values_per_axis: &[usize],
    offers: &[O],
    chosen: &[Option<u16>],
) -> Vec<Vec<ValueState>> {
    values_per_axis
        .iter()
        .enumerate()
        .map(|(axis, count)| {
            let mut states = vec![ValueState::Impossible; *count];
            for offer in offers.iter().map(AsRef::as_ref).filter(|o| o.offered) {
                if !agrees(offer, chosen, Some(axis)) {
                    continue;
                }
                let value = offer.choice.get(axis).copied().map(usize::from);
                if let Some(state) = value.and_then(|value| states.get_mut(value)) {
                    let this = if offer.stock > 0 {
                        ValueState::Available
                    } else {
                        ValueState::SoldOut
                    };
                    *state = (*state).max(this);
                }
            }
            states
        })
        .collect()
}

/// The one offered variant that a complete choice names.
pub fn chosen_offer<O: AsRef<Offer>>(offers: &[O], chosen: &[Option<u16>]) -> Option<usize> {
    if chosen.iter().any(Option::is_none) {
        return None;
    }
    offers.iter().position(|offer| {
        let offer = offer.as_ref();
        offer.offered && offer.choice.len() == chosen.len() && agrees(offer, chosen, None)
    })
}

/// The offered variants that a partial choice still leaves open.
pub fn open_offers<'a, O: AsRef<Offer>>(
    offers: &'a [O],
    chosen: &'a [Option<u16>],
) -> impl Iterator<Item = usize> + 'a {
    offers
        .iter()
        .enumerate()
        .map(|(i, offer)| (i, offer.as_ref()))
        .filter(|(_, offer)| offer.offered && agrees(offer, chosen, None))
        .map(|(i, _)| i)
}

/// The choice after pressing a button. Pressing what is chosen lets it go again; values of
/// other axes that cannot be had with the new one are let go, the later axes first, so that
/// no button is ever a dead end.
pub fn press<O: AsRef<Offer>>(
    offers: &[O],
    chosen: &[Option<u16>],
    axis: usize,
    value: u16,
) -> PartialChoice {
    let mut next = chosen.to_vec();
    if next.get(axis).copied().flatten() == Some(value) {
        next[axis] = None;
        return next;
    }
    if let Some(slot) = next.get_mut(axis) {
        *slot = Some(value);
    }
    for other in (0..next.len()).rev() {
        if open_offers(offers, &next).next().is_some() {
            break;
        }
        if other != axis {
            next[other] = None;
        }
    }
    next
}

/// What is chosen when the page opens: every axis that has one possible value only, or the
/// whole choice where there is one variant.
pub fn first_choice<O: AsRef<Offer>>(values_per_axis: &[usize], offers: &[O]) -> PartialChoice {
    (0..values_per_axis.len())
        .map(|axis| {
            let mut values = offers
                .iter()
                .map(AsRef::as_ref)
                .filter(|o| o.offered)
                .filter_map(|o| o.choice.get(axis).copied());
            let first = values.next()?;
            values.all(|value| value == first).then_some(first)
        })
        .collect()
}

/// Reads a choice from an address: `1,0`, with an empty place where nothing is chosen.
/// What makes no sense is read as nothing chosen.
pub fn read_choice(text: &str, values_per_axis: &[usize]) -> PartialChoice {
    let mut parts = text.split(',');
    values_per_axis
        .iter()
        .map(|count| {
            let value: u16 = parts.next()?.trim().parse().ok()?;
            (usize::from(value) < *count).then_some(value)
        })
        .collect()
}

/// Writes a choice as [`read_choice`] reads it.
pub fn write_choice(chosen: &[Option<u16>]) -> String {
    chosen
        .iter()
        .map(|value| value.map(|v| v.to_string()).unwrap_or_default())
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offer(choice: &[u16], stock: u32) -> Offer {
        Offer {
            choice: choice.to_vec(),
            offered: true,
            stock,
        }
    }

    #[test]
    fn buttons_grey_out() {
        use ValueState::{Available, Impossible, SoldOut};
        // colour (red, blue) × size (S, M, L); no blue L, red M sold out
        let offers = [
            offer(&[0, 0], 3),
            offer(&[0, 1], 0),
            offer(&[0, 2], 1),
            offer(&[1, 0], 2),
            offer(&[1, 1], 2),
        ];
        assert_eq!(
            value_states(&[2, 3], &offers, &[Some(0), None]),
            [
                vec![Available, Available],
                vec![Available, SoldOut, Available]
            ]
        );
        assert_eq!(
            value_states(&[2, 3], &offers, &[Some(1), None])[1],
            [Available, Available, Impossible]
        );
        assert_eq!(
            value_states(&[2, 3], &offers, &[None, Some(2)])[0],
            [Available, Impossible]
        );
        // pressing L while blue is chosen lets blue go
        assert_eq!(press(&offers, &[Some(1), None], 1, 2), [None, Some(2)]);
        assert_eq!(press(&offers, &[Some(1), None], 0, 1), [None, None]);
    }

    #[test]
    fn one_variant_is_chosen_at_once() {
        let one = [offer(&[], 4)];
        assert_eq!(first_choice(&[], &one), PartialChoice::new());
        assert_eq!(chosen_offer(&one, &[]), Some(0));
        let sizes = [offer(&[0, 0], 1), offer(&[0, 1], 1)];
        assert_eq!(first_choice(&[1, 2], &sizes), [Some(0), None]);
    }

    #[test]
    fn addresses_are_read_kindly() {
        assert_eq!(
            read_choice("1,,9,x", &[2, 2, 2, 2]),
            [Some(1), None, None, None]
        );
        assert_eq!(read_choice("", &[2]), [None]);
        assert_eq!(write_choice(&[Some(1), None, Some(0)]), "1,,0");
    }

    fn market() -> impl Strategy<Value = (Vec<usize>, Vec<Offer>, PartialChoice)> {
        prop::collection::vec(1_usize..4, 1..4).prop_flat_map(|axes| {
            let value = |n: usize| 0..n as u16;
            let choice: Vec<_> = axes.iter().map(|n| value(*n)).collect();
            let partial: Vec<_> = axes.iter().map(|n| prop::option::of(value(*n))).collect();
            let offers = prop::collection::vec(
                (choice, any::<bool>(), 0_u32..3).prop_map(|(choice, offered, stock)| Offer {
                    choice,
                    offered,
                    stock,
                }),
                0..12,
            );
            (Just(axes), offers, partial)
        })
    }

    proptest! {
        #[test]
        fn a_button_tells_the_truth((axes, offers, chosen) in market()) {
            let states = value_states(&axes, &offers, &chosen);
            prop_assert_eq!(states.iter().map(Vec::len).collect::<Vec<_>>(), axes.clone());
            for (axis, row) in states.iter().enumerate() {
                for (value, state) in row.iter().enumerate() {
                    let mut wish = chosen.clone();
                    wish[axis] = Some(value as u16);
                    let open: Vec<_> = open_offers(&offers, &wish).collect();
                    let expected = if open.is_empty() {
                        ValueState::Impossible
                    } else if open.iter().all(|i| offers[*i].stock == 0) {
                        ValueState::SoldOut
                    } else {
                        ValueState::Available
                    };
                    prop_assert_eq!(*state, expected);
                }
            }
        }

        #[test]
        fn pressing_never_ends_in_nothing((axes, offers, chosen) in market(), at in any::<prop::sample::Index>()) {
            let offered: Vec<_> = offers.iter().filter(|o| o.offered).collect();
            if let Some(goal) = offered.get(at.index(offered.len().max(1))) {
                for axis in 0..axes.len() {
                    let value = goal.choice[axis];
                    let next = press(&offers, &chosen, axis, value);
                    if chosen[axis] == Some(value) {
                        prop_assert_eq!(next[axis], None);
                    } else {
                        prop_assert_eq!(next[axis], Some(value));
                        prop_assert!(open_offers(&offers, &next).next().is_some());
                    }
                }
            }
        }

        #[test]
        fn what_is_written_reads_back((axes, _, chosen) in market()) {
            prop_assert_eq!(read_choice(&write_choice(&chosen), &axes), chosen);
        }
    }
}
