//! Ending the process in good order.

use std::time::Duration;
use tokio::sync::watch;

/// How long requests and jobs under way may take once the end was asked for.
pub const GRACE: Duration = Duration::from_secs(10);

/// Tells everything that runs when the process is to end. Cheap to clone.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// One that SIGTERM and SIGINT (Ctrl-C) turn on.
    pub fn on_signal() -> Self {
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            signal().await;
            tracing::info!("ending: no new work is taken, what is under way is finished");
            // Fails only when nobody listens any more.
            let _ = sender.send(true);
        });
        Self(receiver)
    }

    /// One that whoever holds the sender turns on: for tests.
    pub fn by_hand() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Ready once the end was asked for.
    pub async fn asked(mut self) {
        // An error means that the sender is gone, and nothing can be asked any more.
        if self.0.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }
}

async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
