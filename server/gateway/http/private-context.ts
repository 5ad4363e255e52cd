import type { FastifyRequest } from 'fastify';
import type { Address } from '#lib/domain/address.ts';
import type { PendingDeposit } from '#lib/domain/settlement.ts';
import type { AsOf } from '#lib/protocol/rest/as-of.ts';
import type { Principal } from '#server/auth/index.ts';
import type { AccountRate } from '../account-limiter.ts';
import type { AccountsPort } from '../accounts-port.ts';
import type { AuthPort } from '../auth-port.ts';
import type { HistoryPort } from '../history-port.ts';
import type { OrderEntryPort } from '../order-entry-port.ts';
import type { AccountReads } from '../trading/account-reads.ts';
import type { OrderService } from '../trading/order-service.ts';
import type { SettlementReads } from '../trading/settlement-reads.ts';

/** What routes about an account read from. */
export type PrivateContext = {
  readonly auth: AuthPort;
  readonly entry: OrderEntryPort;
  readonly orders: OrderService;
  readonly accounts: AccountsPort;
  readonly history: HistoryPort;
  readonly reads: AccountReads;
  readonly settlements: SettlementReads;
  /** Deposits of an owner that the chain has and the ledger has not yet. */
  readonly pendingDeposits: (owner: Address) => readonly PendingDeposit[];
  /** @throws ProtocolError `auth/…`. */
  readonly principal: (request: FastifyRequest) => Principal;
  /** How fast an account may go: by itself, or together with all that come from its network address. */
  readonly rateOf: (
    address: string,
  ) => AccountRate & { readonly countedFor: 'account' | 'address' };
  readonly pseudonym: (account: number) => string;
  readonly asOf: () => AsOf;
  readonly now: () => number;
};
