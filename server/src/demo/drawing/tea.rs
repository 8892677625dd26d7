//! Tea and drinks.

use super::colour::{CREAM, Colour, GOLD, LEAF, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{bloom, drum, label, leaf, oval, pouch, slab, sprig, vessel};

pub(super) fn tea_tin(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 300.0);
    drum(s, (600.0, 420.0, 250.0), (900.0, 250.0), 0.2, c);
    // A landscape runs round the tin.
    s.within(&vessel(600.0, 430.0, 250.0, 900.0, 250.0, 0.2), |s| {
        let far = c.lighter(0.36).a(0.75);
        s.fill(
            "M330 780Q420 610 500 720Q580 560 680 700Q760 620 880 760V1000H330Z",
            far,
        );
        s.fill(
            "M330 860Q440 740 560 830Q700 730 880 850V1000H330Z",
            c.darker(0.34).a(0.8),
        );
        s.dot(700.0, 590.0, 46.0, a);
        s.line(
            "M440 610q24-22 44 0q22-20 44 0M500 650q16-14 30 0q14-14 30 0",
            WHITE.a(0.75),
            6.0,
        );
        s.rect(330.0, 470.0, 560.0, 10.0, 0.0, a.a(0.0));
    });
    s.line(
        "M351 478A250 50 0 0 0 849 478M351 886A250 50 0 0 0 849 886",
        a,
        9.0,
    );
    let lid = c.darker(0.16);
    drum(s, (600.0, 330.0, 258.0), (424.0, 258.0), 0.2, lid);
    s.ring(600.0, 328.0, 200.0, 38.0, a, 6.0);
    drum(s, (600.0, 296.0, 44.0), (326.0, 34.0), 0.26, a);
    s.gloss("M396 500Q396 486 420 500V880Q400 876 396 866Z", 0.5);
}

pub(super) fn tea_cake(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 420.0);
    // The paper it was wrapped in, opened.
    s.form("M180 870L330 700Q600 640 900 720L1030 880Q900 950 760 930Q560 990 420 930Q290 950 180 870Z", CREAM);
    s.line(
        "M330 700L420 780M900 720L800 800M420 930L470 850M760 930L730 860",
        CREAM.darker(0.3).a(0.5),
        6.0,
    );
    let side = s.tube(c.darker(0.2));
    s.fill(
        "M260 560A340 250 0 0 0 940 560V640A340 250 0 0 1 260 640Z",
        side,
    );
    let face = s.ball(c.lighter(0.06));
    let disc = oval(600.0, 560.0, 340.0, 250.0);
    s.form_in(&disc, face, c, 16.0);
    s.within(&disc, |s| {
        // Strands of leaf pressed together, the gold buds among them few.
        for (salt, tone, width) in [
            (100, c.darker(0.4).a(0.55), 11.0),
            (200, c.lighter(0.16).a(0.7), 10.0),
            (300, c.darker(0.25).a(0.6), 8.0),
            (400, c.lighter(0.3).a(0.6), 7.0),
            (500, c.mix(GOLD, 0.5).lighter(0.1).a(0.75), 7.0),
        ] {
            let mut d = String::new();
            for step in 0..if salt == 500 { 16 } else { 34 } {
                let n = s.pick(999_983, salt + step);
                let (x, y) = (270 + n % 660, 310 + n / 661 % 500);
                let (dx, dy) = ((n % 67) as f32 - 33.0, ((n / 7) % 41) as f32 - 20.0);
                d.push_str(&format!(
                    "M{x} {y}q{:.0} {:.0} {dx:.0} {dy:.0}",
                    dx * 0.6 - dy * 0.3,
                    dy * 0.4 + dx * 0.2
                ));
            }
            s.line(&d, tone, width);
        }
        let dent = s.rad(
            (0.5, 0.5),
            0.5,
            &[(0.0, c.darker(0.7).a(0.7)), (1.0, c.darker(0.6).a(0.0))],
        );
        s.oval(600.0, 580.0, 130.0, 84.0, dent);
    });
    // The ticket pressed into the leaves, and a broken piece with a needle.
    s.group("translate(730 640) rotate(-16)", |s| {
        s.rect(-70.0, -44.0, 140.0, 88.0, 6.0, WHITE);
        s.rect(-60.0, -34.0, 120.0, 68.0, 4.0, a.a(0.3));
        s.dot(0.0, 0.0, 22.0, a);
    });
    s.part(
        "M270 850Q300 790 370 800Q430 810 440 860Q400 900 330 892Z",
        c.lighter(0.05),
    );
    s.line(
        "M300 850l40-20M350 868l50-18M330 880l30-8",
        c.lighter(0.4),
        7.0,
    );
    leaf(s, 760.0, 860.0, 110.0, 20.0, c.mix(LEAF, 0.4));
    leaf(s, 840.0, 880.0, 90.0, -24.0, c.mix(LEAF, 0.3));
}

