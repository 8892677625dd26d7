//! Toys with parts, and what rolls.

use super::colour::{Colour, GOLD, INK, RUBBER, STEEL, WHITE, WOOD};
use super::sheet::Sheet;

/// A wheel with a tyre, a rim and spokes.
pub(super) fn wheel(s: &mut Sheet, x: f32, y: f32, r: f32, tyre: f32, c: Colour, spokes: u16) {
    s.ring(x, y, r, r, RUBBER.darker(0.2), tyre);
    s.ring(x - 2.0, y - 2.0, r, r, RUBBER.lighter(0.14), tyre * 0.5);
    s.ring(
        x,
        y,
        r - tyre * 0.8,
        r - tyre * 0.8,
        STEEL.darker(0.2),
        tyre * 0.4,
    );
    s.ring(
        x - 1.0,
        y - 1.0,
        r - tyre * 0.8,
        r - tyre * 0.8,
        STEEL.lighter(0.5),
        tyre * 0.16,
    );
    let mut d = String::new();
    for step in 0..spokes {
        let angle = f32::from(step) * std::f32::consts::TAU / f32::from(spokes);
        let reach = r - tyre * 0.9;
        d.push_str(&format!(
            "M{x} {y}L{:.0} {:.0}",
            x + reach * angle.cos(),
            y + reach * angle.sin()
        ));
    }
    s.line(&d, STEEL.darker(0.1), (r * 0.02).max(3.0));
    let hub = s.ball(c);
    s.dot(x, y, r * 0.17, hub);
}

pub(super) fn stroller(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(580.0, 950.0, 380.0);
    wheel(s, 780.0, 870.0, 66.0, 24.0, a, 6);
    let frame = STEEL.darker(0.15);
    // Crossed legs, then the handle.
    s.cord("M760 640L400 850", frame.darker(0.2), 24.0);
    s.cord("M950 280Q900 300 880 380L800 860", frame, 26.0);
    s.line("M1000 268Q940 262 920 320", RUBBER.darker(0.2), 42.0);
    s.line("M996 264Q940 260 920 312", RUBBER.lighter(0.2), 18.0);
    s.cord("M430 620L780 860", frame, 26.0);
    // The basket under the seat.
    s.part("M450 770H760L730 850Q600 870 480 850Z", c.darker(0.35));
    s.line("M470 800H748M478 826H740", c.lighter(0.3).a(0.5), 5.0);
    let seat = "M300 520H860Q880 640 800 700Q600 760 420 720Q300 660 300 520Z";
    s.form(seat, c);
    s.within(seat, |s| {
        s.line("M290 560Q600 620 880 556", a, 22.0);
        s.line(
            "M420 530Q440 640 480 720M720 530Q720 640 690 726",
            c.darker(0.5).a(0.3),
            8.0,
        );
    });
    // The hood, in four gores.
    let hood = "M860 520C870 330 740 220 580 220C560 220 540 222 520 228L600 520Z";
    s.form(hood, c);
    s.within(hood, |s| {
        s.fill("M600 520L640 210L520 220Z", a.lighter(0.1));
        s.fill("M600 520L780 220L710 200Z", a);
        s.fill("M600 520L900 360L860 280Z", a.darker(0.1));
        s.line(
            "M600 520L644 210M600 520L720 220M600 520L790 260M600 520L872 370",
            c.darker(0.5).a(0.45),
            5.0,
        );
    });
    s.line("M520 228L600 520H862", c.lighter(0.4), 8.0);
    s.form(
        "M300 520L290 470Q330 450 420 470L600 500V540Z",
        WHITE.mix(a, 0.18),
    );
    s.gloss("M660 260Q760 280 810 360Q740 300 660 300Z", 0.5);
    s.line("M318 500Q300 420 380 420T440 500", RUBBER, 18.0);
    wheel(s, 400.0, 860.0, 84.0, 28.0, a, 8);
    wheel(s, 820.0, 874.0, 74.0, 26.0, a, 8);
}

pub(super) fn puzzle(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let size = 190.0;
    // One knobbed square, taken in four colours and turned so the knobs meet.
    let piece = "M0 0H68C60-34 64-56 95-56S130-34 122 0H190V68C224 60 246 64 246 95S224 130 190 122V190H122C130 156 126 134 95 134S60 156 68 190H0V122C34 130 56 126 56 95S34 60 0 68Z";
    let tones = [c, a, c.lighter(0.5), a.lighter(0.5)];
    for row in 0..3u8 {
        for col in 0..4u8 {
            let missing = row == 0 && col == 3;
            let (x, y) = (220.0 + f32::from(col) * size, 330.0 + f32::from(row) * size);
            let at = if missing {
                "translate(880 180) rotate(24)".to_owned()
            } else {
                format!("translate({x} {y})")
            };
            s.group(&at, |s| {
                if missing || row == 2 || col == 3 {
                    s.drop(piece);
                }
            });
        }
    }
    for row in 0..3u8 {
        for col in 0..4u8 {
            let missing = row == 0 && col == 3;
            let (x, y) = (220.0 + f32::from(col) * size, 330.0 + f32::from(row) * size);
            let at = if missing {
                "translate(880 180) rotate(24)".to_owned()
            } else {
                format!("translate({x} {y})")
            };
            let tone = tones[usize::from((row * 2 + col) % 4)];
            s.group(&at, |s| {
                s.fill(piece, tone);
                s.line("M4 4H66M126 4H186M4 4V66", WHITE.a(0.6), 5.0);
                s.line(piece, tone.darker(0.6).a(0.55), 3.5);
                // Each piece carries part of a simple picture.
                match (row + col) % 3 {
                    0 => s.dot(95.0, 66.0, 20.0, WHITE.a(0.5)),
                    1 => s.line("M76 60l20 22l26-34", WHITE.a(0.5), 12.0),
                    _ => s.fill("M95 40l26 46h-52z", WHITE.a(0.5)),
                }
            });
        }
    }
}

