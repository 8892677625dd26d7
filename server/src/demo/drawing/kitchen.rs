//! Pots, pans and what cooks.

use super::colour::{BAMBOO, Colour, DARK_WOOD, RUBBER, STEEL, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{oval, slab, vessel};

pub(super) fn pot(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 390.0);
    for side in [1.0, -1.0] {
        s.group(&format!("translate(600 600) scale({side} 1)"), |s| {
            s.line("M-330 20C-440 0 -450 100 -330 100", c.darker(0.4), 48.0);
            s.line("M-330 16C-438 -4 -448 94 -330 94", c, 34.0);
            s.line("M-340 8C-410 0 -420 40 -410 60", c.lighter(0.5), 8.0);
        });
    }
    let body =
        "M250 520V820Q256 920 380 936Q600 956 820 936Q944 920 950 820V520A350 70 0 0 0 250 520Z";
    let paint = s.tube(c);
    s.form_in(body, paint, c, 15.0);
    s.line(
        "M266 860Q300 912 390 922Q600 940 810 922Q900 912 934 860",
        c.darker(0.4).a(0.5),
        6.0,
    );
    s.gloss(
        "M290 580Q296 566 320 572V840Q330 880 350 900Q292 880 290 820Z",
        0.6,
    );
    // Lid: rim, dome, knob.
    s.form(
        "M236 500A364 74 0 0 0 964 500V524A364 74 0 0 1 236 524Z",
        c.lighter(0.05),
    );
    let dome = "M244 500C270 410 440 350 600 350S930 410 956 500A356 72 0 0 1 244 500Z";
    let shine = s.lin(
        (0.0, 0.0),
        (1.0, 0.4),
        &[
            (0.0, c.lighter(0.1)),
            (0.3, c.lighter(0.3)),
            (0.6, c),
            (1.0, c.darker(0.3)),
        ],
    );
    s.form_in(dome, shine, c, 12.0);
    s.gloss(
        "M330 460Q420 390 560 376Q430 430 380 500Q340 490 330 460Z",
        0.6,
    );
    s.ring(600.0, 380.0, 120.0, 24.0, c.darker(0.4).a(0.3), 6.0);
    s.part("M574 330H626L640 372H560Z", a.darker(0.2));
    let knob = s.metal(a);
    s.oval(600.0, 318.0, 62.0, 34.0, knob);
    s.oval(582.0, 306.0, 22.0, 9.0, WHITE.a(0.7));
    s.line(
        "M500 300q-30-40 0-80t0-76M700 290q-30-40 0-80t0-70",
        WHITE.a(0.4),
        20.0,
    );
}

pub(super) fn pan(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(540.0, 900.0, 420.0);
    // Handle to the upper right, as a hand would take it.
    s.line("M780 600L1040 430", RUBBER, 56.0);
    s.form(
        "M800 560L1020 396Q1070 380 1086 420Q1096 450 1060 476L836 626Z",
        a,
    );
    s.gloss("M830 560L1020 420Q1040 410 1050 420L850 580Z", 0.4);
    s.oval(1046.0, 430.0, 16.0, 12.0, a.darker(0.6));
    s.part("M750 560L830 510L866 600L790 650Z", STEEL);
    let wall = "M150 640C160 760 250 880 380 900Q480 912 600 900C740 880 850 760 870 640Z";
    let paint = s.tube(c);
    s.form_in(wall, paint, c, 14.0);
    s.oval(510.0, 640.0, 360.0, 150.0, c.lighter(0.2));
    let inner = s.lin(
        (0.2, 0.0),
        (0.8, 1.0),
        &[
            (0.0, RUBBER.darker(0.3)),
            (0.6, RUBBER),
            (1.0, RUBBER.lighter(0.2)),
        ],
    );
    s.oval(510.0, 644.0, 340.0, 136.0, inner);
    s.oval(510.0, 674.0, 270.0, 98.0, RUBBER.lighter(0.06));
    s.ring(510.0, 674.0, 210.0, 74.0, WHITE.a(0.06), 5.0);
    s.ring(510.0, 674.0, 150.0, 52.0, WHITE.a(0.06), 5.0);
    s.line("M200 610Q260 530 420 512", WHITE.a(0.55), 9.0);
    // Breakfast.
    let white = "M360 660C370 610 460 600 510 616C570 590 660 620 660 666C670 720 590 740 530 730C470 750 350 730 360 660Z";
    s.group("translate(0 14)", |s| {
        s.fill(white, RUBBER.darker(0.6).a(0.5))
    });
    s.part(white, WHITE);
    s.oval(505.0, 674.0, 62.0, 34.0, Colour(214, 120, 30));
    let yolk = s.ball(Colour(250, 180, 50));
    s.oval(505.0, 664.0, 60.0, 36.0, yolk);
    s.oval(486.0, 650.0, 16.0, 7.0, WHITE.a(0.9));
    for (x, y) in [(620.0, 690.0), (410.0, 690.0), (560.0, 634.0)] {
        s.oval(x, y, 7.0, 4.0, Colour(96, 140, 70));
    }
    for (x, y, t) in [
        (700.0, 640.0, 20.0),
        (300.0, 660.0, -30.0),
        (720.0, 690.0, 60.0),
    ] {
        s.group(&format!("translate({x} {y}) rotate({t})"), |s| {
            s.line("M-26 0H26", Colour(70, 112, 54), 15.0);
            s.line("M-26 -3H22", Colour(150, 190, 100), 7.0);
        });
    }
}

