//! Things with screens and lenses.

use super::colour::{Colour, INK, STEEL, WHITE};
use super::sheet::Sheet;
use super::solids::{oval, slab};

/// What a lit screen shows: hills under a low sun, in the picture's own colours.
fn wallpaper(s: &mut Sheet, outline: &str, area: (f32, f32, f32, f32), c: Colour, a: Colour) {
    let (x, y, w, h) = area;
    s.within(outline, |s| {
        let sky = s.lin(
            (0.0, 0.0),
            (0.4, 1.0),
            &[(0.0, a.lighter(0.7)), (0.6, a.lighter(0.3)), (1.0, a)],
        );
        s.rect(x, y, w, h, 0.0, sky);
        s.dot(x + w * 0.66, y + h * 0.34, w.min(h) * 0.14, WHITE.a(0.85));
        let hill = |top: f32, peak: f32| {
            format!(
                "M{x} {}Q{} {} {} {}T{} {}V{}H{x}Z",
                y + h * top,
                x + w * 0.25,
                y + h * peak,
                x + w * 0.5,
                y + h * (top - 0.02),
                x + w,
                y + h * (top - 0.06),
                y + h
            )
        };
        s.fill(&hill(0.62, 0.38), a.mix(c, 0.4).darker(0.1));
        s.fill(&hill(0.76, 0.58), a.mix(c, 0.7).darker(0.3));
        s.fill(&hill(0.9, 0.8), a.mix(c, 0.8).darker(0.55));
        s.fill(
            &format!("M{x} {y}H{}L{x} {}Z", x + w * 0.7, y + h * 0.8),
            WHITE.a(0.13),
        );
    });
}

pub(super) fn phone(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(620.0, 945.0, 330.0);
    // Its back stands behind its face: the colour one chooses is on the back.
    s.group("rotate(7 760 600)", |s| {
        s.fill(&slab(592.0, 232.0, 350.0, 706.0, 58.0), c.darker(0.4));
        s.form(&slab(580.0, 230.0, 350.0, 706.0, 58.0), c);
        s.part(&slab(604.0, 256.0, 186.0, 190.0, 50.0), c.lighter(0.1));
        for (x, y, r) in [
            (656.0, 310.0, 40.0),
            (738.0, 310.0, 40.0),
            (656.0, 394.0, 40.0),
        ] {
            let rim = s.metal(STEEL);
            s.dot(x, y, r, rim);
            let glass = s.ball(Colour(36, 40, 60));
            s.dot(x, y, r - 7.0, glass);
            s.dot(x, y, 13.0, Colour(18, 18, 30));
            s.oval(x - 11.0, y - 12.0, 9.0, 6.0, WHITE.a(0.8));
        }
        s.dot(738.0, 394.0, 19.0, Colour(255, 240, 200));
        s.fill("M930 640L700 936H860Q926 936 930 870Z", WHITE.a(0.1));
    });
    s.group("rotate(-5 440 600)", |s| {
        s.fill(
            &slab(286.0, 238.0, 352.0, 712.0, 60.0),
            s.backdrop.darker(0.8).a(0.22),
        );
        let frame = s.metal(c.mix(STEEL, 0.35));
        s.fill(&slab(270.0, 230.0, 352.0, 712.0, 60.0), frame);
        s.fill(&slab(278.0, 238.0, 336.0, 696.0, 54.0), Colour(18, 18, 24));
        let screen = slab(290.0, 250.0, 312.0, 672.0, 44.0);
        wallpaper(s, &screen, (290.0, 250.0, 312.0, 672.0), c, a);
        s.rect(396.0, 270.0, 100.0, 28.0, 14.0, Colour(18, 18, 24));
        for n in 0..4u8 {
            let x = 318.0 + f32::from(n) * 66.0;
            s.rect(x, 826.0, 54.0, 54.0, 15.0, WHITE.a(0.75));
            s.dot(x + 27.0, 853.0, 12.0, a.darker(0.1 + f32::from(n) * 0.1));
        }
        s.rect(396.0, 902.0, 100.0, 7.0, 3.5, WHITE.a(0.8));
    });
}

