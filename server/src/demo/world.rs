//! What the story needs at hand: the market's context with a turned clock, and who and what is in it.

use crate::simulator::carrier::CarrierSimulator;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use longtail::{
    actor::Actor,
    id::{CardRefundId, PaymentId, PayoutId, ShopId, VariantId},
    money::{
        Money,
        card_refund::RefundOutcome,
        payment::{GatewayOutcome, Method},
        payout::{BankOutcome, account::BankAccount},
        reconciliation::StatementEntry,
    },
    trade::shipping::parcel::Scan,
};
use longtail_backend::{
    Clock, Ctx, Failure,
    failure::Incident,
    money::{
        payment::gateway::{Gateway, GatewayMessage, Intent, Known, Refund},
        payout::bank::{Bank, BankEvent, Transfer},
    },
    platform::mail::Mail,
    settings::Settings,
    trade::shipping::carrier::{Carrier, CarrierEvent, Label, LabelRequest, NewLabel},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// A step of the story that did not go as told.
#[derive(Debug, thiserror::Error)]
#[error("the demo market stopped at “{step}”: {why}")]
pub struct DemoError {
    step: String,
    why: String,
}

impl DemoError {
    pub(super) fn at<E: std::fmt::Debug>(step: &str) -> impl FnOnce(Failure<E>) -> Self {
        move |failure| Self {
            step: step.to_owned(),
            why: format!("{failure:?}"),
        }
    }

    pub(super) fn content(error: impl std::fmt::Display) -> Self {
        Self {
            step: "reading the catalogue".to_owned(),
            why: error.to_string(),
        }
    }

    pub(super) fn new(step: &str, why: impl Into<String>) -> Self {
        Self {
            step: step.to_owned(),
            why: why.into(),
        }
    }
}

impl From<Incident> for DemoError {
    fn from(incident: Incident) -> Self {
        Self {
            step: "working".to_owned(),
            why: incident.to_string(),
        }
    }
}

/// A clock that the story turns.
pub(super) struct StoryClock(Mutex<DateTime<Utc>>);

impl StoryClock {
    pub(super) fn set(&self, to: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl Clock for StoryClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The people of the demo have no letter boxes.
struct NoLetters;

#[async_trait]
impl Mail for NoLetters {
    async fn send(&self, _: Option<Uuid>, _: &str, _: &str, _: &str) -> Result<(), Incident> {
        Ok(())
    }
}

/// The past's payments went through a gateway that is gone: they are taken as begun, and the
/// story itself tells how each ended.
struct PastGateway;

#[async_trait]
impl Gateway for PastGateway {
    async fn begin(
        &self,
        payment: PaymentId,
        _: Method,
        _: Money,
        return_url: &str,
    ) -> Result<Intent, Incident> {
        Ok(Intent {
            reference: format!("past_{payment}"),
            pay_url: return_url.to_owned(),
        })
    }

    async fn outcome(&self, _: &Known) -> Result<GatewayOutcome, Incident> {
        Ok(GatewayOutcome::Pending)
    }

    async fn capture(&self, _: &Known) -> Result<GatewayOutcome, Incident> {
        Ok(GatewayOutcome::Captured)
    }

    async fn void(&self, _: &Known) -> Result<GatewayOutcome, Incident> {
        Ok(GatewayOutcome::Voided)
    }

    async fn refund(&self, _: &str, refund: CardRefundId, _: Money) -> Result<Refund, Incident> {
        Ok(Refund {
            reference: format!("past_{refund}"),
            outcome: RefundOutcome::Settled,
        })
    }

    async fn refund_outcome(&self, _: &str) -> Result<RefundOutcome, Incident> {
        Ok(RefundOutcome::Settled)
    }

    async fn statement(&self, _: NaiveDate) -> Result<Vec<StatementEntry>, Incident> {
        Ok(Vec::new())
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<GatewayMessage, Incident> {
        Err(Incident::new("the past sends no messages"))
    }
}

/// The past's bank paid at once.
struct PastBank;

#[async_trait]
impl Bank for PastBank {
    async fn send(
        &self,
        payout: PayoutId,
        _: Money,
        _: &BankAccount,
    ) -> Result<Transfer, Incident> {
        Ok(Transfer {
            reference: format!("past_{payout}"),
            outcome: BankOutcome::Settled,
        })
    }

    async fn outcome(&self, _: &str) -> Result<BankOutcome, Incident> {
        Ok(BankOutcome::Settled)
    }

    async fn statement(&self, _: NaiveDate) -> Result<Vec<StatementEntry>, Incident> {
        Ok(Vec::new())
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<BankEvent, Incident> {
        Err(Incident::new("the past sends no messages"))
    }
}

/// The past's carrier is the simulator, which goes on with what is still on its way.
struct PastCarrier {
    simulator: CarrierSimulator,
    webhook_url: String,
}

#[async_trait]
impl Carrier for PastCarrier {
    async fn label(&self, wanted: &NewLabel) -> Result<Label, Incident> {
        let request = LabelRequest {
            reference: wanted.parcel,
            sender: wanted.sender.clone(),
            from: wanted.from.clone(),
            ship_to: wanted.ship_to.clone(),
            pieces: wanted.pieces,
            webhook_url: self.webhook_url.clone(),
        };
        let answer = self.simulator.make(&request).await?;
        Ok(Label {
            reference: answer.id,
            carrier: answer.carrier,
            url: answer.page_url,
        })
    }

    async fn scans(&self, reference: &str) -> Result<Vec<Scan>, Incident> {
        let known = self.simulator.known(reference).await?;
        Ok(known.map(|answer| answer.scans).unwrap_or_default())
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<CarrierEvent, Incident> {
        Err(Incident::new("the past sends no messages"))
    }
}

/// A shop of the demo.
pub(super) struct DemoShop {
    pub id: ShopId,
    pub owner: Actor,
}

/// A listing's variants with what they cost, and how likely it is bought.
pub(super) struct Good {
    pub shop: String,
    pub variants: Vec<VariantId>,
    pub popularity: u64,
}

/// The market while its past is told.
pub(super) struct World {
    pub ctx: Ctx,
    pub clock: Arc<StoryClock>,
    pub until: DateTime<Utc>,
    /// By e-mail address.
    pub people: BTreeMap<String, Actor>,
    /// By slug.
    pub shops: BTreeMap<String, DemoShop>,
    pub goods: Vec<Good>,
}

impl World {
    pub(super) fn new(ctx: &Ctx, until: DateTime<Utc>) -> Result<Self, Incident> {
        let clock = Arc::new(StoryClock(Mutex::new(until)));
        let url = &ctx.settings.public_url;
        let carrier = PastCarrier {
            simulator: CarrierSimulator::of_the_past(ctx.db.clone(), clock.clone(), url)?,
            webhook_url: format!("{url}/webhooks/carrier"),
        };
        let ctx = Ctx {
            clock: clock.clone(),
            gateway: Arc::new(PastGateway),
            bank: Arc::new(PastBank),
            carrier: Arc::new(carrier),
            mail: Arc::new(NoLetters),
            // Nobody there could read a code.
            settings: Arc::new(Settings {
                large_sum: u32::MAX,
                ..(*ctx.settings).clone()
            }),
            ..ctx.clone()
        };
        Ok(Self {
            ctx,
            clock,
            until,
            people: BTreeMap::new(),
            shops: BTreeMap::new(),
            goods: Vec::new(),
        })
    }

    pub(super) fn shop(&self, slug: &str) -> Result<&DemoShop, DemoError> {
        self.shops
            .get(slug)
            .ok_or_else(|| DemoError::new(slug, "no shop has this address"))
    }

    pub(super) fn person(&self, email: &str) -> Result<&Actor, DemoError> {
        self.people
            .get(email)
            .ok_or_else(|| DemoError::new(email, "nobody has this address"))
    }
}
