//! Identifiers. Each kind is its own type, so that an order cannot be passed for a shop.
//!
//! All are UUIDv7, made by the backend (`Ctx::new_id`), so that they sort by time of making.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A person's account: a guest, a member, or one of the platform's staff.
    AccountId,
    /// One entry of an address book.
    AddressId,
    /// One sign-in on one device.
    SessionId,
    /// A shop.
    ShopId,
    /// A node of the category tree.
    CategoryId,
    /// What is offered on one page, in one or many variants.
    ListingId,
    /// One thing that can be put into a cart: a listing with all options chosen.
    VariantId,
    /// What a category wants to know of its goods.
    SpecId,
    /// A count of a shop's shelves.
    StockCountId,
    /// A stored picture.
    MediaId,
    /// What a buyer pays in one go, for one or many shops.
    CheckoutId,
    /// The part of a checkout that one shop fulfils.
    OrderId,
    /// One line of an order.
    OrderLineId,
    /// One parcel of an order.
    ParcelId,
    /// A shop's terms of postage for some of its goods.
    TemplateId,
    /// One attempt to pay for a checkout.
    PaymentId,
    /// Part of an order paid back; also the ledger entry of it.
    RefundId,
    /// A document with a number: an invoice, a credit note, a receipt.
    InvoiceId,
    /// One transfer of a shop's or a member's money to a bank.
    PayoutId,
    /// Money that goes back to the card or bank that paid it.
    CardRefundId,
    /// A fee for breaking the market's rules; also the ledger entry of it.
    FeeId,
    /// A code that was asked for, to confirm a large sum.
    ConfirmationId,
    /// An account of the ledger (not a person's account).
    LedgerAccountId,
    /// One movement of money between two ledger accounts.
    TransferId,
    /// A shop's page laid out for a campaign, or for every day.
    LayoutId,
    /// A buyer's question about a listing.
    QuestionId,
    /// What a shop takes off its prices for a while.
    OfferId,
    /// A code that lowers what a basket costs.
    CouponId,
    /// The platform's spend-and-save, over all shops, for a while.
    CampaignId,
    /// A notice to a person.
    NoticeId,
    /// A change of many listings at once.
    BulkEditId,
    /// An import of goods from a file.
    ImportId,
    /// What makes a command safe to repeat: the same id gives the same answer.
    CommandId,
}
