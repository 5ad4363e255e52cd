import * as z from 'zod/mini';
import { countField, requestIdField, symbolsField, textField } from '../fields.ts';

/**
 * Subscribes to a channel. With `symbols` (`["*"]`: all) frames arrive as `{type, data, …}`; without,
 * and with the symbol in the channel's name (`prices:BTC-USDT`), as `{channel, data, …}`. `from_seq`
 * asks for what came after that sequence number; where it is too old a snapshot comes first.
 */
export const subscribeFrame = z.object({
  type: z.literal('subscribe'),
  channel: textField(64),
  symbols: z.optional(symbolsField(64)),
  depth: z.optional(countField(1_000)),
  from_seq: z.optional(countField()),
  request_id: z.optional(requestIdField),
});

export type SubscribeFrame = z.output<typeof subscribeFrame>;
