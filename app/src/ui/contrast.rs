//! Proves that every pair of colours that carries text can be read: 4.5 : 1 or better.

const TOKENS: &str = include_str!("../../../style/01-tokens.css");

/// Texts and the grounds they stand on.
const PAIRS: &[(&str, &[&str])] = &[
    (
        "ink",
        &[
            "paper",
            "card",
            "raise",
            "persimmon-soft",
            "jade-soft",
            "gold-soft",
            "cinnabar-soft",
            "warning-soft",
            "danger-soft",
        ],
    ),
    ("muted", &["paper", "card", "raise", "persimmon-soft"]),
    ("persimmon", &["paper", "card", "persimmon-soft"]),
    ("persimmon-ink", &["persimmon", "persimmon-strong"]),
    ("jade", &["paper", "card", "jade-soft"]),
    ("gold", &["paper", "card", "gold-soft"]),
    ("cinnabar", &["paper", "card", "cinnabar-soft"]),
    ("warning", &["paper", "card", "warning-soft"]),
    ("danger", &["paper", "card", "danger-soft"]),
    ("paper", &["ink"]),
];

/// Frames of controls and the ring of focus: 3 : 1.
const GRAPHICS: &[(&str, &[&str])] = &[("edge", &["paper", "card"]), ("focus", &["paper", "card"])];

/// `light-dark(#aabbcc, #ddeeff)` of a token, by theme.
fn colour(token: &str, dark: bool) -> [f64; 3] {
    let line = TOKENS
        .lines()
        .find_map(|line| {
            line.trim()
                .strip_prefix(&format!("--color-{token}: light-dark("))
        })
        .unwrap_or_else(|| panic!("no token {token}"));
    let pair: Vec<&str> = line.trim_end_matches([';', ')']).split(", ").collect();
    let hex = pair[usize::from(dark)].trim_start_matches('#');
    [0, 2, 4].map(|at| {
        let part = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour")) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn too_weak(pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let mut weak = Vec::new();
    for (text, grounds) in pairs {
        for ground in *grounds {
            for (dark, theme) in [(false, "light"), (true, "dark")] {
                let found = contrast(colour(text, dark), colour(ground, dark));
                if found < least {
                    weak.push(format!("{theme}: {text} on {ground} is {found:.2}"));
                }
            }
        }
    }
    weak
}

#[test]
fn every_text_can_be_read() {
    assert_eq!(too_weak(PAIRS, 4.5), Vec::<String>::new());
}

#[test]
fn every_frame_can_be_seen() {
    assert_eq!(too_weak(GRAPHICS, 3.0), Vec::<String>::new());
}
