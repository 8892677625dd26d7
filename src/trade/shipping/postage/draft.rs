//! Postage templates and measures as people type them.

use super::{MOST_SIDE_CM, MOST_WEIGHT_G, Rate, Unit, Zone};
use crate::{
    id::VariantId,
    money::{Currency, Money},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
    trade::{
        country::{COUNTRIES, country},
        shipping::region::is_same_region,
        shop::postage_amount,
    },
};
use serde::{Deserialize, Serialize};

/// The most zones of a template, and the most provinces of a zone.
pub const MOST_ZONES: usize = 40;
const MOST_REGIONS: usize = 40;
/// The most units that a step counts.
const MOST_UNITS: i64 = 1_000_000;

/// A template as it is typed. Zones left empty are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateDraft {
    pub name: String,
    pub unit: Unit,
    pub is_default: bool,
    pub zones: Vec<ZoneDraft>,
}

/// A zone as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ZoneDraft {
    /// Names or codes with commas between; `*` for everywhere else.
    pub countries: String,
    /// Provinces with commas between.
    pub regions: String,
    pub not_sent: bool,
    pub first_units: String,
    pub first: String,
    pub next_units: String,
    pub next: String,
    pub free_from: String,
}

/// The name of a field of a zone: `zones[2][first]`.
pub fn zone_field(at: usize, field: &str) -> String {
    format!("zones[{at}][{field}]")
}

