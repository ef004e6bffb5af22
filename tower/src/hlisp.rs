//! The dialect `hlisp` for Rust programs: what its own `tokenize`, `parse`, `interpret` and `run` do.
//!
//! ```
//! use reflective_tower::hlisp::{Form, Hlisp};
//!
//! let mut hlisp = Hlisp::new()?;
//! let tokens = hlisp.tokenize("(+ 1 (* 2 x")?;
//! assert_eq!(tokens, ["(", "+", "1", "(", "*", "2", "x"]);
//!
//! let mut program = hlisp.parse(&tokens)?;
//! assert_eq!(program[0].to_string(), "(+ 1 (* 2 x))");
//! hlisp.run("(set 'x 20)")?;
//! assert_eq!(hlisp.interpret(&program)?, "41");
//!
//! if let Form::List(parts) = &mut program[0] {
//!     parts[0] = Form::Name("-".to_owned());
//! }
//! assert_eq!(hlisp.interpret(&program)?, "-39");
//! assert_eq!(hlisp.run("(car nowhere)").unwrap_err().to_string(), "Variable not bound: nowhere");
//! # Ok::<(), reflective_tower::hlisp::Failed>(())
//! ```
//!
//! Invariant: there is one tokenizer, one parser and one interpreter of hlisp, and they are the dialect's.

use crate::cli::Language;
use crate::session::{Options, Session, Status};
use crate::tower::Stop;
use levels::layout::Type;
use levels::number;
use levels::pair;
use levels::printer::{Style, to_string};
use levels::string;
use levels::symbol;
use levels::value::Value;
use std::error::Error;
use std::fmt;

/// Lists inside of each other that a form may have.
pub const DEEPEST: usize = 500;

/// A form of a program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// A number, as it is written.
    Number(String),
    /// A name.
    Name(String),
    /// A text.
    Text(String),
    /// A list. What `'x` reads as begins with the name `quote`.
    List(Vec<Form>),
}

/// Why there is no value: the sentence that a session says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failed(String);

/// An interpreter: level 0 of a tower of its own, all of whose levels speak hlisp. What programs bind
/// stays bound. What they print goes to the standard output of the process.
pub struct Hlisp(Session);

impl Hlisp {
    /// An interpreter with as much memory as a session has.
    pub fn new() -> Result<Hlisp, Failed> {
        Hlisp::with_options(&Options::default())
    }

    /// The same with limits, arguments and folders of libraries. Fails if memory is too small for it.
    pub fn with_options(options: &Options) -> Result<Hlisp, Failed> {
        let mut session = Session::new(options);
        match session.adopt(&Language::Carried("hlisp")) {
            Status::Continues => Ok(Hlisp(session)),
            Status::Ends(_) => Err(Failed("hlisp needs more memory".to_owned())),
        }
    }

    /// The tokens of a text: `(`, `)`, `'`, words, and texts with their quotes.
    pub fn tokenize(&mut self, text: &str) -> Result<Vec<String>, Failed> {
        let text = self.text(text)?;
        let tokens = self.call("tokenize", text)?;
        let heap = &self.0.tower.m.heap;
        Ok(pair::items(tokens).into_iter().map(|token| string::to_rust(heap, token)).collect())
    }

    /// The program that tokens make; what is not closed at their end is closed there. Fails on what no
    /// program can be, and on more than `DEEPEST` lists inside of each other.
    pub fn parse(&mut self, tokens: &[String]) -> Result<Vec<Form>, Failed> {
        let tokens: Result<Vec<Value>, Failed> =
            tokens.iter().map(|token| self.text(token)).collect();
        let tokens = self.0.tower.m.heap.list(&tokens?);
        let program = self.call("parse", tokens)?;
        pair::items(program).into_iter().map(|form| self.form(form, DEEPEST)).collect()
    }

    /// Runs a program; the value of its last form, as `print` shows it.
    pub fn interpret(&mut self, program: &[Form]) -> Result<String, Failed> {
        let mut forms = vec![self.name("progn")];
        for form in program {
            forms.push(self.value(form, DEEPEST)?);
        }
        let form = self.0.tower.m.heap.list(&forms);
        let value = self.call("eval", form)?;
        self.shown(value)
    }

    /// Runs the program of a text; the value of its last form, as `print` shows it.
    pub fn run(&mut self, text: &str) -> Result<String, Failed> {
        let text = self.text(text)?;
        let value = self.call("run", text)?;
        self.shown(value)
    }

    fn shown(&mut self, value: Value) -> Result<String, Failed> {
        let list = self.0.tower.m.heap.list(&[value]);
        let text = self.attempt("shown-in", list)?;
        Ok(string::to_rust(&self.0.tower.m.heap, text))
    }

    /// Calls a function of the language.
    fn call(&mut self, function: &str, argument: Value) -> Result<Value, Failed> {
        let name = self.name(function);
        let call = self.0.tower.m.heap.list(&[name, argument]);
        self.attempt("attempt", call)
    }

    /// Calls a function of the dialect's own with one argument. It gives a pair: whether all went well,
    /// and the value, or what is said.
    fn attempt(&mut self, function: &str, argument: Value) -> Result<Value, Failed> {
        match self.0.tower.call_in_dialect(function, argument) {
            Stop::Done(pair) if pair.is_pair() && pair.car() == Value::TRUE => Ok(pair.cdr()),
            Stop::Done(pair) if pair.is_pair() => {
                Err(Failed(string::to_rust(&self.0.tower.m.heap, pair.cdr())))
            }
            Stop::Done(_) => Err(Failed("There is no hlisp here".to_owned())),
            Stop::Exit(status) => Err(Failed(format!("The program ended with status {status}"))),
            Stop::Prompt(_) | Stop::Incomplete(_) => {
                Err(Failed("The program went up to the REPL of another level".to_owned()))
            }
        }
    }

