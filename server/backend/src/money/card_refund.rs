//! Back to where it came from, on Postgres: what a guest was paid back goes on by itself, in the
//! transaction that puts it into the wallet; a member says when.
//!
//! It follows the road of the payouts: set aside, handed to the gateway under its own id as often
//! as it takes, and ended by the gateway's word. What of a payment goes back is counted on the
//! payment, where the schema keeps it within what was taken. Wallets are locked before payments.

mod outcome;
mod read;

pub use outcome::{follow, record_refund_event};
pub(in crate::money) use read::returnable;
pub(crate) use read::way_back;

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, denied, stored},
    jobs::Job,
    money::{confirmation, ledger},
    platform::notification::tell,
    trade::order,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CardRefundId, CheckoutId, OrderId, PaymentId},
    money::{
        Money,
        card_refund::{
            CardRefundError, CardRefundNotice, CardRefundStage, PaymentLeft, RETURN_WITHIN,
            ReturnToCard, split,
        },
        confirmation::{Purpose, Wanted},
        ledger::{Holder, card_refund_begun},
        payment::Method,
    },
    policy::{Action, permit},
    trade::order::OrderEvent,
};

/// Where a member reads of it.
const LINK: &str = "/wallet";

impl Command for ReturnToCard {
    type Answer = CardRefundId;
    const NAME: &'static str = "return_to_card";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Sends money from one's own wallet back to what paid it in. The gateway is asked by the job that
/// follows it.
///
/// # Errors
/// Not found for guests, and for what is no payment of theirs that can be given back;
/// refuses more than is left of it or in the wallet, and a large sum without its code.
pub async fn return_to_card(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &ReturnToCard,
) -> Result<CardRefundId, Failure<CardRefundError>> {
    permit(actor, Action::TakeMoneyOut).map_err(denied)?;
    let account = account_of(actor)?;
    let mut proof = None;
    loop {
        let mut tx = match ctx.begin(actor, cmd).await? {
            Begin::Fresh(tx) => tx,
            Begin::Done(answer) => return Ok(answer),
        };
        let purpose = Purpose::CardRefund;
        let moved = confirmation::moved(&mut tx, account, purpose, None).await?;
        let (method, amount) = decide(ctx, &mut tx, account, cmd).await?;
        let wanted = Wanted {
            account,
            purpose,
            subject: cmd.payment.0,
            amount,
        };
        if let Some(large) = confirmation::waits(ctx, &wanted, moved, proof) {
            drop(tx);
            let by = cmd.command;
            proof = Some(confirmation::prove(ctx, &wanted, large, by, &cmd.code).await?);
            continue;
        }
        confirmation::spend(&mut tx, proof, cmd.command).await?;
        let refund: CardRefundId = tx.new_id();
        let back = Back {
            account,
            order: None,
            payment: cmd.payment,
            amount,
        };
        begin(&mut tx, refund, &back).await?;
        let notice = CardRefundNotice::Begun { amount, method };
        tell(&mut tx, account, &notice.into(), LINK).await?;
        return tx.finish(cmd, refund).await;
    }
}

/// By which way and how much, where that can go back now.
async fn decide(
    ctx: &Ctx,
    tx: &mut Tx,
    account: AccountId,
    cmd: &ReturnToCard,
) -> Result<(Method, Money), Failure<CardRefundError>> {
    let currency = ctx.settings.currency;
    let balance = ledger::lock_balance(tx, Holder::Wallet(account), currency).await?;
    let since = tx.now() - RETURN_WITHIN;
    let row = sqlx::query!(
        r#"select provider, amount_minor - returned_minor as "left!" from payments
           where id = $1 and payer_id = $2 and currency = $3 and stage = 'captured'
             and provider <> 'wallet' and provider_ref is not null and settled_at > $4
           for update"#,
        cmd.payment.0,
        account.0,
        currency.code(),
        since,
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    let most = row.left.min(balance.minor).max(0);
    if cmd.amount_minor < 1 || cmd.amount_minor > most {
        let most = Money::new(most, currency);
        return Err(Failure::Refused(CardRefundError::MoreThanLeft { most }));
    }
    let method = stored("payments.provider", &row.provider)?;
    Ok((method, Money::new(cmd.amount_minor, currency)))
}

/// What goes back, out of whose wallet, to which payment.
struct Back {
    account: AccountId,
    /// What was paid back, where it goes on by itself.
    order: Option<OrderId>,
    payment: PaymentId,
    amount: Money,
}

/// Writes it down and sets its money aside. Nobody outside has been asked yet.
async fn begin(tx: &mut Tx, refund: CardRefundId, back: &Back) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into card_refunds (id, payment_id, account_id, order_id, stage, currency, amount_minor, begun_at)
         values ($1, $2, $3, $4, 'scheduled', $5, $6, $7)",
        refund.0,
        back.payment.0,
        back.account.0,
        back.order.map(|id| id.0),
        back.amount.currency.code(),
        back.amount.minor,
        now,
    )
    .execute(tx.sql())
    .await?;
    let posting = card_refund_begun(refund, back.account, back.amount);
    ledger::post(tx, &[posting]).await?;
    sqlx::query!(
        "update payments set returned_minor = returned_minor + $2 where id = $1",
        back.payment.0,
        back.amount.minor,
    )
    .execute(tx.sql())
    .await?;
    tx.schedule(&Job::FollowCardRefund { refund }, now).await
}

