//! The site as a program, on the real clock: for curl, and for the Python twins.

use std::env;
use std::future;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::str::FromStr;

use loopback::Settings;

const USAGE: &str = "usage: loopback [--port PORT] [--seed NUMBER] [--jitter]
  --port PORT    Port on 127.0.0.1 (0 picks a free one) [default: 5000]
  --seed NUMBER  Seed for the drawn latencies [default: 0]
  --jitter       Draw the latencies of home pages too
The site runs until Ctrl-C.";
/// The port of the slow page in a tutorial.
const DEFAULT_PORT: u16 = 5000;

fn main() -> ExitCode {
    let arguments = env::args_os().skip(1);
    let ended =
        match parse_settings(arguments.map(|it| it.to_string_lossy().into_owned())) {
            Ok(Some(settings)) => serve(settings),
            Ok(None) => print_line(USAGE),
            Err(why) => {
                eprintln!("error: {why}; try --help");
                return ExitCode::from(2);
            }
        };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Parses the arguments; `None` if they ask for help.
fn parse_settings(
    mut arguments: impl Iterator<Item = String>,
) -> Result<Option<Settings>, String> {
    let mut settings = Settings {
        port: DEFAULT_PORT,
        ..Settings::default()
    };
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--port" => {
                settings.port = parse_number(&name, arguments.next(), u16::MAX.into())?
            }
            "--seed" => {
                settings.seed = parse_number(&name, arguments.next(), u64::MAX)?
            }
            "--jitter" => settings.jitter = true,
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("unknown option {name:?}")),
        }
    }
    Ok(Some(settings))
}

fn parse_number<N: FromStr>(
    name: &str,
    value: Option<String>,
    max: u64,
) -> Result<N, String> {
    let value = value.unwrap_or_default();
    let wrong = |_| format!("{name} takes a number up to {max}, not {value:?}");
    value.parse().map_err(wrong)
}

#[tokio::main(flavor = "current_thread")]
async fn serve(settings: Settings) -> Result<(), String> {
    let port = settings.port;
    let site = loopback::start_with(settings).await;
    let site = site.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {port} is in use; try --port 0 for a free one")
        }
        _ => format!("cannot listen on port {port}: {error}"),
    })?;
    tokio::select! {
        // First, so that a Ctrl-C right after the address is printed counts.
        biased;
        stopped = tokio::signal::ctrl_c() => {
            stopped.map_err(|error| format!("cannot wait for Ctrl-C: {error}"))
        }
        Err(why) = async {
            print_line(&site.base_url())?;
            future::pending::<Result<(), String>>().await
        } => Err(why),
    }
}

/// Prints a line. `println!` would panic if stdout is closed.
fn print_line(text: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{text}").map_err(|error| format!("cannot print: {error}"))
}
