//! Server functions of a shop's decoration.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CommandId, LayoutId},
    trade::shop::layout::{LayoutEditor, LayoutError, LayoutsPage, PartForm},
};
use server_fn::codec::{MultipartData, MultipartFormData};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, fault, plain_fault},
    longtail::{
        text::{FieldIssue, FieldIssues},
        trade::shop::layout::{BlockForm, Window},
        when::read_local,
    },
    longtail_backend::{
        Failure,
        trade::shop::layout::{self, BeginLayout as Begin, Opened},
    },
};

/// All layouts of a shop.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/load_layouts", input = server_fn::codec::GetUrl)]
pub async fn load_layouts(shop: String) -> Result<LayoutsPage, Fault> {
    layout::layouts_page(&ctx(), &caller().actor, &shop)
        .await
        .map_err(plain_fault)
}

/// A layout with its blocks, for the editor.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/load_layout", input = server_fn::codec::GetUrl)]
pub async fn load_layout(shop: String, layout: String) -> Result<LayoutEditor, Fault> {
    let id = crate::ssr::id(&layout)?;
    layout::layout_editor(&ctx(), &caller().actor, &shop, id)
        .await
        .map_err(plain_fault)
}

#[cfg(feature = "ssr")]
fn opened(shop: &str, layout: LayoutId, version: i32) -> Opened {
    Opened {
        shop: shop.to_owned(),
        layout,
        version,
    }
}

/// Back to the editor, with a block unfolded where there is one to look at.
#[cfg(feature = "ssr")]
fn back_to_editor(opened: &Opened, block: Option<u16>) {
    let base = format!("/back-office/{}/decoration/{}", opened.shop, opened.layout);
    leptos_axum::redirect(&match block {
        Some(number) => format!("{base}?open={number}#block-{number}"),
        None => base,
    });
}

/// Begins a layout: a copy of another, or of the everyday page.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/begin_layout")]
pub async fn begin_layout(
    command: CommandId,
    shop: String,
    #[server(default)] name: String,
    #[server(default)] copy_of: String,
) -> Result<(), Fault<LayoutError>> {
    let begin = Begin {
        id: command,
        shop: shop.clone(),
        name,
        copy_of: copy_of.parse().ok(),
    };
    let id = layout::begin(&ctx(), &caller().actor, &begin)
        .await
        .map_err(fault)?;
    back_to_editor(&opened(&shop, id, 1), None);
    Ok(())
}

/// Adds, moves, doubles or takes away a block, or takes the last step back. `change` is such
/// as `add:banner`, `up:3`, `move:3:0`, `duplicate:3`, `remove:3`, `bare:3:0`, `undo`.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/arrange_blocks")]
pub async fn arrange_blocks(
    shop: String,
    layout: LayoutId,
    version: i32,
    change: String,
) -> Result<(), Fault<LayoutError>> {
    let opened = opened(&shop, layout, version);
    let change = change
        .parse()
        .map_err(|()| FieldIssues::one("change", FieldIssue::NotAChoice))
        .map_err(|issues| fault::<LayoutError>(Failure::Invalid(issues)))?;
    let block = layout::arrange(&ctx(), &caller().actor, &opened, change)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, block);
    Ok(())
}

/// Writes what was typed into a block; a kind of block reads its own fields.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/save_block")]
pub async fn save_block(
    shop: String,
    layout: LayoutId,
    version: i32,
    block: u16,
    #[server(default)] title_en: String,
    #[server(default)] title_zh: String,
    #[server(default)] words_en: String,
    #[server(default)] words_zh: String,
    #[server(default)] link: String,
    #[server(default)] link_words_en: String,
    #[server(default)] link_words_zh: String,
    #[server(default)] rule: String,
    #[server(default)] listings: Vec<String>,
    #[server(default)] until: String,
    #[server(default)] after_en: String,
    #[server(default)] after_zh: String,
    #[server(default)] parts: Vec<PartForm>,
) -> Result<(), Fault<LayoutError>> {
    let opened = opened(&shop, layout, version);
    let form = BlockForm {
        title_en,
        title_zh,
        words_en,
        words_zh,
        link,
        link_words_en,
        link_words_zh,
        rule,
        listings,
        until,
        after_en,
        after_zh,
        parts,
    };
    layout::write_block(&ctx(), &caller().actor, &opened, block, &form)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, Some(block));
    Ok(())
}

