//! What steps make of blocks.

use super::*;
use proptest::prelude::*;
use strum::VariantArray;

fn numbers(blocks: &Blocks) -> Vec<u16> {
    blocks.0.iter().map(|block| block.number).collect()
}

fn changed(changes: &[&str]) -> Vec<u16> {
    let mut blocks = Blocks::default();
    for kind in ["banner", "picks", "text"] {
        let add = format!("add:{kind}").parse().expect("a change");
        blocks.change(add).expect("added");
    }
    for change in changes {
        let change = change.parse().expect("a change");
        blocks.change(change).expect("changed");
    }
    numbers(&blocks)
}

#[test]
fn blocks_are_moved_doubled_and_taken_away() {
    assert_eq!(changed(&[]), [1, 2, 3]);
    assert_eq!(changed(&["up:3"]), [1, 3, 2]);
    assert_eq!(changed(&["up:1", "down:3"]), [1, 2, 3]);
    assert_eq!(changed(&["move:1:2"]), [2, 3, 1]);
    assert_eq!(changed(&["move:3:0", "move:3:99"]), [1, 2, 3]);
    assert_eq!(changed(&["duplicate:2"]), [1, 2, 4, 3]);
    assert_eq!(changed(&["remove:2", "remove:2", "up:2"]), [1, 3]);
    for broken in ["", "up", "up:x", "move:1", "add:script", "drop:1"] {
        assert_eq!(broken.parse::<BlockChange>(), Err(()), "{broken}");
    }
}

#[test]
fn a_page_has_an_end() {
    let mut blocks = Blocks::default();
    for _ in 0..MOST_BLOCKS {
        let add = BlockChange::Add(BlockKind::Text);
        blocks.change(add).expect("fits");
    }
    for change in [BlockChange::Add(BlockKind::Text), BlockChange::Duplicate(1)] {
        assert_eq!(blocks.change(change), Err(LayoutError::TooManyBlocks));
    }
}

#[test]
fn an_everyday_page_has_something_to_show_and_empty_blocks_do_not() {
    assert!(!Blocks::everyday().is_empty());
    let mut blank = Blocks::default();
    for kind in [
        BlockKind::Banner,
        BlockKind::Text,
        BlockKind::Countdown,
        BlockKind::Story,
    ] {
        blank.change(BlockChange::Add(kind)).expect("added");
    }
    assert!(blank.is_empty());
}

#[test]
fn a_picture_has_its_place() {
    let picture = Some(MediaId(uuid::Uuid::from_u128(7)));
    let mut banner = Content::blank(BlockKind::Banner);
    assert!(banner.hang(0, picture));
    assert_eq!(banner.pictures().len(), 1);
    let mut story = Content::blank(BlockKind::Story);
    assert!(story.hang(0, picture) && story.hang(1, picture));
    assert!(!story.hang(5, picture), "no gap");
    assert_eq!(story.pictures().len(), 2);
    assert!(!Content::blank(BlockKind::Text).hang(0, picture));
}

#[test]
fn blocks_are_stored_by_their_kind() {
    for kind in BlockKind::VARIANTS {
        let block = Block {
            number: 1,
            content: Content::blank(*kind),
        };
        let stored = serde_json::to_value(&block).expect("stored");
        let name: &str = (*kind).into();
        assert_eq!(stored["kind"], name);
        let back: Block = serde_json::from_value(stored).expect("read");
        assert_eq!(back, block);
    }
}

proptest! {
    #[test]
    fn no_step_loses_or_doubles_a_number(steps in prop::collection::vec((0_u8..6, 1_u16..9, 0_usize..9), 0..60)) {
        let mut blocks = Blocks::everyday();
        for (step, number, to) in steps {
            let change = match step {
                0 => BlockChange::Add(BlockKind::Text),
                1 => BlockChange::Up(number),
                2 => BlockChange::Down(number),
                3 => BlockChange::Move(number, to),
                4 => BlockChange::Duplicate(number),
                _ => BlockChange::Remove(number),
            };
            let before = blocks.0.len();
            let outcome = blocks.change(change);
            prop_assert!(blocks.0.len().abs_diff(before) <= 1 && blocks.0.len() <= MOST_BLOCKS);
            prop_assert!(outcome.is_ok() || blocks.0.len() == before);
            let mut unique = numbers(&blocks);
            unique.sort_unstable();
            unique.dedup();
            prop_assert_eq!(unique.len(), blocks.0.len());
        }
    }
}
