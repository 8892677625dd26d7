//! `longtail audit`: proves the books.

use super::Trouble;
use clap::Args;
use longtail::platform::audit::AuditReport;
use longtail_backend::{Ctx, platform::audit};
use std::{fmt::Write, process::ExitCode};

/// Recomputes what the books say.
#[derive(Args)]
pub struct Audit {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl Audit {
    /// Exits with 1 where something differs.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        let report = audit::run(ctx).await?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            print!("{}", table(&report));
        }
        Ok(if report.is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

fn table(report: &AuditReport) -> String {
    let mut text = String::new();
    let width = report.checked.keys().map(String::len).max().unwrap_or(0);
    // Writing into a string cannot fail.
    for (proof, rows) in &report.checked {
        let wrong = report
            .findings
            .iter()
            .filter(|finding| finding.proof == *proof)
            .count();
        let verdict = if wrong == 0 {
            "clean".to_owned()
        } else {
            format!("{wrong} WRONG")
        };
        let _ = writeln!(text, "{proof:<width$}  {rows:>8} rows  {verdict}");
    }
    for finding in &report.findings {
        let _ = writeln!(
            text,
            "\n{}: {}\n  expected {}, found {}",
            finding.proof, finding.subject, finding.expected, finding.found
        );
    }
    let verdict = if report.is_clean() {
        "The books agree."
    } else {
        "The books do not agree."
    };
    let _ = writeln!(text, "\n{verdict}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use longtail::platform::audit::Finding;

    #[test]
    fn a_difference_stands_under_its_proof() {
        let mut report = AuditReport::default();
        report.checked.insert("escrow".to_owned(), 12);
        report.checked.insert("stock".to_owned(), 3);
        assert_eq!(
            table(&report),
            "escrow        12 rows  clean\nstock          3 rows  clean\n\nThe books agree.\n"
        );
        report.findings.push(Finding {
            proof: "stock".to_owned(),
            subject: "variant 7".to_owned(),
            expected: 4,
            found: 5,
        });
        let text = table(&report);
        assert!(text.contains("stock          3 rows  1 WRONG"), "{text}");
        assert!(
            text.contains("stock: variant 7\n  expected 4, found 5"),
            "{text}"
        );
    }
}
