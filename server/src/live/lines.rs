//! The open lines, by whose bell they tell of.

use super::Bells;
use crate::metrics::BELLS;
use axum::http::StatusCode;
use longtail::id::AccountId;
use metrics::gauge;
use std::collections::{BTreeSet, HashMap, HashSet};
use tokio::sync::watch;

/// Lines that are open at once for one account, and for all.
const MOST_OF_ONE: usize = 8;
const MOST: usize = 10_000;

#[derive(Default)]
pub struct Lines {
    bells: HashMap<AccountId, Bell>,
    /// How many lines there are.
    open: usize,
    /// The next line's number.
    next: u64,
    /// Whether the relay runs.
    told: bool,
}

struct Bell {
    /// None before it was counted first.
    count: Option<u32>,
    /// Whether it is to be counted.
    due: bool,
    lines: Vec<Line>,
}

/// Dropping it ends the stream.
struct Line {
    id: u64,
    session: Vec<u8>,
    tell: watch::Sender<Option<u32>>,
}

impl Lines {
    /// A line that tells the count once it is known, and whenever it changes.
    ///
    /// # Errors
    /// *Too many* for one account; *not available* where there are too many in all.
    pub fn open(
        &mut self,
        account: AccountId,
        session: Vec<u8>,
    ) -> Result<(u64, watch::Receiver<Option<u32>>), StatusCode> {
        if self.open >= MOST {
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        let bell = self.bells.entry(account).or_insert_with(|| Bell {
            count: None,
            due: true,
            lines: Vec::new(),
        });
        if bell.lines.len() >= MOST_OF_ONE {
            return Err(StatusCode::TOO_MANY_REQUESTS);
        }
        let (tell, heard) = watch::channel(None);
        if bell.count.is_some() {
            tell.send_replace(bell.count);
        }
        let id = self.next;
        self.next += 1;
        self.open += 1;
        bell.lines.push(Line { id, session, tell });
        self.note();
        Ok((id, heard))
    }

    pub fn close(&mut self, account: AccountId, id: u64) {
        if let Some(bell) = self.bells.get_mut(&account) {
            bell.lines.retain(|line| line.id != id);
        }
        self.tidy();
    }

    /// Whether the relay is to be started.
    pub fn wake(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    /// Whether nobody listens, so that the relay ends.
    pub fn rest(&mut self) -> bool {
        let nobody = self.bells.is_empty();
        if nobody {
            self.told = false;
        }
        nobody
    }

    /// Whose bells are to be counted: of those that changed, those that are listened to, and those
    /// that were not counted yet.
    pub fn due(&mut self, changed: &BTreeSet<AccountId>) -> Vec<AccountId> {
        for account in changed {
            if let Some(bell) = self.bells.get_mut(account) {
                bell.due = true;
            }
        }
        self.bells
            .iter()
            .filter(|(_, bell)| bell.due)
            .map(|(account, _)| *account)
            .collect()
    }

    pub fn tell(&mut self, counts: &[(AccountId, u32)]) {
        for (account, count) in counts {
            let Some(bell) = self.bells.get_mut(account) else {
                continue;
            };
            bell.due = false;
            if bell.count == Some(*count) {
                continue;
            }
            bell.count = Some(*count);
            for line in &bell.lines {
                line.tell.send_replace(bell.count);
            }
        }
    }

    pub fn sessions(&self) -> Vec<Vec<u8>> {
        let sessions: HashSet<&Vec<u8>> = self
            .bells
            .values()
            .flat_map(|bell| &bell.lines)
            .map(|line| &line.session)
            .collect();
        sessions.into_iter().cloned().collect()
    }

    /// Cuts the lines of the sessions that were asked for and do not live.
    pub fn cut_ended(&mut self, asked: &[Vec<u8>], living: &[Vec<u8>]) {
        let living: HashSet<&Vec<u8>> = living.iter().collect();
        let ended: HashSet<&Vec<u8>> = asked.iter().filter(|s| !living.contains(s)).collect();
        if ended.is_empty() {
            return;
        }
        for bell in self.bells.values_mut() {
            bell.lines.retain(|line| !ended.contains(&line.session));
        }
        self.tidy();
    }

    pub fn cut_all(&mut self) {
        self.bells.clear();
        self.tidy();
    }

    fn tidy(&mut self) {
        self.bells.retain(|_, bell| !bell.lines.is_empty());
        self.open = self.bells.values().map(|bell| bell.lines.len()).sum();
        self.note();
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a figure for a graph, far below 53 bits"
    )]
    fn note(&self) {
        gauge!(BELLS).set(self.open as f64);
    }
}

/// The other end of a line, which is closed when the stream is dropped.
pub struct Listener {
    bells: Bells,
    account: AccountId,
    id: u64,
    heard: watch::Receiver<Option<u32>>,
}

impl Listener {
    pub fn new(
        bells: Bells,
        account: AccountId,
        id: u64,
        heard: watch::Receiver<Option<u32>>,
    ) -> Self {
        Self {
            bells,
            account,
            id,
            heard,
        }
    }

    /// The latest count that was not heard yet; none once the line was cut.
    pub async fn next(&mut self) -> Option<u32> {
        self.heard.changed().await.ok()?;
        *self.heard.borrow_and_update()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.bells.hang_up(self.account, self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    #[test]
    fn a_bell_has_so_many_lines_and_no_more() {
        let mut lines = Lines::default();
        let (lin, mo) = (account(1), account(2));
        for _ in 0..MOST_OF_ONE {
            assert!(lines.open(lin, vec![1]).is_ok());
        }
        let refused = lines.open(lin, vec![1]).map(|_| ());
        assert_eq!(refused, Err(StatusCode::TOO_MANY_REQUESTS));
        let (id, _) = lines.open(mo, vec![2]).expect("another's");
        assert!(lines.wake() && !lines.wake() && !lines.rest());
        lines.close(mo, id);
        lines.close(mo, id);
        lines.close(lin, 0);
        assert!(lines.open(lin, vec![1]).is_ok());
        assert_eq!(lines.open, MOST_OF_ONE);
        lines.cut_ended(&[vec![1]], &[]);
        assert!(lines.rest() && lines.wake());
    }

    #[test]
    fn a_count_is_told_where_it_changed_and_to_those_who_come_later() {
        let mut lines = Lines::default();
        let lin = account(1);
        let (_, mut first) = lines.open(lin, Vec::new()).expect("a line");
        assert!(!first.has_changed().expect("open"), "nothing is known");
        assert_eq!(lines.due(&BTreeSet::new()), [lin]);
        lines.tell(&[(lin, 3)]);
        assert_eq!(*first.borrow_and_update(), Some(3));
        let (_, mut second) = lines.open(lin, Vec::new()).expect("a line");
        assert!(second.has_changed().expect("open"));
        assert_eq!(*second.borrow_and_update(), Some(3));
        assert!(lines.due(&BTreeSet::from([account(2)])).is_empty());
        assert_eq!(lines.due(&BTreeSet::from([lin])), [lin]);
        lines.tell(&[(lin, 3), (account(2), 1)]);
        assert!(!first.has_changed().expect("open"));
        lines.cut_all();
        assert!(first.has_changed().is_err());
    }
}
