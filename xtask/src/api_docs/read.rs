//! Reads server functions, and the refusals they answer with, out of the source.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, GenericArgument, Item, ItemEnum, ItemFn, Lit, Meta, PathArguments,
    ReturnType, Token, Type, parse::Parser, punctuated::Punctuated,
};
use walkdir::WalkDir;

use super::fields::{Field, Structs, fields, read_struct};

/// A server function as its caller sees it.
pub struct Function {
    pub name: String,
    /// `trade/cart`.
    pub feature: String,
    pub method: &'static str,
    /// Said after the address where it is not the usual form.
    pub encoding: &'static str,
    pub endpoint: String,
    pub sentence: String,
    pub who: String,
    pub fields: Vec<Field>,
    pub answer: String,
    /// The feature's own enum, where it refuses anything.
    pub refusal: Option<String>,
    /// File and name, for messages.
    pub place: String,
}

/// The refusals of every enum whose name ends in `Error`: name and words of each.
pub type Refusals = BTreeMap<String, Vec<(String, String)>>;

/// All functions in `app/src`, and all refusals in `src`.
pub fn all(root: &Path) -> Result<(Vec<Function>, Refusals)> {
    let mut refusals = Refusals::new();
    let mut structs = Structs::new();
    for (_, items) in files(root, "src")? {
        visit(&items, &mut |item| match item {
            Item::Enum(item) if item.ident.to_string().ends_with("Error") => {
                refusals.insert(item.ident.to_string(), read_refusals(item));
            }
            Item::Struct(item) => {
                structs.insert(item.ident.to_string(), read_struct(item));
            }
            _ => {}
        });
    }
    let mut functions = Vec::new();
    for (place, items) in files(root, "app/src")? {
        visit(&items, &mut |item| {
            if let Item::Fn(function) = item {
                functions.extend(read_function(function, &place, &structs));
            }
        });
    }
    Ok((functions, refusals))
}

fn files(root: &Path, folder: &str) -> Result<Vec<(String, Vec<Item>)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(root.join(folder)).sort_by_file_name() {
        let entry = entry?;
        if entry.path().extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path())?;
        let place = entry
            .path()
            .strip_prefix(root)
            .unwrap_or(entry.path())
            .display()
            .to_string();
        let file = syn::parse_file(&text).with_context(|| format!("{place} cannot be read"))?;
        files.push((place, file.items));
    }
    Ok(files)
}

fn visit(items: &[Item], see: &mut impl FnMut(&Item)) {
    for item in items {
        see(item);
        if let Item::Mod(module) = item
            && let Some((_, inside)) = &module.content
        {
            visit(inside, see);
        }
    }
}

fn read_function(function: &ItemFn, place: &str, structs: &Structs) -> Option<Function> {
    let attribute = function
        .attrs
        .iter()
        .find(|attribute| attribute.path().is_ident("server"))?;
    let settings = settings(attribute);
    let name = function.sig.ident.to_string();
    let input = settings.get("input").map(String::as_str).unwrap_or("");
    let (method, encoding) = match input.rsplit("::").next().unwrap_or_default() {
        "GetUrl" => ("GET", ""),
        "MultipartFormData" => ("POST", " (multipart)"),
        "Json" => ("POST", " (JSON)"),
        _ => ("POST", ""),
    };
    let endpoint = settings.get("endpoint").cloned().unwrap_or_default();
    let prefix = settings.get("prefix").map(String::as_str).unwrap_or("/api");
    let (sentence, who) = words(&function.attrs);
    let (answer, refusal) = answer(&function.sig.output);
    Some(Function {
        feature: endpoint
            .rsplit_once('/')
            .map_or_else(|| "elsewhere".to_owned(), |(feature, _)| feature.to_owned()),
        method,
        encoding,
        endpoint: format!("{prefix}/{endpoint}"),
        sentence,
        who,
        fields: function
            .sig
            .inputs
            .iter()
            .flat_map(|argument| fields(argument, structs))
            .collect(),
        answer,
        refusal,
        place: format!("{place}, {name}"),
        name,
    })
}

/// `key = value` pairs of `#[server(…)]`.
fn settings(attribute: &Attribute) -> BTreeMap<String, String> {
    let Meta::List(list) = &attribute.meta else {
        return BTreeMap::new();
    };
    let parse = Punctuated::<Meta, Token![,]>::parse_terminated;
    let Ok(pairs) = parse.parse2(list.tokens.clone()) else {
        return BTreeMap::new();
    };
    pairs
        .iter()
        .filter_map(|meta| {
            let pair = meta.require_name_value().ok()?;
            let key = pair.path.get_ident()?.to_string();
            Some((
                key,
                literal(&pair.value).unwrap_or_else(|| written(&pair.value)),
            ))
        })
        .collect()
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// The doc comment: what it does, and who may.
fn words(attributes: &[Attribute]) -> (String, String) {
    let mut paragraphs = vec![String::new()];
    for line in doc_lines(attributes) {
        match (line.trim(), paragraphs.last_mut()) {
            ("", _) => paragraphs.push(String::new()),
            (line, Some(last)) if !line.starts_with("Who may:") || last.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            (line, _) => paragraphs.push(line.to_owned()),
        }
    }
    let mut who = String::new();
    let mut sentences = Vec::new();
    for paragraph in paragraphs {
        if let Some(said) = paragraph.strip_prefix("Who may:") {
            said.trim().clone_into(&mut who);
        } else if !paragraph.is_empty() && !paragraph.starts_with('#') {
            sentences.push(paragraph);
        }
    }
    (sentences.join("\n\n"), who)
}

fn doc_lines(attributes: &[Attribute]) -> Vec<String> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| literal(&attribute.meta.require_name_value().ok()?.value))
        .collect()
}

