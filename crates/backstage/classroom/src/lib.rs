//! classroom
