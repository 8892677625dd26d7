//! Who issues a document, and whom it is for.

use crate::{
    text::{FieldCheck, FieldIssue, FieldIssues},
    trade::{country::country, shipping::PostalAddress},
};
use serde::{Deserialize, Serialize};

/// The states whose tax numbers begin with their code.
const EU: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// A name and an address, frozen as they were when the document was issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    pub name: String,
    /// The address without the country, from the smallest part on.
    pub lines: Vec<String>,
    /// ISO 3166-1 alpha-2; empty where it is not known.
    pub country: String,
    pub tax_number: String,
    pub email: String,
}

/// Who invoices in a shop's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    pub name: String,
    pub address: String,
    pub country: String,
    /// Without one the shop's invoices show no tax: only who is registered may.
    pub tax_number: String,
}

/// [`Legal`] as an owner types it. All left empty takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalForm {
    pub legal_name: String,
    pub legal_address: String,
    pub legal_country: String,
    pub tax_number: String,
}

impl LegalForm {
    /// # Errors
    /// Names the fields that cannot be taken.
    pub fn checked(&self) -> Result<Legal, FieldIssues> {
        let all = [&self.legal_name, &self.legal_address, &self.tax_number];
        if all.iter().all(|typed| typed.trim().is_empty()) {
            return Ok(Legal::default());
        }
        let mut check = FieldCheck::default();
        let legal = Legal {
            name: check.text("legal_name", &self.legal_name, 2, 120),
            address: check
                .text("legal_address", &self.legal_address, 3, 300)
                .replace("\r\n", "\n"),
            country: self.legal_country.clone(),
            tax_number: read_tax_number(&mut check, &self.legal_country, &self.tax_number),
        };
        if country(&legal.country).is_none() {
            check.issue("legal_country", FieldIssue::NotAChoice);
        }
        check.finish().map(|()| legal)
    }
}

impl Legal {
    /// As it stands on a document; `known_as` where no name was given.
    pub fn party(&self, known_as: &str) -> Party {
        let name = if self.name.is_empty() {
            known_as
        } else {
            &self.name
        };
        Party {
            name: name.to_owned(),
            lines: self.address.lines().map(str::to_owned).collect(),
            country: self.country.clone(),
            tax_number: self.tax_number.clone(),
            email: String::new(),
        }
    }
}

/// The company that an invoice is made out to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Billing {
    pub company: String,
    pub tax_number: String,
}

/// [`Billing`] as a buyer types it. Left empty, the invoice goes to who the parcel goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BillingForm {
    pub company: String,
    pub tax_number: String,
}

impl BillingForm {
    /// # Errors
    /// Names the fields that cannot be taken: a tax number is a company's, and of its country.
    pub fn checked(&self, country: &str) -> Result<Option<Billing>, FieldIssues> {
        if self.company.trim().is_empty() && self.tax_number.trim().is_empty() {
            return Ok(None);
        }
        let mut check = FieldCheck::default();
        let billing = Billing {
            company: check.text("company", &self.company, 2, 120),
            tax_number: read_tax_number(&mut check, country, &self.tax_number),
        };
        check.finish().map(|()| Some(billing))
    }
}

impl Party {
    /// Whom the invoice of an order is for.
    pub fn buyer(ship_to: &PostalAddress, email: &str, billing: Option<&Billing>) -> Self {
        let town = [&ship_to.postcode, &ship_to.city, &ship_to.region];
        let mut town: Vec<&str> = town.iter().map(|part| part.as_str()).collect();
        town.retain(|part| !part.is_empty());
        town.dedup();
        let mut lines = vec![ship_to.line.clone(), town.join(", ")];
        if billing.is_some() {
            lines.insert(0, ship_to.recipient.clone());
        }
        let company = billing.map(|billing| billing.company.clone());
        Self {
            name: company.unwrap_or_else(|| ship_to.recipient.clone()),
            lines,
            country: ship_to.country.clone(),
            tax_number: billing.map(|b| b.tax_number.clone()).unwrap_or_default(),
            email: email.to_owned(),
        }
    }
}

fn read_tax_number(check: &mut FieldCheck, country: &str, typed: &str) -> String {
    if typed.trim().is_empty() {
        return String::new();
    }
    tax_number(country, typed).unwrap_or_else(|| {
        check.issue("tax_number", FieldIssue::NotATaxNumber);
        String::new()
    })
}

/// Reads a tax number as a country writes it, without spaces and hyphens: with its check digit
/// where we know how it is made, else by its shape.
pub fn tax_number(country: &str, typed: &str) -> Option<String> {
    let number: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !"-./".contains(*c))
        .flat_map(char::to_uppercase)
        .collect();
    let plain = number.bytes().all(|b| b.is_ascii_alphanumeric());
    let prefix = if country == "GR" { "EL" } else { country };
    let rest = number.strip_prefix(prefix);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = match country {
        "CN" => is_credit_code(&number),
        "DE" => rest.is_some_and(is_german),
        "GB" => rest.is_some_and(|rest| matches!(rest.len(), 9 | 12) && digits(rest)),
        eu if EU.contains(&eu) => rest.is_some_and(|rest| (8..=12).contains(&rest.len())),
        _ => (5..=20).contains(&number.len()),
    };
    (plain && fits).then_some(number)
}

/// China's unified social credit code (GB 32100-2015): 17 characters and a check character.
fn is_credit_code(code: &str) -> bool {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values: Option<Vec<usize>> = code
        .bytes()
        .map(|byte| ALPHABET.iter().position(|known| *known == byte))
        .collect();
    let Some([first @ .., last]) = values.as_deref() else {
        return false;
    };
    let (sum, _) = first.iter().fold((0, 1), |(sum, weight), value| {
        (sum + value * weight, weight * 3 % 31)
    });
    first.len() == 17 && (31 - sum % 31) % 31 == *last
}

/// Nine digits, the last of which checks the others (ISO 7064, MOD 11,10).
fn is_german(digits: &str) -> bool {
    let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
    let Some([first @ .., last]) = values.as_deref() else {
        return false;
    };
    let product = first.iter().fold(10, |product, digit| {
        let sum = match (digit + product) % 10 {
            0 => 10,
            sum => sum,
        };
        2 * sum % 11
    });
    first.len() == 8 && (11 - product) % 10 == *last
}
