fn main() -> std::process::ExitCode {
    prespec::cli::main()
}
