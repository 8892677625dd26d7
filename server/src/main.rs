//! `longtail`: the market in one binary.

// The types of whole pages nest deeply.
#![recursion_limit = "512"]

use mimalloc::MiMalloc;
use std::process::ExitCode;

#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    longtail_server::cli::main().await
}
