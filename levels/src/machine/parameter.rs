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
        self.dynamic.bindings = bindings;
        let [input, output, error] = self.port_parameters;
        self.input_port = self.parameter_value(input);
        self.output_port = self.parameter_value(output);
        self.error_port = self.parameter_value(error);
    }

    /// A parameter object is called.
    pub(super) fn enter_parameter(&mut self) -> Flow {
        if self.argc != 0 {
            return self.wrong_arity();
        }
        let value = self.parameter_value(self.slot(1));
        self.deliver(value)
    }

    /// The present value of a parameter object.
    pub fn parameter_value(&self, parameter: Value) -> Value {
        let mut bindings = self.dynamic.bindings;
        while bindings.is_pair() {
            let binding = bindings.car();
            if binding.car() == parameter {
                return binding.cdr().car();
            }
            bindings = bindings.cdr();
        }
        parameter.field(1)
    }
}
