//! The lists that people and places are made of: names common in the United States and nothing else. Nobody real
//! is meant. The lists hold on purpose what breaks naive software: accents, hyphens, apostrophes, spaces.
//! They are packed by hand; a formatter would give each name a line.

#[rustfmt::skip]
pub(crate) const WOMEN: &[&str] = &[
    "Mary", "Patricia", "Jennifer", "Linda", "Elizabeth", "Barbara", "Susan", "Jessica", "Karen", "Sarah",
    "Lisa", "Nancy", "Sandra", "Betty", "Ashley", "Emily", "Kimberly", "Margaret", "Donna", "Michelle",
    "Carol", "Amanda", "Melissa", "Deborah", "Stephanie", "Rebecca", "Sharon", "Laura", "Cynthia", "Dorothy",
    "Amy", "Kathleen", "Angela", "Shirley", "Emma", "Brenda", "Pamela", "Nicole", "Anna", "Samantha",
    "Katherine", "Christine", "Debra", "Rachel", "Carolyn", "Janet", "Maria", "Olivia", "Heather", "Helen",
    "Catherine", "Diane", "Julie", "Victoria", "Joyce", "Lauren", "Kelly", "Christina", "Ruth", "Joan",
    "Virginia", "Judith", "Evelyn", "Hannah", "Andrea", "Megan", "Cheryl", "Jacqueline", "Madison", "Teresa",
    "Abigail", "Sophia", "Martha", "Sara", "Gloria", "Janice", "Kathryn", "Ann", "Isabella", "Judy",
    "Charlotte", "Julia", "Grace", "Amber", "Alice", "Jean", "Denise", "Frances", "Danielle", "Marilyn",
    "Natalie", "Beverly", "Diana", "Brittany", "Theresa", "Kayla", "Alexis", "Doris", "Lori", "Tiffany",
    "Zoë", "Chloé", "Renée", "María", "Inés", "Sofía", "Mary-Jane", "Anne-Marie", "Ling", "Priya", "Fatima",
    "Aisha", "Yuki", "Thảo", "Siobhán", "Noor", "Anjali", "Mei", "D'Andra", "Jo Ann",
];

#[rustfmt::skip]
pub(crate) const MEN: &[&str] = &[
    "James", "Robert", "John", "Michael", "David", "William", "Richard", "Joseph", "Thomas", "Christopher",
    "Charles", "Daniel", "Matthew", "Anthony", "Mark", "Donald", "Steven", "Andrew", "Paul", "Joshua",
    "Kenneth", "Kevin", "Brian", "Timothy", "Ronald", "George", "Jason", "Edward", "Jeffrey", "Ryan", "Jacob",
    "Gary", "Nicholas", "Eric", "Jonathan", "Stephen", "Larry", "Justin", "Scott", "Brandon", "Benjamin",
    "Samuel", "Gregory", "Alexander", "Patrick", "Frank", "Raymond", "Jack", "Dennis", "Jerry", "Tyler",
    "Aaron", "Jose", "Adam", "Nathan", "Henry", "Zachary", "Douglas", "Peter", "Kyle", "Noah", "Ethan",
    "Jeremy", "Christian", "Walter", "Keith", "Austin", "Roger", "Terry", "Sean", "Gerald", "Carl", "Dylan",
    "Harold", "Jordan", "Jesse", "Bryan", "Lawrence", "Arthur", "Gabriel", "Bruce", "Logan", "Billy", "Joe",
    "Alan", "Juan", "Elijah", "Willie", "Albert", "Wayne", "Randy", "Mason", "Vincent", "Liam", "Roy",
    "Bobby", "Caleb", "Bradley", "Russell", "Lucas", "José", "Andrés", "Nicolás", "François", "Björn",
    "Jean-Luc", "Wei", "Arjun", "Omar", "Hiroshi", "Dũng", "Seán", "Abdul", "Raj", "Tariq", "Jun", "De'Andre",
    "Billy Ray",
];

