//! The currencies of the countries that goods go to, as ISO 4217 has them, and of two whose smallest
//! unit is a thousandth.

use super::MoneyError;
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Declares the currencies: code, sign, digits after the point, names.
macro_rules! currencies {
    ($($name:ident $code:literal $sign:literal $decimals:literal $en:literal $zh:literal),* $(,)?) => {
        /// A currency with its number of decimals, as ISO 4217 gives it. It travels as its code.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum Currency {
            #[default]
            $($name),*
        }

        impl Currency {
            /// Every currency that a market can be run in, and that prices can be read in.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The ISO 4217 code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code),*
                }
            }

            /// The sign written before an amount, where all amounts are of one currency.
            pub const fn sign(self) -> &'static str {
                match self {
                    $(Self::$name => $sign),*
                }
            }

            /// Digits after the decimal point.
            pub const fn decimals(self) -> u32 {
                match self {
                    $(Self::$name => $decimals),*
                }
            }

            /// What it is called.
            pub const fn name(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Zh) => $zh),*
                }
            }
        }
    };
}

// A sign of letters alone is parted from the figures by a space that does not break.
currencies! {
    Cny "CNY" "¥" 2 "Chinese yuan" "人民币",
    Hkd "HKD" "HK$" 2 "Hong Kong dollar" "港元",
    Mop "MOP" "MOP$" 2 "Macao pataca" "澳门元",
    Twd "TWD" "NT$" 2 "New Taiwan dollar" "新台币",
    Jpy "JPY" "¥" 0 "Japanese yen" "日元",
    Krw "KRW" "₩" 0 "South Korean won" "韩元",
    Sgd "SGD" "S$" 2 "Singapore dollar" "新加坡元",
    Myr "MYR" "RM" 2 "Malaysian ringgit" "马来西亚林吉特",
    Usd "USD" "$" 2 "US dollar" "美元",
    Eur "EUR" "€" 2 "euro" "欧元",
    Gbp "GBP" "£" 2 "British pound" "英镑",
    Aud "AUD" "A$" 2 "Australian dollar" "澳大利亚元",
    Bhd "BHD" "BHD\u{a0}" 3 "Bahraini dinar" "巴林第纳尔",
    Brl "BRL" "R$" 2 "Brazilian real" "巴西雷亚尔",
    Cad "CAD" "CA$" 2 "Canadian dollar" "加拿大元",
    Chf "CHF" "CHF\u{a0}" 2 "Swiss franc" "瑞士法郎",
    Czk "CZK" "CZK\u{a0}" 2 "Czech koruna" "捷克克朗",
    Dkk "DKK" "DKK\u{a0}" 2 "Danish krone" "丹麦克朗",
    Aed "AED" "AED\u{a0}" 2 "UAE dirham" "阿联酋迪拉姆",
    Huf "HUF" "HUF\u{a0}" 2 "Hungarian forint" "匈牙利福林",
    Idr "IDR" "Rp" 2 "Indonesian rupiah" "印度尼西亚卢比",
    Ils "ILS" "₪" 2 "Israeli shekel" "以色列新谢克尔",
    Inr "INR" "₹" 2 "Indian rupee" "印度卢比",
    Kwd "KWD" "KWD\u{a0}" 3 "Kuwaiti dinar" "科威特第纳尔",
    Mxn "MXN" "MX$" 2 "Mexican peso" "墨西哥比索",
    Nok "NOK" "NOK\u{a0}" 2 "Norwegian krone" "挪威克朗",
    Nzd "NZD" "NZ$" 2 "New Zealand dollar" "新西兰元",
    Php "PHP" "₱" 2 "Philippine peso" "菲律宾比索",
    Pln "PLN" "PLN\u{a0}" 2 "Polish zloty" "波兰兹罗提",
    Ron "RON" "RON\u{a0}" 2 "Romanian leu" "罗马尼亚列伊",
    Sek "SEK" "SEK\u{a0}" 2 "Swedish krona" "瑞典克朗",
    Thb "THB" "฿" 2 "Thai baht" "泰铢",
    Try "TRY" "₺" 2 "Turkish lira" "土耳其里拉",
    Vnd "VND" "₫" 0 "Vietnamese dong" "越南盾",
}

