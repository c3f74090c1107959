//! The layout, on numbers.

use std::sync::LazyLock;

use proptest::prelude::*;
use slip::{
    Body, Correction, HEIGHT_MAX, Item, Kit, Name, Place, Scene, Sign, SlipView, Sprite, State,
    TYPE_MIN, TextItem, WIDTH, Words, layout,
};
use unicode_normalization::UnicodeNormalization;

use crate::samples::{self, edit, entrant, member, parlay, single};

static KIT: LazyLock<Kit> = LazyLock::new(|| Kit::new().unwrap());

/// Names and texts that have broken pictures elsewhere.
const NASTY: [&str; 22] = [
    "",
    " ",
    "A",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
    "Llanfairpwllgwyngyllgogerychwyrndrobwlll",
    "Borussia Verein für Leibesübungen 1900 Mönchengladbach",
    "a a a a a a a a a a a a a a a a a a a a a a a a a",
    "Санкт-Петербургский Государственный Университет",
    "Παναθηναϊκός Αθλητικός Όμιλος Αθηνών",
    "النادي الأهلي للرياضة البدنية والثقافية",
    "בית\"ר ירושלים - הפועל תל אביב",
    "読売ジャイアンツ東京ヤクルトスワローズ阪神タイガース横浜",
    "대한민국 프로야구 두산 베어스와 한화 이글스",
    "สโมสรฟุตบอลบุรีรัมย์ ยูไนเต็ด",
    "मुम्बई इंडियन्स और चेन्नई सुपर किंग्स",
    "\u{1f525}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f1fa}\u{1f1f8}",
    "𝓜𝓪𝓻𝓬𝓾𝓼 𝕿𝖍𝖊 𝔾𝕣𝕖𝕒𝕥",
    "\u{13000}\u{13001}\u{13002}",
    "\u{202e}desrever\u{202c}\u{2066}x\u{2069}",
    "Z\u{300}\u{301}\u{302}\u{303}a\u{310}\u{311}l\u{312}g\u{313}o\u{314}\u{315}\u{316}",
    "two\nlines\tand\u{0}a nul",
];

/// What is wrong with a scene, in words; nothing for a good one.
fn faults(scene: &Scene) -> Vec<String> {
    let mut out = Vec::new();
    let (width, height) = (scene.width as i32, scene.height as i32);
    if scene.width != WIDTH || scene.height > HEIGHT_MAX {
        out.push(format!("the slip has {width}x{height}"));
    }
    let slip = Place {
        left: 0,
        top: 0,
        width,
        height,
    };
    let inside = Place {
        left: 47,
        top: 8,
        width: 716,
        height: height - 16,
    };
    for item in &scene.items {
        let room = if matches!(item, Item::Rect { .. }) {
            slip
        } else {
            inside
        };
        if !room.holds(&item.place()) {
            out.push(format!("{item:?} is outside"));
        }
    }
    for text in texts(scene) {
        if text.size < TYPE_MIN {
            out.push(format!("{:?} is {} pixels small", text.text, text.size));
        }
        if text.colour.contrast(text.on) < slip::CONTRAST_MIN {
            out.push(format!("{:?} is faint", text.text));
        }
        if text.text.contains(['…', '\u{fffd}']) || text.text.contains("...") {
            out.push(format!("{:?} is shortened", text.text));
        }
    }
    out.extend(overlaps(scene));
    out
}

fn overlaps(scene: &Scene) -> Vec<String> {
    let mut out = Vec::new();
    for (number, one) in scene.items.iter().enumerate() {
        for other in &scene.items[number + 1..] {
            let (first, second) = (one.place(), other.place());
            let apart = !first.overlaps(&second);
            // A pill is there to be written on, and then it must hold what is written.
            let within = is_pill(one) && first.holds(&second);
            if !apart && !within {
                out.push(format!(
                    "{one:?} at {first:?} meets {other:?} at {second:?}"
                ));
            }
        }
    }
    out
}

fn is_pill(item: &Item) -> bool {
    matches!(
        item,
        Item::Sprite {
            sprite: Sprite::Pill { .. },
            ..
        }
    )
}

fn texts(scene: &Scene) -> impl Iterator<Item = &TextItem> {
    scene.items.iter().filter_map(|it| match it {
        Item::Text(text) => Some(text),
        _ => None,
    })
}

fn said(view: &SlipView) -> Vec<String> {
    texts(&layout(view, &KIT))
        .map(|it| it.text.clone())
        .collect()
}

fn assert_sound(view: &SlipView) {
    let found = faults(&layout(view, &KIT));
    assert!(found.is_empty(), "{}\nin {view:#?}", found.join("\n"));
}

