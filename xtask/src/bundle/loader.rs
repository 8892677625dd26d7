//! The loader of the bundle's parts, made to outlast a network that comes and goes. As it is
//! generated, a fetch that breaks off ends in a panic, after which a page answers nothing.

use anyhow::{Result, ensure};

const PATIENCE: &str = include_str!("loader.js");
const ONCE: &str = "await callee();";
const AGAIN: &str = "await untilLoaded(callee);";

/// The loader, which asks again for what did not arrive.
///
/// # Errors
/// When the loader no longer awaits its parts in the one place known here.
pub fn patient(loader: &str) -> Result<String> {
    ensure!(
        loader.matches(ONCE).count() == 1,
        "the loader of wasm_split_cli_support does not say `{ONCE}` once: look at what it says \
         now, and mend xtask/src/bundle/loader.rs"
    );
    Ok(loader.replace(ONCE, AGAIN) + PATIENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_asked_for_again() {
        let loader = "try { await callee(); } catch (e) {}";
        let patient = patient(loader).expect("a loader");
        assert!(patient.starts_with("try { await untilLoaded(callee); }"));
        assert!(patient.contains("async function untilLoaded(load)"));
    }

    #[test]
    fn another_loader_is_refused() {
        assert!(patient("await callee.call();").is_err());
    }
}
