import type {
  Command,
  CustodyView,
  EngineEvent,
  IdentityView,
  MarketView,
  OrderView,
  RejectCode,
  SettlementView,
  StateView,
  StrangerView,
} from '#server/engine/index.ts';
import { BUY, freezeReasons, SELL } from '#server/engine/index.ts';
import { deposit, openAccount, withdraw } from './account-commands.ts';
import { approveAgent, bumpEpoch, reserveNonces, revokeAgent } from './agent-commands.ts';
import {
  annulTrades,
  quarantineTrade,
  reassignTrade,
  settleBatch,
  submitBatch,
} from './batch-commands.ts';
import { armDeadMan, cancelAll, cancelOrder, tick } from './cancel-commands.ts';
import { tellRejected } from './engine-answers.ts';
import type { DoneClientId, Exchange, NonceSet } from './exchange-state.ts';
import { accountOf, bookSide, createExchange } from './exchange-state.ts';
import { runFollowUps, waitingOrders } from './follow-ups.ts';
import { lockTable } from './locked-balances.ts';
import { listMarket, setMarketState, setPrice } from './market-commands.ts';
import { modifyOrder } from './modify-order.ts';
import {
  confirmApproval,
  factsOf,
  noteApproval,
  noteCancel,
  noteEpoch,
  noteRevocation,
  strangersOf,
} from './note-commands.ts';
import { placeOrder } from './place-order.ts';
import { placePair } from './place-pair.ts';
import { finishWithdrawal, freezeAccount, requestWithdrawal } from './withdrawal-commands.ts';

type CustodyCommand = Extract<
  Command,
  {
    kind:
      | 'request-withdrawal'
      | 'finish-withdrawal'
      | 'freeze-account'
      | 'submit-batch'
      | 'settle-batch'
      | 'quarantine-trade'
      | 'reassign-trade'
      | 'annul-trades';
  }
>;

type NoteCommand = Extract<
  Command,
  {
    kind: 'note-cancel' | 'note-approval' | 'note-revocation' | 'note-epoch' | 'confirm-approval';
  }
>;

type Options = {
  /** Accounts that there may be, the fee account included. */
  readonly maxAccounts?: number;
};

/**
 * A second engine, written from docs/matching.md alone and as naive as can be: every command looks at
 * all orders, sorts what it needs, and keeps nothing that could be worked out. It is what the real
 * engine is compared with.
 */
export class ReferenceEngine implements StateView {
  readonly #exchange: Exchange;
  #locks: ReturnType<typeof lockTable> | null = null;

  constructor(options: Options = {}) {
    this.#exchange = createExchange(options.maxAccounts ?? Number.POSITIVE_INFINITY);
  }

  /** Executes one command and tells what it did. */
  execute(command: Command): readonly EngineEvent[] {
    const exchange = this.#exchange;
    if (command.seq !== exchange.seq + 1) throw new Error(`Command ${command.seq} is out of turn.`);
    if (command.time < exchange.time) throw new Error(`Time went back to ${command.time}.`);
    exchange.seq = command.seq;
    exchange.time = command.time;
    exchange.events = [];
    this.#locks = null;
    const code = this.#dispatch(command);
    if (code !== null) tellRejected(exchange, { ...namedBy(command), code });
    runFollowUps(exchange);
    return exchange.events;
  }

