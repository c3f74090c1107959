//! A table as members see it: figures in columns, and behind them who they belong to.

use std::collections::HashMap;

use grading::decide::sources;
use shared::feed::SeasonRecord;
use shared::league::League;
use store::standings::{LeagueTable, Standing};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::SelectMenuOption;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::pages::{Part, beginnings, pages};
use crate::discord::reply::{
    CHOICE_CHARS_MAX, CHOICES_MAX, container, fit, menu, option, row, text_block,
};
use crate::views::game;

/// A figure that has a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Played,
    Won,
    Lost,
    Drawn,
    Difference,
    Points,
}

impl Column {
    /// The line of the catalogue with its title.
    const fn title(self) -> &'static str {
        match self {
            Self::Played => "standings-played",
            Self::Won => "standings-won",
            Self::Lost => "standings-lost",
            Self::Drawn => "standings-drawn",
            Self::Difference => "standings-difference",
            Self::Points => "standings-points",
        }
    }

    fn figure(self, record: &SeasonRecord) -> Option<String> {
        let count = |it: Option<u16>| it.map(|it| it.to_string());
        match self {
            Self::Played => count(record.played),
            Self::Won => count(record.won),
            Self::Lost => count(record.lost),
            Self::Drawn => count(record.drawn),
            Self::Difference => {
                let difference = record.scored?.checked_sub(record.conceded?)?;
                Some(match difference {
                    0 => "0".to_owned(),
                    other => format!("{other:+}"),
                })
            }
            Self::Points => record.points.map(|it| it.to_string()),
        }
    }
}

/// How a table is shown: where points decide, its wins stand behind the name.
struct Layout {
    columns: Vec<Column>,
    has_points: bool,
    has_late: bool,
    /// How many have each short name: who shares one is called in full.
    short_names: HashMap<String, usize>,
    /// How wide each column is, the place first: the same in all parts.
    widths: Vec<usize>,
}

impl Layout {
    fn of(catalogue: Catalogue, rows: &[Standing]) -> Self {
        let mut short_names: HashMap<String, usize> = HashMap::new();
        for row in rows {
            *short_names.entry(row.short_name.clone()).or_default() += 1;
        }
        let has = |column: Column| rows.iter().any(|it| column.figure(&it.record).is_some());
        let has_points = has(Column::Points);
        let columns: &[Column] = match has_points {
            true => &[Column::Played, Column::Difference, Column::Points],
            false => &[Column::Won, Column::Lost, Column::Drawn, Column::Difference],
        };
        let is_shown = |it: &Column| match it {
            Column::Drawn => rows
                .iter()
                .any(|it| it.record.drawn.is_some_and(|it| it > 0)),
            other => has(*other),
        };
        let mut layout = Self {
            columns: columns.iter().copied().filter(is_shown).collect(),
            has_points,
            has_late: rows.iter().any(|it| it.record.lost_late.is_some()),
            short_names,
            widths: Vec::new(),
        };
        let lines = rows.iter().map(|it| layout.cells(it));
        let lines: Vec<_> = lines.chain([layout.titles(catalogue)]).collect();
        layout.widths = widths(&lines);
        layout
    }

    fn titles(&self, catalogue: Catalogue) -> Vec<String> {
        let titles = self.columns.iter().map(|it| it.title());
        let titles = std::iter::once("standings-rank").chain(titles);
        titles.map(|it| catalogue.say(it).plain()).collect()
    }

    fn cells(&self, row: &Standing) -> Vec<String> {
        let figures = self.columns.iter().map(|it| it.figure(&row.record));
        let figures = figures.map(|it| it.unwrap_or_else(|| "-".to_owned()));
        std::iter::once(row.rank.to_string())
            .chain(figures)
            .collect()
    }

    fn name(&self, row: &Standing) -> Said {
        let is_shared = self
            .short_names
            .get(&row.short_name)
            .is_some_and(|it| *it > 1);
        Said::name(if is_shared {
            &row.name
        } else {
            &row.short_name
        })
    }
}

