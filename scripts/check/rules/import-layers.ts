import { layerOf, mayImport } from '../layers.ts';
import type { Finding, SourceRule } from '../rule.ts';
import { type ImportReference, importsOf } from '../source/imports-of.ts';
import { resolveSpecifier } from '../source/resolve-specifier.ts';
import { isTestPath, type SourceFile } from '../source/source-file.ts';

const BROWSER = /^(?:components|hooks)\//;
const REACT_OR_NEXT =
  /^(?:react|react-dom|next|wagmi|@rainbow-me\/rainbowkit|@tanstack\/react-query)$/;

/** Imports point one way: domain, protocol, lib, then server or hooks, components, app. */
export const importLayers: SourceRule = {
  name: 'import-layers',
  check: (file) =>
    importsOf(file).flatMap((reference) => {
      const message = isTestPath(file.path)
        ? objectionToFile(file, reference)
        : (objectionToFile(file, reference) ?? objectionToPackage(file.path, reference));
      return message === null ? [] : [{ at: reference.start, message } satisfies Finding];
    }),
};

function objectionToFile(file: SourceFile, reference: ImportReference): string | null {
  const from = file.path;
  const target = resolveSpecifier(from, reference.specifier);
  if (target.kind !== 'file') return null;
  const to = layerOf(target.path);
  if (to === null) return null;
  if (!mayImport(from, to)) {
    return `${layerOf(from)} does not import ${to}: move what is needed down, or pass it in.`;
  }
  const [folder] = from.split('/');
  const crosses = reference.specifier.startsWith('.') && target.path.split('/')[0] !== folder;
  if (crosses && from.includes('/')) {
    return `Import across top-level folders as '#${target.path}', not by a relative path.`;
  }
  return null;
}

function objectionToPackage(from: string, reference: ImportReference): string | null {
  const target = resolveSpecifier(from, reference.specifier);
  if (target.kind === 'file') return null;
  if (from.startsWith('lib/domain/')) {
    return `lib/domain imports nothing outside itself; ${target.name} belongs in a layer above.`;
  }
  if (
    from.startsWith('lib/protocol/') &&
    (target.kind === 'builtin' || REACT_OR_NEXT.test(target.name))
  ) {
    return `lib/protocol runs in the browser and the sidecar; ${target.name} runs in one of them.`;
  }
  if (from.startsWith('server/') && REACT_OR_NEXT.test(target.name)) {
    return `The sidecar knows nothing of React, Next or wallets; do without ${target.name}.`;
  }
  if (BROWSER.test(from) && target.kind === 'builtin') {
    return `${target.name} does not exist in a browser; read it on the server and pass it as props.`;
  }
  return null;
}
