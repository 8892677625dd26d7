//! `longtail import specs`: what categories ask of their goods, from a file.

use super::{Trouble, read, told};
use crate::spec_file::Question;
use clap::Args;
use longtail::{
    actor::Actor,
    text::{FieldIssue, FieldIssues},
    trade::catalog::AskedSpec,
};
use longtail_backend::{Ctx, trade::catalog::specs::desk::import_specifications};
use serde::{Deserialize, de::IgnoredAny};
use std::{path::PathBuf, process::ExitCode};

#[derive(Args)]
pub struct Specs {
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
    /// The file: TOML with a `[[spec]]` for each, of `category`, `key`, `name`, `kind`, and `unit`,
    /// `choices` and `facet`.
    file: PathBuf,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecFile {
    #[serde(default)]
    spec: Vec<Question>,
    /// What the demo's file answers for its own listings.
    values: Option<IgnoredAny>,
}

/// A trouble: which of the specifications has it, from 0, and what it is.
type At = (usize, String);

impl Specs {
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let shown = self.file.display();
        let text = String::from_utf8(read(&self.file).await?)
            .map_err(|_| Trouble::new(format!("{shown} is not UTF-8 text")))?;
        // The parser names line and column, and what it expected there.
        let file: SpecFile = toml::from_str(&text)
            .map_err(|error| Trouble::new(format!("{shown} cannot be read: {error}")))?;
        let (asked, mut troubles) = asked(&file.spec);
        // With a faulty kind, the others are still tried, so that all troubles are told at once.
        let is_dry = self.dry_run || !troubles.is_empty();
        let of_file: Vec<AskedSpec> = asked.iter().map(|(_, spec)| spec.clone()).collect();
        let imported = import_specifications(ctx, &Actor::System, &of_file, is_dry)
            .await
            .map_err(told)?;
        for (at, issues) in &imported.troubles {
            troubles.extend(sentences(issues).map(|sentence| (asked[*at].0, sentence)));
        }
        if !troubles.is_empty() {
            troubles.sort();
            let lines = spec_lines(&text);
            for (at, sentence) in &troubles {
                println!("  {}: {sentence}", place(&lines, &file.spec, *at));
            }
            println!("Nothing of {shown} was kept. Mend it, and bring it in again.");
            return Ok(ExitCode::FAILURE);
        }
        let would = if self.dry_run { "would be " } else { "" };
        println!(
            "{} specifications: {} {would}new, {} {would}changed, {} unchanged",
            file.spec.len(),
            imported.new,
            imported.changed,
            imported.unchanged
        );
        if file.values.is_some() {
            println!("The values are left aside: listings answer for themselves.");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What can be read of the file, with its place, and what cannot.
fn asked(questions: &[Question]) -> (Vec<(usize, AskedSpec)>, Vec<At>) {
    let (mut asked, mut troubles) = (Vec::new(), Vec::new());
    for (at, question) in questions.iter().enumerate() {
        match question.kind() {
            Ok(kind) => asked.push((
                at,
                AskedSpec {
                    category: question.category.clone(),
                    key: question.key.clone(),
                    name: question.name.bilingual(),
                    kind,
                    facet: question.facet,
                },
            )),
            Err(cure) => troubles.push((at, format!("kind: {cure}"))),
        }
    }
    (asked, troubles)
}

/// The lines on which specifications begin, from 1.
fn spec_lines(text: &str) -> Vec<usize> {
    let is_head = |line: &str| {
        let line = line.split('#').next().unwrap_or_default();
        line.split_whitespace().collect::<String>() == "[[spec]]"
    };
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| is_head(line))
        .map(|(n, _)| n)
        .collect()
}

/// `line 12, tea weight`
fn place(lines: &[usize], questions: &[Question], at: usize) -> String {
    let question = &questions[at];
    let named = format!("{} {}", question.category, question.key);
    match lines.get(at) {
        Some(line) if lines.len() == questions.len() => format!("line {line}, {named}"),
        _ => format!("specification {}, {named}", at + 1),
    }
}

/// Each field's trouble with its cure.
fn sentences(issues: &FieldIssues) -> impl Iterator<Item = String> + '_ {
    issues.0.iter().map(|(field, issue)| {
        let cure = match issue {
            FieldIssue::Missing => "is missing: write it".to_owned(),
            FieldIssue::NotASlug => "takes small letters, digits and _ only, 60 at most".to_owned(),
            FieldIssue::AlreadyTaken if field == "key" => {
                "is asked by a category above or below already: ask it there only, or choose another key".to_owned()
            }
            FieldIssue::AlreadyTaken => "has the key of another choice: choose one of its own".to_owned(),
            FieldIssue::Other { text } => text.en.clone(),
            other => format!("cannot be taken: {other:?}"),
        };
        format!("{field}: {cure}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"# ours
[[spec]]
category = "tea"
key = "weight"
name = { en = "Net weight", zh = "净含量" }
kind = "number"
unit = { en = "g" }

[[ spec ]] # next
category = "tea"
key = "season"
name = { zh = "采摘季" }
kind = "colour"
"#;

    #[test]
    fn a_trouble_is_told_with_its_line() {
        let file: SpecFile = toml::from_str(FILE).expect("a file");
        let (asked, troubles) = asked(&file.spec);
        assert_eq!((asked.len(), troubles.len()), (1, 1));
        assert!(troubles[0].1.starts_with("kind: write kind = "));
        let lines = spec_lines(FILE);
        assert_eq!(lines, [2, 9]);
        assert_eq!(place(&lines, &file.spec, 1), "line 9, tea season");
        assert_eq!(place(&[], &file.spec, 1), "specification 2, tea season");
    }

    #[test]
    fn the_demos_own_file_is_of_this_form() {
        let file: SpecFile =
            toml::from_str(include_str!("../../../demo/specs.toml")).expect("a file");
        let (asked, troubles) = asked(&file.spec);
        assert!(troubles.is_empty() && asked.len() > 10 && file.values.is_some());
    }
}
