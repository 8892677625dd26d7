//! Where pictures are kept: a folder of this machine, or a bucket that speaks S3.

use crate::failure::Incident;
use longtail::id::MediaId;
use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, RetryConfig, aws::AmazonS3Builder,
    local::LocalFileSystem, memory::InMemory, path::Path,
};
use std::{fmt, path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::Semaphore;

/// Pictures that are unpacked at the same time: each may take some hundred megabytes.
const AT_ONCE: usize = 2;
/// How often, and for how long, a bucket that does not answer is asked again. A visitor waits.
const RETRIES: usize = 2;
const RETRY_WITHIN: Duration = Duration::from_secs(8);
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Where pictures, and the files of imports, are kept.
#[derive(Clone)]
pub struct Files {
    pub store: Arc<dyn ObjectStore>,
    /// Held while a picture is unpacked.
    pub(super) at_once: Arc<Semaphore>,
}

/// A bucket, and the key that opens it.
#[derive(Clone)]
pub struct Bucket {
    pub name: String,
    pub region: String,
    /// Where it is reached, where that is not Amazon: `https://minio.example:9000`.
    pub endpoint: Option<String>,
    pub key: String,
    pub secret: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The secret stays out of logs.
        f.debug_struct("Bucket")
            .field("name", &self.name)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl Files {
    fn over(store: impl ObjectStore) -> Self {
        Self {
            store: Arc::new(store),
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// In a folder, which is made where it is missing.
    ///
    /// # Errors
    /// An incident when the folder cannot be used.
    pub fn folder(folder: PathBuf) -> Result<Self, Incident> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self::over(LocalFileSystem::new_with_prefix(folder)?))
    }

    /// In a bucket. Plain `http` is spoken only where the endpoint says so: on a machine's own
    /// network.
    ///
    /// # Errors
    /// An incident when the settings make no address.
    pub fn bucket(bucket: &Bucket) -> Result<Self, Incident> {
        // An error means only that a provider is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let plain = bucket
            .endpoint
            .as_ref()
            .is_some_and(|endpoint| endpoint.starts_with("http://"));
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.key)
            .with_secret_access_key(&bucket.secret)
            .with_client_options(
                ClientOptions::new()
                    .with_allow_http(plain)
                    .with_connect_timeout(CONNECT_WITHIN)
                    .with_timeout(ANSWER_WITHIN),
            )
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: RETRIES,
                retry_timeout: RETRY_WITHIN,
            });
        if let Some(endpoint) = &bucket.endpoint {
            // Others than Amazon seldom have a name in the DNS for every bucket.
            builder = builder
                .with_endpoint(endpoint.trim_end_matches('/'))
                .with_virtual_hosted_style_request(false);
        }
        Ok(Self::over(builder.build()?))
    }

    /// In memory, for tests.
    pub fn in_memory() -> Self {
        Self::over(InMemory::new())
    }
}

/// How a picture is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// What is kept of every picture.
    WebP,
    /// For those that do not read WebP: made when it is first asked for, then kept too.
    Jpeg,
}

impl Form {
    /// The form for an `Accept` header. Whoever does not say that it reads WebP may be an old
    /// browser, a letter or another site's preview, and gets what everybody reads.
    pub fn accepted(accept: &str) -> Self {
        let reads_webp = accept.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words
                .next()
                .is_some_and(|kind| kind.eq_ignore_ascii_case("image/webp"))
                && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        });
        if reads_webp { Self::WebP } else { Self::Jpeg }
    }

    /// As `Content-Type` says it.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::WebP => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::WebP => "webp",
            Self::Jpeg => "jpg",
        }
    }
}

/// The name of one width of a picture in the store.
pub(super) fn place(id: MediaId, width: u32, form: Form) -> Path {
    Path::from(format!("{id}/{width}.{}", form.ending()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_so_gets_webp() {
        let table = [
            ("image/avif,image/webp,image/apng,*/*;q=0.8", Form::WebP),
            ("image/WebP;q=0.5", Form::WebP),
            ("image/webp;q=0, image/jpeg", Form::Jpeg),
            (
                "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
                Form::Jpeg,
            ),
            ("*/*", Form::Jpeg),
            ("", Form::Jpeg),
        ];
        for (accept, form) in table {
            assert_eq!(Form::accepted(accept), form, "{accept}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let bucket = Bucket {
            name: "pictures".into(),
            region: "eu-central-1".into(),
            endpoint: None,
            key: "AK".into(),
            secret: "hush".into(),
        };
        assert!(!format!("{bucket:?}").contains("hush"));
    }
}
