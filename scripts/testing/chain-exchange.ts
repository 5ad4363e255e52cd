import { bytesToHex, type HDAccount, type Hex } from 'viem';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import { parseSignature, signAgentApproval, signOrder } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { AgentApproval, SignedOrder } from '#lib/domain/signed-order.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { followChain, followCustody, openEndpoints, openOperator } from '#server/chain/index.ts';
import {
  EngineState,
  GTC,
  INDEX_PRICE,
  IOC,
  LIMIT,
  SELL,
  type Side,
} from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { keepMarketsListed } from '#server/keepers/index.ts';
import { limits } from '#server/limits.ts';
import { followExchange } from '#server/projection.ts';
import {
  Backstop,
  openSettlement,
  SettlementBook,
  SettlementDesk,
} from '#server/settlement/index.ts';
import { createLogger } from '#server/telemetry/index.ts';
import type { ChainCustody } from './chain-custody.ts';
import { directPort } from './direct-port.ts';
import { KeptStore } from './kept-store.ts';

export const CHAIN_PRICE = 6_700_000;
const CHAIN_ID = 1_337;
const DAY_SECONDS = 86_400;
const CONFIRMATIONS = 2;
const logger = createLogger('error');

/** An order of BTC-USDT at one price. */
type ChainOrder = {
  readonly owner: HDAccount;
  /** Who signs; the owner unless said otherwise. */
  readonly key?: HDAccount;
  readonly agent?: number;
  readonly side: Side;
  readonly lots: number;
  readonly oneShot: boolean;
  readonly epoch?: number;
};

/** An engine that trades, and settlement on a real chain beside it. */
export class ChainExchange {
  readonly state = new EngineState();
  readonly port: ExchangePort = directPort(this.state, Date.now);
  readonly store = new KeptStore();
  readonly troubles: string[] = [];
  readonly custody: ChainCustody;
  readonly domain: OrderDomain;
  book = new SettlementBook();
  desk = this.#desk();
  finalBlock: () => number | null = () => null;
  readonly #folder: string;
  #stop: () => Promise<void> = async () => await Promise.resolve();
  #orders = 0;

  private constructor(custody: ChainCustody, folder: string) {
    this.custody = custody;
    this.#folder = folder;
    const verifyingContract = custody.contract('clearingHouse');
    this.domain = { chainId: CHAIN_ID, verifyingContract };
  }

  static async begin(custody: ChainCustody, folder: string): Promise<ChainExchange> {
    const exchange = new ChainExchange(custody, folder);
    const { state, port } = exchange;
    await exchange.#settle();
    await keepMarketsListed({ state, execute: async (command) => await port.execute(command) });
    const price = { market: 1, source: INDEX_PRICE, price: CHAIN_PRICE } as const;
    await port.execute({ kind: 'set-price', ...price });
    return exchange;
  }

  async stop(): Promise<void> {
    await this.#stop();
  }

  /** Settlement ends and begins anew with what it kept. */
  async restart(): Promise<void> {
    await this.#stop();
    this.book = new SettlementBook();
    this.desk = this.#desk();
    await this.#settle();
  }

  accountOf({ address }: { readonly address: string }): number {
    return this.state.accounts.find(address.toLowerCase());
  }

  /** What somebody has in the ledger and may use, quanta; 0 without an account. */
  available(owner: { readonly address: string }, asset: number): number {
    const account = this.accountOf(owner);
    return account < 0 ? 0 : this.state.ledger.available(account, asset);
  }

  /** Places a signed order as the gateway would. */
  async place(of: ChainOrder): Promise<void> {
    const { owner, key = owner, agent = 0, side, lots, oneShot, epoch = 0 } = of;
    const account = this.accountOf(owner);
    this.#orders += 1;
    const order: SignedOrder = {
      account: owner.address,
      market: 1,
      flags: (side === SELL ? 1 : 0) | (oneShot ? 2 : 0),
      price: CHAIN_PRICE,
      quantity: lots,
      triggerPrice: 0,
      nonce: oneShot ? Date.now() + this.#orders : await this.#reserved(account, agent),
      expiry: inADay(),
      epoch,
      maxFeePpm: 500,
    };
    const signature = await signOrder(
      { privateKey: privateKeyOf(key) },
      { domain: this.domain, order },
    );
    const { nonce, expiry, maxFeePpm } = order;
    const { events } = await this.port.execute({
      kind: 'place',
      account,
      market: 1,
      orderId: 1_000 + this.#orders,
      clientOrderId: 0,
      side,
      type: LIMIT,
      timeInForce: oneShot ? IOC : GTC,
      price: CHAIN_PRICE,
      quantity: lots,
      displayQuantity: 0,
      postOnly: 0,
      reduceOnly: false,
      selfTrade: 0,
      trigger: 0,
      triggerBy: 0,
      triggerPrice: 0,
      expiry: 0,
      takeProfit: null,
      stopLoss: null,
      authority: { agent, nonce, epoch, expiry, maxFeePpm },
      signature: keptSignature(signature),
    });
    if (events[0]?.kind !== 'accepted') throw new Error(JSON.stringify(events[0]));
  }

