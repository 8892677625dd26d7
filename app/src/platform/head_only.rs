//! Views that end in the document's head and leave nothing in its body.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        hydration::Cursor,
        view::{Position, PositionState},
    },
};

/// What leptos_meta's elements write into the head is written there, and in the page itself
/// stands what `()` leaves: that is what the browser, which has nothing else of it, will find.
pub fn head_only(elements: impl IntoView + 'static) -> AnyView {
    HeadOnly(elements.into_any()).into_any()
}

struct HeadOnly(AnyView);

impl Render for HeadOnly {
    type State = <() as Render>::State;

    fn build(self) -> Self::State {
        Render::build(())
    }

    fn rebuild(self, state: &mut Self::State) {
        Render::rebuild((), state);
    }
}

impl AddAnyAttr for HeadOnly {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self {
        self
    }
}

impl RenderHtml for HeadOnly {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = <() as RenderHtml>::MIN_LENGTH;
    const EXISTS: bool = <() as RenderHtml>::EXISTS;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        let mut nowhere = String::new();
        self.0
            .to_html_with_buf(&mut nowhere, &mut Position::NextChild, true, false, vec![]);
        ().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> Self::State {
        RenderHtml::hydrate::<FROM_SERVER>((), cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}
