//! How a picture for sharing is drawn: the thing on the left, its words on the right, as SVG,
//! which resvg turns into pixels.
//!
//! Words are set in the machine's own fonts: a font with Chinese characters is larger than the
//! whole program, so none comes along. Where the machine has none for a text, the text is left
//! out rather than drawn as boxes; picture and price remain. (`apt install fonts-noto-cjk`.)

use base64::{Engine, engine::general_purpose::STANDARD};
use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder};
use longtail::{id::MediaId, money::Money, text::Lang, trade::search::words::is_han};
use longtail_backend::failure::Incident;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Group, Node, Options, Tree, fontdb::Database},
};
use std::{
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;
const QUALITY: u8 = 88;
/// The right side: where words begin, and how wide a line is.
const LEFT: u32 = 690;
const LINE: f32 = 450.0;
/// Title lines; the last one ends in an ellipsis where there is more.
const LINES: usize = 4;
const FONTS: &str = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei','Inter','DejaVu Sans','Liberation Sans','Arial',sans-serif";

/// The machine's fonts, found once. Files are mapped, not read.
static SYSTEM: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    Arc::new(fonts)
});

/// Everything that is on a picture.
#[derive(Clone, Debug)]
pub struct Card {
    pub title: String,
    /// The shop's name, or its town.
    pub below: String,
    /// The lowest price, and whether there are higher ones.
    pub price: Option<(Money, bool)>,
    pub picture: Option<MediaId>,
    pub lang: Lang,
}

/// Draws a card as JPEG; `picture` is a file in a format that browsers show.
///
/// # Errors
/// An incident when it cannot be drawn.
pub fn draw(card: &Card, picture: Option<&[u8]>) -> Result<Vec<u8>, Incident> {
    let mut tree = parse(&svg(card, picture, true))?;
    if !is_whole(tree.root()) {
        tree = parse(&svg(card, picture, false))?;
    }
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| Incident::new("no pixels"))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    // the ground is opaque, so what stands in the fourth channel says nothing
    let colours: Vec<u8> = pixels
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, QUALITY).write_image(
        &colours,
        WIDTH,
        HEIGHT,
        ExtendedColorType::Rgb8,
    )?;
    Ok(file)
}

fn parse(svg: &str) -> Result<Tree, Incident> {
    let options = Options {
        fontdb: SYSTEM.clone(),
        ..Options::default()
    };
    Ok(Tree::from_str(svg, &options)?)
}

/// Whether the machine's fonts have every character that is to be drawn.
fn is_whole(group: &Group) -> bool {
    group.children().iter().all(|node| match node {
        Node::Group(group) => is_whole(group),
        Node::Text(text) => {
            let drawn: usize = text
                .layouted()
                .iter()
                .map(|span| span.positioned_glyphs.len())
                .sum();
            drawn > 0
                && text
                    .layouted()
                    .iter()
                    .flat_map(|span| &span.positioned_glyphs)
                    .all(|glyph| glyph.id.0 != 0)
        }
        Node::Path(_) | Node::Image(_) => true,
    })
}

/// The drawing. Without `words` only what every machine can set, which is nothing but the price.
fn svg(card: &Card, picture: Option<&[u8]>, words: bool) -> String {
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONTS}">
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbf7f0"/>
<rect x="0" y="0" width="{HEIGHT}" height="{HEIGHT}" fill="#f3ece0"/>
<rect x="{LEFT}" y="66" width="56" height="8" rx="4" fill="#c8442c"/>"##
    );
    // writing to a String cannot fail
    if let Some(file) = picture {
        _ = write!(
            out,
            r#"<image x="0" y="0" width="{HEIGHT}" height="{HEIGHT}" preserveAspectRatio="xMidYMid slice" href="data:{};base64,{}"/>"#,
            kind(file),
            STANDARD.encode(file),
        );
    }
    let mut y = 150;
    if words {
        for line in lines(&card.title) {
            _ = write!(
                out,
                r##"<text x="{LEFT}" y="{y}" font-size="52" font-weight="700" fill="#2b211a">{}</text>"##,
                escaped(&line)
            );
            y += 66;
        }
        if !card.below.is_empty() {
            _ = write!(
                out,
                r##"<text x="{LEFT}" y="{}" font-size="30" fill="#6f6156">{}</text>"##,
                y + 10,
                escaped(&short(&card.below, LINE, 30.0)),
            );
        }
    }
    if let Some((price, from)) = card.price {
        let small = |words: &str| {
            format!(r##"<tspan font-size="30" fill="#6f6156" font-weight="400">{words}</tspan>"##)
        };
        let (before, after) = match (from && words, card.lang) {
            (false, _) => (String::new(), String::new()),
            (true, Lang::En) => (small("from "), String::new()),
            (true, Lang::Zh) => (String::new(), small(" 起")),
        };
        _ = write!(
            out,
            r##"<text x="{LEFT}" y="540" font-size="60" font-weight="700" fill="#b53a22" xml:space="preserve">{before}{}{after}</text>"##,
            escaped(&price.to_string()),
        );
    }
    out.push_str("</svg>");
    out
}