pub(super) fn laptop(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 470.0);
    s.fill(&slab(256.0, 276.0, 700.0, 470.0, 26.0), c.darker(0.45));
    s.form(&slab(248.0, 270.0, 704.0, 470.0, 26.0), c);
    s.rect(262.0, 284.0, 676.0, 442.0, 16.0, Colour(20, 20, 28));
    let screen = slab(280.0, 302.0, 640.0, 400.0, 6.0);
    wallpaper(s, &screen, (280.0, 302.0, 640.0, 400.0), c, a);
    s.dot(600.0, 293.0, 4.0, STEEL.darker(0.4));
    s.rect(430.0, 656.0, 340.0, 36.0, 14.0, WHITE.a(0.4));
    for n in 0..6u8 {
        s.rect(
            446.0 + f32::from(n) * 54.0,
            662.0,
            24.0,
            24.0,
            7.0,
            if n % 2 == 0 { WHITE } else { a.lighter(0.2) },
        );
    }
    s.fill("M300 738H900V752H300Z", Colour(30, 30, 36));
    let deck = "M258 750H942L1066 900H134Z";
    s.form(deck, c.lighter(0.08));
    let keys = INK.mix(c, 0.12);
    for row in 0..4u8 {
        let t = f32::from(row);
        let y = 766.0 + t * 19.0;
        let half = 296.0 + t * 15.0;
        s.fill(
            &format!(
                "M{} {y}H{}L{} {}H{}Z",
                600.0 - half,
                600.0 + half,
                600.0 + half + 11.0,
                y + 15.0,
                600.0 - half - 11.0
            ),
            keys,
        );
        let mut gaps = String::new();
        for col in 1..13u8 {
            let f = f32::from(col) / 6.5 - 1.0;
            gaps.push_str(&format!(
                "M{:.0} {y}L{:.0} {}",
                600.0 + half * f,
                600.0 + (half + 11.0) * f,
                y + 15.0
            ));
        }
        s.line(&gaps, c.lighter(0.08), 4.0);
    }
    s.fill("M496 848H704L718 890H482Z", c.darker(0.12));
    s.line("M496 848H704L718 890", c.lighter(0.5), 3.0);
    s.fill(
        "M134 900H1066Q1060 930 1030 932H170Q140 930 134 900Z",
        c.darker(0.3),
    );
    s.fill("M134 900H1066L1064 908H136Z", WHITE.a(0.55));
    s.fill(
        "M530 900H670Q664 914 650 914H550Q536 914 530 900Z",
        c.darker(0.5),
    );
}

pub(super) fn camera(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 910.0, 410.0);
    s.line(
        "M216 470C100 560 120 860 300 960S560 1010 620 980",
        a.darker(0.3),
        28.0,
    );
    s.line("M216 468C102 560 122 856 300 954S560 1004 620 974", a, 18.0);
    s.form(
        "M440 420L490 320Q496 306 520 306H680Q704 306 710 320L760 420Z",
        STEEL.mix(c, 0.2),
    );
    s.part("M290 366h130v64H290z", STEEL.darker(0.2));
    for x in [300.0, 322.0, 344.0, 366.0, 388.0] {
        s.line(&format!("M{x} 372v46"), STEEL.darker(0.6).a(0.5), 6.0);
    }
    s.part("M800 350h90v76h-90z", STEEL);
    s.part("M812 334h64v22h-64z", a);
    s.form(&slab(210.0, 410.0, 790.0, 490.0, 56.0), STEEL.lighter(0.06));
    let grip = slab(210.0, 520.0, 790.0, 290.0, 8.0);
    s.form(&grip, c);
    s.within(&grip, |s| {
        // Leather grain.
        let grain: Vec<_> = (0..110u32).map(|step| s.pick(900_001, step + 3)).collect();
        s.specks(
            grain
                .into_iter()
                .map(|n| (220.0 + (n % 770) as f32, 530.0 + (n / 797 % 270) as f32)),
            WHITE.a(0.1),
            4.0,
        );
    });
    s.part(&slab(280.0, 440.0, 120.0, 60.0, 10.0), Colour(40, 44, 60));
    s.gloss("M290 450h60l-40 40h-20z", 0.6);
    s.dot(880.0, 470.0, 19.0, Colour(230, 80, 66));
    // The lens.
    s.dot(612.0, 664.0, 236.0, Colour(20, 20, 26).a(0.35));
    let barrel = s.metal(STEEL.darker(0.1));
    s.dot(600.0, 650.0, 230.0, barrel);
    s.dot(600.0, 650.0, 206.0, Colour(34, 34, 40));
    let mut knurl = String::new();
    for step in 0..36u8 {
        let (y, x) = (f32::from(step) * 0.1745).sin_cos();
        knurl.push_str(&format!(
            "M{:.0} {:.0}L{:.0} {:.0}",
            600.0 + 198.0 * x,
            650.0 + 198.0 * y,
            600.0 + 180.0 * x,
            650.0 + 180.0 * y
        ));
    }
    s.line(&knurl, Colour(78, 78, 88), 6.0);
    s.ring(600.0, 650.0, 172.0, 172.0, a, 6.0);
    s.dot(600.0, 650.0, 160.0, Colour(16, 16, 22));
    let glass = s.rad(
        (0.36, 0.3),
        0.8,
        &[
            (0.0, Colour(150, 170, 220)),
            (0.35, Colour(64, 70, 130)),
            (0.7, Colour(30, 28, 60)),
            (1.0, Colour(70, 50, 100)),
        ],
    );
    s.dot(600.0, 650.0, 130.0, glass);
    s.ring(600.0, 650.0, 84.0, 84.0, Colour(16, 16, 26).a(0.6), 14.0);
    s.dot(600.0, 650.0, 46.0, Colour(14, 14, 24));
    s.oval(548.0, 590.0, 40.0, 24.0, WHITE.a(0.85));
    s.oval(660.0, 714.0, 18.0, 12.0, Colour(190, 160, 255).a(0.7));
    for x in [210.0, 986.0] {
        s.ring(x + 6.0, 470.0, 16.0, 16.0, STEEL.darker(0.3), 8.0);
    }
}

