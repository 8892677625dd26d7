//! Outlines and simple solids that many subjects are built from.

use super::colour::{Colour, GOLD, LEAF, WHITE};
use super::sheet::Sheet;

/// An ellipse as a path, where a form wants an outline.
pub(super) fn oval(cx: f32, cy: f32, rx: f32, ry: f32) -> String {
    format!(
        "M{:.1} {cy:.1}A{rx:.1} {ry:.1} 0 1 1 {:.1} {cy:.1}A{rx:.1} {ry:.1} 0 1 1 {:.1} {cy:.1}Z",
        cx - rx,
        cx + rx,
        cx - rx
    )
}

/// A rounded rectangle as a path.
pub(super) fn slab(x: f32, y: f32, w: f32, h: f32, r: f32) -> String {
    let (iw, ih) = (w - 2.0 * r, h - 2.0 * r);
    format!(
        "M{:.1} {y:.1}h{iw:.1}a{r:.1} {r:.1} 0 0 1 {r:.1} {r:.1}v{ih:.1}a{r:.1} {r:.1} 0 0 1 -{r:.1} {r:.1}\
         h-{iw:.1}a{r:.1} {r:.1} 0 0 1 -{r:.1} -{r:.1}v-{ih:.1}a{r:.1} {r:.1} 0 0 1 {r:.1} -{r:.1}z",
        x + r
    )
}

/// The outline of a round vessel: radius `rt` at `top`, `rb` at `bottom`; `k` is how
/// far its ellipses are opened to the eye.
pub(super) fn vessel(cx: f32, top: f32, rt: f32, bottom: f32, rb: f32, k: f32) -> String {
    format!(
        "M{:.1} {top:.1}L{:.1} {bottom:.1}A{rb:.1} {:.1} 0 0 0 {:.1} {bottom:.1}L{:.1} {top:.1}A{rt:.1} {:.1} 0 0 0 {:.1} {top:.1}Z",
        cx - rt,
        cx - rb,
        rb * k,
        cx + rb,
        cx + rt,
        rt * k,
        cx - rt
    )
}

/// A cylinder or cone with its upper face.
pub(super) fn drum(s: &mut Sheet, at: (f32, f32, f32), to: (f32, f32), k: f32, c: Colour) {
    let (cx, top, rt) = at;
    let (bottom, rb) = to;
    let paint = s.tube(c);
    s.form_in(&vessel(cx, top, rt, bottom, rb, k), paint, c, 8.0);
    let face = s.fall(c.lighter(0.2));
    s.oval(cx, top, rt, rt * k, face);
    s.ring(cx, top, rt - 2.0, rt * k - 1.0, WHITE.a(0.35), 4.0);
}

/// A leaf from (x, y), `long` long, turned by `turn` degrees from pointing right.
pub(super) fn leaf(s: &mut Sheet, x: f32, y: f32, long: f32, turn: f32, c: Colour) {
    let stamp = s.kept((b'l', c), |s| {
        s.fill("M0 0C22-34 70-30 100 0C70 30 22 34 0 0Z", c.darker(0.26));
        s.fill("M0 0C22-34 70-30 100 0Q50 4 0 0Z", c.lighter(0.14));
        s.line("M3 0Q50 3 92 0", c.lighter(0.5).a(0.8), 2.0);
    });
    s.show(
        &stamp,
        &format!(
            "translate({x:.1} {y:.1}) rotate({turn:.1}) scale({:.3})",
            long / 100.0
        ),
    );
}

/// A sprig of leaves growing up from (x, y).
pub(super) fn sprig(s: &mut Sheet, x: f32, y: f32, size: f32, turn: f32, c: Colour) {
    let stamp = s.kept((b's', c), |s| {
        s.line("M0 0Q6 -50 0 -92", c.darker(0.3), 4.0);
        for (at, turn, long) in [
            (-22.0, -28.0, 40.0),
            (-34.0, -152.0, 40.0),
            (-52.0, -38.0, 36.0),
            (-64.0, -142.0, 34.0),
            (-88.0, -88.0, 36.0),
        ] {
            leaf(s, 2.0, at, long, turn, c);
        }
    });
    s.show(
        &stamp,
        &format!(
            "translate({x:.1} {y:.1}) rotate({turn:.1}) scale({:.3})",
            size / 100.0
        ),
    );
}

/// A blossom from above: two whorls of petals.
pub(super) fn bloom(s: &mut Sheet, x: f32, y: f32, r: f32, turn: f32, c: Colour) {
    let stamp = s.kept((b'b', c), |s| {
        for (count, size, tone) in [(7u8, 100.0, c.darker(0.16)), (6, 68.0, c.lighter(0.22))] {
            let mut d = String::new();
            for step in 0..count {
                let angle = f32::from(step) * std::f32::consts::TAU / f32::from(count);
                let point = |turn: f32, reach: f32| (size * reach * (angle + turn).cos(), size * reach * (angle + turn).sin());
                let ((ax, ay), (bx, by), (mx, my)) = (point(-0.62, 0.9), point(-0.36, 1.12), point(0.0, 0.97));
                let ((cx, cy), (dx, dy)) = (point(0.36, 1.12), point(0.62, 0.9));
                d.push_str(&format!("M0 0C{ax:.0} {ay:.0} {bx:.0} {by:.0} {mx:.0} {my:.0}C{cx:.0} {cy:.0} {dx:.0} {dy:.0} 0 0"));
            }
            s.fill(&d, tone);
        }
        s.dot(0.0, 0.0, 22.0, GOLD);
        s.dot(-5.0, -6.0, 10.0, GOLD.lighter(0.5));
    });
    s.show(
        &stamp,
        &format!(
            "translate({x:.1} {y:.1}) rotate({turn:.1}) scale({:.3})",
            r / 100.0
        ),
    );
}

