import type { Command, MarketView, StateView } from '#server/engine/index.ts';
import { freezeReasons } from '#server/engine/index.ts';
import { addressOf, SOME_HASH } from './command-builder.ts';
import type { SeededRandom } from './seeded-random.ts';

type WithoutStamp<Any> = Any extends Command ? Omit<Any, 'seq' | 'time'> : never;
type Unstamped = WithoutStamp<Command>;

/** Where, whose and when. */
type Place = { readonly account: number; readonly market: MarketView; readonly time: number };

const LAST_SECOND = 0xffff_ffff;

/** Random withdrawals, freezes, batches and what goes wrong with them, most of which can be done. */
export class CustodyGenerator {
  readonly #random: SeededRandom;
  readonly #accounts: number;

  constructor(random: SeededRandom, accounts: number) {
    this.#random = random;
    this.#accounts = accounts;
  }

  command(view: StateView, at: Place): Unstamped {
    const action = this.#random.weighted([
      ['request', 14],
      ['finish', 3],
      ['freeze', 0.5],
      ['thaw', 5],
      ['submit', 2],
      ['settle', 1],
      ['quarantine', 3],
      ['reassign', 6],
      ['annul', 5],
    ] as const);
    switch (action) {
      case 'request':
        return this.#request(view, at);
      case 'finish':
        return this.#finish(view, at.account);
      case 'freeze':
        return this.#freeze(view, at.account, true);
      case 'thaw':
        return this.#freeze(view, this.#frozenOr(view, at.account), false);
      case 'annul':
        return this.#annul(view, at);
      case 'quarantine':
        return { kind: 'quarantine-trade', tradeId: this.#unsettled(view) };
      case 'reassign':
        return this.#reassign(view, at);
      default:
        return this.#batch(view, action);
    }
  }

  #request(view: StateView, { account, market, time }: Place): Unstamped {
    const random = this.#random;
    const { baseAsset, quoteAsset } = market.parameters;
    const asset = random.pick([baseAsset, quoteAsset]);
    const available = account < view.accountCount ? view.available(account, asset) : 0;
    const { withdrawalNonce } = view.custodyOf(account);
    const share = random.chance(0.2) ? available + 1 : Math.ceil(available / 50);
    return {
      kind: 'request-withdrawal',
      account,
      asset,
      amount: Math.max(1, share),
      native: false,
      to: addressOf(random.between(1, 9)),
      nonce: withdrawalNonce + (random.chance(0.1) ? 0 : random.between(1, 3)),
      epoch: view.identity(account).epoch,
      expiry: random.chance(0.05) ? Math.floor(time / 1_000) : LAST_SECOND,
      signature: null,
    };
  }

  #finish(view: StateView, account: number): Unstamped {
    const pending = this.#random.pickAny(view.custodyOf(account).withdrawals);
    const nonce = pending?.nonce ?? 1;
    return { kind: 'finish-withdrawal', account, nonce, paid: this.#random.chance(0.6) };
  }

  /** For a reason that is new, or one that there is. */
  #freeze(view: StateView, account: number, frozen: boolean): Unstamped {
    const reasons = account < view.accountCount ? view.custodyOf(account).frozen : [];
    const fitting = freezeReasons.filter((reason) => reasons.includes(reason) !== frozen);
    const reason = this.#random.pickAny(fitting) ?? 'exit';
    return { kind: 'freeze-account', account, reason, frozen };
  }

  #frozenOr(view: StateView, account: number): number {
    const numbers = Array.from({ length: this.#accounts }, (_, index) => index + 1);
    return this.#random.pickAny(numbers.filter((one) => isFrozen(view, one))) ?? account;
  }

  #unsettled(view: StateView): number {
    const { through, takenOver } = view.settlement();
    const late = this.#random.chance(0.3) ? this.#random.pickAny(takenOver) : null;
    if (late !== null) return late.tradeId;
    const missed = this.#random.chance(0.05) ? 0 : 1;
    return this.#random.between(through + missed, Math.max(through + 1, view.tradeCount));
  }

  #batch(view: StateView, kind: 'submit' | 'settle'): Unstamped {
    const { batch: last, through: from, takenOver: sides } = view.settlement();
    const through = this.#random.between(from, Math.max(from, view.tradeCount));
    const batch = last + 1;
    const ids = sides.map(({ tradeId }) => tradeId).filter(() => this.#random.chance(0.5));
    const takenOver = [...new Set(ids)];
    return kind === 'submit'
      ? { kind: 'submit-batch', batch, through, digest: SOME_HASH }
      : {
          kind: 'settle-batch',
          batch,
          through,
          transaction: SOME_HASH,
          block: last + 7,
          takenOver,
        };
  }

  #reassign(view: StateView, { account, market }: Place): Unstamped {
    const random = this.#random;
    const { baseAsset, quoteAsset } = market.parameters;
    const from = this.#frozenOr(view, account);
    const to = (from % this.#accounts) + 1;
    const received = view.available(from, quoteAsset);
    const paid = view.available(to, baseAsset);
    return {
      kind: 'reassign-trade',
      tradeId: random.pickAny(view.settlement().quarantined) ?? 1,
      from,
      to: random.chance(0.05) ? from : to,
      paidAsset: baseAsset,
      paid: random.between(0, Math.ceil(paid / 20)),
      receivedAsset: random.chance(0.05) ? baseAsset : quoteAsset,
      received: random.between(0, Math.ceil(received / 20)),
    };
  }

  /** Some trades that are left out, of accounts that are frozen or have taken a side over. */
  #annul(view: StateView, { account, market }: Place): Unstamped {
    const random = this.#random;
    const { quarantined, takenOver } = view.settlement();
    const { baseAsset, quoteAsset } = market.parameters;
    const most = random.between(1, 3);
    const ids = quarantined.filter(() => random.chance(0.6)).slice(0, most);
    const trades = (ids.length === 0 ? [1] : ids).map((tradeId) => {
      const side = takenOver.find((one) => one.tradeId === tradeId);
      const [one, other] = [
        side?.account ?? this.#frozenOr(view, account),
        this.#frozenOr(view, 1),
      ];
      const [buyer, seller] = random.chance(0.5) ? [one, other] : [other, one];
      const base = this.#share(view, buyer, baseAsset);
      const quote = this.#share(view, seller, quoteAsset);
      const buyerFee = Math.min(base, this.#share(view, 0, baseAsset));
      const sellerFee = Math.min(quote, this.#share(view, 0, quoteAsset));
      const parties = { tradeId, buyer, seller, baseAsset, quoteAsset };
      return { ...parties, base, quote, buyerFee, sellerFee };
    });
    return { kind: 'annul-trades', trades };
  }

  #share(view: StateView, account: number, asset: number): number {
    const available = account < view.accountCount ? view.available(account, asset) : 0;
    return this.#random.between(0, Math.ceil(available / 10));
  }
}

function isFrozen(view: StateView, account: number): boolean {
  return account < view.accountCount && view.custodyOf(account).frozen.length > 0;
}
