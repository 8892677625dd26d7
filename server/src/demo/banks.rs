//! Where the demo's shops are paid to. One has not said so yet, to show how that begins.

use super::{
    catalogue::{Catalogue, Language},
    chance::hash,
    world::{DemoError, World},
};
use chrono::Duration;
use longtail::money::payout::account::BankAccountDraft;
use longtail_backend::money::payout;

/// The shop that is not paid out.
const WITHOUT: &str = "north-pier-digital";

/// Names a bank account for every shop but one, so early that all payouts of the past go there.
pub(super) async fn name_accounts(world: &World, catalogue: &Catalogue) -> Result<(), DemoError> {
    world.clock.set(world.until - Duration::days(150));
    for plan in catalogue.shops.iter().filter(|plan| plan.slug != WITHOUT) {
        let shop = world.shop(&plan.slug)?;
        let digits = hash(plan.slug.as_bytes()) % 10_000_000_000_000;
        let draft = BankAccountDraft {
            holder: plan.owner.name.get(Language::En).to_owned(),
            account_number: format!("621700{digits:013}"),
            bank: format!("Bank of {}", plan.city.get(Language::En)),
        };
        payout::save_bank_account(&world.ctx, &shop.owner, &plan.slug, &draft)
            .await
            .map_err(DemoError::at(&plan.slug))?;
    }
    Ok(())
}
