//! The writing desk.

use super::colour::{BAMBOO, CREAM, Colour, GOLD, INK, WHITE};
use super::sheet::Sheet;
use super::solids::{oval, slab, sprig};

pub(super) fn notebook(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(620.0, 950.0, 340.0);
    s.group("rotate(-4 600 600)", |s| {
        s.fill("M900 270L940 250V900L900 934Z", CREAM.darker(0.16));
        for step in 0..6u8 {
            s.line(
                &format!(
                    "M{} {}V{}",
                    905.0 + f32::from(step) * 6.0,
                    268.0 - f32::from(step) * 3.0,
                    926.0 - f32::from(step) * 5.0
                ),
                CREAM.darker(0.4).a(0.4),
                2.0,
            );
        }
        s.fill("M320 260L360 240H944L904 268Z", CREAM.lighter(0.4));
        s.form(&slab(296.0, 260.0, 610.0, 680.0, 20.0), c);
        s.rect(296.0, 260.0, 84.0, 680.0, 20.0, c.darker(0.22));
        s.line("M380 264V936", c.darker(0.5).a(0.6), 4.0);
        match s.pick(3, 1) {
            0 => {
                s.dot(640.0, 520.0, 130.0, a.lighter(0.1));
                sprig(s, 640.0, 640.0, 230.0, 0.0, c.lighter(0.75));
            }
            1 => {
                for step in 0..5u8 {
                    let y = 420.0 + f32::from(step) * 40.0;
                    s.line(&format!("M470 {y}q44-44 88 0t88 0t88 0t88 0"), a, 11.0);
                }
            }
            _ => {
                s.fill("M430 720L560 500L640 620L720 460L860 720Z", a);
                s.dot(560.0, 410.0, 44.0, a.lighter(0.4));
            }
        }
        s.rect(480.0, 800.0, 320.0, 74.0, 8.0, WHITE);
        s.line("M510 838h260", a.a(0.7), 5.0);
        s.rect(836.0, 258.0, 24.0, 684.0, 0.0, a.darker(0.2));
        s.rect(838.0, 258.0, 8.0, 684.0, 0.0, a.lighter(0.4));
        s.part("M520 938h30v86l-15-22l-15 22z", a);
    });
    // A pencil leans in front.
    s.group("translate(300 1000) rotate(-16)", |s| {
        s.fill("M0 14H560V40H0Z", c.darker(0.8).a(0.2));
        s.rect(60.0, -18.0, 440.0, 36.0, 0.0, a);
        s.rect(60.0, -18.0, 440.0, 12.0, 0.0, a.lighter(0.4));
        s.rect(60.0, 8.0, 440.0, 10.0, 0.0, a.darker(0.3));
        s.fill("M500 -18L570 0L500 18Z", BAMBOO.lighter(0.3));
        s.fill("M546 -6L570 0L546 6Z", INK);
        s.rect(40.0, -18.0, 24.0, 36.0, 0.0, GOLD);
        s.rect(6.0, -18.0, 36.0, 36.0, 8.0, Colour(236, 150, 150));
    });
}

