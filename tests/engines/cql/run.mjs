// Translate CQL with the reference translator and run it with cql-execution, in one process for any number of libraries.
//
//   node run.mjs < jobs.ndjson > answers.ndjson
//
// A job, one JSON object a line: {"library": id, "cql": text} translates and keeps a library;
// {"library": id, "bundle": {...}, "index": "YYYY-MM-DD" | null, "expressions": ["Verdict", ...]} evaluates some of its
// defines over one bundle. One answer line a job, in order: {"problems": ["error 3:1 ...", ...]} or {"values": {...}}; {"failure": text}
// where the engine threw.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
globalThis.require = require; // the translator's Kotlin runtime looks for it there
const translator = await import("@cqframework/cql/cql-to-elm");
const engine = require("cql-execution");
const { PatientSource } = require("cql-exec-fhir");
const { UcumLhcUtils } = require("@lhncbc/ucum-lhc");

const modelFiles = {
  System: new URL("system-modelinfo.xml", import.meta.url),
  FHIR: new URL("node_modules/cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml", import.meta.url),
};

function ucum() {
  const library = UcumLhcUtils.getInstance();
  const convert = (value, from, to) => {
    const result = library.convertUnitTo(from, Number(value), to);
    if (result.status !== "succeeded") throw new Error(`no conversion from ${from} to ${to}`);
    return String(result.toVal);
  };
  const complaint = (unit) => {
    const result = library.validateUnitString(unit);
    return result.status === "valid" ? null : result.msg?.join("; ") || `invalid unit ${unit}`;
  };
  const unsupported = () => {
    throw new Error("arithmetic of units is not supported");
  };
  return translator.createUcumService(convert, complaint, unsupported, unsupported);
}

function translationContext() {
  const models = new translator.ModelManager();
  const provide = (id) => (modelFiles[id] ? translator.stringAsSource(readFileSync(modelFiles[id], "utf8")) : null);
  models.modelInfoLoader.registerModelInfoProvider(translator.createModelInfoProvider(provide));
  return new translator.LibraryManager(models, undefined, undefined, ucum());
}

const context = translationContext();
const libraries = new Map();
const patients = PatientSource.FHIRv401();

function translate({ library, cql }) {
  const elm = JSON.parse(translator.CqlTranslator.fromText(cql, context).toJson());
  const problems = (elm.library.annotation ?? [])
    .filter((note) => note.type === "CqlToElmError")
    .map((note) => `${note.errorSeverity} ${note.startLine}:${note.startChar} ${note.message}`);
  libraries.set(library, new engine.Library(elm, new engine.Repository([])));
  return { problems };
}

async function evaluate({ library, bundle, index, expressions }) {
  const parameters = index ? { Index: engine.DateTime.parse(index).getDate() } : {};
  const executor = new engine.Executor(libraries.get(library), new engine.CodeService({}), parameters);
  const id = bundle.entry.find((entry) => entry.resource.resourceType === "Patient").resource.id;
  const values = {};
  for (const expression of expressions) {
    patients.reset();
    patients.loadBundles([bundle]);
    const results = await executor.exec_expression(expression, patients);
    values[expression] = results.patientResults[id][expression] ?? null;
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
