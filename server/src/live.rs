//! The count behind the bell, told while it changes: `GET /notices/stream`.
//!
//! One relay for the whole process asks the outbox whose notices changed and counts for all of
//! them at once, so that another listener costs no other query. Without listeners it rests.

mod lines;

use crate::stop::Stop;
use axum::{
    extract::State,
    http::{HeaderName, StatusCode, request::Parts},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::{Stream, stream};
use lines::{Lines, Listener};
use longtail::id::AccountId;
use longtail_app::ssr::Caller;
use longtail_backend::{
    Ctx, Failure,
    failure::Incident,
    platform::notification::{self, Changes},
    trust::account,
};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::Instant};

/// How often the relay asks what changed.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Its pause after the database could not be read.
const RECOVER_AFTER: Duration = Duration::from_secs(2);
/// How often it asks which sessions still last.
const CHECK_SESSIONS_EVERY: Duration = Duration::from_secs(30);
/// A word that says nothing, so that nobody on the way takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Proxies are told not to wait for more.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

/// Who listens. Cheap to clone.
#[derive(Clone)]
pub struct Bells(Arc<Shared>);

struct Shared {
    ctx: Ctx,
    stop: Stop,
    check_sessions_every: Duration,
    lines: Mutex<Lines>,
    /// Somebody began to listen.
    came: Notify,
}

/// What the relay remembers from one look to the next.
struct Relay {
    changes: Option<Changes>,
    sessions_checked: Instant,
}

/// `GET /notices/stream`: how much the caller has not read, at once and whenever it changes.
pub async fn notices(State(bells): State<Bells>, parts: Parts) -> Response {
    let caller = Caller::of(&parts);
    let account = match notification::listener(&caller.actor) {
        Ok(account) => account,
        Err(Failure::SignIn) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    };
    let Some(session) = caller.session else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    match bells.listen(account, session) {
        Ok(listener) => {
            let kept = KeepAlive::new().interval(KEEP_ALIVE);
            ([UNBUFFERED], Sse::new(told(listener)).keep_alive(kept)).into_response()
        }
        Err(status) => status.into_response(),
    }
}

/// Ends when the line is cut.
fn told(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static {
    stream::unfold(listener, |mut listener| async move {
        let count = listener.next().await?;
        Some((Ok(Event::default().data(count.to_string())), listener))
    })
}

impl Bells {
    pub fn new(ctx: Ctx, stop: Stop) -> Self {
        Self::checking_sessions_every(ctx, stop, CHECK_SESSIONS_EVERY)
    }

    /// As [`Self::new`], for tests that cannot wait.
    pub fn checking_sessions_every(ctx: Ctx, stop: Stop, every: Duration) -> Self {
        Self(Arc::new(Shared {
            ctx,
            stop,
            check_sessions_every: every,
            lines: Mutex::default(),
            came: Notify::new(),
        }))
    }

    /// Opens a line, and lets the relay begin where it rests.
    fn listen(&self, account: AccountId, session: Vec<u8>) -> Result<Listener, StatusCode> {
        let mut lines = self.lines();
        if self.0.stop.is_asked() {
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        let (id, heard) = lines.open(account, session)?;
        if lines.wake() {
            tokio::spawn(self.clone().relay());
        }
        self.0.came.notify_one();
        Ok(Listener::new(self.clone(), account, id, heard))
    }

    fn hang_up(&self, account: AccountId, id: u64) {
        self.lines().close(account, id);
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the listeners until there are none, or the process is to end: open streams would
    /// keep it for as long as it waits for requests under way.
    async fn relay(self) {
        let mut relay = Relay {
            changes: None,
            sessions_checked: Instant::now(),
        };
        let stop = self.0.stop.clone();
        tokio::select! {
            () = self.tell_on(&mut relay) => {}
            () = stop.asked() => self.lines().cut_all(),
        }
    }

    async fn tell_on(&self, relay: &mut Relay) {
        while !self.lines().rest() {
            let pause = match self.look(relay).await {
                Ok(()) => LOOK_EVERY,
                Err(incident) => {
                    tracing::warn!(%incident, "the bells cannot be told");
                    // Not before the pause is over, whoever comes.
                    tokio::time::sleep(RECOVER_AFTER).await;
                    continue;
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.0.came.notified() => {}
            }
        }
    }

    /// Asks what changed, counts, and tells. What could not be counted is counted the next time.
    async fn look(&self, relay: &mut Relay) -> Result<(), Incident> {
        let ctx = &self.0.ctx;
        let changed = match &mut relay.changes {
            Some(changes) => changes.next(ctx).await?,
            // Before anything is counted, so that nothing is lost between.
            None => {
                relay.changes = Some(Changes::begin(ctx).await?);
                Default::default()
            }
        };
        let due = self.lines().due(&changed);
        if !due.is_empty() {
            let counts = notification::unread_counts(ctx, &due).await?;
            self.lines().tell(&counts);
        }
        if relay.sessions_checked.elapsed() >= self.0.check_sessions_every {
            let sessions = self.lines().sessions();
            let living = account::living_sessions(ctx, &sessions).await?;
            self.lines().cut_ended(&sessions, &living);
            relay.sessions_checked = Instant::now();
        }
        Ok(())
    }
}
