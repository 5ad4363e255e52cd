import * as z from 'zod/mini';
import { addressField, countField, flagField, symbolField, timestampField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';
import { asOf } from './as-of.ts';

/**
 * One asset. `held`: what the contract has of the token. `custody`: what the contract owes to all
 * accounts. `liabilities`: what the exchange's ledger owes, withdrawals on their way included;
 * of that `exchange_owned` is the fee account's and the backstop's, the rest its customers'.
 */
const assetSolvency = z.object({
  asset: symbolField,
  token: symbolField,
  held: wireNumber,
  custody: wireNumber,
  liabilities: wireNumber,
  exchange_owned: wireNumber,
});

/**
 * Answer of `GET /v1/solvency`: what the contract holds against what is owed, as of one block. The
 * first two can be read from the chain by anybody; liabilities are what the operator says.
 */
export const solvencyResponse = z.object({
  /** `null` before the ledger was compared with the chain: then there are no assets. */
  as_of: z.nullable(z.object({ block: countField(), timestamp: timestampField })),
  /** The clearing house; `null` where it is not deployed. */
  contract: z.nullable(addressField),
  /** Whether every balance that was compared is the same on both sides. */
  agrees: flagField,
  assets: z.array(assetSolvency),
  ...asOf,
});
