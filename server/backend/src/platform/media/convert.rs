//! From an uploaded file to WebP in the widths that are kept. Pure work for the processor.

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};
use longtail::platform::media::{MOST_PIXELS, MediaError, WIDTHS};
use std::io::Cursor;

/// WebP's quality: fine for goods, a quarter of what a JPEG weighs.
const QUALITY: f32 = 80.0;
/// The most pixels a side of a WebP picture can have.
const MOST_SIDE: u32 = 16_383;
/// What unpacking may take, so that a small file cannot fill the memory.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// A picture in the widths that are kept.
pub struct Converted {
    pub kind: &'static str,
    /// Size of the original, upright.
    pub width: u32,
    pub height: u32,
    /// Width and WebP file, ascending.
    pub widths: Vec<(u32, Vec<u8>)>,
}

/// Checks a file by its content and converts it. What the file's name says does not matter,
/// and nothing but the pixels is kept: no place, no camera, no date.
///
/// # Errors
/// Says why the file is not taken.
pub fn convert(file: &[u8]) -> Result<Converted, MediaError> {
    let format = image::guess_format(file).map_err(|_| MediaError::NotAPicture)?;
    let kind = match format {
        ImageFormat::Jpeg => "jpeg",
        ImageFormat::Png => "png",
        ImageFormat::WebP => "webp",
        ImageFormat::Gif => "gif",
        _ => return Err(MediaError::NotAPicture),
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| MediaError::Damaged)?;
    let (width, height) = decoder.dimensions();
    // The header is believed only to refuse: it is read before anything is unpacked.
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(MediaError::TooManyPixels);
    }
    if width == 0 || height == 0 {
        return Err(MediaError::Damaged);
    }
    let orientation = decoder.orientation().map_err(|_| MediaError::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| MediaError::Damaged)?;
    picture.apply_orientation(orientation);
    let picture = plain(picture);

    let (width, height) = (picture.width(), picture.height());
    let mut widths = Vec::new();
    let mut source = picture;
    for target in kept_widths(width, height).into_iter().rev() {
        if target != source.width() {
            let tall = (u64::from(height) * u64::from(target)).div_ceil(u64::from(width));
            source = source.resize_exact(target, (tall as u32).max(1), FilterType::Lanczos3);
        }
        widths.push((target, encode(&source)?));
    }
    widths.reverse();
    Ok(Converted {
        kind,
        width,
        height,
        widths,
    })
}

/// Eight bits a channel, with transparency only where there is any.
fn plain(picture: DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        let rgba = picture.into_rgba8();
        if rgba.pixels().any(|pixel| pixel.0[3] != u8::MAX) {
            return DynamicImage::ImageRgba8(rgba);
        }
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(rgba).into_rgb8());
    }
    DynamicImage::ImageRgb8(picture.into_rgb8())
}

/// The widths a picture of this size is kept in, ascending: never wider than it is, and
/// narrower where it is so tall that WebP could not hold it.
fn kept_widths(width: u32, height: u32) -> Vec<u32> {
    let widest = (u64::from(MOST_SIDE) * u64::from(width) / u64::from(height)).max(1);
    let widest = u32::try_from(widest).unwrap_or(u32::MAX).min(width);
    let mut kept: Vec<u32> = WIDTHS.into_iter().filter(|w| *w <= widest).collect();
    let largest = WIDTHS.into_iter().max().unwrap_or(widest);
    if widest < largest && !kept.contains(&widest) {
        kept.push(widest);
    }
    kept
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, MediaError> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgba8(rgba) => webp::Encoder::from_rgba(rgba, width, height),
        DynamicImage::ImageRgb8(rgb) => webp::Encoder::from_rgb(rgb, width, height),
        _ => return Err(MediaError::Damaged),
    };
    encoder
        .encode_simple(false, QUALITY)
        .map(|webp| webp.to_vec())
        .map_err(|_| MediaError::Damaged)
}

#[cfg(test)]
mod tests {
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
}
