//! A shop's layouts: laid out, published, and turned by the clock.

mod front;
mod read;
mod record;

pub use front::{Front, front};
pub use read::{layout_editor, layouts_page};

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, denied, invalid},
    jobs::Job,
    platform::media,
    trade::catalog::shop_head,
};
use bytes::Bytes;
use longtail::{
    actor::Actor,
    id::{CommandId, LayoutId, MediaId, ShopId},
    policy::{Action, permit},
    text::{FieldCheck, FieldIssue, FieldIssues},
    trade::shop::layout::{
        BlockChange, BlockForm, Blocks, LayoutError, LayoutStage, MOST_NAME, MOST_UNDO, Window,
    },
};
use record::{Stored, find, insert, lock, save};
use serde::Serialize;
use uuid::Uuid;

/// The most layouts that one shop keeps.
const MOST_LAYOUTS: i64 = 60;

/// Begins a layout: a copy of another, or of the everyday page.
#[derive(Clone, Debug, Serialize)]
pub struct BeginLayout {
    pub id: CommandId,
    pub shop: String,
    pub name: String,
    pub copy_of: Option<LayoutId>,
}

impl Command for BeginLayout {
    type Answer = LayoutId;
    const NAME: &'static str = "begin_layout";
    fn id(&self) -> CommandId {
        self.id
    }
}

/// A layout as the page that changes it saw it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub shop: String,
    pub layout: LayoutId,
    pub version: i32,
}

/// The shop, for those who may decorate it.
async fn own_shop<E>(ctx: &Ctx, actor: &Actor, slug: &str) -> Result<ShopId, Failure<E>> {
    let shop = shop_head(ctx, actor, slug).await?.id;
    permit(actor, Action::DecorateShop(shop)).map_err(denied)?;
    Ok(shop)
}

fn named(typed: &str) -> Result<String, FieldIssues> {
    let mut check = FieldCheck::default();
    let name = check.text("name", typed, 1, MOST_NAME);
    check.finish().map(|()| name)
}

/// Begins a layout as a draft.
///
/// # Errors
/// Not found for all but the shop's owners; a name that cannot be taken.
pub async fn begin(
    ctx: &Ctx,
    actor: &Actor,
    command: &BeginLayout,
) -> Result<LayoutId, Failure<LayoutError>> {
    let shop = own_shop(ctx, actor, &command.shop).await?;
    let name = named(&command.name).map_err(invalid)?;
    let mut tx = match ctx.begin(actor, command).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let blocks = match command.copy_of {
        Some(other) => {
            find(&mut tx, shop, other)
                .await?
                .ok_or(Failure::NotFound)?
                .blocks
        }
        None => Blocks::everyday(),
    };
    let kept = sqlx::query_scalar!(
        r#"select count(*) as "count!" from shop_layouts where shop_id = $1"#,
        shop.0
    )
    .fetch_one(tx.sql())
    .await?;
    if kept >= MOST_LAYOUTS {
        let issue = FieldIssue::OutOfRange {
            least: 1,
            most: MOST_LAYOUTS,
        };
        return Err(invalid(FieldIssues::one("name", issue)));
    }
    let layout: LayoutId = tx.new_id();
    insert(&mut tx, shop, layout, &name, &blocks).await?;
    tx.finish(command, layout).await
}

