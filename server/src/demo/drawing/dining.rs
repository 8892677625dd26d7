//! The laid table.

use super::colour::{Colour, GOLD, LEAF, WHITE};
use super::sheet::Sheet;
use super::solids::{bloom, oval, slab, sprig};

pub(super) fn bowl(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 925.0, 310.0);
    let foot = s.tube(c.darker(0.16));
    s.fill("M460 860L470 920A130 22 0 0 0 730 920L740 860Z", foot);
    let body = "M220 560C220 740 350 880 470 890H730C850 880 980 740 980 560A380 96 0 0 1 220 560Z";
    let paint = s.lin(
        (0.0, 0.0),
        (1.0, 0.3),
        &[
            (0.0, c.darker(0.1)),
            (0.24, c.lighter(0.36)),
            (0.5, c),
            (0.85, c.darker(0.36)),
            (1.0, c.darker(0.2)),
        ],
    );
    s.form_in(body, paint, c, 14.0);
    s.within(body, |s| {
        match s.pick(3, 1) {
            0 => {
                for x in [360.0, 600.0, 840.0] {
                    bloom(s, x, 770.0 - (x - 600.0f32).abs() * 0.12, 66.0, x, a);
                    s.line(
                        &format!("M{} 800q60 40 120 0", x + 60.0),
                        LEAF.mix(a, 0.3),
                        9.0,
                    );
                }
            }
            1 => {
                for y in [640.0, 676.0, 712.0] {
                    s.line(&format!("M210 {y}Q600 {} 990 {y}", y + 190.0), a, 13.0);
                }
            }
            _ => {
                // Waves, as on old blue and white.
                for row in 0..3u8 {
                    for step in 0..9u8 {
                        let x = 230.0 + f32::from(step) * 92.0 + f32::from(row % 2) * 46.0;
                        let y =
                            760.0 + f32::from(row) * 44.0 - ((x - 600.0) / 380.0).powi(2) * 60.0;
                        s.line(
                            &format!(
                                "M{:.0} {y:.0}a46 46 0 0 1 92 0M{:.0} {y:.0}a24 24 0 0 1 48 0",
                                x - 46.0,
                                x - 24.0
                            ),
                            a,
                            7.0,
                        );
                    }
                }
            }
        }
    });
    s.oval(600.0, 560.0, 380.0, 96.0, c.lighter(0.55));
    let well = s.lin(
        (0.0, 0.0),
        (1.0, 0.8),
        &[
            (0.0, c.darker(0.3)),
            (0.5, c.lighter(0.05)),
            (1.0, c.lighter(0.4)),
        ],
    );
    s.oval(600.0, 564.0, 362.0, 84.0, well);
    s.ring(600.0, 560.0, 376.0, 93.0, a, 7.0);
    s.gloss(
        "M270 640C290 740 350 810 420 844C370 760 350 700 344 640Q290 630 270 640Z",
        0.55,
    );
}

pub(super) fn plate(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let d = oval(600.0, 600.0, 400.0, 400.0);
    s.drop(&d);
    s.form(&d, c);
    s.ring(600.0, 600.0, 384.0, 384.0, a, 9.0);
    match s.pick(3, 1) {
        0 => {
            for step in 0..12u16 {
                s.group(&format!("rotate({} 600 600)", step * 30), |s| {
                    sprig(s, 600.0, 300.0, 76.0, 90.0, a)
                });
            }
        }
        1 => {
            s.ring(600.0, 600.0, 350.0, 350.0, a.a(0.6), 18.0);
            s.ring(600.0, 600.0, 318.0, 318.0, a.a(0.4), 7.0);
        }
        _ => {
            for step in 0..16u16 {
                s.group(
                    &format!("rotate({} 600 600)", f32::from(step) * 22.5),
                    |s| bloom(s, 600.0, 266.0, 36.0, 12.0, a),
                );
            }
        }
    }
    let rim = s.lin(
        (0.1, 0.0),
        (0.9, 1.0),
        &[
            (0.0, c.darker(0.24)),
            (0.5, c.lighter(0.1)),
            (1.0, c.lighter(0.7)),
        ],
    );
    s.dot(600.0, 600.0, 276.0, rim);
    let well = s.fall(c.lighter(0.25));
    s.dot(600.0, 600.0, 264.0, well);
    s.gloss(
        "M400 560C410 470 480 400 580 390C500 430 450 500 440 590C420 610 396 600 400 560Z",
        0.7,
    );
    if s.pick(2, 5) == 0 {
        bloom(s, 640.0, 630.0, 90.0, 18.0, a);
        sprig(s, 560.0, 730.0, 120.0, -60.0, LEAF);
    }
    s.line("M250 520C280 400 360 310 460 264", WHITE.a(0.75), 13.0);
}

