import * as z from 'zod/mini';
import { markets } from '#lib/domain/market.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import { exactNumber } from './exact-number.ts';
import {
  addressField,
  nonceField,
  signatureField,
  symbolsField,
  timestampField,
} from './fields.ts';
import { invalidField } from './invalid-field.ts';
import { marketOf } from './market-of.ts';
import { QUOTE_DECIMALS } from './quote-decimals.ts';
import { wireDecimal } from './wire-decimal.ts';
import { fromWireNumber } from './wire-number.ts';

/** What is signed for "all markets" and for "no limit". */
export const ALL_MARKETS = 2n ** 64n - 1n;
export const NO_NOTIONAL_LIMIT = 2n ** 128n - 1n;

const MAX_EXPIRY = 4_294_967_295;

/**
 * An owner's approval of a trading key, signed as `AgentApproval`. `markets` `["*"]` is all markets
 * (2^64 − 1 in what is signed), `max_notional` `null` no limit (2^128 − 1), else in the quote asset;
 * `expires_at` whole seconds, in milliseconds.
 */
export const wireAgentApproval = z.object({
  account: addressField,
  agent: addressField,
  expires_at: timestampField,
  markets: symbolsField(64),
  max_notional: z.nullable(wireDecimal),
  nonce: nonceField,
  signature: signatureField,
});

export type WireAgentApproval = z.output<typeof wireAgentApproval>;

export type SignedApproval = { readonly approval: AgentApproval; readonly signature: string };

/** An approval for the wire; bits of markets that this version does not know cannot be written. */
export function encodeAgentApproval({ approval, signature }: SignedApproval): WireAgentApproval {
  const named = markets.filter(({ id }) => ((approval.markets >> BigInt(id)) & 1n) === 1n);
  return {
    account: approval.account,
    agent: approval.agent,
    expires_at: approval.expiry * 1_000,
    markets: approval.markets === ALL_MARKETS ? ['*'] : named.map(({ symbol }) => symbol),
    max_notional:
      approval.maxNotional === NO_NOTIONAL_LIMIT
        ? null
        : exactNumber(decimalText(approval.maxNotional)),
    nonce: approval.nonce,
    signature,
  };
}

/**
 * The approval that was signed.
 *
 * @throws ProtocolError `gateway/unknown-symbol`, `gateway/invalid-message` naming the field.
 */
export function decodeAgentApproval(wire: WireAgentApproval): SignedApproval {
  const { expires_at: expiresMs, max_notional: maxNotional } = wire;
  if (expiresMs % 1_000 !== 0 || expiresMs === 0 || expiresMs / 1_000 > MAX_EXPIRY) {
    throw invalidField('expires_at', 'expected whole seconds, in milliseconds');
  }
  return {
    approval: {
      account: wire.account,
      agent: wire.agent,
      expiry: expiresMs / 1_000,
      markets: bitmapOf(wire.markets),
      maxNotional: maxNotional === null ? NO_NOTIONAL_LIMIT : notionalOf(maxNotional),
      nonce: wire.nonce,
    },
    signature: wire.signature,
  };
}

function decimalText(quanta: bigint): string {
  const digits = quanta.toString().padStart(QUOTE_DECIMALS + 1, '0');
  return `${digits.slice(0, -QUOTE_DECIMALS)}.${digits.slice(-QUOTE_DECIMALS)}`;
}

function bitmapOf(symbols: readonly string[]): bigint {
  if (symbols.includes('*')) return ALL_MARKETS;
  if (symbols.length === 0) throw invalidField('markets', 'expected symbols, or ["*"] for all');
  return symbols.reduce((bits, symbol) => bits | (1n << BigInt(marketOf(symbol).id)), 0n);
}

function notionalOf(value: Parameters<typeof fromWireNumber>[0]): bigint {
  const quanta = fromWireNumber(value, QUOTE_DECIMALS);
  if (quanta <= 0 || quanta >= MAX_QUANTA) {
    throw invalidField('max_notional', 'expected a value above zero, or null for no limit');
  }
  return BigInt(quanta);
}
