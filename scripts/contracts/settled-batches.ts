import { bytesToHex, type Hex, hexToBytes, keccak256, stringToHex } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { signAgentApproval, signOrder, signWithdrawal } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import {
  encodeBatch,
  type SettlementFill,
  type SettlementOrder,
  type SettlementWithdrawal,
} from '#lib/chain/settlement-batch.ts';
import type { Address } from '#lib/domain/address.ts';
import { feeOf } from '#lib/domain/fee.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import {
  ONE_SHOT_FLAG,
  POST_ONLY_FLAG,
  SELL_FLAG,
  type SignedOrder,
} from '#lib/domain/signed-order.ts';

/** Where the batches are, below the project's folder; contracts/test settles them. */
export const BATCHES_FILE = 'contracts/test/clearing-house/vectors/settled-batches.json';

const BATCHES = 8;
const TAKERS_PER_BATCH = 5;
const PEOPLE = 5;
const ASSETS = 4;
/** Where fees go: an account behind the people. */
const FEES = PEOPLE;
const FEE_ACCOUNT: Address = '0x00000000000000000000000000000000000000fe';
/** An hour after the time at which forge settles. */
const EXPIRY = 1_800_003_600;

const domain: OrderDomain = {
  chainId: 96_369,
  verifyingContract: '0x00000000000000000000000000000000c1ea2112',
};

const tokens: readonly Address[] = ['a0', 'a1', 'a2', 'a3'].map(
  (end): Address => `0x${end.padStart(40, '0')}`,
);

/** As contracts/test/clearing-house/ClearingHouseFixture.sol lists them; LUSD is asset 0. */
const markets = [
  { market: 1, base: 3, k: 1, unitsPerLot: 10_000, middle: 6_000_000 },
  { market: 2, base: 2, k: 10, unitsPerLot: 100_000, middle: 300_000 },
  { market: 3, base: 1, k: 10, unitsPerLot: 100_000, middle: 20_000 },
] as const;

type Market = (typeof markets)[number];

const keys = Array.from({ length: PEOPLE + 1 }, (_, index) =>
  keccak256(stringToHex(`somebody ${index}`)),
);
/** The last key is no account, but person 0's trading key. */
const AGENT_KEY = keys[PEOPLE] as Hex;

/**
 * Batches that TypeScript made, signed and encoded, with the balances that its arithmetic expects after
 * each: forge settles them and compares.
 */
export async function settledBatches(): Promise<string> {
  const exchange = new SmallExchange();
  const deposits = exchange.balances.flat();
  const batches: Hex[] = [];
  const unsigned: Hex[] = [];
  const balances: number[] = [];
  for (let sequence = 1; sequence <= BATCHES; sequence += 1) {
    const encoded = encodeBatch(await exchange.batch(sequence));
    batches.push(bytesToHex(encoded.bytes));
    unsigned.push(bytesToHex(encoded.unsigned));
    balances.push(...exchange.balances.flat());
  }
  const accounts = [...keys.slice(0, PEOPLE).map(privateKeyToAddress), FEE_ACCOUNT];
  const approval = await approvalOfAgent();
  const vectors = { ...domain, tokens, accounts, approval, deposits, batches, unsigned, balances };
  return `${JSON.stringify(vectors, null, 2)}\n`;
}

async function approvalOfAgent() {
  const [ownersKey] = keys as [Hex];
  const limits = { expiry: EXPIRY, nonce: 7, account: privateKeyToAddress(ownersKey) };
  const agent = privateKeyToAddress(AGENT_KEY);
  const approval = { ...limits, agent, markets: 14n, maxNotional: 2n ** 128n - 1n };
  const signature = await signAgentApproval({ privateKey: ownersKey }, { domain, approval });
  return {
    ...limits,
    agent,
    markets: 14,
    maxNotional: '340282366920938463463374607431768211455',
    signature,
  };
}

type Side = { readonly person: number; readonly order: SettlementOrder; readonly place: number };

/** People who trade at random, always the same way, and what they have afterwards. */
class SmallExchange {
  /** By person and asset, fees last. */
  readonly balances = Array.from({ length: PEOPLE + 1 }, (_, person) =>
    Array.from({ length: ASSETS }, () => (person === FEES ? 0 : 900_000_000_000_000)),
  );
  #state = 1;
  #nonce = 1_800_000_000_000;
  #orders: SettlementOrder[] = [];
  #fills: SettlementFill[] = [];

