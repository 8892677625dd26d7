//! Who invoices in the demo's shops: two are registered for tax, the others are not, as many in a
//! market are not.

use super::world::{DemoError, World};
use longtail::{
    actor::Actor,
    id::CategoryId,
    money::{invoice::LegalForm, tax::TaxClass},
};
use longtail_backend::money::{invoice::legal, tax};
use std::collections::BTreeMap;

/// The shop's address, its legal name, where it is, and a tax number that adds up.
const REGISTERED: [(&str, &str, &str, &str); 2] = [
    (
        "cloud-ridge-tea",
        "Hangzhou Cloud Ridge Tea Co., Ltd.",
        "18 Longjing Road\n310013 Hangzhou, Zhejiang",
        "91330106MA2H3K9T8J",
    ),
    (
        "three-hives",
        "Three Hives Bee Farm Co., Ltd.",
        "7 Upper Meadow\n311700 Chun'an, Zhejiang",
        "91330104MA27TEA01Y",
    ),
];

/// Categories of which the goods are taxed at the reduced rate.
const REDUCED: [&str; 2] = ["fresh", "pantry"];

/// Writes who invoices, and what is taxed less, before anything is sold.
pub(super) async fn register(
    world: &World,
    categories: &BTreeMap<String, CategoryId>,
) -> Result<(), DemoError> {
    for (slug, name, address, number) in REGISTERED {
        let shop = world.shop(slug)?;
        let form = LegalForm {
            legal_name: name.into(),
            legal_address: address.into(),
            legal_country: "CN".into(),
            tax_number: number.into(),
        };
        legal::save_legal(&world.ctx, &shop.owner, shop.id, &form)
            .await
            .map_err(DemoError::at(slug))?;
    }
    for slug in REDUCED {
        if let Some(category) = categories.get(slug) {
            tax::set_class(
                &world.ctx,
                &Actor::System,
                *category,
                Some(TaxClass::Reduced),
            )
            .await
            .map_err(DemoError::at(slug))?;
        }
    }
    Ok(())
}
