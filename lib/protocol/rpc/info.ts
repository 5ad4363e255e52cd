import * as z from 'zod/mini';
import { countField, textField, timestampField } from '../fields.ts';

/** Result of `lx_getInfo`. Orders and trades are those of the engine. */
export const infoResult = z.object({
  version: textField(64),
  network: textField(64),
  orderCount: countField(),
  tradeCount: countField(),
  timestamp: timestampField,
});

export type InfoResult = z.output<typeof infoResult>;

/** The same as the clients of `/snake/rpc` take it. */
export function snakeInfo({ orderCount, tradeCount, ...rest }: InfoResult) {
  return { ...rest, order_count: orderCount, trade_count: tradeCount };
}
