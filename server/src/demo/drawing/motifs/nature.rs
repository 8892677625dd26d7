//! Motifs of nature.

use super::around;
use crate::demo::drawing::{colour::Colour, sheet::Sheet};

pub(super) fn leaf(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M-80 80C-100-40-20-100 90-90C100 20 40 100-80 80Z", ink);
    s.fill("M-80 80C-20 20 40-40 90-90C100 20 40 100-80 80Z", second);
    s.line(
        "M-96 96L50-50M-30 30V-24M-30 30H26M10-10V-50M10-10H50",
        ink.darker(0.35),
        7.0,
    );
}

pub(super) fn mountain(s: &mut Sheet, ink: Colour, second: Colour) {
    s.dot(44.0, -52.0, 26.0, second);
    s.fill("M-100 80L-30-50L10 10L40-30L100 80Z", ink);
    s.fill("M-30-50L-56 0L-36-8L-22 8L-6-14Z", second.lighter(0.5));
    s.fill("M40-30L100 80H40L56 20Z", ink.darker(0.25));
}

pub(super) fn wave(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M-100 60C-90-60 0-110 70-60C100-30 80 10 46 4C70-20 40-50 10-30C-30 0 10 70 100 60V84H-100Z", ink);
    s.fill("M-100 84C-60 40-20 60 0 70S70 90 100 56V90H-100Z", second);
    s.line("M-70 40C-60-20-20-70 30-64", second.lighter(0.3), 8.0);
}

pub(super) fn fish(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill(
        "M-96 0C-60-70 20-70 60-10L98-46Q88 0 98 46L60 10C20 70-60 70-96 0Z",
        ink,
    );
    s.fill(
        "M-30-48Q0-2-30 48C20 60 50 30 60 0C50-30 20-60-30-48Z",
        second,
    );
    s.line("M-4-30q14 30 0 60M24-24q12 24 0 48", ink, 7.0);
    s.dot(-60.0, -12.0, 9.0, second.lighter(0.7));
}

pub(super) fn bird(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M-98 60C-70 70-50 70-30 60C-70 30-70-20-50-60C-30-10 10 0 40-20C50-60 90-60 90-30L104-20L88-12C80 50 30 90-30 80C-60 80-84 74-98 60Z", ink);
    s.fill(
        "M-20 10C20 20 50 10 60-8C60 40 20 60-20 50C-36 40-34 20-20 10Z",
        second,
    );
    s.dot(70.0, -34.0, 7.0, second.lighter(0.7));
}

pub(super) fn star(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill(
        "M0-98L28-34L98-28L45 18L62 88L0 50L-62 88L-45 18L-98-28L-28-34Z",
        ink,
    );
    s.fill("M0-98L28-34L98-28L0 6ZM45 18L62 88L0 50V6Z", second);
}

pub(super) fn blossom(s: &mut Sheet, ink: Colour, second: Colour) {
    around(s, 5, |s| {
        s.fill("M0 0C-56-30-50-98 0-96C50-98 56-30 0 0Z", ink);
        s.line("M0-26V-60", second, 7.0);
    });
    s.dot(0.0, 0.0, 24.0, second);
    s.dot(-5.0, -6.0, 9.0, second.lighter(0.5));
}

pub(super) fn sun(s: &mut Sheet, ink: Colour, second: Colour) {
    around(s, 12, |s| s.fill("M-11-62L0-100L11-62Z", second));
    s.dot(0.0, 0.0, 56.0, ink);
    s.fill(
        "M-56 0A56 56 0 0 0 56 0Q30 24 0 10T-56 0Z",
        ink.darker(0.25),
    );
}

pub(super) fn moon(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M30-94A96 96 0 1 0 92 50A80 80 0 0 1 30-94Z", ink);
    s.fill(
        "M60-60l9 21 23 2-17 15 5 23-20-12-20 12 5-23-17-15 23-2z",
        second,
    );
    s.dot(20.0, 10.0, 7.0, second);
}

pub(super) fn tree(s: &mut Sheet, ink: Colour, second: Colour) {
    s.rect(-9.0, 20.0, 18.0, 76.0, 5.0, second.darker(0.3));
    s.dot(-42.0, 6.0, 46.0, ink);
    s.dot(42.0, 6.0, 46.0, ink.darker(0.2));
    s.dot(0.0, -42.0, 54.0, ink);
    s.fill("M0-96A54 54 0 0 1 40-6A60 60 0 0 0 0-96Z", ink.darker(0.2));
    for (x, y) in [(-46.0, 4.0), (-6.0, -52.0), (40.0, 12.0), (-8.0, 0.0)] {
        s.dot(x, y, 10.0, second);
    }
}

pub(super) fn cloud(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill(
        "M-70 50A40 40 0 0 1-66-28A56 56 0 0 1 40-40A46 46 0 0 1 70 50Z",
        ink,
    );
    s.line(
        "M-40 20C-60-10-20-40 0-14C14 6-14 20-20 4M20 24C10-4 50-20 58 8",
        second,
        10.0,
    );
    s.line("M-60 74H40M0 94H70", second, 10.0);
}

