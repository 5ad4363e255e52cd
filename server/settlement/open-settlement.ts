import { setTimeout as delay } from 'node:timers/promises';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import { EXPIRY_GRACE_SECONDS } from '#lib/domain/clearing-house-listing.ts';
import type { CustodyEvent, FinalBlock, FollowedCustody, Operator } from '#server/chain/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { Logger } from '#server/telemetry/index.ts';
import { type AuthorityReader, createAuthorityReader } from './authority-reader.ts';
import { AuthorityRelay } from './authority-relay.ts';
import type { Backstop } from './backstop.ts';
import { BatchPlanner } from './batch-planner.ts';
import { CustodyBridge } from './custody-bridge.ts';
import { LagGuard } from './lag-guard.ts';
import { createLedgerReader, type LedgerReader } from './ledger-reader.ts';
import { lookAtWords } from './look-at-words.ts';
import { type Deposited, pendingDepositOf } from './pending-deposits.ts';
import { Reconciler } from './reconciler.ts';
import type { SettlementBook } from './settlement-book.ts';
import { createSettlementChain } from './settlement-chain.ts';
import type { RunningSettlement, SettlementDesk } from './settlement-desk.ts';
import type { SettlementLimits } from './settlement-options.ts';
import { SettlementService } from './settlement-service.ts';
import { TakeOut, type Trouble } from './take-out.ts';