/// Keeps a picture and hangs it into a block. Fields: `shop`, `layout`, `version`, `block`,
/// `part` and the file `picture`.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/hang_picture", input = MultipartFormData)]
pub async fn hang_picture(data: MultipartData) -> Result<(), Fault<LayoutError>> {
    use longtail::platform::media::{MOST_BYTES, MediaError};
    let mut form = crate::platform::upload::read_all(data, 1, MOST_BYTES).await?;
    let version = form.text("version").parse().unwrap_or_default();
    let opened = opened(
        &form.text("shop"),
        crate::ssr::id(&form.text("layout"))?,
        version,
    );
    let block = crate::ssr::id(&form.text("block"))?;
    let part = form.text("part").parse().unwrap_or_default();
    if !form.oversized.is_empty() {
        let too_large = LayoutError::Picture(MediaError::TooLarge);
        return Err(fault(Failure::Refused(too_large)));
    }
    let Some(file) = form.take("picture") else {
        let issues = FieldIssues::one("picture", FieldIssue::Missing);
        return Err(fault(Failure::Invalid(issues)));
    };
    layout::hang_picture(&ctx(), &caller().actor, &opened, (block, part), file.bytes)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, Some(block));
    Ok(())
}

/// Gives a layout another name.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/rename_layout")]
pub async fn rename_layout(
    shop: String,
    layout: LayoutId,
    version: i32,
    #[server(default)] name: String,
) -> Result<(), Fault<LayoutError>> {
    let opened = opened(&shop, layout, version);
    layout::rename(&ctx(), &caller().actor, &opened, &name)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, None);
    Ok(())
}

/// Publishes a layout as it is: now, or by the clock where it begins later. Times are by the
/// market's clock, such as `2026-11-30T20:00`.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/publish_layout")]
pub async fn publish_layout(
    shop: String,
    layout: LayoutId,
    version: i32,
    #[server(default)] from: String,
    #[server(default)] until: String,
) -> Result<(), Fault<LayoutError>> {
    let opened = opened(&shop, layout, version);
    let mut check = longtail::text::FieldCheck::default();
    let mut moment = |field: &str, typed: &str| {
        let at = read_local(typed);
        if at.is_none() && !typed.trim().is_empty() {
            check.issue(field, FieldIssue::NotAMoment);
        }
        at
    };
    let window = Window {
        from: moment("from", &from),
        until: moment("until", &until),
    };
    check
        .finish()
        .map_err(|issues| fault::<LayoutError>(Failure::Invalid(issues)))?;
    layout::publish(&ctx(), &caller().actor, &opened, window)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, None);
    Ok(())
}

/// Takes a layout back: what has not begun is a draft again, what is live ends.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/withdraw_layout")]
pub async fn withdraw_layout(
    shop: String,
    layout: LayoutId,
    version: i32,
) -> Result<(), Fault<LayoutError>> {
    let opened = opened(&shop, layout, version);
    layout::withdraw(&ctx(), &caller().actor, &opened)
        .await
        .map_err(fault)?;
    back_to_editor(&opened, None);
    Ok(())
}

/// Throws away a layout that nobody sees.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/remove_layout")]
pub async fn remove_layout(shop: String, layout: LayoutId) -> Result<(), Fault<LayoutError>> {
    layout::remove(&ctx(), &caller().actor, &shop, layout)
        .await
        .map_err(fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/decoration"));
    Ok(())
}
