//! The server functions and their fields, as docs/API.md lists them.

use super::values::Pairs;

const LIST: &str = include_str!("../../../../docs/API.md");

pub struct Function {
    pub path: String,
    /// Asked by `GET`, its fields in the query.
    pub reads: bool,
    pub multipart: bool,
    fields: Vec<Field>,
}

#[derive(Clone)]
pub struct Field {
    pub name: String,
    /// Its type; nothing where only the authorisation's rows know the field.
    pub kind: String,
}

/// Every function of the list.
pub fn all() -> Vec<Function> {
    let mut functions: Vec<Function> = Vec::new();
    for line in LIST.lines() {
        let told: Vec<&str> = line.split('`').collect();
        match told.as_slice() {
            ["", asked, rest]
                if asked.starts_with("GET /api/") || asked.starts_with("POST /api/") =>
            {
                let (method, path) = asked.split_once(' ').unwrap_or_default();
                functions.push(Function {
                    path: path.to_owned(),
                    reads: method == "GET",
                    multipart: rest.contains("multipart"),
                    fields: Vec::new(),
                });
            }
            ["| ", name, " | ", kind, ..] => {
                if let Some(function) = functions.last_mut() {
                    function.fields.push(Field {
                        name: (*name).to_owned(),
                        kind: (*kind).to_owned(),
                    });
                }
            }
            _ => {}
        }
    }
    functions
}

impl Function {
    /// Its fields, with those parts of them that a well-meant call names: `request[query]`.
    pub fn fields_with(&self, base: &Pairs) -> Vec<Field> {
        let mut fields = self.fields.clone();
        if self.multipart {
            // The list has one field for all that comes in parts.
            fields.clear();
        }
        for (name, _) in base {
            if !fields.iter().any(|field| field.name == *name) {
                fields.push(Field::named(name));
            }
        }
        fields
    }
}

impl Field {
    /// Of any type.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: String::new(),
        }
    }

    /// Whether any words may stand in it.
    pub fn is_text(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "" | "String"
                | "Option<String>"
                | "Vec<String>"
                | "BTreeMap<String, String>"
                | "MultipartData"
        )
    }

    pub fn is_whole_number(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "u32" | "i32" | "i64" | "Option<i64>" | "Option<u32>"
        )
    }

    pub fn is_id(&self) -> bool {
        self.kind.trim_end_matches('>').ends_with("Id")
    }
}
