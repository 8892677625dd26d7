//! Lists that are being read are kept for a while, so that their pages do not jump when
//! something is sold or listed meanwhile.

use super::rank::Rank;
use longtail::trade::search::SearchRequest;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long a list is kept after it was asked for.
const KEPT_FOR: Duration = Duration::from_secs(10 * 60);
/// Lists kept at a time: the oldest goes first.
const MOST_LISTS: usize = 300;
/// Hits of a list that are kept, in pages of [`longtail::trade::search::PAGE_SIZE`].
pub const KEPT_PAGES: u32 = 20;

/// A list as it was when its first page was shown.
pub struct KeptList {
    name: String,
    at: Instant,
    /// What was asked, whatever the page.
    request: SearchRequest,
    pub ranks: Vec<Rank>,
    pub total: u64,
}

/// The lists that are being read.
#[derive(Default)]
pub struct KeptLists(Mutex<VecDeque<Arc<KeptList>>>);

/// A request without the page: what makes one list.
fn whole(request: &SearchRequest) -> SearchRequest {
    SearchRequest {
        page: 1,
        at: None,
        ..request.clone()
    }
}

impl KeptLists {
    /// Keeps a list under a name of its own.
    pub fn keep(&self, name: String, request: &SearchRequest, ranks: Vec<Rank>, total: u64) {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lists.len() >= MOST_LISTS {
            lists.pop_front();
        }
        lists.push_back(Arc::new(KeptList {
            name,
            at: Instant::now(),
            request: whole(request),
            ranks,
            total,
        }));
    }

    /// The list that a request names, where it is still kept and answers the same question.
    pub fn find(&self, request: &SearchRequest) -> Option<Arc<KeptList>> {
        let name = request.at.as_deref()?;
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists
            .iter()
            .find(|list| list.name == name && list.at.elapsed() < KEPT_FOR)
            .filter(|list| list.request == whole(request))
            .cloned()
    }
}
