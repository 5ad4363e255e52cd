import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { SignatureTools } from '#server/auth/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { Limits } from '#server/limits.ts';

export type OrderEntryOptions = SignatureTools & {
  readonly port: ExchangePort;
  /** Where signatures are valid; `null` = the clearing house's address is not known. */
  readonly domain: () => OrderDomain | null;
  readonly limits: Pick<Limits, 'clockSkewMs' | 'signatureMs' | 'nonceReserve' | 'deadManMs'>;
  /**
   * Told each client order id that is no number, before the engine sees its number. The order is
   * acknowledged once what this gives has resolved.
   */
  readonly onClientOrderId: (name: {
    readonly account: number;
    readonly number: number;
    readonly text: string;
  }) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};
