//! From text to value: `read-forms`, `transform`, each form in turn, `print-result`.

use crate::frame::FrameKind;
use crate::hook::Hook;
use crate::reading::Reading;
use crate::tower::{Next, Stop, Tower};
use levels::condition::Condition;
use levels::environment::{self, UNIVERSE};
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::call::Flow;
use levels::machine::continuation::values_of;
use levels::pair;
use levels::reader::{ReadError, Reader};
use levels::source::Span;
use levels::string;
use levels::value::Value;

/// What an input is called in diagnostics.
const REPL: &str = "<repl>";

/// What the pristine reader makes of a text.
enum Read {
    Forms(Value),
    Incomplete,
}

impl Tower {
    /// Evaluates one input at the level that runs, each value printed.
    pub fn input(&mut self, text: &str) -> Stop {
        let next = self.read_input(text);
        self.drive(next)
    }

    fn read_input(&mut self, text: &str) -> Next {
        match self.replaced(Hook::ReadForms) {
            None => match self.pristine_read(text) {
                Read::Forms(forms) => self.forms_read(forms),
                Read::Incomplete => Next::Stop(Stop::Incomplete(text.to_owned())),
            },
            Some(hook) => match string::from_str(&mut self.m.heap, text) {
                Ok(text) => Next::Go(self.call_above(FrameKind::ReadForms, hook, text)),
                Err(error) => Next::Go(self.m.raise_condition(&Box::from(error))),
            },
        }
    }