pub(super) fn in_one_line(attributes: &[Attribute]) -> String {
    let lines = doc_lines(attributes);
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.join(" ").trim().to_owned()
}

/// `Result<CartView, Fault<CartError>>` gives `CartView` and `CartError`.
fn answer(output: &ReturnType) -> (String, Option<String>) {
    let ReturnType::Type(_, output) = output else {
        return ("()".to_owned(), None);
    };
    let inside = arguments(output);
    let answer = inside
        .first()
        .map_or_else(|| written(output), |answer| written(*answer));
    let refusal = inside
        .get(1)
        .and_then(|fault| arguments(fault).first().map(|refusal| written(*refusal)))
        .map(|path| path.rsplit("::").next().unwrap_or_default().to_owned())
        .filter(|name| name != "NoRefusal");
    (answer, refusal)
}

/// The types in angle brackets behind a path.
fn arguments(kind: &Type) -> Vec<&Type> {
    let Type::Path(path) = kind else {
        return Vec::new();
    };
    match path.path.segments.last().map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(list)) => list
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(kind) => Some(kind),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Every refusal with its words: the doc comment, else what `#[error(…)]` says.
fn read_refusals(item: &ItemEnum) -> Vec<(String, String)> {
    item.variants
        .iter()
        .map(|variant| {
            let said = variant
                .attrs
                .iter()
                .find(|attribute| attribute.path().is_ident("error"))
                .and_then(|attribute| attribute.parse_args::<syn::LitStr>().ok())
                .map(|text| text.value())
                .unwrap_or_default();
            let doc = in_one_line(&variant.attrs);
            let words = if said.is_empty() { doc } else { said };
            (variant.ident.to_string(), words)
        })
        .collect()
}

/// Source text with the spaces a person would write.
pub(super) fn written(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (wide, narrow) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("( ", "("),
        (" )", ")"),
    ] {
        text = text.replace(wide, narrow);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Function {
        let file = syn::parse_file(source).expect("source");
        let Some(Item::Fn(function)) = file.items.first() else {
            panic!("a function was expected");
        };
        let structs = file.items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some((item.ident.to_string(), read_struct(item))),
            _ => None,
        });
        read_function(function, "x.rs", &structs.collect()).expect("a server function")
    }

    #[test]
    fn a_struct_that_is_taken_apart_shows_its_fields() {
        let function = read(
            r#"
            #[server(prefix = "/api", endpoint = "trade/shop/open")]
            pub async fn open(command: CommandId, #[server(flatten)] draft: shop::Draft) -> Result<(), Fault> { Ok(()) }

            #[serde(default)]
            pub struct Draft {
                /// In English.
                pub name: String,
                slug: String,
            }
            "#,
        );
        let read: Vec<(&str, &str)> = function
            .fields
            .iter()
            .map(|field| (field.name.as_str(), field.words.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                ("command", ""),
                ("name", "In English. May be left out."),
                ("slug", "May be left out.")
            ]
        );
    }

    #[test]
    fn a_function_is_read_whole() {
        let function = read(
            r#"
            /// Puts a thing into the cart,
            /// and counts.
            ///
            /// Who may: everybody.
            #[server(prefix = "/api", endpoint = "trade/cart/add")]
            pub async fn add(
                /// Which.
                variant: Option<VariantId>,
                #[server(default)] then: Go,
            ) -> Result<u32, Fault<trade::CartError>> { Ok(1) }
            "#,
        );
        assert_eq!(function.endpoint, "/api/trade/cart/add");
        assert_eq!(function.feature, "trade/cart");
        assert_eq!(function.method, "POST");
        assert_eq!(function.sentence, "Puts a thing into the cart, and counts.");
        assert_eq!(function.who, "everybody.");
        assert_eq!(function.fields[0].kind, "Option<VariantId>");
        assert_eq!(function.fields[0].words, "Which.");
        assert_eq!(function.fields[1].words, "May be left out.");
        assert_eq!(function.answer, "u32");
        assert_eq!(function.refusal.as_deref(), Some("CartError"));
    }

    #[test]
    fn a_read_without_words_is_seen() {
        let function = read(
            r#"#[server(prefix = "/api", endpoint = "a/b/load", input = server_fn::codec::GetUrl)]
               pub async fn load() -> Result<Vec<X>, Fault> { Ok(vec![]) }"#,
        );
        assert_eq!(function.method, "GET");
        assert_eq!(function.answer, "Vec<X>");
        assert_eq!(function.refusal, None);
        assert!(function.sentence.is_empty() && function.who.is_empty());
    }
}
