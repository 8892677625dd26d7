//! The pantry: packets, jars and tins.

use super::colour::{CREAM, Colour, GOLD, LEAF, STEEL, WHITE};
use super::sheet::Sheet;
use super::solids::{drum, leaf, oval, pouch, slab, sprig, vessel};

pub(super) fn noodles_pack(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 330.0);
    let d = slab(300.0, 220.0, 600.0, 710.0, 18.0);
    let paint = s.lin(
        (0.0, 0.0),
        (1.0, 0.1),
        &[
            (0.0, c.darker(0.1)),
            (0.16, c.lighter(0.24)),
            (0.5, c),
            (0.86, c.darker(0.22)),
            (1.0, c.darker(0.04)),
        ],
    );
    s.form_in(&d, paint, c, 12.0);
    for y in [220.0, 876.0] {
        s.rect(300.0, y, 600.0, 54.0, 14.0, c.darker(0.16));
        for step in 0..15u8 {
            let x = 318.0 + f32::from(step) * 40.0;
            s.line(
                &format!("M{x} {}v34", y + 10.0),
                c.lighter(0.4).a(0.45),
                4.0,
            );
        }
    }
    s.within(&d, |s| {
        s.fill("M300 330Q600 250 900 330V400Q600 320 300 400Z", a);
        s.fill("M300 830Q600 790 900 830V850Q600 810 300 850Z", a.a(0.8));
    });
    // A bowl of what is inside.
    s.line(
        "M760 380L650 560M820 400L684 566",
        Colour(150, 96, 60),
        15.0,
    );
    s.oval(600.0, 612.0, 210.0, 66.0, WHITE);
    s.oval(600.0, 612.0, 190.0, 56.0, Colour(206, 108, 50));
    let strand = Colour(250, 214, 130);
    for (step, x) in [430.0, 480.0, 530.0, 580.0, 630.0, 680.0]
        .into_iter()
        .enumerate()
    {
        let y = 600.0 - if step % 2 == 0 { 18.0 } else { 0.0 };
        s.line(
            &format!("M{x} {y}q34-44 68 0t34 26"),
            strand.darker(0.3),
            17.0,
        );
        s.line(&format!("M{x} {}q34-44 68 0t34 26", y - 3.0), strand, 12.0);
    }
    s.line("M640 580L674 470M660 586L690 490", strand, 11.0);
    let egg = oval(490.0, 610.0, 60.0, 36.0);
    s.part(&egg, WHITE);
    s.oval(486.0, 608.0, 28.0, 19.0, Colour(246, 166, 44));
    leaf(s, 610.0, 640.0, 96.0, -16.0, LEAF);
    leaf(s, 640.0, 640.0, 80.0, 16.0, LEAF.lighter(0.1));
    let bowl = "M390 616A210 62 0 0 0 810 616C806 720 740 790 680 800H520C460 790 394 720 390 616Z";
    s.form(bowl, WHITE);
    s.line("M398 664Q600 770 802 664", a, 11.0);
    s.gloss("M330 300Q340 290 362 296Q350 560 362 860H334Z", 0.5);
}

