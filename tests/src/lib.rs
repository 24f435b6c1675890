//! The surroundings that the acceptance tests, the bridge, the tour and the benches share.
//!
//! Everything here works through the contract or through the real window. Nothing here is in the
//! shipped program, and nothing leaves the loopback.

mod acts;
mod alike;
pub mod bench;
pub mod bridge;
mod bridged;
mod clipboard;
mod clock;
mod comparison;
mod desk;
mod display;
mod driver;
mod home;
mod keychain;
mod left_alone;
mod linux;
mod listening;
mod locking;
mod moments;
mod night;
mod notice_board;
mod overdue;
mod page;
mod pages;
mod people;
mod ports;
mod practice;
mod process;
pub mod rivals;
mod screen;
mod screen_reader;
mod seat;
mod secrets;
mod served;
pub mod sim;
mod small_disk;
mod standard_tools;
pub mod sweep;
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "elsewhere.rs")]
mod system;
mod traces;
mod tray;
mod usage;
mod visitor;
mod walk;
mod writing;

pub use acts::{Acted, acts};
pub use alike::{Alike, alike};
pub use bridged::{Bridged, built, left_out, say, windows_are_driven};
pub use clipboard::Pasteboard;
pub use clock::{RunningClock, SettableClock, ShiftedClock, pass};
pub use comparison::{assert_alike, differences, full_name};
pub use desk::{Desk, Edges};
pub use display::Display;
pub use driver::{Browser, Driver};
pub use home::Home;
pub use keychain::{AskingKeychain, FileKeychain, HushedKeychain, NoKeychain};
pub use left_alone::{LeftAlone, leave_alone};
pub use linux::{left_by_a_crash, memory_of, open_here, processes, share_of_memory, worked};
pub use listening::Listening;
pub use locking::MANAGERS_PIN;
pub use moments::Moments;
pub use night::Night;
pub use notice_board::NoticeBoard;
pub use overdue::leave_overdue;
pub use page::Page;
pub use pages::Pages;
pub use people::{Canaries, misspelt, somebody_on};
pub use ports::{Seeded, ports_of_this_machine};
pub use practice::{Listener, Practice, Way};
pub use process::{Owned, Server, free_port, program, until};
pub use screen::Screen;
pub use screen_reader::{ScreenReader, Told};
pub use seat::Seat;
pub use secrets::Secrets;
pub use served::{served, served_by};
pub use small_disk::SmallDisk;
pub use standard_tools::age_opens;
pub use traces::{files_under, is_plain_database, told};
pub use tray::Tray;
pub use usage::carried_out;
pub use visitor::Visitor;
pub use walk::Walk;
