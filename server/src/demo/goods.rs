//! Categories, shops with their signs, and listings with their pictures.

use super::{
    catalogue::{self, Catalogue, Text, Tier},
    chance::{Chance, hash},
    drawing::{self, Colour, Motif, Subject, Tone},
    specs::Specs,
    world::{DemoError, DemoShop, Good, World},
};
use chrono::Duration;
use futures::{StreamExt, TryStreamExt};
use longtail::{
    actor::{Actor, ShopRole},
    id::{CategoryId, MediaId},
    money::Money,
    text::Bilingual,
    trade::{
        catalog::{Axis, AxisValue, ListingDraft, Saved, VariantDraft},
        shop::{ShopDraft, ShopMove, Tier as ShopTier},
    },
};
use longtail_backend::{
    platform::media,
    trade::{
        catalog::{
            self,
            category::{CategoryDraft, save_category},
        },
        shop::{self, OpenShop, Place},
    },
    trust::account,
};
use std::collections::BTreeMap;

/// The side of a drawn picture in pixels: enough for the product page, and drawn quickly.
pub(super) const SIDE: u32 = 640;

fn words(text: &Text) -> Bilingual {
    Bilingual::new(text.en.clone(), text.zh.clone())
}

pub(super) async fn categories(
    world: &World,
    catalogue: &Catalogue,
) -> Result<BTreeMap<String, CategoryId>, DemoError> {
    let mut ids = BTreeMap::new();
    for (position, top) in catalogue.categories.iter().enumerate() {
        let parent = category(world, top, None, position, &mut ids).await?;
        for (position, child) in top.children.iter().enumerate() {
            category(world, child, Some(parent), position, &mut ids).await?;
        }
    }
    Ok(ids)
}

async fn category(
    world: &World,
    node: &catalogue::Category,
    parent: Option<CategoryId>,
    position: usize,
    ids: &mut BTreeMap<String, CategoryId>,
) -> Result<CategoryId, DemoError> {
    let draft = CategoryDraft {
        slug: node.slug.clone(),
        parent,
        name: words(&node.name),
        position: position as i32,
    };
    let id = save_category(&world.ctx, &Actor::System, &draft)
        .await
        .map_err(DemoError::at(&node.slug))?;
    ids.insert(node.slug.clone(), id);
    Ok(id)
}

/// Opens every shop, hangs up its sign, and gives its clerk a seat. The doors stay closed
/// until there is something on the shelves.
pub(super) async fn shops(world: &mut World, catalogue: &Catalogue) -> Result<(), DemoError> {
    let start = world.until - Duration::days(190);
    for (number, plan) in catalogue.shops.iter().enumerate() {
        world.clock.set(start + Duration::hours(number as i64 * 3));
        let ctx = world.ctx.clone();
        let owner = world.person(&plan.owner.email)?.clone();
        let price = |minor: i64| Money::new(minor, ctx.settings.currency).plain();
        let draft = ShopDraft {
            name_en: plan.name.en.clone(),
            name_zh: plan.name.zh.clone(),
            slug: plan.slug.clone(),
            about_en: plan.about.en.clone(),
            about_zh: plan.about.zh.clone(),
            city_en: plan.city.en.clone(),
            city_zh: plan.city.zh.clone(),
            postage_base: price(plan.postage.base),
            postage_extra_item: price(plan.postage.per_extra_item),
            postage_free_over: plan.postage.free_over.map(price).unwrap_or_default(),
        };
        let cmd = OpenShop {
            id: ctx.new_id(),
            draft,
        };
        let id = shop::open(&ctx, &owner, &cmd)
            .await
            .map_err(DemoError::at(&plan.slug))?
            .id;
        // The seat is new, so the owner's rights are read again.
        let owner = match owner.account() {
            Some(account) => account::actor_by_id(&ctx, account)
                .await
                .map_err(DemoError::at(&plan.slug))?,
            None => owner,
        };
        if plan.tier == Tier::Mall {
            shop::set_tier(&ctx, &Actor::System, id, ShopTier::Mall)
                .await
                .map_err(DemoError::at(&plan.slug))?;
        }
        let (main, accent) = (colour(&plan.main)?, colour(&plan.accent)?);
        let motif = Motif::from_name(&plan.motif)
            .ok_or_else(|| DemoError::new(&plan.slug, "an unknown motif"))?;
        let mark = keep(world, &owner, drawing::shop_mark(motif, main, accent), 512).await?;
        shop::set_picture(&ctx, &owner, id, Place::Mark, Some(mark))
            .await
            .map_err(DemoError::at(&plan.slug))?;
        let seed = hash(plan.slug.as_bytes()) as u32;
        let banner = keep(
            world,
            &owner,
            drawing::shop_banner(motif, main, accent, seed),
            1600,
        )
        .await?;
        shop::set_picture(&ctx, &owner, id, Place::Banner, Some(banner))
            .await
            .map_err(DemoError::at(&plan.slug))?;
        if let Some(clerk) = &plan.clerk {
            shop::add_person(&ctx, &owner, id, &clerk.email, ShopRole::Clerk)
                .await
                .map_err(DemoError::at(&plan.slug))?;
        }
        world
            .shops
            .insert(plan.slug.clone(), DemoShop { id, owner });
    }
    Ok(())
}

