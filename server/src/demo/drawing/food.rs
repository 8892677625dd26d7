//! Fresh food.

use super::colour::{CREAM, Colour, GOLD, LEAF, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{leaf, oval, vessel};

const STALK: Colour = Colour(120, 132, 70);

/// A shiny round fruit with a crescent of reflected light.
fn berry(s: &mut Sheet, cx: f32, cy: f32, r: f32, c: Colour) {
    let paint = s.ball(c);
    s.dot(cx, cy, r, paint);
    s.line(
        &format!(
            "M{:.1} {:.1}A{:.1} {:.1} 0 0 0 {:.1} {:.1}",
            cx - r * 0.1,
            cy + r * 0.82,
            r * 0.84,
            r * 0.84,
            cx + r * 0.78,
            cy + r * 0.26
        ),
        c.lighter(0.45).a(0.45),
        r * 0.09,
    );
    s.group(
        &format!(
            "translate({:.1} {:.1}) rotate(-38)",
            cx - r * 0.36,
            cy - r * 0.42
        ),
        |s| {
            s.oval(0.0, 0.0, r * 0.24, r * 0.13, WHITE.a(0.85));
        },
    );
}

pub(super) fn cherries(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 360.0);
    s.line("M430 640C450 470 540 340 640 230", STALK.darker(0.2), 15.0);
    s.line("M770 700C790 500 740 340 640 230", STALK.darker(0.35), 15.0);
    s.line("M428 634C448 468 536 340 634 232", STALK.lighter(0.25), 5.0);
    leaf(s, 640.0, 232.0, 300.0, -8.0, LEAF);
    leaf(s, 630.0, 236.0, 210.0, 152.0, LEAF.darker(0.12));
    s.dot(640.0, 232.0, 16.0, STALK.darker(0.3));
    berry(s, 612.0, 860.0, 92.0, c.mix(a, 0.5).darker(0.12));
    berry(s, 776.0, 800.0, 154.0, c.darker(0.06));
    let dip = c.darker(0.5).a(0.7);
    s.oval(772.0, 678.0, 40.0, 15.0, &dip);
    s.line("M772 684q2-24 1-48", STALK.darker(0.35), 13.0);
    berry(s, 432.0, 770.0, 178.0, c);
    s.oval(432.0, 626.0, 46.0, 17.0, &dip);
    s.line("M430 634q2-26 6-52", STALK, 13.0);
}

pub(super) fn apple(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 340.0);
    s.line(
        "M612 372C608 310 624 250 668 208",
        Colour(104, 76, 52),
        24.0,
    );
    s.line(
        "M606 366C602 310 620 256 660 210",
        Colour(164, 126, 88),
        8.0,
    );
    leaf(s, 630.0, 290.0, 260.0, -22.0, LEAF);
    let body = "M600 392C520 330 300 330 258 540C222 740 360 950 480 956C530 958 560 934 604 934C650 934 680 958 730 954C850 944 968 740 938 548C902 330 690 330 600 392Z";
    let paint = s.ball(c);
    s.form_in(body, paint, c, 16.0);
    s.within(body, |s| {
        // The blush and the fine streaks of a ripe apple.
        let blush = s.rad((0.5, 0.5), 0.5, &[(0.0, a.a(0.55)), (1.0, a.a(0.0))]);
        s.oval(790.0, 760.0, 280.0, 260.0, blush);
        for (x, bend) in [
            (380.0, -70.0),
            (450.0, -44.0),
            (530.0, -20.0),
            (690.0, 24.0),
            (770.0, 52.0),
        ] {
            s.line(
                &format!("M{x} 470Q{} 640 {x} 860", x + bend),
                c.lighter(0.5).a(0.16),
                10.0,
            );
        }
        let hollow = s.rad(
            (0.5, 0.5),
            0.5,
            &[(0.0, c.darker(0.7).a(0.8)), (1.0, c.darker(0.6).a(0.0))],
        );
        s.oval(606.0, 388.0, 150.0, 60.0, hollow);
    });
    s.line(
        "M610 410C606 380 606 350 612 330",
        Colour(104, 76, 52),
        22.0,
    );
    s.gloss(
        "M330 560C340 470 400 420 470 420C430 460 400 520 390 600C384 640 324 640 330 560Z",
        0.75,
    );
}

