//! One price and the stakes that take it: the buttons are the confirmation.

use grading::decide::sources;
use shared::game::Game;
use shared::price::{OddsFormat, Price, PriceTolerance};
use shared::quote::Quote;
use shared::settings::{RuleChoices, ServerSettings};
use shared::units::Units;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{button, container, row, text_block};
use crate::features::{b, bet, games, parlay};
use crate::quoted_price::QuotedPrice;
use crate::views::game;

/// How many stakes are offered; the fifth button of the row asks for another.
const STAKES: usize = 4;

/// The stakes that are offered: the preferred one first, then small ones, within the limits and
/// what the member has.
pub(crate) fn quick_stakes(
    settings: &ServerSettings,
    cash: Units,
    preferred: Option<Units>,
) -> Vec<Units> {
    let (min, max) = (settings.stake_min, settings.stake_max);
    let usual = [
        min,
        Units::from_steps(500_000),
        Units::whole(1),
        Units::whole(2),
        max,
    ];
    let fits = |stake: &Units| *stake >= min && *stake <= max && *stake <= cash;
    let mut rest: Vec<Units> = usual.into_iter().filter(fits).collect();
    rest.sort_unstable();
    rest.dedup();
    let mut stakes: Vec<Units> = preferred.into_iter().filter(fits).collect();
    stakes.extend(rest);
    let mut seen = Vec::new();
    stakes.retain(|stake| {
        let is_new = !seen.contains(stake);
        seen.push(*stake);
        is_new
    });
    stakes.truncate(STAKES);
    stakes
}

/// What a stake wins, as a button says it.
fn label(catalogue: Catalogue, key: &str, stake: Units, win: Units) -> Said {
    catalogue.line(
        key,
        &[
            ("stake", money::units(stake).into()),
            ("win", money::units(win).into()),
        ],
    )
}

/// Why a stake cannot be bet here. Nothing where it can.
pub(crate) fn unfit(
    catalogue: Catalogue,
    settings: &ServerSettings,
    cash: Units,
    stake: Units,
) -> Option<Said> {
    let (min, max) = (settings.stake_min, settings.stake_max);
    let (key, place, bound) = match stake {
        it if it < min => ("refuse-stake-too-small", "min", min),
        it if it > max => ("refuse-stake-too-large", "max", max),
        it if it > cash => ("stake-beyond-balance", "cash", cash),
        _ => return None,
    };
    Some(catalogue.line(key, &[(place, money::units(bound).into())]))
}

/// What a stake pays at these prices: `2u to win 1.82u (returns 3.82u)`.
pub(crate) fn pays(catalogue: Catalogue, stake: Units, prices: &[Price]) -> Option<Said> {
    let win = grading::to_win(stake, prices).ok()?;
    let places = [
        ("stake", money::units(stake).into()),
        ("win", money::units(win).into()),
        ("return", money::units(stake + win).into()),
    ];
    Some(catalogue.line("stake-pays", &places))
}

/// A price that can be bet on.
pub(crate) struct Offer<'a> {
    /// What the server goes by.
    pub(crate) choices: &'a RuleChoices,
    /// The game.
    pub(crate) of: &'a Game,
    /// The price.
    pub(crate) quote: &'a Quote,
    /// How far it may move while it is placed.
    pub(crate) takes: PriceTolerance,
    /// How odds are written.
    pub(crate) format: OddsFormat,
    /// The stakes that are offered.
    pub(crate) stakes: &'a [Units],
    /// What the member has.
    pub(crate) cash: Units,
    /// Whether it was typed in one line, and then with which stake.
    pub(crate) line: Option<Option<Units>>,
}

/// The view.
pub(crate) fn view(catalogue: Catalogue, offer: &Offer<'_>) -> Vec<Component> {
    let quoted = QuotedPrice::from(offer.quote);
    let takes = offer.takes;
    let place = |stake| bet::Button::Stake {
        quoted,
        takes,
        stake,
    };
    let other = bet::Button::OtherAmount { quoted, takes };
    let prices = [offer.quote.price];
    let buttons = buttons(catalogue, &prices, offer.stakes, (place, other));
    let mut more = vec![
        button(
            ButtonStyle::Secondary,
            &catalogue.say("stake-parlay"),
            parlay::Button::AddLeg { quoted },
        ),
        button(
            ButtonStyle::Secondary,
            &catalogue.say("stake-back"),
            games::Button::Game { game: offer.of.id },
        ),
    ];
    if offer.line.is_some() {
        let cancel = catalogue.say("b-cancel");
        more.push(button(ButtonStyle::Secondary, &cancel, b::Button::Cancel));
    }
    let lines = text_block(lines(catalogue, offer));
    vec![container(None, vec![lines, row(buttons)]), row(more)]
}