pub(super) fn chili_sauce(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 945.0, 260.0);
    let jar = "M410 400C390 420 370 450 370 500V880Q370 930 430 942Q600 962 770 942Q830 930 830 880V500C830 450 810 420 790 400Z";
    let paint = s.lin(
        (0.0, 0.0),
        (1.0, 0.0),
        &[
            (0.0, c.darker(0.34)),
            (0.2, c.lighter(0.24)),
            (0.5, c),
            (0.85, c.darker(0.4)),
            (1.0, c.darker(0.1)),
        ],
    );
    s.form_in(jar, paint, c, 12.0);
    // Flakes and seeds in the oil.
    s.within(jar, |s| {
        s.fill(
            "M360 390H840V486Q600 520 360 486Z",
            Colour(226, 120, 40).a(0.8),
        );
        for (salt, tone, r) in [
            (40, Colour(250, 222, 150), 5.0),
            (90, c.darker(0.5), 7.0),
            (140, c.lighter(0.2), 6.0),
        ] {
            let flakes: Vec<_> = (0..16).map(|step| s.pick(800_011, salt + step)).collect();
            s.specks(
                flakes
                    .into_iter()
                    .map(|n| (384.0 + (n % 430) as f32, 470.0 + (n / 431 % 460) as f32)),
                tone.a(0.8),
                r,
            );
        }
        s.rect(360.0, 560.0, 480.0, 290.0, 0.0, WHITE);
        s.rect(360.0, 560.0, 480.0, 46.0, 0.0, a);
        s.rect(360.0, 804.0, 480.0, 46.0, 0.0, a);
        let shade = s.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, c.darker(0.8).a(0.1)),
                (0.25, WHITE.a(0.0)),
                (0.6, c.darker(0.8).a(0.0)),
                (1.0, c.darker(0.8).a(0.4)),
            ],
        );
        s.rect(360.0, 560.0, 480.0, 290.0, 0.0, shade);
    });
    chili(s, 530.0, 650.0, 1.0, c);
    chili(s, 620.0, 640.0, 0.8, c.darker(0.1));
    drum(
        s,
        (600.0, 306.0, 216.0),
        (388.0, 216.0),
        0.15,
        a.darker(0.08),
    );
    for step in 0..12u8 {
        let x = 402.0 + f32::from(step) * 36.0;
        s.line(&format!("M{x} 344v56"), a.darker(0.6).a(0.22), 6.0);
    }
    s.ring(600.0, 306.0, 160.0, 22.0, a.lighter(0.5), 5.0);
    s.gloss(
        "M392 520Q394 470 420 450Q412 560 416 880Q394 880 392 860Z",
        0.7,
    );
    s.group("translate(900 905) rotate(74) scale(1.3)", |s| {
        chili(s, 0.0, 0.0, 0.9, c)
    });
}

/// A chili hanging from its stalk at (x, y).
fn chili(s: &mut Sheet, x: f32, y: f32, size: f32, c: Colour) {
    s.group(&format!("translate({x} {y}) scale({size})"), |s| {
        s.part(
            "M-26 0C-34 60 -10 120 70 150C40 100 34 50 28 0Q0 -16 -26 0Z",
            c,
        );
        s.fill(
            "M-30 6Q0 -26 32 6Q16 12 8 2Q0 14 -8 4Q-18 14 -30 6Z",
            LEAF.darker(0.1),
        );
        s.line("M2 -8Q4 -34 -12 -48", LEAF, 10.0);
        s.line("M-12 16Q-14 56 6 92", WHITE.a(0.6), 7.0);
    });
}

pub(super) fn nuts_bag(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 940.0, 340.0);
    let outline = pouch(s, 330.0, 190.0, 520.0, 730.0, c);
    s.within(&outline, |s| {
        s.fill("M300 190H900V400Q600 470 300 400Z", a.a(0.9));
        s.fill("M300 190H900V262H300Z", a.darker(0.14));
    });
    // A window onto the nuts.
    let pane = "M590 480C690 480 770 560 770 660C770 770 690 840 590 840C490 840 410 770 410 660C410 560 490 480 590 480Z";
    s.fill(pane, c.darker(0.5));
    s.within(pane, |s| {
        for step in 0..26u8 {
            let n = s.pick(7919, u32::from(step) + 90);
            let x = 420.0 + f32::from(step % 5) * 82.0 + (n % 30) as f32;
            let y = 500.0 + f32::from(step / 5) * 72.0 + (n / 31 % 26) as f32;
            nut(s, x, y, (n % 180) as f32, n % 3);
        }
    });
    s.line(pane, c.lighter(0.5), 8.0);
    s.gloss("M440 600Q470 520 560 500Q500 560 480 640Z", 0.6);
    s.dot(590.0, 340.0, 52.0, WHITE.a(0.9));
    sprig(s, 590.0, 380.0, 84.0, 0.0, a.mix(LEAF, 0.5));
    s.gloss(
        "M376 310Q384 300 400 300Q386 560 400 860Q380 850 374 800Z",
        0.4,
    );
    for (x, y, t, k) in [
        (250.0, 920.0, 20.0, 0),
        (310.0, 962.0, 110.0, 1),
        (860.0, 960.0, 60.0, 2),
        (940.0, 930.0, 150.0, 0),
    ] {
        s.oval(x + 8.0, y + 18.0, 48.0, 18.0, s.backdrop.darker(0.8).a(0.3));
        nut(s, x, y, t, k);
    }
}

