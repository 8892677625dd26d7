//! What is known of weights, sizes and templates, what somebody says of them, and what comes of it.

use super::Measures;
use crate::id::{TemplateId, VariantId};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, iter::repeat};

/// What somebody says a variant weighs and measures. Where the outer `None` stands nothing is
/// said, and what is known stays; the inner one says that it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// In grams.
    pub weight_g: Option<Option<i32>>,
    /// Length, width and height.
    pub size_cm: Option<Option<[i32; 3]>>,
}

impl Told {
    /// Says all of it.
    pub fn all((weight_g, size_cm): Measures) -> Self {
        Self {
            weight_g: Some(weight_g),
            size_cm: Some(size_cm),
        }
    }

    /// With what another says where this one says nothing.
    pub fn or(self, other: Self) -> Self {
        Self {
            weight_g: self.weight_g.or(other.weight_g),
            size_cm: self.size_cm.or(other.size_cm),
        }
    }

    /// Whether it says nothing.
    pub fn says_nothing(self) -> bool {
        self == Self::default()
    }

    /// What is known once it was said.
    fn on(self, (weight_g, size_cm): Measures) -> Measures {
        (
            self.weight_g.unwrap_or(weight_g),
            self.size_cm.unwrap_or(size_cm),
        )
    }
}

/// What somebody says of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingTold {
    /// The outer `None` says nothing; the inner one: by the shop's default.
    pub template: Option<Option<TemplateId>>,
    /// In the order of its variants.
    pub variants: Vec<Told>,
}

impl ListingTold {
    /// Says all that is known, of variants in this order; nothing of one that nothing is known of.
    pub fn all(known: &Known, variants: impl IntoIterator<Item = Option<VariantId>>) -> Self {
        let told = |variant: Option<VariantId>| {
            let measures = known.variants.get(&variant?)?;
            Some(Told::all(*measures))
        };
        Self {
            template: Some(known.template),
            variants: variants
                .into_iter()
                .map(|variant| told(variant).unwrap_or_default())
                .collect(),
        }
    }

    /// What comes of it where so much was known. `variants`: those that it speaks of, in its order.
    pub fn on(&self, before: Known, variants: &[VariantId]) -> Changed {
        let told = self.variants.iter().copied().chain(repeat(Told::default()));
        let measures = variants.iter().zip(told);
        let after = Known {
            template: self.template.unwrap_or(before.template),
            variants: measures
                .map(|(id, told)| (*id, told.on(before.of(*id))))
                .collect(),
        };
        Changed { before, after }
    }
}

/// What is known of a listing and its variants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// None: by the shop's default.
    pub template: Option<TemplateId>,
    pub variants: BTreeMap<VariantId, Measures>,
}

impl Known {
    fn of(&self, variant: VariantId) -> Measures {
        self.variants.get(&variant).copied().unwrap_or_default()
    }
}

/// What was known before a change and after it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub before: Known,
    pub after: Known,
}

impl Changed {
    /// The template, where it is another; the inner `None`: by the shop's default.
    pub fn sent(&self) -> Option<Option<TemplateId>> {
        (self.before.template != self.after.template).then_some(self.after.template)
    }

    /// The variants of which other things are known, with what is.
    pub fn measured(&self) -> impl Iterator<Item = (VariantId, Measures)> {
        let variants = self.after.variants.iter();
        variants
            .map(|(id, measures)| (*id, *measures))
            .filter(move |(id, measures)| *measures != self.before.of(*id))
    }

    /// Whether all is as it was.
    pub fn is_none(&self) -> bool {
        self.sent().is_none() && self.measured().next().is_none()
    }

