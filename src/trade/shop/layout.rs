//! M12: a shop's page, laid out from blocks for every day and for campaigns.
//!
//! A layout is written as a draft, and what buyers see is what was published of it. One that
//! ends is a campaign; one that does not is for every day. While several are live the campaign
//! that began last is shown, and when the last campaign is over the everyday page returns.

mod blocks;
mod forms;
mod view;

pub use blocks::{
    Banner, Block, BlockChange, BlockKind, Blocks, Categories, Content, Countdown, MOST_BLOCKS,
    MOST_PARTS, MOST_PICKS, PickRule, Picks, Story, StoryPart, TextBlock,
};
pub use forms::{BlockForm, MOST_TEXT, PartForm};
pub use view::{
    BlockView, LayoutEditor, LayoutRow, LayoutsPage, PickChoice, ShownBlock, ShownPart,
};

use crate::id::LayoutId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The longest name of a layout, in characters.
pub const MOST_NAME: u32 = 60;
/// Steps that can be undone.
pub const MOST_UNDO: usize = 20;

/// Where a layout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum LayoutStage {
    /// Only the shop sees it.
    Draft,
    /// Published by the clock.
    Scheduled {
        from: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    },
    Live {
        begun_at: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    },
    /// Over; it can be copied.
    Ended { ended_at: DateTime<Utc> },
}

/// The stages by name alone, for badges and the schema.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LayoutStageName {
    Draft,
    Scheduled,
    Live,
    Ended,
}

/// Why a layout does not change as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum LayoutError {
    #[error("somebody else changed it meanwhile")]
    Stale,
    #[error("no more blocks fit on a page")]
    TooManyBlocks,
    #[error("none of its blocks has anything to show")]
    NothingToShow,
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    #[error("it is live already, and cannot begin later")]
    AlreadyLive,
    #[error("it is over")]
    Over,
    #[error("it is not in a stage that allows this")]
    WrongStage,
    #[error("there is nothing to undo")]
    NothingToUndo,
    #[error("the file is not taken as a picture: {0}")]
    Picture(crate::platform::media::MediaError),
}

/// From when until when; open ends where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

impl LayoutStage {
    pub const fn name(&self) -> LayoutStageName {
        match self {
            Self::Draft => LayoutStageName::Draft,
            Self::Scheduled { .. } => LayoutStageName::Scheduled,
            Self::Live { .. } => LayoutStageName::Live,
            Self::Ended { .. } => LayoutStageName::Ended,
        }
    }

    /// Published at once, or by the clock where the window begins later. One that is live
    /// stays so, with what was changed and perhaps another end.
    ///
    /// # Errors
    /// [`LayoutError::Over`], [`LayoutError::EndsBeforeItBegins`], [`LayoutError::AlreadyLive`].
    pub fn publish(self, window: Window, now: DateTime<Utc>) -> Result<Self, LayoutError> {
        let later = window.from.filter(|from| *from > now);
        let begins = later.unwrap_or(now);
        if window.until.is_some_and(|until| until <= begins) {
            return Err(LayoutError::EndsBeforeItBegins);
        }
        match (self, later) {
            (Self::Ended { .. }, _) => Err(LayoutError::Over),
            (Self::Live { .. }, Some(_)) => Err(LayoutError::AlreadyLive),
            (Self::Live { begun_at, .. }, None) => Ok(Self::Live {
                begun_at,
                until: window.until,
            }),
            (Self::Draft | Self::Scheduled { .. }, Some(from)) => Ok(Self::Scheduled {
                from,
                until: window.until,
            }),
            (Self::Draft | Self::Scheduled { .. }, None) => Ok(Self::Live {
                begun_at: now,
                until: window.until,
            }),
        }
    }

    /// Taken back: what has not begun is a draft again, what is live ends.
    ///
    /// # Errors
    /// [`LayoutError::WrongStage`].
    pub fn withdraw(self, now: DateTime<Utc>) -> Result<Self, LayoutError> {
        match self {
            Self::Scheduled { .. } => Ok(Self::Draft),
            Self::Live { .. } => Ok(Self::Ended { ended_at: now }),
            Self::Draft | Self::Ended { .. } => Err(LayoutError::WrongStage),
        }
    }

    /// What the clock makes of it, however late one looks.
    pub fn turned(self, now: DateTime<Utc>) -> Self {
        match self {
            Self::Scheduled { from, until } if from <= now => Self::Live {
                begun_at: from,
                until,
            }
            .turned(now),
            Self::Live {
                until: Some(until), ..
            } if until <= now => Self::Ended { ended_at: until },
            same => same,
        }
    }

    /// When the clock has to look again.
    pub fn next_turn(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Scheduled { from, .. } => Some(*from),
            Self::Live { until, .. } => *until,
            Self::Draft | Self::Ended { .. } => None,
        }
    }

    /// Whether it can be taken away: nobody sees it, and nobody is going to.
    pub const fn may_be_removed(&self) -> bool {
        matches!(self, Self::Draft | Self::Ended { .. })
    }
}