pub(super) fn keyboard(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let case = slab(110.0, 380.0, 980.0, 440.0, 44.0);
    s.drop(&case);
    s.fill(&slab(110.0, 396.0, 980.0, 440.0, 44.0), c.darker(0.5));
    s.form(&case, c);
    s.rect(146.0, 414.0, 908.0, 372.0, 18.0, c.darker(0.55));
    let key = |s: &mut Sheet, x: f32, y: f32, w: f32, tone: Colour| {
        s.rect(x, y, w, 62.0, 12.0, tone.darker(0.36));
        s.rect(x + 5.0, y + 2.0, w - 10.0, 48.0, 10.0, tone.lighter(0.12));
        s.rect(x + 9.0, y + 4.0, w - 24.0, 6.0, 3.0, WHITE.a(0.5));
    };
    let cap = c.lighter(0.62);
    let plain = s.stamp(|s| key(s, 0.0, 0.0, 62.0, cap));
    for (row, offset) in [0.0, 0.5, 0.75, 1.25].into_iter().enumerate() {
        let y = 426.0 + row as f32 * 70.0;
        let first = 156.0;
        let w0 = 62.0 + offset * 68.0;
        key(s, first, y, w0, if row == 0 { a } else { c.lighter(0.25) });
        let mut x = first + w0 + 6.0;
        while x + 62.0 < 980.0 {
            s.show(&plain, &format!("translate({x} {y})"));
            x += 68.0;
        }
        key(
            s,
            x,
            y,
            1046.0 - x,
            if row == 2 { a } else { c.lighter(0.25) },
        );
    }
    let y = 426.0 + 280.0;
    for x in [156.0, 240.0, 324.0] {
        key(s, x, y, 78.0, c.lighter(0.25));
    }
    key(s, 408.0, y, 420.0, a.lighter(0.2));
    for x in [834.0, 906.0, 978.0] {
        key(s, x, y, 67.0, c.lighter(0.25));
    }
    s.dot(1010.0, 398.0, 5.0, Colour(120, 230, 150));
    s.line("M600 382C600 320 700 330 700 250", c.darker(0.5), 22.0);
    s.line("M598 380C598 320 698 330 698 250", a, 13.0);
}

pub(super) fn watch(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 210.0);
    let strap = "M470 430L492 180Q500 150 540 150H660Q700 150 708 180L730 430ZM470 750L490 920Q496 960 540 962H660Q704 960 710 920L730 750Z";
    s.form(
        "M470 440L492 190Q500 160 540 160H660Q700 160 708 190L730 440Z",
        a,
    );
    s.form(
        "M470 740L490 920Q496 960 540 962H660Q704 960 710 920L730 740Z",
        a.darker(0.12),
    );
    s.within(strap, |s| {
        s.dashes(
            "M494 430L512 190M706 430L688 190M494 750L508 930M706 750L692 930",
            a.lighter(0.6),
            4.0,
            "11 8",
        );
        for y in [850.0, 890.0, 930.0] {
            s.oval(600.0, y, 14.0, 9.0, a.darker(0.55));
        }
    });
    for x in [470.0, 680.0] {
        s.part(
            &format!("M{x} 400h50v60h-50zM{x} 730h50v60h-50z"),
            c.darker(0.15),
        );
    }
    let crown = s.metal(c);
    s.rect(800.0, 566.0, 44.0, 62.0, 10.0, crown);
    s.dot(612.0, 612.0, 220.0, s.backdrop.darker(0.85).a(0.3));
    let case = s.metal(c);
    s.dot(600.0, 596.0, 218.0, case);
    s.ring(600.0, 596.0, 200.0, 200.0, c.darker(0.4).a(0.6), 5.0);
    let face = s.ball(Colour(38, 42, 58).mix(a, 0.28));
    let pale = s.pick(2, 1) == 0;
    let dial = s.fall(WHITE.mix(c, 0.08));
    s.dot(600.0, 596.0, 186.0, if pale { dial } else { face });
    let ink = if pale { INK } else { WHITE };
    for step in 0..12u16 {
        let (to, w) = if step % 3 == 0 {
            (40.0, 13.0)
        } else {
            (22.0, 7.0)
        };
        s.group(&format!("rotate({} 600 596)", step * 30), |s| {
            s.line(&format!("M600 428v{to}"), ink, w)
        });
    }
    s.ring(600.0, 690.0, 40.0, 40.0, ink.a(0.4), 4.0);
    s.line("M600 690l18-22", a, 5.0);
    s.line("M603 600L520 540", ink.a(0.9), 15.0);
    s.line("M600 596L664 470", ink.a(0.9), 11.0);
    s.line("M584 640L612 440", a.lighter(0.1), 5.0);
    s.dot(600.0, 596.0, 14.0, a);
    s.within(&oval(600.0, 596.0, 186.0, 186.0), |s| {
        s.fill("M400 400H680L460 800H400Z", WHITE.a(0.16))
    });
}
