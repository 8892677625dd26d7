//! How a page's data is written into it for the browser: as JSON, like Leptos's own
//! [`JsonSerdeCodec`](leptos::server::codee::string::JsonSerdeCodec).
//!
//! It is read as bytes, in which server functions answer too, so that the browser needs one
//! reader for each type instead of two: on the start page a twentieth of all its code.
//!
//! The page carries it as a string of a script, where each of JSON's many quotation marks would
//! have to be escaped. Before that they change places with a mark that texts hardly ever use.

use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};

const QUOTATION_MARK: u8 = b'"';
const RARE_MARK: u8 = b'`';

/// Lets the two marks change places; done twice, it is as it was.
fn swapped(mut json: Vec<u8>) -> Vec<u8> {
    for byte in &mut json {
        *byte = match *byte {
            QUOTATION_MARK => RARE_MARK,
            RARE_MARK => QUOTATION_MARK,
            other => other,
        };
    }
    json
}

/// For the resources of what everybody downloads, and of what is long: `Resource::<_, Json>::new_with_options`.
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        let json = swapped(serde_json::to_vec(value)?);
        String::from_utf8(json).map_err(serde::ser::Error::custom)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&swapped(text.as_bytes().to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() -> Result<(), serde_json::Error> {
        let value = vec![("茶 \"tea\" `green`".to_owned(), 7)];
        let written = Json::encode(&value)?;
        assert_eq!(written, r#"[[`茶 \`tea\` "green"`,7]]"#);
        let back: Vec<(String, i32)> = Json::decode(&written)?;
        assert_eq!(back, value);
        assert!(<Json as Decoder<u32>>::decode("tea").is_err());
        Ok(())
    }
}
