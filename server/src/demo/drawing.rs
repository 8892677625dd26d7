//! The pictures of the demo market, drawn by this program.
//!
//! A market without pictures cannot be judged, and photographs would be somebody
//! else's. So every product, shop mark, banner and category of the demo is an SVG
//! illustration written here, all in one hand: light from the upper left, two tones
//! and a highlight for each material, a soft shadow on the ground, no words.
//!
//! Everything is a pure function of its arguments: the same tone gives the same
//! bytes on every machine, which keeps the demo reproducible.

mod audio;
mod bakery;
mod beauty;
mod categories;
mod children;
mod clothing;
mod colour;
mod craft;
mod cycling;
mod dining;
mod electronics;
mod food;
mod footwear;
mod garments;
mod home;
mod kitchen;
mod luggage;
mod motifs;
mod pantry;
mod play;
mod rooms;
mod scene;
mod sheet;
mod shops;
mod solids;
mod sports;
mod stationery;
mod tea;
#[cfg(test)]
mod tests;

pub use categories::category_picture;
pub use colour::Colour;
pub use motifs::Motif;
pub use shops::{shop_banner, shop_mark};

use scene::Stage;
use sheet::Sheet;

/// How one picture is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tone {
    /// The main colour of the thing: a colour option changes this.
    pub main: Colour,
    /// Trims, lids, labels and patterns.
    pub accent: Colour,
    /// The wall and the ground behind it; light colours serve best.
    pub backdrop: Colour,
    /// 0 the whole thing in front, 1 closer, 2 a pair or a room, 3 another arrangement.
    pub view: u8,
    /// Chooses small variations: the pattern of a cup or a sweater, the light on the wall.
    /// Keep it the same for all views and colours of one product, or its gallery would
    /// show different goods.
    pub seed: u32,
}

/// One row for each thing: its name, its drawing, how it is staged and what the closer
/// view looks at (x, y, zoom).
macro_rules! subjects {
    ($($variant:ident $name:literal $draw:path, $stage:ident $focus:expr;)*) => {
        /// Every thing the demo market can draw.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Subject {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Subject {
            /// All of them, by family.
            pub const ALL: &'static [Subject] = &[$(Subject::$variant,)*];

            /// Finds a subject by its snake_case name.
            pub fn from_name(name: &str) -> Option<Subject> {
                match name {
                    $($name => Some(Subject::$variant),)*
                    _ => None,
                }
            }

            /// Its snake_case name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Subject::$variant => $name,)*
                }
            }

            fn plan(self) -> (fn(&mut Sheet), Stage, (f32, f32, f32)) {
                match self {
                    $(Subject::$variant => ($draw, Stage::$stage, $focus),)*
                }
            }
        }
    };
}

