//! The fields of one block, after its kind, and the forms of its pictures.

use super::{
    api::{ArrangeBlocks, HangPicture, SaveBlock},
    editor_page::{Desk, opened},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    platform::media::Picture,
    text::Bilingual,
    trade::shop::layout::{
        Banner, BlockView, Content, Countdown, LayoutEditor, LayoutError, MOST_PARTS, MOST_PICKS,
        MOST_TEXT, PickRule, Picks, Story,
    },
};
use server_fn::ServerFn;

/// A refused file is an issue of the field that it was chosen in.
fn at_picture(refused: &LayoutError) -> Option<&'static str> {
    matches!(refused, LayoutError::Picture(_)).then_some("picture")
}

/// The form of a block's words, and one for each of its pictures.
#[component]
pub(super) fn BlockFields(view: LayoutEditor, block: BlockView, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveBlock>::new();
    let number = block.block.number;
    let content = block.block.content.clone();
    view! {
        <Pictures view=view.clone() block desk/>
        <Form action=save refusal=refusal id=format!("save-{number}") on_done=desk.done()>
            {opened(&view)}
            <input type="hidden" name="block" value=number.to_string()/>
            {fields_of(content, &view)}
            <div><Submit kind=ButtonKind::Plain>{t::decoration::save_block(lang)}</Submit></div>
        </Form>
    }
    .into_any()
}

/// What is typed into a block of this kind. Made inside its form, whose issues the fields show.
fn fields_of(content: Content, view: &LayoutEditor) -> AnyView {
    let lang = use_lang();
    match content {
        Content::Banner(banner) => banner_fields(banner),
        Content::Picks(picks) => picks_fields(picks, view),
        Content::Text(text) => {
            let hint = t::decoration::rich_hint(lang);
            view! {
                <TitleFields title=text.title/>
                <PairOfAreas name="words" label=t::decoration::words(lang) value=text.words rows=6
                    counter=MOST_TEXT hint/>
            }
            .into_any()
        }
        Content::Categories(categories) => view! {
            <p class="text-14 text-muted">{t::decoration::categories_hint(lang)}</p>
            <TitleFields title=categories.title/>
        }
        .into_any(),
        Content::Countdown(countdown) => countdown_fields(countdown),
        Content::Story(story) => story_fields(story),
    }
}

/// One line in each language, side by side.
#[component]
fn Pair(
    name: &'static str,
    label: &'static str,
    value: Bilingual,
    counter: u32,
    #[prop(optional, into)] hint: OptionalText,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="grid gap-x-4 sm:grid-cols-2">
            <TextField name=format!("{name}_en") label=t::decoration::in_english(lang, label) value=value.en
                counter=counter hint=hint.0/>
            <TextField name=format!("{name}_zh") label=t::decoration::in_chinese(lang, label) value=value.zh
                counter=counter/>
        </div>
    }
    .into_any()
}

/// Several lines in each language.
#[component]
fn PairOfAreas(
    #[prop(into)] name: String,
    label: &'static str,
    value: Bilingual,
    rows: u32,
    counter: u32,
    #[prop(optional, into)] hint: OptionalText,
    /// `words_en` stands inside brackets: a field of a list.
    #[prop(optional)]
    bracketed: bool,
) -> impl IntoView {
    let lang = use_lang();
    let named = |tag: &str| {
        if bracketed {
            format!("{name}[words_{tag}]")
        } else {
            format!("{name}_{tag}")
        }
    };
    view! {
        <div class="grid gap-x-4 sm:grid-cols-2">
            <TextArea name=named("en") label=t::decoration::in_english(lang, label) value=value.en rows
                counter=counter hint=hint.0/>
            <TextArea name=named("zh") label=t::decoration::in_chinese(lang, label) value=value.zh rows
                counter=counter/>
        </div>
    }
    .into_any()
}

#[component]
fn TitleFields(title: Bilingual, #[prop(optional, into)] hint: OptionalText) -> impl IntoView {
    let lang = use_lang();
    view! { <Pair name="title" label=t::decoration::heading(lang) value=title counter=60 hint=hint.0/> }
}

fn banner_fields(banner: Banner) -> AnyView {
    let lang = use_lang();
    view! {
        <TitleFields title=banner.title/>
        <Pair name="words" label=t::decoration::line(lang) value=banner.words counter=160/>
        <TextField name="link" label=t::decoration::link(lang) value=banner.link
            hint=t::decoration::link_hint(lang) inputmode="url" placeholder="/search?q="/>
        <Pair name="link_words" label=t::decoration::link_words(lang) value=banner.link_words counter=60/>
    }
    .into_any()
}

