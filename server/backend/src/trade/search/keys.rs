//! How slugs and keys are written into the index: as numbers, which are quick to compare and
//! to count.

/// The room for a number in thousandths, with half of it below zero.
const NUMBER_BITS: u32 = 40;
const NUMBER_ZERO: i64 = 1 << (NUMBER_BITS - 1);

/// FNV-1a: short, and the same in every build and on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The upper half takes up what the lower one lacks.
fn half(text: &str) -> u64 {
    let whole = hash(text);
    (whole ^ (whole >> 32)) & 0xffff_ffff
}

/// A shop by its slug.
pub fn shop_key(slug: &str) -> u64 {
    hash(slug)
}

/// An answer by the keys of its definition and its choice.
pub fn choice_key(definition: &str, choice: &str) -> u64 {
    half(definition) << 32 | half(choice)
}

/// Whether an answer is one to this definition.
pub fn is_choice_of(key: u64, definition: &str) -> bool {
    key >> 32 == half(definition)
}

/// A number, in thousandths, with the key of its definition.
pub fn number_key(definition: &str, thousandths: i64) -> u64 {
    let kept = thousandths.clamp(-NUMBER_ZERO, NUMBER_ZERO - 1) + NUMBER_ZERO;
    definition_bits(definition) << NUMBER_BITS | kept.unsigned_abs()
}

/// The definition's part of [`number_key`].
pub fn definition_bits(definition: &str) -> u64 {
    half(definition) & 0x00ff_ffff
}

/// Takes [`number_key`] apart again: the definition's bits and the thousandths.
pub fn number_of(key: u64) -> (u64, i64) {
    let kept = key & ((1 << NUMBER_BITS) - 1);
    let number = i64::try_from(kept).unwrap_or_default() - NUMBER_ZERO;
    (key >> NUMBER_BITS, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were() {
        for number in [-5, 0, 6_300, 1_000_000_000] {
            let key = number_key("screen_size", number);
            assert_eq!(number_of(key), (definition_bits("screen_size"), number));
        }
    }

    #[test]
    fn answers_know_their_definition() {
        let key = choice_key("material", "wool");
        assert!(is_choice_of(key, "material") && !is_choice_of(key, "colour"));
        assert_ne!(key, choice_key("material", "silk"));
    }
}
