// Run CQL with the reference translator's own engine (its JavaScript build), which reads FHIR through the provider below.
//
//   node reference.mjs < jobs.ndjson > answers.ndjson
//
// Jobs and answers are those of run.mjs; a library's problems are told by that runner, not by this one.
import { createInterface } from "node:readline";
import { libraryManager, modelInfo, require, translator } from "./translation.mjs";

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true; // the engine's own log would stand among the answers
const engine = await import("@cqframework/cql/engine");
const kotlin = await import("@cqframework/cql/kotlin-kotlin-stdlib");
const shared = await import("@cqframework/cql/shared");
const loadModel = require("cql-exec-fhir/lib/load.js");

const FHIR = "http://hl7.org/fhir";
const model = (loadModel.load ?? loadModel)(modelInfo("FHIR"));
const texts = new Map(); // library name → CQL
const names = new Map(); // job's library → library name

const classOf = (name) => model.findClass(`FHIR.${name}`) ?? model.findClass(name);
const plain = (name) => name.replace(/^FHIR\./, "");

const elementLists = new Map();
function elementsOf(type) {
  let found = elementLists.get(type.name);
  if (!found) {
    const inherited = type.parentClasses().flatMap((parent) => parent.elements);
    found = [...new Map([...inherited, ...type.elements].map((element) => [element.name, element])).values()];
    elementLists.set(type.name, found);
  }
  return found;
}

// A FHIR primitive is a class whose "value" is of a System type.
function primitiveType(type) {
  const value = elementsOf(type).find((element) => element.name === "value")?.typeSpecifier;
  return value?.isNamed && value.namespace === "System" ? value.name : null;
}

const DATE_TIME = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?)?)?(Z|[+-]\d\d:\d\d)?$/;
function dateTime(text) {
  const [, ...parts] = DATE_TIME.exec(text);
  const zone = parts.pop();
  const milliseconds = parts.pop();
  const numbers = parts.filter((part) => part !== undefined).map(Number);
  if (numbers.length === 6) numbers.push(Number((milliseconds ?? "0").padEnd(3, "0").slice(0, 3)));
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(zone ?? "") ?? [null, "+", "0", "0"];
  const offset = Number(`${sign}1`) * (Number(hours) + Number(minutes) / 60);
  return engine.DateTime.fromDateElements(shared.BigDecimal.fromString(String(offset)), Int32Array.from(numbers));
}

const SYSTEM = {
  Boolean: (value) => new engine.Boolean(value),
  Integer: (value) => new engine.Integer(value),
  Decimal: (value) => new engine.Decimal(shared.BigDecimal.fromString(String(value))),
  Date: (value) => engine.Date.fromDateString(value),
  DateTime: dateTime,
  Time: (value) => engine.Time.fromDateString(value),
  String: (value) => new engine.String(String(value)),
};

function instance(type, elements) {
  return new engine.ClassInstance(new shared.QName(FHIR, plain(type.name), ""), kotlin.KtMutableMap.fromJsMap(elements));
}

function converted(json, specifier) {
  if (json === null || json === undefined) return null;
  if (specifier.isList) {
    return new engine.List(kotlin.KtList.fromJsArray(json.map((item) => converted(item, specifier.elementType))));
  }
  if (specifier.namespace === "System") return SYSTEM[specifier.name](json);
  const type = classOf(specifier.name);
  return type ? ofClass(json, type) : null;
}

function ofClass(json, type) {
  const elements = new Map(elementsOf(type).map((element) => [element.name, null]));
  const primitive = primitiveType(type);
  if (primitive) {
    elements.set("value", (SYSTEM[primitive] ?? SYSTEM.String)(json));
    return instance(type, elements);
  }
  for (const { name, typeSpecifier } of elementsOf(type)) {
    const [property, specifier] = typeSpecifier.isChoice ? chosen(json, name, typeSpecifier) : [name, typeSpecifier];
    if (property) elements.set(name, converted(json[property], specifier));
  }
  return instance(type, elements);
}

// A choice "value" of type Quantity is written "valueQuantity", and so is one that the model calls SimpleQuantity.
function chosen(json, name, specifier) {
  for (const choice of specifier.choices) {
    const type = choice.name.replace(/^Simple/, "");
    const property = `${name}${type[0].toUpperCase()}${type.slice(1)}`;
    if (json[property] !== undefined && json[property] !== null) return [property, choice];
  }
  return [null, null];
}

let resources = [];
const made = new Map();

const provider = {
  createInstance: (name) => instance(classOf(name), new Map(elementsOf(classOf(name)).map(({ name }) => [name, null]))),
  getContextPath: () => null,
  is: (value, type) => {
    if (type.getNamespaceURI() !== FHIR) return false;
    const [own, wanted] = [plain(value.replace(/^\{.*\}/, "")), type.getLocalPart()];
    return own === wanted || (classOf(own)?.parentClasses().some((parent) => plain(parent.name) === wanted) ?? false);
  },
  objectEquivalent: () => new engine.Boolean(false),
  phiObfuscationSupplier: () => () => null,
  resolveId: () => null,
  retrieve: (_context, _path, _value, dataType, _template, _codePath, codes, valueSet) => {
    if (codes || valueSet) throw new Error("retrieval by codes isn't served: the emitted CQL tests codes itself");
    const found = resources.filter((resource) => resource.resourceType === dataType);
    for (const resource of found) {
      if (!made.has(resource)) made.set(resource, ofClass(resource, classOf(dataType)));
    }
    return kotlin.KtList.fromJsArray(found.map((resource) => made.get(resource)));
  },
};

const libraries = libraryManager();
libraries.librarySourceLoader.registerProvider(
  translator.createLibrarySourceProvider((id) => (texts.has(id) ? translator.stringAsSource(texts.get(id)) : null)),
);
const environment = new engine.Environment(libraries);
environment.registerDataProvider(FHIR, provider);
const options = kotlin.KtMutableSet.fromJsSet(new Set([engine.CqlEngine.Options.EnableExpressionCaching]));
const evaluator = new engine.CqlEngine(environment, options);

function keep({ library, cql }) {
  const [, name] = /^library\s+"?([^"\s]+)"?/m.exec(cql);
  texts.set(name, cql);
  names.set(library, name);
  return { problems: [] };
}

function plainValue(value) {
  if (value === null || value === undefined) return null;
  if (value instanceof engine.Boolean || value instanceof engine.Integer || value instanceof engine.String) return value.value;
  return String(value);
}

function evaluate({ library, bundle, index, expressions }) {
  resources = bundle.entry.map((entry) => entry.resource);
  made.clear();
  const asked = new engine.EvaluationParams.LibraryParams.Builder();
  asked.expressionsByName(expressions);
  const parameters = new engine.EvaluationParams.Builder();
  parameters.libraryByName(names.get(library), asked.build());
  parameters.contextParameter = new kotlin.Pair("Patient", resources.find((r) => r.resourceType === "Patient").id);
  if (index) parameters.parameters = kotlin.KtMutableMap.fromJsMap(new Map([["Index", engine.Date.fromDateString(index)]]));
  const results = evaluator.evaluate(parameters.build()).onlyResultOrThrow.expressionResults.asJsReadonlyMapView();
  return { values: Object.fromEntries(expressions.map((name) => [name, plainValue(results.get(name)?.value)])) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  let answer;
  try {
    answer = "cql" in job ? keep(job) : evaluate(job);
  } catch (error) {
    answer = { failure: String(error.message ?? error).slice(0, 500) };
  }
  write(`${JSON.stringify(answer)}\n`);
}
