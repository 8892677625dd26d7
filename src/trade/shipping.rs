//! Postage, addresses and parcels.

pub mod parcel;
pub mod postage;
pub mod region;

use crate::{
    money::{Money, MoneyError},
    text::{FieldCheck, FieldIssue, FieldIssues, Lang},
    trade::{country::country, search::words::is_han, shop::Postage},
};
use serde::{Deserialize, Serialize};

impl Postage {
    /// What a shop asks for `items` things worth `goods` together.
    ///
    /// # Errors
    /// Refuses amounts beyond 64 bits and mixed currencies.
    pub fn quote(&self, goods: Money, items: u32) -> Result<Money, MoneyError> {
        if items == 0 || self.free_over.is_some_and(|from| goods.minor >= from.minor) {
            return Ok(Money::zero(goods.currency));
        }
        self.base
            .checked_add(self.extra_item.checked_mul(items - 1)?)
    }
}

/// Where a parcel goes. Frozen on the checkout when it is placed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostalAddress {
    pub recipient: String,
    pub phone: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub region: String,
    pub city: String,
    /// Street, number, flat.
    pub line: String,
    pub postcode: String,
}

impl PostalAddress {
    /// Trims and checks all fields; their names in the form are those of the struct.
    ///
    /// # Errors
    /// All fields that cannot be taken.
    pub fn checked(&self) -> Result<Self, FieldIssues> {
        let mut check = FieldCheck::default();
        let address = Self {
            recipient: check.text("recipient", &self.recipient, 1, 80),
            phone: check.text("phone", &self.phone, 5, 30),
            country: check.text("country", &self.country, 2, 2).to_uppercase(),
            region: check.text("region", &self.region, 0, 80),
            city: check.text("city", &self.city, 1, 80),
            line: check.text("line", &self.line, 1, 200),
            postcode: check.text("postcode", &self.postcode, 0, 16),
        };
        if !address.phone.is_empty()
            && !address
                .phone
                .chars()
                .all(|c| c.is_ascii_digit() || "+-() ".contains(c))
        {
            check.issue("phone", FieldIssue::NotANumber);
        }
        if country(&address.country).is_none() {
            check.issue("country", FieldIssue::NotAChoice);
        }
        check.finish().map(|()| address)
    }

    /// The address as it stands on a parcel, without recipient and phone; the country in the
    /// reader's language. What is written in Chinese begins with the largest part, all else
    /// with the smallest.
    ///
    /// ```
    /// use longtail::{text::Lang, trade::shipping::PostalAddress};
    /// let mut address = PostalAddress {
    ///     country: "CN".into(),
    ///     region: "浙江省".into(),
    ///     city: "杭州市".into(),
    ///     line: "桂花弄12号".into(),
    ///     postcode: "310005".into(),
    ///     ..Default::default()
    /// };
    /// assert_eq!(address.lines(Lang::Zh), ["中国大陆 浙江省杭州市", "桂花弄12号 310005"]);
    /// address.city = "Hangzhou".into();
    /// address.region = "Zhejiang".into();
    /// address.line = "12 Osmanthus Lane".into();
    /// assert_eq!(
    ///     address.lines(Lang::En),
    ///     ["12 Osmanthus Lane", "Hangzhou, Zhejiang, 310005", "China (mainland)"],
    /// );
    /// ```
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let country = country(&self.country).map_or(self.country.as_str(), |c| c.name(lang));
        // Some cities are their own province.
        let region = if self.region == self.city {
            ""
        } else {
            self.region.as_str()
        };
        let join = |parts: &[&str], between: &str| {
            let parts: Vec<&str> = parts
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect();
            parts.join(between)
        };
        if self.line.chars().any(is_han) {
            vec![
                format!("{country} {region}{}", self.city),
                join(&[&self.line, &self.postcode], " "),
            ]
        } else {
            vec![
                self.line.clone(),
                join(&[&self.city, region, &self.postcode], ", "),
                country.to_owned(),
            ]
        }
    }

    /// [`lines`](Self::lines) in one line.
    pub fn one_line(&self, lang: Lang) -> String {
        let between = if self.line.chars().any(is_han) {
            " "
        } else {
            ", "
        };
        self.lines(lang).join(between)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency::Cny;

    #[test]
    fn postage_grows_with_items_until_it_is_free() {
        let yuan = |n: i64| Money::new(n * 100, Cny);
        let postage = Postage {
            base: yuan(8),
            extra_item: yuan(2),
            free_over: Some(yuan(99)),
        };
        assert_eq!(postage.quote(yuan(50), 1), Ok(yuan(8)));
        assert_eq!(postage.quote(yuan(50), 4), Ok(yuan(14)));
        assert_eq!(postage.quote(yuan(99), 4), Ok(yuan(0)));
        assert_eq!(postage.quote(yuan(0), 0), Ok(yuan(0)));
    }

    #[test]
    fn an_address_names_its_faulty_fields() {
        let address = PostalAddress {
            phone: "call me".into(),
            country: "China".into(),
            ..Default::default()
        };
        let issues = address.checked().expect_err("faulty");
        let names: Vec<_> = issues.0.keys().map(String::as_str).collect();
        assert_eq!(names, ["city", "country", "line", "phone", "recipient"]);
    }
}
