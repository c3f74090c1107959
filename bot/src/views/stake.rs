//! One price and the stakes that take it: the buttons are the confirmation.

use grading::decide::sources;
use shared::game::Game;
use shared::price::{OddsFormat, Price};
use shared::quote::Quote;
use shared::settings::{RuleChoices, ServerSettings};
use shared::units::Units;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use crate::discord::reply::{button, container, row, text_block};
use crate::features::{bet, games, parlay};
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

/// What a stake wins at these prices, as a button says it.
pub(crate) fn label(catalogue: Catalogue, stake: Units, prices: &[Price]) -> Said {
    let win = grading::to_win(stake, prices).map(money::units);
    catalogue.line(
        "stake-button",
        &[
            ("stake", money::units(stake).into()),
            ("win", win.unwrap_or_default().into()),
        ],
    )
}

/// The view, where the server goes by these choices.
pub(crate) fn view(
    catalogue: Catalogue,
    choices: &RuleChoices,
    of: &Game,
    quote: &Quote,
    format: OddsFormat,
    stakes: &[Units],
    cash: Units,
) -> Vec<Component> {
    let quoted = QuotedPrice::from(quote);
    let sentence = wording::wins_if(catalogue, choices, &quote.selection, of).unwrap_or_default();
    let pick = wording::pick(catalogue, &quote.selection, of, NameForm::Short);
    let lines = catalogue.line(
        "stake-lines",
        &[
            ("pick", pick.into()),
            ("price", money::price(quote.price, format).into()),
            ("bookmaker", Said::name(&quote.bookmaker.name).into()),
            ("feed", Said::name(sources::name(&quote.feed)).into()),
            ("since", quote.source_at.timestamp().into()),
            ("checked", quote.confirmed_at.timestamp().into()),
            ("game", game::line(catalogue, of).into()),
            ("sentence", sentence.into()),
            ("cash", money::units(cash).into()),
        ],
    );
    let mut buttons: Vec<Component> = stakes
        .iter()
        .enumerate()
        .map(|(index, stake)| {
            let style = if index == 0 {
                ButtonStyle::Success
            } else {
                ButtonStyle::Secondary
            };
            let label = label(catalogue, *stake, &[quote.price]);
            let id = bet::Button::Stake {
                quoted,
                stake: *stake,
            };
            button(style, &label, id)
        })
        .collect();
    let other = catalogue.say("stake-other");
    buttons.push(button(
        ButtonStyle::Secondary,
        &other,
        bet::Button::OtherAmount { quoted },
    ));
    let more = row(vec![
        button(
            ButtonStyle::Secondary,
            &catalogue.say("stake-parlay"),
            parlay::Button::AddLeg { quoted },
        ),
        button(
            ButtonStyle::Secondary,
            &catalogue.say("stake-back"),
            games::Button::Game { game: of.id },
        ),
    ]);
    vec![container(None, vec![text_block(lines), row(buttons)]), more]
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
