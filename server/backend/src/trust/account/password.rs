//! Passwords: Argon2id, away from the threads that answer requests.

use crate::{
    ctx::{Ctx, random_bytes},
    failure::Incident,
};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use tokio::sync::Semaphore;

/// Hashes under way at one time: each takes as much memory as the settings say.
static UNDER_WAY: Semaphore = Semaphore::const_new(8);

/// What is kept of a password.
pub(crate) async fn hash(ctx: &Ctx, password: &str) -> Result<String, Incident> {
    let (hasher, password) = (hasher(ctx)?, password.to_owned());
    aside(move || {
        let salt = SaltString::encode_b64(&random_bytes::<16>()).map_err(unusable)?;
        let hash = hasher
            .hash_password(password.as_bytes(), &salt)
            .map_err(unusable)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password is the one that was kept. Without one to compare, the same work is
/// done in vain, so that the time taken does not tell whether there is an account.
pub(crate) async fn matches(
    ctx: &Ctx,
    password: &str,
    kept: Option<String>,
) -> Result<bool, Incident> {
    let Some(kept) = kept else {
        hash(ctx, password).await?;
        return Ok(false);
    };
    let (hasher, password) = (hasher(ctx)?, password.to_owned());
    aside(move || {
        let kept = PasswordHash::new(&kept).map_err(unusable)?;
        Ok(hasher.verify_password(password.as_bytes(), &kept).is_ok())
    })
    .await
}

fn hasher(ctx: &Ctx) -> Result<Argon2<'static>, Incident> {
    let params = Params::new(ctx.settings.password_memory_kib, 2, 1, None).map_err(unusable)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Incident> + Send + 'static,
) -> Result<T, Incident> {
    let _permit = UNDER_WAY.acquire().await?;
    tokio::task::spawn_blocking(work).await?
}

fn unusable(error: impl std::fmt::Display) -> Incident {
    Incident::new(format!("a password cannot be hashed: {error}"))
}
