import { BaseError, decodeErrorResult, isHex } from 'viem';
import { clearingHouseCustodyAbi as custodyAbi } from '#contracts-abi/abis/clearing-house-custody.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import { swapErrors } from '#lib/swap/swap-errors.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';

/** Why a deposit or withdrawal was not made, with a code to quote. */
export type CustodyFailure = { readonly code: string; readonly text: string };

/** What the clearing house refuses, by the name of its error. */
const REFUSED: Readonly<Record<string, CustodyFailure>> = {
  ClearingHousePaused: {
    code: 'custody/paused',
    text: 'The clearing house is paused: nothing can be paid in now.',
  },
  DepositsStopped: {
    code: 'custody/deposits-stopped',
    text: 'Deposits of this asset are stopped for now.',
  },
  AccountExiting: {
    code: 'custody/account-exiting',
    text: 'This account is leaving the exchange. Cancel its exit first.',
  },
  CustodyFull: {
    code: 'custody/full',
    text: 'The clearing house holds as much of this asset as it can. Pay in less.',
  },
  NotWholeQuanta: {
    code: 'custody/not-whole',
    text: 'The amount is not a multiple of the smallest step.',
  },
  UnknownToken: { code: 'custody/unknown-token', text: 'This token is not listed.' },
  UnexpectedAmountReceived: {
    code: 'custody/fee-on-transfer',
    text: 'The token keeps a part of every transfer, so it cannot be paid in.',
  },
  SafeERC20FailedOperation: {
    code: 'custody/transfer-failed',
    text: 'The token did not move: the permission or the balance is too small by now.',
  },
};

/** Codes of the chain and the wallet that speak of swaps where they are at home. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'wallet/account-changed':
    'The wallet is with another account now. Nothing was sent; begin again for that account.',
  'swap/approval-reverted': 'The token refused the approval. Nothing was paid in.',
  'swap/permit-refused': 'The token did not take the signed permission. Nothing was paid in.',
  'swap/insufficient-funds': 'The wallet has too little LUX for the network cost.',
  'swap/dropped':
    'The transaction is in no block for long. Look at the activity of your wallet before you try again.',
};

/** What an error of the wallet, the chain, the contract or the exchange means to a person. */
export function custodyFailure(error: unknown): CustodyFailure {
  if (error instanceof CustodyError) return error.failure;
  if (error instanceof RequestError) return { code: error.code, text: error.message };
  const refused = refusalOf(error);
  if (refused !== null) return refused;
  const code = walletErrorCode(error);
  const { happened, remedy } = swapErrors[code];
  return { code, text: OWN_WORDS[code] ?? `${happened} ${remedy}` };
}

/** What the contract said; `null` when it was not the contract. */
function refusalOf(error: unknown): CustodyFailure | null {
  const data = error instanceof BaseError ? revertData(error) : null;
  if (data === null) return null;
  try {
    const { errorName } = decodeErrorResult({ abi: custodyAbi, data });
    const unknown = { code: 'custody/refused', text: `The clearing house refused: ${errorName}.` };
    return REFUSED[errorName] ?? unknown;
  } catch {
    return { code: 'custody/reverted', text: 'The transaction would be undone by the chain.' };
  }
}

function revertData(error: BaseError): `0x${string}` | null {
  let found: `0x${string}` | null = null;
  error.walk((cause) => {
    const data: unknown =
      typeof cause === 'object' && cause !== null && 'data' in cause ? cause.data : null;
    if (isHex(data) && data.length >= 10) found = data;
    return false;
  });
  return found;
}

/** A failure that is already in words. */
export class CustodyError extends Error {
  override readonly name = 'CustodyError';
  readonly failure: CustodyFailure;

  constructor(failure: CustodyFailure, options?: ErrorOptions) {
    super(failure.text, options);
    this.failure = failure;
  }
}