    fn text(&mut self, text: &str) -> Result<Value, Failed> {
        let text = string::from_str(&mut self.0.tower.m.heap, text);
        text.map_err(|_| Failed("out of memory".to_owned()))
    }

    fn name(&mut self, name: &str) -> Value {
        self.0.tower.m.intern(name)
    }

    fn form(&self, value: Value, depth: usize) -> Result<Form, Failed> {
        let heap = &self.0.tower.m.heap;
        if value.is_a(Type::String) {
            Ok(Form::Text(string::to_rust(heap, value)))
        } else if value.is_a(Type::Symbol) {
            Ok(Form::Name(symbol::name(heap, value).to_owned()))
        } else if number::is_number(value) {
            Ok(Form::Number(to_string(heap, value, Style::Write)))
        } else if depth == 0 {
            Err(too_deep())
        } else {
            let items = pair::items(value).into_iter();
            let items: Result<_, _> = items.map(|item| self.form(item, depth - 1)).collect();
            Ok(Form::List(items?))
        }
    }

    fn value(&mut self, form: &Form, depth: usize) -> Result<Value, Failed> {
        match form {
            Form::Text(text) => self.text(text),
            Form::Name(name) => Ok(self.name(name)),
            Form::Number(digits) => {
                let number = number::parse(&mut self.0.tower.m.heap, digits, 10);
                number.map_err(|_| Failed(format!("Not a number: {digits}")))
            }
            Form::List(_) if depth == 0 => Err(too_deep()),
            Form::List(items) => {
                let values: Result<Vec<Value>, Failed> =
                    items.iter().map(|item| self.value(item, depth - 1)).collect();
                Ok(self.0.tower.m.heap.list(&values?))
            }
        }
    }
}

fn too_deep() -> Failed {
    Failed(format!("More than {DEEPEST} lists inside of each other"))
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Form::Number(word) | Form::Name(word) => f.write_str(word),
            Form::Text(text) => write!(f, "{}", quoted(text)),
            Form::List(items) => {
                f.write_str("(")?;
                for (index, item) in items.iter().enumerate() {
                    let space = if index == 0 { "" } else { " " };
                    write!(f, "{space}{item}")?;
                }
                f.write_str(")")
            }
        }
    }
}

/// A text as it is typed.
fn quoted(text: &str) -> String {
    let mut typed = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => typed.extend(['\\', c]),
            '\n' => typed.push_str("\\n"),
            '\r' => typed.push_str("\\r"),
            '\t' => typed.push_str("\\t"),
            c if c < ' ' => typed.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => typed.push(c),
        }
    }
    typed + "\""
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Failed {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn hlisp() -> Hlisp {
        Hlisp::new().expect("memory")
    }

    #[test]
    fn a_program_is_what_its_text_is() {
        let mut hlisp = hlisp();
        let text = "(list 'a \"two\\nlines \\\"\" 12345678901234567890 -1.5 '() (progn))";
        let tokens = hlisp.tokenize(text).unwrap();
        let program = hlisp.parse(&tokens).unwrap();
        let typed = program[0].to_string();
        let tokens = hlisp.tokenize(&typed).unwrap();
        assert_eq!(hlisp.parse(&tokens).unwrap(), program);
        let wanted = "(a \"two\\nlines \\\"\" 12345678901234567890 -1.5 [] [])";
        assert_eq!(hlisp.interpret(&program).unwrap(), wanted);
        assert_eq!(hlisp.run(text).unwrap(), wanted);
    }

    #[test]
    fn what_goes_wrong_is_said_and_the_next_program_runs() {
        let mut hlisp = hlisp();
        for (text, words) in [
            ("(car 5)", "car: argument 1 is not a pair: 5"),
            ("(throw \"no\")", "no"),
            (")", "One ) too many"),
            ("\"abc", "Missing quote: \"abc"),
            ("(em-cont)", "The program went up to the REPL of another level"),
            ("(exit 3)", "The program ended with status 3"),
        ] {
            assert_eq!(hlisp.run(text).unwrap_err().to_string(), words);
        }
        assert_eq!(hlisp.run("(+ 1 2)").unwrap(), "3");
        assert_eq!(hlisp.interpret(&[]).unwrap(), "[]");
        let wrong = [Form::Number("x".to_owned())];
        assert_eq!(hlisp.interpret(&wrong).unwrap_err().to_string(), "Not a number: x");
        assert!(hlisp.parse(&[String::new()]).is_err());
    }

    #[test]
    fn forms_have_an_end() {
        let mut hlisp = hlisp();
        let open = vec!["(".to_owned(); DEEPEST + 1];
        assert!(hlisp.parse(&open[1..]).is_ok());
        assert_eq!(hlisp.parse(&open).unwrap_err(), too_deep());
        let mut form = Form::List(Vec::new());
        for _ in 0..=DEEPEST {
            form = Form::List(vec![form]);
        }
        assert_eq!(hlisp.interpret(&[form]).unwrap_err(), too_deep());
    }

    #[test]
    fn what_programs_redefine_is_theirs() {
        let mut hlisp = hlisp();
        hlisp.run("(set 'eval 5) (set 'tokenize 6) (defun run (x) 7)").unwrap();
        assert_eq!(hlisp.run("(list eval (run 1))").unwrap(), "(5 7)");
        let tokens = hlisp.tokenize("x").unwrap();
        assert_eq!(tokens, ["x"]);
    }
}
