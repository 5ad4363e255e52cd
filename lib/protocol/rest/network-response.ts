import * as z from 'zod/mini';
import {
  addressField,
  contractNameField,
  countField,
  flagField,
  hashField,
  textField,
} from '../fields.ts';
import { wireBlock } from '../wire-block.ts';
import { asOf } from './as-of.ts';

/**
 * Answer of `GET /v1/network`: which chain the exchange stands on, what is deployed there and what of
 * it is missing. `block` is `null` until the chain has answered once.
 */
export const networkResponse = z.object({
  network: textField(64),
  title: textField(64),
  chain_id: countField(),
  rpc_url: textField(2_048),
  explorer_url: z.nullable(textField(2_048)),
  genesis_hash: z.nullable(hashField),
  chain_reachable: flagField,
  block: z.nullable(wireBlock),
  /** `null` where nothing is deployed. */
  contracts: z.nullable(z.partialRecord(contractNameField, addressField)),
  /** Configured contracts at whose address there is no code. */
  missing_contracts: z.array(contractNameField),
  tokens: z.array(
    z.object({
      address: addressField,
      symbol: textField(64),
      name: textField(128),
      decimals: countField(255),
      permit: flagField,
    }),
  ),
  development_features: flagField,
  simulated_prices: flagField,
  version: textField(64),
  ...asOf,
});
