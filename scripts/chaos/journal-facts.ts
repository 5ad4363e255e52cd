import { join } from 'node:path';
import { decodeEvents, SELL } from '#server/engine/index.ts';
import { joinedFiles, openJournalReader } from '#server/journal/index.ts';
import { Replica } from '#server/snapshot/index.ts';
import type { TradeReceipt } from './chaos-messages.ts';

/** Whose order it is, and the nonce that was signed. */
export type OrderFact = { readonly address: string; readonly nonce: number };

/** What a journal says that happened, of one engine that executed it from its beginning. */
export type JournalFacts = {
  readonly orders: ReadonlyMap<number, OrderFact>;
  readonly trades: readonly (TradeReceipt & { readonly takerSells: boolean })[];
  /** Withdrawals that the ledger has as paid, `<account> <nonce>` each as often as it was. */
  readonly paid: readonly string[];
};

/** Reads a journal that nobody writes. */
export function journalFacts(networkDir: string, network: string): JournalFacts {
  const folder = join(networkDir, 'journal');
  const files = joinedFiles(folder, join(networkDir, 'journal-archive'));
  const reader = openJournalReader({ folder, network, files });
  const replica = new Replica(null);
  const { state } = replica;
  const orders = new Map<number, OrderFact>();
  const trades: JournalFacts['trades'][number][] = [];
  const paid: string[] = [];
  for (let block = reader.next(); block !== null; block = reader.next()) {
    replica.apply(block, (command) => {
      if (command.kind === 'place' && command.authority !== null) {
        const { orderId, account, authority } = command;
        const address = state.accounts.address(account);
        orders.set(orderId, { address, nonce: authority.nonce });
      }
      for (const event of decodeEvents(state.events)) {
        if (event.kind === 'withdrawal-paid') {
          paid.push(`${state.accounts.address(event.account)} ${event.nonce}`);
        }
        if (event.kind !== 'trade') continue;
        const { tradeId: id, price, quantity: lots, makerOrderId, takerOrderId } = event;
        const takerSells = event.takerSide === SELL;
        trades.push({
          id,
          price,
          lots,
          makerOrder: makerOrderId,
          takerOrder: takerOrderId,
          takerSells,
        });
      }
      state.events.clear();
    });
  }
  reader.close();
  return { orders, trades, paid };
}
