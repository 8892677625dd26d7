//! Sports and the outdoors.

use super::colour::{CREAM, Colour, LEAF, RUBBER, STEEL, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{drum, oval, slab, vessel};

pub(super) fn tent(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let grass = LEAF.mix(s.backdrop, 0.3);
    let field = s.lin(
        (0.0, 0.0),
        (0.0, 1.0),
        &[
            (0.0, grass.lighter(0.25).a(0.9)),
            (1.0, grass.darker(0.1).a(0.0)),
        ],
    );
    s.oval(600.0, 930.0, 580.0, 120.0, field);
    s.shadow(600.0, 930.0, 450.0);
    s.line("M250 560L110 930M950 520L1100 910", CREAM.darker(0.3), 6.0);
    s.form("M520 270L900 330L1060 900L760 930Z", c.darker(0.24));
    s.fill("M700 300L900 330L980 610L830 560Z", WHITE.a(0.1));
    let front = "M520 270L130 900L760 940Z";
    s.form(front, c);
    s.fill("M520 330L340 912L640 932Z", c.darker(0.7));
    let inside = s.rad(
        (0.5, 0.8),
        0.6,
        &[
            (0.0, Colour(255, 214, 130).a(0.9)),
            (1.0, Colour(255, 214, 130).a(0.0)),
        ],
    );
    s.fill("M520 330L340 912L640 932Z", inside);
    // Rolled flaps tied to the sides.
    s.form("M520 320Q420 560 330 912L300 908Q380 560 512 300Z", a);
    s.form(
        "M520 320Q600 560 650 934L700 936Q620 560 526 296Z",
        a.darker(0.12),
    );
    s.line("M372 690l50 14M606 690l44-10", WOOD.darker(0.3), 12.0);
    s.line(
        "M520 270L130 900M520 270L760 940",
        c.lighter(0.5).a(0.8),
        6.0,
    );
    s.dashes(
        "M500 320L160 884M540 330L736 910",
        c.darker(0.4).a(0.6),
        4.0,
        "12 9",
    );
    s.form("M500 240L930 306L940 346L520 300L488 320Z", a);
    s.cord("M520 300V210", WOOD, 17.0);
    s.part(
        "M524 214q50-20 90 6t70-6v60q-30 20-70-4t-90 8z",
        a.lighter(0.2),
    );
    for (x, y) in [
        (110.0, 930.0),
        (1100.0, 910.0),
        (130.0, 900.0),
        (760.0, 938.0),
    ] {
        s.line(&format!("M{x} {y}l6 26"), STEEL.darker(0.4), 13.0);
    }
    for (x, y) in [
        (180.0, 960.0),
        (860.0, 976.0),
        (960.0, 950.0),
        (300.0, 990.0),
    ] {
        s.line(
            &format!("M{x} {y}q-8-30-20-40M{x} {y}q0-34 4-50M{x} {y}q8-28 24-36"),
            LEAF,
            6.0,
        );
    }
    // A mug by the fire's place.
    s.group("translate(860 900)", |s| {
        drum(s, (0.0, -40.0, 36.0), (24.0, 34.0), 0.3, STEEL);
        s.line("M36 -24q30 0 26 24t-28 18", STEEL.darker(0.2), 8.0);
    });
}

pub(super) fn ball(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 300.0);
    let d = oval(600.0, 590.0, 350.0, 350.0);
    let paint = s.ball(c);
    // A light ball is a football, a coloured one a basketball.
    match c.luma() > 0.72 {
        false => {
            // The channels of a basketball.
            s.form_in(&d, paint, c, 14.0);
            s.within(&d, |s| {
                let grain: Vec<_> = (0..150u32).map(|step| s.pick(900_007, step + 2)).collect();
                s.specks(grain.into_iter().map(|n| (260.0 + (n % 680) as f32, 250.0 + (n / 701 % 680) as f32)), c.darker(0.5).a(0.22), 4.0);
                let seam = a.darker(0.55);
                s.group("rotate(-18 600 590)", |s| {
                    s.line("M600 230V950M240 600Q600 690 960 600M330 320Q520 590 350 880M870 320Q690 590 860 880", seam, 15.0);
                    s.line("M594 230V950M240 592Q600 682 960 592", c.lighter(0.5).a(0.35), 4.0);
                });
            });
        }
        true => {
            // Pentagons of a football.
            s.form_in(&d, paint, c, 14.0);
            s.within(&d, |s| {
                let seam = a.darker(0.4);
                s.line("M580 480V300M580 480L580 400M690 560L830 480M650 690L740 830M510 690L420 820M470 560L320 490M830 480L940 560M830 480L770 330M740 830L880 800M740 830L640 930M420 820L290 760M420 820L480 930M320 490L240 580M320 490L400 340M580 300L400 340M580 300L770 330", seam.a(0.7), 7.0);
                s.part("M580 440L700 528L654 668H506L460 528Z", a);
                s.part("M520 240Q600 226 660 244L640 300L580 322L500 300Z", a);
                s.part("M800 470L880 380L960 500L950 580L850 540Z", a);
                s.part("M730 800L830 780L900 700L940 740L840 900L760 890Z", a);
                s.part("M440 800L450 880L540 930L420 960L300 820L330 770Z", a);
                s.part("M340 470L260 420L220 560L250 640L320 560Z", a);
            });
        }
    }
    let deep = s.rad(
        (0.34, 0.28),
        0.8,
        &[
            (0.0, WHITE.a(0.5)),
            (0.3, WHITE.a(0.1)),
            (0.6, c.darker(0.8).a(0.0)),
            (1.0, c.darker(0.8).a(0.45)),
        ],
    );
    s.fill(&d, deep);
    s.group("translate(450 390) rotate(-40)", |s| {
        s.oval(0.0, 0.0, 74.0, 34.0, WHITE.a(0.6))
    });
}

