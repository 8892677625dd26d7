//! The fields that a server function takes.

use std::collections::BTreeMap;

use syn::{Attribute, FnArg, ItemStruct, Pat};

use super::read::{in_one_line, written};

/// A field that a function takes.
#[derive(Clone)]
pub struct Field {
    pub name: String,
    pub kind: String,
    pub words: String,
}

/// The fields of every struct, for functions that take them one by one.
pub type Structs = BTreeMap<String, Vec<Field>>;

/// What an argument takes: one field, or those of a struct that is marked `flatten`.
pub fn fields(argument: &FnArg, structs: &Structs) -> Vec<Field> {
    let FnArg::Typed(typed) = argument else {
        return Vec::new();
    };
    let Pat::Ident(name) = &*typed.pat else {
        return Vec::new();
    };
    let kind = written(&typed.ty);
    let last = kind.rsplit("::").next().unwrap_or_default();
    match structs.get(last) {
        Some(fields) if says(&typed.attrs, "server", "flatten") => fields.clone(),
        _ => vec![Field {
            name: name.ident.to_string(),
            words: words_of(&typed.attrs, says(&typed.attrs, "server", "default")),
            kind,
        }],
    }
}

/// A struct's fields with their words.
pub fn read_struct(item: &ItemStruct) -> Vec<Field> {
    let may_lack = says(&item.attrs, "serde", "default");
    item.fields
        .iter()
        .filter_map(|field| {
            Some(Field {
                name: field.ident.as_ref()?.to_string(),
                kind: written(&field.ty),
                words: words_of(&field.attrs, may_lack),
            })
        })
        .collect()
}

/// Whether one of the attributes `#[of(…)]` says a word.
fn says(attributes: &[Attribute], of: &str, word: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(of) && written(attribute).contains(word))
}

/// A field's doc comment, and whether it may be left out.
fn words_of(attributes: &[Attribute], may_lack: bool) -> String {
    let words = in_one_line(attributes);
    match (may_lack, words.is_empty()) {
        (false, _) => words,
        (true, true) => "May be left out.".to_owned(),
        (true, false) => format!("{words} May be left out."),
    }
}
