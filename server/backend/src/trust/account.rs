//! People: guests, members and staff; how they come in; where they want parcels sent.

mod address;
mod forget;
mod guest;
pub(crate) mod password;
mod profile;
mod recovery;
mod session;
mod sign_in;

pub use address::{
    address_book, addresses_of, prefer_address, remember_addresses, remove_address,
    restore_address, save_address, saved_address,
};
pub(crate) use forget::forget;
pub use guest::{begin_guest, guest_key, open_guest_link};
pub use profile::{account_page, account_with_email, choose_language, lang_of, rename, visitor};
pub use recovery::{ask_for_reset, change_password, mail_reset, reset_password};
pub use session::{
    actor_by_id, actor_of, end_session, living_sessions, sessions, sign_out, sign_out_everywhere,
};
pub(crate) use sign_in::place;
pub use sign_in::{become_member, demo_sign_in, sign_in, sign_up};

use crate::{
    ctx::random_bytes,
    failure::{Failure, denied},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use longtail::{
    actor::Actor,
    id::AccountId,
    policy::{Action, permit},
    text::Lang,
    trade::seen::SeenCookie,
};
use sha2::{Digest, Sha256};

/// Where a request comes from, as far as it tells.
#[derive(Clone, Debug, Default)]
pub struct Device {
    pub address: String,
    pub user_agent: String,
}

/// Somebody at the door: who they have been so far, on which device, in which language.
#[derive(Clone, Debug)]
pub struct Visit {
    pub actor: Actor,
    /// Hash of the session's token, where there is a session; it ends when another begins.
    pub session: Option<Vec<u8>>,
    pub device: Device,
    pub lang: Lang,
    /// What a stranger's browser remembers of what they looked at.
    pub seen: SeenCookie,
}

impl Default for Visit {
    fn default() -> Self {
        Self {
            actor: Actor::Stranger,
            session: None,
            device: Device::default(),
            lang: Lang::default(),
            seen: SeenCookie::default(),
        }
    }
}

/// Somebody let in. Only the browser keeps the token.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub actor: Actor,
    pub token: String,
}

/// What the database keeps of a secret that a browser or a letter holds.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

fn stored_lang(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

/// The account that asks for what is its own.
fn own<E>(actor: &Actor) -> Result<AccountId, Failure<E>> {
    let account = crate::ctx::account_of(actor)?;
    permit(actor, Action::UseAccount(account)).map_err(denied)?;
    Ok(account)
}
