//! Small things for the home.

use super::colour::{CLAY, CREAM, Colour, GOLD, LEAF, WHITE, WOOD};
use super::sheet::Sheet;
use super::solids::{bloom, drum, leaf, sprig, vessel};

pub(super) fn lamp(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let halo = s.rad(
        (0.5, 0.5),
        0.5,
        &[
            (0.0, Colour(255, 226, 160).a(0.75)),
            (1.0, Colour(255, 226, 160).a(0.0)),
        ],
    );
    s.dot(600.0, 470.0, 520.0, halo);
    s.shadow(600.0, 940.0, 230.0);
    drum(s, (600.0, 896.0, 180.0), (926.0, 186.0), 0.2, a);
    let stem = "M574 560H626L640 700Q690 760 640 830L616 896H584L560 830Q510 760 560 700Z";
    let paint = s.tube(a);
    s.form_in(stem, paint, a, 8.0);
    let shade = "M460 230A140 22 0 0 1 740 230L870 560A270 46 0 0 1 330 560Z";
    let lit = s.lin(
        (0.0, 0.0),
        (1.0, 0.15),
        &[
            (0.0, c.darker(0.06)),
            (0.3, c.lighter(0.5)),
            (0.6, c.lighter(0.16)),
            (1.0, c.darker(0.26)),
        ],
    );
    s.fill(
        "M330 560A270 46 0 0 1 870 560A270 46 0 0 1 330 560Z",
        Colour(255, 236, 190),
    );
    s.form_in(shade, lit, c, 10.0);
    s.within(shade, |s| {
        let glow = s.rad(
            (0.5, 0.5),
            0.5,
            &[
                (0.0, Colour(255, 244, 206).a(0.85)),
                (1.0, Colour(255, 236, 190).a(0.0)),
            ],
        );
        s.oval(590.0, 500.0, 230.0, 230.0, glow);
        for x in [400.0, 460.0, 530.0, 600.0, 670.0, 740.0, 800.0] {
            let top = 600.0 + (x - 600.0) * 0.5;
            s.line(&format!("M{top} 210L{x} 620"), c.darker(0.5).a(0.12), 5.0);
        }
    });
    s.line("M334 562A270 46 0 0 0 866 562", c.darker(0.25), 9.0);
    s.oval(600.0, 230.0, 140.0, 22.0, c.lighter(0.55));
    s.line("M790 606V700", GOLD.darker(0.2), 5.0);
    s.dot(790.0, 712.0, 13.0, GOLD);
}

pub(super) fn vase(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 230.0);
    // A bare branch in bloom.
    s.line("M600 420C590 330 640 270 620 170C616 140 650 110 700 90M612 300C540 260 480 250 430 180M622 230C690 220 740 240 800 200", Colour(104, 74, 58), 11.0);
    for (x, y, r, t) in [
        (430.0, 180.0, 44.0, 0.0),
        (500.0, 244.0, 36.0, 30.0),
        (700.0, 92.0, 44.0, 12.0),
        (640.0, 150.0, 34.0, 50.0),
        (800.0, 200.0, 46.0, 22.0),
        (720.0, 236.0, 32.0, 5.0),
        (590.0, 310.0, 38.0, 44.0),
        (470.0, 210.0, 24.0, 70.0),
    ] {
        bloom(s, x, y, r, t, a);
    }
    let body = "M546 400C546 470 520 500 470 550C390 630 380 760 440 860Q470 940 520 948Q600 960 680 948Q730 940 760 860C820 760 810 630 730 550C680 500 654 470 654 400Z";
    let paint = s.ball(c);
    s.form_in(body, paint, c, 14.0);
    s.within(body, |s| {
        match s.pick(3, 1) {
            0 => {
                let ink = a.darker(0.25);
                s.line("M380 600Q600 680 820 600M390 850Q600 920 810 850", ink, 9.0);
                sprig(s, 520.0, 840.0, 200.0, -10.0, ink);
                sprig(s, 650.0, 830.0, 160.0, 16.0, ink);
            }
            1 => {
                for y in [620.0, 690.0, 760.0] {
                    s.line(
                        &format!("M370 {y}Q600 {} 830 {y}", y + 74.0),
                        a.a(0.8),
                        22.0,
                    );
                }
            }
            _ => {
                // A glaze that ran.
                s.fill(
                    "M360 380H840V640Q800 720 770 640T700 690T620 650T540 720T460 650T360 680Z",
                    a.a(0.85),
                );
            }
        }
    });
    s.gloss(
        "M420 700C420 630 470 570 520 540C470 620 462 700 476 820Q430 790 420 700Z",
        0.7,
    );
    s.oval(600.0, 402.0, 62.0, 15.0, c.lighter(0.3));
    s.oval(600.0, 404.0, 48.0, 9.0, c.darker(0.55));
    s.line(
        "M602 404C600 390 596 380 596 372",
        Colour(104, 74, 58),
        11.0,
    );
}