pub(super) fn bamboo(s: &mut Sheet, ink: Colour, second: Colour) {
    for (x, top) in [(-36.0, -96.0), (14.0, -70.0)] {
        for step in 0..3u8 {
            s.rect(x, top + f32::from(step) * 60.0, 28.0, 54.0, 7.0, ink);
            s.rect(
                x + 5.0,
                top + 6.0 + f32::from(step) * 60.0,
                7.0,
                40.0,
                3.0,
                second,
            );
        }
    }
    s.fill("M42-20Q90-40 100-84Q50-76 42-20ZM-36 10Q-90 0-102-40Q-50-46-36 10ZM44 40Q90 40 104 10Q60 0 44 40Z", second.darker(0.1));
}

pub(super) fn flame(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M10-100C20-50 80-20 70 40C64 84 30 98 0 98S-70 80-70 30C-70-4-50-20-40-50C-24-40-20-24-18-10C0-30 14-60 10-100Z", ink);
    s.fill("M6-10C10 20 40 30 36 60C32 84 16 90 0 90S-36 80-34 54C-32 36-20 30-16 14C-4 20 0 26 0 30C8 20 8 6 6-10Z", second);
}

pub(super) fn drop(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill(
        "M0-100C40-40 70-10 70 32A70 68 0 0 1-70 32C-70-10-40-40 0-100Z",
        ink,
    );
    s.fill(
        "M0-100C40-40 70-10 70 32A70 68 0 0 1 0 100C40 60 30-20 0-100Z",
        ink.darker(0.2),
    );
    s.line("M-40 30Q-40 64-8 72", second, 14.0);
}

pub(super) fn feather(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M-60 60C-80-20 0-100 90-96C90-20 30 60-40 70Z", ink);
    s.fill("M-60 60L90-96C90-20 30 60-40 70Z", second);
    s.line("M-92 98L60-64", ink.darker(0.4), 9.0);
    s.line(
        "M-10 54L-4 20M34 20L36-14M-60 20L-30 30M-20-40L10-14",
        ink.darker(0.4),
        6.0,
    );
}

pub(super) fn shell(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M0 80C-60 60-100 20-96-30Q-90-66-60-60Q-50-92-20-84Q0-104 20-84Q50-92 60-60Q90-66 96-30C100 20 60 60 0 80Z", ink);
    s.line(
        "M0 70V-60M-6 70L-50-40M6 70L50-40M-10 72L-78-10M10 72L78-10",
        second,
        9.0,
    );
    s.rect(-34.0, 66.0, 68.0, 26.0, 10.0, ink.darker(0.2));
}

pub(super) fn wheat(s: &mut Sheet, ink: Colour, second: Colour) {
    s.line("M0 100V-40", second, 10.0);
    for y in [50.0, 14.0, -22.0] {
        s.group(&format!("translate(0 {y})"), |s| {
            s.fill("M0 20C-10-20-40-30-60-36C-60-4-40 20 0 20Z", ink);
            s.fill("M0 20C10-20 40-30 60-36C60-4 40 20 0 20Z", ink.darker(0.2));
        });
    }
    s.fill("M0-100C24-70 24-44 0-24C-24-44-24-70 0-100Z", ink);
}

pub(super) fn gourd(s: &mut Sheet, ink: Colour, second: Colour) {
    s.line("M0-66Q0-90 30-100", second.darker(0.2), 12.0);
    s.dot(0.0, -36.0, 40.0, ink);
    s.dot(0.0, 40.0, 60.0, ink);
    s.fill(
        "M10-76A40 40 0 0 1 30-8Q60 10 60 40A60 60 0 0 1 20 96Q50 40 10-76Z",
        ink.darker(0.2),
    );
    s.line("M-34-2Q0 12 34-2", second, 14.0);
    s.line("M30 0q30 20 24 50", second, 9.0);
}

pub(super) fn lotus(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill(
        "M-100 0C-60-10-20 20 0 60C20 20 60-10 100 0C90 50 50 76 0 76S-90 50-100 0Z",
        ink.darker(0.2),
    );
    s.fill(
        "M-66-50C-20-40 0 10 0 66C-40 60-74 0-66-50ZM66-50C20-40 0 10 0 66C40 60 74 0 66-50Z",
        ink,
    );
    s.fill("M0-90C34-50 36 20 0 66C-36 20-34-50 0-90Z", second);
    s.line("M-60 94H60", second, 9.0);
}

pub(super) fn cat(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill(
        "M-70 96C-80 40-60 0-40-20L-50-86L-16-60H16L50-86L40-20C60 0 80 40 70 96Z",
        ink,
    );
    s.line("M66 86C110 80 110 30 84 20", ink, 17.0);
    s.dot(-18.0, -36.0, 8.0, second);
    s.dot(18.0, -36.0, 8.0, second);
    s.fill("M-34 96C-40 50-20 20 0 20S40 50 34 96Z", second);
}

pub(super) fn bolt(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M20-100L-70 20H-6L-30 100L72-26H8Z", ink);
    s.fill("M20-100L8-26H72L-30 100L16 2H-40Z", second);
}