/// A small handleless cup with tea in it.
fn teacup(s: &mut Sheet, cx: f32, top: f32, r: f32, c: Colour) {
    let paint = s.tube(c);
    s.form_in(
        &format!(
            "M{:.1} {top:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}H{:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {top:.1}Z",
            cx - r, cx - r, top + r * 0.7, cx - r * 0.7, top + r, cx - r * 0.4, top + r * 1.1,
            cx + r * 0.4, cx + r * 0.7, top + r, cx + r, top + r * 0.7, cx + r
        ),
        paint,
        c,
        7.0,
    );
    s.oval(cx, top, r, r * 0.27, c.lighter(0.35));
    let tea = s.fall(Colour(196, 126, 54));
    s.oval(cx, top + 4.0, r * 0.88, r * 0.2, tea);
    s.oval(cx - r * 0.3, top, r * 0.22, r * 0.05, WHITE.a(0.6));
}

pub(super) fn teapot_set(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 470.0);
    // The slatted tea tray.
    s.form(&slab(120.0, 820.0, 960.0, 110.0, 26.0), WOOD);
    s.fill("M150 820L240 740H960L1050 820Z", WOOD.lighter(0.24));
    for x in [300.0, 420.0, 540.0, 660.0, 780.0, 900.0] {
        let low = 600.0 + (x - 600.0) * 1.22;
        s.line(&format!("M{x} 746L{low} 814"), WOOD.darker(0.4), 8.0);
    }
    s.line("M330 560C250 520 230 430 190 390", c.darker(0.3), 66.0);
    s.line("M330 556C256 516 234 432 190 388", c, 50.0);
    s.line("M322 536C262 500 240 420 194 378", c.lighter(0.4), 12.0);
    s.oval(176.0, 374.0, 36.0, 18.0, c.darker(0.55));
    s.cord("M700 470C830 410 880 620 700 680", c, 44.0);
    let body = "M270 590C270 480 370 430 500 430C640 430 740 480 740 590C740 720 640 790 500 790C370 790 270 720 270 590Z";
    let paint = s.ball(c);
    s.form_in(body, paint, c, 16.0);
    s.within(body, |s| {
        s.line("M270 520Q500 580 740 520", a.a(0.85), 9.0);
        sprig(s, 540.0, 760.0, 160.0, 24.0, a);
    });
    s.part(
        "M360 440Q500 470 640 440Q620 370 500 364Q380 370 360 440Z",
        c.lighter(0.04),
    );
    let knob = s.ball(c.lighter(0.1));
    s.dot(500.0, 346.0, 36.0, knob);
    s.gloss(
        "M330 560Q350 490 430 470Q380 530 376 600Q340 620 330 560Z",
        0.55,
    );
    teacup(s, 800.0, 716.0, 84.0, c.lighter(0.14));
    teacup(s, 960.0, 752.0, 84.0, c.lighter(0.14));
    s.line(
        "M790 670q-24-34 0-66t0-66M964 700q-22-32 0-60t0-58",
        WHITE.a(0.55),
        11.0,
    );
}

pub(super) fn coffee_bag(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 330.0);
    let outline = pouch(s, 340.0, 210.0, 500.0, 710.0, c);
    s.within(&outline, |s| {
        s.rect(300.0, 520.0, 600.0, 300.0, 0.0, a);
        s.rect(300.0, 504.0, 600.0, 6.0, 0.0, a.a(0.7));
        let shade = s.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, WHITE.a(0.25)),
                (0.5, WHITE.a(0.0)),
                (1.0, c.darker(0.8).a(0.4)),
            ],
        );
        s.rect(300.0, 520.0, 600.0, 300.0, 0.0, shade);
    });
    // The valve every coffee bag has.
    s.dot(590.0, 350.0, 26.0, c.darker(0.3));
    s.ring(590.0, 350.0, 22.0, 22.0, c.lighter(0.4), 4.0);
    s.dot(590.0, 350.0, 6.0, c.darker(0.6));
    let cup = a.lighter(0.82);
    s.fill(
        "M500 630H680V690C680 750 640 780 590 780S500 750 500 690Z",
        cup,
    );
    s.line("M680 650q56 0 48 44t-60 40", cup, 14.0);
    s.line(
        "M550 606q-14-20 0-40M590 606q-14-20 0-40M630 606q-14-20 0-40",
        cup,
        9.0,
    );
    for (x, y, turn) in [
        (270.0, 900.0, 20.0),
        (330.0, 946.0, -30.0),
        (860.0, 940.0, 50.0),
        (930.0, 900.0, -12.0),
        (790.0, 964.0, 8.0),
    ] {
        bean(s, x, y, turn);
    }
}

