//! Labelled pairs of the same or of different products, in Ditto's format: a line is two
//! records and 1 or 0 between tabs, a record is `COL name VAL value …`.

use super::{Catalogue, Sample, Split, Trouble};
use longtail_backend::trade::search::trial::{Asking, Trial, TrialGoods};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    time::Instant,
};

/// What is asked, and what should be found.
pub struct Pairs {
    /// Records of the other shop, each once.
    pub goods: Vec<Record>,
    /// A title and the places of the goods that are the same product.
    pub queries: Vec<(String, Vec<usize>)>,
}

/// One shop's record: its columns in their order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Record(Vec<(String, String)>);

/// How often the wanted goods came first, and how far up they stood.
#[derive(Default)]
pub struct Figures {
    pub recall_1: f64,
    pub recall_10: f64,
    pub mrr_10: f64,
}

impl Record {
    fn read(text: &str) -> Self {
        let columns = text.split("COL ").filter_map(|column| {
            let (name, value) = column.split_once(" VAL")?;
            Some((name.trim().to_owned(), value.trim().to_owned()))
        });
        Self(columns.collect())
    }

    /// The first column: `name` or `title`.
    fn title(&self) -> &str {
        self.0.first().map_or("", |(_, value)| value)
    }

    /// What is told of it in sentences.
    fn description(&self) -> String {
        self.said(|name| name == "description")
    }

    /// What a shop would answer as specifications: maker, model, kind of goods.
    fn specs(&self) -> String {
        self.said(|name| name != "description" && name != "price")
    }

    /// All that is said beside the title, without the price.
    fn rest(&self) -> String {
        self.said(|name| name != "price")
    }

    fn said(&self, wanted: impl Fn(&str) -> bool) -> String {
        let said = self.0.iter().skip(1).filter(|(name, _)| wanted(name));
        said.map(|(_, value)| value.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Pairs {
    /// Reads the part that is asked, and the goods that are searched.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(folder: &Path, split: Split, catalogue: Catalogue) -> Result<Self, Trouble> {
        let mut pairs = Self {
            goods: Vec::new(),
            queries: Vec::new(),
        };
        let mut places: HashMap<Record, usize> = HashMap::new();
        let mut wanted: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        let mut seen: HashMap<Record, usize> = HashMap::new();
        for part in Split::ALL {
            if part != split && catalogue == Catalogue::Split {
                continue;
            }
            let path = folder.join(part.file());
            let lines = fs::read_to_string(&path).map_err(|error| {
                Trouble::new(format!("cannot read {}: {error}", path.display()))
            })?;
            for line in lines.lines() {
                let mut columns = line.split('\t');
                let (Some(left), Some(right), Some(label)) =
                    (columns.next(), columns.next(), columns.next())
                else {
                    continue;
                };
                let right = Record::read(right);
                let place = *places.entry(right.clone()).or_insert_with(|| {
                    pairs.goods.push(right);
                    pairs.goods.len() - 1
                });
                if part == split && label.trim() == "1" {
                    let left = Record::read(left);
                    let title = left.title().to_owned();
                    let number = seen.len();
                    let number = *seen.entry(left).or_insert(number);
                    wanted.entry((number, title)).or_default().push(place);
                }
            }
        }
        pairs.queries = wanted
            .into_iter()
            .map(|((_, title), places)| (title, places))
            .collect();
        Ok(pairs)
    }

    /// What the market's search finds. Each question is timed.
    ///
    /// # Errors
    /// When the index cannot be built or read.
    pub fn ask_market(&self, sample: &mut Sample) -> Result<Figures, Trouble> {
        let trial = Trial::new(None)?;
        trial.fill(
            self.goods
                .iter()
                .enumerate()
                .map(|(at, record)| TrialGoods {
                    id: at as u128,
                    title_en: record.title().to_owned(),
                    description: record.description(),
                    brand: record.specs(),
                    price_minor: 100,
                    age_days: 400,
                    ..TrialGoods::default()
                }),
        )?;
        let mut figures = Figures::default();
        for (title, wanted) in &self.queries {
            let asked = Asking {
                query: title.clone(),
                ..Asking::default()
            };
            let begun = Instant::now();
            let (found, _, _) = trial.ask(&asked)?;
            let took = begun.elapsed();
            sample.times.push(took);
            sample.took += took;
            let places = found.iter().take(10).map(|id| *id as usize);
            figures.add(places, wanted);
        }
        Ok(figures.of(self.queries.len()))
    }

    /// What plain TF-IDF finds: words of two letters and more, cosine, over all columns.
    pub fn ask_tf_idf(&self) -> Figures {
        let goods: Vec<Vec<String>> = self
            .goods
            .iter()
            .map(|record| plain_words(&format!("{} {}", record.title(), record.rest())))
            .collect();
        let all = goods.len() as f64;
        let mut frequency: HashMap<&str, f64> = HashMap::new();
        for words in &goods {
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *frequency.entry(word).or_default() += 1.0;
            }
        }
        let idf = |word: &str| {
            frequency
                .get(word)
                .map(|found| ((1.0 + all) / (1.0 + found)).ln() + 1.0)
        };
        let mut lists: HashMap<&str, Vec<(usize, f64)>> = HashMap::new();
        for (at, words) in goods.iter().enumerate() {
            let mut weights: HashMap<&str, f64> = HashMap::new();
            for word in words {
                *weights.entry(word).or_default() += idf(word).unwrap_or_default();
            }
            let length = weights
                .values()
                .map(|w| w * w)
                .sum::<f64>()
                .sqrt()
                .max(1e-9);
            for (word, weight) in weights {
                lists.entry(word).or_default().push((at, weight / length));
            }
        }
        let mut figures = Figures::default();
        for (title, wanted) in &self.queries {
            let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
            for word in plain_words(title) {
                let (Some(list), Some(idf)) = (lists.get(word.as_str()), idf(&word)) else {
                    continue;
                };
                for (at, weight) in list {
                    *scores.entry(*at).or_default() += idf * weight;
                }
            }
            let mut order: Vec<(usize, f64)> = scores.into_iter().collect();
            order.sort_by(|a, b| b.1.total_cmp(&a.1));
            figures.add(order.into_iter().take(10).map(|(at, _)| at), wanted);
        }
        figures.of(self.queries.len())
    }
}

fn plain_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.chars().count() > 1)
        .map(str::to_owned)
        .collect()
}