/// What a file is, by its first bytes.
fn kind(file: &[u8]) -> &'static str {
    match file {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, ..] => "image/jpeg",
        _ => "image/webp",
    }
}

/// About how wide a character is, as a share of the font's size.
fn width(c: char) -> f32 {
    match c {
        c if is_han(c)
            || ('\u{3000}'..='\u{30ff}').contains(&c)
            || ('\u{ff00}'..='\u{ffef}').contains(&c) =>
        {
            1.0
        }
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | ' ' | '.' | ',' | '\'' | ':' | ';' | '|' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        c if c.is_uppercase() || c.is_ascii_digit() => 0.68,
        _ => 0.6,
    }
}

/// A title in lines: broken at spaces, and between Chinese characters anywhere.
fn lines(title: &str) -> Vec<String> {
    const SIZE: f32 = 52.0;
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for piece in pieces(title) {
        let wide: f32 = piece.chars().map(|c| width(c) * SIZE).sum();
        if used > 0.0 && used + wide > LINE {
            if lines.len() == LINES {
                if let Some(last) = lines.last_mut() {
                    *last = format!(
                        "{}…",
                        short(last.trim_end(), LINE - SIZE, SIZE).trim_end_matches('…')
                    );
                }
                break;
            }
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() {
                piece.trim_start()
            } else {
                piece
            });
        }
        used += wide;
    }
    lines
        .into_iter()
        .map(|line| short(line.trim(), LINE + SIZE, SIZE))
        .filter(|line| !line.is_empty())
        .collect()
}

/// What must not be broken: a word with the space before it, or one Chinese character.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        let end = if is_han(first) {
            first.len_utf8()
        } else {
            chars
                .find(|(_, c)| c.is_whitespace() || is_han(*c))
                .map_or(rest.len(), |(at, _)| at)
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// A text cut to a width, with an ellipsis where something was cut.
fn short(text: &str, most: f32, size: f32) -> String {
    let mut used = 0.0;
    let mut out = String::new();
    for c in text.chars() {
        used += width(c) * size;
        if used > most {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// A shop's words as text of an XML document: no markup, and none of the characters that XML forbids.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use longtail::money::Currency;

    fn card(title: &str) -> Card {
        Card {
            title: title.to_owned(),
            below: "Kiln <Nine> & Sons".to_owned(),
            price: Some((Money::new(12_800, Currency::Cny), true)),
            picture: None,
            lang: Lang::En,
        }
    }

    #[test]
    fn a_card_is_a_jpeg_of_the_size_that_other_sites_show() {
        let file = draw(&card("Celadon tea bowl, thrown by hand"), None).expect("drawn");
        let read = image::load_from_memory(&file).expect("a picture");
        assert_eq!((read.width(), read.height()), (WIDTH, HEIGHT));
        assert_eq!(&file[..2], [0xff, 0xd8]);
    }

    #[test]
    fn hostile_words_are_words() {
        for title in [
            "</text><script>alert(1)</script>",
            "&xxe; \u{0}\u{8} <!DOCTYPE x [",
            "",
            "😀 مرحبا \u{202e} rtl",
        ] {
            draw(&card(title), None).expect("drawn all the same");
        }
        assert!(draw(&card("A broken picture"), Some(b"no picture")).is_ok());
    }

    #[test]
    fn a_title_is_broken_between_words_and_chinese_anywhere() {
        let english = lines("Everyday green tea from the second picking");
        assert!(english.len() > 1 && english.iter().all(|line| !line.starts_with(' ')));
        assert_eq!(
            english.join(" "),
            "Everyday green tea from the second picking"
        );
        let chinese = lines("手工拉坯龙泉青瓷茶杯一对礼盒装");
        assert_eq!(chinese.concat(), "手工拉坯龙泉青瓷茶杯一对礼盒装");
        assert!(chinese.iter().all(|line| line.chars().count() <= 9));
        let endless = lines(&"long words again ".repeat(40));
        assert_eq!(endless.len(), LINES);
        assert!(endless[LINES - 1].ends_with('…'));
    }

    #[test]
    fn words_that_no_font_has_are_left_out_not_drawn_as_boxes() {
        // a character of the private use area, which fonts leave empty
        let svg = svg(&card("\u{f8ff}\u{e123}"), None, true);
        let tree = parse(&svg).expect("parsed");
        assert!(!is_whole(tree.root()));
    }
}
