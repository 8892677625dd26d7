//! What follows a form that was accepted.

use leptos::prelude::*;
use server_fn::ServerFn;

/// Calls `done` in the browser each time the action was accepted. For pages that hear of forms
/// which they draw anew, or of the same in every row; others give a [`Form`] its `on_done`.
pub fn on_accepted<S>(action: ServerAction<S>, done: Callback<()>)
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let value = action.value();
    Effect::watch(
        move || value.with(|v| matches!(v, Some(Ok(_))).then(|| action.version().get())),
        move |accepted, _, _| {
            if accepted.is_some() {
                done.run(());
            }
        },
        false,
    );
}

/// How often the action was accepted: what a page's loader goes by. Where a form was refused
/// nothing is loaded, and so nothing is drawn anew over what was typed and chosen.
pub fn accepted<S>(action: ServerAction<S>) -> ReadSignal<usize>
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let times = RwSignal::new(0);
    on_accepted(action, Callback::new(move |()| *times.write() += 1));
    times.read_only()
}
