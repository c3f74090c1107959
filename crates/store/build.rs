//! A new migration must make the crate build anew, since the migrations are compiled into it.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
