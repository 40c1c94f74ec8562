use std::process::ExitCode;
use std::thread::Builder;

/// Bytes. What is defined by something that is defined by something else is followed to its end, one within the other: this is
/// enough for a hundred thousand, of which no more is reserved than is used.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    match Builder::new().name("prespec".to_string()).stack_size(STACK).spawn(prespec::cli::main) {
        Ok(run) => run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(_) => prespec::cli::main(),
    }
}