fn picks_fields(picks: Picks, view: &LayoutEditor) -> AnyView {
    let lang = use_lang();
    let rule: &'static str = picks.rule.into();
    let choices = [
        (PickRule::BestSellers, t::decoration::by_sales(lang)),
        (PickRule::New, t::decoration::by_newness(lang)),
        (PickRule::Chosen, t::decoration::by_hand(lang)),
    ]
    .map(|(rule, words)| {
        let name: &'static str = rule.into();
        Choice::new(name, words)
    })
    .into();
    // Chosen ones first and in their order, then what sold most.
    let place = |id| picks.listings.iter().position(|chosen| *chosen == id);
    let mut goods = view.choices.clone();
    goods.sort_by_key(|choice| place(choice.id).unwrap_or(usize::MAX));
    let ticks = goods
        .into_iter()
        .map(|choice| {
            let id = choice.id.to_string();
            let ticked = place(choice.id).is_some();
            view! {
                <label class="layout-pick">
                    <input type="checkbox" name="listings[]" value=id checked=ticked/>
                    <span>{choice.title.pick(lang).to_owned()}</span>
                </label>
            }
        })
        .collect_view();
    let parts = field::FieldParts::new("listings", None);
    view! {
        <TitleFields title=picks.title hint=t::decoration::heading_hint(lang)/>
        <RadioCards name="rule" legend=t::decoration::which_goods(lang) choices value=rule/>
        <fieldset class="layout-picks">
            <legend class="text-14 font-semibold">{t::decoration::chosen_goods(lang, MOST_PICKS)}</legend>
            <div class="layout-pick-list" tabindex="0" role="group" aria-label=t::decoration::chosen_goods(lang, MOST_PICKS)>
                {ticks}
            </div>
            <field::FieldError parts/>
        </fieldset>
    }
    .into_any()
}

fn countdown_fields(countdown: Countdown) -> AnyView {
    let lang = use_lang();
    view! {
        <TitleFields title=countdown.title/>
        <TimeField name="until" label=t::decoration::counts_to(lang) value=countdown.until
            hint=t::ui::market_time(lang) required=true/>
        <Pair name="after" label=t::decoration::afterwards(lang) value=countdown.after counter=160
            hint=t::decoration::afterwards_hint(lang)/>
    }
    .into_any()
}

fn story_fields(story: Story) -> AnyView {
    let lang = use_lang();
    let count = story.parts.len();
    let mut parts = story.parts;
    if count < MOST_PARTS {
        parts.push(longtail::trade::shop::layout::StoryPart::default());
    }
    let parts = parts
        .into_iter()
        .enumerate()
        .map(|(n, part)| {
            let title = if n < count {
                t::decoration::part_n(lang, n + 1)
            } else {
                t::decoration::another_part(lang).to_owned()
            };
            view! {
                <fieldset class="layout-part">
                    <legend class="text-14 font-semibold">{title}</legend>
                    <PairOfAreas name=format!("parts[{n}]") label=t::decoration::words(lang) value=part.words
                        rows=2 counter=400 bracketed=true/>
                    {(n < count).then(|| view! {
                        <Checkbox name=format!("parts[{n}][remove]") label=t::decoration::remove_part(lang)/>
                    })}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <TitleFields title=story.title/>
        {parts}
    }
    .into_any()
}

/// The pictures of a banner or a story: those that hang, and the forms that hang others.
#[component]
fn Pictures(view: LayoutEditor, block: BlockView, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let number = block.block.number;
    let story = matches!(block.block.content, Content::Story(_));
    let forms = block
        .pictures
        .into_iter()
        .enumerate()
        .map(|(part, picture)| {
            let label = if story {
                t::decoration::picture_of_part(lang, part + 1)
            } else {
                t::decoration::picture(lang).to_owned()
            };
            view! { <PictureForm view=view.clone() number part label picture desk/> }
        })
        .collect_view();
    view! { <div class="layout-pictures">{forms}</div> }.into_any()
}

#[component]
fn PictureForm(
    view: LayoutEditor,
    number: u16,
    part: usize,
    label: String,
    picture: Option<Picture>,
    desk: Desk,
) -> impl IntoView {
    let lang = use_lang();
    let arrange = ServerAction::<ArrangeBlocks>::new();
    let hung = picture.is_some();
    let (fields, fields_to_bare) = (opened(&view), opened(&view));
    let shown = picture.map(|picture| {
        view! {
            <img src=picture.url(320) alt=label.clone() width=picture.width height=picture.height loading="lazy"/>
        }
    });
    view! {
        <div class="layout-picture">
            {shown}
            <PlainForm path=HangPicture::PATH multipart=true refusal=refusal refused_field=at_picture
                id=format!("picture-{number}-{part}")>
                {fields}
                <input type="hidden" name="block" value=number.to_string()/>
                <input type="hidden" name="part" value=part.to_string()/>
                <FileDrop name="picture" label hint=t::decoration::picture_hint(lang) required=true/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Upload>{t::decoration::hang(lang)}</Submit>
            </PlainForm>
            {hung.then(|| view! {
                <Form action=arrange refusal=refusal id=format!("bare-{number}-{part}") on_done=desk.done()>
                    {fields_to_bare}
                    <Submit kind=ButtonKind::Quiet size=ButtonSize::Small name="change"
                        value=format!("bare:{number}:{part}")>{t::decoration::take_down(lang)}</Submit>
                </Form>
            })}
        </div>
    }
    .into_any()
}
