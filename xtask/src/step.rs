//! Steps as a person sees them: what is being done, how long it took, and, when it failed,
//! what to do about it.

use std::fmt;
use std::time::Instant;

use anyhow::{Context, Result};

/// Runs one step between its two progress lines.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {name} …");
    let begun = Instant::now();
    match work() {
        Ok(value) => {
            println!("✓ {name}  ({:.1} s)", begun.elapsed().as_secs_f64());
            Ok(value)
        }
        Err(error) => {
            println!("✗ {name}  ({:.1} s)", begun.elapsed().as_secs_f64());
            Err(error)
        }
    }
}

/// Says that a step had nothing to do.
pub fn nothing_to_do(name: &str) {
    println!("· {name}: nothing changed");
}

const ADVICE: &str = "What to do: ";

/// The advice that goes with a failure, carried in the error's chain.
#[derive(Debug)]
struct Advice(String);

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ADVICE}{}", self.0)
    }
}

pub trait Cure<T> {
    /// Adds what a person can do about the failure.
    fn cure(self, advice: &str) -> Result<T>;
}

impl<T, E> Cure<T> for Result<T, E>
where
    Result<T, E>: Context<T, E>,
{
    fn cure(self, advice: &str) -> Result<T> {
        self.context(Advice(advice.to_owned()))
    }
}

/// The whole story of a failure, from the outermost cause to the innermost; advice last.
pub fn explain(error: &anyhow::Error) -> String {
    let (advice, causes): (Vec<String>, Vec<String>) = error
        .chain()
        .map(ToString::to_string)
        .partition(|text| text.starts_with(ADVICE));
    [causes, advice].concat().join("\n  ")
}

#[cfg(test)]
mod tests {
    use super::{Cure, explain};
    use anyhow::{Context, anyhow};

    #[test]
    fn advice_comes_last() {
        let failure: anyhow::Result<()> = Err(anyhow!("disk full"))
            .context("cannot write")
            .cure("make room.")
            .context("the bundle");
        assert_eq!(
            explain(&failure.unwrap_err()),
            "the bundle\n  cannot write\n  disk full\n  What to do: make room."
        );
    }
}
