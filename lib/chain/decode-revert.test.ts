import {
  BaseError,
  encodeErrorResult,
  type Hex,
  HttpRequestError,
  RpcRequestError,
  stringToHex,
} from 'viem';
import { describe, expect, test } from 'vitest';
import { decodeRevert, decodeRevertData } from './decode-revert.ts';

const solidityError = [{ type: 'error', name: 'Error', inputs: [{ type: 'string' }] }] as const;
const reasonData = (reason: string): Hex =>
  encodeErrorResult({ abi: solidityError, errorName: 'Error', args: [reason] });

describe('what contracts say', () => {
  test.each([
    ['Too little received', 'swap/slippage-exceeded'],
    ['Too much requested', 'swap/slippage-exceeded'],
    ['Insufficient token', 'swap/slippage-exceeded'],
    ['Insufficient WETH9', 'swap/slippage-exceeded'],
    ['UniswapV2Router: EXCESSIVE_INPUT_AMOUNT', 'swap/slippage-exceeded'],
    ['Transaction too old', 'swap/deadline-passed'],
    ['STF', 'swap/transfer-failed'],
    ['TransferHelper::transferFrom: transferFrom failed', 'swap/transfer-failed'],
    ['UniswapV2: TRANSFER_FAILED', 'swap/transfer-failed'],
    ['IIA', 'swap/fee-on-transfer'],
    ['UniswapV2: K', 'swap/fee-on-transfer'],
    ['LOK', 'swap/pool-locked'],
    ['UniswapV2: INSUFFICIENT_LIQUIDITY', 'swap/insufficient-liquidity'],
    ['UniswapV2: OVERFLOW', 'swap/amount-overflow'],
  ])('"%s" is %s', (reason, code) => {
    expect(decodeRevertData(reasonData(reason))).toEqual({ code, reason });
  });

  test('a reason that nobody knows is kept for the details', () => {
    const reason = 'Pausable: paused';
    expect(decodeRevertData(reasonData(reason))).toEqual({ code: 'swap/reverted', reason });
    // Not a property that every object has.
    expect(decodeRevertData(reasonData('constructor')).code).toBe('swap/reverted');
  });

  test('errors with arguments, panics, and bytes that are neither', () => {
    const balance = [
      {
        type: 'error',
        name: 'ERC20InsufficientBalance',
        inputs: [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }],
      },
    ] as const;
    const data = encodeErrorResult({
      abi: balance,
      errorName: 'ERC20InsufficientBalance',
      args: ['0x00000000000000000000000000000000000000aa', 1n, 2n],
    });
    expect(decodeRevertData(data).code).toBe('swap/insufficient-balance');
    const panic: Hex = `0x4e487b71${'11'.padStart(64, '0')}`;
    expect(decodeRevertData(panic)).toEqual({ code: 'swap/reverted', reason: 'Panic 17' });
    for (const odd of ['0x12345678', '0x08c379a0', stringToHex('nonsense')] as const) {
      expect(decodeRevertData(odd)).toEqual({ code: 'swap/reverted', reason: null });
    }
  });
});

describe('what comes wrapped in errors', () => {
  const rpcError = (error: { code: number; message: string; data?: unknown }) =>
    new RpcRequestError({ body: {}, error, url: 'http://127.0.0.1' });

  test('data is found however deep it is, and however a wallet nests it', () => {
    const data = reasonData('STF');
    const inner = rpcError({ code: 3, message: 'execution reverted', data });
    expect(decodeRevert(new BaseError('outer', { cause: inner })).code).toBe(
      'swap/transfer-failed',
    );
    const nested = { code: -32603, data: { data } };
    expect(decodeRevert(new Error('wallet', { cause: nested })).code).toBe('swap/transfer-failed');
  });

  test('a reason in words only is understood', () => {
    const error = rpcError({ code: 3, message: 'execution reverted: Too little received' });
    expect(decodeRevert(error).code).toBe('swap/slippage-exceeded');
    expect(decodeRevert(new Error('execution reverted: "Transaction too old"')).code).toBe(
      'swap/deadline-passed',
    );
  });

  test('a node without an answer, an account without coins, a call without gas', () => {
    const away = new HttpRequestError({ url: 'http://127.0.0.1', details: 'fetch failed' });
    expect(decodeRevert(new BaseError('x', { cause: away })).code).toBe('chain/unreachable');
    const poor = rpcError({ code: -32003, message: 'Insufficient funds for gas * price + value' });
    expect(decodeRevert(poor).code).toBe('swap/insufficient-funds');
    const starved = rpcError({ code: -32603, message: 'EVM error OutOfGas' });
    expect(decodeRevert(starved).code).toBe('swap/out-of-gas');
  });

  test('anything else reverted for reasons of its own', () => {
    for (const odd of [undefined, null, 7, 'text', new Error('no'), { data: 'no hex' }]) {
      expect(decodeRevert(odd)).toEqual({ code: 'swap/reverted', reason: null });
    }
  });
});
