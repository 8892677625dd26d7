//! What the page for imports asks.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::import::{ImportError, ImportPage};
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, fault, plain_fault},
    longtail::{
        text::{FieldIssue, FieldIssues},
        trade::import::MOST_FILE_BYTES,
    },
    longtail_backend::{
        Failure,
        trade::import::history::{self, Choices, Upload},
    },
};

/// The page for imports, with one of them open where `import` names it.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/import/load_imports", input = server_fn::codec::GetUrl)]
pub async fn load_imports(
    shop: String,
    #[server(default)] import: String,
) -> Result<ImportPage, Fault> {
    let import = match import.as_str() {
        "" => None,
        id => Some(crate::ssr::id(id)?),
    };
    history::page(&ctx(), &caller().actor, &shop, import)
        .await
        .map_err(plain_fault)
}

/// Reads and checks a file without bringing anything in; leads to the report. Fields: `shop`,
/// `format` and `category` (may be empty: found by looking), one `file`, any number of
/// `pictures`.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/import/check_file", input = server_fn::codec::MultipartFormData)]
pub async fn check_file(data: server_fn::codec::MultipartData) -> Result<(), Fault<ImportError>> {
    let mut form = crate::platform::upload::read(data, 500, MOST_FILE_BYTES).await?;
    let shop = form.text("shop");
    let issue =
        |field: &str, issue| fault::<ImportError>(Failure::Invalid(FieldIssues::one(field, issue)));
    let format = match form.text("format").as_str() {
        "" => None,
        name => Some(
            name.parse()
                .map_err(|_| issue("format", FieldIssue::NotAChoice))?,
        ),
    };
    let category = match form.text("category").as_str() {
        "" => None,
        id => Some(
            id.parse()
                .map_err(|_| issue("category", FieldIssue::NotAChoice))?,
        ),
    };
    let file = form
        .take("file")
        .ok_or_else(|| issue("file", FieldIssue::Missing))?;
    let upload = Upload {
        format,
        file_name: file.name,
        file: file.bytes,
        pictures: form.files.into_iter().map(|f| (f.name, f.bytes)).collect(),
        category,
    };
    let import = history::preview(&ctx(), &caller().actor, &shop, upload)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/import?import={import}"));
    Ok(())
}

/// One choice for a file's column or category: what the file says, and what is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meant {
    pub said: String,
    #[serde(default)]
    pub meant: String,
}

/// Checks a file again with what the shop says of its columns (the column each is, or
/// nothing) and categories (the category each goes to, or nothing). Categories are
/// remembered for the shop's next file.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/import/choose_places")]
pub async fn choose_places(
    shop: String,
    import: String,
    #[server(default)] columns: Vec<Meant>,
    #[server(default)] places: Vec<Meant>,
) -> Result<(), Fault<ImportError>> {
    let id = crate::ssr::id(&import)?;
    let choices = Choices {
        columns: columns.into_iter().map(|c| (c.said, c.meant)).collect(),
        places: places
            .into_iter()
            .map(|place| (place.said, place.meant.parse().ok()))
            .collect(),
    };
    history::choose(&ctx(), &caller().actor, &shop, id, &choices)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/import?import={import}"));
    Ok(())
}

/// Takes an import back, in the background: what it created goes, what it changed is as before, what somebody
/// has changed since stays.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/import/undo_import")]
pub async fn undo_import(shop: String, import: String) -> Result<(), Fault<ImportError>> {
    let id = crate::ssr::id(&import)?;
    history::undo(&ctx(), &caller().actor, &shop, id)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/import?import={import}"));
    Ok(())
}

/// Brings a checked file in, in the background.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/import/start_import")]
pub async fn start_import(shop: String, import: String) -> Result<(), Fault<ImportError>> {
    let id = crate::ssr::id(&import)?;
    history::start(&ctx(), &caller().actor, &shop, id)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/import?import={import}"));
    Ok(())
}
