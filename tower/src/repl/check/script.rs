//! A saved session as text: its prompts, what was typed after them, and what came.
//!
//! A transcript is lines: comments, then prompts (`lisp-0> `), each with an input, and under each what
//! the session showed, as `tower repl --echo` writes them. The further lines of an input stand under its
//! first one as they were typed, or behind `...`. In a Markdown file the sessions are the fenced
//! blocks with a prompt at the beginning of a line; a block goes on with the session of those before it,
//! unless the word `fresh` is among those after its fence. Of the comments `; tower OPTIONS` says how the
//! session was started, `; N columns` how wide the terminal was.

use std::path::Path;

/// A line of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, without its end and the white space before that.
    pub text: String,
}

/// One session.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Script {
    /// The words of the command line that it was started with, behind `tower`.
    pub options: Vec<String>,
    /// The columns of the terminal that it was shown at, if there was one.
    pub columns: Option<usize>,
    /// Its parts: each begins with a prompt. What a session shows at the end of a part must be there.
    pub parts: Vec<Vec<Line>>,
}

/// A prompt at the beginning of a line: the level, and what was typed.
pub fn prompt(line: &str) -> Option<(usize, &str)> {
    let rest = line.strip_prefix("lisp-")?;
    let (level, rest) = rest.split_at(rest.find('>')?);
    let plain = !level.is_empty() && level.bytes().all(|byte| byte.is_ascii_digit());
    let input = &rest[1..];
    let input = input.strip_prefix(' ').unwrap_or(input);
    if plain && (rest.len() == 1 || rest.starts_with("> ")) {
        Some((level.parse().ok()?, input))
    } else {
        None
    }
}

/// The sessions of a file's text: none if there is no prompt.
pub fn scripts(path: &Path, text: &str) -> Vec<Script> {
    let lines = text.lines().enumerate();
    let lines: Vec<Line> = lines
        .map(|(index, text)| Line { number: index + 1, text: text.trim_end().to_owned() })
        .collect();
    let is_markdown = path.extension().is_some_and(|end| end == "md" || end == "markdown");
    if is_markdown { of_markdown(lines) } else { of_transcript(lines).into_iter().collect() }
}

fn of_transcript(lines: Vec<Line>) -> Option<Script> {
    let first = lines.iter().position(|line| prompt(&line.text).is_some())?;
    let (head, part) = lines.split_at(first);
    Some(Script { parts: vec![part.to_vec()], ..of_comments(head) })
}

/// A session as the lines before its first prompt say, without parts.
fn of_comments(lines: &[Line]) -> Script {
    let comments = lines.iter().filter_map(|line| line.text.strip_prefix(';'));
    let comments: Vec<&str> = comments.map(|text| text.trim_start_matches(';').trim()).collect();
    let options = comments.iter().find_map(|text| text.strip_prefix("tower ").map(split));
    let columns = comments.iter().find_map(|text| text.strip_suffix(" columns")?.parse().ok());
    Script { options: options.unwrap_or_default(), columns, parts: Vec::new() }
}

/// Words between blanks; what stands in double quotes is one. Behind a backslash there, a character is
/// itself, and `n` the end of a line.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c == '"' {
            quoted = !quoted;
            word.get_or_insert_default();
        } else if c.is_whitespace() && !quoted {
            words.extend(word.take());
        } else if c == '\\' && quoted {
            let escaped = characters.next().map(|c| if c == 'n' { '\n' } else { c });
            word.get_or_insert_default().extend(escaped);
        } else {
            word.get_or_insert_default().push(c);
        }
    }
    words.extend(word);
    words
}

/// Words on a line, as `split` reads them.
pub fn joined(words: &[String]) -> String {
    let plain = |c: char| c != '"' && !c.is_whitespace();
    let quoted = |word: &String| match !word.is_empty() && word.chars().all(plain) {
        true => word.clone(),
        false => {
            let inside = word.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{}\"", inside.replace('\n', "\\n").replace('\r', " "))
        }
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

fn of_markdown(lines: Vec<Line>) -> Vec<Script> {
    let mut scripts: Vec<Script> = Vec::new();
    let mut lines = lines.into_iter();
    while let Some(opening) = lines.next() {
        let Some((fence, words)) = fence(&opening.text) else { continue };
        let ends = |line: &Line| {
            let mark = line.text.trim();
            mark.len() >= fence.len() && mark.bytes().all(|byte| fence.as_bytes()[0] == byte)
        };
        let block: Vec<Line> = lines.by_ref().take_while(|line| !ends(line)).collect();
        let Some(first) = block.iter().position(|line| prompt(&line.text).is_some()) else {
            continue;
        };
        let (head, part) = block.split_at(first);
        let is_fresh = words.split_whitespace().any(|word| word == "fresh");
        match scripts.last_mut().filter(|_| !is_fresh) {
            Some(script) => script.parts.push(part.to_vec()),
            None => scripts.push(Script { parts: vec![part.to_vec()], ..of_comments(head) }),
        }
    }
    scripts
}

/// The fence that a line opens a block with, and what follows it.
fn fence(line: &str) -> Option<(String, String)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|mark| "`~".contains(*mark))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    (length >= 3).then(|| (line[..length].to_owned(), line[length..].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(script: &Script) -> Vec<Vec<usize>> {
        script.parts.iter().map(|part| part.iter().map(|line| line.number).collect()).collect()
    }

    #[test]
    fn prompts_tell_levels_and_inputs() {
        assert_eq!(prompt("lisp-0> (+ 1 2)"), Some((0, "(+ 1 2)")));
        assert_eq!(prompt("lisp-12>"), Some((12, "")));
        assert_eq!(prompt("lisp-1>  x"), Some((1, " x")));
        for line in ["lisp-> 1", "lisp-x> 1", "lisp-0>1", " lisp-0> 1", "lisp-0", "LISP-0> 1"] {
            assert_eq!(prompt(line), None, "{line}");
        }
        assert_eq!(prompt("lisp-99999999999999999999> 1"), None);
    }

    #[test]
    fn a_transcript_begins_with_comments() {
        let text =
            "; tower repl --lang sicp -L \"a b\"\n; 40 columns\n; words\n\nlisp-0> 1\r\n1\r\n";
        let scripts = scripts(Path::new("x.out"), text);
        assert_eq!(scripts[0].options, ["repl", "--lang", "sicp", "-L", "a b"]);
        assert_eq!(joined(&scripts[0].options), "repl --lang sicp -L \"a b\"");
        assert_eq!((scripts[0].columns, numbers(&scripts[0])), (Some(40), vec![vec![5, 6]]));
        assert!(super::scripts(Path::new("x"), "no prompt\n").is_empty());
    }

    #[test]
    fn words_are_split_as_they_were_joined() {
        for words in [&["a", "", "b c"][..], &["-e", "(display \"a\\n\nb\")"], &["\\", "'", "\t"]] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let line = joined(&words);
            assert_eq!(split(&line), words);
            assert!(!line.contains('\n'));
        }
    }

    #[test]
    fn the_blocks_of_markdown_are_one_session() {
        let text = "```text\nlisp-0> 1\n1\n```\nlisp-0> no\n~~~~ scheme\n$ tower\nlisp-0> 2\n```\n~~~~\n\
                    ```text fresh\nlisp-0> 3\n```\n``` \nno prompt\n```\n```\nlisp-0> open";
        let scripts = scripts(Path::new("x.md"), text);
        assert_eq!(scripts.len(), 2);
        assert_eq!(numbers(&scripts[0]), [vec![2, 3], vec![8, 9]]);
        assert_eq!(numbers(&scripts[1]), [vec![12], vec![18]]);
    }
}
