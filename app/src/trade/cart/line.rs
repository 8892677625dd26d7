//! One thing in the cart: how many, what stands in the way, and out again.

use super::{
    api::{RemoveLine, SetQuantity},
    page::Cart,
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    id::VariantId,
    text::Lang,
    trade::cart::{CartLine, LineTrouble, MOST_PER_LINE},
};

/// A line of the cart. It keeps its place (and the focus) while the cart around it changes.
#[component]
pub fn Line(cart: Cart, variant: VariantId) -> impl IntoView {
    let lang = use_lang();
    let line = Memo::new(move |_| {
        cart.view.with(|view| {
            let mut lines = view.groups.iter().flat_map(|group| {
                group
                    .lines
                    .iter()
                    .map(move |line| (group.shop.slug.clone(), line))
            });
            lines
                .find(|(_, line)| line.variant == variant)
                .map(|(shop, line)| (shop, line.clone()))
        })
    });
    let Some((shop, first)) = line.get_untracked() else {
        return ().into_any();
    };
    let set = ServerAction::<SetQuantity>::new();
    // The last number that was asked for while another was on its way: it goes when that has come.
    let wanted = StoredValue::new(None::<u32>);
    Effect::new(move |_| {
        let Some(answer) = set.value().get() else {
            return;
        };
        if let Some(quantity) = wanted.try_update_value(Option::take).flatten() {
            set.dispatch(SetQuantity { variant, quantity });
        } else if let Ok(view) = answer {
            cart.changed(view);
        }
    });
    let trouble = Memo::new(move |_| line.get().and_then(|(_, line)| line.trouble));
    let href = format!("/shops/{shop}/{}", first.listing_slug);
    let title = first.title.pick(lang).to_owned();
    let title_lang = first.title.picked(lang).tag();
    let options = first.options.pick(lang).to_owned();
    let goods = move || {
        line.get()
            .map(|(_, line)| view! { <Price amount=line.goods()/> })
    };
    let each = move || {
        line.get()
            .filter(|(_, line)| line.quantity > 1)
            .map(|(_, line)| t::cart::each(lang, line.unit()))
    };
    view! {
        <li class="flex gap-3 py-4">
            <a href=href.clone() class="w-20 sm:w-24 shrink-0" tabindex="-1" aria-hidden="true">
                <Photo picture=first.picture.clone() alt="" sizes="96px"/>
            </a>
            <div class="min-w-0 grow grid gap-1">
                <div class="flex flex-wrap justify-between gap-x-4 gap-y-1">
                    <div class="min-w-0">
                        <p class="font-medium break-words">
                            <a href=href lang=title_lang class="hover:underline">{title.clone()}</a>
                        </p>
                        {(!options.is_empty()).then(|| view! { <p class="text-13 text-muted">{options}</p> })}
                    </div>
                    <p class="text-right">
                        <strong class="block text-16">{goods}</strong>
                        <span class="text-13 text-muted">{each}</span>
                    </p>
                </div>
                {move || trouble.get().map(|trouble| view! { <Trouble trouble variant set/> })}
                <div class="mt-1 flex flex-wrap items-end justify-between gap-2">
                    {move || {
                        // Drawn anew when trouble comes or goes, so that the number shown is the cart's.
                        let gone = matches!(trouble.get(), Some(LineTrouble::SoldOut | LineTrouble::NotOffered));
                        (!gone).then(|| line.get_untracked()).flatten().map(|(_, line)| view! {
                            <Quantity line title=title.clone() set wanted/>
                        })
                    }}
                    <RemoveForm cart line=first.clone() wanted/>
                </div>
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn Quantity(
    line: CartLine,
    title: String,
    set: ServerAction<SetQuantity>,
    wanted: StoredValue<Option<u32>>,
) -> impl IntoView {
    let lang = use_lang();
    let variant = line.variant;
    let most = line.available.clamp(1, MOST_PER_LINE);
    let update = format!(
        "<button type=\"submit\" class=\"btn btn-plain btn-small\">{}</button>",
        t::cart::update(lang)
    );
    view! {
        <Form action=set refusal=refusal id=format!("line-{variant}") class="form-inline">
            <input type="hidden" name="variant" value=variant.to_string()/>
            <div class="flex items-end gap-2">
                <Stepper
                    name="quantity"
                    label=t::cart::quantity_of(lang, title)
                    value=line.quantity
                    max=most
                    on_change=Callback::new(move |quantity| {
                        if set.pending().get_untracked() {
                            wanted.set_value(Some(quantity));
                        } else {
                            set.dispatch(SetQuantity { variant, quantity });
                        }
                    })
                />
                <noscript inner_html=update></noscript>
            </div>
        </Form>
    }
}

/// What stands in the way of buying, with its cure.
#[component]
fn Trouble(
    trouble: LineTrouble,
    variant: VariantId,
    set: ServerAction<SetQuantity>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-warning" role="status">
            <p class="flex items-center gap-1"><Icon glyph=Glyph::Warning/>{trouble_words(lang, trouble)}</p>
            {match trouble {
                LineTrouble::OnlyLeft { available } => view! {
                    <Form action=set refusal=refusal id=format!("cure-{variant}") class="form-inline">
                        <input type="hidden" name="variant" value=variant.to_string()/>
                        <input type="hidden" name="quantity" value=available.to_string()/>
                        <Submit kind=ButtonKind::Plain size=ButtonSize::Small>
                            {t::cart::take_what_is_left(lang, i64::from(available))}
                        </Submit>
                    </Form>
                }
                .into_any(),
                LineTrouble::SoldOut | LineTrouble::NotOffered => ().into_any(),
            }}
        </div>
    }
}

fn trouble_words(lang: Lang, trouble: LineTrouble) -> String {
    match trouble {
        LineTrouble::OnlyLeft { available } => t::cart::only_left(lang, i64::from(available)),
        LineTrouble::SoldOut => t::cart::sold_out(lang).to_owned(),
        LineTrouble::NotOffered => t::cart::not_offered(lang).to_owned(),
    }
}

#[component]
fn RemoveForm(cart: Cart, line: CartLine, wanted: StoredValue<Option<u32>>) -> impl IntoView {
    let lang = use_lang();
    let remove = ServerAction::<RemoveLine>::new();
    let toaster = use_toaster();
    let variant = line.variant;
    let title = line.title.pick(lang).to_owned();
    let words = title.clone();
    // What is taken out does not come back with a number asked for before.
    Effect::new(move |_| {
        if remove.pending().get() {
            wanted.set_value(None);
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(view)) = remove.value().get() {
            let held = cart.view.with_untracked(|cart| {
                let mut lines = cart.groups.iter().flat_map(|group| &group.lines);
                lines
                    .find(|line| line.variant == variant)
                    .map(|line| line.quantity)
            });
            let put_back = cart.put_back;
            if let Some(quantity) = held {
                let undo = Callback::new(move |()| {
                    put_back.dispatch(SetQuantity { variant, quantity });
                });
                toaster.say_with_undo(t::cart::removed(lang, &words), undo);
            }
            cart.changed(view);
        }
    });
    view! {
        <Form action=remove refusal=refusal id=format!("remove-{variant}") class="form-inline">
            <input type="hidden" name="variant" value=variant.to_string()/>
            <Submit
                kind=ButtonKind::Quiet
                size=ButtonSize::Small
                icon=Glyph::Trash
                label=t::cart::remove_what(lang, title)
            >
                <span class="hidden sm:inline">{t::cart::remove(lang)}</span>
            </Submit>
        </Form>
    }
}
