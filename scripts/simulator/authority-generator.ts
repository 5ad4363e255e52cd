import type {
  ApproveAgent,
  Authority,
  BumpEpoch,
  IdentityView,
  ModifyOrder,
  OrderView,
  PlaceOco,
  PlaceOrder,
  ReserveNonces,
  RevokeAgent,
} from '#server/engine/index.ts';
import { FOK, IOC, MARKET, NO_TRIGGER } from '#server/engine/index.ts';
import { addressOf } from './command-builder.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulationProfile } from './simulation-profile.ts';

type Unstamped<Command> = Omit<Command, 'seq' | 'time'>;

type Signer = { readonly account: number; readonly identity: IdentityView; readonly time: number };

const WORD_BITS = 32;
const RANGE = 64;
/** Accounts of a simulation are fewer, so that their addresses are no agents'. */
const FIRST_AGENT = 100;
/** More than an account may have. */
const AGENT_KEYS = 24;
const ALL_MARKETS = 0xffff_ffff;
const LAST_SECOND = 0xffff_ffff;

/** Random signers and signatures, most of which count, and what accounts say of them. */
export class AuthorityGenerator {
  readonly #random: SeededRandom;
  readonly #profile: SimulationProfile;

  constructor(random: SeededRandom, profile: SimulationProfile) {
    this.#random = random;
    this.#profile = profile;
  }

  /** The order, perhaps with signatures under it and its legs. */
  signOrder(order: Unstamped<PlaceOrder>, by: Signer): Unstamped<PlaceOrder> {
    if (!this.#random.chance(this.#profile.signed)) return order;
    const taken = new Set<number>();
    const sign = () => this.#resting(by, taken);
    const { takeProfit, stopLoss } = order;
    const isOneShot =
      order.trigger === NO_TRIGGER &&
      (order.type === MARKET || order.timeInForce === IOC || order.timeInForce === FOK);
    return {
      ...order,
      authority: isOneShot ? this.#oneShot(by) : sign(),
      takeProfit: takeProfit === null ? null : { ...takeProfit, authority: sign() },
      stopLoss: stopLoss === null ? null : { ...stopLoss, authority: sign() },
    };
  }

  /** The pair, perhaps with signatures under both legs. */
  signPair(pair: Unstamped<PlaceOco>, by: Signer): Unstamped<PlaceOco> {
    if (!this.#random.chance(this.#profile.signed)) return pair;
    const taken = new Set<number>();
    return {
      ...pair,
      limitLeg: { ...pair.limitLeg, authority: this.#resting(by, taken) },
      stopLeg: { ...pair.stopLeg, authority: this.#resting(by, taken) },
    };
  }

  /** The signature under a change: mostly there when the order has one. */
  signChange(order: Pick<OrderView, 'signer'>, by: Signer): ModifyOrder['authority'] {
    const share = order.signer < 0 ? this.#profile.signed * 0.2 : 0.9;
    return this.#random.chance(share) ? this.#resting(by, new Set()) : null;
  }

  approval({ account, identity, time }: Signer): Unstamped<ApproveAgent> {
    const random = this.#random;
    const key = random.chance(0.03)
      ? random.between(1, this.#profile.accounts)
      : FIRST_AGENT + random.between(1, AGENT_KEYS) + AGENT_KEYS * this.#family(account);
    return {
      kind: 'approve-agent',
      account,
      address: addressOf(key),
      expiry: this.#expiry(time),
      marketsLow: random.chance(0.92) ? ALL_MARKETS : random.between(0, 15),
      marketsHigh: random.pick([0, ALL_MARKETS]),
      maxNotional: random.chance(0.85) ? Number.MAX_SAFE_INTEGER : random.logarithmic(10_000),
      nonce: identity.approvalNonce + (random.chance(0.04) ? 0 : random.between(1, 3)),
      signature: null,
    };
  }

  /** Mostly one that there is. */
  revocation({ account, identity }: Signer): Unstamped<RevokeAgent> {
    const agent = this.#random.pickAny(identity.agents);
    const other = addressOf(FIRST_AGENT + this.#random.between(1, AGENT_KEYS));
    const address = agent === null || this.#random.chance(0.05) ? other : agent.address;
    return { kind: 'revoke-agent', account, address };
  }

  epoch({ account, identity }: Signer): Unstamped<BumpEpoch> {
    const step = this.#random.chance(0.1) ? this.#random.pick([0, 2]) : 1;
    return { kind: 'bump-epoch', account, epoch: identity.epoch + step, signature: null };
  }

  reservation({ account, identity }: Signer): Unstamped<ReserveNonces> {
    return { kind: 'reserve-nonces', account, agent: this.#signer(identity) };
  }

  /** Keys of an account's own, a few of which are another one's too. */
  #family(account: number): number {
    return this.#random.chance(0.05) ? 0 : account;
  }

  #signer(identity: IdentityView): number {
    if (this.#random.chance(0.02)) return this.#random.between(0, identity.lastAgent + 1);
    return this.#random.chance(0.4) ? 0 : (this.#random.pickAny(identity.agents)?.number ?? 0);
  }

  #oneShot({ identity, time }: Signer): Authority {
    const step = this.#random.chance(0.05) ? 0 : this.#random.between(1, 5);
    const nonce = identity.oneShotNonce + step;
    return { ...this.#terms(identity, time), agent: this.#signer(identity), nonce };
  }

  /** `null` when there is no nonce left, mostly. */
  #resting({ identity, time }: Signer, taken: Set<number>): Authority | null {
    const random = this.#random;
    const range = random.pickAny(identity.ranges);
    if (range === null) {
      if (random.chance(0.7)) return null;
      const nonce = random.between(1, RANGE * (identity.rangesReserved + 2));
      return { ...this.#terms(identity, time), agent: 0, nonce };
    }
    const start = random.chance(0.7) ? 0 : random.between(0, RANGE - 1);
    let nonce = range.first + start;
    for (let tried = 0; tried < RANGE; tried += 1) {
      nonce = range.first + ((start + tried) % RANGE);
      if (!isUsed(range, nonce - range.first) && !taken.has(nonce)) break;
    }
    if (random.chance(0.03)) nonce = random.between(1, RANGE * (identity.rangesReserved + 2));
    if (!random.chance(0.05)) taken.add(nonce);
    return { ...this.#terms(identity, time), agent: range.agent, nonce };
  }

  #terms({ epoch }: IdentityView, time: number) {
    const random = this.#random;
    return {
      epoch: random.chance(0.02) ? epoch + 1 : epoch,
      expiry: this.#expiry(time),
      maxFeePpm: random.chance(0.03) ? random.between(0, 50_000) : 1_000_000,
    };
  }

  /** Seconds since the epoch: soon, or never. */
  #expiry(time: number): number {
    const random = this.#random;
    if (random.chance(0.6)) return LAST_SECOND;
    return Math.floor(time / 1_000) + (random.chance(0.05) ? 0 : random.between(1, 6));
  }
}

function isUsed({ usedLow, usedHigh }: IdentityView['ranges'][number], place: number): boolean {
  const word = place < WORD_BITS ? usedLow : usedHigh;
  return ((word >>> (place % WORD_BITS)) & 1) === 1;
}
