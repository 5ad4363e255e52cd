import { describe, expect, it } from 'vitest';
import { parseJson } from '../exact-json.ts';
import { isPlainRequest, rpcRequest } from './request.ts';

const MEMBERS = {
  jsonrpc: ['"2.0"', '"1.0"', '2.0', 'null', undefined],
  method: ['"lx_ping"', '""', JSON.stringify('x'.repeat(129)), '7', 'null', undefined],
  params: ['{}', '{"symbol":"X"}', '[]', '[1]', '1.5', '"x"', 'null', undefined],
  id: ['1', '-0', '1.5', '1e400', '9007199254740993', '"a"', 'null', '{}', 'true', undefined],
} as const;

/** A message of every combination of members. */
function messages(): string[] {
  let found: string[][] = [[]];
  for (const [name, values] of Object.entries(MEMBERS)) {
    found = found.flatMap((members) =>
      values.map((value) => (value === undefined ? members : [...members, `"${name}":${value}`])),
    );
  }
  return found.map((members) => `{${members.join()}}`);
}

describe('isPlainRequest', () => {
  it('takes nothing that the schema refuses, and nothing differently', () => {
    const taken = messages().filter((text) => {
      const message = parseJson(text);
      if (!isPlainRequest(message)) return false;
      expect(rpcRequest.parse(message)).toEqual(message);
      return true;
    });
    expect(taken).toContain('{"jsonrpc":"2.0","method":"lx_ping","params":{"symbol":"X"},"id":1}');
    expect(taken).toContain('{"jsonrpc":"2.0","method":"lx_ping"}');
  });

  it.each([null, 7, 'x', [], [{ jsonrpc: '2.0', method: 'lx_ping' }], {}])(
    'leaves %j to the schema',
    (message) => {
      expect(isPlainRequest(message)).toBe(false);
    },
  );
});
