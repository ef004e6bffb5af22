//! The tree between syntax and instructions.
//!
//! Invariants: nodes refer to nodes made before them. A variable belongs to the lambda or body that
//! binds it. What a form looked like is kept beside the nodes that can fail.

use crate::value::Value;

/// Index of a node in its unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeId(pub u32);

/// Index of a variable in its unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VarId(pub u32);

/// Index of a lambda in its unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LambdaId(pub u32);

/// An expression.
#[derive(Debug)]
pub enum Node {
    /// A constant.
    Constant(Value),
    /// A variable of this unit.
    Local(VarId),
    /// `set!` of a variable of this unit.
    SetLocal(VarId, NodeId),
    /// The definition of a variable of a body of this unit.
    DefineLocal(VarId, NodeId),
    /// A variable of an environment that was there before this unit: context links, index.
    Outer(u16, u16),
    /// `set!` of such a variable.
    SetOuter(u16, u16, NodeId),
    /// A global variable: its cell.
    Global(Value),
    /// `set!` of a global variable.
    SetGlobal(Value, NodeId),
    /// `define` of a global variable.
    DefineGlobal(Value, NodeId),
    /// Test, consequent, alternative.
    If(NodeId, NodeId, NodeId),
    /// A closure.
    Lambda(LambdaId),
    /// An application.
    Call(NodeId, Vec<NodeId>),
    /// One after the other; not empty.
    Sequence(Vec<NodeId>),
    /// An application of a `lambda` form: variables, their values, the body, the scope of the body.
    Let(Vec<VarId>, Vec<NodeId>, NodeId, Value),
    /// A body with definitions: its variables, its expressions, its scope.
    Body(Vec<VarId>, NodeId, Value),
    /// A local procedure that is only ever jumped to: the loop of `variable`.
    Loop(LoopId),
    /// A jump to a loop with these arguments.
    Jump(LoopId, Vec<NodeId>),
    /// A form too deep for this unit, compiled when it is reached; all variables in sight are kept
    /// in contexts for it.
    Deferred(LambdaId),
    /// A syntax error, raised when it is reached: the condition object.
    Error(Value),
}

/// Index of a loop in its unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoopId(pub u32);

/// A loop: the lambda whose body it runs.
#[derive(Debug)]
pub struct LoopInfo {
    /// Parameters and body.
    pub lambda: LambdaId,
    /// The values of the first round.
    pub first: Vec<NodeId>,
}

/// A variable.
#[derive(Debug)]
pub struct Var {
    /// What it is called.
    pub name: Value,
    /// The object that scopes hold for it.
    pub object: Value,
    /// The scope that binds it.
    pub scope: Value,
    /// The lambda in whose frame it lives.
    pub owner: LambdaId,
    /// The lambdas that mention it, some of them more than once.
    pub users: Vec<LambdaId>,
    /// Whether a `set!` assigns it, or something that is not compiled yet might.
    pub assigned: bool,
    /// Whether it lives in a context.
    pub captured: bool,
    /// Whether a reference may find it unassigned.
    pub checked: bool,
    /// Whether it is mentioned other than as an operator.
    pub escapes: bool,
    /// Its calls.
    pub calls: Vec<CallSite>,
    /// The lambda it is defined to be, in a body.
    pub lambda: Option<LambdaId>,
    /// How often it is defined or bound.
    pub definitions: u32,
}

/// A call of a local variable.
#[derive(Clone, Copy, Debug)]
pub struct CallSite {
    /// The node.
    pub node: NodeId,
    /// The lambda it is in.
    pub lambda: LambdaId,
    /// Whether its value is that lambda's value.
    pub tail: bool,
    /// How many arguments it has.
    pub arguments: usize,
}

/// A `lambda` form.
#[derive(Debug)]
pub struct Lambda {
    /// The enclosing lambda.
    pub parent: Option<LambdaId>,
    /// Name, symbol or `#f`.
    pub name: Value,
    /// The form.
    pub form: Value,
    /// The scope of the form.
    pub outer_scope: Value,
    /// The scope of its parameters.
    pub scope: Value,
    /// Required parameters, then the rest parameter if there is one.
    pub params: Vec<VarId>,
    /// Whether the last parameter takes the rest.
    pub rest: bool,
    /// The body; absent where the lambda is compiled when it is first called.
    pub body: Option<NodeId>,
    /// Where its body went: (lambda, whether in its tail position) if it became a loop there.
    pub inlined: Option<(LambdaId, bool)>,
}

/// What one run of the compiler works on.
#[derive(Default)]
pub struct Unit {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The form of each node, `#f` where it cannot fail.
    pub forms: Vec<Value>,
    /// The scope of each node.
    pub scopes: Vec<Value>,
    /// The variables.
    pub vars: Vec<Var>,
    /// The lambdas; 0 is the unit itself.
    pub lambdas: Vec<Lambda>,
    /// The loops.
    pub loops: Vec<LoopInfo>,
    /// Whether evaluating each node can make a closure of this unit or a context.
    pub makes_closure: Vec<bool>,
    /// Cells whose present contents the result relies on.
    pub dependencies: Vec<Value>,
}

impl Unit {
    /// Adds a node.
    pub fn add(&mut self, node: Node, form: Value, scope: Value) -> NodeId {
        self.nodes.push(node);
        self.forms.push(form);
        self.scopes.push(scope);
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// A variable.
    pub fn var(&self, id: VarId) -> &Var {
        &self.vars[id.0 as usize]
    }

    /// A variable, to be changed.
    pub fn var_mut(&mut self, id: VarId) -> &mut Var {
        &mut self.vars[id.0 as usize]
    }

    /// A lambda.
    pub fn lambda(&self, id: LambdaId) -> &Lambda {
        &self.lambdas[id.0 as usize]
    }

    /// A loop.
    pub fn loop_info(&self, id: LoopId) -> &LoopInfo {
        &self.loops[id.0 as usize]
    }

    /// The lambda in whose frame the body of `id` runs, and whether `tail` holds there.
    pub fn home(&self, mut id: LambdaId, mut tail: bool) -> (LambdaId, bool) {
        while let Some((into, in_tail)) = self.lambda(id).inlined {
            id = into;
            tail &= in_tail;
        }
        (id, tail)
    }
}
