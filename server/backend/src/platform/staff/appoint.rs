//! Who becomes one of the platform's people.

use crate::{
    ctx::Ctx,
    failure::{Failure, Refusal, denied, invalid},
};
use longtail::{
    actor::Actor,
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
};

/// Makes a member one of the platform's staff. Only the command line may.
///
/// Staff have no seats in shops: who judges trades does not trade.
///
/// # Errors
/// An address that no member has, or whose member runs a shop.
pub async fn appoint(ctx: &Ctx, actor: &Actor, email: &str) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::ActForMarket).map_err(denied)?;
    let appointed = sqlx::query!(
        "update accounts a set kind = 'staff'
         where a.email = $1 and a.kind in ('member', 'staff')
           and not exists (select from shop_seats m where m.account_id = a.id)",
        email.trim().to_lowercase()
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    if appointed == 1 {
        return Ok(());
    }
    let text = Bilingual::new(
        "No member without a shop has this e-mail address; sign up with it first.",
        "没有使用该邮箱且未开店的会员，请先用它注册。",
    );
    Err(invalid(FieldIssues::one(
        "email",
        FieldIssue::Other { text },
    )))
}
