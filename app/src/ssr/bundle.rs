//! The names of the files that wake pages in the browser.

use leptos::config::LeptosOptions;
use std::{
    collections::HashMap,
    env, fs,
    io::{self, ErrorKind},
    path::Path,
};

/// What a browser fetches to wake a page: addresses on this site.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// JavaScript that loads the main part.
    pub script: String,
    /// The main part, in WASM.
    pub main: String,
    /// The further parts that each area needs, by the area's name and a number.
    parts: HashMap<String, Vec<String>>,
}

impl Bundle {
    /// Reads the names: of a release from the list beside this program, where they change with
    /// their content, and those of the parts from the site's folder. A folder without a bundle
    /// has no parts.
    ///
    /// # Errors
    /// The list, or the parts, cannot be read; says which file it is.
    pub fn read(options: &LeptosOptions) -> io::Result<Self> {
        let hashes = if options.hash_files {
            let program = env::current_exe()?;
            text(&program.with_file_name(options.hash_file.as_ref()))?
        } else {
            String::new()
        };
        let hash = |of| hash_of(&hashes, of);
        let (name, folder) = (&options.output_name, &options.site_pkg_dir);
        let list = Path::new(options.site_root.as_ref())
            .join(folder.as_ref())
            .join(format!("__wasm_split_manifest{}.json", hash("manifest")));
        let mut parts: HashMap<String, Vec<String>> = match text(&list) {
            Ok(json) => serde_json::from_str(&json)?,
            Err(error) if error.kind() == ErrorKind::NotFound => HashMap::new(),
            Err(error) => return Err(error),
        };
        for file in parts.values_mut().flatten() {
            *file = format!("/{folder}/{file}.wasm");
        }
        Ok(Self {
            script: format!("/{folder}/{name}{}.js", hash("js")),
            main: format!("/{folder}/{name}{}.wasm", hash("wasm")),
            parts,
        })
    }

    /// The addresses of an area's parts, with spaces between them.
    pub fn parts_of(&self, area: &str) -> String {
        let of_area = self
            .parts
            .iter()
            .filter(|(name, _)| name.rsplit_once('_').is_some_and(|(name, _)| name == area));
        let files: Vec<&str> = of_area
            .flat_map(|(_, files)| files)
            .map(String::as_str)
            .collect();
        files.join(" ")
    }
}

/// What a file's name carries before its ending; nothing where the list does not hold it.
fn hash_of(hashes: &str, file: &str) -> String {
    let lines = hashes.lines().filter_map(|line| line.split_once(':'));
    let mut of_file = lines.filter(|(name, _)| *name == file);
    of_file
        .next()
        .map_or_else(String::new, |(_, hash)| format!(".{}", hash.trim()))
}

fn text(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_named_by_its_content() {
        assert_eq!(hash_of("js: 56ab\nwasm: 78cd\n", "wasm"), ".78cd");
        assert_eq!(hash_of("", "wasm"), "");
    }

    #[test]
    fn an_area_has_the_parts_that_are_named_after_it() {
        let parts = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect();
        let bundle = Bundle {
            parts: HashMap::from([
                (
                    "goods_38".to_owned(),
                    parts(&["/pkg/a.wasm", "/pkg/b.wasm"]),
                ),
                ("back_office_38".to_owned(), parts(&["/pkg/c.wasm"])),
            ]),
            ..Bundle::default()
        };
        assert_eq!(bundle.parts_of("goods"), "/pkg/a.wasm /pkg/b.wasm");
        assert_eq!(bundle.parts_of("office"), "");
    }

    #[test]
    fn a_site_without_a_bundle_has_no_parts() {
        let options = LeptosOptions::builder()
            .output_name("longtail")
            .site_root("target/no-site")
            .build();
        let bundle = Bundle::read(&options).unwrap();
        assert_eq!(bundle.main, "/pkg/longtail.wasm");
        assert_eq!(bundle.parts_of("goods"), "");
    }
}
