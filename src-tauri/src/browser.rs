//! The system's own browser.

use console::{Browser, NoBrowser, WebPage};

/// The browser of the system that the program runs on.
#[derive(Clone, Copy, Debug)]
pub struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, page: &WebPage) -> Result<(), NoBrowser> {
        // Its words may carry the address.
        open::that_detached(page.address()).map_err(|_| NoBrowser)
    }
}

#[cfg(test)]
mod tests {
    use console::WebPage;

    #[test]
    fn an_address_is_one_word_of_a_command_and_no_shell_reads_it() {
        let address = "https://athena.example/a?b=$(id)&c=`id`;id";
        let page = WebPage::parse(address).expect("a page");
        let ways = open::commands(page.address());
        assert!(!ways.is_empty(), "there is a way to a browser");
        for way in ways {
            let words: Vec<_> = way.get_args().chain(way.get_envs().filter_map(|(_, value)| value)).collect();
            assert!(words.contains(&page.address().as_ref()), "whole: {way:?}");
            let program = way.get_program().to_string_lossy();
            assert!(!["sh", "bash", "cmd", "cmd.exe"].contains(&program.as_ref()), "{program}");
            assert!(words.iter().all(|word| *word != "-c" && *word != "/c"), "{way:?}");
        }
    }
}