/// What of an order was just put into its buyer's wallet goes on to what paid for it, where the
/// buyer is a guest. Answers with the way that it goes; none where it stays in the wallet. Done
/// last: whoever locks a checkout locks its payments after it.
pub(crate) async fn send_order_back(
    tx: &mut Tx,
    order: &order::Loaded,
    amount: Money,
) -> Result<Option<Method>, Incident> {
    let from = Origin::Checkout(order.checkout, order.id);
    let Some((sent, method)) = send_back(tx, order.buyer, from, amount).await? else {
        return Ok(None);
    };
    let event = OrderEvent::ToCard {
        amount: sent,
        method,
        stage: CardRefundStage::Scheduled,
    };
    order::note(tx, &Actor::System, order.id, &event).await?;
    Ok(Some(method))
}

/// A payment that came too late goes back, where its payer is a guest, who is told. Answers
/// whether it does.
pub(in crate::money) async fn send_payment_back(
    tx: &mut Tx,
    payer: AccountId,
    payment: PaymentId,
    amount: Money,
) -> Result<bool, Incident> {
    let sent = send_back(tx, payer, Origin::Payment(payment), amount).await?;
    let Some((amount, method)) = sent else {
        return Ok(false);
    };
    let notice = CardRefundNotice::Begun { amount, method };
    tell(tx, payer, &notice.into(), LINK).await?;
    Ok(true)
}

/// What paid for what goes back.
#[derive(Clone, Copy)]
enum Origin {
    Checkout(CheckoutId, OrderId),
    Payment(PaymentId),
}

async fn send_back(
    tx: &mut Tx,
    account: AccountId,
    from: Origin,
    amount: Money,
) -> Result<Option<(Money, Method)>, Incident> {
    let (checkout, order, payment) = match from {
        Origin::Checkout(checkout, order) => (Some(checkout.0), Some(order), None),
        Origin::Payment(payment) => (None, None, Some(payment.0)),
    };
    let rows = sqlx::query!(
        r#"select p.id, p.provider, p.amount_minor - p.returned_minor as "left!"
           from payments p join accounts a on a.id = p.payer_id and a.kind = 'guest'
           where p.payer_id = $1 and p.currency = $2 and p.stage = 'captured'
             and p.provider <> 'wallet' and p.provider_ref is not null
             and (p.id = $3 or (p.checkout_id = $4 and p.applied_to = 'checkout'))
           order by p.created_at, p.id for update of p"#,
        account.0,
        amount.currency.code(),
        payment,
        checkout,
    )
    .fetch_all(tx.sql())
    .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let method = stored("payments.provider", &first.provider)?;
    let left: Vec<PaymentLeft> = rows
        .iter()
        .map(|row| PaymentLeft {
            payment: PaymentId(row.id),
            left_minor: row.left,
        })
        .collect();
    let mut sent = Money::zero(amount.currency);
    for (payment, part) in split(amount.minor, &left) {
        let back = Back {
            account,
            order,
            payment,
            amount: Money::new(part, amount.currency),
        };
        let refund = tx.new_id();
        begin(tx, refund, &back).await?;
        sent.minor += part;
    }
    Ok((sent.minor > 0).then_some((sent, method)))
}
