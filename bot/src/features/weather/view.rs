//! The weather of a game as members see it.

use shared::game::Game;
use shared::weather::{HourForecast, Roof};
use store::venues::GameWeather;
use twilight_model::channel::message::Component;
use wording::{Catalogue, Said};

use crate::discord::reply::{container, text_block};
use crate::views;

/// Where the game is played, and the weather there.
pub(super) fn parts(
    catalogue: Catalogue,
    game: &Game,
    weather: Option<&GameWeather>,
) -> Vec<Component> {
    let mut said = vec![views::game::line(catalogue, game)];
    match weather {
        None => said.push(catalogue.say("weather-no-venue")),
        Some(weather) => {
            said.push(ground(catalogue, weather));
            said.extend(sky(catalogue, weather));
        }
    }
    vec![container(None, vec![text_block(wording::lines(said))])]
}

/// `Soldier Field, Chicago, IL`
fn ground(catalogue: Catalogue, weather: &GameWeather) -> Said {
    let venue = ("venue", Said::name(&weather.venue).into());
    match &weather.place {
        Some(place) => {
            let place = ("place", Said::name(place).into());
            catalogue.line("weather-venue-in", &[venue, place])
        }
        None => catalogue.line("weather-venue", &[venue]),
    }
}

/// The forecast with its source and age, or why there is none.
fn sky(catalogue: Catalogue, weather: &GameWeather) -> Vec<Said> {
    let none = match (weather.roof, &weather.forecast) {
        (Some(Roof::Closed), _) => "weather-indoor",
        (Some(Roof::Retractable), _) => "weather-retractable",
        (_, Some(hour)) => {
            let at = ("at", hour.issued_at.timestamp().into());
            return vec![
                expected(catalogue, hour),
                catalogue.line("weather-source", &[at]),
            ];
        }
        (Some(Roof::Open), None) if weather.is_placed => "weather-not-yet",
        (_, None) => "weather-elsewhere",
    };
    vec![catalogue.say(none)]
}

/// `41°F (5°C) · wind 12 mph from NW · 30% chance of rain or snow · Mostly Cloudy`
fn expected(catalogue: Catalogue, hour: &HourForecast) -> Said {
    let temperature = [
        ("fahrenheit", i32::from(hour.temperature_f).into()),
        ("celsius", hour.temperature_c().into()),
    ];
    let mut said = vec![catalogue.line("weather-temperature", &temperature)];
    let speed = hour.wind_mph.map(|it| ("speed", i32::from(it).into()));
    said.extend(speed.map(|speed| match &hour.wind_from {
        Some(from) => {
            let from = ("from", Said::name(from).into());
            catalogue.line("weather-wind-from", &[speed, from])
        }
        None => catalogue.line("weather-wind", &[speed]),
    }));
    let chance = hour
        .precipitation
        .map(|it| ("chance", i32::from(it).into()));
    said.extend(chance.map(|it| catalogue.line("weather-precipitation", &[it])));
    said.extend(hour.summary.as_deref().map(Said::name));
    wording::list(said, " · ")
}
