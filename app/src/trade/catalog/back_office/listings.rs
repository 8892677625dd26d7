//! `/back-office/{shop}/listings`: the table of a shop's goods.

use super::{
    Office, StageBadge,
    api::{MoveListings, load_listings},
    bulk_api::BeginBulk,
    loaded, refusal, stage_name,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::catalog::{ListingMove, ListingRow, ListingStage, ListingTable},
};
use server_fn::ServerFn;

/// What the address asks for, and what the bulk move before it did.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    shop: String,
    q: String,
    stage: String,
    page: u32,
    done: String,
    moved: String,
    refused: u32,
}

/// The table.
#[component]
pub fn Page() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let shop = params.with(|p| p.get("shop").unwrap_or_default());
        query.with(|q| {
            let text = |name: &str| q.get(name).unwrap_or_default();
            Asked {
                shop,
                q: text("q"),
                stage: text("stage"),
                page: text("page").parse().unwrap_or(1),
                done: text("done"),
                moved: text("moved"),
                refused: text("refused").parse().unwrap_or_default(),
            }
        })
    });
    let page = Resource::new_blocking(
        move || asked.get(),
        |asked| load_listings(asked.shop, asked.q, asked.stage, asked.page),
    );
    loaded(page, move |table| {
        view! { <Table table asked=asked.get_untracked()/> }
    })
}

#[component]
fn Table(table: ListingTable, asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/listings", table.shop.slug);
    let (new, import) = (
        format!("{base}/new"),
        format!("/back-office/{}/import", table.shop.slug),
    );
    let nothing_at_all = table.counts.iter().all(|(_, count)| *count == 0);
    let (page, pages) = (table.page, table.pages);
    let at = {
        let (base, q, stage) = (base.clone(), asked.q.clone(), asked.stage.clone());
        move |n: u32| format!("{base}?stage={stage}&q={q}&page={n}")
    };
    let tabs = stage_tabs(lang, &base, &asked, &table);
    let actions = move || {
        view! {
            <ButtonLink href=import icon=Glyph::Upload>{t::catalog::import(lang)}</ButtonLink>
            <ButtonLink href=new kind=ButtonKind::Main icon=Glyph::Plus>{t::catalog::new_listing(lang)}</ButtonLink>
        }
    };
    let body = if nothing_at_all {
        view! {
            <EmptyState title=t::catalog::no_goods(lang) text=t::catalog::no_goods_hint(lang)>
                <ButtonLink href=format!("{base}/new") kind=ButtonKind::Main>{t::catalog::new_listing(lang)}</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        let shop = table.shop.slug.clone();
        view! {
            <Tabs label=t::catalog::stages(lang) tabs/>
            <Done asked=asked.clone() shop=shop.clone()/>
            <form method="get" action=base class="flex gap-2 py-4" role="search">
                <input type="hidden" name="stage" value=asked.stage.clone()/>
                <div class="control grow">
                    <input type="search" name="q" value=asked.q.clone()
                        aria-label=t::catalog::search_goods(lang) placeholder=t::catalog::search_goods(lang)/>
                </div>
                <Submit kind=ButtonKind::Plain icon=Glyph::Search label=t::catalog::search(lang)>
                    <span class="hidden sm:inline">{t::catalog::search(lang)}</span>
                </Submit>
            </form>
            {if table.rows.is_empty() {
                view! { <EmptyState picture=EmptyPicture::Search title=t::catalog::nothing_found(lang)/> }.into_any()
            } else {
                view! {
                    <Rows rows=table.rows shop=shop.clone() stage=asked.stage.clone()/>
                    <EditAll shop total=table.total asked=asked.clone()/>
                }
                .into_any()
            }}
            <Pagination page pages href=at/>
        }
        .into_any()
    };
    view! {
        <Title text=t::catalog::listings(lang)/>
        <Office shop=table.shop.clone()>
            <PageHead title=t::catalog::listings(lang) actions/>
            {body}
        </Office>
    }
    .into_any()
}

fn stage_tabs(lang: Lang, base: &str, asked: &Asked, table: &ListingTable) -> Vec<TabLink> {
    let not_removed: u32 = table
        .counts
        .iter()
        .filter(|(stage, _)| *stage != ListingStage::Removed)
        .map(|(_, count)| count)
        .sum();
    let all = TabLink {
        label: t::catalog::all(lang).to_owned(),
        href: base.to_owned(),
        count: Some(not_removed.into()),
        current: asked.stage.is_empty(),
    };
    let of_stage = table.counts.iter().map(|(stage, count)| {
        let name: &str = stage.into();
        TabLink {
            label: stage_name(lang, *stage).to_owned(),
            href: format!("{base}?stage={name}"),
            count: Some((*count).into()),
            current: asked.stage == name,
        }
    });
    std::iter::once(all).chain(of_stage).collect()
}

/// What the bulk move did, with the way back.
#[component]
fn Done(asked: Asked, shop: String) -> impl IntoView {
    let lang = use_lang();
    let undo = ServerAction::<MoveListings>::new();
    let wish = asked.done.parse::<ListingMove>().ok()?;
    let moved: Vec<String> = asked
        .moved
        .split('.')
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect();
    let count = i64::try_from(moved.len()).unwrap_or_default();
    let words = match wish {
        ListingMove::Publish => t::catalog::were_published(lang, count),
        ListingMove::Pause => t::catalog::were_paused(lang, count),
        ListingMove::Remove => t::catalog::were_removed(lang, count),
        ListingMove::Restore => t::catalog::were_restored(lang, count),
    };
    let refused = asked.refused;
    let back = wish.undo().filter(|_| count > 0);
    let tone = if count > 0 { Tone::Jade } else { Tone::Warning };
    Some(
        view! {
            <Alert tone=tone class="mt-4">
                <div class="flex flex-wrap items-center gap-3">
                    <p>
                        {words}
                        {(refused > 0).then(|| view! { " "{t::catalog::could_not_follow(lang, i64::from(refused))} })}
                    </p>
                    {back.map(|back| view! {
                        <Form action=undo refusal=refusal id="undo">
                            <input type="hidden" name="shop" value=shop/>
                            <input type="hidden" name="stage" value=asked.stage/>
                            <input type="hidden" name="wish" value=name_of(back)/>
                            {moved.into_iter().enumerate().map(|(n, id)| view! {
                                <input type="hidden" name=format!("listings[{n}]") value=id/>
                            }).collect_view()}
                            <Submit kind=ButtonKind::Quiet size=ButtonSize::Small icon=Glyph::Undo>
                                {t::ui::undo(lang)}
                            </Submit>
                        </Form>
                    })}
                </div>
            </Alert>
        }
        .into_any(),
    )
}

/// Changes everything that the table finds, on whichever page it stands.
#[component]
fn EditAll(shop: String, total: u32, asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let begin = ServerAction::<BeginBulk>::new();
    view! {
        <Form action=begin refusal=refusal id="edit-all" class="pt-4">
            <input type="hidden" name="shop" value=shop/>
            <input type="hidden" name="q" value=asked.q/>
            <input type="hidden" name="stage" value=asked.stage/>
            <input type="hidden" name="all" value="true"/>
            <div>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Edit>
                    {t::catalog::edit_all_found(lang, i64::from(total))}
                </Submit>
            </div>
        </Form>
    }
    .into_any()
}

/// Sends the ticked rows to where they are changed together. The button is another's way out of
/// the form around the table, which a form with scripts does not know: so it is sent by hand.
#[component]
fn EditChosen() -> impl IntoView {
    let lang = use_lang();
    view! {
        <button type="submit" formaction=BeginBulk::PATH class="btn btn-plain btn-small"
            on:click:target=move |event| {
                event.prevent_default();
                if let Some(form) = event.target().form() {
                    form.set_action(BeginBulk::PATH);
                    _ = form.submit();
                }
            }>
            <Icon glyph=Glyph::Edit/><span class="btn-words">{t::catalog::edit_chosen(lang)}</span>
        </button>
    }
}

#[component]
fn Rows(rows: Vec<ListingRow>, shop: String, stage: String) -> impl IntoView {
    let lang = use_lang();
    let act = ServerAction::<MoveListings>::new();
    let columns = vec![
        Column::new(t::catalog::listing(lang)),
        Column::figures(t::catalog::price(lang)),
        Column::figures(t::catalog::available(lang)),
        Column::figures(t::catalog::sold(lang)),
        Column::new(t::catalog::stage(lang)),
    ];
    let removed_only = stage == "removed";
    let lines = rows.into_iter().map(|row| line(lang, row, &shop)).collect();
    let bulk = move || {
        let moves = if removed_only {
            vec![(ListingMove::Restore, t::catalog::restore(lang))]
        } else {
            vec![
                (ListingMove::Publish, t::catalog::publish(lang)),
                (ListingMove::Pause, t::catalog::pause(lang)),
                (ListingMove::Remove, t::catalog::remove(lang)),
            ]
        };
        let chosen = view! { <EditChosen/> };
        let moves = moves
            .into_iter()
            .map(|(wish, words)| {
                view! {
                    <Submit kind=ButtonKind::Plain size=ButtonSize::Small name="wish"
                        value=name_of(wish)>{words}</Submit>
                }
            })
            .collect_view();
        view! { {chosen} {moves} }
    };
    view! {
        <Form action=act refusal=refusal>
            <input type="hidden" name="shop" value=shop.clone()/>
            <input type="hidden" name="stage" value=stage.clone()/>
            <DataTable caption=t::catalog::listings(lang) columns rows=lines select="listings" bulk/>
        </Form>
    }
    .into_any()
}

fn name_of(wish: ListingMove) -> &'static str {
    wish.into()
}

