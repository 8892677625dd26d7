//! What is typed into a block's form, and what it makes of the block.

use super::{
    Banner, Categories, Content, Countdown, MOST_PARTS, MOST_PICKS, Picks, Story, StoryPart,
    TextBlock,
};
use crate::{
    id::ListingId,
    text::{
        Bilingual, FieldCheck, FieldIssue, FieldIssues,
        rich::{safe_link, unsafe_link},
    },
    when::read_local,
};
use serde::{Deserialize, Serialize};

const MOST_TITLE: u32 = 60;
const MOST_LINE: u32 = 160;
/// The longest text of a block, in characters.
pub const MOST_TEXT: u32 = 4000;
const MOST_PART: u32 = 400;

/// The fields of all kinds together; a kind reads its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BlockForm {
    pub title_en: String,
    pub title_zh: String,
    pub words_en: String,
    pub words_zh: String,
    pub link: String,
    pub link_words_en: String,
    pub link_words_zh: String,
    pub rule: String,
    /// Ids of listings, in their order.
    pub listings: Vec<String>,
    /// By the market's clock: `2026-11-30T20:00`.
    pub until: String,
    pub after_en: String,
    pub after_zh: String,
    pub parts: Vec<PartForm>,
}

/// One part of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartForm {
    pub words_en: String,
    pub words_zh: String,
    /// Filled where the part is to go.
    pub remove: String,
}

impl BlockForm {
    /// The block as it is after the form; pictures stay where they hang.
    ///
    /// # Errors
    /// All fields that cannot be taken; a link that leads nowhere safe is one.
    pub fn written(&self, before: &Content) -> Result<Content, FieldIssues> {
        let mut check = FieldCheck::default();
        let title = Bilingual::new(
            check.text("title_en", &self.title_en, 0, MOST_TITLE),
            check.text("title_zh", &self.title_zh, 0, MOST_TITLE),
        );
        let written = match before {
            Content::Banner(banner) => Content::Banner(Banner {
                picture: banner.picture,
                title,
                words: self.words(&mut check, MOST_LINE),
                link: link(&mut check, &self.link),
                link_words: Bilingual::new(
                    check.text("link_words_en", &self.link_words_en, 0, MOST_TITLE),
                    check.text("link_words_zh", &self.link_words_zh, 0, MOST_TITLE),
                ),
            }),
            Content::Picks(picks) => Content::Picks(self.picks(&mut check, title, picks)),
            Content::Text(_) => Content::Text(TextBlock {
                title,
                words: self.rich_words(&mut check),
            }),
            Content::Categories(_) => Content::Categories(Categories { title }),
            Content::Countdown(_) => Content::Countdown(Countdown {
                title,
                until: moment(&mut check, &self.until),
                after: Bilingual::new(
                    check.text("after_en", &self.after_en, 0, MOST_LINE),
                    check.text("after_zh", &self.after_zh, 0, MOST_LINE),
                ),
            }),
            Content::Story(story) => Content::Story(Story {
                title,
                parts: self.parts(&mut check, story),
            }),
        };
        check.finish().map(|()| written)
    }

    fn words(&self, check: &mut FieldCheck, most: u32) -> Bilingual {
        Bilingual::new(
            check.text("words_en", &self.words_en, 0, most),
            check.text("words_zh", &self.words_zh, 0, most),
        )
    }

    fn rich_words(&self, check: &mut FieldCheck) -> Bilingual {
        for (field, typed) in [("words_en", &self.words_en), ("words_zh", &self.words_zh)] {
            if unsafe_link(typed).is_some() {
                check.issue(field, FieldIssue::NotALink);
            }
        }
        self.words(check, MOST_TEXT)
    }

    /// Those that were chosen before keep their order; new ones come behind.
    fn picks(&self, check: &mut FieldCheck, title: Bilingual, before: &Picks) -> Picks {
        let rule = self.rule.parse().unwrap_or_else(|_| {
            check.issue("rule", FieldIssue::NotAChoice);
            before.rule
        });
        let ticked: Vec<ListingId> = self
            .listings
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        let mut listings: Vec<ListingId> = before
            .listings
            .iter()
            .copied()
            .filter(|id| ticked.contains(id))
            .collect();
        for id in ticked {
            if !listings.contains(&id) {
                listings.push(id);
            }
        }
        if listings.len() > MOST_PICKS {
            let (least, most) = (0, MOST_PICKS as i64);
            check.issue("listings", FieldIssue::OutOfRange { least, most });
        }
        Picks {
            title,
            rule,
            listings,
        }
    }

