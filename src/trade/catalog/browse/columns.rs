//! Many variants on their way to the browser, column by column: what they share is sent once.

use super::ShownVariant;
use crate::{
    id::VariantId,
    money::{Currency, Money},
    platform::media::Picture,
    trade::choice::Offer,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

#[derive(Serialize, Deserialize)]
struct Columns {
    currency: Currency,
    /// Values in a choice.
    axes: usize,
    /// The choices one after another.
    choices: Vec<u16>,
    ids: Vec<VariantId>,
    prices: Vec<i64>,
    /// 0 where there is none.
    was: Vec<i64>,
    /// Pieces to be had; −1 for what is not offered and has none, −2 − n for one that has n.
    stock: Vec<i64>,
    pictures: Vec<Picture>,
    /// Their places in `pictures`, from 1; 0 where there is none.
    shown: Vec<usize>,
}

pub fn serialize<S: Serializer>(
    variants: &[ShownVariant],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut pictures: Vec<Picture> = Vec::new();
    let mut place = |picture: &Picture| {
        let at = pictures.iter().position(|p| p == picture);
        at.unwrap_or_else(|| {
            pictures.push(picture.clone());
            pictures.len() - 1
        }) + 1
    };
    let shown = variants
        .iter()
        .map(|v| v.picture.as_ref().map_or(0, &mut place))
        .collect();
    let first = variants.first();
    Columns {
        currency: first.map(|v| v.price.currency).unwrap_or_default(),
        axes: first.map_or(0, |v| v.offer.choice.len()),
        choices: variants
            .iter()
            .flat_map(|v| v.offer.choice.iter().copied())
            .collect(),
        ids: variants.iter().map(|v| v.id).collect(),
        prices: variants.iter().map(|v| v.price.minor).collect(),
        was: variants
            .iter()
            .map(|v| v.was_price.map_or(0, |was| was.minor))
            .collect(),
        stock: variants
            .iter()
            .map(|v| match (v.offer.offered, i64::from(v.offer.stock)) {
                (true, stock) => stock,
                (false, stock) => -1 - stock,
            })
            .collect(),
        pictures,
        shown,
    }
    .serialize(serializer)
}

pub fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<ShownVariant>, D::Error> {
    let columns = Columns::deserialize(deserializer)?;
    (0..columns.ids.len())
        .map(|n| variant(&columns, n).ok_or_else(|| D::Error::custom("a column is too short")))
        .collect()
}

fn variant(columns: &Columns, n: usize) -> Option<ShownVariant> {
    let money = |minor| Money::new(minor, columns.currency);
    let (stock, was, shown) = (
        *columns.stock.get(n)?,
        *columns.was.get(n)?,
        *columns.shown.get(n)?,
    );
    let choice = columns
        .choices
        .get(n * columns.axes..(n + 1) * columns.axes)?;
    Some(ShownVariant {
        id: *columns.ids.get(n)?,
        offer: Offer {
            choice: choice.to_vec(),
            offered: stock >= 0,
            stock: u32::try_from(if stock < 0 { -1 - stock } else { stock }).ok()?,
        },
        price: money(*columns.prices.get(n)?),
        was_price: (was > 0).then(|| money(was)),
        picture: match shown {
            0 => None,
            at => Some(columns.pictures.get(at - 1)?.clone()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::MediaId;
    use uuid::Uuid;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Page(#[serde(with = "super")] Vec<ShownVariant>);

    fn phone() -> Page {
        let picture = |n: u128| Picture {
            id: MediaId(Uuid::from_u128(n)),
            width: 640,
            height: 640,
            widths: vec![320, 640],
        };
        let variants = (0..378_u16)
            .map(|n| ShownVariant {
                id: VariantId(Uuid::from_u128(u128::MAX / 3 * 2 + u128::from(n) * 7919)),
                offer: Offer {
                    choice: vec![n / 189, n / 63 % 3, n / 9 % 7, n / 3 % 3, n % 3],
                    offered: n % 5 != 0,
                    stock: u32::from(n % 4),
                },
                price: Money::new(269_900 + i64::from(n), Currency::Cny),
                was_price: n
                    .is_multiple_of(2)
                    .then(|| Money::new(300_000, Currency::Cny)),
                picture: (n % 3 > 0).then(|| picture(u128::from(n / 63 % 3))),
            })
            .collect();
        Page(variants)
    }

    #[test]
    fn what_is_sent_reads_back_and_is_small() {
        let sent = serde_json::to_string(&phone()).expect("writes");
        assert_eq!(serde_json::from_str::<Page>(&sent).expect("reads"), phone());
        assert!(sent.len() < 30_000, "{} bytes", sent.len());
        let none = serde_json::to_string(&Page(Vec::new())).expect("writes");
        assert_eq!(
            serde_json::from_str::<Page>(&none).expect("reads"),
            Page(Vec::new())
        );
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let mut sent = serde_json::to_value(phone()).expect("writes");
        sent["prices"] = serde_json::json!([1]);
        assert!(serde_json::from_value::<Page>(sent).is_err());
    }
}
