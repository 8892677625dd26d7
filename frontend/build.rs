//! The linker's part of the bundle.

fn main() {
    // Waking a page walks down its whole tree, and without optimisation every step of that
    // takes kilobytes: more than the megabyte of stack that the linker gives.
    println!("cargo:rustc-link-arg-cdylib=-zstack-size=8388608");
    println!("cargo:rerun-if-changed=build.rs");
}