    /// The parts that stay, with their words; one more where words were typed behind the last.
    fn parts(&self, check: &mut FieldCheck, before: &Story) -> Vec<StoryPart> {
        self.parts
            .iter()
            .enumerate()
            .filter(|(_, typed)| typed.remove.is_empty())
            .map(|(n, typed)| {
                let mut words = |lang: &str, typed: &str| {
                    check.text(&format!("parts[{n}][words_{lang}]"), typed, 0, MOST_PART)
                };
                let words =
                    Bilingual::new(words("en", &typed.words_en), words("zh", &typed.words_zh));
                let picture = before.parts.get(n).and_then(|part| part.picture);
                (n, StoryPart { picture, words })
            })
            .filter(|(n, part)| *n < before.parts.len() || !part.is_empty())
            .map(|(_, part)| part)
            .take(MOST_PARTS)
            .collect()
    }
}

fn link(check: &mut FieldCheck, typed: &str) -> String {
    let typed = check.text("link", typed, 0, 500);
    if !typed.is_empty() && safe_link(&typed).is_none() {
        check.issue("link", FieldIssue::NotALink);
    }
    typed
}

fn moment(check: &mut FieldCheck, typed: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    let at = read_local(typed);
    if at.is_none() && !typed.trim().is_empty() {
        check.issue("until", FieldIssue::NotAMoment);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::{BlockKind, PickRule};
    use super::*;
    use crate::id::MediaId;
    use uuid::Uuid;

    fn blank(kind: BlockKind) -> Content {
        Content::blank(kind)
    }

    #[test]
    fn a_banner_keeps_its_picture_and_refuses_a_script() {
        let mut banner = blank(BlockKind::Banner);
        banner.hang(0, Some(MediaId(Uuid::from_u128(1))));
        let form = BlockForm {
            title_en: " Harvest ".into(),
            link: "/search?q=pear".into(),
            ..BlockForm::default()
        };
        let Ok(Content::Banner(written)) = form.written(&banner) else {
            panic!("taken")
        };
        assert_eq!(written.title.en, "Harvest");
        assert!(written.picture.is_some());
        let script = BlockForm {
            link: "javascript:alert(1)".into(),
            ..form
        };
        let issues = script.written(&banner).expect_err("refused");
        assert_eq!(issues.get("link"), Some(&FieldIssue::NotALink));
    }

    #[test]
    fn a_text_refuses_a_link_that_is_a_script() {
        let form = BlockForm {
            words_zh: "看[这里](javascript:alert(1))".into(),
            ..BlockForm::default()
        };
        let issues = form.written(&blank(BlockKind::Text)).expect_err("refused");
        assert_eq!(issues.get("words_zh"), Some(&FieldIssue::NotALink));
    }

    #[test]
    fn chosen_goods_keep_their_order() {
        let id = |n| ListingId(Uuid::from_u128(n));
        let before = Content::Picks(Picks {
            rule: PickRule::Chosen,
            listings: vec![id(3), id(1)],
            ..Picks::default()
        });
        let mut form = BlockForm {
            rule: "chosen".into(),
            listings: [1, 2, 3].map(|n| id(n).to_string()).into(),
            ..BlockForm::default()
        };
        let Ok(Content::Picks(picks)) = form.written(&before) else {
            panic!("taken")
        };
        assert_eq!(picks.listings, [id(3), id(1), id(2)]);
        form.listings = (0..20).map(|n| id(n).to_string()).collect();
        form.rule = "all".into();
        let issues = form.written(&before).expect_err("refused");
        assert_eq!(issues.0.len(), 2, "{issues:?}");
    }

    #[test]
    fn a_story_grows_by_its_last_words_and_loses_what_is_ticked() {
        let mut story = blank(BlockKind::Story);
        story.hang(0, Some(MediaId(Uuid::from_u128(1))));
        story.hang(1, Some(MediaId(Uuid::from_u128(2))));
        let part = |words: &str, remove: &str| PartForm {
            words_en: words.into(),
            remove: remove.into(),
            ..PartForm::default()
        };
        let form = BlockForm {
            parts: vec![part("tree", "1"), part("crate", ""), part("door", "")],
            ..BlockForm::default()
        };
        let Ok(Content::Story(written)) = form.written(&story) else {
            panic!("taken")
        };
        let words: Vec<_> = written
            .parts
            .iter()
            .map(|part| part.words.en.as_str())
            .collect();
        assert_eq!(words, ["crate", "door"]);
        assert_eq!(written.parts[0].picture, Some(MediaId(Uuid::from_u128(2))));
    }

    #[test]
    fn a_countdown_reads_the_markets_clock() {
        let mut form = BlockForm {
            until: "2026-11-30T20:00".into(),
            ..BlockForm::default()
        };
        let Ok(Content::Countdown(written)) = form.written(&blank(BlockKind::Countdown)) else {
            panic!("taken")
        };
        assert_eq!(
            written.until.map(|at| at.to_rfc3339()),
            Some("2026-11-30T12:00:00+00:00".to_owned())
        );
        form.until = "soon".into();
        let issues = form
            .written(&blank(BlockKind::Countdown))
            .expect_err("refused");
        assert_eq!(issues.get("until"), Some(&FieldIssue::NotAMoment));
    }
}
