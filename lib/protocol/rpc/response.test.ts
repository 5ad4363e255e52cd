import { expect, it } from 'vitest';
import { ExactNumber } from '../exact-number.ts';
import { ProtocolError } from '../protocol-error.ts';
import { rpcError, rpcResponse } from './response.ts';

const IDS = [1, 0, -0, -7, 2 ** 53 - 1, 1e300, new ExactNumber('1.50'), '', 'a"\\\n\u2028', null];

it.each(IDS)('writes what JSON writes, for the id %j', (id) => {
  const jsonrpc = '2.0';
  const result = { price: new ExactNumber('67421.50'), empty: [] };
  expect(rpcResponse(id, JSON.stringify(result))).toBe(JSON.stringify({ jsonrpc, id, result }));
  const { code, message, facts } = new ProtocolError('oracle/no-price', { facts: { symbol: '"' } });
  const error = { code: -32014, message, data: { code, ...facts } };
  expect(rpcError(id, new ProtocolError(code, { facts: { symbol: '"' } }))).toBe(
    JSON.stringify({ jsonrpc, id, error }),
  );
});
