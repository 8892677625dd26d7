//! What is drawn once something has answered.

use leptos::prelude::*;
use std::{pin::Pin, sync::Arc};

type Drawing = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Draws what a future answers with; while it is waited for anew, what stood there stays.
///
/// Every place shares the one [`Transition`] in here: each with a future of its own kind would
/// be compiled for itself, into what every browser downloads.
///
/// ```ignore
/// awaited(ViewFnOnce::default(), move || async move { greeting(visitor.await.ok()) })
/// ```
pub fn awaited<F>(
    fallback: impl Into<ViewFnOnce>,
    draw: impl Fn() -> F + Send + Sync + 'static,
) -> AnyView
where
    F: Future<Output = AnyView> + Send + 'static,
{
    wait(fallback.into(), Arc::new(move || Box::pin(draw())))
}

fn wait(fallback: ViewFnOnce, draw: Arc<dyn Fn() -> Drawing + Send + Sync>) -> AnyView {
    view! { <Transition fallback>{move || Suspend::new(draw())}</Transition> }.into_any()
}