    /// What makes it again what it was before, where the listing still has the version that the
    /// change made. What is another all the same stays: a template that was removed since, which
    /// makes no version, and, after imports from before listings' histories told of weights, sizes
    /// and templates, whatever was said of them. `variants`: those from before in their order, each
    /// with whether it is still there.
    pub fn taken_back(
        &self,
        now: &Known,
        variants: impl IntoIterator<Item = (Option<VariantId>, bool)>,
    ) -> ListingTold {
        let told = |variant: Option<VariantId>, is_there: bool| {
            let id = variant?;
            let measures = *self.before.variants.get(&id)?;
            let touched = is_there && now.variants.get(&id) != self.after.variants.get(&id);
            (!touched).then(|| Told::all(measures))
        };
        ListingTold {
            template: (now.template == self.after.template).then_some(self.before.template),
            variants: variants
                .into_iter()
                .map(|(variant, is_there)| told(variant, is_there).unwrap_or_default())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SIZE: [i32; 3] = [12, 8, 4];

    fn variant(n: u128) -> VariantId {
        VariantId(Uuid::from_u128(n))
    }

    fn template(n: u128) -> Option<TemplateId> {
        Some(TemplateId(Uuid::from_u128(n)))
    }

    fn known(of: Option<TemplateId>, variants: &[(u128, Measures)]) -> Known {
        Known {
            template: of,
            variants: variants.iter().map(|(n, m)| (variant(*n), *m)).collect(),
        }
    }

    fn weighs(grams: i32) -> Told {
        Told {
            weight_g: Some(Some(grams)),
            size_cm: None,
        }
    }

    #[test]
    fn what_is_not_said_stays_and_what_is_known_is_no_change() {
        let before = known(template(1), &[(1, (Some(250), Some(SIZE)))]);
        let silent = ListingTold::default().on(before.clone(), &[variant(1)]);
        assert!(silent.is_none());
        assert_eq!(silent.after, before);
        let again = ListingTold::all(&before, [Some(variant(1))]).on(before.clone(), &[variant(1)]);
        assert!(again.is_none());

        let told = ListingTold {
            template: Some(None),
            variants: vec![weighs(300), weighs(80)],
        };
        let changed = told.on(before, &[variant(1), variant(2)]);
        assert_eq!(changed.sent(), Some(None));
        let measured: Vec<_> = changed.measured().collect();
        assert_eq!(
            measured,
            [
                (variant(1), (Some(300), Some(SIZE))),
                (variant(2), (Some(80), None)),
            ]
        );
    }

    #[test]
    fn a_variant_that_goes_is_no_change_of_what_is_known() {
        let measures = (Some(250), None);
        let before = known(None, &[(1, measures), (2, measures)]);
        let changed = ListingTold::default().on(before, &[variant(2)]);
        assert!(changed.is_none());
        assert_eq!(changed.after, known(None, &[(2, measures)]));
    }

    #[test]
    fn taking_back_leaves_what_was_said_since() {
        let (light, heavy, since) = ((Some(250), None), (Some(300), None), (Some(320), None));
        let changed = Changed {
            before: known(template(1), &[(1, light), (2, light), (3, light)]),
            after: known(template(2), &[(1, heavy), (2, heavy)]),
        };
        let now = known(template(2), &[(1, heavy), (2, since)]);
        let were = [
            (Some(variant(1)), true),
            (Some(variant(2)), true),
            (Some(variant(3)), false),
        ];
        let back = changed.taken_back(&now, were);
        assert_eq!(back.template, Some(template(1)));
        let expected = [Told::all(light), Told::default(), Told::all(light)];
        assert_eq!(back.variants, expected);

        let sent_otherwise = known(None, &[]);
        assert_eq!(changed.taken_back(&sent_otherwise, were).template, None);
    }

    #[test]
    fn it_is_kept_as_it_is_read() {
        let known = known(None, &[(1, (None, Some(SIZE)))]);
        let json = serde_json::to_value(&known).expect("JSON");
        let id = variant(1).to_string();
        assert_eq!(
            json,
            serde_json::json!({"template": null, "variants": {id: [null, SIZE]}})
        );
        assert_eq!(serde_json::from_value::<Known>(json).expect("known"), known);
    }
}
