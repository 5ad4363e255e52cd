import { countField, timestampField } from '../fields.ts';

/** What every read carries: the exchange's sequence number and the time that it is as of. */
export const asOf = { seq: countField(), timestamp: timestampField };

export type AsOf = { readonly seq: number; readonly timestamp: number };
