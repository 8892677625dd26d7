//! Who may ask for what: every server function and every page, asked for by everybody.
//!
//! A function or page without a row fails the test, so that nothing is added without a
//! decision about strangers, other buyers and other shops.

pub mod rows;
pub mod town;

use leptos::server_fn::axum::server_fn_paths;
use longtail_server::{router::pages, simulator};
use reqwest::{Method, StatusCode};
use rows::{FILES, FUNCTIONS, PAGES, PROGRAMS, Row};
use sqlx::PgPool;
use std::collections::BTreeSet;
use town::{Asker, Town};

/// Who asks, and which column of the table says what they get: a clerk of the other shop gets no
/// more than its owner. Rights grow from top to bottom, so that what the first are refused is
/// still there for the last.
pub const ASKERS: [(Asker, usize); 9] = [
    (Asker::Stranger, 0),
    (Asker::Guest, 1),
    (Asker::OtherBuyer, 2),
    (Asker::OtherClerk, 3),
    (Asker::OtherShop, 3),
    (Asker::Staff, 4),
    (Asker::Clerk, 5),
    (Asker::Owner, 6),
    (Asker::Buyer, 7),
];
const COLUMNS: usize = 8;

/// Where addresses stand that are neither pages nor functions, with where they are mounted.
const SOURCES: [(&str, &str); 4] = [
    ("", include_str!("../../src/router.rs")),
    (
        simulator::gateway::MOUNT,
        include_str!("../../src/simulator/gateway.rs"),
    ),
    (
        simulator::bank::MOUNT,
        include_str!("../../src/simulator/bank.rs"),
    ),
    (
        simulator::carrier::MOUNT,
        include_str!("../../src/simulator/carrier.rs"),
    ),
];

#[tokio::test]
async fn every_function_and_page_has_a_row() {
    let mut gaps = Vec::new();
    let functions: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let drawn: BTreeSet<String> = pages()
        .into_iter()
        .map(|route| route.path().to_owned())
        .collect();
    let with_row = |rows: &[Row]| rows.iter().map(|row| row.path).collect::<BTreeSet<_>>();
    let (asked, seen) = (with_row(FUNCTIONS), with_row(PAGES));
    for path in &functions {
        if !asked.contains(path) {
            gaps.push(format!("no row for the function {path}"));
        }
    }
    for path in &drawn {
        if !seen.contains(path.as_str()) {
            gaps.push(format!("no row for the page {path}"));
        }
    }
    let gone = asked.iter().filter(|path| !functions.contains(*path));
    gaps.extend(gone.map(|path| format!("a row for {path}, which is no function")));
    let gone = seen.iter().filter(|path| !drawn.contains(**path));
    gaps.extend(gone.map(|path| format!("a row for {path}, which is no page")));
    for row in FUNCTIONS.iter().chain(PAGES).chain(FILES) {
        if row.answers.chars().filter(|c| !c.is_whitespace()).count() != COLUMNS {
            gaps.push(format!("{} needs {COLUMNS} answers", row.path));
        }
    }
    let with_row: BTreeSet<&str> = FILES.iter().chain(PROGRAMS).map(|row| row.path).collect();
    let routed = routed();
    for path in &routed {
        if !with_row.contains(path.as_str()) {
            gaps.push(format!("no row for the route {path}"));
        }
    }
    let gone = with_row.iter().filter(|path| !routed.contains(**path));
    gaps.extend(gone.map(|path| format!("a row for {path}, which is no route")));
    assert!(gaps.is_empty(), "\n{}", gaps.join("\n"));
}

/// The addresses that the source gives to `.route(…)`, but for the functions' own.
fn routed() -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (mount, source) in SOURCES {
        for rest in source.split(".route(").skip(1) {
            let path = rest.split('"').nth(1).unwrap_or_default();
            paths.insert(format!("{mount}{path}"));
        }
    }
    paths.remove("/api/{*function}");
    paths
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn functions_answer_as_their_rows_say(db: PgPool) {
    let town = Town::new(db).await;
    let mut wrong = Vec::new();
    for row in FUNCTIONS {
        let Some((path, method)) = server_fn_paths().find(|(path, _)| *path == row.path) else {
            continue;
        };
        for (asker, expected) in expected(row) {
            let fields = town.fill(row.fields, asker);
            let request = match (method == Method::GET, fields.strip_prefix("multipart:")) {
                (true, _) => town.market.get(&format!("{path}?{fields}")),
                (false, Some(parts)) => town.market.upload(path, parts),
                (false, None) => town.market.post(path, &fields),
            };
            let request = request.header("accept", "application/json");
            town.renew_sessions().await;
            let answer = town.person(asker).send(request).await;
            let status = answer.status();
            if !fits(expected, status, false) {
                let body = answer.text().await.unwrap_or_default();
                let body: String = body.chars().take(160).collect();
                wrong.push(format!(
                    "{path}: {asker:?} should get {}, and got {status} {body}",
                    words(expected)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn pages_answer_as_their_rows_say(db: PgPool) {
    let town = Town::new(db).await;
    let mut wrong = Vec::new();
    for row in PAGES.iter().chain(FILES) {
        for (asker, expected) in expected(row) {
            let path = town.fill(row.fields, asker);
            town.renew_sessions().await;
            let request = town.market.get(&path).header("accept", "text/html");
            let answer = town.person(asker).send(request).await;
            let status = answer.status();
            let to_sign_in = crate::common::location(&answer).contains("/sign-in");
            if !fits(expected, status, to_sign_in) {
                wrong.push(format!(
                    "{path}: {asker:?} should get {}, and got {status} {}",
                    words(expected),
                    crate::common::location(&answer)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What other programs send is believed by its secret or signature alone, whoever's cookie it has.
#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn programs_are_known_by_their_secret(db: PgPool) {
    let town = Town::new(db).await;
    let mut wrong = Vec::new();
    for row in PROGRAMS {
        for (asker, expected) in expected(row) {
            let (method, path) = row.fields.split_once(' ').expect("a method and an address");
            let path = town.fill(path, asker);
            let request = match method {
                "GET" => town.market.get(&path),
                _ => town.market.post(&path, ""),
            };
            let status = town.person(asker).send(request).await.status();
            if !fits(expected, status, false) {
                let words = words(expected);
                wrong.push(format!(
                    "{path}: {asker:?} should get {words}, and got {status}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

pub fn expected(row: &Row) -> impl Iterator<Item = (Asker, char)> {
    let letters: Vec<char> = row.answers.chars().filter(|c| !c.is_whitespace()).collect();
    ASKERS
        .into_iter()
        .filter_map(move |(asker, column)| Some((asker, *letters.get(column)?)))
}

/// Whether a status is of the class that a letter stands for.
fn fits(letter: char, status: StatusCode, to_sign_in: bool) -> bool {
    let refused = matches!(status.as_u16(), 400 | 409 | 422 | 429);
    match letter {
        'o' => status.is_success() || (status.is_redirection() && !to_sign_in),
        'y' => status.is_success() || (status.is_redirection() && !to_sign_in) || refused,
        'r' => refused,
        's' => status == StatusCode::UNAUTHORIZED || to_sign_in,
        'n' => status == StatusCode::NOT_FOUND,
        _ => false,
    }
}

fn words(letter: char) -> &'static str {
    match letter {
        'o' => "an answer",
        'y' => "past the door",
        'r' => "a refusal",
        's' => "“sign in”",
        'n' => "“not found”",
        _ => "something that no letter stands for",
    }
}