/// A citrus wheel: rind, pith and segments.
fn slice(s: &mut Sheet, cx: f32, cy: f32, r: f32, c: Colour, flesh: Colour) {
    let rind = s.fall(c);
    s.dot(cx + 10.0, cy + 12.0, r, c.darker(0.4));
    s.dot(cx, cy, r, rind);
    s.dot(cx, cy, r * 0.91, CREAM.lighter(0.4));
    let flesh = s.rad((0.4, 0.35), 0.7, &[(0.0, flesh.lighter(0.3)), (1.0, flesh)]);
    for step in 0..9u8 {
        s.group(
            &format!("translate({cx} {cy}) rotate({})", u16::from(step) * 40),
            |s| {
                s.fill(
                    &format!(
                        "M0 {:.1}L{:.1} {:.1}Q0 {:.1} {:.1} {:.1}Z",
                        -r * 0.08,
                        r * 0.26,
                        -r * 0.78,
                        -r * 0.94,
                        -r * 0.26,
                        -r * 0.78
                    ),
                    &flesh,
                );
                s.line(
                    &format!("M0 {:.1}V{:.1}", -r * 0.4, -r * 0.68),
                    WHITE.a(0.4),
                    5.0,
                );
            },
        );
    }
}

pub(super) fn orange(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 370.0);
    let body = oval(530.0, 620.0, 310.0, 300.0);
    let paint = s.ball(c);
    s.form_in(&body, paint, c, 16.0);
    for (x, y) in [
        (420.0, 480.0),
        (500.0, 440.0),
        (460.0, 560.0),
        (360.0, 600.0),
        (560.0, 520.0),
        (640.0, 460.0),
        (400.0, 700.0),
        (520.0, 660.0),
        (640.0, 600.0),
        (470.0, 780.0),
        (330.0, 520.0),
        (720.0, 540.0),
    ] {
        s.oval(x, y, 7.0, 5.0, c.darker(0.4).a(0.35));
        s.oval(x - 3.0, y - 4.0, 5.0, 3.0, c.lighter(0.6).a(0.5));
    }
    s.oval(560.0, 356.0, 60.0, 24.0, c.darker(0.4).a(0.4));
    leaf(s, 556.0, 350.0, 270.0, -20.0, LEAF);
    leaf(s, 552.0, 352.0, 180.0, -158.0, LEAF.darker(0.1));
    s.oval(556.0, 350.0, 24.0, 14.0, STALK);
    s.gloss(
        "M300 540C320 440 400 380 460 370C400 430 360 500 350 580Z",
        0.6,
    );
    slice(s, 800.0, 790.0, 158.0, c, c.mix(a, 0.45));
}

pub(super) fn mango(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 390.0);
    let body = "M300 400C430 300 660 330 790 470C910 600 960 780 850 870C720 970 440 930 310 780C210 660 200 480 300 400Z";
    let paint = s.ball(c);
    s.form_in(body, paint, c, 18.0);
    s.within(body, |s| {
        let blush = s.rad((0.5, 0.5), 0.5, &[(0.0, a.a(0.75)), (1.0, a.a(0.0))]);
        s.oval(390.0, 430.0, 320.0, 240.0, blush);
        for (x, y) in [
            (420.0, 640.0),
            (560.0, 560.0),
            (640.0, 720.0),
            (500.0, 760.0),
            (720.0, 620.0),
            (780.0, 780.0),
        ] {
            s.oval(x, y, 6.0, 6.0, c.darker(0.4).a(0.3));
        }
    });
    s.gloss(
        "M330 520C350 440 440 400 540 410C450 440 400 500 390 580C370 600 326 580 330 520Z",
        0.6,
    );
    s.line(
        "M312 402C290 370 270 350 262 320",
        Colour(112, 84, 56),
        22.0,
    );
    leaf(s, 280.0, 352.0, 330.0, -28.0, LEAF);
    // A half cut into dice, as it is served.
    s.group("translate(790 800) rotate(-14)", |s| {
        let skin = "M-210 20C-190 150 190 150 210 20Z";
        s.part(skin, c.mix(a, 0.35));
        let flesh = Colour(255, 190, 60).mix(c, 0.35);
        let face = s.fall(flesh);
        s.fill(
            "M-212 22C-190-70 190-70 212 22C190 66 -190 66 -212 22Z",
            face,
        );
        for (row, y) in [(0u8, -24.0), (1, 12.0)] {
            for col in 0..5u8 {
                let x = -150.0 + f32::from(col) * 64.0 - f32::from(row) * 8.0;
                s.part(
                    &format!("M{x} {y}l52-4l6 34q-28 10-58 2z"),
                    flesh.lighter(0.12),
                );
            }
        }
    });
}

