//! `the-environment`.

use crate::condition::Outcome;
use crate::expander::build::form;
use crate::expander::names::Name;
use crate::expander::shape::{operands, refuse};
use crate::machine::Machine;
use crate::value::Value;

/// `(the-environment)` is `(%the-environment)`: the environment where the form stands, as a value
/// (SICP 4.1, MIT Scheme). The running code and the environment share their variables.
pub fn the_environment(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    if !operands(use_form, "the-environment")?.is_empty() {
        return refuse(use_form, "the-environment: takes nothing: (the-environment)");
    }
    Ok(form(m, Name::TheEnvironment, &[]))
}