pub(super) fn pen(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    // A sheet with a drawn line to show what it does.
    let page = "M170 240L900 160L1010 980L280 1060Z";
    s.drop(page);
    s.form(page, WHITE);
    s.line("M300 380L860 318M312 460L800 406", a.a(0.22), 7.0);
    s.line(
        "M330 640C380 520 450 520 450 620S540 720 580 600S690 520 700 620",
        c.darker(0.1).a(0.85),
        10.0,
    );
    s.group("translate(640 660) rotate(-42)", |s| {
        s.group("translate(-16 46)", |s| {
            s.fill(
                "M-420 6L-330 -34H440Q480 -30 480 0V20Q480 40 440 44H-330Z",
                a.darker(0.85).a(0.2),
            )
        });
        let body = "M-250 -44H150V44H-250Q-270 0 -250 -44Z";
        let barrel = s.lin(
            (0.0, 0.0),
            (0.0, 1.0),
            &[
                (0.0, c.lighter(0.1)),
                (0.22, c.lighter(0.5)),
                (0.45, c),
                (1.0, c.darker(0.55)),
            ],
        );
        s.fill(body, &barrel);
        s.fill("M150 -50H440Q490 -46 490 0Q490 46 440 50H150Z", &barrel);
        let gold = s.lin(
            (0.0, 0.0),
            (0.0, 1.0),
            &[
                (0.0, GOLD),
                (0.25, GOLD.lighter(0.75)),
                (0.5, GOLD),
                (1.0, GOLD.darker(0.5)),
            ],
        );
        s.rect(142.0, -52.0, 26.0, 104.0, 4.0, &gold);
        s.rect(-270.0, -42.0, 26.0, 84.0, 4.0, &gold);
        s.fill("M-270 -38H-330Q-346 0 -330 38H-270Z", c.darker(0.4));
        s.fill(
            "M-330 -30C-380 -30 -430 -10 -462 0C-430 10 -380 30 -330 30Z",
            &gold,
        );
        s.line("M-330 0H-456", GOLD.darker(0.6), 3.0);
        s.dot(-376.0, 0.0, 7.0, GOLD.darker(0.6));
        s.fill(
            "M220 -64H430Q446 -64 446 -52T430 -44H220Q196 -54 220 -64Z",
            &gold,
        );
        s.line("M-230 -26H130M180 -30H440", WHITE.a(0.75), 8.0);
        s.dot(474.0, 0.0, 9.0, GOLD);
    });
    // An ink bottle from above.
    s.fill(
        &oval(886.0, 900.0, 120.0, 116.0),
        s.backdrop.darker(0.85).a(0.2),
    );
    s.form(
        &slab(770.0, 780.0, 200.0, 200.0, 44.0),
        Colour(214, 226, 236),
    );
    s.dot(870.0, 880.0, 72.0, INK);
    let ink = s.ball(c.darker(0.2));
    s.dot(870.0, 880.0, 58.0, ink);
    s.oval(846.0, 856.0, 18.0, 10.0, WHITE.a(0.8));
}

pub(super) fn ink_brush(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let page = "M150 270L930 190L1000 900L220 990Z";
    s.drop(page);
    s.form(page, CREAM.lighter(0.4));
    // Bamboo in a few strokes: what the brush is for.
    let wash = INK.mix(s.main, 0.1);
    for (d, w, alpha) in [
        ("M330 860L350 720", 34.0, 0.75),
        ("M352 700L372 560", 32.0, 0.62),
        ("M374 540L396 420", 28.0, 0.5),
        ("M398 402L412 330", 24.0, 0.4),
        ("M470 880L480 760", 18.0, 0.35),
        ("M482 744L490 640", 17.0, 0.3),
    ] {
        s.line(d, wash.a(alpha), w);
    }
    for (x, y, long, turn) in [
        (400.0, 410.0, 150.0, 24.0),
        (400.0, 420.0, 130.0, 60.0),
        (380.0, 540.0, 160.0, 40.0),
        (380.0, 540.0, 120.0, 6.0),
        (372.0, 560.0, 110.0, 140.0),
        (490.0, 640.0, 100.0, 40.0),
    ] {
        s.group(&format!("translate({x} {y}) rotate({turn})"), |s| {
            s.fill(
                &format!("M0 0Q{} -22 {long} 0Q{} 16 0 0Z", long * 0.3, long * 0.4),
                wash.a(0.72),
            );
        });
    }
    s.rect(250.0, 900.0, 44.0, 44.0, 6.0, Colour(196, 54, 46));
    // Inkstone.
    let stone = slab(720.0, 720.0, 300.0, 300.0, 60.0);
    s.drop(&stone);
    s.form(&stone, Colour(78, 78, 86));
    s.form(&oval(870.0, 870.0, 116.0, 112.0), Colour(54, 54, 62));
    let pool = s.fall(Colour(24, 24, 30));
    s.oval(876.0, 884.0, 98.0, 90.0, pool);
    s.gloss("M800 850Q820 800 880 800Q840 830 830 880Z", 0.5);
    {
        let (x, y, turn) = (640.0, 560.0, -46.0);
        s.group(
            &format!("translate({x} {y}) rotate({turn}) scale(1.16)"),
            |s| {
                s.fill("M-330 44L-150 20H380V60H-150Q-260 70 -330 44Z", INK.a(0.18));
                let cane = s.lin(
                    (0.0, 0.0),
                    (0.0, 1.0),
                    &[
                        (0.0, c.lighter(0.2)),
                        (0.3, c.lighter(0.5)),
                        (0.55, c),
                        (1.0, c.darker(0.48)),
                    ],
                );
                s.rect(-130.0, -21.0, 510.0, 42.0, 8.0, cane);
                for x in [30.0, 190.0] {
                    s.rect(x, -23.0, 13.0, 46.0, 5.0, c.darker(0.3));
                    s.rect(x + 1.0, -23.0, 4.0, 30.0, 2.0, c.lighter(0.5));
                }
                s.rect(-150.0, -25.0, 40.0, 50.0, 8.0, a.darker(0.2));
                let hair = s.lin(
                    (0.0, 0.0),
                    (1.0, 0.0),
                    &[
                        (0.0, INK),
                        (0.45, Colour(90, 72, 58)),
                        (1.0, Colour(206, 176, 138)),
                    ],
                );
                s.fill(
                    "M-146 -24C-220 -44 -280 -14 -340 14C-280 22 -220 40 -146 24Z",
                    hair,
                );
                s.line(
                    "M-160 -14Q-230 -24 -300 4M-160 4Q-230 6 -300 10",
                    WHITE.a(0.2),
                    3.0,
                );
                s.rect(380.0, -14.0, 26.0, 28.0, 6.0, a.darker(0.2));
                s.line("M406 0q34-22 40 6t-40 0", a, 6.0);
            },
        );
    }
}

