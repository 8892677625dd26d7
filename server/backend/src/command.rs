//! Commands that are safe to repeat.
//!
//! A command carries an id that its sender made. The first time it is carried out and the
//! answer kept, in the same transaction; the same id with the same content gets that answer
//! again, so that a double click, a retry or a reload does the thing once. The same id with
//! other content is refused.

use crate::{
    ctx::{Ctx, Tx, actor_label, column},
    failure::{Failure, Incident},
};
use longtail::{actor::Actor, id::CommandId};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

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
        let mark = Mark::of(actor, command)?;
        let now = tx.now();
        let inserted = sqlx::query!(
            "insert into commands (id, name, actor, content_hash, at)
             values ($1, $2, $3, $4, $5) on conflict (id) do nothing",
            command.id().0,
            mark.name,
            mark.actor,
            mark.content_hash,
            now,
        )
        .execute(tx.sql())
        .await?
        .rows_affected();
        if inserted == 1 {
            return Ok(Begin::Fresh(tx));
        }
        let receipts = receipts(&mut tx, &[command.id()]).await?;
        receipts
            .get(&command.id())
            .ok_or_else(|| Incident::new("a command vanished"))?
            .answer_to(&mark)
            .map(Begin::Done)
    }
}

/// Who asked for what, so that a repeat can be told from something else under the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    name: String,
    actor: String,
    content_hash: Vec<u8>,
}

impl Mark {
    /// # Errors
    /// An incident when the command cannot be written down.
    pub(crate) fn of<C: Command>(actor: &Actor, command: &C) -> Result<Self, Incident> {
        Ok(Self {
            name: C::NAME.to_owned(),
            actor: actor_label(actor),
            content_hash: Sha256::digest(serde_json::to_vec(command)?).to_vec(),
        })
    }
}

/// What is kept of a command that was carried out.
#[derive(Clone)]
pub(crate) struct Receipt {
    pub id: CommandId,
    pub mark: Mark,
    pub answer: Option<serde_json::Value>,
}

impl Receipt {
    /// The answer of the first time.
    ///
    /// # Errors
    /// [`Failure::CommandReused`] where something else is asked for now.
    pub(crate) fn answer_to<A: DeserializeOwned, E>(&self, mark: &Mark) -> Result<A, Failure<E>> {
        if self.mark != *mark {
            return Err(Failure::CommandReused);
        }
        let answer = self
            .answer
            .clone()
            .ok_or_else(|| Incident::new("a finished command has no answer"))?;
        Ok(serde_json::from_value(answer)?)
    }
}

/// What is kept of these commands, where they were carried out before.
pub(crate) async fn receipts(
    tx: &mut Tx,
    ids: &[CommandId],
) -> Result<HashMap<CommandId, Receipt>, Incident> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select id, name, actor, content_hash, answer from commands where id = any($1)",
        &ids,
    )
    .fetch_all(tx.sql())
    .await?;
    let receipt = |id, name, actor, content_hash, answer| Receipt {
        id: CommandId(id),
        mark: Mark {
            name,
            actor,
            content_hash,
        },
        answer,
    };
    Ok(rows
        .into_iter()
        .map(|row| receipt(row.id, row.name, row.actor, row.content_hash, row.answer))
        .map(|receipt| (receipt.id, receipt))
        .collect())
}

/// Keeps many commands with their answers. False where one of them has been carried out
/// meanwhile: then this transaction must not go on.
pub(crate) async fn keep(tx: &mut Tx, receipts: &[&Receipt]) -> Result<bool, Incident> {
    let now = tx.now();
    let kept = sqlx::query!(
        "insert into commands (id, name, actor, content_hash, answer, at)
         select c.id, c.name, c.actor, c.content_hash, c.answer, $6
         from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::jsonb[])
              as c (id, name, actor, content_hash, answer)
         on conflict (id) do nothing",
        &column(receipts, |r| r.id.0),
        &column(receipts, |r| r.mark.name.as_str()) as &[&str],
        &column(receipts, |r| r.mark.actor.as_str()) as &[&str],
        &column(receipts, |r| r.mark.content_hash.as_slice()) as &[&[u8]],
        &column(receipts, |r| r.answer.clone()) as &[Option<serde_json::Value>],
        now,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    Ok(kept == receipts.len() as u64)
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
