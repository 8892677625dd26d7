//! Commands that are safe to repeat.
//!
//! A command carries an id that its sender made. The first time it is carried out and the
//! answer kept, in the same transaction; the same id with the same content gets that answer
//! again, so that a double click, a retry or a reload does the thing once. The same id with
//! other content is refused.

use crate::{
    ctx::{Ctx, Tx, actor_label},
    failure::{Failure, Incident},
};
use longtail::{actor::Actor, id::CommandId};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// Something a person asks for that must happen once.
pub trait Command: Serialize {
    /// What the use case answers; kept, and given again on a repeat.
    type Answer: Serialize + DeserializeOwned;
    const NAME: &'static str;
    fn id(&self) -> CommandId;
}

/// What [`Ctx::begin`] found.
pub enum Begin<A> {
    /// New: go on, and end with [`Tx::finish`].
    Fresh(Tx),
    /// Done before: this was the answer.
    Done(A),
}

impl Ctx {
    /// Opens the transaction of a command, or answers from an earlier run.
    /// A second run that comes while the first is under way waits for it.
    ///
    /// # Errors
    /// [`Failure::CommandReused`] when the id was used by someone else or for something else.
    pub async fn begin<C: Command, E>(
        &self,
        actor: &Actor,
        command: &C,
    ) -> Result<Begin<C::Answer>, Failure<E>> {
        let mut tx = self.transaction().await?;
        let hash = Sha256::digest(serde_json::to_vec(command)?).to_vec();
        let actor = actor_label(actor);
        let now = tx.now();
        let inserted = sqlx::query!(
            "insert into commands (id, name, actor, content_hash, at)
             values ($1, $2, $3, $4, $5) on conflict (id) do nothing",
            command.id().0,
            C::NAME,
            actor,
            hash,
            now,
        )
        .execute(tx.sql())
        .await?
        .rows_affected();
        if inserted == 1 {
            return Ok(Begin::Fresh(tx));
        }
        let earlier = sqlx::query!(
            "select name, actor, content_hash, answer from commands where id = $1",
            command.id().0,
        )
        .fetch_one(tx.sql())
        .await?;
        if earlier.name != C::NAME || earlier.actor != actor || earlier.content_hash != hash {
            return Err(Failure::CommandReused);
        }
        let answer = earlier
            .answer
            .ok_or_else(|| Incident::new("a finished command has no answer"))?;
        Ok(Begin::Done(serde_json::from_value(answer)?))
    }
}

impl Tx {
    /// Keeps the answer of a command and commits everything at once.
    ///
    /// # Errors
    /// An incident when the commit did not happen; then nothing has.
    pub async fn finish<C: Command, E>(
        mut self,
        command: &C,
        answer: C::Answer,
    ) -> Result<C::Answer, Failure<E>> {
        sqlx::query!(
            "update commands set answer = $2 where id = $1",
            command.id().0,
            serde_json::to_value(&answer)?,
        )
        .execute(self.sql())
        .await?;
        self.commit().await?;
        Ok(answer)
    }
}
