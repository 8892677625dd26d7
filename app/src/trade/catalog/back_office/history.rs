//! `/back-office/{shop}/listings/{id}/history`: who changed what of a listing, and the way back.

use super::{
    Office,
    api::{BringBack, load_history},
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
    trade::catalog::history::{Cause, Change, Field, Held, HistoryPage, VersionView},
};

/// Changes of a version that are shown at once; the others are folded away.
const SHOWN: usize = 8;

/// The history.
#[component]
pub fn Page() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let (shop, listing) = params.with(|p| {
            (
                p.get("shop").unwrap_or_default(),
                p.get("listing").unwrap_or_default(),
            )
        });
        let page = query.with(|q| q.get("page").and_then(|n| n.parse().ok()).unwrap_or(1));
        let back = query.with(|q| q.get("back").unwrap_or_default());
        let gone = query.with(|q| q.get("gone").is_some());
        (shop, listing, page, (back, gone))
    });
    let page = Resource::new_blocking(
        move || asked.get(),
        |(shop, listing, page, _)| load_history(shop, listing, page),
    );
    loaded(page, move |page| {
        let (back, template_gone) = asked.with_untracked(|(_, _, _, back)| back.clone());
        view! { <History page back template_gone/> }
    })
}

#[component]
fn History(
    page: HistoryPage,
    back: String,
    /// The version that is back was sent by a template that is not there any more.
    template_gone: bool,
) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/listings", page.shop.slug);
    let editor = format!("{base}/{}", page.listing);
    let crumbs = vec![
        Crumb::link(t::catalog::listings(lang), base),
        Crumb::link(page.title.pick(lang), editor.clone()),
        Crumb::here(t::history::history(lang)),
    ];
    let (at, pages) = (page.page, page.pages);
    let empty = page.versions.is_empty();
    let created_at = page.created_at;
    let versions = page
        .versions
        .iter()
        .map(|version| view! { <Version version=version.clone() page=page.clone()/> })
        .collect_view();
    view! {
        <Title text=t::history::history(lang)/>
        <Office shop=page.shop.clone()>
            <PageHead title=t::history::history(lang) crumbs lead=t::history::lead(lang)/>
            {(!back.is_empty()).then(|| view! {
                <Alert tone=Tone::Jade class="mb-4">{t::history::brought_back(lang, &back)}</Alert>
            })}
            {template_gone.then(|| view! {
                <Alert tone=Tone::Warning class="mb-4">{t::history::template_gone(lang)}</Alert>
            })}
            {if empty {
                view! {
                    <EmptyState title=t::history::nothing_yet(lang) text=t::history::nothing_yet_hint(lang)>
                        <ButtonLink href=editor>{t::history::to_editor(lang)}</ButtonLink>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! { <ol class="history">{versions}</ol> }.into_any()
            }}
            <p class="pt-4 text-13 text-muted">{t::history::begun(lang)}" "<When at=created_at/></p>
            <Pagination page=at pages href=move |n: u32| format!("?page={n}")/>
        </Office>
    }
    .into_any()
}

#[component]
fn Version(version: VersionView, page: HistoryPage) -> impl IntoView {
    let lang = use_lang();
    let act = ServerAction::<BringBack>::new();
    let number = version.version;
    let at = version.at;
    let who = match (&version.who, version.cause) {
        (Some(name), _) => name.clone(),
        (None, Cause::First) => String::new(),
        (None, _) => t::history::the_market(lang).to_owned(),
    };
    let current = number == page.current;
    let count = version.changes.len();
    let mut lines: Vec<AnyView> = version
        .changes
        .iter()
        .map(|change| line(lang, change, &page))
        .collect();
    let folded = lines.split_off(lines.len().min(SHOWN));
    let folded = (!folded.is_empty()).then(|| {
        let more = i64::try_from(folded.len()).unwrap_or_default();
        view! {
            <Disclosure title=t::history::more_changes(lang, more)><ul class="changes">{folded}</ul></Disclosure>
        }
    });
    view! {
        <li class="history-version">
            <div class="history-head">
                <p>
                    <strong>{t::history::version_n(lang, number)}</strong>
                    " · "{cause_words(lang, version.cause)}
                    {(!who.is_empty()).then(|| format!(" · {who}"))}
                </p>
                <p class="text-13 text-muted"><When at/></p>
            </div>
            {(count > 0).then(|| view! { <ul class="changes">{lines}</ul> })}
            {folded}
            {if current {
                view! { <Badge tone=Tone::Jade>{t::history::as_it_is(lang)}</Badge> }.into_any()
            } else {
                view! {
                    <Form action=act refusal=refusal id=format!("back-{number}")>
                        <input type="hidden" name="shop" value=page.shop.slug.clone()/>
                        <input type="hidden" name="listing" value=page.listing.to_string()/>
                        <input type="hidden" name="version" value=page.current.to_string()/>
                        <input type="hidden" name="wanted" value=number.to_string()/>
                        <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Undo>
                            {t::history::bring_back(lang, number)}
                        </Submit>
                    </Form>
                }
                .into_any()
            }}
        </li>
    }
    .into_any()
}