pub(super) fn train(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 500.0);
    let sleeper = s.stamp(|s| s.part("M0 914h64l10 30h-84z", WOOD.darker(0.2)));
    for step in 0..9u16 {
        s.show(&sleeper, &format!("translate({} 0)", 120 + step * 112));
    }
    s.fill("M90 902H1110V922H90Z", WOOD.lighter(0.2));
    s.fill("M90 902H1110V907H90Z", WHITE.a(0.6));
    // Tender with its load.
    let load = [
        (850.0, 600.0, 60.0),
        (930.0, 580.0, 66.0),
        (1010.0, 604.0, 56.0),
        (890.0, 640.0, 56.0),
        (970.0, 636.0, 58.0),
    ];
    for (n, (x, y, r)) in load.into_iter().enumerate() {
        let tone = if n % 2 == 0 {
            a.lighter(0.2)
        } else {
            c.lighter(0.45)
        };
        let stamp = s.kept((b'o', tone), |s| {
            let paint = s.ball(tone);
            s.dot(0.0, 0.0, 60.0, paint);
        });
        s.show(
            &stamp,
            &format!("translate({x} {y}) scale({:.2})", r / 60.0),
        );
    }
    s.form("M780 640H1070L1056 810H794Z", WOOD.lighter(0.3));
    s.rect(786.0, 690.0, 280.0, 40.0, 0.0, a);
    s.line("M700 820H800", RUBBER, 16.0);
    // Engine.
    s.form("M540 420H740V820H540Z", c);
    s.rect(584.0, 480.0, 112.0, 130.0, 16.0, c.darker(0.55));
    s.fill("M590 486H690L600 600Q590 600 590 590Z", WHITE.a(0.3));
    s.form("M500 380Q500 350 530 350H760Q790 350 790 380V430H500Z", a);
    let boiler = s.lin(
        (0.0, 0.0),
        (0.0, 1.0),
        &[
            (0.0, c.darker(0.06)),
            (0.24, c.lighter(0.42)),
            (0.55, c),
            (1.0, c.darker(0.36)),
        ],
    );
    s.form_in(
        "M210 560Q210 540 230 540H544V790H230Q210 790 210 770Z",
        boiler,
        c,
        8.0,
    );
    for x in [300.0, 440.0] {
        s.rect(x, 540.0, 26.0, 250.0, 0.0, GOLD);
        s.rect(x + 4.0, 540.0, 6.0, 250.0, 0.0, WHITE.a(0.6));
    }
    let funnel = s.tube(a);
    s.form_in("M270 540V430L240 370H390L360 430V540Z", funnel, a, 8.0);
    s.oval(315.0, 370.0, 75.0, 16.0, a.darker(0.5));
    let dome = s.ball(GOLD);
    s.fill("M430 542V500Q430 450 476 450Q520 450 520 500V542Z", dome);
    s.form("M170 780H760V840H170Z", WOOD.lighter(0.1));
    s.form("M180 790L110 880H250Z", a.darker(0.1));
    let lamp = s.ball(Colour(255, 226, 140));
    s.dot(216.0, 610.0, 34.0, lamp);
    for (x, r) in [
        (300.0, 66.0),
        (460.0, 66.0),
        (650.0, 88.0),
        (860.0, 62.0),
        (1000.0, 62.0),
    ] {
        let y = 908.0 - r;
        let tone = if r > 80.0 { a } else { WOOD.lighter(0.24) };
        let stamp = s.kept((b'w', tone), |s| {
            s.dot(9.0, 9.0, 100.0, INK.a(0.35));
            let rim = s.ball(tone);
            s.dot(0.0, 0.0, 100.0, rim);
            s.ring(0.0, 0.0, 72.0, 72.0, WOOD.darker(0.4).a(0.6), 9.0);
            let hub = s.ball(c);
            s.dot(0.0, 0.0, 30.0, hub);
        });
        s.show(&stamp, &format!("translate({x} {y}) scale({})", r / 100.0));
    }
    s.line("M460 842L650 820", STEEL.darker(0.3), 17.0);
    s.line("M460 838L650 816", STEEL.lighter(0.4), 7.0);
    let puff = s.ball(Colour(240, 240, 244));
    s.faint(0.85, |s| {
        for (x, y, r) in [
            (300.0, 310.0, 44.0),
            (356.0, 250.0, 60.0),
            (440.0, 190.0, 78.0),
            (540.0, 160.0, 56.0),
        ] {
            s.dot(x, y, r, &puff);
        }
    });
}
