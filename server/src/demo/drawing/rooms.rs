//! Furniture and textiles of a room.

use super::colour::{Colour, WHITE, WOOD};
use super::garments::folds;
use super::home;
use super::sheet::Sheet;
use super::solids::{bloom, oval, slab};

/// A tapered leg from (x, y) down to `foot`.
fn leg(s: &mut Sheet, x: f32, y: f32, foot: (f32, f32), w: f32, c: Colour) {
    let d = format!(
        "M{:.1} {y:.1}H{:.1}L{:.1} {:.1}H{:.1}Z",
        x - w / 2.0,
        x + w / 2.0,
        foot.0 + w * 0.3,
        foot.1,
        foot.0 - w * 0.3
    );
    s.part(&d, c);
}

pub(super) fn chair(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 950.0, 300.0);
    let wood = a;
    leg(s, 440.0, 640.0, (420.0, 900.0), 36.0, wood.darker(0.3));
    leg(s, 800.0, 640.0, (836.0, 890.0), 36.0, wood.darker(0.36));
    // A bent rail carries the upholstered back.
    s.cord(
        "M420 660C400 500 380 380 390 260M810 640C830 500 830 380 810 250",
        wood,
        32.0,
    );
    s.form("M366 270Q360 220 420 214Q600 190 780 208Q840 214 838 264Q836 380 820 440Q600 480 392 450Q372 380 366 270Z", c);
    folds(
        s,
        "M366 270Q360 220 420 214Q600 190 780 208Q840 214 838 264Q836 380 820 440Q600 480 392 450Q372 380 366 270Z",
        c,
        &["M420 420Q600 450 800 410"],
    );
    s.gloss("M392 280Q396 244 440 240L640 226Q480 270 410 360Z", 0.25);
    let seat = "M340 650Q350 600 430 596Q620 580 800 592Q880 600 890 650Q900 700 840 710Q600 740 390 716Q330 704 340 650Z";
    s.fill(
        "M338 660Q336 740 400 752Q600 776 830 746Q900 736 892 660Z",
        wood.darker(0.2),
    );
    s.form("M340 640Q350 690 400 700Q600 724 830 698Q890 688 890 640V680Q880 720 830 728Q600 752 400 728Q340 716 340 680Z", c.darker(0.16));
    s.form(seat, c.lighter(0.06));
    s.line(
        "M350 676Q360 708 410 712Q600 736 826 708Q880 700 886 664",
        c.darker(0.4).a(0.5),
        5.0,
    );
    leg(s, 390.0, 740.0, (350.0, 960.0), 44.0, wood);
    leg(s, 836.0, 736.0, (876.0, 950.0), 44.0, wood.darker(0.1));
    s.cord("M370 850Q600 880 856 846", wood.darker(0.05), 18.0);
}

pub(super) fn sofa(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 920.0, 520.0);
    let foot = s.stamp(|s| leg(s, 0.0, 850.0, (0.0, 930.0), 34.0, WOOD.darker(0.2)));
    for x in [190, 420, 780, 1010] {
        s.show(&foot, &format!("translate({x} 0)"));
    }
    s.form(&slab(160.0, 400.0, 880.0, 400.0, 70.0), c.darker(0.08));
    for (x, tone) in [(200.0, 0.0), (602.0, 0.04)] {
        let back = format!(
            "M{x} 470Q{} 400 {} 400H{}Q{} 400 {} 470V660H{x}Z",
            x + 6.0,
            x + 70.0,
            x + 330.0,
            x + 392.0,
            x + 398.0
        );
        s.form(&back, c.darker(tone));
        folds(
            s,
            &back,
            c,
            &[&format!(
                "M{} 640Q{} 600 {} 560",
                x + 40.0,
                x + 60.0,
                x + 40.0
            )],
        );
    }
    s.form(
        "M170 700H1030V860Q1030 872 1016 872H184Q170 872 170 860Z",
        c.darker(0.14),
    );
    for (x, tone) in [(210.0, 0.0), (602.0, 0.03)] {
        s.form(
            &slab(x, 640.0, 390.0, 118.0, 34.0),
            c.lighter(0.1).darker(tone),
        );
        s.line(&format!("M{} 740h330", x + 30.0), c.darker(0.4).a(0.4), 4.0);
    }
    s.form(
        "M90 600Q90 530 160 530Q232 530 232 600V860Q232 872 216 872H106Q90 872 90 860Z",
        c.lighter(0.04),
    );
    s.form(
        "M968 600Q968 530 1040 530Q1110 530 1110 600V860Q1110 872 1094 872H984Q968 872 968 860Z",
        c.darker(0.06),
    );
    let pillow = |s: &mut Sheet, place: &str, tone: Colour| {
        s.group(place, |s| {
            s.fill(
                "M-96-84Q10-104 120-84Q140 20 116 116Q0 130-100 112Q-120 10-96-84Z",
                c.darker(0.7).a(0.25),
            );
            s.form(
                "M-104-96Q0-112 104-96Q120 0 104 100Q0 116-104 100Q-120 0-104-96Z",
                tone,
            );
            s.line("M-60-60L60 62M-60 0L0 62M0-60L60 0", WHITE.a(0.45), 8.0);
        });
    };
    pillow(s, "translate(330 560) rotate(-12)", a);
    pillow(s, "translate(890 566) rotate(9)", a.mix(WHITE, 0.55));
    // A throw over the arm.
    let throw = "M968 560Q1040 500 1112 570L1122 790H962Z";
    s.form(throw, a.lighter(0.35));
    s.within(throw, |s| {
        for y in [620.0, 660.0, 740.0] {
            s.line(&format!("M950 {y}H1130"), a.a(0.8), 11.0);
        }
    });
    let mut fringe = String::new();
    for step in 0..9u16 {
        fringe.push_str(&format!("M{} 792v24", 968 + step * 18));
    }
    s.line(&fringe, a.lighter(0.3), 7.0);
}