fn nut(s: &mut Sheet, x: f32, y: f32, turn: f32, kind: u32) {
    // The kind stands in for a colour: there is one drawing of each.
    let key = (b'n', Colour(kind as u8, 0, 0));
    let stamp = s.kept(key, |s| match kind {
        0 => {
            // Almond.
            let c = Colour(178, 110, 62);
            s.fill("M-52 0Q-20 -40 52 0Q-20 40 -52 0Z", c.darker(0.35));
            s.fill("M-52 -2Q-20 -38 46 -2Q-20 28 -52 -2Z", c);
            s.line("M-30 -6Q0 -16 30 -4M-30 4Q0 2 24 6", c.lighter(0.4), 4.0);
        }
        1 => {
            // Cashew.
            let c = Colour(240, 214, 160);
            s.line("M-34 16Q-20 -30 14 -20Q40 -12 38 16", c.darker(0.35), 32.0);
            s.line("M-35 13Q-21 -32 12 -23Q38 -15 37 13", c, 25.0);
            s.line("M-34 4Q-20 -32 10 -28", WHITE.a(0.7), 6.0);
        }
        _ => {
            // Hazelnut.
            let c = Colour(158, 98, 58);
            s.dot(0.0, 0.0, 38.0, c.darker(0.35));
            s.dot(-3.0, -4.0, 33.0, c.lighter(0.06));
            s.oval(14.0, 16.0, 20.0, 14.0, Colour(224, 190, 144));
            s.oval(-14.0, -16.0, 9.0, 6.0, WHITE.a(0.7));
        }
    });
    s.show(&stamp, &format!("translate({x:.0} {y:.0}) rotate({turn})"));
}

pub(super) fn rice_bag(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(590.0, 945.0, 350.0);
    let sack = "M470 330C350 380 290 520 280 680C270 820 280 920 330 940Q600 980 870 940C920 920 930 820 920 680C910 520 850 380 730 330Z";
    s.form(sack, c);
    s.within(sack, |s| {
        // Burlap weave.
        let thread = c.darker(0.5).a(0.1);
        let mut weave = String::new();
        for step in 0..32u16 {
            weave.push_str(&format!("M270 {}H930M{} 320V960", 330 + step * 20, 280 + step * 20));
        }
        s.line(&weave, &thread, 4.0);
        s.line("M440 420Q400 520 400 620M760 430Q800 540 790 660M520 360Q510 420 520 470M680 360Q690 400 676 460", c.darker(0.5).a(0.3), 14.0);
    });
    s.form("M470 330C440 280 400 240 400 216Q460 244 490 200Q540 240 580 196Q620 240 670 198Q720 244 790 214C790 240 760 290 730 330Q600 360 470 330Z", c.lighter(0.08));
    s.line("M462 334Q600 372 738 332", a.darker(0.2), 26.0);
    s.line("M462 330Q600 368 738 328", a.lighter(0.12), 15.0);
    s.line("M660 352q40 60 20 110M676 350q70 30 80 90", a, 12.0);
    let ink = a;
    s.dot(600.0, 680.0, 170.0, WHITE.a(0.82));
    s.ring(600.0, 680.0, 152.0, 152.0, ink, 6.0);
    // An ear of rice.
    s.line("M530 800Q560 640 680 570", LEAF, 9.0);
    for (x, y, t) in [
        (548.0, 730.0, -70.0),
        (560.0, 690.0, -20.0),
        (572.0, 660.0, -74.0),
        (592.0, 630.0, -10.0),
        (606.0, 616.0, -66.0),
        (636.0, 594.0, 0.0),
        (650.0, 590.0, -56.0),
        (682.0, 570.0, -24.0),
    ] {
        s.group(&format!("translate({x} {y}) rotate({t})"), |s| {
            s.oval(28.0, 0.0, 30.0, 12.0, GOLD.darker(0.15));
            s.oval(26.0, -3.0, 24.0, 8.0, GOLD.lighter(0.35));
        });
    }
    let heap = Colour(250, 248, 240);
    s.part(
        "M700 960Q800 860 880 890Q980 910 1010 964Q860 990 700 960Z",
        heap,
    );
    for (salt, dark) in [(7, 0.1), (60, 0.24)] {
        let mut grains = String::new();
        for step in 0..26 {
            let n = s.pick(600_011, salt + step);
            grains.push_str(&format!(
                "M{} {}l{} {}",
                740 + n % 240,
                915 + n / 241 % 52,
                10 + n % 8,
                n % 17
            ));
        }
        s.line(&grains, heap.darker(dark), 7.0);
    }
}

