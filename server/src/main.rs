//! `longtail`: the market in one binary.

// The types of whole pages nest deeply.
#![recursion_limit = "512"]

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    longtail_server::cli::main().await
}
