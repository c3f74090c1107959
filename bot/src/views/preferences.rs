//! What a member chooses for themselves, as menus whose options say what they are about.

use shared::member::{LineBets, Member};
use shared::price::{OddsFormat, PriceTolerance};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::SelectMenuOption;
use wording::{Catalogue, Said, money};

use crate::discord::custom_id::Part;
use crate::discord::reply::{menu, option, row};
use crate::features::balance::Button;
use crate::views::stake::percent;

/// How much less a bet may win, in hundredths of a percent, as members choose it.
const LESS: [u16; 4] = [100, 200, 500, 1_000];

/// A menu for each choice.
pub(crate) fn menus(catalogue: Catalogue, member: &Member) -> Vec<Component> {
    let menu = |id, placeholder, options| row(vec![menu(id, &catalogue.say(placeholder), options)]);
    let (single, parlay) = (member.single_takes, member.parlay_takes);
    vec![
        menu(
            Button::OddsFormat,
            "balance-odds",
            odds(catalogue, member.odds_format),
        ),
        menu(
            Button::SingleTakes,
            "balance-single-takes",
            takes(catalogue, "takes-single", single),
        ),
        menu(
            Button::ParlayTakes,
            "balance-parlay-takes",
            takes(catalogue, "takes-parlay", parlay),
        ),
        menu(
            Button::LineBets,
            "balance-lines-menu",
            lines(catalogue, member.line_bets),
        ),
    ]
}

fn odds(catalogue: Catalogue, own: Option<OddsFormat>) -> Vec<SelectMenuOption> {
    let server = option(&catalogue.say("odds-servers"), "server", own.is_none());
    let formats = OddsFormat::ALL.into_iter().map(|it| {
        let label = money::format(catalogue, it);
        option(&label, it.word(), own == Some(it))
    });
    std::iter::once(server).chain(formats).collect()
}

fn takes(catalogue: Catalogue, of: &'static str, own: PriceTolerance) -> Vec<SelectMenuOption> {
    let about = catalogue.say(of);
    let less = LESS.into_iter().map(PriceTolerance::Less);
    let all = [PriceTolerance::Exact, PriceTolerance::Better];
    let option = |it: PriceTolerance| {
        let about = ("about", about.clone().into());
        let label = match it {
            PriceTolerance::Exact => catalogue.line("takes-exact", &[about]),
            PriceTolerance::Better => catalogue.line("takes-better", &[about]),
            PriceTolerance::Less(share) => {
                let share = Said::ours(percent(share));
                catalogue.line("takes-less", &[about, ("share", share.into())])
            }
        };
        let mut value = String::new();
        it.write(&mut value);
        option(&label, value, it == own)
    };
    all.into_iter().chain(less).map(option).collect()
}

fn lines(catalogue: Catalogue, own: LineBets) -> Vec<SelectMenuOption> {
    let option = |it: &LineBets| {
        let label = catalogue.say(match it {
            LineBets::Preview => "lines-preview",
            LineBets::Straight => "lines-straight",
        });
        option(&label, it.word(), *it == own)
    };
    LineBets::ALL.iter().map(option).collect()
}
