//! Pictures in a folder and in a bucket: one suite, both stores. The bucket lies on a server of
//! its own that speaks S3 over HTTP and checks signatures; `cargo xtask s3` starts it.

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use longtail::{actor::Actor, id::MediaId, platform::media::MediaError};
use longtail_backend::{
    Ctx, Failure,
    platform::media::{self, Bucket, Files, Form},
    testing,
};
use sqlx::PgPool;
use std::{env, io::Cursor, path::PathBuf};

/// As `xtask/src/s3.rs` gives them to the server.
const BUCKET: &str = "pictures";
const KEY: &str = "LONGTAILKEY";
const SECRET: &str = "long-enough-secret";

/// A folder of a test's own, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let own = uuid::Uuid::from_bytes(longtail_backend::ctx::random_bytes());
        let name = format!("longtail-pictures-{own}");
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The bucket of the test's server, opened with this secret.
fn bucket(secret: &str) -> Files {
    Files::bucket(&Bucket {
        name: BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: Some(env::var("LONGTAIL_TEST_S3").expect("`cargo xtask s3` starts the server")),
        key: KEY.to_owned(),
        secret: secret.to_owned(),
    })
    .expect("a bucket")
}

async fn market(db: PgPool, files: Files) -> (Ctx, Actor) {
    let mut ctx = testing::ctx(db).await;
    ctx.files = files;
    let lin = testing::member(&ctx, "lin").await;
    (ctx, lin)
}

fn photograph(width: u32, height: u32) -> Bytes {
    let picture: DynamicImage = RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x % 251) as u8, (y % 241) as u8, 90])
    })
    .into();
    let mut file = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut file), ImageFormat::Jpeg)
        .expect("encodes");
    file.into()
}

/// What a store has to do, whichever it is.
async fn keeps_pictures(ctx: &Ctx, lin: &Actor) {
    let file = photograph(900, 600);
    let kept = media::store_picture(ctx, lin, file.clone())
        .await
        .expect("kept");
    assert_eq!((kept.width, kept.height), (900, 600));
    assert_eq!(kept.widths, [320, 640, 900]);

    // The same file again is the same picture.
    let again = media::store_picture(ctx, lin, file).await.expect("kept");
    assert_eq!(again, kept);

    for (asked, form, format) in [
        (320, Form::WebP, ImageFormat::WebP),
        (640, Form::Jpeg, ImageFormat::Jpeg),
        // Made the first time, read from the store the second.
        (640, Form::Jpeg, ImageFormat::Jpeg),
    ] {
        let (width, bytes) = media::read_picture(ctx, kept.id, asked, form)
            .await
            .expect("read");
        assert_eq!(width, asked);
        assert_eq!(image::guess_format(&bytes).ok(), Some(format));
        let back = image::load_from_memory(&bytes).expect("a picture");
        assert_eq!(back.width(), asked);
    }
    // A width that nobody keeps is answered with the nearest.
    let (width, _) = media::read_picture(ctx, kept.id, 5000, Form::WebP)
        .await
        .expect("read");
    assert_eq!(width, 900);

    let nobodys: MediaId = ctx.new_id();
    for form in [Form::WebP, Form::Jpeg] {
        let missing = media::read_picture(ctx, nobodys, 320, form).await;
        assert!(matches!(missing, Err(Failure::NotFound)));
    }
    let page = Bytes::from_static(b"<html><script>alert(1)</script>");
    let refused = media::store_picture(ctx, lin, page).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(MediaError::NotAPicture))
    ));
    let count: i64 = sqlx::query_scalar("select count(*) from media")
        .fetch_one(&ctx.db)
        .await
        .expect("counted");
    assert_eq!(count, 1, "what was refused, or known, leaves no row");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_folder_keeps_pictures(db: PgPool) {
    let folder = Folder::new();
    let files = Files::folder(folder.0.join("media")).expect("a store");
    let (ctx, lin) = market(db, files).await;
    keeps_pictures(&ctx, &lin).await;
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
#[ignore = "needs the S3 server that `cargo xtask s3` starts"]
async fn a_bucket_keeps_pictures(db: PgPool) {
    let (ctx, lin) = market(db, bucket(SECRET)).await;
    keeps_pictures(&ctx, &lin).await;
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
#[ignore = "needs the S3 server that `cargo xtask s3` starts"]
async fn a_bucket_opens_to_its_key_only(db: PgPool) {
    let (ctx, lin) = market(db, bucket("another secret")).await;
    let refused = media::store_picture(&ctx, &lin, photograph(40, 40)).await;
    assert!(matches!(refused, Err(Failure::Incident(_))));
    let count: i64 = sqlx::query_scalar("select count(*) from media")
        .fetch_one(&ctx.db)
        .await
        .expect("counted");
    assert_eq!(count, 0, "a row never promises what is not there");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn the_same_file_sent_twice_at_once_is_one_picture(db: PgPool) {
    let (ctx, lin) = market(db, Files::in_memory()).await;
    let file = photograph(400, 300);
    let (one, two) = tokio::join!(
        media::store_picture(&ctx, &lin, file.clone()),
        media::store_picture(&ctx, &lin, file),
    );
    assert_eq!(one.expect("kept").id, two.expect("kept").id);
}
