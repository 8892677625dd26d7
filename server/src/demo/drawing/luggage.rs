//! Bags and suitcases.

use super::colour::{GOLD, LEATHER, RUBBER, STEEL, WHITE};
use super::sheet::Sheet;
use super::solids::slab;

pub(super) fn backpack(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 340.0);
    s.line("M340 420Q250 600 300 880", c.darker(0.45), 54.0);
    s.line("M860 420Q950 600 900 880", c.darker(0.5), 54.0);
    s.line(
        "M520 200Q520 130 600 130Q680 130 680 200",
        a.darker(0.35),
        34.0,
    );
    s.line("M520 198Q520 130 600 130Q680 130 680 196", a, 20.0);
    let body = "M320 420C320 260 420 180 600 180C780 180 880 260 880 420L900 860Q900 940 820 946Q600 966 380 946Q300 940 300 860Z";
    s.form(body, c);
    s.within(body, |s| {
        s.fill("M840 300Q900 500 860 960H920V300Z", c.darker(0.3).a(0.5));
        s.line(
            "M350 480Q360 300 600 290Q840 300 850 480",
            c.darker(0.55),
            18.0,
        );
        s.dashes(
            "M352 476Q362 304 600 294Q838 304 848 476",
            STEEL,
            7.0,
            "7 5",
        );
        s.line(
            "M320 520Q340 270 600 258Q860 270 880 520",
            c.lighter(0.4).a(0.5),
            5.0,
        );
    });
    s.part("M834 460h22l8 60h-36z", a);
    // Side pockets, then the front one.
    s.part("M296 640H370V900Q330 920 300 880Z", c.darker(0.12));
    s.part("M904 640H830V900Q870 920 900 880Z", c.darker(0.3));
    let pocket = "M390 600Q390 560 440 556Q600 540 760 556Q810 560 810 600V850Q810 900 760 904Q600 920 440 904Q390 900 390 850Z";
    s.drop("M400 620H800V890H400Z");
    s.form(pocket, c.lighter(0.07));
    s.line("M420 660Q600 640 780 660", c.darker(0.5), 16.0);
    s.dashes("M422 658Q600 638 778 658", GOLD, 6.0, "7 5");
    s.part("M754 654h20v64q-10 12-20 0z", a);
    s.part(&slab(500.0, 720.0, 200.0, 120.0, 14.0), LEATHER);
    s.dashes(
        &slab(512.0, 732.0, 176.0, 96.0, 8.0),
        LEATHER.lighter(0.6),
        4.0,
        "10 8",
    );
    s.fill("M600 752q36 28 0 64q-36-36 0-64z", LEATHER.lighter(0.5));
    // Two straps hold the lid.
    for x in [450.0, 700.0] {
        s.part(&format!("M{x} 330h50v190q-25 16-50 0z"), a);
        s.part(&format!("M{} 440h66v44h-66z", x - 8.0), STEEL);
        s.rect(x + 12.0, 452.0, 26.0, 20.0, 4.0, a.darker(0.3));
    }
    s.part("M550 356h100v50h-100z", LEATHER);
    s.line(
        "M570 370v22M590 370v22M610 370v22M630 370v22",
        LEATHER.darker(0.5),
        5.0,
    );
}

pub(super) fn handbag(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 400.0);
    s.line(
        "M440 520C420 260 500 170 600 170C700 170 780 260 760 520",
        c.darker(0.5),
        36.0,
    );
    s.cord(
        "M410 540C390 300 470 200 590 200C710 200 790 300 770 540",
        c.darker(0.06),
        38.0,
    );
    s.dashes(
        "M410 540C390 300 470 200 590 200C710 200 790 300 770 540",
        c.lighter(0.6).a(0.7),
        3.0,
        "10 8",
    );
    let body = "M300 480H900Q930 480 936 520L980 860Q990 930 920 934H280Q210 930 220 860L264 520Q270 480 300 480Z";
    s.form(body, c);
    s.within(body, |s| {
        s.fill("M860 470L900 940H1000V470Z", c.darker(0.3).a(0.45));
        s.fill("M200 850H1000V940H200Z", c.darker(0.16));
        s.line("M210 850H990", c.darker(0.5).a(0.6), 4.0);
    });
    s.dashes("M240 870H960", c.lighter(0.6).a(0.7), 4.0, "11 8");
    let flap = "M290 478H910L926 640Q900 760 760 764H440Q300 760 274 640Z";
    s.drop("M300 600H900L916 650Q890 740 760 744H440Q310 740 284 650Z");
    s.form(flap, c.lighter(0.06));
    s.dashes(
        "M306 494L292 640Q316 744 442 748H758Q884 744 908 640L894 494",
        c.lighter(0.6).a(0.8),
        4.0,
        "11 8",
    );
    for x in [400.0, 762.0] {
        s.part(
            &format!("M{} 500h60v76q-30 24-60 0z", x - 20.0),
            c.darker(0.1),
        );
        s.ring(x + 10.0, 516.0, 27.0, 27.0, GOLD.darker(0.25), 13.0);
        s.ring(x + 8.0, 514.0, 27.0, 27.0, GOLD.lighter(0.25), 7.0);
    }
    s.form(&slab(540.0, 700.0, 120.0, 110.0, 20.0), GOLD);
    s.rect(574.0, 730.0, 52.0, 50.0, 12.0, GOLD.darker(0.3));
    s.gloss("M552 720Q552 710 566 710H600L560 770Z", 0.7);
    // A silk ribbon on the handle.
    s.part("M426 330q70 30 60 130l-40 60q-20-80-50-90z", a);
    s.part(
        "M420 326q-80 50-70 130l-10 70q70-40 76-110z",
        a.lighter(0.1),
    );
    s.part("M396 300h56v56h-56z", a.darker(0.12));
    s.gloss("M316 520Q330 500 380 500L350 700Q310 680 316 520Z", 0.3);
}

