//! What a handler gives: parts of a message, a form, or choices; and who sees it.

use bytes::Bytes;
use twilight_model::application::command::{CommandOptionChoice, CommandOptionChoiceValue};
use twilight_model::channel::ChannelType;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{
    ActionRow, Button, ButtonStyle, Container, Label, MediaGallery, MediaGalleryItem, Section,
    SelectDefaultValue, SelectMenu, SelectMenuOption, SelectMenuType, TextDisplay, TextInput,
    TextInputStyle, UnfurledMediaItem,
};
use twilight_model::id::Id;
use unicode_segmentation::UnicodeSegmentation;
use wording::Said;

use crate::discord::custom_id::ComponentId;

/// The longest label that a button may have.
pub(crate) const LABEL_CHARS_MAX: usize = 80;
/// The longest name of a choice.
pub(crate) const CHOICE_CHARS_MAX: usize = 100;
/// The most choices, and the most options of a menu.
pub(crate) const CHOICES_MAX: usize = 25;
/// The longest content of a message without components of the second version.
pub(crate) const CONTENT_CHARS_MAX: usize = 2_000;
/// The longest text of a message, all parts together.
pub(crate) const TEXT_CHARS_MAX: usize = 4_000;

/// Who sees a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Only the member who asked.
    Asker,
    /// Everybody in the channel.
    Everybody,
}

/// Where an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Instead of the private message that was pressed; elsewhere as a message of its own.
    ReplacePrivate,
    /// Instead of the message that was pressed, even where everybody sees it.
    Replace,
    /// Always as a message of its own.
    New,
}

/// What a handler gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    /// What it says.
    pub(crate) body: Body,
    /// Who sees it.
    pub(crate) audience: Audience,
    /// Where it stands.
    pub(crate) target: Target,
    /// Files that its parts show.
    pub(crate) pictures: Vec<Picture>,
}

/// A picture that a message shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Picture {
    /// What its file is called.
    pub(crate) filename: String,
    /// What it shows, for readers who cannot see it.
    pub(crate) alt: String,
    /// The file.
    pub(crate) png: Bytes,
}

/// What a reply says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    /// A message.
    Parts(Vec<Component>),
    /// A form to fill in.
    Form(Form),
    /// What can be chosen for an option that is being typed.
    Choices(Vec<CommandOptionChoice>),
}

/// A form with text fields.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    /// Comes back with the answer.
    pub(crate) id: String,
    /// At most 45 characters.
    pub(crate) title: String,
    /// One to five.
    pub(crate) fields: Vec<Field>,
}

/// A text field of a form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    /// Its name in the answer.
    pub(crate) name: &'static str,
    /// At most 45 characters.
    pub(crate) label: String,
    /// At most 100 characters; what can be typed.
    pub(crate) hint: String,
    /// What stands in it.
    pub(crate) value: String,
    /// The longest answer. Above 100 characters it is written in a field of several lines.
    pub(crate) chars_max: usize,
}

impl Field {
    /// For a few words: an amount, a number.
    pub(crate) fn short(name: &'static str, label: &Said, hint: &Said, value: String) -> Self {
        Self {
            name,
            label: label.plain(),
            hint: hint.plain(),
            value,
            chars_max: 40,
        }
    }

    /// For a sentence or two.
    pub(crate) fn long(name: &'static str, label: &Said, hint: &Said, chars_max: usize) -> Self {
        Self {
            chars_max,
            ..Self::short(name, label, hint, String::new())
        }
    }
}

impl Reply {
    /// A private message.
    pub(crate) fn private(parts: Vec<Component>) -> Self {
        Self {
            body: Body::Parts(parts),
            audience: Audience::Asker,
            target: Target::ReplacePrivate,
            pictures: Vec::new(),
        }
    }

    /// A message that everybody sees.
    pub(crate) fn public(parts: Vec<Component>) -> Self {
        Self {
            audience: Audience::Everybody,
            ..Self::private(parts)
        }
    }

    /// A private message of one text.
    pub(crate) fn say(content: impl Into<Said>) -> Self {
        Self::private(vec![text_block(content)])
    }

    /// A form.
    pub(crate) fn form(form: Form) -> Self {
        Self {
            body: Body::Form(form),
            ..Self::private(Vec::new())
        }
    }

    /// Choices for an option that is being typed.
    pub(crate) fn choices(choices: Vec<CommandOptionChoice>) -> Self {
        Self {
            body: Body::Choices(choices),
            ..Self::private(Vec::new())
        }
    }

    /// The same, somewhere else.
    pub(crate) fn at(self, target: Target) -> Self {
        Self { target, ..self }
    }

