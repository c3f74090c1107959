//! Prices side by side, in words and buttons.

use grading::decide::sources;
use pricing::{FairPrice, Probability};
use shared::price::OddsFormat;
use shared::quote::{BoardGame, Quote};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use crate::discord::reply::{button, container, row, text_block};
use crate::features::line;
use crate::offers::books::{BookPrices, best_hold, books};
use crate::offers::{Offered, consensus, main_markets};
use crate::views::game;

/// The most bookmakers that are listed under one market.
const BOOKS_MAX: usize = 12;
/// The longest text of all markets together: Discord takes 4,000 with what stands around it.
const TEXT_CHARS_MAX: usize = 3_400;

/// The main markets of a game, bookmaker by bookmaker. `None`: it has none.
pub(super) fn parts(
    catalogue: Catalogue,
    of: &BoardGame,
    format: OddsFormat,
) -> Option<Vec<Component>> {
    let shown = main_markets(of);
    if shown.is_empty() {
        return None;
    }
    let said = Told {
        catalogue,
        of,
        format,
    };
    let texts = |rows: usize| {
        let texts = shown.iter().map(|market| said.market(market, rows));
        texts.collect::<Vec<Said>>()
    };
    // With names of bookmakers that are as long as can be, fewer of them have room.
    let fits = |rows: &usize| {
        let texts = texts(*rows);
        let chars: usize = texts.iter().map(Said::discord_chars).sum();
        chars <= TEXT_CHARS_MAX
    };
    let rows = (0..=BOOKS_MAX).rev().find(fits).unwrap_or_default();
    let mut inside = vec![text_block(game::line(catalogue, &of.game))];
    for (market, text) in shown.iter().zip(texts(rows)) {
        inside.push(text_block(text));
        inside.push(row(game::prices_row(catalogue, &of.game, market, format)));
    }
    let quotes = shown.iter().flat_map(|it| it.quotes.iter().copied());
    let from = ("from", game::from(catalogue, quotes).into());
    inside.push(text_block(catalogue.line("odds-foot", &[from])));
    let line = line::Button::Game { game: of.game.id };
    let label = catalogue.say("odds-line");
    let line = button(ButtonStyle::Secondary, &label, line);
    Some(vec![container(None, inside), row(vec![line])])
}

struct Told<'a> {
    catalogue: Catalogue,
    of: &'a BoardGame,
    format: OddsFormat,
}

impl Told<'_> {
    /// One market: the best prices, what they come to without a margin, and so many bookmakers.
    fn market(&self, market: &Offered<'_>, rows: usize) -> Said {
        let catalogue = self.catalogue;
        let whole = books(self.of, market);
        let first = market.quotes.first().map(|it| &it.selection);
        let question = first.map(|it| wording::question(catalogue, it, &self.of.game));
        let question = ("question", question.unwrap_or_default().into());
        let mut said = vec![catalogue.line("odds-market", &[question])];
        let best = market.quotes.iter().map(|it| self.best(it));
        let best = ("prices", wording::list(best, " · ").into());
        said.push(match best_hold(market) {
            Some(hold) => {
                let hold = ("hold", money::percent(hold).into());
                catalogue.line("odds-best", &[best, hold])
            }
            None => catalogue.line("odds-best-only", &[best]),
        });
        let together = consensus(self.of, market);
        // Too few to say something together: each says it alone.
        let row = match &together {
            Some(consensus) => {
                let places = [
                    ("books", consensus.books.into()),
                    ("prices", self.fair(&consensus.probabilities).into()),
                ];
                said.push(catalogue.line("odds-consensus", &places));
                "odds-book"
            }
            None => "odds-book-fair",
        };
        let lines = whole.iter().map(|it| self.book(row, it, market));
        let lines: Vec<Said> = lines.collect();
        let left = lines.len().saturating_sub(rows);
        said.extend(lines.into_iter().take(rows));
        if left > 0 && rows > 0 {
            said.push(catalogue.line("odds-more-books", &[("count", left.into())]));
        }
        wording::lines(said)
    }

    /// `Bears +3.5 **-105** FanDuel`.
    fn best(&self, quote: &Quote) -> Said {
        let pick = wording::pick(
            self.catalogue,
            &quote.selection,
            &self.of.game,
            NameForm::Short,
        );
        let places = [
            ("pick", pick.into()),
            ("price", money::price(quote.price, self.format).into()),
            ("book", Said::name(&quote.bookmaker.name).into()),
        ];
        self.catalogue.line("odds-best-price", &places)
    }

    /// A bookmaker's prices in the order of the sides, the best of all in bold.
    fn book(&self, key: &str, book: &BookPrices<'_>, market: &Offered<'_>) -> Said {
        let prices = book.quotes.iter().zip(&market.quotes).map(|(own, best)| {
            let price = money::price(own.price, self.format);
            if own.price.num() * best.price.den() == best.price.num() * own.price.den() {
                self.catalogue.line("odds-bold", &[("price", price.into())])
            } else {
                price
            }
        });
        let prices = wording::list(prices.collect::<Vec<_>>(), " / ");
        let Some(first) = book.quotes.first() else {
            return Said::default();
        };
        let checked = book.quotes.iter().map(|it| it.confirmed_at).min();
        let places = [
            ("book", Said::name(&first.bookmaker.name).into()),
            ("prices", prices.into()),
            ("hold", money::percent(book.hold).into()),
            ("fair", self.fair(&book.fair).into()),
            ("feed", Said::name(sources::name(&first.feed)).into()),
            (
                "checked",
                checked.unwrap_or(first.confirmed_at).timestamp().into(),
            ),
        ];
        self.catalogue.line(key, &places)
    }

    /// `+101 / -101`.
    fn fair(&self, probabilities: &[Probability]) -> Said {
        let prices = probabilities.iter().map(|it| {
            let price = FairPrice::of(*it).map(|it| it.shown(self.format));
            Said::ours(price.unwrap_or_else(|| "-".to_owned()))
        });
        wording::list(prices.collect::<Vec<_>>(), " / ")
    }
}