fn words(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split([',', '，', '、', ';', '；', '\n'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

impl ZoneDraft {
    fn is_empty(&self) -> bool {
        let texts = [
            &self.countries,
            &self.regions,
            &self.first_units,
            &self.first,
            &self.next_units,
            &self.next,
            &self.free_from,
        ];
        !self.not_sent && texts.iter().all(|text| text.trim().is_empty())
    }

    /// The fields that would write a zone.
    pub fn of(zone: &Zone, currency: Currency) -> Self {
        let plain = |minor| Money::new(minor, currency).plain();
        let countries = match zone.countries.is_empty() {
            true => "*".to_owned(),
            false => zone.countries.join(", "),
        };
        let draft = Self {
            countries,
            regions: zone.regions.join(", "),
            not_sent: zone.rate.is_none(),
            ..Self::default()
        };
        match zone.rate {
            None => draft,
            Some(rate) => Self {
                first_units: rate.first_units.to_string(),
                first: plain(rate.first_minor),
                next_units: rate.next_units.to_string(),
                next: plain(rate.next_minor),
                free_from: rate.free_from_minor.map(plain).unwrap_or_default(),
                ..draft
            },
        }
    }

    fn checked(&self, at: usize, currency: Currency, check: &mut FieldCheck) -> Zone {
        let countries = self.countries(at, check);
        let regions: Vec<String> = words(&self.regions).map(str::to_owned).collect();
        let field = zone_field(at, "regions");
        if !regions.is_empty() && countries.len() != 1 {
            let text = Bilingual::new(
                "Provinces need exactly one country.",
                "填写省份时，国家或地区只能有一个。",
            );
            check.issue(&field, FieldIssue::Other { text });
        }
        if regions.len() > MOST_REGIONS || regions.iter().any(|region| region.chars().count() > 60)
        {
            check.issue(&field, FieldIssue::TooLong { most: 60 });
        }
        let rate = (!self.not_sent).then(|| self.rate(at, currency, check));
        Zone {
            countries,
            regions,
            rate,
        }
    }

    fn countries(&self, at: usize, check: &mut FieldCheck) -> Vec<String> {
        let field = zone_field(at, "countries");
        if self.countries.trim() == "*" {
            return Vec::new();
        }
        let mut codes: Vec<String> = Vec::new();
        for word in words(&self.countries) {
            match named(word) {
                Some(code) if !codes.iter().any(|known| known == code) => {
                    codes.push(code.to_owned())
                }
                Some(_) => {}
                None => check.issue(&field, unknown_country(word)),
            }
        }
        if codes.is_empty() {
            check.issue(&field, FieldIssue::Missing);
        }
        codes
    }

    fn rate(&self, at: usize, currency: Currency, check: &mut FieldCheck) -> Rate {
        let mut units = |field: &str, typed: &str| {
            let units = check.number(&zone_field(at, field), typed, 1, MOST_UNITS);
            u32::try_from(units).unwrap_or(1)
        };
        let first_units = units("first_units", &self.first_units);
        let next_units = units("next_units", &self.next_units);
        let mut amount = |field: &str, typed: &str| {
            postage_amount(check, &zone_field(at, field), typed, currency)
                .map(|amount| amount.minor)
        };
        Rate {
            first_units,
            first_minor: amount("first", &self.first).unwrap_or_default(),
            next_units,
            next_minor: amount("next", &self.next).unwrap_or_default(),
            free_from_minor: amount("free_from", &self.free_from),
        }
    }
}

fn unknown_country(word: &str) -> FieldIssue {
    let text = Bilingual::new(
        format!("“{word}” is no country that parcels go to. Write names or codes such as CN, HK."),
        format!("“{word}”不是可配送的国家或地区，请填写名称或代码，例如 CN, HK。"),
    );
    FieldIssue::Other { text }
}

/// A country by its code, or by its name in either language.
fn named(word: &str) -> Option<&'static str> {
    let code = word.to_uppercase();
    let by_name = || {
        let lower = word.to_lowercase();
        let is = |en: &str, zh: &str| en.to_lowercase() == lower || zh == word;
        COUNTRIES.iter().find(|it| is(it.en, it.zh))
    };
    country(&code).or_else(by_name).map(|it| it.code)
}

impl TemplateDraft {
    /// Name and zones, as they are kept.
    ///
    /// # Errors
    /// All fields that cannot be taken.
    pub fn checked(&self, currency: Currency) -> Result<(String, Vec<Zone>), FieldIssues> {
        let mut check = FieldCheck::default();
        let name = check.text("name", &self.name, 1, 60);
        let typed = self.zones.iter().enumerate();
        let typed: Vec<_> = typed.filter(|(_, zone)| !zone.is_empty()).collect();
        if typed.is_empty() {
            check.issue(&zone_field(0, "countries"), FieldIssue::Missing);
        }
        if let Some((at, _)) = typed.get(MOST_ZONES) {
            let text = Bilingual::new(
                format!("A template has at most {MOST_ZONES} zones."),
                format!("一个模板最多 {MOST_ZONES} 个地区。"),
            );
            check.issue(&zone_field(*at, "countries"), FieldIssue::Other { text });
        }
        let mut zones: Vec<Zone> = Vec::new();
        for (at, draft) in typed.into_iter().take(MOST_ZONES) {
            let zone = draft.checked(at, currency, &mut check);
            if zones.iter().any(|known| overlap(known, &zone)) {
                check.issue(&zone_field(at, "countries"), FieldIssue::AlreadyTaken);
            }
            zones.push(zone);
        }
        check.finish().map(|()| (name, zones))
    }
}

/// Whether two zones name the same place equally closely.
fn overlap(one: &Zone, other: &Zone) -> bool {
    if one.countries.is_empty() || other.countries.is_empty() {
        return one.countries.is_empty() && other.countries.is_empty();
    }
    let shared = one
        .countries
        .iter()
        .any(|code| other.countries.contains(code));
    let regions = match (one.regions.is_empty(), other.regions.is_empty()) {
        (true, true) => true,
        (false, false) => one.regions.iter().any(|region| {
            let same = |known: &String| is_same_region(known, region);
            other.regions.iter().any(same)
        }),
        _ => false,
    };
    shared && regions
}

/// Weight and size of one variant, as they are typed; empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeasureDraft {
    pub weight_g: String,
    pub length_cm: String,
    pub width_cm: String,
    pub height_cm: String,
}

/// Those of a listing's variants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasuresDraft {
    pub variants: Vec<(VariantId, MeasureDraft)>,
}

/// Weight, and length, width and height, as they are kept.
pub type Measures = (Option<i32>, Option<[i32; 3]>);

impl MeasuresDraft {
    /// Each variant with what was typed of it.
    ///
    /// # Errors
    /// All fields that cannot be taken; a size needs all three sides.
    pub fn checked(&self) -> Result<Vec<(VariantId, Measures)>, FieldIssues> {
        let mut check = FieldCheck::default();
        let each = self.variants.iter();
        let measures = each
            .map(|(variant, draft)| (*variant, draft.checked(*variant, &mut check)))
            .collect();
        check.finish().map(|()| measures)
    }
}

