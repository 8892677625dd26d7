//! Making things by hand.

use super::colour::{BAMBOO, CREAM, Colour, GOLD, INK, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{bloom, oval, slab};

fn skein(s: &mut Sheet, x: f32, y: f32, r: f32, c: Colour) {
    let d = oval(x, y, r, r);
    let paint = s.ball(c);
    s.form_in(&d, paint, c, 12.0);
    s.within(&d, |s| {
        let (mut dark, mut light) = (String::new(), String::new());
        for step in 0..9u8 {
            let at = -64.0 + f32::from(step) * 15.0;
            dark.push_str(&format!(
                "M-110 {}Q0 {} 110 {}",
                at + 20.0,
                at - 26.0,
                at + 20.0
            ));
            light.push_str(&format!(
                "M-110 {}Q0 {} 110 {}",
                at + 14.0,
                at - 32.0,
                at + 14.0
            ));
        }
        s.group(&format!("translate({x} {y}) scale({})", r / 100.0), |s| {
            for turn in [30, -38, 86] {
                s.group(&format!("rotate({turn})"), |s| {
                    s.within("M-110 -40Q0 -90 110 -40V70Q0 110 -110 70Z", |s| {
                        s.line(&dark, c.darker(0.4).a(0.55), 4.5);
                        s.line(&light, c.lighter(0.35).a(0.7), 3.5);
                    });
                });
            }
        });
    });
}

pub(super) fn yarn(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 420.0);
    s.line("M330 150L760 780", BAMBOO.darker(0.35), 28.0);
    s.line("M326 146L756 776", BAMBOO.lighter(0.15), 17.0);
    s.line("M900 170L500 800", BAMBOO.darker(0.35), 28.0);
    s.line("M896 168L496 796", BAMBOO.lighter(0.15), 17.0);
    let knob = s.ball(a);
    s.dot(326.0, 146.0, 32.0, &knob);
    s.dot(900.0, 166.0, 32.0, knob);
    skein(s, 820.0, 740.0, 190.0, a);
    skein(s, 460.0, 650.0, 280.0, c);
    s.line(
        "M300 880C420 980 560 900 700 960S960 1040 1080 960",
        c.darker(0.35),
        18.0,
    );
    s.line(
        "M300 876C420 976 560 896 700 956S960 1036 1080 956",
        c,
        11.0,
    );
}

pub(super) fn paint_box(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let lid = slab(200.0, 190.0, 800.0, 380.0, 34.0);
    let base = slab(200.0, 580.0, 800.0, 400.0, 34.0);
    s.drop("M234 190H966Q1000 190 1000 224V946Q1000 980 966 980H234Q200 980 200 946V224Q200 190 234 190Z");
    s.form(&lid, c);
    s.form(&slab(230.0, 220.0, 740.0, 320.0, 20.0), WHITE);
    // Mixing wells with a little wet colour left in them.
    for (x, tone) in [
        (360.0, c.lighter(0.3)),
        (600.0, a.lighter(0.2)),
        (840.0, Colour(246, 206, 110)),
    ] {
        s.oval(x, 380.0, 104.0, 120.0, WHITE.darker(0.13));
        s.oval(x + 5.0, 386.0, 98.0, 113.0, WHITE.darker(0.03));
        s.fill(
            &format!("M{} 380q10-80 90-70t60 80t-80 80t-70-90z", x - 80.0),
            tone.a(0.75),
        );
        s.oval(x - 20.0, 350.0, 26.0, 13.0, WHITE.a(0.6));
    }
    for x in [330.0, 820.0] {
        s.rect(x, 562.0, 50.0, 26.0, 8.0, GOLD);
    }
    s.form(&base, c.darker(0.05));
    s.rect(226.0, 606.0, 748.0, 348.0, 20.0, c.darker(0.55));
    let pans = [
        Colour(250, 214, 76),
        Colour(240, 150, 50),
        Colour(214, 62, 52),
        Colour(190, 50, 100),
        Colour(112, 70, 150),
        Colour(52, 84, 168),
        Colour(60, 150, 196),
        Colour(64, 148, 116),
        Colour(120, 170, 76),
        Colour(186, 134, 72),
        Colour(110, 70, 50),
        Colour(50, 50, 60),
    ];
    for (n, tone) in pans.into_iter().enumerate() {
        let x = 246.0 + (n % 6) as f32 * 120.0;
        let y = if n < 6 { 624.0 } else { 824.0 };
        s.rect(x, y, 108.0, 112.0, 10.0, WHITE);
        s.rect(x + 10.0, y + 10.0, 88.0, 92.0, 8.0, tone.darker(0.3));
        s.rect(x + 12.0, y + 15.0, 84.0, 86.0, 8.0, tone);
        s.fill(
            &format!(
                "M{} {}q20-24 50-12q-34 10-36 40q-22-4-14-28z",
                x + 22.0,
                y + 40.0
            ),
            WHITE.a(0.5),
        );
    }
    // Brush in the middle tray.
    s.line("M270 786H800", INK.a(0.3), 26.0);
    let handle = s.down(a.lighter(0.4), a.darker(0.3));
    s.fill("M270 768L700 758V798L270 788Q256 778 270 768Z", handle);
    s.rect(700.0, 756.0, 90.0, 44.0, 6.0, GOLD);
    s.rect(700.0, 762.0, 90.0, 10.0, 4.0, WHITE.a(0.7));
    s.fill(
        "M790 757Q880 750 940 784Q880 806 790 799Z",
        WOOD.darker(0.4),
    );
    s.fill(
        "M880 764Q920 770 940 784Q910 800 880 796Q870 780 880 764Z",
        a,
    );
}

