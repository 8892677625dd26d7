//! Cookies and mooncakes.

use super::colour::{CREAM, Colour, WHITE};
use super::sheet::Sheet;
use super::solids::{oval, sprig, vessel};

fn cookie(s: &mut Sheet, cx: f32, cy: f32, size: f32, kind: u32) {
    let stamp = s.kept((b'c', Colour(kind as u8, 0, 0)), |s| biscuit(s, kind));
    s.show(
        &stamp,
        &format!("translate({cx} {cy}) scale({:.2})", size / 90.0),
    );
}

fn biscuit(s: &mut Sheet, kind: u32) {
    let (x, y, r) = (0.0, 0.0, 90.0);
    let c = Colour(222, 168, 102);
    s.oval(x + 5.0, y + 8.0, r, r * 0.92, c.darker(0.6).a(0.35));
    let disc = oval(x, y, r, r * 0.92);
    s.part(&disc, if kind == 1 { Colour(120, 78, 52) } else { c });
    match kind {
        0 => {
            for (dx, dy) in [
                (-0.4, -0.3),
                (0.3, -0.44),
                (0.1, 0.1),
                (-0.3, 0.4),
                (0.5, 0.3),
                (-0.62, 0.06),
            ] {
                s.dot(x + dx * r, y + dy * r, r * 0.14, Colour(92, 56, 38));
                s.dot(x + dx * r - 2.0, y + dy * r - 3.0, r * 0.05, WHITE.a(0.5));
            }
        }
        1 => s.ring(x, y, r * 0.6, r * 0.54, WHITE.a(0.55), 7.0),
        _ => {
            let jam = s.ball(Colour(196, 52, 60));
            s.oval(x, y, r * 0.46, r * 0.42, jam);
            s.oval(x - r * 0.14, y - r * 0.16, r * 0.12, r * 0.07, WHITE.a(0.8));
        }
    }
}

pub(super) fn cookies_box(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 420.0);
    // The lid leans behind the tin.
    s.group("rotate(-12 600 500)", |s| {
        let rim = s.fall(c.darker(0.2));
        s.dot(660.0, 436.0, 292.0, rim);
        s.form(&oval(648.0, 426.0, 280.0, 280.0), c);
        s.ring(648.0, 426.0, 236.0, 236.0, a, 9.0);
        s.ring(648.0, 426.0, 216.0, 216.0, a.a(0.6), 4.0);
        sprig(s, 648.0, 560.0, 270.0, 0.0, a);
        s.gloss("M420 400Q440 240 580 190Q470 280 460 420Z", 0.45);
    });
    let side = s.tube(c);
    s.form_in(
        &vessel(560.0, 700.0, 380.0, 870.0, 372.0, 0.24),
        side,
        c,
        10.0,
    );
    s.line(
        "M184 764A380 92 0 0 0 936 764M188 840A376 90 0 0 0 932 840",
        a,
        8.0,
    );
    s.oval(560.0, 700.0, 380.0, 92.0, c.lighter(0.45));
    s.oval(560.0, 704.0, 362.0, 82.0, c.darker(0.5));
    let cups = CREAM.lighter(0.4);
    s.within("M150 300H1000V704A362 82 0 0 1 198 704H150Z", |s| {
        for (n, (x, y, r)) in [
            (300.0, 660.0, 92.0),
            (480.0, 646.0, 96.0),
            (660.0, 650.0, 94.0),
            (820.0, 672.0, 86.0),
            (390.0, 724.0, 96.0),
            (570.0, 732.0, 100.0),
            (740.0, 722.0, 94.0),
        ]
        .into_iter()
        .enumerate()
        {
            s.oval(x, y + 6.0, r * 1.08, r * 0.98, cups.darker(0.12));
            s.oval(x - 3.0, y + 2.0, r * 1.04, r * 0.95, cups);
            cookie(s, x, y, r * 0.9, (n % 3) as u32);
        }
    });
    s.line("M182 706A380 92 0 0 0 938 706", c.lighter(0.5), 8.0);
    cookie(s, 930.0, 936.0, 84.0, 0);
}

pub(super) fn mooncake(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 400.0);
    let plate = s.fall(a.lighter(0.7));
    s.oval(600.0, 870.0, 470.0, 100.0, a.darker(0.2));
    s.oval(600.0, 856.0, 470.0, 100.0, plate);
    s.ring(600.0, 856.0, 440.0, 88.0, a, 6.0);
    whole_cake(s, 470.0, 600.0, 1.0, c);
    // One cut, with its yolk.
    s.group("translate(820 740)", |s| {
        s.oval(10.0, 96.0, 170.0, 30.0, c.darker(0.8).a(0.3));
        s.form("M-160 -40Q-150 -80 -100 -80H100Q150 -80 160 -40V80Q150 110 100 110H-100Q-150 110 -160 80Z", c);
        let paste = Colour(126, 72, 46);
        s.part("M-136 -40Q-130 -58 -100 -58H100Q130 -58 136 -40V70Q130 88 100 88H-100Q-130 88 -136 70Z", paste);
        let yolk = s.ball(Colour(246, 156, 40));
        s.oval(0.0, 18.0, 66.0, 58.0, yolk);
        for (x, y) in [(-100.0, 0.0), (-84.0, 50.0), (96.0, -20.0), (104.0, 46.0), (-60.0, -34.0)] {
            s.oval(x, y, 12.0, 7.0, paste.lighter(0.4));
        }
    });
}

/// A moulded cake: scalloped side, pressed blossom on top.
fn whole_cake(s: &mut Sheet, cx: f32, cy: f32, size: f32, c: Colour) {
    s.group(&format!("translate({cx} {cy}) scale({size})"), |s| {
        let side = s.tube(c.darker(0.12));
        s.fill("M-280 0V150Q-270 240 0 250Q270 240 280 150V0Z", side);
        for step in 0..9u8 {
            let x = -224.0 + f32::from(step) * 56.0;
            s.line(
                &format!("M{x} {}V{}", 130.0 - x.abs() * 0.2, 226.0 - x.abs() * 0.16),
                c.darker(0.55).a(0.3),
                12.0,
            );
        }
        let mut d = String::from("M280 0");
        for step in 0..14u8 {
            let end = f32::from(step + 1) * std::f32::consts::TAU / 14.0;
            let mid = end - std::f32::consts::TAU / 28.0;
            d.push_str(&format!(
                "Q{:.1} {:.1} {:.1} {:.1}",
                316.0 * mid.cos(),
                204.0 * mid.sin(),
                280.0 * end.cos(),
                180.0 * end.sin()
            ));
        }
        d.push('Z');
        s.form(&d, c.lighter(0.06));
        let groove = c.darker(0.42);
        s.ring(2.0, 4.0, 232.0, 146.0, groove.a(0.7), 10.0);
        s.ring(-2.0, 0.0, 232.0, 146.0, c.lighter(0.4), 5.0);
        s.group("scale(1 .64)", |s| {
            for step in 0..8u16 {
                s.group(&format!("rotate({})", step * 45), |s| {
                    s.fill(
                        "M0-50C60-90 60-170 0-200C-60-170-60-90 0-50Z",
                        groove.a(0.55),
                    );
                    s.fill(
                        "M-6-58C48-96 44-164-6-192C-60-164-60-96-6-58Z",
                        c.lighter(0.22),
                    );
                    s.line("M-4-80V-150", groove.a(0.5), 8.0);
                });
            }
            s.dot(3.0, 4.0, 46.0, groove.a(0.6));
            let knob = s.ball(c.lighter(0.2));
            s.dot(0.0, 0.0, 42.0, knob);
        });
    });
}
