import { BaseError, decodeErrorResult, type Hex, isHex } from 'viem';
import { clearingHouseExitAbi as exitAbi } from '#contracts-abi/abis/clearing-house-exit.ts';
import { swapErrors } from '#lib/swap/swap-errors.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';

/** Why nothing was done: a sentence or two, and a code to quote. */
export type ExitFailure = { readonly code: string; readonly text: string };

type ContractError = Extract<(typeof exitAbi)[number], { readonly type: 'error' }>['name'];

/** What the clearing house refuses. */
const REFUSED: Readonly<Record<ContractError, ExitFailure>> = {
  ApprovalReplayed: {
    code: 'exit/newer-approval',
    text: 'A newer approval of this key came to the chain meanwhile. Look the key up again, then revoke it.',
  },
  EpochChanging: {
    code: 'exit/epoch-changing',
    text: 'Orders were ended less than a minute ago. Try again when that minute is over.',
  },
  EpochsExhausted: {
    code: 'exit/no-epochs',
    text: 'This account has ended its orders as often as it can. Request the exit instead.',
  },
  ExitNotFinalisable: {
    code: 'exit/too-early',
    text: 'By the chain’s clock the exit’s time is not over yet. Nothing was sent; try again in a moment.',
  },
  ExitRequestedAlready: {
    code: 'exit/requested-already',
    text: 'The exit is requested already.',
  },
  NoExitRequested: {
    code: 'exit/not-requested',
    text: 'No exit of this account is requested, or it was canceled.',
  },
};

/** Codes that speak of swaps where they are at home. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'wallet/account-changed':
    'Your wallet is with another account now. Nothing was sent; begin again for that account.',
  'swap/insufficient-funds': 'The account has too little LUX for the network’s cost.',
  'swap/internal':
    'This page made a mistake. Reload it; the commands below do the same without it.',
};

/** What the chain did with a transaction that was sent. */
export const REVERTED: ExitFailure = {
  code: 'exit/reverted',
  text: 'The chain undid the transaction. Nothing changed but its cost.',
};

/** The transaction is in no block for long. */
export const UNSEEN: ExitFailure = {
  code: 'exit/not-in-a-block',
  text: 'The transaction is in no block yet. Look at your wallet’s activity before you try again.',
};

/** The wallet sent something else in its place. */
export const REPLACED: ExitFailure = {
  code: 'exit/replaced',
  text: 'The wallet replaced or canceled the transaction, so it was not done. Begin again when you want it.',
};

/** What an error of the wallet, the chain or the contract means to a person. */
export function exitFailure(error: unknown): ExitFailure {
  const data = revertData(error);
  if (data !== null) return refusalOf(data);
  const code = walletErrorCode(error);
  const { happened, remedy } = swapErrors[code];
  return { code, text: OWN_WORDS[code] ?? `${happened} ${remedy}` };
}

function refusalOf(data: Hex): ExitFailure {
  try {
    const { errorName } = decodeErrorResult({ abi: exitAbi, data });
    return REFUSED[errorName];
  } catch {
    return {
      code: 'exit/refused',
      text: 'The chain refuses this, so it was not sent. If a token refuses to move, pay out the others one by one.',
    };
  }
}

/** What a contract reverted with, wherever the node put it. */
function revertData(error: unknown): Hex | null {
  let found: Hex | null = null;
  if (!(error instanceof BaseError)) return found;
  error.walk((cause) => {
    const data = cause instanceof Object && 'data' in cause ? cause.data : undefined;
    if (isHex(data) && data.length >= 10) found = data;
    return false;
  });
  return found;
}
