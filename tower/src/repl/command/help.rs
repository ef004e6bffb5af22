//! `,help`: one screen of 80 columns.

use super::{Answer, Description, GROUPS, Takes, named, unknown};

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",help",
    takes: Takes::Maybe("COMMAND"),
    summary: "these lines, or what there is to know of COMMAND",
    details: "",
    perform: |_, argument| Answer::Lines(help(argument)),
};

/// Characters before the summaries.
const MARGIN: usize = 26;

fn help(argument: &str) -> String {
    if argument.is_empty() {
        return screen();
    }
    let word = format!(",{}", argument.trim_start_matches(','));
    match named(&word) {
        Some(command) => format!("{}: {}\n{}", command.usage(), command.summary, command.details),
        None => unknown(&word),
    }
}

fn screen() -> String {
    let mut text = String::new();
    for (title, commands) in GROUPS {
        text.push_str(&format!("{title}\n"));
        // Those that say the same share a line.
        for together in commands.chunk_by(|one, next| one.summary == next.summary) {
            let words: Vec<&str> = together.iter().map(|command| command.word).collect();
            let alike = together.iter().all(|command| command.takes == together[0].takes);
            let usage = match alike {
                true => together[0].usage().replacen(together[0].word, &words.join(" "), 1),
                false => words.join(" ") + "  ",
            };
            let summary = together[0].summary;
            text.push_str(&format!("  {usage:<width$}{summary}\n", width = MARGIN - 2));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::descriptions;
    use super::*;

    #[test]
    fn the_help_is_one_screen() {
        let screen = screen();
        assert!(screen.lines().all(|line| line.chars().count() <= 80), "{screen}");
        assert!(screen.lines().count() < 24, "{screen}");
        for command in descriptions() {
            assert!(command.usage().len() < MARGIN - 2, "{}", command.usage());
            assert!(command.details.is_empty() || command.details.ends_with('\n'));
            for line in command.details.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}
