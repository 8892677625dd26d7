//! Postage by weight at some of the demo's shops, before anybody buys there.

use super::world::{DemoError, World};
use longtail::{
    id::{ListingId, VariantId},
    trade::shipping::postage::{MeasureDraft, MeasuresDraft, TemplateDraft, Unit, ZoneDraft},
};
use longtail_backend::trade::shipping::postage;

/// Shops whose goods are heavy or brittle, with their template's name and what the first step
/// and each further one cost.
const SHOPS: [(&str, &str, [&str; 2]); 3] = [
    ("south-slope-orchard", "Fruit in crates", ["12", "3"]),
    ("green-basket", "Vegetable boxes", ["15", "3"]),
    ("kiln-side", "Kiln goods, double boxed", ["15", "6"]),
];
/// What a thing weighs that does not say so itself, in grams.
const USUALLY: u32 = 800;
/// The wrapping, in grams.
const WRAPPING: u32 = 200;

/// Writes the templates, and measures what is sent by them.
pub(super) async fn by_weight(world: &World) -> Result<(), DemoError> {
    for (slug, name, prices) in SHOPS {
        let owner = &world.shop(slug)?.owner;
        let draft = TemplateDraft {
            name: name.to_owned(),
            unit: Unit::Weight,
            is_default: true,
            zones: zones(prices),
        };
        postage::save_template(&world.ctx, owner, slug, world.ctx.new_id(), &draft)
            .await
            .map_err(DemoError::at(slug))?;
        for listing in listings(world, slug).await? {
            measure(world, slug, listing).await?;
        }
    }
    Ok(())
}

fn zones([first, next]: [&str; 2]) -> Vec<ZoneDraft> {
    let sent = |countries: &str, regions: &str, first: &str, next: &str| ZoneDraft {
        countries: countries.to_owned(),
        regions: regions.to_owned(),
        first_units: "2000".to_owned(),
        first: first.to_owned(),
        next_units: "1000".to_owned(),
        next: next.to_owned(),
        ..ZoneDraft::default()
    };
    let elsewhere = ZoneDraft {
        countries: "*".to_owned(),
        not_sent: true,
        ..ZoneDraft::default()
    };
    vec![
        ZoneDraft {
            free_from: "258".to_owned(),
            ..sent("CN", "", first, next)
        },
        sent("CN", "Xinjiang, Tibet", "32", "12"),
        sent("HK, MO, SG", "", "68", "24"),
        sent("GB, US", "", "160", "60"),
        elsewhere,
    ]
}

async fn listings(world: &World, slug: &str) -> Result<Vec<ListingId>, DemoError> {
    let shop = world.shop(slug)?;
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar("select id from listings where shop_id = $1 order by slug")
            .bind(shop.id.0)
            .fetch_all(&world.ctx.db)
            .await
            .map_err(DemoError::content)?;
    Ok(ids.into_iter().map(ListingId).collect())
}

async fn measure(world: &World, slug: &str, listing: ListingId) -> Result<(), DemoError> {
    let owner = &world.shop(slug)?.owner;
    let known = postage::listing_measures(&world.ctx, owner, slug, listing)
        .await
        .map_err(DemoError::at(slug))?;
    let title = known.title.en;
    let variants: Vec<(VariantId, MeasureDraft)> = known
        .variants
        .into_iter()
        .map(|variant| {
            let grams = grams_in(&variant.options.en).or_else(|| grams_in(&title));
            let weight = grams.unwrap_or(USUALLY) + WRAPPING;
            let draft = MeasureDraft {
                weight_g: weight.to_string(),
                ..MeasureDraft::default()
            };
            (variant.variant, draft)
        })
        .collect();
    let draft = MeasuresDraft { variants };
    postage::save_measures(&world.ctx, owner, slug, listing, None, &draft)
        .await
        .map_err(DemoError::at(slug))
}

/// `2.5 kg` and `80 g` in a text.
fn grams_in(text: &str) -> Option<u32> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .collect();
    words.windows(2).find_map(|pair| {
        let each = match pair[1] {
            "kg" => 1_000.0,
            "g" => 1.0,
            _ => return None,
        };
        let count: f64 = pair[0].parse().ok()?;
        Some((count * each) as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_from_words() {
        assert_eq!(grams_in("Early red cherries, 2.5 kg, picked"), Some(2_500));
        assert_eq!(grams_in("80 g"), Some(80));
        assert_eq!(grams_in("Frost apples"), None);
    }
}
