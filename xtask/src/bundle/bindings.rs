//! What wasm-bindgen put between WASM and JavaScript, made smaller: long names become short
//! ones on both sides, and classes that nothing makes go, with the code behind them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use wasmparser::{BinaryReader, ExternalKind, FromReader, Parser, TypeRef};

/// The module that the JavaScript provides to the WASM.
const PROVIDED: &str = "./longtail_bg.js";

/// Classes of the crate wasm-streams, by which Rust hands its own streams to JavaScript. The
/// market reads streams and makes none.
const UNMADE: &str = "IntoUnderlying";

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// A module and its JavaScript.
pub struct Bound {
    pub wasm: Vec<u8>,
    pub js: String,
}

impl Bound {
    /// The same, smaller.
    ///
    /// # Errors
    /// When the module cannot be read.
    pub fn shortened(self) -> Result<Self> {
        let js = without_unmade(&self.js);
        let mut names = Names::default();
        let mut wasm = self.wasm[..8].to_vec();
        for payload in Parser::new(0).parse_all(&self.wasm) {
            let Some((id, range)) = payload?.as_section() else {
                continue;
            };
            let section = &self.wasm[range];
            let section = match id {
                IMPORTS => names.imports(section).context("the imports")?,
                EXPORTS => names.exports(section).context("the exports")?,
                _ => section.to_vec(),
            };
            wasm.push(id);
            number(&mut wasm, section.len());
            wasm.extend(section);
        }
        Ok(Self {
            wasm,
            js: names.rename(&js),
        })
    }
}

/// Old name → new name.
#[derive(Default)]
struct Names {
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    fn imports(&mut self, section: &[u8]) -> Result<Vec<u8>> {
        let mut reader = BinaryReader::new(section, 0);
        let mut out = Vec::with_capacity(section.len());
        let count = reader.read_var_u32()?;
        number(&mut out, count as usize);
        for _ in 0..count {
            let module = reader.read_string()?;
            let mut name = reader.read_string()?.to_owned();
            if module == PROVIDED {
                let short = short(self.imports.len());
                name = self.imports.entry(name).or_insert(short).clone();
            }
            let kind = reader.current_position();
            TypeRef::from_reader(&mut reader)?;
            text(&mut out, module);
            text(&mut out, &name);
            out.extend(&section[kind..reader.current_position()]);
        }
        Ok(out)
    }

    /// Memory, tables and globals keep their names, by which the parts of the bundle know them.
    fn exports(&mut self, section: &[u8]) -> Result<Vec<u8>> {
        let mut reader = BinaryReader::new(section, 0);
        let mut out = Vec::with_capacity(section.len());
        let mut kept = 0;
        for _ in 0..reader.read_var_u32()? {
            let mut name = reader.read_string()?.to_owned();
            let kind = reader.current_position();
            let function = ExternalKind::from_reader(&mut reader)? == ExternalKind::Func;
            reader.read_var_u32()?;
            if function {
                if name.contains(&UNMADE.to_lowercase()) {
                    continue;
                }
                let short = short(self.exports.len());
                name = self.exports.entry(name).or_insert(short).clone();
            }
            text(&mut out, &name);
            out.extend(&section[kind..reader.current_position()]);
            kept += 1;
        }
        let mut whole = Vec::with_capacity(out.len() + 2);
        number(&mut whole, kept);
        whole.extend(out);
        Ok(whole)
    }

    /// Imports are keys of an object (`name: function…`), exports are called as `wasm.name`.
    fn rename(&self, js: &str) -> String {
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let mut out = String::with_capacity(js.len());
        let mut rest = js;
        while let Some(begin) = rest.find(part) {
            out.push_str(&rest[..begin]);
            rest = &rest[begin..];
            let (word, after) = rest.split_at(rest.find(|c| !part(c)).unwrap_or(rest.len()));
            let new = if after.starts_with(':') {
                self.imports.get(word)
            } else if out.ends_with("wasm.") {
                self.exports.get(word)
            } else {
                None
            };
            out.push_str(new.map_or(word, String::as_str));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The JavaScript without the classes that nothing makes, and what belongs to them.
fn without_unmade(js: &str) -> String {
    let mut out = String::with_capacity(js.len());
    let mut ending: Option<fn(&str) -> bool> = None;
    for line in js.split_inclusive('\n') {
        if let Some(ends) = ending {
            if ends(line) {
                ending = None;
            }
        } else if line.starts_with(&format!("export class {UNMADE}")) {
            ending = Some(|line| line == "}\n");
        } else if line.starts_with(&format!("const {UNMADE}")) {
            ending = Some(|line| line.ends_with(";\n"));
        } else if !line.contains(UNMADE) {
            out.push_str(line);
        }
    }
    out
}

/// `a`, `b`, … `z`, `a0`, …: distinct for each number.
fn short(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut name = String::from((b'a' + (number % 26) as u8) as char);
    number /= 26;
    while number > 0 {
        number -= 1;
        name.push(DIGITS[number % 36] as char);
        number /= 36;
    }
    name
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len());
    out.extend(text.as_bytes());
}

/// LEB128.
fn number(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An import of a function from a module, an exported function, one of an unmade class,
    /// and the memory.
    fn module() -> Vec<u8> {
        let mut imports = vec![1];
        text(&mut imports, PROVIDED);
        text(&mut imports, "__wbg_then_0123456789abcdef");
        imports.extend([0, 0]);
        let mut exports = vec![3];
        for (name, kind) in [
            ("hydrate", [0, 0]),
            ("intounderlyingsink_close", [0, 0]),
            ("memory", [2, 0]),
        ] {
            text(&mut exports, name);
            exports.extend(kind);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, section) in [
            (1, vec![1, 0x60, 0, 0]),
            (IMPORTS, imports),
            (5, vec![1, 0, 1]),
            (EXPORTS, exports),
        ] {
            module.push(id);
            number(&mut module, section.len());
            module.extend(section);
        }
        module
    }

    const JS: &str = "\
export class IntoUnderlyingSink {
    close() {
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = 1;
export function hydrate() {
    wasm.hydrate(memory.hydrate);
}
const import0 = {
    __wbg_then_0123456789abcdef: function(arg0) {},
};
const IntoUnderlyingSinkFinalization = (a)
    ? b
    : c;
";

    #[test]
    fn both_sides_get_the_same_short_names() -> Result<()> {
        let bound = Bound {
            wasm: module(),
            js: JS.to_owned(),
        }
        .shortened()?;
        let mut names = vec![];
        for payload in Parser::new(0).parse_all(&bound.wasm) {
            match payload? {
                wasmparser::Payload::ImportSection(section) => {
                    names.extend(section.into_imports().map(|found| found.map(|i| i.name)));
                }
                wasmparser::Payload::ExportSection(section) => {
                    names.extend(section.into_iter().map(|found| found.map(|e| e.name)));
                }
                _ => {}
            }
        }
        let names: Vec<_> = names.into_iter().collect::<Result<_, _>>()?;
        assert_eq!(names, ["a", "a", "memory"]);
        assert_eq!(
            bound.js,
            "\
export function hydrate() {
    wasm.a(memory.hydrate);
}
const import0 = {
    a: function(arg0) {},
};
"
        );
        Ok(())
    }

    #[test]
    fn short_names_are_distinct() {
        let names: std::collections::BTreeSet<_> = (0..5_000).map(short).collect();
        assert_eq!(names.len(), 5_000);
    }
}