/// A single with `text` wherever a name or a word can stand.
fn full_of(text: &str, score: Option<&str>) -> SlipView {
    let mut view = single();
    view.member = member(text);
    view.member.fallback = text.into();
    view.state_word = text.into();
    view.correction = Some(Correction {
        word: text.into(),
        note: text.into(),
    });
    view.foot.stake_label = text.into();
    view.foot.stake = text.into();
    view.foot.note = text.into();
    view.foot.money = text.into();
    edit(&mut view, |it| {
        if let Some(game) = &mut it.game {
            for side in [&mut game.first, &mut game.second] {
                side.name = Name {
                    full: text.into(),
                    nickname: Some(text.into()),
                    code: text.into(),
                };
                side.crest.code = text.into();
                side.score = score.map(Into::into);
            }
            game.joiner = text.into();
        }
        it.pick = text.into();
        it.price = text.into();
        it.sentence = text.into();
    });
    view
}

/// A parlay with `text` wherever a name or a word can stand.
fn parlay_full_of(text: &str, legs: usize) -> SlipView {
    let mut view = full_of(text, None);
    let Body::Parlay(mut list) = parlay(legs).body else {
        unreachable!()
    };
    list.title = text.into();
    list.price = text.into();
    list.sentence = Some(text.into());
    list.more = vec![text.into(); legs];
    for leg in &mut list.legs {
        leg.state_word = text.into();
        leg.pick = text.into();
        leg.note = text.into();
        leg.price = text.into();
    }
    view.body = Body::Parlay(list);
    view
}

#[test]
fn every_sample_has_room_for_all_that_it_says() {
    for (name, view) in samples::all() {
        let found = faults(&layout(&view, &KIT));
        assert!(found.is_empty(), "{name}: {}", found.join("\n"));
    }
}

#[test]
fn nasty_names_stay_within_their_room() {
    for text in NASTY {
        assert_sound(&full_of(text, None));
        assert_sound(&full_of(text, Some("102")));
        for legs in [2, 3, 8, 9, 25] {
            assert_sound(&parlay_full_of(text, legs));
        }
    }
}

#[test]
fn a_nickname_in_smaller_type_goes_before_a_code() {
    let drawn = |forms: [&str; 3]| {
        let mut view = single();
        edit(&mut view, |it| it.pick = Words::new(forms));
        let scene = layout(&view, &KIT);
        let found = texts(&scene).find(|it| forms.contains(&it.text.as_str()));
        found.map(|it| (it.text.clone(), it.size)).unwrap()
    };
    let puffins = [
        "Winter Shoal Puffins to win",
        "Puffins to win",
        "WSP to win",
    ];
    assert_eq!(drawn(puffins), ("Puffins to win".to_owned(), 76.0));
    let short = ["Chicago Bears +3", "Bears +3", "CHI +3"];
    assert_eq!(drawn(short), ("Bears +3".to_owned(), 86.0));
    let long = [
        "Brighton and Hove Albion Football Club to win",
        "Brighton and Hove Albion to win",
        "BHA to win",
    ];
    assert_eq!(drawn(long), ("BHA to win".to_owned(), 86.0));
}

#[test]
fn a_text_cut_to_its_invisible_letters_is_left_out() {
    // The sign is told to stay on its number's left by a letter without width.
    let text = "+2»]؆a⌀2*2#*+[AABAEA\u{1d17b} <<bf'xn ԴC*bnC2ff1";
    assert_sound(&parlay_full_of(text, 1));
}

#[test]
fn two_different_nasty_names_meet_in_one_game() {
    for one in NASTY {
        for other in NASTY {
            let mut view = single();
            view.member = member(one);
            edit(&mut view, |it| {
                if let Some(game) = &mut it.game {
                    game.first =
                        entrant((one, Some(other)), "ABC", (0, 0xff_ff_ff), Some("7"), true);
                    game.second = entrant((other, None), one, (0xff_ff_ff, 0), Some("110"), false);
                }
                it.pick = Words::new([format!("{one} {other}"), format!("{other} +3.5")]);
            });
            assert_sound(&view);
        }
    }
}

#[test]
fn any_number_of_legs_has_room() {
    for legs in 1..=40 {
        assert_sound(&parlay(legs));
    }
}

#[test]
fn legs_without_room_are_counted() {
    let shown = said(&parlay(25));
    let legs = shown
        .iter()
        .filter(|it| it.ends_with("3.5") || it.contains("8.5"))
        .count();
    assert!(legs > 4, "legs are listed: {shown:?}");
    let picks = texts(&layout(&parlay(25), &KIT))
        .filter(|it| it.text == "Won")
        .count();
    assert!(picks > 0);
    let rest: Vec<&String> = shown
        .iter()
        .filter(|it| it.starts_with('+') && it.ends_with(" legs"))
        .collect();
    let [rest] = rest.as_slice() else {
        panic!("one count: {shown:?}")
    };
    let left_out: usize = rest
        .trim_matches(|it: char| !it.is_ascii_digit())
        .parse()
        .unwrap();
    let words = ["Won", "Open", "Void"];
    let drawn = shown
        .iter()
        .filter(|it| words.contains(&it.as_str()))
        .count();
    assert_eq!(drawn + left_out, 25);
}

