//! A team's crest: a shield in its two colours with its code.

use crate::league::Team;

/// The crest as an SVG document, 120 by 140.
pub(crate) fn svg(team: &Team) -> String {
    let Team {
        code,
        city,
        nickname,
        primary,
        secondary,
    } = team;
    let shield = "M60 6 L112 22 V72 C112 104 88 124 60 134 C32 124 8 104 8 72 V22 Z";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 140\" role=\"img\">\
         <title>{city} {nickname}</title>\
         <path d=\"{shield}\" fill=\"{primary}\" stroke=\"{secondary}\" stroke-width=\"6\"/>\
         <text x=\"60\" y=\"80\" fill=\"{secondary}\" text-anchor=\"middle\" \
         font-family=\"sans-serif\" font-weight=\"700\" font-size=\"34\">{code}</text></svg>\n"
    )
}
