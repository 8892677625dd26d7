//! The lines of a count, as they are saved.

use super::Locked;
use crate::{
    ctx::Tx,
    failure::{Failure, Incident, invalid},
    trade::stock::{lock_levels, shelf},
};
use longtail::{
    id::{StockCountId, VariantId},
    text::{FieldIssue, FieldIssues},
    trade::stock::{
        StockLevel,
        count::{CountError, Counted, Reason, Saved, Write, reason_field},
    },
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Writes lines with what is on hand at this moment. A line that says the same as before keeps
/// what was expected then.
pub(super) async fn write_counts(
    tx: &mut Tx,
    locked: &Locked,
    writes: &BTreeMap<VariantId, Write>,
) -> Result<Vec<Saved>, Failure<CountError>> {
    let ids: Vec<VariantId> = writes.keys().copied().collect();
    let raw: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    // Nothing is sold of them until this is kept: what is expected and the last movement agree.
    shelf::open_shelves(tx, &ids).await?;
    let levels: HashMap<VariantId, StockLevel> = lock_levels(tx, &ids).await?.into_iter().collect();
    let lines = sqlx::query!(
        r#"select l.variant_id, l.counted, l.expected,
                  coalesce((select max(m.id) from stock_movements m where m.variant_id = l.variant_id), 0) as "last!"
           from stock_count_lines l where l.count_id = $1 and l.variant_id = any($2)
           order by l.variant_id for update of l"#,
        locked.id.0,
        &raw,
    )
    .fetch_all(tx.sql())
    .await?;
    if lines.len() != writes.len() {
        return Err(Failure::NotFound);
    }
    let (mut changed, mut numbers, mut expected, mut as_of) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut saved = Vec::new();
    for line in lines {
        let variant = VariantId(line.variant_id);
        let level = levels.get(&variant).copied().unwrap_or_default();
        let before = both(line.counted, line.expected)?;
        let after = match writes.get(&variant) {
            Some(Write::Counted(pieces)) if before.is_some_and(|b| b.counted == *pieces) => before,
            Some(Write::Counted(pieces)) => Some(Counted {
                counted: *pieces,
                expected: level.on_hand,
            }),
            Some(Write::Cleared) | None => None,
        };
        saved.push(Saved {
            variant,
            counted: after,
        });
        if after == before {
            continue;
        }
        changed.push(line.variant_id);
        numbers.push(after.map(|a| i32::try_from(a.counted)).transpose()?);
        expected.push(after.map(|a| i32::try_from(a.expected)).transpose()?);
        as_of.push(after.map(|_| line.last));
    }
    let now = tx.now();
    sqlx::query!(
        "update stock_count_lines l set counted = n.counted, expected = n.expected, as_of = n.as_of,
                counted_by = case when n.counted is not null then $6::uuid end,
                counted_at = case when n.counted is not null then $7::timestamptz end
         from unnest($2::uuid[], $3::int[], $4::int[], $5::bigint[])
              as n (variant_id, counted, expected, as_of)
         where l.count_id = $1 and l.variant_id = n.variant_id",
        locked.id.0,
        &changed,
        &numbers as &[Option<i32>],
        &expected as &[Option<i32>],
        &as_of as &[Option<i64>],
        locked.account.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(saved)
}

pub(super) fn both(
    counted: Option<i32>,
    expected: Option<i32>,
) -> Result<Option<Counted>, Incident> {
    counted
        .zip(expected)
        .map(|(counted, expected)| {
            Ok(Counted {
                counted: u32::try_from(counted)?,
                expected: u32::try_from(expected)?,
            })
        })
        .transpose()
}

pub(super) async fn write_reasons(
    tx: &mut Tx,
    count: StockCountId,
    typed: &[(VariantId, String)],
) -> Result<(), Failure<CountError>> {
    let mut issues = FieldIssues::default();
    let (mut variants, mut reasons) = (Vec::new(), Vec::new());
    for (variant, typed) in typed {
        match typed.parse::<Reason>() {
            Ok(reason) => {
                variants.push(variant.0);
                reasons.push(<&str>::from(reason));
            }
            Err(_) => issues.add(&reason_field(*variant), FieldIssue::NotAChoice),
        }
    }
    if !issues.is_empty() {
        return Err(invalid(issues));
    }
    sqlx::query!(
        "update stock_count_lines l set reason = n.reason
         from unnest($2::uuid[], $3::text[]) as n (variant_id, reason)
         where l.count_id = $1 and l.variant_id = n.variant_id",
        count.0,
        &variants,
        &reasons as &[&str],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
