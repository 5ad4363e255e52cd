import {
  BaseError,
  FeeCapTooLowError,
  HttpRequestError,
  InsufficientFundsError,
  NonceTooLowError,
  ResourceUnavailableRpcError,
  SwitchChainError,
  UnauthorizedProviderError,
  UserRejectedRequestError,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { ProviderNotFoundError } from 'wagmi';
import { ChainError } from '#lib/chain/chain-error.ts';
import { SwapError, type SwapErrorCode } from '#lib/swap/swap-errors.ts';
import { walletErrorCode } from './wallet-error-code.ts';

const cause = new Error('inner');

describe('walletErrorCode', () => {
  it.each<[string, unknown, SwapErrorCode]>([
    ['our own error', new SwapError('wallet/demo-storage'), 'wallet/demo-storage'],
    [
      'our own error inside another',
      new Error('outer', { cause: new SwapError('swap/deadline-passed') }),
      'swap/deadline-passed',
    ],
    [
      'an error of the chain’s readers',
      new ChainError('chain/reorganized', 'gone'),
      'chain/reorganized',
    ],
    ['a plain 4001', { code: 4001, message: 'no' }, 'wallet/rejected'],
    ['viem’s rejection', new UserRejectedRequestError(cause), 'wallet/rejected'],
    [
      'a rejection inside viem’s wrapping',
      new BaseError('Failed', { cause: new UserRejectedRequestError(cause) }),
      'wallet/rejected',
    ],
    [
      'a rejection in words only',
      new Error('MetaMask Tx Signature: User denied'),
      'wallet/rejected',
    ],
    ['a rejection by ethers’ name', { code: 'ACTION_REJECTED' }, 'wallet/rejected'],
    [
      'a rejection while switching the network',
      new SwitchChainError(new UserRejectedRequestError(cause)),
      'wallet/rejected',
    ],
    ['a failed switch', new SwitchChainError(cause), 'wallet/network-refused'],
    [
      'an unknown network',
      { code: 4902, message: 'Unrecognized chain ID' },
      'wallet/wrong-network',
    ],
    [
      'a rejection hidden by a mobile wallet',
      { code: -32603, data: { originalError: { code: 4001 } } },
      'wallet/rejected',
    ],
    ['an open request', new ResourceUnavailableRpcError(cause), 'wallet/request-pending'],
    ['a locked wallet', new UnauthorizedProviderError(cause), 'wallet/unauthorized'],
    ['a lost connection', { code: 4900 }, 'wallet/disconnected'],
    ['no connection', named('ConnectorNotConnectedError'), 'wallet/disconnected'],
    ['no provider', new ProviderNotFoundError(), 'wallet/not-found'],
    ['an unknown method', { code: -32601 }, 'wallet/unsupported'],
    [
      'too little LUX',
      new InsufficientFundsError({ cause: new BaseError('x') }),
      'swap/insufficient-funds',
    ],
    [
      'too little LUX, in a node’s words',
      { code: -32000, message: 'insufficient funds for gas * price + value: have 0 want 1' },
      'swap/insufficient-funds',
    ],
    ['a used nonce', new NonceTooLowError(), 'swap/nonce-used'],
    ['a low fee', new FeeCapTooLowError(), 'swap/fee-too-low'],
    ['a low replacement', new Error('replacement transaction underpriced'), 'swap/fee-too-low'],
    [
      'a chain that is down',
      new HttpRequestError({ url: 'http://localhost' }),
      'chain/unreachable',
    ],
    ['a browser that is offline', new TypeError('Failed to fetch'), 'chain/unreachable'],
    ['anything else', new Error('boom'), 'wallet/failed'],
    ['a text', 'boom', 'wallet/failed'],
    ['nothing', undefined, 'wallet/failed'],
  ])('%s', (_, error, code) => {
    expect(walletErrorCode(error)).toBe(code);
  });

  it('does not follow causes for ever', () => {
    const error = new Error('round');
    error.cause = error;
    expect(walletErrorCode(error)).toBe('wallet/failed');
  });
});

/** An error of wagmi’s that it does not export. */
function named(name: string): Error {
  return Object.assign(new Error('wagmi'), { name });
}
