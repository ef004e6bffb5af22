//! The tree between syntax and instructions.
//!
//! Invariants: nodes refer to nodes made before them. A variable belongs to the lambda or body that
//! binds it. What a form looked like is kept beside the nodes that can fail.

use crate::step::{Step, Steps};
use crate::value::Value;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

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
    /// The procedure itself, which its variable's scope knows by this object, under this name.
    Itself(Value),
    /// `set!` of such a variable.
    SetOuter(u16, u16, NodeId),
    /// A global variable: its cell.
    Global(Value),
    /// `set!` of a global variable.
    SetGlobal(Value, NodeId),
    /// `define` of a global variable: its cell, or, for a name that is imported, an object of the
    /// globals' index and the name.
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
    /// Whether something that is not compiled yet may mention it.
    pub exposed: bool,
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

impl Var {
    /// A variable that nothing mentions so far.
    pub fn new(name: Value, object: Value, scope: Value, owner: LambdaId) -> Var {
        Var {
            name,
            object,
            scope,
            owner,
            users: Vec::new(),
            assigned: false,
            exposed: false,
            captured: false,
            checked: false,
            escapes: false,
            calls: Vec::new(),
            lambda: None,
            definitions: 0,
        }
    }

    /// Notes that a lambda mentions the variable.
    pub fn mention(&mut self, lambda: LambdaId) {
        if self.users.last() != Some(&lambda) {
            self.users.push(lambda);
        }
    }
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
    /// The local variable that it is the definition of.
    pub variable: Option<VarId>,
    /// How deeply nested its form is.
    pub depth: usize,
    /// Its own nodes, those of the lambdas in it included.
    pub nodes: Range<u32>,
    /// The kinds of steps that it takes itself.
    pub steps: Steps,
    /// Whether it calls a procedure that it does not know by name.
    pub calls_given: bool,
    /// Whether the standard library passes it on as its own.
    pub private: bool,
}

impl Lambda {
    /// A lambda of which nothing has been looked at.
    pub fn new(parent: Option<LambdaId>, name: Value, form: Value, scope: Value) -> Lambda {
        Lambda {
            parent,
            name,
            form,
            outer_scope: scope,
            scope,
            params: Vec::new(),
            rest: false,
            body: None,
            inlined: None,
            variable: None,
            depth: 0,
            nodes: 0..0,
            steps: Steps::of(Step::Eval).with(Steps::of(Step::Begin)),
            calls_given: false,
            private: false,
        }
    }
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
    /// The scopes all of whose variables are exposed.
    pub exposed: HashSet<Value>,
    /// Whether evaluating each node can make a closure of this unit or a context.
    pub makes_closure: Vec<bool>,
    /// For the scope of a loop's name the one of the loop's first arguments, which are evaluated where
    /// the name's context is there already, but not in sight.
    pub beside: HashMap<Value, Value>,
    /// Cells, and what they held that the result relies on.
    pub dependencies: Vec<Reliance>,
    /// The calls in the standard library of procedures that it was given.
    pub given: HashSet<u32>,
    /// What the standard library passes on to procedures that may call it.
    pub passed_on: Vec<NodeId>,
    /// What is noted for a version whose frames the host has go on (`emit::cold`); else nothing.
    pub written: Option<Box<Written>>,
    /// A hash of all nodes up to each one, as they were when they were added.
    hashes: Vec<u64>,
}

/// What the program wrote where nodes are.
#[derive(Default)]
pub struct Written {
    /// The steps that evaluate a node, the outermost first: what each is given, and in which scope.
    pub steps: HashMap<u32, Vec<(Step, Value, Value)>>,
    /// The calls that the compiler makes itself: no application is written there.
    pub own: HashSet<u32>,
    /// The bodies whose forms the compiler has taken apart: a `begin` in a body, a macro use that is a
    /// definition.
    pub spliced: HashSet<Value>,
    /// The applications whose operators are no nodes: of `lambda` forms, and of what a named `let` expands
    /// to (`true`).
    pub immediates: HashMap<Value, bool>,
    /// The operators of the calls that have become entries of loops and jumps to them.
    pub operators: HashMap<u32, NodeId>,
    /// What is left of the bodies around an element of a sequence once it has its value, the innermost
    /// first, and the scope.
    pub tails: HashMap<u32, (Vec<Value>, Value)>,
}

/// A cell and the contents that code relies on: a macro, or a builtin that is inlined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reliance {
    /// The cell.
    pub cell: Value,
    /// Its contents.
    pub contents: Value,
}

const HASH_FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// A unit of more nodes is not emptied for the next one but dropped.
const MOST_KEPT: usize = 1 << 12;

impl Unit {
    /// The unit without anything in it, but with room; `None` if it is large.
    pub fn cleared(mut self: Box<Unit>) -> Option<Box<Unit>> {
        if self.nodes.len().max(self.vars.len()) > MOST_KEPT {
            return None;
        }
        // Each field by its name: a new one cannot be forgotten.
        let Unit {
            nodes,
            forms,
            scopes,
            vars,
            lambdas,
            loops,
            exposed,
            makes_closure,
            beside,
            dependencies,
            given,
            passed_on,
            written,
            hashes,
        } = &mut *self;
        given.clear();
        passed_on.clear();
        *written = None;
        nodes.clear();
        forms.clear();
        scopes.clear();
        vars.clear();
        lambdas.clear();
        loops.clear();
        exposed.clear();
        makes_closure.clear();
        beside.clear();
        dependencies.clear();
        hashes.clear();
        Some(self)
    }

    /// Adds a node.
    pub fn add(&mut self, node: Node, form: Value, scope: Value) -> NodeId {
        let before = self.hash_before(self.nodes.len());
        self.hashes.push(before.wrapping_mul(HASH_FACTOR).wrapping_add(kind(&node)));
        self.nodes.push(node);
        self.forms.push(form);
        self.scopes.push(scope);
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn hash_before(&self, node: usize) -> u64 {
        if node == 0 { 1 } else { self.hashes[node - 1] }
    }

    /// A hash of a lambda's nodes: the same for each unit in which it has the same ones.
    pub fn shape(&self, id: LambdaId) -> Value {
        let nodes = &self.lambda(id).nodes;
        let factor = HASH_FACTOR.wrapping_pow(nodes.end - nodes.start);
        let before = self.hash_before(nodes.start as usize).wrapping_mul(factor);
        let hash = self.hash_before(nodes.end as usize).wrapping_sub(before);
        Value::fixnum((hash >> 4) as i64)
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

/// What a hash of nodes sees of a node as it is added: where a variable lives does not matter.
fn kind(node: &Node) -> u64 {
    match node {
        Node::Constant(_) => 1,
        Node::Local(_) | Node::Outer(..) | Node::Itself(_) => 2,
        Node::SetLocal(..) | Node::SetOuter(..) => 3,
        Node::DefineLocal(..) => 4,
        Node::Global(_) => 5,
        Node::SetGlobal(..) => 6,
        Node::DefineGlobal(..) => 7,
        Node::If(..) => 8,
        Node::Lambda(_) => 9,
        Node::Sequence(nodes) => 10 + ((nodes.len() as u64) << 8),
        Node::Call(_, arguments) => 11 + ((arguments.len() as u64) << 8),
        Node::Let(vars, ..) => 12 + ((vars.len() as u64) << 8),
        Node::Body(vars, ..) => 13 + ((vars.len() as u64) << 8),
        Node::Loop(_) => 14,
        Node::Jump(..) => 15,
        Node::Deferred(_) => 16,
        Node::Error(_) => 17,
    }
}