    /// The forms of a text that was typed.
    pub(crate) fn read_text(&mut self, text: &str) -> Result<Vec<Value>, ReadError> {
        let m = &mut self.m;
        let source = m.sources.add(REPL, text);
        let read = levels::reader::read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source);
        let kept = m.sources.finish(source);
        m.heap.charge_outside(kept);
        read
    }

    /// The forms of a text. One that the reader refuses is reported, and gives none.
    fn pristine_read(&mut self, text: &str) -> Read {
        match self.read_text(text) {
            Ok(forms) => Read::Forms(self.m.heap.list(&forms)),
            Err(ReadError::Incomplete { .. }) => Read::Incomplete,
            Err(error) => {
                self.complain(&Box::<Condition>::from(error));
                Read::Forms(Value::NIL)
            }
        }
    }

    /// `(read-forms text)`, called by a program.
    pub(crate) fn read_forms(&mut self, text: Value) -> Flow {
        let text = match levels::builtins::argument::text(&self.m.heap, "read-forms", 1, text) {
            Ok(text) => text,
            Err(condition) => return self.m.raise_condition(&condition),
        };
        let forms = match self.pristine_read(&text) {
            Read::Forms(forms) => forms,
            Read::Incomplete => Value::FALSE,
        };
        self.m.deliver(forms)
    }

    /// `(print-result value)`, called by a program.
    pub(crate) fn print_result(&mut self, value: Value) -> Flow {
        match self.say_value(value) {
            Ok(()) => self.m.deliver(Value::UNSPECIFIED),
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    /// A value has come back to `read-forms`' frame.
    pub(crate) fn forms_came(&mut self, data: [Value; 3], value: Value) -> Next {
        let reading = self.reading_of(value);
        if let Reading::Unknown = reading {
            let hook = Hook::ReadForms;
            return Next::Go(self.refuse_result(FrameKind::ReadForms, data, hook, value));
        }
        self.descend(data);
        match reading {
            Reading::Forms(forms) => self.forms_read(forms),
            Reading::Refused(object) => self.refuse_input(object),
            Reading::Incomplete | Reading::Unknown => {
                let text = string::to_rust(&self.m.heap, data[2].cdr().car());
                Next::Stop(Stop::Incomplete(text))
            }
        }
    }

    fn forms_read(&mut self, forms: Value) -> Next {
        if forms.is_nil() {
            return self.next_of_input(forms);
        }
        match self.replaced(Hook::Transform) {
            None => self.next_of_input(forms),
            Some(hook) => Next::Go(self.call_above(FrameKind::Transform, hook, forms)),
        }
    }

    /// A value has come back to `transform`'s frame.
    pub(crate) fn forms_rewritten(&mut self, data: [Value; 3], value: Value) -> Next {
        let Some(forms) = self.own_list(value) else {
            return Next::Go(self.refuse_result(
                FrameKind::Transform,
                data,
                Hook::Transform,
                value,
            ));
        };
        self.descend(data);
        self.next_of_input(forms)
    }

    /// At a callee position: evaluates the first of `forms`, the others waiting.
    pub(crate) fn next_of_input(&mut self, forms: Value) -> Next {
        let level = self.running();
        if forms.is_nil() {
            return Next::Stop(Stop::Prompt(level));
        }
        let rest = [forms.cdr(), Value::FALSE, Value::FALSE];
        self.m.push_host_frame(FrameKind::Input as i64, rest);
        let scope = self.scope(level);
        Next::Go(self.m.enter_evaluation(forms.car(), scope, Value::NIL))
    }

    /// Prints a value of an input, of which `forms` are left.
    pub(crate) fn print_of_input(&mut self, value: Value, forms: Value) -> Next {
        let results = values_of(value).into_iter().filter(|value| *value != Value::UNSPECIFIED);
        results.for_each(|value| self.m.recall.note(value));
        match self.print_above(FrameKind::PrintedOfInput, value, forms) {
            Some(flow) => Next::Go(flow),
            None => self.next_of_input(forms),
        }
    }

    /// Prints the value of what was to be run.
    pub(crate) fn print_last(&mut self, value: Value) -> Next {
        match self.print_above(FrameKind::PrintedLast, value, value) {
            Some(flow) => Next::Go(flow),
            None => Next::Stop(Stop::Done(value)),
        }
    }

    /// Prints a value as the level above would have it. `None` if that is done; else it goes on there,
    /// and a value comes back to a frame of this kind.
    fn print_above(&mut self, kind: FrameKind, value: Value, datum: Value) -> Option<Flow> {
        if let Some(hook) = self.replaced(Hook::PrintResult) {
            self.climb(kind, datum);
            return Some(self.call_hook(hook, &[value]));
        }
        let condition = self.say_value(value).err()?;
        self.climb(kind, datum);
        Some(self.m.raise_condition(&condition))
    }

    /// Starts evaluating the forms of a text in a global scope, at a callee position.
    pub(crate) fn start_reader(&mut self, reader: Reader, scope: Value) -> Flow {
        self.readers.push(Some(reader));
        let number = Value::fixnum(self.readers.len() as i64 - 1);
        self.next_of_file([number, scope, Value::NIL], Value::UNSPECIFIED)
    }

    /// At a callee position: evaluates the next form of a file, or returns the last value.
    pub(crate) fn next_of_file(&mut self, data: [Value; 3], last: Value) -> Flow {
        let [number, scope, forms] = data;
        if forms.is_pair() {
            return self.form_of_file(number, scope, forms);
        }
        if !number.is_fixnum() {
            return self.next_of_read(data, last);
        }
        let slot = number.fixnum_value() as usize;
        let Some(mut reader) = self.readers[slot].take() else {
            return self.m.deliver(last);
        };
        let Machine { heap, symbols, sources, .. } = &mut self.m;
        match reader.read(heap, symbols, sources) {
            Ok(Some(form)) => {
                self.readers[slot] = Some(reader);
                let forms = self.m.heap.list(&[form]);
                self.rewrite_form_of_file(number, scope, forms)
            }
            Ok(None) => {
                if let Some(source) = reader.source() {
                    drop(reader);
                    self.m.sources.finish(source);
                }
                self.m.deliver(last)
            }
            Err(error) if error.is_stop() => {
                self.readers[slot] = Some(reader);
                self.m.push_host_frame(FrameKind::File as i64, [number, scope, Value::NIL]);
                self.m.raise_condition(&Box::<Condition>::from(error))
            }
            Err(error) => {
                let path = self.name_of_inner_file(&reader);
                let condition = match path {
                    Some(path) => error.in_file(&path),
                    None => error.into(),
                };
                self.m.raise_condition(&condition)
            }
        }
    }

    /// Where the form of a file was written that a frame with these data waits for.
    pub(crate) fn span_of_file(&self, data: [Value; 3]) -> Option<Span> {
        self.readers.get(data[0].as_index()?)?.as_ref()?.span()
    }

    /// The same where all forms have been read.
    fn next_of_read(&mut self, [forms, scope, _]: [Value; 3], last: Value) -> Flow {
        if !forms.is_pair() {
            return self.m.deliver(last);
        }
        let next = self.m.heap.list(&[forms.car()]);
        self.rewrite_form_of_file(forms.cdr(), scope, next)
    }

    /// What the text of a reader is called, if it is not the one that the command was given.
    fn name_of_inner_file(&self, reader: &Reader) -> Option<String> {
        let is_part = |kind: i64| FrameKind::ALL[kind as usize] == FrameKind::Part;
        let is_given = self.m.host_frames().next().is_some_and(|(kind, _)| is_part(kind));
        let source = reader.source().filter(|_| !is_given)?;
        Some(self.m.sources.name(source).to_owned())
    }

    /// What a library is made of is nobody's to rewrite.
    fn rewrite_form_of_file(&mut self, number: Value, scope: Value, forms: Value) -> Flow {
        let is_library = scope == environment::globals(&self.m, UNIVERSE).scope;
        match self.replaced(Hook::Transform).filter(|_| !is_library) {
            None => self.form_of_file(number, scope, forms),
            Some(hook) => {
                let call = self.m.heap.list(&[hook, forms]);
                let datum = self.m.heap.object(Type::Vector, &[number, scope, call]);
                self.climb(FrameKind::TransformFile, datum);
                self.call_hook(hook, &[forms])
            }
        }
    }

    fn form_of_file(&mut self, number: Value, scope: Value, forms: Value) -> Flow {
        self.m.push_host_frame(FrameKind::File as i64, [number, scope, forms.cdr()]);
        self.m.enter_evaluation(forms.car(), scope, Value::NIL)
    }

    /// A value has come back to the frame of `transform` for a form of a file.
    pub(crate) fn form_of_file_rewritten(&mut self, data: [Value; 3], value: Value) -> Flow {
        let [_, _, datum] = data;
        let Some(forms) = self.own_list(value) else {
            return self.refuse_result(FrameKind::TransformFile, data, Hook::Transform, value);
        };
        self.descend(data);
        self.next_of_file([datum.field(0), datum.field(1), forms], Value::UNSPECIFIED)
    }

    /// A list that nobody else can change, of what a proper list holds.
    pub(crate) fn own_list(&mut self, value: Value) -> Option<Value> {
        pair::proper_items(value).map(|items| self.m.heap.list(&items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tower::Manner;
    use levels::machine::boot::Settings;

    /// The most bytes that texts and spans took while the REPL was given `inputs` again and again.
    fn most_kept(inputs: &[&str]) -> usize {
        let mut tower = Tower::new(Settings::default(), Manner::Interactive);
        crate::prelude::load(&mut tower);
        tower.m.standard_output =
            levels::port::open_output_memory(&mut tower.m.heap, levels::port::Content::Textual);
        tower.begin(crate::waiting::LevelId(0), Value::NIL);
        assert!(matches!(tower.input("(define nothing (if #f #f))"), Stop::Prompt(_)));
        let before = tower.m.sources.bytes();
        let most = (0..20_000).map(|turn| {
            tower.note_prompt();
            tower.input(inputs[turn % inputs.len()]);
            tower.m.sources.bytes().saturating_sub(before)
        });
        most.max().unwrap_or(0)
    }

    #[test]
    fn the_texts_of_inputs_are_not_kept() {
        assert!(most_kept(&["nothing"]) < 1000);
        assert!(most_kept(&["(em-cont)", "(old-cont)"]) < 2 << 20);
        let kept = most_kept(&["(nothing", "(nothing)) nothing", "#;", "nothing nothing"]);
        assert!(kept < 2 << 20, "{kept}");
        // An old text waits for a full collection, of which a small heap asks few.
        let long = format!("'nothing;{}\n", "-".repeat(100_000));
        assert!(most_kept(&[&long, "nothing"]) < 64 << 20);
    }
}
