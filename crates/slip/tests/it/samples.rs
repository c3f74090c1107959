//! One view for each thing that a slip can be, for tests, the preview and the benchmarks.

use slip::{
    Body, Correction, CrestView, Entrant, Foot, GameLine, LegView, Look, MemberView, Name,
    ParlayView, Picture, Rgb, SingleView, SlipView, State, ThemeName, Words,
};

/// Every golden picture by its name.
pub(crate) fn all() -> Vec<(&'static str, SlipView)> {
    let mut out = singles();
    out.extend(parlays());
    out.extend(nasty());
    out
}

fn singles() -> Vec<(&'static str, SlipView)> {
    let arithmetic = "24 + 3.5 = 27.5 beats 27";
    let quarter = "1 - 0.75 = 0.25: half won, half back";
    vec![
        ("open", single()),
        (
            "won",
            settled(State::Won, "WON", ("24", "27"), arithmetic, "+1.82u"),
        ),
        (
            "lost",
            settled(
                State::Lost,
                "LOST",
                ("20", "27"),
                "20 + 3.5 = 23.5, short of 27",
                "-2.00u",
            ),
        ),
        (
            "push",
            settled(
                State::Push,
                "PUSH",
                ("24", "27"),
                "24 + 3 = 27, exactly 27",
                "stake back 2u",
            ),
        ),
        (
            "half_won",
            settled(State::HalfWon, "HALF WON", ("24", "27"), quarter, "+0.91u"),
        ),
        (
            "half_lost",
            settled(
                State::HalfLost,
                "HALF LOST",
                ("24", "27"),
                "Half lost, half back",
                "-1.00u",
            ),
        ),
        ("void", void()),
        ("cancelled", cancelled()),
        ("corrected", corrected()),
        ("light_open", light(single())),
        (
            "light_won",
            light(settled(
                State::Won,
                "WON",
                ("24", "27"),
                arithmetic,
                "+1.82u",
            )),
        ),
        (
            "light_lost",
            light(settled(
                State::Lost,
                "LOST",
                ("20", "27"),
                "20 + 3.5 = 23.5, short of 27",
                "-2.00u",
            )),
        ),
        ("accent", accent()),
        ("pictures", pictures()),
        ("total", total()),
        ("event", event()),
        ("long_event", long_event()),
    ]
}

fn parlays() -> Vec<(&'static str, SlipView)> {
    vec![
        ("parlay_4", parlay_4()),
        ("parlay_won", parlay_won()),
        ("parlay_lost", parlay_lost()),
        ("parlay_2", parlay(2)),
        ("round_robin", round_robin()),
        ("teaser", teaser()),
        ("parlay_8", parlay(8)),
        ("parlay_10", parlay(10)),
        ("parlay_25", parlay(25)),
        ("light_parlay", light(parlay_4())),
    ]
}

fn nasty() -> Vec<(&'static str, SlipView)> {
    vec![
        ("long_names", long_names()),
        ("cyrillic_greek", cyrillic_greek()),
        ("arabic", arabic()),
        ("cjk", cjk()),
        ("emoji", emoji()),
        ("long_pick", long_pick()),
        ("big_money", big_money()),
        ("empty", empty()),
    ]
}

/// An open spread.
pub(crate) fn single() -> SlipView {
    SlipView {
        member: member("marcus_k"),
        state: State::Open,
        state_word: "OPEN".into(),
        correction: None,
        body: Body::Single(Box::new(SingleView {
            game: Some(bears_at_packers(None)),
            event: Words::default(),
            pick: Words::new(["Chicago Bears +3.5", "Bears +3.5", "CHI +3.5"]),
            price: "-110".into(),
            sentence: "Wins if Chicago wins, or loses by 3 or fewer".into(),
        })),
        foot: foot(
            "2u",
            Words::new(["Sun 16 Nov, 1:00 PM ET", "Sun 1:00 PM ET"]),
            "to win 1.82u",
        ),
        look: Look::default(),
    }
}

fn settled(state: State, word: &str, score: (&str, &str), why: &str, money: &str) -> SlipView {
    let mut view = single();
    view.state = state;
    view.state_word = word.into();
    view.foot = foot("2u", "NFL · Week 11".into(), money);
    edit(&mut view, |it| {
        it.game = Some(bears_at_packers(Some(score)));
        it.sentence = why.into();
        if state == State::Push {
            it.pick = Words::new(["Chicago Bears +3", "Bears +3", "CHI +3"]);
        }
        if matches!(state, State::HalfWon | State::HalfLost) {
            it.pick = Words::new(["Chicago Bears +3.25", "Bears +3.25", "CHI +3.25"]);
        }
    });
    view
}

