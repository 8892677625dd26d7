//! Takes comments and needless white space out of a style sheet, and touches nothing else.

pub fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if first == '"' || first == '\'' {
            let end = end_of_string(rest, first);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if first.is_whitespace() {
            rest = rest.trim_start();
            if needs_space(&out, rest) {
                out.push(' ');
            }
        } else {
            // The last semicolon of a rule separates nothing.
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn needs_space(before: &str, after: &str) -> bool {
    !before.is_empty()
        && !before.ends_with(['{', '}', ';', ',', ':', ' '])
        && !after.is_empty()
        && !after.starts_with(['{', '}', ';', ','])
        && !after.starts_with("/*")
}

fn end_of_string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (place, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return place + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn keeps_what_matters() {
        assert_eq!(
            minify("/* a */ a :hover > b,\n c {\n  margin: 0 calc(1px + 2px);\n}\n"),
            "a :hover > b,c{margin:0 calc(1px + 2px)}"
        );
        assert_eq!(
            minify(
                ".a::before { content: \"  { /* \\\" \"; }\n@media (width >= 480px) { b { c: d } }"
            ),
            ".a::before{content:\"  { /* \\\" \"}@media (width >= 480px){b{c:d}}"
        );
    }

    #[test]
    fn a_comment_between_two_words_leaves_a_space() {
        assert_eq!(minify("a /* x */ b{c:d}"), "a b{c:d}");
    }
}
