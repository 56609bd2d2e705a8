// The reference translator with its FHIR 4.0.1 and System models and UCUM; both engines beside this file share it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const require = createRequire(import.meta.url);
globalThis.require = require; // the translator's Kotlin runtime looks for it there
export const translator = await import("@cqframework/cql/cql-to-elm");
const { UcumLhcUtils } = require("@lhncbc/ucum-lhc");

const modelFiles = {
  System: new URL("system-modelinfo.xml", import.meta.url),
  FHIR: new URL("node_modules/cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml", import.meta.url),
};

export function modelInfo(id) {
  return modelFiles[id] ? readFileSync(modelFiles[id], "utf8") : null;
}

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

export function libraryManager() {
  const models = new translator.ModelManager();
  const provide = (id) => (modelFiles[id] ? translator.stringAsSource(modelInfo(id)) : null);
  models.modelInfoLoader.registerModelInfoProvider(translator.createModelInfoProvider(provide));
  return new translator.LibraryManager(models, undefined, undefined, ucum());
}
