//! Clothing besides coats and tops.

use super::colour::{Colour, GOLD, WHITE};
use super::garments::{folds, knit};
use super::sheet::Sheet;
use super::solids::bloom;

pub(super) fn dress(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let body = "M470 190L440 230L390 300L330 420L420 470L450 430Q470 520 456 570Q360 760 290 1000Q600 1070 910 1000Q840 760 744 570Q730 520 750 430L780 470L870 420L810 300L760 230L730 190Q600 320 470 190Z";
    s.drop(body);
    s.fill("M474 190Q600 240 726 190L700 270H500Z", c.darker(0.4));
    s.form("M440 226Q380 300 320 424L424 476L470 390Z", c.lighter(0.04));
    s.form("M760 226Q820 300 880 424L776 476L730 390Z", c.darker(0.08));
    let skirt = "M456 566Q360 760 286 1000Q440 1060 600 1050Q760 1060 914 1000Q840 760 744 566Z";
    s.form(skirt, c);
    let top = "M470 188L436 228Q440 330 452 430Q468 520 456 576H744Q732 520 748 430Q760 330 764 228L730 188Q600 330 470 188Z";
    s.form(top, c.lighter(0.03));
    let pattern = s.pick(3, 1);
    s.within(skirt, |s| {
        if pattern == 0 {
            for step in 0..15u8 {
                let row = step / 4;
                let x = 370.0 + f32::from(step % 4) * 150.0 + f32::from(row % 2) * 76.0;
                bloom(
                    s,
                    x,
                    680.0 + f32::from(row) * 100.0,
                    30.0,
                    f32::from(step) * 31.0,
                    a,
                );
            }
        } else if pattern == 1 {
            for step in 0..26u8 {
                let row = step / 6;
                let x = 330.0 + f32::from(step % 6) * 106.0 + f32::from(row % 2) * 50.0;
                s.dot(x, 640.0 + f32::from(row) * 90.0, 13.0, a.lighter(0.3));
            }
        }
    });
    folds(
        s,
        skirt,
        c,
        &[
            "M500 590Q450 780 400 1050",
            "M560 590Q540 800 520 1060",
            "M650 590Q670 800 700 1060",
            "M708 590Q770 800 820 1040",
        ],
    );
    folds(
        s,
        top,
        c,
        &["M490 420Q510 500 500 570", "M716 400Q690 490 704 570"],
    );
    s.part("M452 556H748V602H452Z", a);
    s.part("M690 560q60-40 76 10q-16 46-76 20z", a.lighter(0.1));
    s.part("M690 560q-60-40-76 10q16 46 76 20z", a);
    s.part("M676 552h30v42h-30z", a.darker(0.1));
    s.line("M470 190Q600 330 730 190", c.lighter(0.4), 7.0);
    s.dashes(
        "M300 978Q440 1036 600 1026Q760 1036 902 978",
        c.darker(0.4).a(0.6),
        3.0,
        "11 9",
    );
}

