import type { Address } from '#lib/domain/address.ts';
import { MAX_QUANTA, type Quanta } from '#lib/domain/quanta.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { openAccount } from '#server/account-opening.ts';
import type { CustodyEvent, CustodyListener, FinalBlock } from '#server/chain/index.ts';
import type { KeyLimits, RejectCode } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { CommandOutcome, UnstampedCommand } from '#server/sequencer/index.ts';
import { ledgerAsset } from './asset-numbers.ts';
import { PendingDeposits } from './pending-deposits.ts';
import { rejectionOf } from './rejection-of.ts';
import type { SettlementBook } from './settlement-book.ts';

export type CustodyBridgeOptions = {
  readonly port: Pick<ExchangePort, 'execute' | 'read'>;
  readonly book: SettlementBook;
  /** Who is paid the fees on chain; the engine calls it account 0. */
  readonly feeAccount: () => Promise<Address>;
  /** A batch is final. */
  readonly settled: (event: Extract<CustodyEvent, { kind: 'settled' }>) => Promise<void>;
  /** All that an account had on chain was paid out: what it traded since cannot be settled any more. */
  readonly left: (account: number) => Promise<void>;
  /** Everything up to a block is taken in. */
  readonly reached: (block: FinalBlock) => Promise<void>;
  /** A deposit was seen, credited or undone. */
  readonly onDeposit: (event: Deposited) => void;
  /** An owner narrowed something that trades may rest on: they are to be settled while they still can. */
  readonly onNarrowed: (account: number) => void;
  /** The engine did not do what the chain says. */
  readonly onRefused: (refused: RefusedFact) => void;
};

/** What the chain said, and why the engine would not have it. */
export type RefusedFact = { readonly event: CustodyEvent; readonly reason: string };

type Deposited = Extract<CustodyEvent, { kind: 'deposited' }>;
type Fact<Kind extends CustodyEvent['kind']> = Extract<CustodyEvent, { kind: Kind }>;

/** Streams of what comes from the contract (docs/matching.md, Money in and out). */
const DEPOSITS = 0;
const EXITS = 2;
/** A block has fewer logs than that. */
const LOGS_A_BLOCK = 65_536;
const WORD_BITS = 32n;
/** Events that are remembered until they are final, and longer. */
const MOST_PROTECTED = 10_000;

/** The engine's words for what it knows already. */
const KNOWN: Readonly<Partial<Record<UnstampedCommand['kind'], readonly RejectCode[]>>> = {
  'finish-withdrawal': ['ledger/unknown-withdrawal'],
  cancel: ['order/unknown'],
  'confirm-approval': ['auth/approval-replayed', 'auth/agent-expired'],
};

/**
 * Tells the engine what the clearing house says: money that came in and went out, and what owners did
 * on chain. What protects somebody is done as soon as it is seen; money moves when it is final. The
 * same events may come again at any time.
 */
export class CustodyBridge implements CustodyListener {
  readonly pendingDeposits = new PendingDeposits();
  readonly #options: CustodyBridgeOptions;
  /** What was seen is done in this order, after what was seen before. */
  #turn: Promise<void> = Promise.resolve();
  /** What was done as soon as it was seen, by place on the chain. */
  readonly #protected = new Set<string>();
  /** Accounts that an exit froze whose block may still be given up, with that event. */
  readonly #frozen = new Map<number, Fact<'exit-requested'>>();
  /** Exits that were seen and are not final, in the order of the chain. */
  #asked: readonly Fact<'exit-requested'>[] = [];
  /** Who wants to leave and has no account yet: their deposit, which came before, is not final. */
  readonly #leaving = new Map<string, Fact<'exit-requested'>>();

  constructor(options: CustodyBridgeOptions) {
    this.#options = options;
  }

