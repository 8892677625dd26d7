//! The page of the payer's own bank, which has the transfer and says later how it ended. The bank
//! that is chosen decides, as the cards do.

use super::{
    GatewaySimulator,
    intent::Intent,
    pages::{open, pay_path, see_other},
};
use crate::{
    request::lang_of,
    simulator::{
        layout::{escape, page},
        request::Unanswered,
    },
};
use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use chrono::Duration;
use longtail::{money::payment::Method, text::Lang};
use longtail_app::i18n::t::simulator as texts;
use serde::Deserialize;

/// What a bank makes of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankPlan {
    pub decides_after: Duration,
    pub refuses: bool,
    /// No message is sent: the market has to ask.
    pub silent: bool,
}

/// A few seconds.
const SOON: Duration = Duration::seconds(3);
/// Longer than goods are held for a checkout.
const LATE: Duration = Duration::minutes(20);

/// The banks there are, by the name that the form sends.
pub const LAKE: &str = "lake";
pub const RIVER: &str = "river";
pub const MOUNTAIN: &str = "mountain";
pub const MIST: &str = "mist";

impl BankPlan {
    /// What the bank of this name does; the first one where there is no such bank.
    pub fn of(bank: &str) -> Self {
        Self {
            decides_after: if bank == MOUNTAIN { LATE } else { SOON },
            refuses: bank == RIVER,
            silent: bank == MIST,
        }
    }
}

/// The form: which bank, and off it goes.
pub fn show(gateway: &GatewaySimulator, intent: &Intent, lang: Lang) -> Response {
    let amount = intent.amount.to_string();
    let banks: String = [
        (LAKE, texts::bank_lake(lang), texts::bank_settles(lang)),
        (RIVER, texts::bank_river(lang), texts::bank_refuses(lang)),
        (MOUNTAIN, texts::bank_mountain(lang), texts::bank_late(lang)),
        (MIST, texts::bank_mist(lang), texts::bank_silent(lang)),
    ]
    .into_iter()
    .map(|(name, bank, what)| {
        let checked = if name == LAKE { " checked" } else { "" };
        format!(
            r#"<label class="choice"><input type="radio" name="bank" value="{name}"{checked}><span>{bank}</span> <span class="answer">{what}</span></label>"#
        )
    })
    .collect();
    let body = format!(
        r#"<section class="card narrow">
<h1>{pay_to}</h1>
<p class="amount">{amount}</p>
<form method="post" action="{path}/bank"><fieldset><legend>{choose}</legend>{banks}</fieldset>
<p class="small">{hint}</p>
<button>{pay}</button></form>
<form method="post" action="{path}/cancel" class="leave"><button class="link">{cancel}</button></form>
</section>"#,
        pay_to = escape(&texts::pay_to(lang, &gateway.0.market)),
        path = pay_path(&intent.id),
        choose = texts::choose_bank(lang),
        hint = texts::bank_hint(lang),
        pay = texts::pay(lang, &amount),
        cancel = texts::cancel(lang),
    );
    page(StatusCode::OK, lang, &texts::title(lang, &amount), &body)
}

/// The bank that was chosen.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    bank: String,
}

/// `POST /pay/{id}/bank`: the bank has it, and the payer goes back.
pub async fn pay(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Unanswered> {
    let intent = open(&gateway, &id, lang_of(&headers)).await?;
    if intent.method != Method::OnlineBank {
        return Ok(see_other(&pay_path(&id)));
    }
    gateway.0.process(&id, &BankPlan::of(&chosen.bank)).await?;
    Ok(see_other(&intent.way_back()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bank_decides() {
        assert_eq!(BankPlan::of(LAKE).decides_after, SOON);
        assert!(!BankPlan::of(LAKE).refuses);
        assert!(BankPlan::of(RIVER).refuses);
        assert_eq!(BankPlan::of(MOUNTAIN).decides_after, LATE);
        assert!(BankPlan::of(MIST).silent);
    }
}
