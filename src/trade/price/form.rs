//! Offers, coupons and campaigns as people type them.

use super::{Funder, Off, Span, coupon::MOST_CODE, offer::MOST_SHARE, read_code};
use crate::{
    id::{CommandId, ListingId},
    money::{BasisPoints, Currency, Money},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
    when::read_local,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const MOST_NAME: u32 = 60;
/// No reduction is of more whole units than this.
const MOST_UNITS: i64 = 1_000_000;
const MOST_USES: i64 = 10_000_000;

/// Take something off a shop's prices for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeOffer {
    pub command: CommandId,
    /// The shop's slug.
    pub shop: String,
    pub form: OfferForm,
}

/// Make a coupon: a shop's, or without one the platform's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeCoupon {
    pub command: CommandId,
    pub shop: Option<String>,
    pub form: CouponForm,
}

/// Announce a spend-and-save of the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeCampaign {
    pub command: CommandId,
    pub form: CampaignForm,
}

/// How much is taken off and when, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    pub name_en: String,
    pub name_zh: String,
    /// `share` or `amount`.
    pub kind: String,
    /// Per cent such as `12.5`, or an amount such as `10.00`.
    pub value: String,
    /// Ids; nothing for everything in the shop.
    pub listings: Vec<String>,
    /// By the market's clock: `2026-11-30T20:00`; empty for at once.
    pub from: String,
    pub until: String,
}

/// A coupon as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CouponForm {
    pub code: String,
    /// `share` or `amount`.
    pub kind: String,
    /// Per cent such as `12.5`, or an amount such as `10.00`.
    pub value: String,
    /// The most that a share takes off; may be empty where a shop pays.
    pub cap: String,
    /// What the goods must cost; may be empty.
    pub least: String,
    /// Uses in all; empty for no limit, where a shop pays.
    pub limit: String,
    pub per_person: String,
    /// By the market's clock: `2026-11-30T20:00`; empty for at once.
    pub from: String,
    pub until: String,
}

/// A spend-and-save as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CampaignForm {
    pub name_en: String,
    pub name_zh: String,
    /// For every so much …
    pub every: String,
    /// … save so much.
    pub save: String,
    /// The most that one checkout saves.
    pub cap: String,
    /// The shops' part in per cent; empty for none.
    pub shop_share: String,
    /// By the market's clock: `2026-11-30T20:00`; empty for at once.
    pub from: String,
    pub until: String,
}

/// An offer whose fields can all be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOffer {
    pub name: Bilingual,
    pub off: Off,
    pub listings: Option<BTreeSet<ListingId>>,
    pub span: Span,
}

/// A coupon whose fields can all be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCoupon {
    pub code: String,
    pub off: Off,
    pub cap_minor: Option<i64>,
    pub least_minor: i64,
    pub limit: Option<u32>,
    pub per_person: u32,
    pub span: Span,
}

/// A spend-and-save whose fields can all be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCampaign {
    pub name: Bilingual,
    pub every_minor: i64,
    pub save_minor: i64,
    pub cap_minor: Option<i64>,
    pub shop_share: BasisPoints,
    pub span: Span,
}

/// Reads fields one after another, as the market counts and at its time.
struct Reader {
    check: FieldCheck,
    currency: Currency,
    now: DateTime<Utc>,
}

impl OfferForm {
    /// # Errors
    /// All fields that cannot be taken.
    pub fn checked(&self, currency: Currency, now: DateTime<Utc>) -> Result<NewOffer, FieldIssues> {
        let mut read = Reader::new(currency, now);
        let offer = NewOffer {
            name: read.name(&self.name_en, &self.name_zh),
            off: read.off(&self.kind, &self.value),
            listings: read.listings(&self.listings),
            span: read.span(&self.from, &self.until),
        };
        read.check.finish().map(|()| offer)
    }
}

impl CouponForm {
    /// The platform's have to say what they cost at most: shops can buy from themselves with them.
    ///
    /// # Errors
    /// All fields that cannot be taken.
    pub fn checked(
        &self,
        funder: Funder,
        currency: Currency,
        now: DateTime<Utc>,
    ) -> Result<NewCoupon, FieldIssues> {
        let mut read = Reader::new(currency, now);
        let code = read_code(&self.code);
        read.check.text("code", &code, 3, MOST_CODE);
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if !code.chars().all(plain) {
            read.say(
                "code",
                "Letters, digits and hyphens only.",
                "只能使用字母、数字和连字符。",
            );
        }
        let off = read.off(&self.kind, &self.value);
        let cap_minor = read.amount("cap", &self.cap);
        if cap_minor.is_some() && matches!(off, Off::Amount { .. }) {
            read.say(
                "cap",
                "An amount needs no cap: leave this empty.",
                "固定金额无需上限，请留空。",
            );
        }
        let by_platform = funder == Funder::Platform;
        if by_platform && matches!(off, Off::Share { .. }) && self.cap.trim().is_empty() {
            read.say_cap();
        }
        let limit = match self.limit.trim() {
            "" => None,
            typed => Some(read.uses("limit", typed)),
        };
        if by_platform && self.limit.trim().is_empty() {
            read.say(
                "limit",
                "The market pays for each use: say how often it may be used in all.",
                "每次使用均由平台承担，请填写总次数。",
            );
        }
        let coupon = NewCoupon {
            code,
            off,
            cap_minor,
            least_minor: read.amount("least", &self.least).unwrap_or_default(),
            limit,
            per_person: read.uses("per_person", &self.per_person),
            span: read.span(&self.from, &self.until),
        };
        read.check.finish().map(|()| coupon)
    }
}