subjects! {
    Cherries "cherries" food::cherries, Slim (590.0, 690.0, 1.6);
    Apple "apple" food::apple, Slim (560.0, 520.0, 1.5);
    Orange "orange" food::orange, Pair (640.0, 700.0, 1.6);
    Mango "mango" food::mango, Pair (560.0, 620.0, 1.5);
    Grapes "grapes" food::grapes, Slim (600.0, 600.0, 1.6);
    VegetablesBox "vegetables_box" food::vegetables_box, Room (600.0, 520.0, 1.5);
    HoneyJar "honey_jar" food::honey_jar, Slim (600.0, 620.0, 1.5);
    TeaTin "tea_tin" tea::tea_tin, Slim (600.0, 520.0, 1.6);
    TeaCake "tea_cake" tea::tea_cake, Pair (560.0, 640.0, 1.6);
    TeapotSet "teapot_set" tea::teapot_set, Room (600.0, 700.0, 1.6);
    CoffeeBag "coffee_bag" tea::coffee_bag, Slim (600.0, 620.0, 1.5);
    JuiceBottle "juice_bottle" tea::juice_bottle, Slim (600.0, 560.0, 1.6);
    DriedFlowers "dried_flowers" tea::dried_flowers, Slim (600.0, 640.0, 1.6);
    CookiesBox "cookies_box" bakery::cookies_box, Room (600.0, 720.0, 1.5);
    NoodlesPack "noodles_pack" pantry::noodles_pack, Slim (600.0, 560.0, 1.5);
    ChiliSauce "chili_sauce" pantry::chili_sauce, Slim (600.0, 620.0, 1.5);
    NutsBag "nuts_bag" pantry::nuts_bag, Slim (600.0, 720.0, 1.5);
    RiceBag "rice_bag" pantry::rice_bag, Slim (600.0, 560.0, 1.5);
    MilkPowder "milk_powder" pantry::milk_powder, Slim (600.0, 520.0, 1.5);
    Mooncake "mooncake" bakery::mooncake, Pair (540.0, 660.0, 1.6);
    Shirt "shirt" garments::shirt, Flat (600.0, 380.0, 1.8);
    Coat "coat" garments::coat, Flat (600.0, 420.0, 1.7);
    Dress "dress" clothing::dress, Flat (600.0, 420.0, 1.7);
    Trousers "trousers" clothing::trousers, Flat (600.0, 330.0, 1.8);
    Sweater "sweater" garments::sweater, Flat (600.0, 420.0, 1.7);
    Scarf "scarf" clothing::scarf, Flat (600.0, 700.0, 1.6);
    Qipao "qipao" clothing::qipao, Flat (600.0, 380.0, 1.8);
    Socks "socks" clothing::socks, Flat (560.0, 420.0, 1.6);
    Hat "hat" clothing::hat, Pair (600.0, 640.0, 1.5);
    Sneaker "sneaker" footwear::sneaker, Pair (540.0, 700.0, 1.6);
    Boot "boot" footwear::boot, Slim (560.0, 560.0, 1.6);
    Sandal "sandal" footwear::sandal, Pair (660.0, 740.0, 1.6);
    Backpack "backpack" luggage::backpack, Slim (600.0, 640.0, 1.5);
    Handbag "handbag" luggage::handbag, Pair (600.0, 680.0, 1.6);
    Suitcase "suitcase" luggage::suitcase, Slim (600.0, 440.0, 1.5);
    Phone "phone" electronics::phone, Slim (560.0, 420.0, 1.7);
    Headphones "headphones" audio::headphones, Pair (440.0, 680.0, 1.6);
    Laptop "laptop" electronics::laptop, Room (560.0, 660.0, 1.5);
    Camera "camera" electronics::camera, Pair (600.0, 620.0, 1.6);
    Keyboard "keyboard" electronics::keyboard, Flat (460.0, 560.0, 1.8);
    Speaker "speaker" audio::speaker, Slim (600.0, 640.0, 1.6);
    Charger "charger" audio::charger, Slim (540.0, 620.0, 1.5);
    Watch "watch" electronics::watch, Slim (600.0, 580.0, 1.6);
    Lamp "lamp" home::lamp, Slim (600.0, 420.0, 1.5);
    Chair "chair" rooms::chair, Slim (580.0, 520.0, 1.5);
    Sofa "sofa" rooms::sofa, Room (440.0, 640.0, 1.6);
    Table "table" rooms::table, Room (600.0, 560.0, 1.5);
    Rug "rug" rooms::rug, Flat (420.0, 420.0, 1.8);
    Vase "vase" home::vase, Pair (600.0, 640.0, 1.5);
    Cushion "cushion" rooms::cushion, Pair (560.0, 600.0, 1.6);
    PlantPot "plant_pot" home::plant_pot, Pair (600.0, 460.0, 1.5);
    Candle "candle" home::candle, Slim (600.0, 560.0, 1.6);
    Pot "pot" kitchen::pot, Room (560.0, 560.0, 1.5);
    Pan "pan" kitchen::pan, Room (500.0, 640.0, 1.5);
    Knife "knife" kitchen::knife, Flat (780.0, 700.0, 1.6);
    Bowl "bowl" dining::bowl, Pair (560.0, 680.0, 1.6);
    Plate "plate" dining::plate, Flat (520.0, 520.0, 1.6);
    Cup "cup" dining::cup, Slim (560.0, 660.0, 1.6);
    Kettle "kettle" kitchen::kettle, Room (600.0, 560.0, 1.5);
    Chopsticks "chopsticks" dining::chopsticks, Flat (760.0, 420.0, 1.7);
    Steamer "steamer" kitchen::steamer, Room (600.0, 620.0, 1.5);
    Lipstick "lipstick" beauty::lipstick, Slim (540.0, 420.0, 1.6);
    CreamJar "cream_jar" beauty::cream_jar, Pair (580.0, 680.0, 1.5);
    Perfume "perfume" beauty::perfume, Slim (600.0, 620.0, 1.5);
    Soap "soap" beauty::soap, Pair (560.0, 740.0, 1.6);
    Comb "comb" beauty::comb, Flat (520.0, 560.0, 1.7);
    HandCream "hand_cream" beauty::hand_cream, Slim (600.0, 560.0, 1.5);
    Blocks "blocks" children::blocks, Room (600.0, 600.0, 1.5);
    Teddy "teddy" children::teddy, Slim (600.0, 440.0, 1.7);
    Stroller "stroller" play::stroller, Room (560.0, 480.0, 1.5);
    BabyBottle "baby_bottle" children::baby_bottle, Slim (600.0, 480.0, 1.6);
    Puzzle "puzzle" play::puzzle, Flat (560.0, 560.0, 1.6);
    Train "train" play::train, Room (460.0, 680.0, 1.6);
    Lantern "lantern" children::lantern, Pair (600.0, 520.0, 1.5);
    Bicycle "bicycle" cycling::bicycle, Room (400.0, 640.0, 1.6);
    Tent "tent" sports::tent, Room (560.0, 680.0, 1.5);
    Ball "ball" sports::ball, Pair (560.0, 600.0, 1.5);
    Racket "racket" sports::racket, Flat (480.0, 440.0, 1.6);
    YogaMat "yoga_mat" sports::yoga_mat, Room (420.0, 720.0, 1.5);
    Flask "flask" sports::flask, Slim (600.0, 480.0, 1.6);
    Helmet "helmet" cycling::helmet, Pair (540.0, 600.0, 1.6);
    Kite "kite" sports::kite, Flat (600.0, 460.0, 1.5);
    Notebook "notebook" stationery::notebook, Pair (600.0, 560.0, 1.6);
    Pen "pen" stationery::pen, Flat (420.0, 800.0, 1.8);
    InkBrush "ink_brush" stationery::ink_brush, Flat (420.0, 760.0, 1.7);
    Book "book" stationery::book, Pair (560.0, 600.0, 1.6);
    Yarn "yarn" craft::yarn, Pair (560.0, 680.0, 1.6);
    PaintBox "paint_box" craft::paint_box, Flat (560.0, 620.0, 1.6);
    PaperFan "paper_fan" craft::paper_fan, Flat (600.0, 540.0, 1.6);
    SealStamp "seal_stamp" craft::seal_stamp, Pair (560.0, 660.0, 1.6);
}

/// A square 1200 × 1200 picture of the subject as an SVG document.
pub fn product(subject: Subject, tone: &Tone) -> String {
    let (draw, stage, focus) = subject.plan();
    let mut sheet = Sheet::new(tone.main, tone.accent, tone.backdrop, tone.view, tone.seed);
    scene::compose(&mut sheet, stage, focus, draw);
    sheet.finish(1200, 1200)
}