pub(super) fn cup(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(590.0, 930.0, 290.0);
    s.line("M830 540C1000 500 1010 800 790 790", c.darker(0.4), 62.0);
    s.line("M830 534C990 500 1000 790 790 782", c, 46.0);
    s.line("M850 528C930 524 950 600 940 650", c.lighter(0.6), 11.0);
    let body = "M310 460L330 820Q340 920 440 928H720Q820 920 830 820L850 460A270 58 0 0 1 310 460Z";
    let paint = s.tube(c);
    s.form_in(body, paint, c, 13.0);
    s.within(body, |s| match s.pick(4, 1) {
        0 => {
            s.fill("M300 740H860V940H300Z", a);
            s.line("M300 740Q370 716 440 740T580 740T720 740T860 740", a, 34.0);
            let shade = s.lin(
                (0.0, 0.0),
                (1.0, 0.0),
                &[
                    (0.0, a.a(0.0)),
                    (0.5, a.a(0.0)),
                    (1.0, c.darker(0.8).a(0.4)),
                ],
            );
            s.rect(300.0, 720.0, 560.0, 220.0, 0.0, shade);
        }
        1 => {
            s.dot(560.0, 690.0, 110.0, a);
            s.fill(
                "M430 760L540 610L600 690L640 640L720 760Q560 860 430 760Z",
                c.lighter(0.5),
            );
        }
        2 => {
            for row in 0..4u8 {
                for step in 0..6u8 {
                    let x = 340.0 + f32::from(step) * 100.0 + f32::from(row % 2) * 50.0;
                    s.dot(x, 610.0 + f32::from(row) * 90.0, 20.0, a);
                }
            }
        }
        _ => {
            sprig(s, 480.0, 860.0, 260.0, -8.0, a);
            sprig(s, 640.0, 860.0, 210.0, 10.0, a);
        }
    });
    s.oval(580.0, 460.0, 270.0, 58.0, c.lighter(0.6));
    s.oval(580.0, 464.0, 252.0, 48.0, c.darker(0.35));
    let drink = s.fall(Colour(126, 80, 52));
    s.within(&oval(580.0, 464.0, 252.0, 48.0), |s| {
        s.oval(580.0, 484.0, 244.0, 44.0, drink);
        s.oval(500.0, 478.0, 90.0, 10.0, WHITE.a(0.25));
    });
    s.gloss(
        "M346 560Q350 540 376 548L390 820Q396 860 412 880Q362 870 358 800Z",
        0.65,
    );
    s.line(
        "M500 380q-36-44 0-90t0-86M640 380q-36-44 0-90t0-86",
        WHITE.a(0.55),
        20.0,
    );
}

pub(super) fn chopsticks(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    // A napkin, a rest, two pairs.
    let cloth = "M180 330L820 200L990 850L330 1000Z";
    s.drop(cloth);
    s.form(cloth, a.lighter(0.5));
    s.within(cloth, |s| {
        s.line("M214 356L812 234L960 834L350 972Z", a, 9.0);
        for step in 0..9u8 {
            let t = f32::from(step) * 74.0;
            s.line(
                &format!("M{} {}l640-130", 190.0 + t * 0.24, 400.0 + t),
                a.a(0.16),
                16.0,
            );
        }
    });
    for (dx, dy, turn) in [
        (0.0, 0.0, -41.0),
        (64.0, 30.0, -41.0),
        (0.0, 200.0, -37.0),
        (60.0, 236.0, -37.0),
    ] {
        s.group(
            &format!(
                "translate({} {}) rotate({turn})",
                240.0 + dx,
                860.0 + dy - 90.0
            ),
            |s| {
                s.fill("M10 30L880 12V48L10 42Z", a.darker(0.8).a(0.25));
                let stick = "M0 -5L420 -15H860Q874 -15 874 0V6Q874 17 860 17H420L0 6Z";
                let paint = s.lin(
                    (0.0, 0.0),
                    (0.0, 1.0),
                    &[(0.0, c.lighter(0.35)), (0.4, c), (1.0, c.darker(0.45))],
                );
                s.fill(stick, paint);
                s.within(stick, |s| {
                    s.rect(640.0, -20.0, 16.0, 40.0, 0.0, GOLD);
                    s.rect(664.0, -20.0, 6.0, 40.0, 0.0, GOLD.lighter(0.4));
                    s.rect(826.0, -20.0, 60.0, 40.0, 0.0, GOLD.darker(0.05));
                    s.rect(680.0, -20.0, 140.0, 40.0, 0.0, a.darker(0.2).a(0.85));
                    for x in [700.0, 736.0, 772.0, 808.0] {
                        s.dot(x, 1.0, 7.0, GOLD.lighter(0.3));
                    }
                });
                s.line("M20 -4L420 -11H850", WHITE.a(0.6), 4.0);
            },
        );
    }
    s.group("translate(430 730) rotate(52)", |s| {
        s.fill(&slab(-130.0, -22.0, 280.0, 76.0, 30.0), a.darker(0.8).a(0.25));
        s.form("M-140 -20Q-140 -44 -110 -44Q0 -16 110 -44Q140 -44 140 -20V20Q140 44 110 44Q0 20 -110 44Q-140 44 -140 20Z", WHITE.mix(c, 0.1));
        s.line("M-110 -20Q0 4 110 -20", c.a(0.5), 6.0);
    });
}