fn void() -> SlipView {
    let mut view = settled(
        State::Void,
        "VOID",
        ("", ""),
        "Postponed by more than 24 hours",
        "stake back 2u",
    );
    edit(&mut view, |it| it.game = Some(bears_at_packers(None)));
    view
}

fn cancelled() -> SlipView {
    let mut view = single();
    view.state = State::Cancelled;
    view.state_word = "CANCELLED".into();
    view.foot.money = "stake back 2u".into();
    edit(&mut view, |it| {
        it.sentence = "Taken back before the start".into()
    });
    view
}

fn corrected() -> SlipView {
    let mut view = settled(
        State::Won,
        "WON",
        ("24", "27"),
        "24 + 3.5 = 27.5 beats 27",
        "+1.82u",
    );
    view.correction = Some(Correction {
        word: "Corrected".into(),
        note: "was lost, -2.00u".into(),
    });
    view
}

fn accent() -> SlipView {
    let mut view = single();
    view.look.accent = Some(Rgb::hex(0xf5_a5_24));
    view
}

fn total() -> SlipView {
    let mut view = single();
    edit(&mut view, |it| {
        let mut game = bears_at_packers(None);
        game.first.picked = false;
        it.game = Some(game);
        it.pick = "Over 45.5".into();
        it.sentence = "Wins if both together score 46 or more".into();
    });
    view
}

/// A contest of many.
fn event() -> SlipView {
    let mut view = single();
    edit(&mut view, |it| {
        it.game = None;
        it.event = "Harbor Masters".into();
        it.pick = Words::new(["Ludvig Åberg, top 5", "L. Åberg, top 5"]);
        it.price = "+350".into();
        it.sentence = "Wins if Ludvig Åberg finishes in the top 5".into();
    });
    view.foot.note = "PGA, Thu 9 Apr, 8:00 AM EDT".into();
    view
}

/// One whose name takes two lines, and so does the pick.
fn long_event() -> SlipView {
    let mut view = event();
    edit(&mut view, |it| {
        let name = "The Lakeside Invitational presented by a Sponsor with a Very Long Name";
        it.event = name.into();
        it.pick = Words::new([
            "Nicolai Højgaard-Christiansen to beat Joaquín Niemann",
            "N. Højgaard-Christiansen to beat J. Niemann",
        ]);
    });
    view
}

fn pictures() -> SlipView {
    let mut view = single();
    view.member.avatar = Some(portrait());
    edit(&mut view, |it| {
        if let Some(game) = &mut it.game {
            game.first.crest.logo = Some(logo());
        }
    });
    view
}

/// A face of sorts: rings of colour, to see that it is cut round and keeps its middle.
fn portrait() -> Picture {
    let edge = 128_u32;
    let mut rgba = Vec::new();
    for y in 0..edge {
        for x in 0..edge {
            let (dx, dy) = (x as f32 - 64.0, y as f32 - 64.0);
            let ring = (dx.hypot(dy) / 12.0) as u8;
            rgba.extend([200 - ring * 20, 90 + ring * 12, 60 + ring * 25, 255]);
        }
    }
    Picture::from_rgba(edge, edge, rgba).unwrap()
}

/// A wide logo with a clear ground.
fn logo() -> Picture {
    let (width, height) = (300_u32, 200_u32);
    let mut rgba = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = ((x as f32 - 150.0) / 150.0, (y as f32 - 100.0) / 100.0);
            let inside = dx.hypot(dy) < 1.0;
            let stripe = (x / 30) % 2 == 0;
            let colour = if stripe {
                [230, 60, 40]
            } else {
                [250, 220, 80]
            };
            rgba.extend([
                colour[0],
                colour[1],
                colour[2],
                if inside { 255 } else { 0 },
            ]);
        }
    }
    Picture::from_rgba(width, height, rgba).unwrap()
}

