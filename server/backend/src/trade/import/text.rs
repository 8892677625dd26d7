//! From a file's bytes to text: which encoding it is in is found by looking.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use longtail::trade::import::{Encoding, ImportError, MOST_FILE_BYTES};
use std::borrow::Cow;

/// A file as text.
pub struct Text<'a> {
    pub text: Cow<'a, str>,
    pub encoding: Encoding,
}

/// Decodes a file: by its byte order mark, else as UTF-8, else as what Chinese Windows
/// writes. A mark is not part of the text.
///
/// # Errors
/// Names the line that is no text in any of them.
pub fn decode(file: &[u8]) -> Result<Text<'_>, ImportError> {
    if file.len() > MOST_FILE_BYTES {
        return Err(ImportError::TooLarge);
    }
    let (text, encoding) = match file {
        [0xFF, 0xFE, rest @ ..] => (wide(rest, UTF_16LE)?, Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => (wide(rest, UTF_16BE)?, Encoding::Utf16Be),
        // Latin letters in UTF-16 are a byte and a zero.
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (wide(file, UTF_16LE)?, Encoding::Utf16Le),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => (wide(file, UTF_16BE)?, Encoding::Utf16Be),
        _ => narrow(file)?,
    };
    if let Some(at) = text.find('\0') {
        return Err(ImportError::NotText {
            line: line_at(text.as_bytes(), at),
        });
    }
    Ok(Text { text, encoding })
}

fn wide<'a>(
    file: &'a [u8],
    encoding: &'static encoding_rs::Encoding,
) -> Result<Cow<'a, str>, ImportError> {
    encoding
        .decode_without_bom_handling_and_without_replacement(file)
        .ok_or(ImportError::NotText { line: 1 })
}

fn narrow(file: &[u8]) -> Result<(Cow<'_, str>, Encoding), ImportError> {
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    let error = match std::str::from_utf8(file) {
        Ok(text) => return Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(error) => error,
    };
    let refused = ImportError::NotText {
        line: line_at(file, error.valid_up_to()),
    };
    if !looks_chinese(file) {
        return Err(refused);
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(file) {
        Some(text) => Ok((text, Encoding::Gb18030)),
        None => Err(refused),
    }
}

/// Whether the bytes beyond ASCII come in pairs as everyday Chinese writes them. Western
/// accents would decode too, as rare characters, and be wrong.
fn looks_chinese(file: &[u8]) -> bool {
    let (mut pairs, mut usual) = (0_usize, 0_usize);
    let mut bytes = file.iter();
    while let Some(first) = bytes.next() {
        if *first >= 0x80 {
            pairs += 1;
            usual += usize::from(*first >= 0xA1 && bytes.next().is_some_and(|b| *b >= 0xA1));
        }
    }
    pairs > 0 && usual * 10 >= pairs * 9
}

fn line_at(text: &[u8], at: usize) -> u32 {
    1 + text[..at].iter().filter(|b| **b == b'\n').count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn each_encoding_is_found() {
        let text = "宝贝名称\t价格\n龙井茶\t12";
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(utf16(text));
        let (chinese, _, _) = GB18030.encode(text);
        for (file, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
            (marked, Encoding::Utf16Le),
            (chinese.into_owned(), Encoding::Gb18030),
        ] {
            let read = decode(&file).expect("text");
            assert_eq!((&*read.text, read.encoding), (text, encoding));
        }
        assert_eq!(
            decode(&utf16("title\tprice")).expect("text").encoding,
            Encoding::Utf16Le
        );
    }

    #[test]
    fn western_accents_and_rubbish_are_told_with_their_line() {
        let refused = |file: &[u8]| decode(file).err();
        // café in Windows-1252, where the bytes would pass as a rare Chinese character.
        assert_eq!(
            refused(b"name\ncaf\xE9s\n"),
            Some(ImportError::NotText { line: 2 })
        );
        assert_eq!(
            refused(b"a,b\nc\0,d"),
            Some(ImportError::NotText { line: 2 })
        );
        assert_eq!(
            refused(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A]),
            Some(ImportError::NotText { line: 1 })
        );
    }
}
