//! What a reader of one language is sent.

use super::*;
use crate::{
    id::ShopId,
    trade::{
        search::CardShop,
        shop::{Postage, ShopStage, Tier, layout::PickRule},
    },
};
use uuid::Uuid;

const YUAN: Money = Money::new(100, Currency::Cny);

fn card(title: Bilingual) -> ListingCard {
    ListingCard {
        id: ListingId(Uuid::nil()),
        slug: "tea".to_owned(),
        title,
        shop: CardShop {
            id: ShopId(Uuid::nil()),
            slug: "tea-house".to_owned(),
            name: Bilingual::new("Tea house", "茶馆"),
            tier: Tier::Bazaar,
        },
        picture: None,
        price: YUAN,
        price_to: YUAN,
        was_price: None,
        sold_count: 0,
        in_stock: true,
        choice: Vec::new(),
    }
}

fn cards() -> Vec<ListingCard> {
    vec![
        card(Bilingual::new("Green tea", "绿茶")),
        card(Bilingual::new("", "红茶")),
    ]
}

fn list() -> SearchPage {
    SearchPage {
        hits: cards(),
        popular: cards(),
        ..SearchPage::default()
    }
}

/// In English alone; what has no English title keeps the one it has.
fn in_english(cards: &[ListingCard]) {
    let titles: Vec<_> = cards.iter().map(|card| card.title.clone()).collect();
    assert_eq!(
        titles,
        [Bilingual::new("Green tea", ""), Bilingual::new("", "红茶")]
    );
    let shop = Bilingual::new("Tea house", "");
    assert!(cards.iter().all(|card| card.shop.name == shop));
}

#[test]
fn a_category_s_goods_come_in_one_language() {
    let page = CategoryPage {
        category: CategoryLink {
            slug: "tea".to_owned(),
            name: Bilingual::new("Tea", "茶"),
        },
        children: Vec::new(),
        list: list(),
        quiet: cards(),
    };
    let page = page.said_in(Lang::En);
    in_english(&page.list.hits);
    in_english(&page.list.popular);
    in_english(&page.quiet);
}

#[test]
fn a_shop_s_goods_come_in_one_language() {
    let page = ShopPage {
        shop: ShopCard {
            id: ShopId(Uuid::nil()),
            slug: "tea-house".to_owned(),
            name: Bilingual::new("Tea house", "茶馆"),
            tier: Tier::Bazaar,
            stage: ShopStage::Open,
            city: Bilingual::default(),
            mark: None,
        },
        about: Bilingual::default(),
        banner: None,
        postage: TermsOf::Plain {
            postage: Postage {
                base: YUAN,
                extra_item: YUAN,
                free_over: None,
            },
        },
        opened_at: None,
        listing_count: 2,
        sold_count: 0,
        on_sale: OnSale::Yes,
        blocks: vec![ShownBlock::Picks {
            title: Bilingual::default(),
            rule: PickRule::Chosen,
            cards: cards(),
        }],
        draft: false,
        list: list(),
    };
    let page = page.said_in(Lang::En);
    in_english(&page.list.hits);
    let Some(ShownBlock::Picks { cards, .. }) = page.blocks.first() else {
        panic!("the shop's picks");
    };
    in_english(cards);
}
