//! Whole texts - files, programs, expressions of the command line - as the level that runs reads them.
//!
//! Invariant: where `read-forms` is pristine a text is read form by form, each after the one before it
//! was evaluated; a replaced `read-forms` gets the text as a whole, as it gets an input.

use crate::frame::FrameKind;
use crate::hook::Hook;
use crate::tower::{Next, Tower};
use levels::condition::Condition;
use levels::layout::Type;
use levels::machine::call::Flow;
use levels::reader::Reader;
use levels::string;
use levels::value::Value;

/// What `read-forms` says of a text besides a list of its forms.
pub(crate) enum Reading {
    /// The forms, in a list that nobody else can change.
    Forms(Value),
    /// The text is no more than a beginning.
    Incomplete,
    /// It is no text of the language: the error that says why.
    Refused(Value),
    /// Nothing that a reader may give.
    Unknown,
}

impl Tower {
    /// What a replaced `read-forms` has given.
    pub(crate) fn reading_of(&mut self, value: Value) -> Reading {
        if value == Value::FALSE {
            return Reading::Incomplete;
        }
        if value.is_a(Type::Condition) {
            return Reading::Refused(value);
        }
        self.own_list(value).map_or(Reading::Unknown, Reading::Forms)
    }

    /// Starts evaluating the forms of a text in a global scope of the level that runs, at a callee
    /// position.
    pub(crate) fn start_text(&mut self, reader: Reader, scope: Value) -> Flow {
        let (Some(hook), Some(source)) = (self.replaced(Hook::ReadForms), reader.source()) else {
            return self.start_reader(reader, scope);
        };
        let text = self.m.sources.text(source).clone();
        drop(reader);
        self.m.sources.finish(source);
        let text = match string::from_str(&mut self.m.heap, &text) {
            Ok(text) => text,
            Err(error) => return self.m.raise_condition(&Box::from(error)),
        };
        let call = self.m.heap.list(&[hook, text]);
        let datum = self.m.heap.object(Type::Vector, &[Value::FALSE, scope, call]);
        self.climb(FrameKind::ReadFile, datum);
        self.call_hook(hook, &[text])
    }

    /// A value has come back to the frame of `read-forms` for a whole text.
    pub(crate) fn forms_of_file_came(&mut self, data: [Value; 3], value: Value) -> Next {
        let scope = data[2].field(1);
        let reading = self.reading_of(value);
        if let Reading::Unknown = reading {
            let hook = Hook::ReadForms;
            return Next::Go(self.refuse_result(FrameKind::ReadFile, data, hook, value));
        }
        self.descend(data);
        Next::Go(match reading {
            Reading::Forms(forms) => {
                self.next_of_file([forms, scope, Value::NIL], Value::UNSPECIFIED)
            }
            Reading::Refused(object) => self.m.raise(object, false),
            Reading::Incomplete | Reading::Unknown => {
                let message = "the text ends in the middle of a form".to_owned();
                self.m.raise_condition(&Condition::Message { message, irritants: Vec::new() })
            }
        })
    }

    /// A text that was typed is refused: that is said, and nothing moves.
    pub(crate) fn refuse_input(&mut self, object: Value) -> Next {
        self.tell_refusal(object);
        self.next_of_input(Value::NIL)
    }
}
