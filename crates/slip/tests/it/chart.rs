//! Charts, on numbers.

use std::sync::LazyLock;

use proptest::prelude::*;
use slip::{
    ALT_CHARS_MAX, CONTRAST_MIN, ChartView, CourseView, Item, Kit, Mark, Place, Scene, Spot,
    Sprite, TYPE_MIN, Theme, WIDTH, Words, chart_alt, layout_chart, render_chart,
};

use crate::charts::{self, spread};

static KIT: LazyLock<Kit> = LazyLock::new(|| Kit::new().unwrap());

/// What is wrong with a chart, in words; nothing for a good one.
fn faults(scene: &Scene) -> Vec<String> {
    let mut out = Vec::new();
    let inside = Place {
        left: 20,
        top: 8,
        width: 764,
        height: scene.height as i32 - 16,
    };
    if scene.width != WIDTH {
        out.push(format!("the chart is {} wide", scene.width));
    }
    for item in &scene.items {
        if !inside.holds(&item.place()) {
            out.push(format!("{item:?} is outside"));
        }
        let (colour, on) = match item {
            Item::Text(text) => {
                if text.size < TYPE_MIN {
                    out.push(format!("{:?} is {} pixels small", text.text, text.size));
                }
                (text.colour, text.on)
            }
            Item::Sprite {
                sprite: Sprite::Marker { colour, ground, .. },
                ..
            } => (*colour, *ground),
            // Lines between values only lead the eye.
            Item::Rect { colour, .. } if is_rule(*colour) => continue,
            Item::Rect { colour, .. } => (*colour, scene.ground),
            Item::Sprite { .. } => continue,
        };
        if colour.contrast(on) < CONTRAST_MIN {
            out.push(format!("{item:?} is faint"));
        }
    }
    let texts = scene.items.iter().filter(|it| matches!(it, Item::Text(_)));
    let texts: Vec<_> = texts.collect();
    for (nth, one) in texts.iter().enumerate() {
        let others = texts[nth + 1..].iter();
        out.extend(
            others
                .filter(|it| one.place().overlaps(&it.place()))
                .map(|it| format!("{one:?} meets {it:?}")),
        );
    }
    out
}

fn is_rule(colour: slip::Rgb) -> bool {
    [Theme::DARK, Theme::LIGHT]
        .iter()
        .any(|it| it.rule == colour)
}

fn markers(scene: &Scene) -> Vec<Mark> {
    let marks = scene.items.iter().filter_map(|it| match it {
        Item::Sprite {
            sprite: Sprite::Marker { mark, .. },
            ..
        } => Some(*mark),
        _ => None,
    });
    marks.collect()
}

#[test]
fn every_chart_is_sound_light_and_told_within_what_discord_takes() {
    for (name, view) in charts::all() {
        let scene = layout_chart(&view, &KIT);
        assert_eq!(faults(&scene), Vec::<String>::new(), "{name}");
        let bytes = render_chart(&view, &KIT).unwrap().len();
        assert!(bytes < 80_000, "{name} has {bytes} bytes");
        let alt = chart_alt(&view);
        assert!(alt.chars().count() <= ALT_CHARS_MAX, "{name}");
        for mark in &view.marks {
            assert!(alt.contains(&mark.said), "{name}: {}", mark.said);
        }
    }
}

#[test]
fn a_chart_is_told_by_what_it_opened_at_what_it_is_at_what_is_yours_and_its_moves() {
    assert_eq!(
        chart_alt(&spread()),
        "Bears spread. Packers at Bears · NFL · Sun 1:00 PM. Middle of 5 bookmakers. \
         Opened +3 at -110, Tue 9:00 AM. Now +3.5 at -112. \
         Your bet: +3.5 at -110, Thu 6:45 PM. Wed 1:10 PM: +3.5 at -108. \
         Fri 8:30 AM: +4 at -110. Sat 9:15 PM: +3.5 at -112."
    );
}

#[test]
fn each_mark_stands_on_the_chart_and_again_beside_its_words() {
    let scene = layout_chart(&spread(), &KIT);
    let mut expected: Vec<_> = spread().marks.iter().map(|it| it.mark).collect();
    expected.extend(expected.clone());
    assert_eq!(markers(&scene), expected);
}

/// How two pictures of markers differ where their colours are the same.
fn shape(mark: Mark) -> Vec<u8> {
    let mut view = spread();
    view.courses.clear();
    view.levels.clear();
    view.marks.truncate(1);
    view.marks[0].mark = mark;
    let scene = layout_chart(&view, &KIT);
    let pixmap = slip::paint(&scene, &KIT).unwrap();
    let ground = scene.ground;
    let behind = [ground.red, ground.green, ground.blue];
    // What is drawn and what is not, without in which colour.
    let pixels = pixmap.data().chunks_exact(4);
    pixels.map(|it| u8::from(it[..3] != behind)).collect()
}

#[test]
fn marks_are_told_apart_without_their_colours() {
    for (nth, one) in Mark::ALL.iter().enumerate() {
        for other in &Mark::ALL[nth + 1..] {
            let (one, other) = (shape(*one), shape(*other));
            let differ = one.iter().zip(&other).filter(|(a, b)| a != b).count();
            // Each stands there twice, on some 700 pixels of 1,600.
            assert!(differ > 200, "{differ} pixels differ");
        }
    }
}

#[test]
fn lines_are_told_apart_without_their_colours() {
    let bars = |courses: &[CourseView]| {
        let view = ChartView {
            courses: courses.to_vec(),
            levels: Vec::new(),
            ..spread()
        };
        let scene = layout_chart(&view, &KIT);
        let bars = scene.items.iter();
        bars.filter(|it| matches!(it, Item::Rect { .. })).count()
    };
    let flat = spread().courses[0].clone();
    let flat = CourseView {
        steps: vec![flat.steps[0]],
        ..flat
    };
    // The first is one bar, and one more beside its name; the others are dashes.
    assert_eq!(bars(std::slice::from_ref(&flat)), 1);
    let two = bars(&[flat.clone(), flat.clone()]);
    assert!(two > 15, "{two}");
    let three = bars(&[flat.clone(), flat.clone(), flat]);
    assert!(three > two + 30, "{three}");
}

proptest! {
    #[test]
    fn no_numbers_and_no_words_break_a_chart(
        steps in proptest::collection::vec((-0.5f32..1.5, -0.5f32..1.5), 0..40),
        text in ".{0,60}",
        until in -1.0f32..2.0,
    ) {
        let mut view = spread();
        let spots = steps.iter().map(|(across, up)| Spot { across: *across, up: *up });
        let mut spots: Vec<_> = spots.collect();
        spots.sort_by(|a, b| a.across.total_cmp(&b.across));
        view.courses = vec![
            CourseView { name: text.clone(), steps: spots, until };
            2
        ];
        view.title = Words::from(text.as_str());
        view.game = Words::from(text.as_str());
        for (mark, (across, up)) in view.marks.iter_mut().zip(&steps) {
            mark.spot = Spot { across: *across, up: *up };
            mark.label = Words::from(text.as_str());
            mark.said.clone_from(&text);
        }
        for level in &mut view.levels {
            level.label.clone_from(&text);
        }
        for time in &mut view.times {
            time.label.clone_from(&text);
        }
        let found = faults(&layout_chart(&view, &KIT));
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
        prop_assert!(chart_alt(&view).chars().count() <= ALT_CHARS_MAX);
    }
}
