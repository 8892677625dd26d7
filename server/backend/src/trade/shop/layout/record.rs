//! Layouts in the database.

use crate::{
    ctx::Tx,
    failure::{Incident, stored},
};
use chrono::{DateTime, Utc};
use longtail::{
    id::{LayoutId, ShopId},
    trade::shop::layout::{Blocks, LayoutStage, LayoutStageName},
};
use serde_json::Value;
use uuid::Uuid;

/// A layout as it is kept.
pub(super) struct Stored {
    pub id: LayoutId,
    pub name: String,
    pub stage: LayoutStage,
    pub blocks: Blocks,
    pub published: Option<Blocks>,
    pub earlier: Vec<Blocks>,
    pub version: i32,
}

/// The columns of a stage.
pub(super) struct StageColumns {
    pub stage: String,
    pub from_at: Option<DateTime<Utc>>,
    pub until_at: Option<DateTime<Utc>>,
    pub begun_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl StageColumns {
    /// # Errors
    /// An incident where the columns contradict their constraints.
    pub fn read(self) -> Result<LayoutStage, Incident> {
        let missing = || Incident::new("a layout's stage lacks its time");
        let until = self.until_at;
        Ok(match stored("shop_layouts.stage", &self.stage)? {
            LayoutStageName::Draft => LayoutStage::Draft,
            LayoutStageName::Scheduled => LayoutStage::Scheduled {
                from: self.from_at.ok_or_else(missing)?,
                until,
            },
            LayoutStageName::Live => LayoutStage::Live {
                begun_at: self.begun_at.ok_or_else(missing)?,
                until,
            },
            LayoutStageName::Ended => LayoutStage::Ended {
                ended_at: self.ended_at.ok_or_else(missing)?,
            },
        })
    }

    fn of(stage: LayoutStage) -> Self {
        let name: &'static str = stage.name().into();
        let mut columns = Self {
            stage: name.to_owned(),
            from_at: None,
            until_at: None,
            begun_at: None,
            ended_at: None,
        };
        match stage {
            LayoutStage::Draft => {}
            LayoutStage::Scheduled { from, until } => {
                (columns.from_at, columns.until_at) = (Some(from), until);
            }
            LayoutStage::Live { begun_at, until } => {
                (columns.begun_at, columns.until_at) = (Some(begun_at), until);
            }
            LayoutStage::Ended { ended_at } => columns.ended_at = Some(ended_at),
        }
        columns
    }
}

struct Row {
    id: Uuid,
    shop_id: Uuid,
    name: String,
    stage: String,
    from_at: Option<DateTime<Utc>>,
    until_at: Option<DateTime<Utc>>,
    begun_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    blocks: Value,
    published: Option<Value>,
    earlier: Value,
    version: i32,
}

impl Row {
    fn read(self) -> Result<Stored, Incident> {
        let stage = StageColumns {
            stage: self.stage,
            from_at: self.from_at,
            until_at: self.until_at,
            begun_at: self.begun_at,
            ended_at: self.ended_at,
        };
        Ok(Stored {
            id: LayoutId(self.id),
            name: self.name,
            stage: stage.read()?,
            blocks: serde_json::from_value(self.blocks)?,
            published: self.published.map(serde_json::from_value).transpose()?,
            earlier: serde_json::from_value(self.earlier)?,
            version: self.version,
        })
    }
}

/// A layout, held until the transaction ends.
pub(super) async fn lock_any(tx: &mut Tx, layout: LayoutId) -> Result<Option<Stored>, Incident> {
    locked(tx, layout).await?.map(Row::read).transpose()
}

/// A layout of a shop, held until the transaction ends.
pub(super) async fn lock(
    tx: &mut Tx,
    shop: ShopId,
    layout: LayoutId,
) -> Result<Option<Stored>, Incident> {
    locked(tx, layout)
        .await?
        .filter(|row| row.shop_id == shop.0)
        .map(Row::read)
        .transpose()
}

async fn locked(tx: &mut Tx, layout: LayoutId) -> Result<Option<Row>, Incident> {
    Ok(sqlx::query_as!(
        Row,
        "select id, shop_id, name, stage, from_at, until_at, begun_at, ended_at, blocks, published,
                earlier, version
         from shop_layouts where id = $1 for update",
        layout.0
    )
    .fetch_optional(tx.sql())
    .await?)
}

/// A layout of a shop, to read.
pub(super) async fn find(
    tx: &mut Tx,
    shop: ShopId,
    layout: LayoutId,
) -> Result<Option<Stored>, Incident> {
    sqlx::query_as!(
        Row,
        "select id, shop_id, name, stage, from_at, until_at, begun_at, ended_at, blocks, published,
                earlier, version
         from shop_layouts where id = $1 and shop_id = $2",
        layout.0,
        shop.0,
    )
    .fetch_optional(tx.sql())
    .await?
    .map(Row::read)
    .transpose()
}

pub(super) async fn insert(
    tx: &mut Tx,
    shop: ShopId,
    layout: LayoutId,
    name: &str,
    blocks: &Blocks,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into shop_layouts (id, shop_id, name, stage, blocks, created_at, updated_at)
         values ($1, $2, $3, 'draft', $4, $5, $5)",
        layout.0,
        shop.0,
        name,
        serde_json::to_value(blocks)?,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

pub(super) async fn save(tx: &mut Tx, layout: &Stored) -> Result<(), Incident> {
    let now = tx.now();
    let stage = StageColumns::of(layout.stage);
    sqlx::query!(
        "update shop_layouts
         set name = $2, stage = $3, from_at = $4, until_at = $5, begun_at = $6, ended_at = $7,
             blocks = $8, published = $9, earlier = $10, version = version + 1, updated_at = $11
         where id = $1",
        layout.id.0,
        layout.name,
        stage.stage,
        stage.from_at,
        stage.until_at,
        stage.begun_at,
        stage.ended_at,
        serde_json::to_value(&layout.blocks)?,
        layout
            .published
            .as_ref()
            .map(serde_json::to_value)
            .transpose()?,
        serde_json::to_value(&layout.earlier)?,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
