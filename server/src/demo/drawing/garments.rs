//! Tops: what is laid out flat with its sleeves.

use super::colour::{Colour, GOLD, WHITE};
use super::sheet::Sheet;

/// The folds of cloth that hangs or lies: soft dark strokes with a faint light beside.
pub(super) fn folds(s: &mut Sheet, outline: &str, c: Colour, lines: &[&str]) {
    let dark = c.darker(0.6).a(0.1);
    let light = WHITE.a(if c.luma() < 0.3 { 0.05 } else { 0.1 });
    let d = lines.concat();
    s.within(outline, |s| {
        s.group("translate(-17 -4)", |s| {
            s.line(&d, &light, 20.0);
            s.line(&d, &light, 8.0);
        });
        for width in [30.0, 18.0, 8.0] {
            s.line(&d, &dark, width);
        }
    });
}

fn button(s: &mut Sheet, x: f32, y: f32, r: f32, c: Colour) {
    s.dot(x + 3.0, y + 4.0, r, c.darker(0.7).a(0.5));
    let paint = s.fall(c);
    s.dot(x, y, r, paint);
    s.dot(x - r * 0.25, y, r * 0.14, c.darker(0.6));
    s.dot(x + r * 0.25, y, r * 0.14, c.darker(0.6));
}

pub(super) fn shirt(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let body = "M450 250L300 320Q270 336 262 370L180 620L330 680L380 540V980Q600 1010 820 980V540L870 680L1020 620L938 370Q930 336 900 320L750 250Q600 300 450 250Z";
    s.drop(body);
    s.fill("M470 236Q600 210 730 236L700 330H500Z", c.darker(0.42));
    s.form(
        "M300 320Q270 336 262 370L180 620L330 680L392 500Q360 400 400 290Z",
        c.darker(0.04),
    );
    s.form(
        "M900 320Q930 336 938 370L1020 620L870 680L808 500Q840 400 800 290Z",
        c.darker(0.1),
    );
    let trunk = "M450 250L384 290Q366 420 380 560V980Q600 1010 820 980V560Q834 420 816 290L750 250L600 360Z";
    s.form(trunk, c);
    if s.pick(3, 1) == 1 {
        s.within(trunk, |s| {
            for step in 0..9u8 {
                let x = 396.0 + f32::from(step) * 50.0;
                s.line(&format!("M{x} 240V1010"), a.a(0.5), 8.0);
            }
        });
    }
    folds(
        s,
        trunk,
        c,
        &[
            "M420 520Q450 640 410 800",
            "M770 480Q730 600 780 760",
            "M480 860Q500 920 470 990",
            "M700 840Q690 910 716 990",
        ],
    );
    folds(
        s,
        body,
        c,
        &["M300 420Q330 480 300 560", "M890 420Q880 490 910 560"],
    );
    s.fill("M572 356L628 356V994H572Z", c.lighter(0.12));
    s.line("M574 370V994M628 370V994", c.darker(0.4).a(0.4), 3.0);
    for y in [420.0, 530.0, 640.0, 750.0, 860.0] {
        button(s, 600.0, y, 13.0, a.mix(WHITE, 0.4));
    }
    s.part(
        "M470 232L446 262L500 400L600 352L500 270Q480 250 470 232Z",
        c.lighter(0.16),
    );
    s.part(
        "M730 232L754 262L700 400L600 352L700 270Q720 250 730 232Z",
        c.lighter(0.06),
    );
    // Pocket and cuffs.
    s.part("M680 480h104v90l-52 32l-52-32z", c.lighter(0.05));
    s.dashes("M688 500h88", c.darker(0.45), 3.0, "9 7");
    s.part("M180 620L330 680L318 716L166 654Z", c.lighter(0.12));
    s.part("M1020 620L870 680L882 716L1034 654Z", c.darker(0.02));
    s.dashes(
        "M384 958Q600 986 816 958",
        c.darker(0.4).a(0.7),
        3.0,
        "10 8",
    );
}

pub(super) fn coat(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let body = "M460 190L330 240Q280 262 270 320L190 730L320 760L372 560L340 1040H860L828 560L880 760L1010 730L930 320Q920 262 870 240L740 190Z";
    s.drop(body);
    s.fill("M480 180Q600 150 720 180L690 420H510Z", a.darker(0.1));
    s.line("M520 220Q600 240 680 220", a.darker(0.4), 5.0);
    s.form(
        "M330 240Q280 262 270 320L190 730L320 760L400 480V230Z",
        c.darker(0.06),
    );
    s.form(
        "M870 240Q920 262 930 320L1010 730L880 760L800 480V230Z",
        c.darker(0.12),
    );
    let left = "M460 190L390 220L372 560L336 1040Q480 1056 640 1046V480Z";
    let right = "M740 190L810 220L828 560L864 1040Q760 1056 600 1046L600 520Z";
    s.form(right, c.darker(0.04));
    s.form(left, c);
    folds(
        s,
        left,
        c,
        &[
            "M430 640Q440 800 400 1040",
            "M520 760Q530 900 510 1046",
            "M400 330Q420 420 390 500",
        ],
    );
    folds(
        s,
        right,
        c,
        &["M770 640Q760 820 800 1040", "M720 800Q716 900 730 1046"],
    );
    // Lapels.
    s.form(
        "M468 176L430 210L450 380L410 400L600 620L640 500Q540 380 500 210Z",
        c.lighter(0.1),
    );
    s.form(
        "M732 176L770 210L750 380L790 400L650 600L620 480Q670 380 700 210Z",
        c.lighter(0.03),
    );
    for (x, y) in [
        (560.0, 660.0),
        (560.0, 780.0),
        (560.0, 900.0),
        (700.0, 660.0),
        (700.0, 780.0),
    ] {
        button(s, x, y, 20.0, a.darker(0.15));
    }
    for (x, tilt) in [(400.0, -8.0), (724.0, 8.0)] {
        s.group(&format!("rotate({tilt} {x} 800)"), |s| {
            s.part(&format!("M{x} 800h96v46h-96z"), c.lighter(0.06));
        });
    }
    s.part("M196 690L332 722L320 764L186 732Z", c.lighter(0.08));
    s.part("M1004 690L868 722L880 764L1014 732Z", c);
    s.line("M640 640V1044", c.darker(0.6).a(0.5), 5.0);
}

