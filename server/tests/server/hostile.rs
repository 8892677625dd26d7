//! Values that nobody should send: every field of every server function is driven with them.
//!
//! Every function is called as it is meant first: where that is refused, no field behind the one
//! that is wrong is reached, and the row has to say why. A thing of another kind, or of nobody, is
//! not found, or its field is named. A thing of the right kind that is another shop's or another
//! buyer's is refused, not told of, and not changed.
//!
//! Whatever is sent, the answer is no incident. A refusal changes nothing, and what is taken is
//! undone afterwards, so that every call finds the same town. Functions and fields are those of
//! docs/API.md, which is written from the source; a function that is not in it fails the test.

mod api;
mod journal;
mod theirs;
mod values;

use crate::{
    authorization::{
        expected,
        rows::{FUNCTIONS, Row},
        town::{Asker, Town},
    },
    common::location,
};
use api::{Field, Function};
use journal::Journal;
use leptos::server_fn::axum::server_fn_paths;
use longtail_backend::testing;
use reqwest::{RequestBuilder, Response, StatusCode};
use sqlx::PgPool;
use std::collections::BTreeSet;
use values::{Hostile, Kinds, Pairs, Value};

/// The functions are shared out among so many tests, which run side by side.
const SHARES: usize = 4;

/// Tables that a refusal may write to: that somebody was here, tried to sign in, or tried a code.
const LEFT_BEHIND: [&str; 3] = ["sessions", "sign_in_attempts", "code_misses"];

/// Fields that may name what is not there, for nothing is done with it then.
const FORGIVING: [(&str, &str); 6] = [
    // what is to go is gone already
    ("/api/trade/price/remove_coupon", "coupon"),
    ("/api/trade/cart/remove_line", "variant"),
    ("/api/trade/wishlist/move_to_cart", "wish"),
    ("/api/trade/shop/remove_person", "person"),
    // the others of many are moved all the same
    ("/api/trade/catalog/move_listings", "listings[0]"),
    // the listing's own are measured all the same
    ("/api/trade/shipping/save_measures", "measures"),
];

/// Whether a field may name what is not there; `measures[variant-…]` is one of `measures`.
fn forgives(function: &Function, field: &Field) -> bool {
    let names = [field.name.as_str(), list_of(field)];
    names
        .into_iter()
        .any(|name| FORGIVING.contains(&(function.path.as_str(), name)))
}

/// `listings[0]` is one of `listings`.
fn list_of(field: &Field) -> &str {
    field.name.split('[').next().unwrap_or_default()
}

