//! The letter with a code.

use crate::{
    ctx::{Ctx, Tx, random_bytes},
    failure::{Incident, stored},
    trust::account::{lang_of, password},
};
use longtail::{
    id::{AccountId, ConfirmationId},
    money::{
        Money,
        confirmation::{GOOD_FOR, Purpose, code_of},
    },
    text::Lang,
};
use uuid::Uuid;

/// Makes the code and writes its letter. Called by the job, so that the code is kept nowhere but
/// in the letter; one that is written again holds another code. Its hash is kept before, so that no
/// code is under way that opens nothing, and nobody waits for the mail server.
///
/// # Errors
/// An incident when nobody knows that the letter was taken.
pub async fn mail_code(ctx: &Ctx, confirmation: ConfirmationId) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let Some(row) = sqlx::query!(
        "select c.account_id, c.subject_id, c.purpose, c.currency, c.amount_minor, a.name
         from confirmations c join accounts a on a.id = c.account_id
         where c.id = $1 and c.spent_by is null for update of c",
        confirmation.0
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Ok(());
    };
    let account = AccountId(row.account_id);
    let Some(email) = address(&mut tx, account, row.subject_id).await? else {
        return Ok(());
    };
    let code = code_of(u64::from_le_bytes(random_bytes()));
    let now = tx.now();
    sqlx::query!(
        "update confirmations set code_hash = $2, expires_at = $3 where id = $1",
        confirmation.0,
        password::hash(ctx, &code).await?,
        now + GOOD_FOR,
    )
    .execute(tx.sql())
    .await?;
    let lang = lang_of(&mut tx, account).await?;
    let amount = Money::new(
        row.amount_minor,
        stored("confirmations.currency", &row.currency)?,
    );
    let purpose = stored("confirmations.purpose", &row.purpose)?;
    let letter = Letter {
        name: &row.name,
        what: purpose_words(lang, purpose, amount),
        code: &code,
        market: &ctx.settings.market_name,
    };
    let (subject, body) = letter.written(lang);
    tx.commit().await?;
    ctx.mail.send(None, &email, &subject, &body).await
}

/// Where a letter about something goes: a guest's to the address of the checkout that it is about,
/// else to the account's own.
pub(super) async fn address(
    tx: &mut Tx,
    account: AccountId,
    subject: Uuid,
) -> Result<Option<String>, Incident> {
    let email = sqlx::query_scalar!(
        r#"select coalesce((select c.email from checkouts c
                            where c.id = $2 and c.buyer_id = a.id and a.kind = 'guest'), a.email) as email
           from accounts a where a.id = $1"#,
        account.0,
        subject,
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(email)
}

fn purpose_words(lang: Lang, purpose: Purpose, amount: Money) -> String {
    match (purpose, lang) {
        (Purpose::Payment, Lang::En) => format!("to pay {amount}"),
        (Purpose::Payment, Lang::Zh) => format!("支付 {amount}"),
        (Purpose::TopUp, Lang::En) => format!("to pay {amount} into your wallet"),
        (Purpose::TopUp, Lang::Zh) => format!("向钱包充值 {amount}"),
        (Purpose::Withdrawal, Lang::En) => {
            format!("to take {amount} out of your wallet, to your bank account")
        }
        (Purpose::Withdrawal, Lang::Zh) => format!("从钱包提现 {amount} 到您的银行账户"),
        (Purpose::CardRefund, Lang::En) => {
            format!("to send {amount} from your wallet back to what paid it in")
        }
        (Purpose::CardRefund, Lang::Zh) => format!("将钱包中的 {amount} 退回原付款方式"),
        (Purpose::Refund, Lang::En) => format!("to pay {amount} back to a buyer"),
        (Purpose::Refund, Lang::Zh) => format!("向买家退款 {amount}"),
    }
}

struct Letter<'a> {
    name: &'a str,
    what: String,
    code: &'a str,
    market: &'a str,
}

impl Letter<'_> {
    /// Subject and body. The code stands in the body alone, which no lock screen shows.
    fn written(&self, lang: Lang) -> (String, String) {
        let Self {
            name,
            what,
            code,
            market,
        } = self;
        let minutes = GOOD_FOR.num_minutes();
        match lang {
            Lang::En => {
                let greeting = if name.is_empty() {
                    "Hello,".to_owned()
                } else {
                    format!("Hello {name},")
                };
                (
                    "Your code for a large sum".to_owned(),
                    format!(
                        "{greeting}\n\nthis is your code {what}:\n\n{code}\n\nIt is good for {minutes} minutes and for this alone. \
                         Nobody of the market ever asks you for it.\n\nIf it was not you, do nothing: no money moves without the code. \
                         Change your password then.\n\n{market}\n"
                    ),
                )
            }
            Lang::Zh => {
                let greeting = if name.is_empty() {
                    "您好：".to_owned()
                } else {
                    format!("{name}，您好：")
                };
                (
                    "大额资金验证码".to_owned(),
                    format!(
                        "{greeting}\n\n您正在{what}，验证码为：\n\n{code}\n\n{minutes} 分钟内有效，仅用于本次操作。\
                         平台工作人员不会向您索要验证码。\n\n如非本人操作，请忽略此邮件（没有验证码资金不会变动），并尽快修改密码。\n\n{market}\n"
                    ),
                )
            }
        }
    }
}