fn bean(s: &mut Sheet, x: f32, y: f32, turn: f32) {
    let c = Colour(110, 68, 44);
    s.oval(x + 6.0, y + 16.0, 46.0, 20.0, c.darker(0.8).a(0.25));
    s.group(&format!("translate({x} {y}) rotate({turn})"), |s| {
        s.oval(0.0, 0.0, 46.0, 30.0, c.darker(0.3));
        s.oval(-3.0, -4.0, 41.0, 25.0, c);
        s.line("M-40 0Q-10 -14 4 2T40 0", c.darker(0.6), 6.0);
        s.oval(-16.0, -16.0, 12.0, 5.0, c.lighter(0.55));
    });
}

pub(super) fn juice_bottle(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 210.0);
    let glass = "M530 270V370C530 430 410 470 410 580V890C410 930 440 950 480 954Q600 966 720 954C760 950 790 930 790 890V580C790 470 670 430 670 370V270Z";
    s.fill(glass, WHITE.a(0.55));
    let juice = s.lin(
        (0.0, 0.0),
        (1.0, 0.0),
        &[
            (0.0, c.darker(0.16)),
            (0.22, c.lighter(0.3)),
            (0.55, c),
            (1.0, c.darker(0.3)),
        ],
    );
    let level = "M528 388C520 436 410 476 410 580V890C410 930 440 950 480 954Q600 966 720 954C760 950 790 930 790 890V580C790 476 680 436 672 388Q600 402 528 388Z";
    s.form_in(level, juice, c, 12.0);
    s.oval(600.0, 388.0, 72.0, 12.0, c.lighter(0.45));
    s.line(glass, WHITE.a(0.6), 6.0);
    drum(s, (600.0, 214.0, 84.0), (276.0, 84.0), 0.16, a);
    for x in [540.0, 566.0, 594.0, 622.0, 650.0] {
        s.line(&format!("M{x} 236v44"), a.darker(0.5).a(0.4), 5.0);
    }
    s.within(glass, |s| {
        s.rect(400.0, 600.0, 400.0, 240.0, 0.0, WHITE);
        s.rect(400.0, 612.0, 400.0, 8.0, 0.0, a);
        s.rect(400.0, 820.0, 400.0, 8.0, 0.0, a);
    });
    let fruit = s.ball(c);
    s.dot(590.0, 730.0, 66.0, fruit);
    leaf(s, 594.0, 668.0, 88.0, -24.0, LEAF);
    s.gloss(
        "M440 580Q450 520 490 490Q474 560 474 640V900Q448 900 440 880Z",
        0.65,
    );
    s.fill("M760 600V880q-16 30-30 40V600Z", c.darker(0.7).a(0.14));
}

pub(super) fn dried_flowers(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 300.0);
    // Blossoms piled in a glass jar with a cork.
    let jar = "M400 360V420Q330 450 330 540V860Q330 940 410 950Q600 970 790 950Q870 940 870 860V540Q870 450 800 420V360Z";
    s.fill(jar, WHITE.a(0.5));
    s.within(jar, |s| {
        s.fill("M320 560Q600 500 880 560V980H320Z", c.darker(0.3));
        for step in 0..16u8 {
            let row = step / 4;
            let x = 372.0 + f32::from(step % 4) * 142.0 + f32::from(row % 2) * 62.0;
            let y = 900.0 - f32::from(row) * 92.0;
            let tone = if step % 5 == 2 {
                a
            } else {
                c.lighter(f32::from(step % 3) * 0.12)
            };
            bloom(s, x, y, 78.0, f32::from(step) * 23.0, tone);
        }
    });
    s.line(jar, WHITE.a(0.75), 7.0);
    s.fill("M840 520V880q-20 44-50 50V500Z", c.darker(0.8).a(0.1));
    s.gloss(
        "M356 540Q360 480 400 462Q388 560 392 880Q366 890 358 860Z",
        0.75,
    );
    s.rect(386.0, 346.0, 428.0, 40.0, 18.0, WHITE.a(0.8));
    drum(
        s,
        (600.0, 262.0, 190.0),
        (352.0, 180.0),
        0.13,
        WOOD.lighter(0.28),
    );
    for (x, y) in [
        (470.0, 310.0),
        (560.0, 340.0),
        (650.0, 316.0),
        (720.0, 330.0),
    ] {
        s.oval(x, y, 8.0, 4.0, WOOD.darker(0.3).a(0.5));
    }
    bloom(s, 256.0, 930.0, 70.0, 10.0, c);
    bloom(s, 950.0, 936.0, 62.0, 44.0, a);
    if s.view == 1 {
        label(s, 470.0, 600.0, 260.0, 260.0, GOLD);
    }
}
