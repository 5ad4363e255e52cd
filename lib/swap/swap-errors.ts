import type { ChainErrorCode } from '#lib/chain/chain-error.ts';
import type { SwapFailureCode } from '#lib/chain/decode-revert.ts';
import type { SwapEncodingErrorCode } from '#lib/chain/encode-swap.ts';
import type { RouteFailureCode } from '#lib/domain/route/swap-route.ts';

/** Codes of the layers below, all of which have their text here. */
type DelegatedCode = SwapFailureCode | SwapEncodingErrorCode | RouteFailureCode | ChainErrorCode;

/** A failure as a person reads it: what happened and what to do. */
export type SwapErrorText = {
  readonly title: string;
  readonly happened: string;
  readonly remedy: string;
};

/** The one table of what can go wrong between the wallet, the swap and the chain. */
const table = {
  'wallet/rejected': {
    title: 'Rejected in the wallet',
    happened: 'You declined the request in your wallet.',
    remedy: 'Start again whenever you like.',
  },
  'wallet/request-pending': {
    title: 'The wallet is waiting',
    happened: 'Your wallet already has a request open.',
    remedy: 'Open your wallet and answer it, then try again.',
  },
  'wallet/unauthorized': {
    title: 'The wallet is locked',
    happened: 'Your wallet does not let this site use the account.',
    remedy: 'Unlock your wallet and connect again.',
  },
  'wallet/disconnected': {
    title: 'Wallet disconnected',
    happened: 'The wallet was disconnected before it answered.',
    remedy: 'Connect it again and repeat the step.',
  },
  'wallet/account-changed': {
    title: 'The account changed',
    happened: 'Your wallet switched to another account before it answered.',
    remedy: 'Review the swap for the account that is connected now.',
  },
  'wallet/wrong-network': {
    title: 'Wrong network',
    happened: 'Your wallet is on another network.',
    remedy: 'Switch the network with the button, then repeat the step.',
  },
  'wallet/network-refused': {
    title: 'The network was not added',
    happened: 'Your wallet does not know this network and did not add it.',
    remedy: 'Add the network in your wallet by hand, then connect again.',
  },
  'wallet/unsupported': {
    title: 'The wallet cannot do this',
    happened: 'Your wallet does not support this kind of request.',
    remedy: 'Use another wallet, or approve by transaction in the settings.',
  },
  'wallet/not-found': {
    title: 'No wallet answered',
    happened: 'The wallet that was connected is not in this browser any more.',
    remedy: 'Enable its extension, or connect another wallet.',
  },
  'wallet/failed': {
    title: 'The wallet failed',
    happened: 'Your wallet answered with an error of its own.',
    remedy: 'Try again; if it stays, restart the wallet.',
  },
  'wallet/demo-not-allowed': {
    title: 'No demo wallet here',
    happened: 'The demo wallet exists only on the local development chain.',
    remedy: 'Connect a wallet of your own.',
  },
  'wallet/demo-storage': {
    title: 'The key could not be kept',
    happened: 'This browser does not let the site store the demo wallet’s key.',
    remedy: 'Allow site data for this address, or use another browser.',
  },
  'swap/internal': {
    title: 'The page made a mistake',
    happened: 'Something went wrong on this page, not on the chain.',
    remedy: 'Reload the page; if it stays, tell us with the code.',
  },
  'swap/unavailable': {
    title: 'Swap is unavailable',
    happened: 'This network lacks a contract that swapping needs.',
    remedy: 'Use another network.',
  },
  'swap/no-route': {
    title: 'No route',
    happened: 'No pool, and no two pools, lead from one of these tokens to the other.',
    remedy: 'Choose other tokens.',
  },
  'swap/exact-out-unsafe': {
    title: 'Type the amount to pay',
    happened:
      'An imported token cannot be bought for LUX in an exact amount here: its pools are paid only after they hand it out.',
    remedy: 'Type the amount to pay instead.',
  },
  'swap/insufficient-liquidity': {
    title: 'Not enough liquidity',
    happened: 'The pools cannot fill this amount.',
    remedy: 'Try a smaller amount.',
  },
  'swap/amount-zero': {
    title: 'Enter an amount',
    happened: 'An amount of zero cannot be swapped.',
    remedy: 'Enter a larger amount.',
  },
  'swap/amount-too-small': {
    title: 'Amount too small',
    happened: 'So small an amount would give nothing in return.',
    remedy: 'Enter a larger amount.',
  },
  'swap/amount-overflow': {
    title: 'Amount too large',
    happened: 'No pool can count so large an amount.',
    remedy: 'Enter a smaller amount.',
  },
  'swap/same-token': {
    title: 'Same token twice',
    happened: 'A token cannot be swapped for itself.',
    remedy: 'Choose another token on one side.',
  },
  'swap/quote-stale': {
    title: 'No fresh price',
    happened: 'The price could not be refreshed, so nothing was sent for signing.',
    remedy: 'Wait until the chain answers again, then review the swap.',
  },
  'swap/slippage-exceeded': {
    title: 'The price moved',
    happened: 'The price went past the limit that your slippage sets.',
    remedy: 'Swap at the new price, or allow more slippage.',
  },
  'swap/deadline-passed': {
    title: 'The deadline passed',
    happened: 'The swap reached the chain after its deadline.',
    remedy: 'Swap again; confirm in the wallet sooner or allow a longer deadline.',
  },
  'swap/transfer-failed': {
    title: 'The token did not move',
    happened: 'The token refused the transfer.',
    remedy: 'Check the balance and the approval, then repeat the swap.',
  },
  'swap/insufficient-balance': {
    title: 'Balance too small',
    happened: 'The account holds less than the swap would take.',
    remedy: 'Enter a smaller amount.',
  },
  'swap/insufficient-allowance': {
    title: 'Not approved',
    happened: 'The router may not take as much of the token as the swap needs.',
    remedy: 'Approve the token again, then repeat the swap.',
  },
  'swap/fee-on-transfer': {
    title: 'The token takes a cut',
    happened: 'This token keeps a part of every transfer, which the pools do not allow for.',
    remedy: 'Choose another token; the least you would receive cannot be guaranteed.',
  },
  'swap/pool-locked': {
    title: 'A pool is busy',
    happened: 'A pool on the route was in use within the same transaction.',
    remedy: 'Try again.',
  },
  'swap/out-of-gas': {
    title: 'Not enough gas',
    happened: 'The transaction ran out of gas before it was done.',
    remedy: 'Try again and leave the gas limit that is proposed.',
  },
  'swap/reverted': {
    title: 'The swap does not go through',
    happened: 'A contract on the route refused the swap without saying why.',
    remedy: 'Review the swap again; if it stays, try a smaller amount or other tokens.',
  },
  'swap/approval-reverted': {
    title: 'The approval failed',
    happened: 'The token refused the approval.',
    remedy: 'Choose another token, or ask whoever runs this one.',
  },
  'swap/permit-refused': {
    title: 'The signed permission was refused',
    happened: 'The token did not accept the permission that you signed.',
    remedy: 'Choose “Approve by transaction” in the settings and repeat the swap.',
  },
  'swap/insufficient-funds': {
    title: 'Not enough LUX',
    happened: 'The account cannot pay the amount and the network cost together.',
    remedy: 'Leave some LUX for the network cost, or add LUX to the account.',
  },
  'swap/fee-too-low': {
    title: 'The network cost was too low',
    happened: 'The chain does not take a transaction that pays so little.',
    remedy: 'Try again with the cost that the wallet proposes.',
  },
  'swap/nonce-used': {
    title: 'Another transaction was first',
    happened: 'The account sent another transaction with the same number.',
    remedy: 'Wait for it, then repeat the step.',
  },
  'swap/replaced': {
    title: 'Replaced',
    happened: 'Another transaction of the same account took the place of this one.',
    remedy: 'If that was not you, check the account. Otherwise swap again.',
  },
  'swap/canceled': {
    title: 'Cancelled',
    happened: 'You cancelled the transaction in your wallet.',
    remedy: 'Swap again whenever you like.',
  },
  'swap/dropped': {
    title: 'Forgotten by the network',
    happened: 'The transaction is in no block and no longer waits for one.',
    remedy: 'Check the activity of your wallet before you swap again.',
  },
  'chain/unreachable': {
    title: 'The chain does not answer',
    happened: 'This browser cannot reach the chain.',
    remedy: 'Check the connection. The page goes on by itself when the chain is back.',
  },
  'chain/contract-missing': {
    title: 'A contract is missing',
    happened: 'A contract that the page reads through is not on this chain.',
    remedy: 'Check that the page and the chain are of the same network.',
  },
  'chain/unexpected-answer': {
    title: 'An odd answer',
    happened: 'The chain answered something that a contract of this kind never says.',
    remedy: 'Try again; if it stays, tell us with the code below.',
  },
  'chain/reorganized': {
    title: 'The chain changed',
    happened: 'The chain replaced its latest blocks while they were being read.',
    remedy: 'Try again in a moment.',
  },
  'token/invalid-address': {
    title: 'Not an address',
    happened: 'This is no address: it takes 0x and 40 hexadecimal digits.',
    remedy: 'Paste the whole address of the token.',
  },
  'token/wrong-checksum': {
    title: 'A digit may be wrong',
    happened: 'The capitals in this address do not fit its digits, so it was not copied exactly.',
    remedy: 'Copy the address again from where you have it.',
  },
  'token/no-code': {
    title: 'No token there',
    happened: 'There is no contract at this address on this network.',
    remedy: 'Check the address and the network.',
  },
  'token/not-erc20': {
    title: 'Not a token',
    happened: 'The contract at this address does not answer as a token does.',
    remedy: 'Check the address.',
  },
  'token/unsupported-decimals': {
    title: 'Too many decimals',
    happened: 'The token divides into more decimals than can be handled.',
    remedy: 'Choose another token.',
  },
  'swap/invalid-recipient': {
    title: 'It cannot be sent there',
    happened: 'The receiver of the swap is not one that the router can pay.',
    remedy: 'Review the swap again; tell us with the code below if it stays.',
  },
  'swap/invalid-deadline': {
    title: 'The deadline is wrong',
    happened: 'The deadline of the swap is not a time.',
    remedy: 'Set the deadline in the settings again.',
  },
  'swap/invalid-permit': {
    title: 'The permission does not fit',
    happened: 'The signed permission does not cover this swap.',
    remedy: 'Review the swap again and sign once more.',
  },
  'chain/unknown-outcome': {
    title: 'Sent, but no answer',
    happened: 'The connection broke while the transaction was being sent.',
    remedy: 'Look at the activity of your wallet first, then decide.',
  },
} as const satisfies Readonly<Record<string, SwapErrorText>> &
  Readonly<Record<DelegatedCode, SwapErrorText>>;

export type SwapErrorCode = keyof typeof table;

export const swapErrors: Readonly<Record<SwapErrorCode, SwapErrorText>> = table;

/** Whether a stored or foreign text is a code of the table. */
export function isSwapErrorCode(text: string): text is SwapErrorCode {
  return Object.hasOwn(table, text);
}

/** A failure of wallet or swap, with its code for the table and the cause for the console. */
export class SwapError extends Error {
  override readonly name = 'SwapError';
  readonly code: SwapErrorCode;

  constructor(code: SwapErrorCode, options?: ErrorOptions) {
    super(`${code}: ${swapErrors[code].happened}`, options);
    this.code = code;
  }
}
