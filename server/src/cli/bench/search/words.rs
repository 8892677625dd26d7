//! Made-up goods and questions, always the same for a seed.

use longtail::trade::search::Sort;
use longtail_backend::trade::search::trial::{Asking, TrialGoods};
use rand::{Rng, SeedableRng, rngs::StdRng};

/// Different words that titles are made of.
const VOCABULARY: usize = 20_000;
const SHOPS: usize = 2_000;
/// Specifications to choose from.
pub const CHOICES: [(&str, &[&str]); 3] = [
    (
        "material",
        &[
            "oak", "steel", "cotton", "wool", "glass", "leather", "silk", "bamboo",
        ],
    ),
    (
        "colour",
        &[
            "red", "blue", "green", "black", "white", "grey", "yellow", "brown",
        ],
    ),
    ("grade", &["daily", "first", "pick"]),
];
/// A specification that is a number.
pub const NUMBER: &str = "weight";

const SYLLABLES: [&str; 24] = [
    "ba", "co", "den", "fi", "gor", "hal", "in", "jo", "ka", "lun", "mer", "no", "or", "pa", "qui",
    "rin", "so", "ta", "ul", "ven", "wa", "xo", "yel", "zin",
];
/// Chinese words that goods are called by; the dictionary knows them.
const CHINESE: [&str; 40] = [
    "茶叶", "茶壶", "杯子", "毛衣", "围巾", "衬衫", "耳机", "键盘", "手机", "相机", "台灯", "沙发",
    "椅子", "桌子", "地毯", "花瓶", "背包", "雨靴", "凉鞋", "帐篷", "头盔", "球拍", "风筝", "钢笔",
    "毛笔", "颜料", "积木", "拼图", "灯笼", "奶粉", "月饼", "饼干", "蜂蜜", "苹果", "香皂", "梳子",
    "口红", "水壶", "炒锅", "筷子",
];

pub struct Words {
    chance: StdRng,
    words: Vec<String>,
}

impl Words {
    pub fn new(seed: u64) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        let word = |chance: &mut StdRng| {
            let syllables = chance.random_range(2..5);
            (0..syllables)
                .map(|_| SYLLABLES[chance.random_range(0..SYLLABLES.len())])
                .collect::<String>()
        };
        let words = (0..VOCABULARY).map(|_| word(&mut chance)).collect();
        Self { chance, words }
    }

    /// A place below a bound, small ones much more often: Zipf's law, near enough.
    fn zipf(&mut self, bound: usize) -> usize {
        let chance: f64 = self.chance.random();
        let place = (bound as f64).powf(chance) - 1.0;
        (place as usize).min(bound - 1)
    }

    fn word(&mut self) -> String {
        let at = self.zipf(VOCABULARY);
        self.words[at].clone()
    }

    fn some(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| self.word())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn code(&mut self) -> String {
        let letter = |chance: &mut StdRng| char::from(b'a' + chance.random_range(0..26_u8));
        let letters: String = (0..3).map(|_| letter(&mut self.chance)).collect();
        format!("{letters}-{}", self.chance.random_range(100..10_000))
    }

    fn chinese(&mut self) -> &'static str {
        CHINESE[self.zipf(CHINESE.len())]
    }

    pub fn goods(&mut self, id: u128) -> TrialGoods {
        let words = self.chance.random_range(4..11);
        let mut title = self.some(words);
        if self.chance.random_bool(0.3) {
            title = format!("{title} {}", self.code());
        }
        let chinese = if self.chance.random_bool(0.5) {
            format!("{}{} {}", self.chinese(), self.chinese(), self.chinese())
        } else {
            String::new()
        };
        let choices = CHOICES
            .iter()
            .map(|(key, values)| (*key, values[self.chance.random_range(0..values.len())]))
            .collect();
        TrialGoods {
            id,
            title_en: title,
            title_zh: chinese,
            description: self.some(30),
            shop: format!("shop-{}", self.zipf(SHOPS)),
            price_minor: 100 * (1 + self.zipf(100_000) as i64),
            sold: self.zipf(5_000) as u64,
            age_days: self.chance.random_range(0..700),
            choices,
            numbers: vec![(NUMBER, 1_000 * self.chance.random_range(1..2_000))],
            ..TrialGoods::default()
        }
    }

    /// A question, and of what kind it is. Two words of six are asked most.
    pub fn question(&mut self) -> (&'static str, Asking) {
        let mut asked = Asking::default();
        let kind = match self.chance.random_range(0..100) {
            0..25 => {
                asked.query = self.word();
                "one word"
            }
            25..50 => {
                asked.query = self.some(2);
                "two words"
            }
            50..60 => {
                asked.query = self.some(3);
                "three words"
            }
            60..80 => {
                asked.query = format!("{}{}", self.chinese(), self.chinese());
                "Chinese"
            }
            80..85 => {
                asked.query = self.code();
                "a code"
            }
            85..90 => {
                asked.query = self.some(8);
                "a whole title"
            }
            _ => {
                asked.query = self.word();
                let (key, values) = CHOICES[self.chance.random_range(0..CHOICES.len())];
                let value = values[self.chance.random_range(0..values.len())];
                asked.choices.push((key, value));
                asked.price = (Some(1_000), Some(1_000_000));
                "one word, narrowed"
            }
        };
        let sorts = [Sort::Relevance, Sort::Relevance, Sort::Sales, Sort::PriceUp];
        asked.sort = sorts[self.chance.random_range(0..sorts.len())];
        (kind, asked)
    }
}
