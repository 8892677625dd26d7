//! What is put into the fields, and how it is sent.

use super::api::Field;
use sqlx::{AssertSqlSafe, PgPool};
use std::collections::{BTreeSet, HashMap};

/// A header that must never come back.
pub const INJECTED: &str = "x-injected";

/// Fields with their values, in the order in which they are sent.
pub type Pairs = Vec<(String, Vec<u8>)>;

/// The tables in which each id stands.
pub type Kinds = HashMap<String, BTreeSet<String>>;

/// What kind of value it is, for fields that are no text.
pub enum Value {
    /// Text may say it; an id, a number or a choice cannot.
    Nonsense,
    /// A number beyond 64 bits.
    Beyond,
    Negative,
    /// It may be right, depending on the field.
    Open,
    /// The id of a thing of the right kind that is somebody else's.
    Theirs(String),
}

pub struct Hostile {
    pub name: String,
    pub value: Value,
    put: Put,
}

pub enum Put {
    Instead(Vec<u8>),
    Twice,
    LeftOut,
    /// Below the field: `field` and this is its name.
    Below(&'static str),
    /// In a field of this name.
    Renamed(String),
}

impl Hostile {
    fn new(name: impl Into<String>, value: Value, put: Put) -> Self {
        Self {
            name: name.into(),
            value,
            put,
        }
    }

    /// What is somebody else's and has this id.
    pub fn theirs(id: &str, put: Put) -> Self {
        Self::new("somebody else's", Value::Theirs(id.to_owned()), put)
    }

    /// A call with this in one field.
    pub fn put_into(&self, base: &Pairs, field: &str) -> Pairs {
        let mut pairs = base.clone();
        if !pairs.iter().any(|(name, _)| name == field) {
            pairs.push((field.to_owned(), b"1".to_vec()));
        }
        let at = pairs
            .iter()
            .position(|(name, _)| name == field)
            .unwrap_or(0);
        match &self.put {
            Put::Instead(value) => pairs[at].1.clone_from(value),
            Put::Twice => pairs.insert(at, pairs[at].clone()),
            Put::LeftOut => drop(pairs.remove(at)),
            Put::Below(rest) => pairs[at].0.push_str(rest),
            Put::Renamed(name) => pairs[at].0.clone_from(name),
        }
        pairs
    }
}

/// All that is put into one field.
pub fn of(field: &Field, base: &Pairs, ids: &[String]) -> Vec<Hostile> {
    let instead =
        |name: &str, value, bytes: &[u8]| Hostile::new(name, value, Put::Instead(bytes.to_vec()));
    let long = "長".repeat(2_000);
    let mut all = vec![
        Hostile::new("left out", Value::Open, Put::LeftOut),
        Hostile::new("twice", Value::Open, Put::Twice),
        Hostile::new("a list's place", Value::Open, Put::Below("[4294967296]")),
        Hostile::new(
            "deep below",
            Value::Open,
            Put::Below("[a][b][c][d][e][f][g]"),
        ),
        instead("empty", Value::Open, b""),
        instead("NUL", Value::Nonsense, b"a\0b"),
        instead("long", Value::Nonsense, long.as_bytes()),
        instead("-1", Value::Negative, b"-1"),
        instead("i32 and one", Value::Open, b"2147483648"),
        instead("i64 at most", Value::Open, b"9223372036854775807"),
        instead("i64 at least", Value::Open, b"-9223372036854775808"),
        instead("beyond i64", Value::Beyond, b"92233720368547758080"),
        instead("1e308", Value::Nonsense, b"1e308"),
        instead("script", Value::Nonsense, b"<script>alert(1)</script>"),
        instead("SQL", Value::Nonsense, b"'); drop table accounts; --"),
        instead(
            "unicode",
            Value::Nonsense,
            "\u{202e}\u{301}👩‍👩‍👧\u{feff}\u{85}".as_bytes(),
        ),
        instead("no UTF-8", Value::Nonsense, &[0xff, 0xfe, 0x61]),
        instead("a line", Value::Nonsense, b"a\r\nx-injected: 1\r\n\r\n"),
        instead("elsewhere", Value::Nonsense, b"//elsewhere.example/x"),
        instead("a path", Value::Nonsense, b"../../../../etc/passwd"),
    ];
    if holds_id(field, base) {
        all.extend(ids.iter().map(|id| {
            let bytes = id.split(' ').next().unwrap_or_default();
            instead(id, Value::Open, bytes.as_bytes())
        }));
    }
    all
}

/// Whether an id belongs into a field: its type says so, or a well-meant call puts one there.
pub fn holds_id(field: &Field, base: &Pairs) -> bool {
    let said = |(name, value): &(String, Vec<u8>)| *name == field.name && is_uuid(value);
    field.is_id() || base.iter().any(said)
}

fn is_uuid(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|text| text.parse::<uuid::Uuid>().is_ok())
}

async fn tables_with_ids(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select c.table_name::text from information_schema.columns c
         where c.table_schema = 'public' and c.column_name = 'id' and c.data_type = 'uuid' order by 1",
    )
    .fetch_all(db)
    .await
    .expect("tables")
}

/// Every id that there is.
pub async fn kinds(db: &PgPool) -> Kinds {
    let mut kinds = Kinds::new();
    for table in tables_with_ids(db).await {
        let sql = format!("select id::text from {table}");
        let ids: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(db)
            .await
            .expect("ids");
        for id in ids {
            kinds.entry(id).or_default().insert(table.clone());
        }
    }
    kinds
}

/// Whether a hostile id is of nothing, or of nothing of the kind that is meant.
pub fn are_strangers(kinds: &Kinds, meant: &[u8], hostile: &Hostile) -> bool {
    let Some((id, _)) = hostile.name.split_once(" of ") else {
        return false;
    };
    let Some(wanted) = std::str::from_utf8(meant)
        .ok()
        .and_then(|meant| kinds.get(meant))
    else {
        return false;
    };
    is_uuid(id.as_bytes()) && kinds.get(id).is_none_or(|known| known.is_disjoint(wanted))
}

/// The id of something of each kind, with its table; of nothing, and of nobody.
pub async fn known_ids(db: &PgPool) -> Vec<String> {
    let tables = tables_with_ids(db).await;
    let nothing = uuid::Uuid::nil();
    let mut ids = vec![
        format!("{nothing} of nothing"),
        "0192f000-0000-7000-8000-000000000000 of nobody".to_owned(),
    ];
    for table in tables {
        let sql = format!("select id::text from {table} order by id limit 1");
        let id: Option<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_optional(db)
            .await
            .expect("an id");
        ids.extend(id.map(|id| format!("{id} of {table}")));
    }
    ids
}

/// `a=b&c=d` taken apart.
pub fn pairs(form: &str) -> Pairs {
    serde_urlencoded::from_str::<Vec<(String, String)>>(form)
        .expect("a form")
        .into_iter()
        .map(|(name, value)| (name, value.into_bytes()))
        .collect()
}

/// As a browser sends it, whatever the bytes.
pub fn encode(pairs: &Pairs) -> String {
    let encoded = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            if byte.is_ascii_alphanumeric() || b"-._[]".contains(byte) {
                text.push(char::from(*byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
            text
        })
    };
    let pairs = pairs.iter();
    let pairs =
        pairs.map(|(name, value)| format!("{}={}", encoded(name.as_bytes()), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}
