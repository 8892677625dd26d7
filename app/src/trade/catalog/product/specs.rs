//! What the shop says of the goods, as a table.

use crate::i18n::{t, use_lang};
use leptos::prelude::*;
use longtail::trade::catalog::browse::SpecGroup;

/// A part for each category that asks, the most general one first.
#[component]
pub fn SpecTable(groups: Vec<SpecGroup>) -> impl IntoView {
    let lang = use_lang();
    let many = groups.len() > 1;
    (!groups.is_empty()).then(|| {
        let parts = groups
            .into_iter()
            .map(|group| {
                let rows = group
                    .facts
                    .into_iter()
                    .map(|(name, answer)| {
                        let said_in = answer.picked(lang);
                        let tag = (said_in != lang).then_some(said_in.tag());
                        view! {
                            <tr>
                                <th scope="row">{name.pick(lang).to_owned()}</th>
                                <td lang=tag>{answer.pick(lang).to_owned()}</td>
                            </tr>
                        }
                    })
                    .collect_view();
                let head = many.then(|| {
                    let name = group.category.pick(lang).to_owned();
                    view! { <thead><tr><th scope="colgroup" colspan="2">{name}</th></tr></thead> }
                });
                view! { <table>{head}<tbody>{rows}</tbody></table> }
            })
            .collect_view();
        view! {
            <section class="product-specs" id="specs">
                <h2>{t::product::specs(lang)}</h2>
                <div class="product-specs-parts">{parts}</div>
            </section>
        }
    })
}
