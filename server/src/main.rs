//! `longtail`: the market in one binary.

// The types of whole pages nest deeply.
#![recursion_limit = "512"]

use mimalloc::MiMalloc;
use std::process::ExitCode;

#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    take_small_pages();
    longtail_server::cli::main().await
}

/// With the pages of 2 MB that the allocator asks the kernel for, a busy server takes a quarter
/// more memory: see docs/BENCHMARKS.md.
fn take_small_pages() {
    #[cfg(target_os = "linux")]
    // fails on a kernel that has none
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
