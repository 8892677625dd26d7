//! The style sheet: encre's reset, then the hand-written files of `style/`, then the
//! utilities that the pages use.
//!
//! The utilities are those of Tailwind, found in the string literals of `app/src`. Colours
//! are the variables of `style/` (`bg-jade-soft` reads `--color-jade-soft`), so that dark
//! mode needs no classes of its own.

mod literals;
mod minify;
mod order;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use encre_css::prelude::build_plugin::{ListProperties, Plugin};
use encre_css::selector::Variant;
use encre_css::{Config, Preflight, Scanner};

use crate::fingerprint::{Stamp, files};
use crate::project::Project;
use crate::step::{Cure, nothing_to_do, step};

const COLOURS: [&str; 18] = [
    "paper",
    "card",
    "ink",
    "muted",
    "line",
    "persimmon",
    "persimmon-ink",
    "persimmon-soft",
    "jade",
    "jade-soft",
    "gold",
    "gold-soft",
    "cinnabar",
    "cinnabar-soft",
    "warning",
    "warning-soft",
    "danger",
    "danger-soft",
];

/// The widths at which a page changes, smallest first.
pub const SCREENS: [(&str, &str); 4] = [
    ("sm", "480px"),
    ("md", "768px"),
    ("lg", "1024px"),
    ("xl", "1440px"),
];

/// The eight sizes of type in pixels, each with its line height on the 4 px grid.
const TEXT_SIZES: [(u16, u16); 8] = [
    (12, 16),
    (13, 20),
    (14, 20),
    (16, 24),
    (20, 28),
    (24, 32),
    (32, 40),
    (44, 52),
];

const RADII: [u16; 3] = [6, 10, 16];

/// The utilities that Tailwind does not have: our sizes of type, corners and one shadow.
fn own_utilities() -> HashMap<String, Vec<String>> {
    let rem = |pixels: u16| f32::from(pixels) / 16.0;
    let mut utilities = HashMap::from([(
        "shadow-float".to_owned(),
        vec!["box-shadow: var(--shadow-float);".to_owned()],
    )]);
    for (size, line) in TEXT_SIZES {
        utilities.insert(
            format!("text-{size}"),
            vec![
                format!("font-size: {}rem;", rem(size)),
                format!("line-height: {}rem;", rem(line)),
            ],
        );
    }
    let corners: [(&str, &[&str]); 5] = [
        ("", &["border-radius"]),
        ("-t", &["border-top-left-radius", "border-top-right-radius"]),
        (
            "-b",
            &["border-bottom-left-radius", "border-bottom-right-radius"],
        ),
        (
            "-l",
            &["border-top-left-radius", "border-bottom-left-radius"],
        ),
        (
            "-r",
            &["border-top-right-radius", "border-bottom-right-radius"],
        ),
    ];
    for radius in RADII {
        for (side, properties) in corners {
            utilities.insert(
                format!("rounded{side}-{radius}"),
                properties
                    .iter()
                    .map(|property| format!("{property}: {radius}px;"))
                    .collect(),
            );
        }
    }
    utilities
}

fn theme() -> Config {
    let mut config = Config::default();
    config.preflight = Preflight::new_none();
    // We hand over one class a line.
    config.scanner = Scanner::from_fn(|classes| classes.lines().collect());
    for name in COLOURS {
        config
            .theme
            .colors
            .add(name, format!("var(--color-{name})"));
    }
    for (name, width) in SCREENS {
        let order = config.last_variant_order();
        config.register_variant(
            name,
            Variant::new(order, format!("@media (width >= {width})")),
        );
        config.register_variant(
            format!("max-{name}"),
            Variant::new(order, format!("@media (width < {width})")),
        );
    }
    config.register_dynamic_plugin(Plugin::ListProperties(ListProperties {
        props: own_utilities(),
        ..ListProperties::default_dynamic()
    }));
    config
}

