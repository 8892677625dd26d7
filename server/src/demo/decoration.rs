//! Shops lay out their pages, and buyers ask about goods.

use super::{
    catalogue::{Catalogue, Text},
    chance::hash,
    drawing::{self, Motif, Tone},
    goods::{SIDE, colour, drawn, subject},
    world::{DemoError, World},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::QuestionId,
    text::slugify,
    trade::shop::layout::{BlockForm, PartForm, Window},
    when::local_field,
};
use longtail_backend::trade::{
    question,
    shop::layout::{self, BeginLayout, Opened},
};
use serde::Deserialize;

const LAYOUTS: &str = include_str!("../../demo/decoration.toml");
const QUESTIONS: &str = include_str!("../../demo/questions.toml");

#[derive(Deserialize)]
struct LayoutFile {
    layout: Vec<LayoutPlan>,
}

#[derive(Deserialize)]
struct LayoutPlan {
    shop: String,
    name: String,
    /// Days from now; none: at once.
    from: Option<i64>,
    /// Days from now; none: for every day.
    until: Option<i64>,
    block: Vec<BlockPlan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockPlan {
    kind: String,
    title: Option<Text>,
    words: Option<Text>,
    picture: Option<String>,
    #[serde(default)]
    link: String,
    link_words: Option<Text>,
    #[serde(default)]
    rule: String,
    until: Option<i64>,
    after: Option<Text>,
    #[serde(default)]
    parts: Vec<PartPlan>,
}

#[derive(Deserialize)]
struct PartPlan {
    picture: String,
    en: String,
    zh: String,
}

#[derive(Deserialize)]
struct QuestionFile {
    question: Vec<QuestionPlan>,
}

#[derive(Deserialize)]
struct QuestionPlan {
    listing: String,
    asker: String,
    days: i64,
    words: String,
    answer: Option<String>,
    #[serde(default)]
    helped: usize,
}

/// The words of both languages, empty where there are none.
fn both(text: &Option<Text>) -> (String, String) {
    text.as_ref()
        .map(|text| (text.en.clone(), text.zh.clone()))
        .unwrap_or_default()
}

/// Some shops lay out their pages. Answers with the number of layouts.
pub(super) async fn decorate(world: &World, catalogue: &Catalogue) -> Result<usize, DemoError> {
    let plans: LayoutFile = toml::from_str(LAYOUTS).map_err(DemoError::content)?;
    for plan in &plans.layout {
        // Campaigns that run already were published before they began.
        let now = world.until + Duration::days(plan.from.unwrap_or_default().min(0));
        world.clock.set(now);
        let ctx = &world.ctx;
        let owner = &world.shop(&plan.shop)?.owner;
        let begin = BeginLayout {
            id: ctx.new_id(),
            shop: plan.shop.clone(),
            name: plan.name.clone(),
            copy_of: None,
        };
        let id = layout::begin(ctx, owner, &begin)
            .await
            .map_err(DemoError::at(&plan.name))?;
        let mut desk = Desk {
            world,
            owner,
            opened: Opened {
                shop: plan.shop.clone(),
                layout: id,
                version: 1,
            },
        };
        for number in [1, 2] {
            desk.step(&format!("remove:{number}")).await?;
        }
        for (number, block) in (1..).zip(&plan.block) {
            desk.write(catalogue, number, block).await?;
        }
        let day = |days: i64| world.until + Duration::days(days);
        let window = Window {
            from: plan.from.map(day),
            until: plan.until.map(day),
        };
        layout::publish(ctx, owner, &desk.opened, window)
            .await
            .map_err(DemoError::at(&plan.name))?;
    }
    world.clock.set(world.until);
    Ok(plans.layout.len())
}

/// A layout under an owner's hands.
struct Desk<'a> {
    world: &'a World,
    owner: &'a Actor,
    opened: Opened,
}

