//! What must hold for the demo data, whoever edits it.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::demo::drawing::{Motif, Subject};
use std::collections::{HashMap, HashSet};

/// The one listing with every variant that a listing can have: 2 × 3 × 7 × 3 × 3.
const CONTRACT: &str = "phone-pier-six-contract";

fn catalogue() -> Catalogue {
    load().unwrap()
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn check_text(text: &Text, at: &str) {
    assert!(!text.en.trim().is_empty(), "no English: {at}");
    assert!(
        !text.en.chars().any(is_han),
        "Chinese in the English text: {at}"
    );
    assert!(text.zh.chars().any(is_han), "no Chinese: {at}");
    assert_eq!(text.en.trim(), text.en, "stray space: {at}");
    assert_eq!(text.zh.trim(), text.zh, "stray space: {at}");
}

fn check_colour(colour: &str, at: &str) {
    let digits = colour.strip_prefix('#').unwrap_or_default();
    let good = digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit());
    assert!(good, "bad colour {colour:?}: {at}");
}

fn check_slug(slug: &str) {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(
        !slug.is_empty() && slug.chars().all(good),
        "bad slug {slug:?}"
    );
}

fn check_unique<'a>(things: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for thing in things {
        assert!(seen.insert(thing), "{thing:?} occurs twice");
    }
}

#[test]
fn the_categories_are_a_tree_of_two_levels() {
    let categories = catalogue().categories;
    let tops: Vec<_> = categories.iter().map(|top| top.slug.as_str()).collect();
    assert_eq!(tops, LISTINGS.map(|(slug, _)| slug));
    for top in &categories {
        check_text(&top.name, &top.slug);
        assert!((2..=4).contains(&top.children.len()), "{}", top.slug);
        for child in &top.children {
            check_slug(&child.slug);
            check_text(&child.name, &child.slug);
            assert!(child.children.is_empty(), "{}", child.slug);
        }
    }
    let children = categories.iter().flat_map(|top| &top.children);
    check_unique(
        categories
            .iter()
            .chain(children)
            .map(|one| one.slug.as_str()),
    );
}

#[test]
fn the_shops_are_complete() {
    let catalogue = catalogue();
    let shops = &catalogue.shops;
    let malls = shops.iter().filter(|shop| shop.tier == Tier::Mall).count();
    assert_eq!((shops.len(), malls), (30, 8));
    assert_eq!(shops[0].owner.email, "merchant@longtail.example");
    check_unique(shops.iter().map(|shop| shop.slug.as_str()));
    check_unique(shops.iter().map(|shop| shop.name.en.as_str()));
    check_unique(shops.iter().map(|shop| shop.name.zh.as_str()));
    for shop in shops {
        check_slug(&shop.slug);
        for text in [&shop.name, &shop.about, &shop.city, &shop.owner.name] {
            check_text(text, &shop.slug);
        }
        if let Some(clerk) = &shop.clerk {
            check_text(&clerk.name, &shop.slug);
        }
        check_colour(&shop.main, &shop.slug);
        check_colour(&shop.accent, &shop.slug);
        assert!(
            Motif::from_name(&shop.motif).is_some(),
            "{}: {}",
            shop.slug,
            shop.motif
        );
        let postage = shop.postage;
        assert!(
            postage.base >= 0 && postage.per_extra_item >= 0,
            "{}",
            shop.slug
        );
        assert!(
            postage.free_over.is_none_or(|over| over > 0),
            "{}",
            shop.slug
        );
        let listings = catalogue
            .listings
            .iter()
            .filter(|one| one.shop == shop.slug)
            .count();
        assert!(
            (6..=14).contains(&listings),
            "{}: {listings} listings",
            shop.slug
        );
    }
}

#[test]
fn the_listings_fit_shops_categories_and_drawings() {
    let catalogue = catalogue();
    let shops: HashSet<_> = catalogue
        .shops
        .iter()
        .map(|shop| shop.slug.as_str())
        .collect();
    for ((top, text), category) in LISTINGS.into_iter().zip(&catalogue.categories) {
        let listings = toml::from_str::<ListingFile>(text).unwrap().listing;
        let extra = usize::from(listings.iter().any(|one| one.slug == CONTRACT));
        assert_eq!(listings.len(), 25 + extra, "{top}");
        for listing in &listings {
            let slug = listing.slug.as_str();
            check_slug(slug);
            assert!(
                shops.contains(listing.shop.as_str()),
                "no such shop: {slug}"
            );
            let mut children = category.children.iter();
            assert!(
                children.any(|one| one.slug == listing.category),
                "no such child: {slug}"
            );
            assert!(
                Subject::from_name(&listing.subject).is_some(),
                "{slug}: {}",
                listing.subject
            );
        }
        for child in &category.children {
            assert!(
                listings.iter().any(|one| one.category == child.slug),
                "{} is empty",
                child.slug
            );
        }
    }
    assert_eq!(catalogue.listings.len(), 301);
    check_unique(catalogue.listings.iter().map(|one| one.slug.as_str()));
    check_unique(catalogue.listings.iter().map(|one| one.title.en.as_str()));
    check_unique(catalogue.listings.iter().map(|one| one.title.zh.as_str()));
}

