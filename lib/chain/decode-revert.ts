import { BaseError, decodeErrorResult, type Hex, isHex } from 'viem';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';

/** Why a swap failed, or would fail. */
export type SwapFailureCode =
  | 'swap/slippage-exceeded'
  | 'swap/deadline-passed'
  | 'swap/transfer-failed'
  | 'swap/insufficient-balance'
  | 'swap/insufficient-allowance'
  | 'swap/insufficient-funds'
  | 'swap/insufficient-liquidity'
  | 'swap/fee-on-transfer'
  | 'swap/permit-refused'
  | 'swap/pool-locked'
  | 'swap/amount-zero'
  | 'swap/amount-overflow'
  | 'swap/out-of-gas'
  | 'swap/reverted'
  | 'chain/unreachable';

export type SwapFailure = {
  readonly code: SwapFailureCode;
  /** The contract's own words, for the details of an error; `null` when it gave none. */
  readonly reason: string | null;
};

/** What the routers, pools and tokens say, word for word. */
const REASONS: Readonly<Record<string, SwapFailureCode>> = {
  'Too little received': 'swap/slippage-exceeded',
  'Too much requested': 'swap/slippage-exceeded',
  'Insufficient token': 'swap/slippage-exceeded',
  'Insufficient WETH9': 'swap/slippage-exceeded',
  'UniswapV2Router: INSUFFICIENT_OUTPUT_AMOUNT': 'swap/slippage-exceeded',
  'UniswapV2Router: EXCESSIVE_INPUT_AMOUNT': 'swap/slippage-exceeded',
  'UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT': 'swap/slippage-exceeded',
  SPL: 'swap/slippage-exceeded',
  'Transaction too old': 'swap/deadline-passed',
  'UniswapV2Router: EXPIRED': 'swap/deadline-passed',
  STF: 'swap/transfer-failed',
  ST: 'swap/transfer-failed',
  STE: 'swap/transfer-failed',
  SA: 'swap/transfer-failed',
  TF: 'swap/transfer-failed',
  'TransferHelper: TRANSFER_FAILED': 'swap/transfer-failed',
  'TransferHelper: TRANSFER_FROM_FAILED': 'swap/transfer-failed',
  'TransferHelper: ETH_TRANSFER_FAILED': 'swap/transfer-failed',
  'TransferHelper::safeTransfer: transfer failed': 'swap/transfer-failed',
  'TransferHelper::transferFrom: transferFrom failed': 'swap/transfer-failed',
  'TransferHelper::safeTransferETH: ETH transfer failed': 'swap/transfer-failed',
  'UniswapV2: TRANSFER_FAILED': 'swap/transfer-failed',
  'ERC20: transfer amount exceeds balance': 'swap/insufficient-balance',
  'ERC20: transfer amount exceeds allowance': 'swap/insufficient-allowance',
  'ERC20: insufficient allowance': 'swap/insufficient-allowance',
  'UniswapV2: INSUFFICIENT_LIQUIDITY': 'swap/insufficient-liquidity',
  'UniswapV2Library: INSUFFICIENT_LIQUIDITY': 'swap/insufficient-liquidity',
  'ds-math-sub-underflow': 'swap/insufficient-liquidity',
  IIA: 'swap/fee-on-transfer',
  'UniswapV2: K': 'swap/fee-on-transfer',
  'UniswapV2: INSUFFICIENT_INPUT_AMOUNT': 'swap/fee-on-transfer',
  LOK: 'swap/pool-locked',
  'UniswapV2: LOCKED': 'swap/pool-locked',
  AS: 'swap/amount-zero',
  INSUFFICIENT_INPUT_AMOUNT: 'swap/amount-zero',
  INSUFFICIENT_OUTPUT_AMOUNT: 'swap/amount-zero',
  'UniswapV2: OVERFLOW': 'swap/amount-overflow',
  'ds-math-mul-overflow': 'swap/amount-overflow',
  'ERC20Permit: expired deadline': 'swap/permit-refused',
  'ERC20Permit: invalid signature': 'swap/permit-refused',
};