    /// The same, with this picture below it.
    pub(crate) fn showing(mut self, picture: Picture) -> Self {
        if let Body::Parts(parts) = &mut self.body {
            parts.push(gallery(&picture));
            self.pictures.push(picture);
        }
        self
    }

    /// The same, with these parts below it.
    pub(crate) fn before(mut self, more: Vec<Component>) -> Self {
        if let Body::Parts(parts) = &mut self.body {
            parts.extend(more);
        }
        self
    }

    /// The same, with this text before it.
    pub(crate) fn after(mut self, note: Option<Said>) -> Self {
        if let (Body::Parts(parts), Some(note)) = (&mut self.body, note) {
            parts.insert(0, text_block(note));
        }
        self
    }
}

impl Form {
    /// As Discord's components.
    pub(crate) fn components(&self) -> Vec<Component> {
        let field = |it: &Field| {
            #[expect(deprecated, reason = "twilight's struct has the old label still")]
            let input = TextInput {
                custom_id: it.name.to_owned(),
                id: None,
                label: None,
                max_length: u16::try_from(it.chars_max).ok(),
                min_length: None,
                placeholder: None,
                required: Some(true),
                style: if it.chars_max > 100 {
                    TextInputStyle::Paragraph
                } else {
                    TextInputStyle::Short
                },
                value: (!it.value.is_empty()).then(|| it.value.clone()),
            };
            Component::Label(Label {
                component: Box::new(Component::TextInput(input)),
                description: Some(fit(&it.hint, 100)),
                id: None,
                label: fit(&it.label, 45),
            })
        };
        self.fields.iter().map(field).collect()
    }
}

/// A text, in Discord's Markdown.
pub(crate) fn text_block(content: impl Into<Said>) -> Component {
    text_within(&content.into(), TEXT_CHARS_MAX)
}

/// A text in at most so many characters; what is longer is cut, and shows that it was.
pub(crate) fn text_within(content: &Said, chars_max: usize) -> Component {
    Component::TextDisplay(TextDisplay {
        content: fit(&content.discord(), chars_max),
        id: None,
    })
}

/// A text with a button beside it.
pub(crate) fn section(content: impl Into<Said>, button: Component) -> Component {
    Component::Section(Section {
        accessory: Box::new(button),
        components: vec![text_block(content)],
        id: None,
    })
}

/// A box around parts, with a coloured edge.
pub(crate) fn container(color: Option<u32>, parts: Vec<Component>) -> Component {
    Component::Container(Container {
        accent_color: color.map(Some),
        components: parts,
        id: None,
        spoiler: None,
    })
}

/// A picture that goes with the message as a file.
fn gallery(picture: &Picture) -> Component {
    let media = UnfurledMediaItem {
        content_type: None,
        height: None,
        proxy_url: None,
        url: format!("attachment://{}", picture.filename),
        width: None,
    };
    Component::MediaGallery(MediaGallery {
        id: None,
        items: vec![MediaGalleryItem {
            description: Some(picture.alt.clone()),
            media,
            spoiler: None,
        }],
    })
}

/// Up to five buttons, or one menu, in a row.
pub(crate) fn row(components: Vec<Component>) -> Component {
    Component::ActionRow(ActionRow {
        components,
        id: None,
    })
}

/// A button.
pub(crate) fn button(style: ButtonStyle, label: &Said, id: impl ComponentId) -> Component {
    button_unless(false, style, label, id)
}

/// A button that cannot be pressed when `disabled`.
pub(crate) fn button_unless(
    disabled: bool,
    style: ButtonStyle,
    label: &Said,
    id: impl ComponentId,
) -> Component {
    Component::Button(Button {
        custom_id: Some(id.custom_id()),
        disabled,
        emoji: None,
        id: None,
        label: Some(fit(&label.plain(), LABEL_CHARS_MAX)),
        sku_id: None,
        style,
        url: None,
    })
}

/// An option of a menu: label, value, whether it is the one that holds.
pub(crate) fn option(label: &Said, value: impl Into<String>, holds: bool) -> SelectMenuOption {
    SelectMenuOption {
        default: holds,
        description: None,
        emoji: None,
        label: fit(&label.plain(), CHOICE_CHARS_MAX),
        value: value.into(),
    }
}

/// The same for a sentence: what does not fit into the label goes on below it.
pub(crate) fn long_option(sentence: &Said, value: impl Into<String>) -> SelectMenuOption {
    let sentence = &sentence.plain();
    let whole = Said::ours(sentence);
    let fits = |it: &str| it.chars().count() <= CHOICE_CHARS_MAX;
    let ends = sentence.char_indices().filter(|(_, it)| *it == ' ');
    let end = ends
        .map(|(at, _)| at)
        .take_while(|at| fits(&sentence[..*at]));
    match end.last() {
        Some(at) if !fits(sentence) => SelectMenuOption {
            description: Some(fit(sentence[at..].trim_start(), CHOICE_CHARS_MAX)),
            ..option(&Said::ours(&sentence[..at]), value, false)
        },
        _ => option(&whole, value, false),
    }
}

