import * as z from 'zod/mini';
import { addressField, hashField, textField, timestampField } from '../fields.ts';

/** Body of `POST /v1/faucet`. The address is judged by the faucet, with a code of its own. */
export const faucetRequest = z.object({ address: textField(128) });

/** Tokens are on their way: `tx_hash` is the transaction that brings them. To trade, deposit them. */
export const faucetResponse = z.object({
  tx_hash: hashField,
  address: addressField,
  timestamp: timestampField,
});
