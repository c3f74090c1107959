//! Stories about the sandbox, told by a small client of its own.
