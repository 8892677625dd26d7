//! Motifs of craft.

use super::around;
use crate::demo::drawing::{colour::Colour, sheet::Sheet};

pub(super) fn needle_thread(s: &mut Sheet, ink: Colour, second: Colour) {
    s.line(
        "M-50 90C-110 40-20 0 20 20S80 80 90 30S40-60 60-78",
        second,
        10.0,
    );
    s.fill(
        "M-70 96C-40 20 30-60 66-96Q84-104 84-82C50-40-10 40-64 100Z",
        ink,
    );
    s.fill("M48-66Q66-90 76-92Q72-76 56-58Z", second.lighter(0.6));
}

pub(super) fn gear(s: &mut Sheet, ink: Colour, second: Colour) {
    around(s, 8, |s| s.rect(-17.0, -98.0, 34.0, 50.0, 8.0, ink));
    s.dot(0.0, 0.0, 72.0, ink);
    s.dot(0.0, 0.0, 44.0, second);
    s.dot(0.0, 0.0, 20.0, ink);
}

pub(super) fn cup(s: &mut Sheet, ink: Colour, second: Colour) {
    s.line("M54-10C110-20 104 56 44 50", ink, 17.0);
    s.fill("M-76-24H66V20C66 70 30 84-5 84S-76 70-76 20Z", ink);
    s.fill("M-76-24H66V-4Q30 16-5-4T-76-4Z", second);
    s.line(
        "M-36-46q-14-20 0-40M-2-46q-14-20 0-40M32-46q-14-20 0-40",
        second,
        9.0,
    );
    s.rect(-90.0, 88.0, 170.0, 10.0, 5.0, ink);
}

pub(super) fn key(s: &mut Sheet, ink: Colour, second: Colour) {
    s.group("rotate(-45)", |s| {
        s.ring(-56.0, 0.0, 38.0, 38.0, ink, 24.0);
        s.rect(-20.0, -12.0, 120.0, 24.0, 8.0, ink);
        s.rect(50.0, 0.0, 18.0, 44.0, 5.0, ink);
        s.rect(80.0, 0.0, 18.0, 34.0, 5.0, ink);
        s.dot(-56.0, 0.0, 14.0, second);
    });
}

pub(super) fn house(s: &mut Sheet, ink: Colour, second: Colour) {
    s.rect(-64.0, -10.0, 128.0, 96.0, 4.0, second);
    s.fill(
        "M-104 0Q-50-20 0-86Q50-20 104 0Q60 6 0-30Q-60 6-104 0Z",
        ink,
    );
    s.fill("M-20 86V40A20 20 0 0 1 20 40V86Z", ink);
    s.rect(-50.0, 20.0, 20.0, 24.0, 3.0, ink);
    s.rect(30.0, 20.0, 20.0, 24.0, 3.0, ink);
}

pub(super) fn boat(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M-10-98Q60-50 50 30H-10Z", second);
    s.fill("M-20-76Q-70-20-70 30H-20Z", ink.lighter(0.2));
    s.fill("M-100 40H100Q80 84 40 84H-50Q-84 80-100 40Z", ink);
    s.line("M-90 98q30-16 60 0t60 0t60 0", second, 8.0);
}

pub(super) fn lantern(s: &mut Sheet, ink: Colour, second: Colour) {
    s.line("M0-100V-70M0 60V98M-14 66V90M14 66V90", second, 8.0);
    s.oval(0.0, -4.0, 84.0, 60.0, ink);
    s.ring(0.0, -4.0, 44.0, 58.0, ink.darker(0.3), 6.0);
    s.line("M0-62V56", ink.darker(0.3), 6.0);
    s.rect(-36.0, -76.0, 72.0, 20.0, 6.0, second);
    s.rect(-36.0, 48.0, 72.0, 20.0, 6.0, second);
}

pub(super) fn bridge(s: &mut Sheet, ink: Colour, second: Colour) {
    s.dot(40.0, -50.0, 30.0, second);
    s.fill(
        "M-104 50Q-60-30 0-30T104 50V62H60A60 60 0 0 0-60 62H-104Z",
        ink,
    );
    s.line("M-100 34Q-56-50 0-50T100 34", ink.darker(0.2), 9.0);
    s.line("M-90 84q30-14 60 0t60 0t60 0", second, 8.0);
}

pub(super) fn kite(s: &mut Sheet, ink: Colour, second: Colour) {
    s.fill("M30-98L92-30L10 50L-40-40Z", ink);
    s.fill("M30-98L10 50L-40-40ZM30-98", second);
    s.line(
        "M10 50C-10 60-10 84-40 84S-70 60-98 96",
        ink.darker(0.2),
        8.0,
    );
    s.fill("M-40 70l22 14-22 14zM-40 70l-22 14 22 14z", second);
}

pub(super) fn knot(s: &mut Sheet, ink: Colour, second: Colour) {
    s.group("rotate(45)", |s| {
        for at in [-40.0, 0.0, 40.0] {
            s.line(&format!("M{at}-70V70"), ink, 17.0);
            s.line(&format!("M-70 {at}H70"), second, 17.0);
        }
        s.line("M-40-70A20 20 0 0 1 0-70M0 70A20 20 0 0 0 40 70", ink, 17.0);
        s.line(
            "M-70-40A20 20 0 0 0-70 0M70 0A20 20 0 0 1 70 40",
            second,
            17.0,
        );
    });
}

pub(super) fn wheel(s: &mut Sheet, ink: Colour, second: Colour) {
    s.ring(0.0, 0.0, 82.0, 82.0, ink, 22.0);
    around(s, 8, |s| s.line("M0-20V-74", second, 9.0));
    s.dot(0.0, 0.0, 26.0, ink);
    s.dot(0.0, 0.0, 10.0, second);
}
