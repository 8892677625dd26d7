//! Fields and choices.

use super::Side;
use crate::{
    i18n::{t, use_lang},
    ui::{
        Checkbox, Choice, EmailField, FileDrop, MoneyInput, NumberField, OptionButtons,
        PasswordField, RadioCards, Select, StarsField, Stepper, TextArea, TextField,
    },
};
use leptos::prelude::*;
use longtail::money::{Currency, Money};

pub fn fields(_: Side) -> AnyView {
    let lang = use_lang();
    view! {
        <TextField name="name" label=t::design::name(lang) hint=t::design::name_hint(lang)
            value=t::design::name_value(lang) counter=40 required=true/>
        <TextField name="wrong" label=t::design::password(lang) value="abc" required=true/>
        <EmailField name="email" label=t::design::email(lang)/>
        <PasswordField name="password" label=t::design::password(lang)/>
        <div class="form-row">
            <NumberField name="weight" label=t::design::weight(lang) value=350 min=0 max=30_000 after=t::design::grams(lang) required=true/>
            <MoneyInput name="price" label=t::design::price(lang) currency=Currency::Cny value=Money::new(12_800, Currency::Cny) required=true/>
        </div>
        <TextField name="slug" label=t::design::address(lang) before="longtail.example/" value="riverside-kiln" required=true/>
        <TextField name="number" label=t::design::readonly(lang) value="LT-1042-7" readonly=true/>
        <TextArea name="note" label=t::design::note(lang) value=t::design::note_value(lang) counter=200 rows=3/>
        <FileDrop name="pictures" label=t::design::pictures(lang) hint=t::design::pictures_hint(lang) multiple=true/>
    }
    .into_any()
}

pub fn choices(_: Side) -> AnyView {
    let lang = use_lang();
    let countries = vec![
        Choice::new("CN", t::design::china(lang)),
        Choice::new("FR", t::design::france(lang)),
        Choice::new("KE", t::design::kenya(lang)),
    ];
    let ways = vec![
        Choice::new("card", t::design::card(lang)).hint(t::design::card_hint(lang)),
        Choice::new("wallet", t::design::wallet(lang))
            .hint(t::design::wallet_hint(lang))
            .aside("¥56.00"),
        Choice::new("transfer", t::design::transfer(lang))
            .hint(t::design::not_here(lang))
            .disabled(true),
    ];
    let colours = vec![
        Choice::new("celadon", t::design::celadon(lang)),
        Choice::new("oxblood", t::design::oxblood(lang)),
        Choice::new("ink", t::design::ink_black(lang)),
    ];
    let sizes = vec![
        Choice::new("s", t::design::size_s(lang)),
        Choice::new("m", t::design::size_m(lang)),
        Choice::new("l", t::design::size_l(lang)),
        Choice::new("xl", t::design::size_xl(lang)).disabled(true),
    ];
    let colour = RwSignal::new("celadon".to_owned());
    let size = RwSignal::new("m".to_owned());
    // Oxblood is not made in large.
    let greyed = Signal::derive(move || {
        if colour.get() == "oxblood" {
            vec!["l".to_owned()]
        } else {
            Vec::new()
        }
    });
    let greyed_colours = Signal::derive(move || {
        if size.get() == "l" {
            vec!["oxblood".to_owned()]
        } else {
            Vec::new()
        }
    });
    let words = [
        t::design::star_1(lang),
        t::design::star_2(lang),
        t::design::star_3(lang),
        t::design::star_4(lang),
        t::design::star_5(lang),
    ]
    .map(str::to_owned);
    view! {
        <Select name="country" label=t::design::country(lang) choices=countries prompt=t::design::choose_country(lang) required=true/>
        <RadioCards name="pay_with" legend=t::design::pay_with(lang) choices=ways value="card"/>
        <OptionButtons name="colour" legend=t::design::colour(lang) choices=colours chosen=colour greyed=greyed_colours
            on_choose=move |value| colour.set(value)/>
        <OptionButtons name="size" legend=t::design::size(lang) choices=sizes chosen=size greyed=greyed
            on_choose=move |value| size.set(value)/>
        <Stepper name="quantity" label=t::design::quantity(lang) show_label=true value=2 max=5/>
        <div>
            <Checkbox name="gift" label=t::design::gift(lang) hint=t::design::gift_hint(lang) checked=true/>
            <Checkbox name="accept" label=t::design::accept(lang)/>
        </div>
        <StarsField name="stars" legend=t::design::the_goods(lang) words value=4/>
    }
    .into_any()
}