impl CampaignForm {
    /// # Errors
    /// All fields that cannot be taken.
    pub fn checked(
        &self,
        currency: Currency,
        now: DateTime<Utc>,
    ) -> Result<NewCampaign, FieldIssues> {
        let mut read = Reader::new(currency, now);
        let campaign = NewCampaign {
            name: read.name(&self.name_en, &self.name_zh),
            every_minor: read.needed("every", &self.every),
            save_minor: read.needed("save", &self.save),
            cap_minor: read.amount("cap", &self.cap),
            shop_share: match self.shop_share.trim() {
                "" => BasisPoints(0),
                typed => read.share("shop_share", typed, 0, 10_000),
            },
            span: read.span(&self.from, &self.until),
        };
        if campaign.every_minor > 0 && campaign.save_minor >= campaign.every_minor {
            let most = Money::new(campaign.every_minor - 1, currency);
            read.check.issue("save", FieldIssue::TooMuch { most });
        }
        if self.cap.trim().is_empty() {
            read.say_cap();
        }
        read.check.finish().map(|()| campaign)
    }
}

impl Reader {
    fn new(currency: Currency, now: DateTime<Utc>) -> Self {
        Self {
            check: FieldCheck::default(),
            currency,
            now,
        }
    }

    fn say(&mut self, field: &str, en: &str, zh: &str) {
        let text = Bilingual::new(en, zh);
        self.check.issue(field, FieldIssue::Other { text });
    }

    fn say_cap(&mut self) {
        self.say(
            "cap",
            "The market pays for it: say how much one checkout saves at most.",
            "费用由平台承担，请填写单次结算最多减的金额。",
        );
    }

    /// In one language at least.
    fn name(&mut self, en: &str, zh: &str) -> Bilingual {
        let name = Bilingual::new(
            self.check.text("name_en", en, 0, MOST_NAME),
            self.check.text("name_zh", zh, 0, MOST_NAME),
        );
        if name.is_empty() {
            self.check.issue("name_en", FieldIssue::Missing);
        }
        name
    }

    /// Those that were ticked. One that cannot be read is not left out: with none left, the offer
    /// would hold for everything.
    fn listings(&mut self, ticked: &[String]) -> Option<BTreeSet<ListingId>> {
        let ids: Result<BTreeSet<ListingId>, _> =
            ticked.iter().map(|id| id.parse::<ListingId>()).collect();
        match ids {
            Ok(ids) => (!ids.is_empty()).then_some(ids),
            Err(_) => {
                self.check.issue("listings", FieldIssue::NotAChoice);
                None
            }
        }
    }

    fn off(&mut self, kind: &str, value: &str) -> Off {
        match kind {
            "share" => Off::Share {
                bp: self.share("value", value, 1, MOST_SHARE.0),
            },
            "amount" => Off::Amount {
                minor: self.needed("value", value),
            },
            _ => {
                self.check.issue("kind", FieldIssue::NotAChoice);
                Off::Amount { minor: 0 }
            }
        }
    }

    /// Per cent with two decimals at most.
    fn share(&mut self, field: &str, typed: &str, least: u16, most: u16) -> BasisPoints {
        let plain = typed.trim().trim_end_matches(['%', '％']).trim_end();
        // A dollar has as many decimals as a per cent has basis points.
        let bp = Money::parse(plain, Currency::Usd)
            .ok()
            .map(|cents| cents.minor);
        let issue = match bp.map(u16::try_from) {
            Some(Ok(bp)) if (least..=most).contains(&bp) => return BasisPoints(bp),
            None if plain.is_empty() => FieldIssue::Missing,
            None => FieldIssue::NotANumber,
            Some(_) => FieldIssue::OutOfRange {
                least: i64::from(least.div_ceil(100)),
                most: i64::from(most / 100),
            },
        };
        self.check.issue(field, issue);
        BasisPoints(least)
    }

    /// An amount above nothing, or none where the field is empty.
    fn amount(&mut self, field: &str, typed: &str) -> Option<i64> {
        if typed.trim().is_empty() {
            return None;
        }
        let most = Money::new(
            MOST_UNITS * 10_i64.pow(self.currency.decimals()),
            self.currency,
        );
        match Money::parse(typed, self.currency) {
            Ok(amount) if amount.minor > most.minor => {
                self.check.issue(field, FieldIssue::TooMuch { most });
            }
            Ok(amount) if amount.minor > 0 => return Some(amount.minor),
            _ => self.check.issue(field, FieldIssue::NotAnAmount),
        }
        None
    }

    fn needed(&mut self, field: &str, typed: &str) -> i64 {
        if typed.trim().is_empty() {
            self.check.issue(field, FieldIssue::Missing);
        }
        self.amount(field, typed).unwrap_or_default()
    }

    fn uses(&mut self, field: &str, typed: &str) -> u32 {
        let uses = self.check.number(field, typed, 1, MOST_USES);
        u32::try_from(uses).unwrap_or(1)
    }

    fn span(&mut self, from: &str, until: &str) -> Span {
        let mut read = |field: &str, typed: &str| {
            let at = read_local(typed);
            if at.is_none() && !typed.trim().is_empty() {
                self.check.issue(field, FieldIssue::NotAMoment);
            }
            at
        };
        let (from, until) = (read("from", from), read("until", until));
        let from = from.unwrap_or(self.now).max(self.now);
        match until {
            None => self.check.issue("until", FieldIssue::Missing),
            Some(until) if until <= from => {
                self.say(
                    "until",
                    "It ends before it begins.",
                    "结束时间需晚于开始时间。",
                );
            }
            Some(_) => {}
        }
        Span {
            from,
            until: until.unwrap_or(from),
        }
    }
}
