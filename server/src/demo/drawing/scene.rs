//! Where a thing is shown: the backdrop, and the different views of one thing.

use super::colour::WHITE;
use super::sheet::Sheet;

/// How the closer view and the arrangement of a subject are made.
#[derive(Clone, Copy)]
pub(super) enum Stage {
    /// Stands on a floor; shown again as a pair and as three.
    Pair,
    /// The same, but upright: it may be drawn larger.
    Slim,
    /// Stands on a floor; too large to be bought in pairs, shown again in a room.
    Room,
    /// Lies flat, seen from above.
    Flat,
}

/// Draws the scene around `draw`; `focus` is what the closer view looks at.
pub(super) fn compose(s: &mut Sheet, stage: Stage, focus: (f32, f32, f32), draw: fn(&mut Sheet)) {
    let view = s.view % 4;
    backdrop(s, stage, view);
    let thing = s.stamp(draw);
    let (fx, fy, zoom) = focus;
    match (view, stage) {
        (0, Stage::Slim) => place(s, &thing, (600.0, 1000.0), 1.15),
        (0, Stage::Pair) => place(s, &thing, (600.0, 984.0), 1.07),
        (0, Stage::Room | Stage::Flat) => s.show(&thing, "translate(0 0)"),
        (1, _) => s.show(
            &thing,
            &format!("translate(600 600) rotate(-5) scale({zoom}) translate(-{fx} -{fy})"),
        ),
        (2, Stage::Slim) => {
            place(s, &thing, (390.0, 930.0), 0.9);
            place(s, &thing, (800.0, 1070.0), 1.02);
        }
        (2, Stage::Pair) => {
            place(s, &thing, (380.0, 890.0), 0.74);
            place(s, &thing, (770.0, 1050.0), 0.84);
        }
        (2, Stage::Room) => s.show(&thing, "translate(1116 130) scale(-.86 .86)"),
        (2, Stage::Flat) => {
            s.show(
                &thing,
                "translate(400 420) rotate(-10) scale(.8) translate(-600 -600)",
            );
            s.show(
                &thing,
                "translate(800 790) rotate(8) scale(.8) translate(-600 -600)",
            );
        }
        (_, Stage::Flat) => {
            s.show(
                &thing,
                "translate(600 600) rotate(17) scale(1.2) translate(-600 -600)",
            );
        }
        // The other end of a large thing, from close by.
        (_, Stage::Room) => s.show(&thing, "translate(1640 -330) rotate(3) scale(-1.5 1.5)"),
        (_, Stage::Slim) => {
            place(s, &thing, (300.0, 910.0), 0.74);
            place(s, &thing, (900.0, 910.0), 0.74);
            place(s, &thing, (600.0, 1060.0), 0.88);
        }
        (_, Stage::Pair) => {
            place(s, &thing, (340.0, 840.0), 0.56);
            place(s, &thing, (860.0, 840.0), 0.56);
            place(s, &thing, (600.0, 1040.0), 0.72);
        }
    }
}

/// Stands the thing, drawn on the ground at (600, 950), somewhere else.
fn place(s: &mut Sheet, thing: &str, at: (f32, f32), scale: f32) {
    s.show(
        thing,
        &format!(
            "translate({:.0} {:.0}) scale({scale})",
            at.0 - 600.0 * scale,
            at.1 - 950.0 * scale
        ),
    );
}

fn backdrop(s: &mut Sheet, stage: Stage, view: u8) {
    let room = matches!(stage, Stage::Room);
    // The later pictures of a gallery change the mood a little, not the family.
    let base = match view {
        0 => s.backdrop,
        1 => s.backdrop.mix(s.main, 0.16),
        2 => s.backdrop.mix(s.accent, 0.22).lighter(0.12),
        _ => s.backdrop.mix(s.main, 0.08).lighter(0.24),
    };
    let wall = s.rad(
        (0.28, 0.2),
        0.98,
        &[
            (0.0, base.lighter(0.42)),
            (0.45, base),
            (1.0, base.darker(0.17)),
        ],
    );
    s.rect(0.0, 0.0, 1200.0, 1200.0, 0.0, wall);
    if matches!(stage, Stage::Flat) {
        flat_ground(s, view);
        return;
    }
    match (s.pick(4, 7) + u32::from(view)) % 4 {
        0 => {
            let disc = s.lin(
                (0.0, 0.0),
                (0.8, 1.0),
                &[(0.0, base.lighter(0.75)), (1.0, base.darker(0.04))],
            );
            s.faint(0.8, |s| s.dot(600.0, 540.0, 420.0, disc));
        }
        1 => window(s),
        2 => {
            let arch = s.lin(
                (0.0, 0.0),
                (0.8, 1.0),
                &[(0.0, base.darker(0.1)), (1.0, base.lighter(0.5))],
            );
            s.faint(0.8, |s| {
                s.fill("M230 860V560a370 370 0 0 1 740 0V860Z", arch)
            });
        }
        _ => {}
    }
    if view == 2 {
        // A table top, or the floor of a room, with an edge one can see.
        let top = s.down(base.darker(0.1), base.lighter(0.26));
        s.rect(
            0.0,
            if room { 836.0 } else { 800.0 },
            1200.0,
            400.0,
            0.0,
            top,
        );
        if room {
            s.rect(0.0, 812.0, 1200.0, 24.0, 0.0, base.lighter(0.5));
            s.rect(0.0, 836.0, 1200.0, 5.0, 0.0, base.darker(0.3).a(0.4));
        } else {
            s.rect(0.0, 800.0, 1200.0, 6.0, 0.0, WHITE.a(0.5));
        }
    } else {
        let cove = s.lin(
            (0.0, 0.0),
            (0.0, 1.0),
            &[
                (0.0, base.lighter(0.26).a(0.0)),
                (0.28, base.lighter(0.26).a(0.85)),
                (1.0, base.darker(0.03).a(0.9)),
            ],
        );
        s.rect(0.0, 740.0, 1200.0, 460.0, 0.0, cove);
    }
}

/// Slanted light from a window with four panes.
fn window(s: &mut Sheet) {
    s.fill(
        "M120 120L400 60V330L120 400ZM430 54L700 -4V256L430 322ZM120 432L400 362V640L120 720ZM430 354L700 288V558L430 632Z",
        WHITE.a(0.34),
    );
}

fn flat_ground(s: &mut Sheet, view: u8) {
    match (s.pick(3, 11) + u32::from(view)) % 3 {
        0 => {
            // Wide boards.
            let dark = s.backdrop.darker(0.5).a(0.09);
            for x in [230.0, 610.0, 990.0] {
                s.rect(x, 0.0, 5.0, 1200.0, 0.0, &dark);
                s.rect(x + 5.0, 0.0, 3.0, 1200.0, 0.0, WHITE.a(0.35));
            }
        }
        1 => s.fill("M0 0H520L0 780ZM640 0H820L0 1200V1010Z", WHITE.a(0.2)),
        _ => {
            let cloth = s.backdrop.lighter(0.5);
            s.fill("M0 760Q500 700 1200 860V1200H0Z", cloth.a(0.55));
        }
    }
}