impl MeasureDraft {
    fn checked(&self, variant: VariantId, check: &mut FieldCheck) -> Measures {
        let mut number = |field: &str, typed: &str, most: i64| {
            if typed.trim().is_empty() {
                return None;
            }
            let field = format!("measures[variant-{variant}][{field}]");
            i32::try_from(check.number(&field, typed, 1, most)).ok()
        };
        let weight = number("weight_g", &self.weight_g, MOST_WEIGHT_G);
        let sides = [
            number("length_cm", &self.length_cm, MOST_SIDE_CM),
            number("width_cm", &self.width_cm, MOST_SIDE_CM),
            number("height_cm", &self.height_cm, MOST_SIDE_CM),
        ];
        let size = match sides {
            [Some(length), Some(width), Some(height)] => Some([length, width, height]),
            [None, None, None] => None,
            _ => {
                let field = format!("measures[variant-{variant}][length_cm]");
                check.issue(&field, FieldIssue::Missing);
                None
            }
        };
        (weight, size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency::Cny;

    fn zone(countries: &str, regions: &str) -> ZoneDraft {
        ZoneDraft {
            countries: countries.into(),
            regions: regions.into(),
            first_units: "1000".into(),
            first: "8".into(),
            next_units: "500".into(),
            next: "2.50".into(),
            ..ZoneDraft::default()
        }
    }

    #[test]
    fn too_many_zones_are_told_and_not_left_out() {
        let codes = crate::trade::country::COUNTRIES.iter();
        let zones = codes.map(|country| zone(country.code, "")).collect();
        let issues = template(zones).checked(Cny).expect_err("one too many");
        let at = zone_field(MOST_ZONES, "countries");
        assert!(matches!(issues.get(&at), Some(FieldIssue::Other { .. })));
    }

    fn template(zones: Vec<ZoneDraft>) -> TemplateDraft {
        TemplateDraft {
            name: " Heavy goods ".into(),
            unit: Unit::Weight,
            is_default: false,
            zones,
        }
    }

    #[test]
    fn a_template_reads_as_people_type_it() {
        let elsewhere = ZoneDraft {
            countries: "*".into(),
            not_sent: true,
            ..ZoneDraft::default()
        };
        let draft = template(vec![
            zone("cn，中国香港, Macao, China", ""),
            ZoneDraft::default(),
            zone("CN", "新疆、Tibet"),
            elsewhere,
        ]);
        let issues = draft
            .checked(Cny)
            .expect_err("a name with a comma in it is two");
        assert_eq!(
            issues.get("zones[0][countries]"),
            Some(&unknown_country("Macao"))
        );
        let draft = TemplateDraft {
            zones: [
                vec![zone("cn，中国香港, mo", "")],
                draft.zones[1..].to_vec(),
            ]
            .concat(),
            ..draft
        };
        let (name, zones) = draft.checked(Cny).expect("a template");
        assert_eq!(name, "Heavy goods");
        assert_eq!(zones.len(), 3);
        assert_eq!(zones[0].countries, ["CN", "HK", "MO"]);
        assert_eq!(zones[1].regions, ["新疆", "Tibet"]);
        assert_eq!(zones[2].rate, None);
        let again: Vec<ZoneDraft> = zones.iter().map(|zone| ZoneDraft::of(zone, Cny)).collect();
        let again = template(again).checked(Cny).expect("the same");
        assert_eq!(again.1, zones);
    }

    #[test]
    fn faulty_fields_are_named_by_their_zone() {
        let draft = template(vec![
            zone("CN", ""),
            zone("CN, HK", "Tibet"),
            ZoneDraft {
                first: "much".into(),
                next_units: "0".into(),
                ..zone("CN, Atlantis", "")
            },
        ]);
        let issues = draft.checked(Cny).expect_err("many issues");
        let names: Vec<_> = issues.0.keys().map(String::as_str).collect();
        let expected = [
            "zones[1][regions]",
            "zones[2][countries]",
            "zones[2][first]",
            "zones[2][next_units]",
        ];
        assert_eq!(names, expected);
        let twice = template(vec![zone("CN", "Tibet"), zone("CN", "西藏")]);
        let issues = twice.checked(Cny).expect_err("the same province");
        assert_eq!(
            issues.get("zones[1][countries]"),
            Some(&FieldIssue::AlreadyTaken)
        );
        assert!(template(Vec::new()).checked(Cny).is_err());
    }
}
