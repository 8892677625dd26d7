//! Where goods go, as far as postage and tax ask, and provinces as people write them.

use super::PostalAddress;
use serde::{Deserialize, Serialize};

/// The country that postage is told for while nobody has said where it goes.
pub const HOME: &str = "CN";

/// A country, and a province within it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// As it was typed; empty where it was not.
    pub region: String,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            country: HOME.to_owned(),
            region: String::new(),
        }
    }
}

impl Place {
    pub fn of(address: &PostalAddress) -> Self {
        Self {
            country: address.country.clone(),
            region: address.region.clone(),
        }
    }
}

/// Whether two names mean the same province, in whatever language and however official.
pub fn is_same_region(one: &str, other: &str) -> bool {
    let (one, other) = (region_key(one), region_key(other));
    !one.is_empty() && one == other
}

/// What a province is known by: `Zhejiang Province`, `浙江省` → `zhejiang`; `CA` → `california`.
/// Empty where nothing was written. Tax rates are stored under it: other words for a province
/// need a migration of theirs.
pub fn region_key(name: &str) -> String {
    let name = name.trim().to_lowercase();
    // 贵州 ends like a 州 and is none.
    known(&name).map(str::to_owned).unwrap_or_else(|| {
        let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
        let bare = bare.filter(|bare| !bare.is_empty()).unwrap_or(&name).trim();
        known(bare).unwrap_or(bare).to_owned()
    })
}

fn known(name: &str) -> Option<&'static str> {
    let is = |(en, other): &&(&str, &str)| name == *en || name == *other;
    PROVINCES.iter().chain(&STATES).find(is).map(|(en, _)| *en)
}

/// The longest first.
const ENDINGS: [&str; 11] = [
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    " autonomous region",
    "自治区",
    " province",
    " municipality",
    " state",
    "省",
    "市",
    "州",
];

/// The provinces of mainland China.
const PROVINCES: [(&str, &str); 31] = [
    ("anhui", "安徽"),
    ("beijing", "北京"),
    ("chongqing", "重庆"),
    ("fujian", "福建"),
    ("gansu", "甘肃"),
    ("guangdong", "广东"),
    ("guangxi", "广西"),
    ("guizhou", "贵州"),
    ("hainan", "海南"),
    ("hebei", "河北"),
    ("heilongjiang", "黑龙江"),
    ("henan", "河南"),
    ("hubei", "湖北"),
    ("hunan", "湖南"),
    ("inner mongolia", "内蒙古"),
    ("jiangsu", "江苏"),
    ("jiangxi", "江西"),
    ("jilin", "吉林"),
    ("liaoning", "辽宁"),
    ("ningxia", "宁夏"),
    ("qinghai", "青海"),
    ("shaanxi", "陕西"),
    ("shandong", "山东"),
    ("shanghai", "上海"),
    ("shanxi", "山西"),
    ("sichuan", "四川"),
    ("tianjin", "天津"),
    ("tibet", "西藏"),
    ("xinjiang", "新疆"),
    ("yunnan", "云南"),
    ("zhejiang", "浙江"),
];

/// The states of America and the provinces of Canada, with the codes that addresses have.
const STATES: [(&str, &str); 65] = [
    ("alabama", "al"),
    ("alaska", "ak"),
    ("alberta", "ab"),
    ("arizona", "az"),
    ("arkansas", "ar"),
    ("british columbia", "bc"),
    ("california", "ca"),
    ("colorado", "co"),
    ("connecticut", "ct"),
    ("delaware", "de"),
    ("district of columbia", "dc"),
    ("florida", "fl"),
    ("georgia", "ga"),
    ("hawaii", "hi"),
    ("idaho", "id"),
    ("illinois", "il"),
    ("indiana", "in"),
    ("iowa", "ia"),
    ("kansas", "ks"),
    ("kentucky", "ky"),
    ("louisiana", "la"),
    ("maine", "me"),
    ("manitoba", "mb"),
    ("maryland", "md"),
    ("massachusetts", "ma"),
    ("michigan", "mi"),
    ("minnesota", "mn"),
    ("mississippi", "ms"),
    ("missouri", "mo"),
    ("montana", "mt"),
    ("nebraska", "ne"),
    ("nevada", "nv"),
    ("new brunswick", "nb"),
    ("new hampshire", "nh"),
    ("new jersey", "nj"),
    ("new mexico", "nm"),
    ("new york", "ny"),
    ("newfoundland and labrador", "nl"),
    ("north carolina", "nc"),
    ("north dakota", "nd"),
    ("northwest territories", "nt"),
    ("nova scotia", "ns"),
    ("nunavut", "nu"),
    ("ohio", "oh"),
    ("oklahoma", "ok"),
    ("ontario", "on"),
    ("oregon", "or"),
    ("pennsylvania", "pa"),
    ("prince edward island", "pe"),
    ("quebec", "qc"),
    ("quebec", "québec"),
    ("rhode island", "ri"),
    ("saskatchewan", "sk"),
    ("south carolina", "sc"),
    ("south dakota", "sd"),
    ("tennessee", "tn"),
    ("texas", "tx"),
    ("utah", "ut"),
    ("vermont", "vt"),
    ("virginia", "va"),
    ("washington", "wa"),
    ("west virginia", "wv"),
    ("wisconsin", "wi"),
    ("wyoming", "wy"),
    ("yukon", "yt"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_known_by_each_of_its_names() {
        for name in [
            "新疆",
            "新疆维吾尔自治区",
            " Xinjiang ",
            "XINJIANG autonomous region",
        ] {
            assert!(is_same_region(name, "xinjiang"), "{name}");
        }
        assert!(is_same_region("浙江省", "Zhejiang Province"));
        assert!(is_same_region("贵州省", "Guizhou") && is_same_region("贵州", "guizhou"));
        assert!(is_same_region("Bavaria", "bavaria"));
        assert!(!is_same_region("Shanxi", "陕西"));
        assert!(is_same_region(" ca", "California") && is_same_region("QC", "Québec"));
        assert!(!is_same_region("VA", "West Virginia"));
        assert!(!is_same_region("", " "));
        assert_eq!(region_key("省"), "省", "no name is lost");
    }
}