/// Loads a layout as its page saw it, lets one form change it, and saves it.
async fn edit(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    change: impl FnOnce(&mut Stored) -> Result<(), Failure<LayoutError>>,
) -> Result<(), Failure<LayoutError>> {
    let shop = own_shop(ctx, actor, &opened.shop).await?;
    let mut tx = ctx.transaction().await?;
    let mut layout = as_opened(&mut tx, shop, opened).await?;
    layout.stage = layout.stage.turned(tx.now());
    change(&mut layout)?;
    save(&mut tx, &layout).await?;
    if let Some(at) = layout.stage.next_turn() {
        let layout = layout.id;
        tx.schedule(&Job::TurnLayout { layout }, at).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The layout, where nobody has changed it since its page was shown.
async fn as_opened(
    tx: &mut Tx,
    shop: ShopId,
    opened: &Opened,
) -> Result<Stored, Failure<LayoutError>> {
    let layout = lock(tx, shop, opened.layout)
        .await?
        .ok_or(Failure::NotFound)?;
    if layout.version != opened.version {
        return Err(Failure::Refused(LayoutError::Stale));
    }
    Ok(layout)
}

impl Stored {
    /// Changes the blocks, and keeps how they were, so that the step can be taken back.
    fn step(
        &mut self,
        change: impl FnOnce(&mut Blocks) -> Result<(), LayoutError>,
    ) -> Result<(), Failure<LayoutError>> {
        let before = self.blocks.clone();
        change(&mut self.blocks).map_err(Failure::Refused)?;
        if before != self.blocks {
            self.earlier.push(before);
            let gone = self.earlier.len().saturating_sub(MOST_UNDO);
            self.earlier.drain(..gone);
        }
        Ok(())
    }

    fn undo(&mut self) -> Result<(), Failure<LayoutError>> {
        self.blocks = self
            .earlier
            .pop()
            .ok_or(Failure::Refused(LayoutError::NothingToUndo))?;
        Ok(())
    }
}

/// Adds, moves, doubles or takes away a block, or takes the last step back. Answers with the
/// block to look at next.
///
/// # Errors
/// [`LayoutError::Stale`]; a step that the rules refuse.
pub async fn arrange(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    change: BlockChange,
) -> Result<Option<u16>, Failure<LayoutError>> {
    let mut added = None;
    edit(ctx, actor, opened, |layout| match change {
        BlockChange::Undo => layout.undo(),
        change => {
            layout.step(|blocks| blocks.change(change))?;
            let last = layout.blocks.0.iter().map(|block| block.number).max();
            added = last.filter(|_| matches!(change, BlockChange::Add(_)));
            Ok(())
        }
    })
    .await?;
    Ok(added.or(change.stays()))
}

/// Writes what was typed into a block.
///
/// # Errors
/// [`LayoutError::Stale`]; fields that cannot be taken; not found where the block is gone.
pub async fn write_block(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    number: u16,
    form: &BlockForm,
) -> Result<(), Failure<LayoutError>> {
    edit(ctx, actor, opened, |layout| {
        let before = layout.blocks.get_mut(number).ok_or(Failure::NotFound)?;
        let written = form.written(before).map_err(invalid)?;
        layout.step(|blocks| {
            if let Some(content) = blocks.get_mut(number) {
                *content = written;
            }
            Ok(())
        })
    })
    .await
}

/// Keeps a picture and hangs it into a block. `part` counts the parts of a story from 0.
///
/// # Errors
/// [`LayoutError::Picture`] where the file is not taken; not found where there is no place for it.
pub async fn hang_picture(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    (number, part): (u16, usize),
    file: Bytes,
) -> Result<(), Failure<LayoutError>> {
    // Asked before anything is kept.
    let shop = own_shop(ctx, actor, &opened.shop).await?;
    let mut tx = ctx.transaction().await?;
    let mut seen = as_opened(&mut tx, shop, opened).await?;
    let place = seen.blocks.get_mut(number);
    if !place.is_some_and(|content| content.hang(part, Some(MediaId(Uuid::nil())))) {
        return Err(Failure::NotFound);
    }
    drop(tx);
    let picture = media::store_picture(ctx, actor, file)
        .await
        .map_err(|failure| failure.map_refusal(LayoutError::Picture))?
        .id;
    edit(ctx, actor, opened, |layout| {
        let mut hung = false;
        layout.step(|blocks| {
            hung = blocks
                .get_mut(number)
                .is_some_and(|content| content.hang(part, Some(picture)));
            Ok(())
        })?;
        if hung { Ok(()) } else { Err(Failure::NotFound) }
    })
    .await
}

/// Gives a layout another name.
///
/// # Errors
/// [`LayoutError::Stale`]; a name that cannot be taken.
pub async fn rename(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    name: &str,
) -> Result<(), Failure<LayoutError>> {
    let name = named(name).map_err(invalid)?;
    edit(ctx, actor, opened, |layout| {
        layout.name = name;
        Ok(())
    })
    .await
}

/// Publishes a layout as it is: now, or by the clock.
///
/// # Errors
/// [`LayoutError::NothingToShow`] and what the stage refuses.
pub async fn publish(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
    window: Window,
) -> Result<(), Failure<LayoutError>> {
    let now = ctx.now();
    edit(ctx, actor, opened, |layout| {
        if layout.blocks.is_empty() {
            return Err(Failure::Refused(LayoutError::NothingToShow));
        }
        layout.stage = layout
            .stage
            .publish(window, now)
            .map_err(Failure::Refused)?;
        layout.published = Some(layout.blocks.clone());
        Ok(())
    })
    .await
}

/// Takes a layout back: what has not begun is a draft again, what is live ends.
///
/// # Errors
/// [`LayoutError::WrongStage`].
pub async fn withdraw(
    ctx: &Ctx,
    actor: &Actor,
    opened: &Opened,
) -> Result<(), Failure<LayoutError>> {
    let now = ctx.now();
    edit(ctx, actor, opened, |layout| {
        layout.stage = layout.stage.withdraw(now).map_err(Failure::Refused)?;
        if layout.stage == LayoutStage::Draft {
            layout.published = None;
        }
        Ok(())
    })
    .await
}

/// Throws away a layout that nobody sees.
///
/// # Errors
/// [`LayoutError::WrongStage`] where it is live or going to be.
pub async fn remove(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    layout: LayoutId,
) -> Result<(), Failure<LayoutError>> {
    let shop = own_shop(ctx, actor, shop).await?;
    let mut tx = ctx.transaction().await?;
    let stored = lock(&mut tx, shop, layout)
        .await?
        .ok_or(Failure::NotFound)?;
    if !stored.stage.turned(tx.now()).may_be_removed() {
        return Err(Failure::Refused(LayoutError::WrongStage));
    }
    sqlx::query!("delete from shop_layouts where id = $1", layout.0)
        .execute(tx.sql())
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes down what the clock made of a layout. Buyers' pages look at the clock themselves,
/// so that a job that is late is not seen.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn turn(ctx: &Ctx, layout: LayoutId) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let Some(mut stored) = record::lock_any(&mut tx, layout).await? else {
        return Ok(());
    };
    let turned = stored.stage.turned(tx.now());
    if turned != stored.stage {
        stored.stage = turned;
        save(&mut tx, &stored).await?;
    }
    if let Some(at) = turned.next_turn() {
        tx.schedule(&Job::TurnLayout { layout }, at).await?;
    }
    tx.commit().await
}
