/**
 * Writes the API's types from `openapi.json`; refusals are problem documents everywhere, so only success is typed.
 *
 * With an address (`npm run client http://localhost:8000`) the document is fetched from a running clinic first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../openapi.json', import.meta.url);
const TYPES = new URL('../src/client/schema.d.ts', import.meta.url);

const sorted = (node) =>
  Array.isArray(node)
    ? node.map(sorted)
    : node && typeof node === 'object'
      ? Object.fromEntries(Object.keys(node).sort().map((key) => [key, sorted(node[key])]))
      : node;

/** One line per call and per schema: a change of the API is a change of few lines. */
function written(document) {
  const lines = (things) =>
    `{\n${Object.keys(things).sort().map((key) => ` ${JSON.stringify(key)}:${JSON.stringify(sorted(things[key]))}`).join(',\n')}\n}`;
  const { openapi, info, tags, paths, components } = document;
  return `{\n"openapi":${JSON.stringify(openapi)},\n"info":${JSON.stringify(sorted(info))},\n"tags":${JSON.stringify(tags)},\n"paths":${lines(paths)},\n"components":{"securitySchemes":${JSON.stringify(sorted(components.securitySchemes))},"schemas":${lines(components.schemas)}}\n}\n`;
}

const address = process.argv[2];
if (address) writeFileSync(DOCUMENT, written(await (await fetch(new URL('/openapi.json', address))).json()));

const document = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
for (const call of Object.values(document.paths).flatMap(Object.values)) {
  if (!call.responses) continue;
  delete call.description;
  for (const status of Object.keys(call.responses)) if (!status.startsWith('2')) delete call.responses[status];
  // The app reads JSON; what is also to be had as a sheet or on paper is fetched by `download`.
  for (const { content } of Object.values(call.responses))
    if (content?.['application/json']) for (const type of Object.keys(content)) if (type !== 'application/json') delete content[type];
  call.parameters = call.parameters?.filter((parameter) => parameter.in !== 'header');
  for (const parameter of call.parameters ?? []) delete parameter.description;
}
const types = astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false }));
writeFileSync(TYPES, `/** Written by \`npm run client\` from openapi.json. */\n\n${types}`);
