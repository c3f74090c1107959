//! One view for each thing that a chart can be, for tests and the preview.

use slip::{
    ChartView, CourseView, LevelView, Look, Mark, MarkView, Spot, ThemeName, TimeView, Words,
};

/// Every golden chart by its name.
pub(crate) fn all() -> Vec<(&'static str, ChartView)> {
    vec![
        ("chart_spread", spread()),
        ("chart_closed", closed()),
        ("chart_two_books", two_books()),
        ("chart_light", light()),
        ("chart_flat", flat()),
        ("chart_many_moves", many_moves()),
        ("chart_long_names", long_names()),
    ]
}

fn spot((across, up): (f32, f32)) -> Spot {
    Spot { across, up }
}

fn course(name: &str, steps: &[(f32, f32)]) -> CourseView {
    CourseView {
        name: name.to_owned(),
        steps: steps.iter().copied().map(spot).collect(),
        until: 1.0,
    }
}

fn mark(mark: Mark, at: (f32, f32), label: &str, said: &str) -> MarkView {
    MarkView {
        mark,
        spot: spot(at),
        label: label.into(),
        said: said.to_owned(),
    }
}

fn level(up: f32, label: &str) -> LevelView {
    LevelView {
        up,
        label: label.to_owned(),
    }
}

fn times(labels: [&str; 2]) -> Vec<TimeView> {
    let ends = [0.0, 1.0].into_iter().zip(labels);
    let time = |(across, label): (f32, &str)| TimeView {
        across,
        label: label.to_owned(),
    };
    ends.map(time).collect()
}

/// The middle of five bookmakers, with a bet of the member's between two moves.
pub(crate) fn spread() -> ChartView {
    ChartView {
        title: "Bears spread".into(),
        game: "Packers at Bears · NFL · Sun 1:00 PM".into(),
        source: "Middle of 5 bookmakers".into(),
        courses: vec![course(
            "",
            &[(0.0, 0.1), (0.22, 0.5), (0.55, 0.9), (0.83, 0.5)],
        )],
        levels: vec![level(0.1, "+3"), level(0.5, "+3.5"), level(0.9, "+4")],
        times: times(["Tue 9:00 AM", "Sun 10:20 AM"]),
        marks: vec![
            mark(
                Mark::Open,
                (0.0, 0.1),
                "Opened +3 -110",
                "Opened +3 at -110, Tue 9:00 AM",
            ),
            mark(Mark::Now, (1.0, 0.5), "Now +3.5 -112", "Now +3.5 at -112"),
            mark(
                Mark::Yours,
                (0.4, 0.5),
                "Yours +3.5 -110",
                "Your bet: +3.5 at -110, Thu 6:45 PM",
            ),
        ],
        moves: vec![
            "Wed 1:10 PM: +3.5 at -108".to_owned(),
            "Fri 8:30 AM: +4 at -110".to_owned(),
            "Sat 9:15 PM: +3.5 at -112".to_owned(),
        ],
        look: Look::default(),
    }
}

fn closed() -> ChartView {
    let mut view = spread();
    view.marks[1] = mark(
        Mark::Close,
        (1.0, 0.5),
        "Closed +3.5 -112",
        "Closed +3.5 at -112, Sun 12:58 PM",
    );
    view.marks.push(mark(
        Mark::Yours,
        (0.9, 0.9),
        "Yours +4 -105",
        "Your bet: +4 at -105, Sun 11:45 AM",
    ));
    view
}

/// A price of two bookmakers, each with a line of its own.
fn two_books() -> ChartView {
    ChartView {
        title: "Arsenal to win".into(),
        game: "Arsenal v Chelsea · EPL · Sat 4:00 PM".into(),
        source: Words::default(),
        courses: vec![
            course("DraftKings", &[(0.0, 0.2), (0.35, 0.45), (0.7, 0.8)]),
            course("Quay Bet", &[(0.1, 0.3), (0.5, 0.3), (0.62, 0.62)]),
        ],
        levels: vec![level(0.8, "2.40"), level(0.2, "2.10"), level(0.45, "2.22")],
        times: times(["Mon 8:00 AM", "Sat 2:10 PM"]),
        marks: vec![
            mark(
                Mark::Open,
                (0.0, 0.2),
                "Opened 2.10, DraftKings",
                "DraftKings: Opened 2.10, Mon 8:00 AM",
            ),
            mark(
                Mark::Now,
                (1.0, 0.8),
                "Now 2.40, DraftKings",
                "Now 2.40, DraftKings",
            ),
            mark(
                Mark::Open,
                (0.1, 0.3),
                "Opened 2.15, Quay Bet",
                "Quay Bet: Opened 2.15, Mon 7:00 PM",
            ),
            mark(
                Mark::Now,
                (1.0, 0.62),
                "Now 2.31, Quay Bet",
                "Now 2.31, Quay Bet",
            ),
        ],
        moves: Vec::new(),
        look: Look::default(),
    }
}

fn light() -> ChartView {
    ChartView {
        look: Look {
            theme: ThemeName::Light,
            accent: None,
        },
        ..closed()
    }
}

/// A price that has not moved yet.
fn flat() -> ChartView {
    ChartView {
        courses: vec![course("", &[(0.0, 0.5)])],
        levels: vec![level(0.5, "+3")],
        source: "Alpha".into(),
        marks: vec![
            mark(
                Mark::Open,
                (0.0, 0.5),
                "Opened +3 -110",
                "Opened +3 at -110",
            ),
            mark(Mark::Now, (1.0, 0.5), "Now +3 -110", "Now +3 at -110"),
        ],
        moves: Vec::new(),
        ..spread()
    }
}

/// Hundreds of moves, as a busy market makes them.
fn many_moves() -> ChartView {
    let steps: Vec<(f32, f32)> = (0_u16..300)
        .map(|nth| {
            let at = f32::from(nth) / 300.0;
            (at, 0.5 + 0.4 * (f32::from(nth) / 17.0).sin())
        })
        .collect();
    ChartView {
        courses: vec![course("", &steps)],
        moves: (0..300)
            .map(|nth| format!("Wed 1:{nth:03} PM: +3.5 at -108"))
            .collect(),
        ..spread()
    }
}

/// Names that do not fit, and more bets than stand in two columns.
fn long_names() -> ChartView {
    let long = "Borussia Verein für Leibesübungen 1900 Mönchengladbach";
    let mut view = two_books();
    view.title = Words::new([format!("{long} to win"), "BMG to win".to_owned()]);
    view.game = format!("{long} v 読売ジャイアンツ東京ヤクルトスワローズ").into();
    view.courses[0].name = long.to_owned();
    view.marks[0].label = format!("Opened 2.10, {long}").into();
    for nth in 0..3_u8 {
        let at = 0.3 + f32::from(nth) / 10.0;
        view.marks.push(mark(
            Mark::Yours,
            (at, at),
            "Yours 2.22",
            "Your bet: 2.22, Wed 9:00 AM",
        ));
    }
    view
}
