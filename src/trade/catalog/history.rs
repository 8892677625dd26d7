//! What a listing was and what it became: versions, and the changes between two of them.

use super::{Axis, Choice, ListingStage, SpecDefinition, SpecValue, VariantDraft, options_text};
use crate::{
    id::{CategoryId, ListingId, MediaId, SpecId, TemplateId, VariantId},
    money::Money,
    text::{Bilingual, Lang},
    trade::{
        catalog::ShopHead,
        shipping::postage::{Known, ListingTold},
    },
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything of a listing that people change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingState {
    pub stage: ListingStage,
    /// When it goes on the shelf by itself.
    pub publish_at: Option<DateTime<Utc>>,
    pub category: CategoryId,
    pub title: Bilingual,
    pub description: Bilingual,
    pub specs: Vec<SpecValue>,
    pub axes: Vec<Axis>,
    pub variants: Vec<VariantDraft>,
    pub pictures: Vec<MediaId>,
    /// Weights, sizes and the template; none in versions from before they were kept.
    #[serde(default)]
    pub postage: Option<Known>,
}

impl ListingState {
    /// What bringing it back says of weights, sizes and the template: nothing where they were not
    /// kept, so that they stay as they are.
    pub fn told(&self) -> ListingTold {
        let Some(known) = &self.postage else {
            return ListingTold::default();
        };
        ListingTold::all(known, self.variants.iter().map(|v| v.variant))
    }
}

/// What made a version.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    /// As it was when history began to be kept.
    First,
    Edit,
    Import,
    Stage,
    Schedule,
    /// The time that was set for it had come.
    Clock,
    Bulk,
    /// A bulk change was taken back.
    Undo,
    /// An earlier version was brought back.
    BringBack,
}

/// What of a listing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Stage,
    PublishAt,
    Category,
    TitleEn,
    TitleZh,
    DescriptionEn,
    DescriptionZh,
    Spec,
    Options,
    Pictures,
    VariantAdded,
    VariantGone,
    Offered,
    Sku,
    Barcode,
    Price,
    WasPrice,
    VariantPicture,
    Template,
    Weight,
    Size,
}

/// What stood in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    Nothing,
    Words(Bilingual),
    Money(Money),
    Offered(bool),
    Stage(ListingStage),
    Moment(DateTime<Utc>),
    Category(CategoryId),
    Count(usize),
    /// None: the shop's default.
    Template(Option<TemplateId>),
    Grams(i32),
    /// Length, width and height, in centimetres.
    Sides([i32; 3]),
}

/// One field's change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: Field,
    /// The variant's options, or the specification's name; empty for the listing's own fields.
    pub of: Bilingual,
    pub before: Held,
    pub after: Held,
}

fn words(text: &str) -> Held {
    if text.is_empty() {
        Held::Nothing
    } else {
        Held::Words(Bilingual::new(text, text))
    }
}

fn money(amount: Option<Money>) -> Held {
    amount.map_or(Held::Nothing, Held::Money)
}

/// Gathers what differs.
#[derive(Default)]
struct Differences(Vec<Change>);

impl Differences {
    fn note(&mut self, field: Field, of: &Bilingual, before: Held, after: Held) {
        if before != after {
            self.0.push(Change {
                field,
                of: of.clone(),
                before,
                after,
            });
        }
    }
}

/// What changed from one version to the next, field by field.
pub fn changes(
    before: &ListingState,
    after: &ListingState,
    definitions: &[SpecDefinition],
) -> Vec<Change> {
    let mut found = Differences::default();
    let own = Bilingual::default();
    let moment = |at: Option<DateTime<Utc>>| at.map_or(Held::Nothing, Held::Moment);
    let mut note = |field, a, b| found.note(field, &own, a, b);
    note(
        Field::Stage,
        Held::Stage(before.stage),
        Held::Stage(after.stage),
    );
    note(
        Field::PublishAt,
        moment(before.publish_at),
        moment(after.publish_at),
    );
    note(
        Field::Category,
        Held::Category(before.category),
        Held::Category(after.category),
    );
    note(
        Field::TitleEn,
        words(&before.title.en),
        words(&after.title.en),
    );
    note(
        Field::TitleZh,
        words(&before.title.zh),
        words(&after.title.zh),
    );
    note(
        Field::DescriptionEn,
        words(&before.description.en),
        words(&after.description.en),
    );
    note(
        Field::DescriptionZh,
        words(&before.description.zh),
        words(&after.description.zh),
    );
    if before.axes != after.axes {
        let said = (axes_said(&before.axes), axes_said(&after.axes));
        if said.0 == said.1 {
            // Only a value's picture is another.
            note(Field::Options, Held::Nothing, said.1);
        } else {
            note(Field::Options, said.0, said.1);
        }
    }
    if before.pictures != after.pictures {
        found.0.push(Change {
            field: Field::Pictures,
            of: own,
            before: Held::Count(before.pictures.len()),
            after: Held::Count(after.pictures.len()),
        });
    }
    specs(&mut found, before, after, definitions);
    variants(&mut found, before, after);
    postage(&mut found, before, after);
    found.0
}

