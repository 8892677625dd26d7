//! For children: soft and small things.

use super::colour::{Colour, GOLD, INK, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{carton, oval, sprig, vessel};

pub(super) fn blocks(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 420.0);
    let third = c.mix(a, 0.5).lighter(0.3);
    let wood = WOOD.lighter(0.36);
    carton(s, 230.0, 740.0, (210.0, 200.0, 70.0), c);
    carton(s, 490.0, 740.0, (210.0, 200.0, 70.0), wood);
    carton(s, 750.0, 740.0, (210.0, 200.0, 70.0), a);
    // Faces in relief: a leaf, a star, a moon.
    sprig(s, 335.0, 900.0, 130.0, 0.0, c.lighter(0.7));
    s.fill(
        "M595 780l17 38 42 5-31 29 8 41-36-20-36 20 8-41-31-29 42-5z",
        a,
    );
    s.fill(
        "M880 790a56 56 0 1 0 20 90a46 46 0 1 1-20-90z",
        WHITE.a(0.85),
    );
    // An arch and a drum above them.
    let arch = "M330 710V640Q330 510 465 510Q600 510 600 640V710H530V650Q530 590 465 590Q400 590 400 650V710Z";
    s.fill(
        "M600 710L664 684V620Q660 480 520 484L465 510Q600 510 600 640Z",
        third.darker(0.4),
    );
    s.form(arch, third);
    let side = s.tube(a.lighter(0.1));
    let d = vessel(790.0, 560.0, 100.0, 706.0, 100.0, 0.24);
    s.form_in(&d, side, a, 9.0);
    s.oval(790.0, 560.0, 100.0, 24.0, a.lighter(0.5));
    // A roof on the arch, a ball on the drum.
    s.fill("M465 300L650 470L706 446L520 278Z", c.darker(0.36));
    s.form("M465 300L280 476Q276 490 294 492H636Q654 490 650 476Z", c);
    let ball = s.ball(wood);
    s.dot(790.0, 480.0, 88.0, ball);
    s.oval(758.0, 444.0, 20.0, 12.0, WHITE.a(0.7));
    s.part("M990 880l60 64h-120z", c.lighter(0.1));
    s.part(&oval(170.0, 910.0, 50.0, 44.0), a);
}

pub(super) fn teddy(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 360.0);
    let pale = c.lighter(0.55);
    let lump = |s: &mut Sheet, x: f32, y: f32, rx: f32, ry: f32, turn: f32, tone: Colour| {
        s.group(&format!("translate({x} {y}) rotate({turn})"), |s| {
            let paint = s.ball(tone);
            s.form_in(&oval(0.0, 0.0, rx, ry), paint, tone, 11.0);
        });
    };
    for x in [430.0, 770.0] {
        lump(s, x, 250.0, 84.0, 84.0, 0.0, c);
        s.oval(x, 258.0, 46.0, 44.0, pale);
    }
    lump(s, 600.0, 730.0, 220.0, 220.0, 0.0, c);
    s.oval(600.0, 760.0, 136.0, 140.0, pale);
    lump(s, 370.0, 660.0, 76.0, 150.0, 34.0, c);
    lump(s, 830.0, 660.0, 76.0, 150.0, -34.0, c.darker(0.06));
    for (x, turn) in [(420.0, -14.0), (780.0, 14.0)] {
        lump(s, x, 880.0, 122.0, 106.0, turn, c);
        s.oval(x, 890.0, 74.0, 66.0, pale);
        for (dx, dy) in [(-34.0, -54.0), (0.0, -66.0), (34.0, -54.0)] {
            s.dot(x + dx * 0.8, 890.0 + dy * 0.55, 11.0, c.darker(0.3));
        }
        s.oval(x, 908.0, 24.0, 18.0, c.darker(0.3));
    }
    lump(s, 600.0, 400.0, 236.0, 204.0, 0.0, c);
    s.oval(600.0, 470.0, 108.0, 84.0, pale);
    let nose = s.ball(INK);
    s.fill(
        "M560 428Q600 406 640 428Q640 464 600 476Q560 464 560 428Z",
        nose,
    );
    s.oval(584.0, 432.0, 11.0, 6.0, WHITE.a(0.7));
    s.line(
        "M600 476V500Q570 526 546 510M600 500Q630 526 654 510",
        INK,
        7.0,
    );
    for x in [508.0, 692.0] {
        s.dot(x, 380.0, 23.0, INK);
        s.dot(x - 7.0, 372.0, 8.0, WHITE);
        s.oval(
            x + if x < 600.0 { -44.0 } else { 44.0 },
            452.0,
            36.0,
            22.0,
            Colour(240, 140, 120).a(0.35),
        );
    }
    s.line(
        "M600 200V236M576 204L582 232M624 204L618 232",
        c.darker(0.4).a(0.5),
        6.0,
    );
    s.line("M600 640V840", c.darker(0.35).a(0.35), 4.0);
    // A bow.
    s.part("M600 590Q500 520 470 576Q480 650 600 606Z", a.lighter(0.08));
    s.part("M600 590Q700 520 730 576Q720 650 600 606Z", a);
    s.part("M566 572h68v56h-68z", a.darker(0.12));
}