/// Opens the doors of all shops, now that there are goods.
pub(super) async fn open_doors(world: &World) -> Result<(), DemoError> {
    for (slug, at) in &world.shops {
        shop::move_stage(&world.ctx, &at.owner, at.id, ShopMove::Open)
            .await
            .map_err(DemoError::at(slug))?;
    }
    Ok(())
}

/// Writes all listings. Answers with the number of pictures drawn.
pub(super) async fn listings(
    world: &mut World,
    catalogue: &Catalogue,
    categories: &BTreeMap<String, CategoryId>,
    specs: &Specs,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<usize, DemoError> {
    let all = catalogue.listings.len();
    let mut drawn = 0;
    // A few months of opening: the tail of listings came later than the first ones.
    for (number, plan) in catalogue.listings.iter().enumerate() {
        let mut chance = Chance::of(&plan.slug);
        world.clock.set(
            world.until - Duration::days(chance.between(3, 180)) + Duration::minutes(number as i64),
        );
        let Some(at) = world.shops.get(&plan.shop) else {
            return Err(DemoError::new(&plan.slug, "its shop is missing"));
        };
        let (shop, owner) = (at.id, at.owner.clone());
        let category = *categories
            .get(&plan.category)
            .ok_or_else(|| DemoError::new(&plan.slug, "its category is missing"))?;
        let pictures = gallery(world, &owner, plan).await?;
        let axes = axes(world, &owner, plan).await?;
        drawn += pictures.len()
            + axes
                .iter()
                .flat_map(|a| &a.values)
                .filter(|v| v.media.is_some())
                .count();
        let mut draft = ListingDraft {
            shop,
            listing: None,
            version: None,
            category,
            title: words(&plan.title),
            description: words(&plan.description),
            specs: specs.of(&plan.slug, &[&plan.category, top_of(catalogue, plan)])?,
            variants: variants(world, plan, &axes, &mut chance),
            axes,
            pictures,
            import: None,
            publish: true,
        };
        let saved = put_on_shelf(world, &owner, plan, &mut draft, &mut chance).await?;
        world.goods.push(Good {
            shop: plan.shop.clone(),
            variants: saved.variants,
            popularity: u64::from(plan.popularity),
        });
        progress(number + 1, all);
    }
    Ok(drawn)
}

/// The slug of the top category that a listing hangs under.
fn top_of<'a>(catalogue: &'a Catalogue, plan: &catalogue::Listing) -> &'a str {
    catalogue
        .categories
        .iter()
        .find(|top| top.children.iter().any(|child| child.slug == plan.category))
        .map_or("", |top| &top.slug)
}

/// Saves a listing. What cost more before was first offered at that price, and became cheaper
/// some time later: what is crossed out was really asked.
async fn put_on_shelf(
    world: &World,
    owner: &Actor,
    plan: &catalogue::Listing,
    draft: &mut ListingDraft,
    chance: &mut Chance,
) -> Result<Saved, DemoError> {
    if plan.was_price.is_some() {
        let mut before = draft.clone();
        for variant in &mut before.variants {
            variant.price = variant.was_price.take().unwrap_or(variant.price);
        }
        let first = catalog::save_listing(&world.ctx, owner, &before)
            .await
            .map_err(DemoError::at(&plan.slug))?;
        draft.listing = Some(first.listing);
        let later = world.ctx.now() + Duration::days(chance.between(5, 40));
        world.clock.set(later.min(world.until - Duration::hours(6)));
    }
    catalog::save_listing(&world.ctx, owner, draft)
        .await
        .map_err(DemoError::at(&plan.slug))
}

