import { type Address, sameAddress } from '#lib/domain/address.ts';
import { findMarketById } from '#lib/domain/market.ts';
import { type AgentApproval, ONE_SHOT_FLAG, type SignedOrder } from '#lib/domain/signed-order.ts';
import type { CustodyEvent } from '#server/chain/index.ts';
import type { SettlementChain } from '#server/settlement/index.ts';

type KeyState = Awaited<ReturnType<SettlementChain['keyStates']>>[number];
type KeyScope = Pick<KeyState['present'], 'expiry' | 'markets' | 'maxNotional'>;

/** So long what was narrowed still counts: `BINDING_DELAY` of the contract. */
const DELAY = 60;

type Fact<Kind extends CustodyEvent['kind']> = Omit<
  Extract<CustodyEvent, { kind: Kind }>,
  'block' | 'blockHash' | 'logIndex' | 'transaction'
>;

/** What owners did, as the contract tells it. */
type SignersFact =
  | Fact<'agent-approved'>
  | Fact<'agent-revoked'>
  | Fact<'order-canceled'>
  | Fact<'epoch-bumped'>;

const NOTHING = { expiry: 0, markets: 0n, maxNotional: 0n };

/**
 * `Signers.sol` once more, for one owner, as docs/settlement.md tells it: what counts when of keys,
 * cancellations and epochs.
 */
export class ModeledSigners {
  readonly owner: Address;
  /** Block time, seconds. */
  now: number;
  /** Told and not taken yet. */
  readonly facts: SignersFact[] = [];
  #epoch = 0;
  #formerEpochUntil = 0;
  readonly #keys = new Map<string, KeyState>();
  readonly #cancelBindsAt = new Map<number, number>();

  constructor(owner: Address, now: number) {
    this.owner = owner;
    this.now = now;
  }

  get epoch(): number {
    return this.#epoch;
  }

  key(agent: Address): KeyState {
    return (
      this.#keys.get(agent.toLowerCase()) ?? {
        present: { ...NOTHING, nonce: 0, bindsAt: 0 },
        former: { ...NOTHING, until: 0, overNonce: 0 },
      }
    );
  }

  /** An approval with the owner's signature. @returns Whether there was anything to take. */
  approve(approval: Omit<AgentApproval, 'account'>): boolean {
    const { agent, expiry, markets, maxNotional, nonce } = approval;
    const { present, former } = this.key(agent);
    const next = { expiry, markets, maxNotional };
    if (nonce > present.nonce) {
      this.#replace(agent, { ...next, nonce }, exceeds(present, next));
      this.facts.push({ kind: 'agent-approved', account: this.owner, ...approval });
      return true;
    }
    const isLate = this.now >= present.bindsAt || nonce <= former.overNonce;
    if (isLate || !exceeds(next, present)) return false;
    const joined = { ...this.#joined(former, next), until: present.bindsAt };
    this.#keys.set(agent.toLowerCase(), { present, former: { ...former, ...joined } });
    return true;
  }

  /** The owner takes a key back. @returns Whether the nonce is high enough. */
  revoke(agent: Address, nonce: number): boolean {
    const { present } = this.key(agent);
    if (nonce < present.nonce) return false;
    this.#replace(agent, { ...NOTHING, nonce }, present.expiry !== 0);
    const bindsAt = this.now + DELAY;
    this.facts.push({ kind: 'agent-revoked', account: this.owner, agent, nonce, bindsAt });
    return true;
  }

  cancel(nonce: number): void {
    if (this.#cancelBindsAt.has(nonce)) return;
    const bindsAt = this.now + DELAY;
    this.#cancelBindsAt.set(nonce, bindsAt);
    this.facts.push({ kind: 'order-canceled', account: this.owner, nonce, bindsAt });
  }

  /** @returns Whether the epoch before is over. */
  bump(): boolean {
    if (this.now < this.#formerEpochUntil) return false;
    this.#epoch += 1;
    this.#formerEpochUntil = this.now + DELAY;
    const bindsAt = this.#formerEpochUntil;
    this.facts.push({ kind: 'epoch-bumped', account: this.owner, epoch: this.#epoch, bindsAt });
    return true;
  }

  /** Why an order of the owner is not settled now; `null` when it is. */
  refuses(order: SignedOrder, signer: Address): string | null {
    const isFormer = order.epoch === this.#epoch - 1 && this.now < this.#formerEpochUntil;
    if (order.epoch !== this.#epoch && !isFormer) return 'EpochEnded';
    const bindsAt = this.#cancelBindsAt.get(order.nonce);
    const rests = (order.flags & ONE_SHOT_FLAG) === 0;
    if (rests && bindsAt !== undefined && this.now >= bindsAt) return 'OrderCanceledOnChain';
    if (sameAddress(signer, this.owner)) return null;
    const { present, former } = this.key(signer);
    const isFormers = this.now < former.until && covers(former, order);
    return covers(present, order) || isFormers ? null : 'AgentNotAllowed';
  }

  #replace(agent: Address, next: KeyScope & { readonly nonce: number }, loses: boolean): void {
    const { present, former } = this.key(agent);
    const isOver = this.now >= present.bindsAt;
    const lost = loses ? { ...this.#joined(former, present), until: this.now + DELAY } : {};
    this.#keys.set(agent.toLowerCase(), {
      present: { ...next, bindsAt: this.now + DELAY },
      former: { ...former, ...(isOver ? { overNonce: present.nonce } : {}), ...lost },
    });
  }

  /** With what still counts from an earlier change. */
  #joined(former: KeyState['former'], limits: KeyScope): KeyScope {
    const counts = this.now < former.until ? former : NOTHING;
    const { expiry, markets, maxNotional } = limits;
    return {
      expiry: Math.max(counts.expiry, expiry),
      markets: counts.markets | markets,
      maxNotional: counts.maxNotional > maxNotional ? counts.maxNotional : maxNotional,
    };
  }
}

function exceeds(one: KeyScope, other: KeyScope): boolean {
  return (
    one.expiry > other.expiry ||
    one.maxNotional > other.maxNotional ||
    (one.markets & ~other.markets) !== 0n
  );
}

function covers({ expiry, markets, maxNotional }: KeyScope, order: SignedOrder): boolean {
  const k = findMarketById(order.market)?.k ?? 0;
  const notional = BigInt(order.price) * BigInt(order.quantity) * BigInt(k);
  return expiry !== 0 && ((markets >> BigInt(order.market)) & 1n) === 1n && notional <= maxNotional;
}
