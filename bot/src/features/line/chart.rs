//! From prices and bets to a chart and the sentences that say the same. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use pricing::{Course, Point, Probability, implied};
use shared::game::Game;
use shared::id::BookmakerId;
use shared::line::Line;
use shared::market::{Selection, Side};
use shared::price::{OddsFormat, Price};
use shared::quote::Bookmaker;
use slip::{ChartView, CourseView, LevelView, Look, Mark, MarkView, Spot, TimeView, Words};
use store::price_history::{Lock, PriceMove};
use wording::{Catalogue, NameForm, Said, money};

use crate::views::game::named;

/// The most bets of the member's that are marked.
const YOURS_MAX: usize = 4;
/// The most moves that are told one by one.
const MOVES_MAX: usize = 8;
/// Moments that lie further apart are told by their day of the month.
const WEEK: TimeDelta = TimeDelta::days(6);
/// What stays free above and below, as a share of the chart.
const MARGIN: f32 = 0.1;

/// What is drawn and said of a line.
pub(super) struct Asked<'a> {
    pub(super) catalogue: Catalogue,
    pub(super) game: &'a Game,
    /// Any answer of the side that is shown.
    pub(super) of: &'a Selection,
    pub(super) moves: &'a [PriceMove],
    /// The member's bets on this side of this question, the oldest first.
    pub(super) locks: &'a [&'a Lock],
    pub(super) format: OddsFormat,
    pub(super) zone: Tz,
    pub(super) now: DateTime<Utc>,
    /// `None`: of all bookmakers together.
    pub(super) book: Option<BookmakerId>,
}

/// A line, drawn and said.
pub(super) struct Told {
    /// What moved: `Spread: Bears`.
    pub(super) title: Said,
    /// Whose prices they are.
    pub(super) source: Said,
    /// What opened, where it is, what is the member's, and the moves.
    pub(super) lines: Vec<Said>,
    /// The picture of it.
    pub(super) view: ChartView,
}

/// Draws a line and says the same. `None`: nobody priced it.
pub(super) fn told(asked: &Asked<'_>) -> Option<Told> {
    let words: Vec<_> = asked
        .moves
        .iter()
        .filter(|it| asked.book.is_none_or(|book| it.bookmaker.id == book))
        .map(|it| pricing::Word {
            at: it.at,
            bookmaker: it.bookmaker.id,
            line: it.line,
            price: it.price,
        })
        .collect();
    let courses = pricing::courses(&words);
    let from = courses.iter().filter_map(|it| it.points.first());
    let from = from.map(|it| it.at).min()?;
    let until = asked.now.min(asked.game.starts_at).max(from);
    let yours = asked.locks.len().saturating_sub(YOURS_MAX);
    let drawing = Drawing {
        asked,
        courses: &courses,
        yours: &asked.locks[yours..],
        from,
        until,
    };
    Some(drawing.told(yours))
}

/// A line whose courses are known.
struct Drawing<'a> {
    asked: &'a Asked<'a>,
    courses: &'a [Course<DateTime<Utc>>],
    yours: &'a [&'a Lock],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// Something that stands out, in the words of the legend and as a sentence.
struct Noted {
    mark: Mark,
    at: DateTime<Utc>,
    point: (Option<Line>, Price),
    label: Said,
    said: Said,
}