pub(super) fn plant_pot(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 240.0);
    let green = a;
    for (x, y, long, turn, tone) in [
        (580.0, 650.0, 400.0, -150.0, 0.2),
        (620.0, 650.0, 400.0, -30.0, 0.24),
        (590.0, 650.0, 470.0, -122.0, 0.1),
        (610.0, 650.0, 470.0, -58.0, 0.12),
        (600.0, 650.0, 520.0, -94.0, 0.0),
        (570.0, 660.0, 330.0, -172.0, 0.05),
        (630.0, 660.0, 330.0, -8.0, 0.1),
        (600.0, 660.0, 350.0, -108.0, -0.1),
        (606.0, 660.0, 320.0, -70.0, 0.0),
    ] {
        leaf(
            s,
            x,
            y,
            long,
            turn,
            if tone < 0.0 {
                green.lighter(0.12)
            } else {
                green.darker(tone)
            },
        );
    }
    s.oval(600.0, 650.0, 200.0, 36.0, Colour(84, 62, 50));
    let pot = vessel(600.0, 660.0, 206.0, 910.0, 150.0, 0.17);
    let cut = "M394 660L450 910A150 26 0 0 0 750 910L806 660A206 36 0 0 1 394 660Z";
    let paint = s.tube(c);
    s.form_in(cut, paint, c, 10.0);
    s.within(&pot, |s| {
        s.line(
            "M420 780A190 34 0 0 0 780 780M430 820A180 32 0 0 0 770 820",
            c.lighter(0.5).a(0.7),
            8.0,
        )
    });
    let rim = "M372 628A228 40 0 0 0 828 628V682A228 40 0 0 1 372 682Z";
    let paint = s.tube(c.lighter(0.06));
    s.form_in(rim, paint, c, 7.0);
    leaf(s, 500.0, 650.0, 170.0, 158.0, green.lighter(0.05));
    leaf(s, 700.0, 650.0, 180.0, 30.0, green);
    drum(
        s,
        (600.0, 926.0, 190.0),
        (944.0, 180.0),
        0.16,
        c.mix(CLAY, 0.3),
    );
    s.fill(
        &vessel(600.0, 880.0, 150.0, 912.0, 146.0, 0.17),
        c.darker(0.12),
    );
}

pub(super) fn candle(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let halo = s.rad(
        (0.5, 0.5),
        0.5,
        &[
            (0.0, Colour(255, 214, 130).a(0.8)),
            (0.4, Colour(255, 220, 150).a(0.3)),
            (1.0, Colour(255, 226, 160).a(0.0)),
        ],
    );
    s.dot(600.0, 380.0, 400.0, halo);
    s.shadow(600.0, 930.0, 260.0);
    let glass = vessel(600.0, 520.0, 220.0, 880.0, 204.0, 0.17);
    s.fill(&glass, WHITE.a(0.45));
    let wax = vessel(600.0, 590.0, 206.0, 868.0, 192.0, 0.17);
    let paint = s.tube(c);
    s.form_in(&wax, paint, c, 9.0);
    let pool = s.rad(
        (0.5, 0.4),
        0.6,
        &[
            (0.0, Colour(255, 246, 210)),
            (0.5, c.lighter(0.45)),
            (1.0, c.lighter(0.1)),
        ],
    );
    s.oval(600.0, 590.0, 206.0, 35.0, pool);
    s.line("M600 590V520", Colour(60, 50, 48), 9.0);
    let flame = "M600 380C650 450 650 500 640 520Q600 560 560 520C550 490 570 440 600 380Z";
    let fire = s.lin(
        (0.0, 0.0),
        (0.0, 1.0),
        &[
            (0.0, Colour(255, 170, 60)),
            (0.55, Colour(255, 222, 110)),
            (1.0, Colour(255, 250, 220)),
        ],
    );
    s.fill(flame, fire);
    s.fill(
        "M600 460C624 500 622 520 600 536C578 520 578 496 600 460Z",
        WHITE.a(0.9),
    );
    s.line(&glass, WHITE.a(0.8), 6.0);
    s.ring(600.0, 520.0, 220.0, 37.0, WHITE.a(0.7), 7.0);
    s.within(&glass, |s| {
        s.rect(370.0, 680.0, 460.0, 150.0, 0.0, CREAM.lighter(0.3));
        s.rect(370.0, 680.0, 460.0, 8.0, 0.0, a);
        s.rect(370.0, 822.0, 460.0, 8.0, 0.0, a);
        let dark = s.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, c.darker(0.8).a(0.15)),
                (0.25, WHITE.a(0.3)),
                (0.5, WHITE.a(0.0)),
                (1.0, c.darker(0.8).a(0.35)),
            ],
        );
        s.rect(370.0, 520.0, 460.0, 420.0, 0.0, dark);
    });
    sprig(s, 560.0, 806.0, 100.0, -24.0, a.mix(LEAF, 0.4));
    sprig(s, 620.0, 806.0, 100.0, 24.0, a.mix(LEAF, 0.4));
    s.gloss("M398 560Q400 540 424 550L440 860Q420 860 416 840Z", 0.75);
    // The wooden lid set aside.
    s.group("translate(880 900)", |s| {
        s.shadow(0.0, 40.0, 140.0);
        drum(s, (0.0, 0.0, 140.0), (28.0, 140.0), 0.2, WOOD.lighter(0.2));
        s.ring(0.0, 0.0, 90.0, 17.0, WOOD.darker(0.3).a(0.4), 4.0);
        s.ring(6.0, 1.0, 50.0, 9.0, WOOD.darker(0.3).a(0.4), 4.0);
    });
}
