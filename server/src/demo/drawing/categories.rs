//! The small pictures of the top categories.

use super::colour::{Colour, GOLD, LEAF, STEEL, WHITE, WOOD};
use super::sheet::Sheet;

/// A 96 × 96 picture of a top category, by its slug. It has no ground of its own, so it
/// lies on whatever the page has behind it.
pub fn category_picture(category: &str) -> Option<String> {
    let draw: fn(&mut Sheet) = match category {
        "fresh" => fresh,
        "tea" => tea,
        "pantry" => pantry,
        "clothing" => clothing,
        "shoes-bags" => shoes_bags,
        "electronics" => electronics,
        "home" => home,
        "kitchen" => kitchen,
        "beauty" => beauty,
        "children" => children,
        "sports" => sports,
        "craft" => craft,
        _ => return None,
    };
    let none = Colour(120, 110, 100);
    let mut s = Sheet::new(none, none, none, 0, 0);
    s.oval(50.0, 86.0, 36.0, 5.0, none.a(0.22));
    draw(&mut s);
    Some(s.finish(96, 96))
}

fn fresh(s: &mut Sheet) {
    let red = Colour(214, 58, 60);
    s.line("M50 34Q48 22 56 12", WOOD.darker(0.4), 4.0);
    s.fill("M52 24Q62 6 82 14Q76 30 52 24Z", LEAF);
    let paint = s.ball(red);
    s.fill("M49 34C38 26 14 28 14 54C14 74 30 86 40 86C45 86 47 83 50 83S56 86 60 86C70 86 86 74 86 54C86 28 60 26 49 34Z", paint);
    s.fill(
        "M24 52C24 42 32 38 38 38C32 44 30 50 30 58C27 60 24 58 24 52Z",
        WHITE.a(0.6),
    );
}

fn tea(s: &mut Sheet) {
    let c = Colour(92, 140, 120);
    s.line("M62 48C84 40 86 72 60 70", c.darker(0.2), 6.0);
    s.line("M24 56C12 50 12 40 8 34", c, 8.0);
    let paint = s.ball(c);
    s.fill(
        "M18 60C18 44 30 38 43 38S68 44 68 60S56 84 43 84S18 76 18 60Z",
        paint,
    );
    s.fill("M28 40Q43 28 58 40Q43 46 28 40Z", c.lighter(0.3));
    s.dot(43.0, 30.0, 5.0, c.darker(0.1));
    s.fill("M26 58Q26 48 36 46Q32 54 32 64Q26 66 26 58Z", WHITE.a(0.5));
    let cup = s.fall(WHITE.mix(c, 0.15));
    s.fill("M66 72H94Q92 88 80 88T66 72Z", cup);
    s.oval(80.0, 72.0, 14.0, 3.6, Colour(206, 140, 60));
}

fn pantry(s: &mut Sheet) {
    let c = Colour(226, 158, 70);
    let jar = s.tube(c);
    s.fill("M22 36H64V80Q64 87 57 87H29Q22 87 22 80Z", jar);
    let lid = s.tube(Colour(186, 76, 60));
    s.rect(20.0, 24.0, 46.0, 14.0, 3.0, lid);
    s.rect(28.0, 50.0, 30.0, 24.0, 3.0, WHITE);
    s.dot(43.0, 62.0, 7.0, c);
    s.rect(26.0, 40.0, 3.0, 42.0, 1.5, WHITE.a(0.6));
    let biscuit = s.ball(Colour(218, 164, 104));
    s.dot(74.0, 72.0, 16.0, biscuit);
    for (x, y) in [(68.0, 68.0), (78.0, 66.0), (74.0, 78.0), (82.0, 76.0)] {
        s.dot(x, y, 2.4, Colour(96, 60, 42));
    }
}

fn clothing(s: &mut Sheet) {
    let c = Colour(74, 122, 176);
    let paint = s.fall(c);
    s.fill(
        "M36 16L18 24L6 46L20 54L26 46V86H70V46L76 54L90 46L78 24L60 16Q48 28 36 16Z",
        paint,
    );
    s.fill(
        "M62 46L76 54L90 46L78 24L70 20V86H62Z",
        c.darker(0.4).a(0.35),
    );
    s.line("M36 16Q48 28 60 16", c.lighter(0.5), 3.5);
    s.fill("M34 46H46V58L40 62L34 58Z", c.lighter(0.35));
}

fn shoes_bags(s: &mut Sheet) {
    let c = Colour(170, 96, 66);
    s.line("M34 40C34 8 66 8 66 40", c.darker(0.3), 5.0);
    let paint = s.fall(c);
    s.fill("M20 36H80L88 80Q88 87 81 87H19Q12 87 12 80Z", paint);
    s.fill("M20 36H80L83 54Q66 66 50 66T17 54Z", c.lighter(0.16));
    s.rect(44.0, 58.0, 12.0, 14.0, 3.0, GOLD);
    s.fill("M74 60L88 80Q88 87 81 87H70Z", c.darker(0.5).a(0.3));
}

fn electronics(s: &mut Sheet) {
    let c = Colour(84, 92, 120);
    s.line("M18 62C10 22 30 12 48 12S86 22 78 62", c, 8.0);
    s.line("M18 58C12 26 30 14 46 13", c.lighter(0.5), 2.4);
    let cup = s.ball(c);
    s.rect(10.0, 50.0, 22.0, 36.0, 9.0, &cup);
    s.rect(64.0, 50.0, 22.0, 36.0, 9.0, cup);
    s.rect(27.0, 52.0, 8.0, 32.0, 4.0, Colour(96, 170, 220));
    s.rect(61.0, 52.0, 8.0, 32.0, 4.0, Colour(96, 170, 220));
}