#[test]
fn the_list_names_every_function() {
    let listed: BTreeSet<String> = api::all().into_iter().map(|f| f.path).collect();
    let there: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(listed, there, "run `cargo xtask docs`");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn nothing_breaks_functions_of_the_first_share(db: PgPool) {
    drive(db, 0).await;
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn nothing_breaks_functions_of_the_second_share(db: PgPool) {
    drive(db, 1).await;
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn nothing_breaks_functions_of_the_third_share(db: PgPool) {
    drive(db, 2).await;
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn nothing_breaks_functions_of_the_fourth_share(db: PgPool) {
    drive(db, 3).await;
}

async fn drive(db: PgPool, share: usize) {
    let mut town = Town::with_others(db).await;
    give_passwords(&town).await;
    town.prepare().await;
    let kinds = values::kinds(&town.market.ctx.db).await;
    let ids = values::known_ids(&town.market.ctx.db).await;
    let journal = Journal::open(&town.market.ctx.db).await;
    let mut fuzz = Fuzz {
        town,
        journal,
        ids,
        kinds,
        wrong: Vec::new(),
        sent: 0,
        refused: 0,
    };
    for function in api::all().iter().skip(share).step_by(SHARES) {
        fuzz.drive(function).await;
    }
    println!("{} calls, {} of them refused", fuzz.sent, fuzz.refused);
    assert!(fuzz.wrong.is_empty(), "\n{}", fuzz.wrong.join("\n"));
    assert!(fuzz.refused > 500, "the values do not reach the functions");
}

/// So that a password can be compared with the one that is kept.
async fn give_passwords(town: &Town) {
    let ctx = &town.market.ctx;
    testing::member(ctx, "Somebody").await;
    sqlx::query(
        "update accounts set password_hash = (select password_hash from accounts where email = 'somebody@example.com')
         where password_hash = 'none'",
    )
    .execute(&ctx.db)
    .await
    .expect("passwords");
}

struct Fuzz {
    town: Town,
    journal: Journal,
    /// The id of something of each kind.
    ids: Vec<String>,
    kinds: Kinds,
    wrong: Vec<String>,
    sent: usize,
    refused: usize,
}

impl Fuzz {
    async fn drive(&mut self, function: &Function) {
        let Some(row) = FUNCTIONS.iter().find(|row| row.path == function.path) else {
            return self.wrong.push(format!("no row for {}", function.path));
        };
        let asker = whoever_may(row);
        let filled = self.town.fill(row.meant.unwrap_or(row.fields), asker);
        let base = values::pairs(filled.trim_start_matches("multipart:"));
        self.as_meant(function, row, asker, &base).await;
        for field in function.fields_with(&base) {
            for hostile in values::of(&field, &base, &self.ids) {
                self.call(function, asker, &field, &hostile, &base).await;
            }
        }
        self.reach_out(function, asker, &base).await;
    }

    /// Asks for what is somebody else's, in every field that could name it.
    async fn reach_out(&mut self, function: &Function, asker: Asker, base: &Pairs) {
        let tries = theirs::of(&self.town, function, base);
        for name in theirs::untried(function, base, &tries) {
            let path = &function.path;
            self.wrong.push(format!(
                "{path} {name}: there is nothing of somebody else's"
            ));
        }
        for (field, hostile) in &tries {
            self.call(function, asker, field, hostile, base).await;
        }
    }

    /// Without anything hostile it is taken, or its row says why it cannot be.
    async fn as_meant(&mut self, function: &Function, row: &Row, asker: Asker, base: &Pairs) {
        let request = self.request(function, base);
        let request = request.header("accept", "application/json");
        let answer = self.town.person(asker).send(request).await;
        let status = answer.status();
        let body = answer.text().await.unwrap_or_default();
        let body: String = body.chars().take(160).collect();
        let taken = status.is_success() || status.is_redirection();
        let path = &function.path;
        match row.refused {
            None if !taken => self.wrong.push(format!(
                "{path}: as it is meant, {asker:?} is refused, so that its fields are not reached ({status} {body})"
            )),
            Some(why) if taken => self
                .wrong
                .push(format!("{path}: it is taken, and its row says that {why}")),
            _ => {}
        }
        if !self.journal.changed().await.is_empty() {
            self.journal.undo().await;
        }
    }

    async fn call(
        &mut self,
        function: &Function,
        asker: Asker,
        field: &Field,
        hostile: &Hostile,
        base: &Pairs,
    ) {
        let pairs = hostile.put_into(base, &field.name);
        let request = self.request(function, &pairs);
        let request = request.header("accept", "application/json");
        let answer = self.town.person(asker).send(request).await;
        let what = judge(field, hostile, &answer, &self.town.market.url);
        let status = answer.status();
        let body = answer.text().await.unwrap_or_default();
        let called = format!("{} {}={}", function.path, field.name, hostile.name);
        let what =
            what.or_else(|| self.strange(function, field, hostile, base, (status, body.as_str())));
        let what = what.or_else(|| self.reached(function, field, hostile, (status, body.as_str())));
        if let Some(what) = what {
            let body: String = body.chars().take(120).collect();
            self.wrong
                .push(format!("{called}: {what} ({status} {body})"));
        }
        if let Value::Theirs(id) = &hostile.value
            && self.journal.names(id).await
        {
            self.wrong
                .push(format!("{called}: it changes what is somebody else's"));
        }
        let changed = self.journal.changed().await;
        if status.is_client_error() {
            self.refused += 1;
            let left = changed
                .iter()
                .filter(|t| !LEFT_BEHIND.contains(&t.as_str()));
            let left: Vec<&String> = left.collect();
            if !left.is_empty() {
                self.wrong.push(format!(
                    "{called}: refused with {status}, and changed {left:?}"
                ));
            }
        }
        if !changed.is_empty() {
            self.journal.undo().await;
        }
        self.sent += 1;
    }

    /// What is wrong with the answer to the id of something that cannot be meant.
    fn strange(
        &self,
        function: &Function,
        field: &Field,
        hostile: &Hostile,
        base: &Pairs,
        (status, body): (StatusCode, &str),
    ) -> Option<&'static str> {
        let meant = base.iter().find(|(name, _)| *name == field.name)?;
        let strange = values::are_strangers(&self.kinds, &meant.1, hostile);
        if !strange || forgives(function, field) {
            return None;
        }
        // `listings[0]` is told of as `listings`
        let is_named = [field.name.as_str(), list_of(field)]
            .iter()
            .any(|name| body.contains(&format!("\"{name}\"")));
        let refused = status == StatusCode::NOT_FOUND
            || (status == StatusCode::UNPROCESSABLE_ENTITY && is_named);
        (!refused).then_some("neither not found nor named, though it is no such thing")
    }

    /// What is wrong with the answer to the id of something of somebody else's.
    fn reached(
        &self,
        function: &Function,
        field: &Field,
        hostile: &Hostile,
        (status, body): (StatusCode, &str),
    ) -> Option<&'static str> {
        let Value::Theirs(id) = &hostile.value else {
            return None;
        };
        let twins = self.town.twins();
        let mut others = twins.iter().map(|(_, theirs)| *theirs);
        let tells = others.any(|theirs| theirs != id.as_str() && body.contains(theirs));
        if tells || body.contains(self.town.theirs("shop")) {
            return Some("it tells of what is somebody else's");
        }
        let refused = status.is_client_error() || forgives(function, field);
        (!refused).then_some("taken, though it is somebody else's")
    }

    fn request(&self, function: &Function, pairs: &Pairs) -> RequestBuilder {
        let market = &self.town.market;
        if function.multipart {
            let parts: Vec<_> = pairs
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_slice()))
                .collect();
            return market.upload_parts(&function.path, &parts);
        }
        let form = values::encode(pairs);
        if function.reads {
            market.get(&format!("{}?{form}", function.path))
        } else {
            market.post(&function.path, &form)
        }
    }
}