pub(super) fn milk_powder(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 310.0);
    drum(s, (600.0, 320.0, 262.0), (890.0, 262.0), 0.17, WHITE);
    let skin = vessel(600.0, 372.0, 262.0, 860.0, 262.0, 0.17);
    s.within(&skin, |s| {
        s.fill("M330 372H870V470C780 640 500 420 330 620Z", c);
        s.fill(
            "M330 640C480 460 760 640 870 500V540C760 660 500 510 330 680Z",
            a,
        );
        s.fill(
            "M330 870V700C480 540 720 720 870 600V960H330Z",
            c.lighter(0.72),
        );
        let shade = s.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, c.darker(0.8).a(0.12)),
                (0.22, WHITE.a(0.4)),
                (0.5, WHITE.a(0.0)),
                (1.0, c.darker(0.8).a(0.38)),
            ],
        );
        s.rect(330.0, 320.0, 540.0, 640.0, 0.0, shade);
    });
    // A little cow, so that nobody takes it for paint.
    s.group("translate(600 760)", |s| {
        let ink = INKY;
        s.part(
            "M-104 -30Q-104 -76 -50 -76H60Q104 -76 104 -30V20Q104 40 84 40H-84Q-104 40 -104 20Z",
            WHITE,
        );
        for x in [-80.0, -36.0, 40.0, 78.0] {
            s.rect(x - 14.0, 20.0, 28.0, 66.0, 10.0, WHITE.darker(0.06));
        }
        s.fill(
            "M-20-76h70q10 50-30 56t-40-56zM60 40q-4-50 44-56v36q0 20-20 20z",
            ink,
        );
        s.part(&oval(-118.0, -76.0, 56.0, 50.0), WHITE);
        s.oval(-130.0, -54.0, 36.0, 24.0, Colour(240, 176, 170));
        s.dot(-136.0, -90.0, 7.0, ink);
        s.dot(-104.0, -92.0, 7.0, ink);
        s.oval(-70.0, -112.0, 26.0, 13.0, ink);
        s.line("M104-50q34 20 22 76", WHITE.darker(0.2), 9.0);
    });
    drum(s, (600.0, 300.0, 268.0), (356.0, 268.0), 0.17, a);
    s.ring(600.0, 298.0, 214.0, 34.0, a.lighter(0.5), 6.0);
    s.gloss("M372 420Q376 404 400 410V880Q376 874 372 862Z", 0.6);
    // The measure.
    s.group("translate(940 880)", |s| {
        s.shadow(0.0, 50.0, 84.0);
        s.line("M40 -6L170 -60", STEEL.lighter(0.4), 26.0);
        drum(s, (0.0, 0.0, 74.0), (46.0, 56.0), 0.36, WHITE);
        s.oval(0.0, 2.0, 62.0, 20.0, CREAM);
        s.fill("M-56 0Q0-60 56 0Q0 26-56 0Z", CREAM.lighter(0.4));
    });
}

const INKY: Colour = Colour(74, 60, 58);