pub(super) fn suitcase(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 965.0, 320.0);
    for x in [480.0, 700.0] {
        let rod = s.metal(STEEL);
        s.rect(x - 12.0, 130.0, 24.0, 190.0, 4.0, rod);
    }
    s.form(&slab(452.0, 96.0, 296.0, 54.0, 26.0), RUBBER);
    for x in [370.0, 790.0] {
        s.part(&slab(x - 16.0, 900.0, 72.0, 40.0, 8.0), RUBBER.lighter(0.1));
        s.dot(x + 20.0, 946.0, 34.0, RUBBER);
        s.dot(x + 16.0, 942.0, 16.0, STEEL);
    }
    let body = slab(310.0, 290.0, 580.0, 630.0, 62.0);
    let paint = s.lin(
        (0.0, 0.0),
        (1.0, 0.3),
        &[
            (0.0, c.lighter(0.2)),
            (0.3, c.lighter(0.1)),
            (0.6, c),
            (1.0, c.darker(0.28)),
        ],
    );
    s.form_in(&body, paint, c, 15.0);
    let rib = s.stamp(|s| {
        s.rect(0.0, 330.0, 26.0, 550.0, 13.0, c.darker(0.34).a(0.5));
        s.rect(5.0, 330.0, 26.0, 550.0, 13.0, c.lighter(0.14));
        s.rect(8.0, 340.0, 6.0, 530.0, 3.0, WHITE.a(0.35));
    });
    for step in 0..6u16 {
        s.show(&rib, &format!("translate({} 0)", 384 + step * 82));
    }
    s.line("M312 596H888", c.darker(0.6), 12.0);
    s.line("M312 592H888", STEEL, 4.0);
    s.form(&slab(500.0, 262.0, 200.0, 44.0, 20.0), RUBBER.lighter(0.12));
    s.form(&slab(800.0, 540.0, 78.0, 108.0, 14.0), RUBBER.lighter(0.05));
    for y in [560.0, 586.0, 612.0] {
        s.rect(818.0, y, 42.0, 16.0, 4.0, STEEL.lighter(0.3));
        s.line(&format!("M830 {y}v16M844 {y}v16"), RUBBER, 3.0);
    }
    let corner = s.stamp(|s| {
        s.part(
            "M0 100V60Q0 0 60 0H100Q80 50 50 50Q50 80 0 100Z",
            c.darker(0.25),
        )
    });
    for (x, y, turn) in [
        (310, 290, 0),
        (890, 290, 90),
        (890, 920, 180),
        (310, 920, 270),
    ] {
        s.show(&corner, &format!("translate({x} {y}) rotate({turn})"));
    }
    // A traveller's tag.
    s.line("M560 300Q540 360 560 400", a.darker(0.3), 8.0);
    s.group("rotate(9 560 460)", |s| {
        s.part(&slab(510.0, 396.0, 100.0, 150.0, 16.0), a);
        s.rect(528.0, 440.0, 64.0, 84.0, 8.0, WHITE);
        s.line("M540 464h40M540 484h40M540 504h24", a.darker(0.2), 6.0);
        s.dot(560.0, 416.0, 9.0, a.darker(0.5));
    });
    s.gloss("M330 360Q334 312 376 310L356 700Q334 690 330 660Z", 0.4);
}
