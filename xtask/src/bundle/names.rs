//! Functions' names are most of an unoptimised bundle, and every page of the browser's tests
//! would read them anew.

use anyhow::Result;
use wasmparser::{Parser, Payload};

/// A WASM module without its section of names.
pub fn without(module: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Vec::with_capacity(module.len());
    let mut copied_to = 0;
    let mut section_begin = 8;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let end = match &payload {
            Payload::CustomSection(section) => section.range().end,
            other => match other.as_section() {
                Some((_, range)) => range.end,
                None => continue,
            },
        };
        if matches!(&payload, Payload::CustomSection(section) if section.name() == "name") {
            kept.extend_from_slice(&module[copied_to..section_begin]);
            copied_to = end;
        }
        section_begin = end;
    }
    kept.extend_from_slice(&module[copied_to..]);
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_go() {
        let head = b"\0asm\x01\0\0\0";
        let names = b"\0\x06\x04name\0";
        let other = b"\0\x06\x04keep\x07";
        let module = [&head[..], names, other].concat();
        assert_eq!(
            without(&module).expect("a module"),
            [&head[..], other].concat()
        );
    }

    #[test]
    fn a_module_without_names_stays() {
        let module = b"\0asm\x01\0\0\0\0\x06\x04keep\x07";
        assert_eq!(without(module).expect("a module"), module);
    }
}