fn variants(
    world: &World,
    plan: &catalogue::Listing,
    axes: &[Axis],
    chance: &mut Chance,
) -> Vec<VariantDraft> {
    let money = |minor| Money::new(minor, world.ctx.settings.currency);
    plan.variants()
        .into_iter()
        .enumerate()
        .map(|(number, combination)| {
            let price = plan.price_of(&combination);
            let spread = if plan.stock > 10 {
                chance.between(-plan.stock / 3, plan.stock / 2)
            } else {
                0
            };
            VariantDraft {
                variant: None,
                choice: combination.iter().map(|value| *value as u16).collect(),
                sku: format!(
                    "{}-{:02}",
                    plan.slug
                        .to_uppercase()
                        .chars()
                        .take(16)
                        .collect::<String>(),
                    number + 1
                ),
                barcode: String::new(),
                price: money(price),
                was_price: plan.was_price.map(|was| money(was + price - plan.price)),
                picture: combination
                    .iter()
                    .zip(axes)
                    .find_map(|(value, axis)| axis.values.get(*value)?.media),
                offered: true,
                stock: Some((plan.stock + spread).max(0) as u32),
            }
        })
        .collect()
}

/// The listing's own pictures, several drawn at a time.
async fn gallery(
    world: &World,
    owner: &Actor,
    plan: &catalogue::Listing,
) -> Result<Vec<MediaId>, DemoError> {
    let (main, accent, backdrop) = (
        colour(&plan.main)?,
        colour(&plan.accent)?,
        colour(&plan.backdrop)?,
    );
    let subject = subject(plan)?;
    futures::stream::iter(0..plan.pictures.clamp(1, 2))
        .map(|view| {
            let tone = Tone {
                main,
                accent,
                backdrop,
                view,
                seed: hash(plan.slug.as_bytes()) as u32,
            };
            keep(world, owner, drawing::product(subject, &tone), SIDE)
        })
        .buffered(2)
        .try_collect()
        .await
}

/// The listing's axes, with a picture for every value that changes how the thing looks.
async fn axes(
    world: &World,
    owner: &Actor,
    plan: &catalogue::Listing,
) -> Result<Vec<Axis>, DemoError> {
    let subject = subject(plan)?;
    let (accent, backdrop) = (colour(&plan.accent)?, colour(&plan.backdrop)?);
    let mut axes = Vec::with_capacity(plan.axes.len());
    for axis in &plan.axes {
        let mut values = Vec::with_capacity(axis.values.len());
        for value in &axis.values {
            let media = match &value.main {
                Some(main) => {
                    let seed = hash(plan.slug.as_bytes()) as u32;
                    let tone = Tone {
                        main: colour(main)?,
                        accent,
                        backdrop,
                        view: 0,
                        seed,
                    };
                    Some(keep(world, owner, drawing::product(subject, &tone), SIDE).await?)
                }
                None => None,
            };
            values.push(AxisValue {
                label: Bilingual::new(value.en.clone(), value.zh.clone()),
                media,
            });
        }
        axes.push(Axis {
            name: words(&axis.name),
            values,
        });
    }
    Ok(axes)
}

pub(super) fn subject(plan: &catalogue::Listing) -> Result<Subject, DemoError> {
    Subject::from_name(&plan.subject)
        .ok_or_else(|| DemoError::new(&plan.slug, "an unknown subject"))
}

pub(super) fn colour(hex: &str) -> Result<Colour, DemoError> {
    Colour::from_hex(hex).ok_or_else(|| DemoError::new(hex, "not a colour"))
}

/// Draws a picture and keeps it as if somebody had uploaded it.
async fn keep(world: &World, owner: &Actor, svg: String, width: u32) -> Result<MediaId, DemoError> {
    let png = drawn(svg, width).await?;
    let picture = media::store_picture(&world.ctx, owner, png.into())
        .await
        .map_err(DemoError::at("keeping a picture"))?;
    Ok(picture.id)
}

/// A drawing as a file.
pub(super) async fn drawn(svg: String, width: u32) -> Result<Vec<u8>, DemoError> {
    tokio::task::spawn_blocking(move || rasterise(&svg, width))
        .await
        .map_err(|e| DemoError::new("drawing", e.to_string()))?
}

fn rasterise(svg: &str, width: u32) -> Result<Vec<u8>, DemoError> {
    let failed = |e: &dyn std::fmt::Display| DemoError::new("drawing", e.to_string());
    let tree = resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default())
        .map_err(|e| failed(&e))?;
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let mut pixels = resvg::tiny_skia::Pixmap::new(width, height)
        .ok_or_else(|| failed(&"no room for a picture"))?;
    resvg::render(
        &tree,
        resvg::tiny_skia::Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().map_err(|e| failed(&e))
}