  async batch(sequence: number) {
    this.#orders = [];
    this.#fills = [];
    for (let taker = 0; taker < TAKERS_PER_BATCH; taker += 1) {
      if (this.#roll(4) === 0) await this.#auction();
      else await this.#sweep();
    }
    const withdrawals = [await this.#withdrawal()];
    return { sequence, orders: this.#orders, fills: this.#fills, withdrawals };
  }

  /** Somebody takes what two others have on offer. */
  async #sweep(): Promise<void> {
    const market = markets[this.#roll(3)] as Market;
    const sells = this.#roll(2);
    const person = this.#roll(PEOPLE);
    const lots = [1 + this.#roll(5000), 1 + this.#roll(5000)] as const;
    const quantity = lots[0] + lots[1] + this.#roll(3);
    const limit = market.middle + (sells === 1 ? -50 : 50);
    const taker = await this.#place(person, {
      ...{ market: market.market, price: limit, quantity, flags: sells | ONE_SHOT_FLAG },
      triggerPrice: this.#roll(2) * market.middle,
    });
    for (const [index, filled] of lots.entries()) {
      const postOnly = this.#roll(2) * POST_ONLY_FLAG;
      const price = market.middle + this.#roll(50) * (sells === 1 ? 1 : -1);
      const maker = await this.#place((person + 1 + index) % PEOPLE, {
        ...{ market: market.market, price, quantity: filled + this.#roll(2), triggerPrice: 0 },
        flags: (SELL_FLAG - sells) | postOnly,
      });
      const slid = postOnly === 0 ? null : Math.floor((price + limit) / 2);
      this.#fill(market, { taker, maker, lots: filled, price: slid, auction: false });
    }
  }

  /** Two resting orders trade between their limits. */
  async #auction(): Promise<void> {
    const market = markets[this.#roll(3)] as Market;
    const person = this.#roll(PEOPLE);
    const lots = 1 + this.#roll(9000);
    const terms = { market: market.market, quantity: lots, triggerPrice: 0 };
    const buy = { ...terms, price: market.middle + this.#roll(9), flags: 0 };
    const taker = await this.#place(person, buy);
    const sell = { ...terms, price: market.middle - this.#roll(9), flags: SELL_FLAG };
    const maker = await this.#place((person + 1) % PEOPLE, sell);
    this.#fill(market, { taker, maker, lots, price: market.middle, auction: true });
  }

  async #place(
    person: number,
    terms: Pick<SignedOrder, 'market' | 'price' | 'quantity' | 'flags' | 'triggerPrice'>,
  ): Promise<Side> {
    const maxFeePpm = this.#roll(1000);
    this.#nonce += 1;
    const order: SignedOrder = {
      ...terms,
      account: privateKeyToAddress(keys[person] as Hex),
      nonce: this.#nonce,
      expiry: EXPIRY,
      epoch: 0,
      maxFeePpm,
    };
    const byAgent = person === 0 && this.#roll(2) === 0;
    const privateKey = byAgent ? AGENT_KEY : (keys[person] as Hex);
    const placed: SettlementOrder = {
      order,
      makerFeePpm: this.#roll(maxFeePpm + 1),
      takerFeePpm: this.#roll(maxFeePpm + 1),
      bytes: hexToBytes(await signOrder({ privateKey }, { domain, order })),
      byContract: false,
      formerEpoch: false,
    };
    this.#orders.push(placed);
    return { person, order: placed, place: this.#orders.length - 1 };
  }

  #fill(
    market: Market,
    fill: Omit<SettlementFill, 'taker' | 'maker'> & { readonly taker: Side; readonly maker: Side },
  ): void {
    const { taker, maker, lots, auction } = fill;
    this.#fills.push({ ...fill, taker: taker.place, maker: maker.place });
    const price = fill.price ?? maker.order.order.price;
    const takers = { ...taker, ppm: auction ? taker.order.makerFeePpm : taker.order.takerFeePpm };
    const makers = { ...maker, ppm: maker.order.makerFeePpm };
    const takerSells = (taker.order.order.flags & SELL_FLAG) !== 0;
    const [buyer, seller] = takerSells ? [makers, takers] : [takers, makers];
    this.#pay({ from: buyer.person, to: seller, asset: 0 }, notionalOf(price, lots, market.k));
    this.#pay({ from: seller.person, to: buyer, asset: market.base }, lots * market.unitsPerLot);
  }

  #pay(
    { from, to, asset }: { from: number; to: { person: number; ppm: number }; asset: number },
    quanta: number,
  ): void {
    const fee = feeOf(quanta, to.ppm);
    this.#add(from, asset, -quanta);
    this.#add(to.person, asset, quanta - fee);
    this.#add(FEES, asset, fee);
  }

  #add(person: number, asset: number, quanta: number): void {
    const row = this.balances[person] as number[];
    row[asset] = (row[asset] as number) + quanta;
  }

  async #withdrawal(): Promise<SettlementWithdrawal> {
    const person = this.#roll(PEOPLE);
    const asset = this.#roll(ASSETS);
    const amount = 1 + this.#roll(1_000_000);
    this.#nonce += 1;
    const privateKey = keys[person] as Hex;
    const shared = {
      account: privateKeyToAddress(privateKey),
      to: FEE_ACCOUNT,
      nonce: this.#nonce,
      expiry: EXPIRY,
    };
    const token = tokens[asset] as Address;
    const withdrawal = { ...shared, asset: token, amount: BigInt(amount), epoch: 0 };
    const bytes = hexToBytes(await signWithdrawal({ privateKey }, { domain, withdrawal }));
    this.#add(person, asset, -amount);
    const form = { native: false, byContract: false, formerEpoch: false };
    return { ...shared, ...form, asset, amount, bytes };
  }

  /** The same numbers in every run (Lehmer's generator). */
  #roll(sides: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return Math.floor((this.#state / 2_147_483_647) * sides);
  }
}