pub(super) fn baby_bottle(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 220.0);
    let teat = "M600 130C640 130 646 180 640 220C640 260 720 270 730 340H470C480 270 560 260 560 220C554 180 560 130 600 130Z";
    s.form(teat, Colour(246, 214, 176));
    s.line("M570 170Q580 150 590 150", WHITE.a(0.8), 9.0);
    let ring = vessel(600.0, 346.0, 160.0, 426.0, 166.0, 0.12);
    let paint = s.tube(c);
    s.form_in(&ring, paint, c, 8.0);
    for step in 0..13u8 {
        s.line(
            &format!("M{} 366v66", 456.0 + f32::from(step) * 24.0),
            c.darker(0.5).a(0.22),
            7.0,
        );
    }
    let body = "M446 440C420 500 410 560 424 620C436 680 436 700 424 760C414 820 416 880 440 920Q600 966 760 920C784 880 786 820 776 760C764 700 764 680 776 620C790 560 780 500 754 440Z";
    s.fill(body, WHITE.a(0.6));
    s.within(body, |s| {
        let milk = s.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, Colour(240, 230, 214)),
                (0.24, WHITE),
                (0.6, Colour(252, 246, 234)),
                (1.0, Colour(216, 200, 184)),
            ],
        );
        s.fill("M400 560Q600 600 800 560V980H400Z", milk);
        s.oval(600.0, 562.0, 190.0, 19.0, WHITE);
        s.fill(
            "M740 440H800V940H720Q760 700 740 440Z",
            c.darker(0.6).a(0.12),
        );
    });
    s.line(body, c.a(0.5), 6.0);
    for (y, long) in [
        (600.0, 60.0),
        (650.0, 36.0),
        (700.0, 60.0),
        (750.0, 36.0),
        (800.0, 60.0),
        (850.0, 36.0),
    ] {
        s.line(&format!("M720 {y}h-{long}"), c.darker(0.1), 9.0);
    }
    // A small bear for the owner.
    s.group("translate(550 740)", |s| {
        for x in [-50.0, 50.0] {
            s.dot(x, -56.0, 28.0, a);
        }
        s.oval(0.0, 0.0, 84.0, 76.0, a);
        s.oval(0.0, 24.0, 40.0, 30.0, WHITE);
        s.oval(0.0, 12.0, 13.0, 9.0, INK);
        s.dot(-34.0, -12.0, 9.0, INK);
        s.dot(34.0, -12.0, 9.0, INK);
    });
    s.gloss(
        "M456 480Q440 560 446 620Q436 700 444 760Q436 840 452 890Q476 900 480 880Q466 700 480 480Z",
        0.75,
    );
    s.line("M404 560C300 560 300 780 404 800", c.darker(0.3), 36.0);
    s.line("M404 556C304 560 304 774 404 794", c, 24.0);
    s.line("M796 560C900 560 900 780 796 800", c.darker(0.42), 36.0);
    s.line("M796 556C896 560 896 774 796 794", c.darker(0.08), 24.0);
}

pub(super) fn lantern(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let halo = s.rad(
        (0.5, 0.5),
        0.5,
        &[
            (0.0, Colour(255, 214, 140).a(0.7)),
            (1.0, Colour(255, 214, 140).a(0.0)),
        ],
    );
    s.dot(600.0, 500.0, 520.0, halo);
    s.shadow(600.0, 1060.0, 170.0);
    s.line("M600 60V200", a.darker(0.2), 9.0);
    s.cord("M520 210Q520 140 600 130Q680 140 680 210", a, 15.0);
    let body = "M470 250C250 320 220 420 220 500S250 690 470 760H730C950 690 980 580 980 500S950 320 730 250Z";
    let paint = s.rad(
        (0.42, 0.5),
        0.66,
        &[
            (0.0, Colour(255, 232, 170).mix(c, 0.2)),
            (0.4, c.lighter(0.24)),
            (0.75, c),
            (1.0, c.darker(0.3)),
        ],
    );
    s.form_in(body, paint, c, 14.0);
    s.within(body, |s| {
        for bend in [340.0, 250.0, 150.0, 50.0] {
            let (l, r) = (600.0 - bend, 600.0 + bend);
            let rib = format!(
                "M{} 244C{l} 330 {l} 670 {} 766M{} 244C{r} 330 {r} 670 {} 766",
                600.0 - bend * 0.38,
                600.0 - bend * 0.38,
                600.0 + bend * 0.38,
                600.0 + bend * 0.38
            );
            s.line(&rib, c.darker(0.45).a(0.5), 7.0);
            s.group("translate(-5 0)", |s| s.line(&rib, WHITE.a(0.2), 3.0));
        }
        s.line(
            "M210 420Q600 470 990 420M210 590Q600 640 990 590",
            a.a(0.55),
            8.0,
        );
    });
    for (y, h) in [(206.0, 62.0), (746.0, 62.0)] {
        let brass = s.metal(a);
        s.fill(&vessel(600.0, y, 150.0, y + h, 150.0, 0.1), brass);
        s.oval(600.0, y, 150.0, 15.0, a.lighter(0.5));
    }
    s.gloss(
        "M290 480C296 400 350 340 430 310C370 380 350 440 350 540Q290 540 290 480Z",
        0.5,
    );
    for step in 0..11u8 {
        let x = 500.0 + f32::from(step) * 20.0;
        s.line(
            &format!(
                "M{x} 818l{} {}",
                (f32::from(step) - 5.0) * 1.6,
                92.0 - (f32::from(step) - 5.0).abs() * 5.0
            ),
            if step % 2 == 0 { a } else { a.darker(0.2) },
            11.0,
        );
    }
    s.line("M600 816V900", GOLD.darker(0.2), 8.0);
    let bead = s.ball(c);
    s.dot(600.0, 916.0, 26.0, bead);
    for x in [-16.0, -6.0, 6.0, 16.0] {
        s.line(
            &format!("M{} 940L{} 1050", 600.0 + x * 0.5, 600.0 + x),
            a,
            9.0,
        );
    }
}