/// Rows of small knitted loops inside an outline.
pub(super) fn knit(s: &mut Sheet, outline: &str, area: (f32, f32, f32, f32), step: f32, c: Colour) {
    let (x0, y0, x1, y1) = area;
    let dark = c.darker(0.55).a(0.2);
    let stamp = s.kept((b'k', c), |s| {
        let mut d = format!("M{x0:.0} {y0:.0}");
        let half = step * 0.5;
        let mut x = x0;
        while x < x1 {
            d.push_str(&format!("l{half:.0} {half:.0} {half:.0}-{half:.0}"));
            x += step;
        }
        s.line(&d, &dark, step * 0.16);
    });
    s.within(outline, |s| {
        let mut y = 0.0;
        while y < y1 - y0 {
            s.show(&stamp, &format!("translate(0 {y:.0})"));
            y += step * 0.8;
        }
    });
}

pub(super) fn sweater(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    let body = "M450 240Q340 270 300 330L160 800L290 850L380 600V960H820V600L910 850L1040 800L900 330Q860 270 750 240Q600 300 450 240Z";
    s.drop(body);
    s.fill("M460 240Q600 190 740 240L700 320H500Z", c.darker(0.45));
    s.form(
        "M400 262Q330 280 300 330L160 800L290 850L410 560Z",
        c.darker(0.03),
    );
    s.form(
        "M800 262Q870 280 900 330L1040 800L910 850L790 560Z",
        c.darker(0.1),
    );
    let trunk = "M456 240L396 264Q370 420 380 600V920Q600 950 820 920V600Q830 420 804 264L744 240Q600 380 456 240Z";
    s.form(trunk, c);
    knit(s, body, (170.0, 250.0, 1030.0, 920.0), 40.0, c);
    s.within(trunk, |s| {
        match s.pick(3, 1) {
            0 => {
                // Two cables.
                for x in [490, 690] {
                    let (mut under, mut over) = (String::new(), String::new());
                    for step in 0..7u16 {
                        let y = 420 + step * 74;
                        under.push_str(&format!("M{x} {y}q20 20 30 37t-30 37"));
                        over.push_str(&format!("M{} {y}q-20 20-30 37t30 37", x + 24));
                    }
                    s.line(&under, c.darker(0.4), 16.0);
                    s.line(&over, c.lighter(0.28), 15.0);
                }
            }
            1 => {
                for y in [520.0, 600.0, 680.0] {
                    s.rect(370.0, y, 470.0, 34.0, 0.0, a);
                }
            }
            _ => {
                s.rect(370.0, 470.0, 470.0, 16.0, 0.0, a);
                s.rect(370.0, 620.0, 470.0, 16.0, 0.0, a);
                for step in 0..6u8 {
                    let x = 404.0 + f32::from(step) * 78.0;
                    s.fill(&format!("M{x} 510l34 42l-34 42l-34-42z"), a);
                    s.fill(&format!("M{x} 532l16 20l-16 20l-16-20z"), WHITE.a(0.8));
                }
            }
        }
    });
    folds(
        s,
        trunk,
        c,
        &["M400 620Q440 720 404 860", "M790 600Q756 700 800 840"],
    );
    // Ribbing: neck, cuffs, hem.
    let rib = c.lighter(0.08);
    let collar = "M452 238Q600 396 748 238L700 220Q600 300 500 220Z";
    s.part(collar, rib);
    s.part("M380 912Q600 942 820 912V976Q600 1004 380 976Z", rib);
    s.part("M178 742L310 792L286 862L150 812Z", rib);
    s.part("M1022 742L890 792L914 862L1050 812Z", rib.darker(0.06));
    let groove = c.darker(0.5).a(0.35);
    for step in 0..17u8 {
        let x = 396.0 + f32::from(step) * 25.5;
        s.line(&format!("M{x} 926v56"), &groove, 5.0);
    }
    for step in 0..6u8 {
        let (dx, dy) = (f32::from(step) * 22.0, f32::from(step) * 8.4);
        s.line(
            &format!("M{} {}l-24 66", 190.0 + dx, 754.0 + dy),
            &groove,
            5.0,
        );
        s.line(
            &format!("M{} {}l24 66", 1010.0 - dx, 754.0 + dy),
            &groove,
            5.0,
        );
    }
    if s.view == 1 {
        // The sewn-in tag.
        s.part("M566 222h68v40h-68z", GOLD.lighter(0.5));
    }
}
