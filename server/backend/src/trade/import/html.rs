//! From a shop's HTML to plain paragraphs. Nothing of the markup is kept, so nothing of it
//! can run on our pages.

/// The text of a piece of HTML, one paragraph a line. Plain text stays as it is.
pub fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_text(&mut text, &rest[..open]);
        let after = &rest[open + 1..];
        let starts_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let Some(close) = after.find('>').filter(|_| starts_tag) else {
            // A sign of its own, as in "3 < 5".
            text.push('<');
            rest = after;
            continue;
        };
        let tag = after[..close].trim_start_matches('/').to_ascii_lowercase();
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        rest = &after[close + 1..];
        if after.starts_with("!--") {
            rest = after.find("-->").map_or("", |end| &after[end + 3..]);
        } else if !after.starts_with('/') && matches!(name.as_str(), "script" | "style") {
            let end = rest.to_ascii_lowercase().find(&format!("</{name}"));
            rest = end.map_or("", |end| &rest[end..]);
        }
        match name.as_str() {
            "li" if !after.starts_with('/') => text.push_str("\n• "),
            "p" | "br" | "div" | "ul" | "ol" | "li" | "tr" | "table" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "section" | "blockquote" => text.push('\n'),
            "td" | "th" => text.push(' '),
            _ => {}
        }
    }
    push_text(&mut text, rest);
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty() && line != "•")
        .collect::<Vec<_>>()
        .join("\n")
}

fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, character)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "times" => '×',
        "deg" => '°',
        "eacute" => 'é',
        "reg" => '®',
        "trade" => '™',
        "copy" => '©',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn paragraphs_and_lists_stay_markup_goes() {
        assert_eq!(
            to_text("<p>Tea &amp; <b>more</b></p>\n<ul><li>one</li><li>two</li></ul>"),
            "Tea & more\n• one\n• two"
        );
        assert_eq!(to_text("Plain, 3 < 5 & <ok"), "Plain, 3 < 5 & <ok");
        assert_eq!(
            to_text("a<script>alert('x')</script><!-- <p>no</p> -->b<br/>c &#x4E2D;&#10;"),
            "ab\nc 中&#10;"
        );
    }
}
