//! What a document is made of, before it is laid out.

/// A document: sections, each of which begins on a page of its own.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What the file says that it is. Nothing about a patient.
    pub title: String,
    /// What stands at the foot of every page: who had it made, and when.
    pub made: String,
    /// What whoever holds the paper must know of it.
    pub marking: String,
    /// What stands over every head where the people in it are not those of the practice's own days; empty elsewhere.
    pub notice: String,
    /// The sections.
    pub sections: Vec<Section>,
}

/// Pages with one head.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// What stands at the head of each page.
    pub frame: Frame,
    /// What stands below it.
    pub blocks: Vec<Block>,
    /// Where it stands in the outline of the file, from the widest name to its own; empty where it has no entry.
    pub outline: Vec<String>,
}

/// The head of a page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// What the page is, and whose: the first that is read, and the last that is cut.
    pub title: String,
    /// Of which day; empty where it is of none.
    pub day: String,
    /// Whose it is: the department.
    pub department: String,
    /// Of which practice.
    pub practice: String,
    /// How old what it says is.
    pub as_of: String,
}

/// One thing below another.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A sentence.
    Note(String),
    /// Names and what they are, in two columns.
    Facts(Vec<(String, String)>),
    /// Rows.
    Table(Table),
    /// Names, each with a line to write on.
    Blanks(Vec<String>),
    /// Lines to write on.
    Lines(usize),
    /// Who is on which page.
    Index(Vec<Entry>),
}

/// Somebody in an index.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Who it is.
    pub name: String,
    /// Born when.
    pub born: String,
    /// Their number.
    pub patient: String,
    /// The section that tells of them, the first being 0.
    pub section: usize,
}

/// Rows under columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows: as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// What is said where there is no row.
    pub empty: String,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub title: String,
    /// Its part of the width, beside the others'.
    pub share: f32,
}

impl Table {
    /// A table of columns by name and share, with what is said where it has no row.
    pub fn of(columns: &[(&str, f32)], rows: Vec<Vec<String>>, empty: &str) -> Self {
        let columns =
            columns.iter().map(|&(title, share)| Column { title: title.to_owned(), share }).collect();
        Self { columns, rows, empty: empty.to_owned() }
    }
}
