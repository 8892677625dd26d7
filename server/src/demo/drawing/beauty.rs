//! Beauty and care.

use super::colour::{CREAM, Colour, GOLD, LEAF, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{bloom, drum, slab, sprig, vessel};

pub(super) fn lipstick(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 280.0);
    // The bullet, its sleeve, its case; the cap stands beside.
    let bullet = "M420 560V330C420 280 500 220 560 200Q580 200 580 230V560Z";
    let paint = s.tube(c);
    s.form_in(bullet, paint, c, 9.0);
    let slant = s.fall(c.lighter(0.24));
    s.fill(
        "M424 336C424 286 500 226 560 204Q576 206 574 232C566 300 500 360 440 366Q424 360 424 336Z",
        slant,
    );
    s.gloss("M440 400h20v140h-20z", 0.5);
    let sleeve = s.metal(GOLD);
    s.rect(408.0, 540.0, 184.0, 110.0, 6.0, &sleeve);
    s.oval(500.0, 542.0, 92.0, 13.0, GOLD.lighter(0.4));
    s.oval(500.0, 544.0, 80.0, 9.0, GOLD.darker(0.5));
    s.oval(500.0, 540.0, 78.0, 8.0, c.darker(0.2));
    drum(s, (500.0, 650.0, 112.0), (920.0, 112.0), 0.14, a);
    s.fill(
        "M388 700A112 16 0 0 0 612 700V720A112 16 0 0 1 388 720Z",
        GOLD,
    );
    s.line("M420 680V920", WHITE.a(0.35), 11.0);
    drum(s, (764.0, 610.0, 106.0), (930.0, 106.0), 0.14, a);
    s.fill(
        "M658 880A106 15 0 0 0 870 880V904A106 15 0 0 1 658 904Z",
        GOLD,
    );
    s.line("M690 650V910", WHITE.a(0.35), 11.0);
    s.ring(764.0, 610.0, 60.0, 8.0, GOLD, 5.0);
    // Its colour on paper.
    s.fill("M240 1010C300 970 420 1000 520 984C560 980 570 1000 540 1014C440 1040 320 1020 250 1034Q216 1030 240 1010Z", c.a(0.85));
    s.line("M270 1010Q380 1000 520 994", c.lighter(0.5).a(0.5), 6.0);
}

pub(super) fn cream_jar(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(590.0, 930.0, 360.0);
    let glass = vessel(560.0, 630.0, 300.0, 880.0, 290.0, 0.2);
    let paint = s.tube(c);
    s.form_in(&glass, paint, c, 14.0);
    s.within(&glass, |s| {
        s.fill(
            "M300 860A290 50 0 0 0 820 860V960H300Z",
            c.darker(0.3).a(0.35),
        );
        s.rect(400.0, 730.0, 260.0, 130.0, 10.0, WHITE.a(0.85));
        s.rect(470.0, 830.0, 120.0, 9.0, 4.0, a);
    });
    sprig(s, 530.0, 824.0, 84.0, 0.0, a.mix(LEAF, 0.4));
    s.oval(560.0, 630.0, 300.0, 60.0, c.lighter(0.5));
    let neck = s.tube(WHITE.darker(0.04));
    s.fill(&vessel(560.0, 580.0, 270.0, 626.0, 270.0, 0.2), neck);
    s.oval(560.0, 580.0, 270.0, 54.0, WHITE);
    let cream = s.ball(CREAM.lighter(0.3));
    s.oval(560.0, 584.0, 246.0, 45.0, CREAM.darker(0.16));
    // A swirl lifted by a finger.
    s.fill("M318 586C350 540 470 556 520 520C560 490 590 470 640 440C640 490 680 540 740 556Q800 570 804 590Q700 640 560 630Q360 624 318 586Z", cream);
    s.line(
        "M400 590C500 600 640 590 640 540Q620 510 560 540Q500 570 440 560",
        CREAM.darker(0.3).a(0.5),
        9.0,
    );
    s.line("M590 500Q620 470 634 456", WHITE, 8.0);
    s.gloss(
        "M290 700Q294 680 320 690V860Q330 890 350 904Q294 890 290 850Z",
        0.7,
    );
    // Lid against it.
    s.group("translate(900 800) rotate(64)", |s| {
        let rim = s.metal(a);
        s.fill(&vessel(0.0, -46.0, 190.0, 30.0, 190.0, 0.3), rim);
        let top = s.fall(a.lighter(0.1));
        s.oval(0.0, -46.0, 190.0, 58.0, top);
        s.ring(0.0, -46.0, 150.0, 44.0, WHITE.a(0.4), 4.0);
    });
}