pub(super) fn trousers(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let body = "M390 170H810L850 560L880 1030H660L600 480L540 1030H320L350 560Z";
    s.drop(body);
    let right = "M600 200H806L850 560L880 1030H660L598 470Z";
    let left = "M394 200H620L604 470L540 1030H320L350 560Z";
    s.form(right, c.darker(0.06));
    s.form(left, c);
    folds(
        s,
        left,
        c,
        &[
            "M440 420Q420 700 420 1030",
            "M590 420Q520 480 470 480",
            "M340 700Q380 720 460 706",
        ],
    );
    folds(
        s,
        right,
        c,
        &[
            "M760 420Q780 700 780 1030",
            "M610 430Q680 490 730 486",
            "M860 740Q810 756 740 740",
        ],
    );
    s.form("M390 166H810L814 230H386Z", c.lighter(0.08));
    for x in [430.0, 520.0, 668.0, 756.0] {
        s.part(&format!("M{x} 158h22v80h-22z"), c.lighter(0.02));
    }
    let seam = a.lighter(0.2);
    s.dashes("M600 234V400Q640 420 640 340V236", seam, 4.0, "12 8");
    s.line("M604 234L604 470", c.darker(0.6).a(0.6), 4.0);
    s.dashes(
        "M400 300Q470 310 486 236M800 300Q730 310 714 236",
        seam,
        4.0,
        "12 8",
    );
    s.line(
        "M396 310Q480 322 498 236M804 310Q720 322 702 236",
        c.darker(0.5).a(0.6),
        5.0,
    );
    s.dashes("M372 560L340 1000M828 560L860 1000", a.a(0.55), 3.0, "12 9");
    let knob = s.ball(GOLD);
    s.dot(612.0, 198.0, 18.0, knob);
    s.part("M316 990H546L540 1044H312Z", c.lighter(0.12));
    s.part("M654 990H884L888 1044H660Z", c.lighter(0.06));
    s.dashes("M318 1002H542M658 1002H882", seam, 4.0, "12 8");
}

pub(super) fn scarf(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let band = |s: &mut Sheet, d: &str, rows: (f32, f32), tone: Colour| {
        s.form(d, tone);
        knit(s, d, (220.0, rows.0, 880.0, rows.1), 36.0, tone);
    };
    let all = "M400 260Q600 160 800 260Q900 380 800 480L760 940H560L520 560L420 860L230 790L350 480Q300 380 400 260Z";
    s.drop(all);
    let fringe =
        |s: &mut Sheet, from: (f32, f32), to: (f32, f32), fall: (f32, f32), tone: Colour| {
            for step in 0..9u8 {
                let t = f32::from(step) / 8.0;
                let x = from.0 + (to.0 - from.0) * t;
                let y = from.1 + (to.1 - from.1) * t;
                s.line(
                    &format!(
                        "M{x:.0} {y:.0}q{:.0} {:.0} {:.0} {:.0}",
                        fall.0 * 0.2 + 6.0,
                        fall.1 * 0.5,
                        fall.0,
                        fall.1
                    ),
                    if step % 2 == 0 {
                        tone
                    } else {
                        tone.darker(0.2)
                    },
                    15.0,
                );
            }
        };
    fringe(s, (240.0, 794.0), (412.0, 858.0), (-34.0, 96.0), c);
    let back = "M350 440L226 790L424 864L560 470Z";
    band(s, back, (440.0, 860.0), c.darker(0.12));
    s.within(back, |s| {
        s.line("M240 720L450 796M262 660L470 736", a, 22.0)
    });
    s.fill("M420 330Q600 250 780 330L740 440H460Z", c.darker(0.5));
    let front = "M560 460L540 930H780L790 440Z";
    fringe(s, (550.0, 930.0), (770.0, 930.0), (4.0, 96.0), c);
    band(s, front, (540.0, 930.0), c);
    s.within(front, |s| {
        for y in [760.0, 820.0, 880.0] {
            s.rect(530.0, y, 270.0, 24.0, 0.0, a);
        }
    });
    folds(
        s,
        front,
        c,
        &["M620 500Q610 680 630 930", "M720 500Q724 700 710 930"],
    );
    s.drop("M345 420Q600 640 855 420Q780 550 600 552Q430 550 345 420Z");
    let upper = "M340 370C340 220 470 176 600 176C730 176 860 220 860 370Q800 440 736 404Q752 300 600 292Q448 300 464 404Q400 440 340 370Z";
    band(s, upper, (180.0, 400.0), c.darker(0.04));
    let lower = "M340 360C340 480 440 550 600 550C760 550 860 480 860 360Q800 430 740 400Q690 430 600 430Q510 430 470 390Q400 430 340 360Z";
    band(s, lower, (360.0, 550.0), c.lighter(0.06));
    folds(
        s,
        lower,
        c,
        &["M380 440Q500 520 640 510", "M500 460Q640 490 800 430"],
    );
    s.line(
        "M350 330Q380 220 600 196Q800 214 846 320",
        WHITE.a(0.3),
        14.0,
    );
    s.line(
        "M476 340Q500 300 600 296Q700 300 734 340",
        c.darker(0.6).a(0.5),
        12.0,
    );
}