pub(super) fn paper_fan(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let (cx, cy) = (600.0f32, 900.0f32);
    let point = |turn: f32, r: f32| {
        let angle = turn.to_radians();
        (cx + r * angle.cos(), cy + r * angle.sin())
    };
    let (lx, ly) = point(-164.0, 640.0);
    let (rx, ry) = point(-16.0, 640.0);
    let (il, jl) = point(-164.0, 270.0);
    let (ir, jr) = point(-16.0, 270.0);
    let leaf = format!(
        "M{lx:.0} {ly:.0}A640 640 0 0 1 {rx:.0} {ry:.0}L{ir:.0} {jr:.0}A270 270 0 0 0 {il:.0} {jl:.0}Z"
    );
    s.group("translate(84 90) scale(.86)", |s| {
        s.drop(&format!("M{lx:.0} {ly:.0}A640 640 0 0 1 {rx:.0} {ry:.0}L{cx} {cy}Z"));
        let (mut under, mut over) = (String::new(), String::new());
        for step in 0..19u8 {
            let (x, y) = point(-162.0 + f32::from(step) * 8.0, 300.0);
            under.push_str(&format!("M{cx} {cy}L{x:.0} {y:.0}"));
            over.push_str(&format!("M{cx} {cy}L{:.0} {:.0}", x - 3.0, y - 2.0));
        }
        s.line(&under, BAMBOO.darker(0.34), 22.0);
        s.line(&over, BAMBOO.lighter(0.2), 13.0);
        s.form(&leaf, c);
        s.within(&leaf, |s| {
            s.ring(cx, cy, 626.0, 626.0, a.a(0.8), 12.0);
            s.ring(cx, cy, 286.0, 286.0, a.a(0.8), 10.0);
            // A branch across, and the moon.
            s.dot(800.0, 560.0, 66.0, WHITE.a(0.75));
            s.line("M120 640C280 600 360 480 520 460S700 520 860 420", Colour(92, 64, 52), 13.0);
            s.line("M380 520C400 440 440 400 500 350M620 476C660 420 700 390 720 340M300 580C300 640 350 660 380 680", Colour(92, 64, 52), 8.0);
            for (x, y, r) in [(500.0, 346.0, 48.0), (430.0, 420.0, 40.0), (720.0, 340.0, 42.0), (560.0, 480.0, 56.0), (300.0, 570.0, 54.0), (390.0, 690.0, 38.0), (800.0, 460.0, 38.0), (660.0, 420.0, 30.0), (860.0, 410.0, 46.0)] {
                bloom(s, x, y, r, x, a);
            }
            // Pleats: each fold has a lit and a shaded side.
            let (mut shade, mut light) = (String::new(), String::new());
            for step in 0..19u8 {
                let turn = -164.0 + f32::from(step) * 8.0;
                let ((ax, ay), (bx, by)) = (point(turn, 660.0), point(turn + 4.0, 660.0));
                let ((ix, iy), (jx, jy)) = (point(turn, 250.0), point(turn + 4.0, 250.0));
                shade.push_str(&format!("M{ax:.0} {ay:.0}L{bx:.0} {by:.0} {jx:.0} {jy:.0} {ix:.0} {iy:.0}Z"));
                light.push_str(&format!("M{ax:.0} {ay:.0}L{ix:.0} {iy:.0}"));
            }
            s.fill(&shade, c.darker(0.8).a(0.13));
            s.line(&light, WHITE.a(0.25), 3.0);
        });
        for (turn, tone) in [(-14.0, WOOD.darker(0.35)), (-166.0, WOOD.darker(0.15))] {
            let (x, y) = point(turn, 644.0);
            s.cord(&format!("M{cx} {cy}L{x:.0} {y:.0}"), tone, 30.0);
        }
        let pin = s.ball(GOLD);
        s.dot(cx, cy, 30.0, WOOD.darker(0.4));
        s.dot(cx, cy, 17.0, pin);
        s.line("M600 926Q620 980 590 1020", a, 8.0);
        s.line("M581 1040L572 1150M587 1040L584 1150M593 1040L596 1150M599 1040L608 1150", a.darker(0.1), 10.0);
        let knot = s.ball(a);
        s.dot(590.0, 1026.0, 21.0, knot);
    });
}