pub(super) fn table(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 930.0, 430.0);
    leg(s, 330.0, 560.0, (320.0, 850.0), 46.0, c.darker(0.4));
    leg(s, 870.0, 560.0, (880.0, 850.0), 46.0, c.darker(0.44));
    let top = "M290 500H910L1070 620H130Z";
    s.form(top, c.lighter(0.12));
    s.within(top, |s| {
        s.line(
            "M240 540Q600 560 980 536M180 586Q500 570 800 596T1040 596M320 516Q600 520 860 512",
            c.darker(0.4).a(0.3),
            5.0,
        );
        s.fill("M420 480L330 640H520L590 480Z", WHITE.a(0.2));
    });
    s.form(
        "M130 618H1070V660Q1070 668 1060 668H140Q130 668 130 660Z",
        c,
    );
    s.form("M190 668H1010V716Q600 734 190 716Z", c.darker(0.24));
    leg(s, 186.0, 664.0, (158.0, 950.0), 60.0, c);
    leg(s, 1014.0, 664.0, (1042.0, 950.0), 60.0, c.darker(0.12));
    // Something on it, for the scale.
    s.oval(620.0, 566.0, 120.0, 14.0, c.darker(0.7).a(0.3));
    let runner = "M470 500H560L520 620H400Z";
    s.fill(runner, a.lighter(0.3).a(0.9));
    s.group("translate(430 260) scale(.32)", |s| {
        let (main, seed) = (s.main, s.seed);
        s.main = a;
        s.accent = a.lighter(0.55);
        home::vase(s);
        s.main = main;
        s.accent = a;
        s.seed = seed;
    });
    let bowl = s.tube(a.lighter(0.4));
    s.fill(
        "M740 530A80 16 0 0 0 900 530Q890 584 840 588H800Q750 584 740 530Z",
        bowl,
    );
    s.oval(820.0, 530.0, 80.0, 16.0, a.darker(0.3));
    for (x, r) in [(780.0, 26.0), (830.0, 30.0), (866.0, 22.0)] {
        let fruit = s.ball(Colour(238, 150, 60));
        s.dot(x, 522.0, r, fruit);
    }
    s.line("M740 531A80 16 0 0 0 900 531", a.lighter(0.6), 5.0);
}

