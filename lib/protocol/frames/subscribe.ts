import * as z from 'zod/mini';
import { BOOK_DEPTHS } from '../channel.ts';
import { countField, requestIdField } from '../fields.ts';
import { subscriptionNames } from './subscription-names.ts';

/**
 * Subscribes to channels. With `symbols` (`["*"]`: all) frames arrive as `{type, data, …}`; without,
 * and with the symbol in the channel's name (`prices:BTC-USDT`), as `{channel, data, …}`. `from_seq`
 * asks for what came after that sequence number; where it is too old a snapshot comes first.
 */
export const subscribeFrame = z.object({
  type: z.literal('subscribe'),
  ...subscriptionNames,
  /** Levels a side of a book; 0 = the default. */
  depth: z.optional(countField(Math.max(...BOOK_DEPTHS))),
  from_seq: z.optional(countField()),
  request_id: z.optional(requestIdField),
});

export type SubscribeFrame = z.output<typeof subscribeFrame>;