pub(super) fn knife(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    // A board to lie on, then a broad kitchen knife.
    let board = slab(170.0, 260.0, 860.0, 700.0, 60.0);
    s.drop(&board);
    s.form(&board, WOOD.lighter(0.24));
    s.within(&board, |s| {
        for (y, bend) in [
            (340.0, 30.0),
            (420.0, -20.0),
            (520.0, 40.0),
            (640.0, -34.0),
            (740.0, 26.0),
            (840.0, -20.0),
            (900.0, 14.0),
        ] {
            s.line(
                &format!("M160 {y}Q480 {} 1040 {y}", y + bend),
                WOOD.darker(0.3).a(0.2),
                7.0,
            );
        }
    });
    s.dot(950.0, 330.0, 30.0, s.backdrop.darker(0.3));
    s.group("translate(600 610) rotate(-24) translate(-600 -600)", |s| {
        let blade = "M130 560C150 500 220 470 300 470H720V650H420C280 650 160 620 130 560Z";
        s.drop("M140 570C160 510 220 480 300 480H1040Q1076 490 1076 550Q1060 590 960 600L760 620L720 640H420C280 640 160 620 140 570Z");
        let steel = s.lin((0.0, 0.0), (0.2, 1.0), &[(0.0, STEEL.lighter(0.8)), (0.38, STEEL.lighter(0.2)), (0.4, STEEL.darker(0.12)), (0.8, STEEL.lighter(0.3)), (1.0, STEEL.lighter(0.7))]);
        s.form_in(blade, steel, STEEL, 5.0);
        // The wave of a layered steel.
        s.line("M170 590q30-24 60 0t60 4t60 2t60 0t60 0t60 0t60 0t60 0t60 0", STEEL.darker(0.3).a(0.5), 4.0);
        s.line("M150 540Q180 486 300 480H716", WHITE.a(0.9), 5.0);
        s.part("M716 470H760V640Q740 656 716 650Z", a);
        let handle = "M756 484H1030Q1090 490 1090 552Q1090 600 1050 606Q1000 590 960 610Q900 630 850 606L756 624Z";
        s.form(handle, c);
        s.within(handle, |s| s.line("M760 510Q900 520 1090 506M760 570Q900 560 1090 576", c.darker(0.5).a(0.35), 5.0));
        for x in [810.0, 910.0, 1010.0] {
            s.dot(x, 548.0, 15.0, STEEL.darker(0.3));
            s.dot(x - 2.0, 545.0, 11.0, STEEL.lighter(0.5));
        }
        s.gloss("M770 494H1030Q1050 496 1060 508H770Z", 0.5);
    });
    for (x, y) in [
        (330.0, 840.0),
        (390.0, 880.0),
        (440.0, 830.0),
        (480.0, 890.0),
    ] {
        s.ring(x + 3.0, y + 5.0, 30.0, 22.0, WOOD.darker(0.5).a(0.3), 13.0);
        s.ring(x, y, 30.0, 22.0, Colour(130, 180, 90), 12.0);
        s.ring(x - 2.0, y - 2.0, 30.0, 22.0, Colour(200, 226, 160), 4.0);
    }
}

pub(super) fn kettle(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(590.0, 935.0, 360.0);
    s.line("M400 430C400 180 780 180 790 430", a.darker(0.4), 52.0);
    s.line("M398 424C400 176 776 176 786 424", a, 38.0);
    s.line("M404 380C416 220 590 206 640 216", a.lighter(0.5), 8.0);
    s.part("M372 400h52v60h-52zM764 400h52v60h-52z", STEEL);
    // Spout.
    s.form(
        "M800 640C900 620 910 520 930 430L1010 416C1010 540 980 730 840 790Z",
        c.darker(0.08),
    );
    s.oval(970.0, 424.0, 42.0, 13.0, c.darker(0.6));
    let body = "M440 440H760C850 520 890 680 890 830Q890 926 800 930H400Q310 926 310 830C310 680 350 520 440 440Z";
    let paint = s.tube(c);
    s.form_in(body, paint, c, 15.0);
    s.form(
        "M320 872Q600 900 880 872Q876 926 800 932H400Q324 926 320 872Z",
        c.darker(0.3),
    );
    s.oval(600.0, 440.0, 162.0, 28.0, c.darker(0.4));
    s.form(
        "M444 436Q470 380 600 378T756 436A160 26 0 0 1 444 436Z",
        c.lighter(0.08),
    );
    s.rect(586.0, 340.0, 28.0, 44.0, 6.0, STEEL);
    let knob = s.ball(a);
    s.dot(600.0, 332.0, 32.0, knob);
    s.oval(590.0, 320.0, 9.0, 6.0, WHITE.a(0.8));
    s.gloss(
        "M356 800C356 660 400 540 450 490C430 600 420 720 424 850Q370 850 356 800Z",
        0.6,
    );
    s.line("M760 520Q830 660 836 820", c.lighter(0.5).a(0.35), 13.0);
    s.line(
        "M1000 380q34-34 10-76t30-80M1040 390q40-30 30-66",
        WHITE.a(0.6),
        16.0,
    );
}