pub(super) fn grapes(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 960.0, 280.0);
    s.line(
        "M590 330C600 260 640 210 720 190",
        Colour(122, 96, 60),
        20.0,
    );
    s.line(
        "M588 320C600 256 640 206 716 186",
        Colour(176, 146, 96),
        7.0,
    );
    leaf(s, 604.0, 270.0, 250.0, 196.0, LEAF);
    leaf(s, 620.0, 260.0, 280.0, 24.0, LEAF.lighter(0.05));
    leaf(s, 610.0, 260.0, 190.0, 150.0, LEAF.darker(0.12));
    s.line("M640 260q90-60 130 0t-60 20", LEAF, 8.0);
    for (row, count) in [4u8, 5, 5, 4, 3, 2, 1].into_iter().enumerate() {
        let y = 380.0 + row as f32 * 86.0;
        for step in 0..count {
            let x = 600.0
                + (f32::from(step) - (f32::from(count) - 1.0) / 2.0) * 116.0
                + if row % 2 == 0 { 8.0 } else { -8.0 };
            let tone = match (row + usize::from(step) * 2) % 3 {
                0 => c,
                1 => c.mix(a, 0.4).lighter(0.08),
                _ => c.darker(0.14),
            };
            grape(s, x, y, tone);
        }
    }
}

/// Cheaper than a berry: a bunch has two dozen.
fn grape(s: &mut Sheet, x: f32, y: f32, c: Colour) {
    s.dot(x, y, 70.0, c.darker(0.42));
    s.dot(x - 4.0, y - 5.0, 64.0, c.darker(0.12));
    s.dot(x - 11.0, y - 13.0, 48.0, c.lighter(0.12));
    s.oval(x - 24.0, y - 30.0, 14.0, 9.0, WHITE.a(0.75));
}

pub(super) fn vegetables_box(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 430.0);
    // Leaves and roots first, the crate in front of them.
    for (x, y, long, turn) in [
        (380.0, 620.0, 330.0, -112.0),
        (420.0, 620.0, 360.0, -92.0),
        (340.0, 620.0, 300.0, -136.0),
        (460.0, 620.0, 320.0, -70.0),
        (400.0, 640.0, 260.0, -100.0),
    ] {
        leaf(s, x, y, long, turn, c);
    }
    let carrot = Colour(238, 132, 54);
    for (x, turn) in [(850.0, 14.0), (910.0, 26.0)] {
        s.group(&format!("translate({x} 640) rotate({turn})"), |s| {
            for bend in [-60.0, 0.0, 60.0] {
                s.line(
                    &format!("M0-250Q{} -330 {bend} -400", bend * 0.4),
                    LEAF,
                    16.0,
                );
            }
            let paint = s.tube(carrot);
            s.fill("M-48-250Q0-290 48-250L40 40H-40Z", paint);
            s.line(
                "M-40-190h36M4-130h34M-38-80h28",
                carrot.darker(0.4).a(0.5),
                5.0,
            );
        });
    }
    berry(s, 610.0, 520.0, 120.0, a);
    for turn in [-150.0, -90.0, -30.0] {
        leaf(s, 604.0, 420.0, 70.0, turn, LEAF);
    }
    berry(s, 730.0, 580.0, 100.0, a.darker(0.08));
    let corn = Colour(240, 196, 82);
    s.group("translate(500 600) rotate(-10)", |s| {
        let paint = s.tube(Colour(106, 62, 126));
        s.form_in(
            "M-60 60V-110C-64-220 64-220 60-110V60Z",
            paint,
            Colour(106, 62, 126),
            8.0,
        );
        s.part("M-44-150Q0-240 44-150Q20-170 0-120Q-20-170-44-150Z", LEAF);
    });
    s.dot(680.0, 610.0, 56.0, corn.darker(0.2));
    s.dot(675.0, 605.0, 50.0, corn);
    s.oval(658.0, 590.0, 14.0, 8.0, WHITE.a(0.6));
    for (y, tone) in [(630.0, 0.0), (742.0, 0.06), (854.0, 0.12)] {
        let w = WOOD.lighter(0.24).darker(tone);
        s.form(&format!("M210 {y}H990V{}H210Z", y + 98.0), w);
        s.line(
            &format!(
                "M240 {}q300-16 720 6M300 {}q240 12 560-4",
                y + 34.0,
                y + 66.0
            ),
            WOOD.darker(0.3).a(0.22),
            4.0,
        );
    }
    for x in [236.0, 896.0] {
        s.form(&format!("M{x} 616h68v346h-68z"), WOOD.lighter(0.08));
        for y in [680.0, 790.0, 900.0] {
            s.dot(x + 34.0, y, 8.0, WOOD.darker(0.5));
            s.dot(x + 32.0, y - 2.0, 4.0, WHITE.a(0.6));
        }
    }
}