pub(super) fn book(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 400.0);
    // One lying, one standing on it.
    let flat = a.darker(0.1);
    s.fill("M220 850L290 806H1010L990 850Z", flat.lighter(0.3));
    s.rect(220.0, 846.0, 770.0, 22.0, 6.0, flat);
    s.fill("M244 868H984V928H244Q228 898 244 868Z", CREAM);
    for y in [880.0, 892.0, 904.0, 916.0] {
        s.line(&format!("M244 {y}H980"), CREAM.darker(0.4).a(0.45), 3.0);
    }
    s.rect(220.0, 926.0, 770.0, 22.0, 6.0, flat.darker(0.2));
    s.fill(
        "M230 848Q200 898 230 946H250Q226 898 250 848Z",
        flat.darker(0.1),
    );
    s.group("rotate(-3 600 830)", |s| {
        s.fill("M820 240L890 210V800L820 840Z", CREAM.darker(0.18));
        for step in 0..7u8 {
            let x = 828.0 + f32::from(step) * 9.0;
            s.line(
                &format!(
                    "M{x} {}V{}",
                    240.0 - f32::from(step) * 4.0,
                    832.0 - f32::from(step) * 5.0
                ),
                CREAM.darker(0.45).a(0.5),
                2.5,
            );
        }
        s.fill("M360 240L430 206H900L826 242Z", CREAM.lighter(0.4));
        s.form("M340 236H826V842H340Q326 540 340 236Z", c);
        s.fill("M340 236H396V842H340Q326 540 340 236Z", c.darker(0.28));
        s.line("M396 240V840", c.darker(0.5).a(0.6), 4.0);
        s.line("M430 270H796V808H430Z", a.lighter(0.3), 5.0);
        let plate = "M446 286H780V620H446Z";
        s.within(plate, |s| {
            let sky = s.down(a.lighter(0.6), a.lighter(0.2));
            s.rect(446.0, 286.0, 334.0, 340.0, 0.0, sky);
            match s.pick(3, 1) {
                0 => {
                    s.dot(680.0, 390.0, 54.0, WHITE.a(0.9));
                    s.fill(
                        "M430 620V520L540 400L620 500L680 440L800 560V640Z",
                        c.darker(0.3),
                    );
                    s.fill("M430 640V580Q560 520 660 570T800 560V640Z", c.darker(0.55));
                }
                1 => {
                    s.dot(560.0, 400.0, 70.0, WHITE.a(0.9));
                    for y in [520.0, 556.0, 592.0] {
                        s.line(
                            &format!("M430 {y}q40-40 80 0t80 0t80 0t80 0t80 0"),
                            c.darker(0.3),
                            15.0,
                        );
                    }
                }
                _ => sprig(s, 612.0, 610.0, 280.0, 0.0, c.darker(0.2)),
            }
        });
        s.rect(500.0, 670.0, 226.0, 22.0, 11.0, a.lighter(0.5));
        s.rect(540.0, 716.0, 146.0, 14.0, 7.0, a.lighter(0.3));
        s.part("M700 838h36v76l-18-22l-18 22z", a);
    });
}
