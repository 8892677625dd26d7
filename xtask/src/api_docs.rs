//! `docs`: writes docs/API.md, the list of server functions, from the source itself.
//!
//! A function without a sentence that says what it does, or without the line that says who
//! may, stops it; and so does a list that is not what the source says (`lint`, and a test).

mod fields;
mod read;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use crate::project::Project;
use crate::step::{Cure, step};
use read::{Function, Refusals};

const PLACE: &str = "docs/API.md";
const CURE: &str = "run `cargo xtask docs` and commit docs/API.md.";

/// Writes the list anew.
pub fn write(project: &Project) -> Result<()> {
    step("Server functions: docs/API.md", || {
        let text = generate(&project.root)?;
        let place = project.root.join(PLACE);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(place, text)?)
    })
}

/// Fails where the list is not what the source says.
pub fn compare(root: &Path) -> Result<()> {
    let wanted = generate(root)?;
    let found = fs::read_to_string(root.join(PLACE))
        .with_context(|| format!("{PLACE} cannot be read"))
        .cure(CURE)?;
    if wanted == found {
        return Ok(());
    }
    let line = wanted
        .lines()
        .zip(found.lines())
        .position(|(wanted, found)| wanted != found)
        .unwrap_or_else(|| wanted.lines().count().min(found.lines().count()));
    Err(anyhow!(
        "{PLACE} is not what the source says, from line {} on",
        line + 1
    ))
    .cure(CURE)
}

fn generate(root: &Path) -> Result<String> {
    let (functions, refusals) = read::all(root)?;
    let mut gaps = Vec::new();
    for function in &functions {
        if function.sentence.is_empty() {
            gaps.push(format!(
                "{}: no sentence that says what it does",
                function.place
            ));
        }
        if function.who.is_empty() {
            gaps.push(format!("{}: no line “Who may: …”", function.place));
        }
    }
    if !gaps.is_empty() {
        bail!("server functions lack words:\n  {}", gaps.join("\n  "));
    }
    Ok(print(&functions, &refusals))
}

fn print(functions: &[Function], refusals: &Refusals) -> String {
    let mut features: BTreeMap<&str, Vec<&Function>> = BTreeMap::new();
    for function in functions {
        features
            .entry(&function.feature)
            .or_default()
            .push(function);
    }
    let mut text = String::from(INTRODUCTION);
    // Writing into a string cannot fail.
    for (feature, mut functions) in features {
        functions.sort_by(|a, b| a.name.cmp(&b.name));
        let _ = writeln!(text, "\n## {feature}");
        for function in functions {
            print_function(&mut text, function, refusals);
        }
    }
    text
}

fn print_function(text: &mut String, function: &Function, refusals: &Refusals) {
    let _ = writeln!(
        text,
        "\n### {}\n\n`{} {}`{}\n\n{}\n\nWho may: {}",
        function.name,
        function.method,
        function.endpoint,
        function.encoding,
        function.sentence,
        function.who
    );
    if function.fields.is_empty() {
        text.push_str("\nNo fields. ");
    } else {
        text.push_str("\n| field | type | |\n|-|-|-|\n");
        for field in &function.fields {
            let _ = writeln!(
                text,
                "| `{}` | `{}` | {} |",
                field.name,
                field.kind.replace('|', "\\|"),
                field.words
            );
        }
        text.push('\n');
    }
    let _ = writeln!(text, "Answers `{}`.", function.answer);
    let Some(refusal) = &function.refusal else {
        return;
    };
    match refusals.get(refusal) {
        Some(variants) => {
            let _ = writeln!(text, "\nRefusals (`{refusal}`):\n");
            for (name, words) in variants {
                let colon = if words.is_empty() { "" } else { ": " };
                let _ = writeln!(text, "- `{name}`{colon}{words}");
            }
        }
        None => {
            let _ = writeln!(text, "\nRefusals: `{refusal}`.");
        }
    }
}

const INTRODUCTION: &str = "# Server functions

Written by `cargo xtask docs` from the source; `cargo xtask lint` fails where it is not true.

Every function is an address under `/api`. Reads are `GET` with their fields in the query;
writes are `POST` with a form (`application/x-www-form-urlencoded`, or `multipart/form-data`
for files). A browser that asks for `text/html` is redirected back to the page it came from,
so that every form works without scripts; other clients get JSON. Who asks is told by the
session's cookie.

Besides its own refusals (status 409) any function may answer with: `SignIn` (401), `NotFound`
(404: it does not exist, or is somebody else's), `Invalid` (422: fields with what is wrong about
each), `TooMany` (429), `CommandReused` (409: the command's id was used with other content),
`Incident` (500: the number under which it is logged).
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_what_the_source_says() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the workspace");
        if let Err(error) = compare(root) {
            panic!("{}", crate::step::explain(&error));
        }
    }
}
