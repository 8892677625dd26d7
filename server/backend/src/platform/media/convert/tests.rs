//! What is taken, what is refused, and what is left of a file.

use super::*;
use image::{Rgb, RgbImage, Rgba, RgbaImage};

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), format)
        .expect("encodes");
    bytes
}

fn two_colours(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([200, 0, 0])
        } else {
            Rgb([0, 0, 200])
        }
    })
    .into()
}

#[test]
fn a_large_picture_is_kept_in_three_widths() {
    let made = convert(&file(&two_colours(2000, 1000), ImageFormat::Jpeg)).expect("a picture");
    let widths: Vec<u32> = made.widths.iter().map(|(w, _)| *w).collect();
    assert_eq!((made.kind, widths), ("jpeg", vec![320, 640, 1280]));
    for (width, webp) in &made.widths {
        let back = image::load_from_memory(webp).expect("is WebP");
        assert_eq!((back.width(), back.height()), (*width, width / 2));
    }
}

#[test]
fn a_small_picture_is_never_made_larger() {
    assert_eq!(kept_widths(500, 500), [320, 500]);
    assert_eq!(kept_widths(200, 100), [200]);
    assert_eq!(kept_widths(640, 10), [320, 640]);
    assert_eq!(kept_widths(790, 32_766), [320, 395]);
    assert_eq!(kept_widths(1, 40_000), [1]);
}

#[test]
fn transparency_stays_and_gif_and_png_are_taken() {
    let mut clear = RgbaImage::from_pixel(40, 40, Rgba([10, 200, 10, 255]));
    clear.put_pixel(0, 0, Rgba([0, 0, 0, 0]));
    let made = convert(&file(&clear.into(), ImageFormat::Png)).expect("a picture");
    let back = image::load_from_memory(&made.widths[0].1).expect("is WebP");
    assert!(back.color().has_alpha());
    let gif = convert(&file(&two_colours(30, 30), ImageFormat::Gif)).expect("a picture");
    assert_eq!(gif.kind, "gif");
}

#[test]
fn a_turned_photograph_is_set_upright() {
    let mut jpeg = file(&two_colours(60, 40), ImageFormat::Jpeg);
    // An EXIF block that says nothing but orientation 6: turn by 90 degrees clockwise.
    let exif = [
        &b"\xFF\xE1\x00\x22Exif\0\0"[..],
        b"II*\0\x08\0\0\0",
        b"\x01\0",
        b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0",
        b"\0\0\0\0",
    ]
    .concat();
    jpeg.splice(2..2, exif);
    let made = convert(&jpeg).expect("a picture");
    assert_eq!((made.width, made.height), (40, 60));
    let back = image::load_from_memory(&made.widths[0].1)
        .expect("is WebP")
        .into_rgb8();
    assert!(back.get_pixel(20, 5).0[0] > 150, "the left is on top now");
    assert!(back.get_pixel(20, 55).0[2] > 150);
}

#[test]
fn what_is_no_picture_is_refused() {
    assert!(matches!(
        convert(b"<svg xmlns=...>"),
        Err(MediaError::NotAPicture)
    ));
    assert!(matches!(convert(b""), Err(MediaError::NotAPicture)));
    let png = file(&two_colours(60, 40), ImageFormat::Png);
    assert!(matches!(
        convert(&png[..png.len() / 2]),
        Err(MediaError::Damaged)
    ));
    // A header that promises 60,000 × 60,000 pixels is not unpacked.
    let mut bomb = png;
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    assert!(matches!(
        convert(&bomb),
        Err(MediaError::TooManyPixels | MediaError::Damaged)
    ));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}

/// An EXIF block as phones write it: turned by 90 degrees, taken at West Lake.
fn exif_with_place() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    // Two entries: the orientation, and where the block with the place begins.
    tiff.extend(b"\x02\0");
    tiff.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0");
    tiff.extend(b"\0\0\0\0");
    // The place: north, and 30 degrees, 14 minutes, 33 seconds.
    tiff.extend(b"\x02\0");
    tiff.extend(b"\x01\0\x02\0\x02\0\0\0N\0\0\0");
    tiff.extend(b"\x02\0\x05\0\x03\0\0\0\x44\0\0\0");
    tiff.extend(b"\0\0\0\0");
    for number in [30_u32, 1, 14, 1, 33, 1] {
        tiff.extend(number.to_le_bytes());
    }
    tiff.extend(b"GPS-WEST-LAKE");
    let mut block = b"\xFF\xE1".to_vec();
    block.extend((tiff.len() as u16 + 8).to_be_bytes());
    block.extend(b"Exif\0\0");
    block.extend(tiff);
    block
}

fn holds(file: &[u8], words: &[u8]) -> bool {
    file.windows(words.len()).any(|part| part == words)
}

#[test]
fn nothing_of_where_it_was_taken_is_left() {
    let mut photograph = file(&two_colours(60, 40), ImageFormat::Jpeg);
    photograph.splice(2..2, exif_with_place());
    let comment = b"\xFF\xFE\x00\x0ALin Xiao";
    photograph.splice(2..2, comment.iter().copied());
    assert!(holds(&photograph, b"GPS-WEST-LAKE") && holds(&photograph, b"Exif"));

    let made = convert(&photograph).expect("a picture");
    assert_eq!((made.width, made.height), (40, 60), "it was turned first");
    for (_, webp) in &made.widths {
        let jpeg = jpeg(webp).expect("a JPEG");
        for kept in [webp, &jpeg] {
            for words in [&b"GPS"[..], b"Exif", b"EXIF", b"Lin", b"XMP", b"II*\0"] {
                assert!(!holds(kept, words), "{words:?} is still there");
            }
        }
    }
}

#[test]
fn who_reads_no_webp_sees_the_transparent_on_white() {
    let clear = RgbaImage::from_fn(40, 20, |x, _| {
        if x < 20 {
            Rgba([0, 0, 0, 0])
        } else {
            Rgba([200, 0, 0, 255])
        }
    });
    let made = convert(&file(&clear.into(), ImageFormat::Png)).expect("a picture");
    let jpeg = jpeg(&made.widths[0].1).expect("a JPEG");
    assert_eq!(image::guess_format(&jpeg).ok(), Some(ImageFormat::Jpeg));
    let back = image::load_from_memory(&jpeg)
        .expect("a picture")
        .into_rgb8();
    assert_eq!(back.dimensions(), (40, 20));
    let light = back.get_pixel(4, 10).0;
    assert!(light.iter().all(|channel| *channel > 240), "{light:?}");
    let red = back.get_pixel(36, 10).0;
    assert!(red[0] > 150 && red[1] < 60, "{red:?}");
}

#[test]
fn a_disguise_helps_no_file() {
    let pages = [
        &b"<!doctype html><script>alert(1)</script>"[..],
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"PK\x03\x04\x14\0\0\0\x08\0a zip of something",
        b"%PDF-1.7\n1 0 obj",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0",
        b"\x7FELF\x02\x01\x01",
    ];
    for page in pages {
        assert!(matches!(convert(page), Err(MediaError::NotAPicture)));
    }
    // A page behind a picture's first bytes is no picture either.
    let head = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\0<script>alert(1)</script>";
    assert!(matches!(convert(head), Err(MediaError::Damaged)));
    // What hangs behind a true picture is cut off with everything else that is no pixel.
    let mut both = file(&two_colours(60, 40), ImageFormat::Jpeg);
    both.extend(b"<script>alert(1)</script>");
    let made = convert(&both).expect("a picture");
    assert!(!holds(&made.widths[0].1, b"script"));
}
