import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { addressField, countField, symbolField, timestampField } from './fields.ts';
import { marketOf } from './market-of.ts';
import { QUOTE_DECIMALS } from './quote-decimals.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** A trading key of an account. */
export type Agent = {
  readonly address: Address;
  /** Counts the keys of the account; never used again. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
  /** `null` = all markets. */
  readonly symbols: readonly string[] | null;
  /** Largest notional of a single order; `null` = no limit. */
  readonly maxNotional: Quanta | null;
};

/** The same on the wire; `markets` `["*"]` is all, `max_notional` in the quote asset. */
export const wireAgent = z.object({
  address: addressField,
  number: countField(),
  expires_at: timestampField,
  markets: z.array(symbolField),
  max_notional: z.nullable(wireNumber),
});

export type WireAgent = z.output<typeof wireAgent>;

/** A trading key for the wire. */
export function encodeAgent(agent: Agent): WireAgent {
  const { maxNotional } = agent;
  return {
    address: agent.address,
    number: agent.number,
    expires_at: agent.expiresMs,
    markets: agent.symbols === null ? ['*'] : [...agent.symbols],
    max_notional: maxNotional === null ? null : toWireNumber(maxNotional, QUOTE_DECIMALS),
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeAgent(wire: WireAgent): Agent {
  const { max_notional: maxNotional } = wire;
  return {
    address: wire.address,
    number: wire.number,
    expiresMs: wire.expires_at,
    symbols: wire.markets.includes('*')
      ? null
      : wire.markets.map((symbol) => marketOf(symbol).symbol),
    maxNotional: maxNotional === null ? null : fromWireNumber(maxNotional, QUOTE_DECIMALS),
  };
}
