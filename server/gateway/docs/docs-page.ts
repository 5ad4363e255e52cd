import { createHash } from 'node:crypto';
import { errors } from '#lib/protocol/errors.ts';
import { rpcSchemas } from '#lib/protocol/rpc/rpc-schemas.ts';
import type { asyncApiDocument } from './async-api-document.ts';
import { exampleOf } from './example-of.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { OpenApiDocument, OpenApiOperation } from './open-api-document.ts';

type Documents = {
  readonly openApi: OpenApiDocument;
  readonly asyncApi: ReturnType<typeof asyncApiDocument>;
};

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:1rem 1.5rem 4rem}
h1{margin-bottom:0}h2{margin-top:3rem;border-bottom:1px solid #8884}
details{border:1px solid #8884;border-radius:.5rem;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer}summary code{font-weight:600}
pre{overflow-x:auto;padding:.75rem;border-radius:.5rem;background:#8881}
table{border-collapse:collapse;width:100%}td,th{padding:.25rem .5rem;text-align:left;border-bottom:1px solid #8883;vertical-align:top}
nav a{margin-right:1rem}.method{display:inline-block;min-width:4.5rem}.note{opacity:.75}
`;

/** What lets the page's own style through and nothing else; the page has no scripts. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A page that explains the whole interface: every address, method, frame and error, with examples. */
export function docsPage({ openApi, asyncApi }: Documents): string {
  const { title, version } = openApi.info;
  const body = [
    `<h1>${escaped(title)}</h1>`,
    `<p class="note">Version ${escaped(version)}. The same for machines: <a href="/openapi.json">OpenAPI</a>, <a href="/asyncapi.json">AsyncAPI</a>.</p>`,
    '<nav aria-label="Contents"><a href="#identity">Identity</a><a href="#rest">REST</a><a href="#rpc">JSON-RPC</a><a href="#socket">WebSocket</a><a href="#errors">Errors</a></nav>',
    IDENTITY,
    `<h2 id="rest">REST</h2>${restSections(openApi)}`,
    `<h2 id="rpc">JSON-RPC</h2>${rpcSection()}`,
    `<h2 id="socket">WebSocket</h2>${socketSection(asyncApi)}`,
    `<h2 id="errors">Errors</h2>${errorTable()}`,
  ].join('\n');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)} API</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

const IDENTITY = `<h2 id="identity">Identity</h2>
<p>The owner of an account signs one <em>AgentApproval</em> (EIP-712) for a trading key; that key then signs orders. An API key <em>is</em> a trading key: <code>apiKey</code> is its address, <code>apiSecret</code> its private key.</p>
<p>Over HTTP: <code>Authorization: Bearer &lt;token&gt;</code>, <code>Bearer &lt;apiKey&gt;:&lt;apiSecret&gt;</code> or <code>X-API-Key: &lt;apiKey&gt;:&lt;apiSecret&gt;</code>. On a socket: <code>auth</code>, with a key and its secret, a token, or a signature over the challenge of the greeting, which keeps the secret at home.</p>
<p>A token comes from Sign-In with Ethereum (<code>/v1/auth/nonce</code>, <code>/v1/auth/login</code>). It reads and cancels; orders sent with it carry a signature of their own.</p>`;

function restSections({ paths }: OpenApiDocument): string {
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'other';
      if (tag === 'JSON-RPC') continue;
      const entries = byTag.get(tag) ?? [];
      byTag.set(tag, entries);
      entries.push(endpoint(`${method.toUpperCase()} ${path}`, operation));
    }
  }
  return [...byTag].map(([tag, entries]) => `<h3>${escaped(tag)}</h3>${entries.join('')}`).join('');
}

function endpoint(name: string, operation: OpenApiOperation): string {
  const { summary = '', security, parameters = [], requestBody, responses = {} } = operation;
  const rows = parameters.map(
    ({ name: parameter, in: place, required = false, schema = {} }) =>
      `<tr><td><code>${escaped(parameter)}</code></td><td>${escaped(place)}${required ? ', required' : ''}</td><td><code>${escaped(JSON.stringify(schema.default ?? exampleOf(schema)))}</code></td></tr>`,
  );
  const table =
    rows.length === 0
      ? ''
      : `<table><tr><th>parameter</th><th>in</th><th>example or default</th></tr>${rows.join('')}</table>`;
  return entry(name, summary, [
    security === undefined ? '' : '<p class="note">Needs an identity.</p>',
    table,
    sample('Request', requestBody?.content?.['application/json']?.example),
    sample('Answer', responses['200']?.content?.['application/json']?.example),
  ]);
}

function rpcSection(): string {
  const methods = Object.entries(rpcSchemas).map(([method, { params, result }]) => {
    const sent = exampleOf(jsonSchemaOf(params, 'input'));
    const told = exampleOf(jsonSchemaOf(result, 'output'), { all: true });
    return entry(method, '', [
      sample('Request', { jsonrpc: '2.0', id: 1, method, params: sent }),
      sample('Answer', { jsonrpc: '2.0', id: 1, result: told }),
    ]);
  });
  return `<p>POST to <code>/rpc</code>, one request or a batch, or send the same on the socket. <code>/snake/rpc</code> answers with snake_case members.</p>${methods.join('')}`;
}

function socketSection({ info, operations, components }: Documents['asyncApi']): string {
  const told = info.description.split('\n\n').map((text) => `<p>${escaped(text)}</p>`);
  const messages: Readonly<Record<string, { examples: readonly { payload: unknown }[] }>> =
    components.messages;
  const isSent = (type: string) => Object.hasOwn(operations, type);
  const entries = (sent: boolean) =>
    Object.entries(messages)
      .filter(([type]) => isSent(type) === sent)
      .map(([type, { examples }]) => entry(type, '', [sample('', examples[0]?.payload)]));
  return [
    ...told,
    '<h3>Client to server</h3>',
    ...entries(true),
    '<h3>Server to client</h3>',
    ...entries(false),
  ].join('');
}

function errorTable(): string {
  const rows = Object.entries(errors).map(
    ([code, { message, httpStatus, jsonRpcCode }]) =>
      `<tr><td><code>${escaped(code)}</code></td><td>${httpStatus}</td><td>${jsonRpcCode}</td><td>${escaped(message)}</td></tr>`,
  );
  return `<table><tr><th>code</th><th>HTTP</th><th>JSON-RPC</th><th>meaning</th></tr>${rows.join('')}</table>`;
}

function entry(...[name, summary, parts]: [string, string, readonly string[]]): string {
  return `<details><summary><code>${escaped(name)}</code> ${escaped(summary)}</summary>${parts.join('')}</details>`;
}

function sample(title: string, value: unknown): string {
  if (value === undefined) return '';
  const heading = title === '' ? '' : `<p>${title}</p>`;
  return `${heading}<pre><code>${escaped(JSON.stringify(value, null, 2))}</code></pre>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