/// Who gets furthest: the last who is answered, else the last who is at least refused.
fn whoever_may(row: &Row) -> Asker {
    let last = |letters: &[char]| {
        let fitting = expected(row).filter(|(_, letter)| letters.contains(letter));
        fitting.last().map(|(asker, _)| asker)
    };
    let desk = ["/api/platform/staff/", "/api/money/tax/"];
    let at_the_desk = desk.iter().any(|path| row.path.starts_with(path));
    last(&['o', 'y'])
        .or_else(|| last(&['r']))
        .unwrap_or(if at_the_desk {
            Asker::Staff
        } else {
            Asker::Owner
        })
}

/// What is wrong with an answer, if anything is.
fn judge(field: &Field, hostile: &Hostile, answer: &Response, url: &str) -> Option<&'static str> {
    let status = answer.status();
    if status.is_server_error() {
        return Some("an incident");
    }
    if answer.headers().contains_key(values::INJECTED) {
        return Some("a header of the sender's");
    }
    let to = location(answer);
    let stays = to.is_empty()
        || to.starts_with(url)
        || (to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\"));
    if !stays {
        return Some("it leads elsewhere");
    }
    let taken = status.is_success() || status.is_redirection();
    let nonsense = matches!(hostile.value, Value::Nonsense) && !field.is_text();
    let beyond = matches!(hostile.value, Value::Beyond) && field.is_whole_number();
    let below = matches!(hostile.value, Value::Negative) && field.kind == "u32";
    if taken && (nonsense || beyond || below) {
        return Some("taken, though it is no such thing");
    }
    (status == StatusCode::METHOD_NOT_ALLOWED).then_some("it is asked in another way")
}
