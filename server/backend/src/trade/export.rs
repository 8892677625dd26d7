//! Taking goods along: a shop's listings as a file, in pieces as they are read, so that a
//! shop of any size needs little room.

mod goods;
mod google;
mod longtail_table;
mod shopify;
mod table;
mod taobao;
mod vendure;
mod woocommerce;

use crate::{
    Ctx,
    failure::{Failure, Incident, Refusal, denied},
};
use bytes::Bytes;
use futures::{Stream, stream};
use goods::{Goods, Reader};
use longtail::{
    actor::Actor,
    id::ShopId,
    policy::{Action, permit},
    text::Lang,
    trade::import::Format,
};
use table::Sheet;

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    pub shop: ShopId,
    pub format: Format,
    /// For formats that have room for one language only.
    pub lang: Lang,
}

/// Where a piece of a file comes from.
enum Step {
    Begin,
    Listings,
    Done,
}

/// A shop's listings as a file, piece by piece. Removed ones are left out.
///
/// # Errors
/// *Not found* for another's shop. A format that only counts shelves is none to write.
pub fn export(
    ctx: &Ctx,
    actor: &Actor,
    what: Export,
) -> Result<impl Stream<Item = Result<Bytes, Incident>> + use<>, Failure<Refusal>> {
    permit(actor, Action::EditGoods(what.shop)).map_err(denied)?;
    if what.format == Format::Stock {
        return Err(Failure::NotFound);
    }
    let state = (
        Writer::new(what),
        Reader::new(ctx.clone(), what.shop),
        Step::Begin,
    );
    Ok(stream::try_unfold(
        state,
        |(mut writer, mut reader, step)| async move {
            let (piece, step) = match step {
                Step::Begin => {
                    reader.begin().await?;
                    (writer.head(&reader), Step::Listings)
                }
                Step::Listings => match reader.next().await? {
                    listings if listings.is_empty() => (writer.foot(), Step::Done),
                    listings => {
                        for goods in &listings {
                            writer.goods(goods);
                        }
                        (writer.take(), Step::Listings)
                    }
                },
                Step::Done => return Ok(None),
            };
            Ok(Some((Bytes::from(piece), (writer, reader, step))))
        },
    ))
}

/// Writes one format.
struct Writer {
    what: Export,
    sheet: Sheet,
    shop: String,
}

impl Writer {
    fn new(what: Export) -> Self {
        let sheet = match what.format {
            Format::Taobao => Sheet::wide('\t'),
            Format::GoogleTsv => Sheet::new('\t'),
            _ => Sheet::new(','),
        };
        Self {
            what,
            sheet,
            shop: String::new(),
        }
    }

    fn head(&mut self, reader: &Reader) -> Vec<u8> {
        self.shop = reader.shop_address();
        match self.what.format {
            Format::Shopify => self.sheet.row(shopify::HEADINGS),
            Format::Woocommerce => self.sheet.row(woocommerce::HEADINGS),
            Format::Vendure => self.sheet.row(vendure::HEADINGS),
            Format::GoogleTsv => self.sheet.row(google::HEADINGS),
            Format::GoogleXml => self.sheet.raw(&google::head(&self.shop)),
            Format::Taobao => taobao::head(&mut self.sheet),
            Format::Longtail | Format::Stock => self.sheet.row(&longtail_table::headings()),
        }
        self.take()
    }

    fn goods(&mut self, goods: &Goods) {
        let lang = self.what.lang;
        match self.what.format {
            Format::Shopify => shopify::write(&mut self.sheet, goods, lang),
            Format::Woocommerce => woocommerce::write(&mut self.sheet, goods, lang),
            Format::Vendure => vendure::write(&mut self.sheet, goods, lang),
            Format::GoogleTsv => google::write(&mut self.sheet, goods, lang, &self.shop),
            Format::GoogleXml => google::write_xml(&mut self.sheet, goods, lang, &self.shop),
            Format::Taobao => taobao::write(&mut self.sheet, goods),
            Format::Longtail | Format::Stock => longtail_table::write(&mut self.sheet, goods),
        }
    }

    fn foot(&mut self) -> Vec<u8> {
        if self.what.format == Format::GoogleXml {
            self.sheet.raw(google::FOOT);
        }
        self.take()
    }

    fn take(&mut self) -> Vec<u8> {
        self.sheet.take()
    }
}