pub(super) fn perfume(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 280.0);
    let tint = s.backdrop.darker(0.8);
    let glow = s.rad((0.5, 0.5), 0.5, &[(0.0, c.a(0.5)), (1.0, c.a(0.0))]);
    s.oval(740.0, 960.0, 260.0, 50.0, glow);
    let outer = slab(340.0, 440.0, 520.0, 500.0, 60.0);
    s.fill(&outer, WHITE.a(0.62));
    let inner = slab(384.0, 540.0, 432.0, 360.0, 40.0);
    let juice = s.lin(
        (0.0, 0.0),
        (1.0, 1.0),
        &[
            (0.0, c.lighter(0.5)),
            (0.45, c.lighter(0.1)),
            (1.0, c.darker(0.25)),
        ],
    );
    s.form_in(&inner, juice, c, 12.0);
    s.fill(&slab(384.0, 484.0, 432.0, 110.0, 40.0), WHITE.a(0.3));
    s.rect(384.0, 540.0, 432.0, 7.0, 0.0, c.lighter(0.6));
    s.line("M600 546V860", tint.a(0.18), 7.0);
    s.line(&outer, WHITE.a(0.9), 8.0);
    s.fill("M816 520L860 470V900L816 870Z", tint.a(0.16));
    s.fill(
        "M384 900L344 934Q350 940 400 940H800Q850 940 856 934L816 900Z",
        tint.a(0.12),
    );
    s.gloss("M360 500Q362 462 400 460H450L390 880Q360 890 360 860Z", 0.8);
    bloom(s, 600.0, 720.0, 90.0, 12.0, WHITE.mix(c, 0.25));
    let neck = s.metal(GOLD);
    s.rect(530.0, 390.0, 140.0, 54.0, 8.0, &neck);
    s.rect(556.0, 350.0, 88.0, 44.0, 6.0, &neck);
    let stopper =
        "M500 190Q500 160 530 160H670Q700 160 700 190L716 330Q716 354 690 354H510Q484 354 484 330Z";
    let paint = s.metal(a);
    s.form_in(stopper, paint, a, 9.0);
    s.fill("M530 176H580L560 336H510Q502 336 504 322Z", WHITE.a(0.4));
    s.rect(516.0, 426.0, 168.0, 22.0, 10.0, neck);
}

pub(super) fn soap(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 420.0);
    s.form("M190 850H1010L980 910H220Z", WOOD);
    s.fill("M250 790H950L1010 852H190Z", WOOD.lighter(0.3));
    for x in [360.0, 520.0, 680.0, 840.0] {
        s.line(
            &format!("M{x} 794L{} 848", 600.0 + (x - 600.0) * 1.16),
            WOOD.darker(0.35),
            13.0,
        );
    }
    let bar = |s: &mut Sheet, c: Colour, a: Colour| {
        s.form("M-320 0Q-320 -30 -290 -30H290Q320 -30 320 0V110Q320 150 280 150H-280Q-320 150 -320 110Z", c.darker(0.12));
        s.form("M-230 -130H230Q256 -130 270 -112L322 -16Q326 4 300 4H-300Q-326 4 -322 -16L-270 -112Q-256 -130 -230 -130Z", c.lighter(0.16));
        s.within(
            "M-320 0H320V110Q320 150 280 150H-280Q-320 150 -320 110Z",
            |s| {
                s.line(
                    "M-330 60C-200 20 -120 110 0 70S200 40 330 80",
                    a.a(0.7),
                    26.0,
                );
                s.line(
                    "M-330 110C-200 80 -120 140 0 120S200 90 330 120",
                    WHITE.a(0.5),
                    11.0,
                );
            },
        );
        s.line("M-300 4H300", WHITE.a(0.6), 6.0);
    };
    s.group("translate(600 690)", |s| bar(s, c, a));
    s.group("translate(620 510) rotate(-5) scale(.92)", |s| {
        bar(s, a.mix(WHITE, 0.35), c);
        // A paper band round the upper bar.
        let paper = s.fall(CREAM.lighter(0.3));
        s.fill("M-92 -131H80L92 -4H-104Z", &paper);
        s.fill("M-104 -4H92V148H-104Z", CREAM.darker(0.06));
        s.line("M-104 0H92", WHITE, 5.0);
        sprig(s, -6.0, 130.0, 104.0, 0.0, LEAF.mix(a, 0.3));
    });
    for (x, y, r) in [
        (240.0, 760.0, 56.0),
        (310.0, 796.0, 38.0),
        (196.0, 820.0, 34.0),
        (170.0, 740.0, 22.0),
        (270.0, 690.0, 18.0),
        (970.0, 790.0, 40.0),
        (1020.0, 820.0, 26.0),
        (996.0, 720.0, 14.0),
    ] {
        let bubble = s.rad(
            (0.35, 0.3),
            0.75,
            &[
                (0.0, WHITE.a(0.9)),
                (0.6, WHITE.a(0.25)),
                (0.9, a.lighter(0.5).a(0.5)),
                (1.0, WHITE.a(0.8)),
            ],
        );
        s.dot(x, y, r, bubble);
        s.oval(x - r * 0.34, y - r * 0.4, r * 0.22, r * 0.13, WHITE);
    }
}