  /** Placing and modifying tell of their rejects themselves. */
  #dispatch(command: Command): RejectCode | null {
    const exchange = this.#exchange;
    switch (command.kind) {
      case 'place':
        placeOrder(exchange, command);
        return null;
      case 'place-oco':
        placePair(exchange, command);
        return null;
      case 'modify':
        modifyOrder(exchange, command);
        return null;
      case 'tick':
        tick(exchange);
        return null;
      case 'cancel':
        return cancelOrder(exchange, command);
      case 'cancel-all':
        return cancelAll(exchange, command);
      case 'arm-dead-man':
        return armDeadMan(exchange, command);
      case 'set-price':
        return setPrice(exchange, command);
      case 'set-market-state':
        return setMarketState(exchange, command);
      case 'list-market':
        return listMarket(exchange, command);
      case 'open-account':
        return openAccount(exchange, command);
      case 'deposit':
        return deposit(exchange, command);
      case 'withdraw':
        return withdraw(exchange, command);
      case 'approve-agent':
        return approveAgent(exchange, command);
      case 'revoke-agent':
        return revokeAgent(exchange, command);
      case 'bump-epoch':
        return bumpEpoch(exchange, command);
      case 'reserve-nonces':
        return reserveNonces(exchange, command);
      default:
        return this.#note(command);
    }
  }

  #note(command: CustodyCommand | NoteCommand): RejectCode | null {
    const exchange = this.#exchange;
    switch (command.kind) {
      case 'note-cancel':
        return noteCancel(exchange, command);
      case 'note-approval':
        return noteApproval(exchange, command);
      case 'note-revocation':
        return noteRevocation(exchange, command);
      case 'note-epoch':
        return noteEpoch(exchange, command);
      case 'confirm-approval':
        return confirmApproval(exchange, command);
      default:
        return this.#settle(command);
    }
  }

  #settle(command: CustodyCommand): RejectCode | null {
    const exchange = this.#exchange;
    switch (command.kind) {
      case 'request-withdrawal':
        return requestWithdrawal(exchange, command);
      case 'finish-withdrawal':
        return finishWithdrawal(exchange, command);
      case 'freeze-account':
        return freezeAccount(exchange, command);
      case 'submit-batch':
        return submitBatch(exchange, command);
      case 'settle-batch':
        return settleBatch(exchange, command);
      case 'quarantine-trade':
        return quarantineTrade(exchange, command);
      case 'reassign-trade':
        return reassignTrade(exchange, command);
      default:
        return annulTrades(exchange, command);
    }
  }

  get tradeCount(): number {
    return this.#exchange.tradeCount;
  }

  get accountCount(): number {
    return this.#exchange.accounts.length;
  }

  address(account: number): string {
    return accountOf(this.#exchange, account).address;
  }

  available(account: number, asset: number): number {
    const balance = accountOf(this.#exchange, account).balances[asset] ?? 0n;
    return Number(balance - this.#lockOf(account, asset));
  }

  locked(account: number, asset: number): number {
    return Number(this.#lockOf(account, asset));
  }

  /** From a table of the moment, because a view asks for every account and asset. */
  #lockOf(account: number, asset: number): bigint {
    this.#locks ??= lockTable(this.#exchange);
    return this.#locks.get(account)?.get(asset) ?? 0n;
  }

  custody(asset: number): number {
    return Number(this.#exchange.custody[asset] ?? 0n);
  }

  deadline(account: number): number {
    return accountOf(this.#exchange, account).deadline;
  }

  identity(account: number): IdentityView {
    const { address, nonceRanges, ...identity } = accountOf(this.#exchange, account);
    const { epoch, oneShotNonce, approvalNonce, lastAgent, agents, rangesReserved } = identity;
    const ranges = nonceRanges.map(rangeView);
    const facts = factsOf(this.#exchange, address);
    return { epoch, oneShotNonce, approvalNonce, lastAgent, agents, rangesReserved, ranges, facts };
  }

  strangers(): readonly StrangerView[] {
    return strangersOf(this.#exchange);
  }

  custodyOf(account: number): CustodyView {
    const { frozen: reasons, withdrawalNonce, withdrawals } = accountOf(this.#exchange, account);
    const frozen = freezeReasons.filter((reason) => reasons.has(reason));
    return { frozen, withdrawalNonce, withdrawals };
  }

  settlement(): SettlementView {
    const { batch, settledThrough: through, quarantined } = this.#exchange;
    const takenOver = [...this.#exchange.takenOver].sort(
      (a, b) => a.tradeId - b.tradeId || a.account - b.account,
    );
    const annulled = [...this.#exchange.annulled].sort((a, b) => a - b);
    return { batch, through, quarantined, takenOver, annulled };
  }

  sourceSeq(source: number): number {
    return this.#exchange.sourceSeqs[source] ?? -1;
  }

  markets(): readonly MarketView[] {
    return this.#exchange.markets;
  }

  visitOrders(market: number, visit: (order: OrderView) => void): void {
    const exchange = this.#exchange;
    const orders = [
      ...bookSide(exchange, { market, side: BUY }),
      ...bookSide(exchange, { market, side: SELL }),
      ...waitingOrders(exchange, market),
    ];
    for (const order of orders) visit(order);
  }

  visitDoneClientIds(account: number, visit: (entry: DoneClientId) => void): void {
    for (const entry of accountOf(this.#exchange, account).doneClientIds) visit(entry);
  }
}

/** With a bit for each nonce that is used. */
function rangeView({ first, agent, free }: NonceSet): IdentityView['ranges'][number] {
  const word = (from: number) => {
    const bits = Array.from({ length: 32 }, (_, place) => (free.has(from + place) ? '0' : '1'));
    return Number.parseInt(bits.reverse().join(''), 2);
  };
  return { first, agent, usedLow: word(first), usedHigh: word(first + 32) };
}

/** What a reject repeats of its command. */
function namedBy(command: Command): { readonly account: number; readonly orderId: number } {
  if (command.kind === 'reassign-trade') return { account: command.from, orderId: 0 };
  const account = 'account' in command ? command.account : 0;
  const orderId = 'orderId' in command ? command.orderId : 0;
  return { account, orderId };
}
