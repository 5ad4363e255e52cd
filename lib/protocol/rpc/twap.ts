import * as z from 'zod/mini';
import { symbolField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';

/** Shortest and longest window of `price.getTWAP`, seconds: prices are kept by the minute. */
const MIN_TWAP_SECONDS = 60;
const MAX_TWAP_SECONDS = 86_400;

const error = `expected whole seconds from ${MIN_TWAP_SECONDS} to ${MAX_TWAP_SECONDS}`;

/** Parameters of `price.getTWAP`: `window` in seconds, rounded up to whole minutes. */
export const twapParams = z.object({
  symbol: symbolField,
  window: z
    .number({ error })
    .check(
      z.int({ error }),
      z.minimum(MIN_TWAP_SECONDS, error),
      z.maximum(MAX_TWAP_SECONDS, error),
    ),
});

/** Result of `price.getTWAP`: the mean of the minutes' closing prices over the window. */
export const twapResult = z.object({ symbol: symbolField, twap: wireNumber, window: z.number() });

export type TwapResult = z.output<typeof twapResult>;
