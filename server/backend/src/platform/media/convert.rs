//! From an uploaded file to WebP in the widths that are kept. Pure work for the processor.

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use longtail::platform::media::{MOST_PIXELS, MediaError, WIDTHS};
use std::io::Cursor;

/// WebP's quality: fine for goods, a quarter of what a JPEG weighs.
const QUALITY: f32 = 80.0;
/// JPEG's, for those who do not read WebP.
const JPEG_QUALITY: u8 = 82;
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

/// A kept WebP file as JPEG, on white where it is transparent.
///
/// # Errors
/// [`MediaError::Damaged`] where it is no WebP file.
pub fn jpeg(webp: &[u8]) -> Result<Vec<u8>, MediaError> {
    let picture = image::load_from_memory_with_format(webp, ImageFormat::WebP)
        .map_err(|_| MediaError::Damaged)?;
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY)
        .encode_image(&on_white(picture))
        .map_err(|_| MediaError::Damaged)?;
    Ok(file)
}

fn on_white(picture: DynamicImage) -> image::RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let clear = picture.into_rgba8();
    image::RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [r, g, b, alpha] = clear.get_pixel(x, y).0;
        let over = |channel: u8| {
            let (channel, alpha) = (u16::from(channel), u16::from(alpha));
            ((channel * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        image::Rgb([over(r), over(g), over(b)])
    })
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
mod tests;
