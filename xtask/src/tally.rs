//! How many tests passed and failed, read from what the runners say.

use std::fmt;
use std::fs;
use std::ops::AddAssign;
use std::path::Path;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Adds what one line of `cargo test` says; most say nothing.
    pub fn read_cargo_line(&mut self, line: &str) {
        let Some(counts) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        for part in counts.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }

    /// What Playwright's JSON report counts. A flaky test has passed, but not at once.
    pub fn of_playwright(results: &Path) -> Self {
        let Some(report) = fs::read(results)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        else {
            return Self::default();
        };
        let count = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
        Self {
            passed: count("expected") + count("flaky"),
            failed: count("unexpected"),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn reads_what_cargo_says() {
        let mut tally = Tally::default();
        tally.read_cargo_line(
            "test result: ok. 6 passed; 0 failed; 1 ignored; 0 measured; 8 filtered out; finished in 0.03s",
        );
        tally.read_cargo_line("test result: FAILED. 2 passed; 3 failed; 0 ignored");
        tally.read_cargo_line("test money::adds ... ok");
        assert_eq!(tally.to_string(), "8 passed, 3 failed");
    }
}