/// Writes `longtail.css` when a page or a style has changed.
pub fn build(project: &Project) -> Result<()> {
    let output = project.pkg().join("longtail.css");
    let stamp = Stamp::new(
        project.notes().join("css.stamp"),
        inputs(project),
        vec![output.clone()],
        env!("CARGO_PKG_VERSION"),
    );
    if stamp.is_fresh() {
        nothing_to_do("Style sheet");
        return Ok(());
    }
    step("Style sheet", || {
        let looked = stamp.look();
        let css = generate(project)?;
        fs::create_dir_all(project.pkg())?;
        fs::write(&output, css)
            .with_context(|| format!("cannot write {}", output.display()))
            .cure("make room on the disk, or delete `target` and try again.")?;
        stamp.write(&looked)
    })
}

/// What the style sheet is made of. Our own program counts: it holds the theme.
fn inputs(project: &Project) -> Vec<PathBuf> {
    let mut paths = project.paths(&["app/src", "style"]);
    paths.extend(std::env::current_exe());
    paths
}

fn generate(project: &Project) -> Result<String> {
    let mut classes = BTreeSet::new();
    for entry in files(&project.root.join("app/src")) {
        if entry.path().extension().is_some_and(|found| found == "rs") {
            let source = fs::read_to_string(entry.path())
                .with_context(|| format!("cannot read {}", entry.path().display()))?;
            classes.extend(literals::words(&source));
        }
    }
    // With nothing to scan, encre writes its reset alone.
    let mut css = encre_css::generate([], &Config::default());
    for entry in files(&project.root.join("style")) {
        if entry.path().extension().is_some_and(|found| found == "css") {
            css.push('\n');
            css.push_str(&fs::read_to_string(entry.path())?);
        }
    }
    css.push('\n');
    css.push_str(&order::utilities(&classes, &theme()));
    Ok(minify::minify(&css))
}

#[cfg(test)]
mod tests {
    use super::{order, theme};

    fn css(classes: &[&str]) -> String {
        let classes = classes.iter().map(|class| (*class).to_owned()).collect();
        super::minify::minify(&order::utilities(&classes, &theme()))
    }

    #[test]
    fn tokens_become_utilities() {
        assert_eq!(
            css(&["bg-jade-soft"]),
            ".bg-jade-soft{background-color:var(--color-jade-soft)}"
        );
        assert_eq!(
            css(&["text-ink", "text-12", "border-line"]),
            ".text-12{font-size:0.75rem;line-height:1rem}\
             .border-line{border-color:var(--color-line)}\
             .text-ink{color:var(--color-ink)}"
        );
        assert_eq!(css(&["rounded-10"]), ".rounded-10{border-radius:10px}");
        assert_eq!(
            css(&["shadow-float"]),
            ".shadow-float{box-shadow:var(--shadow-float)}"
        );
        assert_eq!(
            css(&["bg-ink/50"]),
            ".bg-ink\\/50{background-color:color-mix(in oklab,var(--color-ink) 50%,transparent)}"
        );
    }

    #[test]
    fn wider_screens_come_later() {
        assert_eq!(
            css(&["lg:p-4", "md:p-2", "p-1", "max-md:p-3", "sm:px-1", "sm:p-5"]),
            ".p-1{padding:0.25rem}\
             @media (width < 768px){.max-md\\:p-3{padding:0.75rem}}\
             @media (width >= 480px){.sm\\:p-5{padding:1.25rem}}\
             @media (width >= 480px){.sm\\:px-1{padding-inline:0.25rem}}\
             @media (width >= 768px){.md\\:p-2{padding:0.5rem}}\
             @media (width >= 1024px){.lg\\:p-4{padding:1rem}}"
        );
    }

    #[test]
    fn words_that_are_no_classes_vanish() {
        assert_eq!(css(&["the", "quick", "md:fox", "[a", "hover:"]), "");
    }
}