fn line(lang: Lang, row: ListingRow, shop: &str) -> TableRow {
    let title = row.title.pick(lang).to_owned();
    let href = format!("/back-office/{shop}/listings/{}", row.id);
    let named = title.clone();
    let variants =
        (row.variants > 1).then(|| t::catalog::variant_count(lang, i64::from(row.variants)));
    let price = match row.lowest {
        Some(lowest) => view! { <Price amount=lowest upto=row.highest/> }.into_any(),
        None => view! { <span class="text-muted">"–"</span> }.into_any(),
    };
    let stock_class = if row.available == 0 && row.stage == ListingStage::Live {
        "text-danger font-semibold"
    } else {
        ""
    };
    TableRow {
        id: row.id.to_string(),
        label: title,
        cells: vec![
            view! {
                <a href=href class="flex items-center gap-3">
                    <Photo picture=row.picture alt="" sizes="48px" class="w-12 shrink-0 rounded-6"/>
                    <span class="min-w-0">
                        <span class="block font-semibold">{named}</span>
                        <span class="block text-13 text-muted">
                            {row.category.pick(lang).to_owned()}
                            {variants.map(|words| format!(" · {words}"))}
                        </span>
                    </span>
                </a>
            }
            .into_any(),
            price,
            view! { <span class=stock_class>{row.available}</span> }.into_any(),
            view! { <span>{row.sold}</span> }.into_any(),
            view! { <StageBadge stage=row.stage/> }.into_any(),
        ],
    }
}
