//! Parameters, and the ports that three of them hold.
//!
//! Invariant: the machine's input, output and error ports are what the port parameters are bound to.

use super::Machine;
use super::call::Flow;
use crate::environment;
use crate::layout::Type;
use crate::value::Value;

impl Machine {
    /// Binds the parameters that hold the current ports.
    pub(super) fn install_port_parameters(&mut self) {
        let names = ["current-input-port", "current-output-port", "current-error-port"];
        let ports = [self.standard_input, self.standard_output, self.standard_error];
        for (i, (name, port)) in names.into_iter().zip(ports).enumerate() {
            let code = self.stubs.parameter;
            let parameter = self.heap.object(Type::Parameter, &[code, port, Value::FALSE]);
            self.port_parameters[i] = parameter;
            let symbol = self.intern(name);
            environment::define(self, environment::UNIVERSE, symbol, parameter);
        }
    }

    /// Puts bindings of parameters in force.
    pub(super) fn set_bindings(&mut self, bindings: Value) {
        if bindings == self.dynamic.bindings {
            return;
        }
        let before = std::mem::replace(&mut self.dynamic.bindings, bindings);
        let [input, output, error] = self.port_parameters;
        let stays = |parameter| is_bound_alike(parameter, before, bindings);
        let [input_stays, output_stays, error_stays] = [input, output, error].map(stays);
        if !input_stays {
            self.input_port = self.parameter_value(input);
        }
        if !output_stays {
            self.output_port = self.parameter_value(output);
        }
        if !error_stays {
            self.error_port = self.parameter_value(error);
        }
    }

    /// A parameter object is called: it gives its value, or is assigned (SRFI 39), by the library, for
    /// its converter is called.
    #[inline(never)]
    pub(super) fn enter_parameter(&mut self) -> Flow {
        match self.argc {
            0 => {
                let value = self.parameter_value(self.slot(1));
                self.deliver(value)
            }
            1 => {
                let arguments = [self.slot(1), self.slot(2)];
                let library = self.global_value(environment::UNIVERSE, "%assign-parameter");
                self.enter_call(library, &arguments)
            }
            _ => self.wrong_arity(),
        }
    }

    /// The present value of a parameter object.
    pub fn parameter_value(&self, parameter: Value) -> Value {
        match self.binding_of(parameter) {
            Some(binding) => binding.cdr().car(),
            None => parameter.field(1),
        }
    }

    /// Gives a parameter object another value, where its value in force is.
    pub(super) fn set_parameter(&mut self, parameter: Value, value: Value) {
        match self.binding_of(parameter) {
            Some(binding) => self.heap.set_car(binding.cdr(), value),
            None => self.heap.set_field(parameter, 1, value),
        }
        let [input, output, error] = self.port_parameters;
        if parameter == input {
            self.input_port = value;
        } else if parameter == output {
            self.output_port = value;
        } else if parameter == error {
            self.error_port = value;
        }
    }

    /// The binding of a parameter that is in force: `(parameter value)`.
    fn binding_of(&self, parameter: Value) -> Option<Value> {
        let mut bindings = self.dynamic.bindings;
        while bindings.is_pair() {
            let binding = bindings.car();
            if binding.car() == parameter {
                return Some(binding);
            }
            bindings = bindings.cdr();
        }
        None
    }
}

/// Bindings by which two lists differ that are looked at: what one `parameterize` adds, mostly.
const FEW: usize = 16;

/// Whether a parameter certainly has the same value in both: one list is the end of the other, and
/// what lies between does not bind the parameter.
fn is_bound_alike(parameter: Value, before: Value, after: Value) -> bool {
    let between = |mut longer: Value, shorter: Value| {
        for _ in 0..FEW {
            if longer == shorter {
                return true;
            }
            if !longer.is_pair() || longer.car().car() == parameter {
                return false;
            }
            longer = longer.cdr();
        }
        longer == shorter
    };
    between(after, before) || between(before, after)
}
