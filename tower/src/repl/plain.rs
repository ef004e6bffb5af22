//! Lines of standard input: prompts, no editing.
//!
//! Invariant: lines are taken from the program's own standard input, so that a program which reads
//! gets the line after the one that told it to.

use super::editor::terminal;
use super::lines::{LineEvent, LineSource};
use crate::cli::Echo;
use crate::tower::Tower;
use levels::condition::Condition;
use levels::machine::Machine;
use levels::port::{Given, input, output};
use levels::string;
use levels::value::Value;

/// Lines of standard input: prompts, no editing.
pub struct PlainLines {
    echo: Echo,
    reader: Reader,
}

/// Who sees the prompts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reader {
    /// A program, or nobody.
    Program,
    /// A person at a terminal that can do nothing but write.
    Person,
}

impl PlainLines {
    /// With `Echo::Inputs`, what is read is written after its prompt.
    pub fn new(echo: Echo) -> PlainLines {
        PlainLines { echo, reader: Reader::Program }
    }

    /// For a person, who sees which lines go on with an input, and who leaves by the end of it.
    pub fn at_terminal() -> PlainLines {
        PlainLines { echo: Echo::Silent, reader: Reader::Person }
    }
}

impl LineSource for PlainLines {
    fn read_line(&mut self, tower: &mut Tower, prompt: &str, continuation: bool) -> LineEvent {
        let machine = &mut tower.m;
        match self.reader {
            Reader::Program if continuation => {}
            Reader::Program => say(machine, prompt),
            Reader::Person if continuation => show(machine, &super::lines::continuation(prompt)),
            Reader::Person => show(machine, prompt),
        }
        let event = next_line(machine);
        let LineEvent::Line(line) = &event else {
            say(machine, "\n");
            return match self.reader {
                Reader::Person if event == LineEvent::EndOfInput => LineEvent::Left,
                Reader::Person | Reader::Program => event,
            };
        };
        if self.echo == Echo::Inputs {
            say(machine, line);
            say(machine, "\n");
        }
        event
    }

    fn are_shown(&self) -> bool {
        self.echo == Echo::Inputs || self.reader == Reader::Person
    }
}

/// Lines of standard input for a program that reads JSON: no prompts, each line an event.
pub struct EventLines;

impl LineSource for EventLines {
    fn read_line(&mut self, tower: &mut Tower, _: &str, continuation: bool) -> LineEvent {
        let event = next_line(&mut tower.m);
        if let LineEvent::Line(line) = &event {
            tower.say_input(line, continuation);
        }
        event
    }

    fn are_shown(&self) -> bool {
        false
    }
}

/// The next line of standard input.
fn next_line(machine: &mut Machine) -> LineEvent {
    let port = machine.standard_input;
    match input::line(machine, Given { who: "the REPL", position: 1, port }) {
        Ok(Some(line)) => LineEvent::Line(text_of(machine, line)),
        Ok(None) => LineEvent::EndOfInput,
        Err(condition) => without_line(condition),
    }
}

/// A prompt that cannot be written is lost silently: the values that follow it are not.
fn say(machine: &mut Machine, text: &str) {
    let port = machine.standard_output;
    let _ = output::text(machine, Given { who: "the REPL", position: 1, port }, text);
}

/// What the person's own key ends the line of: the port knows nothing of either.
fn show(machine: &mut Machine, text: &str) {
    let port = machine.standard_output;
    let _ = output::flush(machine, Given { who: "flush-output-port", position: 1, port });
    let _ = terminal::write(text);
}

fn text_of(machine: &Machine, line: Value) -> String {
    let line = string::to_rust(&machine.heap, line);
    line.strip_suffix('\r').map_or(line.clone(), str::to_owned)
}

/// After bytes that are no text, and when memory is short, reading can go on; not when the system
/// refuses.
fn without_line(condition: Box<Condition>) -> LineEvent {
    if let Condition::File { .. } = *condition {
        return LineEvent::Broken(condition);
    }
    if *condition == Condition::Interrupted {
        LineEvent::Interrupted
    } else {
        LineEvent::Lost(condition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tower::Manner;
    use levels::machine::boot::Settings;
    use levels::port::{self, Content};

    /// The lines of a text and what a session with them shows.
    fn session(text: &str, echo: Echo) -> (Vec<LineEvent>, String) {
        let mut tower = Tower::new(Settings::default(), Manner::Interactive);
        let m = &mut tower.m;
        let text = string::from_str(&mut m.heap, text).unwrap();
        m.standard_input = port::open_input_string(&mut m.heap, text);
        m.standard_output = port::open_output_memory(&mut m.heap, Content::Textual);
        let mut lines = PlainLines::new(echo);
        let mut events = Vec::new();
        while events.last() != Some(&LineEvent::EndOfInput) {
            let continuation = events.last() == Some(&LineEvent::Line("(+ 1".into()));
            events.push(lines.read_line(&mut tower, "lisp-0> ", continuation));
        }
        events.pop();
        let m = &mut tower.m;
        let output = m.standard_output;
        let shown = port::output_string(&mut m.heap, output).unwrap();
        (events, string::to_rust(&m.heap, shown))
    }

    #[test]
    fn an_echoed_session_reads_as_if_it_had_been_typed() {
        let (events, output) = session("(+ 1\n   2)\r\nlast", Echo::Inputs);
        let lines = ["(+ 1", "   2)", "last"].map(|line| LineEvent::Line(line.into()));
        assert_eq!(events, lines);
        assert_eq!(output, "lisp-0> (+ 1\n   2)\nlisp-0> last\nlisp-0> \n");
    }

    #[test]
    fn silent_sessions_have_prompts_only() {
        let (_, output) = session("(+ 1\n   2)\n", Echo::Silent);
        assert_eq!(output, "lisp-0> lisp-0> \n");
    }

    #[test]
    fn only_what_the_system_refuses_is_the_end() {
        let file = |kind: &str| Condition::File {
            who: "read-line",
            path: "standard input".into(),
            kind: kind.into(),
        };
        let broken = without_line(Box::new(file("is a directory")));
        assert_eq!(broken, LineEvent::Broken(Box::new(file("is a directory"))));
        let garbled = Condition::InvalidUtf8 { who: "read-line", offset: 2 };
        assert_eq!(without_line(Box::new(garbled.clone())), LineEvent::Lost(Box::new(garbled)));
        assert_eq!(without_line(Box::new(Condition::Interrupted)), LineEvent::Interrupted);
    }
}