/// What is picked, at which price, what decides it, and where the price comes from.
fn lines(catalogue: Catalogue, offer: &Offer<'_>) -> Said {
    let &Offer { of, quote, .. } = offer;
    let sentence = wording::wins_if(catalogue, offer.choices, &quote.selection, of);
    let pick = wording::pick(catalogue, &quote.selection, of, NameForm::Short);
    let mut lines = vec![catalogue.line(
        "stake-lines",
        &[
            ("pick", pick.into()),
            ("price", money::price(quote.price, offer.format).into()),
            ("game", game::line(catalogue, of).into()),
            ("sentence", sentence.unwrap_or_default().into()),
        ],
    )];
    let typed = offer.line.flatten();
    let typed = typed.filter(|it| offer.stakes.contains(it));
    lines.extend(typed.and_then(|it| pays(catalogue, it, &[quote.price])));
    lines.push(catalogue.line(
        "stake-foot",
        &[
            ("bookmaker", Said::name(&quote.bookmaker.name).into()),
            ("feed", Said::name(sources::name(&quote.feed)).into()),
            ("since", quote.source_at.timestamp().into()),
            ("checked", quote.confirmed_at.timestamp().into()),
            ("cash", money::units(offer.cash).into()),
        ],
    ));
    lines.extend(taken(catalogue, offer.takes));
    wording::lines(lines)
}

/// A button for each stake that can be paid out, and one for another.
pub(crate) fn buttons<B: ComponentId>(
    catalogue: Catalogue,
    prices: &[Price],
    stakes: &[Units],
    ids: (impl Fn(Units) -> B, B),
) -> Vec<Component> {
    let win = |stake| grading::to_win(stake, prices).ok();
    buttons_winning(catalogue, ("stake-button", win), stakes, ids)
}

/// The same where `win` says what a stake wins, under a label of its own.
pub(crate) fn buttons_winning<B: ComponentId>(
    catalogue: Catalogue,
    (key, win): (&str, impl Fn(Units) -> Option<Units>),
    stakes: &[Units],
    (place, other): (impl Fn(Units) -> B, B),
) -> Vec<Component> {
    let shown = stakes.iter().filter_map(|it| Some((it, win(*it)?)));
    let shown = shown.enumerate();
    let mut buttons: Vec<Component> = shown
        .map(|(index, (amount, win))| {
            let style = if index == 0 {
                ButtonStyle::Success
            } else {
                ButtonStyle::Secondary
            };
            let label = label(catalogue, key, *amount, win);
            button(style, &label, place(*amount))
        })
        .collect();
    let label = catalogue.say("stake-other");
    buttons.push(button(ButtonStyle::Secondary, &label, other));
    buttons
}

/// How far the price may move, where that is not what holds for everybody who chose nothing.
pub(crate) fn taken(catalogue: Catalogue, takes: PriceTolerance) -> Option<Said> {
    match takes {
        PriceTolerance::Better => None,
        PriceTolerance::Exact => Some(catalogue.say("stake-takes-exact")),
        PriceTolerance::Less(share) => {
            let share = Said::ours(percent(share));
            Some(catalogue.line("stake-takes-less", &[("share", share.into())]))
        }
    }
}

/// Hundredths of a percent, as people write them: 250 is `2.5`.
pub(crate) fn percent(share: u16) -> String {
    let (whole, rest) = (share / 100, share % 100);
    let text = format!("{whole}.{rest:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use shared::id::GuildId;

    use super::*;

    fn stakes(cash: i32, preferred: Option<Units>) -> Vec<String> {
        let settings = ServerSettings::defaults(GuildId::new(1));
        let stakes = quick_stakes(&settings, Units::whole(cash), preferred);
        stakes
            .into_iter()
            .map(|it| money::units(it).plain())
            .collect()
    }

    #[test]
    fn the_last_stake_comes_first_and_none_is_offered_twice() {
        assert_eq!(stakes(100, None), ["0.5u", "1u", "2u", "5u"]);
        assert_eq!(
            stakes(100, Some(Units::whole(2))),
            ["2u", "0.5u", "1u", "5u"]
        );
        let odd = Units::from_steps(1_250_000);
        assert_eq!(stakes(100, Some(odd)), ["1.25u", "0.5u", "1u", "2u"]);
    }

    #[test]
    fn no_stake_is_offered_beyond_the_limits_or_what_the_member_has() {
        assert_eq!(stakes(1, Some(Units::whole(2))), ["0.5u", "1u"]);
        assert_eq!(
            stakes(100, Some(Units::whole(50))),
            ["0.5u", "1u", "2u", "5u"]
        );
        assert!(stakes(0, None).is_empty());
    }
}