/// A menu of texts, of which one is chosen.
pub(crate) fn menu(
    id: impl ComponentId,
    placeholder: &Said,
    mut options: Vec<SelectMenuOption>,
) -> Component {
    options.truncate(CHOICES_MAX);
    Component::SelectMenu(SelectMenu {
        options: Some(options),
        ..bare_menu(id, placeholder, SelectMenuType::Text)
    })
}

/// A menu of the server's text channels, of which one or none is chosen.
pub(crate) fn channel_menu(
    id: impl ComponentId,
    placeholder: &Said,
    holds: Option<u64>,
) -> Component {
    let holds = holds.and_then(Id::new_checked);
    Component::SelectMenu(SelectMenu {
        channel_types: Some(vec![ChannelType::GuildText, ChannelType::GuildAnnouncement]),
        default_values: holds.map(|it| vec![SelectDefaultValue::Channel(it)]),
        min_values: Some(0),
        ..bare_menu(id, placeholder, SelectMenuType::Channel)
    })
}

/// A menu of the server's roles, of which one is chosen, or none.
pub(crate) fn role_menu(id: impl ComponentId, placeholder: &Said, holds: Option<u64>) -> Component {
    let holds = holds.and_then(Id::new_checked);
    Component::SelectMenu(SelectMenu {
        default_values: holds.map(|it| vec![SelectDefaultValue::Role(it)]),
        min_values: Some(0),
        ..bare_menu(id, placeholder, SelectMenuType::Role)
    })
}

fn bare_menu(id: impl ComponentId, placeholder: &Said, kind: SelectMenuType) -> SelectMenu {
    SelectMenu {
        channel_types: None,
        custom_id: id.custom_id(),
        default_values: None,
        disabled: false,
        id: None,
        kind,
        max_values: Some(1),
        min_values: None,
        options: None,
        placeholder: Some(fit(&placeholder.plain(), 150)),
        required: None,
    }
}

/// A choice for an option that is being typed.
pub(crate) fn choice(name: &Said, value: impl Into<String>) -> CommandOptionChoice {
    CommandOptionChoice {
        name: fit(&name.plain(), CHOICE_CHARS_MAX),
        name_localizations: None,
        value: CommandOptionChoiceValue::String(value.into()),
    }
}

/// The one choice where nothing else can be offered. What was typed is kept as its value, so that
/// sending it is answered in words.
pub(crate) fn only_choice(name: &Said, typed: &str) -> CommandOptionChoice {
    let value: String = typed.chars().take(CHOICE_CHARS_MAX).collect();
    if value.trim().is_empty() {
        return choice(name, "-");
    }
    choice(name, value)
}

/// Cuts a text that is longer than Discord takes, between letters, and shows that it was cut.
pub(crate) fn fit(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    // An isolate that the cut leaves open ends with it.
    let room = chars_max.saturating_sub(2);
    let mut kept = String::with_capacity(text.len());
    let mut chars = 0;
    for letter in text.graphemes(true) {
        chars += letter.chars().count();
        if chars > room {
            break;
        }
        kept.push_str(letter);
    }
    // A backslash without what it was for would take the ellipsis.
    while kept.ends_with('\\') {
        kept.pop();
    }
    let open = kept.matches('\u{2068}').count() > kept.matches('\u{2069}').count();
    kept.push('…');
    if open {
        kept.push('\u{2069}');
    }
    kept
}

/// The texts of a message, one under the other.
#[cfg(test)]
pub(crate) fn said(parts: &[Component]) -> String {
    let mut texts = Vec::new();
    for part in parts {
        match part {
            Component::TextDisplay(it) => texts.push(it.content.clone()),
            Component::Container(it) => texts.push(said(&it.components)),
            _ => {}
        }
    }
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_is_cut_where_discord_would_refuse_it() {
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abcd", 3), "a…");
        assert_eq!(fit(&"ä".repeat(90), 80).chars().count(), 79);
        assert_eq!(fit(&"e\u{301}".repeat(3), 5), "e\u{301}…");
        assert_eq!(fit("\u{2068}אבג\u{2069}", 4), "\u{2068}א…\u{2069}");
        assert_eq!(fit(r"a\*b", 4), r"a\*b");
        assert_eq!(fit(r"a\*bc", 4), "a…");
    }
}
