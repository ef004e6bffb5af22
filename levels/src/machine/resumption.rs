//! The machine's own frames: what happens to the value that comes back to them.

use super::Machine;
use super::call::Flow;
use super::continuation::values_of;
use super::stubs::{DATA, KIND, VALUE};
use crate::pair;

/// A kind of the machine's own frames.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Resumption {
    /// Data: handlers to put back. The value goes on.
    Handlers,
    /// Data: handlers to put back, the object raised, whether continuable. A handler returned.
    Handler,
    /// Data: bindings to put back. The value goes on.
    Bindings,
    /// Data: the consumer of the values.
    Values,
    /// Data: arguments. The value is called with them.
    Operator,
    /// Data: procedure and arguments of a call that failed and that no code wrote down in this form.
    /// The value goes on.
    Call,
    /// Data: procedure and arguments of a call of a procedure of the library's that the library, or the machine,
    /// was given. The value goes on.
    Given,
    /// What is above is the library's own. The value goes on.
    Private,
    /// Data: a procedure whose call was given up, and a list of the arguments. It is called again,
    /// whatever the value.
    Again,
    /// Data: form, scope and context of an evaluation that was given up before it began. It begins
    /// again, whatever the value.
    Evaluation,
    /// Data: a continuation and the value that it is called with, whatever the value that comes back.
    Jump,
    /// Data: an expression that is evaluated for the host, and its environment. The value goes on.
    Within,
}

impl Resumption {
    const ALL: [Resumption; 12] = [
        Resumption::Handlers,
        Resumption::Handler,
        Resumption::Bindings,
        Resumption::Values,
        Resumption::Operator,
        Resumption::Call,
        Resumption::Given,
        Resumption::Private,
        Resumption::Again,
        Resumption::Evaluation,
        Resumption::Jump,
        Resumption::Within,
    ];
}

impl Machine {
    /// A value came back to a frame of the machine's own.
    pub(super) fn resume(&mut self) -> Flow {
        let kind = Resumption::ALL[self.slot(KIND).fixnum_value() as usize];
        let (data, value) = (self.slot(DATA), self.slot(VALUE));
        match kind {
            Resumption::Handlers => {
                self.dynamic.handlers = data;
                self.deliver(value)
            }
            Resumption::Bindings => {
                self.set_bindings(data);
                self.deliver(value)
            }
            Resumption::Handler => {
                let (object, continuable) = (self.slot(DATA + 1), self.slot(DATA + 2));
                self.handler_returned(data, object, continuable.is_true(), value)
            }
            Resumption::Values => {
                let values = values_of(value);
                self.enter_given_many(data, &values)
            }
            Resumption::Operator => {
                let arguments = pair::items(data);
                self.enter_application(value, &arguments)
            }
            Resumption::Call | Resumption::Given | Resumption::Private | Resumption::Within => {
                self.deliver(value)
            }
            Resumption::Evaluation => {
                let (scope, context) = (self.slot(DATA + 1), self.slot(DATA + 2));
                self.enter_evaluation(data, scope, context)
            }
            Resumption::Jump => {
                let value = self.slot(DATA + 1);
                self.jump_or_ask(data, value)
            }
            Resumption::Again => {
                let arguments = pair::items(self.slot(DATA + 1));
                self.enter_call(data, &arguments)
            }
        }
    }
}
