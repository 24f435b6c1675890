//! An athenahealth practice that runs on this machine: the demo, and the other side of every test.
