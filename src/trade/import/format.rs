//! What a file can be, and how it is recognised by its headings.

use serde::{Deserialize, Serialize};

/// The largest file taken, in bytes.
pub const MOST_FILE_BYTES: usize = 64 * 1024 * 1024;
/// The most rows a file may have. Fifty thousand are brought in within a minute.
pub const MOST_ROWS: u32 = 200_000;
/// The most columns; what has more is no catalogue.
pub const MOST_COLUMNS: usize = 500;
/// The longest field, in bytes: ten times the longest description.
pub const MOST_FIELD_BYTES: usize = 512 * 1024;

/// Whose export a file is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    /// Our own: carries all that a listing holds. See docs/IMPORT.md.
    Longtail,
    Shopify,
    Woocommerce,
    /// A package of 淘宝助理.
    Taobao,
    /// A Google Merchant feed, RSS or Atom.
    GoogleXml,
    /// A Google Merchant feed as a table.
    GoogleTsv,
    Vendure,
    /// Codes and numbers of pieces alone: counts shelves, and touches nothing else.
    Stock,
}

impl Format {
    /// What goods can be written as.
    pub const EXPORTS: [Self; 7] = [
        Self::Longtail,
        Self::Shopify,
        Self::Woocommerce,
        Self::Taobao,
        Self::GoogleXml,
        Self::GoogleTsv,
        Self::Vendure,
    ];

    /// As people call it; not translated.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Longtail => "Longtail",
            Self::Shopify => "Shopify",
            Self::Woocommerce => "WooCommerce",
            Self::Taobao => "淘宝助理",
            Self::GoogleXml => "Google Merchant XML",
            Self::GoogleTsv => "Google Merchant TSV",
            Self::Vendure => "Vendure",
            Self::Stock => "SKU + stock",
        }
    }

    /// The ending of an exported file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::GoogleXml => "xml",
            Self::GoogleTsv => "tsv",
            _ => "csv",
        }
    }
}

/// How a file's letters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    #[default]
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Chinese Windows; GBK and GB 2312 are parts of it.
    Gb18030,
}

impl Encoding {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Gb18030 => "GB 18030",
        }
    }
}

/// Headings under which stock files keep a code, in lower case.
pub const CODE_HEADINGS: [&str; 9] = [
    "sku",
    "variant sku",
    "code",
    "item code",
    "id",
    "货号",
    "商家编码",
    "编码",
    "商品编码",
];
/// … a barcode,
pub const BARCODE_HEADINGS: [&str; 8] = [
    "barcode",
    "variant barcode",
    "gtin",
    "ean",
    "upc",
    "条码",
    "条形码",
    "商品条形码",
];
/// … a number of pieces,
pub const PIECES_HEADINGS: [&str; 11] = [
    "quantity",
    "qty",
    "stock",
    "on hand",
    "variant inventory qty",
    "inventory",
    "available",
    "库存",
    "数量",
    "库存数量",
    "件数",
];
/// … and a price, which may be missing.
pub const PRICE_HEADINGS: [&str; 5] = ["price", "variant price", "价格", "售价", "单价"];

/// Recognises a table by its headings, which come in lower case. A catalogue is told from a
/// stock list by its having titles.
///
/// ```
/// use longtail::trade::import::{Format, recognise};
/// let headings = ["handle", "title", "variant price"].map(String::from);
/// assert_eq!(recognise(&headings), Some(Format::Shopify));
/// ```
pub fn recognise(headings: &[String]) -> Option<Format> {
    let has = |name: &str| headings.iter().any(|heading| heading == name);
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    if has("listing") && has("title_en") && has("title_zh") {
        Some(Format::Longtail)
    } else if has("handle") && (has("variant price") || has("title")) {
        Some(Format::Shopify)
    } else if has("type") && has("regular price") {
        Some(Format::Woocommerce)
    } else if (has("skuprops") || has("propalias")) && has("title") {
        Some(Format::Taobao)
    } else if has("optionvalues") && has("price") {
        Some(Format::Vendure)
    } else if has("id") && has("title") && (has("availability") || has("link")) {
        Some(Format::GoogleTsv)
    } else if (any(&CODE_HEADINGS) || any(&BARCODE_HEADINGS)) && any(&PIECES_HEADINGS) {
        Some(Format::Stock)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_file_is_known_by_its_headings() {
        let table = [
            ("Handle,Title,Variant Price", Some(Format::Shopify)),
            ("ID,Type,SKU,Name,Regular price", Some(Format::Woocommerce)),
            ("title,cid,price,skuProps,propAlias", Some(Format::Taobao)),
            ("id,title,availability,price", Some(Format::GoogleTsv)),
            (
                "name,optionGroups,optionValues,price",
                Some(Format::Vendure),
            ),
            ("listing,title_en,title_zh,price", Some(Format::Longtail)),
            ("SKU,Quantity", Some(Format::Stock)),
            ("条码,库存", Some(Format::Stock)),
            ("SKU,Colour", None),
            ("", None),
        ];
        for (line, format) in table {
            let headings: Vec<String> = line.split(',').map(str::to_lowercase).collect();
            assert_eq!(recognise(&headings), format, "{line}");
        }
    }
}
