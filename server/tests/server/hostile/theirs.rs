//! Ids of the right kind, of things that are another shop's or another buyer's: nobody gets at
//! them.

use super::{
    api::{Field, Function},
    values::{self, Hostile, Pairs, Put},
};
use crate::authorization::town::Town;

/// Fields that may hold anybody's ids, or only ids that are nobody's.
const PUBLIC: [(&str, &str); 8] = [
    // made by whoever sends it, anew for each call
    ("/api/", "command"),
    // goods on sale are there for everybody
    ("/api/trade/wishlist/", "wish"),
    ("/api/trade/wishlist/", "variant"),
    ("/api/trade/cart/", "variant"),
    // a question stands on the page of its thing
    ("/api/trade/question/find_helpful", "question"),
    // the market's own
    ("/api/", "category"),
    ("/api/", "campaign"),
    // looked for among the pictures of the listing alone
    ("/api/trade/catalog/arrange_picture", "picture"),
];

/// Fields that a well-meant call leaves out, or fills with what is new or no id, and the name of
/// what the others have for each; in `{}` stands an id that is part of the field's name.
const UNSAID: [(&str, &str, &str); 10] = [
    ("/api/money/deposit/charge_fee", "order", "number"),
    ("/api/money/refund/refund_order", "pieces[line-{}]", "line"),
    ("/api/trade/import/load_imports", "import", "import"),
    ("/api/trade/price/end_platform_coupon", "coupon", "coupon"),
    ("/api/trade/price/make_offer", "listings[0]", "listing"),
    ("/api/trade/shipping/load_template", "template", "template"),
    ("/api/trade/shipping/save_measures", "template", "template"),
    ("/api/trade/shipping/save_template", "template", "template"),
    ("/api/trade/shipping/ship_parcel", "pieces[line-{}]", "line"),
    ("/api/trade/shop/begin_layout", "copy_of", "layout"),
];

/// Every field with what is somebody else's in it.
pub fn of(town: &Town, function: &Function, base: &Pairs) -> Vec<(Field, Hostile)> {
    let twins = town.twins();
    let mut all = Vec::new();
    for (name, value) in base {
        if is_public(function, name) {
            continue;
        }
        for (own, theirs) in &twins {
            if value.as_slice() == own.as_bytes() {
                let put = Put::Instead(theirs.as_bytes().to_vec());
                all.push((Field::named(name), Hostile::theirs(theirs, put)));
            } else if name.contains(*own) {
                let put = Put::Renamed(name.replace(*own, theirs));
                all.push((Field::named(name), Hostile::theirs(theirs, put)));
            }
        }
    }
    for (path, field, name) in UNSAID {
        if path == function.path {
            let theirs = town.theirs(name);
            let value = if field.contains("{}") { "1" } else { theirs };
            let put = Put::Instead(value.as_bytes().to_vec());
            let field = Field::named(&field.replace("{}", theirs));
            all.push((field, Hostile::theirs(theirs, put)));
        }
    }
    all
}

/// Fields with ids that are not public, and that nothing of somebody else's was found for.
pub fn untried(function: &Function, base: &Pairs, tried: &[(Field, Hostile)]) -> Vec<String> {
    let fields = function.fields_with(base).into_iter();
    let with_ids = fields.filter(|field| values::holds_id(field, base));
    with_ids
        .map(|field| field.name)
        .filter(|name| !is_public(function, name))
        .filter(|name| {
            // `ids` is tried in `ids[0]`
            let place = format!("{name}[");
            let covers = |field: &Field| field.name == *name || field.name.starts_with(&place);
            !tried.iter().any(|(field, _)| covers(field))
        })
        .collect()
}

fn is_public(function: &Function, field: &str) -> bool {
    PUBLIC
        .iter()
        .any(|(paths, name)| function.path.starts_with(*paths) && *name == field)
}