/// A page of a table with its menu and buttons.
pub(super) fn parts(
    catalogue: Catalogue,
    league: &League,
    table: &LeagueTable,
    page: u16,
) -> Vec<Component> {
    let pages = pages(&table.rows);
    let page = usize::from(page).min(pages.len().saturating_sub(1));
    let layout = Layout::of(catalogue, &table.rows);
    let head = catalogue.line(
        "standings-head",
        &[
            ("league", Said::name(&league.code).into()),
            ("season", Said::name(&table.season).into()),
        ],
    );
    let shown = pages.get(page).into_iter().flatten();
    let mut inside = vec![text_block(head)];
    inside.extend(shown.map(|it| text_block(part(catalogue, &layout, it))));
    inside.extend(foot(catalogue, table).map(text_block));
    let mut parts = vec![container(None, inside)];
    let id = league.id;
    let beginnings = beginnings(&pages);
    if pages.len() > 1 && !beginnings.is_empty() {
        let options = beginnings.iter().take(CHOICES_MAX);
        let options = options.map(|(group, at)| option(&Said::name(group), at.to_string(), false));
        let choose = catalogue.say("standings-part");
        let part = Button::Part { league: id };
        parts.push(row(vec![menu(part, &choose, distinct(options.collect()))]));
    }
    if pages.len() > 1 {
        let turn = |page| Button::Page { league: id, page };
        parts.push(game::turn(catalogue, page, pages.len(), turn));
    }
    parts
}

/// Parts that begin on the same page are one choice: Discord wants every value once.
fn distinct(options: Vec<SelectMenuOption>) -> Vec<SelectMenuOption> {
    let mut found: Vec<SelectMenuOption> = Vec::new();
    for next in options {
        match found.last_mut().filter(|it| it.value == next.value) {
            Some(last) => {
                let both = format!("{}, {}", last.label, next.label);
                last.label = fit(&both, CHOICE_CHARS_MAX);
            }
            None => found.push(next),
        }
    }
    found
}

fn part(catalogue: Catalogue, layout: &Layout, part: &Part<'_>) -> Said {
    let titles = layout.titles(catalogue);
    let lines = part.rows.iter().map(|it| layout.cells(it));
    let lines: Vec<_> = std::iter::once(titles).chain(lines).collect();
    let mut figures = lines.iter().map(|it| aligned(it, &layout.widths));
    let mut said = Vec::with_capacity(lines.len() + 1);
    if !part.group.is_empty() {
        let group = Said::name(part.group);
        said.push(catalogue.line("standings-group", &[("group", group.into())]));
    }
    let title = ("figures", figures.next().unwrap_or_default().into());
    said.push(match (layout.has_points, layout.has_late) {
        (true, true) => catalogue.line("standings-titles-late", &[title]),
        (true, false) => catalogue.line("standings-titles-record", &[title]),
        (false, _) => catalogue.line("standings-titles", &[title]),
    });
    let rows = part.rows.iter().zip(figures);
    said.extend(rows.map(|(it, figures)| line(catalogue, layout, it, figures)));
    wording::lines(said)
}

fn line(catalogue: Catalogue, layout: &Layout, row: &Standing, figures: Said) -> Said {
    let places = [
        ("figures", figures.into()),
        ("team", layout.name(row).into()),
    ];
    let mut said = vec![catalogue.line("standings-line", &places)];
    let record = &row.record;
    // As the titles name them. A row that does not say all of it has none.
    let (middle, last) = if layout.has_late {
        (record.lost, record.lost_late)
    } else {
        (record.drawn.or(Some(0)), record.lost)
    };
    if let (true, Some(won), Some(middle), Some(last)) =
        (layout.has_points, record.won, middle, last)
    {
        let places = [
            ("won", won.into()),
            ("middle", middle.into()),
            ("last", last.into()),
        ];
        said.push(catalogue.line("standings-record", &places));
    }
    said.extend(record.streak.filter(|it| *it != 0).map(|it| {
        let key = if it > 0 {
            "standings-winning"
        } else {
            "standings-losing"
        };
        catalogue.line(key, &[("count", it.unsigned_abs().into())])
    }));
    wording::list(said, " · ")
}

fn widths(lines: &[Vec<String>]) -> Vec<usize> {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|it| it.get(column));
        cells.map(|it| it.chars().count()).max().unwrap_or(0)
    };
    (0..columns).map(width).collect()
}

/// The place to the left and figures to the right, so that the text neither begins nor ends with
/// blanks, which phones would take away.
fn aligned(cells: &[String], widths: &[usize]) -> Said {
    let cells = cells.iter().zip(widths).enumerate();
    let cells = cells.map(|(at, (cell, width))| match at {
        0 => format!("{cell:<width$}"),
        _ => format!("{cell:>width$}"),
    });
    Said::ours(cells.collect::<Vec<_>>().join("  "))
}

