//! Turns `locales/{en,zh-CN}/<feature>.json` into one typed function per text.
//!
//! `{"items": {"one": "{count} item", "other": "{count} items"}}` becomes
//! `t::cart::items(lang, count)`. A text that is missing in one language, or whose
//! placeholders differ between them, stops the build with its name.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

type Texts = BTreeMap<String, Value>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let mut code = String::new();
    for entry in sorted(Path::new("locales/en"))? {
        let feature = entry.trim_end_matches(".json").to_owned();
        let en = read(&format!("locales/en/{entry}"))?;
        let zh = read(&format!("locales/zh-CN/{entry}"))?;
        if let Some(key) = zh.keys().find(|key| !en.contains_key(*key)) {
            return Err(format!("locales/en/{entry} lacks “{key}”").into());
        }
        writeln!(code, "pub mod {feature} {{\nuse longtail::text::Lang;")?;
        for (key, en) in &en {
            let zh = zh
                .get(key)
                .ok_or(format!("locales/zh-CN/{entry} lacks “{key}”"))?;
            function(&mut code, key, en, zh).map_err(|e| format!("{entry}, “{key}”: {e}"))?;
        }
        code.push_str("}\n");
    }
    if sorted(Path::new("locales/zh-CN"))? != sorted(Path::new("locales/en"))? {
        return Err("locales/en and locales/zh-CN hold different files".into());
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}

fn sorted(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

fn read(path: &str) -> Result<Texts, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    Ok(serde_json::from_str(&text).map_err(|e| format!("{path}: {e}"))?)
}

/// The names in braces, in the order of the text.
fn placeholders(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.iter().any(|n| n == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

fn function(code: &mut String, key: &str, en: &Value, zh: &Value) -> Result<(), Box<dyn Error>> {
    let plain = |v: &Value, form: &str| -> Option<String> {
        v.as_str()
            .or_else(|| v.get(form)?.as_str())
            .map(str::to_owned)
    };
    let other_en = plain(en, "other").ok_or("needs a text, or “one” and “other”")?;
    let one_en = plain(en, "one").unwrap_or_else(|| other_en.clone());
    let zh = plain(zh, "other").ok_or("needs a text in 中文")?;
    let names = placeholders(&other_en);
    let in_order = |text: &str| placeholders(text).into_iter().collect::<BTreeSet<_>>();
    if in_order(&zh) != in_order(&other_en) {
        return Err("the placeholders differ between the languages".into());
    }
    let doc = other_en.replace('\n', " ");
    if names.is_empty() {
        write!(
            code,
            "/// {doc}\npub fn {key}(lang: Lang) -> &'static str {{ match lang {{ Lang::En => {other_en:?}, Lang::Zh => {zh:?} }} }}\n"
        )?;
        return Ok(());
    }
    let plural = en.is_object();
    let arguments = names
        .iter()
        .map(|name| match name.as_str() {
            "count" if plural => "count: impl Into<i64>".to_owned(),
            name => format!("{name}: impl std::fmt::Display"),
        })
        .collect::<Vec<_>>()
        .join(", ");
    let count = if plural {
        "let count: i64 = count.into(); "
    } else {
        ""
    };
    let english = if plural {
        format!("if count == 1 {{ format!({one_en:?}) }} else {{ format!({other_en:?}) }}")
    } else {
        format!("format!({other_en:?})")
    };
    write!(
        code,
        "/// {doc}\npub fn {key}(lang: Lang, {arguments}) -> String {{ {count}match lang {{ Lang::En => {english}, Lang::Zh => format!({zh:?}) }} }}\n"
    )?;
    Ok(())
}
