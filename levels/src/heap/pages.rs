//! Address space from the operating system: reserve much, commit little.
//!
//! Invariant: memory that was committed and never written reads as zero.

#[cfg(unix)]
pub use unix::{commit, discard, give_back, reserve};
#[cfg(not(unix))]
pub use whole::{commit, discard, give_back, reserve};

/// A start that every page size divides.
pub const ALIGNMENT: usize = 2 << 20;

#[cfg(unix)]
mod unix {
    use super::ALIGNMENT;

    #[cfg(any(target_os = "linux", target_os = "android", target_os = "macos"))]
    const NO_SWAP_PROMISED: libc::c_int = libc::MAP_NORESERVE;
    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos")))]
    const NO_SWAP_PROMISED: libc::c_int = 0;

    /// The start of `bytes` of address space that cannot be touched before `commit`.
    pub fn reserve(bytes: usize) -> Option<*mut u8> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANON | NO_SWAP_PROMISED;
        // SAFETY: a new anonymous mapping at an address of the system's choice touches nothing.
        let start =
            unsafe { libc::mmap(std::ptr::null_mut(), bytes, libc::PROT_NONE, flags, -1, 0) };
        (start != libc::MAP_FAILED).then_some(start.cast())
    }

    /// Makes reserved pages usable; false if the system has no memory for them.
    pub fn commit(start: *mut u8, bytes: usize, large_pages: bool) -> bool {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: the caller reserved these pages, and nothing else lies in them.
        let done = unsafe { libc::mprotect(start.cast(), bytes, access) } == 0;
        if done && large_pages {
            advise_large_pages(start, bytes);
        }
        done
    }

    #[cfg(target_os = "linux")]
    fn advise_large_pages(start: *mut u8, bytes: usize) {
        if bytes >= ALIGNMENT {
            // SAFETY: advice on our own pages; it changes no contents.
            unsafe { libc::madvise(start.cast(), bytes, libc::MADV_HUGEPAGE) };
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn advise_large_pages(_start: *mut u8, _bytes: usize) {}

    /// Lets the system take back the memory of committed pages whose contents do not matter.
    pub fn discard(start: *mut u8, bytes: usize) {
        // SAFETY: the caller gives up the contents of these pages; they stay committed.
        unsafe { libc::madvise(start.cast(), bytes, libc::MADV_DONTNEED) };
    }

    /// Ends a reservation.
    pub fn give_back(start: *mut u8, bytes: usize) {
        // SAFETY: the caller reserved exactly this and uses it no more.
        unsafe { libc::munmap(start.cast(), bytes) };
    }
}

/// Where address space cannot be reserved apart from memory: everything is committed at once.
#[cfg(any(not(unix), test))]
mod whole {
    use super::ALIGNMENT;
    use std::alloc::{Layout, alloc_zeroed, dealloc};

    /// The start of `bytes` of zeroed memory.
    pub fn reserve(bytes: usize) -> Option<*mut u8> {
        let layout = Layout::from_size_align(bytes, ALIGNMENT).ok()?;
        // SAFETY: `bytes` is not zero.
        let start = unsafe { alloc_zeroed(layout) };
        (!start.is_null()).then_some(start)
    }

    /// Nothing to do: `reserve` committed everything.
    pub fn commit(_start: *mut u8, _bytes: usize, _large_pages: bool) -> bool {
        true
    }

    /// Nothing to do: the memory is kept.
    pub fn discard(_start: *mut u8, _bytes: usize) {}

    /// Ends a reservation.
    pub fn give_back(start: *mut u8, bytes: usize) {
        if let Ok(layout) = Layout::from_size_align(bytes, ALIGNMENT) {
            // SAFETY: `reserve` allocated this with the same layout.
            unsafe { dealloc(start, layout) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_pages_hold_what_is_written() {
        type Pages = (
            fn(usize) -> Option<*mut u8>,
            fn(*mut u8, usize, bool) -> bool,
            fn(*mut u8, usize),
            fn(*mut u8, usize),
        );
        let ours: Pages = (reserve, commit, discard, give_back);
        let whole: Pages = (whole::reserve, whole::commit, whole::discard, whole::give_back);
        for (reserve, commit, discard, give_back) in [ours, whole] {
            let start = reserve(ALIGNMENT).unwrap();
            assert!(commit(start, ALIGNMENT, true));
            discard(start, ALIGNMENT);
            // SAFETY: the page was committed above.
            unsafe {
                assert_eq!(*start, 0);
                *start = 7;
                assert_eq!(*start, 7);
            }
            give_back(start, ALIGNMENT);
        }
    }
}
