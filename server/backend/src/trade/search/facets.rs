//! Turns what was chosen into a filter of the index, and its counts into facets.

use super::{
    collect::{Counts, Filter, SpecFilter, Tally},
    keys::{choice_key, definition_bits, shop_key},
    specs::Definition,
    standing::{ShopStanding, Standing},
    tree::category_key,
};
use longtail::{
    id::CategoryId,
    text::Bilingual,
    trade::{
        search::{Facet, FacetName, FacetValue, SearchRequest, SpecChosen, ranges::ranges},
        shop::Tier,
    },
};

/// Shops shown in their facet, beside those that are chosen.
const SHOPS: usize = 10;
/// Choices of one specification that are shown.
const CHOICES: usize = 14;
/// Specifications shown: those that most of the list answers.
const SPECS: usize = 6;

/// What a request narrows its list to.
pub fn filter(request: &SearchRequest, chosen: Option<CategoryId>) -> Filter {
    let narrow = &request.narrow;
    Filter {
        own_shop: request.shop.as_deref().map(shop_key),
        category: chosen.map(category_key),
        price: (narrow.price_from, narrow.price_to),
        mall: request.tier.map(|tier| tier == Tier::Mall),
        in_stock: narrow.in_stock,
        postage_free: narrow.postage_free,
        shops: narrow.shops.iter().map(|slug| shop_key(slug)).collect(),
        specs: narrow.specs.iter().map(spec_filter).collect(),
    }
}

fn spec_filter(chosen: &SpecChosen) -> SpecFilter {
    SpecFilter {
        key: chosen.key.clone(),
        choices: chosen
            .values
            .iter()
            .map(|value| choice_key(&chosen.key, value))
            .collect(),
        range: (chosen.from, chosen.to),
    }
}

/// What a list can be narrowed by, as its counts have it.
pub fn facets(
    request: &SearchRequest,
    tally: &Tally,
    standing: &Standing,
    definitions: &[Definition],
) -> Vec<Facet> {
    let own_shop = request.shop.is_some();
    let mut facets = vec![Facet {
        name: FacetName::Price,
        values: Vec::new(),
        ranges: ranges(&tally.prices.0),
    }];
    if !own_shop {
        facets.push(tiers(request, tally));
    }
    facets.push(one(
        FacetName::InStock,
        tally.in_stock,
        request.narrow.in_stock,
    ));
    if !own_shop {
        facets.push(one(
            FacetName::PostageFree,
            tally.postage_free,
            request.narrow.postage_free,
        ));
        facets.push(shops(request, &tally.shops, standing));
    }
    facets.extend(specs(request, tally, definitions));
    facets.retain(|facet| !facet.values.is_empty() || !facet.ranges.is_empty());
    facets
}

/// A facet of one value; without it where nothing has it.
fn one(name: FacetName, count: u64, chosen: bool) -> Facet {
    let value = FacetValue {
        key: "yes".to_owned(),
        label: Bilingual::default(),
        count,
        chosen,
    };
    Facet {
        name,
        values: if count > 0 || chosen {
            vec![value]
        } else {
            Vec::new()
        },
        ranges: Vec::new(),
    }
}

fn tiers(request: &SearchRequest, tally: &Tally) -> Facet {
    let values = [(Tier::Mall, tally.mall), (Tier::Bazaar, tally.bazaar)];
    Facet {
        name: FacetName::Tier,
        values: values
            .into_iter()
            .map(|(tier, count)| {
                let key: &'static str = tier.into();
                FacetValue {
                    key: key.to_owned(),
                    label: Bilingual::default(),
                    count,
                    chosen: request.tier == Some(tier),
                }
            })
            .filter(|value| value.count > 0 || value.chosen)
            .collect(),
        ranges: Vec::new(),
    }
}

fn shops(request: &SearchRequest, counts: &Counts, standing: &Standing) -> Facet {
    let chosen = &request.narrow.shops;
    let mut most: Vec<(u32, &ShopStanding)> = counts
        .iter()
        .filter_map(|(key, count)| Some((*count, standing.shop(*key)?)))
        .collect();
    // names are copied of those only that may be shown
    most.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.slug.cmp(&b.1.slug)));
    let shown = most.iter().enumerate();
    let shown = shown.filter(|(at, (_, shop))| *at < SHOPS || chosen.contains(&shop.slug));
    let values = shown.map(|(_, (count, shop))| FacetValue {
        key: shop.slug.clone(),
        label: shop.name.clone(),
        count: u64::from(*count),
        chosen: chosen.contains(&shop.slug),
    });
    Facet {
        name: FacetName::Shop,
        // one shop alone is no choice
        values: if most.len() > 1 || !chosen.is_empty() {
            values.collect()
        } else {
            Vec::new()
        },
        ranges: Vec::new(),
    }
}

/// Those with most first; what is chosen stays, however little it has.
fn most_first(values: &mut Vec<FacetValue>, most: usize) {
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
    let mut shown = 0;
    values.retain(|value| {
        shown += 1;
        value.chosen || shown <= most
    });
}

fn specs(request: &SearchRequest, tally: &Tally, definitions: &[Definition]) -> Vec<Facet> {
    let mut facets: Vec<(bool, u64, Facet)> = definitions
        .iter()
        .filter_map(|definition| {
            let facet = spec(request, tally, definition)?;
            let answered = facet.values.iter().map(|value| value.count).sum::<u64>()
                + facet.ranges.iter().map(|range| range.count).sum::<u64>();
            let chosen = request.narrow.spec(&definition.key).is_some();
            Some((chosen, answered, facet))
        })
        .collect();
    facets.sort_by_key(|(chosen, answered, _)| std::cmp::Reverse((*chosen, *answered)));
    facets.truncate(SPECS.max(request.narrow.specs.len()));
    facets.into_iter().map(|(_, _, facet)| facet).collect()
}

fn spec(request: &SearchRequest, tally: &Tally, definition: &Definition) -> Option<Facet> {
    let (key, name) = (definition.key.clone(), definition.name.clone());
    let chosen = request.narrow.spec(&key);
    if let Some(unit) = &definition.unit {
        let counts = tally.numbers.get(&definition_bits(&key))?;
        return Some(Facet {
            name: FacetName::Number {
                key,
                name,
                unit: unit.clone(),
            },
            values: Vec::new(),
            ranges: ranges(counts),
        });
    }
    let mut values: Vec<FacetValue> = definition
        .choices
        .iter()
        .map(|(value, label)| FacetValue {
            key: value.clone(),
            label: label.clone(),
            count: tally
                .choices
                .get(&choice_key(&key, value))
                .map_or(0, |count| u64::from(*count)),
            chosen: chosen.is_some_and(|chosen| chosen.values.contains(value)),
        })
        .filter(|value| value.count > 0 || value.chosen)
        .collect();
    most_first(&mut values, CHOICES);
    (values.len() > 1 || chosen.is_some()).then(|| Facet {
        name: FacetName::Choice { key, name },
        values,
        ranges: Vec::new(),
    })
}
