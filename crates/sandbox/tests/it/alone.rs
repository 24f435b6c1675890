//! The sandbox as a program of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A running sandbox, ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let ended = self.0.kill().and_then(|()| self.0.wait());
        assert!(ended.is_ok(), "the program that the test started can be ended");
    }
}

fn status(address: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens where it says");
    stream
        .write_all(b"GET /v1/195900/ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .expect("it reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it answers");
    text.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn it_prints_its_address_and_takes_faults_from_its_input() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command.args(["--listen", "127.0.0.1:0", "--size", "solo", "--seed", "4", "--dialect", "text"]);
    let mut child = Running(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts"));
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().expect("piped")).read_line(&mut line).expect("it says where it is");
    let address = line.trim().strip_prefix("http://127.0.0.1:").map(|port| format!("127.0.0.1:{port}"));
    let address = address.expect("an address on loopback");
    assert_eq!(status(&address), "401", "nobody is signed in");
    let mut switch = child.0.stdin.take().expect("piped");
    switch.write_all(b"no such thing\nunavailable on\n").expect("it listens to its input");
    assert!((0..10_000).any(|_| status(&address) == "503"), "the fault is on soon");
    switch.write_all(b"unavailable off\n").expect("it still listens");
    assert!((0..10_000).any(|_| status(&address) == "401"), "and off again");
}

#[test]
fn it_says_how_it_is_used() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_sandbox")).args(["--size", "huge"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("usage: sandbox"), "a size that is none: {said}");
    assert!(said.contains("rate-limit-storm"), "the faults are named");
}
