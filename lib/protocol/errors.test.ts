import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ErrorEntry } from './error-entry.ts';
import { errors, isErrorCode } from './errors.ts';

const entries: readonly (readonly [string, ErrorEntry])[] = Object.entries(errors);

/** Where errors are made that cross the wire. */
const SOURCES = [
  'server/{gateway,auth,order-entry,accounts,store,faucet,chain,engine,sequencer,journal,snapshot,receipts}/**/*.ts',
  'lib/{protocol,client}/**/*.ts',
];

/** The table itself: naming a code there is no use of it. */
const TABLE = /lib\/protocol\/(?:reject-|core-|auth-|done-|receipt-)?errors\.ts$/;

/** Codes that the source throws or names: a quoted `origin/reason` whose origin the table has. */
async function codesInSource(): Promise<Set<string>> {
  const origins = [...new Set(entries.map(([code]) => code.split('/')[0]))].join('|');
  const quoted = new RegExp(`'((?:${origins})/[a-z0-9-]+)'`, 'g');
  const codes = new Set<string>();
  for await (const path of glob(SOURCES)) {
    if (path.endsWith('.test.ts') || TABLE.test(path)) continue;
    const text = await readFile(path, 'utf8');
    for (const [, code = ''] of text.matchAll(quoted)) codes.add(code);
  }
  return codes;
}

describe('the error table', () => {
  it('holds every code that the source uses, and no other', async () => {
    const used = await codesInSource();
    const listed = new Set(entries.map(([code]) => code));
    expect([...used].filter((code) => !listed.has(code))).toEqual([]);
    expect([...listed].filter((code) => !used.has(code))).toEqual([]);
  });

  it.each(entries)('%s tells a person what happened and what to do', (code, entry) => {
    expect(code).toMatch(/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/);
    expect(entry.message).toMatch(/^[A-Z].*\.$/);
    expect(entry.message.length).toBeLessThanOrEqual(160);
  });

  it.each(entries)(
    '%s has an HTTP status and a JSON-RPC code that mean failure',
    (_code, entry) => {
      expect(entry.httpStatus).toBeGreaterThanOrEqual(400);
      expect(entry.httpStatus).toBeLessThan(600);
      const standard = [-32700, -32600, -32601, -32602, -32603].includes(entry.jsonRpcCode);
      const ours = entry.jsonRpcCode <= -32001 && entry.jsonRpcCode >= -32099;
      expect(standard || ours).toBe(true);
    },
  );

  it('tells its own codes from others', () => {
    expect(isErrorCode('gateway/internal')).toBe(true);
    expect(isErrorCode('gateway/unheard-of')).toBe(false);
    expect(isErrorCode('toString')).toBe(false);
  });
});