impl Currency {
    /// The sign that no other currency shares, for where amounts of several stand together.
    pub const fn full_sign(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Cny, Lang::En) => "CN¥",
            (Self::Jpy, _) => "JP¥",
            (Self::Krw, Lang::Zh) => "￦",
            (Self::Usd, _) => "US$",
            (other, _) => other.sign(),
        }
    }

    /// What a person typed without the sign or code before it.
    pub(super) fn without_sign(self, typed: &str) -> &str {
        [
            self.full_sign(Lang::En),
            self.full_sign(Lang::Zh),
            self.sign(),
            self.code(),
        ]
        .into_iter()
        .find_map(|sign| typed.strip_prefix(sign.trim_end()))
        .unwrap_or(typed)
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|c| c.code().eq_ignore_ascii_case(code))
            .ok_or(MoneyError::UnknownCurrency)
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        code.parse()
    }
}

impl From<Currency> for &'static str {
    fn from(currency: Currency) -> Self {
        currency.code()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trade::country::COUNTRIES;
    use std::collections::BTreeSet;

    /// What is paid with in a country that goods go to.
    fn of_country(code: &str) -> Currency {
        let currency = match code {
            "AT" | "BE" | "BG" | "HR" | "CY" | "EE" | "FI" | "FR" | "DE" | "GR" | "IE" | "IT"
            | "LV" | "LT" | "LU" | "MT" | "NL" | "PT" | "SK" | "SI" | "ES" => "EUR",
            "CN" => "CNY",
            "HK" => "HKD",
            "MO" => "MOP",
            "TW" => "TWD",
            "JP" => "JPY",
            "KR" => "KRW",
            "SG" => "SGD",
            "MY" => "MYR",
            "AU" => "AUD",
            "BR" => "BRL",
            "CA" => "CAD",
            "CZ" => "CZK",
            "DK" => "DKK",
            "HU" => "HUF",
            "IN" => "INR",
            "ID" => "IDR",
            "IL" => "ILS",
            "MX" => "MXN",
            "NZ" => "NZD",
            "NO" => "NOK",
            "PH" => "PHP",
            "PL" => "PLN",
            "RO" => "RON",
            "SE" => "SEK",
            "CH" => "CHF",
            "TH" => "THB",
            "TR" => "TRY",
            "AE" => "AED",
            "GB" => "GBP",
            "US" => "USD",
            "VN" => "VND",
            _ => "",
        };
        currency
            .parse()
            .unwrap_or_else(|_| panic!("a currency for {code}"))
    }

    #[test]
    fn every_country_that_goods_go_to_has_its_currency() {
        for country in COUNTRIES {
            let currency = of_country(country.code);
            assert_eq!(currency.code().len(), 3, "{}", country.code);
        }
    }

    #[test]
    fn smallest_units_are_those_of_iso_4217() {
        let with = |decimals| -> Vec<&str> {
            let all = Currency::ALL.iter();
            all.filter(|c| c.decimals() == decimals)
                .map(|c| c.code())
                .collect()
        };
        assert_eq!(with(0), ["JPY", "KRW", "VND"]);
        assert_eq!(with(3), ["BHD", "KWD"]);
        assert_eq!(with(2).len(), Currency::ALL.len() - 5);
    }

    #[test]
    fn codes_and_full_signs_are_each_of_one_currency() {
        let codes: BTreeSet<_> = Currency::ALL.iter().map(|c| c.code()).collect();
        assert_eq!(codes.len(), Currency::ALL.len());
        for lang in Lang::ALL {
            let signs: BTreeSet<_> = Currency::ALL.iter().map(|c| c.full_sign(lang)).collect();
            assert_eq!(signs.len(), Currency::ALL.len(), "{lang:?}");
        }
    }

    #[test]
    fn a_currency_travels_as_its_code() {
        for currency in Currency::ALL {
            let sent = serde_json::to_string(currency).expect("writes");
            assert_eq!(sent, format!("\"{}\"", currency.code()));
            assert_eq!(
                serde_json::from_str::<Currency>(&sent).expect("reads"),
                *currency
            );
        }
        assert!(serde_json::from_str::<Currency>("\"XXX\"").is_err());
    }
}
