//! Signatures on the messages of outside services: HMAC-SHA256 over the time and the body, so that
//! a message can be neither forged nor sent again much later. The header's value is
//! `t=<unix seconds>,v1=<hex>`.

use crate::failure::Incident;
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How far a message's time may lie from ours, either way.
pub const TOLERANCE: Duration = Duration::minutes(5);

/// The header's value for a body sent at a time.
pub fn sign(secret: &str, at: DateTime<Utc>, body: &[u8]) -> String {
    let at = at.timestamp();
    let code = code(secret, at, body).finalize().into_bytes();
    format!("t={at},v1={}", hex::encode(code))
}

/// Checks a header against the body it came with. Takes equally long for every wrong code.
///
/// # Errors
/// An incident that says what is wrong: unreadable, too old, or not signed with our secret.
pub fn verify(secret: &str, header: &str, body: &[u8], now: DateTime<Utc>) -> Result<(), Incident> {
    let part = |name: &str| {
        header
            .split(',')
            .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
    };
    let at: i64 = part("t")
        .and_then(|at| at.parse().ok())
        .ok_or_else(|| Incident::new("the message's signature has no time (t=…)"))?;
    // Several codes are allowed, so that a gateway can change its secret without a gap.
    let codes: Vec<Vec<u8>> = header
        .split(',')
        .filter_map(|part| hex::decode(part.trim().strip_prefix("v1=")?).ok())
        .collect();
    if codes.is_empty() {
        return Err(Incident::new("the message's signature has no code (v1=…)"));
    }
    if now.timestamp().abs_diff(at) > TOLERANCE.num_seconds().unsigned_abs() {
        return Err(Incident::new(
            "the message is more than 5 minutes off; is a clock wrong?",
        ));
    }
    if codes
        .iter()
        .any(|given| code(secret, at, body).verify_slice(given).is_ok())
    {
        return Ok(());
    }
    Err(Incident::new("the message was not signed with our secret"))
}

/// Whether two secrets are equal, without telling by the time it takes how much of them is.
pub fn same_secret(ours: &str, given: &str) -> bool {
    let of_given = code(given, 0, b"same secret").finalize().into_bytes();
    code(ours, 0, b"same secret")
        .verify_slice(&of_given)
        .is_ok()
}

fn code(secret: &str, at: i64, body: &[u8]) -> Hmac<Sha256> {
    // A key of any length is taken, so the other branch is never reached.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()));
    mac.update(format!("{at}.").as_bytes());
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).expect("a time")
    }

    fn why(outcome: Result<(), Incident>) -> String {
        outcome.expect_err("refused").to_string()
    }

    #[test]
    fn a_signed_message_is_taken_for_five_minutes() {
        let header = sign("secret", at(0), BODY);
        assert!(verify("secret", &header, BODY, at(0)).is_ok());
        assert!(verify("secret", &header, BODY, at(300)).is_ok());
        assert!(verify("secret", &header, BODY, at(-300)).is_ok());
        assert!(why(verify("secret", &header, BODY, at(301))).contains("5 minutes"));
        assert!(why(verify("secret", &header, BODY, at(-301))).contains("5 minutes"));
    }

    #[test]
    fn another_body_secret_or_time_is_not() {
        let header = sign("secret", at(0), BODY);
        assert!(why(verify("secret", &header, b"{}", at(0))).contains("not signed"));
        assert!(why(verify("other", &header, BODY, at(0))).contains("not signed"));
        let later = header.replace("t=1790000000", "t=1790000100");
        assert!(why(verify("secret", &later, BODY, at(100))).contains("not signed"));
        let short = &header[..header.len() - 2];
        assert!(why(verify("secret", short, BODY, at(0))).contains("not signed"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert!(why(verify("s", "", BODY, at(0))).contains("no time"));
        assert!(why(verify("s", "t=soon,v1=00", BODY, at(0))).contains("no time"));
        assert!(why(verify("s", "t=1790000000", BODY, at(0))).contains("no code"));
        assert!(why(verify("s", "t=1790000000,v1=xyz", BODY, at(0))).contains("no code"));
    }

    #[test]
    fn a_second_code_serves_while_the_secret_changes() {
        let old = sign("old", at(0), BODY);
        let new = sign("new", at(0), BODY);
        let both = format!("{old},{}", new.split(',').nth(1).expect("a code"));
        assert!(verify("old", &both, BODY, at(0)).is_ok());
        assert!(verify("new", &both, BODY, at(0)).is_ok());
    }

    #[test]
    fn secrets_are_compared_whole() {
        assert!(same_secret("abc", "abc"));
        assert!(!same_secret("abc", "abd"));
        assert!(!same_secret("abc", ""));
    }
}