/// The parlay of the reference picture.
pub(crate) fn parlay_4() -> SlipView {
    let legs = vec![
        leg(
            State::Won,
            "Won",
            LAKERS,
            &["Los Angeles Lakers -3.5", "Lakers -3.5"],
            &["112–104 Celtics, final", "112–104, final"],
            "-110",
        ),
        leg(
            State::Won,
            "Won",
            BRAVES,
            &["Over 8.5"],
            &["Braves 6–4 Phillies, decided"],
            "-105",
        ),
        leg(
            State::Open,
            "Open",
            CITY,
            &["Manchester City -0.75", "Man City -0.75"],
            &["Wolves, today 3:00 PM ET"],
            "-105",
        ),
        leg(
            State::Void,
            "Void",
            CELTICS,
            &["Tatum over 27.5 pts"],
            &["Did not play"],
            "-115",
        ),
    ];
    let mut view = parlay_of(State::Open, "2 OF 3 IN", "4-leg parlay", "+627", legs);
    view.foot = foot("1u", "was +1259".into(), "to win 6.27u");
    view
}

fn parlay_won() -> SlipView {
    let legs = vec![
        leg(
            State::Won,
            "Won",
            LAKERS,
            &["Lakers -3.5"],
            &["112–104 Celtics, final"],
            "-110",
        ),
        leg(
            State::HalfWon,
            "Half won",
            CITY,
            &["Man City -0.75"],
            &["1–0 Wolves, final"],
            "-105",
        ),
        leg(
            State::Push,
            "Push",
            BRAVES,
            &["Over 10"],
            &["Braves 6–4 Phillies"],
            "-105",
        ),
    ];
    let mut view = parlay_of(State::Won, "WON", "3-leg parlay", "+182", legs);
    view.foot = foot("1u", "was +627".into(), "+1.82u");
    view
}

fn parlay_lost() -> SlipView {
    let legs = vec![
        leg(
            State::Lost,
            "Lost",
            LAKERS,
            &["Lakers -3.5"],
            &["106–104 Celtics, final"],
            "-110",
        ),
        leg(
            State::HalfLost,
            "Half lost",
            CITY,
            &["Man City -0.25"],
            &["1–1 Wolves, final"],
            "-105",
        ),
        leg(
            State::Cancelled,
            "Cancelled",
            BRAVES,
            &["Over 10"],
            &["Rained off"],
            "-105",
        ),
    ];
    let mut view = parlay_of(State::Lost, "LOST", "3-leg parlay", "+627", legs);
    view.foot = foot("1u", Words::default(), "-1.00u");
    view
}

/// A parlay of `count` legs whose states take turns.
pub(crate) fn parlay(count: usize) -> SlipView {
    let some = [
        leg(
            State::Won,
            "Won",
            LAKERS,
            &["Los Angeles Lakers -3.5", "Lakers -3.5"],
            &["112–104 Celtics, final", "112–104, final"],
            "-110",
        ),
        leg(
            State::Open,
            "Open",
            CITY,
            &["Manchester City -0.75", "Man City -0.75"],
            &["Wolves, today 3:00 PM ET", "3:00 PM ET"],
            "-105",
        ),
        leg(
            State::Won,
            "Won",
            BRAVES,
            &["Over 8.5"],
            &["Braves 6–4 Phillies", "6–4 Phillies"],
            "-105",
        ),
        leg(
            State::Void,
            "Void",
            CELTICS,
            &[
                "Jayson Tatum over 27.5 pts",
                "Tatum over 27.5 pts",
                "Tatum o27.5 pts",
            ],
            &["Did not play"],
            "-115",
        ),
        leg(
            State::Open,
            "Open",
            BEARS,
            &["Chicago Bears +3.5", "Bears +3.5"],
            &["Packers, Sun 1:00 PM ET", "Sun 1:00 PM ET"],
            "-110",
        ),
    ];
    let legs = (0..count).map(|it| some[it % some.len()].clone()).collect();
    let mut view = parlay_of(
        State::Open,
        "4 OF 9 IN",
        &format!("{count}-leg parlay"),
        "+12500",
        legs,
    );
    view.foot = foot("0.5u", Words::default(), "to win 62.50u");
    view
}

/// A bet of several combinations, of which some may win.
fn round_robin() -> SlipView {
    let mut view = parlay(5);
    view.state_word = "3 OF 5 IN".into();
    edit_parlay(&mut view, |it| {
        it.title = "5-leg round robin by 2s".into();
        it.price = "10 bets".into();
        it.sentence = Some("0.1u on each, paying from 2 winning legs".into());
    });
    view.foot = foot(
        "1u",
        "Sun 24 Nov, 8:15 PM EST".into(),
        "to win up to 16.28u",
    );
    view
}