pub(super) fn honey_jar(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 300.0);
    let jar = "M372 420C320 450 310 500 310 560V860C310 920 350 950 420 956Q600 976 780 956C850 950 890 920 890 860V560C890 500 880 450 828 420Z";
    let paint = s.lin(
        (0.0, 0.0),
        (1.0, 0.0),
        &[
            (0.0, c.darker(0.3)),
            (0.22, c.lighter(0.36)),
            (0.5, c.lighter(0.08)),
            (0.84, c.darker(0.32)),
            (1.0, c.lighter(0.1)),
        ],
    );
    s.form_in(jar, paint, c, 14.0);
    s.fill(
        "M372 420H828Q870 444 884 490Q600 530 316 490Q330 444 372 420Z",
        WHITE.a(0.5),
    );
    s.line("M318 492Q600 532 882 492", c.lighter(0.6), 6.0);
    // A paper cover tied with string, the way honey is sold at the door.
    s.form(&vessel(600.0, 350.0, 246.0, 410.0, 246.0, 0.1), a);
    let lid = s.fall(a.lighter(0.2));
    s.oval(600.0, 350.0, 246.0, 28.0, lid);
    s.form("M340 412Q600 452 860 412L884 500Q840 470 800 506Q760 474 716 514Q660 478 604 518Q550 480 492 514Q440 474 402 506Q360 470 316 500Z", a.lighter(0.12));
    s.line("M346 424Q600 466 854 424", GOLD.darker(0.2), 10.0);
    s.line("M346 420Q600 462 854 420", GOLD.lighter(0.5), 4.0);
    s.rect(450.0, 590.0, 300.0, 270.0, 18.0, WHITE);
    s.rect(466.0, 606.0, 268.0, 238.0, 12.0, c.a(0.2));
    // The bee says what is in it.
    s.group("translate(600 716) rotate(-14)", |s| {
        for side in [-34.0, 22.0] {
            s.group(
                &format!("translate({side} -40) rotate({})", side * 0.6),
                |s| {
                    s.oval(0.0, -16.0, 26.0, 50.0, Colour(200, 222, 236));
                    s.oval(-5.0, -22.0, 14.0, 34.0, WHITE.a(0.7));
                },
            );
        }
        let body = oval(0.0, 10.0, 78.0, 46.0);
        s.part(&body, Colour(240, 186, 60));
        s.within(&body, |s| {
            for x in [-40.0, 0.0, 40.0] {
                s.rect(x - 9.0, -50.0, 18.0, 120.0, 4.0, Colour(70, 50, 40));
            }
        });
        s.dot(-80.0, 4.0, 28.0, Colour(70, 50, 40));
        s.dot(-88.0, -4.0, 6.0, WHITE);
    });
    s.gloss(
        "M342 560Q342 510 372 500Q362 640 372 860Q344 870 342 840Z",
        0.8,
    );
}