/** Solidity's own errors, and those that tokens of today revert with. */
const ERRORS = [
  { type: 'error', name: 'Error', inputs: [{ type: 'string' }] },
  { type: 'error', name: 'Panic', inputs: [{ type: 'uint256' }] },
  {
    type: 'error',
    name: 'ERC20InsufficientBalance',
    inputs: [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }],
  },
  {
    type: 'error',
    name: 'ERC20InsufficientAllowance',
    inputs: [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }],
  },
  { type: 'error', name: 'ERC2612ExpiredSignature', inputs: [{ type: 'uint256' }] },
  {
    type: 'error',
    name: 'ERC2612InvalidSigner',
    inputs: [{ type: 'address' }, { type: 'address' }],
  },
  { type: 'error', name: 'InsufficientBalance', inputs: [] },
  { type: 'error', name: 'InsufficientAllowance', inputs: [] },
  { type: 'error', name: 'PermitExpired', inputs: [] },
  { type: 'error', name: 'InvalidPermit', inputs: [] },
] as const;

type TokenError = Exclude<(typeof ERRORS)[number]['name'], 'Error' | 'Panic'>;

const TOKEN_ERRORS: Readonly<Record<TokenError, SwapFailureCode>> = {
  ERC20InsufficientBalance: 'swap/insufficient-balance',
  ERC20InsufficientAllowance: 'swap/insufficient-allowance',
  ERC2612ExpiredSignature: 'swap/permit-refused',
  ERC2612InvalidSigner: 'swap/permit-refused',
  InsufficientBalance: 'swap/insufficient-balance',
  InsufficientAllowance: 'swap/insufficient-allowance',
  PermitExpired: 'swap/permit-refused',
  InvalidPermit: 'swap/permit-refused',
};

/** What nodes say when a transaction fails before any contract speaks. */
const NODE_MESSAGES: readonly (readonly [RegExp, SwapFailureCode])[] = [
  [/insufficient funds|exceeds the balance of the account/i, 'swap/insufficient-funds'],
  [/out of gas|outofgas|gas required exceeds/i, 'swap/out-of-gas'],
];

/**
 * What an error thrown by a call, an estimation or a sent transaction means for a swap.
 *
 * The data that the contract reverted with decides where there is any, the node's message where not.
 */
export function decodeRevert(error: unknown): SwapFailure {
  const data = revertData(error);
  if (data !== null && data !== '0x') return decodeRevertData(data);
  const failure = chainFailure(error);
  if (failure instanceof ChainError && failure.code === 'chain/unreachable') {
    return { code: failure.code, reason: null };
  }
  const message = messageOf(error);
  const known = NODE_MESSAGES.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return { code: known[1], reason: null };
  // Some nodes give the reason in words and no data.
  const reason = /execution reverted:? "?([^"\n]+?)"?(?:\.?\s*$|\n)/i.exec(message)?.[1];
  return reason === undefined ? { code: 'swap/reverted', reason: null } : fromReason(reason);
}

/** What the data that a contract reverted with means for a swap. */
export function decodeRevertData(data: Hex): SwapFailure {
  try {
    const { errorName, args } = decodeErrorResult({ abi: ERRORS, data });
    if (errorName === 'Error') return fromReason(args[0]);
    if (errorName === 'Panic') return { code: 'swap/reverted', reason: `Panic ${args[0]}` };
    return { code: TOKEN_ERRORS[errorName], reason: errorName };
  } catch {
    return { code: 'swap/reverted', reason: null };
  }
}

function fromReason(reason: string): SwapFailure {
  const code = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  return { code: code ?? 'swap/reverted', reason };
}

/** The first data in the chain of causes; wallets and nodes nest it differently. */
function revertData(error: unknown): Hex | null {
  let current: unknown = error;
  for (let depth = 0; depth < 12 && typeof current === 'object' && current !== null; depth += 1) {
    const data = 'data' in current ? current.data : undefined;
    if (isHex(data)) return data;
    if (typeof data === 'object' && data !== null && 'data' in data && isHex(data.data)) {
      return data.data;
    }
    current = 'cause' in current ? current.cause : undefined;
  }
  return null;
}

function messageOf(error: unknown): string {
  if (error instanceof BaseError) return `${error.shortMessage}\n${error.details}`;
  return error instanceof Error ? error.message : '';
}
