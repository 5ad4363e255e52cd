import * as z from 'zod/mini';
import {
  addressField,
  baseUnitsField,
  contractNameField,
  countField,
  flagField,
  hashField,
  symbolField,
  textField,
} from '../fields.ts';
import { wireBlock } from '../wire-block.ts';
import { wireNumber } from '../wire-number.ts';
import { asOf } from './as-of.ts';

/** The contract that holds everybody's money; times in seconds. */
const clearingHouse = z.object({
  address: addressField,
  /** From the request of an exit to its payment. */
  exit_delay_seconds: countField(),
  /** From a cancel, a revocation or an exit on chain to the moment from which settlement obeys it. */
  binding_delay_seconds: countField(),
  /** How long after its expiry what was matched before can be settled. */
  expiry_grace_seconds: countField(),
  /** Blocks that make a deposit final, its own among them. */
  confirmations: countField(),
  /** Withdrawals of one account that may be on their way at a time. */
  max_pending_withdrawals: countField(),
  assets: z.array(
    z.object({
      asset: symbolField,
      /** Its number in the contract. */
      number: countField(),
      token: symbolField,
      address: addressField,
      /** Base units of the token in the smallest amount that counts: deposits are multiples of it. */
      unit: baseUnitsField,
      /** Decimals of amounts of this asset. */
      decimals: countField(255),
      min_withdrawal: wireNumber,
    }),
  ),
});

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
  /** `null` where it is not deployed. */
  clearing_house: z.nullable(clearingHouse),
  /** Who signs receipts: anyone can verify one against this address. `null` = there are none. */
  operator: z.nullable(addressField),
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
