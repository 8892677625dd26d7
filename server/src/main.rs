//! `longtail`: the market in one binary.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    longtail_server::cli::main().await
}
