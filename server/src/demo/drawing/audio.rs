//! Sound and power.

use super::colour::{Colour, INK, RUBBER, STEEL};
use super::sheet::Sheet;
use super::solids::slab;

pub(super) fn headphones(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 360.0);
    s.line(
        "M316 680C270 330 420 200 600 200S930 330 884 680",
        c.darker(0.42),
        78.0,
    );
    s.line("M312 672C268 330 420 196 598 196S926 330 880 672", c, 60.0);
    s.line(
        "M306 600C284 330 430 184 598 184",
        c.lighter(0.4).a(0.8),
        15.0,
    );
    // Padding inside the band.
    s.line(
        "M420 320C470 250 540 236 600 236S730 250 780 320",
        a.darker(0.3),
        36.0,
    );
    s.line("M420 316C470 246 540 232 600 232S730 246 780 316", a, 24.0);
    for (x, turn) in [(308.0, -6.0), (892.0, 6.0)] {
        s.group(&format!("rotate({turn} {x} 600)"), |s| {
            let rod = s.metal(STEEL);
            s.rect(x - 15.0, 480.0, 30.0, 160.0, 8.0, rod);
        });
    }
    for (side, x) in [(1.0, 330.0), (-1.0, 870.0)] {
        s.group(&format!("translate({x} 740) scale({side} 1) rotate(5)"), |s| {
            let pad = "M40 -190Q130 -190 130 -100V110Q130 200 40 200Z";
            s.form(pad, a.darker(if side < 0.0 { 0.2 } else { 0.05 }));
            s.line("M70 -160Q96 -100 96 0T70 170", a.darker(0.5).a(0.4), 6.0);
            let cup = "M50 -196C-60 -196 -110 -110 -110 4S-60 206 50 206Q70 206 70 180V-170Q70 -196 50 -196Z";
            let tone = if side < 0.0 { c.darker(0.16) } else { c };
            s.form(cup, tone);
            s.ring(-24.0, 4.0, 58.0, 128.0, tone.darker(0.4).a(0.6), 6.0);
            let disc = s.metal(STEEL.mix(c, 0.2));
            s.oval(-28.0, 4.0, 40.0, 96.0, disc);
            s.rect(34.0, -60.0, 10.0, 40.0, 5.0, tone.darker(0.5));
            s.rect(34.0, 0.0, 10.0, 40.0, 5.0, tone.darker(0.5));
        });
    }
    s.dot(300.0, 924.0, 6.0, Colour(130, 230, 160));
}

pub(super) fn speaker(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 310.0);
    s.line("M470 260Q480 160 600 160T730 260", a.darker(0.3), 34.0);
    s.line("M470 256Q480 156 600 156T730 256", a, 22.0);
    let body = slab(320.0, 240.0, 560.0, 700.0, 130.0);
    let paint = s.tube(c);
    s.form_in(&body, paint, c, 15.0);
    let grille = slab(356.0, 350.0, 488.0, 540.0, 100.0);
    let mesh = s.tube(c.darker(0.3));
    s.fill(&grille, mesh);
    s.within(&grille, |s| {
        let mut holes = String::new();
        for row in 0..15u8 {
            let y = 366.0 + f32::from(row) * 37.0;
            let x = 372.0 + f32::from(row % 2) * 20.0;
            holes.push_str(&format!("M{x} {y}H840"));
        }
        s.put_dots(&holes, c.darker(0.65).a(0.7), 15.0, 40.0);
    });
    for (y, r) in [(700.0, 160.0), (464.0, 84.0)] {
        s.dot(604.0, y + 6.0, r + 8.0, INK.a(0.5));
        let rim = s.metal(STEEL.mix(a, 0.3));
        s.dot(600.0, y, r + 4.0, rim);
        s.dot(600.0, y, r - 10.0, RUBBER.darker(0.3));
        let cone = s.rad(
            (0.6, 0.66),
            0.7,
            &[
                (0.0, RUBBER.lighter(0.35)),
                (0.6, RUBBER),
                (1.0, RUBBER.darker(0.5)),
            ],
        );
        s.dot(600.0, y, r - 26.0, cone);
        let cap = s.ball(a);
        s.dot(600.0, y, r * 0.36, cap);
    }
    for (x, on) in [(520.0, false), (600.0, true), (680.0, false)] {
        s.dot(x, 296.0, 17.0, c.darker(0.35));
        s.dot(x - 2.0, 294.0, 13.0, if on { a } else { c.lighter(0.3) });
    }
    s.gloss(
        "M344 420Q350 300 450 266Q390 340 380 480V800Q350 800 344 760Z",
        0.32,
    );
}

pub(super) fn charger(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(580.0, 930.0, 380.0);
    // Coiled cable behind.
    for r in [150.0, 122.0, 94.0] {
        s.ring(
            850.0,
            800.0 + r * 0.1,
            r * 1.4,
            r * 0.72,
            a.darker(0.35),
            25.0,
        );
        s.ring(849.0, 797.0 + r * 0.1, r * 1.4, r * 0.72, a, 17.0);
        s.ring(
            847.0,
            793.0 + r * 0.1,
            r * 1.4,
            r * 0.72,
            a.lighter(0.5).a(0.6),
            4.0,
        );
    }
    let cable = "M690 540C840 420 930 520 900 680";
    s.line(cable, a.darker(0.35), 25.0);
    s.line(cable, a, 17.0);
    let prong = s.metal(STEEL);
    s.rect(390.0, 240.0, 36.0, 150.0, 8.0, &prong);
    s.rect(540.0, 240.0, 36.0, 150.0, 8.0, &prong);
    s.dot(408.0, 272.0, 9.0, STEEL.darker(0.55));
    s.dot(558.0, 272.0, 9.0, STEEL.darker(0.55));
    s.fill("M690 420L780 380V880L690 926Z", c.darker(0.34));
    s.fill("M300 400L390 360H770L690 420Z", c.lighter(0.5));
    let body = slab(270.0, 376.0, 440.0, 556.0, 66.0);
    s.fill(
        "M640 376H700Q790 380 790 450V850Q790 910 700 932H640Z",
        c.darker(0.3),
    );
    s.form(&body, c);
    s.part(&slab(300.0, 406.0, 380.0, 300.0, 44.0), c.lighter(0.1));
    s.fill("M510 450L420 580H484L460 672L560 530H494Z", a);
    for (x, w) in [(340.0, 120.0), (520.0, 120.0)] {
        s.rect(x, 780.0, w, 46.0, 23.0, c.darker(0.5));
        s.rect(x + 8.0, 788.0, w - 16.0, 30.0, 15.0, INK);
        s.rect(x + 22.0, 799.0, w - 44.0, 8.0, 4.0, STEEL);
    }
    s.dot(490.0, 730.0, 7.0, Colour(120, 226, 160));
    s.gloss(
        "M290 450Q292 400 340 396H420Q330 460 318 620Q292 620 290 600Z",
        0.55,
    );
    // The plug at the cable's end.
    s.group("translate(690 990) rotate(-8)", |s| {
        s.part(&slab(-60.0, -38.0, 120.0, 60.0, 16.0), c);
        let tip = s.metal(STEEL);
        s.rect(-110.0, -24.0, 52.0, 32.0, 10.0, tip);
        s.line("M62 -8Q150 -20 170 -70", a.darker(0.3), 24.0);
        s.line("M62 -10Q150 -22 168 -72", a, 16.0);
    });
}