/// Lines that were moved, at one price.
fn teaser() -> SlipView {
    let mut view = parlay(3);
    view.state_word = "2 OF 3 IN".into();
    edit_parlay(&mut view, |it| {
        it.title = "3-leg 6.5-point teaser".into();
        it.price = "+145".into();
        it.sentence = Some("All 3 legs must win".into());
        for leg in &mut it.legs {
            leg.price = "teased".into();
        }
    });
    view
}

fn edit_parlay(view: &mut SlipView, change: impl FnOnce(&mut ParlayView)) {
    if let Body::Parlay(parlay) = &mut view.body {
        change(parlay);
    }
}

fn parlay_of(state: State, word: &str, title: &str, price: &str, legs: Vec<LegView>) -> SlipView {
    let mut view = single();
    view.state = state;
    view.state_word = word.into();
    view.body = Body::Parlay(ParlayView {
        title: title.into(),
        price: price.into(),
        sentence: None,
        more: (1..=legs.len()).map(|it| format!("+{it} legs")).collect(),
        legs,
    });
    view
}

fn long_names() -> SlipView {
    let mut view = single();
    view.member = member("Maximilian von Habsburg-Lothringen");
    edit(&mut view, |it| {
        it.game = Some(GameLine {
            first: entrant(
                (
                    "Borussia Verein für Leibesübungen 1900",
                    Some("Mönchengladbach"),
                ),
                "BMG",
                (0x00_00_00, 0xff_ff_ff),
                Some("2"),
                true,
            ),
            joiner: "v".into(),
            second: entrant(
                (
                    "Wolverhampton Wanderers Football Club",
                    Some("Wolverhampton"),
                ),
                "WOL",
                (0xfd_b9_13, 0x23_1f_20),
                Some("1"),
                false,
            ),
        });
        it.pick = Words::new(["Borussia Mönchengladbach -0.25", "Gladbach -0.25"]);
        it.sentence = "Wins in full if Mönchengladbach wins by one goal or more; \
            a draw gives half of the stake back"
            .into();
    });
    view
}

fn cyrillic_greek() -> SlipView {
    let mut view = single();
    view.member = member("Дмитрий Шостакович");
    edit(&mut view, |it| {
        it.game = Some(GameLine {
            first: entrant(
                ("ЦСКА Москва", Some("ЦСКА")),
                "ЦСК",
                (0xd6_1f_26, 0x00_3d_a5),
                None,
                true,
            ),
            joiner: "–".into(),
            second: entrant(
                ("Παναθηναϊκός", None),
                "ΠΑΟ",
                (0x00_7a_3d, 0xff_ff_ff),
                None,
                false,
            ),
        });
        it.pick = Words::new(["ЦСКА Москва -3.5", "ЦСКА -3.5"]);
        it.sentence = "Выиграет, если ЦСКА победит с разницей в 4 очка".into();
    });
    view
}

fn arabic() -> SlipView {
    let mut view = single();
    view.member = member("محمد صلاح");
    edit(&mut view, |it| {
        it.game = Some(GameLine {
            first: entrant(
                ("النادي الأهلي", Some("الأهلي")),
                "AHL",
                (0xc8_10_2e, 0xff_ff_ff),
                None,
                true,
            ),
            joiner: "v".into(),
            second: entrant(
                ("نادي الزمالك", Some("الزمالك")),
                "ZAM",
                (0xff_ff_ff, 0xe3_1b_23),
                None,
                false,
            ),
        });
        it.pick = Words::new(["النادي الأهلي +1.5", "الأهلي +1.5"]);
        it.sentence = "يفوز إذا فاز الأهلي أو خسر بفارق هدف واحد".into();
    });
    view
}

fn cjk() -> SlipView {
    let mut view = single();
    view.member = member("大谷 翔平 김하성");
    edit(&mut view, |it| {
        it.game = Some(GameLine {
            first: entrant(
                ("読売ジャイアンツ", Some("巨人")),
                "YOM",
                (0xf9_76_00, 0x00_00_00),
                None,
                true,
            ),
            joiner: "v".into(),
            second: entrant(
                ("두산 베어스", None),
                "DOO",
                (0x13_1e_3f, 0xed_1c_24),
                None,
                false,
            ),
        });
        it.pick = Words::new(["読売ジャイアンツ -1.5", "巨人 -1.5"]);
        it.sentence = "上海海港足球俱乐部 2–1 獲勝".into();
    });
    view
}