  seen(events: readonly CustodyEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'deposited') continue;
      this.pendingDeposits.add(event);
      this.#options.onDeposit(event);
    }
    // A failure is made good when the same is final.
    this.#turn = this.#turn
      .then(async () => {
        for (const event of events) await this.#protect(event);
      })
      .catch(() => undefined);
  }

  undone(fromBlock: number): void {
    for (const event of this.pendingDeposits.undo(fromBlock)) this.#options.onDeposit(event);
    this.#turn = this.#turn
      .then(async () => await this.#thawUndone(fromBlock))
      .catch(() => undefined);
  }

  async final(block: FinalBlock, events: readonly CustodyEvent[]): Promise<void> {
    await this.#turn;
    for (const event of events) {
      await this.#protect(event);
      await this.#take(event);
    }
    for (const [account, event] of this.#frozen) {
      if (event.block <= block.number) this.#frozen.delete(account);
    }
    this.#asked = this.#asked.filter((event) => event.block > block.number);
    await this.#options.reached(block);
  }

  /** Who did not ask to leave after all may trade again; an exit that is mined anew freezes again. */
  async #thawUndone(fromBlock: number): Promise<void> {
    for (const event of this.#asked) {
      if (event.block >= fromBlock) this.#protected.delete(placeOf(event));
    }
    this.#asked = this.#asked.filter(({ block }) => block < fromBlock);
    for (const [account, event] of this.#frozen) {
      if (event.block < fromBlock) continue;
      await this.#options.port.execute({
        kind: 'freeze-account',
        account,
        reason: 'exit',
        frozen: false,
      });
      this.#frozen.delete(account);
    }
    for (const [owner, event] of this.#leaving) {
      if (event.block < fromBlock) continue;
      this.#leaving.delete(owner);
    }
  }

  /**
   * What narrows what may be done, at once and once: blocks that are given up leave it narrower. The
   * engine remembers it by address, whether there is an account yet or not.
   */
  async #protect(event: CustodyEvent): Promise<void> {
    const key = placeOf(event);
    if (!('account' in event) || this.#protected.has(key)) return;
    await this.#narrow(event);
    this.#protected.add(key);
    const [oldest] = this.#protected;
    if (this.#protected.size > MOST_PROTECTED && oldest !== undefined) {
      this.#protected.delete(oldest);
    }
  }

  async #narrow(event: Extract<CustodyEvent, { account: Address }>): Promise<void> {
    const { book, onNarrowed } = this.#options;
    const owner = event.account.toLowerCase();
    const account = book.accountOf(event.account);
    switch (event.kind) {
      case 'exit-requested':
        this.#asked = [...this.#asked, event];
        if (account === null) this.#leaving.set(owner, event);
        else await this.#freeze(event, account);
        break;
      case 'exit-canceled':
        this.#leaving.delete(owner);
        return;
      case 'order-canceled':
        await this.#cancel(event, owner);
        break;
      case 'agent-revoked': {
        const { nonce } = event;
        const address = event.agent.toLowerCase();
        await this.#execute(event, { kind: 'note-revocation', owner, address, nonce });
        break;
      }
      case 'agent-approved':
        await this.#execute(event, { kind: 'note-approval', owner, ...limitsOf(event) });
        // What the engine itself had the contract told overtakes nothing.
        if (account !== null && book.approvals.isKept(account, event)) return;
        break;
      case 'epoch-bumped':
        // Its orders end now; the epoch itself is begun when it is certain to stay.
        if (account !== null) await this.#cancelFormer(event, account);
        break;
      default:
        return;
    }
    if (account !== null) onNarrowed(account);
  }

  /** Exits are final for the engine when they are on chain: until then a reorganisation may undo them. */
  async #freeze(event: Fact<'exit-requested'>, account: number): Promise<void> {
    const command = { kind: 'freeze-account', account, reason: 'exit', frozen: true } as const;
    const [told] = (await this.#options.port.execute(command)).events;
    if (told?.kind === 'account-frozen') this.#frozen.set(account, event);
    else if (told?.kind === 'rejected') this.#refused(event, told.code);
  }

  /** First no order can come any more under the nonce, then the one that has come ends. */
  async #cancel(event: Fact<'order-canceled'>, owner: string): Promise<void> {
    const { book } = this.#options;
    const { nonce } = event;
    await this.#execute(event, { kind: 'note-cancel', owner, nonce });
    const account = book.accountOf(event.account);
    const version = account === null ? null : book.signed.find(account, nonce);
    if (account === null || version === null) return;
    const { orderId } = version;
    await this.#execute(event, { kind: 'cancel', account, orderId, clientOrderId: 0 });
  }

  async #take(event: CustodyEvent): Promise<void> {
    switch (event.kind) {
      case 'deposited':
        await this.#deposited(event);
        return;
      case 'settled':
        await this.#options.settled(event);
        return;
      case 'withdrawn':
        await this.#finish(event, event.nonce, true);
        return;
      case 'exited':
        await this.#exited(event);
        return;
      case 'exit-requested':
        await this.#exitRequested(event);
        return;
      case 'exit-canceled':
        await this.#exitCanceled(event);
        return;
      case 'epoch-bumped':
        await this.#bumped(event);
        return;
      case 'agent-approved':
        await this.#approved(event);
        return;
      default:
        return;
    }
  }

  /** It may have been thawed since the request was seen: by the end of an earlier exit. */
  async #exitRequested(event: Fact<'exit-requested'>): Promise<void> {
    this.#leaving.delete(event.account.toLowerCase());
    const account = this.#options.book.accountOf(event.account);
    if (account === null) return;
    await this.#execute(event, { kind: 'freeze-account', account, reason: 'exit', frozen: true });
  }

  /** Who has asked to leave again since stays frozen, for that request. */
  async #exitCanceled(event: Fact<'exit-canceled'>): Promise<void> {
    const account = this.#options.book.accountOf(event.account);
    if (account === null) return;
    await this.#execute(event, { kind: 'freeze-account', account, reason: 'exit', frozen: false });
    const owner = event.account.toLowerCase();
    const again = this.#asked.find(
      (asked) => asked.account.toLowerCase() === owner && isAfter(asked, event),
    );
    if (again !== undefined) await this.#freeze(again, account);
  }

  async #deposited(event: Deposited): Promise<void> {
    const { book, onDeposit } = this.#options;
    const asset = ledgerAsset(event.asset);
    const account = await this.#accountFor(event);
    if (asset === null) {
      this.#refused(event, `asset ${event.asset} of the contract is not traded here`);
    } else if (account !== null) {
      const { quanta: amount, depositId: sourceSeq } = event;
      const { seq, events } = await this.#execute(event, {
        kind: 'deposit',
        account,
        asset,
        amount,
        source: DEPOSITS,
        sourceSeq,
      });
      // What comes again is credited no more.
      const isNew = events.some(({ kind }) => kind === 'deposited');
      if (isNew) book.credited({ seq, transaction: event.transaction });
    }
    this.pendingDeposits.remove(event.depositId);
    onDeposit(event);
  }

  /** The account of whom an event is about, opened if there is none. */
  async #accountFor(event: Deposited | Fact<'agent-approved'>): Promise<number | null> {
    const { port, feeAccount } = this.#options;
    const address = event.account.toLowerCase();
    if ((await feeAccount()).toLowerCase() === address) return 0;
    try {
      const account = await openAccount(port, address);
      if (this.#leaving.delete(address)) {
        await this.#execute(event, {
          kind: 'freeze-account',
          account,
          reason: 'exit',
          frozen: true,
        });
      }
      return account;
    } catch (error) {
      if (!(error instanceof ProtocolError) || error.code.startsWith('sequencer/')) throw error;
      // Of an address that is somebody's trading key: the money stays its own on chain.
      this.#refused(event, error.code);
      return null;
    }
  }

  /** What the contract paid by itself: all that an account had, what it wanted out included. */
  async #exited(event: Fact<'exited'>): Promise<void> {
    const { book } = this.#options;
    const account = book.accountOf(event.account);
    const asset = ledgerAsset(event.asset);
    if (account === null || asset === null) {
      this.#refused(event, 'the ledger has no such account or asset');
      return;
    }
    const sourceSeq = event.block * LOGS_A_BLOCK + event.logIndex;
    const known = await this.#options.port.read(({ sourceSeqs }) => sourceSeqs[EXITS] ?? -1);
    // It came before: what the account has asked for since has nothing to do with it.
    if (event.quanta === 0 || known.value >= sourceSeq) return;
    const open = [...book.withdrawals.all()].filter((each) => each.account === account);
    for (const { nonce } of open) await this.#finish(event, nonce, false);
    await this.#options.left(account);
    await this.#execute(event, {
      kind: 'withdraw',
      account,
      asset,
      amount: event.quanta,
      source: EXITS,
      sourceSeq,
    });
  }

  async #finish(event: CustodyEvent & { account: Address }, nonce: number, paid: boolean) {
    const account = this.#options.book.accountOf(event.account);
    if (account === null) this.#refused(event, 'the ledger has no such account');
    else await this.#execute(event, { kind: 'finish-withdrawal', account, nonce, paid });
  }

  async #cancelFormer(event: Fact<'epoch-bumped'>, account: number): Promise<void> {
    const { port } = this.#options;
    const read = await port.read(({ nonces }) => nonces.epoch(account));
    if (read.value >= event.epoch) return;
    await this.#execute(event, { kind: 'cancel-all', account, market: 0 });
  }

  async #bumped(event: Fact<'epoch-bumped'>): Promise<void> {
    const { book } = this.#options;
    const { epoch, bindsAt: changesUntil } = event;
    const owner = event.account.toLowerCase();
    book.epochs.told(event.account, { epoch, changesUntil });
    await this.#execute(event, { kind: 'note-epoch', owner, epoch });
  }

  async #approved(event: Fact<'agent-approved'>): Promise<void> {
    const account = await this.#accountFor(event);
    if (account === null || account === 0) return;
    await this.#execute(event, { kind: 'confirm-approval', account, ...limitsOf(event) });
  }

  /** @throws ProtocolError `sequencer/…`: then the same comes again. */
  async #execute(event: CustodyEvent, command: UnstampedCommand): Promise<CommandOutcome> {
    const outcome = await this.#options.port.execute(command);
    const code = rejectionOf(outcome);
    const isExpected = code === null || KNOWN[command.kind]?.includes(code) === true;
    if (!isExpected) this.#refused(event, code);
    return outcome;
  }

  #refused(event: CustodyEvent, reason: string): void {
    this.#options.onRefused({ event, reason });
  }
}

function placeOf({ blockHash, logIndex }: CustodyEvent): string {
  return `${blockHash}:${logIndex}`;
}

function isAfter(event: CustodyEvent, { block, logIndex }: CustodyEvent): boolean {
  return event.block > block || (event.block === block && event.logIndex > logIndex);
}

/** What an approval on chain lets its key do. */
function limitsOf({
  agent,
  expiry,
  markets,
  maxNotional,
  nonce,
}: Fact<'agent-approved'>): KeyLimits {
  return {
    address: agent.toLowerCase(),
    expiry,
    marketsLow: Number(BigInt.asUintN(32, markets)),
    marketsHigh: Number(markets >> WORD_BITS),
    maxNotional: quantaOf(maxNotional),
    nonce,
  };
}

/** More than any notional can be is no limit. */
function quantaOf(bound: bigint): Quanta {
  return bound > BigInt(MAX_QUANTA) ? MAX_QUANTA : Number(bound);
}