pub(super) fn racket(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.group("rotate(40 560 560)", |s| {
        let head = oval(560.0, 370.0, 226.0, 280.0);
        s.drop("M560 90A226 280 0 0 1 600 646L580 1120H540L520 646A226 280 0 0 1 560 90Z");
        s.within(&head, |s| {
            s.rect(300.0, 60.0, 520.0, 620.0, 0.0, WHITE.a(0.14));
            let mut strings = String::new();
            for step in 0..14u8 {
                strings.push_str(&format!("M{} 80V660", 358.0 + f32::from(step) * 31.0));
            }
            for step in 0..18u8 {
                strings.push_str(&format!("M320 {}H800", 104.0 + f32::from(step) * 31.0));
            }
            s.group("translate(4 5)", |s| {
                s.line(&strings, c.darker(0.8).a(0.2), 4.0)
            });
            s.line(&strings, WHITE, 4.0);
        });
        s.ring(560.0, 370.0, 226.0, 280.0, c.darker(0.4), 42.0);
        s.ring(557.0, 366.0, 226.0, 280.0, c, 30.0);
        s.ring(552.0, 360.0, 228.0, 282.0, c.lighter(0.5), 6.0);
        s.line(
            "M380 200A226 280 0 0 1 480 108M660 622A226 280 0 0 0 740 540",
            a,
            30.0,
        );
        s.form(
            "M470 620L548 760H572L650 620L620 640L566 720H554L500 640Z",
            c,
        );
        let shaft = s.tube(c.darker(0.05));
        s.rect(544.0, 740.0, 32.0, 140.0, 0.0, shaft);
        let grip = slab(530.0, 860.0, 60.0, 260.0, 16.0);
        let wrap = s.tube(a);
        s.fill(&grip, wrap);
        s.within(&grip, |s| {
            for step in 0..9u8 {
                s.line(
                    &format!("M520 {}l80-30", 900.0 + f32::from(step) * 30.0),
                    a.darker(0.5).a(0.6),
                    6.0,
                );
            }
        });
        s.rect(526.0, 1104.0, 68.0, 24.0, 8.0, RUBBER);
    });
    // A ball or a shuttle lies with it.
    s.fill(
        &oval(300.0, 876.0, 96.0, 92.0),
        s.backdrop.darker(0.8).a(0.22),
    );
    let felt = s.ball(Colour(214, 228, 90));
    s.dot(286.0, 856.0, 94.0, felt);
    s.within(&oval(286.0, 856.0, 94.0, 94.0), |s| {
        s.line(
            "M200 800Q300 830 290 960M300 750Q290 850 400 880",
            WHITE,
            10.0,
        );
    });
    let small = s.ball(Colour(214, 228, 90).darker(0.05));
    s.fill(
        &oval(424.0, 1006.0, 86.0, 80.0),
        s.backdrop.darker(0.8).a(0.2),
    );
    s.dot(410.0, 990.0, 84.0, small);
    s.line("M340 950Q430 970 436 1066", WHITE, 9.0);
}