pub(super) fn steamer(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 410.0);
    let bamboo = c;
    let ring = |s: &mut Sheet, top: f32| {
        let d = vessel(600.0, top, 380.0, top + 150.0, 380.0, 0.2);
        let paint = s.tube(bamboo);
        s.form_in(&d, paint, bamboo, 9.0);
        s.within(&d, |s| {
            let mut grain = String::new();
            for step in 0..16u8 {
                let x = 236.0 + f32::from(step) * 48.0;
                let drop = 76.0 * (1.0 - ((x - 600.0) / 380.0).powi(2)).max(0.0).sqrt();
                grain.push_str(&format!("M{x} {:.0}v150", top + drop - 10.0));
            }
            s.line(&grain, bamboo.darker(0.45).a(0.16), 4.0);
        });
        for (at, w) in [(26.0, 32.0), (140.0, 26.0)] {
            let y = top + at;
            s.line(
                &format!("M222 {y}A380 76 0 0 0 978 {y}"),
                bamboo.darker(0.26),
                w,
            );
            s.line(
                &format!("M222 {}A380 76 0 0 0 978 {}", y - 4.0, y - 4.0),
                bamboo.lighter(0.2),
                w * 0.5,
            );
        }
        // The binding.
        let y = top + 70.0;
        s.line(
            &format!("M470 {y}v120M486 {y}v120M502 {y}v120"),
            bamboo.darker(0.5),
            7.0,
        );
    };
    let tier = s.stamp(|s| ring(s, 540.0));
    s.show(&tier, "translate(0 166)");
    s.show(&tier, "translate(0 0)");
    s.oval(600.0, 540.0, 380.0, 76.0, bamboo.lighter(0.4));
    s.oval(600.0, 544.0, 350.0, 64.0, bamboo.darker(0.45));
    s.within(&oval(600.0, 544.0, 350.0, 64.0), |s| {
        s.oval(600.0, 566.0, 340.0, 56.0, Colour(168, 190, 120))
    });
    for (x, y, r) in [
        (420.0, 510.0, 104.0),
        (780.0, 512.0, 104.0),
        (600.0, 490.0, 108.0),
        (510.0, 556.0, 112.0),
        (696.0, 558.0, 112.0),
    ] {
        let stamp = s.kept((b'u', a), |s| bun(s, 0.0, 0.0, 100.0, a));
        s.show(&stamp, &format!("translate({x} {y}) scale({})", r / 100.0));
    }
    s.line("M222 560A380 76 0 0 0 978 560", bamboo.lighter(0.3), 16.0);
    s.line(
        "M430 380q-40-50 0-100t0-96M600 340q-40-50 0-100t0-96M770 380q-40-50 0-100t0-96",
        WHITE.a(0.5),
        24.0,
    );
    // The lid leans at the side.
    s.group("translate(1010 800) rotate(70)", |s| {
        s.form(
            "M-140 30A140 40 0 0 1 140 30V62A140 40 0 0 1 -140 62Z",
            BAMBOO.mix(bamboo, 0.6),
        );
        s.line("M-60 8L-20 70M0 -8V70M60 8L20 70", DARK_WOOD.a(0.3), 5.0);
    });
}

/// A steamed bun with its gathered top.
fn bun(s: &mut Sheet, x: f32, y: f32, r: f32, dot: Colour) {
    let c = Colour(252, 244, 230);
    let d = format!(
        "M{:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {x:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}Q{x:.0} {:.0} {:.0} {:.0}Z",
        x - r,
        y + r * 0.16,
        x - r,
        y - r * 0.44,
        x - r * 0.4,
        y - r * 0.7,
        y - r * 0.84,
        x + r * 0.4,
        y - r * 0.7,
        x + r,
        y - r * 0.44,
        x + r,
        y + r * 0.16,
        y + r * 0.72,
        x - r,
        y + r * 0.16
    );
    s.part(&d, c);
    for (dx, bend) in [
        (-0.6, -0.5),
        (-0.3, -0.26),
        (0.0, 0.0),
        (0.32, 0.28),
        (0.6, 0.5),
    ] {
        s.line(
            &format!(
                "M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}",
                x + dx * r * 0.2,
                y - r * 0.72,
                x + bend * r * 0.7,
                y - r * 0.6,
                x + dx * r,
                y - r * 0.2
            ),
            c.darker(0.35).a(0.45),
            5.0,
        );
    }
    s.oval(x, y - r * 0.74, r * 0.15, r * 0.1, dot);
}
