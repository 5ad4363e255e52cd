import type { Quanta } from '#lib/domain/quanta.ts';
import type { EngineState } from './engine-state.ts';
import { reasonsOf } from './freeze-reason.ts';
import type { ParkedLeg } from './order-details.ts';
import {
  marketOf,
  postOnlyOf,
  selfTradeOf,
  sideOf,
  timeInForceOf,
  triggerByOf,
  triggerOf,
  typeOf,
} from './order-flags.ts';
import { NONE } from './order-pool.ts';
import { siblingOf } from './orders.ts';
import type {
  CustodyView,
  IdentityView,
  LegView,
  MarketView,
  OrderView,
  SettlementView,
  StateView,
  StrangerView,
} from './state-view.ts';

type DoneClientId = Parameters<Parameters<StateView['visitDoneClientIds']>[1]>[0];

/** The engine's state as everyone outside of it sees it; a window, not a copy. */
export class EngineView implements StateView {
  readonly #state: EngineState;

  constructor(state: EngineState) {
    this.#state = state;
  }

  get tradeCount(): number {
    return this.#state.tradeCount;
  }

  get accountCount(): number {
    return this.#state.accounts.count;
  }

  address(account: number): string {
    return this.#state.accounts.address(account);
  }

  available(account: number, asset: number): Quanta {
    return this.#state.ledger.available(account, asset);
  }

  locked(account: number, asset: number): Quanta {
    return this.#state.ledger.locked(account, asset);
  }

  custody(asset: number): Quanta {
    return this.#state.ledger.custody(asset);
  }

  deadline(account: number): number {
    return this.#state.deadlines.timeOf(account);
  }

  identity(account: number): IdentityView {
    const { accounts, agents, nonces, facts } = this.#state;
    return {
      epoch: nonces.epoch(account),
      oneShotNonce: nonces.oneShotNonce(account),
      approvalNonce: agents.approvalNonce(account),
      lastAgent: agents.lastNumber(account),
      rangesReserved: nonces.reserved(account),
      agents: agents.of(account),
      ranges: nonces.ranges(account),
      facts: facts.of(accounts.address(account)),
    };
  }

  strangers(): readonly StrangerView[] {
    const { accounts, facts } = this.#state;
    const addresses = [...facts.owners()].filter((owner) => accounts.find(owner) === NONE);
    return addresses.sort().map((address) => ({ ...facts.of(address), address }));
  }

  custodyOf(account: number): CustodyView {
    const { accounts, withdrawals } = this.#state;
    return {
      frozen: reasonsOf(accounts.freezeBits(account)),
      withdrawalNonce: withdrawals.lastNonce(account),
      withdrawals: withdrawals.pending(account),
    };
  }

  settlement(): SettlementView {
    return this.#state.settlement;
  }

  sourceSeq(source: number): number {
    return this.#state.sourceSeqs[source] as number;
  }

  markets(): readonly MarketView[] {
    return this.#state.listedMarkets();
  }

  visitOrders(market: number, visit: (order: OrderView) => void): void {
    this.#state.listed(market).visitSlots((slot) => visit(orderView(this.#state, slot)));
  }

  visitDoneClientIds(account: number, visit: (entry: DoneClientId) => void): void {
    const { clients } = this.#state;
    clients.visitDone(account, (entry) =>
      visit({
        clientOrderId: clients.clientOrderId(entry),
        orderId: clients.orderId(entry),
        digest: clients.digest(entry),
      }),
    );
  }
}

/** An open order, whole; between two commands every slot in use is one. */
export function orderView(state: EngineState, slot: number): OrderView {
  const { pool } = state;
  const flags = pool.flags(slot);
  const sibling = siblingOf(state, slot);
  return {
    orderId: pool.id(slot),
    account: pool.account(slot),
    market: marketOf(flags),
    side: sideOf(flags),
    type: typeOf(flags),
    timeInForce: timeInForceOf(flags),
    postOnly: postOnlyOf(flags),
    selfTrade: selfTradeOf(flags),
    price: pool.price(slot),
    filled: pool.filled(slot),
    visible: pool.visible(slot),
    hidden: pool.hidden(slot),
    trigger: triggerOf(flags),
    triggerBy: triggerByOf(flags),
    siblingId: sibling === NONE ? 0 : pool.id(sibling),
    ...detailsView(state, pool.details(slot)),
  };
}

const WITHOUT_DETAILS = {
  display: 0,
  triggerPrice: 0,
  expiry: 0,
  signer: NONE,
  takeProfit: null,
  stopLoss: null,
  clientOrderId: 0,
  digest: 0,
} as const;

function detailsView({ details, clients }: EngineState, entry: number) {
  if (entry === NONE) return WITHOUT_DETAILS;
  const clientEntry = details.clientEntry(entry);
  const legs = details.legs(entry);
  return {
    display: details.display(entry),
    triggerPrice: details.triggerPrice(entry),
    expiry: details.expiry(entry),
    signer: details.signer(entry),
    takeProfit: legView(legs?.takeProfit ?? null),
    stopLoss: legView(legs?.stopLoss ?? null),
    clientOrderId: clientEntry === NONE ? 0 : clients.clientOrderId(clientEntry),
    digest: clientEntry === NONE ? 0 : clients.digest(clientEntry),
  };
}

/** Without what only the engine knows of it. */
function legView(leg: ParkedLeg | null): LegView | null {
  if (leg === null) return null;
  const { orderId, clientOrderId, type, price, triggerPrice, triggerBy, signer, expiry } = leg;
  return { orderId, clientOrderId, type, price, triggerPrice, triggerBy, signer, expiry };
}
