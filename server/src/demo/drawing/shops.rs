//! What a shop shows of itself: its mark and its banner.

use super::colour::{Colour, WHITE};
use super::motifs::Motif;
use super::sheet::Sheet;

/// An ink that stands out on `ground`.
fn against(ground: Colour, wish: Colour) -> Colour {
    if (ground.luma() - wish.luma()).abs() > 0.3 {
        wish
    } else if ground.luma() < 0.6 {
        wish.lighter(0.72)
    } else {
        wish.darker(0.6)
    }
}

/// A square 512 × 512 mark of a shop: its motif in two colours.
pub fn shop_mark(motif: Motif, main: Colour, accent: Colour) -> String {
    let mut s = Sheet::new(main, accent, main, 0, 0);
    let ground = s.lin(
        (0.0, 0.0),
        (1.0, 1.0),
        &[
            (0.0, main.lighter(0.16)),
            (0.6, main),
            (1.0, main.darker(0.2)),
        ],
    );
    s.rect(0.0, 0.0, 512.0, 512.0, 0.0, ground);
    let halo = s.rad(
        (0.36, 0.3),
        0.7,
        &[(0.0, WHITE.a(0.2)), (1.0, WHITE.a(0.0))],
    );
    s.rect(0.0, 0.0, 512.0, 512.0, 0.0, halo);
    s.ring(
        256.0,
        256.0,
        218.0,
        218.0,
        against(main, WHITE).a(0.35),
        5.0,
    );
    // On a light ground the accent itself is the ink.
    let pale = main.luma() > 0.62;
    let ink = if pale {
        against(main, accent.darker(0.34))
    } else {
        against(main, WHITE.mix(accent, 0.08))
    };
    let second = if pale {
        accent.lighter(0.3)
    } else {
        against(main, accent)
    };
    // Two inks that fell together would hide the drawing inside the shape.
    let second = if (ink.luma() - second.luma()).abs() < 0.14 {
        second.mix(main, 0.45)
    } else {
        second
    };
    let dark = main.darker(0.7);
    s.group("translate(263 268) scale(1.52)", |s| {
        s.faint(0.28, |s| motif.draw(s, dark, dark))
    });
    s.group("translate(256 256) scale(1.52)", |s| {
        motif.draw(s, ink, second)
    });
    s.finish(512, 512)
}

/// A 1600 × 400 banner in the shop's colours: its motif before a quiet landscape. The
/// left third is calm, because the name of the shop is laid over it.
pub fn shop_banner(motif: Motif, main: Colour, accent: Colour, seed: u32) -> String {
    let mut s = Sheet::new(main, accent, main, 0, seed);
    let sky = s.lin(
        (0.0, 0.0),
        (1.0, 0.6),
        &[
            (0.0, main.darker(0.16)),
            (0.4, main),
            (1.0, main.mix(accent, 0.42).lighter(0.22)),
        ],
    );
    s.rect(0.0, 0.0, 1600.0, 400.0, 0.0, sky);
    let warm = s.rad(
        (0.5, 0.5),
        0.5,
        &[
            (0.0, accent.lighter(0.6).a(0.75)),
            (1.0, accent.lighter(0.4).a(0.0)),
        ],
    );
    s.oval(1250.0, 190.0, 520.0, 300.0, warm);
    match s.pick(4, 3) {
        0 => hills(&mut s),
        1 => waves(&mut s),
        2 => lattice(&mut s, motif),
        _ => clouds(&mut s),
    }
    // A veil keeps the words readable whatever grew into their third.
    let veil = s.lin(
        (0.0, 0.0),
        (1.0, 0.0),
        &[
            (0.0, main.darker(0.2).a(0.92)),
            (0.55, main.darker(0.12).a(0.7)),
            (1.0, main.a(0.0)),
        ],
    );
    s.rect(0.0, 0.0, 900.0, 400.0, 0.0, veil);
    let disc = s.fall(WHITE.mix(main, 0.06));
    s.dot(1256.0, 208.0, 134.0, main.darker(0.7).a(0.22));
    s.dot(1250.0, 200.0, 132.0, disc);
    s.ring(1250.0, 200.0, 118.0, 118.0, main.a(0.35), 3.0);
    // A pale main colour would be lost on the disc: the accent stands in for it.
    let ink = if main.luma() > 0.62 {
        against(WHITE, accent.darker(0.34))
    } else {
        against(WHITE, main)
    };
    let second = if (ink.luma() - accent.luma()).abs() < 0.1 {
        accent.lighter(0.4)
    } else {
        accent
    };
    s.group("translate(1250 200) scale(.8)", |s| {
        motif.draw(s, ink, second)
    });
    s.finish(1600, 400)
}

