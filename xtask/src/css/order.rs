//! Utilities in an order that lets the right one win.
//!
//! encre sorts utilities without variants well, but gives all screen widths one place and
//! leaves the order within a variant to chance: `md:` and `lg:` on one element would fight.
//! So it makes the rules here, and we sort them: plain ones first, then by screen width,
//! then by state (`hover` before `disabled`), then as the plain ones are sorted.

use std::collections::{BTreeMap, BTreeSet};

use encre_css::Config;
use encre_css::config::BUILTIN_VARIANTS;

use super::SCREENS;

pub fn utilities(classes: &BTreeSet<String>, config: &Config) -> String {
    let bases: BTreeSet<&str> = classes.iter().map(|class| split(class).1).collect();
    let all: Vec<&str> = bases.into_iter().collect();
    let sorted = encre_css::generate([all.join("\n").as_str()], config);
    let mut css = String::new();
    let mut places = BTreeMap::new();
    for (place, block) in blocks(&sorted).into_iter().enumerate() {
        match class_of(block) {
            Some(class) => {
                if classes.contains(&class) {
                    css.push_str(block);
                    css.push('\n');
                }
                places.entry(class).or_insert(place);
            }
            // What an animation brings along.
            None => css.push_str(block),
        }
    }
    let mut variants: Vec<_> = classes
        .iter()
        .filter_map(|class| {
            let (variants, base) = split(class);
            let place = *places.get(base)?;
            (!variants.is_empty()).then(|| (rank(&variants), place, class))
        })
        .collect();
    variants.sort();
    for (_, _, class) in variants {
        css.push_str(&encre_css::generate([class.as_str()], config));
        css.push('\n');
    }
    css
}

/// `md:hover:p-4` → (`md`, `hover`), `p-4`. A colon in brackets belongs to a value.
fn split(class: &str) -> (Vec<&str>, &str) {
    let mut variants = Vec::new();
    let mut depth = 0_u32;
    let mut start = 0;
    for (place, character) in class.char_indices() {
        match character {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                variants.push(&class[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    (variants, &class[start..])
}

fn rank(variants: &[&str]) -> (usize, Vec<usize>) {
    let screens = SCREENS.len();
    let mut width = 0;
    let mut states = Vec::new();
    for variant in variants {
        let (narrow, name) = match variant.strip_prefix("max-") {
            Some(name) => (true, name),
            None => (false, *variant),
        };
        match SCREENS.iter().position(|(screen, _)| *screen == name) {
            // The narrower of two upper bounds is the more particular one.
            Some(place) if narrow => width = width.max(screens - place),
            Some(place) => width = width.max(screens + 1 + place),
            None => states.push(state(variant)),
        }
    }
    (width, states)
}

fn state(variant: &str) -> usize {
    let own = variant
        .strip_prefix("group-")
        .or_else(|| variant.strip_prefix("peer-"))
        .unwrap_or(variant);
    let name = own.split(['[', '/']).next().unwrap_or(own);
    BUILTIN_VARIANTS
        .get_index(name.trim_end_matches('-'))
        .unwrap_or(0)
}

/// Cuts a sheet into its outermost rules.
fn blocks(css: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (place, character) in css.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    found.push(css[start..=place].trim());
                    start = place + 1;
                }
            }
            _ => {}
        }
    }
    found
}

/// The class that a rule is for, without its escapes.
fn class_of(block: &str) -> Option<String> {
    let mut class = String::new();
    let mut characters = block.strip_prefix('.')?.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => class.extend(characters.next()),
            c if c.is_alphanumeric() || c == '-' || c == '_' => class.push(c),
            _ => break,
        }
    }
    Some(class)
}