pub(super) fn qipao(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let body = "M530 170L440 220Q400 240 380 300L350 380L440 420L460 400Q480 500 462 570Q430 640 430 740L400 1060H800L770 740Q770 640 738 570Q720 500 740 400L760 420L850 380L820 300Q800 240 760 220L670 170Z";
    s.drop(body);
    s.fill("M536 130Q600 116 664 130V200H536Z", c.darker(0.45));
    s.form("M450 216Q400 236 380 300L346 384L444 424L480 360Z", c);
    s.form(
        "M750 216Q800 236 820 300L854 384L756 424L720 360Z",
        c.darker(0.1),
    );
    let trunk = "M530 178L446 220Q450 320 462 410Q480 500 462 570Q426 650 428 740L400 1056Q600 1076 716 1062L744 760L764 800L800 1040L772 740Q774 650 738 570Q720 500 738 410Q750 320 754 220L670 178Q600 230 530 178Z";
    s.form(trunk, c);
    s.within(trunk, |s| {
        // A flowering branch climbs the skirt.
        s.line(
            "M420 1040C520 940 480 860 580 780C640 730 600 660 660 600",
            a.darker(0.3).a(0.9),
            9.0,
        );
        s.line(
            "M520 890Q600 900 650 850M560 800Q500 760 500 700",
            a.darker(0.3).a(0.9),
            6.0,
        );
        for (x, y, r, t) in [
            (650.0, 596.0, 34.0, 10.0),
            (500.0, 690.0, 38.0, 40.0),
            (660.0, 846.0, 44.0, 70.0),
            (590.0, 764.0, 46.0, 20.0),
            (470.0, 980.0, 50.0, 0.0),
            (600.0, 960.0, 30.0, 33.0),
            (430.0, 860.0, 30.0, 5.0),
        ] {
            bloom(s, x, y, r, t, a);
        }
    });
    folds(
        s,
        trunk,
        c,
        &[
            "M480 620Q470 780 450 1060",
            "M700 640Q720 760 700 1060",
            "M500 430Q520 500 500 560",
            "M706 420Q690 500 700 560",
        ],
    );
    let piping = a;
    s.line("M600 214Q620 300 720 330L746 340", piping, 9.0);
    s.line("M400 1056Q600 1076 716 1062L744 760", piping, 8.0);
    s.line("M348 386L444 426M852 386L756 426", piping, 9.0);
    s.part(
        "M528 124Q530 180 600 216Q670 180 672 124Q640 176 600 182Q560 176 528 124Z",
        c.lighter(0.08),
    );
    s.line("M530 126Q540 176 600 186Q660 176 670 126", piping, 7.0);
    // Knotted buttons.
    for (x, y, t) in [
        (606.0, 224.0, 60.0),
        (660.0, 312.0, 20.0),
        (742.0, 420.0, 80.0),
    ] {
        s.group(&format!("translate({x} {y}) rotate({t})"), |s| {
            s.line(
                "M-36 0q18-22 36 0q18-22 36 0q-18 22-36 0q-18 22-36 0z",
                piping.darker(0.1),
                8.0,
            );
            let knot = s.ball(piping);
            s.dot(0.0, 0.0, 11.0, knot);
        });
    }
}

