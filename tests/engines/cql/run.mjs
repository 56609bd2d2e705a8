// Translate CQL with the reference translator and run it with cql-execution, in one process for any number of libraries.
//
//   node run.mjs < jobs.ndjson > answers.ndjson
//
// A job, one JSON object a line: {"library": id, "cql": text, "valueSets": {url: {version: [code, ...]}}} translates and keeps a
// library, whose value sets may be left out;
// {"library": id, "bundle": {...}, "index": "YYYY-MM-DD" | null, "expressions": ["Verdict", ...]} evaluates some of its
// defines over one bundle. One answer line a job, in order: {"problems": ["error 3:1 ...", ...]} or {"values": {...}}; {"failure": text}
// where the engine threw.
import { createInterface } from "node:readline";
import { libraryManager, require, translator } from "./translation.mjs";

const engine = require("cql-execution");
const { PatientSource } = require("cql-exec-fhir");

const context = libraryManager();
const libraries = new Map();
const codeServices = new Map();
const patients = PatientSource.FHIRv401();

function translate({ library, cql, valueSets }) {
  const elm = JSON.parse(translator.CqlTranslator.fromText(cql, context).toJson());
  const problems = (elm.library.annotation ?? [])
    .filter((note) => note.type === "CqlToElmError")
    .map((note) => `${note.errorSeverity} ${note.startLine}:${note.startChar} ${note.message}`);
  libraries.set(library, new engine.Library(elm, new engine.Repository([])));
  codeServices.set(library, new engine.CodeService(valueSets ?? {}));
  return { problems };
}

async function evaluate({ library, bundle, index, expressions }) {
  const parameters = index ? { Index: engine.DateTime.parse(index).getDate() } : {};
  patients.reset();
  patients.loadBundles([bundle]);
  const translated = libraries.get(library);
  // One context for all expressions: it keeps what a define gave, so that none is computed twice.
  const context = new engine.PatientContext(translated, patients.currentPatient(), codeServices.get(library), parameters);
  const values = {};
  for (const expression of expressions) {
    values[expression] = (await translated.expressions[expression].execute(context)) ?? null;
  }
  return { values };
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  let answer;
  try {
    answer = "cql" in job ? translate(job) : await evaluate(job);
  } catch (error) {
    answer = { failure: String(error.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