impl Drawing<'_> {
    fn told(&self, left_out: usize) -> Told {
        let catalogue = self.asked.catalogue;
        let noted = self.noted();
        let mut lines: Vec<Said> = noted.iter().map(|it| it.said.clone()).collect();
        let mut more = Vec::new();
        if left_out > 0 {
            more.push(catalogue.line("line-more-yours", &[("count", left_out.into())]));
        }
        more.extend(self.moves());
        lines.extend(more.iter().cloned());
        let (title, source) = (self.title(), self.source());
        let game = named(catalogue, self.asked.game, self.asked.zone);
        let scale = Scale::of(noted.iter().map(|it| it.point).chain(self.all()));
        let spot = |at: DateTime<Utc>, point| Spot {
            across: self.across(at),
            up: scale.up(point),
        };
        let marks = noted.iter().map(|it| MarkView {
            mark: it.mark,
            spot: spot(it.at, it.point),
            label: Words::from(it.label.drawn()),
            said: it.said.drawn(),
        });
        let courses = self.courses.iter().map(|course| CourseView {
            name: self.name(course.bookmaker).drawn(),
            steps: course
                .points
                .iter()
                .map(|it| spot(it.at, (it.line, it.price)))
                .collect(),
            until: course.gone.map_or(1.0, |it| self.across(it)),
        });
        let view = ChartView {
            title: Words::from(title.drawn()),
            game: Words::from(game.drawn()),
            source: Words::from(source.drawn()),
            courses: courses.collect(),
            levels: self.levels(&noted, &scale),
            times: self.times(),
            marks: marks.collect(),
            moves: more.iter().map(Said::drawn).collect(),
            look: Look::default(),
        };
        Told {
            title,
            source,
            lines,
            view,
        }
    }

    fn all(&self) -> impl Iterator<Item = (Option<Line>, Price)> {
        let points = self.courses.iter().flat_map(|it| &it.points);
        points.map(|it| (it.line, it.price))
    }

    /// `Spread: Bears`, `Total: over`, `Bears to win`.
    fn title(&self) -> Said {
        let (catalogue, game, of) = (self.asked.catalogue, self.asked.game, self.asked.of);
        let question = ("question", wording::question(catalogue, of, game).into());
        let team = match of.side {
            Side::Over => return catalogue.line("line-title-over", &[question]),
            Side::Under => return catalogue.line("line-title-under", &[question]),
            Side::Home => game.sides().map(|it| &it.home),
            Side::Away => game.sides().map(|it| &it.away),
            _ => None,
        };
        match team.filter(|_| of.kind.has_line()) {
            Some(team) => {
                let team = wording::called(game, team, NameForm::Short);
                catalogue.line("line-title-side", &[question, ("team", team.into())])
            }
            None => wording::pick(catalogue, of, game, NameForm::Short),
        }
    }

    /// Whose prices they are; empty where each has a line of its own.
    fn source(&self) -> Said {
        match self.courses {
            [only] if only.bookmaker.is_none() => {
                let count = ("count", only.books.into());
                self.asked.catalogue.line("line-source", &[count])
            }
            [only] => self.name(only.bookmaker),
            _ => Said::default(),
        }
    }

    fn name(&self, book: Option<BookmakerId>) -> Said {
        let books = self.asked.moves.iter().map(|it| &it.bookmaker);
        let name = |it: &Bookmaker| Said::name(&it.name);
        let mut books = books.filter(|it| Some(it.id) == book);
        books.next().map_or_else(Said::default, name)
    }

    /// What each course opened at and where it is, then the member's bets.
    fn noted(&self) -> Vec<Noted> {
        let is_over = self.asked.now >= self.asked.game.starts_at;
        let last = |course: &Course<_>| match (is_over, course.gone) {
            (true, _) => (Mark::Close, "line-closed", "line-label-closed"),
            (false, Some(_)) => (Mark::Close, "line-last", "line-label-last"),
            (false, None) => (Mark::Now, "line-now", "line-label-now"),
        };
        let mut noted = Vec::new();
        for course in self.courses {
            let ends = course.points.first().zip(course.points.last());
            let Some((first, at_last)) = ends else {
                continue;
            };
            let open = (Mark::Open, "line-opened", "line-label-opened");
            noted.push(self.note(open, course, first, first.at));
            let end = course.gone.unwrap_or(self.until);
            noted.push(self.note(last(course), course, at_last, end));
        }
        noted.extend(self.yours.iter().map(|lock| {
            let point = (lock.selection.line, lock.price);
            let places = [
                ("value", self.value("line-value", point).into()),
                ("at", self.moment(lock.placed_at).into()),
            ];
            let short = [("value", self.value("line-value-short", point).into())];
            Noted {
                mark: Mark::Yours,
                at: lock.placed_at,
                point,
                label: self.asked.catalogue.line("line-label-yours", &short),
                said: self.asked.catalogue.line("line-yours", &places),
            }
        }));
        noted
    }

    fn note(
        &self,
        (mark, key, label): (Mark, &str, &str),
        course: &Course<DateTime<Utc>>,
        point: &Point<DateTime<Utc>>,
        at: DateTime<Utc>,
    ) -> Noted {
        let value = (point.line, point.price);
        let said = [
            ("value", self.value("line-value", value).into()),
            ("at", self.moment(point.at).into()),
        ];
        let short = [("value", self.value("line-value-short", value).into())];
        let catalogue = self.asked.catalogue;
        Noted {
            mark,
            at,
            point: value,
            label: self.by("line-label-by", course, catalogue.line(label, &short)),
            said: self.by("line-by", course, catalogue.line(key, &said)),
        }
    }

    /// The same with whose it is, where several have a line of their own.
    fn by(&self, key: &str, course: &Course<DateTime<Utc>>, said: Said) -> Said {
        if self.courses.len() < 2 {
            return said;
        }
        let places = [
            ("book", self.name(course.bookmaker).into()),
            ("said", said.into()),
        ];
        self.asked.catalogue.line(key, &places)
    }

    /// `+3.5 at -110`; of a question without a line the price.
    fn value(&self, key: &str, (line, price): (Option<Line>, Price)) -> Said {
        let price = money::price(price, self.asked.format);
        let Some(line) = line else { return price };
        let places = [("line", self.line(line).into()), ("price", price.into())];
        self.asked.catalogue.line(key, &places)
    }

    /// A handicap has its sign, a total has none.
    fn line(&self, line: Line) -> Said {
        match self.asked.of.side {
            Side::Home | Side::Away => money::handicap(line),
            _ => money::total(line),
        }
    }

    /// How many moves there were, and the last ones.
    fn moves(&self) -> Vec<Said> {
        let catalogue = self.asked.catalogue;
        let mut all: Vec<_> = self
            .courses
            .iter()
            .flat_map(|course| course.points.iter().skip(1).map(move |it| (course, it)))
            .collect();
        all.sort_by_key(|it| it.1.at);
        let shown = all.len().min(MOVES_MAX);
        let places = [("count", all.len().into()), ("shown", shown.into())];
        let head = match all.len() {
            0 if self.asked.game.starts_at <= self.asked.now => catalogue.say("line-never-moved"),
            0 => catalogue.say("line-unmoved"),
            count if count > shown => catalogue.line("line-moves-last", &places),
            _ => catalogue.line("line-moves", &places),
        };
        let told = all[all.len() - shown..].iter().map(|(course, point)| {
            let value = (point.line, point.price);
            let places = [
                ("at", self.moment(point.at).into()),
                ("value", self.value("line-value", value).into()),
            ];
            self.by("line-by", course, catalogue.line("line-move", &places))
        });
        std::iter::once(head).chain(told).collect()
    }

    /// When, by the server's clock.
    fn moment(&self, at: DateTime<Utc>) -> Said {
        clock(
            at.with_timezone(&self.asked.zone),
            self.asked.now - self.from > WEEK,
        )
    }

    fn times(&self) -> Vec<TimeView> {
        let ends = [(0.0, self.from), (1.0, self.until)];
        let time = |(across, at): (f32, DateTime<Utc>)| TimeView {
            across,
            label: self.moment(at).drawn(),
        };
        // One moment has one label.
        let count = if self.until > self.from { 2 } else { 1 };
        ends.into_iter().take(count).map(time).collect()
    }

    /// The values beside the chart: where it is, where it began, the bets, and how far it went.
    fn levels(&self, noted: &[Noted], scale: &Scale) -> Vec<LevelView> {
        let mut points: Vec<_> = noted.iter().map(|it| it.point).collect();
        // Where it is comes before where it began.
        if points.len() > 1 {
            points.rotate_left(1);
        }
        let (lowest, highest) = (
            self.all()
                .min_by(|a, b| scale.up(*a).total_cmp(&scale.up(*b))),
            self.all()
                .max_by(|a, b| scale.up(*a).total_cmp(&scale.up(*b))),
        );
        let all = points.into_iter().chain(lowest).chain(highest);
        let level = |point: (Option<Line>, Price)| LevelView {
            up: scale.up(point),
            label: match point.0 {
                Some(line) => self.line(line).drawn(),
                None => money::price(point.1, self.asked.format).drawn(),
            },
        };
        all.map(level).collect()
    }

    fn across(&self, at: DateTime<Utc>) -> f32 {
        let whole = (self.until - self.from).num_milliseconds();
        let part = (at - self.from).num_milliseconds();
        // A chart has fewer pixels than a float has places.
        if whole <= 0 {
            0.0
        } else {
            (part as f64 / whole as f64).clamp(0.0, 1.0) as f32
        }
    }
}