fn emoji() -> SlipView {
    let mut view = single();
    view.member =
        member("\u{1f525}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} 𝓜𝓪𝓻𝓬𝓾𝓼 ★ \u{202e}evil");
    edit(&mut view, |it| {
        it.game = Some(GameLine {
            first: entrant(
                ("\u{13000}\u{13001}", None),
                "HIE",
                (0x7a_3f_f2, 0x00_b2_a9),
                None,
                true,
            ),
            joiner: "at".into(),
            second: entrant(
                ("ᏣᎳᎩ", Some("Cherokee")),
                "CHE",
                (0x8a_15_38, 0xa5_ac_af),
                None,
                false,
            ),
        });
    });
    view
}

fn long_pick() -> SlipView {
    let mut view = single();
    edit(&mut view, |it| {
        it.pick = Words::new(["Christian McCaffrey over 27.5 receiving yards"]);
        it.price = "+100000".into();
    });
    view
}

fn big_money() -> SlipView {
    let mut view = single();
    view.foot.stake = "12345.67u".into();
    view.foot.money = "to win 1234567890.12u".into();
    view
}

fn empty() -> SlipView {
    SlipView {
        member: MemberView {
            name: String::new(),
            fallback: String::new(),
            avatar: None,
        },
        state: State::Open,
        state_word: String::new(),
        correction: None,
        body: Body::Single(Box::new(SingleView {
            game: None,
            event: Words::default(),
            pick: Words::default(),
            price: String::new(),
            sentence: Words::default(),
        })),
        foot: Foot {
            stake_label: String::new(),
            stake: String::new(),
            note: Words::default(),
            money: String::new(),
        },
        look: Look::default(),
    }
}

fn light(mut view: SlipView) -> SlipView {
    view.look.theme = ThemeName::Light;
    view
}

/// Changes the one leg of a single.
pub(crate) fn edit(view: &mut SlipView, change: impl FnOnce(&mut SingleView)) {
    if let Body::Single(single) = &mut view.body {
        change(single);
    }
}

/// A member without an avatar.
pub(crate) fn member(name: &str) -> MemberView {
    MemberView {
        name: name.into(),
        fallback: "member".into(),
        avatar: None,
    }
}

fn foot(stake: &str, note: Words, money: &str) -> Foot {
    Foot {
        stake_label: "Risk".into(),
        stake: stake.into(),
        note,
        money: money.into(),
    }
}

fn bears_at_packers(score: Option<(&str, &str)>) -> GameLine {
    let bears = ("Chicago Bears", Some("Bears"));
    let packers = ("Green Bay Packers", Some("Packers"));
    GameLine {
        first: entrant(
            bears,
            "CHI",
            (0xc8_38_03, 0x0b_16_2a),
            score.map(|it| it.0),
            true,
        ),
        joiner: "at".into(),
        second: entrant(
            packers,
            "GB",
            (0x20_37_31, 0xff_b6_12),
            score.map(|it| it.1),
            false,
        ),
    }
}

/// One side of a game.
pub(crate) fn entrant(
    (full, nickname): (&str, Option<&str>),
    code: &str,
    (primary, secondary): (u32, u32),
    score: Option<&str>,
    picked: bool,
) -> Entrant {
    Entrant {
        name: Name {
            full: full.into(),
            nickname: nickname.map(Into::into),
            code: code.into(),
        },
        crest: crest((code, primary, secondary)),
        score: score.map(Into::into),
        picked,
    }
}

type Badge = (&'static str, u32, u32);
const LAKERS: Badge = ("LAL", 0x55_25_83, 0xfd_b9_27);
const BRAVES: Badge = ("ATL", 0x13_27_4f, 0xce_11_41);
const CITY: Badge = ("MCI", 0x6c_ab_dd, 0x1c_2c_5b);
const CELTICS: Badge = ("BOS", 0x00_7a_33, 0xba_96_53);
const BEARS: Badge = ("CHI", 0xc8_38_03, 0x0b_16_2a);

fn crest((code, primary, secondary): (&str, u32, u32)) -> CrestView {
    CrestView {
        code: code.into(),
        primary: Rgb::hex(primary),
        secondary: Rgb::hex(secondary),
        logo: None,
    }
}

fn leg(
    state: State,
    word: &str,
    badge: Badge,
    pick: &[&str],
    note: &[&str],
    price: &str,
) -> LegView {
    LegView {
        state,
        state_word: word.into(),
        crest: Some(crest(badge)),
        pick: Words::new(pick.iter().copied()),
        note: Words::new(note.iter().copied()),
        price: price.into(),
    }
}