export type OpenSettlementOptions = {
  readonly client: ChainClient;
  /** The clearing house, verified to be what the markets need. */
  readonly contract: Address;
  readonly multicall3: Address;
  readonly operator: Operator;
  readonly custody: FollowedCustody;
  /** Whether the chain answers. */
  readonly isReachable: () => boolean;
  readonly port: ExchangePort;
  readonly book: SettlementBook;
  readonly desk: SettlementDesk;
  /** `null` where nobody takes over what cannot be settled. */
  readonly backstop: Backstop | null;
  readonly limits: SettlementLimits & {
    /** The largest batch: fills, bytes, gas. */
    readonly settlementFills: number;
    readonly settlementBytes: number;
    readonly settlementGas: number;
    /** So old the oldest unsettled trade may become before markets take resting orders only … */
    readonly settlementLagMs: number;
    /** … so long the chain may be out of sight … */
    readonly blindMs: number;
    /** … and the time between two looks at both. */
    readonly settlementLagCheckMs: number;
    /** Least time between two comparisons with the chain. */
    readonly reconcileMs: number;
  };
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Somebody has to know: counted. */
  readonly onTrouble: (kind: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Custody and settlement on a clearing house. */
export type OpenSettlement = {
  /** The chain has a new head: deposits have more blocks on top of them. */
  headMoved(): void;
  /** Serves until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
};

/** Puts custody and settlement together, and shows them at the desk. */
export function openSettlement(options: OpenSettlementOptions): OpenSettlement {
  const { operator, custody, port, book, desk, backstop, limits, logger } = options;
  const { client, contract, multicall3 } = options;
  const reader = createLedgerReader({ client, contract, multicall3 });
  const reconciler = new Reconciler({ port, book, reader, backstop: backstop?.address ?? null });
  const service = serviceOf(options);
  const fees = new FeeAccount(reader);
  const authority = createAuthorityReader({ client, contract, multicall3 });
  const final = finalListener(options, { service, reconciler, authority });
  const told = { confirmationsOf: custody.confirmationsOf, needed: custody.confirmations };
  const tellDeposit = (event: Deposited) => {
    const deposit = pendingDepositOf(event, told);
    if (deposit !== null) desk.depositChanged(deposit);
  };
  const bridge = new CustodyBridge({
    port,
    book,
    feeAccount: async () => await fees.known(),
    settled: async (event) => await service.settled(event),
    left: async (account) => await service.left(account),
    reached: final,
    onDeposit: tellDeposit,
    onNarrowed: (account) => service.narrowed(account),
    onRefused: ({ event, reason }) => {
      options.onTrouble(`refused-${event.kind}`);
      logger.error({ ...factsOf(event), reason }, 'the ledger did not follow the chain');
    },
  });
  const lag = lagGuardOf(options);
  desk.use(runningOf(options, { service, bridge, reconciler }));
  custody.listen(bridge);
  return {
    headMoved() {
      for (const event of bridge.pendingDeposits.all()) tellDeposit(event);
    },
    async run(signal) {
      await Promise.all([
        operator.run(signal),
        custody.run(signal),
        service.run(signal),
        repeat(async () => await lag.check(), {
          everyMs: limits.settlementLagCheckMs,
          signal,
          onFailure: (error) => logger.warn({ err: error }, 'markets could not be looked at'),
        }),
      ]);
    },
  };
}

/** Blocks that are being read. */
const UNREAD_BLOCKS = 5;

function lagGuardOf(options: OpenSettlementOptions): LagGuard {
  const { port, book, custody, isReachable, limits, now, logger } = options;
  const { settlementLagMs: mostMs, blindMs: mostBlindMs } = limits;
  return new LagGuard({
    port,
    trades: book.trades,
    mostMs,
    isSeeing: () => isReachable() && (custody.blocksBehind() ?? 0) <= UNREAD_BLOCKS,
    mostBlindMs,
    now,
    onChange: ({ market, isOpen, isBlind }) => {
      options.onTrouble(isOpen ? 'caught-up' : 'post-only');
      const why = isBlind ? 'the chain cannot be seen' : 'settlement is behind';
      logger.warn({ market }, isOpen ? 'the market takes all orders again' : why);
    },
  });
}

/** What the desk shows of it. */
function runningOf(
  { custody, operator }: OpenSettlementOptions,
  {
    service,
    bridge,
    reconciler,
  }: {
    readonly service: SettlementService;
    readonly bridge: CustodyBridge;
    readonly reconciler: Reconciler;
  },
): RunningSettlement {
  const told = { confirmationsOf: custody.confirmationsOf, needed: custody.confirmations };
  return {
    get state() {
      return service.state;
    },
    get why() {
      return service.why ?? custody.fault();
    },
    get inFlight() {
      return service.inFlight;
    },
    get operator() {
      return operator.address();
    },
    get operatorBalanceWei() {
      const address = operator.address();
      return operator.accounts().find((each) => each.address === address)?.balanceWei ?? null;
    },
    get finalBlock() {
      return custody.finalBlock();
    },
    get reconciliation() {
      return reconciler.last;
    },
    isSettling: (tradeId) => service.isSettling(tradeId),
    isPaying: (account, nonce) => service.isPaying(account, nonce),
    pendingDeposits: (account) =>
      bridge.pendingDeposits
        .all()
        .filter((event) => event.account.toLowerCase() === account.toLowerCase())
        .flatMap((event) => pendingDepositOf(event, told) ?? []),
  };
}

function serviceOf(options: OpenSettlementOptions): SettlementService {
  const { client, contract, multicall3, operator, port, book, desk, backstop, limits } = options;
  const { logger, now } = options;
  const simulate = async (data: Hash) => await operator.simulate({ to: contract, data });
  const chain = createSettlementChain({ client, contract, multicall3, simulate });
  const takeOut = new TakeOut({
    port,
    book,
    backstop: () => (backstop === null ? null : book.accountOf(backstop.address)),
    onTrouble: (trouble) => tellTrouble(options, trouble),
  });
  const relay = new AuthorityRelay({
    book,
    chain,
    submit: async (call) => await operator.submit(call),
    onRefused: (what, reason) => logger.warn({ what, reason }, 'the contract was not told'),
  });
  const { settlementFills: fills, settlementBytes: bytes, settlementGas: gas } = limits;
  const bounds = { fills, bytes, gas };
  const planner = new BatchPlanner({ book, chain, relay, takeOut, backstop, bounds });
  return new SettlementService({
    port,
    book,
    chain,
    planner,
    relay,
    takeOut,
    resume: async () => await operator.resume(),
    submit: async (call) => await operator.submit(call),
    mostGas: () => operator.mostGas(),
    limits,
    now,
    sleep,
    onFailure: (error) => logger.warn({ err: error }, 'settlement has to wait'),
    onChange: () => desk.batchMoved(),
  });
}

/** What is done at every block up to which all is final and taken in. */
function finalListener(
  { port, book, custody, limits, logger, onTrouble, now }: OpenSettlementOptions,
  {
    service,
    reconciler,
    authority: reader,
  }: {
    readonly service: SettlementService;
    readonly reconciler: Reconciler;
    readonly authority: AuthorityReader;
  },
) {
  let comparedMs = Number.NEGATIVE_INFINITY;
  return async (block: FinalBlock) => {
    for (const { account, nonce, expiry } of [...book.withdrawals.all()]) {
      if (block.timestampMs / 1_000 <= expiry + EXPIRY_GRACE_SECONDS) continue;
      // No block after this one can pay it any more, and none up to here did.
      await port.execute({ kind: 'finish-withdrawal', account, nonce, paid: false });
    }
    await lookAtWords({ book, reader }, block).catch((error: unknown) => {
      logger.warn({ err: error }, 'what was signed could not be looked up on chain');
    });
    const isNewest = (custody.blocksBehind() ?? 0) <= 1;
    if (!isNewest || now() - comparedMs < limits.reconcileMs) return;
    try {
      const found = await reconciler.check(block);
      if (found === null) return;
      comparedMs = now();
      const [difference] = found.differences;
      if (difference === undefined) return;
      onTrouble('difference');
      logger.error(found, 'ledger and chain differ');
      service.halt(
        `Ledger and chain differ at block ${block.number}: ${difference.account} has ` +
          `${difference.onChain} quanta of ${difference.asset} on chain and should have ` +
          `${difference.expected}. ${found.differences.length} differences in all.`,
      );
    } catch (error) {
      logger.warn({ err: error }, 'ledger and chain could not be compared');
    }
  };
}

function tellTrouble({ logger, onTrouble }: OpenSettlementOptions, trouble: Trouble): void {
  onTrouble(trouble.kind);
  logger.error(trouble, 'a trade cannot be settled as it is');
}

/** Who is paid the fees: it is asked for once, and compared with the ledger from then on. */
class FeeAccount {
  readonly #reader: LedgerReader;
  #account: Address | null = null;

  constructor(reader: LedgerReader) {
    this.#reader = reader;
  }

  async known(): Promise<Address> {
    this.#account ??= await this.#reader.feeAccount(null);
    return this.#account;
  }
}

/** A batch's bytes say nothing in a log. */
function factsOf(event: CustodyEvent): object {
  return event.kind === 'settled' ? { ...event, batch: null } : event;
}

async function repeat(
  run: () => Promise<void>,
  {
    everyMs,
    signal,
    onFailure,
  }: {
    readonly everyMs: number;
    readonly signal: AbortSignal;
    readonly onFailure: (error: unknown) => void;
  },
): Promise<void> {
  while (!signal.aborted) {
    await run().catch(onFailure);
    await sleep(everyMs, signal);
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