fn axes_said(axes: &[Axis]) -> Held {
    if axes.is_empty() {
        return Held::Nothing;
    }
    let say = |lang: Lang| {
        axes.iter()
            .map(|axis| {
                let values: Vec<&str> = axis.values.iter().map(|v| v.label.pick(lang)).collect();
                format!("{}: {}", axis.name.pick(lang), values.join(", "))
            })
            .collect::<Vec<_>>()
            .join("; ")
    };
    Held::Words(Bilingual::new(say(Lang::En), say(Lang::Zh)))
}

fn specs(
    found: &mut Differences,
    before: &ListingState,
    after: &ListingState,
    definitions: &[SpecDefinition],
) {
    let answer = |state: &ListingState, id: SpecId| {
        let definition = definitions.iter().find(|d| d.id == id)?;
        let value = &state.specs.iter().find(|s| s.definition == id)?.value;
        Some(Held::Words(Bilingual::new(
            definition.say(value, Lang::En)?,
            definition.say(value, Lang::Zh)?,
        )))
    };
    for definition in definitions {
        let (was, is) = (answer(before, definition.id), answer(after, definition.id));
        found.note(
            Field::Spec,
            &definition.name,
            was.unwrap_or(Held::Nothing),
            is.unwrap_or(Held::Nothing),
        );
    }
}

fn variants(found: &mut Differences, before: &ListingState, after: &ListingState) {
    let by_id = |state: &ListingState| -> BTreeMap<VariantId, VariantDraft> {
        let known = state.variants.iter();
        known
            .filter_map(|v| Some((v.variant?, v.clone())))
            .collect()
    };
    let said = |state: &ListingState, choice: &Choice| options_text(&state.axes, choice);
    let (was, is) = (by_id(before), by_id(after));
    for (id, old) in &was {
        if !is.contains_key(id) {
            let of = said(before, &old.choice);
            found.note(
                Field::VariantGone,
                &of,
                Held::Money(old.price),
                Held::Nothing,
            );
        }
    }
    for new in &after.variants {
        let of = said(after, &new.choice);
        let Some(old) = new.variant.and_then(|id| was.get(&id)) else {
            found.note(
                Field::VariantAdded,
                &of,
                Held::Nothing,
                Held::Money(new.price),
            );
            continue;
        };
        found.note(
            Field::Offered,
            &of,
            Held::Offered(old.offered),
            Held::Offered(new.offered),
        );
        found.note(Field::Sku, &of, words(&old.sku), words(&new.sku));
        found.note(
            Field::Barcode,
            &of,
            words(&old.barcode),
            words(&new.barcode),
        );
        found.note(
            Field::Price,
            &of,
            Held::Money(old.price),
            Held::Money(new.price),
        );
        found.note(
            Field::WasPrice,
            &of,
            money(old.was_price),
            money(new.was_price),
        );
        if old.picture != new.picture {
            found.0.push(Change {
                field: Field::VariantPicture,
                of,
                before: Held::Count(usize::from(old.picture.is_some())),
                after: Held::Count(usize::from(new.picture.is_some())),
            });
        }
    }
}

/// Weights, sizes and the template, where both versions know of them.
fn postage(found: &mut Differences, before: &ListingState, after: &ListingState) {
    let (Some(was), Some(is)) = (&before.postage, &after.postage) else {
        return;
    };
    found.note(
        Field::Template,
        &Bilingual::default(),
        Held::Template(was.template),
        Held::Template(is.template),
    );
    let grams = |weight: Option<i32>| weight.map_or(Held::Nothing, Held::Grams);
    let sides = |size: Option<[i32; 3]>| size.map_or(Held::Nothing, Held::Sides);
    for variant in &after.variants {
        let measures = |known: &Known| known.variants.get(&variant.variant?).copied();
        let (Some(old), Some(new)) = (measures(was), measures(is)) else {
            continue;
        };
        let of = options_text(&after.axes, &variant.choice);
        found.note(Field::Weight, &of, grams(old.0), grams(new.0));
        found.note(Field::Size, &of, sides(old.1), sides(new.1));
    }
}

/// One version in the history, with what made it differ from the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    pub version: i32,
    pub at: DateTime<Utc>,
    /// The person's name; none where the market itself did it.
    pub who: Option<String>,
    pub cause: Cause,
    pub changes: Vec<Change>,
}

/// The history of a listing, the latest version first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    pub shop: ShopHead,
    pub listing: ListingId,
    pub title: Bilingual,
    /// The version that the listing has now.
    pub current: i32,
    pub created_at: DateTime<Utc>,
    pub versions: Vec<VersionView>,
    /// Names of the categories that the changes speak of.
    pub categories: Vec<(CategoryId, Bilingual)>,
    /// The shop's postage templates. One that is not among them was removed.
    pub templates: Vec<(TemplateId, String)>,
    pub page: u32,
    pub pages: u32,
}

#[cfg(test)]
mod tests;
