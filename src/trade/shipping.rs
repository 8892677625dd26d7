//! Postage and addresses.

use crate::{
    money::{Money, MoneyError},
    text::{FieldCheck, FieldIssue, FieldIssues},
    trade::shop::Postage,
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
        if crate::trade::country::country(&address.country).is_none() {
            check.issue("country", FieldIssue::NotAChoice);
        }
        check.finish().map(|()| address)
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
