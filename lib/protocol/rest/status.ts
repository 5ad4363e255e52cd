import * as z from 'zod/mini';
import {
  addressField,
  baseUnitsField,
  contractNameField,
  countField,
  flagField,
  textField,
  timestampField,
} from '../fields.ts';
import { wireBlock } from '../wire-block.ts';
import { wireNumber } from '../wire-number.ts';
import { wireSettlement } from '../wire-settlement.ts';
import { asOf } from './as-of.ts';

const service = z.object({ name: textField(64), ok: flagField, detail: textField(1_024) });

/** How settlement does; ages in milliseconds, `operator_balance` in wei. */
const settlementStatus = z.object({
  state: z.enum(['working', 'paused', 'halted']),
  why: z.nullable(textField(1_024)),
  unsettled_trades: countField(),
  quarantined_trades: countField(),
  /** Age of the oldest trade that is in no settled batch: how far settlement is behind. */
  oldest_unsettled_ms: z.nullable(countField()),
  last_settled: z.nullable(wireSettlement),
  in_flight: z.nullable(wireSettlement),
  operator: z.nullable(addressField),
  operator_balance: z.nullable(baseUnitsField),
  /** Up to which block the clearing house's events are taken in. */
  final_block: z.nullable(countField()),
});

/** The ledger against the chain, as it was compared last. */
const reconciliation = z.object({
  block: countField(),
  timestamp: timestampField,
  accounts_checked: countField(),
  /** How many balances differ. */
  differences: countField(),
  agrees: flagField,
});

/** An RPC endpoint by host and port. */
const endpoint = z.object({
  name: textField(256),
  healthy: flagField,
  last_error: z.nullable(textField(1_024)),
  latency_ms: z.nullable(wireNumber),
  head: z.nullable(countField()),
  blocks_behind: z.nullable(countField()),
});

/** A contract that is deployed; `has_code` is what the chain was found to have there. */
const contract = z.object({ name: contractNameField, address: addressField, has_code: flagField });

/** Answer of `GET /v1/status`: how the exchange does, as an operator would look at it. */
export const statusResponse = z.object({
  version: textField(64),
  network: textField(64),
  chain_id: countField(),
  ready: flagField,
  services: z.array(service),
  queues: z.object({
    open_orders: countField(),
    unsettled_trades: countField(),
    quarantined_trades: countField(),
  }),
  /** `null` where nothing settles. */
  settlement: z.nullable(settlementStatus),
  /** `null` before the first comparison. */
  reconciliation: z.nullable(reconciliation),
  /** `null` where nothing is deployed. */
  contracts: z.nullable(z.array(contract)),
  endpoints: z.array(endpoint),
  block: z.nullable(wireBlock),
  ...asOf,
});