/// Which of a shop's layouts buyers see now: the campaign that began last, else the everyday
/// page that did. The id decides between two of one moment.
pub fn in_force(
    layouts: impl IntoIterator<Item = (LayoutId, LayoutStage)>,
    now: DateTime<Utc>,
) -> Option<LayoutId> {
    layouts
        .into_iter()
        .filter_map(|(id, stage)| match stage.turned(now) {
            LayoutStage::Live { begun_at, until } => Some((until.is_some(), begun_at, id)),
            _ => None,
        })
        .max()
        .map(|(.., id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, TimeZone};
    use uuid::Uuid;

    fn hour(n: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 25, 0, 0, 0).unwrap() + Duration::hours(n)
    }

    fn window(from: i64, until: i64) -> Window {
        Window {
            from: Some(hour(from)),
            until: Some(hour(until)),
        }
    }

    #[test]
    fn stage_by_publishing_at_ten() {
        use LayoutError as E;
        let live = |begun, until: Option<i64>| LayoutStage::Live {
            begun_at: hour(begun),
            until: until.map(hour),
        };
        let soon = LayoutStage::Scheduled {
            from: hour(12),
            until: Some(hour(20)),
        };
        let over = LayoutStage::Ended { ended_at: hour(9) };
        let open = Window::default();
        let table = [
            (LayoutStage::Draft, open, Ok(live(10, None))),
            (LayoutStage::Draft, window(8, 20), Ok(live(10, Some(20)))),
            (LayoutStage::Draft, window(12, 20), Ok(soon)),
            (
                LayoutStage::Draft,
                window(12, 12),
                Err(E::EndsBeforeItBegins),
            ),
            (
                LayoutStage::Draft,
                window(8, 10),
                Err(E::EndsBeforeItBegins),
            ),
            (soon, open, Ok(live(10, None))),
            (live(7, None), window(8, 20), Ok(live(7, Some(20)))),
            (live(7, None), window(12, 20), Err(E::AlreadyLive)),
            (over, open, Err(E::Over)),
        ];
        for (stage, window, expected) in table {
            assert_eq!(
                stage.publish(window, hour(10)),
                expected,
                "{stage:?} {window:?}"
            );
        }
        assert_eq!(soon.withdraw(hour(10)), Ok(LayoutStage::Draft));
        assert_eq!(
            live(7, None).withdraw(hour(10)),
            Ok(LayoutStage::Ended { ended_at: hour(10) })
        );
        assert_eq!(over.withdraw(hour(10)), Err(E::WrongStage));
        assert_eq!(LayoutStage::Draft.withdraw(hour(10)), Err(E::WrongStage));
    }

    #[test]
    fn the_clock_may_be_late_and_come_twice() {
        let soon = LayoutStage::Scheduled {
            from: hour(12),
            until: Some(hour(20)),
        };
        assert_eq!(soon.turned(hour(11)), soon);
        let begun = soon.turned(hour(15));
        assert_eq!(
            begun,
            LayoutStage::Live {
                begun_at: hour(12),
                until: Some(hour(20))
            }
        );
        assert_eq!(begun.turned(hour(15)), begun);
        assert_eq!(begun.next_turn(), Some(hour(20)));
        assert_eq!(
            soon.turned(hour(30)),
            LayoutStage::Ended { ended_at: hour(20) },
            "slept through the whole campaign"
        );
    }

    #[test]
    fn the_latest_campaign_wins_and_then_the_everyday_page_returns() {
        let id = |n| LayoutId(Uuid::from_u128(n));
        let everyday = LayoutStage::Live {
            begun_at: hour(0),
            until: None,
        };
        let newer_everyday = LayoutStage::Live {
            begun_at: hour(13),
            until: None,
        };
        let long = LayoutStage::Live {
            begun_at: hour(5),
            until: Some(hour(40)),
        };
        let short = LayoutStage::Scheduled {
            from: hour(10),
            until: Some(hour(20)),
        };
        let all = [
            (id(1), everyday),
            (id(2), long),
            (id(3), short),
            (id(4), LayoutStage::Draft),
            (id(5), newer_everyday),
        ];
        assert_eq!(in_force(all[..1].to_vec(), hour(9)), Some(id(1)));
        assert_eq!(in_force(all, hour(9)), Some(id(2)));
        assert_eq!(in_force(all, hour(10)), Some(id(3)), "begun last");
        assert_eq!(
            in_force(all, hour(20)),
            Some(id(2)),
            "the longer one returns"
        );
        assert_eq!(in_force(all, hour(41)), Some(id(5)));
        assert_eq!(in_force([], hour(9)), None);
    }
}