/// `Tue 3:10 PM`, or with the day of the month: `Nov 24, 3:10 PM`.
fn clock(at: DateTime<Tz>, is_long_ago: bool) -> Said {
    let form = if is_long_ago {
        "%b %-d, %-I:%M %p"
    } else {
        "%a %-I:%M %p"
    };
    Said::ours(at.format(form).to_string())
}

/// How high a value stands: by its line, or by what its price pays.
struct Scale {
    least: f32,
    most: f32,
}

impl Scale {
    fn of(points: impl Iterator<Item = (Option<Line>, Price)>) -> Self {
        let (mut least, mut most) = (f32::INFINITY, f32::NEG_INFINITY);
        for point in points {
            let height = height(point);
            (least, most) = (least.min(height), most.max(height));
        }
        Self { least, most }
    }

    fn up(&self, point: (Option<Line>, Price)) -> f32 {
        let whole = self.most - self.least;
        if whole > 0.0 {
            MARGIN + (1.0 - 2.0 * MARGIN) * (height(point) - self.least) / whole
        } else {
            0.5
        }
    }
}

/// More points, or a price that pays more, are higher.
fn height((line, price): (Option<Line>, Price)) -> f32 {
    match line {
        Some(line) => line.quarters() as f32,
        None => Probability::complement(implied(price)).get() as f32,
    }
}