pub(super) fn yoga_mat(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(640.0, 970.0, 460.0);
    // The loose end runs towards the eye; the roll lies on it.
    let sheet = "M290 880H960L1080 1000H330Q330 940 290 880Z";
    s.form(sheet, c.lighter(0.06));
    s.within(sheet, |s| {
        for step in 0..6u8 {
            s.line(
                &format!("M280 {}H1100", 896.0 + f32::from(step) * 20.0),
                WHITE.a(0.14),
                6.0,
            );
        }
        s.line("M890 870L1000 1010M850 870L956 1010", a, 9.0);
    });
    s.fill("M330 1000H1080V1012H332Z", c.darker(0.45));
    let roll = s.lin(
        (0.0, 0.0),
        (0.0, 1.0),
        &[
            (0.0, c.lighter(0.1)),
            (0.22, c.lighter(0.36)),
            (0.5, c),
            (1.0, c.darker(0.46)),
        ],
    );
    let body = "M290 560H950A104 170 0 0 1 950 900H290Z";
    s.form_in(body, roll, c, 12.0);
    s.within(body, |s| {
        for step in 0..8u8 {
            s.line(
                &format!("M280 {}H1060", 580.0 + f32::from(step) * 42.0),
                WHITE.a(0.1),
                7.0,
            );
        }
        // Two straps with a carrying loop between them.
        for x in [470.0, 800.0] {
            s.line(
                &format!("M{x} 556A104 170 0 0 1 {x} 904"),
                a.darker(0.34),
                46.0,
            );
            s.line(
                &format!("M{} 556A104 170 0 0 1 {} 904", x - 4.0, x - 4.0),
                a,
                34.0,
            );
        }
    });
    s.line("M520 566C560 440 800 440 852 566", a.darker(0.34), 30.0);
    s.line("M518 562C558 436 798 436 850 562", a, 19.0);
    s.part("M540 690h60v70h-60zM870 690h60v70h-60z", STEEL);
    s.form(&oval(290.0, 730.0, 104.0, 170.0), c.lighter(0.16));
    let mut coil = String::from("M290 730");
    for step in 1..53u8 {
        let turn = f32::from(step) * 0.42;
        let reach = f32::from(step) / 54.0;
        coil.push_str(&format!(
            "L{:.0} {:.0}",
            290.0 + 100.0 * reach * turn.cos(),
            730.0 + 164.0 * reach * turn.sin()
        ));
    }
    s.line(&coil, c.darker(0.45), 8.0);
}

