//! The countries a parcel can go to, for the select of an address form.

use crate::text::Lang;

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    pub code: &'static str,
    pub en: &'static str,
    pub zh: &'static str,
}

impl Country {
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// The country with a code, where parcels go there.
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}

const fn c(code: &'static str, en: &'static str, zh: &'static str) -> Country {
    Country { code, en, zh }
}

/// Mainland China first, its neighbours next, then the others by their English name.
pub const COUNTRIES: &[Country] = &[
    c("CN", "China (mainland)", "中国大陆"),
    c("HK", "Hong Kong, China", "中国香港"),
    c("MO", "Macao, China", "中国澳门"),
    c("TW", "Taiwan, China", "中国台湾"),
    c("JP", "Japan", "日本"),
    c("KR", "South Korea", "韩国"),
    c("SG", "Singapore", "新加坡"),
    c("MY", "Malaysia", "马来西亚"),
    c("AU", "Australia", "澳大利亚"),
    c("AT", "Austria", "奥地利"),
    c("BE", "Belgium", "比利时"),
    c("BR", "Brazil", "巴西"),
    c("BG", "Bulgaria", "保加利亚"),
    c("CA", "Canada", "加拿大"),
    c("HR", "Croatia", "克罗地亚"),
    c("CY", "Cyprus", "塞浦路斯"),
    c("CZ", "Czechia", "捷克"),
    c("DK", "Denmark", "丹麦"),
    c("EE", "Estonia", "爱沙尼亚"),
    c("FI", "Finland", "芬兰"),
    c("FR", "France", "法国"),
    c("DE", "Germany", "德国"),
    c("GR", "Greece", "希腊"),
    c("HU", "Hungary", "匈牙利"),
    c("IN", "India", "印度"),
    c("ID", "Indonesia", "印度尼西亚"),
    c("IE", "Ireland", "爱尔兰"),
    c("IL", "Israel", "以色列"),
    c("IT", "Italy", "意大利"),
    c("LV", "Latvia", "拉脱维亚"),
    c("LT", "Lithuania", "立陶宛"),
    c("LU", "Luxembourg", "卢森堡"),
    c("MT", "Malta", "马耳他"),
    c("MX", "Mexico", "墨西哥"),
    c("NL", "Netherlands", "荷兰"),
    c("NZ", "New Zealand", "新西兰"),
    c("NO", "Norway", "挪威"),
    c("PH", "Philippines", "菲律宾"),
    c("PL", "Poland", "波兰"),
    c("PT", "Portugal", "葡萄牙"),
    c("RO", "Romania", "罗马尼亚"),
    c("SK", "Slovakia", "斯洛伐克"),
    c("SI", "Slovenia", "斯洛文尼亚"),
    c("ES", "Spain", "西班牙"),
    c("SE", "Sweden", "瑞典"),
    c("CH", "Switzerland", "瑞士"),
    c("TH", "Thailand", "泰国"),
    c("TR", "Türkiye", "土耳其"),
    c("AE", "United Arab Emirates", "阿联酋"),
    c("GB", "United Kingdom", "英国"),
    c("US", "United States", "美国"),
    c("VN", "Vietnam", "越南"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_country_stands_once_in_its_order() {
        let codes: BTreeSet<_> = COUNTRIES.iter().map(|country| country.code).collect();
        assert_eq!(codes.len(), COUNTRIES.len());
        assert_eq!(COUNTRIES[0].code, "CN");
        assert!(COUNTRIES[8..].is_sorted_by_key(|country| country.en));
        assert_eq!(country("DE").map(|it| it.name(Lang::Zh)), Some("德国"));
    }
}
