//! The words in a Rust file that may be classes: those in string literals, and those of
//! Leptos's `class:name=…`. Comments and code would only add rules that nobody uses.

use std::collections::BTreeSet;

pub fn words(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut code = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if let Some(after) = raw_string(rest, &mut found) {
            rest = after;
        } else if first == '"' {
            rest = string(&rest[1..], &mut found);
        } else if first == '\'' {
            rest = character(rest);
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    directives(&code, &mut found);
    found
}

fn keep(text: &str, found: &mut BTreeSet<String>) {
    found.extend(
        text.split_whitespace()
            .filter(|word| {
                word.starts_with(|c: char| c.is_ascii_alphabetic() || "-!*[@".contains(c))
            })
            .map(str::to_owned),
    );
}

/// The rest after the closing quote.
fn string<'a>(inside: &'a str, found: &mut BTreeSet<String>) -> &'a str {
    let mut text = String::new();
    let mut characters = inside.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '"' => {
                keep(&text, found);
                return &inside[place + 1..];
            }
            // Whatever is escaped, a line's end above all, is no part of a class.
            '\\' => {
                characters.next();
                text.push(' ');
            }
            other => text.push(other),
        }
    }
    ""
}

fn raw_string<'a>(rest: &'a str, found: &mut BTreeSet<String>) -> Option<&'a str> {
    let inside = rest.strip_prefix('r')?;
    let hashes = inside.len() - inside.trim_start_matches('#').len();
    let inside = inside[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let (text, after) = inside.split_once(&end)?;
    keep(text, found);
    Some(after)
}

/// Steps over a character such as '"'; a lifetime's tick is stepped over alone.
fn character(rest: &str) -> &str {
    let mut characters = rest[1..].char_indices();
    match characters.next() {
        Some((_, '\\')) => rest[3..].split_once('\'').map_or("", |(_, after)| after),
        Some(_) => match characters.next() {
            Some((place, '\'')) => &rest[place + 2..],
            _ => &rest[1..],
        },
        None => "",
    }
}

fn directives(code: &str, found: &mut BTreeSet<String>) {
    for after in code.split("class:").skip(1) {
        if let Some((name, _)) = after.split_once('=') {
            keep(name, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    fn found(source: &str) -> Vec<String> {
        words(source).into_iter().collect()
    }

    #[test]
    fn reads_strings_and_directives_only() {
        let source = r##"
            // "comment hidden"
            /* "flex" */
            fn grid<'a>(c: char) -> &'a str { if c == '"' || c == '\'' { "p-4 md:flex" } else { r#"m-2 "x""# } }
            view! { <p class:hidden=move || open class="text-ink \
                underline">"it's"</p> }
        "##;
        assert_eq!(
            found(source),
            [
                "hidden",
                "it's",
                "m-2",
                "md:flex",
                "p-4",
                "text-ink",
                "underline"
            ]
        );
    }
}
