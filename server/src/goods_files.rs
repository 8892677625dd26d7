//! A shop's goods as files: the export of all of them, and the rows of an import that were
//! left out. Only the shop's people; others learn nothing of what is there.

use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use longtail::{
    id::ImportId,
    text::Lang,
    trade::import::{Format, guarded},
};
use longtail_app::{
    i18n::t,
    ssr::Caller,
    trade::import::words::{refusal, trouble},
};
use longtail_backend::{
    Ctx, Failure,
    failure::{Incident, Refusal},
    trade::{
        catalog::shop_head,
        export::{self, Export},
        import::history::{self, Rejected},
    },
};
use serde::Deserialize;
use std::{fmt::Debug, io};

/// What an export is asked with.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    format: String,
    #[serde(default)]
    lang: String,
}

/// `/back-office/{shop}/export?format=…&lang=…`: all goods, sent while they are read.
pub async fn all(
    State(ctx): State<Ctx>,
    Path(shop): Path<String>,
    Query(asked): Query<Asked>,
    parts: Parts,
) -> Response {
    let caller = Caller::of(&parts);
    let format = match asked.format.as_str() {
        "" => Format::Longtail,
        name => match name.parse() {
            Ok(format) => format,
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let head = match shop_head::<Refusal>(&ctx, &caller.actor, &shop).await {
        Ok(head) => head,
        Err(failure) => return refused(&caller, failure, |_, never| match *never {}),
    };
    let what = Export {
        shop: head.id,
        format,
        lang: Lang::from_tag(&asked.lang).unwrap_or(caller.lang),
    };
    match export::export(&ctx, &caller.actor, what) {
        Ok(pieces) => file(
            &format!(
                "{}-{}.{}",
                head.slug,
                <&str>::from(format),
                format.extension()
            ),
            content_type(format),
            Body::from_stream(to_the_end(pieces)),
        ),
        Err(failure) => refused(&caller, failure, |_, never| match *never {}),
    }
}

/// The pieces, whose failure ends the answer early: the browser then says that it is not whole.
fn to_the_end(
    pieces: impl Stream<Item = Result<Bytes, Incident>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, io::Error>> + Send + 'static {
    pieces.map(|piece| {
        piece.map_err(|incident| {
            tracing::error!(%incident, "an export broke off");
            io::Error::other("the export broke off")
        })
    })
}

/// `/back-office/{shop}/import/{import}/rejected`: the rows that were left out, as the file
/// has them, with the reasons in a column of their own.
pub async fn rejected(
    State(ctx): State<Ctx>,
    Path((shop, import)): Path<(String, String)>,
    parts: Parts,
) -> Response {
    let caller = Caller::of(&parts);
    let Ok(import) = import.parse::<ImportId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match history::rejected(&ctx, &caller.actor, &shop, import).await {
        Ok(rejected) => {
            let table = table(caller.lang, &rejected);
            let stem = rejected
                .file_name
                .rsplit_once('.')
                .map_or(&*rejected.file_name, |(s, _)| s);
            let name: String = stem
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect();
            file(
                &format!("{name}-rows.csv"),
                "text/csv; charset=utf-8",
                Body::from(table),
            )
        }
        Err(failure) => refused(&caller, failure, refusal),
    }
}

/// With a byte order mark: without one spreadsheets take Chinese for Western letters.
fn table(lang: Lang, rejected: &Rejected) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let extra = [
        t::import::row(lang).to_owned(),
        t::import::reason(lang).to_owned(),
    ];
    let headings = rejected.headings.iter().cloned().chain(extra);
    // writing to memory cannot fail
    _ = writer.write_record(headings.map(|heading| guarded(&heading)));
    for row in &rejected.rows {
        let reasons: Vec<String> = row
            .issues
            .iter()
            .map(|issue| {
                let words = trouble(lang, &issue.trouble);
                issue
                    .column
                    .as_ref()
                    .map_or(words.clone(), |column| format!("{column}: {words}"))
            })
            .collect();
        let mut fields = row.fields.clone();
        fields.resize(rejected.headings.len().max(fields.len()), String::new());
        let extra = [row.row.to_string(), reasons.join(" ")];
        let fields = fields.into_iter().chain(extra);
        _ = writer.write_record(fields.map(|field| guarded(&field)));
    }
    writer.into_inner().unwrap_or_default()
}

fn content_type(format: Format) -> &'static str {
    match format {
        Format::GoogleXml => "application/xml; charset=utf-8",
        Format::GoogleTsv => "text/tab-separated-values; charset=utf-8",
        Format::Taobao => "text/csv; charset=utf-16le",
        _ => "text/csv; charset=utf-8",
    }
}

fn file(name: &str, content_type: &'static str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn refused<E: Debug>(
    caller: &Caller,
    failure: Failure<E>,
    words: fn(Lang, &E) -> String,
) -> Response {
    match failure {
        Failure::SignIn => Redirect::to("/sign-in").into_response(),
        Failure::NotFound => StatusCode::NOT_FOUND.into_response(),
        Failure::Refused(why) => (StatusCode::CONFLICT, words(caller.lang, &why)).into_response(),
        other => {
            tracing::error!(?other, "a file of goods could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
