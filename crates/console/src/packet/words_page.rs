//! The words that open packets as a page, which a printer takes and no file.

use ipc::{Call, Done, Failure, Field, SecretText};
use paper::{Block, Document, Frame, PaperError, Section};
use zeroize::Zeroizing;

use crate::console::Console;
use crate::printing::said::{Source, notice};
use crate::{failure, printing};

const TITLE: &str = "Words of the downtime packet";
const MARKING: &str = "Whoever holds this page and a packet reads all of it: keep them apart, and shred this page once \
                       there are other words.";

/// Has the words printed that somebody was just shown. Whoever does not have them cannot have them printed.
pub(crate) async fn print(console: &Console, call: &Call, words: &SecretText) -> Result<Done, Failure> {
    let live = console.live().await?;
    let kept = super::kept(&live).await?.words;
    let words = kept.filter(|kept| kept.as_str() == words.expose());
    let words = words.ok_or(Failure::Invalid { field: Field::PacketWords })?;
    let imprint = printing::imprint(console, &live).await?;
    let source = live.read(move |reader| printing::source(reader, imprint)).await?;
    let made = printing::made_by(console, call, &source).await;
    let document = page(&source, made, &words);
    let printer = console.ports().printer.clone();
    let printed = console.turns().aside(move || {
        let pdf = Zeroizing::new(paper::pdf(&document)?);
        Ok::<_, PaperError>(printer.print(TITLE, &pdf))
    });
    let entropy = console.ports().entropy.as_ref();
    let printed = printed.await.map_err(|error| failure::broken_off(&error, entropy))?;
    let printed = printed.map_err(|error| failure::unexpected(&error, entropy))?;
    printed.map(|()| Done {}).map_err(|error| {
        tracing::warn!(%error, "the words of the packet were not printed");
        Failure::NotPrinted
    })
}

fn page(source: &Source, made: String, words: &str) -> Document {
    let note = |words: &str| Block::Note(words.to_owned());
    let heading = |words: &str| Block::Heading(words.to_owned());
    let each = words.split('-').enumerate().map(|(nth, word)| (format!("Word {}", nth + 1), word.to_owned()));
    let blocks = vec![
        heading("These words open it"),
        Block::Facts(each.collect()),
        note("They are typed in lower case, with a hyphen between one and the next:"),
        Block::Facts(vec![("All of them".to_owned(), words.to_owned())]),
        heading("How a packet is opened, on any computer that has the age tool"),
        note("1. Take the latest file whose name begins with downtime- and ends with .pdf.age."),
        note("2. Type: age -d FILE > packet.pdf"),
        note("3. It asks for a passphrase: these words, with their hyphens."),
        note("4. Print what is needed of packet.pdf, and remove it: it is not encrypted."),
    ];
    let frame = Frame { title: TITLE.to_owned(), practice: source.practice.clone(), ..Frame::default() };
    let notice = notice(&source.environment).to_owned();
    Document {
        notice,
        ..Document::of(TITLE, made, MARKING, vec![Section { frame, blocks, ..Section::default() }])
    }
}