/// Who says so, and when that was looked at last.
fn foot(catalogue: Catalogue, table: &LeagueTable) -> Option<Said> {
    let first = table.rows.first()?;
    let changed = table.rows.iter().map(|it| it.changed_at).max();
    let at = table.checked_at.or(changed)?;
    let places = [
        ("source", Said::name(sources::name(&first.provider)).into()),
        ("at", at.timestamp().into()),
    ];
    Some(catalogue.line("lookup-source", &places))
}

#[cfg(test)]
mod tests {
    use shared::feed::Points;
    use shared::id::LeagueId;
    use shared::league::Sport;
    use shared::testing::noon;
    use wording::FALLBACK;

    use super::super::pages::tests::row;
    use super::*;

    fn said(code: &str, rows: Vec<Standing>) -> String {
        let league = League {
            id: LeagueId::derive(code),
            code: code.to_owned(),
            name: code.to_owned(),
            sport: Sport::Soccer,
        };
        let table = LeagueTable {
            season: "2026/27".to_owned(),
            rows,
            checked_at: Some(noon()),
        };
        let parts = parts(Catalogue::get(FALLBACK), &league, &table, 0);
        crate::discord::reply::said(&parts)
    }

    #[test]
    fn parts_that_begin_on_one_page_are_a_choice_that_discord_takes() {
        let names = (0..5).map(|it| format!("{it} {}", "Long name of a group".repeat(2)));
        let options = names.map(|it| option(&Said::name(&it), "0".to_owned(), false));
        let both = distinct(options.collect());
        assert_eq!(both.len(), 1);
        assert!(both[0].label.chars().count() <= CHOICE_CHARS_MAX);
        assert!(both[0].label.starts_with("0 Long name"));
    }

    fn record(won: u16, drawn: u16, lost: u16, goals: (i32, i32)) -> SeasonRecord {
        SeasonRecord {
            played: Some(won + drawn + lost),
            won: Some(won),
            lost: Some(lost),
            drawn: Some(drawn),
            scored: Some(goals.0),
            conceded: Some(goals.1),
            ..SeasonRecord::default()
        }
    }

    fn standing(at: (&str, u16, &str), record: SeasonRecord) -> Standing {
        Standing {
            record,
            ..row(at.0, at.1, at.2)
        }
    }

    #[test]
    fn where_points_decide_they_stand_in_the_last_column() {
        let of = |points, record: SeasonRecord| SeasonRecord {
            points: Points::whole(points),
            ..record
        };
        let rows = vec![
            standing(("", 1, "Arsenal"), of(32, record(10, 2, 1, (30, 9)))),
            standing(("", 2, "Man_City"), of(9, record(2, 3, 8, (9, 30)))),
        ];
        insta::assert_snapshot!(said("EPL", rows), @r#"
        **EPL standings** · 2026/27
        `#   P  +/-  Pts` W-D-L
        `1  13  +21   32` Arsenal · 10-2-1
        `2  13  -21    9` Man\_City · 2-3-8
        -# From ESPN, checked <t:1731844800:R>
        "#);
    }

    #[test]
    fn a_hockey_table_tells_losses_after_regular_time_apart() {
        let rows = vec![standing(
            ("Atlantic", 1, "Bruins"),
            SeasonRecord {
                lost_late: Some(3),
                drawn: None,
                points: Points::whole(31),
                streak: Some(-2),
                ..record(14, 0, 6, (70, 60))
            },
        )];
        insta::assert_snapshot!(said("NHL", rows), @"
        **NHL standings** · 2026/27
        **Atlantic**
        `#   P  +/-  Pts` W-L-OTL
        `1  20  +10   31` Bruins · 14-6-3 · L2
        -# From ESPN, checked <t:1731844800:R>
        ");
    }

    #[test]
    fn without_points_wins_and_losses_have_columns_and_ties_only_where_there_are_some() {
        let rows = vec![
            standing(
                ("AFC East", 1, "Bills"),
                SeasonRecord {
                    streak: Some(4),
                    ..record(10, 0, 2, (320, 200))
                },
            ),
            standing(("AFC East", 2, "Jets"), record(3, 0, 9, (200, 200))),
            standing(("AFC North", 1, "Ravens"), SeasonRecord::default()),
        ];
        insta::assert_snapshot!(said("NFL", rows), @"
        **NFL standings** · 2026/27
        **AFC East**
        `#   W  L   +/-`
        `1  10  2  +120` Bills · W4
        `2   3  9     0` Jets
        **AFC North**
        `#   W  L   +/-`
        `1   -  -     -` Ravens
        -# From ESPN, checked <t:1731844800:R>
        ");
    }
}