impl Figures {
    /// Adds one query's first ten. A query with several wanted goods counts the best of them.
    fn add(&mut self, found: impl Iterator<Item = usize>, wanted: &[usize]) {
        let first = found.enumerate().find(|(_, place)| wanted.contains(place));
        if let Some((at, _)) = first {
            self.recall_1 += f64::from(at == 0);
            self.recall_10 += 1.0;
            self.mrr_10 += 1.0 / (at as f64 + 1.0);
        }
    }

    fn of(mut self, queries: usize) -> Self {
        let all = queries.max(1) as f64;
        self.recall_1 /= all;
        self.recall_10 /= all;
        self.mrr_10 /= all;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read() {
        let record =
            Record::read("COL name VAL sony dsc-w120 COL description VAL  COL price VAL 9.5 ");
        assert_eq!(
            (record.title(), record.rest().trim()),
            ("sony dsc-w120", "")
        );
    }

    #[test]
    fn what_a_record_says_goes_where_a_shop_would_write_it() {
        let record = Record::read(
            "COL title VAL headset COL category VAL audio COL brand VAL jvc COL description VAL light COL price VAL 9.5",
        );
        assert_eq!(
            [record.specs(), record.description(), record.rest()],
            ["audio jvc", "light", "audio jvc light"]
        );
    }

    #[test]
    fn figures_count_the_first_that_was_wanted() {
        let mut figures = Figures::default();
        figures.add([4, 2, 7].into_iter(), &[7, 2]);
        figures.add([1].into_iter(), &[1]);
        let figures = figures.of(2);
        assert_eq!(
            [figures.recall_1, figures.recall_10, figures.mrr_10],
            [0.5, 1.0, 0.75]
        );
    }
}