impl Desk<'_> {
    async fn step(&mut self, change: &str) -> Result<(), DemoError> {
        let parsed = change
            .parse()
            .map_err(|()| DemoError::new(change, "not a step"))?;
        layout::arrange(&self.world.ctx, self.owner, &self.opened, parsed)
            .await
            .map_err(DemoError::at(change))?;
        self.opened.version += 1;
        Ok(())
    }

    async fn write(
        &mut self,
        catalogue: &Catalogue,
        number: u16,
        plan: &BlockPlan,
    ) -> Result<(), DemoError> {
        self.step(&format!("add:{}", plan.kind)).await?;
        let (title_en, title_zh) = both(&plan.title);
        let (words_en, words_zh) = both(&plan.words);
        let (link_words_en, link_words_zh) = both(&plan.link_words);
        let (after_en, after_zh) = both(&plan.after);
        let until = plan
            .until
            .map(|days| self.world.until + Duration::days(days));
        let parts = plan.parts.iter().map(|part| PartForm {
            words_en: part.en.clone(),
            words_zh: part.zh.clone(),
            remove: String::new(),
        });
        let form = BlockForm {
            title_en,
            title_zh,
            words_en,
            words_zh,
            link: plan.link.clone(),
            link_words_en,
            link_words_zh,
            rule: plan.rule.clone(),
            listings: Vec::new(),
            until: until.map(local_field).unwrap_or_default(),
            after_en,
            after_zh,
            parts: parts.collect(),
        };
        layout::write_block(&self.world.ctx, self.owner, &self.opened, number, &form)
            .await
            .map_err(DemoError::at(&plan.kind))?;
        self.opened.version += 1;
        let of_parts = plan.parts.iter().map(|part| &part.picture);
        for (part, picture) in plan.picture.iter().chain(of_parts).enumerate() {
            let png = match picture.strip_prefix("banner ") {
                Some(seed) => drawn_banner(catalogue, &self.opened.shop, seed).await?,
                None => drawn_product(catalogue, picture).await?,
            };
            let place = (number, part);
            layout::hang_picture(&self.world.ctx, self.owner, &self.opened, place, png.into())
                .await
                .map_err(DemoError::at(picture))?;
            self.opened.version += 1;
        }
        Ok(())
    }
}

/// Another banner in a shop's colours, as a file.
async fn drawn_banner(catalogue: &Catalogue, shop: &str, seed: &str) -> Result<Vec<u8>, DemoError> {
    let plan = catalogue
        .shops
        .iter()
        .find(|plan| plan.slug == shop)
        .ok_or_else(|| DemoError::new(shop, "no such shop"))?;
    let motif = Motif::from_name(&plan.motif)
        .ok_or_else(|| DemoError::new(&plan.slug, "an unknown motif"))?;
    let seed = seed
        .parse()
        .map_err(|_| DemoError::new(seed, "not a number"))?;
    let (main, accent) = (colour(&plan.main)?, colour(&plan.accent)?);
    // The other way round than on the shop's own sign, so that the two are told apart.
    let svg = drawing::shop_banner(motif, main.mix(accent, 0.35), accent, seed);
    drawn(svg, 1600).await
}

/// The second view of a listing, as a file.
async fn drawn_product(catalogue: &Catalogue, listing: &str) -> Result<Vec<u8>, DemoError> {
    let plan = catalogue
        .listings
        .iter()
        .find(|plan| plan.slug == listing)
        .ok_or_else(|| DemoError::new(listing, "no such listing"))?;
    let tone = Tone {
        main: colour(&plan.main)?,
        accent: colour(&plan.accent)?,
        backdrop: colour(&plan.backdrop)?,
        view: 1,
        seed: hash(plan.slug.as_bytes()) as u32,
    };
    drawn(drawing::product(subject(plan)?, &tone), SIDE).await
}

/// Buyers ask, shops answer, readers find it helpful. Answers with the number of questions.
pub(super) async fn ask(world: &World, catalogue: &Catalogue) -> Result<usize, DemoError> {
    let plans: QuestionFile = toml::from_str(QUESTIONS).map_err(DemoError::content)?;
    for plan in &plans.question {
        let listing = catalogue
            .listings
            .iter()
            .find(|listing| listing.slug == plan.listing)
            .ok_or_else(|| DemoError::new(&plan.listing, "no such listing"))?;
        let at = world.until - Duration::days(plan.days);
        world.clock.set(at);
        let (ctx, asker) = (&world.ctx, world.person(&plan.asker)?);
        let slug = slugify(&listing.title.en);
        question::ask(ctx, asker, &listing.shop, &slug, &plan.words)
            .await
            .map_err(DemoError::at(&plan.words))?;
        let Some(answer) = &plan.answer else { continue };
        let id: uuid::Uuid = sqlx::query_scalar(
            "select id from listing_questions where words = $1 order by asked_at desc limit 1",
        )
        .bind(&plan.words)
        .fetch_one(&ctx.db)
        .await
        .map_err(DemoError::content)?;
        let id = QuestionId(id);
        world.clock.set(at + Duration::hours(3));
        question::answer(ctx, &world.shop(&listing.shop)?.owner, id, answer)
            .await
            .map_err(DemoError::at(&plan.words))?;
        for reader in catalogue.buyers.iter().rev().take(plan.helped) {
            question::find_helpful(ctx, world.person(&reader.email)?, id, true)
                .await
                .map_err(DemoError::at(&plan.words))?;
        }
    }
    world.clock.set(world.until);
    Ok(plans.question.len())
}
