//! What commands, their options and their choices may be.

use serde_json::Value;

use super::Problems;

/// How many commands of each type an application has, at most.
const MOST: [(u64, usize); 4] = [(1, 100), (2, 15), (3, 15), (4, 1)];
const COMMAND_SIZE: usize = 8_000;

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn kind(command: &Value) -> u64 {
    command.get("type").and_then(Value::as_u64).unwrap_or(1)
}

fn name(value: &Value) -> &str {
    value
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Checks a list of commands, each and together.
pub(crate) fn check_all(commands: &[Value], problems: &mut Problems) {
    for (at, command) in commands.iter().enumerate() {
        let path = if commands.len() == 1 {
            String::new()
        } else {
            at.to_string()
        };
        check(command, &path, problems);
        let twin = commands[..at]
            .iter()
            .any(|other| kind(other) == kind(command) && name(other) == name(command));
        if twin {
            let message = format!(
                "Application command names must be unique: {}",
                name(command)
            );
            problems.add(&path, "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    for (wanted, most) in MOST {
        let count = commands
            .iter()
            .filter(|command| kind(command) == wanted)
            .count();
        if count > most {
            let message = format!("{count} commands of type {wanted}, at most {most}.");
            problems.add("", "BASE_TYPE_BAD_LENGTH", message);
        }
    }
}

fn check(command: &Value, path: &str, problems: &mut Problems) {
    let at = |name: &str| format!("{path}/{name}");
    if kind(command) == 1 {
        check_name(name(command), &at("name"), problems);
        problems.length(&at("description"), command.get("description"), 1, 100);
        if command
            .get("description")
            .and_then(Value::as_str)
            .is_none_or(str::is_empty)
        {
            problems.add(
                &at("description"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
        }
    } else {
        in_menu(command, path, problems);
    }
    let size = size(command);
    if size > COMMAND_SIZE {
        let message = format!("The command is {size} characters, over {COMMAND_SIZE}.");
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", message);
    }
    options(command, path, problems);
}

/// A command in the menu of a user or a message: any name, and neither description nor options.
fn in_menu(command: &Value, path: &str, problems: &mut Problems) {
    let at = |name: &str| format!("{path}/{name}");
    problems.length(&at("name"), command.get("name"), 1, 32);
    let described = command.get("description").and_then(Value::as_str);
    if described.is_some_and(|it| !it.is_empty()) {
        let message = "Context menu commands cannot have description";
        problems.add(
            &at("description"),
            "APPLICATION_COMMANDS_DESCRIPTION_NOT_ALLOWED",
            message,
        );
    }
    if !list(command, "options").is_empty() {
        let message = "Context menu commands cannot have options";
        problems.add(
            &at("options"),
            "APPLICATION_COMMANDS_OPTIONS_NOT_ALLOWED",
            message,
        );
    }
}

/// A chat command's or an option's name: 1 to 32 letters, digits, `-`, `_`, `'`, lower case.
fn check_name(name: &str, path: &str, problems: &mut Problems) {
    let length = name.chars().count();
    let fits = (1..=32).contains(&length)
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-_'".contains(letter))
        && name == name.to_lowercase();
    if !fits {
        let message = format!("Command name is invalid: {name:?}");
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", message);
    }
}

/// The longest of a text and its translations.
fn longest(value: &Value, name: &str) -> usize {
    let own = value
        .get(name)
        .and_then(Value::as_str)
        .map_or(0, |text| text.chars().count());
    let localized = value
        .get(format!("{name}_localizations").as_str())
        .and_then(Value::as_object);
    localized
        .into_iter()
        .flat_map(serde_json::Map::values)
        .filter_map(Value::as_str)
        .map(|text| text.chars().count())
        .fold(own, usize::max)
}

/// A command's size as Discord counts it: names, descriptions, choices' names and values.
fn size(value: &Value) -> usize {
    let choices: usize = list(value, "choices")
        .iter()
        .map(|choice| {
            let held = match choice.get("value") {
                Some(Value::String(text)) => text.chars().count(),
                Some(other) => other.to_string().len(),
                None => 0,
            };
            longest(choice, "name") + held
        })
        .sum();
    let options: usize = list(value, "options").iter().map(size).sum();
    longest(value, "name") + longest(value, "description") + choices + options
}

fn options(parent: &Value, path: &str, problems: &mut Problems) {
    problems.count(&format!("{path}/options"), parent.get("options"), 0, 25);
    let mut optional = false;
    let mut names: Vec<&str> = Vec::new();
    for (index, option) in list(parent, "options").iter().enumerate() {
        let path = format!("{path}/options/{index}");
        check_name(name(option), &format!("{path}/name"), problems);
        problems.length(
            &format!("{path}/description"),
            option.get("description"),
            1,
            100,
        );
        if names.contains(&name(option)) {
            let message = format!("Option names must be unique: {}", name(option));
            problems.add(
                &path,
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                message,
            );
        }
        names.push(name(option));
        let flag = |name: &str| option.get(name).and_then(Value::as_bool) == Some(true);
        if kind(option) > 2 {
            if flag("required") && optional {
                let message = "Required options must be placed before non-required options";
                problems.add(
                    &path,
                    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                    message,
                );
            }
            optional |= !flag("required");
        }
        if flag("autocomplete") && !list(option, "choices").is_empty() {
            let message = "An option has choices or autocomplete, not both.";
            problems.add(
                &path,
                "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES",
                message,
            );
        }
        check_list(option, &path, problems);
        options(option, &path, problems);
    }
}

/// Checks the choices of an autocomplete callback.
pub(crate) fn check_choices(data: &Value, problems: &mut Problems) {
    if data.get("choices").and_then(Value::as_array).is_none() {
        problems.add(
            "data/choices",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        );
    }
    check_list(data, "data", problems);
}

fn check_list(holder: &Value, path: &str, problems: &mut Problems) {
    problems.count(&format!("{path}/choices"), holder.get("choices"), 0, 25);
    for (index, choice) in list(holder, "choices").iter().enumerate() {
        problems.length(
            &format!("{path}/choices/{index}/name"),
            choice.get("name"),
            1,
            100,
        );
        problems.length(
            &format!("{path}/choices/{index}/value"),
            choice.get("value"),
            0,
            100,
        );
    }
}