#[test]
fn the_listings_read_well_and_can_be_bought() {
    for listing in &catalogue().listings {
        let slug = listing.slug.as_str();
        check_text(&listing.title, slug);
        check_text(&listing.description, slug);
        let length = listing.title.en.chars().count();
        assert!(
            (20..=60).contains(&length),
            "{slug}: a title of {length} characters"
        );
        assert!(listing.description.en.chars().count() >= 60, "{slug}");
        for colour in [&listing.main, &listing.accent, &listing.backdrop] {
            check_colour(colour, slug);
        }
        assert!(listing.price > 0 && listing.stock >= 0, "{slug}");
        assert!(
            listing.was_price.is_none_or(|was| was > listing.price),
            "{slug}"
        );
        assert!(
            listing.popularity <= 1000 && (1..=3).contains(&listing.pictures),
            "{slug}"
        );
    }
}

#[test]
fn the_variants_exist() {
    for listing in &catalogue().listings {
        let slug = listing.slug.as_str();
        assert!(listing.axes.len() <= 5, "{slug}");
        for axis in &listing.axes {
            check_text(&axis.name, slug);
            assert!(axis.values.len() >= 2, "{slug}: nothing to choose");
            check_unique(axis.values.iter().map(|value| value.en.as_str()));
            check_unique(axis.values.iter().map(|value| value.zh.as_str()));
            for value in &axis.values {
                assert!(
                    !value.en.is_empty() && !value.zh.is_empty() && value.add >= 0,
                    "{slug}"
                );
                assert!(!value.en.chars().any(is_han), "{slug}: {}", value.en);
                if let Some(colour) = &value.main {
                    check_colour(colour, slug);
                }
            }
        }
        for combination in &listing.off {
            assert_eq!(
                combination.len(),
                listing.axes.len(),
                "{slug}: {combination:?}"
            );
            let mut pairs = combination.iter().zip(&listing.axes);
            assert!(
                pairs.all(|(value, axis)| *value < axis.values.len()),
                "{slug}"
            );
        }
        let variants = listing.variants();
        assert!(
            (1..=40).contains(&variants.len()) || slug == CONTRACT,
            "{slug}: {} variants",
            variants.len()
        );
        assert!(
            variants.iter().all(|one| listing.price_of(one) > 0),
            "{slug}"
        );
        // A choice that no variant has left would be a button that never works.
        for (at, axis) in listing.axes.iter().enumerate() {
            let alive = |value| variants.iter().any(|one| one[at] == value);
            assert!((0..axis.values.len()).all(alive), "{slug}");
        }
    }
}

#[test]
fn the_spread_is_that_of_a_market() {
    let listings = catalogue().listings;
    let share = |fits: &dyn Fn(&Listing) -> bool| {
        listings.iter().filter(|one| fits(one)).count() * 100 / listings.len()
    };
    assert!((25..=45).contains(&share(&|one| one.axes.is_empty())));
    assert!((35..=55).contains(&share(&|one| one.axes.len() == 1)));
    assert!((2..=10).contains(&share(&|one| one.axes.len() == 3)));
    assert!((10..=20).contains(&share(&|one| one.was_price.is_some())));
    assert!((1..=10).contains(&share(&|one| one.stock == 0)));
    assert!(share(&|one| one.popularity >= 500) <= 10, "few hits");
    assert!(share(&|one| one.popularity < 100) >= 40, "many quiet ones");
    assert!(listings.iter().any(|one| !one.off.is_empty()));
}

#[test]
fn the_buyers_live_somewhere() {
    let catalogue = catalogue();
    assert_eq!(catalogue.buyers.len(), 26);
    assert_eq!(catalogue.buyers[0].email, "shopper@longtail.example");
    for buyer in &catalogue.buyers {
        check_text(&buyer.name, &buyer.email);
        assert!((1..=2).contains(&buyer.addresses.len()), "{}", buyer.email);
        for address in &buyer.addresses {
            let Address {
                recipient,
                phone,
                country,
                region,
                city,
                line,
                postcode,
            } = address;
            for part in [recipient, phone, region, city, line, postcode] {
                assert!(!part.trim().is_empty(), "{}", buyer.email);
            }
            assert!(country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase()));
        }
    }
}

#[test]
fn nobody_shares_an_address_or_takes_the_staffs() {
    let catalogue = catalogue();
    let owners = catalogue.shops.iter().map(|shop| &shop.owner.email);
    let clerks = catalogue
        .shops
        .iter()
        .filter_map(|shop| shop.clerk.as_ref());
    let clerks = clerks.map(|clerk| &clerk.email);
    let buyers = catalogue.buyers.iter().map(|buyer| &buyer.email);
    let emails: Vec<_> = owners
        .chain(clerks)
        .chain(buyers)
        .map(String::as_str)
        .collect();
    for email in &emails {
        let name = email.strip_suffix("@longtail.example").unwrap();
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
        assert!(
            !name.is_empty() && name.chars().all(good) && name != "staff",
            "{email}"
        );
    }
    check_unique(emails.into_iter());
}

#[test]
fn the_notes_and_carriers_are_there() {
    let catalogue = catalogue();
    assert_eq!((catalogue.notes.len(), catalogue.carriers.len()), (30, 6));
    check_unique(catalogue.notes.iter().map(|note| note.text.as_str()));
    let mut languages = HashMap::new();
    for note in &catalogue.notes {
        let chinese = note.text.chars().any(is_han);
        assert_eq!(chinese, note.language == Language::Zh, "{}", note.text);
        *languages.entry(chinese).or_insert(0) += 1;
    }
    assert!(languages.values().all(|count| *count >= 8));
    check_unique(
        catalogue
            .carriers
            .iter()
            .map(|carrier| carrier.code.as_str()),
    );
    for carrier in &catalogue.carriers {
        check_slug(&carrier.code);
        check_text(&carrier.name, &carrier.code);
        assert!(
            carrier.tracking.chars().filter(|c| *c == '#').count() >= 8,
            "{}",
            carrier.code
        );
    }
}