fn sock(s: &mut Sheet, c: Colour, a: Colour, pattern: u32) {
    let d = "M300 200H540L530 600Q530 660 600 700L800 800Q870 850 820 930Q770 990 680 960L400 850Q290 800 300 660Z";
    s.drop(d);
    s.form(d, c);
    s.within(d, |s| {
        match pattern {
            0 => {
                for y in [400.0, 460.0, 520.0] {
                    s.rect(280.0, y, 300.0, 30.0, 0.0, a);
                }
            }
            1 => {
                for step in 0..18u8 {
                    let row = step / 3;
                    let x = 350.0
                        + f32::from(step % 3) * 84.0
                        + f32::from(row % 2) * 40.0
                        + if row > 3 { f32::from(row) * 30.0 } else { 0.0 };
                    s.dot(x, 370.0 + f32::from(row) * 88.0, 17.0, a);
                }
            }
            _ => {
                for y in [380.0, 480.0, 580.0] {
                    s.line(
                        &format!("M290 {y}l42 40l42-40l42 40l42-40l42 40l42-40"),
                        a,
                        16.0,
                    );
                }
            }
        }
        s.fill("M280 640Q400 640 420 760Q430 840 380 880L260 820Z", a);
        s.fill("M730 740Q660 820 680 980L900 980V740Z", a);
        s.line(
            "M330 690Q400 690 410 770M716 760Q680 850 690 950",
            a.darker(0.5).a(0.3),
            5.0,
        );
    });
    folds(
        s,
        d,
        c,
        &["M540 620Q470 660 440 640", "M570 690Q500 720 470 700"],
    );
    s.form("M292 190H548V300H292Z", a.lighter(0.08));
    for step in 0..10u8 {
        let x = 308.0 + f32::from(step) * 25.0;
        s.line(&format!("M{x} 202V290"), a.darker(0.5).a(0.3), 5.0);
    }
}

pub(super) fn socks(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let pattern = s.pick(3, 1);
    s.group("translate(190 -50) rotate(6 600 600)", |s| {
        sock(s, c.darker(0.06), a, pattern)
    });
    s.group("translate(-70 60) rotate(-4 600 600)", |s| {
        sock(s, c, a, pattern)
    });
}

pub(super) fn hat(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 900.0, 440.0);
    let brim = "M140 780C150 680 360 660 600 660C840 660 1050 680 1060 780C1060 880 840 920 600 920C360 920 140 880 140 780Z";
    s.form(brim, c);
    let weave = |s: &mut Sheet, tone: Colour| {
        for (rx, ry) in [(430.0, 110.0), (400.0, 96.0), (370.0, 84.0), (340.0, 72.0)] {
            s.ring(600.0, 786.0, rx, ry, tone.a(0.35), 5.0);
        }
    };
    s.within(brim, |s| weave(s, c.darker(0.5)));
    s.oval(620.0, 790.0, 330.0, 74.0, c.darker(0.7).a(0.3));
    let crown = "M300 780C300 560 340 330 440 300Q520 280 600 320Q680 280 760 300C860 330 900 560 900 780C900 870 300 870 300 780Z";
    let paint = s.tube(c);
    s.form_in(crown, paint, c, 14.0);
    s.within(crown, |s| {
        for y in [380.0, 420.0, 460.0, 500.0, 540.0, 580.0, 620.0] {
            s.line(
                &format!("M290 {y}Q600 {} 910 {y}", y + 90.0),
                c.darker(0.5).a(0.16),
                5.0,
            );
        }
        let ribbon = s.tube(a);
        s.fill("M280 660Q600 790 920 660V780Q600 900 280 780Z", ribbon);
        s.fill(
            "M280 660Q600 790 920 660V674Q600 804 280 674Z",
            WHITE.a(0.3),
        );
    });
    s.line(
        "M460 320Q540 400 600 400Q680 390 730 320",
        c.darker(0.55).a(0.35),
        20.0,
    );
    s.part("M350 720q-90-60-120 0q20 70 120 50z", a.lighter(0.12));
    s.part("M350 724q80 30 70 120q-70 0-100-80z", a);
    s.part("M334 706h40v62h-40z", a.darker(0.1));
}
