//! What a dry run tells of a file: what becomes of each column, and where the goods of each of
//! its categories go.

use longtail::trade::{
    catalog::Category,
    import::{Becomes, ColumnUse, PlaceRow},
};

/// `  column Regular price (7 rows): taken as price, such as “9.50”`
pub fn column(used: &ColumnUse) -> String {
    let mut line = format!("  column {} ({} rows): ", used.heading, used.filled);
    match used.becomes {
        Becomes::Aside(why) => line += &format!("not taken ({})", <&str>::from(why)),
        taken => line += &format!("taken as {}", <&str>::from(taken)),
    }
    if used.known_as != used.heading.to_lowercase() {
        line += &format!(" (“{}”)", used.known_as);
    }
    if used.left > 0 {
        line += &format!(
            ", but for {} products whose category does not ask for it",
            used.left
        );
    }
    if let Some(example) = used.examples.first() {
        // A description goes over several lines.
        let words: Vec<&str> = example.split_whitespace().collect();
        line += &format!(", such as “{}”", words.join(" "));
    }
    line
}

/// `  category “Clothing > Tops” (12 products): goes to shirts (suggested)`; `for_all` is the
/// category for the whole file.
pub fn place(place: &PlaceRow, tree: &[Category], for_all: Option<&str>) -> String {
    let said = match place.said.as_str() {
        "" => "no category".to_owned(),
        said => format!("category “{said}”"),
    };
    let known = tree.iter().find(|category| category.id == place.category);
    let to = known.map_or_else(
        || place.category.to_string(),
        |category| category.slug.clone(),
    );
    let why = match (for_all, place.chosen) {
        (Some(_), _) => "as everything in the file",
        (None, true) => "chosen",
        (None, false) => "suggested",
    };
    format!(
        "  {said} ({} products): goes to {to} ({why})",
        place.products
    )
}

/// Places that were given for words which the file does not say.
pub fn unsaid(given: &[(String, String)], places: &[PlaceRow]) -> Vec<String> {
    let is_said = |words: &str| {
        let words = words.to_lowercase();
        places
            .iter()
            .any(|place| place.said.to_lowercase() == words)
    };
    given
        .iter()
        .filter(|(words, _)| !is_said(words))
        .map(|(words, slug)| {
            format!("  --place “{words}={slug}”: no goods of the file say this category")
        })
        .collect()
}
