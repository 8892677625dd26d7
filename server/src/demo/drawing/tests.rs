use std::collections::HashSet;

use super::*;

fn tone(view: u8) -> Tone {
    Tone {
        main: Colour(200, 60, 60),
        accent: Colour(60, 110, 160),
        backdrop: Colour(238, 230, 220),
        view,
        seed: 7,
    }
}

/// Parses and is not empty.
fn well_formed(svg: &str) {
    let tree = resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default());
    assert!(tree.is_ok_and(|tree| tree.root().has_children()), "{svg}");
}

#[test]
fn every_subject_and_view_is_its_own_picture() {
    let mut seen = HashSet::new();
    for subject in Subject::ALL {
        for view in 0..4 {
            let svg = product(*subject, &tone(view));
            well_formed(&svg);
            assert!(
                svg.len() < 24_000,
                "{} {view}: {}",
                subject.name(),
                svg.len()
            );
            assert!(seen.insert(svg), "{} {view} is drawn twice", subject.name());
        }
    }
}

#[test]
fn the_same_tone_gives_the_same_bytes() {
    for subject in Subject::ALL {
        assert_eq!(product(*subject, &tone(1)), product(*subject, &tone(1)));
    }
}

#[test]
fn names_round_trip() {
    for subject in Subject::ALL {
        assert_eq!(Subject::from_name(subject.name()), Some(*subject));
    }
    for motif in Motif::ALL {
        assert_eq!(Motif::from_name(motif.name()), Some(*motif));
    }
    assert_eq!(Subject::from_name("unicorn"), None);
    assert_eq!(Motif::from_name("Leaf"), None);
    let names: HashSet<_> = Subject::ALL.iter().map(|subject| subject.name()).collect();
    assert_eq!(names.len(), Subject::ALL.len());
}

#[test]
fn colours_change_the_picture() {
    for subject in Subject::ALL {
        let before = product(*subject, &tone(0));
        let main = Tone {
            main: Colour(40, 130, 90),
            ..tone(0)
        };
        let accent = Tone {
            accent: Colour(230, 190, 60),
            ..tone(0)
        };
        assert!(product(*subject, &main) != before, "{}", subject.name());
        assert!(product(*subject, &accent) != before, "{}", subject.name());
    }
}

#[test]
fn shops_and_categories_are_drawn() {
    let (main, accent) = (Colour(40, 90, 110), Colour(240, 180, 90));
    let mut seen = HashSet::new();
    for motif in Motif::ALL {
        let mark = shop_mark(*motif, main, accent);
        well_formed(&mark);
        assert!(seen.insert(mark), "{}", motif.name());
        for seed in 0..4 {
            well_formed(&shop_banner(*motif, main, accent, seed));
        }
    }
    for slug in [
        "fresh",
        "tea",
        "pantry",
        "clothing",
        "shoes-bags",
        "electronics",
        "home",
        "kitchen",
        "beauty",
        "children",
        "sports",
        "craft",
    ] {
        assert!(
            category_picture(slug).is_some_and(|svg| seen.insert(svg)),
            "{slug}"
        );
    }
    assert_eq!(category_picture("garden"), None);
}

#[test]
fn hex_is_read_and_written() {
    assert_eq!(Colour::from_hex("#0a80ff"), Some(Colour(10, 128, 255)));
    assert_eq!(Colour::from_hex("0a80ff"), Some(Colour(10, 128, 255)));
    assert_eq!(Colour(10, 128, 255).to_hex(), "#0a80ff");
    for wrong in ["", "#fff", "#0a80fg", "#é0ab", "#0a80ff0"] {
        assert_eq!(Colour::from_hex(wrong), None, "{wrong}");
    }
}