/// A carton seen from the front and a little from the right and above.
/// `x, y` is the upper left of the front; `depth` runs to the upper right.
pub(super) fn carton(s: &mut Sheet, x: f32, y: f32, size: (f32, f32, f32), c: Colour) {
    let (w, h, depth) = size;
    let (dx, dy) = (depth, -depth * 0.42);
    let side = s.down(c.darker(0.3), c.darker(0.46));
    s.fill(
        &format!(
            "M{:.1} {y:.1}l{dx:.1} {dy:.1}v{h:.1}l-{dx:.1} {:.1}Z",
            x + w,
            -dy
        ),
        side,
    );
    s.fill(
        &format!("M{x:.1} {y:.1}l{dx:.1} {dy:.1}h{w:.1}l-{dx:.1} {:.1}Z", -dy),
        c.lighter(0.4),
    );
    let front = s.fall(c);
    s.rect(x, y, w, h, 0.0, front);
    s.line(
        &format!("M{x:.1} {:.1}h{w:.1}v{:.1}", y + 1.0, h - 2.0),
        c.lighter(0.6).a(0.7),
        3.0,
    );
}

/// A standing pouch with a crimped upper edge, filling `x..x+w`, `y..y+h`.
pub(super) fn pouch(s: &mut Sheet, x: f32, y: f32, w: f32, h: f32, c: Colour) -> String {
    let (r, b) = (x + w, y + h);
    let body = format!(
        "M{:.1} {y:.1}H{:.1}L{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {b:.1}Q{:.1} {:.1} {:.1} {b:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}Z",
        x + w * 0.04,
        r - w * 0.04,
        r - w * 0.05,
        y + h * 0.14,
        r + w * 0.02,
        y + h * 0.4,
        r,
        y + h * 0.8,
        r - w * 0.03,
        x + w * 0.5,
        b + h * 0.05,
        x + w * 0.03,
        x,
        y + h * 0.8,
        x - w * 0.02,
        y + h * 0.4,
        x + w * 0.05,
        y + h * 0.14
    );
    let paint = s.lin(
        (0.0, 0.0),
        (1.0, 0.12),
        &[
            (0.0, c.darker(0.1)),
            (0.2, c.lighter(0.26)),
            (0.5, c),
            (0.84, c.darker(0.26)),
            (1.0, c.darker(0.1)),
        ],
    );
    s.form_in(&body, paint, c, 13.0);
    let seal = h * 0.075;
    s.fill(
        &format!(
            "M{:.1} {y:.1}H{:.1}l-{:.1} {seal:.1}H{:.1}Z",
            x + w * 0.04,
            r - w * 0.04,
            w * 0.006,
            x + w * 0.046
        ),
        c.darker(0.2),
    );
    for step in 1..5u8 {
        let at = y + seal * f32::from(step) / 5.0;
        s.line(
            &format!("M{:.1} {at:.1}H{:.1}", x + w * 0.06, r - w * 0.06),
            c.lighter(0.3).a(0.5),
            2.5,
        );
    }
    // The creases a filled bag has below its seal.
    s.line(
        &format!(
            "M{:.1} {:.1}q{:.1} {:.1} {:.1} {:.1}",
            x + w * 0.14,
            y + h * 0.1,
            w * 0.03,
            h * 0.07,
            -w * 0.02,
            h * 0.12
        ),
        WHITE.a(0.35),
        7.0,
    );
    s.line(
        &format!(
            "M{:.1} {:.1}q{:.1} {:.1} {:.1} {:.1}",
            r - w * 0.15,
            y + h * 0.1,
            -w * 0.04,
            h * 0.06,
            w * 0.02,
            h * 0.13
        ),
        c.darker(0.6).a(0.3),
        8.0,
    );
    body
}

/// A wordless label: a paper shape with a sprig and two lines.
pub(super) fn label(s: &mut Sheet, x: f32, y: f32, w: f32, h: f32, ink: Colour) {
    s.rect(x, y, w, h, w * 0.06, WHITE);
    s.rect(
        x + w * 0.05,
        y + w * 0.05,
        w * 0.9,
        h - w * 0.1,
        w * 0.04,
        ink.a(0.12),
    );
    sprig(
        s,
        x + w * 0.5,
        y + h * 0.62,
        h.min(w) * 0.46,
        4.0,
        ink.mix(LEAF, 0.35),
    );
    s.rect(
        x + w * 0.25,
        y + h * 0.72,
        w * 0.5,
        h * 0.04,
        h * 0.02,
        ink.darker(0.2),
    );
    s.rect(
        x + w * 0.34,
        y + h * 0.81,
        w * 0.32,
        h * 0.03,
        h * 0.015,
        ink.a(0.5),
    );
}
