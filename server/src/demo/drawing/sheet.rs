//! The sheet an illustration is drawn on: shapes, gradients and the one way of
//! shading all pictures share (light from the upper left).

use std::fmt::{Display, Write};

use super::colour::{Colour, WHITE};

/// A picture being drawn.
pub(super) struct Sheet {
    defs: String,
    body: String,
    next: u32,
    /// Small drawings used many times in one picture, by kind and colour.
    kept: Vec<((u8, Colour), String)>,
    pub(super) main: Colour,
    pub(super) accent: Colour,
    pub(super) backdrop: Colour,
    pub(super) view: u8,
    pub(super) seed: u32,
}

impl Sheet {
    pub(super) fn new(main: Colour, accent: Colour, backdrop: Colour, view: u8, seed: u32) -> Self {
        Self {
            defs: String::with_capacity(4096),
            body: String::with_capacity(8192),
            next: 0,
            kept: Vec::new(),
            main,
            accent,
            backdrop,
            view,
            seed,
        }
    }

    /// The finished document.
    pub(super) fn finish(self, width: u32, height: u32) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\"><defs>{}</defs>{}</svg>",
            self.defs, self.body
        )
    }

    /// One of `count` variants, chosen by the seed and `salt`.
    pub(super) fn pick(&self, count: u32, salt: u32) -> u32 {
        let mut x = self
            .seed
            .wrapping_mul(0x9E37_79B1)
            .wrapping_add(salt.wrapping_mul(0x85EB_CA77));
        x ^= x >> 16;
        x = x.wrapping_mul(0x85EB_CA6B);
        x ^= x >> 13;
        x = x.wrapping_mul(0xC2B2_AE35);
        x ^= x >> 16;
        x % count.max(1)
    }

    fn id(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Raw markup; the shapes below are written with it.
    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(markup);
    }

    fn def(&mut self, markup: std::fmt::Arguments<'_>) {
        let _ = self.defs.write_fmt(markup);
    }

    // ---- paints -------------------------------------------------------------

    /// A linear gradient between two points of the shape's box (0 to 1).
    pub(super) fn lin<P: Display>(
        &mut self,
        from: (f32, f32),
        to: (f32, f32),
        stops: &[(f32, P)],
    ) -> String {
        let id = self.id();
        self.def(format_args!(
            "<linearGradient id=\"g{id}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\">",
            from.0, from.1, to.0, to.1
        ));
        for (at, paint) in stops {
            self.def(format_args!(
                "<stop offset=\"{at}\" stop-color=\"{paint}\"/>"
            ));
        }
        self.def(format_args!("</linearGradient>"));
        format!("url(#g{id})")
    }

    /// A radial gradient around a point of the shape's box.
    pub(super) fn rad<P: Display>(&mut self, at: (f32, f32), r: f32, stops: &[(f32, P)]) -> String {
        let id = self.id();
        self.def(format_args!(
            "<radialGradient id=\"g{id}\" cx=\"{}\" cy=\"{}\" r=\"{r}\">",
            at.0, at.1
        ));
        for (stop, paint) in stops {
            self.def(format_args!(
                "<stop offset=\"{stop}\" stop-color=\"{paint}\"/>"
            ));
        }
        self.def(format_args!("</radialGradient>"));
        format!("url(#g{id})")
    }

    /// Light falling from the upper left over a flat or slightly curved thing.
    pub(super) fn fall(&mut self, c: Colour) -> String {
        self.lin(
            (0.1, 0.0),
            (0.9, 1.0),
            &[(0.0, c.lighter(0.22)), (0.5, c), (1.0, c.darker(0.2))],
        )
    }

    /// Straight down.
    pub(super) fn down(&mut self, top: Colour, bottom: Colour) -> String {
        self.lin((0.0, 0.0), (0.0, 1.0), &[(0.0, top), (1.0, bottom)])
    }

    /// A ball.
    pub(super) fn ball(&mut self, c: Colour) -> String {
        self.rad(
            (0.34, 0.28),
            0.78,
            &[
                (0.0, c.lighter(0.42)),
                (0.4, c),
                (0.85, c.darker(0.36)),
                (1.0, c.darker(0.28)),
            ],
        )
    }

    /// An upright cylinder.
    pub(super) fn tube(&mut self, c: Colour) -> String {
        self.lin(
            (0.0, 0.0),
            (1.0, 0.0),
            &[
                (0.0, c.darker(0.12)),
                (0.24, c.lighter(0.34)),
                (0.5, c),
                (0.86, c.darker(0.34)),
                (1.0, c.darker(0.22)),
            ],
        )
    }

    /// Polished metal: the same, with harder reflections.
    pub(super) fn metal(&mut self, c: Colour) -> String {
        self.lin(
            (0.0, 0.0),
            (1.0, 0.1),
            &[
                (0.0, c.darker(0.3)),
                (0.16, c.lighter(0.75)),
                (0.3, c.lighter(0.1)),
                (0.56, c.darker(0.28)),
                (0.66, c.lighter(0.35)),
                (0.85, c.darker(0.1)),
                (1.0, c.darker(0.45)),
            ],
        )
    }

    // ---- shapes -------------------------------------------------------------

    pub(super) fn fill(&mut self, d: &str, paint: impl Display) {
        self.put(format_args!("<path d=\"{d}\" fill=\"{paint}\"/>"));
    }

    pub(super) fn line(&mut self, d: &str, paint: impl Display, width: f32) {
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{paint}\" stroke-width=\"{width:.1}\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        ));
    }

    /// Stitches and perforations.
    pub(super) fn dashes(&mut self, d: &str, paint: impl Display, width: f32, dash: &str) {
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{paint}\" stroke-width=\"{width:.1}\" \
             stroke-dasharray=\"{dash}\"/>"
        ));
    }

    /// Many round specks of one colour.
    pub(super) fn specks(
        &mut self,
        at: impl Iterator<Item = (f32, f32)>,
        paint: impl Display,
        r: f32,
    ) {
        let mut d = String::new();
        for (x, y) in at {
            let _ = write!(d, "M{x:.0} {y:.0}h.1");
        }
        self.line(&d, paint, r * 2.0);
    }

    /// A row of round dots along a path, `gap` apart.
    pub(super) fn put_dots(&mut self, d: &str, paint: impl Display, width: f32, gap: f32) {
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{paint}\" stroke-width=\"{width:.1}\" \
             stroke-linecap=\"round\" stroke-dasharray=\"0 {gap}\"/>"
        ));
    }

    pub(super) fn oval(&mut self, cx: f32, cy: f32, rx: f32, ry: f32, paint: impl Display) {
        self.put(format_args!(
            "<ellipse cx=\"{cx:.1}\" cy=\"{cy:.1}\" rx=\"{rx:.1}\" ry=\"{ry:.1}\" fill=\"{paint}\"/>"
        ));
    }

    pub(super) fn dot(&mut self, cx: f32, cy: f32, r: f32, paint: impl Display) {
        self.oval(cx, cy, r, r, paint);
    }

    pub(super) fn ring(&mut self, cx: f32, cy: f32, rx: f32, ry: f32, paint: impl Display, w: f32) {
        self.put(format_args!(
            "<ellipse cx=\"{cx:.1}\" cy=\"{cy:.1}\" rx=\"{rx:.1}\" ry=\"{ry:.1}\" fill=\"none\" \
             stroke=\"{paint}\" stroke-width=\"{w:.1}\"/>"
        ));
    }

    pub(super) fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, r: f32, paint: impl Display) {
        self.put(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{r:.1}\" \
             fill=\"{paint}\"/>"
        ));
    }

    // ---- groups -------------------------------------------------------------

    pub(super) fn group(&mut self, transform: &str, draw: impl FnOnce(&mut Self)) {
        self.put(format_args!("<g transform=\"{transform}\">"));
        draw(self);
        self.put(format_args!("</g>"));
    }

    pub(super) fn faint(&mut self, opacity: f32, draw: impl FnOnce(&mut Self)) {
        self.put(format_args!("<g opacity=\"{opacity}\">"));
        draw(self);
        self.put(format_args!("</g>"));
    }

    /// Draws only within the outline `d`.
    pub(super) fn within(&mut self, d: &str, draw: impl FnOnce(&mut Self)) {
        let id = self.id();
        self.def(format_args!(
            "<clipPath id=\"k{id}\"><path d=\"{d}\"/></clipPath>"
        ));
        self.put(format_args!("<g clip-path=\"url(#k{id})\">"));
        draw(self);
        self.put(format_args!("</g>"));
    }

    /// Draws once into the definitions and answers the reference to show it by,
    /// so that a pair of things costs the bytes of one.
    pub(super) fn stamp(&mut self, draw: impl FnOnce(&mut Self)) -> String {
        let id = self.id();
        let outer = std::mem::take(&mut self.body);
        draw(self);
        let drawn = std::mem::replace(&mut self.body, outer);
        self.def(format_args!("<g id=\"o{id}\">{drawn}</g>"));
        format!("o{id}")
    }

    /// A stamp that is drawn the first time only.
    pub(super) fn kept(&mut self, key: (u8, Colour), draw: impl FnOnce(&mut Self)) -> String {
        if let Some((_, stamp)) = self.kept.iter().find(|(known, _)| *known == key) {
            return stamp.clone();
        }
        let stamp = self.stamp(draw);
        self.kept.push((key, stamp.clone()));
        stamp
    }

    pub(super) fn show(&mut self, stamp: &str, transform: &str) {
        self.put(format_args!(
            "<use href=\"#{stamp}\" transform=\"{transform}\"/>"
        ));
    }

    // ---- shaded forms -------------------------------------------------------

    /// A shape of one material: gradient, a second tone along the lower right edge
    /// and a light along the upper left one. `edge` is how wide those run.
    pub(super) fn form_in(&mut self, d: &str, paint: impl Display, c: Colour, edge: f32) {
        let id = self.id();
        self.def(format_args!(
            "<path id=\"p{id}\" d=\"{d}\"/><clipPath id=\"k{id}\"><use href=\"#p{id}\"/></clipPath>"
        ));
        let shade = c.darker(0.7);
        // A dark thing needs a fainter light, or its edge looks chalky.
        let glint = if c.luma() < 0.25 { 0.2 } else { 0.36 };
        self.put(format_args!(
            "<use href=\"#p{id}\" fill=\"{paint}\"/><g clip-path=\"url(#k{id})\" fill=\"none\">\
             <use href=\"#p{id}\" stroke=\"{}\" stroke-width=\"{:.1}\" transform=\"translate(-{:.1} -{:.1})\"/>\
             <use href=\"#p{id}\" stroke=\"{}\" stroke-width=\"{:.1}\" transform=\"translate(-{:.1} -{:.1})\"/>\
             <use href=\"#p{id}\" stroke=\"{}\" stroke-width=\"{:.1}\" transform=\"translate({:.1} {:.1})\"/></g>",
            shade.a(0.13),
            edge * 3.2,
            edge * 1.5,
            edge * 1.5,
            shade.a(0.16),
            edge * 1.5,
            edge * 0.7,
            edge * 0.7,
            WHITE.a(glint),
            edge * 0.8,
            edge * 0.36,
            edge * 0.36,
        ));
    }

    /// A shape of one matt material.
    pub(super) fn form(&mut self, d: &str, c: Colour) {
        let paint = self.fall(c);
        self.form_in(d, paint, c, 13.0);
    }

    /// The same for small parts.
    pub(super) fn part(&mut self, d: &str, c: Colour) {
        let paint = self.fall(c);
        self.form_in(d, paint, c, 6.0);
    }

    /// A thick rod or cord: a dark line, the colour, and a light along it.
    pub(super) fn cord(&mut self, d: &str, c: Colour, width: f32) {
        self.line(d, c.darker(0.36), width);
        let shift = width * 0.09;
        self.group(&format!("translate(-{shift:.1} -{shift:.1})"), |s| {
            s.line(d, c, width * 0.76);
            s.group(&format!("translate(-{shift:.1} -{shift:.1})"), |s| {
                s.line(d, c.lighter(0.4), width * 0.2);
            });
        });
    }

    /// The soft shadow of a thing standing on the ground at `cy`.
    pub(super) fn shadow(&mut self, cx: f32, cy: f32, rx: f32) {
        let dark = self.backdrop.darker(0.85);
        let wide = self.rad(
            (0.5, 0.5),
            0.5,
            &[(0.0, dark.a(0.42)), (0.55, dark.a(0.2)), (1.0, dark.a(0.0))],
        );
        self.oval(cx + rx * 0.18, cy + 6.0, rx * 1.34, rx * 0.24 + 14.0, wide);
        let close = self.rad(
            (0.5, 0.5),
            0.5,
            &[(0.0, dark.a(0.6)), (0.7, dark.a(0.4)), (1.0, dark.a(0.0))],
        );
        self.oval(cx + rx * 0.03, cy + 2.0, rx * 1.04, rx * 0.08 + 12.0, close);
    }

    /// The soft shadow of a thing lying flat, in its own outline.
    pub(super) fn drop(&mut self, d: &str) {
        let id = self.id();
        self.def(format_args!("<path id=\"p{id}\" d=\"{d}\"/>"));
        let dark = self.backdrop.darker(0.85).a(0.05);
        self.put(format_args!(
            "<g transform=\"translate(16 22)\" fill=\"{dark}\" stroke=\"{dark}\" stroke-linejoin=\"round\">"
        ));
        for width in [2, 12, 24, 36, 48, 62] {
            self.put(format_args!(
                "<use href=\"#p{id}\" stroke-width=\"{width}\"/>"
            ));
        }
        self.put(format_args!("</g>"));
    }

    /// A reflection on something glossy.
    pub(super) fn gloss(&mut self, d: &str, alpha: f32) {
        let paint = self.lin(
            (0.0, 0.0),
            (0.3, 1.0),
            &[(0.0, WHITE.a(alpha)), (1.0, WHITE.a(alpha * 0.25))],
        );
        self.fill(d, paint);
    }
}