fn home(s: &mut Sheet) {
    let c = Colour(96, 146, 136);
    s.rect(16.0, 76.0, 6.0, 12.0, 2.0, WOOD.darker(0.2));
    s.rect(74.0, 76.0, 6.0, 12.0, 2.0, WOOD.darker(0.2));
    let back = s.fall(c);
    s.rect(16.0, 34.0, 64.0, 42.0, 10.0, back);
    s.rect(22.0, 58.0, 52.0, 16.0, 5.0, c.lighter(0.25));
    s.rect(8.0, 48.0, 16.0, 32.0, 7.0, c.lighter(0.06));
    s.rect(72.0, 48.0, 16.0, 32.0, 7.0, c.darker(0.2));
    s.group("translate(36 50) rotate(-14)", |s| {
        s.rect(-9.0, -9.0, 19.0, 19.0, 4.0, Colour(232, 166, 84))
    });
    s.line("M48 59V73", c.darker(0.3).a(0.5), 1.6);
}

fn kitchen(s: &mut Sheet) {
    let c = Colour(200, 84, 62);
    s.line("M14 52H6M82 52H90", c.darker(0.3), 6.0);
    let body = s.tube(c);
    s.fill("M14 44H82V76Q82 87 70 87H26Q14 87 14 76Z", body);
    s.rect(10.0, 40.0, 76.0, 8.0, 4.0, c.lighter(0.2));
    let lid = s.fall(c);
    s.fill("M14 40Q20 24 48 24T82 40Z", lid);
    s.dot(48.0, 20.0, 6.0, STEEL.darker(0.2));
    s.rect(20.0, 52.0, 4.0, 26.0, 2.0, WHITE.a(0.6));
    s.line("M36 12q-4-4 0-8M60 12q-4-4 0-8", STEEL.a(0.8), 3.0);
}

fn beauty(s: &mut Sheet) {
    let c = Colour(206, 66, 96);
    let bullet = s.tube(c);
    s.fill("M24 50V26Q34 12 44 12V50Z", bullet);
    let gold = s.metal(GOLD);
    s.rect(22.0, 48.0, 24.0, 14.0, 2.0, gold);
    let case = s.tube(Colour(64, 52, 70));
    s.rect(18.0, 60.0, 32.0, 27.0, 3.0, case);
    let jar = s.tube(Colour(244, 196, 190));
    s.rect(52.0, 62.0, 38.0, 25.0, 6.0, jar);
    let lid = s.tube(GOLD);
    s.rect(52.0, 50.0, 38.0, 14.0, 3.0, lid);
    s.rect(57.0, 66.0, 3.5, 16.0, 1.7, WHITE.a(0.8));
}

fn children(s: &mut Sheet) {
    let c = Colour(198, 142, 90);
    let pale = c.lighter(0.55);
    for x in [24.0, 72.0] {
        s.dot(x, 26.0, 12.0, c);
        s.dot(x, 27.0, 6.5, pale);
    }
    let head = s.ball(c);
    s.oval(48.0, 52.0, 37.0, 34.0, head);
    s.oval(48.0, 64.0, 17.0, 13.0, pale);
    s.oval(48.0, 58.0, 6.0, 4.2, Colour(60, 46, 44));
    s.line(
        "M48 62V66Q44 71 40 69M48 66Q52 71 56 69",
        Colour(60, 46, 44),
        1.8,
    );
    s.dot(33.0, 48.0, 3.8, Colour(60, 46, 44));
    s.dot(63.0, 48.0, 3.8, Colour(60, 46, 44));
    s.dot(32.0, 46.6, 1.3, WHITE);
    s.dot(62.0, 46.6, 1.3, WHITE);
}

fn sports(s: &mut Sheet) {
    let c = Colour(232, 126, 56);
    let paint = s.ball(c);
    s.dot(48.0, 50.0, 37.0, paint);
    s.within("M11 50A37 37 0 0 1 85 50A37 37 0 0 1 11 50Z", |s| {
        s.group("rotate(-18 48 50)", |s| {
            s.line(
                "M48 10V90M8 50H88M20 20Q42 50 20 82M76 20Q54 50 76 82",
                c.darker(0.65),
                2.6,
            );
        });
    });
    s.group("translate(34 30) rotate(-40)", |s| {
        s.oval(0.0, 0.0, 9.0, 4.0, WHITE.a(0.6))
    });
}

fn craft(s: &mut Sheet) {
    let c = Colour(126, 96, 168);
    s.line("M22 10L66 74", WOOD.lighter(0.2), 4.0);
    s.line("M76 10L36 74", WOOD, 4.0);
    s.dot(22.0, 10.0, 5.0, GOLD);
    s.dot(76.0, 10.0, 5.0, GOLD);
    let paint = s.ball(c);
    s.dot(48.0, 56.0, 31.0, paint);
    let light = c.lighter(0.45);
    s.line(
        "M22 48Q46 32 74 44M19 56Q46 40 78 52M20 64Q46 48 79 60",
        light,
        2.2,
    );
    s.line("M40 26Q60 50 52 86M30 31Q50 56 42 86", c.darker(0.35), 2.2);
    s.line("M66 80Q80 90 92 82", c, 3.0);
}
