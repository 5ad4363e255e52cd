import { isSwapErrorCode, type SwapErrorCode } from '#lib/swap/swap-errors.ts';

/** How deep an error's causes are looked through; wallets nest them several times. */
const MAX_DEPTH = 12;

/** Numbers of EIP-1193 and EIP-1474. */
const BY_NUMBER: ReadonlyMap<unknown, SwapErrorCode> = new Map<unknown, SwapErrorCode>([
  [4001, 'wallet/rejected'],
  [5000, 'wallet/rejected'],
  ['ACTION_REJECTED', 'wallet/rejected'],
  [-32002, 'wallet/request-pending'],
  [4100, 'wallet/unauthorized'],
  [4900, 'wallet/disconnected'],
  [4901, 'wallet/disconnected'],
  [4902, 'wallet/wrong-network'],
  [4200, 'wallet/unsupported'],
  [-32601, 'wallet/unsupported'],
  [-32004, 'wallet/unsupported'],
]);

/** Names of the errors of viem and wagmi. */
const BY_NAME: ReadonlyMap<string, SwapErrorCode> = new Map<string, SwapErrorCode>([
  ['UserRejectedRequestError', 'wallet/rejected'],
  ['ConnectorNotConnectedError', 'wallet/disconnected'],
  ['ConnectorAccountNotFoundError', 'wallet/account-changed'],
  ['ConnectorChainMismatchError', 'wallet/wrong-network'],
  ['ChainMismatchError', 'wallet/wrong-network'],
  ['SwitchChainError', 'wallet/network-refused'],
  ['ProviderNotFoundError', 'wallet/not-found'],
  ['InsufficientFundsError', 'swap/insufficient-funds'],
  ['NonceTooLowError', 'swap/nonce-used'],
  ['FeeCapTooLowError', 'swap/fee-too-low'],
  ['HttpRequestError', 'chain/unreachable'],
  ['TimeoutError', 'chain/unreachable'],
]);

/** What nodes and wallets write where they give neither a number nor a name of use. */
const BY_WORDS: readonly (readonly [RegExp, SwapErrorCode])[] = [
  [
    /user (?:rejected|denied|cancel)|rejected (?:by (?:the )?user|the request)/iu,
    'wallet/rejected',
  ],
  [
    /insufficient funds|gas \* price \+ value|exceeds? (?:the )?balance/iu,
    'swap/insufficient-funds',
  ],
  [
    /replacement transaction underpriced|transaction underpriced|max fee per gas less/iu,
    'swap/fee-too-low',
  ],
  [/nonce too low|nonce has already|already known/iu, 'swap/nonce-used'],
  [/failed to fetch|network ?error|load failed|econnrefused/iu, 'chain/unreachable'],
];

/**
 * What an error of a wallet or of the RPC behind it means, as a code of `swapErrors`. Wallets word
 * errors differently, so numbers count most, then names, then words, and the innermost cause that
 * says anything wins.
 */
export function walletErrorCode(error: unknown): SwapErrorCode {
  const causes = causesOf(error);
  return (
    firstOf(causes, ({ code }) => ownCode(code)) ??
    firstOf(causes, ({ code }) => (code === 4902 ? undefined : BY_NUMBER.get(code))) ??
    firstOf(causes, ({ name }) => BY_NAME.get(name)) ??
    firstOf(causes, ({ message }) => BY_WORDS.find(([words]) => words.test(message))?.[1]) ??
    firstOf(causes, ({ code }) => BY_NUMBER.get(code)) ??
    'wallet/failed'
  );
}

/** Errors of this project carry a code of the table themselves. */
function ownCode(code: unknown): SwapErrorCode | undefined {
  return typeof code === 'string' && isSwapErrorCode(code) ? code : undefined;
}

type Cause = { readonly code: unknown; readonly name: string; readonly message: string };

function firstOf(
  causes: readonly unknown[],
  read: (cause: Cause) => SwapErrorCode | undefined,
): SwapErrorCode | undefined {
  for (const cause of causes) {
    const code = read(described(cause));
    if (code !== undefined) return code;
  }
  return undefined;
}

/** The error and its causes, innermost first. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  let next: unknown = error;
  for (let depth = 0; depth < MAX_DEPTH && next !== undefined && next !== null; depth += 1) {
    causes.unshift(next);
    next = property(next, 'cause') ?? property(property(next, 'data'), 'originalError');
  }
  return causes;
}

function described(cause: unknown): Cause {
  return {
    code: property(cause, 'code'),
    name: String(property(cause, 'name') ?? ''),
    message: typeof cause === 'string' ? cause : String(property(cause, 'message') ?? ''),
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
