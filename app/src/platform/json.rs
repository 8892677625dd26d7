//! How a page's data is written into it for the browser: as JSON, like Leptos's own
//! [`JsonSerdeCodec`](leptos::server::codee::string::JsonSerdeCodec).
//!
//! It is read as bytes, in which server functions answer too, so that the browser needs one
//! reader for each type instead of two: on the start page a twentieth of all its code.

use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};

/// For the resources of what everybody downloads: `Resource::<_, Json>::new_with_options`.
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() -> Result<(), serde_json::Error> {
        let value = vec![("茶 \"tea\"".to_owned(), 7)];
        let back: Vec<(String, i32)> = Json::decode(&Json::encode(&value)?)?;
        assert_eq!(back, value);
        assert!(<Json as Decoder<u32>>::decode("tea").is_err());
        Ok(())
    }
}
