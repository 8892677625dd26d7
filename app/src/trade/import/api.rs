//! What the page for imports asks.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::import::{ImportError, ImportPage};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, fault, plain_fault},
    longtail::{
        text::{FieldIssue, FieldIssues},
        trade::import::MOST_FILE_BYTES,
    },
    longtail_backend::{
        Failure,
        trade::import::history::{self, Upload},
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
/// `format`, `category` (may be empty), one `file`, any number of `pictures`.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/import/check_file", input = server_fn::codec::MultipartFormData)]
pub async fn check_file(data: server_fn::codec::MultipartData) -> Result<(), Fault<ImportError>> {
    let mut form = crate::platform::upload::read(data, 500, MOST_FILE_BYTES).await?;
    let shop = form.text("shop");
    let issue =
        |field: &str, issue| fault::<ImportError>(Failure::Invalid(FieldIssues::one(field, issue)));
    let format = form.text("format").parse();
    let format = format.map_err(|_| issue("format", FieldIssue::NotAChoice))?;
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