pub(super) fn seal_stamp(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(560.0, 935.0, 330.0);
    // Paper with the impression, under everything.
    s.form("M560 850L1080 820L1130 960L600 1000Z", CREAM.lighter(0.5));
    s.group("translate(930 900) skewX(14) scale(1 .62)", |s| {
        s.rect(-84.0, -84.0, 168.0, 168.0, 14.0, a);
        s.ring(0.0, 0.0, 62.0, 62.0, WHITE, 8.0);
        bloom(s, 0.0, 0.0, 52.0, 10.0, WHITE);
    });
    // A stone with a carved beast reduced to its back: a rounded knob.
    s.fill("M590 520L690 470V850L590 930Z", c.darker(0.4));
    let side = s.lin(
        (0.0, 0.0),
        (1.0, 1.0),
        &[(0.0, c.lighter(0.3)), (0.4, c), (1.0, c.darker(0.24))],
    );
    s.form_in("M300 520H590V930H300Z", side, c, 12.0);
    s.within("M300 520H590V930H300Z", |s| {
        s.line(
            "M290 640C380 600 420 720 500 690S560 760 610 740M290 800C360 780 400 840 480 820",
            WHITE.a(0.4),
            18.0,
        );
        s.line(
            "M340 520C360 600 420 600 440 700",
            c.darker(0.4).a(0.25),
            11.0,
        );
        s.fill("M300 880H590V930H300Z", a.a(0.75));
    });
    s.fill("M300 520L400 470H690L590 520Z", c.lighter(0.5));
    // The knob: a low bridge, with the cord that hangs from it.
    s.fill("M430 496V440A66 66 0 0 1 562 440V496Z", c.darker(0.6));
    s.form("M350 498C350 350 400 300 500 300S650 350 650 480L640 494L566 506V450A66 66 0 0 0 434 450V510Z", c.lighter(0.08));
    s.gloss(
        "M376 430Q384 340 450 322Q410 360 404 440Q380 442 376 430Z",
        0.6,
    );
    s.line(
        "M500 420Q470 520 400 560Q350 590 360 650",
        a.darker(0.25),
        13.0,
    );
    s.line(
        "M498 418Q468 516 398 556Q348 586 358 646",
        a.lighter(0.1),
        6.0,
    );
    s.line("M352 690L344 780M360 692V790M368 690L378 780", a, 9.0);
    let bead = s.ball(a);
    s.dot(360.0, 672.0, 22.0, bead);
    s.gloss("M318 540H350V850H318Z", 0.5);
    // The paste in its dish.
    s.group("translate(830 690)", |s| {
        s.shadow(0.0, 80.0, 170.0);
        let dish = s.tube(WHITE.mix(c, 0.08));
        s.form_in(
            "M-180 0Q-170 90 -110 96H110Q170 90 180 0A180 50 0 0 1 -180 0Z",
            dish,
            WHITE,
            8.0,
        );
        s.oval(0.0, 0.0, 180.0, 50.0, WHITE);
        let paste = s.ball(a);
        s.oval(0.0, 2.0, 152.0, 38.0, a.darker(0.4));
        s.oval(0.0, -4.0, 144.0, 34.0, paste);
        s.line("M-150 52Q0 92 150 52", Colour(70, 110, 170).a(0.6), 8.0);
    });
}
