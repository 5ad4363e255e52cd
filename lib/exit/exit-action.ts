import { encodeFunctionData, type Hex } from 'viem';
import { clearingHouseExitAbi as exitAbi } from '#contracts-abi/abis/clearing-house-exit.ts';
import type { Address } from '#lib/domain/address.ts';

/** What an account can do on the chain by itself. */
export type ExitAction =
  | { readonly kind: 'request' }
  | { readonly kind: 'cancel' }
  /** Pays assets, by their numbers, to the account whose they are; anybody may. */
  | { readonly kind: 'pay'; readonly account: Address; readonly assets: readonly number[] }
  | { readonly kind: 'end-orders' }
  /** Ends every approval of a trading key that was signed up to `nonce`. */
  | { readonly kind: 'revoke-key'; readonly key: Address; readonly nonce: number };

/** The call's data, for the clearing house's address. */
export function encodeExitAction(action: ExitAction): Hex {
  const abi = exitAbi;
  switch (action.kind) {
    case 'request':
      return encodeFunctionData({ abi, functionName: 'requestExit' });
    case 'cancel':
      return encodeFunctionData({ abi, functionName: 'cancelExit' });
    case 'pay':
      return encodeFunctionData({
        abi,
        functionName: 'finaliseExit',
        args: [action.account, action.assets.map(BigInt)],
      });
    case 'end-orders':
      return encodeFunctionData({ abi, functionName: 'bumpEpoch' });
    case 'revoke-key':
      return encodeFunctionData({
        abi,
        functionName: 'revokeAgent',
        args: [action.key, action.nonce],
      });
  }
}
