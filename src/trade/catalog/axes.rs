//! Option axes and the combinations they make.

use crate::{
    id::MediaId,
    text::{Bilingual, Lang},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a buyer chooses along: colour, size, memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axis {
    pub name: Bilingual,
    pub values: Vec<AxisValue>,
}

/// One value of an axis, with a picture where it changes how the goods look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AxisValue {
    pub label: Bilingual,
    #[serde(default)]
    pub media: Option<MediaId>,
}

/// One index into each axis' values, in the order of the axes. Empty where there are no axes.
pub type Choice = Vec<u16>;

/// Every combination, the first axis turning slowest. One empty choice where there are no axes.
///
/// The caller checks the number first ([`super::Limits::check`]).
pub fn combinations(axes: &[Axis]) -> Vec<Choice> {
    axes.iter().fold(vec![Vec::new()], |made, axis| {
        made.iter()
            .flat_map(|choice| {
                (0..axis.values.len()).map(move |value| {
                    let mut longer = choice.clone();
                    longer.push(value as u16);
                    longer
                })
            })
            .collect()
    })
}

/// What a choice says, such as `Red / Large`; empty where there is nothing to choose.
pub fn options_text(axes: &[Axis], choice: &[u16]) -> Bilingual {
    let say = |lang: Lang| {
        axes.iter()
            .zip(choice)
            .filter_map(|(axis, value)| axis.values.get(usize::from(*value)))
            .map(|value| value.label.pick(lang))
            .collect::<Vec<_>>()
            .join(" / ")
    };
    Bilingual::new(say(Lang::En), say(Lang::Zh))
}

/// Where each old choice is found among new axes, so that a variant keeps its price, its
/// stock and its orders when values are added, moved or taken away.
///
/// Axes and values are recognised by their words in either language. A choice whose value
/// has gone, or whose axis has gone leaving two for one place, has none. An axis that is
/// new gives what was there its first value.
pub fn carry_over(old: &[Axis], new: &[Axis], choices: &[Choice]) -> BTreeMap<Choice, Choice> {
    let mut taken = BTreeMap::new();
    for choice in choices {
        let moved: Option<Choice> = new
            .iter()
            .map(|axis| {
                let Some(at) = old.iter().position(|was| same_words(&was.name, &axis.name)) else {
                    return (!axis.values.is_empty()).then_some(0);
                };
                let value = old[at].values.get(usize::from(*choice.get(at)?))?;
                let place = axis
                    .values
                    .iter()
                    .position(|v| same_words(&v.label, &value.label))?;
                Some(place as u16)
            })
            .collect();
        if let Some(moved) = moved
            && !taken.values().any(|place| *place == moved)
        {
            taken.insert(choice.clone(), moved);
        }
    }
    taken
}

fn same_words(a: &Bilingual, b: &Bilingual) -> bool {
    let same = |a: &str, b: &str| !a.is_empty() && a.trim().eq_ignore_ascii_case(b.trim());
    same(&a.en, &b.en) || same(&a.zh, &b.zh)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(name: &str, values: &[&str]) -> Axis {
        Axis {
            name: Bilingual::new(name, ""),
            values: values
                .iter()
                .map(|label| AxisValue {
                    label: Bilingual::new(*label, ""),
                    media: None,
                })
                .collect(),
        }
    }

    #[test]
    fn the_first_axis_turns_slowest() {
        let axes = [axis("Colour", &["Red", "Blue"]), axis("Size", &["S", "L"])];
        assert_eq!(
            combinations(&axes),
            [vec![0, 0], vec![0, 1], vec![1, 0], vec![1, 1]]
        );
        assert_eq!(combinations(&[]), [Vec::<u16>::new()]);
        assert_eq!(options_text(&axes, &[1, 0]).en, "Blue / S");
    }

    #[test]
    fn five_axes_make_378_variants() {
        let sizes = [2, 3, 7, 3, 3];
        let axes: Vec<Axis> = sizes
            .iter()
            .map(|n| {
                let labels: Vec<String> = (0..*n).map(|i| format!("v{i}")).collect();
                let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
                axis("axis", &labels)
            })
            .collect();
        assert_eq!(combinations(&axes).len(), 378);
    }

    #[test]
    fn variants_follow_their_words() {
        let old = [axis("Colour", &["Red", "Blue", "Green"])];
        let new = [
            axis("Size", &["S", "L"]),
            axis("Colour", &["Green", "Black", "Red"]),
        ];
        let moved = carry_over(&old, &new, &[vec![0], vec![1], vec![2]]);
        assert_eq!(
            moved,
            BTreeMap::from([(vec![0], vec![0, 2]), (vec![2], vec![0, 0])])
        );
    }

    #[test]
    fn an_axis_that_goes_leaves_one_variant_a_place() {
        let old = [axis("Colour", &["Red"]), axis("Size", &["S", "L"])];
        let new = [axis("Colour", &["Red"])];
        let moved = carry_over(&old, &new, &[vec![0, 0], vec![0, 1]]);
        assert_eq!(moved, BTreeMap::from([(vec![0, 0], vec![0])]));
    }
}
