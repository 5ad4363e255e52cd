import * as z from 'zod/mini';
import { countField } from '../fields.ts';
import { wireTicker } from '../wire-ticker.ts';

/** Answer of `GET /v1/markets/{symbol}/ticker`. */
export const tickerResponse = z.extend(wireTicker, { seq: countField() });
