//! The bicycle and its helmet.

use super::colour::{GOLD, INK, LEATHER, RUBBER, STEEL, WHITE};
use super::play::wheel;
use super::sheet::Sheet;

pub(super) fn bicycle(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 946.0, 500.0);
    wheel(s, 310.0, 730.0, 206.0, 26.0, STEEL, 24);
    wheel(s, 890.0, 730.0, 206.0, 26.0, STEEL, 24);
    // Mudguards.
    s.line("M130 590A232 232 0 0 1 480 566", c.darker(0.25), 18.0);
    s.line("M130 588A232 232 0 0 1 480 564", c.lighter(0.2), 9.0);
    s.line("M740 552A232 232 0 0 1 1080 610", c.darker(0.25), 18.0);
    s.line("M740 550A232 232 0 0 1 1080 608", c.lighter(0.2), 9.0);
    // Rear triangle, main triangle, fork.
    s.cord("M310 730L560 740", c.darker(0.1), 19.0);
    s.cord("M310 730L480 470", c.darker(0.1), 19.0);
    s.cord("M560 740L466 400", c, 28.0);
    s.cord("M484 470L800 440", c, 28.0);
    s.cord("M560 740L806 470", c, 28.0);
    s.cord("M780 340L820 500Q850 600 890 730", c, 26.0);
    s.line("M496 520L520 610", WHITE.a(0.8), 9.0);
    // Rack and basket.
    s.line(
        "M400 510H180M200 512L300 720M400 512L320 700",
        STEEL.darker(0.35),
        12.0,
    );
    s.line("M400 506H180", STEEL.lighter(0.4), 5.0);
    let basket = "M830 330H1040L1010 500H860Z";
    s.form(basket, LEATHER.lighter(0.4));
    s.within(basket, |s| {
        for y in [362.0, 398.0, 434.0, 470.0] {
            s.line(
                &format!("M820 {y}q20-14 40 0t40 0t40 0t40 0t40 0t40 0"),
                LEATHER.darker(0.3).a(0.6),
                8.0,
            );
        }
        s.line(
            "M880 330L890 500M930 330V500M985 330L974 500",
            LEATHER.darker(0.3).a(0.4),
            6.0,
        );
    });
    s.line("M826 330H1044", LEATHER.darker(0.1), 17.0);
    // Cranks and chain.
    s.line("M310 704L560 694M310 756L560 786", INK.a(0.8), 7.0);
    let ring = s.metal(STEEL);
    s.dot(560.0, 740.0, 60.0, ring);
    s.dot(560.0, 740.0, 40.0, STEEL.darker(0.45));
    s.ring(560.0, 740.0, 50.0, 50.0, INK.a(0.4), 5.0);
    s.cord("M560 740L626 838M560 740L494 642", STEEL, 16.0);
    s.part("M590 830h76v24h-76zM458 628h76v22h-76z", RUBBER);
    let hub = s.ball(STEEL);
    s.dot(560.0, 740.0, 18.0, hub);
    // Saddle, bars, bell.
    s.cord("M470 420L458 370", STEEL, 20.0);
    s.form(
        "M350 350Q360 320 420 326Q500 340 570 336Q590 344 570 360Q500 372 440 392Q360 400 350 350Z",
        a,
    );
    s.cord("M786 350L770 290Q700 260 640 290", STEEL, 18.0);
    s.line("M690 272Q660 276 630 296", a.darker(0.3), 34.0);
    s.line("M688 268Q658 272 630 290", a.lighter(0.15), 20.0);
    let bell = s.ball(GOLD);
    s.dot(748.0, 268.0, 22.0, bell);
    let lamp = s.ball(STEEL.lighter(0.4));
    s.dot(816.0, 360.0, 28.0, lamp);
}

pub(super) fn helmet(s: &mut Sheet) {
    let (c, a) = (s.main, s.accent);
    s.shadow(600.0, 900.0, 400.0);
    // Straps hang inside.
    s.line(
        "M420 700L560 900L700 710M560 900Q600 940 640 900",
        RUBBER,
        20.0,
    );
    s.line("M420 696L560 896L700 706", RUBBER.lighter(0.3), 6.0);
    s.part("M530 876h64v40h-64z", a.darker(0.2));
    s.form("M220 700Q600 800 1000 660L990 720Q600 860 240 750Z", INK);
    let shell = "M190 700C180 470 330 260 600 250C860 240 1010 420 1030 640Q1030 680 990 690Q800 700 620 740Q420 780 240 760Q192 750 190 700Z";
    let paint = s.ball(c);
    s.form_in(shell, paint, c, 16.0);
    s.within(shell, |s| {
        // Vents follow the airflow.
        for (d, w) in [
            (
                "M300 560Q380 370 560 320Q460 410 400 570Q340 590 300 560Z",
                0.0,
            ),
            (
                "M460 570Q500 400 640 320Q610 440 600 560Q520 590 460 570Z",
                0.0,
            ),
            (
                "M680 540Q680 410 740 330Q790 420 800 520Q740 550 680 540Z",
                0.0,
            ),
            (
                "M850 500Q850 410 830 360Q910 420 930 500Q890 520 850 500Z",
                0.0,
            ),
        ] {
            s.fill(d, INK);
            s.group("translate(10 8)", |s| s.fill(d, RUBBER.lighter(0.1 + w)));
            s.line(d, c.lighter(0.4), 5.0);
        }
        s.fill(
            "M180 660Q420 720 620 670T1040 590V640Q800 660 620 712T190 730Z",
            a,
        );
        s.line("M186 664Q420 724 620 674T1040 594", WHITE.a(0.6), 5.0);
    });
    s.gloss(
        "M250 560C270 450 350 360 470 310C380 390 320 470 300 570Q260 590 250 560Z",
        0.6,
    );
    s.form(
        "M188 690Q150 700 130 740Q240 790 420 774L430 740Q300 750 188 690Z",
        a.darker(0.3),
    );
    s.line("M140 738Q250 778 420 764", WHITE.a(0.3), 6.0);
}