  /** Lets a key sign for its owner, as the gateway would. @returns Why not; `null` when it may. */
  async approve({
    owner,
    key,
    nonce,
    maxNotional,
  }: {
    readonly owner: HDAccount;
    readonly key: HDAccount;
    readonly nonce: number;
    readonly maxNotional: number;
  }): Promise<string | null> {
    const approval = approvalOf({ owner, key, nonce, maxNotional });
    const { domain } = this;
    const signed = await signAgentApproval(
      { privateKey: privateKeyOf(owner) },
      { domain, approval },
    );
    const { events } = await this.port.execute({
      kind: 'approve-agent',
      account: this.accountOf(owner),
      address: key.address.toLowerCase(),
      expiry: approval.expiry,
      marketsLow: Number(approval.markets),
      marketsHigh: 0,
      maxNotional,
      nonce,
      signature: keptSignature(signed),
    });
    return events[0]?.kind === 'rejected' ? events[0].code : null;
  }

  #desk(): SettlementDesk {
    return new SettlementDesk({ book: this.book, store: () => this.store, now: Date.now });
  }

  async #settle(): Promise<void> {
    const { book, port, store, state, custody, desk, domain } = this;
    await book.restore(store, state);
    const unfollow = followExchange(port, [book]);
    const { env, rpcUrl } = custody.chain;
    const endpoints = openEndpoints({ rpcUrls: [rpcUrl], chainId: CHAIN_ID, limits, logger });
    const chain = followChain({
      env,
      endpoints,
      readDeployment: () => custody.chain.deployment,
      finality: 64,
      pollMs: 50,
      maxBackoffMs: 100,
      logger,
    });
    const place = {
      contract: custody.contract('clearingHouse'),
      multicall3: custody.contract('multicall3'),
    };
    const common = { endpoints, ...place, confirmations: CONFIRMATIONS, networkDir: this.#folder };
    const followed = followCustody({ ...common, chain, before: 0, limits, logger });
    this.finalBlock = () => followed.finalBlock();
    const backstop = developmentAccount(env, 'backstop');
    const settlement = openSettlement({
      ...place,
      client: createChainClient({ chainId: CHAIN_ID, name: 'test', rpcUrl }),
      operator: await this.#operator(common),
      custody: followed,
      isReachable: () => chain.status().reachable,
      port,
      book,
      desk,
      backstop: new Backstop({
        address: backstop.address,
        signer: { privateKey: privateKeyOf(backstop) },
        domain: () => domain,
      }),
      limits: {
        ...limits,
        settlementAgeMs: 0,
        settlementPollMs: 50,
        settlementLagMs: limits.localSettlementLagMs,
        reconcileMs: 0,
      },
      logger,
      onTrouble: (kind) => this.troubles.push(kind),
      now: Date.now,
    });
    const stopping = new AbortController();
    const running = Promise.all([chain.run(), settlement.run(stopping.signal)]);
    this.#stop = async () => {
      stopping.abort();
      chain.stop();
      await running;
      unfollow();
    };
  }

  async #operator(
    common: Pick<
      Parameters<typeof openOperator>[0],
      'endpoints' | 'contract' | 'confirmations' | 'networkDir'
    >,
  ) {
    const keeper = developmentAccount(this.custody.chain.env, 'keeper');
    return await openOperator({
      ...common,
      chainId: CHAIN_ID,
      keys: {
        keystores: [],
        passwordFile: null,
        signerUrl: null,
        signerAddresses: [],
        privateKeys: [privateKeyOf(keeper)],
      },
      fees: { maxFeeWei: 500n * 10n ** 9n, priorityWei: 2n * 10n ** 9n },
      limits: { ...limits, submitPollMs: 50 },
      logger,
      now: Date.now,
    });
  }

  async #reserved(account: number, agent: number): Promise<number> {
    const { events } = await this.port.execute({ kind: 'reserve-nonces', account, agent });
    const [event] = events;
    if (event?.kind !== 'nonces-reserved') throw new Error(JSON.stringify(event));
    return event.first;
  }
}

/** For market 1 and a day. */
export function approvalOf({
  owner,
  key,
  nonce,
  maxNotional,
}: {
  readonly owner: HDAccount;
  readonly key: HDAccount;
  readonly nonce: number;
  readonly maxNotional: number;
}): AgentApproval {
  const { address: account } = owner;
  const { address: agent } = key;
  const bounds = { expiry: inADay(), markets: 2n, maxNotional: BigInt(maxNotional) };
  return { account, agent, ...bounds, nonce };
}

/** Unix seconds. */
export function inADay(): number {
  return Math.floor(Date.now() / 1_000) + DAY_SECONDS;
}

/** The key of a development account. */
export function privateKeyOf(account: HDAccount): Hex {
  const key = account.getHdKey().privateKey;
  if (key === null) throw new TypeError('a development account has no key');
  return bytesToHex(key);
}

/** A signature as the gateway keeps it. */
export function keptSignature(signature: string): Uint8Array {
  const parsed = parseSignature(signature);
  if (parsed.kind === 'none') throw new TypeError(parsed.fault);
  return parsed.bytes;
}