#[test]
fn a_name_goes_from_full_to_nickname_to_code() {
    let with = |full: &str, nickname: &str| {
        let mut view = single();
        edit(&mut view, |it| {
            if let Some(game) = &mut it.game {
                game.second.name = Name {
                    full: full.into(),
                    nickname: Some(nickname.into()),
                    code: "XYZ".into(),
                };
            }
        });
        said(&view)
    };
    assert!(with("Jets", "J").contains(&"Jets".into()));
    assert!(with("Green Bay Packers of the North", "Packers").contains(&"Packers".into()));
    let long = "Wolverhampton Wanderers Football Club";
    assert!(with(long, long).contains(&"XYZ".into()));
}

#[test]
fn letters_that_no_font_has_give_way_to_the_code() {
    let mut view = single();
    edit(&mut view, |it| {
        if let Some(game) = &mut it.game {
            game.first.name = Name {
                full: "\u{13000}\u{13001}".into(),
                nickname: None,
                code: "EGY".into(),
            };
        }
    });
    assert!(said(&view).contains(&"EGY".into()));
}

#[test]
fn a_member_named_in_signs_only_is_shown_by_the_fallback() {
    let mut view = single();
    view.member = member("\u{1f9ff}\u{1fac0}\u{fe0f}");
    view.member.fallback = "plain_name".into();
    assert!(said(&view).contains(&"plain_name".into()));
    view.member.name = "\u{1fac0} Ann \u{1fac0}".into();
    assert!(said(&view).contains(&"Ann".into()));
    view.member.name = "𝓜𝓪𝓻𝓬𝓾𝓼".into();
    assert!(said(&view).contains(&"Marcus".into()));
}

#[test]
fn numbers_have_a_true_minus_and_words_keep_their_hyphen() {
    let shown = said(&samples::parlay_4());
    assert!(
        shown.contains(&"Los Angeles Lakers \u{2212}3.5".into()),
        "{shown:?}"
    );
    assert!(shown.contains(&"\u{2212}110".into()));
    assert!(shown.contains(&"4-leg parlay".into()));
}

#[test]
fn a_state_has_its_own_word_shape_and_colour() {
    let mut shapes = Vec::new();
    for state in State::ALL {
        let mut view = single();
        view.state = state;
        view.state_word = format!("{state:?}");
        let scene = layout(&view, &KIT);
        assert!(texts(&scene).any(|it| it.text == view.state_word));
        let sign = scene.items.iter().find_map(|it| match it {
            Item::Sprite {
                sprite: Sprite::Sign { sign, .. },
                ..
            } => Some(*sign),
            _ => None,
        });
        let edge = scene.items.iter().rev().find_map(|it| match it {
            Item::Rect { colour, .. } => Some(*colour),
            _ => None,
        });
        shapes.push((state, sign.unwrap(), edge.unwrap()));
    }
    // Shape and colour together tell apart what pays differently.
    for (state, sign, edge) in &shapes {
        for (other_state, other_sign, other_edge) in &shapes {
            let back = |it: &State| matches!(it, State::Push | State::Void | State::Cancelled);
            let alike = state == other_state || back(state) && back(other_state);
            assert_eq!(
                (sign, edge) == (other_sign, other_edge),
                alike,
                "{state:?} {other_state:?}"
            );
        }
    }
    assert!(shapes.iter().any(|it| it.1 == Sign::HalfRing));
}

#[test]
fn only_an_open_slip_takes_the_servers_accent() {
    let accent = slip::Rgb::hex(0xf5_a5_24);
    let edge = |state: State| {
        let mut view = single();
        view.look.accent = Some(accent);
        view.state = state;
        let scene = layout(&view, &KIT);
        scene.items.iter().rev().find_map(|it| match it {
            Item::Rect { place, colour } if place.left == 0 => Some(*colour),
            _ => None,
        })
    };
    assert_eq!(edge(State::Open), Some(accent));
    assert_ne!(edge(State::Won), Some(accent));
}

/// Any text, without the signs by which a shortened one is known, however they are written.
fn any_text(most: usize) -> impl Strategy<Value = String> {
    let is_a_sign = |it: &char| it.nfkc().any(|it| matches!(it, '.' | '…' | '\u{fffd}'));
    let text = proptest::string::string_regex(&format!("\\PC{{0,{most}}}"));
    text.unwrap()
        .prop_map(move |it| it.chars().filter(|it| !is_a_sign(it)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn anything_at_all_stays_within_its_room(
        name in any_text(40), pick in any_text(60), word in any_text(20), legs in 1_usize..26,
    ) {
        let mut view = full_of(&name, Some("21"));
        view.state_word = word.clone();
        edit(&mut view, |it| it.pick = pick.clone().into());
        prop_assert_eq!(faults(&layout(&view, &KIT)), Vec::<String>::new());
        let mut view = parlay_full_of(&pick, legs);
        view.state_word = word;
        prop_assert_eq!(faults(&layout(&view, &KIT)), Vec::<String>::new());
    }
}
