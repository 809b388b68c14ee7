// The peer's canonical form of each JSON text on standard input, one a line, as a list of strings.
// Its argument is the folder of installed modules: an import by name would look beside this file.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const module = join(process.argv[2], "canonicalize", "lib", "canonicalize.js");
const { default: canonicalize } = await import(pathToFileURL(module).href);
const lines = readFileSync(0, "utf8").split("\n");
process.stdout.write(JSON.stringify(lines.map((line) => canonicalize(JSON.parse(line)))));
