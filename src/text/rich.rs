//! Text with a little shape: paragraphs, bold words and links, as shops type it.
//!
//! A line is a paragraph. `**words**` are bold, `[words](address)` is a link. Nothing else
//! means anything: what looks like HTML is text.

use crate::trust::account::local_path;

/// Words that are alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub bold: bool,
    /// A safe address.
    pub link: Option<String>,
}

/// Reads a text into paragraphs. A link that leads nowhere safe is read as its words.
///
/// ```
/// use longtail::text::rich::parse;
/// let paragraphs = parse("Picked **today**, see [all pears](/search?q=pear).");
/// assert!(paragraphs[0][1].bold);
/// assert_eq!(paragraphs[0][3].link.as_deref(), Some("/search?q=pear"));
/// ```
pub fn parse(source: &str) -> Vec<Vec<Span>> {
    source
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(paragraph)
        .collect()
}

/// The first link of a text that leads nowhere safe.
pub fn unsafe_link(source: &str) -> Option<&str> {
    let mut rest = source;
    while let Some(at) = rest.find('[') {
        match link_at(&rest[at..]) {
            Some((_, address, _)) if safe_link(address).is_none() => return Some(address),
            Some((_, _, after)) => rest = after,
            None => rest = &rest[at + 1..],
        }
    }
    None
}

/// An address that a shop may lead its buyers to: a page of the market, or `https`. Never
/// `javascript:`, never a name and password in front of another host.
pub fn safe_link(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    if let Some(path) = local_path(typed) {
        return (!path.contains(char::is_whitespace)).then_some(path);
    }
    let rest = typed.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    let fits = typed.len() <= 500
        && host.contains('.')
        && host.chars().all(plain)
        && !typed.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
    fits.then_some(typed)
}

/// `[words](address)rest` → its three parts.
fn link_at(text: &str) -> Option<(&str, &str, &str)> {
    let (words, after) = text.strip_prefix('[')?.split_once("](")?;
    let (address, rest) = after.split_once(')')?;
    let fits =
        !words.trim().is_empty() && !words.contains(['[', ']', '\n']) && !address.contains('\n');
    fits.then_some((words, address, rest))
}

fn paragraph(line: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut bold = false;
    let mut rest = line;
    while !rest.is_empty() {
        let next = rest.find(['*', '[']).unwrap_or(rest.len());
        push(&mut spans, &rest[..next], bold, None);
        rest = &rest[next..];
        if rest.starts_with("**") && (bold || rest[2..].contains("**")) {
            bold = !bold;
            rest = &rest[2..];
        } else if let Some((words, address, after)) = link_at(rest) {
            push(&mut spans, words, bold, safe_link(address));
            rest = after;
        } else if let Some(sign) = rest.chars().next() {
            push(&mut spans, &rest[..sign.len_utf8()], bold, None);
            rest = &rest[sign.len_utf8()..];
        }
    }
    spans
}

/// Adds words, to the last ones where these are alike.
fn push(spans: &mut Vec<Span>, text: &str, bold: bool, link: Option<&str>) {
    if text.is_empty() {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.bold == bold && last.link.is_none() && link.is_none() => {
            last.text.push_str(text);
        }
        _ => spans.push(Span {
            text: text.to_owned(),
            bold,
            link: link.map(str::to_owned),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(source: &str) -> String {
        parse(source)
            .iter()
            .flatten()
            .map(|span| span.text.as_str())
            .collect()
    }

    #[test]
    fn lines_are_paragraphs_and_signs_have_their_meaning() {
        let paragraphs = parse("One **two** three\n\n  四**五**[六](/shops/tea)\n");
        assert_eq!(paragraphs.len(), 2);
        let bold: Vec<_> = paragraphs[0].iter().map(|span| span.bold).collect();
        assert_eq!(bold, [false, true, false]);
        assert_eq!(paragraphs[1][2].link.as_deref(), Some("/shops/tea"));
        assert_eq!(plain("a * b ** c [d] (e) [f]("), "a * b ** c [d] (e) [f](");
        assert_eq!(plain("**[bold link](/a)**"), "bold link");
    }

    #[test]
    fn html_is_text() {
        let source = "<script>alert(1)</script><img src=x onerror=alert(1)>";
        assert_eq!(plain(source), source);
        assert_eq!(parse(source)[0].len(), 1);
    }

    #[test]
    fn links_lead_to_safe_places_only() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>",
            "//evil.example",
            "/\\evil.example",
            "http://plain.example",
            "https://bank.example@evil.example",
            "https://bank.example\\@evil.example",
            "https://",
            "mailto:a@b.example",
            "",
        ] {
            assert_eq!(safe_link(address), None, "{address:?}");
            assert!(
                parse(&format!("[words]({address})"))
                    .iter()
                    .flatten()
                    .all(|span| span.link.is_none()),
                "{address:?}"
            );
        }
        for address in ["/shops/tea?category=a#b", "https://example.com/路?a=1"] {
            assert_eq!(safe_link(address), Some(address));
        }
        assert_eq!(
            unsafe_link("see [a](/b) and [c](javascript:d)"),
            Some("javascript:d")
        );
        assert_eq!(unsafe_link("see [a](/b), [not a link], and [c"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read(source in ".{0,200}") {
            for span in parse(&source).iter().flatten() {
                prop_assert!(!span.text.is_empty());
                if let Some(link) = &span.link {
                    prop_assert!(link.starts_with('/') || link.starts_with("https://"));
                }
            }
            let _ = unsafe_link(&source);
        }

        #[test]
        fn text_without_signs_stays_as_it_is(source in "[^*\\[\\n\\r]{0,80}") {
            prop_assert_eq!(plain(&source), source.trim());
        }
    }
}
