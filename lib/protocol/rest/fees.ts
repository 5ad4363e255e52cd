import * as z from 'zod/mini';
import { markets } from '#lib/domain/market.ts';
import { ppmField, symbolField, textField } from '../fields.ts';
import { validate } from '../validate.ts';

/** The one tier that there is. */
export const STANDARD_TIER = 'Standard';

const wireFees = z.object({
  symbol: symbolField,
  maker_fee_ppm: ppmField,
  taker_fee_ppm: ppmField,
});

/**
 * Answer of `GET /v1/fees`: what fills cost, in parts per million of what is received, by tier.
 */
export const feesResponse = z.object({
  tiers: z.array(z.object({ name: textField(64), markets: z.array(wireFees) })),
});

export type FeeSchedule = readonly {
  readonly name: string;
  readonly markets: readonly {
    readonly symbol: string;
    readonly makerFeePpm: number;
    readonly takerFeePpm: number;
  }[];
}[];

/** The fee schedule as it is: every account is in the same tier. */
export function encodeFeesResponse(): z.output<typeof feesResponse> {
  const fees = markets.map(({ symbol, makerFeePpm, takerFeePpm }) => ({
    symbol,
    maker_fee_ppm: makerFeePpm,
    taker_fee_ppm: takerFeePpm,
  }));
  return { tiers: [{ name: STANDARD_TIER, markets: fees }] };
}

/** @throws ProtocolError when the answer does not have its form. */
export function decodeFeesResponse(value: unknown): FeeSchedule {
  const { tiers } = validate(feesResponse, value);
  return tiers.map(({ name, markets: fees }) => ({
    name,
    markets: fees.map((fee) => ({
      symbol: fee.symbol,
      makerFeePpm: fee.maker_fee_ppm,
      takerFeePpm: fee.taker_fee_ppm,
    })),
  }));
}
