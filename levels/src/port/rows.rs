//! The Rust half of file ports.

use super::HANDLE_KIND;
use super::buffer::Buffer;
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;
use crate::world::{FileId, World};

/// A row: one file that a port was opened on.
pub struct Row {
    /// The object that keeps the row alive.
    handle: Value,
    pub file: FileId,
    /// The file's name, for messages.
    pub path: String,
    is_open: bool,
    pub input: Buffer,
    /// Characters since the last newline that was written.
    pub column: usize,
    /// Whether each line is written as soon as it ends; known after the first output.
    pub writes_lines: Option<bool>,
}

/// The files that ports were opened on. A row is found by the index in its handle.
#[derive(Default)]
pub struct Ports {
    rows: Vec<Option<Row>>,
    free: Vec<usize>,
    /// Rows added since the last sweep.
    young: Vec<usize>,
}

impl Ports {
    /// A handle to a new row.
    pub fn add(&mut self, heap: &mut Heap, file: FileId, path: &str) -> Value {
        let index = self.free.pop().unwrap_or(self.rows.len());
        let description = heap.bytes(Type::Bytes, 0, path.as_bytes());
        let (kind, row) = (Value::fixnum(HANDLE_KIND), Value::fixnum(index as i64));
        let handle = heap.object(Type::Handle, &[kind, row, description]);
        if index == self.rows.len() {
            self.rows.push(None);
        }
        self.young.push(index);
        self.rows[index] = Some(Row {
            handle,
            file,
            path: path.to_owned(),
            is_open: true,
            input: Buffer::default(),
            column: 0,
            writes_lines: None,
        });
        handle
    }

    /// The row of this index, if its file is open.
    pub fn open_row(&self, index: usize) -> Option<&Row> {
        self.rows.get(index)?.as_ref().filter(|row| row.is_open)
    }

    /// The row of this index, if its file is open.
    #[inline]
    pub fn open_row_mut(&mut self, index: usize) -> Option<&mut Row> {
        self.rows.get_mut(index)?.as_mut().filter(|row| row.is_open)
    }

    /// What an open file is called in messages.
    pub fn path_of(&self, file: FileId) -> Option<&str> {
        let mut open = self.rows.iter().flatten().filter(|row| row.is_open);
        open.find(|row| row.file == file).map(|row| row.path.as_str())
    }

    /// Notes that the file is closed, and gives it with its name; nothing if it was before.
    pub fn close(&mut self, index: usize) -> Option<(FileId, String)> {
        let row = self.open_row_mut(index)?;
        row.is_open = false;
        row.input = Buffer::default();
        Some((row.file, row.path.clone()))
    }

    /// Closes the files and frees the rows whose handles are not marked. To be called between
    /// marking and the reuse of memory. What cannot be written has nobody left to be told.
    pub fn sweep(&mut self, world: &mut World, is_marked: impl Fn(Value) -> bool) {
        self.young.clear();
        for index in 0..self.rows.len() {
            self.sweep_row(world, index, &is_marked);
        }
    }

    /// The same for the rows added since the last sweep: for a collection of young objects only.
    pub fn sweep_young(&mut self, world: &mut World, is_marked: impl Fn(Value) -> bool) {
        for index in std::mem::take(&mut self.young) {
            self.sweep_row(world, index, &is_marked);
        }
    }

    fn sweep_row(&mut self, world: &mut World, index: usize, is_marked: &impl Fn(Value) -> bool) {
        if let Some(row) = self.rows[index].take_if(|row| !is_marked(row.handle)) {
            if row.is_open {
                let _ = world.close(row.file);
            }
            self.free.push(index);
        }
    }

    /// Bytes held outside of the heap, for the memory limit.
    pub fn bytes(&self) -> usize {
        let of_rows = self.rows.iter().flatten().map(|row| row.input.bytes_held());
        of_rows.sum::<usize>() + self.rows.len() * size_of::<Option<Row>>()
    }
}