#[rustfmt::skip]
pub(crate) const SURNAMES: &[&str] = &[
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Rodriguez", "Martinez",
    "Hernandez", "Lopez", "Gonzalez", "Wilson", "Anderson", "Thomas", "Taylor", "Moore", "Jackson", "Martin",
    "Lee", "Perez", "Thompson", "White", "Harris", "Sanchez", "Clark", "Ramirez", "Lewis", "Robinson",
    "Walker", "Young", "Allen", "King", "Wright", "Scott", "Torres", "Nguyen", "Hill", "Flores", "Green",
    "Adams", "Nelson", "Baker", "Hall", "Rivera", "Campbell", "Mitchell", "Carter", "Roberts", "Gomez",
    "Phillips", "Evans", "Turner", "Diaz", "Parker", "Cruz", "Edwards", "Collins", "Reyes", "Stewart",
    "Morris", "Morales", "Murphy", "Cook", "Rogers", "Gutierrez", "Ortiz", "Morgan", "Cooper", "Peterson",
    "Bailey", "Reed", "Kelly", "Howard", "Ramos", "Kim", "Cox", "Ward", "Richardson", "Watson", "Brooks",
    "Chavez", "Wood", "James", "Bennett", "Gray", "Mendoza", "Ruiz", "Hughes", "Price", "Alvarez", "Castillo",
    "Sanders", "Patel", "Myers", "Long", "Ross", "Foster", "Jimenez", "Powell", "Jenkins", "Perry", "Russell",
    "Sullivan", "Bell", "Coleman", "Butler", "Henderson", "Barnes", "Fisher", "Vasquez", "Simmons", "Romero",
    "Jordan", "Patterson", "Alexander", "Hamilton", "Graham", "Reynolds", "Griffin", "Wallace", "West",
    "Cole", "Hayes", "Bryant", "Herrera", "Gibson", "Ellis", "Tran", "Medina", "Aguilar", "Stevens", "Murray",
    "Ford", "Castro", "Marshall", "Owens", "Harrison", "Fernandez", "McDonald", "Woods", "Washington",
    "Kennedy", "Wells", "Vargas", "Henry", "Chen", "Freeman", "Webb", "Tucker", "Guzman", "Burns", "Crawford",
    "Olson", "Simpson", "Porter", "Hunter", "Gordon", "Mendez", "Silva", "Shaw", "Snyder", "Mason", "Dixon",
    "Munoz", "Hunt", "Hicks", "Holmes", "Palmer", "Wagner", "Black", "Robertson", "Boyd", "Stone", "Salazar",
    "Fox", "Warren", "Mills", "Meyer", "Rice", "Schmidt", "Garza", "Daniels", "Ferguson", "Nichols",
    "Stephens", "Soto", "Weaver", "Ryan", "Gardner", "Payne", "Grant", "Dunn", "Kelley", "Spencer", "Hawkins",
    "Arnold", "Pierce", "Hansen", "Peters", "Santos", "Hart", "Bradley", "Knight", "Elliott", "Cunningham",
    "Duncan", "Armstrong", "Hudson", "Carroll", "Lane", "Riley", "Andrews", "Alvarado", "Ray", "Delgado",
    "Berry", "Perkins", "Hoffman", "Johnston", "Matthews", "Pena", "Richards", "Contreras", "Willis",
    "Carpenter", "Lawrence", "Sandoval", "Muñoz", "Núñez", "Peña", "García", "O'Brien", "O'Connor",
    "D'Angelo", "O'Neill", "de la Cruz", "Van der Berg", "St. John", "Müller", "Brontë", "Nguyễn", "Łukasz",
    "Åkesson", "Yamamoto", "Singh", "Kaur", "Ali", "Hassan", "Wu", "Li", "Xu", "Oh", "McCullough", "MacLeod",
    "Al-Hashimi",
];

/// Where in [`SURNAMES`] those begin that naive software gets wrong.
pub(crate) const ODD_SURNAMES: usize = 229;

/// Beginnings and endings of names taken from places; together some hundreds of less common surnames.
#[rustfmt::skip]
pub(crate) const PLACE_STARTS: &[&str] = &[
    "Ash", "Black", "Wood", "Brad", "Hart", "Win", "Stan", "Lang", "Hay", "Mill", "West", "East", "North",
    "Red", "White", "Thorn", "Marsh", "Fair", "Green", "Cold", "Elm", "Ox", "Hol", "Ken", "Wal", "Bur",
    "Strat", "Whit", "Had", "Lin", "Row", "Stock", "Clay", "Dun", "Bran", "Craw", "Farn", "Gold", "Haw",
    "Rad",
];

/// See [`PLACE_STARTS`].
#[rustfmt::skip]
pub(crate) const PLACE_ENDS: &[&str] = &[
    "ford", "well", "ton", "burn", "ley", "field", "wick", "by", "ham", "worth", "more", "land", "stead",
    "combe", "den", "ridge", "gate", "brook",
];

#[rustfmt::skip]
pub(crate) const STREETS: &[&str] = &[
    "Main St", "Oak Ave", "Maple Ave", "Cedar Ln", "Elm St", "Washington St", "Lake Rd", "Hill St",
    "Park Ave", "Pine St", "Church Rd", "River Rd", "Sunset Blvd", "Jackson St", "Walnut St", "Spring St",
    "Ridge Rd", "Meadow Ln", "Highland Ave", "Mill Rd", "Valley View Dr", "Chestnut St", "Orchard Ln",
    "Franklin St",
];

#[rustfmt::skip]
pub(crate) const DESK_NOTES: &[&str] = &[
    "Needs wheelchair access", "Interpreter requested (Spanish)", "Bring insurance card", "Fasting labs",
    "Patient asked to be called first", "Follow up on blood pressure", "Running late, called ahead",
    "New medication list to review", "School form to be signed", "Wants last appointment of the day",
    "Prefers first name only", "Daughter will attend", "Referral letter scanned", "Parking pass issued",
];
