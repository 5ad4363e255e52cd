import {
  BaseError,
  BlockNotFoundError,
  HttpRequestError,
  RpcRequestError,
  TimeoutError,
} from 'viem';
import { describe, expect, test } from 'vitest';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';

const url = 'http://127.0.0.1';
const wrapped = (cause: Error) => new BaseError('a call failed', { cause });
const answered = (message: string) =>
  wrapped(new RpcRequestError({ body: {}, url, error: { code: -32000, message } }));

describe('a read that failed', () => {
  test.each([
    ['no connection', wrapped(new HttpRequestError({ url })), 'chain/unreachable'],
    ['no answer in time', wrapped(new TimeoutError({ body: {}, url })), 'chain/unreachable'],
    ['a block that anvil lost', answered('Resource not found'), 'chain/reorganized'],
    ['a block that geth lost', answered('header not found'), 'chain/reorganized'],
    ['a side block', answered('hash is not currently canonical'), 'chain/reorganized'],
    ['no such block', new BlockNotFoundError({ blockNumber: 7n }), 'chain/reorganized'],
    ['a revert', answered('execution reverted'), 'chain/unexpected-answer'],
  ])('%s', (_, error, code) => {
    const failure = chainFailure(error);
    expect(failure).toBeInstanceOf(ChainError);
    expect(failure).toMatchObject({ code, cause: error });
  });

  test('because of a mistake of ours is passed on as it is', () => {
    const mistake = new RangeError('no');
    expect(chainFailure(mistake)).toBe(mistake);
    expect(chainFailure('text')).toBeInstanceOf(Error);
  });
});