pub(super) fn flask(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 190.0);
    s.line(
        "M520 210Q500 110 600 110Q700 110 680 210",
        a.darker(0.35),
        34.0,
    );
    s.line("M520 206Q502 110 600 108Q698 110 678 206", a, 20.0);
    drum(s, (600.0, 200.0, 110.0), (290.0, 118.0), 0.13, a);
    for step in 0..9u8 {
        s.line(
            &format!("M{} 226v62", 506.0 + f32::from(step) * 23.4),
            a.darker(0.5).a(0.25),
            7.0,
        );
    }
    let neck = s.metal(STEEL);
    s.fill(&vessel(600.0, 296.0, 112.0, 336.0, 116.0, 0.13), neck);
    let body = "M484 336C440 370 430 410 430 470V880Q430 940 480 950Q600 966 720 950Q770 940 770 880V470C770 410 760 370 716 336Q600 364 484 336Z";
    let paint = s.tube(c);
    s.form_in(body, paint, c, 13.0);
    s.within(body, |s| {
        match s.pick(3, 1) {
            0 => {
                s.fill(
                    "M420 760L520 600L580 690L660 560L780 760V960H420Z",
                    a.a(0.85),
                );
                s.fill(
                    "M660 560L700 626L668 640L640 620L624 622ZM520 600L544 636L522 646L500 634Z",
                    WHITE.a(0.85),
                );
            }
            1 => {
                s.rect(420.0, 700.0, 360.0, 28.0, 0.0, a);
                s.rect(420.0, 744.0, 360.0, 10.0, 0.0, a);
            }
            _ => {
                let fade = s.down(c.mix(a, 0.1), a);
                s.faint(0.8, |s| s.rect(420.0, 600.0, 360.0, 360.0, 0.0, fade));
            }
        }
        let shade = s.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, c.darker(0.8).a(0.12)),
                (0.24, WHITE.a(0.28)),
                (0.5, WHITE.a(0.0)),
                (1.0, c.darker(0.8).a(0.42)),
            ],
        );
        s.rect(430.0, 540.0, 340.0, 420.0, 0.0, shade);
    });
    let base = s.metal(STEEL);
    s.fill(
        "M430 900Q600 934 770 900Q768 944 720 952Q600 966 480 952Q432 944 430 900Z",
        base,
    );
    s.gloss(
        "M462 460Q462 400 496 380Q486 600 492 880Q470 880 462 860Z",
        0.7,
    );
    s.dot(486.0, 880.0, 4.0, WHITE.a(0.4));
}

pub(super) fn kite(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    // The swallow kite, the one every park has in spring.
    let wing = "M600 330C460 200 260 210 120 330C200 350 260 400 300 470C400 450 520 480 570 540Z";
    let right =
        "M600 330C740 200 940 210 1080 330C1000 350 940 400 900 470C800 450 680 480 630 540Z";
    let tail = "M560 520L420 980Q520 920 590 740L610 740Q680 920 780 980L640 520Z";
    s.drop("M600 250C740 200 940 210 1080 330C1000 350 940 400 900 470C800 450 680 480 640 540L780 980Q680 920 610 740H590Q520 920 420 980L560 540C520 480 400 450 300 470C260 400 200 350 120 330C260 210 460 200 600 250Z");
    s.form(tail, c.darker(0.06));
    s.within(tail, |s| {
        s.line(
            "M580 700L450 960M620 700L750 960M560 640L470 900M640 640L730 900",
            a,
            13.0,
        )
    });
    for (side, d) in [(1.0, wing), (-1.0, right)] {
        s.form(d, if side > 0.0 { c } else { c.darker(0.08) });
        s.within(d, |s| {
            s.group(
                &format!("translate(600 0) scale({side} 1) translate(-600 0)"),
                |s| {
                    s.line("M150 320C280 260 440 270 580 380", WHITE.a(0.9), 13.0);
                    s.line("M210 350C320 310 460 340 570 430", a, 15.0);
                    for (x, y, r) in [
                        (300.0, 300.0, 24.0),
                        (390.0, 310.0, 32.0),
                        (480.0, 350.0, 38.0),
                    ] {
                        s.dot(x, y + 74.0, r, a.lighter(0.3));
                        s.dot(x, y + 74.0, r * 0.5, WHITE);
                    }
                },
            );
        });
    }
    s.form(&oval(600.0, 450.0, 86.0, 190.0), c.lighter(0.08));
    s.part(&oval(600.0, 530.0, 52.0, 86.0), a);
    for y in [490.0, 530.0, 570.0] {
        s.line(&format!("M566 {y}q34 24 68 0"), WHITE.a(0.8), 8.0);
    }
    s.form(&oval(600.0, 280.0, 74.0, 76.0), c.darker(0.3));
    for x in [570.0, 630.0] {
        s.oval(x, 270.0, 21.0, 25.0, WHITE);
        s.dot(x, 276.0, 11.0, RUBBER);
    }
    s.part("M586 306H614L600 340Z", Colour(240, 160, 60));
    s.line(
        "M120 330C260 220 460 220 600 330C740 220 940 220 1080 330",
        WOOD.lighter(0.2),
        7.0,
    );
    s.line(
        "M600 420C640 620 560 820 700 1000S900 1120 1000 1200",
        WHITE.a(0.85),
        5.0,
    );
}
