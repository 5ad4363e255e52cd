import type { HDAccount } from 'viem';
import { parseSignature, signOrder, signWithdrawal } from '#lib/chain/order-signature.ts';
import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import { findMarket } from '#lib/domain/market.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import type { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { BUY, CANCEL_NEWEST, GTC, INDEX_PRICE, IOC, LIMIT, SELL } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { CHAOS_MARKET } from './chaos-messages.ts';

const MID = 6_700_000;
const DAY_SECONDS = 86_400;
const MAX_FEE_PPM = 500;
/** Of USDT. */
const DOLLAR = 1_000_000;

export type ChaosTraderOptions = {
  readonly port: ExchangePort;
  readonly users: readonly HDAccount[];
  readonly deployment: Deployment;
  readonly chainId: number;
  readonly random: SeededRandom;
};

/** A few people who trade and withdraw at random, and sign it as they would in a browser. */
export class ChaosTrader {
  readonly #options: ChaosTraderOptions;
  #lastNonce = 0;

  constructor(options: ChaosTraderOptions) {
    this.#options = options;
  }

  /** To be called once, when the exchange has opened. */
  async begin(): Promise<void> {
    const { port } = this.#options;
    await port.execute({ kind: 'set-price', market: 1, source: INDEX_PRICE, price: MID });
  }

  /** One person does something. What the exchange refuses is left. */
  async turn(): Promise<void> {
    const { random, users, port } = this.#options;
    const user = random.pickAny(users);
    if (user === null) return;
    const read = await port.read(({ accounts }) => accounts.find(user.address.toLowerCase()));
    // Without a deposit there is no account yet.
    if (read.value < 1) return;
    const what = random.weighted([
      ['cancel', 2],
      ['withdraw', 2],
      ['place', 96],
    ]);
    if (what === 'withdraw') return await this.#withdraw(user, read.value);
    if (what === 'place') return await this.#place(user, read.value);
    await port.execute({ kind: 'cancel-all', account: read.value, market: 0 });
  }

  get #domain() {
    const { chainId, deployment } = this.#options;
    const { clearingHouse: verifyingContract } = deployment.contracts;
    if (verifyingContract === undefined) throw new TypeError('there is no clearing house');
    return { chainId, verifyingContract };
  }

  async #place(user: HDAccount, account: number): Promise<void> {
    const { port, random } = this.#options;
    const isOneShot = random.chance(0.4);
    const side = random.chance(0.5) ? BUY : SELL;
    const crossing = random.between(0, 20) - (isOneShot ? 0 : 12);
    const order: SignedOrder = {
      account: user.address,
      market: marketId(),
      flags: (side === SELL ? 1 : 0) | (isOneShot ? 2 : 0),
      price: MID + (side === BUY ? crossing : -crossing),
      quantity: random.between(1, 20),
      triggerPrice: 0,
      nonce: isOneShot ? this.#nextNonce() : await this.#reserved(account),
      expiry: Math.floor(Date.now() / 1_000) + DAY_SECONDS,
      epoch: 0,
      maxFeePpm: MAX_FEE_PPM,
    };
    const signature = await signOrder(signerOf(user), { domain: this.#domain, order });
    await port.execute({
      kind: 'place',
      account,
      market: order.market,
      orderId: 0,
      clientOrderId: 0,
      side,
      type: LIMIT,
      timeInForce: isOneShot ? IOC : GTC,
      price: order.price,
      quantity: order.quantity,
      displayQuantity: 0,
      postOnly: 0,
      reduceOnly: false,
      selfTrade: CANCEL_NEWEST,
      trigger: 0,
      triggerBy: 0,
      triggerPrice: 0,
      expiry: 0,
      takeProfit: null,
      stopLoss: null,
      authority: {
        agent: 0,
        nonce: order.nonce,
        epoch: 0,
        expiry: order.expiry,
        maxFeePpm: MAX_FEE_PPM,
      },
      signature: bytesOf(signature),
    });
  }

  async #withdraw(user: HDAccount, account: number): Promise<void> {
    const { port, random } = this.#options;
    const amount = random.between(1, 100) * DOLLAR;
    const withdrawal = {
      account: user.address,
      asset: this.#dollar(),
      amount: BigInt(amount),
      to: user.address,
      nonce: this.#nextNonce(),
      expiry: Math.floor(Date.now() / 1_000) + DAY_SECONDS,
      epoch: 0,
    };
    const signed = { domain: this.#domain, withdrawal };
    const signature = await signWithdrawal(signerOf(user), signed);
    await port.execute({
      kind: 'request-withdrawal',
      account,
      asset: 0,
      amount,
      native: false,
      to: user.address.toLowerCase(),
      nonce: withdrawal.nonce,
      epoch: 0,
      expiry: withdrawal.expiry,
      signature: bytesOf(signature),
    });
  }

  #dollar(): Address {
    const symbol = assets.find(({ id }) => id === 0)?.token;
    const token = this.#options.deployment.tokens.find((each) => each.symbol === symbol);
    if (token === undefined) throw new TypeError('there is no dollar');
    return token.address;
  }

  /** Grows over the lives of the process. */
  #nextNonce(): number {
    this.#lastNonce = Math.max(this.#lastNonce + 1, Date.now() * 10);
    return this.#lastNonce;
  }

  async #reserved(account: number): Promise<number> {
    const { port } = this.#options;
    const { events } = await port.execute({ kind: 'reserve-nonces', account, agent: 0 });
    const [event] = events;
    if (event?.kind !== 'nonces-reserved') throw new TypeError('no nonces were given');
    return event.first;
  }
}

function marketId(): number {
  const market = findMarket(CHAOS_MARKET);
  if (market === undefined) throw new TypeError(`there is no market ${CHAOS_MARKET}`);
  return market.id;
}

function signerOf(user: HDAccount): { readonly privateKey: `0x${string}` } {
  const key = user.getHdKey().privateKey ?? new Uint8Array(32);
  return { privateKey: `0x${Buffer.from(key).toString('hex')}` };
}

function bytesOf(text: string): Uint8Array {
  const parsed = parseSignature(text);
  if (parsed.kind === 'none') throw new TypeError(parsed.fault);
  return parsed.bytes;
}