pub(super) fn rug(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let d = slab(190.0, 250.0, 820.0, 700.0, 10.0);
    s.drop(&d);
    let mut fringe = String::new();
    for step in 0..42u8 {
        let x = 202.0 + f32::from(step) * 19.4;
        fringe.push_str(&format!(
            "M{x} 214l{} 36M{x} 950l{} 38",
            if step % 2 == 0 { 3 } else { -3 },
            if step % 3 == 0 { -4 } else { 3 }
        ));
    }
    s.line(&fringe, c.lighter(0.7), 7.0);
    s.form(&d, c);
    s.within(&d, |s| {
        s.rect(222.0, 282.0, 756.0, 636.0, 6.0, a);
        s.rect(238.0, 298.0, 724.0, 604.0, 4.0, c.lighter(0.72));
        let mut teeth = String::new();
        for step in 0..18u8 {
            let x = 252.0 + f32::from(step) * 39.0;
            teeth.push_str(&format!("M{x} 306h34l-17 24zM{x} 894h34l-17-24z"));
        }
        s.fill(&teeth, c);
        s.rect(262.0, 340.0, 676.0, 520.0, 4.0, c.darker(0.1));
        s.fill("M600 360L900 600L600 840L300 600Z", a.lighter(0.12));
        s.fill("M600 400L850 600L600 800L350 600Z", c.lighter(0.7));
        s.fill("M600 440L800 600L600 760L400 600Z", c);
        bloom(s, 600.0, 600.0, 120.0, 0.0, a);
        for (x, y) in [
            (320.0, 396.0),
            (880.0, 396.0),
            (320.0, 804.0),
            (880.0, 804.0),
        ] {
            bloom(s, x, y, 52.0, 20.0, a);
        }
        // The pile catches the light in rows.
        let mut pile = String::new();
        for step in 0..35u8 {
            pile.push_str(&format!("M180 {}H1020", 262 + u16::from(step) * 20));
        }
        s.line(&pile, WHITE.a(0.09), 5.0);
        let shade = s.lin(
            (0.0, 0.0),
            (1.0, 1.0),
            &[
                (0.0, WHITE.a(0.2)),
                (0.5, WHITE.a(0.0)),
                (1.0, c.darker(0.8).a(0.28)),
            ],
        );
        s.rect(180.0, 240.0, 840.0, 720.0, 0.0, shade);
    });
    // One corner turned up shows the backing.
    s.fill("M1010 800V950H850Z", s.backdrop.darker(0.14));
    s.part(
        "M1010 800L850 950Q860 850 900 830Q950 800 1010 800Z",
        c.lighter(0.8).darker(0.1),
    );
}

pub(super) fn cushion(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 925.0, 370.0);
    let d = "M240 290Q250 250 300 262Q600 330 900 262Q950 250 960 290Q900 600 966 880Q960 930 900 922Q600 870 300 922Q240 930 234 880Q300 600 240 290Z";
    let paint = s.rad(
        (0.36, 0.3),
        0.85,
        &[(0.0, c.lighter(0.34)), (0.45, c), (1.0, c.darker(0.34))],
    );
    s.form_in(d, paint, c, 16.0);
    s.within(d, |s| {
        match s.pick(3, 1) {
            0 => {
                s.line("M470 260Q500 600 470 930M600 280Q616 600 600 900M730 260Q720 600 730 930", a, 22.0);
                s.line("M515 260Q545 600 515 930M690 260Q680 600 690 930", a.a(0.6), 7.0);
            }
            1 => {
                s.line("M600 800C600 640 540 560 470 470M600 700C640 600 700 540 760 500M560 560C560 500 600 440 640 400", a.darker(0.2), 10.0);
                for (x, y, r) in [(470.0, 460.0, 76.0), (770.0, 490.0, 80.0), (640.0, 390.0, 54.0), (600.0, 640.0, 46.0)] {
                    bloom(s, x, y, r, x, a);
                }
            }
            _ => {
                for step in 0..7u8 {
                    let x = 120.0 + f32::from(step) * 160.0;
                    s.line(&format!("M{x} 220L{} 960M{x} 960L{} 220", x + 420.0, x + 420.0), a.a(0.75), 10.0);
                }
            }
        }
        s.line("M270 300Q360 400 380 470M930 300Q850 390 830 470M270 880Q360 800 390 740M930 880Q850 800 820 740", c.darker(0.6).a(0.22), 22.0);
    });
    s.dashes(
        "M262 312Q316 600 258 870M284 286Q600 350 916 286",
        c.lighter(0.5),
        5.0,
        "12 9",
    );
    for (x, y, t) in [
        (246.0, 276.0, 135.0),
        (954.0, 276.0, 225.0),
        (958.0, 910.0, 315.0),
        (242.0, 910.0, 45.0),
    ] {
        s.group(&format!("translate({x} {y}) rotate({t})"), |s| {
            s.line("M-14 30L-20 86M0 30V92M14 30L20 86", a.darker(0.1), 10.0);
            s.part(&oval(0.0, 22.0, 20.0, 22.0), a);
        });
    }
}
