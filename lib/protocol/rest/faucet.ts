import * as z from 'zod/mini';
import { addressField, hashField, symbolField, textField, timestampField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';

/** Body of `POST /v1/faucet`. The address is judged by the faucet, with a code of its own. */
export const faucetRequest = z.object({ address: textField(128) });

/**
 * Tokens are on their way: `tx_hash` is the transaction that brings them. `credited` is test money that
 * can be traded with at once.
 */
export const faucetResponse = z.object({
  tx_hash: hashField,
  address: addressField,
  credited: z.optional(z.array(z.object({ asset: symbolField, amount: wireNumber }))),
  timestamp: timestampField,
});
