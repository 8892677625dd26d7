//! What the platform pays for: its coupons, and its spend-and-save.

use super::list::{campaign_rows, coupon_rows};
use crate::{
    command::{Begin, Command},
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied, invalid, violates},
    money::ledger,
    trade::shop::back_office_shop,
};
use longtail::{
    actor::Actor,
    id::{CampaignId, CommandId},
    money::{Money, ledger::Holder},
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::price::{MakeCampaign, PromotionsPage},
};

/// Campaigns on the page; the older ones stay in the database.
const MOST: i64 = 50;

impl Command for MakeCampaign {
    type Answer = CampaignId;
    const NAME: &'static str = "make_campaign";
    fn id(&self) -> CommandId {
        self.command
    }
}

/// The platform's coupons and campaigns, and what they cost it.
///
/// # Errors
/// Not found for all but staff.
pub async fn promotions_page(ctx: &Ctx, actor: &Actor) -> Result<PromotionsPage, Failure<Refusal>> {
    permit(actor, Action::KeepPromotions).map_err(denied)?;
    let mut db = ctx.db.acquire().await?;
    let ids = sqlx::query_scalar!(
        "select id from campaigns order by until_at desc, id limit $1",
        MOST
    )
    .fetch_all(&mut *db)
    .await?;
    let currency = ctx.settings.currency;
    let balance = ledger::balance(&mut db, Holder::Promotion, currency).await?;
    Ok(PromotionsPage {
        currency,
        coupons: coupon_rows(&mut db, ctx, None).await?,
        campaigns: campaign_rows(&mut db, ctx, &ids).await?,
        spent: Money::new(-balance.minor, currency),
        commands: (ctx.new_id(), ctx.new_id()),
    })
}

/// Announces a spend-and-save. There is one at a time.
///
/// # Errors
/// Names the fields that cannot be taken, also a time that another one has; not found for all
/// but staff.
pub async fn make_campaign(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &MakeCampaign,
) -> Result<CampaignId, Failure<Refusal>> {
    permit(actor, Action::KeepPromotions).map_err(denied)?;
    let checked = cmd.form.checked(ctx.settings.currency, ctx.now());
    let campaign = checked.map_err(invalid)?;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let (id, now): (CampaignId, _) = (tx.new_id(), tx.now());
    let written = sqlx::query!(
        "insert into campaigns (id, name_en, name_zh, every_minor, save_minor, cap_minor, shop_share_bp,
                                from_at, until_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        campaign.name.en,
        campaign.name.zh,
        campaign.every_minor,
        campaign.save_minor,
        campaign.cap_minor,
        i32::from(campaign.shop_share.0),
        campaign.span.from,
        campaign.span.until,
        now,
    )
    .execute(tx.sql())
    .await;
    match written {
        Ok(_) => tx.finish(cmd, id).await,
        Err(error) if violates(&error, "campaigns_one_at_a_time") => {
            let text = Bilingual::new(
                "Another campaign runs in this time. End it, or choose another time.",
                "该时段已有其他满减活动，请先结束它或另选时间。",
            );
            Err(invalid(FieldIssues::one(
                "from",
                FieldIssue::Other { text },
            )))
        }
        Err(error) => Err(Incident::from(error).into()),
    }
}

/// Ends a campaign now; one that has not begun never does.
///
/// # Errors
/// Not found for all but staff.
pub async fn end_campaign(
    ctx: &Ctx,
    actor: &Actor,
    campaign: CampaignId,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::KeepPromotions).map_err(denied)?;
    let ended = sqlx::query!(
        "update campaigns set until_at = greatest(from_at, least(until_at, $2)) where id = $1",
        campaign.0,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    match ended {
        0 => Err(Failure::NotFound),
        _ => Ok(()),
    }
}

/// A shop takes part in a campaign that shops pay a part of, or does so no longer.
///
/// # Errors
/// Not found for all but the shop's owners, and for a campaign that is over.
pub async fn join_campaign(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    campaign: CampaignId,
    takes_part: bool,
) -> Result<(), Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?.id();
    permit(actor, Action::KeepOffers(shop)).map_err(denied)?;
    let now = ctx.now();
    let open = sqlx::query_scalar!(
        "select id from campaigns where id = $1 and until_at > $2 and shop_share_bp > 0",
        campaign.0,
        now,
    )
    .fetch_optional(&ctx.db)
    .await?;
    if open.is_none() {
        return Err(Failure::NotFound);
    }
    if takes_part {
        sqlx::query!(
            "insert into campaign_shops (campaign_id, shop_id, joined_at) values ($1, $2, $3)
             on conflict do nothing",
            campaign.0,
            shop.0,
            now,
        )
        .execute(&ctx.db)
        .await?;
    } else {
        sqlx::query!(
            "delete from campaign_shops where campaign_id = $1 and shop_id = $2",
            campaign.0,
            shop.0
        )
        .execute(&ctx.db)
        .await?;
    }
    Ok(())
}
