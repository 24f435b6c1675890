// What of others is in the program, with the licences that came with it: from what cargo and npm have on
// this machine, so that nothing is fetched and every build tells of itself.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const TEXTS = /^(licen[cs]e|copying|copyright|notice|unlicense|ofl)/i;

/** Every part: of the program for this system, and of its window. A text that several parts share stands
 * once. */
export function licences() {
  const texts = new Map();
  const known = (text) => texts.get(text) ?? texts.set(text, texts.size).get(text);
  const named = (part) => ({ ...part, texts: part.texts.map(known) });
  const parts = [...crates(), ...packages(), ...bundled()].map(named);
  return { parts: parts.sort(byName), texts: [...texts.keys()] };
}

function byName(one, other) {
  return one.name.localeCompare(other.name, "en") || one.version.localeCompare(other.version, "en");
}

/** What the program is linked with; what only builds or tests it is not in it. */
function crates() {
  const host = run("rustc", ["-vV"]).match(/^host: (.*)$/m)[1];
  const words = ["metadata", "--format-version", "1", "--locked", "--filter-platform", host];
  const metadata = JSON.parse(run("cargo", words));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const open = metadata.packages.filter((each) => each.name === "daybook").map((each) => each.id);
  const linked = new Set();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (!linked.has(id)) {
      linked.add(id);
      const deps = nodes.get(id).deps.filter((dep) => dep.dep_kinds.some(({ kind }) => kind === null));
      open.push(...deps.map((dep) => dep.pkg));
    }
  }
  const others = metadata.packages.filter((each) => linked.has(each.id) && each.source !== null);
  return others.map((each) => ({
    name: each.name,
    version: each.version,
    licence: each.license ?? "",
    from: "crates.io",
    texts: textsIn(dirname(each.manifest_path), each.license_file),
  }));
}

function packages() {
  const lock = JSON.parse(readFileSync(join(ROOT, "ui/package-lock.json"), "utf8"));
  const shipped = Object.entries(lock.packages).filter(
    ([place, each]) => place !== "" && each.dev !== true && existsSync(join(ROOT, "ui", place)),
  );
  return shipped.map(([place, each]) => ({
    name: place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length),
    version: each.version,
    licence: each.license ?? "",
    from: "npm",
    texts: textsIn(join(ROOT, "ui", place), null),
  }));
}

/** What stands in the program as it came, and is no package. */
function bundled() {
  const paper = join(ROOT, "crates/paper");
  const parts = [
    { name: "DejaVu Sans", version: "2.37", licence: "Bitstream-Vera", folder: "fonts" },
    { name: "BIP-39 English word list", version: "2013", licence: "MIT", folder: "words" },
  ];
  return parts.map(({ folder, ...part }) => ({
    ...part,
    from: "Daybook",
    texts: textsIn(join(paper, folder), null),
  }));
}

function textsIn(folder, named) {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.map((entry) => entry.name).filter((name) => TEXTS.test(name));
  const all = new Set([...found.sort(), ...(named === null || named === undefined ? [] : [named])]);
  return [...all].map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
}

function run(program, words) {
  return execFileSync(program, words, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
}