fn hills(s: &mut Sheet) {
    let shift = s.pick(160, 9) as f32;
    let layers = [(150.0, 0.16), (220.0, 0.34), (290.0, 0.5), (344.0, 0.66)];
    for (n, (top, dark)) in layers.into_iter().enumerate() {
        let n = n as f32;
        let lift = 90.0 - n * 16.0;
        let c = s
            .main
            .mix(s.accent, 0.3 - n * 0.07)
            .darker(dark)
            .lighter(0.2 - n * 0.05);
        s.fill(
            &format!(
                "M0 400V{}Q{} {} {} {}T{} {}T{} {}T1600 {}V400Z",
                top + 40.0,
                180.0 + shift,
                top - 10.0,
                420.0 + n * 30.0,
                top + 40.0,
                840.0 - n * 40.0 + shift,
                top,
                1240.0 + n * 50.0,
                top - lift * 0.4,
                top - lift * 0.2
            ),
            c.a(0.85),
        );
    }
    s.dot(960.0 + shift, 92.0, 34.0, WHITE.a(0.7));
}

fn waves(s: &mut Sheet) {
    for row in 0..5u8 {
        let y = 190.0 + f32::from(row) * 52.0;
        let c = s
            .main
            .mix(s.accent, 0.14 * f32::from(4 - row))
            .darker(0.12 * f32::from(row));
        let start = -120.0 + f32::from(row % 2) * 60.0;
        let mut d = format!("M{start} 400V{y}");
        for _ in 0..15u8 {
            d.push_str("q60-62 120 0");
        }
        d.push_str("V400Z");
        s.fill(&d, c.lighter(0.16).a(0.8));
        s.line(&d, WHITE.a(0.22), 4.0);
    }
}

/// The motif itself, small and faint, as on wrapping paper.
fn lattice(s: &mut Sheet, motif: Motif) {
    let (pale, main) = (s.main.lighter(0.55), s.main.lighter(0.3));
    let tile = s.stamp(|s| motif.draw(s, pale, main));
    s.faint(0.4, |s| {
        for row in 0..4u8 {
            for col in 0..9u8 {
                let x = 620.0 + f32::from(col) * 124.0 + f32::from(row % 2) * 62.0;
                let y = 20.0 + f32::from(row) * 120.0;
                s.show(
                    &tile,
                    &format!(
                        "translate({x} {y}) rotate({}) scale(.34)",
                        i16::from(col % 3) * 12 - 12
                    ),
                );
            }
        }
    });
}

fn clouds(s: &mut Sheet) {
    s.dot(1010.0, 110.0, 60.0, WHITE.a(0.5));
    for (x, y, size) in [
        (700.0, 300.0, 1.0),
        (930.0, 230.0, 0.7),
        (1130.0, 350.0, 1.2),
        (1480.0, 260.0, 1.0),
        (1400.0, 90.0, 0.6),
        (560.0, 120.0, 0.5),
    ] {
        let shift = s.pick(60, x as u32) as f32;
        s.group(&format!("translate({} {y}) scale({size})", x + shift), |s| {
            s.fill("M-130 40A44 44 0 0 1-110-40A70 70 0 0 1 20-60A60 60 0 0 1 120-30A40 40 0 0 1 130 40Z", WHITE.a(0.3));
            s.line("M-90 6C-110-30-60-50-44-20C-34 0-60 10-64-4M20-4C0-40 70-60 76-16C76 6 44 6 48-12", WHITE.a(0.45), 7.0);
        });
    }
    s.fill(
        "M0 400V372Q400 330 800 366T1600 340V400Z",
        s.main.darker(0.4).a(0.5),
    );
}