fn line(lang: Lang, change: &Change, page: &HistoryPage) -> AnyView {
    let of = change.of.pick(lang);
    let name = match of {
        "" => field_name(lang, change.field).to_owned(),
        of if change.field == Field::Spec => of.to_owned(),
        of => format!("{} · {of}", field_name(lang, change.field)),
    };
    let said = |held: &Held| held_words(lang, held, page);
    let (before, after) = (said(&change.before), said(&change.after));
    view! {
        <li>
            <span class="change-name">{name}</span>
            <span class="change-values">
                <del><span class="sr-only">{t::history::before(lang)}" "</span>{before}</del>
                " → "
                <ins><span class="sr-only">{t::history::after(lang)}" "</span>{after}</ins>
            </span>
        </li>
    }
    .into_any()
}

fn held_words(lang: Lang, held: &Held, page: &HistoryPage) -> String {
    match held {
        Held::Nothing => "–".to_owned(),
        Held::Words(words) => words.pick(lang).to_owned(),
        Held::Money(money) => money.to_string(),
        Held::Offered(true) => t::history::yes(lang).to_owned(),
        Held::Offered(false) => t::history::no(lang).to_owned(),
        Held::Stage(stage) => stage_name(lang, *stage).to_owned(),
        Held::Moment(at) => when_text(*at, WhenStyle::DayAndTime, lang),
        Held::Count(count) => count.to_string(),
        Held::Category(id) => page
            .categories
            .iter()
            .find(|(category, _)| category == id)
            .map_or_else(|| "–".to_owned(), |(_, name)| name.pick(lang).to_owned()),
        Held::Template(None) => t::postage::by_default(lang).to_owned(),
        Held::Template(Some(id)) => page
            .templates
            .iter()
            .find(|(template, _)| template == id)
            .map_or_else(
                || t::history::removed_template(lang).to_owned(),
                |(_, name)| name.clone(),
            ),
        Held::Grams(grams) => t::history::grams(lang, grams),
        Held::Sides([length, width, height]) => t::history::sides(lang, length, width, height),
    }
}

fn cause_words(lang: Lang, cause: Cause) -> &'static str {
    match cause {
        Cause::First => t::history::first(lang),
        Cause::Edit => t::history::edited(lang),
        Cause::Import => t::history::imported(lang),
        Cause::Stage => t::history::moved(lang),
        Cause::Schedule => t::history::scheduled(lang),
        Cause::Clock => t::history::by_the_clock(lang),
        Cause::Bulk => t::history::with_others(lang),
        Cause::Undo => t::history::undone(lang),
        Cause::BringBack => t::history::was_brought_back(lang),
    }
}

fn field_name(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Stage => t::catalog::stage(lang),
        Field::PublishAt => t::catalog::publish_at(lang),
        Field::Category => t::catalog::category(lang),
        Field::TitleEn => t::history::title_en(lang),
        Field::TitleZh => t::history::title_zh(lang),
        Field::DescriptionEn => t::history::description_en(lang),
        Field::DescriptionZh => t::history::description_zh(lang),
        Field::Spec => t::catalog::specs(lang),
        Field::Options => t::catalog::options(lang),
        Field::Pictures => t::history::picture_count(lang),
        Field::VariantAdded => t::history::variant_added(lang),
        Field::VariantGone => t::history::variant_gone(lang),
        Field::Offered => t::catalog::offered(lang),
        Field::Sku => t::catalog::sku(lang),
        Field::Barcode => t::catalog::barcode(lang),
        Field::Price => t::catalog::price(lang),
        Field::WasPrice => t::catalog::was_price(lang),
        Field::VariantPicture => t::catalog::picture(lang),
        Field::Template => t::postage::template(lang),
        Field::Weight => t::postage::weight(lang),
        Field::Size => t::history::size(lang),
    }
}
