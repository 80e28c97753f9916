//! l
fn main(){}