pub(super) fn comb(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.group("rotate(-24 600 600)", |s| {
        let spine = "M150 480C260 350 940 350 1050 480L1040 560H160Z";
        let mut teeth = String::new();
        for step in 0..36u8 {
            let x = 174.0 + f32::from(step) * 24.0;
            let far = ((x - 600.0) / 440.0).powi(2);
            teeth.push_str(&format!(
                "M{x:.0} 540h13l-4 {:.0}q-3 8-6 0z",
                270.0 - far * 70.0
            ));
        }
        s.drop(&format!(
            "{spine}M150 480L180 760Q600 840 1020 760L1050 480Z"
        ));
        let paint = s.lin(
            (0.0, 0.0),
            (0.0, 1.0),
            &[
                (0.0, c.darker(0.1)),
                (0.7, c.lighter(0.1)),
                (1.0, c.lighter(0.4)),
            ],
        );
        s.group("translate(4 5)", |s| s.fill(&teeth, c.darker(0.5)));
        s.fill(&teeth, paint);
        s.form(spine, c);
        s.within(spine, |s| {
            s.line(
                "M150 470Q600 400 1050 470M160 520Q600 450 1040 520M300 430Q600 380 900 430",
                c.darker(0.4).a(0.3),
                6.0,
            );
        });
        s.line("M200 546H1000", c.darker(0.4).a(0.5), 5.0);
        s.group("translate(600 460)", |s| {
            s.line("M-200 20Q0 -60 200 10", a.darker(0.2), 9.0);
            for (x, y, r) in [
                (-120.0, -4.0, 40.0),
                (0.0, -26.0, 50.0),
                (110.0, -10.0, 38.0),
            ] {
                bloom(s, x, y, r, x, a);
            }
        });
    });
    // A tassel from its end.
    s.line("M1000 330C1060 330 1080 380 1070 440", a.darker(0.2), 8.0);
    s.group("translate(1068 440) rotate(8)", |s| {
        for x in [-24.0, -12.0, 0.0, 12.0, 24.0] {
            s.line(
                &format!("M{} 30L{x} 190", x * 0.5),
                if x < 0.0 { a } else { a.darker(0.2) },
                12.0,
            );
        }
        let knot = s.ball(a);
        s.dot(0.0, 16.0, 26.0, knot);
        s.rect(-20.0, 40.0, 40.0, 13.0, 5.0, GOLD);
    });
}

pub(super) fn hand_cream(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 955.0, 220.0);
    let tube = "M400 210H800L736 800H464Z";
    let paint = s.lin(
        (0.0, 0.0),
        (1.0, 0.06),
        &[
            (0.0, c.darker(0.1)),
            (0.24, c.lighter(0.36)),
            (0.5, c),
            (0.84, c.darker(0.28)),
            (1.0, c.darker(0.1)),
        ],
    );
    s.form_in(tube, paint, c, 12.0);
    s.fill("M394 170H806V234H394Z", c.darker(0.12));
    for step in 0..17u8 {
        s.line(
            &format!("M{} 178v48", 408.0 + f32::from(step) * 24.0),
            c.lighter(0.5).a(0.5),
            5.0,
        );
    }
    s.within(tube, |s| {
        s.fill("M380 640Q500 560 600 640T820 620V820H380Z", a.a(0.85));
        s.line("M380 620Q500 540 600 620T820 600", WHITE.a(0.7), 9.0);
        let dark = s.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, WHITE.a(0.2)),
                (0.5, WHITE.a(0.0)),
                (1.0, c.darker(0.8).a(0.35)),
            ],
        );
        s.rect(400.0, 560.0, 400.0, 260.0, 0.0, dark);
    });
    bloom(s, 600.0, 420.0, 104.0, 10.0, WHITE.mix(a, 0.3));
    sprig(s, 512.0, 520.0, 100.0, -52.0, LEAF.mix(a, 0.2));
    sprig(s, 690.0, 520.0, 100.0, 52.0, LEAF.mix(a, 0.2));
    s.gloss("M436 260H470L500 770H482Z", 0.65);
    let cap = vessel(600.0, 806.0, 146.0, 930.0, 156.0, 0.1);
    let metal = s.tube(a);
    s.form_in(&cap, metal, a, 8.0);
    for step in 0..13u8 {
        s.line(
            &format!("M{} 822v108", 466.0 + f32::from(step) * 22.4),
            a.darker(0.5).a(0.22),
            6.0,
        );
    }
    // A ribbon of cream.
    s.line("M850 930Q920 880 960 930T1040 920", CREAM.darker(0.2), 50.0);
    s.line(
        "M848 924Q918 874 958 924T1038 914",
        CREAM.lighter(0.4),
        38.0,
    );
    s.line("M856 906Q916 868 950 906", WHITE, 8.0);
}
